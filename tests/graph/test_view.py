"""What is wanted of a graph: how far back, in how many nodes, and what is said of each."""

import pytest

from gradrepl.graph.draw import draw_view
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.view import PARTS, USUAL, View, showing, within
from gradrepl.observe.facts import SavedFacts
from tests.graph.dags import random_dag

NODE = Node(
    "n0", "operation", "MulBackward0", ("y",), (2,), "float64",
    (SavedFacts("self", "held", is_tensor=True, text=""),
     SavedFacts("other", "stale", is_tensor=True, text="")),
    "[1.]", 3, note="careful", value="[2.]",
)  # fmt: skip


def test_what_is_shown() -> None:
    (bare,) = showing(Graph((NODE,)), frozenset()).nodes
    assert (bare.shape, bare.dtype, bare.grad, bare.version, bare.value) == (None,) * 5
    assert [one.name for one in bare.saved] == ["other"]  # what is wrong is always shown
    assert (bare.note, bare.names, bare.label) == ("careful", ("y",), "MulBackward0")
    assert showing(Graph((NODE,)), frozenset(PARTS)).nodes == (NODE,)
    (usual,) = showing(Graph((NODE,)), USUAL).nodes
    assert (usual.version, usual.value, usual.grad) == (None, None, "[1.]")


CHAIN = Graph(
    (
        Node("n0", "leaf", "a"),
        Node("n1", "operation", "Mul"),
        Node("n2", "result", "b"),
        Node("n3", "leaf", "w"),
        Node("n4", "operation", "Add"),
        Node("n5", "result", "c"),
    ),
    (
        Edge("n0", "n1"),
        Edge("n1", "n2"),
        Edge("n2", "n4", 0),
        Edge("n3", "n4", 1),
        Edge("n4", "n5"),
    ),
)


def test_depth_counts_operations() -> None:
    near = within(CHAIN, 1)
    assert [node.label for node in near.nodes] == ["b", "w", "Add", "c"]
    assert near.nodes[0].elided == 1
    assert near.hidden == 2
    assert within(CHAIN, 2) == CHAIN


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("depth", [1, 2, 5])
def test_depth_is_the_shortest_way(seed: int, depth: int) -> None:
    graph = random_dag(seed)
    cost = {n.id: int(n.role in ("operation", "unrecorded")) for n in graph.nodes}
    sources = {edge.source for edge in graph.edges}
    away = {n: cost[n] for n in cost if n not in sources}
    for _ in graph.nodes:  # Bellman and Ford's
        for edge in graph.edges:
            if edge.target in away:
                way = away[edge.target] + cost[edge.source]
                away[edge.source] = min(way, away.get(edge.source, way))
    assert {node.id for node in within(graph, depth).nodes} == {
        node_id for node_id in away if away[node_id] <= depth
    }


def test_folding() -> None:
    nodes = [Node("n0", "leaf", "x"), *(Node(f"n{i}", "operation", "Op") for i in range(1, 9))]
    graph = Graph(tuple(nodes), tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(8)))
    assert len(View().of(graph, 100).nodes) == 9
    assert len(View().of(graph, 5).nodes) == 2
    assert len(View(fold=True).of(graph, 100).nodes) == 2
    assert len(View(fold=False).of(graph, 5).nodes) == 9


@pytest.mark.parametrize("view", [View(), View(show=frozenset(("shapes", "values", "versions")))])
def test_what_was_asked_for_is_said_of_a_path_too(view: View) -> None:
    nodes = (
        Node("n0", "leaf", "w", shape=(2, 7)),
        Node("n1", "unrecorded", "mul", cause="no_grad", statement=3, line=4, source="v = w * 2"),
        Node("n2", "constant", "v", shape=(2, 7), value="[5.]", version=8),
    )
    graph = Graph(nodes, (Edge("n0", "n1", 0, 0, "severed"), Edge("n1", "n2", 0, 0, "severed")))
    text = str(draw_view(graph, view, width=78))
    assert text.count("(2, 7)") == 2
    assert "no_grad" in text
    assert "statement 3, line 4" in text
    assert "v = w * 2" in text
    assert ("[5.]" in text, "v8" in text) == ("values" in view.show, "versions" in view.show)
    for told in (View(brief=True), View("chain")):
        assert len(draw_view(graph, told, width=78).rows) == 1
