"""From many elements to few: sums, means, products, extremes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.kernels import along, missing
from gradrepl.engine.promotion import promote, shape_error
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.values import is_ints, is_scalar, type_name
from gradrepl.engine.warning import warn

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


def _accumulates_in(a: Array, dtype: dtypes.dtype | None) -> np.dtype[Any]:
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
    to = _accumulates_in(a, dtype)
    if to.char == "e":
        return _halves_added(k.converted(a, to), None, keepdim=False)
    return np.add.reduce(k.converted(a, to), axis=None, dtype=to, out=...)


def total_dim(a: Array, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    if dtype is None and a.dtype.char in "fd":
        return k.laid_out(np.add.reduce(a, axis=axes(a, dim), keepdims=keepdim, out=...), a)
    to = _accumulates_in(a, dtype)
    if to.char == "e":
        return _halves_added(k.converted(a, to), axes(a, dim), keepdim=keepdim)
    over = axes(a, dim)
    found = np.add.reduce(k.converted(a, to), axis=over, dtype=to, keepdims=keepdim, out=...)
    return k.laid_out(found, a)


def _float_for_mean(a: Array, dtype: dtypes.dtype | None) -> Array:
    found = a if dtype is None else k.converted(a, dtype.np)
    if found.dtype.kind not in "fc":
        word = "input" if dtype is None else "optional"
        raise RuntimeError(
            f"mean(): could not infer output dtype. {word.capitalize()} dtype must be either a floating point or "
            f"complex dtype. Got: {dtypes.OF[found.dtype].legacy}"
        )
    return found


def mean(a: Array, dtype: dtypes.dtype | None) -> Array:
    found = a if dtype is None and a.dtype.char in "fd" else _float_for_mean(a, dtype)
    if found.dtype.char == "e":
        return mean(found.astype(np.float32), None).astype(np.float16)
    return np.divide(
        np.add.reduce(found, axis=None, out=...), found.dtype.type(found.size), out=...
    )


def mean_dim(a: Array, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    found = _float_for_mean(a, dtype)
    if found.dtype == np.float16:
        return mean_dim(found.astype(np.float32), dim, keepdim, None).astype(np.float16)
    over = axes(found, dim)
    summed = np.add.reduce(found, axis=over, keepdims=keepdim, out=...)
    count = found.size if over is None else math.prod(found.shape[d] for d in over)
    return k.laid_out(np.divide(summed, found.dtype.type(count), out=...), a)


def product(a: Array, dtype: dtypes.dtype | None) -> Array:
    to = _accumulates_in(a, dtype)
    return np.multiply.reduce(k.converted(a, to), axis=None, dtype=to, out=...)


def product_dim(a: Array, dim: int, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    to = _accumulates_in(a, dtype)
    at = wrap_dim(dim, a.ndim)
    over = at if a.ndim else None
    found = np.multiply.reduce(
        k.converted(a, to), axis=over, dtype=to, keepdims=keepdim and bool(a.ndim), out=...
    )
    return k.laid_out(found, a)


def _not_empty(a: Array, name: str) -> None:
    if not a.size:
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with "
            "the 'dim' argument."
        )


def _not_complex(a: Array, name: str) -> None:
    if a.dtype.kind == "c":
        raise missing(name, a)


def largest(a: Array) -> Array:
    _not_empty(a, "max")
    _not_complex(a, "max_all")
    return np.maximum.reduce(a, axis=None, out=...)


def smallest(a: Array) -> Array:
    _not_empty(a, "min")
    _not_complex(a, "min_all")
    return np.minimum.reduce(a, axis=None, out=...)


def _extreme_dim(a: Array, dim: int, keepdim: bool, name: str) -> tuple[Array, Array]:
    over = wrap_dim(dim, a.ndim)
    if not a.ndim and a.dtype.kind != "c":
        return a.copy(), np.zeros((), np.int64)
    if a.ndim and not a.shape[over]:
        raise IndexError(f"{name}(): Expected reduction dim {over} to have non-zero size.")
    if a.dtype.kind == "c":
        raise RuntimeError(f"{name}(): does not support complex input")
    pick = np.argmax if name == "max" else np.argmin
    return picked(a, pick(a, axis=over, keepdims=True) if a.size else _none(a, over), over, keepdim)


def _none(a: Array, over: int) -> Array:
    return np.zeros([1 if d == over else n for d, n in enumerate(a.shape)], np.int64)


def picked(a: Array, indices: Array, over: int, keepdim: bool) -> tuple[Array, Array]:
    """The elements at the indices along a dimension, and the indices."""
    values = a[along(indices, over)]
    if not keepdim:
        values, indices = values.squeeze(over), indices.squeeze(over)
    return np.asarray(values), np.array(indices, np.int64, order="C")


def largest_dim(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    return _extreme_dim(a, dim, keepdim, "max")


def smallest_dim(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    return _extreme_dim(a, dim, keepdim, "min")


def _not_over_nothing(a: Array, over: tuple[int, ...] | None, name: str, shown: Any = None) -> None:
    """Refuses to find an extreme among no elements."""
    if over is None:
        if not a.size:
            kind = IndexError if name.startswith("arg") else RuntimeError
            raise kind(
                f"{name}(): Expected reduction dim to be specified for input.numel() == 0."
                + (
                    ""
                    if name.startswith("arg")
                    else " Specify the reduction dim with the 'dim' argument."
                )
            )
        return
    for d in over:
        if a.ndim and not a.shape[d]:
            place = d if shown is None else shown
            raise IndexError(f"{name}(): Expected reduction dim {place} to have non-zero size.")


def extreme_over(name: str) -> Any:
    ufunc, kernel_name = (
        (np.maximum, "max_values_cpu") if name == "amax" else (np.minimum, "min_values_cpu")
    )

    def kernel(a: Array, dim: Any, keepdim: bool) -> Array:
        for d in dim if not a.size else ():  # one by one: the first mistake is told
            _not_over_nothing(a, (wrap_dim(d, a.ndim),), name, dim[0])
        over = axes(a, dim)
        _not_over_nothing(a, over, name, dim[0] if dim else None)
        if a.size:
            _not_complex(a, kernel_name)
        return ufunc.reduce(a, axis=over, keepdims=keepdim, out=...)

    return kernel


def position(name: str) -> Any:
    pick = np.argmax if name == "argmax" else np.argmin

    def kernel(a: Array, dim: int | None, keepdim: bool) -> Array:
        if a.dtype.kind in "bc":
            word = "bool" if a.dtype.kind == "b" else "complex"
            raise RuntimeError(f"{name}(): does not support {word} input")
        over = None if dim is None else wrap_dim(dim, a.ndim)
        _not_over_nothing(a, None if over is None else (over,), name)
        if over is None:
            found = np.asarray(pick(a))
            return found.reshape((1,) * a.ndim) if keepdim else found
        return (
            np.asarray(pick(a, axis=over, keepdims=keepdim)) if a.ndim else np.zeros((), np.int64)
        )

    return kernel


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


def cumulative(ufunc: np.ufunc) -> Any:
    def kernel(a: Array, dim: int, dtype: dtypes.dtype | None) -> Array:
        to = _accumulates_in(a, dtype)
        over = wrap_dim(dim, a.ndim)
        if not a.ndim:
            return a.astype(to)
        found = k.laid_out(ufunc.accumulate(k.converted(a, to), axis=over, dtype=to), a)
        return found + to.type(0) if ufunc is np.add else found  # the sum starts at 0: -0. is lost

    return kernel


def _spread(a: Array, dim: Any, correction: Any, keepdim: bool, name: str) -> Array:
    if a.dtype.kind not in "fc":
        who = f"{name} only" if name.endswith("_mean") else "std and var only"
        raise RuntimeError(f"{who} support floating point and complex dtypes")
    over = axes(a, dim)
    count = a.size if over is None else math.prod(a.shape[d] for d in over)
    wide = a.astype(np.float64, copy=False) if a.dtype.kind == "f" else a
    mean = np.add.reduce(wide, axis=over, keepdims=True, out=...) / np.float64(count)
    centred = wide - mean
    squares = (centred * centred.conj()).real.sum(axis=over, keepdims=keepdim)
    one = 1 if correction is None else correction
    if (count if squares.size else 0) - one <= 0:
        warn(
            f"{name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction "
            "factor (input numel divided by output numel). (Triggered internally at ...)"
        )
    return np.asarray(squares / max(count - one, 0))


def spread(name: str) -> Any:
    """`var` and `std`."""

    def kernel(a: Array, dim: Any, correction: Any, keepdim: bool) -> Array:
        found = _spread(a, dim, correction, keepdim, name)
        root = np.asarray(np.sqrt(found) if name.startswith("std") else found)
        return k.laid_out(root.astype(a.real.dtype), a)

    return kernel


def spread_and_mean(name: str) -> Any:
    """`var_mean` and `std_mean`: both at once."""
    first = spread(name)

    def kernel(a: Array, dim: Any, correction: Any, keepdim: bool) -> tuple[Array, Array]:
        return first(a, dim, correction, keepdim), mean_dim(a, dim, keepdim, None)

    return kernel


def nonzero_count(a: Array, dim: Any) -> Array:
    return np.asarray(np.count_nonzero(a, axis=axes(a, dim)), np.int64)


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
    if to.category < 2:
        raise RuntimeError(f"{name}: dtype should be floating point or complex. Got {to.legacy}")
    if own.category == 3 and to.category != 3:
        raise RuntimeError(
            f"{name}: the dtype of the input {own.legacy} should be complex if the dtype is complex"
        )
    if own.category >= 2 and dtypes.promote_types(own, to) is not to:
        raise RuntimeError(
            f"{name}: the dtype of the input ({own.legacy}) should be convertible without narrowing to the specified dtype "
            f"({to.legacy})"
        )


def vector_norm(a: Array, ord: Any, dim: Any, keepdim: bool, dtype: dtypes.dtype | None) -> Array:
    if dtype is not None:
        not_narrowed(a, dtype, "linalg.vector_norm")
    x = a if dtype is None else a.astype(dtype.np, copy=False)
    if x.dtype.kind not in "fc":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
            + dtypes.OF[x.dtype].legacy
        )
    over = axes(x, dim)
    if ord < 0 or ord == math.inf:
        _norm_of_nothing(x, over, ord)
    reduced = tuple(range(x.ndim)) if over is None else over
    if ord != 0 and all(x.shape[d] == 1 for d in reduced):  # exact, where a square would overflow
        size = np.absolute(x, out=...)
        return size if keepdim else size.squeeze(reduced)
    if ord == 2 and x.dtype.kind == "f":
        return np.sqrt(np.add.reduce(x * x, axis=over, keepdims=keepdim, out=...), out=...)
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


def log_sum_exp(a: Array, dim: Any, keepdim: bool) -> Array:
    x = a if a.dtype.kind in "fc" else a.astype(dtypes.get_default_dtype().np)
    over = axes(x, dim)
    if dim == () and x.ndim:
        raise RuntimeError(f"output with shape [] doesn't match the broadcast shape {[1] * x.ndim}")
    if not x.size:
        return np.log(np.add.reduce(x, axis=over, keepdims=keepdim, out=...), out=...)
    top = np.maximum.reduce(x, axis=over, keepdims=True, out=...)
    top = np.where(np.isinf(top), x.dtype.type(0), top)
    found = np.log(np.add.reduce(np.exp(x - top), axis=over, keepdims=True, out=...), out=...) + top
    return np.asarray(found if keepdim else found.squeeze(over))


def running_log_sum_exp(a: Array, dim: int) -> Array:
    over = wrap_dim(dim, a.ndim)
    if a.dtype.kind not in "fc":
        raise missing("logcumsumexp_out_cpu", a)
    if not a.ndim or not a.size:
        return a.copy()
    if a.dtype.kind == "f":
        return k.laid_out(np.logaddexp.accumulate(a, axis=over), a)
    lines = np.moveaxis(a, over, 0)
    found = lines.copy()
    for i in range(1, len(lines)):
        found[i] = k.log_of_sum(found[i - 1], lines[i])
    return np.moveaxis(found, 0, over).copy("C")


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
    if isinstance(grad, Tensor):
        return f.expand(grad, self_sym_sizes) / self_sym_numel
    share = np.divide(grad, grad.dtype.type(self_sym_numel), out=...)  # once, not for each element
    found = np.empty(self_sym_sizes, grad.dtype)
    found.fill(share)
    return found


def _count(shape: Any, dim: Any) -> int:
    if not dim:
        return math.prod(shape)
    return math.prod(shape[d] for d in dim) if shape else 1


def mean_dim_self(
    grad: Any, dim: Any, keepdim: bool, self_sym_numel: int, self_sym_sizes: Any
) -> Any:
    del self_sym_numel
    spread = f.expand(f.restore_dims(grad, self_sym_sizes, dim, keepdim), self_sym_sizes)
    return spread / _count(self_sym_sizes, dim)


def prod_self(grad: Any, self: Any, result: Any) -> Any:
    """`result / x` for each x; where there are zeros, the product of all the others."""
    self = f.as_dtype(self, grad)
    array = self._a if isinstance(self, Tensor) else self
    if array.ndim == 0:
        return grad
    zeros = np.count_nonzero(array == 0)
    if not zeros:
        return grad * f.conj(result / self)
    if zeros > 1 and not isinstance(self, Tensor):
        return f.zeros_like(self)
    found = grad * f.conj(_others(self.reshape(-1)))
    return found.view(array.shape) if isinstance(found, Tensor) else found.reshape(array.shape)


def prod_dim_self(grad: Any, self: Any, result: Any, dim: int, keepdim: bool) -> Any:
    array = self._a if isinstance(self, Tensor) else self
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


def extreme_self(grad: Any, self: Any, result: Any) -> Any:
    """Equal extremes share the gradient evenly."""
    mask = (self == result) | (f.isnan(self) & f.isnan(result))
    part = grad / _share(mask, None, grad)
    if isinstance(part, Tensor):
        return f.zeros_like(self).masked_fill(mask, part)
    return np.where(mask, part, part.dtype.type(0))


def extreme_over_self(grad: Any, self: Any, result: Any, dim: Any, keepdim: bool) -> Any:
    shape = _shape(self)
    grad, result = (f.restore_dims_as_view(each, shape, dim, keepdim) for each in (grad, result))
    mask = self == result
    over = tuple(range(len(shape))) if not dim else tuple(d % max(len(shape), 1) for d in dim)
    return (grad / _share(mask, over if shape else (), grad)) * mask


def _shape(x: Any) -> tuple[int, ...]:
    return tuple(x._a.shape if isinstance(x, Tensor) else x.shape)


def _share(mask: Any, over: Any, grad: Any) -> Any:
    array = mask._a if isinstance(mask, Tensor) else mask
    to = (grad._a if isinstance(grad, Tensor) else grad).dtype
    count = np.asarray(array.sum(axis=over, keepdims=over is not None)).astype(to)
    return f.as_grad_kind(count, grad)


def pick_self(grad: Any, dim: int, indices: Any, self_sym_sizes: Any, keepdim: bool) -> Any:
    """The gradient goes back to the element that was picked."""
    if not self_sym_sizes:
        return grad
    if not keepdim:
        grad, indices = f.unsqueeze(grad, dim), f.unsqueeze(indices, dim)
    if isinstance(grad, Tensor):
        return f.zeros(self_sym_sizes, grad).scatter(dim, indices, grad)
    found = np.zeros(self_sym_sizes, grad.dtype)
    np.put_along_axis(found, indices, grad, dim)
    return found


def cumsum_self(grad: Any, dim: int) -> Any:
    if not len(grad.shape):
        return grad
    return _reversed_sum(grad, dim)


def cumprod_self(grad: Any, self: Any, dim: int, result: Any) -> Any:
    """Every product from an element on takes its part; where there are zeros, one product at a time."""
    array = self._a if isinstance(self, Tensor) else self
    if not array.ndim:
        return grad
    if not (array == 0).any():
        return _reversed_sum(grad * f.conj(result), dim) / f.conj(self)
    at = dim % array.ndim
    size = array.shape[at]
    parts = []
    for i in range(size):  # the slope of every product by element i, without dividing by it
        before = _prefix(self, at, i)
        after = _running_product(_suffix(self, at, i), at)
        parts.append(f.sum_over(_suffix(grad, at, i, own=True) * (before * after), (at,), True))
    return f.cat(parts, at)


def _reversed_sum(x: Any, dim: int) -> Any:
    if isinstance(x, Tensor):
        return x.flip(dim).cumsum(dim).flip(dim)
    return np.flip(np.cumsum(np.flip(x, dim), dim), dim).copy("C")


def _prefix(x: Any, at: int, i: int) -> Any:
    """The product of the elements before the i-th."""
    part = x[(slice(None),) * at + (slice(0, i),)]
    return part.prod(at, True) if isinstance(x, Tensor) else np.prod(part, axis=at, keepdims=True)


def _suffix(x: Any, at: int, i: int, *, own: bool = False) -> Any:
    """From the i-th element on; its place is taken by a 1 unless it is wanted itself."""
    part = x[(slice(None),) * at + (slice(i, None),)]
    if own:
        return part
    array = part._a if isinstance(part, Tensor) else part
    first = np.zeros(array.shape, bool)
    first[(slice(None),) * at + (slice(0, 1),)] = True
    return f.masked_fill(part, f.as_grad_kind(first, part), 1)


def _running_product(x: Any, at: int) -> Any:
    return x.cumprod(at) if isinstance(x, Tensor) else np.cumprod(x, axis=at)


def var_self(grad: Any, self: Any, dim: Any, correction: Any, keepdim: bool) -> Any:
    shape = _shape(self)
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
    shape = _shape(self)
    return f.expand(f.restore_dims(grad, shape, dim, keepdim), shape) / _count(shape, dim)


def vector_norm_self(grad: Any, self: Any, ord: Any, dim: Any, keepdim: bool, result: Any) -> Any:
    """0 where the norm is 0 and has no slope."""
    shape = _shape(self)
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
        return f.sgn(self) * ((grad / _share(mask, over if shape else (), grad)) * mask)
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


def log_sum_exp_self(grad: Any, self: Any, result: Any, dim: Any, keepdim: bool) -> Any:
    shape = _shape(self)
    grad, result = (f.restore_dims(each, shape, dim, keepdim) for each in (grad, result))
    return grad * f.conj(f.exp(self - result))


def running_log_sum_exp_self(grad: Any, self: Any, result: Any, dim: int) -> Any:
    """In logarithms, where nothing overflows: positive and negative gradients apart."""
    if not _shape(self):
        return grad

    def part(log: Any) -> Any:
        return f.exp(_reversed_log_sum_exp(log - result, dim) + self)

    if f.is_complex(grad):
        return f.conj(part(f.log(f.conj(grad))))
    size = f.log(f.absolute(grad))
    nothing = f.lowest(grad)
    return part(f.where(grad > 0, size, nothing)) - part(f.where(grad < 0, size, nothing))


def _reversed_log_sum_exp(x: Any, dim: int) -> Any:
    if isinstance(x, Tensor):
        return x.flip(dim).logcumsumexp(dim).flip(dim)
    return np.flip(running_log_sum_exp(np.flip(x, dim), dim), dim).copy("C")


def nansum_self(grad: Any, self: Any, dim: Any, keepdim: bool) -> Any:
    shape = _shape(self)
    spread = f.expand(f.restore_dims(grad, shape, dim, keepdim), shape)
    return spread * f.logical_not(f.isnan(self))


# --- compositions ----------------------------------------------------------------------------------------------------


def spread_unbiased(name: str) -> Any:
    """The older form: `unbiased` for a correction of 1 or 0."""

    def function(self: Tensor, unbiased: bool) -> Any:
        from gradrepl.engine import ops

        return ops.function(name)(self, None, correction=int(unbiased))

    return function


def spread_dim_unbiased(name: str) -> Any:
    def function(self: Tensor, dim: Any, unbiased: bool, keepdim: bool) -> Any:
        from gradrepl.engine import ops

        return ops.function(name)(self, dim, correction=int(unbiased), keepdim=keepdim)

    return function


def norm(self: Tensor, p: Any, dim: Any, keepdim: bool, dtype: Any) -> Any:
    """The older name of `linalg.vector_norm`; only `nuc` is a matrix norm."""
    from gradrepl.engine import ops

    if isinstance(p, str) and p not in ("fro", "nuc"):
        raise RuntimeError(f"linalg.matrix_norm: Order {p} not supported.")
    if p == "nuc":
        over = range(self._a.ndim) if dim is None else (dim,) if isinstance(dim, int) else dim
        return ops.member("linalg_matrix_norm")(self, p, tuple(over), keepdim, dtype=dtype)
    order: Any = 2.0 if p is None else 2 if p == "fro" else p
    dims = dim if dim is None or isinstance(dim, (tuple, list)) else (dim,)
    _check_norm(order, dim, dims)
    return ops.recording("linalg_vector_norm")(
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


def nanmean(self: Tensor, dim: Any, keepdim: bool, dtype: Any) -> Any:
    if self._a.dtype.kind not in "fc":
        raise RuntimeError(
            "nanmean(): expected input to have floating point or complex dtype but got "
            + dtypes.OF[self._a.dtype].legacy
        )
    counted = self.isnan().logical_not()
    return self.nansum(dim, keepdim, dtype=dtype) / counted.sum(dim, keepdim)


def differences(
    self: Tensor, n: int, dim: int, prepend: Tensor | None, append: Tensor | None
) -> Any:
    """Of neighbours, n times over."""
    if not self._a.ndim:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    at = wrap_dim(dim, self._a.ndim)
    found: Any = self
    if prepend is not None or append is not None:
        from gradrepl.engine import cat

        found = cat([each for each in (prepend, self, append) if each is not None], at)
    for _ in range(min(n, found._a.shape[at])):
        rest = found._a.shape[at] - 1
        after, before = found.narrow(at, 1, rest), found.narrow(at, 0, rest)
        found = after.logical_xor(before) if found._a.dtype.kind == "b" else after - before
    return found


def dist_self(grad: Any, self: Any, other: Any, p: Any, result: Any) -> Any:
    return vector_norm_self(grad, self - other, p, None, False, result)


def sum_to_size(self: Tensor, size: Any) -> Any:
    shape = self._a.shape
    if shape == tuple(size):
        return self
    extra = len(shape) - len(size)
    over = [
        *range(extra),
        *(i + extra for i, d in enumerate(size) if d == 1 and shape[i + extra] != 1),
    ]
    bad = extra < 0 or any(d not in (1, shape[i + extra]) for i, d in enumerate(size))
    if bad:
        raise RuntimeError(f"size {{{list(size)}}} is not expandable to size {{{list(shape)}}}.")
    if not size:
        return self.sum()
    found = self.sum(over, True) if over else self
    return found.view(tuple(size)) if found._a.shape != tuple(size) else found


# fmt: off
REDUCE: tuple[Op, ...] = (
    op("sum(Tensor self, *, ScalarType? dtype=None) -> Tensor", "SumBackward0", total,
       self=lambda grad, self_sym_sizes: f.expand(grad, self_sym_sizes)),
    op("sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "SumBackward1", total_dim,
       self=sum_dim_self),
    op("mean(Tensor self, *, ScalarType? dtype=None) -> Tensor", "MeanBackward0", mean, self=mean_self),
    op("mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "MeanBackward1", mean_dim,
       self=mean_dim_self),
    op("prod(Tensor self, *, ScalarType? dtype=None) -> Tensor", "ProdBackward0", product, self=prod_self),
    op("prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "ProdBackward1", product_dim,
       self=prod_dim_self),
    op("max(Tensor self) -> Tensor", "MaxBackward1", largest, self=extreme_self),
    compose("max.other(Tensor self, Tensor other) -> Tensor", lambda self, other: self.maximum(other)),
    op("max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "MaxBackward0", largest_dim,
       self=pick_self),
    op("min(Tensor self) -> Tensor", "MinBackward1", smallest, self=extreme_self),
    compose("min.other(Tensor self, Tensor other) -> Tensor", lambda self, other: self.minimum(other)),
    op("min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "MinBackward0", smallest_dim,
       self=pick_self),
    op("amax(Tensor self, int[1]? dim=[], bool keepdim=False) -> Tensor", "AmaxBackward0", extreme_over("amax"), self=extreme_over_self),
    op("amin(Tensor self, int[1]? dim=[], bool keepdim=False) -> Tensor", "AminBackward0", extreme_over("amin"), self=extreme_over_self),
    op("argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor", None, position("argmax")),
    op("argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor", None, position("argmin")),
    op("all(Tensor self) -> Tensor", None, truth(np.logical_and)),
    op("all.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor", None, truth_dims(np.logical_and)),
    op("all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor", None, truth_dim(np.logical_and)),
    op("any(Tensor self) -> Tensor", None, truth(np.logical_or)),
    op("any.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor", None, truth_dims(np.logical_or)),
    op("any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor", None, truth_dim(np.logical_or)),
    op("cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", "CumsumBackward0", cumulative(np.add), in_place=True, self=cumsum_self),
    op("cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", "CumprodBackward0", cumulative(np.multiply), in_place=True, self=cumprod_self),
    compose("var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", spread_dim_unbiased("var")),
    op("var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", "VarBackward0",
       spread("var"), self=var_self),
    compose("var(Tensor self, bool unbiased=True) -> Tensor", spread_unbiased("var")),
    compose("std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor", spread_dim_unbiased("std")),
    op("std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor", "StdBackward0",
       spread("std"), self=std_self),
    compose("std(Tensor self, bool unbiased=True) -> Tensor", spread_unbiased("std")),
    op("count_nonzero(Tensor self, int? dim=None) -> Tensor", None, lambda a, dim: nonzero_count(a, None if dim is None else (dim,))),
    op("count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor", None, nonzero_count),
    op("nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", "NansumBackward0", total_of_numbers, self=nansum_self),
    compose("nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", nanmean),
    op("logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor", "LogsumexpBackward0", log_sum_exp, self=log_sum_exp_self),
    op("logcumsumexp(Tensor self, int dim) -> Tensor", "LogcumsumexpBackward0", running_log_sum_exp, self=running_log_sum_exp_self),
    compose("var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor result0, Tensor result1)", spread_dim_unbiased("var_mean"), method=False),
    op("var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor result0, Tensor result1)",
       "VarMeanBackward0", spread_and_mean("var_mean"), method=False, differentiable=(0, 1), self=var_mean_self),
    compose("var_mean(Tensor self, bool unbiased=True) -> (Tensor result0, Tensor result1)", spread_unbiased("var_mean"), method=False),
    compose("std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor result0, Tensor result1)", spread_dim_unbiased("std_mean"), method=False),
    op("std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor result0, Tensor result1)",
       "StdMeanBackward0", spread_and_mean("std_mean"), method=False, differentiable=(0, 1), self=std_mean_self),
    compose("std_mean(Tensor self, bool unbiased=True) -> (Tensor result0, Tensor result1)", spread_unbiased("std_mean"), method=False),
    op("linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
       "LinalgVectorNormBackward0", vector_norm, method=False, function=False, self=vector_norm_self),
    op("dist(Tensor self, Tensor other, Scalar p=2) -> Tensor", "DistBackward0", distance,
       self=dist_self, other=lambda grad, self, other, p, result: -dist_self(grad, self, other, p, result)),
    compose('norm(Tensor self, Object p="fro", Object dim=None, bool keepdim=False, ScalarType? dtype=None) -> Tensor', norm),
    compose("diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor", differences),
    compose("sum_to_size(Tensor self, int[] size) -> Tensor", sum_to_size, function=False),
)
# fmt: on
