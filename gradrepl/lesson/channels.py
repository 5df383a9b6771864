"""What a prompt answers, in three channels that are compared apart: stdout, warnings, exception.

Both sides of a comparison come as the text of a CPython prompt, so one function takes both apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.session.turn import Turn

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]+\b")
_TRIGGERED = re.compile(r"\(Triggered internally at [^)\n]*\)")
_WARNING = re.compile(r"(?P<place>\S.*:\d+): (?P<category>[\w.]*Warning): (?P<message>.*)")
_HEADER = "Traceback (most recent call last):"
_RAISED = re.compile(r"(?P<type>[A-Za-z_][\w.]*)(?:: ?(?P<message>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a prompt, without what differs from one machine to the next."""

    stdout: str = ""
    warnings: tuple[tuple[str, str], ...] = ()
    """(category, message), in order of appearance."""
    exception: tuple[str, str] | None = None
    """(type, message)."""

    def shown(self) -> str:
        """As a prompt shows it, frames cut; what both sides of a diff are made of."""
        text = self.stdout
        text += "".join(f"{category}: {message}\n" for category, message in self.warnings)
        if self.exception is not None:
            kind, message = self.exception
            text += (
                f"{_HEADER}\n  ...\n{kind}: {message}\n"
                if message
                else f"{_HEADER}\n  ...\n{kind}\n"
            )
        return text


def normalise(text: str) -> str:
    """Takes out addresses, and the place inside PyTorch that a warning names."""
    return _TRIGGERED.sub("(Triggered internally at ...)", _ADDRESS.sub("0x...", text))


def read_answer(text: str) -> Answer:
    """Takes apart what stands in a lesson or a transcript."""
    printed: list[str] = []
    warnings: list[tuple[str, str]] = []
    lines = _lines(text)
    for number, line in enumerate(lines):
        if line == _HEADER or _opens_syntax_error(lines, number):
            return _answer(printed, warnings, _raised(lines[number:]))
        found = _WARNING.fullmatch(line)
        if found:
            warnings.append((found["category"], found["message"]))
        else:
            printed.append(line)
    return _answer(printed, warnings, None)


def heard(turns: Iterable[Turn]) -> Answer:
    """What a session answered to one input."""
    printed: list[str] = []
    warnings: list[tuple[str, str]] = []
    exception: tuple[str, str] | None = None
    for turn in turns:
        outcome = turn.outcome
        printed += _lines(outcome.stdout)
        for warning in outcome.warnings:
            first, *rest = normalise(warning.message).split("\n")
            warnings.append((warning.category, first))
            printed[:0] = rest  # a prompt gives no sign that they belong to the warning
        if outcome.exception is not None:
            exception = read_answer(outcome.exception.traceback).exception
            exception = exception or (outcome.exception.type, normalise(outcome.exception.message))
    return _answer(printed, warnings, exception)


def _lines(text: str) -> list[str]:
    return normalise(text).removesuffix("\n").split("\n") if text else []


def _answer(
    printed: list[str], warnings: list[tuple[str, str]], exception: tuple[str, str] | None
) -> Answer:
    return Answer("".join(f"{line}\n" for line in printed), tuple(warnings), exception)


def _opens_syntax_error(lines: list[str], number: int) -> bool:
    """A prompt shows a syntax error without the header, from its `  File` line on."""
    return lines[number].startswith('  File "') and any(
        re.match(r"\w*(SyntaxError|IndentationError|TabError)\b", line)
        for line in lines[number + 1 :]
    )


def _raised(lines: list[str]) -> tuple[str, str]:
    """The last exception of a traceback: frames are indented, its own lines are not."""
    start = max((n for n, line in enumerate(lines) if line == _HEADER), default=0) + 1
    while start < len(lines) and (not lines[start] or lines[start][0] in " ."):
        start += 1
    found = _RAISED.fullmatch("\n".join(lines[start:]).rstrip("\n"))
    return (found["type"], found["message"] or "") if found else ("", "\n".join(lines[start:]))
