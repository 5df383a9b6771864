"""The layered picture: operands above what uses them. Graphviz finds the places, and only those.

NOTE [Two steps]
A node's text is set here, each line in its own size and weight, which a DOT label can do only as
HTML; no text of a learner's ever goes into HTML. So Graphviz is given boxes of the size that their
words need, without the words, and answers with places.
"""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from gradrepl.graph.canvas import Span, shorten
from gradrepl.graph.caption import details, is_cut, printable, title
from gradrepl.graph.scene import DETAIL, MARGIN, SMALL, TITLE, Box, Line, Scene, Words
from gradrepl.graph.typeset import SLACK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gradrepl.graph.model import Edge, Graph, Node
    from gradrepl.graph.scene import Point

LONGEST: Final = 48
"""Cells of one line of a node's text."""

LAYERS: Final = 250
"""So many layers are drawn below each other, which is five metres of a screen."""
CROSSED: Final = 10_000
"""And so many layers may all edges cross together: Graphviz puts a point on each of them, and moves
the points until none is in another's way: for so many some seconds, for thrice as many minutes."""
_QUICK: Final = 1_000  # such crossings, from which on Graphviz is told to try fewer places

_PAD_X, _PAD_Y = 12.0, 7.0
_LEAD = 1.3  # of the size of a text, to the line below it
_DOUBLE = 3.0  # between the two lines around a result
_ARROW: Final = 0.7  # of Graphviz's own


def layered(graph: Graph, layout: Callable[[str], bytes]) -> Scene:
    """The picture of a graph.

    Args:
        graph: what to draw.
        layout: turns DOT into Graphviz's JSON.
    """
    sizes = {node.id: _size(node) for node in graph.nodes}
    _, crossed = extent(graph)
    found = json.loads(layout(_plan(graph, sizes, quick=crossed > _QUICK)))
    height = float(found["bb"].split(",")[3])

    def place(text: str) -> Point:
        x, y = text.split(",")
        return float(x) + MARGIN, height - float(y) + MARGIN

    middles = {one["name"]: place(one["pos"]) for one in found["objects"]}
    boxes = tuple(_box(node, *middles[node.id], *sizes[node.id]) for node in graph.nodes)
    roles = {node.id: node.role for node in graph.nodes}
    drawn: dict[int, dict[str, Any]] = {int(one["id"][1:]): one for one in found.get("edges", ())}
    lines = []
    for number, edge in enumerate(graph.edges):
        line = _line(edge, drawn[number]["pos"], place, cut=is_cut(edge, roles))
        lines.append(line)
    width = float(found["bb"].split(",")[2])
    return Scene(
        width + 2 * MARGIN, height + 2 * MARGIN, boxes, tuple(lines), tuple(_marks(graph, lines))
    )


def extent(graph: Graph) -> tuple[int, int]:
    """How many layers a graph has, and how many its edges cross, all together."""
    ranks: dict[str, int] = {}
    sources: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        sources[edge.target].append(edge.source)
    for node in graph.nodes:  # as they ran: operands first
        ranks[node.id] = 1 + max((ranks[source] for source in sources[node.id]), default=-1)
    used: dict[str, int] = {}
    for edge in graph.edges:
        used[edge.source] = min(used.get(edge.source, ranks[edge.target]), ranks[edge.target])
    for node_id, layer in used.items():
        if not sources[node_id]:  # what nothing leads to stands right above what uses it first
            ranks[node_id] = layer - 1
    crossed = sum(ranks[edge.target] - ranks[edge.source] - 1 for edge in graph.edges)
    return 1 + max(ranks.values(), default=-1), crossed


def _plan(graph: Graph, sizes: dict[str, tuple[float, float]], *, quick: bool = False) -> str:
    """The graph in DOT, without a word of anybody's: ids are ours."""
    rows = [
        "digraph {",
        "graph [ordering=in, nodesep=0.3, ranksep=0.36, margin=0, pad=0]",
        f"edge [arrowsize={_ARROW}]",
        'node [shape=box, label="", fixedsize=true]',
    ]
    if quick:
        rows[1] = rows[1].replace("]", ", nslimit=1, nslimit1=1]")
    rows += [
        f"{node.id} [width={sizes[node.id][0] / 72:.4f}, height={sizes[node.id][1] / 72:.4f}]"
        for node in graph.nodes
    ]
    rows += [f"{edge.source} -> {edge.target} [id=e{n}]" for n, edge in enumerate(graph.edges)]
    return "\n".join([*rows, "}\n"])


