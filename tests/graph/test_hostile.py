"""Names, shapes and texts out of a learner's code, at their worst, in every kind of file."""

import json
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradrepl.graph.dot import to_dot
from gradrepl.graph.export import Look, picture
from gradrepl.graph.layered import layered
from gradrepl.graph.legend import legend
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.palette import PALETTES
from gradrepl.graph.placed import OPTIONS, to_placed_dot
from gradrepl.graph.rails import rails
from gradrepl.graph.renderer import Renderer
from gradrepl.graph.view import PARTS, View
from gradrepl.observe.facts import SavedFacts

SVG = "{http://www.w3.org/2000/svg}"

PIECES = (
    "\\N", "\\G", "\\l", "\\", '"', "'", "<", ">", "&", "&amp;", "&#10;", "<b>", "</text>", "<!--",
    "]]>", "{a|b}", "[bold]", "\n", "\r", "\t", "\0", "\x1b[31m", "\x1b]8;;http://x\x07", "\x7f",
    "\x9b", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\uffff", "\ud800", "\udfff", "权重",
    "👩‍👧", "e\u0301", "؆م", "url(#x)", "javascript:", "n0", "->", ";", "}", "%", "{", "x" * 10_000,
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec=None), max_size=6)),
    max_size=5,
).map("".join)


ONE_TEXT = [field.name for field in fields(Node) if field.type == "str | None"]
MANY_TEXTS = [field.name for field in fields(Node) if field.type == "tuple[str, ...]"]
assert {"grad", "cause", "note", "value", "source"} <= set(ONE_TEXT)
assert "names" in MANY_TEXTS


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A small graph in which every text is hostile."""
    size = draw(st.integers(1, 5))
    nodes, edges = [], []
    for number in range(size):
        role = draw(st.sampled_from(("leaf", "constant", "operation", "unrecorded", "result")))
        node = Node(
            f"n{number}",
            role,
            draw(TEXTS),
            shape=tuple(draw(st.lists(st.integers(0, 10**30), max_size=40))),
            saved=(SavedFacts(draw(TEXTS), "stale", is_tensor=True, text=draw(TEXTS)),),
            version=draw(st.integers(0, 10**20)),
        )
        texts = {field: draw(TEXTS) for field in ONE_TEXT}
        texts |= {field: (draw(TEXTS), draw(TEXTS)) for field in MANY_TEXTS}
        nodes.append(replace(node, **texts))
        for operand in range(draw(st.integers(0, 3)) if number else 0):
            source = draw(st.integers(0, number - 1))
            style = draw(st.sampled_from(("solid", "severed")))
            edges.append(Edge(f"n{source}", f"n{number}", operand, draw(st.integers(0, 2)), style))
    return Graph(tuple(nodes), tuple(edges))


BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmful(text: str) -> set[str]:
    """Characters that move a cursor, turn a line around or are none at all."""
    return {
        char
        for char in text
        if char not in "\n\t"
        and (unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in BIDI)
    }


ALL = View(show=frozenset(PARTS))
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def pairs(graph: Graph) -> list[tuple[str, str]]:
    return sorted((edge.source, edge.target) for edge in graph.edges)


@FEW
@given(graphs(), st.sampled_from(("boxes", "lanes")))
def test_svg(graph: Graph, style: str) -> None:
    svg = picture(graph, "svg", view=View(style, ALL.show), look=Look(legend=True)).decode("utf-8")
    assert not harmful(svg)
    root = ET.fromstring(svg)
    kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert kinds <= {"svg", "g", "title", "rect", "path", "polygon", "line", "text"}
    drawn = [one for one in root.iter(f"{SVG}g") if (one.get("class") or "").startswith("edge")]
    found = sorted((one.get("data-source"), one.get("data-target")) for one in drawn)
    marks = sum(edge.style == "severed" for edge in graph.edges) > 0  # the legend draws one, too
    own = (graph.nodes[0].id,) * 2
    assert found == sorted(pairs(graph) + ([own] if marks else []))
    ids = [one.get("id") for one in root.iter(f"{SVG}g") if (one.get("id") or "")[:1] == "n"]
    assert ids == [node.id for node in graph.nodes]
    names = {name for one in root.iter() for name in one.attrib}
    assert not any(name.startswith("on") or "href" in name or name == "style" for name in names)


@FEW
@given(graphs())
def test_dot_as_a_renderer_reads_it(graph: Graph) -> None:
    for text in (to_dot(graph), to_placed_dot(legend(rails(graph)), PALETTES["light"])):
        assert not harmful(text)
        read = json.loads(Renderer().graphviz(text, "json", *OPTIONS[:1]))
        names = {one["_gvid"]: one["name"] for one in read["objects"]}
        assert {node.id for node in graph.nodes} <= set(names.values())
        found = [(names[one["tail"]], names[one["head"]]) for one in read.get("edges", ())]
        assert set(found) - {("n0", "n0")} == set(pairs(graph))
        for one in read["objects"]:
            assert set(one) & {"URL", "href", "tooltip", "image", "xlabel"} == set()


@FEW
@given(graphs())
def test_dot_has_every_edge_once(graph: Graph) -> None:
    read = json.loads(Renderer().graphviz(to_dot(graph), "json"))
    names = {one["_gvid"]: one["name"] for one in read["objects"]}
    found = sorted((names[one["tail"]], names[one["head"]]) for one in read.get("edges", ()))
    assert found == pairs(graph)


@settings(FEW, max_examples=10)
@given(graphs())
def test_png(graph: Graph) -> None:
    assert picture(graph, "png", view=ALL, look=Look(dpi=36)).startswith(b"\x89PNG")


@FEW
@given(graphs())
def test_json(graph: Graph) -> None:
    text = picture(graph, "json").decode("utf-8")
    assert all(char.isprintable() or char == "\n" for char in text)
    read = json.loads(text)
    assert [node["label"] for node in read["nodes"]] == [node.label for node in graph.nodes]
    assert sorted((e["source"], e["target"]) for e in read["edges"]) == pairs(graph)


@FEW
@given(graphs())
def test_the_layout_is_given_no_word_of_the_learners(graph: Graph) -> None:
    seen: list[str] = []

    def layout(dot: str) -> bytes:
        seen.append(dot)
        return Renderer().graphviz(dot, "json")

    layered(graph, layout)
    assert all(char.isascii() and (char.isprintable() or char == "\n") for char in seen[0])
    assert seen[0].count('"') == 2  # label=""


@pytest.mark.parametrize("count", [0, 1, 400])
def test_a_shape_of_many_dimensions(count: int) -> None:
    node = Node("n0", "leaf", "w", ("w",), (10**9,) * count, "float32")
    svg = picture(Graph((node,)), "svg").decode("utf-8")
    assert float(ET.fromstring(svg).get("width", "").removesuffix("pt")) < 600
