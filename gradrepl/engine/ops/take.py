"""Picking and writing by places in the flattened tensor, and along a dimension."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.index_along import check_dtypes
from gradrepl.engine.ops.kernels import broadcast_shape, first_outside
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim


def _flat_places(index: Array, size: int) -> None:
    bad = first_outside(index, size, -size)
    if bad is not None:
        raise IndexError(
            f"out of range: tried to access index {bad} on a tensor of {size} elements."
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
    check_dtypes(a, index, source, "put_", "got self.dtype = {} and source.dtype = {}")
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
    if dim is None:
        return self.reshape((-1,)).gather(0, indices.reshape((-1,)))
    if self._a.ndim != indices._a.ndim:
        raise RuntimeError(
            "torch.take_along_dim(): input and indices should have the same number of dimensions, but got "
            f"{self._a.ndim} dimensions for input, and {indices._a.ndim} dimensions for indices"
        )
    if indices._a.dtype != np.int64:
        raise RuntimeError(
            f"torch.take_along_dim(): dtype of indices should be Long but got {OF[indices._a.dtype].legacy}"
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


# fmt: off
TAKE = (
    op("take(Tensor self, Tensor index) -> Tensor", "TakeBackward0", taken, self=take_self),
    op("put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor", "PutBackward0", put_flat, in_place=True, function=True,
       self=put_self, source=put_source),
    compose("take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor", take_along),
)
# fmt: on
