"""How a graph is to be looked at: how far back, in how many nodes, and what is said of each."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from gradrepl.graph.fold import condensed, fold, without

if TYPE_CHECKING:
    from gradrepl.graph.model import Graph, Node

Style: TypeAlias = Literal["auto", "chain", "boxes", "lanes"]
STYLES: Final[tuple[Style, ...]] = get_args(Style)

Part: TypeAlias = Literal["values", "grads", "saved", "versions", "shapes"]
"""What can be said of a node beside its names, and what is wrong with it."""
PARTS: Final[tuple[Part, ...]] = get_args(Part)
USUAL: Final[frozenset[Part]] = frozenset(("grads", "saved", "shapes"))

UNFOLDED: Final = 1_000
"""How many nodes are drawn at most where something was asked to be unfolded."""


@dataclass(frozen=True, slots=True)
class View:
    """What was asked for; the rest is as usual."""

    style: Style = "auto"
    show: frozenset[Part] = USUAL
    depth: int | None = None
    """How many operations there are at most between a tensor that was asked for and a node."""
    fold: bool | None = None
    """Whether repeats are told as one; None where the graph's size decides."""
    unfold: frozenset[str] = frozenset()
    """Labels of nodes, names of tensors and of modules that are never folded away."""
    lanes: frozenset[str] = frozenset()
    """Labels of nodes and names of tensors that have a lane where there is not one for each."""
    brief: bool = False
    """Whether a path is one line where no style was asked for: it says less of each node."""
    legend: bool = False
    """Whether a drawing in the terminal says what its signs mean."""

    def of(self, graph: Graph, most: int, *, whole: bool = False) -> Graph:
        """The part of the graph that is wanted, in at most `most` nodes unless it is never folded.

        With `whole`, all that is known of each node stays.
        """
        if self.depth is not None:
            graph = within(graph, self.depth)
        if self.fold:
            graph = condensed(graph, unfold=self.unfold)
        if self.fold is not False:
            room = max(most, UNFOLDED) if self.unfold else most
            graph = fold(graph, most, unfold=self.unfold, most=room)
        return graph if whole else showing(graph, self.show)


def showing(graph: Graph, parts: frozenset[Part]) -> Graph:
    """The graph with nothing known of its nodes but these parts, and what is wrong with them."""
    return replace(graph, nodes=tuple(_showing(node, parts) for node in graph.nodes))


def _showing(node: Node, parts: frozenset[Part]) -> Node:
    return replace(
        node,
        shape=node.shape if "shapes" in parts else None,
        dtype=node.dtype if "shapes" in parts else None,
        saved=tuple(
            one if "versions" in parts or one.state == "stale" else replace(one, version=None)
            for one in node.saved
            if "saved" in parts or one.state == "stale"
        ),
        grad=node.grad if "grads" in parts else None,
        retains=node.retains and "grads" in parts,
        hooks=node.hooks if "grads" in parts else (),
        version=node.version if "versions" in parts else None,
        value=node.value if "values" in parts else None,
    )


def within(graph: Graph, depth: int) -> Graph:
    """What lies at most `depth` operations behind that which nothing follows; the rest is hidden.

    A tensor that an operation takes is shown with it.
    """
    roles = {node.id: node.role for node in graph.nodes}
    back: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    followed = set()
    for edge in graph.edges:
        back[edge.target].append(edge.source)
        followed.add(edge.source)
    away = {node_id: _step(roles[node_id]) for node_id in roles if node_id not in followed}
    waiting = deque(away)
    while waiting:
        node_id = waiting.popleft()
        for source in back[node_id]:
            step = _step(roles[source])
            if away[node_id] + step < away.get(source, depth + 1):
                away[source] = away[node_id] + step
                # Nearest first: a tensor costs nothing, so it is looked at before what is waiting.
                (waiting.append if step else waiting.appendleft)(source)
    return without(graph, {node_id for node_id in roles if away.get(node_id, depth + 1) > depth})


def _step(role: str) -> int:
    return 1 if role in ("operation", "unrecorded") else 0
