"""A graph too large to read, in fewer nodes: repeats as one, plain chains as one, the rest cut.

What the learner named, and what is wrong somewhere, is never folded into something else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from gradrepl.graph.model import Edge, Graph, Node

MOST: Final = 1_000
"""How many nodes are searched for repeats; of a larger graph the newest ones."""

_PERIOD: Final = 8  # the longest loop body that is recognised, in nodes
_PLAIN: Final = 3  # how many nodes in a row are worth being told as one


def fold(graph: Graph, limit: int) -> Graph:
    """The graph in at most `limit` nodes, in linear time; the graph itself if it has no more."""
    if len(graph.nodes) <= limit:
        return graph
    graph = newest(graph, MOST)
    for step in (_repeats, _plain):
        graph = step(graph)
        if len(graph.nodes) <= limit:
            return graph
    return newest(graph, limit)


def condensed(graph: Graph) -> Graph:
    """The graph with its repeats and its plain chains told as one each, however small it is."""
    return _plain(_repeats(newest(graph, MOST)))


def newest(graph: Graph, limit: int) -> Graph:
    """The `limit` nodes that are nearest to what nothing follows; the others are hidden."""
    if len(graph.nodes) <= limit:
        return graph
    back: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    followed = set()
    for edge in graph.edges:
        back[edge.target].append(edge.source)
        followed.add(edge.source)
    kept = dict.fromkeys(node.id for node in reversed(graph.nodes) if node.id not in followed)
    for node_id in (queue := list(kept)):  # grows while it is walked: breadth first
        if len(queue) >= limit:
            break
        for source in back[node_id]:
            if source not in kept:
                kept[source] = None
                queue.append(source)
    chosen = set(queue[:limit])
    return without(graph, {node.id for node in graph.nodes} - chosen)


def without(graph: Graph, gone: set[str]) -> Graph:
    """The graph without some nodes; those that they fed count the operands that they lack."""
    lost: dict[str, int] = {}
    for edge in graph.edges:
        if edge.source in gone:
            lost[edge.target] = lost.get(edge.target, 0) + 1
    return replace(
        graph,
        nodes=tuple(
            replace(node, elided=node.elided + lost[node.id]) if node.id in lost else node
            for node in graph.nodes
            if node.id not in gone
        ),
        edges=tuple(e for e in graph.edges if e.source not in gone and e.target not in gone),
        hidden=graph.hidden + len(gone),
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the nodes of a graph hang together, apart from those that have no operand."""

    nodes: dict[str, Node]
    arriving: dict[str, list[Edge]]
    leaving: dict[str, list[Edge]]
    sources: frozenset[str]
    unshared: frozenset[str]
    """Those of the sources that feed one node only."""

    @classmethod
    def of(cls, graph: Graph) -> _Shape:
        arriving: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        leaving: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        for edge in graph.edges:
            arriving[edge.target].append(edge)
            leaving[edge.source].append(edge)
        sources = frozenset(
            node.id
            for node in graph.nodes
            if not arriving[node.id] and node.role in ("leaf", "constant")
        )
        unshared = frozenset(
            source for source in sources if len({edge.target for edge in leaving[source]}) == 1
        )
        return cls({node.id: node for node in graph.nodes}, arriving, leaving, sources, unshared)

    def chains(self) -> list[list[str]]:
        """Maximal rows of nodes, each fed by the one before it and by leaves and constants only."""
        after: dict[str, str] = {}
        for node_id in self.nodes:
            if node_id in self.sources:
                continue
            before = {e.source for e in self.arriving[node_id]} - self.sources
            if len(before) == 1:
                (only,) = before
                if all(edge.target == node_id for edge in self.leaving[only]):
                    after[only] = node_id
        linked = set(after.values())
        found = []
        for node_id in self.nodes:
            if node_id in linked or node_id not in after:
                continue
            row = [node_id]
            while row[-1] in after:
                row.append(after[row[-1]])
            found.append(row)
        return found

    def entries(self, row: Sequence[str]) -> dict[str, frozenset[int]]:
        """Which operands of each node of a chain come along the chain."""
        ways = {
            node_id: frozenset(
                edge.operand for edge in self.arriving[node_id] if edge.source not in self.sources
            )
            for node_id in row
        }
        first = row[0]
        if not ways[first]:  # it begins at a leaf: where its like is entered, so is it
            kind = _kind(self.nodes[first])
            twin = next((n for n in row[1:] if _kind(self.nodes[n]) == kind), first)
            ways[first] = ways[twin]
        return ways

    def likeness(self, node_id: str, ways: frozenset[int]) -> Hashable:
        """Equal for two nodes of a chain that tell the same story."""
        operands: list[Hashable] = []
        for edge in sorted(self.arriving[node_id], key=lambda edge: edge.operand):
            way = (edge.operand, edge.output, edge.style)
            if edge.operand in ways:
                operands.append((way, None))
            elif edge.source in self.unshared:
                operands.append((way, _kind(self.nodes[edge.source])))
            else:
                operands.append((way, edge.source))  # a parameter that the whole loop shares
        return _kind(self.nodes[node_id]), tuple(operands)


