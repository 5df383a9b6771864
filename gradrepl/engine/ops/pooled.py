"""The windows and parts that pooling goes over, and what of them PyTorch refuses."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradrepl.engine.ops.windows import as_ints, places

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.ops.kernels import Ints


def one_each(name: str, **given: Any) -> list[Ints]:
    """One number each; a stride may be left out."""
    found = {argument: as_ints(value) for argument, value in given.items()}
    for argument, values in found.items():
        if len(values) != 1 and not (argument == "stride" and not values):
            raise RuntimeError(
                f"{name}() argument '{argument}' should contain one int (got {len(values)})"
            )
    return list(found.values())


def _two(value: Any, name: str, argument: str) -> Ints:
    """Two numbers, from one or two."""
    given = as_ints(value)
    if len(given) not in (1, 2):
        either = {"stride": "either be omitted,", "dilation": "be either"}.get(
            argument, "either be"
        )
        raise RuntimeError(f"{name}: {argument} must {either} a single int, or a tuple of two ints")
    return given * 2 if len(given) == 1 else given


def count_of(size: int, kernel: int, stride: int, padding: int, dilation: int, ceil: bool) -> int:
    """How many windows there are; with `ceil` a last one may begin within the image and end beyond it."""
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    found = (room + (stride - 1 if ceil else 0)) // stride + 1
    return found - 1 if ceil and (found - 1) * stride >= size + padding else found


def windows_over(shape: Ints, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil: bool) -> Ints:  # fmt: skip
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
    if len(shape) not in (3, 4) or not all(shape[1:]) or (len(shape) == 3 and not shape[0]):
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:"
            f"{list(shape)}"
        )
    counts = tuple(
        count_of(*each, ceil)
        for each in zip(shape[-2:], kernel, stride, padding, dilation, strict=True)
    )
    if min(counts) < 1:
        planes, (height, width) = shape[-3], shape[-2:]
        raise RuntimeError(
            f"Given input size: ({planes}x{height}x{width}). Calculated output size: "
            f"({planes}x{counts[0]}x{counts[1]}). Output size is too small"
        )
    return counts


def check_padding(kernel: Ints, padding: Ints, dilation: Ints) -> None:
    for k, p, d in zip(kernel, padding, dilation, strict=True):
        if p < 0:
            raise RuntimeError(f"pad must be non-negative, but got pad: {p}")
        if p > ((k - 1) * d + 1) // 2:
            raise RuntimeError(
                f"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and "
                f"dilation={d}"
            )


def reach_beyond(sizes: Ints, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, counts: Ints) -> Ints:  # fmt: skip
    """How far the last windows reach out of the padded image."""
    return tuple(
        max((n - 1) * s + d * (k - 1) + 1 - size - 2 * p, 0)
        for size, k, s, p, d, n in zip(
            sizes, kernel, stride, padding, dilation, counts, strict=True
        )
    )


class Plan(NamedTuple):
    """How windows lie on images of one size: a network asks for the same ones again and again."""

    counts: Ints
    """How many windows there are along each dimension."""
    beyond: Ints
    """How far the last ones reach out of the padded image."""
    meetings: tuple[tuple[Any, Array], ...]
    """For each element of the kernel: the part of the padded image that it meets, and the places
    in the plane of what it meets there.
    """
    first: Array
    """The first place of each window that lies in the plane."""


@functools.lru_cache(256)
def plan_of(shape: Ints, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints, ceil: bool) -> Plan:  # fmt: skip
    """The plan for images of that shape.

    Raises:
        RuntimeError: for what PyTorch refuses.
    """
    if 0 in stride:
        raise RuntimeError("stride should not be zero")
    if min(padding) >= 0 and min(dilation) > 0:
        check_padding(kernel, padding, dilation)
    counts = windows_over(shape, kernel, stride, padding, dilation, ceil)
    check_padding(kernel, padding, dilation)
    beyond = reach_beyond(shape[-2:], kernel, stride, padding, dilation, counts)
    begin = [s * np.arange(n) - p for s, n, p in zip(stride, counts, padding, strict=True)]
    inside = [np.where(b < 0, b + -(b // d) * d, b) for b, d in zip(begin, dilation, strict=True)]
    width = shape[-1]
    corner = begin[0][:, None] * width + begin[1]
    meetings = [
        ((..., *meets), corner + (i * dilation[0] * width + j * dilation[1]))
        for (i, j), meets in places(kernel, stride, dilation, counts)
    ]
    return Plan(counts, beyond, tuple(meetings), inside[0][:, None] * width + inside[1])


@functools.lru_cache(256)
def geometry(kernel: Any, stride: Any, padding: Any, dilation: Any, name: str) -> tuple[Ints, Ints, Ints, Ints]:  # fmt: skip
    strides = as_ints(stride)
    return (
        _two(kernel, name, "kernel_size"),
        _two(strides, name, "stride") if strides else (),
        _two(padding, name, "padding"),
        _two(dilation, name, "dilation"),
    )


def check_dims(a: Array, name: str) -> None:
    if a.ndim not in (2, 3):
        raise RuntimeError(
            f"Expected 2 to 3 dimensions, but got {a.ndim}-dimensional tensor for argument #1 'self' (while checking "
            f"arguments for {name})"
        )


def parts_of(size: int, count: int) -> list[slice]:
    """The whole in `count` parts of nearly one length, which may overlap."""
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def grid_of(size: Ints, counts: Ints) -> Any:
    """Each result's index, and the part of the image that it is made of."""
    rows, columns = (list(enumerate(parts_of(*each))) for each in zip(size, counts, strict=True))
    for (i, across), (j, down) in itertools.product(rows, columns):
        yield (..., i, j), (..., across, down)


def check_adaptive(a: Array, name: str, colon: str = "") -> None:
    if a.ndim not in (3, 4):
        raise RuntimeError(f"{name}(): Expected 3D or 4D tensor, but got{colon} {list(a.shape)}")
    for i in range(1 if a.ndim == 4 else 0, a.ndim):
        if not a.shape[i] and i >= a.ndim - 2:
            raise RuntimeError(
                f"{name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes "
                f"{list(a.shape)} with dimension {i} being empty"
            )


def check_one(output_size: Ints, name: str) -> None:
    if len(output_size) != 1:
        raise RuntimeError(
            f"{name}() argument 'output_size' should contain one int (got {len(output_size)})"
        )
