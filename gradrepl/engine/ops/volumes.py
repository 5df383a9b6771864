"""Pooling of volumes: what `pooling` and `averages` do to planes, in three dimensions."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import Ints, missing
from gradrepl.engine.ops.pooled import check_padding, count_of, parts_of, reach_beyond
from gradrepl.engine.ops.pooling import picked, unpooled
from gradrepl.engine.ops.windows import as_ints, inner, padded, places
from gradrepl.engine.table import compose, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


def _three(value: Any, name: str, argument: str) -> Ints:
    given = as_ints(value)
    if len(given) not in (1, 3):
        either = {"stride": "either be omitted,", "kernel_size": "be"}.get(argument, "either be")
        either = "either be" if name == "max_pool3d" and argument == "kernel_size" else either
        raise RuntimeError(
            f"{name}: {argument} must {either} a single int, or a tuple of three ints"
        )
    return given * 3 if len(given) == 1 else given


def _geometry(name: str, kernel: Any, stride: Any, padding: Any) -> tuple[Ints, Ints, Ints]:
    kernel = _three(kernel, name, "kernel_size")
    stride = _three(stride, name, "stride") if as_ints(stride) else kernel
    return kernel, stride, _three(padding, name, "padding")


def _counts(a: Array, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil: bool) -> Ints:  # fmt: skip
    """How many windows there are, where PyTorch takes the arguments."""
    if a.ndim not in (4, 5):
        raise RuntimeError("non-empty 4D or 5D (batch mode) tensor expected for input")
    if 0 in stride:
        raise RuntimeError("stride should not be zero")
    if min(dilation) <= 0:
        raise RuntimeError(
            "dilation should be greater than zero, but got dilationT: {} dilationH: {} dilationW: {}".format(
                *dilation
            )
        )
    check_padding(kernel, padding, dilation)
    return tuple(
        count_of(*each, ceil)
        for each in zip(a.shape[-3:], kernel, stride, padding, dilation, strict=True)
    )


def _too_small(a: Array, counts: Ints) -> RuntimeError:
    sizes, found = (f"{a.shape[-4]}x" + "x".join(map(str, each)) for each in (a.shape[-3:], counts))
    return RuntimeError(
        f"Given input size: ({sizes}). Calculated output size: ({found}). Output size is too small"
    )


# --- the largest -----------------------------------------------------------------------------------------------------


def max_pool3d(a: Array, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil: bool) -> tuple[Array, Array]:  # fmt: skip
    """The largest of every window, and where in its volume it stands: the first, or a nan."""
    counts = _counts(a, kernel, stride, padding, dilation, ceil)
    if min(counts) < 1:
        raise _too_small(a, counts)
    if a.dtype.kind in "bc":
        raise missing("max_pool3d", a)
    sizes = a.shape[-3:]
    beyond = reach_beyond(sizes, kernel, stride, padding, dilation, counts)
    lowest = -math.inf if a.dtype.kind == "f" else np.iinfo(a.dtype).min
    image = padded(a, padding, lowest, beyond)
    flat = padded(np.arange(math.prod(sizes)).reshape(sizes), padding, -1, beyond)
    best = np.empty(0, a.dtype)
    where = np.empty(0, np.int64)
    for _, meets in places(kernel, stride, dilation, counts):
        value, at = image[(..., *meets)], np.broadcast_to(flat[meets], (*a.shape[:-3], *counts))
        if not where.size:
            best, where = value.copy(), at.copy()
            continue
        better = (value > best) | np.isnan(value) | (where < 0)
        better &= at >= 0
        np.copyto(best, value, where=better)
        np.copyto(where, at, where=better)
    return best, where


def _flat(x: Array) -> Array:
    """A plane of a volume as one row."""
    return x.reshape(*x.shape[:-2], math.prod(x.shape[-2:]))


def _spread(grad: Array, of: Array, indices: Array) -> Array:
    """Each value at its place in a volume of zeros."""
    found = unpooled(_flat(grad), _flat(of), _flat(indices))
    return found.reshape(*grad.shape[:-3], *of.shape[-3:])


def _picked(grad: Any, indices: Any) -> Any:
    depth = grad.shape[-3]
    flat = grad.reshape((*grad.shape[:-3], depth, math.prod(grad.shape[-2:])))
    at = indices.reshape((*indices.shape[:-3], indices.shape[-3], math.prod(indices.shape[-2:])))
    return picked(flat, at).reshape(tuple(indices.shape))


def _largest_self(name: str) -> Any:
    backward = f.recorded(name, _spread)

    def formula(grad: Any, self: Any, result1: Any) -> Any:
        return backward(grad, self, result1)

    return formula


_max_pool3d_self = _largest_self("_max_pool3d_backward")


def max_pool3d_self(grad: Any, self: Any, kernel_size: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil_mode: bool, result1: Any) -> Any:  # fmt: skip
    del kernel_size, stride, padding, dilation, ceil_mode  # PyTorch saves them
    return _max_pool3d_self(grad, self, result1)


def max_pool3d_with_indices(self: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> Any:  # fmt: skip
    from gradrepl.engine import ops

    given = _geometry("max_pool3d", kernel_size, stride, padding)
    spread = _three(dilation, "max_pool3d", "dilation")
    return ops.recording("_max_pool3d_with_indices")(self, *given, spread, ceil_mode)


def max_pool3d_alone(*args: Any) -> Any:
    return max_pool3d_with_indices(*args)[0]


# --- the mean --------------------------------------------------------------------------------------------------------


def _shares(size: Ints, kernel: Ints, stride: Ints, padding: Ints, counts: Ints, include: bool, override: int | None) -> Any:  # fmt: skip
    """What each window's sum is divided by."""
    if override is not None:
        return np.array(override)
    lengths = []
    for n, k, s, p, c in zip(size, kernel, stride, padding, counts, strict=True):
        start = np.arange(c) * s - p
        stop = np.minimum(start + k, n + p)
        if not include:
            start, stop = np.maximum(start, 0), np.minimum(stop, n)
        lengths.append(stop - start)
    return lengths[0][:, None, None] * lengths[1][:, None] * lengths[2]


