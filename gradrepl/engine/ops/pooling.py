"""Pooling: the largest or the mean of every window, or of as many parts as are asked for."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.convolution import inner, padded, places
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor

Ints = tuple[int, ...]


def _ints(value: Any) -> Ints:
    return (value,) if isinstance(value, int) else tuple(value)


def _single(name: str, **given: Any) -> list[Ints]:
    """One number each; a stride may be left out."""
    found = {argument: _ints(value) for argument, value in given.items()}
    for argument, values in found.items():
        if len(values) != 1 and not (argument == "stride" and not values):
            raise RuntimeError(
                f"{name}() argument '{argument}' should contain one int (got {len(values)})"
            )
    return list(found.values())


def _two(value: Any, name: str, argument: str) -> Ints:
    """Two numbers, from one or two."""
    given = _ints(value)
    if len(given) not in (1, 2):
        either = {"stride": "either be omitted,", "dilation": "be either"}.get(
            argument, "either be"
        )
        raise RuntimeError(f"{name}: {argument} must {either} a single int, or a tuple of two ints")
    return given * 2 if len(given) == 1 else given


def _count(size: int, kernel: int, stride: int, padding: int, dilation: int, ceil: bool) -> int:
    """How many windows there are; with `ceil` a last one may begin within the image and end beyond it."""
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    found = (room + (stride - 1 if ceil else 0)) // stride + 1
    return found - 1 if ceil and (found - 1) * stride >= size + padding else found


def _counted(a: Array, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil: bool) -> Ints:  # fmt: skip
    """How many windows there are, where PyTorch takes the arguments."""
    if min(kernel) <= 0:
        raise RuntimeError(
            f"kernel size should be greater than zero, but got kH: {kernel[0]} kW: {kernel[1]}"
        )
    if min(stride) <= 0:
        raise RuntimeError(
            f"stride should be greater than zero, but got dH: {stride[0]} dW: {stride[1]}"
        )
    if min(dilation) <= 0:
        raise RuntimeError(
            f"dilation should be greater than zero, but got dilationH: {dilation[0]} dilationW: {dilation[1]}"
        )
    if a.ndim not in (3, 4) or not all(a.shape[1:]) or (a.ndim == 3 and not a.shape[0]):
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:"
            f"{list(a.shape)}"
        )
    counts = tuple(
        _count(*each, ceil)
        for each in zip(a.shape[-2:], kernel, stride, padding, dilation, strict=True)
    )
    if min(counts) < 1:
        planes, (height, width) = a.shape[-3], a.shape[-2:]
        raise RuntimeError(
            f"Given input size: ({planes}x{height}x{width}). Calculated output size: "
            f"({planes}x{counts[0]}x{counts[1]}). Output size is too small"
        )
    return counts


def _check_padding(kernel: Ints, padding: Ints, dilation: Ints) -> None:
    for k, p, d in zip(kernel, padding, dilation, strict=True):
        if p < 0:
            raise RuntimeError(f"pad must be non-negative, but got pad: {p}")
        if p > ((k - 1) * d + 1) // 2:
            raise RuntimeError(
                f"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and "
                f"dilation={d}"
            )


def _beyond(sizes: Ints, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, counts: Ints) -> Ints:  # fmt: skip
    """How far the last windows reach out of the padded image."""
    return tuple(
        max((n - 1) * s + d * (k - 1) + 1 - size - 2 * p, 0)
        for size, k, s, p, d, n in zip(
            sizes, kernel, stride, padding, dilation, counts, strict=True
        )
    )


# --- the largest -----------------------------------------------------------------------------------------------------


def max_pool2d(a: Array, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil_mode: bool) -> tuple[Array, Array]:  # fmt: skip
    """The largest of every window, and where in its plane it stands: the first, or a nan."""
    stride = stride or kernel
    if 0 in stride:
        raise RuntimeError("stride should not be zero")
    if min(padding) >= 0 and min(dilation) > 0:
        _check_padding(kernel, padding, dilation)
    counts = _counted(a, kernel, stride, padding, dilation, ceil_mode)
    _check_padding(kernel, padding, dilation)
    if a.dtype.kind in "bc":
        raise missing("max_pool2d", a)
    lowest = -math.inf if a.dtype.kind == "f" else np.iinfo(a.dtype).min
    beyond = _beyond(a.shape[-2:], kernel, stride, padding, dilation, counts)
    image = padded(a, padding, lowest, beyond)
    first = [
        (s * np.arange(n) - p) for s, n, p in zip(stride, counts, padding, strict=True)
    ]  # where windows begin
    width = a.shape[-1]
    inside = [
        np.where(b < 0, b + -(b // d) * d, b) if p else b
        for b, d, p in zip(first, dilation, padding, strict=True)
    ]
    meetings = places(kernel, stride, dilation, counts)
    best = image[(..., *next(meetings)[1])].copy()
    where = np.empty(best.shape, np.int64)
    where[...] = inside[0][:, None] * width + inside[1]
    corner = first[0][:, None] * width + first[1]
    nans = a.dtype.kind == "f" and bool(np.isnan(a).any())
    for (i, j), meets in meetings:
        value = image[(..., *meets)]
        better = value > best
        if nans:
            better |= value != value  # noqa: PLR0124  # nan differs from itself
        at = corner + (i * dilation[0] * width + j * dilation[1])
        np.copyto(best, value, where=better)
        np.copyto(where, at, where=better)
    return best, where


def unpooled(grad: Array, indices: Array, size: Ints) -> Array:
    """Each value at its place in a plane of zeros; those that meet are added up."""
    planes, area = math.prod(indices.shape[:-2]), math.prod(size)
    flat = (
        indices.reshape(planes, math.prod(indices.shape[-2:])) + np.arange(planes)[:, None] * area
    )
    total = planes * area
    # a window that lies in the padding alone has its place beyond the plane
    found = np.bincount(flat.reshape(-1), grad.reshape(-1), total)[:total]
    return found.astype(grad.dtype).reshape(*grad.shape[:-2], *size)


def _picked(grad: Any, indices: Any) -> Any:
    """Of each plane what stands at the indices."""
    flat = grad.reshape((*grad.shape[:-2], math.prod(grad.shape[-2:])))
    at = indices.reshape((*indices.shape[:-2], math.prod(indices.shape[-2:])))
    found = flat.gather(-1, at) if hasattr(flat, "_a") else np.take_along_axis(flat, at, -1)
    return found.reshape(indices.shape)


def _again(name: str) -> Any:
    """The backward of a maximum as a function of arrays and of Tensors."""
    backward = f.recorded(name, unpooled)

    def formula(grad: Any, self: Any, result1: Any) -> Any:
        return backward(grad, result1, tuple(self.shape[-2:]))

    return formula


_max_pool2d_self = _again("_max_pool2d_backward")
adaptive_max_pool2d_self = _again("_adaptive_max_pool2d_backward")


def max_pool2d_self(grad: Any, self: Any, kernel_size: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil_mode: bool, result1: Any) -> Any:  # fmt: skip
    del kernel_size, stride, padding, dilation, ceil_mode  # PyTorch saves them
    return _max_pool2d_self(grad, self, result1)


def unpooled_output(grad: Any, indices: Any) -> Any:
    return _picked(grad, indices)


def _given(kernel: Any, stride: Any, padding: Any, dilation: Any, name: str) -> tuple[Ints, Ints, Ints, Ints]:  # fmt: skip
    strides = _ints(stride)
    return (
        _two(kernel, name, "kernel_size"),
        _two(strides, name, "stride") if strides else (),
        _two(padding, name, "padding"),
        _two(dilation, name, "dilation"),
    )


def max_pool2d_with_indices(self: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> Any:  # fmt: skip
    from gradrepl.engine import ops

    given = _given(kernel_size, stride, padding, dilation, "max_pool2d")
    if self._a.ndim not in (3, 4):
        raise RuntimeError("non-empty 3D or 4D (batch mode) tensor expected for input")
    return ops.recording("_max_pool2d_with_indices")(self, *given, ceil_mode)


def largest(name: str) -> Any:
    """`max_pool2d`, which keeps the indices to itself."""

    def pool(self: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> Any:  # fmt: skip
        from gradrepl.engine import ops

        if name == "max_pool1d":
            given = [_ints(each) for each in (kernel_size, stride, padding, dilation)]
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
    found = _count(a.shape[-1], k, s, p, d, ceil)
    if found <= 0:
        raise RuntimeError(f"max_pool1d() Invalid computed output size: {found}")


def max_pool1d_with_indices(self: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> Any:  # fmt: skip
    _check_dims(self._a, "max_pool1d")
    named = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
    kernel, strides, around, spread = _single("max_pool1d", **named)
    strides = (1, *strides) if strides else (1, *kernel)
    found = max_pool2d_with_indices(
        self.unsqueeze(-2), (1, *kernel), strides, (0, *around), (1, *spread), ceil_mode
    )
    return found[0].squeeze(-2), found[1].squeeze(-2)


# --- the mean --------------------------------------------------------------------------------------------------------


def _shares(size: Ints, kernel: Ints, stride: Ints, padding: Ints, counts: Ints, include: bool, override: int | None) -> Any:  # fmt: skip
    """What each window's sum is divided by."""
    if override is not None:
        return np.array(override)
    if not any(padding) and not any(_beyond(size, kernel, stride, padding, (1, 1), counts)):
        return np.array(math.prod(kernel))
    lengths = []
    for n, k, s, p, c in zip(size, kernel, stride, padding, counts, strict=True):
        start = np.arange(c) * s - p
        stop = np.minimum(start + k, n + p)
        if not include:
            start, stop = np.maximum(start, 0), np.minimum(stop, n)
        lengths.append(stop - start)
    return lengths[0][:, None] * lengths[1]


