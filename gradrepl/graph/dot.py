r"""A graph as DOT text, for every program of the Graphviz family.

It is what a `.dot` file holds: whoever renders it chooses the layout. Shapes are those of NOTE
[Shapes and roles]; a severed edge is dashed, with a bar across its beginning. Every text of the
learner's is cleaned and escaped, and none is ever an id, a URL or an HTML label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import cell_width, shorten
from gradrepl.graph.caption import details, is_cut, outputs, printable, rest, title
from gradrepl.graph.palette import PALETTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gradrepl.graph.model import Edge, Graph, Node, Role
    from gradrepl.graph.palette import Palette, ThemeName

FONT: Final = "Helvetica"
"""One plain name: a list of families is measured wrongly by some renderers."""

_LABEL: Final = 48  # cells of one line of a node's text
_CELL: Final = 7.4 / 72  # inches that a cell takes in 14 point type

_SHAPES: Final[dict[Role, dict[str, str]]] = {
    "leaf": {"penwidth": "2"},
    "constant": {},
    "operation": {"style": "rounded,filled"},
    "unrecorded": {"style": "rounded,dashed,filled"},
    "result": {"peripheries": "2"},
}


def to_dot(graph: Graph, theme: ThemeName = "light", below: Iterable[str] = ()) -> str:
    """The graph as DOT text, ending in a newline.

    Args:
        graph: what to draw.
        theme: of its colours.
        below: lines of text below the picture.
    """
    from graphviz import Digraph  # noqa: PLC0415  # only a picture needs it

    palette = PALETTES[theme]
    ink = {"fontname": FONT, "fontcolor": palette.ink}
    dot = Digraph(
        "gradrepl",
        graph_attr={"bgcolor": palette.ground, "ordering": "in", "nodesep": "0.3", **ink},
        node_attr={"shape": "box", "style": "filled", "margin": "0.15,0.07", **ink},
        edge_attr={"color": palette.edge, **ink},
    )
    taken = outputs(graph)
    for node in graph.nodes:
        lines = _lines(node, taken.get(node.id, ()))
        dot.node(node.id, _label(lines), **_paint(node, palette), **_room(lines))
    roles = {node.id: node.role for node in graph.nodes}
    for edge in graph.edges:
        dot.edge(edge.source, edge.target, **_line(edge, roles, palette))
    if lines := [text for text in (rest(graph), *below) if text]:
        dot.attr(label=_label(lines), labelloc="b")
    return str(dot.source)


def _lines(node: Node, taken: Sequence[str]) -> list[str]:
    texts = [title(node), *(span.text for span in details(node)), *taken]
    return [shorten(printable(text), _LABEL) for text in texts]


def _label(lines: Iterable[str]) -> str:
    from graphviz import nohtml  # noqa: PLC0415  # only a picture needs it

    texts = (_plain(line) for line in lines)
    # A label between angle brackets is HTML to the package unless it is told; and it is a str of a
    # kind of its own, which must stay one.
    label: str = nohtml(r"\n".join(texts))
    return label


def escaped(text: str) -> str:
    """A text as it stands between the quotes of a label."""
    return _plain(text).replace('"', r"\"")


def _plain(text: str) -> str:
    r"""Graphviz reads `\N`, `\G`, `\l` and so on as escapes and `&amp;` as an entity."""
    return text.replace("&", "&amp;").replace("\\", r"\\")


def _paint(node: Node, palette: Palette) -> dict[str, str]:
    paint = {
        "color": palette.lines[node.role],
        "fillcolor": palette.ground if node.freed else palette.fills[node.role],
        **_SHAPES[node.role],
    }
    return paint | {"fontcolor": palette.severed} if node.role == "unrecorded" else paint


def _room(lines: list[str]) -> dict[str, str]:
    """A width for texts that graphviz-pure cannot measure: its fonts have no CJK glyphs."""
    if all(line.isascii() for line in lines):
        return {}
    return {"width": f"{max(map(cell_width, lines)) * _CELL + 0.3:.2f}"}


def _line(edge: Edge, roles: dict[str, Role], palette: Palette) -> dict[str, str]:
    if edge.style == "solid":
        return {}
    line = {"style": "dashed", "color": palette.severed, "arrowhead": "onormal"}
    if is_cut(edge, roles):
        line |= {"dir": "both", "arrowtail": "tee"}  # a sign that needs no font
    return line
