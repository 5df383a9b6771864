"""Pooling to the largest: of every window, or of as many parts as are asked for."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import Ints, missing
from gradrepl.engine.ops.pooled import (
    check_adaptive,
    check_dims,
    check_one,
    count_of,
    geometry,
    grid_of,
    one_each,
    plan_of,
)
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.windows import FEW, as_ints, cells, padded
from gradrepl.engine.table import compose, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


# --- the largest -----------------------------------------------------------------------------------------------------


def max_pool2d(a: Array, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil_mode: bool) -> tuple[Array, Array]:  # fmt: skip
    """The largest of every window, and where in its plane it stands: the first, or a nan."""
    plan = plan_of(a.shape, kernel, stride or kernel, padding, dilation, ceil_mode)
    if a.dtype.kind in "bc":
        raise missing("max_pool2d", a)
    nans = a.dtype.kind == "f" and _has_nan(a)
    whole = dilation == (1, 1) and not any(padding) and not any(plan.beyond)
    if whole and not nans and a.size <= FEW and a.flags.c_contiguous:
        return _few_max(a, kernel, stride or kernel, plan.counts)
    lowest = -math.inf if a.dtype.kind == "f" else np.iinfo(a.dtype).min
    image = padded(a, padding, lowest, plan.beyond)
    begin = plan.meetings[0][0]
    best = image[begin].copy()
    where = np.empty(best.shape, np.int64)
    where[...] = plan.first
    # what begins in the plane has its first element for the best one so far
    for part, at in plan.meetings if any(padding) or nans else plan.meetings[1:]:
        value = image[part]
        better = np.greater(value, best, out=...)
        if nans:
            better |= value != value  # noqa: PLR0124  # nan differs from itself
        np.copyto(best, value, where=better)
        np.copyto(where, at, where=better)
    return best, where


def _few_max(a: Array, kernel: Ints, stride: Ints, counts: Ints) -> tuple[Array, Array]:
    """The same of a few numbers, by the window."""
    inside = cells(a.shape, kernel, stride, counts)
    flat = a.ravel()
    at = flat[inside].argmax(-1)
    starts, of_plane = _starts(inside.shape, math.prod(a.shape[-2:]))
    where = inside.ravel()[np.add(at, starts, at)]
    return flat[where], np.subtract(where, of_plane, out=...)


@functools.lru_cache(64)
def _starts(shape: Ints, area: int) -> tuple[Array, Array]:
    """Where each window begins among all windows, and its plane among all planes."""
    windows = np.arange(0, math.prod(shape), shape[-1]).reshape(shape[:-1])
    planes = np.arange(math.prod(shape[:-3])).reshape(*shape[:-3], 1, 1) * area
    return windows, planes + np.zeros(shape[:-1], np.int64)


def _has_nan(a: Array) -> bool:
    """Whether there is one: of the squares' sum it makes another, and nothing else does."""
    if a.itemsize == 2:
        return bool(np.isnan(a).any())
    flat = a.reshape(-1)
    return math.isnan(flat.dot(flat))


def unpooled(grad: Array, of: Array, indices: Array) -> Array:
    """Each value at its place in a plane of zeros; those that meet are added up."""
    size = of.shape[-2:]
    planes, area = math.prod(indices.shape[:-2]), math.prod(size)
    flat = (
        indices.reshape(planes, math.prod(indices.shape[-2:])) + np.arange(planes)[:, None] * area
    )
    total = planes * area
    # a window that lies in the padding alone has its place beyond the plane
    found = np.bincount(flat.reshape(-1), grad.reshape(-1), total)[:total]
    return found.astype(grad.dtype).reshape(*grad.shape[:-2], *size)


def picked(grad: Any, indices: Any) -> Any:
    """Of each plane what stands at the indices."""
    flat = grad.reshape((*grad.shape[:-2], math.prod(grad.shape[-2:])))
    at = indices.reshape((*indices.shape[:-2], math.prod(indices.shape[-2:])))
    found = flat.gather(-1, at) if hasattr(flat, "_a") else np.take_along_axis(flat, at, -1)
    return found.reshape(indices.shape)


def _again(name: str) -> Any:
    """The backward of a maximum as a function of arrays and of Tensors."""
    backward = f.recorded(name, unpooled)

    def formula(grad: Any, self: Any, result1: Any) -> Any:
        return backward(grad, self, result1)

    return formula


_max_pool2d_self = _again("_max_pool2d_backward")
adaptive_max_pool2d_self = _again("_adaptive_max_pool2d_backward")


def max_pool2d_self(grad: Any, self: Any, kernel_size: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil_mode: bool, result1: Any) -> Any:  # fmt: skip
    del kernel_size, stride, padding, dilation, ceil_mode  # PyTorch saves them
    return _max_pool2d_self(grad, self, result1)


def unpooled_output(grad: Any, indices: Any) -> Any:
    return picked(grad, indices)


