"""Windows that slide over an image in any number of dimensions."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops.kernels import restrided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    found = np.full((*x.shape[:front], *sizes), value, x.dtype)
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


def places(kernel: Ints, stride: Ints, dilation: Ints, counts: Ints) -> Iterator[tuple[Any, Any]]:
    """For each element of the kernel: its index, and the slice of the image that it meets."""
    along = [
        [slice(i * d, i * d + s * (n - 1) + 1, s) for i in range(k)]
        for k, s, d, n in zip(kernel, stride, dilation, counts, strict=True)
    ]
    return zip(itertools.product(*map(range, kernel)), itertools.product(*along), strict=True)


def count(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """How many places a kernel has along one dimension."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def gathered(cols: Array, size: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    """Windows `(N, C, *kernel, *counts)` added up into the image `(N, C, *size)` that they lie on."""
    d = len(size)
    kernel, counts = cols.shape[2 : 2 + d], cols.shape[2 + d :]
    whole = [n + 2 * p for n, p in zip(size, padding, strict=True)]
    image = np.zeros((*cols.shape[:2], *whole), cols.dtype)
    for at, meets in places(kernel, stride, dilation, counts):
        image[(..., *meets)] += cols[(slice(None), slice(None), *at)]
    return np.ascontiguousarray(image[inner(size, padding)])
