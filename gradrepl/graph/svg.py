"""A scene as SVG: text stays text, every node is a group with its id, and nothing is a link."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gradrepl.graph.palette import Palette
    from gradrepl.graph.scene import Box, Line, Point, Scene, Words

FAMILIES: Final = (
    "Helvetica, Arial, 'Liberation Sans', Arimo, 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"
)
"""What the picture was laid out with and its equals, then families with CJK glyphs."""

_TEXT = f'font-family="{FAMILIES}" xml:space="preserve"'
THICK: Final = 2.2
THIN: Final = 1.1
BOLD: Final = 3.2
GAP: Final = 3.0
"""Between the two lines around a result."""
ROUND: Final = 9.0
"""The radius of an operation's corners."""
DASHES: Final = (5, 3)
"""How long a dash is, and the gap behind it."""
_DASHED: Final = f' stroke-dasharray="{DASHES[0]} {DASHES[1]}"'


def to_svg(scene: Scene, palette: Palette) -> str:
    """The picture as a whole SVG document."""
    width, height = f"{scene.width:.2f}", f"{scene.height:.2f}"
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {_TEXT}>',
        f'<rect class="ground" width="100%" height="100%" fill="{palette.ground}"/>',
        *(edge(line, palette) for line in scene.lines),
        *(_node(box, palette) for box in scene.boxes),
        *word_lines(scene.words, palette),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _node(box: Box, palette: Palette) -> str:
    x, y = box.x - box.width / 2, box.y - box.height / 2
    line, fill = palette.box(box)
    paint = f'fill="{fill}" stroke="{line}" stroke-width="{outline(box)}"'
    if box.role in ("operation", "unrecorded"):
        radius = min(ROUND, box.width / 2, box.height / 2)
        paint += f' rx="{radius:g}"'
    if box.role == "unrecorded":
        paint += _DASHED
    shapes = [_rectangle(x, y, box.width, box.height, paint)]
    if box.role == "result":
        inner = (x + GAP, y + GAP, box.width - 2 * GAP, box.height - 2 * GAP)
        shapes.append(_rectangle(*inner, paint))
    return "\n".join(
        [
            f'<g id="{box.id}" class="node {box.role}">',
            *([f"<title>{escape(box.tells, quote=False)}</title>"] if box.tells else ()),
            *shapes,
            *word_lines(box.words, palette),
            "</g>",
        ]
    )


def outline(box: Box) -> float:
    """How thick the line around a box is."""
    return BOLD if box.active else THICK if box.role == "leaf" else THIN


def _rectangle(x: float, y: float, width: float, height: float, paint: str) -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" {paint}/>'


def edge(line: Line, palette: Palette) -> str:
    """A line, with its arrow and its bar."""
    severed = line.style == "severed"
    color = palette.line(line)
    width = THICK if line.flows else THIN
    dashes = _DASHED if severed else ""
    parts = [
        f'<g class="edge {line.style}" data-source="{line.source}" data-target="{line.target}">',
        f'<path fill="none" stroke="{color}" stroke-width="{width}"{dashes} d="{_path(line)}"/>',
    ]
    if line.tip is not None:
        fill = palette.ground if severed else color
        corners = " ".join(map(_pair, arrow(line)))
        parts.append(
            f'<polygon points="{corners}" fill="{fill}" stroke="{color}" stroke-linejoin="round"/>'
        )
    if line.bar is not None:
        (x1, y1), (x2, y2) = line.bar
        parts.append(
            f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{color}" '
            f'stroke-width="{THICK}"/>'
        )
    return "\n".join([*parts, "</g>"])


def _path(line: Line) -> str:
    first, *others = line.points
    curves = " ".join(map(_pair, others))
    return f"M{_pair(first)}C{curves}"


def _pair(point: Point) -> str:
    return f"{point[0]:.2f},{point[1]:.2f}"


def arrow(line: Line) -> tuple[Point, Point, Point]:
    """The corners of the arrow at the end of a line that has one."""
    (x, y), tip = line.points[-1], line.tip or line.points[-1]
    half_x, half_y = (tip[0] - x) * 0.4, (tip[1] - y) * 0.4
    return (x - half_y, y + half_x), tip, (x + half_y, y - half_x)


def word_lines(words: Iterable[Words], palette: Palette) -> Iterator[str]:
    """Texts, one element each; the class says what a text is, for a style sheet."""
    for one in words:
        weight = ' font-weight="bold"' if one.bold else ""
        anchor = ' text-anchor="middle"' if one.anchor == "middle" else ""
        color = palette.text(one.role)
        kind = f' class="{one.role}"' if one.role else ""
        yield (
            f'<text{kind} x="{one.x:.2f}" y="{one.y:.2f}" font-size="{one.size:g}"{weight}{anchor} '
            f'fill="{color}">{escape(one.text, quote=False)}</text>'
        )
