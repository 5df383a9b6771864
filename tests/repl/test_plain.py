"""The prompt of a dumb terminal: lines in, inputs out."""

import io

import pytest

from gradrepl.repl.plain import PlainPrompt
from gradrepl.repl.settings import Settings


@pytest.fixture
def prompt(tmp_path, monkeypatch):
    def make(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        return PlainPrompt(Settings(history=tmp_path / "history"), lambda: None, print)

    return make


def test_lines_blocks_and_the_end(prompt, capsys):
    plain = prompt("a = 1\nfor i in x:\n    f(i)\n\n%who\n")
    assert plain.read() == "a = 1"
    assert plain.read() == "for i in x:\n    f(i)\n"
    assert plain.read() == "%who"
    with pytest.raises(EOFError):
        plain.read()
    assert capsys.readouterr().out == ">>> >>> ... ... >>> >>> \n"


def test_what_was_begun_runs_at_the_end_of_the_input(prompt):
    plain = prompt("for i in x:\n    f(i)")
    assert plain.read() == "for i in x:\n    f(i)"
    with pytest.raises(EOFError):
        plain.read()


def test_pasted_prompts_are_stripped(prompt):
    plain = prompt(">>> if a:\n...     b\n... \n>>> c\n")
    assert plain.read() == "if a:\n    b\n"
    assert plain.read() == "c"


def test_a_line_that_is_no_text(prompt, monkeypatch, capsys):
    plain = prompt("")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\n"), encoding="utf-8"))
    assert plain.read() == ""
    assert "0xff" in capsys.readouterr().out


def test_the_history_is_kept(prompt, tmp_path):
    prompt("重 = 1\n").read()
    assert "+重 = 1" in (tmp_path / "history").read_text(encoding="utf-8")
