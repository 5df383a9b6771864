"""The checker: silent where all is as written, and a diff with file and line where not."""

from collections.abc import Callable

import pytest

from gradrepl.lesson.check import check
from gradrepl.session.session import Session
from tests.lesson.conftest import lesson_of

pytestmark = pytest.mark.parametrize("backend", ["numpy"], indirect=True)

SETUP = "```pycon setup\n>>> import torch\n```\n\n"
FIRST = 11


def fence(*lines: str, role: str = "example") -> str:
    return f"```pycon {role}\n" + "\n".join(lines) + "\n```\n\n"


def complaints(body: str, new_session: Callable[[], Session], release: str = "2.13.0"):
    return check(lesson_of(body), new_session, release)


def test_as_written(new_session: Callable[[], Session]):
    body = SETUP + fence(
        ">>> a = torch.tensor([1.5])",
        ">>> a",
        "tensor([1.5000])",
        ">>> print('x'); import warnings; warnings.warn('hm'); a.nothing_like_it",
        "x",
        "<stdin>:1: UserWarning: hm",
        "Traceback (most recent call last):",
        "  ...",
        "AttributeError: 'Tensor' object has no attribute 'nothing_like_it'",
        ">>> object()",
        "<object object at 0x12ab>",
        ">>> print(1); print(); print(2)",
        "1",
        "<BLANKLINE>",
        "2",
        ">>> x = = 1",
        '  File "<stdin>", line 1',
        "    x = = 1",
        "        ^",
        "SyntaxError: invalid syntax",
    )
    assert complaints(body, new_session) == ()


WRONG = {
    "another output": (">>> 1 + 1", ("3",), ("-3", "+2")),
    "an output missing": (">>> 1 + 1", (), ("+2",)),
    "an output too many": (">>> x = 1", ("1",), ("-1",)),
    "a blank too many": (">>> print('a')", ("a ",), ("-a ", "+a")),
    "no warning came": (">>> 1", ("<stdin>:1: UserWarning: w", "1"), ("-UserWarning: w",)),
    "another warning": (
        ">>> import warnings; warnings.warn('v')",
        ("<stdin>:1: UserWarning: w",),
        ("-UserWarning: w", "+UserWarning: v"),
    ),
    "another category": (
        ">>> import warnings; warnings.warn('w', FutureWarning)",
        ("<stdin>:1: UserWarning: w",),
        ("-UserWarning: w", "+FutureWarning: w"),
    ),
    "no exception came": (
        ">>> x = 1",
        ("Traceback (most recent call last):", "  ...", "E: m"),
        ("-Traceback (most recent call last):", "-E: m"),
    ),
    "another message": (
        ">>> raise KeyError(1)",
        ("Traceback (most recent call last):", "  ...", "KeyError: 2"),
        ("-KeyError: 2", "+KeyError: 1"),
    ),
    "another type": (
        ">>> raise KeyError(1)",
        ("Traceback (most recent call last):", "  ...", "IndexError: 1"),
        ("-IndexError: 1", "+KeyError: 1"),
    ),
    "output before the exception": (
        ">>> print('a'); 1 / 0",
        ("Traceback (most recent call last):", "  ...", "ZeroDivisionError: division by zero"),
        ("+a",),
    ),
}


@pytest.mark.parametrize(("source", "want", "rows"), WRONG.values(), ids=WRONG.keys())
def test_anything_else(
    source: str, want: tuple[str, ...], rows: tuple[str, ...], new_session: Callable[[], Session]
):
    (failure,) = complaints(fence(">>> y = 0", source, *want), new_session)
    assert failure.line == FIRST + 2
    assert source.removeprefix(">>> ") in failure.what
    assert failure.diff.startswith(f"--- sample.md:{FIRST + 2}\n+++ ")
    changed = [row for row in failure.diff.splitlines()[2:] if row[0] in "+-"]
    assert set(rows) <= set(changed)


def test_every_difference_is_told(new_session: Callable[[], Session]):
    found = complaints(fence(">>> 1", "2", ">>> 3", "3", ">>> 4", "5"), new_session)
    assert [failure.line for failure in found] == [FIRST + 1, FIRST + 5]


def test_releases_have_answers_of_their_own(new_session: Callable[[], Session]):
    body = fence(">>> 'new'", "'new'") + "```output release=1.7.1\n'old'\n```\n"
    assert complaints(body, new_session) == ()
    (failure,) = complaints(body, new_session, "1.7.1")
    assert "-'old'\n+'new'\n" in failure.diff


def test_an_older_release_replays_the_document_alone(new_session: Callable[[], Session]):
    body = fence(">>> x = 1") + "## 二 · Two {#two .beyond}\n\n" + fence(">>> x", "2")
    assert complaints(body, new_session, "1.7.1") == ()
    assert len(complaints(body, new_session)) == 1


def test_solutions_are_replayed_and_wrong_attempts_are_not(new_session: Callable[[], Session]):
    task = (
        fence(">>> x == 1", role="task")
        + fence(">>> x = 1", ">>> x", "0", role="solution")
        + fence(">>> x = 2", ">>> x", "0", role="wrong")
        + "::: zh\n错\n:::\n\n::: en\nno\n:::\n\n"
    )
    found = complaints(task + fence(">>> x", "1"), new_session)
    assert [failure.line for failure in found] == [FIRST + 6]


def test_ctrl_c_stops_the_check(new_session: Callable[[], Session]):
    with pytest.raises(KeyboardInterrupt):
        complaints(fence(">>> raise KeyboardInterrupt", ">>> 1", "1"), new_session)


def test_a_lesson_leaves_the_grad_mode_as_it_was(new_session: Callable[[], Session], torch):
    body = SETUP + fence(
        ">>> _ = torch.set_grad_enabled(False)", ">>> torch.is_grad_enabled()", "False"
    )
    assert complaints(body, new_session) == ()
    assert torch.is_grad_enabled()
