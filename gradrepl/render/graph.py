"""A drawing as lines of styled text. It was fitted to the width when drawn; nothing is wrapped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.graph.draw import draw_view
from gradrepl.graph.key import key
from gradrepl.graph.view import View
from gradrepl.render.console import is_ascii
from gradrepl.render.text import hanging, line, pad, styled

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

    from gradrepl.graph.model import Graph

INDENT = 2
USUALLY = View(brief=True)
"""Below a statement, where the facts of its tensors stand already."""
_NARROWEST = 20
_SIGN = 14  # cells of a sign in the legend


@dataclass(frozen=True, slots=True)
class GraphView:
    """A graph, drawn as wide as the console is when it is printed."""

    graph: Graph
    view: View = USUALLY

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from graph_lines(
            self.graph,
            options.max_width,
            view=self.view,
            ascii_only=is_ascii(console.encoding),
        )


def graph_view(graph: Graph, view: View = USUALLY) -> GraphView:
    """A graph as something that a console prints."""
    return GraphView(graph, view)


def graph_lines(
    graph: Graph, width: int, *, view: View = USUALLY, ascii_only: bool = False
) -> list[Text]:
    """The drawing's rows; its last one tells what was left out, if anything was."""
    room = max(width - INDENT, _NARROWEST)
    drawing = draw_view(graph, view, width=room, ascii_only=ascii_only)
    rows = [
        line(" " * INDENT, *(styled(span.text, span.role) for span in row)) for row in drawing.rows
    ]
    if view.legend:
        rows.append(line())
        for sign, meaning in key(drawing, ascii_only=ascii_only):
            label = pad(line(" " * INDENT, styled(sign.text, sign.role)), INDENT + _SIGN)
            rows += hanging(label, meaning.text, width, role=meaning.role)
    return rows
