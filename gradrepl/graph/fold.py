"""A graph too large to read, in fewer nodes.

It is folded in the order in which least is lost: views, loops, modules, plain chains; and where
that is not enough, the oldest nodes are cut and counted.
What the learner named, and what is wrong somewhere, is never folded into something else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gradrepl.graph.contract import Group, Wiring, contract, renumbered
from gradrepl.graph.modules import depth, modules
from gradrepl.graph.repeats import repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from gradrepl.graph.model import Graph, Node

MOST: Final = 1_000
"""How many nodes are searched for what can be folded; of a larger graph the newest ones."""

_PLAIN: Final = 3  # how many nodes in a row are worth being told as one
_LOOPS: Final = 3  # loops within loops
# fmt: off
_VIEWS: Final = frozenset((
    "Alias", "AsStrided", "Diagonal", "Expand", "Permute", "ReshapeAlias", "Select", "Slice",
    "Squeeze", "Swapaxes", "T", "Transpose", "Unfold", "UnsafeView", "Unsqueeze", "View",
    "ViewAsReal", "ViewAsComplex",
))
# fmt: on
"""Nodes that compute nothing, by their names without `Backward0`."""


def fold(
    graph: Graph, limit: int, *, unfold: Collection[str] = (), most: int | None = None
) -> Graph:
    """The graph in at most `limit` nodes, as far as that can be done; itself if it has no more.

    Args:
        graph: in execution order.
        limit: folding goes on until there are no more nodes than that.
        unfold: labels of nodes, names of tensors and of modules that are to be seen as they are.
        most: how many nodes are left at last, the newest ones; `limit` unless told.
    """
    most = limit if most is None else max(most, limit)
    if len(graph.nodes) <= limit:
        return graph
    graph = newest(graph, MOST)
    for step in _steps(graph, unfold):
        graph = step(graph)
        if len(graph.nodes) <= limit:
            return graph
    return newest(graph, most)


def condensed(graph: Graph, *, unfold: Collection[str] = ()) -> Graph:
    """The graph with its views, loops and plain chains told as one each, however small it is."""
    graph = newest(graph, MOST)
    for step in (*_steps(graph, unfold),)[:2]:
        graph = step(graph)
    return _contracted(graph, _chains(graph, _wanted(graph, unfold)))


def _steps(graph: Graph, unfold: Collection[str]) -> Iterator[Callable[[Graph], Graph]]:
    def whole(graph: Graph) -> set[str]:
        return _wanted(graph, unfold)

    def without_views(graph: Graph) -> Graph:
        return contract(graph, _views(graph, whole(graph)))

    searched: Graph | None = None

    def without_repeats(graph: Graph) -> Graph:
        nonlocal searched
        for _ in range(_LOOPS):
            groups = [] if graph is searched else repeats(graph, whole(graph))
            if not groups:
                searched = graph
                break
            graph = contract(graph, groups)
        return graph

    def without_modules(level: int) -> Callable[[Graph], Graph]:
        return lambda graph: _contracted(graph, modules(graph, level, whole(graph)))

    def without_chains(graph: Graph) -> Graph:
        parts = {node.id for node in graph.nodes if node.module}
        return _contracted(graph, _chains(graph, whole(graph) | parts))

    def without_longer_chains(graph: Graph) -> Graph:
        return _contracted(graph, _chains(graph, whole(graph)))

    yield without_views
    yield without_repeats
    for level in range(depth(graph), 0, -1):
        yield without_modules(level)
        yield without_repeats
    yield without_chains
    yield without_repeats
    yield without_longer_chains


def unmatched(graph: Graph, names: Iterable[str]) -> list[str]:
    """Those of the names that nothing in the graph can be unfolded by."""
    return sorted(name for name in names if not _wanted(graph, {name}))


def _wanted(graph: Graph, unfold: Collection[str]) -> set[str]:
    return {node.id for node in graph.nodes if _is_wanted(node, unfold)} if unfold else set()


def _is_wanted(node: Node, unfold: Collection[str]) -> bool:
    """Whether a node was asked for by its label, its tensor's name, or a module that it is in."""
    names = (node.label, *node.names, *node.views)
    return any(
        name == wanted or name.startswith((f"{wanted}.", f"{wanted}["))
        for name in names
        for wanted in unfold
    )


