"""Sums, means and products over all or some dimensions, and what is true of all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.table import Quick, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def axes(a: Array, dim: Any) -> tuple[int, ...] | None:
    """Numpy's axes for PyTorch's `dim`: none, or an empty list, means all of them.

    Raises:
        IndexError, RuntimeError: with PyTorch's texts.
    """
    if dim is None or dim == ():
        return None
    if len(dim) == 1 and 0 <= dim[0] < a.ndim:
        return tuple(dim)
    found = tuple(wrap_dim(each, a.ndim) for each in dim)
    if len(set(found)) != len(found):
        twice = next(each for each in found if found.count(each) > 1)
        raise RuntimeError(f"dim {twice} appears multiple times in the list of dims")
    return found if a.ndim else ()


def accumulates_in(a: Array, dtype: dtypes.dtype | None) -> np.dtype[Any]:
    """Integers and bools are summed as int64."""
    if dtype is not None:
        return dtype.np
    return np.dtype(np.int64) if a.dtype.kind in "iub" else a.dtype


def _halves_added(a: Array, over: tuple[int, ...] | None, *, keepdim: bool) -> Array:
    """Rounded once, at the end."""
    wide = np.add.reduce(a, axis=over, dtype=np.float32, keepdims=keepdim, out=...)
    return wide.astype(np.float16)


def total(a: Array, dtype: dtypes.dtype | None) -> Array:
    if dtype is None and a.dtype.char in "fd":
        return np.add.reduce(a, axis=None, out=...)
    to = accumulates_in(a, dtype)
    if to.char == "e":
        return _halves_added(k.converted(a, to), None, keepdim=False)
    return np.add.reduce(k.converted(a, to), axis=None, dtype=to, out=...)


def _along_one(a: Array, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array | None:
    """The sum of single or double precision along one dimension that there is; None for all else."""
    if dtype is not None or a.dtype.char not in "fd" or not dim or len(dim) != 1:
        return None
    if not -a.ndim <= dim[0] < a.ndim or not a.flags.c_contiguous:
        return None
    if keepdim:
        return np.add.reduce(a, dim[0], keepdims=True, out=...)
    return np.add.reduce(a, dim[0], out=...)


def total_dim(a: Array, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    summed = _along_one(a, dim, keepdim, dtype)
    if summed is not None:
        return summed
    if dtype is None and a.dtype.char in "fd":
        return k.laid_out(np.add.reduce(a, axis=axes(a, dim), keepdims=keepdim, out=...), a)
    to = accumulates_in(a, dtype)
    if to.char == "e":
        return _halves_added(k.converted(a, to), axes(a, dim), keepdim=keepdim)
    over = axes(a, dim)
    found = np.add.reduce(k.converted(a, to), axis=over, dtype=to, keepdims=keepdim, out=...)
    return k.laid_out(found, a)


def _float_for_mean(a: Array, dtype: dtypes.dtype | None) -> Array:
    to = a.dtype if dtype is None else dtype.np
    if to.kind not in "fc":
        word = "input" if dtype is None else "optional"
        raise RuntimeError(
            f"mean(): could not infer output dtype. {word.capitalize()} dtype must be either a floating point or "
            f"complex dtype. Got: {dtypes.OF[to].legacy}"
        )
    return k.converted(a, to)


def mean(a: Array, dtype: dtypes.dtype | None) -> Array:
    found = a if dtype is None and a.dtype.char in "fd" else _float_for_mean(a, dtype)
    if found.dtype.char == "e":
        return mean(found.astype(np.float32), None).astype(np.float16)
    summed = np.add.reduce(found, axis=None, out=...)
    return np.divide(summed, k.number(found.size, found.dtype), out=...)


def mean_dim(a: Array, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    summed = _along_one(a, dim, keepdim, dtype)
    if summed is not None:
        return np.divide(summed, k.number(a.shape[dim[0]], a.dtype), out=...)
    found = _float_for_mean(a, dtype)
    if found.dtype == np.float16:
        return mean_dim(found.astype(np.float32), dim, keepdim, None).astype(np.float16)
    over = axes(found, dim)
    summed = np.add.reduce(found, axis=over, keepdims=keepdim, out=...)
    count = found.size if over is None else math.prod(found.shape[d] for d in over)
    return k.laid_out(np.divide(summed, found.dtype.type(count), out=...), a)


def product(a: Array, dtype: dtypes.dtype | None) -> Array:
    to = accumulates_in(a, dtype)
    return np.multiply.reduce(k.converted(a, to), axis=None, dtype=to, out=...)


def product_dim(a: Array, dim: int, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    to = accumulates_in(a, dtype)
    at = wrap_dim(dim, a.ndim)
    over = at if a.ndim else None
    found = np.multiply.reduce(
        k.converted(a, to), axis=over, dtype=to, keepdims=keepdim and bool(a.ndim), out=...
    )
    return k.laid_out(found, a)


def truth(ufunc: np.ufunc) -> Any:
    def kernel(a: Array) -> Array:
        found = ufunc.reduce(a.astype(bool, copy=False), axis=None, out=...)
        return found.astype(np.uint8) if a.dtype == np.uint8 else found

    return kernel


def truth_dims(ufunc: np.ufunc) -> Any:
    def kernel(a: Array, dim: Any, keepdim: bool) -> Array:
        over = () if dim == () else axes(a, dim)  # none at all: each element by itself
        found = ufunc.reduce(a.astype(bool, copy=False), axis=over, keepdims=keepdim, out=...)
        return k.laid_out(found.astype(np.uint8) if a.dtype == np.uint8 else found, a)

    return kernel


def truth_dim(ufunc: np.ufunc) -> Any:
    over_several = truth_dims(ufunc)

    def kernel(a: Array, dim: int, keepdim: bool) -> Array:
        found: Array = over_several(a, (dim,), keepdim)
        return found

    return kernel


def nonzero_count(a: Array, dim: Any) -> Array:
    return k.laid_out(np.asarray(np.count_nonzero(a, axis=axes(a, dim)), np.int64), a)


def log_sum_exp(a: Array, dim: Any, keepdim: bool) -> Array:
    x = a if a.dtype.kind in "fc" else a.astype(dtypes.get_default_dtype().np)
    over = axes(x, dim)
    if dim == () and x.size > 1:
        raise RuntimeError(f"output with shape [] doesn't match the broadcast shape {[1] * x.ndim}")
    if not x.size:
        return np.log(np.add.reduce(x, axis=over, keepdims=keepdim, out=...), out=...)
    top = np.maximum.reduce(x, axis=over, keepdims=True, out=...)
    top = np.where(np.isinf(top), x.dtype.type(0), top)
    found = np.log(np.add.reduce(np.exp(x - top), axis=over, keepdims=True, out=...), out=...) + top
    return k.laid_out(np.asarray(found if keepdim else found.squeeze(over)), a)


def total_of_numbers(a: Array, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    """The sum without the nans."""
    axes(a, dim)
    if a.dtype.kind == "c":
        raise RuntimeError("nansum on CPU does not support complex inputs")
    kept = np.where(np.isnan(a), a.dtype.type(0), a) if a.dtype.kind == "f" else a
    return total_dim(kept, dim, keepdim, dtype)


# --- formulas --------------------------------------------------------------------------------------------------------


def sum_dim_self(grad: Any, self_sym_sizes: Any, dim: Any, keepdim: bool) -> Any:
    return f.expand(f.restore_dims(grad, self_sym_sizes, dim, keepdim), self_sym_sizes)


def mean_self(grad: Any, self_sym_numel: int, self_sym_sizes: Any) -> Any:
    """`expand(grad / self_sym_numel, self_sym_sizes)`."""
    if isinstance(grad, Tensor):
        return f.expand(grad, self_sym_sizes) / self_sym_numel
    share = np.divide(grad, grad.dtype.type(self_sym_numel), out=...)  # once, not for each element
    found = np.empty(self_sym_sizes, grad.dtype)
    found.fill(share)
    return found


def elements_over(shape: Any, dim: Any) -> int:
    if not dim:
        return math.prod(shape)
    return math.prod(shape[d] for d in dim) if shape else 1


def mean_dim_self(
    grad: Any, dim: Any, keepdim: bool, self_sym_numel: int, self_sym_sizes: Any
) -> Any:
    del self_sym_numel
    spread = f.expand(f.restore_dims(grad, self_sym_sizes, dim, keepdim), self_sym_sizes)
    return spread / elements_over(self_sym_sizes, dim)


def prod_self(grad: Any, self: Any, result: Any) -> Any:
    """`result / x` for each x; where there are zeros, the product of all the others."""
    self = f.as_dtype(self, grad)
    array = f.array_of(self)
    if array.ndim == 0:
        return grad
    zeros = np.count_nonzero(array == 0)
    if not zeros:
        return grad * f.conj(result / self)
    if zeros > 1 and not isinstance(self, Tensor):
        return f.zeros_like(self)
    if isinstance(self, Tensor) or isinstance(grad, Tensor):
        return (grad * f.conj(_others(self.reshape(-1)))).view(array.shape)
    return grad * np.conj(_others(self.reshape(-1))).reshape(array.shape)


def prod_dim_self(grad: Any, self: Any, result: Any, dim: int, keepdim: bool) -> Any:
    array = f.array_of(self)
    if array.ndim == 0:
        return grad
    self = f.as_dtype(self, grad)
    if not keepdim:
        grad, result = f.unsqueeze(grad, dim), f.unsqueeze(result, dim)
    if not (array == 0).any():
        return grad * f.conj(result / self)
    last = f.transpose(self, dim, -1)
    return grad * f.conj(f.transpose(_others(last), dim, -1))


def _others(x: Any) -> Any:
    """Along the last dimension, for each element the product of all the others."""
    if not isinstance(x, Tensor):
        before = np.cumprod(np.concatenate([np.ones_like(x[..., :1]), x[..., :-1]], -1), -1)
        after = np.cumprod(np.concatenate([np.ones_like(x[..., :1]), x[..., :0:-1]], -1), -1)[
            ..., ::-1
        ]
        return (before * after).astype(x.dtype)
    size = x.shape[-1]
    mask = np.eye(size, dtype=bool)
    return x.unsqueeze(-2).expand(*x.shape[:-1], size, size).masked_fill(wrap(mask), 1).prod(-1)


def log_sum_exp_self(grad: Any, self: Any, result: Any, dim: Any, keepdim: bool) -> Any:
    shape = f.shape_of(self)
    grad, result = (f.restore_dims(each, shape, dim, keepdim) for each in (grad, result))
    return grad * f.conj(f.exp(self - result))


def nansum_self(grad: Any, self: Any, dim: Any, keepdim: bool) -> Any:
    shape = f.shape_of(self)
    spread = f.expand(f.restore_dims(grad, shape, dim, keepdim), shape)
    return spread * f.logical_not(f.isnan(self))


# --- compositions ----------------------------------------------------------------------------------------------------


def nanmean(self: Tensor, dim: Any, keepdim: bool, dtype: Any) -> Any:
    if self._a.dtype.kind not in "fc":
        raise RuntimeError(
            "nanmean(): expected input to have floating point or complex dtype but got "
            + dtypes.OF[self._a.dtype].legacy
        )
    if dtype is not None and dtype.category < 2:
        raise RuntimeError(
            "nanmean(): could not infer output dtype. Optional dtype must be either a floating "
            f"point or complex dtype. Got: {dtype.legacy}"
        )
    counted = self.isnan().logical_not()
    return self.nansum(dim, keepdim, dtype=dtype) / counted.sum(dim, keepdim)


def sum_to_size(self: Tensor, size: Any) -> Any:
    shape = self._a.shape
    if shape == tuple(size):
        return self
    extra = len(shape) - len(size)
    if extra < 0 or any(d not in (1, shape[i + extra]) for i, d in enumerate(size)):
        raise RuntimeError(f"size {{{list(size)}}} is not expandable to size {{{list(shape)}}}.")
    over = [
        *range(extra),
        *(i + extra for i, d in enumerate(size) if d == 1 and shape[i + extra] != 1),
    ]
    if not size:
        return self.sum()
    found = self.sum(over, True) if over else self
    return found.view(tuple(size)) if found._a.shape != tuple(size) else found


# fmt: off
REDUCE = (
    op("sum(Tensor self, *, ScalarType? dtype=None) -> Tensor", "SumBackward0", total,
       quick=Quick("dtype is None and a_self.dtype in REALS", "add_up(a_self, None, out=...)"),
       self=lambda grad, self_sym_sizes: f.expand(grad, self_sym_sizes)),
    op("sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "SumBackward1", total_dim,
       self=sum_dim_self),
    op("mean(Tensor self, *, ScalarType? dtype=None) -> Tensor", "MeanBackward0", mean, self=mean_self),
    op("mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "MeanBackward1", mean_dim,
       self=mean_dim_self),
    op("prod(Tensor self, *, ScalarType? dtype=None) -> Tensor", "ProdBackward0", product, self=prod_self),
    op("prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "ProdBackward1", product_dim,
       self=prod_dim_self),
    op("all(Tensor self) -> Tensor", None, truth(np.logical_and)),
    op("all.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor", None, truth_dims(np.logical_and)),
    op("all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor", None, truth_dim(np.logical_and)),
    op("any(Tensor self) -> Tensor", None, truth(np.logical_or)),
    op("any.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor", None, truth_dims(np.logical_or)),
    op("any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor", None, truth_dim(np.logical_or)),
    op("count_nonzero(Tensor self, int? dim=None) -> Tensor", None, lambda a, dim: nonzero_count(a, None if dim is None else (dim,))),
    op("count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor", None, nonzero_count),
    op("nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "NansumBackward0", total_of_numbers, self=nansum_self),
    compose("nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", nanmean),
    op("logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor", "LogsumexpBackward0", log_sum_exp, self=log_sum_exp_self),
    compose("sum_to_size(Tensor self, int[] size) -> Tensor", sum_to_size, function=False),
)
# fmt: on