def avg_pool2d(a: Array, kernel: Ints, stride: Ints, padding: Ints, ceil_mode: bool, include: bool, override: int | None) -> Array:  # fmt: skip
    stride = stride or kernel
    if 0 in stride:
        raise RuntimeError("stride should not be zero")
    if override == 0:
        raise RuntimeError("divisor must be not zero")
    if min(padding) >= 0:
        _check_padding(kernel, padding, (1, 1))
    counts = _counted(a, kernel, stride, padding, (1, 1), ceil_mode)
    _check_padding(kernel, padding, (1, 1))
    if a.dtype.kind in "bc" or (a.dtype.kind in "iu" and a.dtype != np.int64):
        raise missing("avg_pool2d", a)
    image = padded(a, padding, 0, _beyond(a.shape[-2:], kernel, stride, padding, (1, 1), counts))
    wide = np.float32 if a.dtype == np.float16 else a.dtype
    meetings = places(kernel, stride, (1, 1), counts)
    total = np.add(image[(..., *next(meetings)[1])], 0, dtype=wide)  # -0 becomes 0
    for _, meets in meetings:
        total += image[(..., *meets)]
    share = _shares(a.shape[-2:], kernel, stride, padding, counts, include, override)
    if a.dtype.kind == "i":
        return np.trunc(total / share).astype(a.dtype)
    return np.divide(total, share.astype(wide), out=total).astype(a.dtype, copy=False)


