"""The README shows what the program prints today."""

import re
from pathlib import Path

import pytest

from gradrepl.graph.export import Look, picture
from gradrepl.graph.options import OPTIONS
from gradrepl.graph.slideshow import show
from tests.readme.record import ROOT, SESSIONS, SLOW, graph, motion, play, written

STALE = "run: python -m tests.readme.record"


def test_drawings_are_what_the_program_prints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "<!-- drawing silent -->\n```text\n>>> x" in readme
    assert written(readme) == readme, STALE


def test_screenshot_is_what_the_program_prints() -> None:
    kept = (ROOT / "assets" / "prompt.svg").read_text(encoding="utf-8")
    assert words(play(SESSIONS["severed"], is_screenshot=True)) == words(kept), STALE


def words(svg: str) -> list[str]:
    """The screenshot's texts: not how it is framed, nor the marks under a line."""
    found = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    return [each for each in found if not re.fullmatch(r"(?:&#160;|[~^\s])*", each)]


@pytest.mark.parametrize("name", SESSIONS)
def test_drawings_fit_the_page(name: str) -> None:
    shown = play(SESSIONS[name]).splitlines()
    lens = [line for line in shown if not line.startswith(("RuntimeError", "  File"))]
    assert lens
    assert max(map(len, lens)) <= 80


def test_the_picture_draws_the_cut() -> None:
    svg = (ROOT / "assets" / "severed.svg").read_text(encoding="utf-8")
    assert "dasharray" in svg
    assert "no_grad" in svg
    made = picture(graph(SESSIONS["severed"]), "svg", look=Look(legend=True)).decode("utf-8")
    assert words(made) == words(svg), STALE


def test_the_film_is_what_the_program_makes(tmp_path: Path) -> None:
    (film,) = show(motion(SLOW), tmp_path / "film.svg", animate=True)
    kept = (ROOT / "assets" / "backward.svg").read_text(encoding="utf-8")
    assert words(film.read_text(encoding="utf-8")) == words(kept), STALE
    assert "prefers-reduced-motion" in kept


def test_every_option_of_graph_is_told() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for option in OPTIONS:
        assert any(f"`{flag}" in readme for flag in option.flags), option.flags
