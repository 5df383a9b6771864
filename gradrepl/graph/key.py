"""What the signs of a terminal's drawing mean; only of those that are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.graph.canvas import ASCII, Span
from gradrepl.graph.caption import SYMBOLS, mark
from gradrepl.graph.legend import MEANINGS, SEVERED
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.graph.canvas import Drawing, SpanRole
    from gradrepl.graph.model import Graph


def key(drawing: Drawing, *, ascii_only: bool = False) -> list[tuple[Span, Span]]:
    """The signs of a drawing and what each means, in the language in force."""
    if drawing.graph is None:
        return []
    return [
        (Span(sign.translate(ASCII) if ascii_only else sign, role), Span(meaning, "dim"))
        for sign, role, meaning in _signs(drawing.graph, str(drawing))
    ]


def _signs(graph: Graph, text: str) -> Iterator[tuple[str, SpanRole, str]]:
    present = {node.role for node in graph.nodes}
    for role, meaning in MEANINGS.items():
        if role in present:
            yield SYMBOLS[role], role, gettext(meaning)
    freed = next((node for node in graph.nodes if node.freed and node.role == "operation"), None)
    if freed is not None:
        yield mark(freed)[0], "operation", gettext("what it had saved is freed")
    if any(node.new for node in graph.nodes):
        yield "+", "new-operation", gettext("the last statement made it")
    if any(edge.style == "severed" for edge in graph.edges):
        yield "╌✂╌", "severed", gettext(SEVERED)
    if any(node.times > 1 for node in graph.nodes):
        yield "×9 (2/3)", "operation", gettext("ran 9 times, as the second of three in a loop")
    if any(node.views for node in graph.nodes):
        yield "→ T", "dim", gettext("and a view of it")
    if any(node.elided for node in graph.nodes):
        yield "⋮ +1", "dim", gettext("one more operand, which is not drawn")
    if "#1" in text:
        yield "→#1 2←#1", "edge", gettext("made here, and used there as the second operand")
    if "operands " in text:
        yield (
            gettext("operands {order}").format(order="2,1"),
            "detail",
            gettext("the left lane is the second operand"),
        )
