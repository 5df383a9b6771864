# ruff: noqa: N803  # torch's own argument names
"""`torch.linalg`: norms, inverses, determinants, solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import ops
from gradrepl.engine.ops.linalg import LinAlgError, cross_of, multi_dot

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor

__all__ = [
    "LinAlgError", "cross", "det", "inv", "matmul", "matrix_norm", "matrix_power", "multi_dot",
    "norm", "solve", "vector_norm",
]  # fmt: skip


def norm(
    A: Tensor, ord: Any = None, dim: Any = None, keepdim: bool = False, *, dtype: Any = None
) -> Any:
    """The Euclidean norm of all elements, unless told otherwise."""
    if ord is None or (isinstance(ord, str) and ord == "fro"):
        return vector_norm(A, 2.0, dim, keepdim, dtype=dtype)
    if isinstance(ord, str) or (A.ndim == 2 and dim is None):
        return matrix_norm(A, ord, keepdim=keepdim, dtype=dtype)
    return vector_norm(A, ord, dim, keepdim, dtype=dtype)


def vector_norm(
    x: Tensor, ord: Any = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None
) -> Any:
    dims = (dim,) if isinstance(dim, int) else dim
    return ops.recording("linalg_vector_norm")(x, ord, dims, keepdim, dtype)


def matrix_norm(
    A: Tensor, ord: Any = "fro", dim: Any = (-2, -1), keepdim: bool = False, *, dtype: Any = None
) -> Any:
    """`fro`, 1, -1, inf and -inf."""
    if ord == "fro":
        return vector_norm(A, 2, dim, keepdim, dtype=dtype)
    rows, columns = dim
    if ord in (1, -1, float("inf"), -float("inf")):
        over, then = (rows, columns) if abs(ord) == 1 else (columns, rows)
        sums = A.abs().sum(over, True)
        found = sums.amax(then, True) if ord > 0 else sums.amin(then, True)
        return found if keepdim else found.squeeze(tuple(dim))
    raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")


def inv(A: Tensor) -> Any:
    return A.inverse()


def det(A: Tensor) -> Any:
    return A.det()


def solve(A: Tensor, B: Tensor) -> Any:
    return ops.recording("linalg_solve")(A, B)


def matrix_power(A: Tensor, n: int) -> Any:
    return A.matrix_power(n)


def matmul(input: Tensor, other: Tensor) -> Any:
    return input.matmul(other)


def cross(input: Tensor, other: Tensor, *, dim: int = -1) -> Any:
    return cross_of(input, other, dim)
