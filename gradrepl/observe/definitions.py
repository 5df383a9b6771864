"""Where a function is written, and what it says of itself: its definition as a syntax tree."""

from __future__ import annotations

import ast
import functools
import linecache
import types
from typing import Any, TypeAlias

Function: TypeAlias = "ast.Lambda | ast.FunctionDef"

_WRAPPED = ("kernel", "function", "formula")
"""What a function made of another calls that one."""


def source(function: Any) -> Function | None:
    """The definition of a function; None where its source is not at hand."""
    if not isinstance(function, types.FunctionType):  # one of numpy's
        return None
    code = function.__code__
    found = _definitions(code.co_filename).get(code.co_firstlineno, ())
    found = tuple(one for one in found if _name(one) == function.__name__)
    if len(found) > 1:  # lambdas on one line: the one in which its instructions stand
        places = [place for place in code.co_positions() if place[2] is not None]
        found = tuple(one for one in found if any(_holds(one, place) for place in places[1:]))
    return found[0] if len(found) == 1 else None


def _name(tree: Function) -> str:
    return tree.name if isinstance(tree, ast.FunctionDef) else "<lambda>"


def _holds(tree: Function, place: tuple[int | None, int | None, int | None, int | None]) -> bool:
    body = tree.body if isinstance(tree, ast.Lambda) else tree
    line, end_line, column, end_column = place
    return (body.lineno, body.col_offset) <= (line or 0, column or 0) and (
        end_line or 0,
        end_column or 0,
    ) <= (body.end_lineno or 0, body.end_col_offset or 0)


@functools.lru_cache(maxsize=64)
def _definitions(filename: str) -> dict[int, tuple[Function, ...]]:
    """The functions of a file, by the line on which they begin."""
    try:
        tree = ast.parse("".join(linecache.getlines(filename)))
    except SyntaxError:
        return {}
    found: dict[int, tuple[Function, ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda | ast.FunctionDef):
            first = min(
                (one.lineno for one in getattr(node, "decorator_list", [])), default=node.lineno
            )
            found[first] = (*found.get(first, ()), node)
    return found


def closure(function: Any) -> dict[str, Any]:
    """The variables of the functions around it that a function uses."""
    if not isinstance(function, types.FunctionType):
        return {}
    cells = function.__closure__ or ()
    return dict(
        zip(function.__code__.co_freevars, (one.cell_contents for one in cells), strict=True)
    )


def wrapped(function: Any) -> Any:
    """The function that one made by another hands its arguments to."""
    inside = closure(function)
    return next((inside[name] for name in _WRAPPED if callable(inside.get(name))), None)


def said(tree: ast.FunctionDef) -> ast.expr | None:
    """The formula that a docstring begins with, between backticks."""
    text = ast.get_docstring(tree) or ""
    if not text.startswith("`"):
        return None
    try:
        found = ast.parse(text[1:].partition("`")[0], mode="eval").body
    except SyntaxError:
        return None
    return (
        found
        if {"grad", "grads"} & {one.id for one in ast.walk(found) if isinstance(one, ast.Name)}
        else None
    )
