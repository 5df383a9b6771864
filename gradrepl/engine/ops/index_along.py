"""Whole slices along a dimension, by their numbers: `index_select` and its like."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import add_at, first_outside, missing
from gradrepl.engine.ops.reducing import INDEX_DTYPES, Sliced, reduce_into, reduced_formula
from gradrepl.engine.ops.strided import strided
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.table import op
from gradrepl.engine.tensor import Tensor, wrap_dim
from gradrepl.engine.warning import warn_once


def _check_vector(index: Array, name: str) -> None:
    if index.ndim > 1:
        raise IndexError(
            f"{name}(): Index is supposed to be a vector, but got dim: {index.ndim} with type: "
            f"{OF[index.dtype].legacy} and size: {list(index.shape)}"
        )
    if index.dtype not in INDEX_DTYPES:
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
    if index.dtype not in INDEX_DTYPES:
        raise RuntimeError("index_select(): Expected dtype int32 or int64 for index")
    size = a.shape[at] if a.ndim else 1
    if not size and index.size and a.ndim > 1:
        raise RuntimeError("index_select(): self indexing axis dim should be positive")
    bad = first_outside(index, size)
    if bad is not None and (a.ndim < 2 or (a.size and at != 1)):
        raise IndexError("index out of range in self")
    if bad is not None:
        raise RuntimeError(f"INDICES element is out of DATA bounds, id={bad} axis_dim={size}")
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
        if not source.ndim:  # PyTorch fails as it words what it would say
            raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
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
    bad = first_outside(index, size)
    if bad is not None and plain:
        raise IndexError("index out of range in self")
    if bad is not None:
        raise RuntimeError(f"index {bad} is out of bounds for dimension {at} with size {size}")


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
    reduce_into(found, where, source, reduce, include_self)
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
    check_dtypes(a, index, source, "index_copy_", "got (self) {} and (source) {}")
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
    bad = first_outside(index, size)
    if bad is not None:
        raise IndexError(
            f"index_copy_(): index {bad} is out of bounds for dimension {at} with size {size}"
        )
    found = a.copy()
    found[_slices(a, at, index)] = source if a.ndim else source.reshape(-1)[-1]
    return found


def check_dtypes(a: Array, index: Array, source: Array, name: str, got: str) -> None:
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
    bad = first_outside(index, size, -size)
    if bad is not None:
        raise IndexError(f"index {bad} is out of bounds for dimension {at} with size {size}")
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


# fmt: off
INDEX_ALONG = (
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
       in_place=True, self=reduced_formula(Sliced, 0), source=reduced_formula(Sliced, 1)),
)
# fmt: on
