"""Chooses the view: one line for a path, boxes for a small graph, lanes for every other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gradrepl.graph.boxes import draw_boxes
from gradrepl.graph.canvas import ASCII, Drawing, Span, shorten
from gradrepl.graph.caption import mark, rest, title
from gradrepl.graph.chain import draw_chain
from gradrepl.graph.fold import fold
from gradrepl.graph.lanes import draw_lanes
from gradrepl.graph.view import UNFOLDED, USUAL, showing

if TYPE_CHECKING:
    from collections.abc import Collection

    from gradrepl.graph.model import Graph
    from gradrepl.graph.view import Part, Style, View

MOST: Final = 40
"""How many nodes are drawn; a larger graph is folded first."""

_FEWER: Final = (24, 12)  # how far a graph is folded that is too wide with more nodes
_BOXES: Final = 12  # how many nodes read well as boxes
_TALLEST: Final = 24  # rows of boxes, where nobody asked for them


def draw(
    graph: Graph,
    *,
    width: int,
    style: Style = "auto",
    ascii_only: bool = False,
    limit: int = MOST,
    show: frozenset[Part] = USUAL,
    unfold: Collection[str] = (),
    lanes: Collection[str] = (),
    squeeze: bool = True,
    brief: bool = True,
) -> Drawing:
    """Draws a graph, never wider than `width` cells, and of its nodes what is to be shown.

    A view that was asked for gives way where it cannot show the graph: chain to boxes, boxes to
    lanes; and where the lanes are too many for the width, more of the graph is folded, and at last
    some of the lanes are hidden.

    Args:
        graph: what to draw.
        width: of the terminal, in cells.
        style: how; "auto" chooses by size and width.
        ascii_only: whether to do without characters that are not ASCII.
        limit: how many nodes are drawn; a larger graph is folded first.
        show: what is said of each node.
        unfold: labels of nodes, names of tensors and of modules that are not folded away, however
            many nodes that makes.
        lanes: labels and names of what is to have a lane, where not everything can.
        squeeze: whether more may be folded of a graph that is too wide.
        brief: whether "auto" tells a path in one line, which has no room for what is known of the
            nodes: their shapes, saved values, gradients, and where a cut was made.
    """
    if not graph.nodes:
        return Drawing()
    graph = showing(graph, show)
    limit = max(limit, 1)
    chain = style == "chain" or (style == "auto" and brief)
    most = max(limit, UNFOLDED) if unfold else limit
    fewer = (n for n in _FEWER if n < limit) if squeeze else ()
    for number in (limit, *fewer):
        folded = fold(graph, number, unfold=unfold, most=most)
        drawing = _view(folded, width, style, chain=chain, ascii_only=ascii_only)
        if drawing is not None:
            break
    else:
        folded = fold(graph, limit, unfold=unfold, most=most)
        drawing = draw_lanes(folded, width, ascii_only=ascii_only, hide=True, keep=lanes)
    if drawing is None:
        newest = folded.nodes[-1]
        text = f"{mark(newest):2}{title(newest, ascii_only=ascii_only)}"
        drawing = Drawing(((_fitted(text, width, ascii_only=ascii_only),),))
    return Drawing((*drawing.rows, *_rest(folded, width, ascii_only=ascii_only)), folded)


def draw_view(graph: Graph, view: View, *, width: int, ascii_only: bool = False) -> Drawing:
    """Draws what is wanted of a graph, never wider than `width` cells."""
    graph = view.of(graph, MOST)
    return draw(
        graph,
        width=width,
        style=view.style,
        ascii_only=ascii_only,
        limit=max(MOST, len(graph.nodes)),  # it has been folded as far as it is to be
        show=view.show,
        unfold=view.unfold,
        lanes=view.lanes,
        squeeze=view.fold is not False,
        brief=view.brief,
    )


def _view(
    graph: Graph, width: int, style: Style, *, chain: bool, ascii_only: bool
) -> Drawing | None:
    drawing = None
    if chain:
        drawing = draw_chain(graph, width, ascii_only=ascii_only)
    boxes = style in ("boxes", "chain") or (style == "auto" and len(graph.nodes) <= _BOXES)
    if drawing is None and boxes:
        drawing = draw_boxes(graph, width, ascii_only=ascii_only)
        if drawing is not None and style == "auto" and len(drawing.rows) > _TALLEST:
            drawing = None  # what does not fit a screen is no overview
    if drawing is None:
        drawing = draw_lanes(graph, width, ascii_only=ascii_only)
    return drawing


def _rest(graph: Graph, width: int, *, ascii_only: bool) -> tuple[tuple[Span, ...], ...]:
    """One row on what is not in the picture."""
    missing = rest(graph)
    if not missing:
        return ()
    return ((replace(_fitted(f"⋮ {missing}", width, ascii_only=ascii_only), role="dim"),),)


def _fitted(text: str, width: int, *, ascii_only: bool) -> Span:
    short = shorten(text, width)
    return Span(short.translate(ASCII) if ascii_only else short)
