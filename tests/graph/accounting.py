"""Holds a folded graph against the whole one, from their nodes and edges alone.

It knows nothing of how folding finds its groups: only that each node of the whole graph is in one
group or is hidden, and which edges there must be between groups.
"""

from __future__ import annotations

from collections import Counter
from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradrepl.graph.model import Edge, Graph, Node


def check_fold(whole: Graph, folded: Graph) -> None:
    """Fails where a node or an edge of the whole graph is not accounted for, or one is invented."""
    group = {member: node for node in folded.nodes for member in node.members or (node.id,)}
    assert sum(node.count for node in folded.nodes) == len(group), "a node is in two groups"
    assert group.keys() <= {node.id for node in whole.nodes}
    hidden = len(whole.nodes) - len(group)
    assert folded.hidden == whole.hidden + hidden, "a node is neither drawn nor counted"
    _check_order(folded)
    _check_repeats(whole, folded)
    _check_edges(whole, folded, group)


def _check_order(graph: Graph) -> None:
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    assert all(place[edge.source] < place[edge.target] for edge in graph.edges)


def _check_repeats(whole: Graph, folded: Graph) -> None:
    """`×N` is N times the same, and never something that the learner named or that is wrong."""
    nodes = {node.id: node for node in whole.nodes}
    for node in folded.nodes:
        size, rest = divmod(node.count, node.times)
        assert not rest
        laps = [
            [_story(nodes[one]) for one in node.members[at : at + size]]
            for at in range(0, len(node.members), size)
        ]
        assert all(lap == laps[-1] for lap in laps)
        if node.members:
            inside = [nodes[one] for one in node.members]
            assert not any(one.note for one in inside)
            assert sum(any(map(str.isidentifier, one.names)) for one in inside) <= 1


def _story(node: Node) -> tuple[str, str, tuple[int, ...] | None]:
    named = node.role in ("leaf", "constant", "result")
    return "" if named else node.label, node.role, node.shape


def _lap(node: Node, member: str, laps: int) -> int:
    return node.members.index(member) * laps // len(node.members) if node.members else 0


def _check_edges(whole: Graph, folded: Graph, group: dict[str, Node]) -> None:
    needed: dict[tuple[str, str, str, int], int] = {}
    possible: dict[tuple[str, str, str, int], int] = {}
    parallel: Counter[tuple[str, str, str, int]] = Counter()
    lost: Counter[str] = Counter()
    for edge in whole.edges:
        source, target = group.get(edge.source), group.get(edge.target)
        if target is None:
            continue
        if source is None:
            lost[target.id] += 1
            continue
        if source is target:
            continue
        parallel[edge.source, edge.target, edge.style, edge.output] += 1
        count = parallel[edge.source, edge.target, edge.style, edge.output]
        key = (source.id, target.id, edge.style, edge.output)
        possible[key] = max(possible.get(key, 0), count)
        laps = gcd(source.times, target.times)  # of the loop that both may be in
        if _lap(source, edge.source, laps) == _lap(target, edge.target, laps):
            needed[key] = max(needed.get(key, 0), count)
    drawn = Counter((e.source, e.target, e.style, e.output) for e in folded.edges)
    for key, count in drawn.items():
        assert count <= possible.get(key, 0), f"{key} is drawn {count} times"
    for key, count in needed.items():
        assert drawn[key] >= count, f"{key} is not drawn"
    elided = {node.id: node.elided for node in whole.nodes}
    for node in folded.nodes:
        own = sum(elided[member] for member in node.members or (node.id,))
        told = node.elided - own
        assert told <= lost[node.id], f"{node.id} tells of {told} operands that it did not lose"
        if node.times == 1:  # else what it lost may be what one round hands to the next
            assert told or not lost[node.id], f"{node.id} does not tell what it lost"
    _check_operands(whole, folded, group)


def _check_operands(whole: Graph, folded: Graph, group: dict[str, Node]) -> None:
    """What is not folded keeps the order of its operands; of a chain or module each is counted."""
    for node in folded.nodes:
        drawn = _sources([e for e in folded.edges if e.target == node.id])
        if not node.members:
            edges = [e for e in whole.edges if e.target == node.id and e.source in group]
            expected = [group[source].id for source in _sources(edges)]
            several = Counter(expected)
            if all(n == 1 or group[one].count == 1 for one, n in several.items()):
                assert drawn == expected, f"the operands of {node.id} changed their order"


def _sources(edges: list[Edge]) -> list[str]:
    return [edge.source for edge in sorted(edges, key=lambda edge: edge.operand)]
