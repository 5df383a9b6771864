"""Where a view lies in its base's memory, and gradients brought from the one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from gradrepl.engine.overlap import meets_itself
from gradrepl.engine.storage import root

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array

Place: TypeAlias = "tuple[tuple[int, ...], tuple[int, ...], int]"
"""Shape, strides and offset (in bytes) of a view within its base."""


def laid_out(shape: tuple[int, ...], strides: tuple[int, ...], dtype: Any) -> Array:
    """Zeros with the base's own layout in memory, so that a view's geometry fits them."""
    extent = sum((d - 1) * s for d, s in zip(shape, strides, strict=True)) + dtype.itemsize
    buffer = np.zeros(0 if 0 in shape else extent, np.uint8)
    return np.ndarray(shape, dtype, buffer=buffer, strides=strides)


def over(whole: Array, place: Place, dtype: Any) -> Array:
    """The region of `whole`, which `laid_out` made, that lies where a view lies."""
    shape, strides, start = place
    return np.ndarray(shape, dtype, buffer=root(whole), offset=start, strides=strides)


def with_region(
    shape: tuple[int, ...], strides: tuple[int, ...], dtype: Any, place: Place
) -> tuple[Array, Array]:
    """Zeros with the layout, and a region of the same memory, which may reach out of them."""
    size, steps, start = place
    ends = [
        0 if 0 in dims else sum((d - 1) * s for d, s in zip(dims, each, strict=True)) + first
        for dims, each, first in ((shape, strides, 0), (size, steps, start))
    ]
    low = min(0, start)
    buffer = np.zeros(max(ends) + dtype.itemsize - low, np.uint8)
    whole: Array = np.ndarray(shape, dtype, buffer, -low, strides)
    return whole, np.ndarray(size, dtype, buffer, start - low, steps)


def scatter(grad: Array, shape: tuple[int, ...], strides: tuple[int, ...], place: Place) -> Array:
    """The gradient of a base from the gradient of its view."""
    whole, target = with_region(shape, strides, grad.dtype, place)
    if 0 in target.strides and target.size > 1:  # expanded: several gradients meet in one place
        axes = tuple(d for d, s in enumerate(target.strides) if s == 0 and target.shape[d] > 1)
        grad = grad.sum(axes, keepdims=True)
        target = target[
            tuple(slice(0, 1) if d in axes else slice(None) for d in range(target.ndim))
        ]
    if meets_itself(target):  # windows, and the like
        places = np.zeros((), np.int64)
        for d, s in zip(target.shape, target.strides, strict=True):
            places = places[..., None] + np.arange(d) * (s // target.itemsize)
        flat = np.zeros(int(places.max()) + 1, grad.dtype)
        np.add.at(flat, places, grad)
        target[...] = flat[places]
        return whole
    target += grad
    return whole
