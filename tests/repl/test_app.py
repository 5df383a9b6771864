"""One input at a time: what runs, what is shown, and what the loop survives."""

import pytest

from gradrepl.repl.app import App, Coming, run
from gradrepl.repl.settings import Settings
from gradrepl.session.session import Session


def test_each_statement_is_shown_before_the_next_runs(app):
    text = app.type("print('one')\na = torch.ones(1, requires_grad=True)\nprint('two')")
    assert text == ("one\n  a  float32 (1,)   requires_grad   leaf      grad None\ntwo\n")
    assert app.code is None


def test_an_exception_ends_the_input(app):
    text = app.type("1/0\nprint('never')")
    assert text.startswith("Traceback (most recent call last):\n")
    assert text.endswith("ZeroDivisionError: division by zero\n")


def test_a_syntax_error_runs_nothing(app):
    text = app.type("print('never')\na = )")
    assert "SyntaxError" in text
    assert "never\n" not in text.splitlines(keepends=True)[:1]


@pytest.mark.parametrize(
    ("source", "code"), [("exit()", 0), ("import sys; sys.exit(3)", 3), ("raise SystemExit", 0)]
)
def test_leaving(app, source, code):
    app.type(source)
    assert app.code == code


def test_the_prompt_does_not_draw_over_output_without_an_end(app):
    assert app.type("print('x', end='')") == "x\n"


def test_magics_and_statements_in_one_input(app):
    text = app.type("a = torch.ones(2)\n%lens\nb = a + 1")
    assert text.index("  a  ") < text.index("the lens is at") < text.index("  b  ")


def test_a_magic_that_fails_ends_the_input(app):
    text = app.type("%grpah\nprint('never')")
    assert text == "there is no magic '%grpah'; did you mean '%graph'?\n"


def test_a_fault_in_the_drawing_becomes_one_line(app, monkeypatch):
    def broken(_, *, level):
        raise ZeroDivisionError(f"in the lens at {level}")

    monkeypatch.setattr("gradrepl.render.turn.turn_view", broken)
    assert (
        app.type("a = 1") == "the lens could not be drawn: ZeroDivisionError: in the lens at full\n"
    )


def test_ctrl_c_while_drawing_goes_back_to_the_prompt(app, monkeypatch):
    def interrupted(_, *, level):
        raise KeyboardInterrupt(level)

    monkeypatch.setattr("gradrepl.render.turn.turn_view", interrupted)
    assert app.type("a = 1") == "\n"


def test_a_name_is_no_markup(app):
    text = app.type("d = {'[red]': torch.ones(1)}")
    assert "[red]" in text


def test_what_comes_late_is_waited_for_and_made_once():
    made = []

    def make():
        made.append(True)
        return App(None, console=None)

    coming = Coming(make)
    assert coming.namespace() == {}
    coming.start()
    coming.start()
    assert coming.get() is coming.get()
    assert made == [True]


def test_what_fails_while_coming_is_raised_where_it_is_waited_for():
    def make():
        raise LookupError("no engine")

    coming = Coming(make)
    with pytest.raises(LookupError, match="no engine"):
        coming.get()
    coming.close()


class Typing:
    """A reader that plays what a learner types; an exception in the list is raised."""

    def __init__(self, *inputs):
        self.inputs = list(inputs)

    def read(self):
        if not self.inputs:
            raise EOFError
        typed = self.inputs.pop(0)
        if isinstance(typed, BaseException):
            raise typed
        return typed


@pytest.fixture
def loop(torch, monkeypatch, tmp_path):
    """The whole loop over what some readers type, the second after the first has failed."""

    def play(reader, plain=None):
        monkeypatch.setattr("gradrepl.repl.app._reader", lambda *_: reader)
        monkeypatch.setattr("gradrepl.repl.app._plain_reader", lambda *_: plain)
        return run(lambda: Session(torch), settings=Settings(version="1", history=tmp_path / "h"))

    return play


def test_the_loop_goes_on_until_the_end_of_the_input(loop, capsys):
    assert loop(Typing("x = 20", KeyboardInterrupt(), "", "1/0", "x + 1")) == 0
    shown = capsys.readouterr()
    assert shown.out.endswith("21\n")
    assert "KeyboardInterrupt\nTraceback" in shown.err


def test_the_loop_ends_with_the_programs_own_code(loop):
    assert loop(Typing("raise SystemExit(9)", "print('never')")) == 9


def test_a_prompt_that_fails_gives_way_to_the_plain_one(loop, capsys):
    assert loop(Typing("x = 1", OSError("gone")), Typing("print(x + 1)")) == 0
    shown = capsys.readouterr()
    assert shown.out.endswith("2\n")
    assert shown.err == "gradrepl: the plain prompt is used (OSError: gone)\n"


def test_no_prompt_at_all(loop, capsys):
    assert loop(Typing(OSError("gone")), Typing(OSError("gone too"))) == 1
    assert capsys.readouterr().err.endswith("gradrepl: OSError: gone too\n")


def test_an_engine_that_cannot_be_had(monkeypatch, capsys):
    monkeypatch.setattr("gradrepl.repl.app._reader", lambda *_: Typing("x = 1"))

    def make():
        raise LookupError("install it")

    assert run(make) == 2
    assert capsys.readouterr().err == "gradrepl: install it\n"
