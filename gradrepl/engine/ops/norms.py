"""Lengths of vectors and distances between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.extremes import ties
from gradrepl.engine.ops.kernels import laid_out
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.reduce import axes
from gradrepl.engine.promotion import promote, shape_error
from gradrepl.engine.table import compose, op
from gradrepl.engine.values import is_ints, is_scalar, type_name

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


# --- kernels ---------------------------------------------------------------------------------------------------------


def _norm_of_nothing(x: Array, over: tuple[int, ...] | None, ord: Any) -> None:
    """Refuses the norms that are smallest or largest elements, where there are none."""
    what = f"linalg.vector_norm cannot compute the {float(ord):g} norm on"
    if over is None and not x.size:
        raise RuntimeError(
            f"{what} an empty tensor because the operation does not have an identity"
        )
    empty = next((d for d in over or () if not x.shape[d]), None)
    if empty is not None:  # the missing blank is PyTorch's
        raise RuntimeError(
            f"{what} the dimension {empty}because this dimension is empty and the operation does "
            "not have an identity"
        )


def not_narrowed(a: Array, to: dtypes.dtype, name: str) -> None:
    """Refuses a dtype that would lose what the input holds."""
    own = dtypes.OF[a.dtype]
    got = ", but got" if name == "linalg.vector_norm" else ". Got"
    if to.category < 2:
        raise RuntimeError(f"{name}: dtype should be floating point or complex{got} {to.legacy}")
    if (own.category == 3) != (to.category == 3) and own.category >= 2:
        kind = "complex" if own.category == 3 else "real"
        raise RuntimeError(f"{name}: dtype should be {kind} for {kind} inputs, but got {to.legacy}")
    if own.category >= 2 and dtypes.promote_types(own, to) is not to:
        raise RuntimeError(
            f"{name}: the dtype of the input ({own.legacy}) should be convertible without narrowing to the specified dtype "
            f"({to.legacy})"
        )


def vector_norm(a: Array, ord: Any, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    if ord == 2 and dim is None and dtype is None and a.dtype.char in "fd" and a.size > 1:
        return _norm_over(a, 2, None, keepdim)
    if a.dtype.kind not in "fc":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
            + dtypes.OF[a.dtype].legacy
        )
    if dtype is not None:
        not_narrowed(a, dtype, "linalg.vector_norm")
    x = a if dtype is None else a.astype(dtype.np, copy=False)
    over = axes(x, dim)
    if ord < 0 or ord == math.inf:
        _norm_of_nothing(x, over, ord)
    reduced = tuple(range(x.ndim)) if over is None else over
    if ord != 0 and all(x.shape[d] == 1 for d in reduced):  # exact, where a square would overflow
        size = np.absolute(x, out=...)
        return laid_out(size if keepdim else size.squeeze(reduced), x)
    return laid_out(_norm_over(x, ord, over, keepdim), x)


def _norm_over(x: Array, ord: Any, over: tuple[int, ...] | None, keepdim: bool) -> Array:
    if x.dtype == np.float16:  # rounded once, at the end
        return _norm_over(x.astype(np.float32), ord, over, keepdim).astype(x.dtype)
    if ord == 2 and x.dtype.kind == "f":
        squares = np.multiply(x, x, out=...)
        return np.sqrt(np.add.reduce(squares, axis=over, keepdims=keepdim, out=...), out=...)
    size = np.abs(x)
    if ord == 0:
        return np.add.reduce((x != 0).astype(size.dtype), axis=over, keepdims=keepdim, out=...)
    if math.isinf(ord):
        return (np.maximum if ord > 0 else np.minimum).reduce(
            size, axis=over, keepdims=keepdim, out=...
        )
    if ord == 1:
        return np.add.reduce(size, axis=over, keepdims=keepdim, out=...)
    powers = np.add.reduce(size ** size.dtype.type(ord), axis=over, keepdims=keepdim, out=...)
    return np.asarray(powers ** size.dtype.type(1.0 / ord))


def distance(a: Array, b: Array, p: Any) -> Array:
    a, b = promote((a, b), "signed")
    try:
        apart = np.subtract(a, b)
    except ValueError as problem:
        raise shape_error(problem, a, b) from None
    if apart.dtype.kind not in "fc":
        raise RuntimeError(
            "norm(): input dtype should be either floating point or complex. "
            f"Got {dtypes.OF[apart.dtype].legacy} instead."
        )
    return vector_norm(apart, p, None, False, None)


# --- formulas --------------------------------------------------------------------------------------------------------


def vector_norm_self(grad: Any, self: Any, ord: Any, dim: Any, keepdim: bool, result: Any) -> Any:
    """0 where the norm is 0 and has no slope."""
    shape = f.shape_of(self)
    if ord == 0:
        return None
    grad, result = (f.restore_dims(each, shape, dim, keepdim) for each in (grad, result))
    if ord == 1:
        return f.sgn(self) * grad
    if ord == 2:
        return grad * f.masked_fill(self / result, result == 0, 0)
    size = f.absolute(self)
    if math.isinf(ord):
        mask = (size == result) | f.isnan(size)
        over = tuple(range(len(shape))) if not dim else tuple(d % max(len(shape), 1) for d in dim)
        return f.sgn(self) * ((grad / ties(mask, over if shape else (), grad)) * mask)
    if ord < 1:
        slope = f.sgn(self) * f.masked_fill(f.power(size, ord - 1), self == 0, 0)
        return slope * grad * f.power(result, 1 - ord)
    if ord < 2:
        return (
            f.sgn(self)
            * f.power(size, ord - 1)
            * f.masked_fill(grad / f.power(result, ord - 1), result == 0, 0)
        )
    return (
        self
        * f.power(size, ord - 2)
        * f.masked_fill(grad / f.power(result, ord - 1), result == 0, 0)
    )


# --- compositions ----------------------------------------------------------------------------------------------------


def norm(self: Tensor, p: Any, dim: Any, keepdim: bool, dtype: Any) -> Any:
    """The older name of `linalg.vector_norm`; only `nuc` is a matrix norm."""
    if isinstance(p, str) and p not in ("fro", "nuc"):
        raise RuntimeError(f"linalg.matrix_norm: Order {p} not supported.")
    if p == "nuc":
        from gradrepl.engine import ops

        over = range(self._a.ndim) if dim is None else (dim,) if isinstance(dim, int) else dim
        return ops.member("linalg_matrix_norm")(self, p, tuple(over), keepdim, dtype=dtype)
    order: Any = 2.0 if p is None else 2 if p == "fro" else p
    dims = dim if dim is None or isinstance(dim, (tuple, list)) else (dim,)
    _check_norm(order, dim, dims)
    return RECORDED.linalg_vector_norm(
        self, order, None if dims is None else tuple(dims), keepdim, dtype
    )


def _check_norm(order: Any, dim: Any, dims: Any) -> None:
    """PyTorch's complaints come from the function that does the work."""
    start = "linalg_vector_norm(): argument"
    if not is_scalar(order):
        raise TypeError(f"{start} 'ord' (position 2) must be Number, not {type_name(order)}")
    if isinstance(dim, bool):
        raise TypeError(
            f"{start} 'dim' (position 3) must be tuple of ints, but found element of type bool at pos 0"
        )
    if dims is not None and not is_ints(dims):
        raise TypeError(f"{start} 'dim' (position 3) must be tuple of ints, not {type_name(dim)}")


def dist_self(grad: Any, self: Any, other: Any, p: Any, result: Any) -> Any:
    return vector_norm_self(grad, self - other, p, None, False, result)


# fmt: off
NORMS = (
    op("linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
       "LinalgVectorNormBackward0", vector_norm, method=False, function=False, self=vector_norm_self),
    op("dist(Tensor self, Tensor other, Scalar p=2) -> Tensor", "DistBackward0", distance,
       self=dist_self, other=lambda grad, self, other, p, result: -dist_self(grad, self, other, p, result)),
    compose('norm(Tensor self, Object p="fro", Object dim=None, bool keepdim=False, ScalarType? dtype=None) -> Tensor', norm),
)
# fmt: on
