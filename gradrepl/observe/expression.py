"""Reads the function of a formula as one expression of its arguments, as in mathematics."""

from __future__ import annotations

import ast
import builtins
import operator
import types
from typing import TYPE_CHECKING, Any, Final

from gradrepl.observe.definitions import closure, said, source, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LONGEST: Final = 100
"""Characters of a formula; a longer one is told by its name and its arguments."""
MEMORY: Final = ("_sym_strides", "_own_layout", "_list_sizes")
"""Ends of the names of arguments that say how memory is laid out, and nothing of the values."""

_DEEPEST = 3  # a formula that calls one that calls one
_HOW = ("out", "copy")  # keywords that are about memory, too


class Unread(Exception):  # noqa: N818  # the cue to tell a formula by its name
    """What a formula computes cannot be said in one expression."""


class Reader(ast.NodeTransformer):
    """Reads the function of a formula as one expression of its arguments."""

    def __init__(self, known: Mapping[str, Any], is_complex: bool) -> None:
        self.known = known
        self.is_complex = is_complex
        self.globals: dict[str, Any] = {}
        self.here: dict[str, ast.expr] = {}
        self.depth = 0

    def body(
        self, function: Any, arguments: Sequence[ast.expr] | None, depth: int
    ) -> ast.expr | None:
        """What a function returns, its arguments put in; None where it has no source.

        Raises:
            Unread: where it is no matter of one expression.
        """
        tree = source(function)
        if tree is None or depth > _DEEPEST:
            return None
        names = [one.arg for one in (*tree.args.posonlyargs, *tree.args.args)]
        inner = Reader(self.known, self.is_complex)
        inner.depth = depth
        inner.globals = {**vars(builtins), **function.__globals__, **closure(function)}
        if arguments is not None:
            if len(arguments) > len(names) or tree.args.vararg or tree.args.kwarg:
                raise Unread
            inner.here = dict(zip(names, arguments, strict=False))
        if isinstance(tree, ast.Lambda):
            return inner.read(tree.body)
        told = said(tree)
        return inner.read(told) if told is not None else inner.statements(tree.body)

    def read(self, tree: ast.expr) -> ast.expr:
        """An expression, simplified; the tree that was given stays as it is."""
        return self.visit(ast.parse(ast.unparse(tree), mode="eval").body)  # type: ignore[no-any-return]  # of an expression it is one

    def statements(self, body: Sequence[ast.stmt]) -> ast.expr:
        """What a function's statements return: names stand for what was assigned to them."""
        for statement in body:
            match statement:
                case ast.Expr(value=ast.Constant()) | ast.ImportFrom() | ast.Pass():
                    continue
                case ast.Return(value=ast.expr() as value):
                    return self.read(value)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self.here[name] = self.read(value)
                case ast.If(test=test, body=inner, orelse=other):
                    chosen = inner if self.holds(test) else other
                    if chosen and _ends(chosen):
                        return self.statements(chosen)
                    if chosen:
                        raise Unread
                case _:
                    raise Unread
        raise Unread

    def holds(self, test: ast.expr) -> bool:
        """Whether a condition holds, by the saved arguments.

        Of arrays and Tensors a formula makes the same: where it asks which it was given, the
        general way is read.

        Raises:
            Unread: where that cannot be told.
        """
        if any(isinstance(one, ast.Call) and _asks_for_kind(one) for one in ast.walk(test)):
            return False
        return bool(_value(self.read(test), self.known))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """What the name stands for, where it was given or assigned."""
        if node.id in self.here:
            return self.here[node.id]
        value = self.globals.get(node.id)
        if type(value) in (int, float) and node.id.startswith("_"):
            return ast.Constant(value)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """`f.exp` is `exp`."""
        if self._module(node.value) is not None:
            return ast.Name(node.attr)
        return self.generic_visit(node)  # type: ignore[return-value]  # an expression stays one

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """Whether a gradient is complex is known."""
        match node:
            case ast.Compare(ast.Attribute(attr="kind"), [ast.Eq()], [ast.Constant("c")]):
                return ast.Constant(self.is_complex)
        return self.generic_visit(node)  # type: ignore[return-value]  # an expression stays one

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        """The branch that runs, where the saved numbers tell."""
        try:
            chosen = node.body if self.holds(node.test) else node.orelse
        except Unread:
            return self.generic_visit(node)  # type: ignore[return-value]  # an expression stays one
        return self.visit(chosen)  # type: ignore[no-any-return]  # of an expression it is one

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A sign, or what the called function makes of it, or the call without its bookkeeping."""
        called = self._called(node.func)
        arguments = [self.visit(one) for one in node.args]
        keywords = [one for one in node.keywords if one.arg not in _HOW]
        if keywords or any(isinstance(one, ast.Starred) for one in arguments):
            inside = [ast.keyword(one.arg, self.visit(one.value)) for one in keywords]
            return ast.Call(self.visit(node.func), arguments, inside)
        name = getattr(node.func, "attr", getattr(node.func, "id", "")).strip("_")
        if (plain := self._operator(name, arguments)) is not None:
            return plain
        if called is not None and (inner := self._inlined(called, arguments)) is not None:
            return inner
        func = ast.Name(name) if called is not None else self.visit(node.func)
        return ast.Call(func, [one for one in arguments if not _is_bookkeeping(one)], [])

    def _operator(self, name: str, arguments: Sequence[ast.expr]) -> ast.expr | None:
        """Functions that have a sign."""
        match name, arguments:
            case "conj", [x]:
                return ast.Call(ast.Name("conj"), [x], []) if self.is_complex else x
            case (("power" | "pow"), [x, y]):
                return ast.BinOp(x, ast.Pow(), y)
            case (("mm" | "matmul"), [x, y]):
                return ast.BinOp(x, ast.MatMult(), y)
            case (("t" | "t_last"), [x]):
                return ast.Attribute(x, "T")
            case "multiply", [x, y, *_]:
                return ast.BinOp(x, ast.Mult(), y)
            case "subtract", [x, y, *_]:
                return ast.BinOp(x, ast.Sub(), y)
            case "type", [ast.Constant() as x]:  # a number in the gradient's dtype
                return x
            case "number", [x, _]:  # the same
                return x
            case "zeros", [ast.Tuple(elts=[]), _]:
                return ast.Constant(0)
        return None

    def _inlined(self, function: Any, arguments: Sequence[ast.expr]) -> ast.expr | None:
        """What another function makes of these arguments, where that is no longer to read."""
        while (inner := wrapped(function)) is not None:  # it only prepares for another one
            function = inner
        try:
            tree = self.body(function, arguments, self.depth + 1)
        except Unread:
            return None
        if tree is None:
            return None
        given = {name for one in arguments for name in _names(ast.unparse(one))}
        return tree if is_plain(tree) and strangers(tree) <= given else None

    def _module(self, node: ast.expr) -> types.ModuleType | None:
        value = self.globals.get(node.id) if isinstance(node, ast.Name) else None
        return value if isinstance(value, types.ModuleType) else None

    def _called(self, node: ast.expr) -> Any:
        """The function that an expression names, if it is one with source."""
        value = None
        if isinstance(node, ast.Name) and node.id not in self.here:
            value = self.globals.get(node.id)
        elif isinstance(node, ast.Attribute) and (module := self._module(node.value)) is not None:
            value = getattr(module, node.attr, None)
        return value if isinstance(value, types.FunctionType) else None


_COMPARED: Final[dict[type[ast.cmpop], Callable[[Any, Any], object]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}


def _value(test: ast.expr, known: Mapping[str, Any]) -> Any:
    """What a condition on saved numbers comes to.

    Raises:
        Unread: where it asks for anything else.
    """
    match test:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, known)
        case ast.BoolOp(op=op, values=values):
            found = [_value(one, known) for one in values]
            return all(found) if isinstance(op, ast.And) else any(found)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARED:
            return _COMPARED[type(op)](_value(left, known), _value(right, known))
    raise Unread


def _is_bookkeeping(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.endswith(MEMORY)


def _asks_for_kind(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("isinstance", "type")


def _ends(body: Sequence[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Return)


def is_plain(tree: ast.expr) -> bool:
    """Whether it reads like mathematics: short, and without a loop."""
    loops = (ast.comprehension, ast.Lambda)
    inner = ast.walk(tree)
    return len(ast.unparse(tree)) <= LONGEST and not any(isinstance(one, loops) for one in inner)


def strangers(tree: ast.expr) -> set[str]:
    """The names in an expression that are neither called nor bound in it."""
    parts = list(ast.walk(ast.parse(ast.unparse(tree), mode="eval")))
    inner = [one for one in parts if isinstance(one, ast.Name)]
    called = {id(one.func) for one in parts if isinstance(one, ast.Call)}
    bound = {one.id for one in inner if isinstance(one.ctx, ast.Store)}
    return {one.id for one in inner if id(one) not in called} - bound


def _names(text: str) -> set[str]:
    return {one.id for one in ast.walk(ast.parse(text, mode="eval")) if isinstance(one, ast.Name)}
