"""Windows that slide over an image in any number of dimensions."""

from __future__ import annotations

import functools
import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops.kernels import restrided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.ops.kernels import Ints


def as_ints(value: Any) -> Ints:
    """One number for every dimension may stand alone."""
    return (value,) if isinstance(value, int) else tuple(value)


def padded(x: Array, padding: Sequence[int], value: Any = 0, beyond: Sequence[int] = ()) -> Array:
    """The image inside a frame of one value; `beyond` widens it at its far ends."""
    far = beyond or (0,) * len(padding)
    if not any(padding) and not any(far):
        return x
    front = x.ndim - len(padding)
    sizes = [n + 2 * p + b for n, p, b in zip(x.shape[front:], padding, far, strict=True)]
    shape = (*x.shape[:front], *sizes)
    if value == 0:
        found = np.zeros(shape, x.dtype)
    else:
        found = np.empty(shape, x.dtype)
        found.fill(value)
    found[inner(x.shape[front:], padding)] = x
    return found


def inner(size: Sequence[int], padding: Sequence[int]) -> Any:
    """The image within its frame."""
    return (..., *(slice(p, p + n) for n, p in zip(size, padding, strict=True)))


def windows(x: Array, kernel: Ints, stride: Ints, dilation: Ints, counts: Ints) -> Array:
    """Every place of the kernel on the image, as a view: `(*front, *kernel, *counts)`."""
    front = x.ndim - len(kernel)
    across = x.strides[front:]
    inside = [s * d for s, d in zip(across, dilation, strict=True)]
    steps = [s * d for s, d in zip(across, stride, strict=True)]
    shape, strides = (*x.shape[:front], *kernel, *counts), (*x.strides[:front], *inside, *steps)
    return restrided(x, shape, strides)


@functools.lru_cache(64)
def fields(shape: Ints, kernel: Ints, stride: Ints, dilation: Ints, counts: Ints) -> Array:
    """Where in memory is what `windows` shows."""
    flat = np.arange(math.prod(shape)).reshape(shape)
    return np.ascontiguousarray(windows(flat, kernel, stride, dilation, counts))


@functools.lru_cache(256)
def places(kernel: Ints, stride: Ints, dilation: Ints, counts: Ints) -> tuple[tuple[Any, Any], ...]:
    """For each element of the kernel: its index, and the slice of the image that it meets."""
    along = [
        [slice(i * d, i * d + s * (n - 1) + 1, s) for i in range(k)]
        for k, s, d, n in zip(kernel, stride, dilation, counts, strict=True)
    ]
    return tuple(
        zip(itertools.product(*map(range, kernel)), itertools.product(*along), strict=True)
    )


FEW = 1 << 11
"""Of so many numbers those of each window are picked at once."""


@functools.lru_cache(64)
def cells(shape: Ints, kernel: Ints, stride: Ints, counts: Ints) -> Array:
    """Where in memory the numbers of each window are: `(*front, *counts, of one window)`."""
    front, size = len(shape) - len(kernel), math.prod(kernel)
    found = fields(shape, kernel, stride, (1,) * len(kernel), counts)
    found = found.reshape(*shape[:front], size, *counts)
    return np.ascontiguousarray(np.moveaxis(found, front, -1))


def count(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """How many places a kernel has along one dimension."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


_FEW = 1 << 12
"""So many numbers are added up one by one sooner than a part of the image at a time."""


@functools.lru_cache(64)
def _targets(planes: int, whole: Ints, kernel: Ints, stride: Ints, dilation: Ints, counts: Ints) -> Array:  # fmt: skip
    """Where each element of each window lies in all planes, flat."""
    flat = np.arange(planes * math.prod(whole)).reshape(planes, *whole)
    parts = [flat[(slice(None), *meets)] for _, meets in places(kernel, stride, dilation, counts)]
    return np.stack(parts, 1).reshape(-1)


def gathered(cols: Array, size: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    """Windows `(N, C, *kernel, *counts)` added up into the image `(N, C, *size)` that they lie on."""
    d = len(size)
    kernel, counts = cols.shape[2 : 2 + d], cols.shape[2 + d :]
    whole = tuple([n + 2 * p for n, p in zip(size, padding, strict=True)])
    if cols.size <= _FEW and cols.dtype.kind == "f":
        shape = (*cols.shape[:2], *whole)
        to = _targets(math.prod(cols.shape[:2]), whole, kernel, stride, dilation, counts)
        image = np.bincount(to, cols.reshape(-1), math.prod(shape)).astype(cols.dtype)
        image = image.reshape(shape)
        return np.ascontiguousarray(image[inner(size, padding)]) if any(padding) else image
    image = np.zeros((*cols.shape[:2], *whole), cols.dtype)
    for at, meets in places(kernel, stride, dilation, counts):
        image[(..., *meets)] += cols[(slice(None), slice(None), *at)]
    return np.ascontiguousarray(image[inner(size, padding)])
