import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradrepl.graph.canvas import (
    ASCII,
    Drawing,
    Label,
    Span,
    Stroke,
    WrongJoin,
    cell_width,
    clean,
    paint,
    shorten,
)


def test_a_net_joins_itself_and_passes_over_another() -> None:
    strokes = [
        Stroke(0, "solid", 0, 2, 4, 2),
        Stroke(1, "solid", 1, 0, 3, 0),
        Stroke(1, "solid", 3, 0, 3, 6),
        Stroke(1, "severed", 3, 6, 1, 6),
    ]
    assert str(paint(strokes, ())) == "  ╷\n╷ │   ┊\n│ │   ┊\n╰─│───╯\n  ╵"
    assert str(paint(strokes, (), ascii_only=True)) == "  |\n| |   :\n| |   :\n+-|---+\n  |"


@pytest.mark.parametrize(
    "other",
    [
        Stroke(1, "solid", 2, 0, 2, 2),  # ends on it
        Stroke(1, "solid", 2, 2, 6, 2),  # lies on it
        Stroke(1, "solid", 4, 2, 4, 4),  # begins where it ends
    ],
)
def test_two_nets_that_touch_are_an_error(other: Stroke) -> None:
    with pytest.raises(WrongJoin):
        paint([Stroke(0, "solid", 0, 2, 4, 2), other], ())


def test_a_label_on_a_line_is_an_error() -> None:
    line = Stroke(0, "solid", 0, 0, 0, 5)
    with pytest.raises(WrongJoin):
        paint([line], [Label(0, 3, "x", "detail")])
    assert str(paint([line], [Label(0, 5, "◆", "leaf", covers=True)])) == "╶────◆"


def test_rows_are_spans_by_role() -> None:
    drawing = paint(
        [Stroke(0, "solid", 0, 0, 0, 2)],
        [Label(0, 4, "名", "leaf"), Label(0, 6, "x", "leaf"), Label(0, 8, "", "detail")],
    )
    assert drawing.rows == ((Span("╶─╴", "edge"), Span(" "), Span("名x", "leaf")),)
    assert drawing.width == 7
    assert Drawing().width == 0


def test_ascii_signs_take_the_cells_of_what_they_replace() -> None:
    for sign, replacement in ASCII.items():
        assert replacement.isascii()
        assert cell_width(chr(sign)) == len(replacement) == 1


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("张量", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("한글", 4),
        ("ｱ", 1),
        ("😀", 2),
        ("\u200b", 0),
    ],
)
def test_cell_width(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb\tc\x7f", r"a\nb\tc\x7f"),
        ("\u202eabc\u2066", r"\u202eabc\u2066"),
        ("\ud800", r"\ud800"),
        ("\u2028", r"\u2028"),
        ("[bold]x[/]", "[bold]x[/]"),
        ("张 量\u3000é", "张 量\u3000é"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters()))
def test_cleaned_text_is_harmless(text: str) -> None:
    for ascii_only in (False, True):
        cleaned = clean(text, ascii_only=ascii_only)
        assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in cleaned)
        assert not any(
            unicodedata.bidirectional(char)
            in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")
            for char in cleaned
        )
        assert clean(cleaned, ascii_only=ascii_only) == cleaned
        assert cleaned.isascii() or not ascii_only


@given(st.text(st.characters()), st.integers(0, 12))
def test_shortened_text_fits(text: str, width: int) -> None:
    short = shorten(clean(text), width)
    assert cell_width(short) <= width
    assert short == clean(text) or short.endswith("…") or width == 0


@given(st.lists(st.text(st.characters(), max_size=6), max_size=4))
def test_what_is_painted_is_as_wide_as_it_says(texts: list[str]) -> None:
    labels = [Label(number, 1, clean(text), "detail") for number, text in enumerate(texts)]
    drawing = paint((), labels)
    for row, text in zip(str(drawing).split("\n"), texts, strict=False):
        assert row.strip() in (" " + clean(text)).rstrip()
    assert drawing.width <= 1 + max((cell_width(clean(text)) for text in texts), default=0)
