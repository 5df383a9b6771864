"""A picture between the lines of a terminal."""

import base64
import io
import re

import pytest
from rich.console import Console

from gradrepl.render.inline import InlineError, encoded, is_wrapped, protocol, show_inline

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (1440).to_bytes(4, "big") + bytes(9_000)


@pytest.mark.parametrize(
    ("environ", "known"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"KITTY_WINDOW_ID": "1", "TERM": "xterm-256color"}, "kitty"),
        ({"TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"KONSOLE_VERSION": "230804"}, "kitty"),
        ({"TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"LC_TERMINAL": "iTerm2"}, "iterm2"),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM_PROGRAM": "Apple_Terminal"}, None),
        ({}, None),
    ],
)
def test_which_terminals_can(environ, known):
    assert protocol(environ) == known


@pytest.mark.parametrize(
    "environ", [{"TMUX": "/tmp/x", "KITTY_WINDOW_ID": "1"}, {"TERM": "screen-256color"}]
)
def test_what_stands_between(environ):
    assert is_wrapped(environ)
    assert not is_wrapped({"TERM": "xterm-kitty"})


def test_kitty_gets_chunks():
    parts = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", encoded(PNG, "kitty", 40))
    assert parts[0][0] == "f=100,a=T,c=40,m=1"
    assert [options for options, _ in parts[1:]] == ["m=1"] * (len(parts) - 2) + ["m=0"]
    assert all(len(data) <= 4096 for _, data in parts)
    assert base64.b64decode("".join(data for _, data in parts)) == PNG


def test_iterm2_gets_a_file():
    match = re.fullmatch(r"\x1b]1337;File=inline=1;size=(\d+);width=40;[^:]*:(.*)\x07",
                         encoded(PNG, "iterm2", 40))  # fmt: skip
    assert int(match[1]) == len(PNG)
    assert base64.b64decode(match[2]) == PNG


@pytest.fixture
def alone(monkeypatch):
    for name in ("TMUX", "KITTY_WINDOW_ID", "TERM_PROGRAM", "LC_TERMINAL", "KONSOLE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def screen(*, is_terminal=True):
    return Console(file=io.StringIO(), force_terminal=is_terminal, width=80)


@pytest.mark.usefixtures("alone")
def test_a_wide_picture_is_scaled_to_the_screen(monkeypatch):
    monkeypatch.setenv("KITTY_WINDOW_ID", "1")
    for dpi, cells in ((144, 80), (1000, 17)):
        console = screen()
        show_inline(lambda: PNG, console, dpi)
        assert f"c={cells}," in console.file.getvalue()


@pytest.mark.usefixtures("alone")
def test_elsewhere_a_sentence_and_no_drawing(monkeypatch):
    def never():
        raise AssertionError

    with pytest.raises(InlineError, match=r"not known to show pictures.*-o graph\.png"):
        show_inline(never, screen(), 144)
    with pytest.raises(InlineError, match="no terminal"):
        show_inline(never, screen(is_terminal=False), 144)
    monkeypatch.setenv("TMUX", "1")
    with pytest.raises(InlineError, match="tmux"):
        show_inline(never, screen(), 144)
