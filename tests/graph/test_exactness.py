"""Every drawn connection is an edge of the graph, and every edge is drawn exactly once."""

import pytest

from gradrepl.graph.boxes import draw_boxes
from gradrepl.graph.draw import draw
from gradrepl.graph.lanes import draw_lanes
from gradrepl.graph.model import Graph
from tests.graph.dags import random_dag
from tests.graph.tracer import Edges, Unreadable, read_boxes, read_lanes

WIDTHS = (40, 60, 80, 120)
SEEDS = range(200)


def edges_of(graph: Graph) -> Edges:
    labels = {node.id: node.label for node in graph.nodes}
    edges: Edges = {label: [] for label in labels.values()}
    for edge in sorted(graph.edges, key=lambda edge: edge.operand):
        edges[labels[edge.target]].append((labels[edge.source], edge.style))
    return edges


@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
def test_boxes_draw_each_edge_once(ascii_only: bool) -> None:
    drawn = 0
    for seed in SEEDS:
        graph = random_dag(seed, size=2 + seed % 12)
        for width in WIDTHS[seed % 2 :: 2]:
            drawing = draw_boxes(graph, width, ascii_only=ascii_only)
            if drawing is not None:
                assert drawing.width <= width
                assert read_boxes(str(drawing)) == edges_of(graph), f"\n{drawing}"
                drawn += 1
    assert drawn > len(SEEDS) * 1.4  # of two a seed: else hardly anything would be looked at


@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
def test_lanes_draw_each_edge_once(ascii_only: bool) -> None:
    drawn = 0
    for seed in SEEDS:
        graph = random_dag(seed)
        for width in WIDTHS[seed % 2 :: 2]:
            drawing = draw_lanes(graph, width, ascii_only=ascii_only)
            if drawing is not None:
                assert drawing.width <= width
                assert read_lanes(str(drawing)) == edges_of(graph), f"\n{drawing}"
                drawn += 1
    assert drawn > len(SEEDS) * 1.4


@pytest.mark.parametrize("width", [12, 20, 40, 80])
def test_what_is_folded_to_fit_is_exact(width: int) -> None:
    for seed in range(60):
        drawing = draw(random_dag(seed, size=20 + seed % 40), width=width, style="lanes")
        assert drawing.width <= width
        assert drawing.graph is not None
        text = "\n".join(row for row in str(drawing).split("\n") if "⋮ a" not in row)
        assert read_lanes(text) == edges_of(drawing.graph), f"\n{drawing}"


LANES = """\
◆ n0
├─╮
│ ● n1
├─╯
● n2"""


def test_the_tracer_sees_the_difference() -> None:
    right = {"n0": [], "n1": [("n0", "solid")], "n2": [("n0", "solid"), ("n1", "solid")]}
    assert read_lanes(LANES) == right
    assert (
        read_lanes(LANES.replace("│ ●", "  ●").replace("├─╯", "  │").replace("● n2", "  ● n2"))
        != right
    )
    assert read_lanes(LANES.replace("● n2", "● n2  operands 2,1")) != right
    assert read_lanes(LANES.replace("│ ●", "┊ ●")) != right
    with pytest.raises(Unreadable):
        read_lanes(LANES.replace("├─╮", "├ ╮"))


BOXES = """\
╔══════╗  ╔══════╗
║ ◆ n0 ║  ║ ◆ n1 ║
╚═══╤══╝  ╚═══╤══╝
    │ ╭───────╯
    ▾ ▾
  ┌──────┐
  │ ● n2 │
  └──────┘"""


def test_the_tracer_sees_where_boxes_join() -> None:
    right = {"n0": [], "n1": [], "n2": [("n0", "solid"), ("n1", "solid")]}
    assert read_boxes(BOXES) == right
    assert read_boxes(BOXES.replace("▾ ▾", "▾ ▿")) != right
    with pytest.raises(Unreadable):
        read_boxes(BOXES.replace("│ ╭", "├─╭").replace("╭─", "┬─"))
    with pytest.raises(Unreadable):
        read_boxes(BOXES.replace("───────╯", "───────┘"))
