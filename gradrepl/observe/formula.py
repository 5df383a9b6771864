"""What a node computes, in words: the formula itself, as the table that made the node writes it.

Nothing is listed here a second time. The row's own function is looked up in its source and read
like mathematics: `f.conj(x)` of a real `x` is `x`, `power(a, b)` is `a ** b`, a branch whose
condition the saved arguments decide is the one that runs, and a formula that only calls another is
that other one. What cannot be read so is told by its name and its arguments.
"""

from __future__ import annotations

import ast
import builtins
import functools
import linecache
import operator
import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Function: TypeAlias = "ast.Lambda | ast.FunctionDef"

LONGEST: Final = 100
"""Characters of a formula; a longer one is told by its name and its arguments."""

_DEEPEST = 3  # a formula that calls one that calls one
_NAMELESS = frozenset({"<lambda>", "formula", "function", "backward"})
_MEMORY = ("_sym_strides", "_own_layout", "_list_sizes")
"""Ends of the names of arguments that say how memory is laid out, and nothing of the values."""
_ENDS = {
    "_sym_sizes": "shape",
    "_sym_sizes_opt": "shape",
    "_sym_numel": "numel()",
    "_own_dtype": "dtype",
    "_scalar_type": "dtype",
    "_sym_argsize_0": "shape[0]",
}
"""Ends of the names of what is saved of an argument, and what that is."""
_WRAPPED = ("kernel", "function", "formula")
"""What a function made of another calls that one."""
_HOW = ("out", "copy")  # keywords that are about memory, too
NUMBERS: Final = frozenset({int, float, bool, str, type(None)})
"""Kinds of saved values that a formula's conditions may ask for."""


@dataclass(frozen=True, slots=True)
class Written:
    """One formula of a node."""

    wrt: str
    """The argument that it is the gradient of, in PyTorch's name: `self`, `other`."""
    text: str
    """`grad * other`, `expand(grad, self.shape)`."""
    uses: tuple[tuple[str, str], ...]
    """What of the node's saved values stands in it, and under which name the node saves that:
    `("other", "other")`, `("self.shape", "self_sym_sizes")`."""


def written(node: Any, known: Mapping[str, Any], *, is_complex: bool) -> tuple[Written, ...]:
    """A node's formulas in the order of its edges; none where its class was made from no table.

    Args:
        node: any node.
        known: the values of what it has saved, where they are numbers, texts or None.
        is_complex: whether its gradients are complex numbers.
    """
    kind: Any = type(node)
    if getattr(kind, "row", None) is None:
        return ()
    plain = tuple((name, one) for name, one in known.items() if type(one) in NUMBERS)
    return _written(kind, plain, is_complex)


@functools.lru_cache(maxsize=1_000)
def _written(
    kind: Any, known: tuple[tuple[str, Any], ...], is_complex: bool
) -> tuple[Written, ...]:
    row = kind.row
    found = []
    for wrt, formula, parameters in row.formulas:
        tree = _expression(formula, parameters, dict(known), is_complex)
        if tree is None:
            tree = _call(row.name, formula, ("grad", *parameters))
        names = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
        uses = tuple((_shown(one), one) for one in parameters if one in names)
        found.append(Written(wrt, ast.unparse(_Attributes().visit(tree)), uses))
    return tuple(found)


def _expression(
    formula: Callable[..., Any],
    parameters: Sequence[str],
    known: Mapping[str, Any],
    is_complex: bool,
) -> ast.expr | None:
    try:
        tree = _Reader(known, is_complex).body(formula, None, 0)
    except Exception:  # noqa: BLE001  # a formula that nobody foresaw is told by its name
        return None
    if tree is None or not _is_plain(tree):
        return None
    return tree if _strangers(tree) <= {"grad", "grads", *parameters} else None


def _call(operation: str, formula: Callable[..., Any], parameters: Sequence[str]) -> ast.expr:
    """A formula that cannot be read: its name, and what it is computed from."""
    name = formula.__name__.strip("_")
    if name in _NAMELESS:
        name = f"{operation.strip('_')}_backward"
    given: list[ast.expr] = [ast.Name(one) for one in parameters if not one.endswith(_MEMORY)]
    return ast.Call(ast.Name(name), given, [])


def _shown(name: str) -> str:
    """`self.shape`, for what a node saves as `self_sym_sizes`."""
    for end, attribute in _ENDS.items():
        if name.endswith(end):
            return f"{name.removesuffix(end)}.{attribute}"
    return name


