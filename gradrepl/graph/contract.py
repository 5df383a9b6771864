"""Several nodes drawn as one: the graph with some of its nodes put together into groups."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gradrepl.graph.model import Edge, Graph, Node


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that become one."""

    kept: Node
    """What stands for them. Its id is that of one of them, and it is drawn in that one's place."""
    members: tuple[str, ...]
    """The ids of all of them, in execution order."""
    loop: int | None = None
    """Which loop it is a part of, if it is: then its n-th member ran in the n-th round."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """The edges of a graph by the nodes that they reach and leave."""

    nodes: dict[str, Node]
    arriving: dict[str, list[Edge]]
    """In operand order."""
    leaving: dict[str, list[Edge]]
    place: dict[str, int] = field(default_factory=dict)
    """Where each node stands in the graph, from 0."""

    @classmethod
    def of(cls, graph: Graph) -> Wiring:
        """That of a graph."""
        arriving: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        leaving: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        for edge in graph.edges:
            arriving[edge.target].append(edge)
            leaving[edge.source].append(edge)
        for edges in arriving.values():
            edges.sort(key=lambda edge: edge.operand)
        place = {node.id: number for number, node in enumerate(graph.nodes)}
        return cls({node.id: node for node in graph.nodes}, arriving, leaving, place)

    def is_source(self, node_id: str) -> bool:
        """Whether it is a leaf or a constant that nothing was computed for."""
        return not self.arriving[node_id] and self.nodes[node_id].role in ("leaf", "constant")


def contract(graph: Graph, groups: Iterable[Group]) -> Graph:
    """The graph with each group as one node; no node may be in two groups.

    An edge inside a group is not drawn, nor is one from one round of a loop to the next. Edges that
    differ only in which members they join become one: a weight that 30 rounds use arrives once.
    """
    nodes = {node.id: node for node in graph.nodes}
    kept: dict[str, Node] = {}
    into: dict[str, str] = {}
    rounds: dict[str, tuple[int, int]] = {}
    for group in groups:
        own = _members(group.kept, [nodes[member] for member in group.members])
        kept[group.kept.id] = replace(
            group.kept, members=own, elided=sum(nodes[one].elided for one in group.members)
        )
        into.update(dict.fromkeys(group.members, group.kept.id))
        if group.loop is not None:
            rounds.update((one, (group.loop, n)) for n, one in enumerate(group.members))
    if not kept:
        return graph
    nodes = {
        node.id: kept.get(node.id, node)
        for node in graph.nodes
        if into.get(node.id, node.id) == node.id
    }
    place = {node_id: number for number, node_id in enumerate(nodes)}
    edges = sorted(_edges(graph, into, rounds), key=lambda edge: place[edge.target])
    return replace(graph, nodes=tuple(nodes.values()), edges=tuple(edges))


def _members(kept: Node, nodes: list[Node]) -> tuple[str, ...]:
    """All that a group stands for, round by round where all of it is part of one loop."""
    own = [node.members or (node.id,) for node in nodes]
    if kept.times > 1 and all(node.times == kept.times for node in nodes):
        own = [
            part[len(part) * lap // kept.times : len(part) * (lap + 1) // kept.times]
            for lap in range(kept.times)
            for part in own
        ]
    return tuple(one for part in own for one in part)


def shared_loop(nodes: Iterable[Node]) -> str | None:
    """The loop that all of some nodes are part of, if they are."""
    loops = {node.loop for node in nodes}
    return loops.pop() if len(loops) == 1 else None


def has_whole_loops(graph: Graph, nodes: Iterable[Node]) -> bool:
    """Whether of each loop either nothing is among some nodes, or everything."""
    inside = Counter(node.loop for node in nodes)
    sizes = Counter(node.loop for node in graph.nodes if node.loop in inside)
    return all(inside[loop] == size for loop, size in sizes.items() if loop is not None)


def _edges(
    graph: Graph, into: Mapping[str, str], rounds: Mapping[str, tuple[int, int]]
) -> Iterator[Edge]:
    """Each edge between two groups once; of parallel ones, as in `x * x`, each."""
    parallel: dict[tuple[str, str], int] = {}
    seen = set()
    for edge in graph.edges:
        source, target = into.get(edge.source, edge.source), into.get(edge.target, edge.target)
        if source == target or _is_way_round(edge, rounds):
            continue
        pair = (edge.source, edge.target)
        parallel[pair] = nth = parallel.get(pair, -1) + 1
        key = (source, target, edge.style, edge.output, nth)
        if key not in seen:
            seen.add(key)
            same = source == edge.source and target == edge.target
            yield edge if same else replace(edge, source=source, target=target)


def _is_way_round(edge: Edge, rounds: Mapping[str, tuple[int, int]]) -> bool:
    source, target = rounds.get(edge.source), rounds.get(edge.target)
    return (
        source is not None
        and target is not None
        and source[0] == target[0]
        and source[1] != target[1]
    )


def renumbered(graph: Graph, targets: Iterable[str]) -> Graph:
    """The graph with the operands of some nodes counted anew, in the order of their edges."""
    wanted = set(targets)
    count: dict[str, int] = {}
    edges = []
    for edge in graph.edges:
        if edge.target in wanted:
            number = count[edge.target] = count.get(edge.target, -1) + 1
            edges.append(edge if edge.operand == number else replace(edge, operand=number))
        else:
            edges.append(edge)
    return replace(graph, edges=tuple(edges))
