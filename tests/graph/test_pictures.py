"""Pictures, read back: which lines are drawn, and from which box to which."""

import math
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from gradrepl.graph.export import Look, picture
from gradrepl.graph.layered import layered
from gradrepl.graph.legend import legend
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.palette import THEMES
from gradrepl.graph.rails import rails
from gradrepl.graph.renderer import Renderer
from gradrepl.graph.scene import Box, Scene
from gradrepl.graph.view import View
from tests.graph.dags import random_dag
from tests.graph.test_views import SEVERED, SQUARE

SVG = "{http://www.w3.org/2000/svg}"


def layers(graph: Graph) -> Scene:
    return layered(graph, lambda dot: Renderer().graphviz(dot, "json"))


def distance(point: tuple[float, float], box: Box) -> float:
    """From a point to a box's outline or inside."""
    return math.hypot(
        max(abs(point[0] - box.x) - box.width / 2, 0),
        max(abs(point[1] - box.y) - box.height / 2, 0),
    )


@pytest.mark.parametrize("make", [layers, rails])
@pytest.mark.parametrize("seed", range(40))
def test_every_line_is_an_edge_and_every_edge_a_line(make, seed: int) -> None:
    graph = random_dag(seed)
    scene = make(graph)
    assert [(line.source, line.target, line.style) for line in scene.lines] == [
        (edge.source, edge.target, edge.style) for edge in graph.edges
    ]
    boxes = {box.id: box for box in scene.boxes}
    for line in scene.lines:
        assert line.tip is not None
        assert len(line.points) % 3 == 1
        assert distance(line.points[0], boxes[line.source]) < 3
        assert distance(line.tip, boxes[line.target]) < 3
    ends = Counter((line.points, line.tip) for line in scene.lines)
    assert max(ends.values(), default=1) == 1  # none hides another
    assert not _overlapping(scene)
    for box in scene.boxes:
        assert box.width / 2 <= box.x <= scene.width - box.width / 2
        assert box.height / 2 <= box.y <= scene.height - box.height / 2


def _overlapping(scene: Scene) -> list[tuple[str, str]]:
    return [
        (one.id, two.id)
        for number, one in enumerate(scene.boxes)
        for two in scene.boxes[:number]
        if abs(one.x - two.x) < (one.width + two.width) / 2 - 1
        and abs(one.y - two.y) < (one.height + two.height) / 2 - 1
    ]


@pytest.mark.parametrize("seed", range(40))
def test_no_rail_runs_through_a_node_that_is_not_its_own(seed: int) -> None:
    scene = rails(random_dag(seed))
    for line in scene.lines:
        for box in scene.boxes:
            if box.id in (line.source, line.target):
                continue
            ends = list(zip(line.points[::3], line.points[3::3], strict=False))
            for start, end in ends:
                if start[0] == end[0]:  # a straight piece
                    assert not (abs(start[0] - box.x) < box.width / 2 and start[1] < box.y < end[1])


def test_words_fit_their_boxes() -> None:
    nodes = (
        Node("n0", "leaf", "a" * 60, ("b" * 70,), (1,) * 30, "float64"),
        Node("n1", "operation", "权重" * 30, note="W" * 90),
        Node("n2", "result", "i", value="[1.]"),
    )
    scene = layers(Graph(nodes, (Edge("n0", "n1"), Edge("n1", "n2"))))
    for box in scene.boxes:
        for words in box.words:
            assert words.width < box.width
            assert abs(words.y - box.y) < box.height / 2


def test_operands_out_of_order_are_numbered() -> None:
    nodes = (
        Node("n0", "leaf", "a"),
        Node("n1", "leaf", "b"),
        Node("n2", "operation", "SubBackward0"),
        Node("n3", "operation", "SubBackward0"),
        Node("n4", "operation", "SubBackward0"),
    )
    edges = (
        Edge("n0", "n2", 0), Edge("n1", "n2", 1), Edge("n1", "n3", 0), Edge("n0", "n3", 1),
        Edge("n2", "n4", 0), Edge("n3", "n4", 1),
    )  # fmt: skip
    graph = Graph(nodes, edges)
    assert {"1", "2"} <= set(layers(graph).text().split("\n"))
    assert "operands 2,1" in rails(graph).text()


def test_outputs_are_named() -> None:
    nodes = (
        Node("n0", "operation", "SplitBackward0"),
        Node("n1", "operation", "SubBackward0"),
    )
    graph = Graph(nodes, (Edge("n0", "n1", 0, 1), Edge("n0", "n1", 1, 0)))
    assert {"[0]", "[1]"} <= set(layers(graph).text().split("\n"))
    assert "SplitBackward0[1]" in rails(graph).text()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("style", ["boxes", "lanes"])
def test_every_theme_tells_roles_by_shape(theme, style) -> None:
    graph = random_dag(3, 30)
    svg = picture(graph, "svg", view=View(style), look=Look(theme)).decode()
    root = ET.fromstring(svg)
    shapes = {}
    for node in root.iter(f"{SVG}g"):
        kinds = (node.get("class") or "").split()
        if kinds[:1] == ["node"]:
            marks = node.findall(f"{SVG}rect")
            look = tuple(
                (m.get("rx") is not None, m.get("stroke-dasharray"), m.get("stroke-width"))
                for m in marks
            )
            shapes.setdefault(kinds[1], set()).add(look)
    assert all(len(looks) == 1 for looks in shapes.values())
    assert len({next(iter(looks)) for looks in shapes.values()}) == len(shapes) == 5


def test_the_print_theme_is_black_on_white() -> None:
    svg = picture(random_dag(3, 30), "svg", look=Look("print", legend=True)).decode()
    colors = {part[:7] for part in svg.split('"') if part.startswith("#")}
    assert colors == {"#000000", "#ffffff", "#e9e9e9"}


def test_a_legend_explains_what_is_there_and_no_more() -> None:
    plain = layers(SEVERED)
    explained = legend(plain)
    added = explained.text().removeprefix(plain.text())
    assert added.count("\n") == 6  # four kinds of boxes, the operation among them, and the cut
    assert "no gradient comes back" in added
    assert "freed" not in added
    assert "no gradient comes back" not in legend(layers(SQUARE)).text()
    assert explained.height > plain.height
