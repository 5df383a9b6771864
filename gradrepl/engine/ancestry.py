"""Which nodes lead to which: the graph's shape, before backward runs through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.engine.node import AccumulateGrad, Node

if TYPE_CHECKING:
    from collections.abc import Iterable


def reachable(roots: Iterable[Node]) -> list[Node]:
    """Every node that the roots lead to, each once; an explicit stack, since graphs are deep."""
    seen: dict[Node, None] = {}
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen[node] = None
        stack.extend(e[0] for e in node.edges if e is not None)
    return list(seen)


def needed_for(nodes: list[Node], targets: set[Node]) -> set[Node]:
    """The nodes on a way to a target: every node that has one before it, the targets included."""
    found = set(targets)
    for node in sorted(
        nodes, key=lambda each: each.seq if not isinstance(each, AccumulateGrad) else -1
    ):
        if any(e is not None and e[0] in found for e in node.edges):
            found.add(node)
    return found


def count_arrivals(
    roots: list[Node], nodes: list[Node], needed: set[Node] | None
) -> dict[Node, int]:
    """How many gradients each leaf will be offered."""
    counts: dict[Node, int] = {}
    for node in nodes:
        if needed is not None and node not in needed:
            continue
        for e in node.edges:
            if e is not None and isinstance(e[0], AccumulateGrad):
                counts[e[0]] = counts.get(e[0], 0) + 1
    for root in roots:
        if isinstance(root, AccumulateGrad):
            counts.setdefault(root, 0)
    return counts
