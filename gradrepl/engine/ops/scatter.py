"""Picking elements by tensors of indices, and writing by them: `gather`, `scatter`, and whole slices by `index_*`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import dim_out_of_range
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.diagonals import diagonal
from gradrepl.engine.ops.kernels import add_at, along, broadcast_shape, missing
from gradrepl.engine.ops.splitting import selected, sliced
from gradrepl.engine.ops.strided import strided
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_INDICES = (np.dtype(np.int32), np.dtype(np.int64))

# --- an index of the tensor's own rank: gather, scatter --------------------------------------------------------------


def _check_places(
    a: Array, dim: int, index: Array, what: str, others: Sequence[tuple[str, Array]] = ()
) -> int:
    """Checks an index that has the rank of what it speaks of; gives the dimension, counted from the start.

    Raises:
        RuntimeError: with PyTorch's texts.
    """
    at = wrap_dim(dim, a.ndim)
    if index.size and index.dtype not in _INDICES:
        raise RuntimeError(f"{what}(): Expected dtype int32/int64 for index")
    for _, src in others:
        if src.dtype != a.dtype:
            raise RuntimeError("scatter(): Expected self.dtype to be equal to src.dtype")
    if not index.size:
        return at
    rank = max(index.ndim, 1)
    for name, each in (("input" if what == "gather" else "self", a), *others):
        if max(each.ndim, 1) != rank:
            if name == "src" and 0 < each.ndim < rank == a.ndim:
                raise dim_out_of_range(each.ndim, each.ndim)
            raise RuntimeError(
                f"Index tensor must have the same number of dimensions as {name} tensor"
            )
    if what == "gather":
        _check_sizes_gathered(a, at, index)
    else:
        _check_sizes_scattered(a, at, index, others)
    return at


def _check_sizes_gathered(a: Array, at: int, index: Array) -> None:
    for d in range(min(a.ndim, index.ndim)):
        if d != at and index.shape[d] > a.shape[d]:
            raise RuntimeError(
                f"Size does not match at dimension {d} expected index {list(index.shape)} to be no larger than self "
                f"{list(a.shape)} apart from dimension {at}"
            )


def _check_sizes_scattered(
    a: Array, at: int, index: Array, others: Sequence[tuple[str, Array]]
) -> None:
    wanted = np.atleast_1d(index).shape
    fits = all(d == at or n <= np.atleast_1d(a).shape[d] for d, n in enumerate(wanted))
    for _, src in others:
        fits = fits and all(n <= m for n, m in zip(wanted, np.atleast_1d(src).shape, strict=True))
    if not fits:
        beside = "".join(
            f" and to be no larger size than src {list(src.shape)}" for _, src in others
        )
        raise RuntimeError(
            f"Expected index {list(index.shape)} to be no larger than self {list(a.shape)} apart from dimension {at}"
            f"{beside}"
        )


def _places(a: Array, at: int, index: Array) -> tuple[Array, ...]:
    """Numpy's index for `index`, whose values count along one dimension.

    Raises:
        RuntimeError: `index 5 is out of bounds for dimension 0 with size 2`
    """
    size = a.shape[at]
    outside = (index < 0) | (index >= size)
    if np.count_nonzero(outside):
        raise RuntimeError(
            f"index {int(index[outside][0])} is out of bounds for dimension {at} with size {size}"
        )
    return along(index, at)


def gathered(a: Array, dim: int, index: Array, sparse_grad: bool = False) -> Array:
    del sparse_grad
    at = _check_places(a, dim, index, "gather")
    if not index.size:
        return np.empty(index.shape, a.dtype)
    wide, where = np.atleast_1d(a), np.atleast_1d(index)
    places = _places(wide, at, where)
    if wide.flags.c_contiguous:
        return wide.reshape(-1).take(_flat(places, wide)).reshape(index.shape)
    return wide[places].reshape(index.shape)


def gather_self(grad: Any, self_sym_sizes: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return f.zeros(self_sym_sizes, grad).scatter_add(dim, index, grad)
    return scattered_add(np.zeros(self_sym_sizes, grad.dtype), dim, index, grad)


def picked(grad: Any, dim: int, index: Any) -> Any:
    """The gradient of what was written, from the places that it was written to."""
    return grad.gather(dim, index) if isinstance(grad, Tensor) else gathered(grad, dim, index)


def _written(
    a: Array, dim: int, index: Array, src: Array, into: Callable[[Array, Any, Array], None]
) -> Array:
    """A copy with `src` brought into the index's places by `into`."""
    at = _check_places(a, dim, index, "scatter", (("src", src),))
    found = a.copy()
    if index.size:
        wide, where = np.atleast_1d(found), np.atleast_1d(index)
        part = np.atleast_1d(src)[tuple(slice(0, n) for n in where.shape)]
        into(wide, _places(wide, at, where), part)
        found = wide.reshape(a.shape)
    return found