def _contracted(graph: Graph, groups: list[Group]) -> Graph:
    """With the operands of each group counted in the order in which they come in."""
    if not groups:
        return graph
    return renumbered(contract(graph, groups), {group.kept.id for group in groups})


def newest(graph: Graph, limit: int) -> Graph:
    """The `limit` nodes that are nearest to what nothing follows; the others are hidden."""
    if len(graph.nodes) <= limit:
        return graph
    back: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    followed = set()
    for edge in graph.edges:
        back[edge.target].append(edge.source)
        followed.add(edge.source)
    kept = dict.fromkeys(node.id for node in reversed(graph.nodes) if node.id not in followed)
    for node_id in (queue := list(kept)):  # grows while it is walked: breadth first
        if len(queue) >= limit:
            break
        for source in back[node_id]:
            if source not in kept:
                kept[source] = None
                queue.append(source)
    chosen = set(queue[:limit])
    return without(graph, {node.id for node in graph.nodes} - chosen)


def without(graph: Graph, gone: set[str]) -> Graph:
    """The graph without some nodes; those that they fed count the operands that they lack."""
    lost: dict[str, int] = {}
    for edge in graph.edges:
        if edge.source in gone:
            lost[edge.target] = lost.get(edge.target, 0) + 1
    return replace(
        graph,
        nodes=tuple(
            replace(node, elided=node.elided + lost[node.id]) if node.id in lost else node
            for node in graph.nodes
            if node.id not in gone
        ),
        edges=tuple(e for e in graph.edges if e.source not in gone and e.target not in gone),
        hidden=graph.hidden + sum(node.count for node in graph.nodes if node.id in gone),
    )


def _views(graph: Graph, whole: Collection[str]) -> list[Group]:
    """What is only ever looked at through views, with these: `weight → T`."""
    wiring = Wiring.of(graph)
    taken: set[str] = set()
    groups = []
    for node in graph.nodes:
        if node.id in taken or node.id in whole or node.role == "unrecorded":
            continue
        row = [node]
        while (view := _only_view(wiring, row[-1])) is not None and view.id not in whole:
            row.append(view)
        if len(row) > 1:
            names = tuple(_stem(view.label) for view in row[1:])
            kept = replace(node, views=names)
            groups.append(Group(kept, tuple(one.id for one in row)))
            taken.update(one.id for one in row)
    return groups


def _only_view(wiring: Wiring, node: Node) -> Node | None:
    """The view that is all that is made of a node, if it tells nothing of its own."""
    if len(wiring.leaving[node.id]) != 1:
        return None
    (edge,) = wiring.leaving[node.id]
    view = wiring.nodes[edge.target]
    alone = len(wiring.arriving[view.id]) == 1 and edge.output == 0 and edge.style == "solid"
    return view if alone and _stem(view.label) in _VIEWS and _is_plain(view) else None


def _stem(label: str) -> str:
    """`TBackward0` without what every node's name ends in."""
    stem, backward, number = label.rpartition("Backward")
    return stem if backward and number.isdigit() else label


def _chains(graph: Graph, whole: Collection[str]) -> list[Group]:
    """Rows of operations with one operand each, and nothing to tell apart, as one node each."""
    wiring = Wiring.of(graph)
    rows: dict[str, list[Node]] = {}  # by the last node of each
    for node in graph.nodes:
        if not _is_plain(node) or len(wiring.arriving[node.id]) != 1 or node.id in whole:
            continue
        (edge,) = wiring.arriving[node.id]
        before = wiring.nodes[edge.source]
        is_next = len(wiring.leaving[before.id]) == 1 and before.loop == node.loop
        row = rows.pop(before.id, []) if is_next and edge.style == "solid" else []
        rows[node.id] = [*row, node]
    return [_chain(row) for row in rows.values() if len(row) >= _PLAIN]


def _chain(row: list[Node]) -> Group:
    kept = replace(
        row[-1],
        label=f"{row[0].label} … {row[-1].label}",
        module=None,
        saved=(),
        body=None,
        views=(),
        holds=tuple(label for one in row for label in one.holds or (one.label,)),
        new=all(one.new for one in row),
        freed=any(one.freed for one in row),
    )
    return Group(kept, tuple(one.id for one in row))


def _is_plain(node: Node) -> bool:
    return node.role == "operation" and not (node.names or node.elided or node.is_telling)
