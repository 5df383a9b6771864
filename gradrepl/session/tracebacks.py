"""An exception as text, without the frames that are not the learner's."""

from __future__ import annotations

import linecache
import os
from pathlib import Path
from traceback import TracebackException
from typing import TYPE_CHECKING

from gradrepl.session.turn import ExceptionFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

OURS = Path(__file__).resolve().parents[1]
"""The folder of this package."""


def inside(folders: Iterable[Path]) -> Callable[[str], bool]:
    """A test of file names: whether one lies in any of the folders."""
    given = tuple(folders)
    prefixes = tuple(
        {str(path) + os.sep for folder in given for path in (folder, folder.resolve())}
    )
    return lambda filename: filename.startswith(prefixes)


def describe(
    error: BaseException,
    traceback: TracebackType | None,
    is_hidden: Callable[[str], bool],
    filename: str,
) -> ExceptionFacts:
    """What Python would print for an uncaught exception, and its parts.

    Args:
        error: the exception.
        traceback: where it came from; None for one that the compiler raised, which has none.
        is_hidden: which file names' frames are cut.
        filename: the input's own, to find the line of it that raised.
    """
    if isinstance(error, SyntaxError) and error.text is None and error.filename == filename:
        error.text = linecache.getline(filename, error.lineno or 0) or None  # found late, by scope
    line = getattr(error, "lineno", None) if traceback is None else _line(traceback, filename)
    report = TracebackException(type(error), error, traceback, compact=True)
    _cut(report, is_hidden)
    if traceback is None:
        text = "".join(report.format_exception_only())
    else:
        text = "".join(report.format())
    name = _type_name(type(error))
    return ExceptionFacts(name, _message(report, name, error), text, line)


def _line(traceback: TracebackType | None, filename: str) -> int | None:
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _cut(report: TracebackException, is_hidden: Callable[[str], bool]) -> None:
    """Cuts hidden frames from an exception, its causes, and the exceptions of its group."""
    seen: set[int] = set()
    pending = [report]
    while pending:
        one = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        one.stack[:] = [frame for frame in one.stack if not is_hidden(frame.filename)]
        if one.__cause__ is not None and _is_internal(one.__cause__, is_hidden):
            one.__cause__ = None
        if one.__context__ is not None and _is_internal(one.__context__, is_hidden):
            one.__context__ = None
        linked = [one.__cause__, one.__context__, *(one.exceptions or ())]
        pending += [other for other in linked if other is not None]


def _is_internal(report: TracebackException, is_hidden: Callable[[str], bool]) -> bool:
    """Whether it was raised and caught where the learner cannot look."""
    return bool(report.stack) and all(is_hidden(frame.filename) for frame in report.stack)


def _type_name(kind: type[BaseException]) -> str:
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def _message(report: TracebackException, name: str, error: BaseException) -> str:
    """Everything after the colon of the last lines, hints (`Did you mean`) and notes included."""
    if isinstance(error, SyntaxError):
        return str(error.msg)
    text = "".join(report.format_exception_only()).removesuffix("\n")
    return text.removeprefix(name).removeprefix(": ")