def avg_pool3d(a: Array, kernel: Ints, stride: Ints, padding: Ints, ceil: bool, include: bool, override: int | None) -> Array:  # fmt: skip
    if override == 0:
        raise RuntimeError("divisor must be not zero")
    ones = (1, 1, 1)
    counts = _counts(a, kernel, stride, padding, ones, ceil)
    sizes = a.shape[-3:]
    if any(n + 2 * p < k for n, k, p in zip(sizes, kernel, padding, strict=True)):
        (t, h, w), (kt, kh, kw) = sizes, kernel
        raise RuntimeError(
            f"input image (T: {t} H: {h} W: {w}) smaller than kernel size (kT: {kt} kH: {kh} kW: {kw})"
        )
    if a.dtype.kind in "bc" or (a.dtype.kind in "iu" and a.dtype != np.int64):
        raise missing("avg_pool3d_out_frame", a)
    wide = np.float32 if a.dtype == np.float16 else a.dtype
    image = padded(a, padding, 0, reach_beyond(sizes, kernel, stride, padding, ones, counts))
    total = np.zeros((*a.shape[:-3], *counts), wide)
    for _, meets in places(kernel, stride, ones, counts):
        total += image[(..., *meets)]
    share = _shares(sizes, kernel, stride, padding, counts, include, override)
    if a.dtype.kind == "i":
        return np.trunc(total / share).astype(a.dtype)
    return np.asarray(total / share.astype(wide)).astype(a.dtype, copy=False)