def max_pool2d_with_indices(self: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> Any:  # fmt: skip
    given = geometry(kernel_size, stride, padding, dilation, "max_pool2d")
    if self._a.ndim not in (3, 4):
        raise RuntimeError("non-empty 3D or 4D (batch mode) tensor expected for input")
    return RECORDED._max_pool2d_with_indices(self, *given, ceil_mode)


def largest(name: str) -> Any:
    """`max_pool2d`, which keeps the indices to itself."""

    def pool(self: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> Any:  # fmt: skip
        from gradrepl.engine import ops

        if name == "max_pool1d":
            given = [as_ints(each) for each in (kernel_size, stride, padding, dilation)]
            _check_max1d(self._a, given, ceil_mode)
            if self._a.dtype.kind != "f" and not self.requires_grad:
                raise missing("max_pool1d_impl", self._a)
        many = ops.recording(f"{name}_with_indices")
        return many(self, kernel_size, stride, padding, dilation, ceil_mode)[0]

    return pool


def _check_max1d(a: Array, given: list[Ints], ceil: bool) -> None:
    kernel, stride, padding, dilation = given
    if a.ndim not in (2, 3) or not all(a.shape[-2:]):
        raise RuntimeError(
            "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:"
            f"{list(a.shape)}"
        )
    named = {"kernel_size": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    for name, values in named.items():
        if len(values) != 1 and not (name == "stride" and not values):
            raise RuntimeError(
                f"max_pool1d() {name} must be an int, list of ints or tuple of ints of size 1 but got size "
                f"{len(values)}"
            )
    (k,), (p,), (d,) = kernel, padding, dilation
    s = stride[0] if stride else k
    for name, value in (("kernel_size", k), ("stride", s), ("padding", p), ("dilation", d)):
        least, told = (0, "non-negative") if name == "padding" else (1, "greater than zero")
        if value < least:
            raise RuntimeError(f"max_pool1d() {name} must be {told}, but got {value}")
    if p > k // 2:
        raise RuntimeError(
            f"max_pool1d() padding should be at most half of kernel size, but got padding={p} and kernel_size={k}"
        )
    found = count_of(a.shape[-1], k, s, p, d, ceil)
    if found <= 0:
        raise RuntimeError(f"max_pool1d() Invalid computed output size: {found}")


def max_pool1d_with_indices(self: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> Any:  # fmt: skip
    check_dims(self._a, "max_pool1d")
    named = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
    kernel, strides, around, spread = one_each("max_pool1d", **named)
    strides = (1, *strides) if strides else (1, *kernel)
    found = max_pool2d_with_indices(
        self.unsqueeze(-2), (1, *kernel), strides, (0, *around), (1, *spread), ceil_mode
    )
    return found[0].squeeze(-2), found[1].squeeze(-2)


# --- into as many parts as are asked for -----------------------------------------------------------------------------


def adaptive_max_pool2d(a: Array, output_size: Ints) -> tuple[Array, Array]:
    if len(output_size) != 2:
        raise RuntimeError("adaptive_max_pool2d(): internal error: output_size.size() must be 2")
    check_adaptive(a, "adaptive_max_pool2d", ":")
    shape = (*a.shape[:-2], *output_size)
    for each in output_size:
        if each < 0:
            raise RuntimeError(
                f"Trying to create tensor with negative dimension {each}: {list(shape)}"
            )
    if a.dtype.kind != "f":
        raise missing("adaptive_max_pool2d", a)
    found, where = np.empty(shape, a.dtype), np.empty(shape, np.int64)
    for at, part in grid_of(a.shape[-2:], output_size):
        image = a[part]
        flat = image.reshape(*image.shape[:-2], math.prod(image.shape[-2:]))
        best = flat.argmax(-1)
        row, column = np.divmod(best, image.shape[-1])
        found[at] = np.take_along_axis(flat, best[..., None], -1)[..., 0]
        where[at] = (row + part[-2].start) * a.shape[-1] + column + part[-1].start
    return found, where


def adaptive_max_pool1d(self: Tensor, output_size: Ints) -> Any:
    check_dims(self._a, "adaptive_max_pool1d")
    check_one(output_size, "adaptive_max_pool1d")
    found, where = RECORDED.adaptive_max_pool2d(self.unsqueeze(-2), (1, *output_size))
    return found.squeeze(-2), where.squeeze(-2)


_MAX = "int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False"
_MAX1 = _MAX.replace("[2]", "[1]")


# fmt: off
POOLING = (
    compose(f"max_pool1d(Tensor self, {_MAX1}) -> Tensor", largest("max_pool1d"), method=False),
    compose(f"max_pool1d_with_indices(Tensor self, {_MAX1}) -> (Tensor, Tensor)", max_pool1d_with_indices, method=False),
    compose(f"max_pool2d(Tensor self, {_MAX}) -> Tensor", largest("max_pool2d"), method=False),
    compose(f"max_pool2d_with_indices(Tensor self, {_MAX}) -> (Tensor, Tensor)", max_pool2d_with_indices, method=False, function=False),
    op("_max_pool2d_with_indices(Tensor self, int[] kernel_size, int[] stride, int[] padding, int[] dilation, bool ceil_mode) -> (Tensor result0, Tensor result1)",
       "MaxPool2DWithIndicesBackward0", max_pool2d, method=False, function=False, self=max_pool2d_self),
    op("_max_pool2d_backward(Tensor grad_output, Tensor self, Tensor indices) -> Tensor", "MaxPool2DWithIndicesBackwardBackward0", unpooled,
       method=False, function=False, grad_output=unpooled_output, self=f.no_slope),
    compose("adaptive_max_pool1d(Tensor self, int[1] output_size) -> (Tensor, Tensor)", adaptive_max_pool1d, method=False),
    op("adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor result0, Tensor result1)", "AdaptiveMaxPool2DBackward0", adaptive_max_pool2d,
       method=False, function=False, self=adaptive_max_pool2d_self),
    op("_adaptive_max_pool2d_backward(Tensor grad_output, Tensor self, Tensor indices) -> Tensor", "AdaptiveMaxPool2DBackwardBackward0", unpooled,
       method=False, function=False, grad_output=unpooled_output, self=f.no_slope),
)
# fmt: on
