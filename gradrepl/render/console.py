"""A rich Console for whatever stands at the other end: a terminal, a pipe, a dumb terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal, TextIO, cast

from rich.console import Console

from gradrepl.render.theme import current, styles

if TYPE_CHECKING:
    from collections.abc import Mapping

PIPE_WIDTH = 80
"""Cells in a line where nobody can be asked."""

_DRAWN = "─│┌┐└┘├┤┬┴┼╌┊◆●◉◇✂▷…→↳"


class TolerantStream:
    """Writes to a stream whatever it is given: what its encoding lacks goes out as an escape."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """As `TextIO.write`."""
        try:
            return self.stream.write(text)
        except UnicodeEncodeError:
            encoding = self.stream.encoding or "ascii"
            return self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding))

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


def make_console(
    stream: TextIO | None = None,
    *,
    color: bool | None = None,
    width: int | None = None,
    environ: Mapping[str, str] | None = None,
) -> Console:
    """A console that interprets nothing in what it writes.

    Args:
        stream: where it writes; standard output, unless told.
        color: None colours a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
        width: cells in a line; None asks the terminal, and is `COLUMNS` or 80 where there is none.
        environ: the environment; the process's own unless told.
    """
    environ = os.environ if environ is None else environ
    stream = sys.stdout if stream is None else stream
    terminal = is_terminal(stream)
    dumb = environ.get("TERM", "") in ("dumb", "unknown")
    if color is None:
        color = terminal and not dumb and not environ.get("NO_COLOR")
    if width is None and (not terminal or dumb):
        width = _columns(environ)
    # COLUMNS is what a terminal's width once was; a terminal can be asked, and may be resized.
    variables = {name: value for name, value in environ.items() if name not in ("COLUMNS", "LINES")}
    variables.pop("NO_COLOR", None)  # decided above: `color` may have been asked for
    theme = current(environ)
    console = Console(
        file=cast("TextIO", TolerantStream(stream)),
        theme=styles(theme),
        width=width,
        force_terminal=color or terminal,
        color_system=_system(environ, terminal=terminal and not dumb) if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=variables,
    )
    console.push_theme(styles(theme, console.color_system))
    return console


def _system(
    environ: Mapping[str, str], *, terminal: bool
) -> Literal["auto", "truecolor", "standard"]:
    """How many colours there are: into a pipe, as many as the terminal behind it says it has."""
    if terminal:
        return "auto"
    told = environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    return "truecolor" if told else "standard"


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream is a terminal; a stream that cannot say is none."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # a stand-in without the method; a closed stream
        return False


def is_ascii(encoding: str | None) -> bool:
    """Whether drawings must do without the characters of `_DRAWN`."""
    try:
        _DRAWN.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def _columns(environ: Mapping[str, str]) -> int:
    try:
        return min(max(int(environ["COLUMNS"]), 20), 1000)
    except (KeyError, ValueError):
        return PIPE_WIDTH
