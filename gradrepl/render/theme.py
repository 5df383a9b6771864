"""The styles, named by what a thing is, in a theme for every ground.

Whatever a colour says, a word or a shape says too. The usual theme takes the terminal's own sixteen
colours, and of them only those that can be read on a dark and on a light ground; the others know
their ground, or what eyes tell apart that see fewer colours.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from rich.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ThemeName: TypeAlias = Literal["auto", "dark", "light", "safe", "none"]
"""safe: for eyes that do not tell red from green, on either ground.  none: no colour at all."""
THEMES: Final[tuple[ThemeName, ...]] = get_args(ThemeName)
VARIABLE: Final = "GRADREPL_THEME"

STYLES = {
    # tensors and nodes, by their role in a graph
    "name": "bold",
    "leaf": "bold green",
    "result": "bold cyan",
    "operation": "magenta",
    "constant": "",
    "unrecorded": "red",
    "severed": "red",
    "edge": "",
    "saved": "dim",
    "detail": "dim",
    "cause": "red",
    # the same, made by the statement that has just run
    "new-leaf": "bold underline green",
    "new-result": "bold underline cyan",
    "new-operation": "bold underline magenta",
    "new-constant": "bold underline",
    "new-unrecorded": "bold underline red",
    # facts
    "dtype": "",
    "grad": "green",
    "no_grad": "dim",
    "change": "bold magenta",
    "alias": "bold magenta",
    # explanations
    "why": "bold red",
    "caution": "bold red",
    "note": "bold cyan",
    "fix": "bold green",
    # tracebacks
    "error": "bold red",
    "place": "cyan",
    "caret": "red",
    # everything else
    "dim": "dim",
    "command": "bold cyan",
    "heading": "bold",
}

_WORDS: Final = ("green", "cyan", "magenta", "red", "dim")
_PALETTES: Final[dict[ThemeName, str]] = {
    "auto": "green cyan magenta red dim",
    "dark": "#7fd88f #6fd3e8 #cba6f7 #ff8f88 #a3adb8",
    "light": "#1b6b2f #00598a #7a2e9e #b3261e #59636e",
    "safe": "#009e73 #2a7fc0 #b5729b #d55e00 #808a94",
    "none": "none none none none dim",
}
COLOURS: Final = {
    name: dict(zip(_WORDS, palette.split(), strict=True)) for name, palette in _PALETTES.items()
}
"""What each theme puts in the place of a word of STYLES; few terminals make `dim` legible."""

_FEW: Final[dict[ThemeName, str]] = {
    "dark": _PALETTES["auto"],
    "light": _PALETTES["auto"],
    "safe": "cyan blue none yellow dim",
}
"""The same for a terminal of sixteen colours: the nearest of those to a green may be a grey, and
which green it shows is its own to say."""

_chosen: ThemeName | None = None


def use(name: ThemeName) -> None:
    """Has every console that is made from now on use that theme."""
    global _chosen  # noqa: PLW0603  # as the language: one a process
    _chosen = name


def current(environ: Mapping[str, str] | None = None) -> ThemeName:
    """The theme that was chosen, or that `GRADREPL_THEME` asks for; else "auto"."""
    wanted = _chosen or (os.environ if environ is None else environ).get(VARIABLE)
    return next((name for name in THEMES if name == wanted), "auto")


def styles(name: ThemeName, system: str | None = None) -> Theme:
    """What rich needs to know of a theme.

    Args:
        name: the theme.
        system: the console's `color_system`; None where that does not matter.
    """
    is_few = system in ("standard", "windows") and name in _FEW
    colours = dict(zip(_WORDS, _FEW[name].split(), strict=True)) if is_few else COLOURS[name]
    return Theme(
        {f"gradrepl.{role}": " ".join(_painted(style, colours)) for role, style in STYLES.items()}
    )


def _painted(style: str, colours: Mapping[str, str]) -> Iterator[str]:
    words = (colours.get(word, word) for word in style.split())
    return (word for word in words if word != "none")


def style(role: str) -> str:
    """The style of a role; plain where the role has none."""
    return f"gradrepl.{role}" if role in STYLES else ""
