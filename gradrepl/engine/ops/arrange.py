"""The elements repeated, and in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.dimensions import check_distinct
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def repeated(a: Array, repeats: Any) -> Array:
    if len(repeats) < a.ndim:
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"
        )
    own = (1,) * (len(repeats) - a.ndim) + a.shape
    if any(each < 0 for each in repeats):
        size = [n * each for n, each in zip(own, repeats, strict=True)]
        bad = next((n for n in size if n < 0), None)
        if bad is not None:
            raise RuntimeError(f"Trying to create tensor with negative dimension {bad}: {size}")
    if not a.size:
        return np.empty([n * max(each, 0) for n, each in zip(own, repeats, strict=True)], a.dtype)
    return np.tile(a, repeats)


def flipped(a: Array, dims: Any) -> Array:
    axes = tuple(wrap_dim(d, a.ndim) for d in dims)
    check_distinct(axes)
    return np.flip(a, axes).copy("C" if 0 in a.strides else "K") if a.ndim else a.copy()


def rolled(a: Array, shifts: Any, dims: Any) -> Array:
    if not dims:
        if len(shifts) != 1:
            raise RuntimeError(f"shifts and dimensions must align. shifts: {len(shifts)}, dims:0")
        return np.roll(a, shifts[0]).copy("C")
    if not a.ndim:
        raise IndexError(f"Dimension specified as {dims[0]} but tensor has no dimensions")
    if len(shifts) != len(dims):
        raise RuntimeError(
            f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}"
        )
    if not a.size:
        return a.copy()
    axes = tuple(wrap_dim(d, a.ndim) for d in dims)
    return np.roll(a, tuple(shifts), axes).copy("C")


def roll_self(grad: Any, shifts: Any, dims: Any) -> Any:
    back = tuple(-s for s in reversed(shifts))
    order = tuple(reversed(dims))
    return grad.roll(back, order) if isinstance(grad, Tensor) else rolled(grad, back, order)


def turned_by(a: Array, k: int, dims: Any) -> Array:
    if len(dims) != 2:
        raise RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if a.ndim < 2:
        raise RuntimeError(f"expected total dims >= 2, but got total dims = {a.ndim}")
    first, second = (wrap_dim(d, a.ndim) for d in dims)
    if first == second:
        raise RuntimeError(
            f"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}"
        )
    if k % 2:  # a flipped copy, seen with its dimensions swapped
        return np.flip(a, second if k % 4 == 1 else first).copy("K").swapaxes(first, second)
    return np.flip(a, (first, second)).copy("K") if k % 4 else a.copy("C")


# --- formulas --------------------------------------------------------------------------------------------------------


def repeat_self(grad: Any, repeats: Any, self_sym_sizes: Any) -> Any:
    extra = len(repeats) - len(self_sym_sizes)
    found = f.sum_over(grad, tuple(range(extra))) if extra else grad
    shape: list[int] = []
    for times, size in zip(repeats[extra:], self_sym_sizes, strict=True):
        shape += [times, size]
    return (
        f.sum_over(found.reshape(tuple(shape)), tuple(range(0, len(shape), 2))) if shape else found
    )


def flip_self(grad: Any, dims: Any) -> Any:
    if isinstance(grad, Tensor):
        return grad.flip(dims)
    return np.flip(grad, dims) if grad.ndim else grad


# --- compositions ----------------------------------------------------------------------------------------------------


def tile(self: Tensor, dims: Any) -> Any:
    return self.repeat((1,) * (self._a.ndim - len(dims)) + tuple(dims))


def repeated_places(repeats: Tensor, output_size: int | None) -> Any:
    """Each place as often as it says."""
    del output_size
    counts = repeats._a
    if counts.ndim != 1:
        raise RuntimeError("repeat_interleave only accept 1D vector as repeat")
    if counts.dtype not in (np.int32, np.int64):
        raise missing("repeat_interleave_cpu", counts)
    if (counts < 0).any():
        raise RuntimeError("repeats can not be negative")
    return wrap(np.repeat(np.arange(counts.size, dtype=counts.dtype), counts))


def repeat_interleave(self: Tensor, repeats: int, dim: int | None, output_size: int | None) -> Any:
    x = self.flatten() if dim is None else self
    at = wrap_dim(0 if dim is None else dim, x._a.ndim)
    shape = x._a.shape
    if repeats < 0:
        raise RuntimeError("Repeats must be non-negative")
    wide = x.unsqueeze(at + 1).expand((*shape[: at + 1], repeats, *shape[at + 1 :]))
    del output_size
    return wide.clone().flatten(at, at + 1)


def repeat_interleave_tensor(
    self: Tensor, repeats: Tensor, dim: int | None, output_size: int | None
) -> Any:
    x = self.flatten() if dim is None else self
    if not x._a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    at = wrap_dim(0 if dim is None else dim, x._a.ndim)
    del output_size
    if repeats._a.ndim > 1:
        raise RuntimeError("repeats must be 0-dim or 1-dim tensor")
    counts = repeats._a
    if counts.size == 1:
        counts = np.broadcast_to(counts, (x._a.shape[at],))
    if counts.shape != (x._a.shape[at],):
        raise RuntimeError(
            "repeats must have the same size as input along dim, but got repeats.size(0) = "
            f"{repeats._a.shape[0]} and input.size({at}) = {x._a.shape[at]}"
        )
    return x.index_select(at, repeated_places(wrap(counts), None))


def flipped_lr(self: Tensor) -> Any:
    if self._a.ndim < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return self.flip((1,))


def flipped_ud(self: Tensor) -> Any:
    if self._a.ndim < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return self.flip((0,))


def shuffled(a: Array, groups: int) -> Array:
    """Channels in groups, dealt out anew: the first of each group, then the second, and so on."""
    if a.ndim < 3:
        raise RuntimeError(
            f"channel_shuffle expects input with > 2 dims, but got input with sizes {list(a.shape)}"
        )
    if groups <= 0:
        raise RuntimeError(
            f"Number of groups to divide channels in must be positive. Value of groups:{groups}"
        )
    n, c, *rest = a.shape
    if c % groups:
        raise RuntimeError(
            f"Number of channels must be divisible by groups. Got {c} channels and {groups} groups."
        )
    return a.reshape(n, groups, c // groups, *rest).swapaxes(1, 2).reshape(a.shape)


f_shuffled = f.recorded("channel_shuffle", shuffled)


def shuffled_self(grad: Any, groups: int) -> Any:
    return f_shuffled(grad, grad.shape[1] // groups)


# --- put together ----------------------------------------------------------------------------------------------------


# fmt: off
ARRANGE = (
    op("repeat(Tensor self, int[] repeats) -> Tensor", "RepeatBackward0", repeated, function=False, self=repeat_self),
    compose("tile(Tensor self, int[] dims) -> Tensor", tile),
    op("flip(Tensor self, int[] dims) -> Tensor", "FlipBackward0", flipped, self=flip_self),
    op("roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor", "RollBackward0", rolled, self=roll_self),
    op("rot90(Tensor self, int k=1, int[] dims=[0,1]) -> Tensor", "Rot90Backward0", turned_by,
       self=lambda grad, k, dims: grad.rot90(-k, dims) if isinstance(grad, Tensor) else turned_by(grad, -k, dims)),
    op("channel_shuffle(Tensor self, int groups) -> Tensor", "ChannelShuffleBackward0", shuffled, method=False, self=shuffled_self),
    compose("fliplr(Tensor self) -> Tensor", flipped_lr),
    compose("flipud(Tensor self) -> Tensor", flipped_ud),
    compose("repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, int? output_size=None) -> Tensor", repeat_interleave_tensor),
    compose("repeat_interleave.Tensor(Tensor repeats, *, int? output_size=None) -> Tensor", repeated_places, method=False),
    compose("repeat_interleave.self_int(Tensor self, int repeats, int? dim=None, *, int? output_size=None) -> Tensor", repeat_interleave),
)
# fmt: on
