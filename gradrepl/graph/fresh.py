"""What a statement made, so that it can stand out in the graph that it is a part of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.graph.model import Graph
    from gradrepl.observe.facts import NodeFacts, NodeKey, TensorFacts, TensorKey

_UNNUMBERED = 2**64 - 1  # every AccumulateGrad: its leaf is drawn instead


@dataclass(frozen=True, slots=True)
class Fresh:
    """Of a statement what is new since it began."""

    statement: int = 0
    """Its number; 0 is no statement's."""
    nodes: frozenset[NodeKey] = frozenset()
    tensors: frozenset[TensorKey] = frozenset()


def made_since(
    statement: int,
    nodes: tuple[Iterable[NodeFacts], Iterable[NodeFacts]],
    tensors: tuple[Iterable[TensorFacts], Iterable[TensorFacts]],
) -> Fresh:
    """What is there after a statement and was not before it.

    Args:
        statement: its number.
        nodes: those that were found before, and after. Neither need be all that there are: a node
            is new if it also has a later number than any that was found before.
        tensors: those that were known before, and after.
    """
    numbers = {key[1] for key in (node.key for node in nodes[0])} - {_UNNUMBERED}
    newest = max(numbers, default=-1)
    known = {facts.key for facts in tensors[0]}
    return Fresh(
        statement,
        frozenset(node.key for node in nodes[1] if newest < node.key[1] != _UNNUMBERED),
        frozenset(facts.key for facts in tensors[1] if facts.key not in known),
    )


def settled(graph: Graph) -> Graph:
    """The same graph with nothing standing out."""
    if not any(node.new for node in graph.nodes):
        return graph
    nodes = (replace(node, new=False) if node.new else node for node in graph.nodes)
    return replace(graph, nodes=tuple(nodes))
