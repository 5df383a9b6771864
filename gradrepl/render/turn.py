"""What the lens adds below a statement's own output: facts, the graph, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from gradrepl.locale import gettext
from gradrepl.render.console import is_ascii
from gradrepl.render.explanation import explanation_lines
from gradrepl.render.facts import facts_lines, turn_rows
from gradrepl.render.graph import graph_lines
from gradrepl.render.text import hanging, styled

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

    from gradrepl.session.turn import Turn

Level: TypeAlias = Literal["off", "facts", "full"]


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn, laid out when it is printed, for the width that the console then has."""

    turn: Turn
    level: Level
    graph: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from turn_lines(
            self.turn,
            options.max_width,
            level=self.level,
            graph=self.graph,
            ascii_only=is_ascii(console.encoding),
        )


def turn_view(turn: Turn, *, level: Level, graph: bool = True) -> TurnView | None:
    """What is to be printed for a turn; None where the lens has nothing to say.

    Args:
        turn: the statement.
        level: how much to show.
        graph: whether the level "full" includes the drawing; a notebook shows a picture instead.
    """
    if level == "off" or not _says(turn, level, graph=graph):
        return None
    return TurnView(turn, level, graph)


def turn_lines(
    turn: Turn, width: int, *, level: Level, graph: bool = True, ascii_only: bool = False
) -> list[Text]:
    """The lines for a turn. Where one part cannot be drawn, a line says so and the others stand."""
    if level == "off":
        return []
    lines = _guarded(lambda: facts_lines(turn_rows(turn), width, ascii_only=ascii_only))
    if level == "full":
        if graph and (shown := turn.graph) is not None and shown.nodes:
            lines += _guarded(lambda: graph_lines(shown, width, ascii_only=ascii_only))
            lines += _guarded(lambda: _drawn_from(turn, width))
        lines += _guarded(lambda: explanation_lines(turn.explanations, width))
    return lines + _guarded(lambda: _remarks(turn, width))


def _says(turn: Turn, level: Level, *, graph: bool) -> bool:
    """Whether there is anything to show; the graph is not drawn to find out."""
    drawn = graph and turn.graph is not None and bool(turn.graph.nodes)
    if level == "full" and (drawn or turn.explanations):
        return True
    return bool(_guarded(lambda: facts_lines(turn_rows(turn), 80)) or _remarks(turn, 80))


def _drawn_from(turn: Turn, width: int) -> list[Text]:
    """Where a graph comes from that no name here leads to."""
    if turn.graph_of is None:
        return []
    message = gettext("the graph of backward() in line {line}, by the names that it had there")
    return hanging(styled("  "), message.format(line=turn.graph_of), width, role="dim")


def _remarks(turn: Turn, width: int) -> list[Text]:
    remarks = []
    if turn.out_of_reach:
        message = (
            gettext("1 operation ran, and no name here leads to the tensor that it made")
            if turn.out_of_reach == 1
            else gettext(
                "{count:,} operations ran, and no name here leads to a tensor that they made"
            )
        )
        remarks.append(message.format(count=turn.out_of_reach))
    if turn.after.unread > turn.before.unread:
        message = gettext("{count} tensors more than the lens reads after every statement")
        remarks.append(message.format(count=turn.after.unread))
    if turn.lens_error:
        remarks.append(gettext("the lens could not look: {error}").format(error=turn.lens_error))
    return [row for remark in remarks for row in hanging(styled("  "), remark, width, role="dim")]


def _guarded(part: Callable[[], list[Text]]) -> list[Text]:
    """A part's lines. What the lens shows is extra: no fault in it may reach the learner."""
    try:
        return part()
    except Exception as error:  # noqa: BLE001  # whatever it is, the prompt goes on
        fault = f"{type(error).__name__}: {error}"
        message = gettext("the lens could not be drawn: {error}").format(error=fault)
        return hanging(styled("  "), message, 80, role="dim")
