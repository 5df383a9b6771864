"""Pooling to the mean: of every window, or of as many parts as are asked for."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.kernels import Ints, missing
from gradrepl.engine.ops.pooled import (
    check_adaptive,
    check_dims,
    check_one,
    geometry,
    grid_of,
    one_each,
    plan_of,
    reach_beyond,
)
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.windows import FEW, cells, inner, padded, places
from gradrepl.engine.table import compose, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


# --- the mean --------------------------------------------------------------------------------------------------------


@functools.lru_cache(256)
def _shares(size: Ints, kernel: Ints, stride: Ints, padding: Ints, counts: Ints, include: bool, override: int | None) -> Any:  # fmt: skip
    """What each window's sum is divided by."""
    if override is not None:
        return np.array(override)
    if not any(padding) and not any(reach_beyond(size, kernel, stride, padding, (1, 1), counts)):
        return np.array(math.prod(kernel))
    lengths = []
    for n, width, s, p, c in zip(size, kernel, stride, padding, counts, strict=True):
        start = np.arange(c) * s - p
        stop = np.minimum(start + width, n + p)
        if not include:
            start, stop = np.maximum(start, 0), np.minimum(stop, n)
        lengths.append(stop - start)
    return lengths[0][:, None] * lengths[1]


def avg_pool2d(a: Array, kernel: Ints, stride: Ints, padding: Ints, ceil_mode: bool, include: bool, override: int | None) -> Array:  # fmt: skip
    stride = stride or kernel
    if override == 0 and 0 not in stride:
        raise RuntimeError("divisor must be not zero")
    plan = plan_of(a.shape, kernel, stride, padding, (1, 1), ceil_mode)
    if a.dtype.kind in "bc" or (a.dtype.kind in "iu" and a.dtype != np.int64):
        raise missing("avg_pool2d", a)
    if a.size <= FEW and a.dtype.char in "fd" and a.flags.c_contiguous and override is None:
        size = math.prod(kernel)
        if size < IN_ORDER and not any(padding) and not any(plan.beyond):
            return _few_means(a, kernel, stride, plan.counts)
    image = padded(a, padding, 0, plan.beyond)
    wide = np.float32 if a.dtype == np.float16 else a.dtype
    begin, *others = [part for part, _ in plan.meetings]
    total = np.add(image[begin], 0, dtype=wide)  # -0 becomes 0
    for part in others:
        np.add(total, image[part], total, dtype=wide)
    share = _shares(a.shape[-2:], kernel, stride, padding, plan.counts, include, override)
    if a.dtype.kind == "i":
        return np.trunc(total / share).astype(a.dtype)
    return np.divide(total, share.astype(wide), total).astype(a.dtype, copy=False)


IN_ORDER = 8
"""Fewer numbers than these numpy adds up one after another, as PyTorch does."""


def _few_means(a: Array, kernel: Ints, stride: Ints, counts: Ints) -> Array:
    """The means of a few numbers, by the window."""
    inside = a.ravel()[cells(a.shape, kernel, stride, counts)]
    total = np.add.reduce(inside, axis=-1, initial=0, out=...)  # -0 becomes 0
    return np.divide(total, k.number(math.prod(kernel), a.dtype), total)


def spread_means(grad: Array, of: Array, kernel: Ints, stride: Ints, padding: Ints, ceil_mode: bool, include: bool, override: int | None) -> Array:  # fmt: skip
    """Each window's gradient, shared by what the window holds."""
    del ceil_mode
    stride, size = stride or kernel, of.shape[-2:]
    counts = grad.shape[-2:]
    share = _shares(size, kernel, stride, padding, counts, include, override)
    part = grad / share.astype(grad.dtype)
    frame = np.zeros((*grad.shape[:-2], *size), grad.dtype)
    beyond = reach_beyond(frame.shape[-2:], kernel, stride, padding, (1, 1), counts)
    image = padded(frame, padding, 0, beyond)
    for _, meets in places(kernel, stride, (1, 1), counts):
        image[(..., *meets)] += part
    return image[inner(size, padding)]


f_avg_pool2d = f.recorded("_avg_pool2d", avg_pool2d)
f_spread_means = f.recorded("_avg_pool2d_backward", spread_means)


