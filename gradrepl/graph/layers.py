"""Where things stand in the layered view: ranks, the order within a rank, columns. Pure arithmetic.

A slot is a place in a rank: a node, or the passage of a net through a rank that it does not stop
in. Slots are numbered; the nodes come first, in the graph's order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.graph.model import Graph
    from gradrepl.graph.nets import Netting

_SWEEPS: Final = 8


@dataclass(frozen=True, slots=True)
class Hop:
    """A net's way from one rank to the next."""

    net: int
    upper: int
    lower: int


@dataclass(frozen=True, slots=True)
class Layers:
    """Slots by rank, sources on top, each rank from left to right."""

    ranks: tuple[tuple[int, ...], ...]
    hops: tuple[Hop, ...]
    crossings: int


def arrange(graph: Graph, netting: Netting) -> Layers:
    """Ranks every node by its longest distance to a sink, and orders each rank to cross little."""
    index = {node.id: slot for slot, node in enumerate(graph.nodes)}
    rank = _ranks(graph, index)
    hops, passages = _hops(graph, netting, index, rank)
    ranks: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    for slot, own in enumerate([*rank, *passages]):
        ranks[own].append(slot)
    up, down = _neighbours(hops, len(rank) + len(passages))
    _operand_order(graph, netting, index, hops, up)
    _first_order(ranks, up, down)
    crossings = _sweep(ranks, up, down)
    return Layers(tuple(map(tuple, ranks)), tuple(hops), crossings)


def _ranks(graph: Graph, index: dict[str, int]) -> list[int]:
    distance = [0] * len(graph.nodes)
    onward: list[list[int]] = [[] for _ in graph.nodes]
    for edge in graph.edges:
        onward[index[edge.source]].append(index[edge.target])
    for slot in range(len(graph.nodes) - 1, -1, -1):  # every edge leads to a later node
        distance[slot] = max((distance[target] + 1 for target in onward[slot]), default=0)
    deepest = max(distance, default=0)
    return [deepest - own for own in distance]


def _hops(
    graph: Graph, netting: Netting, index: dict[str, int], rank: Sequence[int]
) -> tuple[list[Hop], list[int]]:
    hops: list[Hop] = []
    passages: list[int] = []
    for node in graph.nodes:
        for net in netting.leaving[node.id]:
            slot, at = index[node.id], rank[index[node.id]]
            targets = [index[target] for target in net.targets]
            last = max(rank[target] for target in targets)
            while at < last:
                hops += [Hop(net.number, slot, t) for t in targets if rank[t] == at + 1]
                at += 1
                if at < last:
                    passages.append(at)
                    below = len(rank) + len(passages) - 1
                    hops.append(Hop(net.number, slot, below))
                    slot = below
    return hops, passages


def _neighbours(hops: Sequence[Hop], slots: int) -> tuple[list[list[int]], list[list[int]]]:
    up: list[list[int]] = [[] for _ in range(slots)]
    down: list[list[int]] = [[] for _ in range(slots)]
    for hop in hops:
        up[hop.lower].append(hop.upper)
        down[hop.upper].append(hop.lower)
    return up, down


def _operand_order(
    graph: Graph,
    netting: Netting,
    index: dict[str, int],
    hops: Sequence[Hop],
    up: list[list[int]],
) -> None:
    above = {(hop.net, hop.lower): hop.upper for hop in hops}
    for node in graph.nodes:
        slot = index[node.id]
        up[slot] = [above[net.number, slot] for net in netting.arriving[node.id]]


def _first_order(ranks: list[list[int]], up: list[list[int]], down: list[list[int]]) -> None:
    """As a walk back from the sinks meets them, operands from left to right."""
    place: dict[int, int] = {}
    for sink in (slot for rank in reversed(ranks) for slot in rank if not down[slot]):
        stack = [sink]
        while stack:
            slot = stack.pop()
            if slot not in place:
                place[slot] = len(place)
                stack.extend(reversed(up[slot]))
    for rank in ranks:
        rank.sort(key=place.__getitem__)


