"""Running statements: what CPython's prompt does, and what must never happen."""

import gc
import inspect
import io
import linecache
import signal
import sys
from pathlib import Path

import pytest

from gradrepl.session.session import Session, SessionError


def test_a_turn_for_each_statement(typed):
    turns = typed.all("1 + 1\nx = 3\nx * 2")
    assert [turn.outcome.displayed for turn in turns] == ["2", None, "6"]
    assert [turn.outcome.stdout for turn in turns] == ["2\n", "", "6\n"]
    assert [turn.number for turn in turns] == [1, 2, 3]
    assert [turn.statement.filename for turn in turns] == ["<input-1>"] * 3


def test_the_last_value_is_called_underscore(typed):
    typed("40 + 2")
    assert typed("_ + 1").outcome.displayed == "43"


def test_a_block_displays_each_value(typed):
    assert typed("for i in range(3): i").outcome.stdout == "0\n1\n2\n"


def test_a_script_displays_nothing_and_has_one_docstring(typed):
    turns = typed.all("'doc'\n1 + 1\n'no doc'\nprint(__doc__)", filename="s.py", display=False)
    assert "".join(turn.outcome.stdout for turn in turns) == "doc\n"


def test_nothing_runs_where_one_statement_does_not_compile(typed):
    turns = typed.all("print('no')\nreturn 3")
    assert [turn.outcome.status for turn in turns] == ["syntax"]
    assert turns[0].outcome.exception.line == 2
    assert "    return 3\n" in turns[0].outcome.exception.traceback


def test_it_stops_at_the_first_exception(typed):
    turns = typed.all("1/0\nprint('no')")
    assert [turn.outcome.status for turn in turns] == ["error"]


@pytest.mark.parametrize(
    "source",
    ["x = = 1", "x = '", "\x00", "(" * 300 + ")" * 300, "def f():\n  nonlocal y", "\ud800"],
)
def test_what_does_not_compile(typed, source):
    outcome = typed(source).outcome
    assert outcome.status == "syntax"
    assert "Traceback" not in outcome.exception.traceback
    assert outcome.exception.traceback.endswith("\n")


def test_a_syntax_error_reads_as_in_cpython(typed):
    assert typed("x = = 1").outcome.exception.traceback == (
        '  File "<input-1>", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n'
    )


def test_future_features_stay_in_force(typed):
    typed("from __future__ import annotations")
    assert typed("def f(a: undefined): pass").outcome.status == "ok"


def test_a_late_future_import_in_a_script(typed):
    late = "x = 1\nfrom __future__ import annotations"
    assert typed(late, filename="s.py", display=False).outcome.status == "syntax"


def test_a_traceback_shows_source_and_no_frame_of_ours(typed):
    typed("def f(q):\n    return 1 / q")
    exception = typed("f(0)").outcome.exception
    assert exception.traceback.splitlines()[1:3] == [
        '  File "<input-2>", line 1, in <module>',
        "    f(0)",
    ]
    assert '  File "<input-1>", line 2, in f' in exception.traceback
    assert str(Path(inspect.getfile(Session)).parent) not in exception.traceback
    assert (exception.type, exception.message) == ("ZeroDivisionError", "division by zero")
    assert exception.line == 1


def test_chained_exceptions_notes_and_groups(typed):
    chained = typed("try:\n  1/0\nexcept Exception as e:\n  raise ValueError('é') from e")
    assert "direct cause of the following" in chained.outcome.exception.traceback
    assert chained.outcome.exception.line == 4
    typed("e = KeyError('k')\ne.add_note('a note')")
    noted = typed("raise e").outcome.exception
    assert noted.message == "'k'\na note"
    group = typed("raise ExceptionGroup('g', [ValueError(1), TypeError(2)])").outcome.exception
    assert "ValueError: 1" in group.traceback
    assert "TypeError: 2" in group.traceback


def test_an_exception_that_cannot_be_printed(typed):
    typed("class Odd(Exception):\n  def __str__(self): raise RuntimeError\n")
    assert typed("raise Odd").outcome.exception.type == "Odd"


