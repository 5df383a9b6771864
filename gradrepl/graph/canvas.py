"""A grid of terminal cells: strokes and labels in, rows of text out.

Every cell is owned by the nets whose strokes pass through it. Two nets may cross at a right angle,
and the vertical one is drawn over the horizontal one; where they would seem to touch in any other
way, `paint` raises `WrongJoin` instead of drawing an edge that is not there.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gradrepl.graph.model import EdgeStyle, Graph

SpanRole: TypeAlias = Literal[
    "",
    "leaf",
    "constant",
    "operation",
    "unrecorded",
    "result",
    "new-leaf",
    "new-constant",
    "new-operation",
    "new-unrecorded",
    "new-result",
    "edge",
    "severed",
    "saved",
    "detail",
    "grad",
    "cause",
    "caution",
    "dim",
]
"""What a piece of a drawing is, for the theme. Empty for blank space."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a row in one style."""

    text: str
    role: SpanRole = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Rows of spans, each row without blanks at its end."""

    rows: tuple[tuple[Span, ...], ...] = ()
    graph: Graph | None = None
    """What is drawn, after folding; None for a drawing of no graph."""

    @property
    def width(self) -> int:
        """Of the widest row, in cells."""
        return max((cell_width(_plain(row)) for row in self.rows), default=0)

    def __str__(self) -> str:
        return "\n".join(_plain(row) for row in self.rows)


def _plain(row: Iterable[Span]) -> str:
    return "".join(span.text for span in row)


class WrongJoin(Exception):  # noqa: N818  # named for what it is: the layout's cue to choose another view
    """Two nets would touch in a cell; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line from cell to cell, horizontal or vertical, its two ends included."""

    net: int
    style: EdgeStyle
    y: int
    x: int
    to_y: int
    to_x: int


@dataclass(frozen=True, slots=True)
class Label:
    """Text put on the grid, over the strokes that end under it."""

    y: int
    x: int
    text: str
    role: SpanRole
    covers: bool = False
    """Whether strokes may run under it: a box's frame and a node's symbol are where strokes end."""


_N, _E, _S, _W = 1, 2, 4, 8
_VERTICAL, _HORIZONTAL = _N | _S, _E | _W
_JOINTS: Final = " ╵╶╰╷│╭├╴╯─┴╮┤┬┼"  # indexed by the mask of directions
_DASHED: Final = {_VERTICAL: "┊", _HORIZONTAL: "╌", _N: "┊", _S: "┊", _E: "╌", _W: "╌"}

ASCII: Final = str.maketrans(
    {
        **dict.fromkeys("─╶╴━═", "-"),
        **dict.fromkeys("│╵╷┃║", "|"),
        **dict.fromkeys("╰╭╯╮├┤┴┬┼┌┐└┘┏┓┗┛╔╗╚╝╤┯", "+"),
        "╌": ".",
        "╎": ":",
        "┊": ":",
        "▾": "v",
        "▿": "V",
        "▷": ">",
        "✂": "%",
        "◆": "#",
        "◇": "=",
        "●": "*",
        "○": "o",
        "◌": "!",
        "◉": "@",
        "×": "x",
        "…": "~",
        "⋮": ":",
        "→": ">",
        "←": "<",
        "⚠": "!",
        "·": ",",
    }
)
"""What each sign of ours becomes where the terminal has ASCII only: one cell for one cell."""


def paint(
    strokes: Iterable[Stroke],
    labels: Iterable[Label],
    *,
    joins: Collection[tuple[int, int]] = (),
    ascii_only: bool = False,
) -> Drawing:
    """Draws everything onto one grid.

    Args:
        strokes: in any order; those of one net join wherever they meet.
        labels: drawn over the strokes.
        joins: the cells `(y, x)` where different nets are meant to meet.
        ascii_only: whether to draw with ASCII signs; of the labels only our own signs are replaced.

    Raises:
        WrongJoin: where two nets, or a stroke and a label that does not cover it, would touch.
    """
    cells = _cells(strokes)
    grid: dict[int, dict[int, tuple[str, SpanRole]]] = {}
    for (y, x), owners in cells.items():
        grid.setdefault(y, {})[x] = _glyph(owners, (y, x), joined=(y, x) in joins)
    for label in labels:
        row = grid.setdefault(label.y, {})
        x = label.x
        for cluster in _clusters(label.text):
            width = cell_width(cluster)
            for covered in range(x, x + width):
                if not label.covers and (label.y, covered) in cells:
                    raise WrongJoin(
                        f"the label {label.text!r} lies on an edge at {label.y}, {covered}"
                    )
                row[covered] = ("", label.role)
            row[x] = (cluster, label.role)
            x += width
    height = max(grid, default=-1) + 1
    return Drawing(tuple(_row(grid.get(y, {}), ascii_only=ascii_only) for y in range(height)))


def _cells(strokes: Iterable[Stroke]) -> dict[tuple[int, int], dict[tuple[int, EdgeStyle], int]]:
    cells: dict[tuple[int, int], dict[tuple[int, EdgeStyle], int]] = {}
    for stroke in strokes:
        owner = (stroke.net, stroke.style)
        if stroke.x == stroke.to_x:
            low, high = sorted((stroke.y, stroke.to_y))
            places = [(y, stroke.x) for y in range(low, high + 1)]
            towards, back = _S, _N
        else:
            low, high = sorted((stroke.x, stroke.to_x))
            places = [(stroke.y, x) for x in range(low, high + 1)]
            towards, back = _E, _W
        for place in places:
            mask = (0 if place is places[0] else back) | (0 if place is places[-1] else towards)
            owners = cells.setdefault(place, {})
            owners[owner] = owners.get(owner, 0) | mask
    return cells


def _glyph(
    owners: dict[tuple[int, EdgeStyle], int], place: tuple[int, int], *, joined: bool
) -> tuple[str, SpanRole]:
    nets = {net for net, _ in owners}
    masks = list(owners.values())
    if len(nets) > 1 and not joined:
        if sorted(masks) != [_VERTICAL, _HORIZONTAL]:
            raise WrongJoin(f"nets {sorted(nets)} touch at {place[0]}, {place[1]}")
        owners = {
            owner: mask for owner, mask in owners.items() if mask == _VERTICAL
        }  # it passes over
    mask = 0
    for own in owners.values():
        mask |= own
    if all(style == "severed" for _, style in owners):
        return _DASHED.get(mask, _JOINTS[mask]), "severed"
    return _JOINTS[mask], "edge"


def _row(cells: dict[int, tuple[str, SpanRole]], *, ascii_only: bool) -> tuple[Span, ...]:
    spans: list[Span] = []
    text, end = "", 0
    role: SpanRole = ""
    for x in sorted(cells):
        glyph, own = cells[x]
        if x > end:
            if text:
                spans.append(_span(text, role, ascii_only=ascii_only))
            spans.append(Span(" " * (x - end)))
            text = ""
        elif own != role and text:
            spans.append(_span(text, role, ascii_only=ascii_only))
            text = ""
        text, role, end = text + glyph, own, x + 1
    if text:
        spans.append(_span(text, role, ascii_only=ascii_only))
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans and spans[-1].text[-1] == " ":
        spans[-1] = Span(spans[-1].text.rstrip(" "), spans[-1].role)
    return tuple(spans)


def _span(text: str, role: SpanRole, *, ascii_only: bool) -> Span:
    return Span(text.translate(ASCII) if ascii_only else text, role)


def cell_width(text: str) -> int:
    """How many terminal cells a text takes: two for a CJK character, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        # marks, as wcwidth and rich count them, joiners, and the Hangul vowels and finals, which
        # share a syllable's cells
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _clusters(text: str) -> list[str]:
    """The text cut into pieces that each begin with a character that takes a cell."""
    if text.isascii():
        return list(text)
    clusters: list[str] = []
    for char in text:
        if clusters and (_width(char) == 0 or cell_width(clusters[-1]) == 0):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def shorten(text: str, width: int) -> str:
    """The text if it takes at most `width` cells, else as much as fits before an ellipsis."""
    if width <= 0:
        return ""
    if len(text) <= width and cell_width(text) <= width:
        return text
    kept, used = [], 0
    for cluster in _clusters(text[: 4 * width + 16]):
        used += cell_width(cluster)
        if used > width - 1:
            break
        kept.append(cluster)
    return "".join(kept) + "…"


def clean(text: str, *, ascii_only: bool = False) -> str:
    r"""A text as it may stand in a drawing: nothing in it moves the cursor or reorders the line.

    Control characters, line separators, bidirectional controls and lone surrogates become `\x1b`,
    `\u202e`, `\udc80`; with `ascii_only` so does everything else that is not ASCII.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if _harmless(char) and (not ascii_only or char.isascii()) else _escaped(char)
        for char in text
    )


def _harmless(char: str) -> bool:
    if char.isprintable():
        return True
    # Python calls every format character and every space but one unprintable; joiners shape emoji.
    return char in "\u200c\u200d\u3000\xa0"


def _escaped(char: str) -> str:
    return (
        char.encode("ascii", "backslashreplace").decode("ascii")
        if ord(char) > 0x7F
        else repr(char)[1:-1]
    )
