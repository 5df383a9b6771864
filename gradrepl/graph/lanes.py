"""One row a node in execution order, one lane a live value, as `git log --graph` draws history.

How it is read: a lane goes straight down. Several lanes that bend into one horizontal line arrive
together at the node right below it, one edge each; a horizontal line under a single lane spreads
that lane's value. A lane that interrupts a horizontal line passes over it and has no part in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import Drawing, Label, Span, Stroke, cell_width, paint, shorten
from gradrepl.graph.caption import details, heading_role, mark, outputs, title
from gradrepl.graph.nets import Net, Netting, gather
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.graph.model import EdgeStyle, Graph, Node

SHORTEST: Final = 8
"""How many cells must be left for a node's words, or the view does not fit."""

_PITCH: Final = 2  # cells from lane to lane


def draw_lanes(graph: Graph, width: int, *, ascii_only: bool = False) -> Drawing | None:
    """The lanes view, or None where so many values are alive at once that it does not fit."""
    sheet = _Sheet(gather(graph), width)
    taken = outputs(graph, ascii_only=ascii_only)
    for node in graph.nodes:
        spans = [Span(title(node, ascii_only=ascii_only), heading_role(node))]
        spans += details(node, ascii_only=ascii_only)
        spans += [Span(text, "detail") for text in taken.get(node.id, ())]
        if not sheet.add(node, spans):
            return None
    return paint(sheet.strokes, sheet.labels, joins=sheet.joins, ascii_only=ascii_only)


class _Sheet:
    """What has been put down so far, row by row. Lives as long as one call of `draw_lanes`."""

    def __init__(self, netting: Netting, width: int) -> None:
        self.netting = netting
        self.width = width
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

    def add(self, node: Node, spans: Sequence[Span]) -> bool:
        """Puts down one node: the lanes that arrive, its row, the lanes that leave."""
        arriving = self.netting.arriving[node.id]
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
        fits = self._write(node, own, spans, _order(columns, arriving))
        self._leave(own, self.netting.leaving[node.id])
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

    def _write(self, node: Node, own: int, spans: Sequence[Span], order: Sequence[Span]) -> bool:
        """Puts down a node and its words; False where there is no room for them."""
        alive = [
            column for column, net in enumerate(self.lanes) if net is not None or column == own
        ]
        x = (alive[-1] + 1) * _PITCH
        needed = sum(2 + cell_width(span.text) for span in order)
        if x + SHORTEST + needed > self.width:
            return False
        heading = Span(shorten(spans[0].text, self.width - x - needed), spans[0].role)
        self.labels.append(Label(self.y, own * _PITCH, mark(node), heading.role, covers=True))
        self.joins.add((self.y, own * _PITCH))
        for number, span in enumerate([heading, *order, *spans[1:]]):
            gap = 2 if number else 0
            room = self.width - x - gap
            if room < min(SHORTEST, cell_width(span.text)):
                break
            text = shorten(span.text, room)
            self.labels.append(Label(self.y, x + gap, text, span.role))
            x += gap + cell_width(text)
        return True

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


def _order(columns: Sequence[int], arriving: Sequence[Net]) -> list[Span]:
    """A word on the operands where the lanes arrive in another order: `a - b` is not `b - a`."""
    places = sorted(range(len(columns)), key=columns.__getitem__)
    if [arriving[place].source for place in places] == [net.source for net in arriving]:
        return []
    order = ",".join(str(place + 1) for place in places)
    return [Span(gettext("operands {order}").format(order=order), "detail")]
