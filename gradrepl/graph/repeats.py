"""Loops: stretches of a graph in which the same few operations ran again and again.

They are looked for in execution order, where the rounds of a loop stand one behind another. Two
rounds are alike if each node has its like at the same place of the other, and takes what the like
takes: from its own round, from the round before, from its own parameter, or from what both share.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gradrepl.graph.contract import Group, Wiring

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from gradrepl.graph.model import Edge, Graph, Node

_LONGEST: Final = 128  # operations of a loop's body
_TRIES: Final = 8  # how many lengths of a body are tried at one place


def repeats(graph: Graph, whole: Collection[str]) -> list[Group]:
    """The groups of like nodes that the rounds of loops are made of, none overlapping another.

    Args:
        graph: in execution order.
        whole: the ids of nodes that must stay what they are.
    """
    search = _Search(graph, whole)
    groups: list[Group] = []
    for loop, run in enumerate(search.runs()):
        groups += search.groups(run, loop)
    return groups


@dataclass(frozen=True, slots=True)
class _Run:
    """A loop: `rounds` times `period` operations, the last of which stands before `end`."""

    end: int
    period: int
    rounds: int

    @property
    def saved(self) -> int:
        """How many operations need not be drawn."""
        return self.period * (self.rounds - 1)


class _Search:
    """Lives as long as one call of `repeats`. An operation is known by its place among them."""

    def __init__(self, graph: Graph, whole: Collection[str]) -> None:
        self.wiring = Wiring.of(graph)
        self.operations = [n for n in graph.nodes if not self.wiring.is_source(n.id)]
        self.place = {node.id: number for number, node in enumerate(self.operations)}
        known: dict[Hashable, int] = {}
        self.kinds = {
            node.id: known.setdefault(
                _kind(node, self.wiring.is_source(node.id), node.id in whole), len(known)
            )
            for node in graph.nodes
        }
        self.named = {node.id for node in graph.nodes if any(map(str.isidentifier, node.names))}
        """What would be lost to sight in any round but the last."""
        self.loops = Counter(node.loop for node in self.operations if node.loop is not None)
        self.operands: list[list[Edge]] = [self.wiring.arriving[n.id] for n in self.operations]

    def runs(self) -> Iterator[_Run]:
        """From the newest back, so that the body is whole where it is read first."""
        kinds = [self.kinds[node.id] for node in self.operations]
        before: dict[int, list[int]] = {}
        for place, kind in enumerate(kinds):
            before.setdefault(kind, []).append(place)
        end = len(kinds)
        while end > 1:
            run = self._best(end, before[kinds[end - 1]])
            if run is None:
                end -= 1
            else:
                yield run
                end -= run.period * run.rounds

    def _best(self, end: int, like: list[int]) -> _Run | None:
        """The run before `end` that saves most; `like` is where its last operation's like stand."""
        while like[-1] >= end:
            like.pop()
        best: _Run | None = None
        for other in reversed(like[-1 - _TRIES : -1]):
            period = end - 1 - other
            most = end - period  # what a loop with this body could save, or one with a longer one
            if period > _LONGEST or (best is not None and best.saved >= most):
                break
            run = _Run(end, period, self._rounds(end, period))
            saves = run.rounds > 1 and (best is None or run.saved > best.saved)
            if saves and self._has_whole_loops(end - period, end):
                best = run
        return best

    def _has_whole_loops(self, start: int, end: int) -> bool:
        if not self.loops:
            return True
        inside = Counter(node.loop for node in self.operations[start:end])
        return all(self.loops[one] == n for one, n in inside.items() if one is not None)

    def _rounds(self, end: int, period: int) -> int:
        """How many rounds of that length end there and are alike, the first one but for its start.

        What the first round takes over, it takes from before the loop, whatever stands there.
        """
        rounds = 1
        while end - period * (rounds + 1) >= 0:
            if not self._is_alike(end, period, rounds, is_first=False):
                return rounds + self._is_alike(end, period, rounds, is_first=True)
            rounds += 1
        return rounds

    def _is_alike(self, end: int, period: int, back: int, *, is_first: bool) -> bool:
        """Whether the round that is so many rounds before the last one is like it."""
        return all(
            self._is_like(last, end, period, back, is_first=is_first)
            for last in range(end - 1, end - 1 - period, -1)
        )

    def _is_like(self, last: int, end: int, period: int, back: int, *, is_first: bool) -> bool:
        other = last - back * period
        if self.kinds[self.operations[last].id] != self.kinds[self.operations[other].id]:
            return False
        if self.operations[other].id in self.named:
            return False
        start = end - period
        mine = self.operands[last]
        theirs = self.operands[other]
        if is_first:  # what is handed from round to round may come from anywhere, or be cut off
            handed = {edge.operand for edge in mine if self._is_handed(edge, start, period)}
            mine = [edge for edge in mine if edge.operand not in handed]
            theirs = [edge for edge in theirs if edge.operand not in handed]
        return len(mine) == len(theirs) and all(
            (a.operand, a.output, a.style) == (b.operand, b.output, b.style)
            and self._corresponds(a.source, b.source, (start, end), back * period)
            for a, b in zip(mine, theirs, strict=True)
        )

    def _is_handed(self, edge: Edge, start: int, period: int) -> bool:
        place = self.place.get(edge.source)
        return place is not None and start - period <= place < start

    def _corresponds(self, mine: str, theirs: str, body: tuple[int, int], lag: int) -> bool:
        """Whether what one round takes is to it what that of the other is to the other."""
        start, end = body
        mine_at, theirs_at = self.place.get(mine), self.place.get(theirs)
        if mine_at is None or theirs_at is None:
            return mine == theirs or self._is_own_source(mine, theirs, body, lag)
        if mine == theirs:
            return mine_at < start - lag  # made before the loop, for all rounds
        return mine_at - lag == theirs_at and mine_at >= start - (end - start)

    def _is_own_source(self, mine: str, theirs: str, body: tuple[int, int], lag: int) -> bool:
        """Whether each is a leaf or a constant that nothing outside its round uses."""
        if mine in self.place or theirs in self.place or self.kinds[mine] != self.kinds[theirs]:
            return False
        if theirs in self.named:
            return False
        users = [(self.place[e.target], e.operand) for e in self.wiring.leaving[mine]]
        others = [(self.place[e.target] + lag, e.operand) for e in self.wiring.leaving[theirs]]
        return users == others and all(body[0] <= at < body[1] for at, _ in users)

    def groups(self, run: _Run, loop: int) -> Iterator[Group]:
        """The nodes at each place of a loop's body, the last round's standing for all."""
        start = run.end - run.period
        sources: dict[str, None] = {}
        for last in range(start, run.end):
            lags = range((run.rounds - 1) * run.period, -1, -run.period)
            members = [self.operations[last - lag].id for lag in lags]
            body = (last - start, run.period)
            yield self._group(members, run, loop, body)
            theirs = {e.operand: e.source for e in self.operands[last - run.period]}
            for edge in self.operands[last]:
                if edge.source not in self.place and edge.source != theirs.get(edge.operand):
                    sources[edge.source] = None
        for source in sources:
            yield self._group(self._likes_of_source(source, run), run, loop, None)

    def _likes_of_source(self, source: str, run: _Run) -> list[str]:
        """The leaves that are to their rounds what this one is to the last round."""
        edge = self.wiring.leaving[source][0]
        found = []
        for lag in range((run.rounds - 1) * run.period, -1, -run.period):
            arriving = self.operands[self.place[edge.target] - lag]
            found.append(next(e.source for e in arriving if e.operand == edge.operand))
        return found

    def _group(
        self, members: list[str], run: _Run, loop: int, body: tuple[int, int] | None
    ) -> Group:
        nodes = [self.wiring.nodes[one] for one in members]
        last = nodes[-1]
        times = last.times * len(nodes)
        freed, new = any(one.freed for one in nodes), any(one.new for one in nodes)
        name = self.operations[run.end - 1].id
        kept = replace(last, times=times, body=body, loop=name, freed=freed, new=new)
        return Group(kept, tuple(members), loop)


def _kind(node: Node, is_source: bool, is_whole: bool) -> Hashable:
    """Equal for nodes that tell the same story, whatever they are called."""
    stale = any(one.state == "stale" for one in node.saved)
    told = node.id if node.note or stale or is_whole else None
    label = None if is_source or node.role == "result" else node.holds or node.label
    return (
        is_source, label, told, node.role, node.shape, node.dtype, node.cause, node.times,
        node.count, node.views, node.freed, node.new, node.hooks, node.retains,
    )  # fmt: skip
