"""Parts of a tensor along one dimension: one place, a range of places, all parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.shape import legacy_name
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def selected(a: Array, dim: int, index: int) -> Array:
    if not dim and a.ndim > 1 and -(size := a.shape[0]) <= index < size:
        found: Array = a[index]  # the usual case
        return found
    if not a.ndim:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    at = wrap_dim(dim, a.ndim)
    size = a.shape[at]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(a.shape)} at dimension {at}"
        )
    # an ellipsis keeps a 0-d result an array, and a view
    return a[index, ...] if not at else a[(slice(None),) * at + (index, Ellipsis)]


def sliced(a: Array, dim: int, start: int | None, end: int | None, step: int) -> Array:
    if not a.ndim:
        raise RuntimeError("slice() cannot be applied to a 0-dim tensor.")
    if step <= 0:
        raise ValueError("step must be greater than zero")
    return a[(slice(None),) * wrap_dim(dim, a.ndim) + (slice(start, end, step),)]


def unbound(a: Array, dim: int) -> list[Array]:
    at = wrap_dim(dim, a.ndim)
    if not a.ndim:
        raise IndexError("Dimension specified as 0 but tensor has no dimensions")
    return [a[(slice(None),) * at + (i, Ellipsis)] for i in range(a.shape[at])]


def split_equal(a: Array, split_size: int, dim: int) -> list[Array]:
    if not a.ndim:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    at = wrap_dim(dim, a.ndim)
    if split_size < 0:
        raise RuntimeError(
            f"split expects split_size be non-negative, but got split_size={split_size}"
        )
    size = a.shape[at]
    if size and not split_size:
        raise RuntimeError(
            f"split_size can only be 0 if dimension size is 0, but got dimension size of {size}"
        )
    starts = range(0, max(size, 1), split_size) if split_size else range(1)
    return [a[(slice(None),) * at + (slice(s, s + split_size),)] for s in starts]


def split_sizes(a: Array, split_sizes: Any, dim: int) -> list[Array]:
    if not a.ndim:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    at = wrap_dim(dim, a.ndim)
    if any(each < 0 for each in split_sizes):
        raise RuntimeError(
            "split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes="
            f"{list(split_sizes)}"
        )
    if sum(split_sizes) != a.shape[at]:
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {a.shape[at]} (input tensor's size at dimension "
            f"{dim}), but got split_sizes={list(split_sizes)}"
        )
    found, start = [], 0
    for each in split_sizes:
        found.append(a[(slice(None),) * at + (slice(start, start + each),)])
        start += each
    return found


# --- formulas --------------------------------------------------------------------------------------------------------


def placed(look: Callable[..., Array]) -> Callable[..., Array]:
    """The kernel that puts a gradient into zeros, where `look` finds its view."""

    def kernel(grad: Array, shape: Any, *where: Any) -> Array:
        found = np.zeros(shape, grad.dtype)
        look(found, *where)[...] = grad
        return found

    return kernel


_put_back, _selected = (
    f.recorded("_select_backward", placed(selected)),
    f.recorded("select", selected),
)
slice_back, _sliced = f.recorded("_slice_backward", placed(sliced)), f.recorded("_slice", sliced)


def unbind_self(grads: Any, dim: int) -> Any:
    if any(isinstance(each, Tensor) for each in grads):
        from gradrepl.engine import stack

        return stack(grads, dim)
    return np.stack(grads, dim)


def split_self(grads: Any, dim: int) -> Any:
    if any(isinstance(each, Tensor) for each in grads):
        from gradrepl.engine import cat

        return cat(grads, dim)
    return np.concatenate(grads, dim)


# --- compositions ----------------------------------------------------------------------------------------------------


def narrow(self: Tensor, dim: int, start: int, length: int) -> Any:
    at, begin = narrow_bounds(self._a, dim, start, length)
    return self._slice(at, begin, begin + length, 1)


def narrow_from_tensor(self: Tensor, dim: int, start: Tensor, length: int) -> Any:
    if start._a.ndim or start._a.dtype.kind not in "iu":
        raise RuntimeError("start must be an 0-dim integral Tensor.")
    return narrow(self, dim, int(start._a), length)


def narrow_bounds(a: Array, dim: int, start: int, length: int) -> tuple[int, int]:
    """The dimension and the start, both counted from the beginning."""
    if not a.ndim:
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    at = wrap_dim(dim, a.ndim)
    size = a.shape[at]
    if not -size <= start <= size:
        raise IndexError(
            f"start out of range (expected to be in range of [{-size}, {size}], but got {start})"
        )
    begin = start + size if start < 0 else start
    if begin + length > size:
        raise RuntimeError(f"start ({begin}) + length ({length}) exceeds dimension size ({size}).")
    return at, begin


def split(self: Tensor, split_size: Any, dim: int) -> Any:
    """Into parts of one size, or of the sizes that a list gives."""
    from gradrepl.engine import ops

    if isinstance(split_size, int) and not isinstance(split_size, bool):
        return RECORDED._split(self, split_size, dim)
    return ops.function("split_with_sizes")(self, split_size, dim)


def chunk(self: Tensor, chunks: int, dim: int) -> Any:
    length = chunk_size(self, chunks, dim)
    if not self._a.shape[dim]:
        return self.split_with_sizes((0,) * chunks, dim)
    return self.split(length, dim)


def chunk_size(self: Tensor, chunks: int, dim: int) -> int:
    """How long each of so many parts is."""
    if not self._a.ndim:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    size = self._a.shape[wrap_dim(dim, self._a.ndim)]
    return max(-(-size // chunks), 1)


def tensor_split(self: Tensor, sections: int, dim: int) -> Any:
    _check_splittable(self)
    at = wrap_dim(dim, self._a.ndim)
    if sections <= 0:
        raise RuntimeError(f"number of sections must be larger than 0, got {sections}")
    each, more = divmod(self._a.shape[at], sections)
    ends = [each * (i + 1) + min(i + 1, more) for i in range(sections - 1)]
    return tensor_split_at(self, ends, dim)


def _check_splittable(self: Tensor) -> None:
    if not self._a.ndim:
        raise RuntimeError(
            "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims"
        )


def tensor_split_at(self: Tensor, indices: Any, dim: int) -> Any:
    _check_splittable(self)
    at = wrap_dim(dim, self._a.ndim)
    ends = [*indices, self._a.shape[at]]
    return tuple(
        self._slice(at, start, end, 1) for start, end in zip([0, *indices], ends, strict=True)
    )


def tensor_split_by(self: Tensor, tensor_indices_or_sections: Tensor, dim: int) -> Any:
    given = tensor_indices_or_sections._a
    if given.dtype != np.int64:
        raise RuntimeError(
            f"tensor_split expected tensor_indices_or_sections to have dtype of long, but got {legacy_name(given)}"
        )
    if given.ndim > 1:
        raise RuntimeError(
            "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but "
            f"got a tensor with {given.ndim} dims"
        )
    if not given.ndim:
        return tensor_split(self, int(given), dim)
    return tensor_split_at(self, given.tolist(), dim)


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
    return RECORDED.unsafe_split(self, chunk_size(self, chunks, dim), dim)


def narrowed(a: Array, dim: int, start: int, length: int) -> Array:
    at, begin = narrow_bounds(a, dim, start, length)
    return sliced(a, at, begin, begin + length, 1).copy()


def narrowed_self(grad: Any, self_sym_sizes: Any, dim: int, start: int, length: int) -> Any:
    begin = start % self_sym_sizes[dim] if start < 0 else start
    return slice_back(grad, self_sym_sizes, dim, begin, begin + length, 1)


# fmt: off
SPLITTING: tuple[Op, ...] = (
    op("select.int(Tensor(a) self, int dim, int index) -> Tensor(a)", "SelectBackward0", selected,
       self=lambda grad, self_sym_sizes, dim, index: _put_back(grad, self_sym_sizes, dim, index)),
    op("_select_backward(Tensor self, int[] input_sizes, int dim, int index) -> Tensor", "SelectBackwardBackward0", placed(selected), function=False,
       self=lambda grad, dim, index: _selected(grad, dim, index)),
    op("_slice(Tensor(a) self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor(a)", "SliceBackward0", sliced,
       self=lambda grad, self_sym_sizes, dim, start, end, step: slice_back(grad, self_sym_sizes, dim, start, end, step)),
    op("_slice_backward(Tensor self, int[] input_sizes, int dim, int? start, int? end, int step) -> Tensor", "SliceBackwardBackward0", placed(sliced),
       function=False, self=lambda grad, dim, start, end, step: _sliced(grad, dim, start, end, step)),
    compose("narrow.Tensor(Tensor self, int dim, Tensor start, int length) -> Tensor", narrow_from_tensor),
    compose("narrow(Tensor self, int dim, int start, int length) -> Tensor", narrow),
    op("unbind.int(Tensor(a) self, int dim=0) -> Tensor(a)[]", "UnbindBackward0", unbound, self=unbind_self),
    compose("split(Tensor self, Object split_size, int dim=0) -> Tensor[]", split),
    op("_split(Tensor(a) self, int split_size, int dim=0) -> Tensor(a)[]", "SplitBackward0", split_equal,
       self=lambda grads, self_sym_sizes, split_size, dim: split_self(grads, dim)),
    op("split_with_sizes(Tensor(a) self, int[] split_sizes, int dim=0) -> Tensor(a)[]", "SplitWithSizesBackward0", split_sizes,
       self=lambda grads, self_sym_sizes, split_sizes, dim: split_self(grads, dim)),
    compose("tensor_split.indices(Tensor self, int[] indices, int dim=0) -> Tensor[]", tensor_split_at),
    compose("tensor_split.tensor_indices_or_sections(Tensor self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor[]", tensor_split_by),
    compose("tensor_split.sections(Tensor self, int sections, int dim=0) -> Tensor[]", tensor_split),
    compose("chunk(Tensor self, int chunks, int dim=0) -> Tensor[]", chunk),
    *divided("hsplit", 1, 1),
    *divided("vsplit", 2, 0),
    *divided("dsplit", 3, 2),
    op("unsafe_split.Tensor(Tensor self, int split_size, int dim=0) -> Tensor[]", "UnsafeSplitBackward0",
       lambda a, split_size, dim: [each.copy() for each in split_equal(a, split_size, dim)],
       self=lambda grads, self_sym_sizes, split_size, dim: split_self(grads, dim)),
    compose("unsafe_chunk(Tensor self, int chunks, int dim=0) -> Tensor[]", unsafe_chunk),
    op("narrow_copy(Tensor self, int dim, int start, int length) -> Tensor", "NarrowCopyBackward0", narrowed, self=narrowed_self),
)
# fmt: on
