"""Which values get no lane of their own where there is no room for all: a number stands for them.

Where such a value is made stands `→#1`, where it is used `2←#1`: it is the second operand. The rows
below the drawing tell what each number is, and asking for one by name brings its lane back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import Span, cell_width, shorten
from gradrepl.graph.caption import fitted, title
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gradrepl.graph.canvas import SpanRole
    from gradrepl.graph.model import Graph, Node
    from gradrepl.graph.nets import Net, Netting

_NAME: Final = 24  # cells of a name in the list of what is hidden


@dataclass(frozen=True, slots=True)
class Hiding:
    """The nets without a lane, and the number of each value that they carry."""

    nets: frozenset[int] = frozenset()
    tags: dict[str, int] = field(default_factory=dict)
    """By the id of the node that made the value, from 1."""

    def made(self, node: Node) -> list[Span]:
        """What stands at a node whose value has a number."""
        tag = self.tags.get(node.id)
        return [] if tag is None else [Span(f"→#{tag}", "edge")]

    def used(self, arriving: Sequence[Net]) -> list[Span]:
        """What stands at a node for each operand that comes without a lane."""
        return [
            Span(f"{place}{_link(net)}#{self.tags[net.source]}", _role(net))
            for place, net in enumerate(arriving, 1)
            if net.number in self.nets
        ]


def _link(net: Net) -> str:
    return "←" if net.style == "solid" else "✂" if net.cut else "╌"


def _role(net: Net) -> SpanRole:
    return "edge" if net.style == "solid" else "severed"


def hiding(graph: Graph, netting: Netting, room: int, keep: Collection[str]) -> Hiding:
    """Hides so many values that never more than `room` are on their way at once.

    Of those on their way the one that is needed last goes first.

    Args:
        graph: what is drawn.
        netting: its nets.
        room: lanes.
        keep: labels and names whose lanes are to be seen if that can be.
    """
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    kept = {node.id for node in graph.nodes if not {node.label, *node.names}.isdisjoint(keep)}
    alive: dict[int, tuple[bool, int]] = {}  # by net: whether it may go, and where it is used last
    gone: set[int] = set()
    tags: dict[str, int] = {}
    for number, node in enumerate(graph.nodes):
        alive = {net: own for net, own in alive.items() if own[1] > number}
        leaving = {net.number: net for net in netting.leaving[node.id]}
        for net in leaving.values():
            last = max(place[target] for target in net.targets)
            alive[net.number] = (node.id not in kept, last)
        while len(alive) > room:
            farthest = max(alive, key=alive.__getitem__)
            del alive[farthest]
            gone.add(farthest)
    for node in graph.nodes:
        if any(net.number in gone for net in netting.leaving[node.id]):
            tags[node.id] = len(tags) + 1
    return Hiding(frozenset(gone), tags)


def told(hidden: Hiding, graph: Graph, width: int, *, ascii_only: bool) -> Iterator[str]:
    """The rows that say what each number is, each at most `width` cells wide."""
    nodes = {node.id: node for node in graph.nodes}
    row = "⋮ " + gettext("hidden lanes:")
    for node_id, tag in hidden.tags.items():
        node = nodes[node_id]
        name = fitted(title(node, ascii_only=ascii_only), node, _NAME)
        text = shorten(f"#{tag} {name}", max(width - 2, 1))
        if cell_width(row) + 1 + cell_width(text) > width:
            yield shorten(row, width)
            row = "⋮"
        row += f" {text}"
    yield shorten(row, width)
