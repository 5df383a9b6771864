"""The layered view of small graphs: a box a node, sources on top, operands from left to right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import (
    Drawing,
    Label,
    Span,
    SpanRole,
    Stroke,
    WrongJoin,
    cell_width,
    paint,
    shorten,
)
from gradrepl.graph.caption import details, fitted, heading_role, mark, outputs, title, warnings
from gradrepl.graph.channel import Run, route, strokes
from gradrepl.graph.layers import Layers, arrange, columns, spread
from gradrepl.graph.nets import Net, Netting, gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.graph.model import EdgeStyle, Graph, Node, Role

_WORDS: Final = 26  # cells of text in a box
_LINES: Final = 3  # lines of details in a box
_PORTS: Final = 2  # cells from one port of a box to the next

_HEADS: Final[dict[EdgeStyle, tuple[str, SpanRole]]] = {
    "solid": ("▾", "edge"),
    "severed": ("▿", "severed"),
}
_FRAMES: Final[dict[Role, tuple[str, ...]]] = {  # upper corners, lower corners, across, upright
    "leaf": tuple("╔╗╚╝═║"),
    "constant": tuple("╭╮╰╯─│"),
    "operation": tuple("┌┐└┘─│"),
    "unrecorded": tuple("┌┐└┘╌╎"),
    "result": tuple("┏┓┗┛━┃"),
}


@dataclass(frozen=True, slots=True)
class _Box:
    """What a slot takes on the grid; a passage is a box of one cell's width without rows."""

    rows: tuple[tuple[Span, ...], ...] = ()
    role: Role = "operation"
    width: int = 1

    @property
    def height(self) -> int:
        return len(self.rows) + 2 if self.rows else 1