def _set(found: Array, where: Any, values: Array) -> None:
    if found.flags.c_contiguous:
        found.reshape(-1)[_flat(where, found)] = values.reshape(-1)
    else:
        found[where] = values


def scattered(a: Array, dim: int, index: Array, src: Array) -> Array:
    return _written(a, dim, index, src, _set)


def scattered_value(a: Array, dim: int, index: Array, value: Any) -> Array:
    number = number_in(value, a.dtype)
    at = _check_places(a, dim, index, "scatter")
    found = a.copy()
    if not index.size:
        return found
    wide, where = np.atleast_1d(found), np.atleast_1d(index)
    wide[_places(wide, at, where)] = number
    return wide.reshape(a.shape)


def scattered_add(a: Array, dim: int, index: Array, src: Array) -> Array:
    return _written(a, dim, index, src, _add)


def _flat(where: tuple[Array, ...], a: Array) -> Array:
    """The same places counted through the memory of a contiguous array: numpy is quicker there."""
    found: Any = 0
    for places, stride in zip(where, a.strides, strict=True):
        step = stride // a.itemsize
        found = found + (places if step == 1 else places * step)
    return np.asarray(found).reshape(-1)


def _add(found: Array, where: Any, values: Array) -> None:
    if found.flags.c_contiguous:
        np.add.at(found.reshape(-1), _flat(where, found), values.reshape(-1))
    else:
        np.add.at(found, where, values)


