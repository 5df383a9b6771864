"""Which names a statement reads and binds, in order of appearance."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def names(statement: ast.stmt) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that a top-level statement loads, and those that it binds or deletes; each once.

    Only what runs with the statement counts: defaults and decorators of a `def`, not its body. What
    a comprehension, a lambda or a class body binds for itself is neither read nor written.
    """
    visitor = _Names()
    visitor.visit(statement)
    return tuple(visitor.reads), tuple(visitor.writes)


class _Names(ast.NodeVisitor):
    def __init__(self) -> None:
        self.reads: dict[str, None] = {}
        self.writes: dict[str, None] = {}
        self.local: list[set[str]] = []
        """What the enclosing comprehensions, lambdas and class bodies bind, outermost first."""

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._read(node.id)
        else:
            self._write(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._read(node.target.id)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.writes.setdefault(
            node.target.id
        )  # binds outside of the comprehension that it stands in

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._write(alias.asname or alias.name.partition(".")[0])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self._write(alias.asname or alias.name)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._write(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self._write(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self._write(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self._write(node.rest)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_all((*node.args.defaults, *node.args.kw_defaults))
        own = {argument.arg for argument in _parameters(node.args)}
        self._inside(own, (node.body,))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all((*node.decorator_list, *node.bases, *node.keywords))
        self._write(node.name)
        self._inside(_bound(node.body), node.body)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node)

    def _function(self, node: _Function) -> None:
        arguments = node.args
        self._visit_all((*node.decorator_list, *arguments.defaults, *arguments.kw_defaults))
        self._visit_all(argument.annotation for argument in _parameters(arguments))
        self._visit_all((node.returns,))
        self._write(node.name)

    def _comprehension(self, node: _Comprehension) -> None:
        self.visit(node.generators[0].iter)  # evaluated outside, as Python does
        own = {
            name.id
            for generator in node.generators
            for name in ast.walk(generator.target)
            if isinstance(name, ast.Name)
        }
        values = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        rest = [generator.iter for generator in node.generators[1:]]
        conditions = [condition for generator in node.generators for condition in generator.ifs]
        self._inside(own, (*values, *rest, *conditions))

    def _inside(self, own: set[str], nodes: Iterable[ast.AST]) -> None:
        self.local.append(own)
        self._visit_all(nodes)
        self.local.pop()

    def _visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _read(self, name: str) -> None:
        if not any(name in own for own in self.local):
            self.reads.setdefault(name)

    def _write(self, name: str) -> None:
        if not self.local:
            self.writes.setdefault(name)


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    stars = [star for star in (arguments.vararg, arguments.kwarg) if star is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *stars]


def _bound(body: Sequence[ast.stmt]) -> set[str]:
    inner = _Names()
    inner._visit_all(body)  # noqa: SLF001  # its own class
    return set(inner.writes)
