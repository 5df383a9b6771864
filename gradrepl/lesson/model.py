"""A lesson as values: code once, prose twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Language: TypeAlias = Literal["zh", "en"]
Role: TypeAlias = Literal["setup", "example", "predict", "task", "solution", "wrong"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")
ROLES: tuple[Role, ...] = ("setup", "example", "predict", "task", "solution", "wrong")


class LessonError(Exception):
    """A lesson file that cannot be read as a lesson."""

    def __init__(self, path: Path, line: int, what: str, what_to_do: str) -> None:
        super().__init__(f"{path}:{line}: {what} {what_to_do}")
        self.path = path
        self.line = line
        self.what = what
        self.what_to_do = what_to_do


@dataclass(frozen=True, slots=True)
class Prose:
    """The same text in both languages, as Markdown."""

    zh: str
    en: str
    line: int
    """Where the first of the two starts in the file, from 1."""

    def text(self, language: Language) -> str:
        """The text in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Example:
    """One input at the prompt and what the prompt answered."""

    source: str
    """Without prompts, ending in a newline."""
    want: str
    """What was printed, to the last newline, warnings and traceback as at a CPython prompt."""
    line: int
    end_line: int
    """The file's lines, from 1: the first of the input, and the last of the answer."""
    text: str
    """The input as it stands in the file, prompts and all."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """(release, answer) for the PyTorch releases that answer in other words."""

    def expected(self, release: str) -> str:
        """What a PyTorch release answers."""
        return dict(self.elsewhere).get(release, self.want)


@dataclass(frozen=True, slots=True)
class Code:
    """One `pycon` fence."""

    role: Role
    examples: tuple[Example, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """An attempt at the step's task that does not solve it, and why not."""

    code: Code
    explanation: Prose


@dataclass(frozen=True, slots=True)
class Step:
    """What stands under one heading."""

    id: str
    """Unique in its lesson and never changed: progress is kept by it."""
    title: Prose
    line: int
    blocks: tuple[Prose | Code, ...]
    """In reading order; without hints, solution and wrong attempts, shown only on request."""
    hints: tuple[Prose, ...] = ()
    solution: Code | None = None
    wrong: tuple[Wrong, ...] = ()
    beyond: bool = False
    """Whether the step goes beyond the document that the lesson replays."""

    @property
    def task(self) -> Code | None:
        """The expressions that are all true once the step's task is solved."""
        return next((b for b in self.blocks if isinstance(b, Code) and b.role == "task"), None)


@dataclass(frozen=True, slots=True)
class Header:
    """What the front matter of a lesson says."""

    id: str
    """Also the file's name, without `.md`."""
    title: Prose
    release: tuple[str, ...]
    """PyTorch releases: the one whose answers the file shows, then others it is checked on."""
    order: int
    teaches: tuple[str, ...]
    """Ids of the lens's rules that speak up in this lesson."""
    source: str
    """Where the examples come from; empty where they are our own."""


@dataclass(frozen=True, slots=True)
class Lesson(Header):
    """One file of `lessons/`."""

    steps: tuple[Step, ...]
    path: Path

    def codes(self) -> Iterator[Code]:
        """Every fence of the lesson, whatever its role."""
        for step in self.steps:
            yield from (block for block in step.blocks if isinstance(block, Code))
            if step.solution is not None:
                yield step.solution
            yield from (wrong.code for wrong in step.wrong)
