"""What depends on the order of elements: sorting, the largest few, medians, running extremes, distinct values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import along, laid_out_like, missing
from gradrepl.engine.ops.reduce import axes, extreme_over_self, extreme_self, pick_self, picked
from gradrepl.engine.ops.scatter import scattered_add
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.values import type_name

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array

# --- kernels ---------------------------------------------------------------------------------------------------------


def _order(a: Array, over: int, *, descending: bool) -> Array:
    """Stable; nan is the largest, as everywhere in PyTorch."""
    if not descending:
        return np.argsort(a, axis=over, kind="stable")
    found = np.flip(np.argsort(np.flip(a, over), axis=over, kind="stable"), over)
    return np.asarray(a.shape[over] - 1 - found)


_FEW = 32
"""Of fewer elements the whole order is found sooner than a part of it."""


def _chosen(a: Array, over: int, part: slice, *, descending: bool) -> Array:
    """The indices at `part` of the order: the rest stays unordered where keys can be made."""
    size, last = a.shape[over], part.stop - 1
    if a.dtype != np.float32 or not _FEW <= size < 1 << 32 or not 0 <= last < size:
        whole = _order(a, over, descending=descending)
        return np.ascontiguousarray(whole[(slice(None),) * over + (part,)])
    keys = _keys(np.moveaxis(a, over, -1), descending=descending)
    keys.partition(last, -1)
    wanted = np.sort(keys[..., part], -1) & np.uint64(0xFFFFFFFF)
    return np.ascontiguousarray(np.moveaxis(wanted.view(np.int64), -1, over))


def _keys(a: Array, *, descending: bool) -> Array:
    """Integers in the same order: a number's bits (of a negative one inverted) above its place."""
    plain = np.add(a, np.float32(0), order="C")  # -0 becomes 0
    plain[np.isnan(plain)] = np.nan  # of one sign
    bits = plain.view(np.int32)
    bits ^= (bits >> 31) & 0x7FFFFFFF
    if descending:
        np.invert(bits, out=bits)
    keys = bits.astype(np.int64)
    keys += 1 << 31
    keys <<= 32
    keys |= np.arange(a.shape[-1])
    return keys.view(np.uint64)


def _alone(a: Array) -> tuple[Array, Array]:
    """What a 0-dim tensor is, sorted or not."""
    return a.copy(), np.zeros((), np.int64)


def sorted_dim(a: Array, dim: int, descending: bool) -> tuple[Array, Array]:
    over = wrap_dim(dim, a.ndim)
    if a.dtype.kind == "c":
        raise RuntimeError(" Sort does not support complex dtypes on CPU")
    if not a.ndim:
        return _alone(a)
    indices = _order(a, over, descending=descending)
    values = a[along(indices, over)]
    return laid_out_like(values, a), laid_out_like(indices, a)


def sorted_stable(a: Array, stable: bool | None, dim: int, descending: bool) -> tuple[Array, Array]:
    del stable  # ours always is
    return sorted_dim(a, dim, descending)


def top(a: Array, k: int, dim: int, largest: bool, sorted: bool) -> tuple[Array, Array]:
    del sorted
    over = wrap_dim(dim, a.ndim)
    if not 0 <= k <= (a.shape[over] if a.ndim else 1):
        raise RuntimeError("selected index k out of range")
    if a.dtype.kind in "bc":
        word = (
            "topk does not support bool"
            if a.dtype.kind == "b"
            else " topk does not support complex"
        )
        raise RuntimeError(f"{word} dtypes on CPU")
    if not a.ndim:
        return _alone(a)
    indices = _chosen(a, over, slice(0, k), descending=largest)
    return a[along(indices, over)], indices


def middle_number(a: Array) -> Array:
    """The median of what is a number."""
    numbers = a[~np.isnan(a)] if a.dtype.kind == "f" else a
    return middle(numbers if numbers.size else a)


