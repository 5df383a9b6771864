"""The colours of a picture, by theme; whatever a colour says, a shape or a word says too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gradrepl.graph.canvas import SpanRole
    from gradrepl.graph.model import Role
    from gradrepl.graph.scene import Box, Line

ThemeName: TypeAlias = Literal["light", "dark", "print"]
THEMES: Final[tuple[ThemeName, ...]] = get_args(ThemeName)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`."""

    ground: str
    ink: str
    edge: str
    lines: Mapping[Role, str]
    """The outline of a node."""
    fills: Mapping[Role, str]
    inks: Mapping[SpanRole, str]
    """The colour of a text, where it is not the ink."""
    severed: str
    active: tuple[str, str]
    """Outline and filling of the node that runs; the first also of what a gradient flows along."""

    def box(self, box: Box) -> tuple[str, str]:
        """The outline and the filling of a node."""
        if box.active:
            return self.active
        return self.lines[box.role], self.ground if box.hollow else self.fills[box.role]

    def line(self, line: Line) -> str:
        """The colour of an edge."""
        if line.flows:
            return self.active[0]
        return self.severed if line.style == "severed" else self.edge

    def text(self, role: SpanRole) -> str:
        """The colour of a text."""
        return self.inks.get(role, self.ink)


_LIGHT: Final = Palette(
    ground="#ffffff",
    ink="#1b1f24",
    edge="#57606a",
    lines={
        "leaf": "#1a7f37",
        "constant": "#8c959f",
        "operation": "#4361b5",
        "unrecorded": "#b3261e",
        "result": "#9a6700",
    },
    fills={
        "leaf": "#e6f6ea",
        "constant": "#f6f8fa",
        "operation": "#e9effc",
        "unrecorded": "#ffffff",
        "result": "#fff6da",
    },
    inks={
        "detail": "#57606a",
        "saved": "#57606a",
        "dim": "#57606a",
        "grad": "#1a7f37",
        "leaf": "#14532d",
        "result": "#7a5200",
        "unrecorded": "#b3261e",
        "cause": "#b3261e",
        "caution": "#b3261e",
    },
    severed="#b3261e",
    active=("#c2410c", "#ffe4cc"),
)

_DARK: Final = Palette(
    ground="#0d1117",
    ink="#e6edf3",
    edge="#9aa4af",
    lines={
        "leaf": "#4fc36b",
        "constant": "#7d8590",
        "operation": "#7aa2f7",
        "unrecorded": "#ff7b72",
        "result": "#e3b341",
    },
    fills={
        "leaf": "#12301c",
        "constant": "#1c2128",
        "operation": "#182746",
        "unrecorded": "#0d1117",
        "result": "#372a0c",
    },
    inks={
        "detail": "#a8b3bd",
        "saved": "#a8b3bd",
        "dim": "#a8b3bd",
        "grad": "#6fdd8b",
        "leaf": "#b4f1c2",
        "result": "#f2cc60",
        "unrecorded": "#ff9d96",
        "cause": "#ff9d96",
        "caution": "#ff9d96",
    },
    severed="#ff7b72",
    active=("#ff9d4d", "#4a2808"),
)

_PRINT: Final = Palette(
    ground="#ffffff",
    ink="#000000",
    edge="#000000",
    lines=dict.fromkeys(_LIGHT.lines, "#000000"),
    fills={
        **dict.fromkeys(_LIGHT.fills, "#ffffff"),
        "operation": "#e9e9e9",
    },  # freed ones are white
    inks={},
    severed="#000000",
    active=("#000000", "#c9c9c9"),
)

PALETTES: Final[Mapping[ThemeName, Palette]] = {"light": _LIGHT, "dark": _DARK, "print": _PRINT}
