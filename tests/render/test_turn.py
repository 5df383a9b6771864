"""What stands on the screen after a statement, to the character."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradrepl import locale
from gradrepl.graph.canvas import cell_width
from gradrepl.graph.draw import draw
from gradrepl.lens.diff import Change
from gradrepl.lens.explain import Explanation
from gradrepl.lens.snapshot import Snapshot
from gradrepl.render.console import make_console
from gradrepl.render.turn import turn_lines, turn_view
from tests.render.turns import SEVERED, leaf, made, tensor, turn


@pytest.fixture(autouse=True)
def english():
    locale.use("en")


def shown(turn, width=80, level="full"):
    view = turn_view(turn, level=level)
    if view is None:
        return None
    stream = io.StringIO()
    make_console(stream, width=width).print(view, soft_wrap=True)
    return stream.getvalue()


def test_quiet_by_default():
    assert shown(turn()) is None
    assert shown(SEVERED, level="off") is None


def test_a_leaf_and_what_is_made_of_it():
    a, b = leaf(1), made(2, "MulBackward0")
    assert shown(turn([("a", 1), ("b", 2)], [a, b])) == (
        "  a  float32 (1,)   requires_grad   leaf           grad None\n"
        "  b  float32 (1,)   requires_grad   MulBackward0\n"
    )


def test_changes_have_arrows():
    changes = (
        Change("grad", "a", 1, "None", "[2.]", named=False),
        Change("value", "a", 1, "[1.1]", "[3.1]", named=False),
        Change("version", "a", 1, "0", "1", named=False),
    )
    text = shown(turn([("a", 1)], [leaf(1, grad="[2.]")], changes=changes))
    assert text == (
        "↳ a  float32 (1,)   requires_grad   leaf      grad None -> [2.]\n"
        "     value [1.1] -> [3.1]   version 0 -> 1\n"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("aliased", "b", 1, "", "a"), "b is a"),
        (Change("rebound", "b", 1, "[1.]", "[2.]"), "rebound"),
        (Change("grad", "b", 1, "[1.]", "[2.]", how="accumulated"), "accumulated"),
        (Change("requires_grad", "b", 1, "False", "True"), "requires_grad False -> True"),
        (Change("grad_fn", "b", 1, "None", "AddBackward0"), "grad_fn None -> AddBackward0"),
    ],
)
def test_what_else_may_change(change, said):
    assert shown(turn([("b", 1)], [tensor(1)], changes=(change,))).endswith(f"   {said}\n")


def test_at_forty_columns():
    changes = (Change("grad", "a", 1, "None", "[2.]"),)
    text = shown(turn([("a", 1)], [leaf(1, grad="[2.]")], changes=changes), width=40)
    assert text == ("  a  float32 (1,)   requires_grad   leaf\n     grad None -> [2.]\n")


def test_the_whole_of_a_severed_turn():
    assert shown(SEVERED) == (
        "  c  float32 (1,)   no grad         leaf\n"
        f"  {draw(SEVERED.graph, width=78)}\n"
        "  note  c was made under no_grad (line 2): b + 2 was computed, not recorded.\n"
        "  fix   Compute c outside the block.\n"
    )


def test_facts_alone():
    assert shown(SEVERED, level="facts") == "  c  float32 (1,)   no grad         leaf\n"


def test_deleted_and_grad_mode():
    changes = (
        *(Change("deleted", f"a[{i}]", i) for i in range(9)),
        Change("grad_mode", "", None, "True", "False"),
    )
    assert shown(turn(changes=changes)) == (
        "  a[0], a[1], a[2], …  no tensor any more\n  is_grad_enabled()    True -> False\n"
    )


def test_names_are_joined_and_cut():
    names = [("w", 1), ("params[0]", 1), ("model.0.weight", 1), ("again", 1)]
    text = shown(turn(names, [leaf(1)]))
    assert text.startswith("  w, params[0], model.0.weigh…  float32 (1,)")


def test_many_tensors_are_counted():
    tensors = [leaf(key) for key in range(1, 31)]
    text = shown(turn([(f"t{t.key}", t.key) for t in tensors], tensors))
    assert text.count("\n") == 13
    assert text.endswith("... and 18 more; %who shows them all\n")


def test_chinese_is_wrapped_by_cells_and_no_line_starts_with_a_comma():
    body = "张量没有计算图，" * 12
    explanation = Explanation("rule", "why", body, values=())
    text = shown(turn(explanations=(explanation,)), width=40)
    lines = text.splitlines()
    assert "".join(line.strip() for line in lines).removeprefix("why  ") == body
    assert all(cell_width(line) <= 40 for line in lines)
    assert not any(line.strip().startswith("，") for line in lines)
    assert lines[1].startswith("       张") or lines[1].startswith("       ")


def test_nothing_is_interpreted():
    name = "d['[red]\x1b[31m\u202e']"
    text = shown(turn([(name, 1)], [leaf(1)]))
    assert "[red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_an_unfillable_explanation_is_still_shown():
    explanation = Explanation("rule", "note", "look at {nobody} {0}")
    assert shown(turn(explanations=(explanation,))) == "  note  look at {nobody} {0}\n"


def test_a_fault_in_one_part_leaves_the_others(monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("no [bold]boxes")

    monkeypatch.setattr("gradrepl.render.turn.graph_lines", broken)
    text = shown(SEVERED)
    assert "the lens could not be drawn: ZeroDivisionError: no [bold]boxes" in text
    assert text.startswith("  c  float32")
    assert text.endswith("Compute c outside the block.\n")


def test_a_lens_that_failed_and_tensors_that_were_not_read():
    quiet = turn(lens_error="TypeError: x", before=Snapshot(unread=1))
    assert shown(quiet) == "  the lens could not look: TypeError: x\n"
    loud = turn()
    object.__setattr__(loud, "after", Snapshot(unread=5))
    assert shown(loud) == "  5 tensors more than the lens reads after every statement\n"


def test_what_no_name_leads_to():
    text = "operations ran, and no name here leads to a tensor that they made\n"
    assert shown(turn(out_of_reach=1234)) == f"  1,234 {text}"
    assert shown(turn(out_of_reach=1)).startswith("  1 operation ran, and no name")
    inside = turn(graph=SEVERED.graph, graph_of=12, out_of_reach=5)
    rows = shown(inside).splitlines()
    assert rows[1] == "  the graph of backward() in line 12, by the names that it had there"
    assert len(rows) == 3


def test_a_terminal_without_the_signs_gets_ascii():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    changes = (Change("version", "v", 1, "0", "1", named=False),)
    console = make_console(stream)
    console.print(turn_view(turn([("v", 1)], [leaf(1)], changes=changes), level="full"))
    console.print(turn_view(SEVERED, level="full"))
    stream.flush()
    text = stream.buffer.getvalue().decode("ascii")
    assert text.startswith("> v")
    assert "# a -- * MulBackward0" in text


names = st.text(min_size=1, max_size=12)


@given(name=names, value=st.text(max_size=60), width=st.integers(36, 120))
def test_no_line_is_wider_than_the_console(name, value, width):
    changes = (
        Change("value", name, 1, value, value),
        Change("aliased", name, 1, value, name),
    )
    body = Explanation("rule", "why", value, fix=name)
    view = turn([(name, 1)], [tensor(1)], changes=changes, explanations=(body,))
    for line in turn_lines(view, width, level="full"):
        assert cell_width(line.plain) <= width
        assert line.plain.isprintable() or not line.plain.isascii()
