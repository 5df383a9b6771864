"""What the formulas and compositions of `torch.linalg` are written with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.generated import G
from gradrepl.engine.ops import lapack
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import Op, compose

if TYPE_CHECKING:
    from collections.abc import Callable


def check_solvable(a: Array, b: Array, *, left: bool, name: str, typed: bool = True) -> None:
    """Refuses a right side that does not fit the matrix."""
    if typed:
        lapack.inexact(a, name)
    if typed and a.dtype != b.dtype:
        raise RuntimeError(
            f"{name}: Expected A and B to have the same dtype, but found A of type {OF[a.dtype].legacy} and B of type "
            f"{OF[b.dtype].legacy} instead"
        )
    lapack.square(a, name)
    lapack.at_least_2d(b, name, "B")
    if a.shape[-2] != b.shape[-2 if left else -1]:
        raise RuntimeError(
            f"{name}: Incompatible shapes of A and B for the equation {'AX = B' if left else 'XA = B'} "
            f"({a.shape[-2]}x{a.shape[-1]} and {b.shape[-2]}x{b.shape[-1]})"
        )


def call(name: str, *args: Any) -> Any:
    return getattr(RECORDED, name)(*args)


def function_of(name: str) -> Any:
    from gradrepl.engine import ops

    return ops.function(name)


def solve_with(a: Any, b: Any, left: bool = True) -> Any:
    return call("_linalg_solve_ex", a, b, left, True)[0]


def solve_triangle(a: Any, b: Any, *, upper: bool, left: bool = True, unit: bool = False) -> Any:
    return call("linalg_solve_triangular", a, b, upper, left, unit)


def diagonal_of(x: Any) -> Any:
    return x.diagonal(0, -2, -1)


def with_diagonal(x: Any, values: Any) -> Any:
    """New matrices, whose diagonal is overwritten: by other values, or by one number."""
    if isinstance(values, float):
        diagonal_of(x).fill_(values)
    else:
        diagonal_of(x).copy_(values)
    return x


def as_column(x: Any) -> Any:
    return x.unsqueeze(-1)


def as_row(x: Any) -> Any:
    return x.unsqueeze(-2)


def scalar_matrix(values: Any, size: int) -> Any:
    return as_column(values).expand((*values._a.shape, size)).diag_embed()


def named(name: str, **values: Any) -> Any:
    """`torch.return_types.linalg_svd` and its like."""
    return G["RETURN_TYPES"][name, tuple(values)](tuple(values.values()))


def removed(text: str) -> Callable[..., Any]:
    """What older pages call: it only says what is there instead."""

    def function(*_: Any) -> Any:
        raise RuntimeError(
            f"This function was deprecated since version 1.9 and is now removed.{text}"
        )

    return function


def only_linalg(*texts: Any, **options: Any) -> Op:
    """A row of `torch.linalg`: neither `torch` nor Tensor has it by this name."""
    return compose(*texts, method=False, function=False, **options)
