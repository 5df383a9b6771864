"""Is a lesson whole? What the parser cannot see from the file alone, rule by rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.lesson.check import Failure
from gradrepl.lesson.header import nearest
from gradrepl.lesson.model import Code, Prose
from gradrepl.lesson.replay import attempt, before_task, main_line, play
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from gradrepl.lesson.model import Lesson, Step
    from gradrepl.lesson.replay import Attempt, SessionFactory


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a lesson is held against."""

    lessons: Mapping[str, frozenset[str]]
    """The steps of every lesson that a link may lead to, by the lesson's id."""
    rules: tuple[str, ...]
    """The ids of the lens's rules."""
    session_factory: SessionFactory
    """Makes fresh sessions, with the lens at its full."""


Lint: TypeAlias = "Callable[[Lesson, Surroundings], Iterator[Failure]]"

_HAN = re.compile(r"[\u4e00-\u9fff]")
_CODE = re.compile(r"`[^`]*`|```.*?```|https?://\S+", re.DOTALL)
_LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]*)[^)]*\)")


def lint(
    lesson: Lesson, surroundings: Surroundings, *, running: bool = True
) -> tuple[Failure, ...]:
    """Everything that is wrong, in the order of `LINTS`.

    Args:
        lesson: what to look at.
        surroundings: what to hold it against.
        running: also run it. There is little point in that where its replay has failed.
    """
    rules = LINTS if running else tuple(rule for rule in LINTS if rule not in PLAYED)
    return tuple(failure for rule in rules for failure in rule(lesson, surroundings))


def proses(lesson: Lesson) -> Iterator[Prose]:
    """Every text of a lesson that a learner may come to read."""
    yield lesson.title
    for step in lesson.steps:
        yield step.title
        yield from (block for block in step.blocks if isinstance(block, Prose))
        yield from step.hints
        yield from (wrong.explanation for wrong in step.wrong)


def named_after_its_file(lesson: Lesson, surroundings: Surroundings) -> Iterator[Failure]:  # noqa: ARG001  # a lint
    """A lesson is found by its id, and the id by the file's name."""
    if lesson.path.stem != lesson.id:
        yield Failure(
            lesson.path,
            1,
            gettext("the id is {id}, the file is called {name}.").format(
                id=repr(lesson.id), name=repr(lesson.path.name)
            ),
            gettext("Give them the same name."),
        )


def in_both_languages(lesson: Lesson, surroundings: Surroundings) -> Iterator[Failure]:  # noqa: ARG001  # a lint
    """The Chinese text is Chinese and the English one is not: neither was forgotten."""
    for prose in proses(lesson):
        if not _HAN.search(prose.zh) and _CODE.sub("", prose.zh).strip():
            yield Failure(
                lesson.path,
                prose.line,
                gettext("the Chinese version of this text is not Chinese."),
                gettext("Translate it."),
            )
        if _HAN.search(_CODE.sub("", prose.en)):
            yield Failure(
                lesson.path,
                prose.line,
                gettext("the English version of this text holds Chinese."),
                gettext("Translate it, or quote it as `code`."),
            )


def links_lead_somewhere(lesson: Lesson, surroundings: Surroundings) -> Iterator[Failure]:
    """A link leads to the web, to another lesson, or to a step."""
    for prose in proses(lesson):
        for text in (prose.zh, prose.en):
            for target in _LINK.findall(text):
                if target.startswith(("https://", "http://")):
                    continue
                name, _, anchor = target.partition("#")
                known = surroundings.lessons.get(name.removesuffix(".md") or lesson.id)
                if known is None or (name and not name.endswith(".md")):
                    yield Failure(
                        lesson.path,
                        prose.line,
                        gettext("the link {target} leads to no lesson.").format(
                            target=repr(target)
                        ),
                        nearest(name, [f"{other}.md" for other in surroundings.lessons]),
                    )
                elif anchor and anchor not in known:
                    yield Failure(
                        lesson.path,
                        prose.line,
                        gettext("the link {target} leads to no step.").format(target=repr(target)),
                        nearest(anchor, sorted(known)),
                    )


