"""The legend of a terminal's drawing tells of every sign that is in it, and of no other."""

import pytest

from gradrepl.graph.draw import draw
from gradrepl.graph.key import key
from gradrepl.graph.model import Graph
from tests.graph.dags import random_dag, random_program

SIGNS = set("◆◇●○◌◉✂#×")


def signs(graph: Graph, width: int, *, ascii_only: bool = False) -> dict[str, str]:
    drawing = draw(graph, width=width, style="lanes", limit=20, ascii_only=ascii_only)
    return {sign.text: meaning.text for sign, meaning in key(drawing, ascii_only=ascii_only)}


@pytest.mark.parametrize("width", [24, 80])
def test_every_sign_is_told(width: int) -> None:
    for seed in range(60):
        for graph in (random_dag(seed), random_program(seed)):
            text = str(draw(graph, width=width, style="lanes", limit=20)).split("⋮ and ")[0]
            told = "".join(signs(graph, width))
            assert SIGNS & set(text) <= set(told)
            assert set(told) & set("◆◇●○◌◉#×") <= set(text)
            assert ("operands " in text) == ("operands" in told)


def test_in_ascii() -> None:
    for seed in range(20):
        assert all(sign.isascii() for sign in signs(random_dag(seed), 40, ascii_only=True))
