import re

import pytest

from gradrepl.graph.dot import to_dot
from gradrepl.graph.model import Edge, Graph, Node
from tests.graph.test_views import HOSTILE, SEVERED


def test_roles_and_styles() -> None:
    dot = to_dot(SEVERED)
    lines = [row.strip() for row in dot.splitlines()]
    (operation,) = (row for row in lines if row.startswith("n1 ["))
    assert operation.startswith('n1 [label="MulBackward0\\n(1,)" ')
    assert operation.endswith('style="rounded,filled"]')
    assert "n0 -> n1" in lines
    (cut,) = (row for row in lines if row.startswith("n2 -> n3"))
    assert "style=dashed" in cut
    assert "arrowtail=tee" in cut
    (after,) = (row for row in lines if row.startswith("n3 -> n4"))
    assert "style=dashed" in after
    assert "arrowtail" not in after
    assert dot.endswith("}\n")


def test_each_operand_is_an_edge() -> None:
    graph = Graph(
        (Node("n0", "leaf", "x"), Node("n1", "operation", "Mul")),
        (Edge("n0", "n1", 0), Edge("n0", "n1", 1)),
    )
    assert to_dot(graph).count("n0 -> n1") == 2


def test_what_is_not_drawn_is_said() -> None:
    assert "and 7 nodes that are not drawn" in to_dot(Graph(SEVERED.nodes, hidden=7))


@pytest.mark.parametrize(
    "name", [*HOSTILE, "<b>x</b>", 'say "x"', "back\\", '\\"', "{a|b}", "]]>", "n1:n"]
)
def test_a_hostile_name_stays_inside_its_quotes(name: str) -> None:
    dot = to_dot(Graph((Node("n0", "leaf", name), Node("n1", "leaf", "y")), (Edge("n0", "n1"),)))
    (row,) = (line for line in dot.splitlines() if line.startswith("\tn0 [label="))
    inside, escaped = False, False
    outside = ""
    for char in row:
        if escaped:
            escaped = False
        elif char == "\\" and inside:
            escaped = True
        elif char == '"':
            inside = not inside
        elif not inside:
            outside += char
    assert not inside
    attributes = r"color= fillcolor= penwidth=2( width=[\d.]+)?"
    assert re.fullmatch(rf"\tn0 \[label=\w* {attributes}\]", outside)
    assert all(char.isprintable() or char in "\n\t\u200d" for char in dot)
    assert dot.encode("utf-8")
