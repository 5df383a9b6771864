"""Compiling an input and running one statement of it."""

from __future__ import annotations
import __future__

import ast
import contextlib
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from gradrepl.session.notices import muted
from gradrepl.session.tracebacks import describe
from gradrepl.session.turn import ExceptionFacts, Outcome, Statement, Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType

    from gradrepl.session.parse import Parsed
    from gradrepl.session.stage import Stage

_FUTURES = {name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement that is ready to run."""

    statement: Statement
    code: CodeType


def compile_all(
    items: Iterable[Parsed], flags: int, *, display: bool
) -> tuple[tuple[Compiled, ...], int]:
    """Compiles every statement; returns also the `__future__` features in force afterwards.

    Args:
        items: the statements, in order.
        flags: the features in force before it.
        display: whether an expression's value is shown, as at a prompt, or not, as in a script.

    Raises:
        SyntaxError, ValueError, OverflowError, MemoryError, RecursionError: as Python's own
        compiler does.
    """
    items = tuple(items)
    if items and not display:
        module = ast.Module([item.tree for item in items], [])
        with muted():  # for what only shows in the whole: a `from __future__` that comes too late
            compile(module, items[0].statement.filename, "exec", flags, dont_inherit=True)
    compiled = []
    for index, item in enumerate(items):
        flags |= _features(item.tree)
        unit, mode = _unit(item.tree, first=index == 0, display=display)
        code = compile(unit, item.statement.filename, mode, flags, dont_inherit=True)
        compiled.append(Compiled(item.statement, cast("CodeType", code)))
    return tuple(compiled), flags


def _unit(
    tree: ast.stmt, *, first: bool, display: bool
) -> tuple[ast.Interactive | ast.Module, str]:
    if display:
        return ast.Interactive([tree]), "single"
    body = [tree]
    if not first and isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        body.insert(0, ast.copy_location(ast.Pass(), tree))  # alone, it would become the docstring
    return ast.Module(body, []), "exec"


def _features(tree: ast.stmt) -> int:
    flags = 0
    if isinstance(tree, ast.ImportFrom) and tree.module == "__future__" and not tree.level:
        for alias in tree.names:
            flags |= _FUTURES.get(alias.name, 0)
    return flags


def run(
    compiled: Compiled,
    namespace: dict[str, Any],
    stage: Stage,
    inside: AbstractContextManager[object],
) -> Outcome:
    """Runs one statement inside of a context, and tells how it went; never raises."""
    status: Status = "ok"
    exception: ExceptionFacts | None = None
    exit_code: int | None = None
    filename = compiled.statement.filename
    try:
        stage.start()
        try:
            with inside:
                exec(compiled.code, namespace)  # what the program is for
        except SystemExit as leaving:
            status, exit_code = "exit", _exit_code(leaving)
        except BaseException as error:  # noqa: BLE001  # the learner's, whatever it is
            status = "interrupted" if isinstance(error, KeyboardInterrupt) else "error"
            exception = _facts(error, stage, filename)
    except KeyboardInterrupt as late:  # a second Ctrl-C, or one that came just before or after
        status = "interrupted"
        exception = _facts(late, stage, filename)
    return Outcome(status, exception=exception, exit_code=exit_code, **stage.stop())


def _facts(error: BaseException, stage: Stage, filename: str) -> ExceptionFacts:
    # Not kept in `sys.last_exc`, as a prompt would: its frames keep every tensor that they hold
    # alive, and with them the graphs whose freeing the lens shows.
    return describe(error, error.__traceback__, stage.is_hidden, filename)


def _exit_code(leaving: SystemExit) -> int:
    """Python's own rules: none is 0, a number is itself, anything else is printed and is 1."""
    code = leaving.code
    if code is None:
        return 0
    if isinstance(code, int):
        return int(code)
    with contextlib.suppress(Exception):  # its last words may fail, its leaving may not
        sys.stderr.write(f"{code}\n")
    return 1