def draw_boxes(graph: Graph, width: int, *, ascii_only: bool = False) -> Drawing | None:
    """The boxes view; None where it would be too wide, or where two edges would seem to join."""
    netting = gather(graph)
    layers = arrange(graph, netting)
    passages = sum(map(len, layers.ranks)) - len(graph.nodes)
    taken = outputs(graph, ascii_only=ascii_only, brief=True)
    for brief in (False, True):
        boxes = [
            _box(node, netting, taken.get(node.id, ()), brief=brief, ascii_only=ascii_only)
            for node in graph.nodes
        ]
        boxes += [_Box()] * passages
        if any(sum(boxes[slot].width for slot in rank) > width for rank in layers.ranks):
            continue
        x = columns(layers, [box.width for box in boxes])
        if max((c - box.width // 2 + box.width for c, box in zip(x, boxes, strict=True))) > width:
            continue
        try:
            return _Plan(graph, netting, layers, boxes, x).painted(ascii_only=ascii_only)
        except WrongJoin:
            return None
    return None


def _box(
    node: Node, netting: Netting, taken: Sequence[str], *, brief: bool, ascii_only: bool
) -> _Box:
    words = fitted(title(node, ascii_only=ascii_only), node, _WORDS - 2)
    head = Span(f"{mark(node):2}{words}", heading_role(node))
    more = (warnings if brief else details)(node, ascii_only=ascii_only)
    ways = _packed([Span(text, "detail") for text in taken], len(taken))  # never left out
    rows = [(head,), *ways, *_packed(more, _LINES)]
    ports = max(len(netting.arriving[node.id]), len(netting.leaving[node.id]))
    inner = max(max(map(_row_width, rows)) + 2, ports * _PORTS - 1)
    return _Box(tuple(rows), node.role, inner + 2)


def _packed(spans: Sequence[Span], lines: int) -> list[tuple[Span, ...]]:
    """Details put together into so many lines of at most `_WORDS` cells."""
    rows: list[tuple[Span, ...]] = []
    for span in spans:
        short = Span(shorten(span.text, _WORDS), span.role)
        if rows and _row_width(rows[-1]) + 2 + cell_width(short.text) <= _WORDS:
            rows[-1] = (*rows[-1], Span("  "), short)
        elif len(rows) < lines:
            rows.append((short,))
    return rows


def _row_width(row: Sequence[Span]) -> int:
    return sum(cell_width(span.text) for span in row)


class _Plan:
    """Everything's place on the grid. Lives as long as one call of `draw_boxes`."""

    def __init__(
        self,
        graph: Graph,
        netting: Netting,
        layers: Layers,
        boxes: Sequence[_Box],
        x: Sequence[int],
    ) -> None:
        self.layers = layers
        self.boxes = boxes
        self.x = x
        self.nodes = graph.nodes
        self.netting = netting
        self.nets = {net.number: net for nets in netting.leaving.values() for net in nets}
        self.tall = [max(boxes[slot].height for slot in rank) for rank in layers.ranks]
        self.outs: dict[tuple[int, int], int] = {}  # by slot and net: the column where it leaves
        self.ins: dict[tuple[int, int], int] = {}  # by slot and net: the column where it arrives
        self.strokes: list[Stroke] = []
        self.labels: list[Label] = []

    def painted(self, *, ascii_only: bool) -> Drawing:
        """Goes down rank by rank.

        Raises:
            WrongJoin: where a channel cannot be routed.
        """
        self._leave()
        hops = self._hops_by_rank()
        y = 0
        for rank, slots in enumerate(self.layers.ranks):
            bottom = y + self.tall[rank]
            for slot in slots:
                self._place(slot, y, bottom)
            if rank + 1 == len(self.layers.ranks):
                break
            y = self._channel(hops[rank + 1], bottom, share=not ascii_only)
        return paint(self.strokes, self.labels, ascii_only=ascii_only)

    def _hops_by_rank(self) -> dict[int, list[tuple[int, int, int]]]:
        place = {slot: rank for rank, slots in enumerate(self.layers.ranks) for slot in slots}
        found: dict[int, list[tuple[int, int, int]]] = {}
        for hop in self.layers.hops:
            found.setdefault(place[hop.lower], []).append((hop.net, hop.upper, hop.lower))
        return found

    def _left(self, slot: int) -> int:
        return self.x[slot] - self.boxes[slot].width // 2

    def _leave(self) -> None:
        """Gives every net the column where it leaves its node, and every passage its own."""
        below: dict[tuple[int, int], list[int]] = {}
        for hop in self.layers.hops:
            below.setdefault((hop.upper, hop.net), []).append(self.x[hop.lower])
        by_slot: dict[int, list[int]] = {}
        for slot, net in below:
            by_slot.setdefault(slot, []).append(net)
        for slot, nets in by_slot.items():
            nets.sort(key=lambda net: sum(below[slot, net]) / len(below[slot, net]))
            first = self.x[slot] - (len(nets) - 1) * _PORTS // 2
            for number, net in enumerate(nets):
                self.outs[slot, net] = first + number * _PORTS

    def _arrive(self, hops: Sequence[tuple[int, int, int]]) -> None:
        """Gives every net of a channel its column at each target, in operand order."""
        starts = {self.outs[upper, net]: net for net, upper, _ in hops}
        sources = {(net, lower): self.outs[upper, net] for net, upper, lower in hops}
        for slot in dict.fromkeys(lower for _, _, lower in hops):
            if slot >= len(self.nodes):
                (net,) = (net for net, _, lower in hops if lower == slot)
                self.ins[slot, net] = self.x[slot]
                continue
            nets = [net.number for net in self.netting.arriving[self.nodes[slot].id]]
            low, high = self._left(slot) + 1, self._left(slot) + self.boxes[slot].width - 2
            ports = _ports([sources[net, slot] for net in nets], low, high)
            for number, net in enumerate(nets):
                floor = ports[number - 1] + _PORTS if number else low
                ceiling = ports[number + 1] - _PORTS if number + 1 < len(ports) else high
                ports[number] = _clear(ports[number], floor, ceiling, net, starts)
                self.ins[slot, net] = ports[number]

    def _channel(self, hops: Sequence[tuple[int, int, int]], top: int, *, share: bool) -> int:
        """Routes the nets between two ranks; returns the row where the lower rank begins."""
        self._arrive(hops)
        ends: dict[tuple[int, int], list[int]] = {}
        for net, upper, lower in hops:
            ends.setdefault((net, upper), []).append(self.ins[lower, net])
        runs = [self._run(self.nets[net], upper, columns) for (net, upper), columns in ends.items()]
        tracks = route(runs, share=share)
        if tracks is None:
            raise WrongJoin("two nets would have to share a column")
        lead = int(any(run.cut for run in runs))
        bent = any(not run.straight for run in runs)
        bottom = top + lead + (max(tracks) + 1 if bent else 0) + 1
        for run, track in zip(runs, tracks, strict=True):
            self.strokes += strokes(run, top + lead + track, top - 1, bottom)
            if run.cut:
                self.labels.append(Label(top, run.x, "✂", "severed", covers=True))
        return bottom

    def _run(self, net: Net, upper: int, ends: Sequence[int]) -> Run:
        cut = net.cut and upper < len(self.nodes)  # the sign stands where the net leaves its node
        return Run(net.number, net.style, self.outs[upper, net.number], tuple(ends), cut)

    def _place(self, slot: int, top: int, bottom: int) -> None:
        """Puts down what stands in a slot, at the bottom of its rank, and the lines down to it."""
        box = self.boxes[slot]
        roof = bottom - box.height
        for (at, number), column in self.ins.items():
            if at == slot:
                net = self.nets[number]
                end = roof if box.rows else bottom - 1
                self.strokes.append(Stroke(number, net.style, top, column, end, column))
                if box.rows:
                    head, role = _HEADS[net.style]
                    self.labels.append(Label(roof - 1, column, head, role, covers=True))
        if box.rows:
            self._frame(box, roof, self._left(slot))
            for (at, _), column in self.outs.items():
                if at == slot:
                    port = {"leaf": "╤", "result": "┯"}.get(box.role, "┬")
                    self.labels.append(Label(bottom - 1, column, port, box.role, covers=True))

    def _frame(self, box: _Box, roof: int, left: int) -> None:
        upper_left, upper_right, lower_left, lower_right, across, upright = _FRAMES[box.role]
        inner = box.width - 2
        rows = [
            (roof, upper_left + across * inner + upper_right),
            (roof + len(box.rows) + 1, lower_left + across * inner + lower_right),
        ]
        self.labels += [Label(y, left, text, box.role, covers=True) for y, text in rows]
        for y, row in enumerate(box.rows, roof + 1):
            self.labels.append(Label(y, left, upright, box.role))
            self.labels.append(Label(y, left + box.width - 1, upright, box.role))
            at = left + 1 + (inner - _row_width(row)) // 2
            for span in row:
                self.labels.append(Label(y, at, span.text, span.role))
                at += cell_width(span.text)


def _ports(wishes: Sequence[int], low: int, high: int) -> list[int]:
    """Columns between low and high, in order and apart, near the wished ones."""
    offsets = [number * _PORTS for number in range(len(wishes))]
    wanted = [(float(min(max(wish, low), high)), 1.0) for wish in wishes]
    last = len(wishes) - 1
    return [
        min(max(port, low + number * _PORTS), high - (last - number) * _PORTS)
        for number, port in enumerate(spread(wanted, offsets))
    ]


def _clear(port: int, low: int, high: int, net: int, starts: dict[int, int]) -> int:
    """The column nearest to `port` in which no other net begins, or `port` itself."""
    near = chain.from_iterable((port + step, port - step) for step in range(high - low + 1))
    for column in near:
        if low <= column <= high and starts.get(column, net) == net:
            return column
    return port
