"""Sorting, and what stands at a place of the sorted elements."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops.extremes import extreme_self, pick_self, picked
from gradrepl.engine.ops.kernels import along, laid_out_like, missing
from gradrepl.engine.ops.rows import taken
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def _order(a: Array, over: int, *, descending: bool) -> Array:
    """Stable; nan is the largest, as everywhere in PyTorch."""
    if not descending:
        return a.argsort(over, kind="stable")
    back = (*(slice(None),) * over, slice(None, None, -1))
    found = a[back].argsort(over, kind="stable")[back]
    return np.subtract(a.shape[over] - 1, found, out=...)


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


def alone(a: Array) -> tuple[Array, Array]:
    """What a 0-dim tensor is, sorted or not."""
    return a.copy(), np.zeros((), np.int64)


def sorted_dim(a: Array, dim: int, descending: bool) -> tuple[Array, Array]:
    over = wrap_dim(dim, a.ndim)
    if a.dtype.kind == "c":
        raise RuntimeError(" Sort does not support complex dtypes on CPU")
    if not a.ndim:
        return alone(a)
    indices = _order(a, over, descending=descending)
    values = taken(a, indices, over)
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
        return alone(a)
    indices = _chosen(a, over, slice(0, k), descending=largest)
    return taken(a, indices, over), indices


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
        return alone(a)
    if a.dtype.kind in "bc":
        raise missing("kthvalue_cpu", a)
    if not a.ndim:
        return alone(a)
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
        return alone(a)
    k = (a.shape[over] - 1) // 2
    indices = _chosen(a, over, slice(k, k + 1), descending=False)
    if a.dtype.kind == "f" and (bad := np.isnan(a)).any():
        indices = np.where(bad.any(over, keepdims=True), bad.argmax(over, keepdims=True), indices)
    return picked(a, indices, over, keepdim)


def most_frequent(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    """The smallest of the values that occur most often, and the last place where it stands."""
    over = wrap_dim(dim, a.ndim)
    if not a.ndim:
        return alone(a)
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


# --- formulas --------------------------------------------------------------------------------------------------------


def middle_self(grad: Any, self: Any, result: Any) -> Any:
    """All elements that equal the median share the gradient."""
    return extreme_self(grad, self, result)


# --- compositions ----------------------------------------------------------------------------------------------------


def argsort(self: Tensor, dim: int, descending: bool) -> Any:
    return wrap(sorted_dim(self._a, dim, descending)[1])


def argsort_stable(self: Tensor, stable: bool, dim: int, descending: bool) -> Any:
    del stable
    return argsort(self, dim, descending)


def first_sorted(self: Tensor) -> Any:
    return self.sort(0)[0]


# fmt: off
ORDER = (
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
)
# fmt: on
