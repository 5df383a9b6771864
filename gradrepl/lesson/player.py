"""Where the learner stands, and what comes next: pure, it runs and prints nothing.

The front end shows the `beat` that stands at a place, lets the learner do what it asks for, and
hands what happened to `advance`, which answers with the next place and the feedback.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from gradrepl.lesson.model import Code, Prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gradrepl.lesson.model import Example, Lesson, Step
    from gradrepl.lesson.predict import Judgement
    from gradrepl.lesson.replay import Attempt

Command: TypeAlias = Literal["hint", "skip", "back", "quit", "help"]

COMMANDS: Mapping[str, Command] = {
    "hint": "hint", "提示": "hint",
    "skip": "skip", "跳过": "skip",
    "back": "back", "返回": "back",
    "quit": "quit", "退出": "quit",
    "help": "help", "帮助": "help", "?": "help", "？": "help",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a lesson. One past the last step is its end."""

    step: int = 0
    block: int = -1
    """-1 is the step's heading."""
    example: int = 0
    hints: int = 0
    """How many of the step's hints have been shown."""


# What stands at a place.


@dataclass(frozen=True, slots=True)
class Heading:
    """A step opens."""

    step: Step
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Something to read."""

    prose: Prose


@dataclass(frozen=True, slots=True)
class Running:
    """An example to run; the setup runs unasked."""

    example: Example
    unasked: bool


@dataclass(frozen=True, slots=True)
class Predicting:
    """Code whose last answer is to be predicted before it runs."""

    code: Code


@dataclass(frozen=True, slots=True)
class Solving:
    """A task: the learner types until its conditions hold."""

    step: Step
    task: Code


@dataclass(frozen=True, slots=True)
class End:
    """The lesson is over."""


Beat: TypeAlias = Heading | Reading | Running | Predicting | Solving | End


# What the learner did with it.


@dataclass(frozen=True, slots=True)
class Done:
    """Read it, or ran it."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """Committed to an answer; the code has run since."""

    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Tried:
    """Typed something at a task."""

    attempt: Attempt
    start: Attempt
    """What the state said before the learner touched it."""
    wrong: tuple[Attempt, ...]
    """What the step's own wrong attempts leave behind, in their order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Asked for something instead."""

    command: Literal["hint", "skip", "back"]


Event: TypeAlias = Done | Predicted | Tried | Asked


# And what comes of it.

Feedback: TypeAlias = Literal["solved", "not-yet", "right", "otherwise", "no-hint", "at-start"]


@dataclass(frozen=True, slots=True)
class Move:
    """The answer to an event."""

    place: Place
    feedback: Feedback | None = None
    prose: Prose | None = None
    """A hint, or why an attempt does not solve the task."""
    afresh: bool = False
    """Whether the session must be brought to where the lesson's own code would have it."""


def beat(lesson: Lesson, place: Place) -> Beat:
    """What stands at a place."""
    if place.step >= len(lesson.steps):
        return End()
    step = lesson.steps[place.step]
    if place.block < 0:
        return Heading(step, place.step + 1, len(lesson.steps))
    block = step.blocks[place.block]
    if isinstance(block, Prose):
        return Reading(block)
    if block.role == "predict":
        return Predicting(block)
    if block.role == "task":
        return Solving(step, block)
    return Running(block.examples[place.example], unasked=block.role == "setup")


def advance(lesson: Lesson, place: Place, event: Event) -> Move:
    """Where the learner stands after an event, and what to tell them."""
    match event:
        case Done():
            return Move(_next(lesson, place))
        case Predicted(judgement):
            return Move(_next(lesson, place), "right" if judgement.right else "otherwise")
        case Tried():
            return _tried(lesson, place, event)
        case Asked():
            return _asked(lesson, place, event.command)
        case _:
            assert_never(event)


def _asked(lesson: Lesson, place: Place, command: Literal["hint", "skip", "back"]) -> Move:
    match command:
        case "hint":
            hints = lesson.steps[place.step].hints if place.step < len(lesson.steps) else ()
            if place.hints >= len(hints):
                return Move(place, "no-hint")
            return Move(replace(place, hints=place.hints + 1), prose=hints[place.hints])
        case "skip":
            return Move(Place(min(place.step + 1, len(lesson.steps))), afresh=True)
        case "back":
            if place.step == 0:
                return Move(Place(), "at-start", afresh=True)
            return Move(Place(place.step - 1), afresh=True)
        case _:
            assert_never(command)


def _tried(lesson: Lesson, place: Place, tried: Tried) -> Move:
    if tried.attempt.solved:
        return Move(_next(lesson, place), "solved")
    if tried.attempt != tried.start:
        for known, wrong in zip(tried.wrong, lesson.steps[place.step].wrong, strict=True):
            if known == tried.attempt:
                return Move(place, "not-yet", wrong.explanation)
    return Move(place, "not-yet")


def _next(lesson: Lesson, place: Place) -> Place:
    step = lesson.steps[place.step]
    if place.block >= 0:
        block = step.blocks[place.block]
        one_by_one = isinstance(block, Code) and block.role in {"setup", "example"}
        if one_by_one and place.example + 1 < len(block.examples):  # type: ignore[union-attr]  # one_by_one: a Code
            return replace(place, example=place.example + 1)
    if place.block + 1 < len(step.blocks):
        return replace(place, block=place.block + 1, example=0)
    return Place(place.step + 1)


def start_of(lesson: Lesson, step_id: str) -> Place:
    """Where a step starts; the lesson's start for an id that it no longer has."""
    ids = [step.id for step in lesson.steps]
    return Place(ids.index(step_id)) if step_id in ids else Place()
