"""Do the examples of a lesson still answer what the file says?"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.lesson.channels import heard, read_answer
from gradrepl.lesson.replay import main_line, play
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from pathlib import Path

    from gradrepl.lesson.model import Example, Lesson
    from gradrepl.lesson.replay import SessionFactory
    from gradrepl.session.turn import Turn


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is wrong with a lesson."""

    path: Path
    line: int
    what: str
    what_to_do: str
    diff: str = ""
    """A unified diff, where something else was printed than expected; ends in a newline."""


def check(lesson: Lesson, session_factory: SessionFactory, release: str) -> tuple[Failure, ...]:
    """Replays a lesson from its first statement, on a session of its own.

    A release other than the one that the file is written for replays the document alone: what goes
    beyond it was recorded on that one release.

    Args:
        lesson: What to replay.
        session_factory: Makes a fresh session, which already speaks the release.
        release: Which of the recorded answers to expect.
    """
    session = session_factory()
    try:
        codes = main_line(lesson, document=release != lesson.release[0])
        found = (
            _compare(lesson, example, turns, release) for example, turns in play(session, codes)
        )
        return tuple(failure for failure in found if failure is not None)
    finally:
        session.close()


def _compare(
    lesson: Lesson, example: Example, turns: tuple[Turn, ...], release: str
) -> Failure | None:
    expected = read_answer(example.expected(release))
    actual = heard(turns)
    if expected == actual:
        return None
    diff = difflib.unified_diff(
        expected.shown().split("\n")[:-1],
        actual.shown().split("\n")[:-1],
        fromfile=f"{lesson.path}:{example.line}",
        tofile=gettext("this run, speaking PyTorch {release}").format(release=release),
        lineterm="",
    )
    return Failure(
        lesson.path,
        example.line,
        gettext("PyTorch {release}: {source} answers otherwise than the lesson says.").format(
            release=release, source=repr(example.source.strip().split("\n")[0])
        ),
        gettext("Lines with - stand in the lesson, lines with + were printed."),
        "".join(f"{line}\n" for line in diff),
    )
