"""The lines between one rank of boxes and the next: each net gets a track, and no two nets touch.

A net comes down from its column to its track, runs along it, and goes down to each of its targets.
Where a net ends in the column in which another begins, the other's track must lie above: then they
never share a cell. Where that cannot be granted, `route` says so and the boxes view gives up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import Stroke

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gradrepl.graph.model import EdgeStyle

_APART: Final = 2  # tracks, between a net that begins and one that ends in the same column


@dataclass(frozen=True, slots=True)
class Run:
    """A net's way through one channel: from a column at its top to columns at its bottom."""

    net: int
    style: EdgeStyle
    x: int
    ends: tuple[int, ...]
    cut: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """The columns between which its track runs."""
        return min(self.x, *self.ends), max(self.x, *self.ends)

    @property
    def straight(self) -> bool:
        """Whether it needs no track."""
        return self.span[0] == self.span[1]


def route(runs: Sequence[Run], *, share: bool) -> list[int] | None:
    """A track for each run, counted from the top; 0 for a straight one; None where there is no way.

    Args:
        runs: all the nets of the channel.
        share: whether nets that are clear of each other may use one track.
    """
    above = _constraints(runs)
    if above is None:
        return None
    tracks = [0] * len(runs)
    used: list[list[tuple[int, int]]] = []
    placed = {number for number, run in enumerate(runs) if run.straight}
    waiting = sorted(set(range(len(runs))) - placed, key=lambda number: _preference(runs[number]))
    while waiting:
        number = next((n for n in waiting if above[n] <= placed), None)
        if number is None:
            return None  # a net above another that is above it
        waiting.remove(number)
        placed.add(number)
        lowest = max((tracks[other] + _APART for other in above[number]), default=0)
        tracks[number] = _track(runs[number].span, lowest, used, share=share)
    return tracks


def _constraints(runs: Sequence[Run]) -> list[set[int]] | None:
    """For each run those whose track must lie above its own."""
    starts = {run.x: number for number, run in enumerate(runs)}
    above: list[set[int]] = [set() for _ in runs]
    for number, run in enumerate(runs):
        for end in run.ends:
            other = starts.get(end, number)
            if other == number:
                continue
            if run.straight or runs[other].straight:
                return None
            above[number].add(other)
    return above


def _preference(run: Run) -> tuple[bool, int]:
    # Those that go left from the left, then those that go right from the right: they cross least.
    low, high = run.span
    return (False, low) if low < run.x else (True, -high)


def _track(
    span: tuple[int, int], lowest: int, used: list[list[tuple[int, int]]], *, share: bool
) -> int:
    while len(used) < lowest:
        used.append([])
    for number in range(lowest, len(used)):
        clear = all(span[1] + 2 < low or span[0] - 2 > high for low, high in used[number])
        if clear and (share or not used[number]):
            used[number].append(span)
            return number
    used.append([span])
    return len(used) - 1


def strokes(run: Run, track: int, top: int, bottom: int) -> Iterator[Stroke]:
    """The lines of one run.

    Args:
        run: the net's way.
        track: the row of its track.
        top: the row above the channel, where it comes from.
        bottom: the row below the channel, where it goes.
    """
    if run.straight:
        yield Stroke(run.net, run.style, top, run.x, bottom, run.x)
        return
    yield Stroke(run.net, run.style, top, run.x, track, run.x)
    yield Stroke(run.net, run.style, track, run.span[0], track, run.span[1])
    for end in run.ends:
        yield Stroke(run.net, run.style, track, end, bottom, end)
