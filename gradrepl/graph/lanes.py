"""One row a node in execution order, one lane a live value, as `git log --graph` draws history.

How it is read: a lane goes straight down. Several lanes that bend into one horizontal line arrive
together at the node right below it, one edge each; a horizontal line under a single lane spreads
that lane's value. A lane that interrupts a horizontal line passes over it and has no part in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import ASCII, Drawing, Label, Span, Stroke, cell_width, paint, shorten
from gradrepl.graph.caption import details, fitted, heading_role, mark, outputs, title
from gradrepl.graph.hiding import Hiding, hiding, told
from gradrepl.graph.nets import Net, Netting, gather
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gradrepl.graph.model import EdgeStyle, Graph, Node

SHORTEST: Final = 8
"""How many cells must be left for a node's words, or the view does not fit."""

ROOM: Final = 20
"""How many cells a node's words get at least where lanes can be hidden instead."""

_PITCH: Final = 2  # cells from lane to lane


def draw_lanes(
    graph: Graph,
    width: int,
    *,
    ascii_only: bool = False,
    hide: bool = False,
    keep: Collection[str] = (),
) -> Drawing | None:
    """The lanes view, or None where so many values are alive at once that it does not fit.

    Args:
        graph: what to draw.
        width: in cells.
        ascii_only: whether to do without characters that are not ASCII.
        hide: whether to draw it all the same, with numbers for the values that have no lane.
        keep: labels and names whose lanes are hidden last.
    """
    netting = gather(graph)
    words = {}
    for node in graph.nodes:
        heading = Span(title(node, ascii_only=ascii_only), heading_role(node))
        words[node.id] = (heading, details(node, ascii_only=ascii_only))
    taken = outputs(graph, ascii_only=ascii_only, brief=True)
    if not hide:
        return _drawn(graph, netting, words, taken, (width, SHORTEST), Hiding(), ascii_only)
    shortest = max(SHORTEST, min(ROOM, width // 2))
    room = (width - shortest) // _PITCH
    while room >= 0:
        hidden = hiding(graph, netting, room, keep)
        drawing = _drawn(graph, netting, words, taken, (width, shortest), hidden, ascii_only)
        if drawing is not None:
            rows = told(hidden, graph, width, ascii_only=ascii_only) if hidden.tags else ()
            legend = ((Span(row.translate(ASCII) if ascii_only else row, "dim"),) for row in rows)
            return Drawing((*drawing.rows, *legend))
        room -= max(1, room // 8)
    return None


def _drawn(
    graph: Graph,
    netting: Netting,
    words: Mapping[str, tuple[Span, Sequence[Span]]],
    taken: Mapping[str, Sequence[str]],
    room: tuple[int, int],
    hidden: Hiding,
    ascii_only: bool,
) -> Drawing | None:
    sheet = _Sheet(netting, room, hidden)
    for node in graph.nodes:
        heading, more = words[node.id]
        ways = [Span(text, "detail") for text in taken.get(node.id, ())]
        if not sheet.add(node, heading, ways, more):
            return None
    return paint(sheet.strokes, sheet.labels, joins=sheet.joins, ascii_only=ascii_only)


class _Sheet:
    """What has been put down so far, row by row. Lives as long as one call of `draw_lanes`."""

    def __init__(self, netting: Netting, room: tuple[int, int], hidden: Hiding) -> None:
        self.netting = netting
        self.width, self.shortest = room
        self.hidden = hidden
        self.y = -1
        self.lanes: list[Net | None] = []
        self.awaited = {  # by net: how many of its edges are still to arrive
            net.number: len(net.targets) for nets in netting.leaving.values() for net in nets
        }
        self.ended: int | None = None  # the lane of a node in the row above that nothing leaves
        self.trunks = -1  # the number of the last horizontal line; nets count upwards from 0
        self.strokes: list[Stroke] = []
        self.labels: list[Label] = []
        self.joins: set[tuple[int, int]] = set()

    def add(self, node: Node, heading: Span, ways: Sequence[Span], more: Sequence[Span]) -> bool:
        """Puts down one node: the lanes that arrive, its rows, the lanes that leave.

        Returns:
            False where there is no room for its words.
        """
        operands = self.netting.arriving[node.id]
        arriving = [net for net in operands if net.number not in self.hidden.nets]
        columns = [self.lanes.index(net) for net in arriving]
        for net in arriving:
            self.awaited[net.number] -= 1
        ending = [
            column
            for column, net in zip(columns, arriving, strict=True)
            if not self.awaited[net.number]
        ]
        own = min(ending) if ending else self._free()
        if own == self.ended:
            self._advance()  # or the two nodes, one right below the other, would seem joined
        straight = columns == [own]
        if columns and not straight:
            self._join(columns, own)
        for column in ending:
            if not (straight and column == own):
                self.lanes[column] = None
        self._advance()
        if columns and not straight:
            self._stroke(self.trunks, _style(arriving), (self.y - 1, own), (self.y, own))
        self.lanes[own] = None
        places = [place for place, net in enumerate(operands, 1) if net in arriving]
        ways = [
            *_order(columns, arriving, places),
            *self.hidden.used(operands),
            *self.hidden.made(node),
            *ways,
        ]
        leaving = [
            net for net in self.netting.leaving[node.id] if net.number not in self.hidden.nets
        ]
        fits = self._write(node, own, heading, ways, more, leaving)
        self._leave(own, leaving)
        return fits

    def _free(self, *, beyond: int = -1) -> int:
        for column, net in enumerate(self.lanes):
            if net is None and column > beyond:
                return column
        self.lanes.append(None)
        return len(self.lanes) - 1

    def _advance(self) -> None:
        """Goes down a row, and every live lane with it."""
        self.y += 1
        self.ended = None
        for column, net in enumerate(self.lanes):
            if net is not None:
                self._stroke(net.number, net.style, (self.y - 1, column), (self.y, column))

    def _stroke(
        self, number: int, style: EdgeStyle, start: tuple[int, int], end: tuple[int, int]
    ) -> None:
        self.strokes.append(
            Stroke(number, style, start[0], start[1] * _PITCH, end[0], end[1] * _PITCH)
        )

    def _join(self, columns: Sequence[int], own: int) -> None:
        self._advance()
        self.trunks -= 1
        style = _style([net for net in (self.lanes[column] for column in columns) if net])
        low, high = min(*columns, own), max(*columns, own)
        self._stroke(self.trunks, style, (self.y, low), (self.y, high))
        self.joins.update((self.y, column * _PITCH) for column in columns)

    def _write(
        self,
        node: Node,
        own: int,
        heading: Span,
        ways: Sequence[Span],
        more: Sequence[Span],
        leaving: Sequence[Net],
    ) -> bool:
        """Puts down a node and its words: `ways` are all told, on rows of their own if need be."""
        alive = [c for c, net in enumerate(self.lanes) if net is not None or c == own]
        left = (alive[-1] + 1) * _PITCH
        longest = max((cell_width(span.text) for span in ways), default=0)
        if left + max(self.shortest, longest) > self.width:
            return False
        self.labels.append(Label(self.y, own * _PITCH, mark(node), heading.role, covers=True))
        self.joins.add((self.y, own * _PITCH))
        needed = sum(2 + cell_width(span.text) for span in ways)
        beside = left + self.shortest + needed <= self.width
        room = self.width - left - (needed if beside else 0)
        x = self._put(Span(fitted(heading.text, node, room), heading.role), left)
        for span in ways:
            if x + 2 + cell_width(span.text) > self.width or (span is ways[0] and not beside):
                self._carry_on(own, leaving)
                x = left - 2
            x = self._put(span, x + 2)
        for span in more:
            room = self.width - x - 2
            if room < min(SHORTEST, cell_width(span.text)):
                break
            x = self._put(Span(shorten(span.text, room), span.role), x + 2)
        return True

    def _put(self, span: Span, x: int) -> int:
        """Puts down some words; returns where they end."""
        self.labels.append(Label(self.y, x, span.text, span.role))
        return x + cell_width(span.text)

    def _carry_on(self, own: int, leaving: Sequence[Net]) -> None:
        """Goes down a row below a node that has more to say, and its value with it."""
        self._advance()
        if leaving:
            self.trunks -= 1
            self._stroke(self.trunks, _style(leaving), (self.y - 1, own), (self.y, own))
            self.joins.update(((self.y - 1, own * _PITCH), (self.y, own * _PITCH)))

    def _leave(self, own: int, leaving: Sequence[Net]) -> None:
        while self.lanes and self.lanes[-1] is None and len(self.lanes) > own + 1:
            self.lanes.pop()
        if not leaving:
            self.ended = own
            return
        columns = [own]
        if len(leaving) > 1:
            columns += self._fork(own, leaving)
        for column, net in zip(columns, leaving, strict=True):
            self.lanes[column] = net
        if any(net.style == "severed" for net in leaving):
            self._advance()
            self.labels += [
                Label(self.y, column * _PITCH, "✂", "severed", covers=True)
                for column, net in zip(columns, leaving, strict=True)
                if net.cut
            ]

    def _fork(self, own: int, leaving: Sequence[Net]) -> list[int]:
        """Spreads one node's value to a lane for each net; returns the lanes after the first."""
        self._advance()
        self.trunks -= 1
        self._stroke(self.trunks, "solid", (self.y - 1, own), (self.y, own))
        columns: list[int] = []
        for _ in leaving[1:]:
            columns.append(self._free(beyond=max([own, *columns])))
        self._stroke(self.trunks, "solid", (self.y, own), (self.y, columns[-1]))
        self.joins.update((self.y, column * _PITCH) for column in (own, *columns))
        return columns


def _style(nets: Sequence[Net]) -> EdgeStyle:
    return "severed" if all(net.style == "severed" for net in nets) else "solid"


def _order(columns: Sequence[int], arriving: Sequence[Net], places: Sequence[int]) -> list[Span]:
    """A word on the operands where the lanes arrive in another order: `a - b` is not `b - a`.

    Args:
        columns: where the lanes arrive, in operand order.
        arriving: the nets that come along them.
        places: which operands they are, from 1.
    """
    by_lane = sorted(range(len(columns)), key=columns.__getitem__)
    if [arriving[place].source for place in by_lane] == [net.source for net in arriving]:
        return []
    order = ",".join(str(places[place]) for place in by_lane)
    return [Span(gettext("operands {order}").format(order=order), "detail")]
