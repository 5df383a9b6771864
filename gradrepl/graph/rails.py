"""The lanes as a picture: one row a node in execution order, one rail a live value.

It is read as the terminal's lanes are. Values go down their rails; where a rail bends to a node, it
is one of its operands. No program has to find a place for anything, so it is drawn at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import Span
from gradrepl.graph.caption import outputs
from gradrepl.graph.layered import across, heading, sayings, tells
from gradrepl.graph.nets import Net, gather
from gradrepl.graph.scene import DETAIL, MARGIN, TITLE, Box, Line, Scene, Words
from gradrepl.graph.typeset import SLACK
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.graph.model import Graph, Node
    from gradrepl.graph.scene import Point

_ROW: Final = 36.0
_PITCH: Final = 18.0  # from rail to rail
_MARK: Final = 14.0  # the side of a node's mark
_HEAD: Final = 6.0  # the length of an arrow
_SPREAD: Final = 5.0  # between the tips of two arrows at one node, at most
_GAP: Final = 10.0  # between two texts of a row


def rails(graph: Graph) -> Scene:
    """The picture of a graph; nothing in it is left out for its width."""
    yard = _Yard(graph)
    for node in graph.nodes:
        yard.add(node)
    left = MARGIN + yard.widest * _PITCH + _GAP
    boxes, words = [], []
    taken = outputs(graph)
    for row, node in enumerate(graph.nodes):
        x, y = yard.middle(node.id)
        boxes.append(Box(node.id, node.role, x, y, _MARK, _MARK, (), node.freed, tells(node)))
        words += _texts(node, [*yard.order[node.id], *taken.get(node.id, ())], left, _height(row))
    lines = tuple(yard.lines[number] for number in range(len(graph.edges)))
    width = max((one.left + one.width * SLACK for one in words), default=left) + MARGIN
    height = _height(len(graph.nodes) - 1) + _ROW / 2 + MARGIN
    return Scene(width, height, tuple(boxes), lines, tuple(words))


def _height(row: int) -> float:
    return MARGIN + (row + 0.5) * _ROW


def _texts(node: Node, ways: Sequence[str], left: float, y: float) -> list[Words]:
    """A row's texts; `ways` say what the rails cannot: which output, and in which order."""
    title = heading(node)
    words = [Words(title.text, left, y + TITLE / 3, TITLE, title.role, title.bold, "start")]
    for span in [*(Span(text, "detail") for text in ways), *sayings(node)]:
        x = words[-1].left + words[-1].width * SLACK + _GAP
        bold = span.role == "caution"
        words.append(Words(span.text, x, y + TITLE / 3, DETAIL, span.role, bold, "start"))
    return words


class _Yard:
    """What has been laid so far, row by row. Lives as long as one call of `rails`."""

    def __init__(self, graph: Graph) -> None:
        self.netting = gather(graph)
        self.lines: dict[int, Line] = {}
        self.order: dict[str, list[str]] = {}
        self.widest = 0
        self._edges: dict[str, list[int]] = {node.id: [] for node in graph.nodes}
        for number in sorted(range(len(graph.edges)), key=lambda n: graph.edges[n].operand):
            self._edges[graph.edges[number].target].append(number)
        self._rails: list[Net | None] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._awaited = {
            net.number: len(net.targets) for nets in self.netting.leaving.values() for net in nets
        }

    def middle(self, node_id: str) -> Point:
        """Where a node's mark stands."""
        row, rail = self._places[node_id]
        return _rail(rail), _height(row)

    def add(self, node: Node) -> None:
        """Lays the rails that end at a node, its mark, and the rails that begin there."""
        arriving = self.netting.arriving[node.id]
        columns = [self._rails.index(net) for net in arriving]
        for net in arriving:
            self._awaited[net.number] -= 1
        ending = [
            column
            for column, net in zip(columns, arriving, strict=True)
            if not self._awaited[net.number]
        ]
        self.order[node.id] = _order(columns, arriving)
        own = min(ending) if ending else self._free()
        self._places[node.id] = (len(self._places), own)
        tips = self._tips(node.id, columns)
        for number, net, column, tip in zip(
            self._edges[node.id], arriving, columns, tips, strict=True
        ):
            self.lines[number] = self._line(net, node.id, _rail(column), tip)
        for column in ending:
            self._rails[column] = None
        for place, net in enumerate(self.netting.leaving[node.id]):
            self._rails[self._free(beyond=own) if place else own] = net
        self.widest = max(self.widest, len(self._rails))
        while self._rails and self._rails[-1] is None:
            self._rails.pop()

    def _free(self, *, beyond: int = -1) -> int:
        for column, net in enumerate(self._rails):
            if net is None and column > beyond:
                return column
        self._rails.append(None)
        return len(self._rails) - 1

    def _tips(self, node_id: str, columns: Sequence[int]) -> list[Point]:
        """Where each operand's arrow ends: side by side, as their rails are."""
        x, y = self.middle(node_id)
        order = sorted(range(len(columns)), key=columns.__getitem__)
        step = min(_SPREAD, (_MARK - 2) / max(len(columns) - 1, 1))
        tips = [(x, y)] * len(columns)
        for place, operand in enumerate(order):
            tips[operand] = (x + (place - (len(columns) - 1) / 2) * step, y - _MARK / 2 - 1)
        return tips

    def _line(self, net: Net, target: str, rail: float, tip: Point) -> Line:
        x, y = self.middle(net.source)
        start = (x, y + _MARK / 2)
        end = (tip[0], tip[1] - _HEAD)
        between = _ROW - _MARK  # from the marks of a row to those of the next
        into = (rail, start[1] + (between if rail != x else 0))
        out = (rail, max(into[1], self.middle(target)[1] - _MARK / 2 - between))
        is_next = self.middle(target)[1] - y < 1.5 * _ROW
        points = [start]
        for corner in (end,) if is_next else (into, out, end):
            if corner != points[-1]:
                points += _bend(points[-1], corner)
        bar = across(points[0], points[1], 5) if net.cut else None
        return Line(net.source, target, tuple(points), net.style, tip, bar)


def _order(columns: Sequence[int], arriving: Sequence[Net]) -> list[str]:
    """A word on the operands where the rails arrive in another order: `a - b` is not `b - a`."""
    places = sorted(range(len(columns)), key=columns.__getitem__)
    if [arriving[place].source for place in places] == [net.source for net in arriving]:
        return []
    numbers = ",".join(str(place + 1) for place in places)
    return [gettext("operands {order}").format(order=numbers)]


def _rail(column: int) -> float:
    return MARGIN + (column + 0.5) * _PITCH


def _bend(start: Point, end: Point) -> tuple[Point, Point, Point]:
    """A curve that leaves and arrives upright."""
    middle = (start[1] + end[1]) / 2
    return (start[0], middle), (end[0], middle), end
