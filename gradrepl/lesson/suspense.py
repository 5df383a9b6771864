"""What must not be shown yet: the lens on a statement that a coming question is about."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from gradrepl.lens.diff import root
from gradrepl.lesson.model import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lesson.model import Lesson
    from gradrepl.lesson.player import Place
    from gradrepl.session.turn import Turn

_NAME = re.compile(r"[^\W\d]\w*")


def question(lesson: Lesson, place: Place) -> Code | None:
    """The code whose answer is to be predicted further on in the same step."""
    blocks = lesson.steps[place.step].blocks[place.block + 1 :]
    ahead = (block for block in blocks if isinstance(block, Code))
    return next((code for code in ahead if code.role == "predict"), None)


def gives_away(turn: Turn, asked: Code) -> bool:
    """Whether the lens on a turn tells of a tensor that the question names, or warns of something.

    A question that names no tensor may be about anything that the lens explains.
    """
    named = dict(turn.after.names)
    wanted = {name for name in _names(asked) if name in {root(known) for known in named}}
    if any(change.kind == "grad_mode" for change in turn.changes):
        return True
    if any(one.tone == "caution" for one in turn.explanations):
        return True
    told = {name for one in turn.explanations for name in _mentioned(dict(one.values))}
    if not wanted:
        return bool(turn.explanations)
    if not wanted.isdisjoint(told):
        return True
    touched = {root(name) for name, key in named.items() if key in turn.touched}
    return not wanted.isdisjoint(touched) and not _is_new_leaf(turn)


def _is_new_leaf(turn: Turn) -> bool:
    """Whether the lens shows no more than that a tensor was made."""
    kinds = {change.kind for change in turn.changes}
    return kinds <= {"created", "rebound"} and turn.graph is None and not turn.explanations


def _names(code: Code) -> Iterator[str]:
    """The names that the code reads; its last input is what is asked about."""
    for example in code.examples:
        for node in ast.walk(ast.parse(example.source)):
            if isinstance(node, ast.Name):
                yield node.id


def _mentioned(values: dict[str, str]) -> Iterator[str]:
    for key in ("name", "names", "source", "other"):
        yield from _NAME.findall(values.get(key, ""))
