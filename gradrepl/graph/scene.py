"""What is seen in a picture: boxes, lines and words at their places, and no colour yet.

Units are points (1/72 inch); x grows to the right and y downwards.

NOTE [Shapes and roles]
A tensor is a rectangle, with a thick line for a leaf, a double one where an operation made it and a
thin one where it needs no gradient. An operation has round corners, and a dashed line where it was
not recorded. So a picture that is printed in black still tells all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gradrepl.graph.typeset import SLACK, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.graph.canvas import SpanRole
    from gradrepl.graph.model import EdgeStyle, Role

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle"]

TITLE: Final = 13.0
DETAIL: Final = 11.0
SMALL: Final = 9.0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text."""

    text: str
    """Cleaned: what a reader is to see, character by character."""
    x: float
    y: float
    """The baseline."""
    size: float = DETAIL
    role: SpanRole = ""
    bold: bool = False
    anchor: Anchor = "middle"

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x if self.anchor == "start" else self.x - self.width / 2

    @property
    def width(self) -> float:
        """As it was laid out."""
        return text_width(self.text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Box:
    """A node. Its role says how it is outlined: NOTE [Shapes and roles]."""

    id: str
    role: Role
    x: float
    """Of its middle."""
    y: float
    width: float
    height: float
    words: tuple[Words, ...] = ()
    hollow: bool = False
    """Whether what it had saved has been freed."""
    tells: str = ""
    """All that is known of the node, for who points at it."""
    active: bool = False
    """Whether it is the one that runs, in a picture of one step."""


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: cubic Bezier curves from `points[0]` on, three points each."""

    source: str
    target: str
    points: tuple[Point, ...]
    style: EdgeStyle = "solid"
    tip: Point | None = None
    """Where its arrow ends; the curve ends at the arrow's base. None for a line without one."""
    bar: tuple[Point, Point] | None = None
    """A stroke across its beginning, where it cuts off a gradient."""
    flows: bool = False
    """Whether a gradient goes back along it, in a picture of one step."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture, ready to be drawn."""

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    words: tuple[Words, ...] = ()
    """Those beside lines, and below the picture."""

    def text(self) -> str:
        """All texts that are seen, one below the other."""
        inside = (one for box in self.boxes for one in box.words)
        return "\n".join(one.text for one in (*inside, *self.words))

    def with_below(self, texts: Iterable[str]) -> Scene:
        """The scene with lines of small text below it."""
        words = list(self.words)
        y, width = self.height, self.width
        for text in filter(None, texts):
            y += 1.5 * DETAIL
            line = Words(text, MARGIN, y, DETAIL, "dim", anchor="start")
            words.append(line)
            width = max(width, line.left + line.width * SLACK + MARGIN)
        below = MARGIN if y > self.height else 0
        return replace(self, width=width, height=y + below, words=tuple(words))


MARGIN: Final = 8.0
