"""Diagonals and triangles of matrices."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import laid_out
from gradrepl.engine.ops.matrices import only_linalg
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.splitting import placed
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def diagonal(a: Array, offset: int, dim1: int, dim2: int) -> Array:
    first, second = wrap_dim(dim1, a.ndim), wrap_dim(dim2, a.ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    start, rows, columns = (0, offset), a.shape[first], a.shape[second]
    if offset < 0:
        start = (-offset, 0)
    count = max(min(rows - start[0], columns - start[1]), 0)
    rest = [d for d in range(a.ndim) if d not in (first, second)]
    if not count:
        start = (0, 0)
    shape = (*[a.shape[d] for d in rest], count)
    strides = (*[a.strides[d] for d in rest], a.strides[first] + a.strides[second])
    if a.flags.c_contiguous and count:
        skipped = start[0] * a.strides[first] + start[1] * a.strides[second]
        return np.ndarray(shape, a.dtype, a, skipped, strides)
    at: list[Any] = [slice(None)] * a.ndim
    at[first], at[second] = slice(start[0], None), slice(start[1], None)
    return np.lib.stride_tricks.as_strided(a[tuple(at)], shape, strides)


def on_diagonal(a: Array, offset: int, dim1: int, dim2: int) -> Array:
    ndim = a.ndim + 1
    first, second = wrap_dim(dim1, ndim), wrap_dim(dim2, ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    size = a.shape[-1] + abs(offset)
    rest = iter(a.shape[:-1])
    found = np.zeros([size if d in (first, second) else next(rest) for d in range(ndim)], a.dtype)
    diagonal(found, offset, first, second)[...] = a
    return found


# --- formulas --------------------------------------------------------------------------------------------------------


_diagonal_back = f.recorded("_diagonal_backward", placed(diagonal))
_diagonal = f.recorded("diagonal", diagonal)


MANY = 1 << 15
"""Up to so many numbers it is kept which of them a triangle keeps."""


@functools.lru_cache(64)
def _triangle(rows: int, columns: int, diagonal: int, lower: bool) -> Array:
    """What a triangle keeps."""
    below: Array = np.tri(rows, columns, diagonal if lower else diagonal - 1, bool)
    return below if lower else np.logical_not(below)


def triangle(name: str) -> Any:
    pick = np.tril if name == "tril" else np.triu

    def kernel(a: Array, diagonal: int) -> Array:
        if a.ndim < 2:
            raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions")
        if a.size <= MANY and a.flags.c_contiguous:
            found = np.zeros(a.shape, a.dtype)
            np.copyto(found, a, where=_triangle(*a.shape[-2:], diagonal, name == "tril"))
            return found
        return laid_out(pick(a, diagonal), a)

    return kernel


def triangle_self(name: str) -> Any:
    pick = np.tril if name == "tril" else np.triu

    def formula(grad: Any, diagonal: int) -> Any:
        return getattr(grad, name)(diagonal) if isinstance(grad, Tensor) else pick(grad, diagonal)

    return formula


# --- compositions ----------------------------------------------------------------------------------------------------


def diag(self: Tensor, diagonal: int) -> Any:
    if self._a.ndim == 2:
        return RECORDED.diagonal_copy(self, diagonal, 0, 1)
    if self._a.ndim != 1:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {self._a.ndim}D")
    return self.diag_embed(diagonal)


# --- put together ----------------------------------------------------------------------------------------------------


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


def linalg_diagonal(A: Tensor, offset: int, dim1: int, dim2: int) -> Any:
    return A.diagonal(offset, dim1, dim2)


# fmt: off
DIAGONALS = (
    op("diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)", "DiagonalBackward0", diagonal,
       self=lambda grad, self_sym_sizes, offset, dim1, dim2: _diagonal_back(grad, self_sym_sizes, offset, dim1, dim2)),
    op("_diagonal_backward(Tensor self, int[] input_sizes, int offset, int dim1, int dim2) -> Tensor", "DiagonalBackwardBackward0", placed(diagonal),
       function=False, self=lambda grad, offset, dim1, dim2: _diagonal(grad, offset, dim1, dim2)),
    op("diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor", "DiagEmbedBackward0", on_diagonal,
       self=lambda grad, offset, dim1, dim2: _diagonal(grad, offset, dim1, dim2)),
    compose("diag(Tensor self, int diagonal=0) -> Tensor", diag),
    op("tril(Tensor self, int diagonal=0) -> Tensor", "TrilBackward0", triangle("tril"), in_place=True, overlapping=True, self=triangle_self("tril")),
    op("triu(Tensor self, int diagonal=0) -> Tensor", "TriuBackward0", triangle("triu"), in_place=True, overlapping=True, self=triangle_self("triu")),
    compose("diagflat(Tensor self, int offset=0) -> Tensor", diagflat),
    compose("fill_diagonal_(Tensor self, Scalar fill_value, bool wrap=False) -> Tensor", fill_diagonal_, function=False),
    only_linalg("linalg_diagonal(Tensor A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor", linalg_diagonal),
)
# fmt: on
