"""A drawing as lines of styled text. It was fitted to the width when drawn; nothing is wrapped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.graph.draw import draw
from gradrepl.render.console import is_ascii
from gradrepl.render.text import line, styled

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

    from gradrepl.graph.draw import Style
    from gradrepl.graph.model import Graph

INDENT = 2
_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class GraphView:
    """A graph, drawn as wide as the console is when it is printed."""

    graph: Graph
    style: Style = "auto"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from graph_lines(
            self.graph,
            options.max_width,
            style=self.style,
            ascii_only=is_ascii(console.encoding),
        )


def graph_view(graph: Graph, *, style: Style = "auto") -> GraphView:
    """A graph as something that a console prints."""
    return GraphView(graph, style)


def graph_lines(
    graph: Graph, width: int, *, style: Style = "auto", ascii_only: bool = False
) -> list[Text]:
    """The drawing's rows; its last one tells what was left out, if anything was."""
    room = max(width - INDENT, _NARROWEST)
    drawing = draw(graph, width=room, style=style, ascii_only=ascii_only)
    return [
        line(" " * INDENT, *(styled(span.text, span.role) for span in row)) for row in drawing.rows
    ]