def middle_number_dim(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    over = wrap_dim(dim, a.ndim)
    if a.dtype.kind != "f" or not a.ndim or not a.shape[over]:
        return middle_dim(a, dim, keepdim)
    count = (~np.isnan(a)).sum(over, keepdims=True)
    k = np.maximum(count - 1, 0) // 2
    indices = np.take_along_axis(_order(a, over, descending=False), k, over)
    return picked(a, indices, over, keepdim)


def _not_over_none(a: Array, over: int, name: str) -> None:
    if a.ndim and not a.shape[over]:
        raise IndexError(f"{name}(): Expected reduction dim {over} to have non-zero size.")


def kth(a: Array, k: int, dim: int, keepdim: bool) -> tuple[Array, Array]:
    over = wrap_dim(dim, a.ndim)
    _not_over_none(a, over, "kthvalue")
    if not 1 <= k <= (a.shape[over] if a.ndim else 1):
        if a.ndim and not a.shape[over]:
            raise IndexError(f"kthvalue(): Expected reduction dim {over} to have non-zero size.")
        raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {over}")
    if not a.ndim:
        return _alone(a)
    if a.dtype.kind in "bc":
        raise missing("kthvalue_cpu", a)
    if not a.ndim:
        return _alone(a)
    indices = _chosen(a, over, slice(k - 1, k), descending=False)
    return picked(a, indices, over, keepdim)


def middle(a: Array) -> Array:
    """The lower of two middles; nan where there is one."""
    if not a.size:
        return np.asarray(math.nan).astype(a.dtype)
    if a.dtype.kind in "bc":
        raise missing("median_cpu", a)
    at = (a.size - 1) // 2
    flat = np.partition(a.reshape(-1), (at, a.size - 1))  # the last one is nan if any is
    if a.dtype.kind == "f" and np.isnan(flat[-1]):
        return np.asarray(flat[-1])
    return np.asarray(flat[at])


def middle_dim(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    over = wrap_dim(dim, a.ndim)
    _not_over_none(a, over, "median")
    if a.dtype.kind in "bc":
        raise missing("median_out", a)
    if not a.ndim:
        return _alone(a)
    k = (a.shape[over] - 1) // 2
    indices = _chosen(a, over, slice(k, k + 1), descending=False)
    if a.dtype.kind == "f" and (bad := np.isnan(a)).any():
        indices = np.where(bad.any(over, keepdims=True), bad.argmax(over, keepdims=True), indices)
    return picked(a, indices, over, keepdim)


def most_frequent(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    """The smallest of the values that occur most often, and the last place where it stands."""
    over = wrap_dim(dim, a.ndim)
    if not a.ndim:
        return _alone(a)
    _not_over_none(a, over, "mode")
    if a.dtype.kind == "c":
        raise missing("mode_cpu", a)
    order = _order(a, over, descending=False)
    ranked = np.moveaxis(a[along(order, over)], over, 0)
    runs = np.ones(ranked.shape, np.int64)
    for i in range(1, len(runs)):  # each nan is alone: it equals nothing
        runs[i] += np.where(ranked[i] == ranked[i - 1], runs[i - 1], 0)
    at = np.moveaxis(np.expand_dims(runs.argmax(0), 0), 0, over)
    return picked(a, order[along(at, over)], over, keepdim)


def running(extreme: np.ufunc, name: str) -> Any:
    """`cummax` and `cummin`: the extreme so far, and the last place where it was met."""

    def kernel(a: Array, dim: int) -> tuple[Array, Array]:
        if not a.ndim and dim not in (0, -1):
            raise IndexError(f"{name}(): Expected reduction dim -1 or 0 for scalar but got {dim}")
        if a.ndim and not a.size:  # whatever the dimension
            return a.copy(), np.zeros(a.shape, np.int64)
        over = wrap_dim(dim, a.ndim)
        if not a.ndim:
            return _alone(a)
        if a.dtype.kind == "c":
            raise missing(f"{name}_cpu", a)
        met = a == extreme.accumulate(a, axis=over)
        if a.dtype.kind == "f":
            met |= np.isnan(a)
        places = np.arange(a.shape[over]).reshape((-1,) + (1,) * (a.ndim - 1 - over))
        indices = np.maximum.accumulate(np.where(met, places, 0), axis=over)
        values = np.ascontiguousarray(a[along(indices, over)])
        return values, np.ascontiguousarray(indices)

    return kernel


def both_extremes(a: Array, dim: int | None, keepdim: bool) -> tuple[Array, Array]:
    if not a.size and dim is None:
        raise RuntimeError(
            "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity."
        )
    over = None if dim is None else axes(a, (dim,))
    if over and not a.shape[over[0]]:
        raise IndexError(f"aminmax: Expected reduction dim {over[0]} to have non-zero size.")
    if a.dtype.kind == "c" and not a.ndim and dim is not None:
        raise RuntimeError(f"aminmax not implemented for {dtypes.OF[a.dtype].legacy}")
    if a.dtype.kind == "c":
        raise missing("aminmax_cpu", a)
    return (
        np.minimum.reduce(a, axis=over, keepdims=keepdim, out=...),
        np.maximum.reduce(a, axis=over, keepdims=keepdim, out=...),
    )


# --- formulas --------------------------------------------------------------------------------------------------------


def middle_self(grad: Any, self: Any, result: Any) -> Any:
    """All elements that equal the median share the gradient."""
    return extreme_self(grad, self, result)


def running_self(grad: Any, self: Any, indices: Any, dim: int) -> Any:
    if not len(self.shape):
        return grad
    if isinstance(grad, Tensor):
        return f.zeros(self.shape, grad).scatter_add(dim, indices, grad)
    return scattered_add(np.zeros(self.shape, grad.dtype), dim, indices, grad)


def aminmax_self(grads: Any, self: Any, dim: int | None, keepdim: bool, min: Any, max: Any) -> Any:
    dims = () if dim is None else (dim,)
    low = extreme_over_self(grads[0], self, min, dims, keepdim)
    return low + extreme_over_self(grads[1], self, max, dims, keepdim)


# --- compositions ----------------------------------------------------------------------------------------------------


def argsort(self: Tensor, dim: int, descending: bool) -> Any:
    return wrap(sorted_dim(self._a, dim, descending)[1])


def argsort_stable(self: Tensor, stable: bool, dim: int, descending: bool) -> Any:
    del stable
    return argsort(self, dim, descending)


def first_sorted(self: Tensor) -> Any:
    return self.sort(0)[0]


def _distinct(a: Array, dim: int | None) -> tuple[Array, Array, Array]:
    """The values in order, where each element is among them, and how often each occurs."""
    values, inverse, counts = np.unique(a, return_inverse=True, return_counts=True, axis=dim)
    return values, inverse.reshape(a.shape if dim is None else (a.shape[dim],)), counts


def distinct(a: Array, sorted: bool, return_inverse: bool, return_counts: bool) -> Any:
    del sorted, return_inverse, return_counts
    if a.dtype.kind == "c":
        raise missing("unique", a)
    return _distinct(a, None)


def distinct_dim(
    a: Array, dim: int, sorted: bool, return_inverse: bool, return_counts: bool
) -> Any:
    del sorted, return_inverse, return_counts
    if a.dtype.kind == "c":
        raise missing("unique_dim", a)
    over = _dim_of(a, dim)
    if a.shape[over] and not a.size:
        raise RuntimeError(
            "There are 0 sized dimensions, and they aren't selected, so unique cannot be applied"
        )
    return _distinct(a, over)


def _dim_of(a: Array, dim: int) -> int:
    if not a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    return wrap_dim(dim, a.ndim)


def runs(a: Array, return_inverse: bool, return_counts: bool, dim: int | None) -> Any:
    """The same of neighbours alone."""
    over = None if dim is None else _dim_of(a, dim)
    lines = a.reshape(-1) if over is None else np.moveaxis(a, over, 0)
    differs = lines[1:] != lines[:-1]
    starts = np.ones(len(lines), bool)
    starts[1:] = differs.reshape(len(differs), -1).any(1) if lines.size else False
    kept = lines[starts]
    inverse = (np.cumsum(starts) - 1).reshape(a.shape if over is None else -1)
    counts = np.diff(np.append(np.flatnonzero(starts), len(lines)))
    return kept if over is None else np.moveaxis(kept, 0, over).copy("C"), inverse, counts


def _asked(found: Any, return_inverse: bool, return_counts: bool) -> Any:
    wanted = [found[0]]
    if return_inverse:
        wanted.append(found[1])
    if return_counts:
        wanted.append(found[2])
    return wanted[0] if len(wanted) == 1 else tuple(wanted)


def unique(
    self: Tensor, sorted: bool, return_inverse: bool, return_counts: bool, dim: int | None
) -> Any:
    from gradrepl.engine import ops

    if not isinstance(sorted, bool):
        called = "_unique2" if dim is None else "unique_dim"
        raise TypeError(f"{called}(): argument 'sorted' must be bool, not {type_name(sorted)}")
    how = (sorted, return_inverse, return_counts)
    found = (
        ops.recording("_unique2")(self, *how)
        if dim is None
        else ops.recording("unique_dim")(self, dim, *how)
    )
    return _asked(found, return_inverse, return_counts)


def unique_runs(self: Tensor, return_inverse: bool, return_counts: bool, dim: int | None) -> Any:
    from gradrepl.engine import ops

    found = ops.recording("_unique_consecutive")(self, return_inverse, return_counts, dim)
    return _asked(found, return_inverse, return_counts)


def undone(name: str) -> Any:
    """What PyTorch records, and has no derivative of."""

    def formula(grads: Any) -> Any:
        raise NotImplementedError(f"the derivative for '{name}' is not implemented.")

    return formula


def bincount(self: Tensor, weights: Tensor | None, minlength: int) -> Any:
    if self._a.dtype.kind not in "iu":
        raise missing("bincount_cpu", self._a)
    if self._a.ndim != 1 or (self._a < 0).any():
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    found = np.bincount(self._a, None if weights is None else weights._a, minlength)
    return wrap(
        found if weights is None or weights._a.dtype != np.float32 else found.astype(np.float32)
    )


# --- places in a sorted sequence -------------------------------------------------------------------------------------


def _places(boundaries: Array, values: Array, right: bool, out_int32: bool) -> Array:
    """Where each value would be put in; one row of values for one row of boundaries, unless there is but one."""
    for each in (boundaries, values):
        if each.dtype.kind == "c":
            raise missing("searchsorted_out_cpu", boundaries)
    common = dtypes.result_type((boundaries, values)).np
    side: Literal["left", "right"] = "right" if right else "left"
    if boundaries.ndim == 1:
        found = np.searchsorted(boundaries.astype(common), values.astype(common), side)
        return np.asarray(found).astype(np.int32 if out_int32 else np.int64)
    out = np.empty(values.shape, np.int32 if out_int32 else np.int64)
    for at in np.ndindex(values.shape[:-1]):
        out[at] = np.searchsorted(boundaries[at].astype(common), values[at].astype(common), side)
    return out


def bucketize(self: Any, boundaries: Tensor, out_int32: bool, right: bool) -> Any:
    if boundaries._a.ndim != 1:
        raise RuntimeError(
            f"boundaries tensor must be 1 dimension, but got dim({boundaries._a.ndim})"
        )
    values = self._a if isinstance(self, Tensor) else np.asarray(self)
    return wrap(_places(boundaries._a, values, right, out_int32))


def searchsorted(
    sorted_sequence: Tensor, self: Any, out_int32: bool, right: bool, side: str | None, sorter: Tensor | None
) -> Any:  # fmt: skip
    array = sorted_sequence._a
    values = self._a if isinstance(self, Tensor) else np.asarray(self)
    _check_search(array, values, right, side, None if sorter is None else sorter._a)
    if sorter is not None:
        array = np.take_along_axis(array, sorter._a, -1)
    return wrap(_places(array, values, right or side == "right", out_int32))


def _check_search(
    array: Array, values: Array, right: bool, side: str | None, sorter: Array | None
) -> None:
    start = "torch.searchsorted(): "
    if side is not None and side not in ("left", "right"):
        raise RuntimeError(f"{start}side can only be 'left' or 'right' but got {side}")
    if side == "left" and right:
        raise RuntimeError(
            f"{start}side and right can't be set to opposites, got side of left while right was True"
        )
    if not array.ndim:
        raise RuntimeError(
            f"{start}boundaries tensor should have positive dimension, but got 0 dimension"
        )
    if sorter is not None:
        _check_sorter(array, sorter)
    if not values.ndim and array.ndim != 1:
        raise RuntimeError(
            f"{start}input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries "
            f"tensor dim({array.ndim}) and input value's dim(0) numel(1)"
        )
    if array.ndim != 1 and array.shape[:-1] != values.shape[:-1]:
        raise RuntimeError(
            f"{start}boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input "
            f"value tensor must match, but we got boundaries tensor {list(array.shape)} and input value tensor "
            f"{list(values.shape)}"
        )


def _check_sorter(array: Array, sorter: Array) -> None:
    start = "torch.searchsorted(): "
    if array.shape != sorter.shape:
        raise RuntimeError(
            f"{start}boundary and sorter must have the same size, but got boundary tensor {list(array.shape)}and got "
            f"sorter tensor {list(sorter.shape)}"
        )
    if sorter.dtype != np.int64:
        raise RuntimeError(
            f"{start}sorter must be a tensor of long dtype but got dtype {dtypes.OF[sorter.dtype].legacy}"
        )
    if sorter.size and (sorter.min() < 0 or sorter.max() >= sorter.shape[-1]):
        raise RuntimeError(f"{start}sorter index out of range")


# fmt: off
ORDER: tuple[Op, ...] = (
    op("sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)", "SortBackward1", sorted_stable,
       self=lambda grad, dim, indices, self_sym_sizes: pick_self(grad, dim, indices, self_sym_sizes, True)),
    op("sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)", "SortBackward0", sorted_dim,
       self=lambda grad, dim, indices, self_sym_sizes: pick_self(grad, dim, indices, self_sym_sizes, True)),
    compose("argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor", argsort_stable),
    compose("argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor", argsort),
    compose("msort(Tensor self) -> Tensor", first_sorted),
    op("topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)", "TopkBackward0", top,
       self=lambda grad, dim, indices, self_sym_sizes: pick_self(grad, dim, indices, self_sym_sizes, True)),
    op("kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", "KthvalueBackward0", kth, self=pick_self),
    op("median(Tensor self) -> Tensor", "MedianBackward0", middle,
       self=middle_self),
    op("median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "MedianBackward1", middle_dim, self=pick_self),
    op("nanmedian(Tensor self) -> Tensor", "NanmedianBackward0", middle_number, self=middle_self),
    op("nanmedian.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "NanmedianBackward1", middle_number_dim, self=pick_self),
    op("mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)", "ModeBackward0", most_frequent, self=pick_self),
    op("cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)", "CummaxBackward0", running(np.maximum, "cummax"),
       self=running_self),
    op("cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)", "CumminBackward0", running(np.minimum, "cummin"),
       self=running_self),
    op("aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)", "AminmaxBackward0", both_extremes, differentiable=(0, 1),
       self=aminmax_self),
    op("_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor result0, Tensor result1, Tensor result2)",
       "Unique2Backward0", distinct, method=False, function=False, self=undone("_unique2")),
    op("unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor result0, Tensor result1, Tensor result2)",
       "UniqueDimBackward0", distinct_dim, method=False, function=False, self=undone("unique_dim")),
    op("_unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor result0, Tensor result1, Tensor result2)",
       "UniqueConsecutiveBackward0", runs, method=False, function=False, self=undone("unique_consecutive")),
    compose("unique(Tensor self, Object sorted=True, bool return_inverse=False, bool return_counts=False, int? dim=None) -> Tensor", unique),
    compose("unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> Tensor", unique_runs),
    compose("bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", bucketize, method=False),
    compose("bucketize.Scalar(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", bucketize, method=False),
    compose("searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
            searchsorted, method=False),
    compose("searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
            searchsorted, method=False),
    compose("bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor", bincount),
)
# fmt: on
