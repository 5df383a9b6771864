"""Edges gathered into nets: what leaves one node and may share one line.

The edges from one source share a line as far as they can, but two edges between the same two nodes
(`x * x`) and edges of different styles never do: each must be seen to arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.graph.caption import is_cut

if TYPE_CHECKING:
    from gradrepl.graph.model import EdgeStyle, Graph


@dataclass(frozen=True, slots=True)
class Net:
    """One line out of a node, to one or more others."""

    number: int
    source: str
    style: EdgeStyle
    targets: tuple[str, ...]
    """Each once, in the graph's order of edges."""
    cut: bool
    """Whether it carries the sign of a gradient that cannot come back."""


@dataclass(frozen=True, slots=True)
class Netting:
    """A graph's nets, by the node they leave and by the node they reach."""

    leaving: dict[str, tuple[Net, ...]]
    arriving: dict[str, tuple[Net, ...]]
    """In operand order; as many as the node has edges."""


def gather(graph: Graph) -> Netting:
    """The nets of a graph."""
    roles = {node.id: node.role for node in graph.nodes}
    seen: dict[tuple[str, str, EdgeStyle], int] = {}
    members: dict[tuple[str, EdgeStyle, int], list[str]] = {}
    arrivals: dict[str, list[tuple[int, tuple[str, EdgeStyle, int]]]] = {}
    cut: dict[tuple[str, EdgeStyle, int], bool] = {}
    for edge in graph.edges:
        pair = (edge.source, edge.target, edge.style)
        seen[pair] = nth = seen.get(pair, -1) + 1
        key = (edge.source, edge.style, nth)
        members.setdefault(key, []).append(edge.target)
        arrivals.setdefault(edge.target, []).append((edge.operand, key))
        cut[key] = is_cut(edge, roles)
    nets = {
        key: Net(number, key[0], key[1], tuple(targets), cut[key])
        for number, (key, targets) in enumerate(members.items())
    }
    leaving: dict[str, list[Net]] = {node.id: [] for node in graph.nodes}
    for net in nets.values():
        leaving[net.source].append(net)
    return Netting(
        {node: tuple(own) for node, own in leaving.items()},
        {
            node.id: tuple(
                nets[key] for _, key in sorted(arrivals.get(node.id, ()), key=lambda pair: pair[0])
            )
            for node in graph.nodes
        },
    )
