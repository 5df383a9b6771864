"""Variance and standard deviation."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops import rows
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.reduce import axes, elements_over, mean, mean_dim
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.warning import warn

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


DOUBLE = np.dtype(np.float64)


@functools.lru_cache(64)
def _shares(count: int, less: Any) -> Array:
    """A product with it is a mean, of so many and less."""
    return np.full(count, 1 / (count - less))


def _few_spread(a: Array, dim: Any, one: Any, keepdim: bool) -> Array | None:
    """The variance of few numbers, of all or along a row or column; None for all else."""
    if not 0 < a.size <= rows.FEW or a.dtype.char not in "fd" or not a.flags.c_contiguous:
        return None
    if dim is None and not keepdim and a.size > one:
        flat = a.ravel().astype(DOUBLE)
        np.subtract(flat, np.add.reduce(flat) / a.size, flat)
        return np.array(flat.dot(flat) / (a.size - one))
    if dim is None or len(dim) != 1 or a.ndim != 2 or not -2 <= dim[0] < 2:
        return None
    n, m = a.shape
    by_row, wide = dim[0] in (1, -1), a.astype(DOUBLE)
    count = m if by_row else n
    if count <= one:
        return None
    share, free = _shares(count, 0), _shares(count, one)
    mean = wide.dot(share) if by_row else share.dot(wide)
    np.subtract(wide, mean[rows.beside(a.shape) if by_row else rows.across(a.shape)], wide)
    np.multiply(wide, wide, wide)
    found = wide.dot(free) if by_row else free.dot(wide)
    return found.reshape((n, 1) if by_row else (1, m)) if keepdim else found


def _spread(a: Array, dim: Any, correction: Any, keepdim: bool, name: str) -> Array:
    one = 1 if correction is None else correction
    few = _few_spread(a, dim, one, keepdim)
    if few is not None:
        return few
    if a.dtype.kind not in "fc":
        who = f"{name} only" if name.endswith("_mean") else "std and var only"
        raise RuntimeError(f"{who} support floating point and complex dtypes")
    over = axes(a, dim)
    count = a.size if over is None else math.prod(a.shape[d] for d in over)
    wide = a.astype(np.float64, copy=False) if a.dtype.kind == "f" else a
    mean = np.add.reduce(wide, axis=over, keepdims=True, out=...)
    np.divide(mean, count, mean)
    centred = np.subtract(wide, mean, out=...)
    if a.dtype.kind == "f":
        np.multiply(centred, centred, centred)
    else:
        centred = (centred * centred.conj()).real
    squares = np.add.reduce(centred, axis=over, keepdims=keepdim, out=...)
    if (count if squares.size else 0) - one <= 0:
        warn(
            f"{name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction "
            "factor (input numel divided by output numel). (Triggered internally at ...)"
        )
    return np.divide(squares, max(count - one, 0), out=...)


def spread(name: str) -> Any:
    """`var` and `std`."""
    square_root = name.startswith("std")

    def kernel(a: Array, dim: Any, correction: Any, keepdim: bool) -> Array:
        found = _spread(a, dim, correction, keepdim, name)
        root = np.sqrt(found, out=...) if square_root else found
        return k.laid_out(root.astype(a.real.dtype), a)

    return kernel


def spread_and_mean(name: str) -> Any:
    """`var_mean` and `std_mean`: both at once."""
    first = spread(name)

    def kernel(a: Array, dim: Any, correction: Any, keepdim: bool) -> tuple[Array, Array]:
        return first(a, dim, correction, keepdim), mean_dim(a, dim, keepdim, None)

    return kernel


# --- formulas --------------------------------------------------------------------------------------------------------


def var_self(grad: Any, self: Any, dim: Any, correction: Any, keepdim: bool) -> Any:
    shape = f.shape_of(self)
    one = 1 if correction is None else correction
    if dim is None or not shape:
        return _whole_var_self(grad, self, math.prod(shape) - one)
    grad = f.restore_dims(grad, shape, dim, keepdim) if dim else grad
    free = math.prod(shape[d] for d in dim) - one
    # numpy's own mean warns where there is nothing
    centre = self.mean(dim, True) if isinstance(self, Tensor) else mean_dim(self, dim, True, None)
    return ((2.0 / free if free else math.inf) * grad) * (self - centre)


def _whole_var_self(grad: Any, self: Any, free: Any) -> Any:
    centre = self.mean() if isinstance(self, Tensor) else mean(self, None)
    if free > 0:
        return ((2.0 / free) * grad) * (self - centre)
    # without freedom the slope is infinite, and nan at the mean itself
    return grad * f.where(self == centre, f.full((), math.nan, grad), f.full((), math.inf, grad))


def std_self(grad: Any, self: Any, result: Any, dim: Any, correction: Any, keepdim: bool) -> Any:
    slope = grad / (result * 2)
    return var_self(f.masked_fill(slope, result == 0, 0), self, dim, correction, keepdim)


def var_mean_self(grads: Any, self: Any, dim: Any, correction: Any, keepdim: bool) -> Any:
    found = var_self(grads[0], self, dim, correction, keepdim)
    return found + _mean_part(grads[1], self, dim, keepdim)


def std_mean_self(
    grads: Any, self: Any, result0: Any, dim: Any, correction: Any, keepdim: bool
) -> Any:
    found = std_self(grads[0], self, result0, dim, correction, keepdim)
    return found + _mean_part(grads[1], self, dim, keepdim)


def _mean_part(grad: Any, self: Any, dim: Any, keepdim: bool) -> Any:
    shape = f.shape_of(self)
    return f.expand(f.restore_dims(grad, shape, dim, keepdim), shape) / elements_over(shape, dim)


# --- compositions ----------------------------------------------------------------------------------------------------


def spread_unbiased(name: str) -> Any:
    """The older form: `unbiased` for a correction of 1 or 0."""

    def function(self: Tensor, unbiased: bool) -> Any:
        if not SPECIAL:
            return getattr(RECORDED, name)(self, None, int(unbiased), False)
        from gradrepl.engine import ops

        return ops.function(name)(self, None, correction=int(unbiased))

    return function


def spread_dim_unbiased(name: str) -> Any:
    def function(self: Tensor, dim: Any, unbiased: bool, keepdim: bool) -> Any:
        if not SPECIAL:
            return getattr(RECORDED, name)(self, dim, int(unbiased), keepdim)
        from gradrepl.engine import ops

        return ops.function(name)(self, dim, correction=int(unbiased), keepdim=keepdim)

    return function


# fmt: off
SPREAD = (
    compose("var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", spread_dim_unbiased("var")),
    op("var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", "VarBackward0",
       spread("var"), self=var_self),
    compose("var(Tensor self, bool unbiased=True) -> Tensor", spread_unbiased("var")),
    compose("std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", spread_dim_unbiased("std")),
    op("std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", "StdBackward0",
       spread("std"), self=std_self),
    compose("std(Tensor self, bool unbiased=True) -> Tensor", spread_unbiased("std")),
    compose("var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor result0, Tensor result1)", spread_dim_unbiased("var_mean"), method=False),
    op("var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor result0, Tensor result1)",
       "VarMeanBackward0", spread_and_mean("var_mean"), method=False, differentiable=(0, 1), self=var_mean_self),
    compose("var_mean(Tensor self, bool unbiased=True) -> (Tensor result0, Tensor result1)", spread_unbiased("var_mean"), method=False),
    compose("std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor result0, Tensor result1)", spread_dim_unbiased("std_mean"), method=False),
    op("std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor result0, Tensor result1)",
       "StdMeanBackward0", spread_and_mean("std_mean"), method=False, differentiable=(0, 1), self=std_mean_self),
    compose("std_mean(Tensor self, bool unbiased=True) -> (Tensor result0, Tensor result1)", spread_unbiased("std_mean"), method=False),
)
# fmt: on
