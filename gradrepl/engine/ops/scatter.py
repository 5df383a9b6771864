"""Picking and writing by an index of the tensor's own rank: `gather` and `scatter`."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.errors import dim_out_of_range
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import along, first_outside, missing
from gradrepl.engine.ops.reducing import (
    CURRENT_NAMES,
    INDEX_DTYPES,
    REDUCTIONS,
    Scattered,
    reduce_into,
    reduced_formula,
)
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.table import op
from gradrepl.engine.tensor import Tensor, wrap_dim
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gradrepl.engine.dtypes import Array


# --- an index of the tensor's own rank: gather, scatter --------------------------------------------------------------


def _check_places(
    a: Array, dim: int, index: Array, what: str, others: Sequence[tuple[str, Array]] = ()
) -> int:
    """Checks an index that has the rank of what it speaks of; gives the dimension, counted from the start.

    Raises:
        RuntimeError: with PyTorch's texts.
    """
    at = wrap_dim(dim, a.ndim)
    if index.size and index.dtype not in INDEX_DTYPES:
        raise RuntimeError(f"{what}(): Expected dtype int32/int64 for index")
    for _, src in others:
        if src.dtype != a.dtype:
            raise RuntimeError("scatter(): Expected self.dtype to be equal to src.dtype")
    if not index.size:
        return at
    rank = max(index.ndim, 1)
    for name, each in (("input" if what == "gather" else "self", a), *others):
        if max(each.ndim, 1) != rank:
            if name == "src" and _runs_out(a, at, index, each):
                raise dim_out_of_range(each.ndim, each.ndim)
            raise RuntimeError(
                f"Index tensor must have the same number of dimensions as {name} tensor"
            )
    if what == "gather":
        _check_sizes_gathered(a, at, index)
    else:
        _check_sizes_scattered(a, at, index, others)
    return at


def _runs_out(a: Array, at: int, index: Array, src: Array) -> bool:
    """Whether PyTorch, which compares sizes one by one, asks for one more than `src` has."""
    if not 0 < src.ndim < index.ndim == a.ndim:
        return False
    sizes = list(enumerate(index.shape))
    return all(d == at or n <= a.shape[d] for d, n in sizes) and all(
        n <= src.shape[d] for d, n in sizes[: src.ndim]
    )


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
    if a.shape == index.shape and all([src.shape == a.shape for _, src in others]):  # noqa: C419  # a list costs less than a generator
        return
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


def _check_inside(a: Array, at: int, index: Array) -> None:
    """Raises: RuntimeError, `index 5 is out of bounds for dimension 0 with size 2`."""
    size = a.shape[at]
    bad = first_outside(index, size)
    if bad is not None:
        raise RuntimeError(f"index {bad} is out of bounds for dimension {at} with size {size}")


def _flat(a: Array, at: int, index: Array) -> Array:
    """Where the places, which count along one dimension, lie in a contiguous array: numpy is quicker there.

    Raises:
        RuntimeError: for one that there is not.
    """
    _check_inside(a, at, index)
    beside = _beside if index.size <= _KEPT else _beside.__wrapped__
    step = math.prod(a.shape[at + 1 :])
    along_it = index if step == 1 else index * step
    return np.add(along_it, beside(a.shape, at, index.shape), out=...).reshape(-1)


_KEPT = 1 << 12
"""Of so many places it is kept where they begin."""


@functools.lru_cache(64)
def _beside(shape: tuple[int, ...], at: int, wanted: tuple[int, ...]) -> Array:
    """Where each element would lie if its place were the first one."""
    found = np.zeros(wanted, np.int64)
    for d, n in enumerate(wanted):
        if d != at:
            step = math.prod(shape[d + 1 :])
            found += (np.arange(n) * step).reshape((n,) + (1,) * (len(wanted) - 1 - d))
    return found


def gathered(a: Array, dim: int, index: Array, sparse_grad: bool = False) -> Array:
    del sparse_grad
    at = _check_places(a, dim, index, "gather")
    if not index.size:
        return np.empty(index.shape, a.dtype)
    wide, where = np.atleast_1d(a), np.atleast_1d(index)
    if wide.flags.c_contiguous:
        found = wide.reshape(-1).take(_flat(wide, at, where))
    else:
        _check_inside(wide, at, where)
        found = wide[along(where, at)]
    return np.asarray(found, order="C").reshape(index.shape)


def gather_self(grad: Any, self_sym_sizes: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return f.zeros(self_sym_sizes, grad).scatter_add(dim, index, grad)
    return scattered_add(np.zeros(self_sym_sizes, grad.dtype), dim, index, grad)


def picked(grad: Any, dim: int, index: Any) -> Any:
    """The gradient of what was written, from the places that it was written to."""
    return grad.gather(dim, index) if isinstance(grad, Tensor) else gathered(grad, dim, index)


def _written(
    a: Array, dim: int, index: Array, src: Array, into: Callable[[Array, Array, Array], None]
) -> Array:
    """A copy with `src` brought into the index's places by `into`, all of them flat."""
    at = _check_places(a, dim, index, "scatter", (("src", src),))
    found = a.copy()
    if index.size:
        where, part = np.atleast_1d(index), np.atleast_1d(src)
        if part.shape != where.shape:
            part = part[tuple([slice(0, n) for n in where.shape])]
        into(found.reshape(-1), _flat(np.atleast_1d(found), at, where), part.reshape(-1))
    return found


def _set(found: Array, where: Array, values: Array) -> None:
    found[where] = values


def scattered(a: Array, dim: int, index: Array, src: Array) -> Array:
    return _written(a, dim, index, src, _set)


def scattered_value(a: Array, dim: int, index: Array, value: Any) -> Array:
    number = number_in(value, a.dtype)
    at = _check_places(a, dim, index, "scatter")
    found = a.copy()
    if not index.size:
        return found
    found.reshape(-1)[_flat(np.atleast_1d(found), at, np.atleast_1d(index))] = number
    return found


def scattered_add(a: Array, dim: int, index: Array, src: Array) -> Array:
    return _written(a, dim, index, src, np.add.at)


def scatter_self(grad: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return grad.scatter(dim, index, 0)
    return scattered_value(grad, dim, index, 0)


# --- several values for one place, reduced ---------------------------------------------------------------------------


_OLD_NAMES = {"add": "sum", "multiply": "prod"}


def scatter_reduced(
    a: Array, dim: int, index: Array, src: Array, reduce: str, include_self: bool
) -> Array:
    name = CURRENT_NAMES.get(reduce, reduce)
    if name not in REDUCTIONS:
        raise RuntimeError(
            f"reduce argument must be either sum, prod, mean, amax or amin, got {reduce}"
        )
    refused = {"amax": "c", "amin": "c", "mean": "b"}.get(name, "")
    if a.dtype.kind in refused and index.size:
        raise missing(f"scatter_gather_tensor_cpu_reduce_{name}", a)

    def into(found: Array, where: Any, part: Array) -> None:
        reduce_into(found, where, part, name, include_self)

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


# fmt: off
SCATTER = (
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
       in_place=True, self=reduced_formula(Scattered, 0), src=reduced_formula(Scattered, 1)),
)
# fmt: on