def _kind(node: Node) -> Hashable:
    name = node.label if node.role in ("operation", "unrecorded") else None
    landmark = node.id if node.note or (name and node.names) else None
    saved = tuple((one.name, one.state) for one in node.saved)
    return name, landmark, node.role, node.shape, node.dtype, node.cause, node.times, saved


def _repeats(graph: Graph) -> Graph:
    shape = _Shape.of(graph)
    times: dict[str, int] = {}
    places: dict[str, tuple[int, int]] = {}
    gone: set[str] = set()
    entries: dict[int, str] = {}  # by edge into the first of a row of repeats: where it leads now
    for row in shape.chains():
        known: dict[Hashable, int] = {}
        ways = shape.entries(row)
        likes = [
            known.setdefault(shape.likeness(node_id, ways[node_id]), len(known)) for node_id in row
        ]
        for start, period, count in _runs(likes):
            end = start + period * count
            kept, dropped = row[end - period : end], row[start : end - period]
            gone.update(dropped)
            for number, node_id in enumerate(kept):
                times[node_id] = count
                places[node_id] = (number, period)
            gone.update(_own(shape, dropped, ways))
            times.update(dict.fromkeys(_own(shape, kept, ways), count))
            for edge in shape.arriving[row[start]]:
                if edge.operand in ways[row[start]]:
                    entries[id(edge)] = kept[0]
    edges = (
        replace(edge, target=entries[id(edge)]) if id(edge) in entries else edge
        for edge in graph.edges
    )
    return replace(
        graph,
        nodes=tuple(
            replace(node, times=node.times * times[node.id], body=places.get(node.id))
            if node.id in times
            else node
            for node in graph.nodes
            if node.id not in gone
        ),
        edges=tuple(e for e in edges if e.source not in gone and e.target not in gone),
    )


def _own(shape: _Shape, row: Iterable[str], ways: Mapping[str, frozenset[int]]) -> list[str]:
    """The leaves and constants that feed one node of a chain from its side, and no other."""
    return [
        edge.source
        for node_id in row
        for edge in shape.arriving[node_id]
        if edge.source in shape.unshared and edge.operand not in ways[node_id]
    ]


def _runs(likes: Sequence[int]) -> list[tuple[int, int, int]]:
    """Where a row repeats itself: start, period and count, none overlapping another."""
    size = len(likes)
    same = [[0] * size for _ in range(_PERIOD + 1)]  # same[p][i]: how long ..i equals ..i-p
    for period in range(1, _PERIOD + 1):
        row = same[period]
        for at in range(period, size):
            row[at] = row[at - 1] + 1 if likes[at] == likes[at - period] else 0
    found, at = [], size - 1
    while at >= 0:  # from the newest back, so that the loop's body is whole where it is read first
        counts = [(same[period][at] // period + 1, period) for period in range(1, _PERIOD + 1)]
        count, period = max(counts, key=lambda pair: (pair[0] * pair[1] * (pair[0] > 1), -pair[1]))
        if count > 1:
            found.append((at + 1 - period * count, period, count))
            at -= period * count
        else:
            at -= 1
    return found


def _plain(graph: Graph) -> Graph:
    """Rows of operations with one operand each, and nothing to tell apart, as one node each."""
    shape = _Shape.of(graph)
    gone: set[str] = set()
    labels: dict[str, str] = {}
    heads: dict[str, str] = {}  # by the first of a row: the last one, which stays
    for row in shape.chains():
        for part in _parts(shape, row):
            first, last = part[0], part[-1]
            gone.update(part[:-1])
            labels[last] = f"{shape.nodes[first].label} … {shape.nodes[last].label}"
            heads[first] = last
    edges = []
    for edge in graph.edges:
        if edge.source in gone:
            continue
        target = heads.get(edge.target, edge.target)
        if target not in gone:
            edges.append(edge if target == edge.target else replace(edge, target=target))
    return replace(
        graph,
        nodes=tuple(
            replace(node, label=labels[node.id], saved=(), times=1) if node.id in labels else node
            for node in graph.nodes
            if node.id not in gone
        ),
        edges=tuple(edges),
        hidden=graph.hidden + len(gone),
    )


def _parts(shape: _Shape, row: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for node_id in row:
        if _is_plain(shape.nodes[node_id]) and len(shape.arriving[node_id]) == 1:
            parts[-1].append(node_id)
        else:
            parts.append([])
    return [part for part in parts if len(part) >= _PLAIN]


def _is_plain(node: Node) -> bool:
    stale = any(one.state == "stale" for one in node.saved)
    return node.role == "operation" and not (node.names or node.note or node.elided or stale)
