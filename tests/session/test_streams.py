import contextlib
import io
import sys
import time
import warnings

import pytest

from gradrepl.session.session import Session
from gradrepl.session.streams import OUTPUT_KEPT


@pytest.fixture
def shown(torch):
    """A session that shows what it runs, and what it showed."""
    screen = io.StringIO()
    with Session(torch, level="off") as session:

        def run(source):
            with contextlib.redirect_stdout(screen):
                return list(session.run(source))[-1]

        run.screen, run.session = screen, session
        yield run


def test_output_appears_while_it_runs(shown):
    seen = []
    shown.session.namespace["look"] = lambda: seen.append(shown.screen.getvalue())
    turn = shown("if 1:\n  print('now')\n  look()\n")
    assert seen == ["now\n"]
    assert turn.outcome.stdout == "now\n" == shown.screen.getvalue()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("x.sum", "<built-in method sum of Tensor object at 0x"),
        ("torch.nn.Parameter(x).add_", "<built-in method add_ of Parameter object at 0x"),
        ("torch.add", "<built-in method add of type object at 0x"),
        ("torch.Tensor.add", "<method 'add' of 'torch._C.TensorBase' objects>"),
        ("torch.nn.functional.linear", "<built-in function linear>"),
        ("torch.nn.functional.conv2d", "<built-in method conv2d of type object at 0x"),
        ("torch.linalg.inv", "<built-in function linalg_inv>"),
        ("torch.nn.functional.relu", "<function relu at 0x"),
        ("torch.norm", "<function norm at 0x"),
        ("x.norm", "<bound method Tensor.norm of tensor([1., 1.])>"),
        ("x.backward", "<bound method Tensor.backward of tensor([1., 1.])>"),
        ("len", "<built-in function len>"),
    ],
)
def test_an_operation_that_nobody_called_is_shown_as_pytorch_shows_it(shown, torch, typed, text):
    shown.session.namespace |= {"torch": torch, "x": torch.ones(2)}
    assert shown(typed).outcome.stdout.startswith(text)


def test_all_ways_to_write(shown):
    source = (
        "import sys\nn = sys.stdout.write('a\\n'); sys.stdout.writelines(['b\\n', 'c\\n'])\n"
        "print('d', file=sys.stdout, flush=True)\n1"
    )
    shown(source)
    assert shown.screen.getvalue() == "a\nb\nc\nd\n1\n"


def test_bytes_go_the_same_way(torch, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    with Session(torch, level="off") as session:
        turn = list(session.run("import sys\nsys.stdout.buffer.write('é\\n'.encode())"))[-1]
        sys.stdout.flush()
    assert turn.outcome.stdout == "é\n3\n"
    assert raw.getvalue().decode() == "é\n3\n"


def test_an_encoding_that_lacks_a_character(torch, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    with Session(torch, level="off") as session:
        displayed, printed = [next(session.run(source)) for source in ("'梯'", "print('梯')")]
        sys.stdout.flush()
    assert raw.getvalue() == b"'\\u68af'\n"
    assert displayed.outcome.displayed == "'梯'"
    assert printed.outcome.exception.type == "UnicodeEncodeError"


def test_ten_megabytes(torch, monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    start = time.perf_counter()
    with Session(torch) as session:
        turn = next(session.run("for _ in range(100_000): print('x' * 99)"))
    assert time.perf_counter() - start < 5  # some 0.1 s on an idle machine
    assert len(screen.getvalue()) == 10_000_000
    assert len(turn.outcome.stdout) == OUTPUT_KEPT
    assert turn.outcome.stdout_dropped == 9_000_000


def test_nothing_leaks_without_echo(typed):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        typed("import sys, warnings\nprint('out')\nprint('err', file=sys.stderr)\n1 / 0")
    assert out.getvalue() + err.getvalue() == ""
    history = typed.session.history
    assert [turn.outcome.stdout for turn in history] == ["", "out\n", "", ""]
    assert [turn.outcome.stderr for turn in history] == ["", "", "err\n", ""]


def test_a_stream_of_the_learners_stays_until_it_goes(shown):
    shown("import io, sys; mine = io.StringIO(); old = sys.stdout; sys.stdout = mine")
    assert shown("print('hidden')").outcome.stdout == ""
    shown("sys.stdout = old")
    assert shown("print('seen', mine.getvalue())").outcome.stdout == "seen hidden\n\n"
    assert shown.screen.getvalue() == "seen hidden\n\n"


def test_a_logger_that_keeps_the_stream(shown):
    shown("import sys; kept = sys.stdout")
    kept = sys.modules["__main__"].kept
    with contextlib.redirect_stdout(shown.screen):
        kept.write("between statements\n")
    assert shown("kept.write('in one\\n')").outcome.stdout == "in one\n7\n"
    assert shown.screen.getvalue() == "between statements\nin one\n7\n"


def test_what_a_closed_or_odd_write_says(shown):
    assert shown("import sys\nsys.stdout.write(3)").outcome.exception.type == "TypeError"
    shown("sys.stdout.close()")
    assert shown("print('still there')").outcome.stdout == "still there\n"
    assert shown("sys.stdout.isatty(), sys.stdout.encoding").outcome.status == "ok"


def test_a_display_hook_of_the_learners(shown):
    shown("import sys\ndef hook(value): print('<', value, '>')\n\nsys.displayhook = hook")
    assert shown("3").outcome.stdout == "< 3 >\n"
    shown("sys.displayhook = sys.__displayhook__")
    assert shown("3").outcome.stdout == "3\n"


def test_a_warning_hook_of_the_learners(typed):
    typed("import warnings\nseen = []\nwarnings.showwarning = lambda *a, **k: seen.append(a[0])")
    assert typed("warnings.warn('w')").outcome.warnings == ()
    assert typed("str(seen[0])").outcome.displayed == "'w'"
    typed.session.close()
    assert "lambda" not in repr(warnings.showwarning)