class _Attributes(ast.NodeTransformer):
    """Writes what is saved of an argument as an attribute of it."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(_shown(node.id))  # unparsed as it stands


def _is_plain(tree: ast.expr) -> bool:
    """Whether it reads like mathematics: short, and without a loop."""
    loops = (ast.comprehension, ast.Lambda)
    inner = ast.walk(tree)
    return len(ast.unparse(tree)) <= LONGEST and not any(isinstance(one, loops) for one in inner)


def _strangers(tree: ast.expr) -> set[str]:
    """The names in an expression that are neither called nor bound in it."""
    parts = list(ast.walk(ast.parse(ast.unparse(tree), mode="eval")))
    inner = [one for one in parts if isinstance(one, ast.Name)]
    called = {id(one.func) for one in parts if isinstance(one, ast.Call)}
    bound = {one.id for one in inner if isinstance(one.ctx, ast.Store)}
    return {one.id for one in inner if id(one) not in called} - bound


def _names(text: str) -> set[str]:
    return {one.id for one in ast.walk(ast.parse(text, mode="eval")) if isinstance(one, ast.Name)}


class _Unread(Exception):  # noqa: N818  # the cue to tell a formula by its name
    """What a formula computes cannot be said in one expression."""


class _Reader(ast.NodeTransformer):
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
            _Unread: where it is no matter of one expression.
        """
        tree = _source(function)
        if tree is None or depth > _DEEPEST:
            return None
        names = [one.arg for one in (*tree.args.posonlyargs, *tree.args.args)]
        inner = _Reader(self.known, self.is_complex)
        inner.depth = depth
        inner.globals = {**vars(builtins), **function.__globals__, **_closure(function)}
        if arguments is not None:
            if len(arguments) > len(names) or tree.args.vararg or tree.args.kwarg:
                raise _Unread
            inner.here = dict(zip(names, arguments, strict=False))
        if isinstance(tree, ast.Lambda):
            return inner.read(tree.body)
        said = _said(tree)
        return inner.read(said) if said is not None else inner.statements(tree.body)

    def read(self, tree: ast.expr) -> ast.expr:
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
                        raise _Unread
                case _:
                    raise _Unread
        raise _Unread

    def holds(self, test: ast.expr) -> bool:
        """Whether a condition holds, by the saved arguments.

        Of arrays and Tensors a formula makes the same: where it asks which it was given, the
        general way is read.

        Raises:
            _Unread: where that cannot be told.
        """
        if any(isinstance(one, ast.Call) and _asks_for_kind(one) for one in ast.walk(test)):
            return False
        return bool(_value(self.read(test), self.known))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.here:
            return self.here[node.id]
        value = self.globals.get(node.id)
        if type(value) in (int, float) and node.id.startswith("_"):
            return ast.Constant(value)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if self._module(node.value) is not None:
            return ast.Name(node.attr)
        return self.generic_visit(node)  # type: ignore[return-value]  # an expression stays one

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        match node:
            case ast.Compare(ast.Attribute(attr="kind"), [ast.Eq()], [ast.Constant("c")]):
                return ast.Constant(self.is_complex)
        return self.generic_visit(node)  # type: ignore[return-value]  # an expression stays one

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        try:
            chosen = node.body if self.holds(node.test) else node.orelse
        except _Unread:
            return self.generic_visit(node)  # type: ignore[return-value]  # an expression stays one
        return self.visit(chosen)  # type: ignore[no-any-return]  # of an expression it is one

    def visit_Call(self, node: ast.Call) -> ast.expr:
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
            case "multiply", [x, y]:
                return ast.BinOp(x, ast.Mult(), y)
            case "subtract", [x, y]:
                return ast.BinOp(x, ast.Sub(), y)
            case "type", [ast.Constant() as x]:  # a number in the gradient's dtype
                return x
            case "zeros", [ast.Tuple(elts=[]), _]:
                return ast.Constant(0)
        return None

    def _inlined(self, function: Any, arguments: Sequence[ast.expr]) -> ast.expr | None:
        """What another function makes of these arguments, where that is no longer to read."""
        while (inner := _wrapped(function)) is not None:  # it only prepares for another one
            function = inner
        try:
            tree = self.body(function, arguments, self.depth + 1)
        except _Unread:
            return None
        if tree is None:
            return None
        given = {name for one in arguments for name in _names(ast.unparse(one))}
        return tree if _is_plain(tree) and _strangers(tree) <= given else None

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
        _Unread: where it asks for anything else.
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
    raise _Unread


def _is_bookkeeping(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.endswith(_MEMORY)


def _asks_for_kind(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("isinstance", "type")


def _ends(body: Sequence[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Return)


def _closure(function: Any) -> dict[str, Any]:
    """The variables of the functions around it that a function uses."""
    if not isinstance(function, types.FunctionType):
        return {}
    cells = function.__closure__ or ()
    return dict(
        zip(function.__code__.co_freevars, (one.cell_contents for one in cells), strict=True)
    )


def _wrapped(function: Any) -> Any:
    """The function that one made by another hands its arguments to."""
    inside = _closure(function)
    return next((inside[name] for name in _WRAPPED if callable(inside.get(name))), None)


def _said(tree: ast.FunctionDef) -> ast.expr | None:
    """The formula that a docstring begins with, between backticks."""
    text = ast.get_docstring(tree) or ""
    if not text.startswith("`"):
        return None
    try:
        said = ast.parse(text[1:].partition("`")[0], mode="eval").body
    except SyntaxError:
        return None
    return said if {"grad", "grads"} & _names(ast.unparse(said)) else None


def _source(function: Any) -> Function | None:
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