def avg_pool2d_self(grad: Any, self: Any, kernel_size: Ints, stride: Ints, padding: Ints, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    how = (kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return f_spread_means(grad, self, *how)


def spread_means_output(grad: Any, kernel_size: Ints, stride: Ints, padding: Ints, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    how = (kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return f_avg_pool2d(grad, *how)


def mean_of_windows(self: Tensor, kernel_size: Any, stride: Any, padding: Any, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    kernel, strides, around, _ = geometry(kernel_size, stride, padding, 1, "avg_pool2d")
    if self._a.ndim < 3:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-max(self._a.ndim, 1)}, "
            f"{max(self._a.ndim, 1) - 1}], but got -3)"
        )
    how = (ceil_mode, count_include_pad, divisor_override)
    return RECORDED._avg_pool2d(self, kernel, strides, around, *how)


def avg_pool1d(self: Tensor, kernel_size: Any, stride: Any, padding: Any, ceil_mode: bool, count_include_pad: bool) -> Any:  # fmt: skip
    check_dims(self._a, "avg_pool1d")
    named = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    kernel, strides, around = one_each("avg_pool1d", **named)
    strides = (1, *strides) if strides else ()
    found = mean_of_windows(
        self.unsqueeze(-2), (1, *kernel), strides, (0, *around), ceil_mode, count_include_pad, None
    )
    return found.squeeze(-2)


# --- into as many parts as are asked for -----------------------------------------------------------------------------


def adaptive_avg_pool2d(a: Array, output_size: Ints) -> Array:
    if a.dtype.kind != "f":
        raise missing("adaptive_avg_pool2d", a)
    if 0 < a.size <= FEW and a.dtype.char in "fd" and a.flags.c_contiguous and all(output_size):
        (height, width), (down, across) = a.shape[-2:], output_size
        if not (height % down or width % across):
            part = (height // down, width // across)
            return _few_means(a, part, part, output_size)
    wide = a.astype(np.float32) if a.dtype == np.float16 else a
    found = np.empty((*a.shape[:-2], *output_size), wide.dtype)
    for at, part in grid_of(a.shape[-2:], output_size):
        image = wide[part]
        found[at] = np.add.reduce(image, (-2, -1)) / math.prod(image.shape[-2:])
    return found.astype(a.dtype, copy=False)


def spread_parts(grad: Array, of: Array) -> Array:
    size = of.shape[-2:]
    found = np.zeros((*grad.shape[:-2], *size), grad.dtype)
    for at, part in grid_of(size, grad.shape[-2:]):
        image = found[part]
        image += (grad[at] / grad.dtype.type(math.prod(image.shape[-2:])))[..., None, None]
    return found


f_parts = f.recorded("_adaptive_avg_pool2d", adaptive_avg_pool2d)
f_spread_parts = f.recorded("_adaptive_avg_pool2d_backward", spread_parts)


def adaptive_avg_pool2d_self(grad: Any, self: Any) -> Any:
    return f_spread_parts(grad, self)


def spread_parts_output(grad: Any, grad_output_sym_argsize_minus_2: int, grad_output_sym_argsize_minus_1: int) -> Any:  # fmt: skip
    return f_parts(grad, (grad_output_sym_argsize_minus_2, grad_output_sym_argsize_minus_1))


def mean_of_parts(self: Tensor, output_size: Any) -> Any:
    size = output_size
    if len(size) != 2:
        raise RuntimeError("adaptive_avg_pool2d: output_size must be 2")
    if min(size) < 0:
        raise RuntimeError(
            "adaptive_avg_pool2d: elements of output_size must be greater than or equal to 0 but received "
            f"{{{size[0]}, {size[1]}}}"
        )
    if size == (1, 1) and self._a.ndim > 1:
        return self.mean((-1, -2), keepdim=True)
    check_adaptive(self._a, "adaptive_avg_pool2d")
    return RECORDED._adaptive_avg_pool2d(self, size)


def adaptive_avg_pool1d(self: Tensor, output_size: Ints) -> Any:
    check_dims(self._a, "adaptive_avg_pool1d")
    check_one(output_size, "adaptive_avg_pool1d")
    from gradrepl.engine import ops

    row = self.unsqueeze(-2)
    return ops.recording("adaptive_avg_pool2d")(row, (1, *output_size)).squeeze(-2)


_AVG = "int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True"


# fmt: off
AVERAGES = (
    compose(f"avg_pool1d(Tensor self, {_AVG.replace('[2]', '[1]')}) -> Tensor", avg_pool1d, method=False),
    compose(f"avg_pool2d(Tensor self, {_AVG}, int? divisor_override=None) -> Tensor", mean_of_windows, method=False, function=False),
    op("_avg_pool2d(Tensor self, int[] kernel_size, int[] stride, int[] padding, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
       "AvgPool2DBackward0", avg_pool2d, method=False, function=False, self=avg_pool2d_self),
    op("_avg_pool2d_backward(Tensor grad_output, Tensor self, int[] kernel_size, int[] stride, int[] padding, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
       "AvgPool2DBackwardBackward0", spread_means, method=False, function=False, grad_output=spread_means_output,
       self=f.no_slope),
    compose("adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor", adaptive_avg_pool1d, method=False),
    compose("adaptive_avg_pool2d(Tensor self, int[2] output_size) -> Tensor", mean_of_parts, method=False, function=False),
    op("_adaptive_avg_pool2d(Tensor self, int[] output_size) -> Tensor", "AdaptiveAvgPool2DBackward0", adaptive_avg_pool2d,
       method=False, function=False, self=adaptive_avg_pool2d_self),
    op("_adaptive_avg_pool2d_backward(Tensor grad_output, Tensor self) -> Tensor", "AdaptiveAvgPool2DBackwardBackward0", spread_parts,
       method=False, function=False, grad_output=spread_parts_output, self=f.no_slope),
)
# fmt: on
