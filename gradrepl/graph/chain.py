"""The view of one line, for a graph that is a simple path: `◆ a ── ● MulBackward0 ── ◉ b`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gradrepl.graph.canvas import ASCII, Drawing, Span
from gradrepl.graph.caption import heading_role, is_cut, mark, outputs, title, warnings

if TYPE_CHECKING:
    from gradrepl.graph.model import Edge, Graph, Node, Role


def draw_chain(graph: Graph, width: int, *, ascii_only: bool = False) -> Drawing | None:
    """One row; None where the graph is not a path, or is too long for the width."""
    if not is_path(graph):
        return None
    roles = {node.id: node.role for node in graph.nodes}
    taken = outputs(graph, ascii_only=ascii_only, brief=True)
    spans = list(_words(graph.nodes[0], ascii_only=ascii_only))
    for edge, node in zip(graph.edges, graph.nodes[1:], strict=True):
        spans.append(_link(edge, roles))
        spans.extend(_words(node, ascii_only=ascii_only))
        spans.extend(Span(f" ({text})", "detail") for text in taken.get(node.id, ()))
    if ascii_only:
        spans = [Span(span.text.translate(ASCII), span.role) for span in spans]
    drawing = Drawing((tuple(spans),))
    return drawing if drawing.width <= width else None


def is_path(graph: Graph) -> bool:
    """Whether every node but the first has one edge, and that from the node before it."""
    steps = [(left.id, right.id) for left, right in pairwise(graph.nodes)]
    return bool(graph.nodes) and steps == [(edge.source, edge.target) for edge in graph.edges]


def _link(edge: Edge, roles: dict[str, Role]) -> Span:
    if edge.style == "solid":
        return Span(" ── ", "edge")
    return Span(" ╌╌✂╌╌ " if is_cut(edge, roles) else " ╌╌▷ ", "severed")


def _words(node: Node, *, ascii_only: bool) -> list[Span]:
    text = title(node, ascii_only=ascii_only)
    # Between two dashed lines the bare word reads best; no other node stands without a symbol.
    head = f"{mark(node):2}{text}"
    if node.role == "unrecorded":
        head = head[1:].strip()
    more = warnings(node, ascii_only=ascii_only)
    return [Span(head, heading_role(node)), *(Span(f" ({span.text})", span.role) for span in more)]
