"""Keys in, inputs out: the prompt on a pipe instead of a terminal."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from gradrepl.repl.completer import PromptCompleter
from gradrepl.repl.prompt import Prompt
from gradrepl.repl.settings import Settings

ENTER = "\r"
ALT_ENTER = "\x1b\r"
TAB = "\t"
BACKSPACE = "\x7f"
UP = "\x1b[A"
LEFT = "\x1b[D"
CTRL_C = "\x03"
CTRL_D = "\x04"


@pytest.fixture
def typed(tmp_path):
    """Reads one input from some keys; called again it goes on with the same prompt."""
    with create_pipe_input() as keyboard:
        painted = []
        said = []
        prompt = Prompt(
            Settings(history=tmp_path / "history"),
            lambda: {"loss": 1, "low": 2, "unique_name": 3},
            lambda: painted.append(True),
            said.append,
            keyboard=keyboard,
            screen=DummyOutput(),
        )

        def read(keys):
            keyboard.send_text(keys)
            return prompt.read()

        read.painted = painted
        yield read


def paste(text):
    return f"\x1b[200~{text}\x1b[201~"


def test_enter_runs_a_complete_line(typed):
    assert typed("a = 1" + ENTER) == "a = 1"
    assert typed.painted == [True]
    assert typed(ENTER) == ""
    assert typed.painted == [True]


def test_a_block_is_indented_and_ends_with_an_empty_line(typed):
    text = typed("for i in x:" + ENTER + "f(i)" + ENTER + "g(i)" + ENTER + ENTER)
    assert text == "for i in x:\n    f(i)\n    g(i)\n    "


def test_return_ends_the_indentation(typed):
    assert typed("def f():" + ENTER + "return 1" + ENTER + ENTER) == "def f():\n    return 1\n"


def test_an_open_bracket_opens_a_line(typed):
    assert typed("f(1," + ENTER + "2)" + ENTER) == "f(1,\n2)"


def test_a_syntax_error_runs_so_that_it_can_be_seen(typed):
    assert typed("a = )" + ENTER) == "a = )"


def test_alt_enter_runs_anyway(typed):
    assert typed("f(1," + ALT_ENTER) == "f(1,"


def test_enter_in_the_middle_of_a_line_runs_it(typed):
    assert typed("ab" + LEFT + ENTER) == "ab"


def test_enter_in_the_middle_of_a_block_opens_a_line(typed):
    text = typed(paste("if a:\n    b\n") + UP + UP + ENTER + "c" + ALT_ENTER)
    assert text.count("\n") == 3


def test_tab_indents_in_the_margin_and_backspace_takes_it_back(typed):
    assert typed(TAB + "a" + ENTER) == "    a"
    assert typed("if a:" + ENTER + BACKSPACE + "b" + ALT_ENTER) == "if a:\nb"
    assert typed("      " + BACKSPACE + "a" + ALT_ENTER) == "    a"
    assert typed("a " + BACKSPACE + "b" + ENTER) == "ab"


def test_tab_completes_what_is_unique(typed):
    assert typed("uniq" + TAB + ENTER).startswith("uniq")


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("a = 1\nb = 2", "a = 1\nb = 2"),
        ("for i in x:\n\tf(i)\n", "for i in x:\n\tf(i)\n"),
        (">>> a = 1\n>>> if a:\n...     a\n...\n1\n", "a = 1\nif a:\n    a\n\n"),
        ("a = 1\r\nb = 2\r", "a = 1\nb = 2\n"),
        ("x = '文字 🙂'", "x = '文字 🙂'"),
    ],
)
def test_what_is_pasted_is_kept_without_its_prompts(typed, pasted, text):
    assert typed(paste(pasted) + ALT_ENTER) == text


def test_a_pasted_block_runs_at_enter(typed):
    assert typed(paste("for i in x:\n    f(i)\n") + ENTER) == "for i in x:\n    f(i)\n"


def test_ctrl_c_takes_the_line_back_and_ctrl_d_leaves(typed):
    with pytest.raises(KeyboardInterrupt):
        typed("half a li" + CTRL_C)
    with pytest.raises(EOFError):
        typed(CTRL_D)


def test_ctrl_d_in_a_line_deletes(typed):
    assert typed("ab" + LEFT + LEFT + CTRL_D + ENTER) == "b"


def test_history_comes_back_and_is_in_the_file_before_anything_runs(typed, tmp_path):
    assert typed("first = 1" + ENTER) == "first = 1"
    assert "+first = 1" in (tmp_path / "history").read_text(encoding="utf-8")
    assert typed(UP + ENTER) == "first = 1"


def test_a_fault_in_the_completer_offers_nothing():
    def broken():
        raise ZeroDivisionError

    offers = PromptCompleter(broken).get_completions(Document("a"), CompleteEvent())
    assert list(offers) == []
