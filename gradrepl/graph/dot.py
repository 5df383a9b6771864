r"""A graph as DOT text, for every program of the Graphviz family.

Tensors are boxes, operations ellipses; a severed edge is dashed, with a bar across its beginning.
Every text of the learner's is cleaned and escaped, and none is ever an id, a URL or an HTML label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import cell_width, shorten
from gradrepl.graph.caption import details, is_cut, outputs, rest, title

if TYPE_CHECKING:
    from gradrepl.graph.model import Edge, Graph, Node, Role

FONT: Final = "Helvetica"
"""One plain name: a list of families is measured wrongly by some renderers."""

_LABEL: Final = 48  # cells of one line of a node's text
_CELL: Final = 7.4 / 72  # inches that a cell takes in 14 point type

_ROLES: Final[dict[Role, dict[str, str]]] = {
    "leaf": {"shape": "box", "fillcolor": "#dff2df", "color": "#2e7d32", "penwidth": "2"},
    "constant": {
        "shape": "box",
        "style": "rounded,filled",
        "fillcolor": "#f4f4f4",
        "color": "#7a7a7a",
    },
    "operation": {"shape": "ellipse", "fillcolor": "#e4ecfb", "color": "#3b5ba5"},
    "unrecorded": {
        "shape": "ellipse",
        "style": "dashed,filled",
        "fillcolor": "#ffffff",
        "color": "#b3261e",
        "fontcolor": "#b3261e",
    },
    "result": {"shape": "box", "fillcolor": "#fff3cf", "color": "#8a6d00", "peripheries": "2"},
}


def to_dot(graph: Graph) -> str:
    """The graph as DOT text, ending in a newline."""
    from graphviz import Digraph  # noqa: PLC0415  # only a picture needs it

    dot = Digraph(
        "gradrepl",
        graph_attr={"bgcolor": "white", "ordering": "in", "fontname": FONT, "nodesep": "0.3"},
        node_attr={"fontname": FONT, "fontsize": "14", "style": "filled", "margin": "0.15,0.07"},
        edge_attr={"fontname": FONT, "color": "#444444"},
    )
    taken = outputs(graph)
    for node in graph.nodes:
        lines = _lines(node, taken.get(node.id, ()))
        dot.node(node.id, _escaped(lines), **_ROLES[node.role], **_room(node, lines))
    roles = {node.id: node.role for node in graph.nodes}
    for edge in graph.edges:
        dot.edge(edge.source, edge.target, **_line(edge, roles))
    if missing := rest(graph):
        dot.attr(label=_escaped([missing]), labelloc="b")
    return str(dot.source)


def _lines(node: Node, taken: tuple[str, ...]) -> list[str]:
    texts = [title(node), *(span.text for span in details(node)), *taken]
    # Signs that the fonts of the renderers lack.
    return [shorten(text.replace("⚠ ", "! ").replace("⋮ ", "… "), _LABEL) for text in texts]


def _escaped(lines: list[str]) -> str:
    r"""A label's lines as DOT wants them.

    Graphviz reads `\N`, `\G`, `\l` and so on as escapes and `&amp;` as an entity; the package takes
    a label between angle brackets for HTML unless it is told.
    """
    from graphviz import nohtml  # noqa: PLC0415  # only a picture needs it

    texts = (line.replace("&", "&amp;").replace("\\", r"\\") for line in lines)
    label: str = nohtml(r"\n".join(texts))  # a str of a kind of its own, which must stay one
    return label


def _room(node: Node, lines: list[str]) -> dict[str, str]:
    """A width for texts that graphviz-pure cannot measure: its fonts have no CJK glyphs."""
    if all(line.isascii() for line in lines):
        return {}
    widest = max(map(cell_width, lines)) * _CELL
    inches = widest * 1.42 + 0.3 if _ROLES[node.role]["shape"] == "ellipse" else widest + 0.3
    return {"width": f"{inches:.2f}"}


def _line(edge: Edge, roles: dict[str, Role]) -> dict[str, str]:
    if edge.style == "solid":
        return {}
    line = {"style": "dashed", "color": "#b3261e", "arrowhead": "onormal"}
    if is_cut(edge, roles):
        line |= {"dir": "both", "arrowtail": "tee"}  # a sign that needs no font
    return line