def _sweep(ranks: list[list[int]], up: list[list[int]], down: list[list[int]]) -> int:
    """Moves slots towards the median of their neighbours, and keeps the best order that it sees."""
    best, fewest = [list(rank) for rank in ranks], _crossings(ranks, down)
    for number in range(_SWEEPS):
        if not fewest:
            break
        downwards = number % 2 == 0
        towards, step = (up, -1) if downwards else (down, 1)
        inner = range(1, len(ranks)) if downwards else range(len(ranks) - 2, -1, -1)
        for at in inner:
            place = {slot: number for number, slot in enumerate(ranks[at + step])}
            keys = {
                slot: _median([place[other] for other in towards[slot]], number)
                for number, slot in enumerate(ranks[at])
            }
            ranks[at].sort(key=keys.__getitem__)
        now = _crossings(ranks, down)
        if now < fewest:
            best, fewest = [list(rank) for rank in ranks], now
    ranks[:] = best
    return fewest


def _median(places: list[int], otherwise: int) -> float:
    if not places:
        return otherwise
    places.sort()
    middle = len(places) // 2
    return places[middle] if len(places) % 2 else (places[middle - 1] + places[middle]) / 2


def _crossings(ranks: Sequence[Sequence[int]], down: Sequence[Sequence[int]]) -> int:
    count = 0
    for upper, lower in pairwise(ranks):
        place = {slot: number for number, slot in enumerate(lower)}
        ends = [end for slot in upper for end in sorted(place[other] for other in down[slot])]
        count += sum(a > b for number, a in enumerate(ends) for b in ends[number + 1 :])
    return count


def columns(layers: Layers, widths: Sequence[int], *, gap: int = 2) -> list[int]:
    """The middle column of each slot, so that long paths run straight and nothing overlaps.

    Args:
        layers: what stands in which rank.
        widths: in cells, by slot.
        gap: blank cells between neighbours.
    """
    up, down = _neighbours(layers.hops, len(widths))
    height = [1] * len(widths)
    for rank in layers.ranks:
        for slot in rank:
            height[slot] += max((height[other] for other in up[slot]), default=0)
    x = [0] * len(widths)
    for rank in layers.ranks:
        at = 0
        for slot in rank:
            x[slot] = at + widths[slot] // 2
            at += widths[slot] + gap
    for number in range(_SWEEPS):
        downwards = number % 2 == 0
        towards = up if downwards else down
        for rank in layers.ranks if downwards else layers.ranks[::-1]:
            wishes = [_wish(slot, towards[slot], x, height) for slot in rank]
            _settle(rank, wishes, widths, gap, x)
    left = min((x[slot] - widths[slot] // 2 for rank in layers.ranks for slot in rank), default=0)
    return [column - left for column in x]


def _wish(
    slot: int, others: Sequence[int], x: Sequence[int], height: Sequence[int]
) -> tuple[float, float]:
    """The column a slot would like, and how much: a long history weighs more than a parameter."""
    if not others:
        return x[slot], 0.05
    weights = [min(height[slot], height[other], 6) ** 2 for other in others]
    wish = sum(x[other] * weight for other, weight in zip(others, weights, strict=True))
    return wish / sum(weights), max(weights)


def _settle(
    rank: Sequence[int],
    wishes: Sequence[tuple[float, float]],
    widths: Sequence[int],
    gap: int,
    x: list[int],
) -> None:
    """Grants the wishes as far as the order and the widths allow (pool adjacent violators)."""
    offsets = [0]
    for left, right in pairwise(rank):
        offsets.append(offsets[-1] + widths[left] - widths[left] // 2 + gap + widths[right] // 2)
    for slot, column in zip(rank, spread(wishes, offsets), strict=True):
        x[slot] = column


def spread(wishes: Sequence[tuple[float, float]], offsets: Sequence[int]) -> list[int]:
    """Columns near the wished ones, in order, at least as far apart as the offsets are."""
    pools: list[tuple[float, float, int]] = []
    for (wish, weight), offset in zip(wishes, offsets, strict=True):
        pools.append((wish - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, a_weight, a_count), (b, b_weight, b_count) = pools[-2:]
            weight_both = a_weight + b_weight
            mean = (a * a_weight + b * b_weight) / weight_both
            pools[-2:] = [(mean, weight_both, a_count + b_count)]
    starts = [round(mean) for mean, _, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