def heading(node: Node) -> Words:
    """A node's title, not yet at its place."""
    return Words(shorten(title(node), LONGEST), 0, 0, TITLE, node.role, bold=True)


def sayings(node: Node) -> list[Span]:
    """The lines below the title."""
    return [Span(shorten(printable(span.text), LONGEST), span.role) for span in details(node)]


def _text(node: Node) -> list[Words]:
    return [
        heading(node),
        *(Words(one.text, 0, 0, DETAIL, one.role, one.role == "caution") for one in sayings(node)),
    ]


def _size(node: Node) -> tuple[float, float]:
    words = _text(node)
    width = max(one.width for one in words) * SLACK + 2 * _PAD_X
    height = sum(one.size * _LEAD for one in words) + 2 * _PAD_Y
    extra = 2 * _DOUBLE if node.role == "result" else 0
    return max(width, 44.0) + extra, height + extra


def _box(node: Node, x: float, y: float, width: float, height: float) -> Box:
    words = []
    top = y - sum(one.size * _LEAD for one in _text(node)) / 2
    for one in _text(node):
        baseline = top + one.size * (_LEAD - 0.27)  # 0.27: of an em, below the baseline
        words.append(Words(one.text, x, baseline, one.size, one.role, one.bold))
        top += one.size * _LEAD
    return Box(node.id, node.role, x, y, width, height, tuple(words), node.freed, tells(node))


def tells(node: Node) -> str:
    """All that is said of a node, without shortening it to what a box holds."""
    return "\n".join([title(node), *(span.text for span in details(node))])


def _line(edge: Edge, pos: str, place: Callable[[str], Point], *, cut: bool) -> Line:
    parts = pos.split()
    tip = None
    points = []
    for part in parts:
        if part.startswith("e,"):
            tip = place(part[2:])
        elif not part.startswith("s,"):
            points.append(place(part))
    bar = across(points[0], points[1]) if cut else None
    return Line(edge.source, edge.target, tuple(points), edge.style, tip, bar)


def across(start: Point, towards: Point, away: float = 4.0) -> tuple[Point, Point]:
    """A short stroke across the beginning of a line."""
    along_x, along_y = _direction(start, towards)
    x, y = start[0] + away * along_x, start[1] + away * along_y
    return (x - 6 * along_y, y + 6 * along_x), (x + 6 * along_y, y - 6 * along_x)


def _direction(start: Point, end: Point) -> Point:
    length = math.dist(start, end)
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length) if length else (0.0, 1.0)


def _marks(graph: Graph, lines: Sequence[Line]) -> list[Words]:
    """Which output a line takes, and which operand it is where its place does not tell."""
    words: list[Words] = []
    several = {edge.source for edge in graph.edges if edge.output}
    arriving: dict[str, list[int]] = {}
    for number, edge in enumerate(graph.edges):
        arriving.setdefault(edge.target, []).append(number)
        if edge.source in several:
            points = lines[number].points
            words.append(_beside(f"[{edge.output}]", points[0], points[1], 13))
    for numbers in arriving.values():
        ordered = sorted(numbers, key=lambda number: graph.edges[number].operand)
        ends = [_end(lines[number]) for number in ordered]
        sources = {graph.edges[number].source for number in numbers}
        is_told = all(one[0] + 1 < two[0] for one, two in pairwise(ends))
        if len(sources) > 1 and not is_told:
            for place, number in enumerate(ordered):
                end, before = _end(lines[number]), lines[number].points[-2]
                words.append(_beside(str(place + 1), end, before, 13))
    return words


def _end(line: Line) -> Point:
    return line.tip or line.points[-1]


def _beside(text: str, start: Point, towards: Point, away: float) -> Words:
    along_x, along_y = _direction(start, towards)
    x, y = start[0] + away * along_x, start[1] + away * along_y
    side = 1 if along_y > 0 else -1  # always to the right of the line
    return Words(
        text, x + side * along_y * 4, y - side * along_x * 4 + SMALL / 3, SMALL, "detail",
        anchor="start",
    )  # fmt: skip
