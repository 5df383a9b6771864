"""What makes a lesson whole, shown by lessons that are not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gradrepl.lesson.lint import LINTS, Surroundings, lint
from gradrepl.lesson.model import Lesson
from gradrepl.lesson.replay import main_line, play
from gradrepl.lesson.source import find, read
from gradrepl.session.session import Session
from tests.lesson.conftest import lesson_of

TEXT = "::: zh\n{zh}\n:::\n\n::: en\n{en}\n:::\n\n"
WHY = TEXT.format(zh="错了", en="no")
TASK = "```pycon task\n>>> x > 0\n>>> x == 1\n```\n\n"
SOLUTION = "```pycon solution\n>>> x = 1\n```\n\n"


def wrong(*lines: str) -> str:
    return "```pycon wrong\n" + "\n".join(lines) + "\n```\n\n" + WHY


def surroundings(new_session: Callable[[], Session], rules: tuple[str, ...] = ()) -> Surroundings:
    steps = {"sample": frozenset({"one"}), "002-other": frozenset({"first"})}
    return Surroundings(steps, rules, new_session)


def told(body: str, new_session: Callable[[], Session]) -> list[tuple[int, str]]:
    found = lint(lesson_of(body), surroundings(new_session))
    assert all(failure.what_to_do for failure in found)
    return [(failure.line, failure.what) for failure in found]


def test_a_whole_lesson(new_session: Callable[[], Session]):
    body = (
        TEXT.format(zh="见 [这里](002-other.md#first)、[上面](#one)", en="see [it](https://pytorch.org)")
        + TASK + SOLUTION + wrong(">>> x = 2") + wrong(">>> x = -1", ">>> 1 / 0")
    )  # fmt: skip
    assert told(body, new_session) == []


LANGUAGES = {
    "English twice": ("only `English`", "only English", "not Chinese"),
    "Chinese twice": ("中文", "中文", "holds Chinese"),
}


@pytest.mark.parametrize(("zh", "en", "what"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_languages(zh: str, en: str, what: str, new_session: Callable[[], Session]):
    ((line, said),) = told(TEXT.format(zh=zh, en=en), new_session)
    assert (line, what in said) == (11, True)


def test_code_may_be_in_any_language(new_session: Callable[[], Session]):
    assert told(TEXT.format(zh="`x`", en="type `中文`"), new_session) == []


@pytest.mark.parametrize(
    ("target", "what", "what_to_do"),
    [
        ("003-nowhere.md", "no lesson", "002-other.md"),
        ("002-other", "no lesson", "002-other.md"),
        ("#two", "no step", "one"),
        ("002-other.md#frist", "no step", "'first'"),
    ],
)
def test_dead_links(target: str, what: str, what_to_do: str, new_session: Callable[[], Session]):
    lesson = lesson_of(TEXT.format(zh="中文", en=f"see [it]({target})"))
    (failure,) = lint(lesson, surroundings(new_session))
    assert (repr(target) in failure.what, what in failure.what) == (True, True)
    assert what_to_do in failure.what_to_do


TASKS = {
    "solved at the start": ("```pycon example\n>>> x = 1\n```\n\n" + TASK + SOLUTION, 15, "before"),
    "solution does not solve": (TASK + SOLUTION.replace("= 1", "= 2"), 13, "'x == 1'"),
    "wrong one solves": (TASK + SOLUTION + wrong(">>> x = 1.0"), 20, "solves the task"),
    "wrong one does nothing": (TASK + SOLUTION + wrong(">>> y = 1"), 20, "no attempt"),
    "two wrong ones alike": (
        TASK + SOLUTION + wrong(">>> x = 2") + wrong(">>> x = 3"), 32, "the one in line 20",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "line", "what"), TASKS.values(), ids=TASKS.keys())
def test_tasks(body: str, line: int, what: str, new_session: Callable[[], Session]):
    ((where, said),) = told(body, new_session)
    assert (where, what in said) == (line, True)


def test_name_of_the_file(new_session: Callable[[], Session]):
    lesson = replace(lesson_of(WHY), path=Path("other.md"))
    (failure,) = lint(lesson, surroundings(new_session))
    assert ("'sample'" in failure.what, "'other.md'" in failure.what) == (True, True)


def test_rules_must_exist(new_session: Callable[[], Session]):
    lesson = replace(lesson_of(WHY), teaches=("severd",))
    (failure,) = lint(lesson, surroundings(new_session, ("severed", "leaf")))
    assert ("'severd'" in failure.what, "'severed'" in failure.what_to_do) == (True, True)


def test_rules_must_speak(new_session: Callable[[], Session]):
    lesson = replace(lesson_of(WHY), teaches=("severed",))
    (failure,) = lint(lesson, surroundings(new_session, ("severed",)))
    assert "makes it speak" in failure.what


def test_every_lint_is_listed_once():
    assert len(set(LINTS)) == len(LINTS)
    assert all(rule.__doc__ for rule in LINTS)


@pytest.fixture(scope="module")
def shipped() -> list[Lesson]:
    return [read(path) for path in find()]


def test_shipped_lessons_are_whole(shipped: list[Lesson], new_session: Callable[[], Session]):
    from gradrepl.lens.rules import RULE_IDS

    steps = {lesson.id: frozenset(step.id for step in lesson.steps) for lesson in shipped}
    around = Surroundings(steps, RULE_IDS, new_session)
    assert [failure for lesson in shipped for failure in lint(lesson, around)] == []


def test_every_rule_is_taught(shipped: list[Lesson]):
    from gradrepl.lens.rules import RULE_IDS

    taught = {rule for lesson in shipped for rule in lesson.teaches}
    assert sorted(set(RULE_IDS) - taught) == []


def test_no_lens_fails_in_a_shipped_lesson(
    shipped: list[Lesson], new_session: Callable[[], Session]
):
    for lesson in shipped:
        for _, turns in play(new_session(), main_line(lesson)):
            assert [turn.lens_error for turn in turns if turn.lens_error] == []


def test_orders_are_distinct(shipped: list[Lesson]):
    orders = [lesson.order for lesson in shipped]
    assert len(set(orders)) == len(orders) == 7