def teaches_what_it_says(lesson: Lesson, surroundings: Surroundings) -> Iterator[Failure]:
    """Every rule under `teaches:` exists, and speaks up when the lesson is played."""
    known = [rule for rule in lesson.teaches if rule in surroundings.rules]
    for rule in lesson.teaches:
        if rule not in known:
            yield Failure(
                lesson.path,
                1,
                gettext("`teaches` names {rule}, and the lens has no such rule.").format(
                    rule=repr(rule)
                ),
                nearest(rule, surroundings.rules),
            )
    if not known:
        return
    spoken = _spoken(lesson, surroundings.session_factory)
    for rule in known:
        if rule not in spoken:
            yield Failure(
                lesson.path,
                1,
                gettext("`teaches` names {rule}, and nothing in the lesson makes it speak.").format(
                    rule=repr(rule)
                ),
                gettext(
                    "Add an example that does, or leave the rule out. It says: {rules}."
                ).format(rules=", ".join(sorted(spoken)) or "-"),
            )


def _spoken(lesson: Lesson, session_factory: SessionFactory) -> frozenset[str]:
    session = session_factory()
    try:
        return frozenset(
            explanation.rule
            for _, turns in play(session, main_line(lesson))
            for turn in turns
            for explanation in turn.explanations
        )
    finally:
        session.close()


def tasks_can_be_solved(lesson: Lesson, surroundings: Surroundings) -> Iterator[Failure]:
    """A task starts unsolved, its solution solves it, and wrong attempts can be told apart."""
    for step in lesson.steps:
        task, solution = step.task, step.solution
        if task is None or solution is None:
            continue
        start = _attempt(lesson, step, task, None, surroundings.session_factory)
        if start.solved:
            yield Failure(
                lesson.path,
                task.line,
                gettext("the task is solved before the learner has done anything."),
                gettext("Add a condition that is not yet true."),
            )
        solved = _attempt(lesson, step, task, solution, surroundings.session_factory)
        for condition, holds in zip(task.examples, solved.met, strict=True):
            if not holds:
                yield Failure(
                    lesson.path,
                    condition.line,
                    gettext("the solution leaves {condition} false.").format(
                        condition=repr(condition.source.strip())
                    ),
                    gettext("Mend the solution or the condition."),
                )
        yield from _wrong_attempts(lesson, step, task, start, surroundings.session_factory)


def _wrong_attempts(
    lesson: Lesson, step: Step, task: Code, start: Attempt, session_factory: SessionFactory
) -> Iterator[Failure]:
    seen = {start: gettext("no attempt at all")}
    for wrong in step.wrong:
        found = _attempt(lesson, step, task, wrong.code, session_factory)
        if found.solved:
            yield Failure(
                lesson.path,
                wrong.code.line,
                gettext("this wrong attempt solves the task."),
                gettext("Add a condition that it does not meet."),
            )
        elif found in seen:
            yield Failure(
                lesson.path,
                wrong.code.line,
                gettext("this wrong attempt cannot be told from {other}.").format(
                    other=seen[found]
                ),
                gettext("Add a condition that only one of them meets."),
            )
        seen.setdefault(found, gettext("the one in line {line}").format(line=wrong.code.line))


def _attempt(
    lesson: Lesson, step: Step, task: Code, code: Code | None, session_factory: SessionFactory
) -> Attempt:
    session = session_factory()
    try:
        for _ in play(session, before_task(lesson, step)):
            pass
        turns = [turn for _, turns in play(session, (code,) if code else ()) for turn in turns]
        return attempt(session, task, turns)
    finally:
        session.close()


LINTS: tuple[Lint, ...] = (
    named_after_its_file,
    in_both_languages,
    links_lead_somewhere,
    teaches_what_it_says,
    tasks_can_be_solved,
)
PLAYED = frozenset({teaches_what_it_says, tasks_can_be_solved})
"""Those that run the lesson."""
