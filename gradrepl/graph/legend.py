"""What the shapes and lines of a picture mean, below it; only of those that are in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gradrepl.graph.scene import DETAIL, MARGIN, Box, Line, Scene, Words
from gradrepl.graph.typeset import SLACK
from gradrepl.locale import N_, gettext

if TYPE_CHECKING:
    from gradrepl.graph.model import Role

MEANINGS: Final[dict[Role, str]] = {
    "leaf": N_("leaf: its gradient accumulates in .grad"),
    "constant": N_("tensor that needs no gradient"),
    "operation": N_("operation that autograd recorded"),
    "unrecorded": N_("ran, and was not recorded"),
    "result": N_("tensor made by an operation"),
}
_HOLLOW: Final = N_("no filling: what it had saved is freed")
SEVERED: Final = N_("values go this way, no gradient comes back")
_ROW: Final = 20.0
_MARK: Final = (26.0, 13.0)


def legend(scene: Scene) -> Scene:
    """The scene with its legend below."""
    present = {box.role for box in scene.boxes}
    left, y = MARGIN, scene.height
    boxes, lines, words = list(scene.boxes), list(scene.lines), list(scene.words)
    meanings = [gettext(text) for role, text in MEANINGS.items() if role in present]
    for role in (role for role in MEANINGS if role in present):
        boxes.append(Box(f"legend_{role}", role, left + _MARK[0] / 2, y + _ROW / 2, *_MARK))
        y += _ROW
    if any(box.hollow for box in scene.boxes):
        middle = (left + _MARK[0] / 2, y + _ROW / 2)
        boxes.append(Box("legend_hollow", "operation", *middle, *_MARK, hollow=True))
        meanings.append(gettext(_HOLLOW))
        y += _ROW
    if any(line.style == "severed" for line in scene.lines):
        start, tip = (left, y + _ROW / 2), (left + _MARK[0], y + _ROW / 2)
        end = (tip[0] - 6, tip[1])
        bar = ((left + 3, start[1] - 5), (left + 3, start[1] + 5))
        lines.append(Line(boxes[0].id, boxes[0].id, (start, start, end, end), "severed", tip, bar))
        meanings.append(gettext(SEVERED))
        y += _ROW
    x, width = left + _MARK[0] + MARGIN, scene.width
    for number, text in enumerate(meanings):
        baseline = scene.height + (number + 0.5) * _ROW + DETAIL / 3
        line = Words(text, x, baseline, DETAIL, "dim", anchor="start")
        words.append(line)
        width = max(width, line.left + line.width * SLACK + MARGIN)
    return replace(
        scene,
        width=width,
        height=y + MARGIN,
        boxes=tuple(boxes),
        lines=tuple(lines),
        words=tuple(words),
    )
