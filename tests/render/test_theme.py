"""The colours can be read on their grounds, and told apart by eyes that see fewer."""

import io
import re
from itertools import combinations

import pytest
from rich.color import Color
from rich.style import Style

from gradrepl.cli.arguments import TERMINAL_THEMES
from gradrepl.render import theme
from gradrepl.render.console import make_console
from gradrepl.render.text import styled

GROUNDS = {"dark": ("#000000", "#1e1e1e", "#002b36"), "light": ("#ffffff", "#fdf6e3", "#f0f0f0")}
LINEAR = tuple[float, float, float]

# How much of each cone's answer is left, by Machado, Oliveira and Fernandes (2009), severity 1.
DEFICIENCIES = {
    "protan": """
        0.152286 1.052583 -0.204868  0.114503 0.786281 0.099216  -0.003882 -0.048116 1.051998""",
    "deutan": """
        0.367322 0.860646 -0.227968  0.280085 0.672501 0.047413  -0.011820 0.042940 0.968881""",
    "tritan": """
        1.255528 -0.076749 -0.178779  -0.078411 0.930809 0.147602  0.004733 0.691367 0.303900""",
}


def linear(colour: str) -> LINEAR:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return r, g, b


def luminance(colour: str) -> float:
    return sum(k * c for k, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: LINEAR) -> LINEAR:
    r, g, b = colour
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in map(abs, xyz))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def colours(name: theme.ThemeName) -> list[str]:
    return list(theme.COLOURS[name].values())


@pytest.mark.parametrize("name", ["dark", "light"])
def test_words_can_be_read_on_their_ground(name: theme.ThemeName) -> None:
    for colour in colours(name):
        for ground in GROUNDS[name]:
            assert contrast(colour, ground) >= 4.5, (colour, ground)  # WCAG's AA for text


def test_the_safe_ones_can_be_read_on_either_ground() -> None:
    for colour in colours("safe"):
        for ground in ("#000000", "#1e1e1e", "#ffffff"):
            assert contrast(colour, ground) >= 3, (colour, ground)  # AA for large and bold text


@pytest.mark.parametrize("eyes", DEFICIENCIES)
def test_the_safe_ones_are_told_apart(eyes: str) -> None:
    matrix = [float(number) for number in DEFICIENCIES[eyes].split()]

    def seen(colour: str) -> LINEAR:
        rgb = linear(colour)
        r, g, b = (
            min(max(sum(k * c for k, c in zip(matrix[at : at + 3], rgb, strict=True)), 0), 1)
            for at in (0, 3, 6)
        )
        return lab((r, g, b))

    leaf, result, operation, severed, _ = colours("safe")
    for one, other in combinations((leaf, result, operation, severed), 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert apart > 12, (eyes, one, other, apart)


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_role_has_a_style_in_every_theme(name: theme.ThemeName) -> None:
    made = theme.styles(name).styles
    for role in theme.STYLES:
        style = made[f"gradrepl.{role}"]
        assert isinstance(style, Style)
        assert name != "none" or style.color is None
        assert name not in ("dark", "light", "safe") or not style.dim


def test_what_is_new_differs_by_more_than_colour() -> None:
    for name in theme.THEMES:
        made = theme.styles(name).styles
        for role in ("leaf", "result", "operation", "constant", "unrecorded"):
            assert made[f"gradrepl.new-{role}"].underline
            assert not made[f"gradrepl.{role}"].underline


def test_the_command_line_knows_them() -> None:
    assert TERMINAL_THEMES == theme.THEMES


def printed(**environ: str) -> str:
    stream = io.StringIO()
    make_console(stream, color=True, environ={"TERM": "xterm-256color", **environ}).print(
        styled("w", "leaf")
    )
    return stream.getvalue()


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "32m" in printed()
    assert printed(GRADREPL_THEME="light", COLORTERM="truecolor") != printed()
    assert not re.search(r"3\dm|38;", printed(GRADREPL_THEME="none"))
    assert printed(GRADREPL_THEME="no such one") == printed()
    monkeypatch.setattr(theme, "_chosen", "none")
    assert printed(GRADREPL_THEME="light") == printed(GRADREPL_THEME="none")
    assert Color.parse(colours("dark")[0]).is_default is False


@pytest.mark.parametrize("name", ["dark", "light", "safe"])
def test_sixteen_colours_are_named_and_not_guessed(name: theme.ThemeName) -> None:
    """The nearest of sixteen to a dark green is a grey: a leaf would look as what is dim."""
    shown = io.StringIO()
    theme_of = {"GRADREPL_THEME": name, "TERM": "xterm"}
    console = make_console(shown, color=True, width=80, environ=theme_of)
    codes = {}
    for role in ("leaf", "result", "operation", "unrecorded", "detail"):
        start = len(shown.getvalue())
        console.print("x", style=theme.style(role), end="")
        codes[role] = shown.getvalue()[start:]
    assert len(set(codes.values())) == len(codes)
    assert not any("90m" in code or "38;" in code for code in codes.values())


@pytest.mark.parametrize(("told", "full"), [("truecolor", True), ("24bit", True), ("", False)])
def test_a_pipe_has_the_colours_that_were_told(told: str, *, full: bool) -> None:
    shown = io.StringIO()
    environ = {"GRADREPL_THEME": "light", "COLORTERM": told}
    make_console(shown, color=True, width=80, environ=environ).print("x", style=theme.style("leaf"))
    assert ("38;2;27;107;47" in shown.getvalue()) is full
