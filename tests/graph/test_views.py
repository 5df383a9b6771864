"""The drawings themselves, to the character."""

from dataclasses import replace
from textwrap import dedent

import pytest

from gradrepl.graph.canvas import cell_width
from gradrepl.graph.draw import draw
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.view import Style
from gradrepl.observe.facts import SavedFacts
from tests.graph.dags import random_dag

pytestmark = pytest.mark.once

SEVERED = Graph(
    (
        Node("n0", "leaf", "a", ("a",), (1,), "float32", grad="[1.]"),
        Node("n1", "operation", "MulBackward0", shape=(1,)),
        Node("n2", "result", "b", ("b", "v[0]"), (1,), "float32"),
        Node("n3", "unrecorded", "add", cause="no_grad", statement=3),
        Node("n4", "constant", "c", ("c",), (1,), "float32"),
    ),
    (
        Edge("n0", "n1"),
        Edge("n1", "n2"),
        Edge("n2", "n3", style="severed"),
        Edge("n3", "n4", style="severed"),
    ),
)

SQUARE = Graph(
    (
        Node("n0", "leaf", "权重", ("权重",), (2,), "float64"),
        Node("n1", "leaf", "b", ("b",), (2,), "float32"),
        Node(
            "n2", "operation", "MulBackward0",
            saved=(SavedFacts("self", "held", is_tensor=True, text=""),),
        ),
        Node("n3", "operation", "SubBackward0", ("y",)),
        Node("n4", "result", "损失", ("损失",), ()),
    ),
    (
        Edge("n0", "n2", 0),
        Edge("n0", "n2", 1),
        Edge("n1", "n3", 0),
        Edge("n2", "n3", 1),
        Edge("n3", "n4"),
    ),
)  # fmt: skip


def drawn(graph: Graph, width: int, style: Style = "auto", *, ascii_only: bool = False) -> str:
    return str(draw(graph, width=width, style=style, ascii_only=ascii_only))


def test_a_path_is_one_line() -> None:
    assert drawn(SEVERED, 80) == ("◆ a ── ● MulBackward0 ── ◉ b (v[0]) ╌╌✂╌╌ add ╌╌▷ ◇ c")
    assert drawn(SEVERED, 80, ascii_only=True) == (
        "# a -- * MulBackward0 -- @ b (v[0]) ..%.. add ..> = c"
    )


def test_boxes() -> None:
    assert drawn(SQUARE, 80) == dedent("""\
                   ╔══════════════╗
                   ║    ◆ 权重    ║
                   ║ float64 (2,) ║
                   ╚══════╤═╤═════╝
                          ▾ ▾
        ╔══════╗  ┌────────────────┐
        ║ ◆ b  ║  │ ● MulBackward0 │
        ║ (2,) ║  │   saves self   │
        ╚═══╤══╝  └────────┬───────┘
            ╰───╮          │
                ▾          ▾
               ┌────────────────┐
               │ ● SubBackward0 │
               │       y        │
               └────────┬───────┘
                        ▾
                   ┏━━━━━━━━┓
                   ┃ ◉ 损失 ┃
                   ┃   ()   ┃
                   ┗━━━━━━━━┛""")


def test_boxes_in_ascii() -> None:
    assert drawn(SEVERED, 40, "boxes", ascii_only=True) == dedent("""\
           +-----------------+
           |       # a       |
           | (1,)  grad [1.] |
           +--------+--------+
                    v
           +----------------+
           | * MulBackward0 |
           |      (1,)      |
           +--------+-------+
                    v
             +------------+
             |    @ b     |
             | v[0]  (1,) |
             +------+-----+
                    %
                    V
        +......................+
        :        ! add         :
        : no_grad  statement 3 :
        +...........+..........+
                    V
                +------+
                | = c  |
                | (1,) |
                +------+""")


def test_lanes() -> None:
    assert drawn(SQUARE, 60, "lanes") == dedent("""\
        ◆ 权重  float64 (2,)
        ├─╮
        │ │ ◆ b  (2,)
        ├─╯ │
        ●   │ MulBackward0  saves self
        ├───╯
        ● SubBackward0  operands 2,1  y
        ◉ 损失  ()""")


def test_lanes_in_ascii() -> None:
    assert drawn(SEVERED, 60, "lanes", ascii_only=True) == dedent("""\
        # a  (1,)  grad [1.]
        * MulBackward0  (1,)
        @ b  v[0]  (1,)
        %
        ! add  no_grad  statement 3
        :
        = c  (1,)""")


def changed(*, new: set[str], freed: set[str], graph: Graph = SQUARE) -> Graph:
    nodes = (replace(n, new=n.id in new, freed=n.id in freed) for n in graph.nodes)
    return replace(graph, nodes=tuple(nodes))


