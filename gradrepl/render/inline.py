"""A picture between the lines of a terminal that can show one: kitty's protocol, and iTerm2's.

Sixel is left out: no library that gradrepl stands on writes it.
"""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console

Protocol: TypeAlias = Literal["kitty", "iterm2"]

_CHUNK: Final = 4096  # characters that kitty takes at once
_CELLS: Final = 12.0  # of a usual terminal's cells, to an inch
_KITTY: Final = frozenset({"ghostty", "kitty"})
_ITERM2: Final = frozenset({"iTerm.app", "WezTerm", "mintty", "rio", "Tabby"})


class InlineError(Exception):
    """A picture that cannot be shown in the terminal; the message says what to do."""


def show_inline(draw: Callable[[], bytes], console: Console, dpi: int) -> None:
    """Shows a PNG, which is drawn only where it can be shown.

    Args:
        draw: makes the PNG.
        console: where; a picture that is wider is scaled down to its width.
        dpi: the PNG's dots to an inch.

    Raises:
        InlineError: where there is no such terminal.
    """
    write = gettext("{reason}; write a file instead: -o graph.png")
    if not console.is_terminal:
        reason = gettext("the output is no terminal, so it shows no picture")
        raise InlineError(write.format(reason=reason))
    if is_wrapped(os.environ):
        reason = gettext("tmux and screen let no picture through")
        raise InlineError(write.format(reason=reason))
    known = protocol(os.environ)
    if known is None:
        reason = gettext("this terminal is not known to show pictures (kitty's way, or iTerm2's)")
        raise InlineError(write.format(reason=reason))
    png = draw()
    cells = min(max(round(_pixels(png) / dpi * _CELLS), 1), console.width)
    console.file.write(encoded(png, known, cells) + "\n")
    console.file.flush()


def is_wrapped(environ: Mapping[str, str]) -> bool:
    """Whether a program stands between us and the terminal that would have to show it."""
    return bool(environ.get("TMUX")) or environ.get("TERM", "").startswith(("screen", "tmux"))


def protocol(environ: Mapping[str, str]) -> Protocol | None:
    """How the terminal wants its pictures, by what it says of itself; None where nobody knows."""
    program = environ.get("TERM_PROGRAM", "")
    term = environ.get("TERM", "")
    if environ.get("KITTY_WINDOW_ID") or "kitty" in term or program.lower() in _KITTY:
        return "kitty"
    if program in _ITERM2 or environ.get("LC_TERMINAL") == "iTerm2":
        return "iterm2"
    return "kitty" if environ.get("KONSOLE_VERSION") else None


def encoded(png: bytes, known: Protocol, cells: int) -> str:
    """The escape sequence that shows a PNG, so many cells wide."""
    data = b64encode(png).decode("ascii")
    if known == "iterm2":
        options = f"inline=1;size={len(png)};width={cells};preserveAspectRatio=1"
        return f"\x1b]1337;File={options}:{data}\x07"
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    parts = []
    for number, chunk in enumerate(chunks):
        first = f"f=100,a=T,c={cells}," if number == 0 else ""
        more = int(number < len(chunks) - 1)
        parts.append(f"\x1b_G{first}m={more};{chunk}\x1b\\")
    return "".join(parts)


def _pixels(png: bytes) -> int:
    """A PNG's width, which stands right behind its signature."""
    return int.from_bytes(png[16:20], "big")
