"""The same elements in another shape: views, and copies where a view cannot be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.formats import contiguous_format
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import restrided
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.storage import address, root
from gradrepl.engine.table import Quick, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.turned import check_other_dtype
from gradrepl.engine.view import bump, storage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def resolve(size: Sequence[int], numel: int) -> tuple[int, ...]:
    """The shape with its -1 filled in.

    Raises:
        RuntimeError: with PyTorch's texts.
    """
    shape = tuple(size)
    if shape and math.prod(shape) == numel and min(shape) >= 0:
        return shape  # the usual cases
    known = -math.prod(shape)
    if known > 0 and shape.count(-1) == 1 and min(shape) == -1 and not numel % known:
        return tuple([numel // known if d == -1 else d for d in shape])
    unknown = [i for i, d in enumerate(shape) if d == -1]
    bad = next((d for d in shape if d < -1), None)
    if bad is not None:
        raise RuntimeError(
            f"invalid shape dimension {bad} at index {shape.index(bad)} of shape {list(shape)}"
        )
    if len(unknown) > 1:
        raise RuntimeError("only one dimension can be inferred")
    known = math.prod(d for d in shape if d != -1)
    if unknown:
        if not known and not numel:
            raise RuntimeError(
                f"cannot reshape tensor of 0 elements into shape {list(shape)} because the unspecified dimension size "
                "-1 can be any value and is ambiguous"
            )
        if not known or numel % known:
            raise errors.bad_size(shape, numel)
        return tuple(numel // known if d == -1 else d for d in shape)
    if known != numel:
        raise errors.bad_size(shape, numel)
    return shape


def strides_for(a: Array, shape: tuple[int, ...]) -> tuple[int, ...] | None:
    """The strides with which the same memory has another shape; None where it would have to be copied.

    Each group of dimensions that lie evenly behind one another is divided anew.
    """
    if not a.size:
        return np.empty(shape, a.dtype).strides
    found = [0] * len(shape)
    at = len(shape) - 1
    base = a.strides[-1] if a.ndim else a.itemsize
    count = covered = 1  # elements of the present group, old and new
    for d in range(a.ndim - 1, -1, -1):
        count *= a.shape[d]
        evenly = d > 0 and (a.shape[d - 1] == 1 or a.strides[d - 1] == count * base)
        if evenly:
            continue
        while at >= 0 and (covered < count or shape[at] == 1):
            found[at] = covered * base
            covered *= shape[at]
            at -= 1
        if covered != count:
            return None
        if d > 0:
            base, count, covered = a.strides[d - 1], 1, 1
    for left in range(at, -1, -1):
        found[left] = covered * base
    return tuple(found)


def viewed(a: Array, size: Any) -> Array:
    shape = resolve(size, a.size)
    if a.flags.c_contiguous:
        return a.reshape(shape)
    strides = strides_for(a, shape)
    if strides is None:
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        )
    return np.lib.stride_tricks.as_strided(a, shape, strides)


def _steps(a: Array) -> list[int]:
    """The strides in elements; where numpy has forgotten those of no elements, a new tensor's."""
    if a.size or any(a.strides):
        return [each // a.itemsize for each in a.strides]
    return [math.prod(max(n, 1) for n in a.shape[dim + 1 :]) for dim in range(a.ndim)]


def viewed_as(a: Array, dtype: Any) -> Array:
    """The same bytes as another dtype."""
    to: np.dtype[Any] = dtype.np
    if to.itemsize == a.itemsize:
        return a.view(to)
    if not a.ndim:
        raise RuntimeError(
            f"self.dim() cannot be 0 to view {legacy_name(a)} as {dtype.legacy} (different element sizes)"
        )
    ratio = to.itemsize // a.itemsize
    if ratio and a.shape[-1] % ratio:
        raise RuntimeError(
            f"self.size(-1) must be divisible by {ratio} to view {legacy_name(a)} as {dtype.legacy} (different element "
            f"sizes), but got {a.shape[-1]}"
        )
    start = (address(a) - address(root(a))) // a.itemsize
    if ratio > 1 and start % ratio:
        raise RuntimeError(
            f"self.storage_offset() must be divisible by {ratio} to view {legacy_name(a)} as {dtype.legacy} (different "
            f"element sizes), but got {start}"
        )
    if a.strides[-1] != a.itemsize and (
        a.size or a.strides[-1]
    ):  # of no elements numpy may forget it
        raise RuntimeError(
            f"self.stride(-1) must be 1 to view {legacy_name(a)} as {dtype.legacy} (different element sizes), but got "
            f"{a.strides[-1] // a.itemsize}"
        )
    for dim, step in enumerate(_steps(a)[:-1]):
        if ratio > 1 and step % ratio:
            raise RuntimeError(
                f"self.stride({dim}) must be divisible by {ratio} to view {legacy_name(a)} as {dtype.legacy} (different "
                f"element sizes), but got {step}"
            )
    if not a.size:
        return np.empty((*a.shape[:-1], a.shape[-1] * a.itemsize // to.itemsize), to)
    return a.view(to)


def spread(a: Array, size: Any, implicit: bool = False) -> Array:
    del implicit
    extra = len(size) - a.ndim
    if extra < 0:
        raise RuntimeError(
            f"expand({errors.cpp_type(a)}{{{list(a.shape)}}}, size={list(size)}): the number of sizes provided "
            f"({len(size)}) must be greater or equal to the number of dimensions in the tensor ({a.ndim})"
        )
    shape: list[int] = []
    strides: list[int] = []
    for i, d in reversed(list(enumerate(size))):  # of two misfits the last one is told
        own = a.shape[i - extra] if i >= extra else None
        if d == -1:
            if own is None:
                raise RuntimeError(
                    f"The expanded size of the tensor ({d}) isn't allowed in a leading, non-existing dimension {i}"
                )
            shape.append(own)
            strides.append(a.strides[i - extra])
            continue
        if own is not None and own not in (1, d):
            raise RuntimeError(
                f"The expanded size of the tensor ({d}) must match the existing size ({own}) at non-singleton dimension "
                f"{i}.  Target sizes: {list(size)}.  Tensor sizes: {list(a.shape)}"
            )
        if own is not None:
            strides.append(a.strides[i - extra] if own == d else 0)
        else:  # a new dimension of size 1 steps over what lies behind it
            behind = shape[-1] * strides[-1] if shape else a.itemsize
            strides.append(behind if d == 1 and a.ndim else 0)
        shape.append(d)
    if min(shape, default=0) < 0:
        raise RuntimeError("numel: integer multiplication overflow")
    return restrided(a, shape[::-1], strides[::-1])


def legacy_name(a: Array) -> str:
    from gradrepl.engine.dtypes import OF

    return OF[a.dtype].legacy


# --- compositions ----------------------------------------------------------------------------------------------------


def reshape(self: Tensor, shape: Any) -> Any:
    """A view where one is possible, otherwise a copy, as PyTorch decides it."""
    if self._a.flags.c_contiguous:
        return self.view(shape) if SPECIAL else RECORDED.view(self, shape)
    wanted = resolve(shape, self._a.size)
    if strides_for(self._a, wanted) is not None:
        return self._reshape_alias(wanted)
    return self.clone(memory_format=contiguous_format)._unsafe_view(wanted)


def view_dtype(self: Tensor, dtype: Any) -> Any:
    """The same memory, read as another dtype: outside the graph."""
    check_other_dtype(self)
    found = wrap(viewed_as(self._a, dtype))
    found._storage = storage_of(self)
    return found


def view_as(self: Tensor, other: Tensor) -> Any:
    return self.view(other._a.shape)


def reshape_as(self: Tensor, other: Tensor) -> Any:
    return self.reshape(other._a.shape)


def expand_as(self: Tensor, other: Tensor) -> Any:
    return self.expand(other._a.shape)


def flatten(self: Tensor, start_dim: int, end_dim: int) -> Any:
    ndim = self._a.ndim
    first, last = wrap_dim(start_dim, ndim), wrap_dim(end_dim, ndim)
    if not ndim:
        return self.reshape((1,))
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if first == last:
        return self
    shape = self._a.shape
    return reshape(self, (*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :]))


def ravel(self: Tensor) -> Any:
    return self.contiguous().view((-1,))


def broadcast_to(self: Tensor, size: Any) -> Any:
    return self.expand(size)


def contiguous(self: Tensor, memory_format: Any) -> Any:
    del memory_format
    return self if self._a.flags.c_contiguous else self.clone(memory_format=contiguous_format)


def unflatten(self: Tensor, dim: int, sizes: Any) -> Any:
    at = wrap_dim(dim, self._a.ndim)
    shape = self._a.shape
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    if not shape:
        raise RuntimeError(
            "unflatten got an unexpected error:\nDimension specified as 0 but tensor has no dimensions"
        )
    try:
        inner = resolve(sizes, shape[at])
    except RuntimeError:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {at} ({shape[at]}) in the "
            "input tensor"
        ) from None
    return self.view((*shape[:at], *inner, *shape[at + 1 :]))


def resize_(self: Tensor, size: Any, memory_format: Any) -> Any:
    del memory_format
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad")
    shape = tuple(size)
    if any(each < 0 for each in shape):
        raise RuntimeError("numel: integer multiplication overflow")
    if self._a.shape != shape:
        flat = np.zeros(math.prod(shape), self._a.dtype)
        old = self._a.reshape(-1)[: flat.size]
        flat[: old.size] = old
        self._a = flat.reshape(shape)
    bump(self)
    return self


# fmt: off
SHAPE = (
    compose("reshape(Tensor self, int[] shape) -> Tensor", reshape),
    compose("view.dtype(Tensor self, ScalarType dtype) -> Tensor", view_dtype, function=False),
    op("view(Tensor(a) self, int[] size) -> Tensor(a)", "ViewBackward0", viewed, function=False,
       quick=Quick("a_self.flags.c_contiguous and (-1 in size or (size and min(size) >= 0))", "a_self.reshape(size)"),
       self=lambda grad, self_sym_sizes: grad.reshape(self_sym_sizes)),
    op("_reshape_alias(Tensor(a) self, int[] size) -> Tensor(a)", "ReshapeAliasBackward0", viewed, function=False,
       self=lambda grad, self_sym_sizes: grad.reshape(self_sym_sizes)),
    op("_unsafe_view(Tensor self, int[] size) -> Tensor", "UnsafeViewBackward0", viewed, function=False,
       self=lambda grad, self_sym_sizes: grad.reshape(self_sym_sizes)),
    compose("view_as(Tensor self, Tensor other) -> Tensor", view_as, function=False),
    compose("reshape_as(Tensor self, Tensor other) -> Tensor", reshape_as, function=False),
    op("expand(Tensor(a) self, int[] size, *, bool implicit=False) -> Tensor(a)", "ExpandBackward0", spread, function=False,
       self=lambda grad, self_sym_sizes: f.sum_to_size(grad, self_sym_sizes)),
    compose("expand_as(Tensor self, Tensor other) -> Tensor", expand_as, function=False),
    compose("broadcast_to(Tensor self, int[] size) -> Tensor", broadcast_to),
    compose("flatten.using_ints(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor", flatten),
    compose("ravel(Tensor self) -> Tensor", ravel),
    compose("contiguous(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", contiguous, function=False),
    compose("unflatten.int(Tensor self, int dim, int[] sizes) -> Tensor", unflatten),
    compose("resize_(Tensor self, int[] size, *, MemoryFormat? memory_format=None) -> Tensor", resize_, function=False),
)
# fmt: on
