from dataclasses import replace
from itertools import pairwise
from textwrap import dedent

import pytest

from gradrepl.graph.draw import draw
from gradrepl.graph.fold import fold, newest
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.observe.facts import SavedFacts
from tests.graph.accounting import check_fold
from tests.graph.dags import random_dag, random_program


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
    assert line(folded) == "◆ a ── ● Op0 … Op29"
    assert str(draw(folded, width=60, style="lanes")) == "◆ a\n● Op0 … Op29  30 nodes"
    assert folded.nodes[1].holds == tuple(labels)


def test_landmarks_stay() -> None:
    graph = chain(*["Mul"] * 60)
    stale = (SavedFacts("self", "stale", is_tensor=True, text=""),)
    nodes = list(graph.nodes)
    nodes[20] = replace(nodes[20], names=("b",))
    nodes[40] = replace(nodes[40], saved=stale)
    folded = fold(replace(graph, nodes=tuple(nodes)), 10)
    assert [(one.names, one.saved, one.times) for one in folded.nodes] == [
        ((), (), 1), (("b",), (), 20), ((), (), 19), ((), stale, 1), ((), (), 20),
    ]  # fmt: skip


def test_what_is_named_is_seen_where_it_stands_last() -> None:
    graph = chain(*["Mul"] * 30)
    named = replace(graph, nodes=(*graph.nodes[:-1], replace(graph.nodes[-1], names=("h",))))
    folded = fold(named, 10)
    assert [(one.names, one.times) for one in folded.nodes] == [((), 1), (("h",), 30)]


def test_views_go_with_what_they_show() -> None:
    graph = chain("Mm", "TBackward0", "ViewBackward0", "Mm", "Exp")
    folded = fold(graph, 4)
    assert line(folded) == "◆ a ── ● Mm → T → View ── ● Mm ── ● Exp"
    check_fold(graph, folded)


def test_views_that_are_not_all_that_is_used_stay() -> None:
    graph = chain("Mm", "TBackward0", "Exp", "Log", "Sum")
    folded = fold(replace(graph, edges=(*graph.edges, Edge("n0", "n4", 1))), 5)
    assert [one.label for one in folded.nodes] == ["a", "Mm", "TBackward0 … Log", "Sum"]


def rounds(count: int) -> Graph:
    """A recurrent network: each state comes from the one before, and all of them into one sum."""
    nodes = [Node("h", "constant", "h", ("h0",)), Node("w", "leaf", "w", ("w",))]
    edges, state, states = [], "h", []
    for i in range(count):
        nodes += [
            Node(f"x{i}", "constant", f"xs[{i}]", (f"xs[{i}]",)), Node(f"m{i}", "operation", "Mm"),
            Node(f"u{i}", "operation", "Mm"), Node(f"a{i}", "operation", "Add"),
            Node(f"t{i}", "operation", "Tanh", (f"hs[{i}]",)),
        ]  # fmt: skip
        edges += [
            Edge(f"x{i}", f"m{i}", 0), Edge("w", f"m{i}", 1), Edge(state, f"u{i}", 0),
            Edge("w", f"u{i}", 1), Edge(f"m{i}", f"a{i}", 0), Edge(f"u{i}", f"a{i}", 1),
            Edge(f"a{i}", f"t{i}"),
        ]  # fmt: skip
        state = f"t{i}"
        states.append(state)
    nodes.append(Node("sum", "operation", "Stack"))
    edges += [Edge(one, "sum", place) for place, one in enumerate(states)]
    return Graph(tuple(nodes), tuple(edges))


def test_a_loop_that_is_no_chain() -> None:
    graph = rounds(20)
    folded = fold(graph, 10)
    check_fold(graph, folded)
    assert str(draw(folded, width=60, style="lanes")) == dedent("""\
        ◇ h  h0
        │ ◆ w
        │ │ ◇ xs[19] ×20
        │ ├─┤
        │ │ ● Mm ×20 (1/4)  operands 2,1
        ├─╯ │
        ●   │ Mm ×20 (2/4)
        ├───╯
        ● Add ×20 (3/4)  operands 2,1
        ● Tanh ×20 (4/4)  hs[19]
        ● Stack""")


def model(depth: int) -> Graph:
    nodes = [Node("x", "constant", "x")]
    edges, last = [], "x"
    for i in range(depth):
        for kind in ("a", "b"):
            name = f"net.{i}.{kind}.weight"
            width = (i * 7 + (kind == "a"),)  # no two are alike
            nodes += [
                Node(f"w{kind}{i}", "leaf", name, (name,), width),
                Node(f"m{kind}{i}", "operation", "Mm", (), width),
                Node(f"r{kind}{i}", "operation", f"Relu{i}{kind}", (), width),
            ]
            edges += [
                Edge(last, f"m{kind}{i}", 0), Edge(f"w{kind}{i}", f"m{kind}{i}", 1),
                Edge(f"m{kind}{i}", f"r{kind}{i}", 0),
            ]  # fmt: skip
            last = f"r{kind}{i}"
    return Graph(tuple(nodes), tuple(edges))


@pytest.mark.parametrize(
    ("limit", "unfold", "seen"),
    [
        (30, (), {"net.0.a", "net.5.b", "Relu0a"}),
        (14, (), {"net.0", "net.5", "Relu5b"}),
        (14, ("net.3",), {"net.0", "net.3.a.weight", "net.3.b.weight", "Relu3a"}),
        (4, (), {"net", "Relu5b"}),
        (15, ("Relu2a",), {"net.1", "net.3", "Relu2a"}),
    ],
)
def test_modules_by_name(limit: int, unfold: tuple[str, ...], seen: set[str]) -> None:
    graph = model(6)
    folded = fold(graph, limit, unfold=unfold, most=1000)
    check_fold(graph, folded)
    assert seen <= {one.label for one in folded.nodes}


@pytest.mark.parametrize("name", ["Mm", "w"])
def test_a_loop_is_unfolded_by_what_is_in_it(name: str) -> None:
    graph = layers(40, shared=False)
    wanted = "Mm" if name == "Mm" else "model.7"
    folded = fold(graph, 12, unfold=(wanted,), most=1000)
    check_fold(graph, folded)
    if name == "Mm":
        assert sum(one.label == "Mm" and one.count == 1 for one in folded.nodes) == 40
    else:
        assert [o.label for o in folded.nodes if o.role == "leaf" and o.count == 1] == [
            wanted + ".weight"
        ]


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
    assert [(one.label, one.times) for one in folded.nodes] == [("Mul", 1000)]
    assert sum(one.count for one in folded.nodes) + folded.hidden == 100_001


@pytest.mark.once
@pytest.mark.parametrize("limit", [1, 6, 25])
def test_every_node_is_accounted_for(limit: int) -> None:
    saved = 0
    for seed in range(400):
        program = random_program(seed)
        for most in (limit, 1000):
            folded = fold(program, limit, most=most)
            check_fold(program, folded)
            saved += most == 1000 and len(program.nodes) - len(folded.nodes)
    assert saved > 5_000  # else hardly anything would have been folded
