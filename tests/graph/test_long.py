"""Graphs that are too long for layers: drawn as lanes, at once, and told so."""

from pathlib import Path

import pytest

from gradrepl.graph import renderer
from gradrepl.graph.caption import rest
from gradrepl.graph.export import DPI, ExportError, Look, export
from gradrepl.graph.layered import CROSSED, LAYERS, extent
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.survey import MOST
from gradrepl.graph.view import View
from tests.graph.dags import random_dag
from tests.graph.learner import Learner

NO_FOLD = View(fold=False)
LANES = "as lanes, for its length"


def chain(length: int, *, shared: bool) -> Graph:
    """One operation after another, each with the first leaf as its second operand, or without."""
    nodes = [Node("n0", "leaf", "w", ("w",))]
    edges = []
    for number in range(1, length + 1):
        nodes.append(Node(f"n{number}", "operation", "MulBackward0", (), (3,)))
        edges.append(Edge(f"n{number - 1}", f"n{number}", 0))
        edges += [Edge("n0", f"n{number}", 1)] if shared else []
    return Graph(tuple(nodes), tuple(edges))


def test_how_far_it_goes() -> None:
    assert extent(Graph()) == (0, 0)
    assert extent(chain(3, shared=False)) == (4, 0)
    assert extent(chain(4, shared=True)) == (5, 0 + 1 + 2 + 3)
    late = Graph(
        (Node("a", "leaf", "a"), Node("w", "leaf", "w"), *(Node(i, "operation", i) for i in "xyz")),
        (Edge("a", "x"), Edge("x", "y"), Edge("y", "z"), Edge("w", "z", 1)),
    )
    assert extent(late) == (4, 0)  # w stands right above z


@pytest.mark.parametrize("seed", range(40))
def test_every_edge_goes_down(seed: int) -> None:
    layers, crossed = extent(random_dag(seed))
    assert 1 <= layers <= len(random_dag(seed).nodes)
    assert crossed >= 0


@pytest.mark.parametrize(
    "graph", [chain(LAYERS, shared=False), chain(int((2 * CROSSED) ** 0.5) + 2, shared=True)]
)
def test_a_long_graph_needs_no_program(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(renderer, "programs", lambda kind: asked.append(kind) or iter(()))
    drawn = export(graph, tmp_path / "x.svg", view=NO_FOLD).read_text(encoding="utf-8")
    assert asked == []
    assert LANES in drawn
    assert drawn.count(">MulBackward0<") == len(graph.nodes) - 1
    with pytest.raises(ExportError, match="nothing here can draw"):  # who asks for layers gets them
        export(graph, tmp_path / "y.svg", view=View("boxes", fold=False))
    assert asked == ["json"]


def test_a_graph_that_is_not_long_says_nothing(tmp_path: Path) -> None:
    drawn = export(chain(60, shared=True), tmp_path / "x.svg", view=NO_FOLD)
    assert LANES not in drawn.read_text(encoding="utf-8")


def test_a_png_has_as_many_dots_as_a_program_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "system_dot", lambda: None)
    given: list[tuple[str, ...]] = []

    monkeypatch.setattr(
        renderer.Renderer, "graphviz", lambda *asked: given.append(asked[3:]) or b"png"
    )
    said: list[str] = []
    graph = chain(999, shared=False)
    export(graph, tmp_path / "x.png", view=NO_FOLD, warn=said.append)
    (warning,) = said
    dpi = int(warning.split(" dots to an inch")[0].rpartition(" ")[2])
    assert 36 <= dpi < DPI
    assert f"-Gdpi={dpi}" in given[-1]
    with pytest.raises(ExportError, match=rf"a dpi of {dpi} at most"):  # it was asked for
        export(graph, tmp_path / "y.png", view=NO_FOLD, look=Look(dpi=DPI))


def test_that_a_drawing_has_so_many_nodes_at_most(torch: object) -> None:
    learner = Learner(torch).types("a = torch.ones(2, requires_grad=True)", "y = a")
    graph = learner.types("for i in range(1_500): y = y * 2").graph("y")
    assert len(graph.nodes) >= MOST
    assert rest(graph).endswith(" nodes that are not drawn: a drawing has 1,000 at most")
    assert not rest(Graph(graph.nodes[:5], hidden=3)).endswith("at most")
