"""Tensors taken apart, put together and filled in by other operations."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops.shape import (
    chunk_size,
    narrow_bounds,
    slice_back,
    sliced,
    split_equal,
    split_self,
    tensor_split,
    tensor_split_at,
)
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array

# --- taken apart -----------------------------------------------------------------------------------------------------


def divided(name: str, least: int, dim: int) -> tuple[Op, Op]:
    """`hsplit` and its like: both overloads, which split along the dimension that the name stands for."""

    def check(self: Tensor) -> int:
        if self._a.ndim < least:
            raise RuntimeError(
                f"torch.{name} requires a tensor with at least {least} dimension, but got a tensor with {self._a.ndim} "
                "dimensions!"
            )
        return 0 if self._a.ndim == 1 else dim

    def into(self: Tensor, sections: int) -> Any:
        at = check(self)
        size = self._a.shape[at]
        if not sections or size % sections:
            raise RuntimeError(
                f"torch.{name} attempted to split along dimension {at}, but the size of the dimension {size} is not "
                f"divisible by the split_size {sections}!"
            )
        return tensor_split(self, sections, at)

    def before(self: Tensor, indices: Any) -> Any:
        return tensor_split_at(self, indices, check(self))

    return (
        compose(f"{name}.int(Tensor self, int sections) -> Tensor[]", into),
        compose(f"{name}.array(Tensor self, int[] indices) -> Tensor[]", before),
    )


def unsafe_chunk(self: Tensor, chunks: int, dim: int) -> Any:
    from gradrepl.engine import ops

    return ops.recording("unsafe_split")(self, chunk_size(self, chunks, dim), dim)


def narrowed(a: Array, dim: int, start: int, length: int) -> Array:
    at, begin = narrow_bounds(a, dim, start, length)
    return sliced(a, at, begin, begin + length, 1).copy()


def narrowed_self(grad: Any, self_sym_sizes: Any, dim: int, start: int, length: int) -> Any:
    begin = start % self_sym_sizes[dim] if start < 0 else start
    return slice_back(grad, self_sym_sizes, dim, begin, begin + length, 1)


# --- put together ----------------------------------------------------------------------------------------------------


def blocks(arrays: list[Array]) -> Array:
    """Each matrix right of and below the one before."""
    for at, each in enumerate(arrays):
        if each.ndim > 2:
            raise RuntimeError(
                f"torch.block_diag: Input tensors must have 2 or fewer dimensions. Input {at} has {each.ndim} dimensions"
            )
    flat = [np.atleast_2d(each) for each in arrays] or [np.empty((1, 0), np.float32)]
    rows, columns = (sum(each.shape[d] for each in flat) for d in (0, 1))
    found = np.zeros((rows, columns), dtypes.result_type(arrays).np)
    for (top, left), each in zip(_corners([each.shape for each in flat]), flat, strict=True):
        found[top : top + each.shape[0], left : left + each.shape[1]] = each
    return found


def _corners(shapes: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    rows, columns = ([0, *itertools.accumulate(each[d] for each in shapes)] for d in (0, 1))
    return list(zip(rows[:-1], columns[:-1], strict=True))


def blocks_tensors(grad: Any, tensors_list_sizes: Any) -> list[Any]:
    wide = [(1,) * (2 - len(each)) + tuple(each) for each in tensors_list_sizes]
    found = []
    for (top, left), (rows, columns), own in zip(
        _corners(wide), wide, tensors_list_sizes, strict=True
    ):
        found.append(grad[top : top + rows, left : left + columns].reshape(own))
    return found


def combinations(self: Tensor, r: int, with_replacement: bool) -> Any:
    from gradrepl.engine import stack

    if self._a.ndim != 1:
        raise RuntimeError(f"Expect a 1D vector, but got shape {list(self._a.shape)}")
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if not r:
        return wrap(np.empty(0, self._a.dtype))
    pick = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    rows = np.array(list(pick(range(self._a.size), r)), np.int64).reshape(-1, r)
    return stack([self.index_select(0, wrap(column)) for column in rows.T.copy()], 1)


def vander(x: Tensor, N: int | None, increasing: bool) -> Any:  # noqa: N803  # torch's own name
    """Powers of the elements, column by column."""
    if x._a.ndim != 1:
        raise RuntimeError("x must be a one-dimensional tensor.")
    count = x._a.size if N is None else N
    if count < 0:
        raise RuntimeError("N must be non-negative.")
    kind = dtypes.promote_types(dtypes.OF[x._a.dtype], dtypes.int64)
    found = wrap(np.empty((x._a.size, count), kind.np))
    if count:
        found.select(1, 0).fill_(1)
    if count > 1:
        rest = found._slice(1, 1, count, 1)
        rest.copy_(x.unsqueeze(1))
        rest.copy_(found._slice(1, 1, count, 1).cumprod(1))
    return found if increasing else found.flip((1,))


def diagflat(self: Tensor, offset: int) -> Any:
    return self.contiguous().view((-1,)).diag(offset)


# --- filled in -------------------------------------------------------------------------------------------------------


def fill_diagonal_(self: Tensor, fill_value: Any, wrap: bool) -> Any:
    """Writes through a view of the diagonal; `wrap` starts again below where a tall matrix has none left."""
    shape_ = self._a.shape
    if len(shape_) < 2:
        raise RuntimeError("dimensions must larger than 1")
    if len(shape_) > 2 and len(set(shape_)) > 1:
        raise RuntimeError("all dimensions of input must be of equal length")
    strides = [each // self._a.itemsize for each in self._a.strides]
    size, step = min(shape_), sum(strides)
    self.as_strided((size,), (step,)).fill_(fill_value)
    if wrap and len(shape_) == 2 and shape_[0] > shape_[1] + 1:
        start = self.storage_offset() + strides[0] * (size + 1)
        rest = -(-(shape_[0] - size - 1) * strides[0] // step)
        self.as_strided((rest,), (step,), start).fill_(fill_value)
    return self


# fmt: off
ARRANGE: tuple[Op, ...] = (
    *divided("hsplit", 1, 1),
    *divided("vsplit", 2, 0),
    *divided("dsplit", 3, 2),
    op("unsafe_split.Tensor(Tensor self, int split_size, int dim=0) -> Tensor[]", "UnsafeSplitBackward0",
       lambda a, split_size, dim: [each.copy() for each in split_equal(a, split_size, dim)],
       self=lambda grads, self_sym_sizes, split_size, dim: split_self(grads, dim)),
    compose("unsafe_chunk(Tensor self, int chunks, int dim=0) -> Tensor[]", unsafe_chunk),
    op("narrow_copy(Tensor self, int dim, int start, int length) -> Tensor", "NarrowCopyBackward0", narrowed, self=narrowed_self),
    op("block_diag(Tensor[] tensors) -> Tensor", "BlockDiagBackward0", blocks, method=False, tensors=blocks_tensors),
    compose("combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor", combinations, method=False),
    compose("vander(Tensor x, int? N=None, bool increasing=False) -> Tensor", vander, method=False),
    compose("diagflat(Tensor self, int offset=0) -> Tensor", diagflat),
    compose("fill_diagonal_(Tensor self, Scalar fill_value, bool wrap=False) -> Tensor", fill_diagonal_, function=False),
)
# fmt: on
