"""The order in which things ran: that of the drawings, and the one in which repeats can be seen."""

from __future__ import annotations

import heapq
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gradrepl.graph.survey import Link, Vertex


def executed(
    roots: Sequence[Vertex],
    links: Mapping[Vertex, Sequence[Link]],
    number: Callable[[Vertex], float | None],
) -> list[Vertex]:
    """Everything behind some roots, operands before what uses them.

    It goes back from what nothing uses, as backward() would: of all that is ready the newest first.
    So what has a number stands by its number, and what has none stands right before its first use,
    operands from first to last. Of a circle one link leads to a later place.

    Args:
        roots: where to start.
        links: what each vertex uses; a vertex without an entry is left out.
        number: how late a vertex ran; None where nobody knows or it did not run at all.
    """
    awaited = _uses(roots, links)
    ready: list[tuple[float, int, Vertex]] = []
    pushed = 0

    def push(vertex: Vertex) -> None:
        nonlocal pushed
        pushed += 1
        own = number(vertex)
        heapq.heappush(ready, (-inf if own is None else -own, -pushed, vertex))

    for root in roots:
        if awaited.get(root) == 0:
            push(root)
    order: dict[Vertex, None] = {}
    for stuck in (None, *awaited):  # in a circle nothing is ever ready: then it is cut open
        if stuck is not None and stuck not in order:
            push(stuck)
        while ready:
            vertex = heapq.heappop(ready)[2]
            if vertex in order:
                continue
            order[vertex] = None
            for link in links[vertex]:
                if link.source in awaited:
                    awaited[link.source] -= 1
                    if not awaited[link.source]:
                        push(link.source)
    return list(reversed(order))


def _uses(roots: Sequence[Vertex], links: Mapping[Vertex, Sequence[Link]]) -> dict[Vertex, int]:
    """How many uses each vertex behind the roots has there."""
    found = {root: 0 for root in roots if root in links}
    for vertex in (waiting := list(found)):  # grows while it is walked
        for link in links[vertex]:
            if link.source not in links:
                continue
            if link.source not in found:
                found[link.source] = 0
                waiting.append(link.source)
            found[link.source] += 1
    return found
