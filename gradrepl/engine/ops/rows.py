"""Short rows, where starting a reduction costs more than its work.

Numpy spends a microsecond to start a reduction, and another to join what is left with the numbers that it came from.
The extremes of all rows are found by one `reduceat` sooner, their totals by a product with ones, and either is put
beside each number of its row at once: arrays of the same shape are joined in a third of the time.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradrepl.engine.ops import kernels as k

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.ops.kernels import Ints

FEW = 512
"""Up to so many numbers are few."""
SHORT = 16
"""Up to so many numbers a product puts the total of a row beside each of them."""

tops = np.maximum.reduceat
"""`tops(a.ravel(), starts)[beside]`: the largest number of its row, for each number."""


@functools.lru_cache(64)
def ones(rows: int, columns: int, dtype: np.dtype[Any]) -> Array:
    return np.ones((rows, columns), dtype)


class Rows(NamedTuple):
    """Of an array that is contiguous."""

    starts: Array
    """Where each row begins."""
    beside: Array
    """For each number its row's number."""
    ones: Array
    """`a.dot(ones)`: the total of its row, for each number, or for the row where that is long."""
    column: Array
    """`a.dot(column)`: the total of each row."""
    length: Array
    """How many numbers a row has."""


@functools.lru_cache(256)
def short_rows(shape: Ints, dim: int, dtype: np.dtype[Any]) -> Rows | None:
    """The rows along a dimension, if they are few and short; they are real, and there are some."""
    count, size = shape[-1] if shape else 0, math.prod(shape)
    if (
        not shape
        or dim not in (-1, len(shape) - 1)
        or not 0 < size <= FEW
        or dtype.char not in "fd"
    ):
        return None
    starts = np.arange(0, size, count)
    spread = ones(count, count if count <= SHORT else 1, dtype)
    return Rows(starts, beside(shape), spread, ones(count, 1, dtype), np.array(count, dtype))


@functools.lru_cache(64)
def beside(shape: Ints) -> Array:
    """Of each number which row is its own: `v[beside(a.shape)]` lies down the columns."""
    return np.repeat(np.arange(math.prod(shape[:-1])), shape[-1]).reshape(shape)


@functools.lru_cache(64)
def across(shape: Ints) -> Array:
    """Of each number its place in its row: `v[across(a.shape)]` lies along the rows."""
    return np.arange(shape[-1]) + np.zeros(shape, np.intp)


@functools.lru_cache(256)
def lines(shape: Ints, dim: int) -> tuple[Array | None, Array, Ints] | None:
    """How far apart the numbers of a row or a column are in memory, and where each line begins.

    None for what is neither; of a row's numbers, which are neighbours, the first is None. The last
    is the shape that is left where the dimension stays.
    """
    if len(shape) > 1 and dim in (-1, len(shape) - 1):
        outer = shape[:-1]
        return None, (np.arange(math.prod(outer)) * shape[-1]).reshape(outer), (*outer, 1)
    if len(shape) == 2 and dim in (0, -2):
        return np.array(shape[1]), np.arange(shape[1]), (1, shape[1])
    return None


@functools.lru_cache(64)
def share(count: int, dtype: np.dtype[Any]) -> Array:
    """A product with it is the mean of so many."""
    return np.full(count, 1 / count, dtype)


def taken(a: Array, indices: Array, dim: int) -> Array:
    """The numbers at places counted along a dimension."""
    if dim == a.ndim - 1 > 0 and a.size <= FEW and a.flags.c_contiguous:
        starts = lines(a.shape, dim)[1]  # type: ignore[index]  # there are rows
        picked: Array = a.ravel()[indices + starts.reshape(*a.shape[:-1], 1)]
        return picked
    found: Array = a[k.along(indices, dim)]
    return found


def total(a: Array, dim: int) -> Array:
    """The sum along a dimension, which stays; that of a short row beside each of its numbers."""
    if a.flags.c_contiguous and dim in (-1, a.ndim - 1):
        count = a.shape[-1]
        rows: Array = a.dot(ones(count, count if count <= SHORT else 1, a.dtype))
        return rows
    found: Array = np.add.reduce(a, dim, keepdims=True)
    return found