def test_what_is_new_and_what_is_freed_is_marked() -> None:
    graph = changed(new={"n3", "n4"}, freed={"n2"})
    assert drawn(graph, 60, "lanes").split("\n")[4:] == [
        "○   │ MulBackward0  saves self",
        "├───╯",
        "●+SubBackward0  operands 2,1  y",
        "◉+损失  ()",
    ]
    assert drawn(graph, 60, "lanes", ascii_only=True).split("\n")[4:7:2] == [
        "o   | MulBackward0  saves self",
        "*+SubBackward0  operands 2,1  y",
    ]
    boxes = drawn(graph, 60, "boxes")
    assert "│ ○ MulBackward0 │" in boxes
    assert "│ ●+SubBackward0 │" in boxes
    path = changed(new={"n3", "n4"}, freed={"n1"}, graph=SEVERED)
    assert drawn(path, 80) == "◆ a ── ○ MulBackward0 ── ◉ b (v[0]) ╌╌✂╌╌ +add ╌╌▷ ◇+c"


@pytest.mark.parametrize("style", ["chain", "boxes", "lanes"])
def test_what_is_new_has_a_role_of_its_own(style: Style) -> None:
    drawing = draw(changed(new={"n4"}, freed=set(), graph=SEVERED), width=80, style=style)
    spans = [span for row in drawing.rows for span in row]
    assert [span.text for span in spans if span.role == "new-constant"] == ["◇+c"]


def fan(count: int) -> Graph:
    """Values that are all needed at the end, the first one twice."""
    nodes = [Node(f"w{k}", "leaf", f"w{k}", (f"w{k}",)) for k in range(count)]
    edges = [Edge(f"w{k}", "cat", k) for k in range(count)]
    total = Node("cat", "operation", "CatBackward0")
    return Graph((*nodes, total), (*edges, Edge("w0", "cat", count)))


def test_lanes_without_room_have_numbers() -> None:
    assert drawn(fan(5), 20, "lanes") == dedent("""\
        ◆ w0  →#1
        │ ◆ w1
        │ │ ◆ w2
        │ │ │ ◆ w3
        │ │ │ │ ◆ w4
        ├─┴─┴─┴─╯
        ● CatBackward0
          operands 6,2,3,4,5
          1←#1
        ⋮ hidden lanes:
        ⋮ #1 w0""")


def test_a_lane_is_brought_back_by_its_name() -> None:
    def row(text: str, name: str) -> str:
        return next(row for row in text.split("\n") if f"◆ {name}" in row)

    before, after = (
        str(draw(fan(30), width=40, style="lanes", squeeze=False, lanes=lanes))
        for lanes in ((), ("w3",))
    )
    assert "→#" in row(before, "w3")
    assert "→#" not in row(after, "w3")
    assert "w3" not in after.split("hidden lanes")[1]
    assert before.count("→#") == after.count("→#")
    assert max(map(cell_width, after.split("\n"))) <= 40


def test_what_is_not_drawn_is_said() -> None:
    said = {
        (1, False): "and 1 node that is not drawn",
        (1234, False): "and 1,234 nodes that are not drawn",
        (1, True): "and 1 node or more that are not drawn",
        (1234, True): "and 1,234 nodes or more that are not drawn",
    }
    for (hidden, truncated), text in said.items():
        graph = Graph(SEVERED.nodes[:1], (), hidden=hidden, truncated=truncated)
        assert drawn(graph, 60) == f"◆ a\n⋮ {text}"
    assert drawn(Graph(), 60) == ""


@pytest.mark.parametrize("style", ["auto", "chain", "boxes", "lanes"])
@pytest.mark.parametrize("width", [1, 5, 10, 17, 40, 100])
def test_no_row_is_wider_than_the_width(style: Style, width: int) -> None:
    for seed in range(25):
        graph = random_dag(seed)
        long = Graph(
            tuple(
                Node(n.id, n.role, f"{n.label} 名" * (1 + seed * 40), shape=(seed,) * seed)
                for n in graph.nodes
            ),
            graph.edges,
        )
        for ascii_only in (False, True):
            text = drawn(long, width, style, ascii_only=ascii_only)
            assert max(map(cell_width, text.split("\n"))) <= width
            assert text.isascii() or not ascii_only


HOSTILE = (
    "\x1b[31m", "a\nb", "\u202eabc", "\ud800", "[bold]", "&amp;<b>", "\\N", "x" * 10_000, "",
    "e\u0301", "👩\u200d👧", "\u0301", "──", "\t",
)  # fmt: skip


@pytest.mark.parametrize("style", ["auto", "chain", "boxes", "lanes"])
@pytest.mark.parametrize("name", HOSTILE)
def test_names_never_change_the_structure(name: str, style: Style) -> None:
    def named(label: str) -> Graph:
        nodes = tuple(Node(n.id, n.role, label, (label, label + "2")) for n in SEVERED.nodes)
        return Graph(nodes, SEVERED.edges)

    text, plain = (drawn(named(label), 76, style) for label in (name, "plain"))
    assert all(char.isprintable() or char in "\n\u200d" for char in text)
    if style in ("boxes", "lanes"):
        assert len(text.split("\n")) == len(plain.split("\n"))
