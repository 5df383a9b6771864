"""What `%graph` and `gradrepl graph FILE` take and do: one list of options for both."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gradrepl.graph.canvas import clean
from gradrepl.graph.palette import THEMES, ThemeName
from gradrepl.graph.view import PARTS, STYLES, USUAL, Part, Style, View
from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import MagicError, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console

    from gradrepl.graph.export import Look
    from gradrepl.graph.model import Graph

OPTIONS: tuple[Option, ...] = (
    Option(
        ("-o", "--output"),
        "FILE",
        summary=N_("write a picture, by its suffix: .svg, .png, .pdf, .dot or .json"),
    ),
    Option(
        ("-s", "--style"),
        "STYLE",
        STYLES,
        summary=N_("boxes show the layers, lanes the order in which it ran"),
    ),
    Option(
        ("--show",),
        "values,grads,saved,versions,shapes",
        PARTS,
        several=True,
        summary=N_("what is said of each node; usually grads,saved,shapes"),
    ),
    Option(
        ("--depth",),
        "N",
        between=(1, 100_000),
        summary=N_("go back at most N operations"),
    ),
    Option(("--fold",), summary=N_("tell repeats as one, also in a small graph")),
    Option(("--no-fold",), summary=N_("draw every node, however many there are")),
    Option(
        ("--unfold",),
        "NAME,...",
        summary=N_("show these whole: a module, a tensor, an operation's name"),
    ),
    Option(
        ("--lane",),
        "NAME,...",
        summary=N_("in a narrow terminal, give these values a lane before others"),
    ),
    Option(("--theme",), "THEME", THEMES, summary=N_("the colours; print is black on white")),
    Option(
        ("--dpi",),
        "N",
        between=(20, 1200),
        summary=N_("a PNG's dots to an inch; usually 144"),
    ),
    Option(("--legend",), summary=N_("say what the shapes and signs mean")),
    Option(("--inline",), summary=N_("show the picture in the terminal itself, where it can")),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options ask for."""

    view: View
    look: Look
    output: Path | None = None
    inline: bool = False
    theme: ThemeName | None = None
    """Of a drawing in the terminal; None for the one that it has."""


def wish(options: Mapping[str, str], *, in_one_file: bool = True) -> Wish:
    """Reads options, each by its last spelling; their values have been checked one by one.

    Args:
        options: as they were typed.
        in_one_file: whether the picture is one, and not several in a folder.

    Raises:
        MagicError: where they contradict each other, or a picture cannot be written there.
    """
    from gradrepl.graph.export import DPI, ExportError, Look, check_place

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
    shown = options.get("--show")
    theme = cast("ThemeName | None", options.get("--theme"))
    return Wish(
        View(
            cast("Style", options.get("--style", "auto")),
            USUAL if shown is None else frozenset(cast("list[Part]", shown.split(","))),
            None if "--depth" not in options else int(options["--depth"]),
            True if "--fold" in options else False if "--no-fold" in options else None,
            frozenset(filter(None, options.get("--unfold", "").split(","))),
            frozenset(filter(None, options.get("--lane", "").split(","))),
            "--legend" in options,
        ),
        Look(
            theme or "light",
            "--legend" in options,
            int(options.get("--dpi", DPI)),
        ),
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
    from gradrepl.graph.export import ExportError, export, picture
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
                wanted.look.dpi,
            )
    except (ExportError, InlineError) as error:
        raise MagicError(str(error)) from error


def painted(console: Console, theme: ThemeName | None) -> contextlib.AbstractContextManager[object]:
    """A block in which the terminal draws in a theme of pictures."""
    from gradrepl.render.theme import styles

    if theme is None:
        return contextlib.nullcontext()
    return console.use_theme(styles("none" if theme == "print" else theme))
