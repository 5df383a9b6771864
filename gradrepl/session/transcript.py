"""A session as `.pycon` text, `>>> ` and `... ` before what was typed, and back."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.session.notices import muted
from gradrepl.session.parse import CANNOT_COMPILE, COMPOUND, is_complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gradrepl.session.turn import Turn

_FIRST = ">>> "
_MORE = "... "


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement and what the prompt printed for it."""

    source: str
    output: str = ""
    """Empty, or lines that each end in a newline."""


def entries(turns: Iterable[Turn]) -> tuple[Entry, ...]:
    """What a prompt would have shown: output, warnings where they came, and the traceback last."""
    return tuple(Entry(turn.statement.source, _output(turn)) for turn in turns)


def write(turns: Iterable[Turn]) -> str:
    """The turns as `.pycon` text."""
    return text(entries(turns))


def text(shown: Iterable[Entry]) -> str:
    """Entries as `.pycon` text. A block is closed by an empty `...` line, as it is typed."""
    lines: list[str] = []
    for entry in shown:
        first, *rest = entry.source.split("\n")
        if _is_block(entry.source) and (not rest or rest[-1].strip()):
            rest.append("")
        lines.append((_FIRST + first).rstrip(" "))
        lines += [(_MORE + line) if line else _MORE.rstrip(" ") for line in rest]
        lines += entry.output.removesuffix("\n").split("\n") if entry.output else []
    return "".join(f"{line}\n" for line in lines)


def read(pycon: str) -> tuple[Entry, ...]:
    """The entries of `.pycon` text. What stands before the first prompt is left out.

    A printed line that begins with `>>> ` cannot be told from a statement: the format has no
    escape.
    """
    found: list[Entry] = []
    typed: list[str] = []
    printed: list[str] = []

    def finish() -> None:
        if typed:
            source, output = _divided(typed)
            found.append(Entry(source, "".join(f"{line}\n" for line in (*output, *printed))))
        typed.clear()
        printed.clear()

    for line in pycon.split("\n")[: -1 if pycon.endswith("\n") else None]:
        if line == _FIRST.rstrip(" ") or line.startswith(_FIRST):
            finish()
            typed.append(line)
        elif typed and not printed and (line == _MORE.rstrip(" ") or line.startswith(_MORE)):
            typed.append(line)
        elif typed:
            printed.append(line)
    finish()
    return tuple(found)


def _divided(lines: list[str]) -> tuple[str, list[str]]:
    """The statement, and the lines behind it that it printed and that look like more of it.

    The longest beginning that is one whole statement is the statement.
    """
    bare = [line[len(_FIRST) :] for line in lines]
    for end in range(len(lines), 0, -1):
        source = "\n".join(bare[:end])
        if _is_one(source):
            return source.rstrip("\n"), lines[end:]
    return "\n".join(bare).rstrip("\n"), []  # an error in it; it keeps what it has


def _is_one(source: str) -> bool:
    tree = _tree(source)
    return tree is not None and len(tree.body) <= 1 and is_complete(source)


def _is_block(source: str) -> bool:
    tree = _tree(source)
    if tree is None:
        return source.rstrip().endswith(":")
    return bool(tree.body) and isinstance(tree.body[-1], COMPOUND)


def _tree(source: str) -> ast.Module | None:
    with muted():
        try:
            return ast.parse(source)
        except (*CANNOT_COMPILE, Warning):
            return None


def _output(turn: Turn) -> str:
    outcome = turn.outcome
    parts = list(_with_warnings(turn))
    if outcome.stdout_dropped:
        parts.append(f"... and {outcome.stdout_dropped} characters more\n")
    printed = "".join(parts)
    if printed and not printed.endswith("\n"):
        printed += "\n"
    return printed + (outcome.exception.traceback if outcome.exception else "")


def _with_warnings(turn: Turn) -> Iterator[str]:
    outcome, done = turn.outcome, 0
    for warning in outcome.warnings:
        yield outcome.stdout[done : warning.position]
        done = max(done, warning.position)
        yield f"{warning.filename}:{warning.line}: {warning.category}: {warning.message}\n"
    yield outcome.stdout[done:]
