"""Dimensions in another order, added and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def swapped(a: Array, dim0: int, dim1: int) -> Array:
    first, second = wrap_dim(dim0, a.ndim), wrap_dim(dim1, a.ndim)
    return np.swapaxes(a, first, second) if a.ndim else a


def turned(a: Array, name: str = "t") -> Array:
    if a.ndim > 2:
        raise RuntimeError(f"{name}() expects a tensor with <= 2 dimensions, but self is {a.ndim}D")
    return a.T


def permuted(a: Array, dims: Any) -> Array:
    if dims == (1, 0) and a.ndim == 2:
        return a.T  # the usual case
    if len(dims) != a.ndim:
        raise RuntimeError(
            f"permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired "
            f"ordering of dimensions i.e. input.dim() = {a.ndim} is not equal to len(dims) = {len(dims)}"
        )
    order = tuple(wrap_dim(d, a.ndim) for d in dims)
    if len(set(order)) != len(order):
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return a.transpose(order)


def unsqueezed(a: Array, dim: int) -> Array:
    at = wrap_dim(dim, a.ndim + 1)
    if at == a.ndim and a.size and not a.flags.c_contiguous:  # numpy repeats the last stride
        return np.lib.stride_tricks.as_strided(a, (*a.shape, 1), (*a.strides, a.itemsize))
    return a.reshape((*a.shape[:at], 1, *a.shape[at:]))


def squeezed(a: Array) -> Array:
    return a.squeeze()


def squeezed_dim(a: Array, dim: int) -> Array:
    at = wrap_dim(dim, a.ndim)
    return a.squeeze(at) if a.ndim and a.shape[at] == 1 else a


def check_distinct(dims: Sequence[int]) -> None:
    twice = next((d for i, d in enumerate(dims) if d in dims[:i]), None)
    if twice is not None:
        raise RuntimeError(f"dim {twice} appears multiple times in the list of dims")


def squeezed_dims(a: Array, dim: Any) -> Array:
    at = tuple(wrap_dim(d, a.ndim) for d in dim)
    check_distinct(at)
    return a.squeeze(tuple(d for d in at if a.shape[d] == 1)) if a.ndim else a


# --- formulas --------------------------------------------------------------------------------------------------------


def unsqueeze_to(grad: Any, shape: Any) -> Any:
    """Puts the dimensions of length 1 back."""
    if not isinstance(grad, Tensor):
        return grad.reshape(shape)
    found = grad
    for at, d in enumerate(shape):
        if d == 1:
            found = found.unsqueeze(at)
    return found


def unsqueeze_dims(grad: Any, shape: Any, dims: Any) -> Any:
    """Puts back those of the dimensions that had length 1."""
    if not isinstance(grad, Tensor):
        return grad.reshape(shape)
    found = grad
    for d in sorted(d % max(len(shape), 1) for d in dims):
        if shape and shape[d] == 1:
            found = found.unsqueeze(d)
    return found


def permute_self(grad: Any, dims: Any) -> Any:
    ndim = len(dims)
    order = [d % ndim for d in dims]
    return f.permute(grad, tuple(order.index(i) for i in range(ndim)))


# --- compositions ----------------------------------------------------------------------------------------------------


def movedim_int(self: Tensor, source: int, destination: int) -> Any:
    return movedim(self, (source,), (destination,))


def movedim(self: Tensor, source: Any, destination: Any) -> Any:
    ndim = self._a.ndim
    if len(source) != len(destination):
        raise RuntimeError(
            f"movedim: Invalid source or destination dims: source ({list(source)} dims) should contain the same number "
            f"of dims as destination ({list(destination)} dims)"
        )
    sources = [wrap_dim(d, ndim) for d in source]
    targets = [wrap_dim(d, ndim) for d in destination]
    for name, given, found in (("source", source, sources), ("destination", destination, targets)):
        if len(set(found)) < len(found):
            raise RuntimeError(f"movedim: repeated dim in `{name}` ({list(given)})")
    if not ndim:
        return RECORDED.alias(self)
    rest = [d for d in range(ndim) if d not in sources]
    order = [-1] * ndim
    for s, t in zip(sources, targets, strict=True):
        order[t] = s
    for i, d in enumerate(order):
        if d == -1:
            order[i] = rest.pop(0)
    return self.permute(order)


def at_least_1d(self: Tensor) -> Any:
    return self if self._a.ndim else self.reshape((1,))


def at_least_2d(self: Tensor) -> Any:
    if self._a.ndim >= 2:
        return self
    return self.unsqueeze(0) if self._a.ndim else self.reshape((1, 1))


def at_least_3d(self: Tensor) -> Any:
    if self._a.ndim >= 3:
        return self
    if self._a.ndim == 2:
        return self.unsqueeze(-1)
    return self.unsqueeze(0).unsqueeze(-1) if self._a.ndim else self.reshape((1, 1, 1))


def each_at_least(one: Callable[[Any], Any]) -> Any:
    def function(tensors: Any) -> Any:
        return tuple(one(each) for each in tensors)

    return function


def adjoint(self: Tensor) -> Any:
    if not self._a.ndim:
        warn_once(
            "adjoint() is deprecated on 0-D tensors. Consider using x.conj(). "
            "(Triggered internally at ...)"
        )
        return self.conj()
    if self._a.ndim == 1:
        raise RuntimeError(
            "tensor.adjoint() is only supported on matrices or batches of matrices. Got 1-D tensor."
        )
    return self.transpose(-2, -1).conj()


# fmt: off
DIMENSIONS = (
    op("transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)", "TransposeBackward0", swapped, in_place_node="TransposeBackward1",
       self=lambda grad, dim0, dim1: f.transpose(grad, dim0, dim1)),
    op("t(Tensor(a) self) -> Tensor(a)", "TBackward0", turned, in_place_node="TBackward1", self=lambda grad: f.t(grad)),
    op("permute(Tensor(a) self, int[] dims) -> Tensor(a)", "PermuteBackward0", permuted, self=permute_self),
    compose("movedim.int(Tensor self, int source, int destination) -> Tensor", movedim_int),
    compose("movedim.intlist(Tensor self, int[] source, int[] destination) -> Tensor", movedim),
    op("unsqueeze(Tensor(a) self, int dim) -> Tensor(a)", "UnsqueezeBackward0", unsqueezed, in_place_node="UnsqueezeBackward1",
       self=lambda grad, dim: grad.squeeze(dim) if isinstance(grad, Tensor) else squeezed_dim(grad, dim)),
    op("squeeze(Tensor(a) self) -> Tensor(a)", "SqueezeBackward0", squeezed, in_place_node="SqueezeBackward3",
       self=lambda grad, self_sym_sizes: unsqueeze_to(grad, self_sym_sizes)),
    op("squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)", "SqueezeBackward1", squeezed_dim, in_place_node="SqueezeBackward4",
       self=lambda grad, dim, self_sym_sizes: unsqueeze_dims(grad, self_sym_sizes, (dim,))),
    op("squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)", "SqueezeBackward2", squeezed_dims, in_place_node="SqueezeBackward5",
       self=lambda grad, dim, self_sym_sizes: unsqueeze_dims(grad, self_sym_sizes, dim)),
    compose("atleast_1d(Tensor self) -> Tensor", at_least_1d, method=False),
    compose("atleast_2d(Tensor self) -> Tensor", at_least_2d, method=False),
    compose("atleast_3d(Tensor self) -> Tensor", at_least_3d, method=False),
    compose("atleast_1d.Sequence(Tensor[] tensors) -> Tensor[]", each_at_least(at_least_1d), method=False),
    compose("atleast_2d.Sequence(Tensor[] tensors) -> Tensor[]", each_at_least(at_least_2d), method=False),
    compose("atleast_3d.Sequence(Tensor[] tensors) -> Tensor[]", each_at_least(at_least_3d), method=False),
    compose("adjoint(Tensor self) -> Tensor", adjoint),
)
# fmt: on