def test_frames_of_a_hidden_folder_are_cut(torch, tmp_path):
    (tmp_path / "inner.py").write_text("def call(f):\n    return f()\n", encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    try:
        with Session(torch, hidden=(tmp_path,), echo=False) as session:
            turn = list(session.run("def g(): return 1/0\nimport inner\ninner.call(g)"))[-1]
    finally:
        sys.path.remove(str(tmp_path))
        sys.modules.pop("inner", None)
    assert "inner.py" not in turn.outcome.exception.traceback
    assert "in g" in turn.outcome.exception.traceback


def test_an_exception_in_repr_is_the_statements(typed):
    typed("class R:\n  def __repr__(self): return 1 / 0\n")
    outcome = typed("R()").outcome
    assert (outcome.status, outcome.exception.type) == ("error", "ZeroDivisionError")
    assert outcome.displayed is None


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("exit()", 0, ""),
        ("quit()", 0, ""),
        ("raise SystemExit", 0, ""),
        ("import sys; sys.exit(3)", 3, ""),
        ("raise SystemExit(True)", 1, ""),
        ("raise SystemExit('bye')", 1, "bye\n"),
        ("raise SystemExit([1])", 1, "[1]\n"),
    ],
)
def test_leaving(typed, source, code, said):
    before = sys.stdin.closed
    outcome = typed(source).outcome
    assert (outcome.status, outcome.exit_code, outcome.stderr) == ("exit", code, said)
    assert sys.stdin.closed == before


@pytest.mark.parametrize(
    "source",
    [
        "raise_signal(SIGINT)",
        "R()",
        "while True: raise_signal(SIGINT)",
        "try: raise_signal(SIGINT)\nfinally: pass",
    ],
)
def test_ctrl_c(typed, source):
    typed("from signal import *")
    typed("class R:\n  def __repr__(self): raise_signal(SIGINT)\n")
    outcome = typed(source).outcome
    assert (outcome.status, outcome.exception.type) == ("interrupted", "KeyboardInterrupt")
    assert typed("1").outcome.displayed == "1"


def test_ctrl_c_in_the_lens(typed, monkeypatch):
    def interrupted(*_, **__):
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("gradrepl.session.observing.diff", interrupted)
    turn = typed("a = torch.ones(2)")
    assert turn.outcome.status == "interrupted"
    assert turn.outcome.exception.type == "KeyboardInterrupt"
    monkeypatch.undo()
    assert typed("a.sum()").outcome.displayed == "tensor(2.)"


def test_a_base_exception_is_an_error(typed):
    assert typed("raise GeneratorExit").outcome.status == "error"


def test_runaway_recursion(typed):
    typed("def f(): return f()")
    outcome = typed("f()").outcome
    assert outcome.exception.type == "RecursionError"
    assert "Previous line repeated" in outcome.exception.traceback


def test_main_is_a_real_module(typed):
    typed("class X: pass\n")
    assert typed("import pickle; pickle.loads(pickle.dumps(X())).__class__ is X").outcome.displayed
    assert typed("import __main__; __main__.X is X").outcome.displayed == "True"
    assert typed("__name__").outcome.displayed == "'__main__'"


def test_source_of_typed_functions(typed):
    typed("def h(q):\n    return 1 / q\n")
    assert typed("import inspect; inspect.getsource(h)").outcome.displayed == repr(
        "def h(q):\n    return 1 / q\n"
    )


def test_sources_are_bounded_and_given_back(torch, monkeypatch):
    monkeypatch.setattr("gradrepl.session.stage.SOURCES_KEPT", 3)
    with Session(torch, level="off", echo=False) as session:
        for _ in range(5):
            list(session.run("1"))
        assert [f"<input-{n}>" in linecache.cache for n in range(1, 6)] == [False] * 2 + [True] * 3
    assert not any(name.startswith("<input-") for name in linecache.cache)


