"""Modules: the operations of a part of the learner's model, found by the names of its parameters.

`model.0.weight` and `model.0.bias` belong to `model.0`, and so does every operation that uses one
of them, and all that lies between such operations. A part that hands on more than one result, or in
which something stands that must be seen, is not put together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from gradrepl.graph.contract import Group, Wiring, has_whole_loops, shared_loop

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gradrepl.graph.model import Graph, Node


def depth(graph: Graph) -> int:
    """How many levels the names of the parameters have: 2 for `model.0.weight`."""
    return max((len(path) for path in map(_path, graph.nodes)), default=0)


def modules(graph: Graph, level: int, whole: Collection[str]) -> list[Group]:
    """The parts at one level of the model, none overlapping another.

    Args:
        graph: in execution order.
        level: how many names lead to a part: 2 for `model.0`.
        whole: the ids of nodes that must stay what they are.
    """
    parts: dict[tuple[str, ...], list[str]] = {}
    for node in graph.nodes:
        path = _path(node)
        if len(path) >= level:
            parts.setdefault(path[:level], []).append(node.id)
    wiring = Wiring.of(graph)
    taken: set[str] = set()
    groups = []
    for path, own in parts.items():
        group = _part(graph, wiring, ".".join(path), own, whole)
        if group is not None and taken.isdisjoint(group.members):
            taken.update(group.members)
            groups.append(group)
    return groups


def _path(node: Node) -> tuple[str, ...]:
    """Of a parameter `model.0.weight`, or of a part `model.0.conv`, what it belongs to."""
    if node.role == "leaf":
        name = next((name for name in node.names if "." in name), "")
    else:
        name = node.module or ""
    return tuple(name.split(".")[:-1])


def _part(
    graph: Graph, wiring: Wiring, name: str, own: list[str], whole: Collection[str]
) -> Group | None:
    users = {e.target for one in own if wiring.is_source(one) for e in wiring.leaving[one]}
    inside = _between(wiring, users | {one for one in own if not wiring.is_source(one)})
    exits = [
        one
        for one in inside
        if not wiring.leaving[one] or any(e.target not in inside for e in wiring.leaving[one])
    ]
    if len(exits) != 1 or not all(
        _may_go(wiring, one, whole, is_exit=one == exits[0]) for one in inside
    ):
        return None
    sources = _own_sources(wiring, inside)
    if not sources.isdisjoint(whole) or len(inside) + len(sources) < 2:
        return None
    members = sorted((*inside, *sources), key=wiring.place.__getitem__)
    nodes = [wiring.nodes[one] for one in members]
    loop = shared_loop(nodes)
    if loop is None and not has_whole_loops(graph, nodes):
        return None
    operations = [wiring.nodes[one] for one in sorted(inside, key=wiring.place.__getitem__)]
    kept = replace(
        wiring.nodes[exits[0]],
        label=name,
        module=name,
        saved=(),
        times=nodes[0].times if loop else 1,
        body=None,
        loop=loop,
        views=(),
        holds=tuple(label for one in operations for label in one.holds or (one.label,)),
        new=all(one.new for one in operations),
        freed=any(one.freed for one in nodes),
    )
    return Group(kept, tuple(members))


def _between(wiring: Wiring, users: set[str]) -> set[str]:
    """Some operations and every one that is behind one of them and before another."""
    order = sorted(wiring.place[one] for one in users)
    if not order:
        return set()
    stretch = list(wiring.nodes)[order[0] : order[-1] + 1]
    after, before = set(users), set(users)
    for one in stretch:
        if any(edge.source in after for edge in wiring.arriving[one]):
            after.add(one)
    for one in reversed(stretch):
        if any(edge.target in before for edge in wiring.leaving[one]):
            before.add(one)
    return {one for one in after & before if not wiring.is_source(one)}


def _may_go(wiring: Wiring, node_id: str, whole: Collection[str], *, is_exit: bool) -> bool:
    node = wiring.nodes[node_id]
    named = any(name.isidentifier() for name in node.names) and not is_exit
    cut = any(edge.style == "severed" for edge in wiring.arriving[node_id])
    return node.role == "operation" and not (node.is_telling or named or cut or node_id in whole)


def _own_sources(wiring: Wiring, inside: set[str]) -> set[str]:
    """The parameters, and the constants without a name, that nothing outside uses."""
    used = Counter(edge.source for one in inside for edge in wiring.arriving[one])
    return set(_unshared(wiring, used))


def _unshared(wiring: Wiring, used: Counter[str]) -> Iterator[str]:
    for source, count in used.items():
        node = wiring.nodes[source]
        plain = any(name.isidentifier() for name in node.names)
        if wiring.is_source(source) and not plain and len(wiring.leaving[source]) == count:
            yield source
