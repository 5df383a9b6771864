from dataclasses import replace
from itertools import pairwise

import pytest

from gradrepl.graph.draw import draw
from gradrepl.graph.fold import fold, newest
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.observe.facts import SavedFacts
from tests.graph.dags import random_dag


def chain(*labels: str) -> Graph:
    nodes = (Node("a", "leaf", "a"), *(Node(f"n{i}", "operation", x) for i, x in enumerate(labels)))
    edges = tuple(Edge(s.id, t.id) for s, t in pairwise(nodes))
    return Graph(nodes, edges)


def line(graph: Graph) -> str:
    return str(draw(graph, width=200, style="chain", limit=1000))


def test_a_small_graph_is_left_alone() -> None:
    graph = chain("Mul", "Mul", "Mul")
    assert fold(graph, 4) is graph


def test_a_repeat_is_told_once() -> None:
    assert line(fold(chain(*["Mul"] * 50), 10)) == "◆ a ── ● Mul ×50"


def test_of_a_loop_the_newest_body_is_whole() -> None:
    folded = fold(chain("Exp", *["Mul", "Add"] * 30, "Sum"), 10)
    assert line(folded) == "◆ a ── ● Exp ── ● Mul ×30 (1/2) ── ● Add ×30 (2/2) ── ● Sum"
    assert folded.hidden == 0


def test_unlike_operations_in_a_row_become_one() -> None:
    labels = [f"Op{number}" for number in range(30)]
    folded = fold(chain(*labels), 10)
    assert line(folded).split("\n")[0] == "◆ a ── ● Op0 … Op29"
    assert folded.hidden == 29


def test_landmarks_stay() -> None:
    graph = chain(*["Mul"] * 60)
    stale = (SavedFacts("self", "stale", is_tensor=True, text=""),)
    nodes = list(graph.nodes)
    nodes[20] = replace(nodes[20], names=("b",))
    nodes[40] = replace(nodes[40], saved=stale)
    folded = fold(replace(graph, nodes=tuple(nodes)), 10)
    assert [(one.names, one.saved, one.times) for one in folded.nodes] == [
        ((), (), 1), ((), (), 19), (("b",), (), 1), ((), (), 19), ((), stale, 1), ((), (), 20),
    ]  # fmt: skip


def layers(count: int, *, shared: bool) -> Graph:
    nodes = [Node("x", "constant", "x")] + ([Node("w", "leaf", "w")] if shared else [])
    edges = []
    last = "x"
    for i in range(count):
        weight = "w" if shared else f"w{i}"
        if not shared:
            nodes.append(Node(weight, "leaf", f"model.{i}.weight", (f"model.{i}.weight",)))
        nodes += [Node(f"m{i}", "operation", "Mm"), Node(f"t{i}", "operation", "Tanh")]
        edges += [Edge(last, f"m{i}", 0), Edge(weight, f"m{i}", 1), Edge(f"m{i}", f"t{i}")]
        last = f"t{i}"
    return Graph(tuple(nodes), tuple(edges))


@pytest.mark.parametrize("shared", [True, False])
def test_a_loop_takes_its_parameters_along(shared: bool) -> None:
    folded = fold(layers(40, shared=shared), 12)
    told = {(one.label, one.times) for one in folded.nodes}
    assert told == {
        ("x", 1),
        ("w" if shared else "model.39.weight", 1 if shared else 40),
        ("Mm", 40),
        ("Tanh", 40),
    }
    into_newest = [edge.source for edge in folded.edges if edge.target == "m39"]
    assert into_newest == ["x", "w" if shared else "w39"]


def test_the_oldest_are_cut_and_counted() -> None:
    folded = fold(random_dag(5, size=300), 25)
    assert len(folded.nodes) == 25
    assert folded.hidden >= 200
    assert sum(one.elided for one in folded.nodes) > 0
    assert folded.nodes[-1].label == "n299"


@pytest.mark.parametrize("limit", [1, 2, 7, 30])
def test_every_graph_comes_down_to_the_limit(limit: int) -> None:
    for seed in range(40):
        graph = random_dag(seed, size=10 + seed)
        for folded in (fold(graph, limit), newest(graph, limit)):
            assert len(folded.nodes) <= max(limit, 1)
            place = {one.id: number for number, one in enumerate(folded.nodes)}
            assert all(place[edge.source] < place[edge.target] for edge in folded.edges)


def test_a_chain_of_a_hundred_thousand_is_no_trouble() -> None:
    folded = fold(chain(*["Mul"] * 100_000), 40)
    assert [one.label for one in folded.nodes] == ["Mul", "Mul"]
    assert sum(one.times for one in folded.nodes) + folded.hidden == 100_001
