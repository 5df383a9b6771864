"""A scene as DOT in which everything has its place: for pictures of dots, and for PDF.

It is drawn by `neato -n2`, which moves nothing. Each line of text is a node of its own; a text is
cleaned and escaped, and none is ever an id, a URL or an HTML label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.dot import FONT, escaped
from gradrepl.graph.svg import GAP, THICK, THIN, outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.graph.palette import Palette
    from gradrepl.graph.scene import Box, Line, Point, Scene, Words

OPTIONS: Final = ("-Kneato", "-n2")
"""What the program must be told."""


def to_placed_dot(scene: Scene, palette: Palette) -> str:
    """The picture, to be drawn with `OPTIONS`."""
    rows = [
        "digraph {",
        f'graph [bgcolor="{palette.ground}", outputorder=edgesfirst, pad=0, margin=0]',
        f'node [shape=box, label="", fixedsize=true, fontname="{FONT}"]',
        f"edge [penwidth={THIN}, arrowsize=0.7]",
    ]
    # The corners of the picture, so that it is as large as it was laid out.
    for number, corner in enumerate(((0.0, 0.0), (scene.width, scene.height))):
        place = _pair(corner, scene.height)
        rows.append(f'corner{number} [style=invis, width=0, height=0, pos="{place}"]')
    for box in scene.boxes:
        rows += _box(box, palette, scene.height)
    for line in scene.lines:
        rows += _line(line, palette, scene.height)
    for number, one in enumerate(scene.words):
        rows.append(_words(f"words{number}", one, palette, scene.height))
    rows.append("}\n")
    return "\n".join(rows)


def _box(box: Box, palette: Palette, height: float) -> Iterator[str]:
    color, fill = palette.box(box)
    style = {"operation": "rounded,filled", "unrecorded": "rounded,dashed,filled"}
    paint = (
        f'style="{style.get(box.role, "filled")}", fillcolor="{fill}", '
        f'color="{color}", penwidth={outline(box)}, '
        f'pos="{_pair((box.x, box.y), height)}"'
    )
    yield f"{box.id} [width={box.width / 72:.4f}, height={box.height / 72:.4f}, {paint}]"
    if box.role == "result":
        width, inner = (box.width - 2 * GAP) / 72, (box.height - 2 * GAP) / 72
        yield f"{box.id}_inner [width={width:.4f}, height={inner:.4f}, {paint}]"
    for number, one in enumerate(box.words):
        yield _words(f"{box.id}_{number}", one, palette, height)


def _words(name: str, one: Words, palette: Palette, height: float) -> str:
    # A DOT text stands with its middle 0.3 of its size above its baseline.
    middle = (one.left + one.width / 2, one.y - 0.3 * one.size)
    end = r"\l" if one.anchor == "start" else ""
    bold = f', fontname="{FONT}-Bold"' if one.bold else ""
    return (
        f"{name} [shape=none, margin=0, width={max(one.width, 1) / 72:.4f}, "
        f"height={one.size / 72:.4f}, fontsize={one.size:g}, "
        f'fontcolor="{palette.text(one.role)}"{bold}, '
        f'pos="{_pair(middle, height)}", label="{escaped(one.text)}{end}"]'
    )


def _line(line: Line, palette: Palette, height: float) -> Iterator[str]:
    severed = line.style == "severed"
    color = palette.line(line)
    ends = f"{line.source} -> {line.target}"
    points = " ".join(_pair(point, height) for point in line.points)
    tip = f"e,{_pair(line.tip, height)} " if line.tip is not None else ""
    head = "none" if line.tip is None else "onormal" if severed else "normal"
    style = "dashed" if severed else "solid"
    yield (
        f'{ends} [pos="{tip}{points}", style={style}, color="{color}", '
        f"arrowhead={head}, penwidth={THICK if line.flows else THIN}]"
    )
    if line.bar is not None:
        first, last = (_pair(point, height) for point in line.bar)
        yield (
            f'{ends} [pos="{first} {first} {last} {last}", dir=none, penwidth={THICK}, '
            f'color="{color}"]'
        )


def _pair(point: Point, height: float) -> str:
    return f"{point[0]:.2f},{height - point[1]:.2f}"
