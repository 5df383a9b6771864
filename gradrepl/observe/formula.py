"""What a node computes, in words: the formula itself, as the table that made the node writes it.

Nothing is listed here a second time. The row's own function is looked up in its source and read
like mathematics: `f.conj(x)` of a real `x` is `x`, `power(a, b)` is `a ** b`, a branch whose
condition the saved arguments decide is the one that runs, and a formula that only calls another is
that other one. What cannot be read so is told by its name and its arguments.
"""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gradrepl.observe.expression import MEMORY, Reader, is_plain, strangers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Rows: TypeAlias = "Callable[[str], Iterable[Any]]"
"""Finds the rows of our table that make nodes of a name: `MulBackward0`."""

_POINTWISE = frozenset((
    "where", "exp", "exp2", "log", "sin", "cos", "sinh", "cosh", "tanh", "sgn", "abs", "sqrt",
    "rsqrt", "reciprocal", "conj", "sigmoid",
))  # fmt: skip
"""Functions that make each number of one number."""
_NAMELESS = frozenset({"<lambda>", "formula", "function", "backward"})
_ENDS = {
    "_sym_sizes": "shape",
    "_sym_sizes_opt": "shape",
    "_sym_numel": "numel()",
    "_own_dtype": "dtype",
    "_scalar_type": "dtype",
    "_sym_argsize_0": "shape[0]",
}
"""Ends of the names of what is saved of an argument, and what that is."""
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
    is_pointwise: bool
    """Whether each number of it depends on one number of `grad`: its shape is that of `grad`, until
    it is summed to that of the operand."""


def row_of(node: Any, rows: Rows | None) -> Any | None:
    """The row of the table that a node was made from, or that makes nodes like it.

    Args:
        node: any node, of our engine or of PyTorch.
        rows: the table's rows by the name of the node, for nodes that know none.
    """
    kind = type(node)
    own = getattr(kind, "row", None)
    if own is not None or rows is None:
        return own
    for row in rows(node.name()):
        saved = {name for *_, names in row.formulas for name in names if not name.endswith(MEMORY)}
        listed = any(argument.listed for argument in row.tensors)
        count = len(node.next_functions)
        if (listed or len(row.formulas) == count) and all(
            hasattr(kind, f"_saved_{name}") for name in saved
        ):
            return row
    return None


def written(row: Any, known: Mapping[str, Any], *, is_complex: bool) -> tuple[Written, ...]:
    """A row's formulas, in the order of the edges of its nodes.

    Args:
        row: what `row_of` gave.
        known: the values of what the node has saved, where they are numbers, texts or None.
        is_complex: whether its gradients are complex numbers.
    """
    plain = tuple((name, one) for name, one in known.items() if type(one) in NUMBERS)
    return _written(row, plain, is_complex)


@functools.lru_cache(maxsize=1_000)
def _written(row: Any, known: tuple[tuple[str, Any], ...], is_complex: bool) -> tuple[Written, ...]:
    found = []
    for wrt, formula, parameters in row.formulas:
        tree = _expression(formula, parameters, dict(known), is_complex)
        if tree is None:
            tree = _call(row.name, formula, ("grad", *parameters))
        names = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
        uses = tuple((_shown(one), one) for one in parameters if one in names)
        is_pointwise = _is_pointwise(tree)
        found.append(Written(wrt, ast.unparse(_Attributes().visit(tree)), uses, is_pointwise))
    return tuple(found)


def _is_pointwise(tree: ast.expr) -> bool:
    calm = (ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp, ast.Compare, ast.Load)
    signs = (ast.operator, ast.unaryop, ast.cmpop)
    parts = list(ast.walk(ast.parse(ast.unparse(tree), mode="eval").body))
    return all(
        (isinstance(part, (*calm, *signs)) and not isinstance(part, ast.MatMult))
        or (isinstance(part, ast.Call) and ast.unparse(part.func) in _POINTWISE)
        for part in parts
    )


def _expression(
    formula: Callable[..., Any],
    parameters: Sequence[str],
    known: Mapping[str, Any],
    is_complex: bool,
) -> ast.expr | None:
    try:
        tree = Reader(known, is_complex).body(formula, None, 0)
    except Exception:  # noqa: BLE001  # a formula that nobody foresaw is told by its name
        return None
    if tree is None or not is_plain(tree):
        return None
    return tree if strangers(tree) <= {"grad", "grads", *parameters} else None


def _call(operation: str, formula: Callable[..., Any], parameters: Sequence[str]) -> ast.expr:
    """A formula that cannot be read: its name, and what it is computed from."""
    name = formula.__name__.strip("_")
    if name in _NAMELESS:
        name = f"{operation.strip('_')}_backward"
    given: list[ast.expr] = [ast.Name(one) for one in parameters if not one.endswith(MEMORY)]
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
