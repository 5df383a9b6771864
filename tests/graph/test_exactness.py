"""Every drawn connection is an edge of the graph, and every edge is drawn exactly once."""

import doctest
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from gradrepl import backend
from gradrepl.graph.boxes import draw_boxes
from gradrepl.graph.canvas import Drawing
from gradrepl.graph.draw import draw
from gradrepl.graph.lanes import draw_lanes
from gradrepl.graph.model import Graph
from gradrepl.graph.view import Style
from gradrepl.lesson import source
from gradrepl.session.session import Session
from tests.graph.accounting import check_fold
from tests.graph.dags import random_dag, random_program
from tests.graph.tracer import SYMBOLS, Edges, Unreadable, read_boxes, read_chain, read_lanes

pytestmark = pytest.mark.once

WIDTHS = (40, 60, 80, 100, 120)
EXHAUSTIVE = bool(os.environ.get("GRADREPL_EXHAUSTIVE"))
"""Every graph at every width takes minutes; unless asked, each is drawn at one of them."""
SEEDS = range(2_000)
ASCII = (False, True)


def edges_of(graph: Graph) -> Edges:
    labels = {node.id: node.label.partition(" ")[0] for node in graph.nodes}
    edges: Edges = {label: [] for label in labels.values()}
    for edge in sorted(graph.edges, key=lambda edge: edge.operand):
        edges[labels[edge.target]].append((labels[edge.source], edge.style, edge.output))
    return edges


def ways(seed: int) -> list[tuple[int, bool]]:
    """The widths at which a graph is drawn, and whether in ASCII."""
    if EXHAUSTIVE:
        return list(product(WIDTHS, ASCII))
    return [(WIDTHS[seed % 5], bool(seed // 5 % 2))]


def size(seed: int) -> int:
    return 2 + seed % 59


def test_lanes_draw_each_edge_once() -> None:
    drawn = 0
    for seed in SEEDS:
        graph = random_dag(seed, size(seed))
        for width, ascii_only in ways(seed):
            drawing = draw_lanes(graph, width, ascii_only=ascii_only, hide=True)
            assert drawing is not None
            assert drawing.width <= width
            assert read_lanes(str(drawing)) == edges_of(graph), f"\n{drawing}"
            drawn += "hidden lanes" not in str(drawing)
    assert drawn > len(SEEDS) / 2  # else hardly any lane would be looked at


def test_boxes_draw_each_edge_once() -> None:
    drawn = 0
    for seed in SEEDS:
        graph = random_dag(seed, 2 + seed % 13)
        for width, ascii_only in ways(seed):
            drawing = draw_boxes(graph, width, ascii_only=ascii_only)
            if drawing is not None:
                assert drawing.width <= width
                assert read_boxes(str(drawing)) == edges_of(graph), f"\n{drawing}"
                drawn += 1
    assert drawn > len(SEEDS) / 2  # the others are drawn as lanes


def test_large_boxes_are_exact_too() -> None:
    drawn = 0
    for seed in SEEDS if EXHAUSTIVE else SEEDS[::20]:
        graph = random_dag(seed, size(seed))
        drawing = draw_boxes(graph, 300)
        if drawing is not None:
            assert read_boxes(str(drawing)) == edges_of(graph), f"\n{drawing}"
            drawn += 1
    assert drawn > 20


def traced(drawing: Drawing) -> Edges:
    """A drawing's edges, whichever view it is; its graph's labels are such as `n7`."""
    assert drawing.graph is not None
    text = str(drawing)
    if text.lstrip(" ")[0] not in SYMBOLS:
        return read_boxes(text)
    rows = [row for row in text.split("\n") if " and " not in row]
    return read_chain(rows[0]) if len(rows) == 1 < len(drawing.graph.nodes) else read_lanes(text)


@pytest.mark.parametrize("width", [20, 26, 40, 80])
def test_what_is_folded_to_fit_is_exact(width: int) -> None:
    for seed in range(2000 if EXHAUSTIVE else 100):
        graph = relabelled(random_program(seed) if seed % 2 else random_dag(seed, size(seed)))
        drawing = draw(graph, width=width, style=("lanes", "auto")[seed // 2 % 2], limit=25)
        assert drawing.width <= width
        assert drawing.graph is not None
        check_fold(graph, drawing.graph)
        assert traced(drawing) == edges_of(drawing.graph), f"\n{drawing}"


def relabelled(graph: Graph) -> Graph:
    """The graph with labels that the tracer can read, and nothing that tells more."""
    nodes = (replace(n, label=f"n{k}", names=(), note=None) for k, n in enumerate(graph.nodes))
    return replace(graph, nodes=tuple(nodes))


def graphs_of(path: Path) -> Iterator[Graph]:
    """What the lens draws for everything that is typed in a lesson."""
    examples = doctest.DocTestParser().get_examples(path.read_text(encoding="utf-8"))
    with Session(backend.load("numpy").torch, echo=False) as session:
        for example in examples:
            yield from (turn.graph for turn in session.run(example.source) if turn.graph)
        if (last := session.graph()).nodes:
            yield last


@pytest.mark.parametrize("path", source.find(), ids=lambda path: path.stem)
def test_the_graphs_of_the_lessons(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", backend.load("numpy").torch)
    drawn = 0
    for graph in graphs_of(path):
        labelled = relabelled(graph)
        for width in WIDTHS:
            for style in get_args(Style):
                drawing = draw(labelled, width=width, style=style, ascii_only=width == 60)
                assert drawing.width <= width
                assert drawing.graph is not None
                assert traced(drawing) == edges_of(drawing.graph), f"\n{drawing}"
                drawn += 1
    assert drawn


LANES = """\
◆ n0
├─╮
│ ● n1
├─╯
● n2"""


def test_the_tracer_sees_the_difference() -> None:
    one, two = ("n0", "solid", 0), ("n1", "solid", 0)
    right = {"n0": [], "n1": [one], "n2": [one, two]}
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
    right = {"n0": [], "n1": [], "n2": [("n0", "solid", 0), ("n1", "solid", 0)]}
    assert read_boxes(BOXES) == right
    assert read_boxes(BOXES.replace("▾ ▾", "▾ ▿")) != right
    with pytest.raises(Unreadable):
        read_boxes(BOXES.replace("│ ╭", "├─╭").replace("╭─", "┬─"))
    with pytest.raises(Unreadable):
        read_boxes(BOXES.replace("───────╯", "───────┘"))
