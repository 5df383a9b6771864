"""A lesson's own statements, run on a Session, and a task's conditions, asked of its state."""

from __future__ import annotations

import ast
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from gradrepl.lesson.model import Code
from gradrepl.session.notices import muted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gradrepl.lesson.model import Example, Lesson, Step
    from gradrepl.session.session import Session
    from gradrepl.session.turn import Turn

    SessionFactory: TypeAlias = Callable[[], Session]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an attempt at a task left behind; attempts that left the same are told the same."""

    error: str
    """The type of the exception that it ended in; empty where it ran through."""
    met: tuple[bool, ...]
    """Which of the task's conditions are true now, in order."""

    @property
    def solved(self) -> bool:
        """Whether every condition holds, however the attempt went about it."""
        return all(self.met)


def main_line(
    lesson: Lesson, *, document: bool = False, until: Step | None = None
) -> Iterator[Code]:
    """The code that runs when somebody goes through the lesson and solves every task.

    Args:
        lesson: The lesson.
        document: Only what the document shows, and the setup for it.
        until: Stop before this step.
    """
    for step in lesson.steps:
        if step is until:
            return
        for block in step.blocks:
            if not isinstance(block, Code):
                continue
            if block.role == "task":
                if step.solution is not None and not document:
                    yield step.solution
            elif not (document and step.beyond):
                yield block


def before_task(lesson: Lesson, step: Step) -> Iterator[Code]:
    """The code that runs before the learner meets a step's task."""
    yield from main_line(lesson, until=step)
    for block in step.blocks:
        if isinstance(block, Code):
            if block.role == "task":
                return
            yield block


def run(session: Session, example: Example) -> tuple[Turn, ...]:
    """Runs one example to its end.

    Raises:
        KeyboardInterrupt: when Ctrl-C stopped it.
    """
    turns = tuple(session.run(example.source))
    if any(turn.outcome.status == "interrupted" for turn in turns):
        raise KeyboardInterrupt
    return turns


def play(session: Session, codes: Iterable[Code]) -> Iterator[tuple[Example, tuple[Turn, ...]]]:
    """Runs fences in order, example by example."""
    for code in codes:
        for example in code.examples:
            yield example, run(session, example)


def attempt(session: Session, task: Code, turns: Iterable[Turn] = ()) -> Attempt:
    """Looks at what the session's state says about a task, after the turns of an attempt."""
    errors = [turn.outcome.exception.type for turn in turns if turn.outcome.exception is not None]
    met = tuple(_holds(session, example.source) for example in task.examples)
    return Attempt(errors[-1] if errors else "", met)


def _holds(session: Session, condition: str) -> bool:
    """Evaluates beside the session: a question about its state is no turn of it."""
    # its own registry: a warning that it provokes must still be shown when the learner does
    namespace = {**session.namespace, "__warningregistry__": {}}
    with contextlib.suppress(Exception), muted():
        return bool(eval(condition, namespace))  # noqa: S307  # a lesson is code, and this is its own
    return False


def same_code(typed: str, source: str) -> bool:
    """Whether the learner typed the example itself, spacing aside."""
    try:
        return ast.dump(ast.parse(typed)) == ast.dump(ast.parse(source))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
