"""Text -> statements and magic calls."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass

from gradrepl.session.names import names
from gradrepl.session.notices import muted
from gradrepl.session.turn import MagicCall, Statement

_INCOMPLETE = 0x4000 | 0x200
"""`codeop`'s PyCF_ALLOW_INCOMPLETE_INPUT and PyCF_DONT_IMPLY_DEDENT, which have no public names."""
COMPOUND = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.For, ast.AsyncFor, ast.While,
    ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match,
)  # fmt: skip
CANNOT_COMPILE = (
    SyntaxError, ValueError, OverflowError, MemoryError, RecursionError, SystemError,
)  # fmt: skip
"""Everything that Python's compiler may raise on some text."""

_MAGIC = re.compile(r"%\s*([^\W\d][\w.-]*)[ \t]*(.*?)\s*$")
_PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?: |$)")
_IPYTHON = re.compile(r"\s*(?:In \[\d+\]:|\.\.\.+:)(?: |$)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A statement with the syntax tree that it is compiled from."""

    statement: Statement
    tree: ast.stmt


def parse(source: str, filename: str) -> tuple[Statement | MagicCall, ...]:
    """Splits an input into its top-level statements and its magic lines, in order.

    Raises:
        SyntaxError, ValueError, OverflowError, MemoryError, RecursionError: as Python's own
        compiler does; nothing
            of a text with an error in it is ever run.
    """
    return tuple(
        item if isinstance(item, MagicCall) else item.statement for item in read(source, filename)
    )


def read(
    source: str, filename: str, flags: int = 0, *, magics: bool = True
) -> tuple[Parsed | MagicCall, ...]:
    """As `parse`, and keeps the trees. `flags` are the `__future__` features in force."""
    try:
        calls: tuple[MagicCall, ...] = ()
        tree = _tree(source, filename, flags)
    except SyntaxError:
        if not magics:
            raise
        calls, source = _take_magics(source)
        if not calls:
            raise
        tree = _tree(source, filename, flags)
    lines = source_lines(source)
    found: list[Parsed | MagicCall] = [
        Parsed(_statement(node, lines, filename), node) for node in tree.body
    ]
    found += calls
    return tuple(sorted(found, key=_line))


def is_complete(source: str) -> bool:
    """Whether Enter should run it: nothing is open, and a block has been closed by an empty line.

    A text with a syntax error is complete: running it is how the learner gets to see the error.
    """
    lines = source.split("\n")
    if any(line.startswith("%") for line in lines):
        calls, source = _take_magics(source)
        if calls and not source.strip():
            return True
    try:
        with muted():
            compile(source + "\n", "<input>", "exec", _INCOMPLETE, dont_inherit=True)
            tree = _tree(source, "<input>")
    except SyntaxError as error:
        return "incomplete input" not in str(error)
    except CANNOT_COMPILE:
        return True
    if not tree.body or not isinstance(tree.body[-1], COMPOUND):
        return True
    return not lines[-1].strip()


def strip_prompts(text: str) -> str:
    """The statements of pasted `>>> `/`... ` or `In [1]:` text, without prompts and without output.

    Text that is Python as it stands, or that does not begin with a prompt, comes back unchanged.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    for prompt, start in ((_PROMPT, ">>>"), (_IPYTHON, "In [")):
        if first.lstrip().startswith(start) and prompt.match(first):
            kept = [line[m.end() :] for line in text.splitlines() if (m := prompt.match(line))]
            return "\n".join(kept) + "\n" * text.endswith("\n")
    return text


def _tree(source: str, filename: str, flags: int = 0) -> ast.Module:
    tree = compile(source, filename, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)  # noqa: S101  # what mode "exec" gives
    return tree


def source_lines(source: str) -> list[str]:
    """The lines as Python counts them: `str.splitlines` also splits at form feeds."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _line(item: Parsed | MagicCall) -> int:
    return item.line if isinstance(item, MagicCall) else item.statement.line


def _statement(node: ast.stmt, lines: list[str], filename: str) -> Statement:
    decorators = getattr(node, "decorator_list", [])
    line = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    end = node.end_lineno or node.lineno
    column = _column(lines[node.lineno - 1], node.col_offset)
    own = lines[line - 1 : end]
    stop = _column(own[-1], node.end_col_offset or 0)
    if (
        not own[-1][stop:].lstrip().startswith("#")
    ):  # `; b = 2` is another statement, a comment is part of this one
        own[-1] = own[-1][:stop]
    if line == node.lineno:  # after `a = 1; ` on its line; a decorator always starts one
        own[0] = own[0][column:]
    reads, writes = names(node)
    return Statement(
        source="\n".join(own),
        filename=filename,
        line=line,
        end_line=end,
        is_expression=isinstance(node, ast.Expr),
        reads=reads,
        writes=writes,
    )


def _column(line: str, offset: int) -> int:
    """A column in characters: the syntax tree counts UTF-8 bytes."""
    return offset if line.isascii() else len(line.encode()[:offset].decode(errors="ignore"))


def _take_magics(source: str) -> tuple[tuple[MagicCall, ...], str]:
    """The magic lines, and the source with an empty line in place of each."""
    lines = source_lines(source)
    calls: list[MagicCall] = []
    start = 0  # everything before this line is whole statements
    for index, line in enumerate(lines):
        if (match := _MAGIC.match(line)) is None or _is_open(lines[start:index]):
            continue
        calls.append(MagicCall(match[1], match[2], index + 1))
        lines[index] = ""
        start = index
    return tuple(calls), "\n".join(lines)


def _is_open(lines: list[str]) -> bool:
    """Whether something is still open at the end: then a `%` that follows is an operator."""
    if lines and lines[-1].endswith("\\"):
        return True
    try:
        for _ in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
            pass
    except tokenize.TokenError as error:
        return "EOF" in str(error) or "unterminated triple-quoted" in str(error)
    except SyntaxError:
        return False
    return False