def _spread_means(grad: Array, of: Array, kernel: Ints, stride: Ints, padding: Ints, ceil: bool, include: bool, override: int | None) -> Array:  # fmt: skip
    del ceil
    ones, counts, size = (1, 1, 1), grad.shape[-3:], of.shape[-3:]
    part = grad / _shares(size, kernel, stride, padding, counts, include, override).astype(
        grad.dtype
    )
    frame = np.zeros((*grad.shape[:-3], *size), grad.dtype)
    image = padded(frame, padding, 0, reach_beyond(size, kernel, stride, padding, ones, counts))
    for _, meets in places(kernel, stride, ones, counts):
        image[(..., *meets)] += part
    return image[inner(size, padding)]


f_avg_pool3d = f.recorded("_avg_pool3d", avg_pool3d)
f_spread_means = f.recorded("_avg_pool3d_backward", _spread_means)


def avg_pool3d_self(grad: Any, self: Any, kernel_size: Ints, stride: Ints, padding: Ints, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    how = (kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return f_spread_means(grad, self, *how)


def _spread_means_output(grad: Any, kernel_size: Ints, stride: Ints, padding: Ints, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    return f_avg_pool3d(
        grad, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )


def mean_of_windows(self: Tensor, kernel_size: Any, stride: Any, padding: Any, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    from gradrepl.engine import ops

    given = _geometry("avg_pool3d", kernel_size, stride, padding)
    how = (ceil_mode, count_include_pad, divisor_override)
    return ops.recording("_avg_pool3d")(self, *given, *how)


# --- into as many parts as are asked for -----------------------------------------------------------------------------


def _grid(size: Ints, counts: Ints) -> Any:
    """Each result's index, and the part of the volume that it is made of."""
    along = [enumerate(parts_of(*each)) for each in zip(size, counts, strict=True)]
    for each in itertools.product(*along):
        yield (..., *(i for i, _ in each)), (..., *(part for _, part in each))


def adaptive_avg_pool3d(a: Array, output_size: Ints) -> Array:
    if a.dtype.kind != "f":
        raise missing("adaptive_avg_pool3d_cpu", a)
    wide = a.astype(np.float32) if a.dtype == np.float16 else a
    found = np.empty((*a.shape[:-3], *output_size), wide.dtype)
    for at, part in _grid(a.shape[-3:], output_size):
        found[at] = wide[part].mean((-3, -2, -1))
    return found.astype(a.dtype, copy=False)


def _spread_parts(grad: Array, of: Array) -> Array:
    size = of.shape[-3:]
    found = np.zeros((*grad.shape[:-3], *size), grad.dtype)
    for at, part in _grid(size, grad.shape[-3:]):
        volume = found[part]
        volume += (grad[at] / grad.dtype.type(math.prod(volume.shape[-3:])))[..., None, None, None]
    return found


f_parts = f.recorded("_adaptive_avg_pool3d", adaptive_avg_pool3d)
f_spread_parts = f.recorded("_adaptive_avg_pool3d_backward", _spread_parts)


def _spread_parts_output(grad: Any, grad_output: Any) -> Any:
    return f_parts(grad, tuple(grad_output.shape[-3:]))


def mean_of_parts(self: Tensor, output_size: Any) -> Any:
    from gradrepl.engine import ops

    if len(output_size) != 3:
        raise RuntimeError("adaptive_avg_pool3d: output_size must be 3")
    if min(output_size) < 0:
        a, b, c = output_size
        raise RuntimeError(
            "adaptive_avg_pool3d: elements of output_size must be greater than or equal to 0 but received "
            f"{{{a}, {b},{c}}}"
        )
    if tuple(output_size) == (1, 1, 1):
        return self.mean((-1, -2, -3), keepdim=True)
    if self._a.ndim not in (4, 5):
        raise RuntimeError(
            f"adaptive_avg_pool3d(): Expected 4D or 5D tensor, but got {list(self._a.shape)}"
        )
    return ops.recording("_adaptive_avg_pool3d")(self, tuple(output_size))


def adaptive_max_pool3d(a: Array, output_size: Ints) -> tuple[Array, Array]:
    if len(output_size) != 3:
        raise RuntimeError("adaptive_max_pool3d(): internal error: output_size.size() must be 3")
    if a.ndim not in (4, 5):
        raise RuntimeError(
            f"adaptive_max_pool3d(): Expected 4D or 5D tensor, but got: {list(a.shape)}"
        )
    if a.dtype.kind != "f":
        raise missing("adaptive_max_pool3d_cpu", a)
    shape = (*a.shape[:-3], *output_size)
    found, where = np.empty(shape, a.dtype), np.empty(shape, np.int64)
    flat = np.arange(math.prod(a.shape[-3:])).reshape(a.shape[-3:])
    for at, part in _grid(a.shape[-3:], output_size):
        volume = a[part].reshape(*a.shape[:-3], -1)
        best = volume.argmax(-1)
        found[at] = np.take_along_axis(volume, best[..., None], -1)[..., 0]
        where[at] = flat[part[1:]].reshape(-1)[best]
    return found, where


_MAX = "int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False"
_AVG = "int[3] kernel_size, int[3] stride=[], int[3] padding=0, bool ceil_mode=False, bool count_include_pad=True"
_HIDDEN = "int[] kernel_size, int[] stride, int[] padding"


# fmt: off
VOLUMES = (
    compose(f"max_pool3d(Tensor self, {_MAX}) -> Tensor", max_pool3d_alone, method=False),
    compose(f"max_pool3d_with_indices(Tensor self, {_MAX}) -> (Tensor, Tensor)", max_pool3d_with_indices, method=False, function=False),
    op(f"_max_pool3d_with_indices(Tensor self, {_HIDDEN}, int[] dilation, bool ceil_mode) -> (Tensor result0, Tensor result1)",
       "MaxPool3DWithIndicesBackward0", max_pool3d, method=False, function=False, self=max_pool3d_self),
    op("_max_pool3d_backward(Tensor grad_output, Tensor self, Tensor indices) -> Tensor", "MaxPool3DWithIndicesBackwardBackward0", _spread,
       method=False, function=False, grad_output=lambda grad, indices: _picked(grad, indices), self=f.no_slope),
    compose(f"avg_pool3d(Tensor self, {_AVG}, int? divisor_override=None) -> Tensor", mean_of_windows, method=False, function=False),
    op(f"_avg_pool3d(Tensor self, {_HIDDEN}, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
       "AvgPool3DBackward0", avg_pool3d, method=False, function=False, self=avg_pool3d_self),
    op(f"_avg_pool3d_backward(Tensor grad_output, Tensor self, {_HIDDEN}, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
       "AvgPool3DBackwardBackward0", _spread_means, method=False, function=False, grad_output=_spread_means_output, self=f.no_slope),
    compose("adaptive_avg_pool3d(Tensor self, int[3] output_size) -> Tensor", mean_of_parts, method=False, function=False),
    op("_adaptive_avg_pool3d(Tensor self, int[] output_size) -> Tensor", "AdaptiveAvgPool3DBackward0", adaptive_avg_pool3d,
       method=False, function=False, self=lambda grad, self: f_spread_parts(grad, self)),
    op("_adaptive_avg_pool3d_backward(Tensor grad_output, Tensor self) -> Tensor", "AdaptiveAvgPool3DBackwardBackward0", _spread_parts,
       method=False, function=False, grad_output=_spread_parts_output, self=f.no_slope),
    op("adaptive_max_pool3d(Tensor self, int[3] output_size) -> (Tensor result0, Tensor result1)", "AdaptiveMaxPool3DBackward0", adaptive_max_pool3d,
       method=False, function=False, self=_largest_self("_adaptive_max_pool3d_backward")),
    op("_adaptive_max_pool3d_backward(Tensor grad_output, Tensor self, Tensor indices) -> Tensor", "AdaptiveMaxPool3DBackwardBackward0", _spread,
       method=False, function=False, grad_output=lambda grad, indices: _picked(grad, indices), self=f.no_slope),
)
# fmt: on
