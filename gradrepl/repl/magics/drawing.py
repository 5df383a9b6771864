"""What `%graph` and `gradrepl graph FILE` do with the options that they are given."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradrepl.graph.canvas import clean
from gradrepl.graph.options import view
from gradrepl.locale import gettext
from gradrepl.repl.magics.magic import MagicError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console

    from gradrepl.graph.export import Look
    from gradrepl.graph.model import Graph
    from gradrepl.graph.palette import ThemeName
    from gradrepl.graph.view import View


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options ask for."""

    view: View
    look: Look
    output: Path | None = None
    inline: bool = False
    theme: ThemeName | None = None
    """Of a drawing in the terminal; None for the one that it has."""


def wish(options: Mapping[str, Any], *, in_one_file: bool = True) -> Wish:
    """What options ask for together.

    Args:
        options: by each option's last spelling what `Option.read` makes of its value.
        in_one_file: whether the picture is one, and not several in a folder.

    Raises:
        MagicError: where they contradict each other, or a picture cannot be written there.
    """
    from gradrepl.graph.export import ExportError, Look, check_place

    output = options.get("--output")
    path = None if output is None else Path(output).expanduser()
    inline = "--inline" in options
    if path is not None and in_one_file:
        try:
            check_place(path)
        except ExportError as error:
            raise MagicError(str(error)) from error
    if "--fold" in options and "--no-fold" in options:
        raise MagicError(gettext("--fold and --no-fold contradict each other; give one of them"))
    if "--dpi" in options and path is None and not inline:
        message = gettext("{flag} is for pictures; add -o FILE or --inline")
        raise MagicError(message.format(flag="--dpi"))
    theme = options.get("--theme")
    return Wish(
        view(options),
        Look(theme or "light", "--legend" in options, options.get("--dpi")),
        path,
        inline,
        theme,
    )


def deliver(
    graph: Graph, wanted: Wish, console: Console, complain: Callable[[str], object]
) -> None:
    """Draws a graph where it is wanted: on the screen, in a file, as a picture on the screen.

    Raises:
        MagicError: where that cannot be.
    """
    from gradrepl.graph.export import DPI, ExportError, export, picture
    from gradrepl.graph.fold import unmatched
    from gradrepl.render.graph import graph_view
    from gradrepl.render.inline import InlineError, show_inline

    for flag, names in (("--unfold", wanted.view.unfold), ("--lane", wanted.view.lanes)):
        for name in unmatched(graph, names):
            message = gettext("{flag}: nothing in this graph is called {name!r}")
            raise MagicError(message.format(flag=flag, name=clean(name)))
    if wanted.output is None and not wanted.inline:
        with painted(console, wanted.theme):
            console.print(graph_view(graph, wanted.view), soft_wrap=True)
        return
    try:
        if wanted.output is not None:
            path = export(graph, wanted.output, view=wanted.view, look=wanted.look, warn=complain)
            console.print(gettext("wrote {path}").format(path=clean(str(path))), soft_wrap=True)
        if wanted.inline:
            show_inline(
                lambda: picture(graph, "png", view=wanted.view, look=wanted.look, warn=complain),
                console,
                wanted.look.dpi or DPI,
            )
    except (ExportError, InlineError) as error:
        raise MagicError(str(error)) from error


def painted(console: Console, theme: ThemeName | None) -> contextlib.AbstractContextManager[object]:
    """A block in which the terminal draws in a theme of pictures."""
    from gradrepl.render.theme import styles

    if theme is None:
        return contextlib.nullcontext()
    return console.use_theme(styles("none" if theme == "print" else theme, console.color_system))