def scatter_self(grad: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return grad.scatter(dim, index, 0)
    return scattered_value(grad, dim, index, 0)


# --- several values for one place, reduced ---------------------------------------------------------------------------

_REDUCTIONS = {
    "sum": np.add, "prod": np.multiply, "mean": np.add, "amax": np.maximum, "amin": np.minimum,
}  # fmt: skip


def _neutral(reduce: str, dtype: np.dtype[Any]) -> Any:
    """What changes nothing in the reduction."""
    if reduce in ("sum", "mean"):
        return 0
    if reduce == "prod":
        return 1
    lowest = reduce == "amax"
    if dtype.kind == "f":
        return -np.inf if lowest else np.inf
    if dtype.kind == "b":
        return not lowest
    limits = np.iinfo(dtype)
    return limits.min if lowest else limits.max


def _reduce_into(found: Array, where: Any, src: Array, reduce: str, include_self: bool) -> None:
    if not include_self:
        found[where] = _neutral(reduce, found.dtype)
    _REDUCTIONS[reduce].at(found, where, src)
    if reduce != "mean":
        return
    count = np.full(found.shape, int(include_self), np.int64)
    np.add.at(count, where, 1)
    count[count == 0] = 1
    whole = found.dtype.kind in "iu"
    divided = np.floor_divide(found, count) if whole else found / count.astype(found.real.dtype)
    found[...] = divided


_OLD_NAMES = {"add": "sum", "multiply": "prod"}
_CURRENT_NAMES = {"max": "amax", "min": "amin"}


def scatter_reduced(
    a: Array, dim: int, index: Array, src: Array, reduce: str, include_self: bool
) -> Array:
    name = _CURRENT_NAMES.get(reduce, reduce)
    if name not in _REDUCTIONS:
        raise RuntimeError(
            f"reduce argument must be either sum, prod, mean, amax or amin, got {reduce}"
        )
    refused = {"amax": "c", "amin": "c", "mean": "b"}.get(name, "")
    if a.dtype.kind in refused and index.size:
        raise missing(f"scatter_gather_tensor_cpu_reduce_{name}", a)

    def into(found: Array, where: Any, part: Array) -> None:
        _reduce_into(found, where, part, name, include_self)

    return _written(a, dim, index, src, into)


def _old_name(reduce: str) -> str:
    if reduce not in _OLD_NAMES:
        raise RuntimeError("reduce argument must be either add or multiply.")
    return _OLD_NAMES[reduce]


def scattered_by(a: Array, dim: int, index: Array, src: Array, reduce: str) -> Array:
    name = _old_name(reduce)
    warn_once(
        "The reduce argument of torch.scatter with Tensor src is deprecated and will be removed in a future PyTorch "
        "release. Use torch.scatter_reduce instead for more reduction options. (Triggered internally at ...)"
    )
    return scatter_reduced(a, dim, index, src, name, True)


def scattered_value_by(a: Array, dim: int, index: Array, value: Any, reduce: str) -> Array:
    src = np.broadcast_to(number_in(value, a.dtype), index.shape)
    return scatter_reduced(a, dim, index, src, _old_name(reduce), True)


# The two families below differ in how a value finds its place: by an index of its own, or by its slice. `Places` are
# the operations on Tensors that read and write there, so that the derivatives of a reduction are written once.


def _reduced_grads(
    grad: Any, self: Any, src: Any, result: Any, reduce: str, include_self: bool, places: Any
) -> tuple[Any, Any]:
    """The gradients of `self` and of the values that were reduced into it."""
    if reduce == "sum":
        to_self, to_src = grad, places.read(grad)
    elif reduce == "mean":
        count = f.zeros_like(grad) + (1 if include_self else 0)
        count = places.add(count, src.detach() * 0 + 1)
        count = count.masked_fill(count == 0, 1)
        to_self, to_src = grad / count, places.read(grad / count)
    elif reduce == "prod":
        to_self, to_src = _prod_grads(grad, self, src, result, include_self, places)
    else:
        value = places.read(result)
        own, theirs = (self == result).to(grad.dtype), (src == value).to(grad.dtype)
        share = grad / places.add(own, theirs)
        to_self, to_src = own * share, theirs * places.read(share)
    return (to_self if include_self else places.clear(to_self)), to_src


def _prod_grads(
    grad: Any, self: Any, src: Any, result: Any, include_self: bool, places: Any
) -> tuple[Any, Any]:
    """Of a product, where a single factor 0 takes the product of all others."""
    filled = self.masked_fill(self == 0, 1)
    to_self = grad * places.multiply(filled, src, include_self) / filled
    zero = src == 0
    zeros = places.read(places.add(f.zeros_like(self.detach()), zero.to(grad.dtype)))
    single = zero & (zeros == 1)
    others = places.multiply(self, src.masked_fill(single, 1), include_self)
    ordinary = places.read(grad * result) / src.masked_fill(zero, 1)
    return to_self, f.where(single, places.read(grad * others), ordinary)


class _Scattered:
    """Values that find their places by an index of their own shape."""

    def __init__(self, dim: int, index: Tensor) -> None:
        self.dim, self.index = dim, index

    def read(self, x: Any) -> Any:
        return x.gather(self.dim, self.index)

    def add(self, x: Any, values: Any) -> Any:
        return x.scatter_add(self.dim, self.index, values)

    def multiply(self, x: Any, values: Any, include_self: bool) -> Any:
        return x.scatter_reduce(self.dim, self.index, values, "prod", include_self=include_self)

    def clear(self, x: Any) -> Any:
        return x.scatter(self.dim, self.index, 0)


class _Sliced(_Scattered):
    """Values that are slices along a dimension."""

    def read(self, x: Any) -> Any:
        return x.index_select(self.dim, self.index)

    def add(self, x: Any, values: Any) -> Any:
        return x.index_add(self.dim, self.index, values)

    def multiply(self, x: Any, values: Any, include_self: bool) -> Any:
        return x.index_reduce(self.dim, self.index, values, "prod", include_self=include_self)

    def clear(self, x: Any) -> Any:
        return x.index_fill(self.dim, self.index, 0)


def reduced_formula(places: type[_Scattered], which: int) -> Callable[..., Any]:
    """The derivative by `self` (0) or by the values (1)."""

    def of_tensors(
        grad: Any, self: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool, result: Any
    ) -> Any:  # fmt: skip
        name = _CURRENT_NAMES.get(reduce, reduce)
        given = _reduced_grads(grad, self, src, result, name, include_self, places(dim, index))
        return given[which]

    def formula(
        grad: Any, self: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool, result: Any
    ) -> Any:  # fmt: skip
        return f.on_tensors(of_tensors)(grad, self, dim, index, src, reduce, include_self, result)

    def of_source(
        grad: Any, self: Any, dim: int, index: Any, source: Any, reduce: str, include_self: bool, result: Any
    ) -> Any:  # fmt: skip
        return formula(grad, self, dim, index, source, reduce, include_self, result)

    return of_source if places is _Sliced else formula


# --- whole slices along a dimension: index_* -------------------------------------------------------------------------


def _check_vector(index: Array, name: str) -> None:
    if index.ndim > 1:
        raise IndexError(
            f"{name}(): Index is supposed to be a vector, but got dim: {index.ndim} with type: "
            f"{OF[index.dtype].legacy} and size: {list(index.shape)}"
        )
    if index.dtype not in _INDICES:
        raise RuntimeError(
            f"{name}(): Expected dtype int32/int64 for index but got: {OF[index.dtype].legacy}"
        )


def take_rows(a: Array, dim: int, index: Array) -> Array:
    at = wrap_dim(dim, a.ndim)
    if index.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    if not a.ndim and index.size != 1:
        raise RuntimeError(
            f"index_select(): Index to scalar can have only 1 value, got {index.size} value(s)"
        )
    if index.dtype not in _INDICES:
        raise RuntimeError("index_select(): Expected dtype int32 or int64 for index")
    size = a.shape[at] if a.ndim else 1
    if not size and index.size and a.ndim > 1:
        raise RuntimeError("index_select(): self indexing axis dim should be positive")
    outside = (index < 0) | (index >= size)
    if outside.any() and (a.ndim < 2 or (a.size and at == 0)):
        raise IndexError("index out of range in self")
    if outside.any():
        raise RuntimeError(
            f"INDICES element is out of DATA bounds, id={int(index[outside][0])} axis_dim={size}"
        )
    return np.take(a, np.atleast_1d(index), axis=at) if a.ndim else a.copy()


def take_rows_self(grad: Any, self_sym_sizes: Any, dim: int, index: Any) -> Any:
    zeros = f.zeros(self_sym_sizes, grad)
    if isinstance(grad, Tensor):
        return zeros.index_add(dim, index, grad)
    found: Array = zeros
    add_at(found, _slices(found, dim, index), grad)
    return found


def _slices(a: Array, dim: int, index: Array) -> tuple[Any, ...]:
    """Numpy's index for whole slices along a dimension, already checked."""
    return ((slice(None),) * (dim % a.ndim) + (np.atleast_1d(index),)) if a.ndim else ()


def _check_sources(
    a: Array, dim: int, index: Array, source: Array, name: str
) -> tuple[int, tuple[Any, ...]]:
    """The dimension, and numpy's index, of the slices that `index_add` and `index_reduce` write."""
    at = wrap_dim(dim, a.ndim)
    _check_vector(index, name)
    if a.dtype != source.dtype:
        raise RuntimeError(
            f"{name}(): self ({OF[a.dtype].legacy}) and source ({OF[source.dtype].legacy}) must have the same scalar type"
        )
    if source.ndim and at >= source.ndim:
        raise RuntimeError(
            f"{name}(): Indexing dim {at} is out of bounds of the source tensor with dim {source.ndim}"
        )
    count = source.shape[at] if source.ndim else 1
    if index.size != count:
        raise RuntimeError(
            f"{name}(): Number of indices ({index.size}) should be equal to source.size(dim): ({count}), for dim: {at}"
        )
    own, theirs = (tuple(n for d, n in enumerate(x.shape) if d != at) for x in (a, source))
    if own != theirs or a.ndim != source.ndim:
        raise RuntimeError(
            "source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = "
            f"{list(a.shape)} source.shape = {list(source.shape)}"
        )
    _check_slices(a, at, index, plain=a.ndim < 2 or name == "index_reduce_")
    return at, _slices(a, at, index)


def _check_slices(a: Array, at: int, index: Array, *, plain: bool) -> None:
    size = a.shape[at] if a.ndim else 1
    outside = (index < 0) | (index >= size)
    if outside.any() and plain:
        raise IndexError("index out of range in self")
    if outside.any():
        raise RuntimeError(
            f"index {int(index[outside][0])} is out of bounds for dimension {at} with size {size}"
        )


def rows_added(a: Array, dim: int, index: Array, source: Array, alpha: Any) -> Array:
    _, where = _check_sources(a, dim, index, source, "index_add_")
    found = a.copy()
    whole = a.dtype.kind in "iub"
    factor = a.dtype.type(alpha) if whole else number_in(alpha, a.dtype)
    add_at(found, where, source if alpha == 1 else source * factor)
    return found


def rows_reduced(
    a: Array, dim: int, index: Array, source: Array, reduce: str, include_self: bool
) -> Array:
    if reduce not in ("prod", "mean", "amax", "amin"):
        raise RuntimeError(
            f"index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got {reduce}."
        )
    warn_once(
        "index_reduce() is in beta and the API may change at any time. (Triggered internally at ...)"
    )
    _, where = _check_sources(a, dim, index, source, "index_reduce_")
    if reduce == "mean" and a.dtype.kind == "b":
        raise missing("div_floor_cpu", a)
    found = a.copy()
    _reduce_into(found, where, source, reduce, include_self)
    return found


def rows_copied(a: Array, dim: int, index: Array, source: Array) -> Array:
    at = wrap_dim(dim, a.ndim)
    if index.ndim > 1:
        raise IndexError(f"index_copy_(): Index should have dimension 1 or 0 (got {index.ndim})")
    if not source.ndim and index.size != 1:
        raise IndexError(
            f"index_copy_(): When source is scalar, index should have one element (got {index.size})"
        )
    if a.ndim != source.ndim and a.ndim and source.ndim:
        raise IndexError(
            "index_copy_(): When source and destination are not scalars, their dimensionality must match. Source "
            f"dimensionality ({source.ndim}), destination dimensionality ({a.ndim})"
        )
    _check_dtypes(a, index, source, "index_copy_", "got (self) {} and (source) {}")
    own, theirs = (tuple(n for d, n in enumerate(x.shape) if d != at) for x in (a, source))
    if own != theirs:
        raise RuntimeError(
            "index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: "
            f"{' '.join(map(str, own))} at dimension {at} and source slice shape: {' '.join(map(str, theirs))} at "
            "dimension 0."
        )
    if source.ndim and a.ndim and index.size != source.shape[at]:
        raise IndexError(
            f"index_copy_(): Number of indices ({index.size}) should be equal to source.size(dim) ({source.shape[at]})"
        )
    size = a.shape[at] if a.ndim else 1
    outside = (index < 0) | (index >= size)
    if np.count_nonzero(outside):
        raise IndexError(
            f"index_copy_(): index {int(index[outside][0])} is out of bounds for dimension {at} with size {size}"
        )
    found = a.copy()
    found[_slices(a, at, index)] = source if a.ndim else source.reshape(-1)[-1]
    return found


def _check_dtypes(a: Array, index: Array, source: Array, name: str, got: str) -> None:
    """Checks of `index_copy` and `put`, which share their words, and not their order."""
    if a.dtype != source.dtype:
        shown = got.format(OF[a.dtype].legacy, OF[source.dtype].legacy)
        raise RuntimeError(
            f"{name}(): self and source expected to have the same dtype, but {shown}"
        )
    if index.dtype != np.int64:
        raise RuntimeError(
            f"{name}(): Expected a long tensor for index, but got {OF[index.dtype].legacy}"
        )


def _restride(a: Array, at: int, count: int) -> None:
    """PyTorch fills through a view with one place for each index, which memory without elements may not hold."""
    strides = [math.prod(max(d, 1) for d in a.shape[i + 1 :]) for i in range(a.ndim)]
    strides[at] = 0
    strided(a, (*a.shape[:at], count, *a.shape[at + 1 :]), strides, 0)


def rows_filled(a: Array, dim: int, index: Array, value: Any) -> Array:
    if index.dtype != np.int64:
        raise IndexError("index_fill_(): Expected dtype int64 for index.")
    at = wrap_dim(dim, a.ndim)
    if index.ndim > 1:
        raise RuntimeError("Index has to be a vector/scalar")
    if isinstance(value, complex) and a.dtype.kind != "c":
        raise RuntimeError(
            "index_fill_(): Converting complex Scalar to non-complex type is not supported"
        )
    number = number_in(value, a.dtype)
    size = a.shape[at] if a.ndim else 1
    if not a.size:
        _restride(a, at, index.size)
        return a.copy()
    outside = (index < -size) | (index >= size)
    if outside.any():
        raise IndexError(
            f"index {int(index[outside][0])} is out of bounds for dimension {at} with size {size}"
        )
    found = a.copy("K")
    found[_slices(a, at, index)] = number
    return found


def rows_filled_by_tensor(a: Array, dim: int, index: Array, value: Array) -> Array:
    if value.ndim:
        raise RuntimeError(
            "index_fill_ only supports a 0-dimensional value tensor, but got tensor with "
            f"{value.ndim} dimension(s)."
        )
    return rows_filled(a, dim, index, value.item())


def without_rows(grad: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return grad.index_fill(dim, index, 0)
    return rows_filled(grad, dim, index, 0)


def rows_of(grad: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return grad.index_select(dim, index)
    return take_rows(grad, dim, index)


def rows_source(
    grad: Any, dim: int, index: Any, source: Any, source_dim: int, alpha: Any = 1
) -> Any:
    """The gradient of the rows that were written."""
    if source_dim:
        rows = rows_of(grad, dim, index).reshape(source.shape)
    else:  # a scalar has no dimension to pick along
        rows = rows_of(grad, dim, index.reshape((1,))).reshape(())
    return rows if alpha == 1 else rows * alpha


def copied_source(grad: Any, dim: int, index: Any, source: Any, source_dim: int) -> Any:
    return rows_source(grad, dim, index, source, source_dim)


# --- places in the flattened tensor: take, put -----------------------------------------------------------------------


def _flat_places(index: Array, size: int) -> None:
    outside = (index < -size) | (index >= size)
    if outside.any():
        raise IndexError(
            f"out of range: tried to access index {int(index[outside][0])} on a tensor of {size} elements."
        )


def taken(a: Array, index: Array) -> Array:
    if index.dtype != np.int64:
        raise RuntimeError(
            f"take(): Expected a long tensor for index, but got {OF[index.dtype].legacy}"
        )
    if not a.size and index.size:
        raise IndexError("take(): tried to take from an empty tensor")
    _flat_places(index, a.size)
    return np.take(a, index)


def take_self(grad: Any, self: Any, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return f.zeros(self.shape, grad).put(index, grad, True)
    return put_flat(np.zeros(self.shape, grad.dtype), index, grad, True)


def put_flat(a: Array, index: Array, source: Array, accumulate: bool) -> Array:
    if index.dtype != np.int64:
        raise RuntimeError(
            f"put_(): Expected a long tensor for index, but got {OF[index.dtype].legacy}"
        )
    _check_dtypes(a, index, source, "put_", "got self.dtype = {} and source.dtype = {}")
    if index.size != source.size:
        raise IndexError(
            "put_(): Expected source and index to have the same number of elements, but got source.numel() = "
            f"{source.size}, index.numel() = {index.size}"
        )
    if not a.size and index.size:
        raise IndexError("put_(): Tried to put elements into an empty tensor")
    _flat_places(index, a.size)
    found = np.ascontiguousarray(a).reshape(-1).copy()
    if accumulate:
        np.add.at(found, index.reshape(-1), source.reshape(-1))
    else:
        found[index.reshape(-1)] = source.reshape(-1)
    laid_out = np.empty_like(a)
    laid_out[...] = found.reshape(a.shape)
    return laid_out


def put_self(grad: Any, index: Any, source: Any, accumulate: bool) -> Any:
    if accumulate:
        return grad
    if isinstance(grad, Tensor):
        return grad.put(index, f.zeros_like(source.detach()))
    return put_flat(grad, index, np.zeros_like(source), False)


def put_source(grad: Any, index: Any, source: Any) -> Any:
    found = grad.take(index) if isinstance(grad, Tensor) else taken(grad, index)
    return found.reshape(source.shape)


def take_along(self: Tensor, indices: Tensor, dim: int | None) -> Any:
    if indices._a.dtype != np.int64:
        raise RuntimeError(
            f"torch.take_along_dim(): dtype of indices should be Long but got {OF[indices._a.dtype].legacy}"
        )
    if dim is None:
        return self.reshape((-1,)).gather(0, indices.reshape((-1,)))
    if self._a.ndim != indices._a.ndim:
        raise RuntimeError(
            "torch.take_along_dim(): input and indices should have the same number of dimensions, but got "
            f"{self._a.ndim} dimensions for input, and {indices._a.ndim} dimensions for indices"
        )
    at = wrap_dim(dim, self._a.ndim)
    if not self._a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    shape = list(broadcast_shape(
        *(tuple(1 if d == at else n for d, n in enumerate(x._a.shape)) for x in (self, indices))
    ))  # fmt: skip
    own, theirs = list(shape), list(shape)
    own[at], theirs[at] = self._a.shape[at], indices._a.shape[at]
    inside = indices.expand(theirs)
    if inside._a.size:
        inside = inside.remainder(self._a.shape[at])
    return self.expand(own).gather(at, inside)


# --- a part of a copy, written -----------------------------------------------------------------------------------------


def masked_scattered(a: Array, mask: Array, source: Array) -> Array:
    if a.dtype != source.dtype:
        raise RuntimeError(
            "masked_scatter: expected self and source to have same dtypes but got"
            f"{OF[a.dtype].legacy} and {OF[source.dtype].legacy}"
        )
    shape = broadcast_shape(mask.shape, a.shape)
    if mask.dtype == np.uint8:
        warn_once(
            "masked_scatter_ received a mask with dtype torch.uint8, this behavior is now deprecated,please use a mask "
            "with dtype torch.bool instead. (Triggered internally at ...)"
        )
    if mask.dtype.kind != "b":
        raise RuntimeError(
            f"masked_scatter_ only supports boolean masks, but got mask with dtype {OF[mask.dtype].legacy}"
        )
    found = np.broadcast_to(a, shape).copy()
    where = np.broadcast_to(mask, shape)
    count = int(np.count_nonzero(where))
    if count > source.size:
        raise RuntimeError("Number of elements of source < number of ones in mask")
    found[where] = source.reshape(-1)[:count]
    return found


def masked_source(grad: Any, mask: Any, source_sym_sizes: Any) -> Any:
    """The gradient of the elements that were used, and zeros for the rest."""

    def of_tensors(grad: Any, mask: Any) -> Any:
        found = grad.masked_select(mask)
        rest = int(np.prod(source_sym_sizes, dtype=int)) - found._a.size
        if rest:
            found = f.cat([found, wrap(np.zeros(rest, grad._a.dtype))], 0)
        return found.view(source_sym_sizes)

    return f.on_tensors(of_tensors)(grad, mask)


def into(region: Callable[..., Array]) -> Callable[..., Array]:
    """The kernel that writes `src` into the region of a copy."""

    def kernel(a: Array, src: Array, *how: Any) -> Array:
        found = a.copy("K")
        part = region(found, *how)
        if part.shape != src.shape:
            raise RuntimeError(
                "expected src to have a size equal to the slice of self. src size = "
                f"{list(src.shape)}, slice size = {list(part.shape)}"
            )
        part[...] = src
        return found

    return kernel


def without(name: str, view: str) -> Callable[..., Any]:
    """The derivative by the rest: the gradient with zeros in the region."""

    def of_tensors(grad: Any, *how: Any) -> Any:
        hole = f.zeros_like(getattr(grad.detach(), view)(*how))
        return getattr(grad, name)(hole, *how)

    return f.on_tensors(of_tensors)


_without_selected = without("select_scatter", "select")
_without_sliced = without("slice_scatter", "_slice")
_without_diagonal = without("diagonal_scatter", "diagonal")
_selected = f.on_tensors(lambda grad, dim, index: grad.select(dim, index))
_sliced = f.on_tensors(lambda grad, *how: grad._slice(*how))
_diagonal = f.on_tensors(lambda grad, *how: grad.diagonal(*how))


def _select_region(a: Array, dim: int, index: int) -> Array:
    return selected(a, dim, index)


def _slice_region(a: Array, dim: int, start: Any, end: Any, step: int) -> Array:
    if step <= 0:
        raise RuntimeError("slice step must be positive")
    return sliced(a, dim, start, end, step)


def _diagonal_region(a: Array, offset: int, dim1: int, dim2: int) -> Array:
    return diagonal(a, offset, dim1, dim2)


# fmt: off
SCATTER: tuple[Op, ...] = (
    op("gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor", "GatherBackward0", gathered,
       self=lambda grad, self, dim, index, sparse_grad: gather_self(grad, self.shape, dim, index)),
    op("scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", "ScatterBackward0", scattered, in_place=True,
       self=scatter_self, src=picked),
    op("scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor", "NotImplemented", scattered_by, in_place=True,
       self=f.not_implemented("scatter"), src=f.not_implemented("scatter")),
    op("scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", "ScatterBackward1", scattered_value, in_place=True,
       self=scatter_self),
    op("scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor", "NotImplemented", scattered_value_by, in_place=True,
       self=f.not_implemented("scatter")),
    op("scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", "ScatterAddBackward0", scattered_add, in_place=True,
       self=lambda grad: grad, src=picked),
    op("scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor", "ScatterReduceBackward0", scatter_reduced,
       in_place=True, self=reduced_formula(_Scattered, 0), src=reduced_formula(_Scattered, 1)),
    op("index_select(Tensor self, int dim, Tensor index) -> Tensor", "IndexSelectBackward0", take_rows, self=take_rows_self),
    op("index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor", "IndexAddBackward0", rows_added, in_place=True,
       self=lambda grad: grad, source=rows_source),
    op("index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor", "IndexCopyBackward0", rows_copied, in_place=True,
       self=without_rows, source=copied_source),
    op("index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor", "IndexFillBackward1", rows_filled_by_tensor, in_place=True,
       self=without_rows, value=lambda grad, dim, index: rows_of(grad, dim, index).sum()),
    op("index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", "IndexFillBackward0", rows_filled, in_place=True,
       self=without_rows),
    op("index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor", "IndexReduceBackward0", rows_reduced,
       in_place=True, self=reduced_formula(_Sliced, 0), source=reduced_formula(_Sliced, 1)),
    op("take(Tensor self, Tensor index) -> Tensor", "TakeBackward0", taken, self=take_self),
    op("put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor", "PutBackward0", put_flat, in_place=True, function=True,
       self=put_self, source=put_source),
    compose("take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor", take_along),
    op("masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor", "MaskedScatterBackward0", masked_scattered, in_place=True,
       self=lambda grad, mask: f.masked(grad, f.logical_not(mask)), source=masked_source),
    op("select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor", "SelectScatterBackward0", into(_select_region),
       self=lambda grad, dim, index: _without_selected(grad, dim, index), src=lambda grad, dim, index: _selected(grad, dim, index)),
    op("slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor", "SliceScatterBackward0", into(_slice_region),
       self=lambda grad, dim, start, end, step: _without_sliced(grad, dim, start, end, step),
       src=lambda grad, dim, start, end, step: _sliced(grad, dim, start, end, step)),
    op("diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor", "DiagonalScatterBackward0", into(_diagonal_region),
       self=lambda grad, offset, dim1, dim2: _without_diagonal(grad, offset, dim1, dim2),
       src=lambda grad, offset, dim1, dim2: _diagonal(grad, offset, dim1, dim2)),
)
# fmt: on
