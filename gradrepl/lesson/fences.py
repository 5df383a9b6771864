"""The code of a lesson: what a `pycon` fence holds, read with the standard library's doctest."""

from __future__ import annotations

import ast
import doctest
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gradrepl.lesson.header import nearest
from gradrepl.lesson.model import ROLES, Code, Example, LessonError
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from pathlib import Path

_DOCTEST_LINE = re.compile(r"^line (\d+) of the docstring for \S+ ?")
_BLANK = re.compile(r"(?m)^<BLANKLINE>$")
_RELEASES = re.compile(r"release=([\d.,]+)")


def read_code(info: str, content: str, line: int, path: Path) -> Code:
    """Reads one `pycon` fence.

    Args:
        info: What follows the backticks: `pycon example`.
        content: What stands between the fence's lines.
        line: The file's line, from 1, that the fence opens on.
        path: For complaints.

    Raises:
        LessonError: for an unknown role, and for text that is not a prompt session.
    """
    words = info.split()
    if len(words) != 2:  # the language and the role
        raise LessonError(
            path,
            line,
            gettext("this fence says {info}.").format(info=repr(info)),
            gettext("Write `pycon` and one role: {roles}.").format(roles=", ".join(ROLES)),
        )
    role = next((role for role in ROLES if role == words[1]), None)
    if role is None:
        raise LessonError(
            path,
            line,
            gettext("unknown role {role}.").format(role=repr(words[1])),
            nearest(words[1], ROLES),
        )
    examples = _examples(content, line, path)
    if role == "task":
        for example in examples:
            _require_condition(example, path)
    return Code(role, examples, line)


def _examples(content: str, line: int, path: Path) -> tuple[Example, ...]:
    try:
        pieces = doctest.DocTestParser().parse(content, str(path))
    except ValueError as error:
        raise _malformed(str(error), line, path) from error
    lines = content.splitlines()
    found = [piece for piece in pieces if isinstance(piece, doctest.Example)]
    if not found:
        raise LessonError(
            path,
            line,
            gettext("this fence holds no example."),
            gettext("Start every statement with `>>> `."),
        )
    examples = tuple(_example(piece, lines, line + 1) for piece in found)
    _refuse_loose_text(examples, lines, line + 1, path)
    return examples


def _example(piece: doctest.Example, lines: list[str], first: int) -> Example:
    end = piece.lineno + 1
    while end < len(lines) and re.match(r"\s*\.\.\.( |$)", lines[end]):
        end += 1
    return Example(
        source=piece.source,
        want=_BLANK.sub("", piece.want),
        line=first + piece.lineno,
        end_line=first + end + piece.want.count("\n") - 1,
        text="\n".join(lines[piece.lineno : end]) + "\n",
    )


def _malformed(complaint: str, line: int, path: Path) -> LessonError:
    """Turns doctest's own words into ours: the file's line, and what to do."""
    where = _DOCTEST_LINE.match(complaint)
    return LessonError(
        path,
        line + int(where[1]) if where else line,
        gettext("this is not a prompt session: {problem}.").format(
            problem=_DOCTEST_LINE.sub("this line ", complaint)
        ),
        gettext("A statement starts with `>>> `, each of its further lines with `... `."),
    )


def _refuse_loose_text(
    examples: tuple[Example, ...], lines: list[str], first: int, path: Path
) -> None:
    """Doctest takes prose between examples, and an empty line for an end: output is lost."""
    ours = {number for example in examples for number in range(example.line, example.end_line + 1)}
    for number, text in enumerate(lines, start=first):
        if number not in ours and text.strip() and not text.lstrip().startswith((">>>", "...")):
            raise LessonError(
                path,
                number,
                gettext("no statement printed {text}.").format(text=repr(text.strip())),
                gettext(
                    "An empty line ends an answer: write <BLANKLINE> for an empty line in it, "
                    "and move prose out of the fence."
                ),
            )


def _require_condition(example: Example, path: Path) -> None:
    try:
        ast.parse(example.source, mode="eval")
    except (SyntaxError, ValueError) as error:
        raise LessonError(
            path,
            example.line,
            gettext("{source} is not an expression.").format(source=repr(example.source.strip())),
            gettext("A task states what must be true once it is solved: `>>> a.grad is None`."),
        ) from error
    if example.want:
        raise LessonError(
            path,
            example.line,
            gettext("a task's condition has an answer."),
            gettext("Leave the answer out: a condition is solved when it is true."),
        )


def with_answer(code: Code, info: str, content: str, line: int, path: Path) -> Code:
    """Adds an `output release=1.7.1` fence to the last example of the fence that it follows.

    Raises:
        LessonError: where the fence does not say which release it is for.
    """
    words = info.split()
    found = _RELEASES.fullmatch(words[1]) if len(words) == 2 else None  # `output` and the release
    if found is None:
        raise LessonError(
            path,
            line,
            gettext("this fence says {info}.").format(info=repr(info)),
            gettext("Write the releases that answer like this: `output release=1.5.0,1.7.1`."),
        )
    answer = _BLANK.sub("", content)
    last = code.examples[-1]
    last = replace(
        last, elsewhere=last.elsewhere + tuple((name, answer) for name in found[1].split(","))
    )
    return replace(code, examples=(*code.examples[:-1], last))