def spread_means(grad: Array, size: Ints, kernel: Ints, stride: Ints, padding: Ints, ceil_mode: bool, include: bool, override: int | None) -> Array:  # fmt: skip
    """Each window's gradient, shared by what the window holds."""
    del ceil_mode
    stride = stride or kernel
    counts = grad.shape[-2:]
    share = _shares(size, kernel, stride, padding, counts, include, override)
    part = grad / share.astype(grad.dtype)
    frame = np.zeros((*grad.shape[:-2], *size), grad.dtype)
    beyond = _beyond(frame.shape[-2:], kernel, stride, padding, (1, 1), counts)
    image = padded(frame, padding, 0, beyond)
    for _, meets in places(kernel, stride, (1, 1), counts):
        image[(..., *meets)] += part
    return image[inner(size, padding)]


f_avg_pool2d = f.recorded("_avg_pool2d", avg_pool2d)
f_spread_means = f.recorded("_avg_pool2d_backward", spread_means)


def avg_pool2d_self(grad: Any, self: Any, kernel_size: Ints, stride: Ints, padding: Ints, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    size = tuple(self.shape[-2:])
    how = (kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return f_spread_means(grad, size, *how)


def spread_means_output(grad: Any, kernel_size: Ints, stride: Ints, padding: Ints, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    how = (kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return f_avg_pool2d(grad, *how)


def mean_of_windows(self: Tensor, kernel_size: Any, stride: Any, padding: Any, ceil_mode: bool, count_include_pad: bool, divisor_override: int | None) -> Any:  # fmt: skip
    from gradrepl.engine import ops

    kernel, strides, around, _ = _given(kernel_size, stride, padding, 1, "avg_pool2d")
    if self._a.ndim < 3:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-max(self._a.ndim, 1)}, "
            f"{max(self._a.ndim, 1) - 1}], but got -3)"
        )
    how = (ceil_mode, count_include_pad, divisor_override)
    return ops.recording("_avg_pool2d")(self, kernel, strides, around, *how)


def avg_pool1d(self: Tensor, kernel_size: Any, stride: Any, padding: Any, ceil_mode: bool, count_include_pad: bool) -> Any:  # fmt: skip
    _check_dims(self._a, "avg_pool1d")
    named = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    kernel, strides, around = _single("avg_pool1d", **named)
    strides = (1, *strides) if strides else ()
    found = mean_of_windows(
        self.unsqueeze(-2), (1, *kernel), strides, (0, *around), ceil_mode, count_include_pad, None
    )
    return found.squeeze(-2)


def _check_dims(a: Array, name: str) -> None:
    if a.ndim not in (2, 3):
        raise RuntimeError(
            f"Expected 2 to 3 dimensions, but got {a.ndim}-dimensional tensor for argument #1 'self' (while checking "
            f"arguments for {name})"
        )


# --- into as many parts as are asked for -----------------------------------------------------------------------------


def _parts(size: int, count: int) -> list[slice]:
    """The whole in `count` parts of nearly one length, which may overlap."""
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def _grid(size: Ints, counts: Ints) -> Any:
    """Each result's index, and the part of the image that it is made of."""
    rows, columns = (list(enumerate(_parts(*each))) for each in zip(size, counts, strict=True))
    for (i, across), (j, down) in itertools.product(rows, columns):
        yield (..., i, j), (..., across, down)


def _check_adaptive(a: Array, name: str, colon: str = "") -> None:
    if a.ndim not in (3, 4):
        raise RuntimeError(f"{name}(): Expected 3D or 4D tensor, but got{colon} {list(a.shape)}")
    for i in range(1 if a.ndim == 4 else 0, a.ndim):
        if not a.shape[i] and i >= a.ndim - 2:
            raise RuntimeError(
                f"{name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes "
                f"{list(a.shape)} with dimension {i} being empty"
            )


def adaptive_avg_pool2d(a: Array, output_size: Ints) -> Array:
    if a.dtype.kind != "f":
        raise missing("adaptive_avg_pool2d", a)
    wide = a.astype(np.float32) if a.dtype == np.float16 else a
    found = np.empty((*a.shape[:-2], *output_size), wide.dtype)
    for at, part in _grid(a.shape[-2:], output_size):
        image = wide[part]
        found[at] = np.add.reduce(image, (-2, -1)) / math.prod(image.shape[-2:])
    return found.astype(a.dtype, copy=False)


def spread_parts(grad: Array, size: Ints) -> Array:
    found = np.zeros((*grad.shape[:-2], *size), grad.dtype)
    for at, part in _grid(size, grad.shape[-2:]):
        image = found[part]
        image += (grad[at] / grad.dtype.type(math.prod(image.shape[-2:])))[..., None, None]
    return found


f_parts = f.recorded("_adaptive_avg_pool2d", adaptive_avg_pool2d)
f_spread_parts = f.recorded("_adaptive_avg_pool2d_backward", spread_parts)


def adaptive_avg_pool2d_self(grad: Any, self: Any) -> Any:
    return f_spread_parts(grad, tuple(self.shape[-2:]))


def spread_parts_output(grad: Any, grad_output_sym_argsize_minus_2: int, grad_output_sym_argsize_minus_1: int) -> Any:  # fmt: skip
    return f_parts(grad, (grad_output_sym_argsize_minus_2, grad_output_sym_argsize_minus_1))


def mean_of_parts(self: Tensor, output_size: Any) -> Any:
    from gradrepl.engine import ops

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
    _check_adaptive(self._a, "adaptive_avg_pool2d")
    return ops.recording("_adaptive_avg_pool2d")(self, size)


def adaptive_avg_pool1d(self: Tensor, output_size: Ints) -> Any:
    _check_dims(self._a, "adaptive_avg_pool1d")
    _check_one(output_size, "adaptive_avg_pool1d")
    from gradrepl.engine import ops

    row = self.unsqueeze(-2)
    return ops.recording("adaptive_avg_pool2d")(row, (1, *output_size)).squeeze(-2)


def _check_one(output_size: Ints, name: str) -> None:
    if len(output_size) != 1:
        raise RuntimeError(
            f"{name}() argument 'output_size' should contain one int (got {len(output_size)})"
        )


def adaptive_max_pool2d(a: Array, output_size: Ints) -> tuple[Array, Array]:
    if len(output_size) != 2:
        raise RuntimeError("adaptive_max_pool2d(): internal error: output_size.size() must be 2")
    _check_adaptive(a, "adaptive_max_pool2d", ":")
    shape = (*a.shape[:-2], *output_size)
    for each in output_size:
        if each < 0:
            raise RuntimeError(
                f"Trying to create tensor with negative dimension {each}: {list(shape)}"
            )
    if a.dtype.kind != "f":
        raise missing("adaptive_max_pool2d", a)
    found, where = np.empty(shape, a.dtype), np.empty(shape, np.int64)
    for at, part in _grid(a.shape[-2:], output_size):
        image = a[part]
        flat = image.reshape(*image.shape[:-2], math.prod(image.shape[-2:]))
        best = flat.argmax(-1)
        row, column = np.divmod(best, image.shape[-1])
        found[at] = np.take_along_axis(flat, best[..., None], -1)[..., 0]
        where[at] = (row + part[-2].start) * a.shape[-1] + column + part[-1].start
    return found, where


def adaptive_max_pool1d(self: Tensor, output_size: Ints) -> Any:
    _check_dims(self._a, "adaptive_max_pool1d")
    _check_one(output_size, "adaptive_max_pool1d")
    from gradrepl.engine import ops

    found, where = ops.recording("adaptive_max_pool2d")(self.unsqueeze(-2), (1, *output_size))
    return found.squeeze(-2), where.squeeze(-2)


_MAX = "int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False"
_MAX1 = _MAX.replace("[2]", "[1]")
_AVG = "int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True"

# fmt: off
POOLING: tuple[Op, ...] = (
    compose(f"max_pool1d(Tensor self, {_MAX1}) -> Tensor", largest("max_pool1d"), method=False),
    compose(f"max_pool1d_with_indices(Tensor self, {_MAX1}) -> (Tensor, Tensor)", max_pool1d_with_indices, method=False),
    compose(f"max_pool2d(Tensor self, {_MAX}) -> Tensor", largest("max_pool2d"), method=False),
    compose(f"max_pool2d_with_indices(Tensor self, {_MAX}) -> (Tensor, Tensor)", max_pool2d_with_indices, method=False, function=False),
    op("_max_pool2d_with_indices(Tensor self, int[] kernel_size, int[] stride, int[] padding, int[] dilation, bool ceil_mode) -> (Tensor result0, Tensor result1)",
       "MaxPool2DWithIndicesBackward0", max_pool2d, method=False, function=False, self=max_pool2d_self),
    op("_max_pool2d_backward(Tensor grad_output, Tensor indices, int[] size) -> Tensor", "MaxPool2DWithIndicesBackwardBackward0", unpooled,
       method=False, function=False, grad_output=unpooled_output),
    compose(f"avg_pool1d(Tensor self, {_AVG.replace('[2]', '[1]')}) -> Tensor", avg_pool1d, method=False),
    compose(f"avg_pool2d(Tensor self, {_AVG}, int? divisor_override=None) -> Tensor", mean_of_windows, method=False, function=False),
    op("_avg_pool2d(Tensor self, int[] kernel_size, int[] stride, int[] padding, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
       "AvgPool2DBackward0", avg_pool2d, method=False, function=False, self=avg_pool2d_self),
    op("_avg_pool2d_backward(Tensor grad_output, int[] size, int[] kernel_size, int[] stride, int[] padding, bool ceil_mode, bool count_include_pad, int? divisor_override) -> Tensor",
       "AvgPool2DBackwardBackward0", spread_means, method=False, function=False, grad_output=spread_means_output),
    compose("adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor", adaptive_avg_pool1d, method=False),
    compose("adaptive_avg_pool2d(Tensor self, int[2] output_size) -> Tensor", mean_of_parts, method=False, function=False),
    op("_adaptive_avg_pool2d(Tensor self, int[] output_size) -> Tensor", "AdaptiveAvgPool2DBackward0", adaptive_avg_pool2d,
       method=False, function=False, self=adaptive_avg_pool2d_self),
    op("_adaptive_avg_pool2d_backward(Tensor grad_output, int[] size) -> Tensor", "AdaptiveAvgPool2DBackwardBackward0", spread_parts,
       method=False, function=False, grad_output=spread_parts_output),
    compose("adaptive_max_pool1d(Tensor self, int[1] output_size) -> (Tensor, Tensor)", adaptive_max_pool1d, method=False),
    op("adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor result0, Tensor result1)", "AdaptiveMaxPool2DBackward0", adaptive_max_pool2d,
       method=False, function=False, self=adaptive_max_pool2d_self),
    op("_adaptive_max_pool2d_backward(Tensor grad_output, Tensor indices, int[] size) -> Tensor", "AdaptiveMaxPool2DBackwardBackward0", unpooled,
       method=False, function=False, grad_output=unpooled_output),
)
# fmt: on