def test_a_failed_statement_keeps_no_tensor_alive(typed):
    typed("import weakref")
    gc.disable()
    try:
        typed("def f():\n  global r\n  big = torch.ones(3)\n  r = weakref.ref(big)\n  1 / 0\n")
        assert typed("f()").outcome.status == "error"
        assert typed.session.namespace["r"]() is None
        assert not hasattr(sys, "last_exc") or sys.last_exc is None
    finally:
        gc.enable()


def test_the_history_keeps_no_tensor_alive(typed):
    typed("import weakref\na = torch.ones(3, requires_grad=True)\nb = a * 2\nr = weakref.ref(b)\nb")
    typed("0")  # or the prompt's own _ holds it
    gc.collect()
    assert typed("del b").outcome.status == "ok"
    gc.collect()
    assert typed.session.namespace["r"]() is None


def test_history_is_bounded(torch, monkeypatch):
    for name, limit in (("HISTORY_KEPT", 6), ("FACTS_KEPT", 2), ("TEXT_KEPT", 100)):
        monkeypatch.setattr(f"gradrepl.session.session.{name}", limit)
    with Session(torch, echo=False) as session:
        session.namespace["torch"] = torch
        for number in range(10):
            list(session.run(f"a{number} = torch.ones(1)"))
        assert [turn.number for turn in session.history] == [5, 6, 7, 8, 9, 10]
        assert [bool(turn.after.names) for turn in session.history] == [False] * 4 + [True] * 2
        list(session.run("print('x' * 99)"))
        list(session.run("print('y' * 99)"))
        assert len(session.history) == 1


def test_sessions_within_sessions(torch):
    outside = sys.modules["__main__"]
    with Session(torch, echo=False) as one:
        inner = Session(torch, echo=False)
        assert next(inner.run("__import__('__main__').__dict__ is globals()")).outcome.displayed
        assert next(one.run("x = 1; __import__('__main__').x")).outcome.status == "ok"
        inner.close()
        assert vars(sys.modules["__main__"]) is one.namespace
    assert sys.modules["__main__"] is outside


def test_a_namespace_of_somebody_else(torch):
    outside = sys.modules["__main__"]
    theirs = {"a": 1}
    with Session(torch, echo=False, namespace=theirs) as session:
        assert sys.modules["__main__"] is outside
        list(session.run("b = a + 1"))
        with pytest.raises(SessionError):
            session.reset()
    assert theirs["b"] == 2


def test_reset(typed):
    typed("a = torch.ones(1)\ntorch.set_grad_enabled(False)")
    typed.session.reset()
    assert "a" not in typed.session.namespace
    assert typed("__name__").outcome.displayed == "'__main__'"
    assert typed.session.torch.is_grad_enabled()
    assert typed.session.snapshot.names == ()


def test_a_session_gives_back_the_grad_mode(torch):
    with Session(torch, echo=False) as session:
        session.namespace["torch"] = torch
        list(session.run("torch.set_grad_enabled(False)"))
        assert not torch.is_grad_enabled()
    assert torch.is_grad_enabled()


def test_magics_are_called_in_their_turn(typed):
    seen = []
    typed.all(
        "a = 1\n%who a\na = 2", magic=lambda call: seen.append((call, typed.session.namespace["a"]))
    )
    assert [(call.name, call.arguments, a) for call, a in seen] == [("who", "a", 1)]
    assert typed("%who").outcome.status == "syntax"


def test_levels(typed):
    with pytest.raises(SessionError, match="there are: off, facts, full"):
        typed.session.level = "fulll"
    assert typed.session.level == "full"


def test_input(typed, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", io.StringIO("typed\n"))
        assert typed("input('? ')").outcome.displayed == "'typed'"


def test_a_thread_prints(typed):
    typed("from threading import Thread")
    turn = typed(
        "def f():\n  t = Thread(target=print, args=('aside',)); t.start(); t.join()\n\nf()"
    )
    assert turn.outcome.stdout == "aside\n"
