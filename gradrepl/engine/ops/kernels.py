"""What both the table and its formulas compute with, on arrays."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.errors import sizes_differ
from gradrepl.engine.formats import contiguous_format
from gradrepl.engine.generated import G
from gradrepl.engine.state import STATE
from gradrepl.engine.tensor import wrap_dim
from gradrepl.engine.warning import warn_of_imaginary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gradrepl.engine.dtypes import Array

Ints = tuple[int, ...]
"""Sizes, strides, places: one number a dimension."""


def missing(kernel: str, a: Array) -> NotImplementedError:
    """What PyTorch says where it has no kernel for a dtype."""
    return NotImplementedError(f"\"{kernel}\" not implemented for '{dtypes.OF[a.dtype].legacy}'")


def size_of(a: Array, dim: int) -> int:
    """The size of one dimension, which must be there.

    Raises:
        IndexError: with PyTorch's text.
    """
    if not a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    return a.shape[wrap_dim(dim, a.ndim)]


def check_sizes(operands: Sequence[Any], sizes: Sequence[tuple[Any, int]]) -> None:
    """Asks for what a node would keep of sizes, once an operation has failed: PyTorch does before.

    Raises:
        IndexError: with PyTorch's text.
    """
    if STATE.recording and any(each.requires_grad for each in operands):
        for tensor, dim in sizes:
            size_of(tensor._a, dim)


G["check_sizes"] = check_sizes


def laid_out(found: Array, a: Array) -> Array:
    """A result in the order of its dimensions, whatever the order of what it was computed from."""
    return found if found.ndim < 2 or a.flags.c_contiguous else found.copy("C")


def laid_out_like(found: Array, a: Array) -> Array:
    """A result in the order of what it was computed from."""
    if a.flags.c_contiguous:
        return found
    like = np.empty_like(a, found.dtype)
    like[...] = found
    return like


def converted(a: Array, to: np.dtype[Any]) -> Array:
    """In another dtype. What is complex loses its imaginary part, with a warning."""
    if a.dtype.kind == "c" and to.kind != "c":
        if a.size:
            warn_of_imaginary()
        a = a != 0 if to.kind == "b" else a.real
    return a.astype(to, copy=False)


def power(a: Array, exponent: Any) -> Array:
    """`a ** exponent` for arrays or a number; the whole powers that occur most are products, as in PyTorch."""
    if not isinstance(exponent, np.ndarray):
        if isinstance(exponent, complex) and a.dtype.kind != "c":
            a = a.astype(np.result_type(a, np.complex64))
        if a.dtype.kind == "b":  # True ** n is True, False ** n is False, unless n is 0
            return a.copy() if exponent else np.ones_like(a)
        if exponent == 1:
            return a.copy("K")
        if exponent == 2:
            return np.multiply(a, a, out=...)
        if exponent == 3:
            return np.multiply(np.multiply(a, a, out=...), a, out=...)
        if exponent == 0.5 and a.dtype.kind == "f" and a.itemsize > 2:
            return np.sqrt(a, out=...)
        if exponent == -0.5 and a.dtype.kind == "f" and a.itemsize > 2:
            return np.reciprocal(np.sqrt(a, out=...), out=...)
        if a.dtype.kind in "iu" and exponent < 0:
            raise RuntimeError("Integers to negative integer powers are not allowed.")
        exponent = a.dtype.type(exponent)
    elif a.dtype.kind in "iub":
        return _integer_power(a, exponent)
    return np.power(a, exponent, out=...)


def _integer_power(a: Array, exponent: Array) -> Array:
    """Integers raised to negative ones are 0, or 1 and -1 for 1 and -1, where tensors are given for both."""
    if a.dtype.kind == "b":
        raise NotImplementedError("\"pow\" not implemented for 'Bool'")
    if (exponent >= 0).all():
        return np.power(a, exponent, out=...)
    base, to = np.broadcast_arrays(a, exponent)
    found = np.power(base, np.where(to < 0, 0, to))
    sign = np.where(to % 2 == 0, 1, -1)
    below = np.where(base == 1, 1, np.where(base == -1, sign, 0))
    return np.where(to < 0, below, found).astype(a.dtype)


def sgn(a: Array) -> Array:
    """-1, 0 or 1, and 0 for nan; for a complex number the one of its direction on the unit circle."""
    if a.dtype.kind == "b":
        return a.copy()
    if a.dtype.kind == "c":
        size = np.absolute(a, out=...)
        return np.where(size == 0, a.dtype.type(0), np.divide(a, size, out=...))
    if a.dtype.kind == "f":
        return where(np.isnan(a), a.dtype.type(0), np.sign(a, out=...))
    return np.sign(a, out=...)


def log_of_sum(a: Array, b: Array) -> Array:
    """log(exp(a) + exp(b)); of complex numbers the one with the larger real part goes before."""
    if a.dtype.kind == "f":
        return np.logaddexp(a, b, out=...)
    ahead = a.real >= b.real
    large, small = np.where(ahead, a, b), np.where(ahead, b, a)
    return np.asarray(large + np.log1p(np.exp(small - large)))


def in_single(kernel: Callable[..., Array]) -> Callable[..., Array]:
    """Halves are computed in single precision, and rounded once."""

    def function(a: Array, *rest: Any) -> Array:
        if a.dtype.char != "e":
            return kernel(a, *rest)
        wide = [x.astype(np.float32) if isinstance(x, np.ndarray) else x for x in rest]
        return kernel(a.astype(np.float32), *wide).astype(np.float16)

    return function


@functools.lru_cache(64)
def number(value: float, dtype: np.dtype[Any]) -> Array:
    """A number that is asked for again and again, as an array; a zero has no sign of its own."""
    return np.array(value, dtype)


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a)): exact at both ends, since exp of a large number is inf and 1 / inf is 0."""
    if a.dtype.char == "e":  # rounded once, at the end
        return sigmoid(a.astype(np.float32)).astype(np.float16)
    power = np.exp(np.negative(a, out=...), out=...)
    return np.reciprocal(np.add(power, number(1, a.dtype), out=...), out=...)


def _conj(a: Array) -> Array:
    return np.conjugate(a, out=...) if a.dtype.kind == "c" else a


def tanh_slope(grad: Array, result: Array) -> Array:
    square = np.multiply(result, result, out=...)
    rest = np.subtract(number(1, result.dtype), square, out=...)
    return np.multiply(grad, _conj(rest), out=...)


def sigmoid_slope(grad: Array, result: Array) -> Array:
    return np.multiply(
        grad,
        _conj(np.multiply(np.subtract(number(1, result.dtype), result, out=...), result, out=...)),
        out=...,
    )


FAR = 1e30
"""All dtypes of single and double precision hold smaller numbers."""
MANY = 1 << 10
"""From so many elements on a second pass costs less than a branch that is guessed."""
_BITS = {"f": np.int32, "d": np.int64}


def where(mask: Array, x: Any, y: Any) -> Array:
    """`np.where` of arrays and their dtype's numbers; of many it takes the bits, and guesses no branch."""
    if mask.size < MANY and x.dtype is y.dtype and mask.flags.c_contiguous:
        shape = mask.shape
        if y.shape == shape and x.shape in ((), shape) and y.flags.c_contiguous:
            found = np.array(y)
            np.copyto(found, x, where=mask)
            return found
        if x.shape == shape and not y.shape and x.flags.c_contiguous:
            found = np.empty(shape, x.dtype)
            found.fill(y)
            np.copyto(found, x, where=mask)
            return found
    if (
        mask.size < MANY
        or mask.dtype.char != "?"
        or x.dtype.char not in _BITS
        or x.dtype is not y.dtype
        or not all([a.ndim == 0 or (a.shape == mask.shape and a.flags.c_contiguous) for a in (mask, x, y)])  # noqa: C419  # a list costs less than a generator
    ):  # fmt: skip
        return np.where(mask, x, y)
    if x.ndim == 0 == x and not np.signbit(x):  # zeros are what is masked out
        mask, x, y = np.logical_not(mask), y, x
    kind = _BITS[x.dtype.char]
    keep = np.negative(mask.view(np.int8)).astype(kind)  # all bits, or none
    one, other = x.view(kind), y.view(kind)
    if other.ndim == 0 == other:
        return np.bitwise_and(keep, one, keep).view(y.dtype)
    np.bitwise_and(keep, one ^ other, keep)
    return np.bitwise_xor(keep, other, keep).view(y.dtype)


def threshold_slope(grad: Array, result: Array, threshold: Any) -> Array:
    """The gradient where the result exceeds the threshold, and exact zeros elsewhere, infinities and nans included."""
    return where(result <= threshold, grad.dtype.type(0), grad)


def xlogy(a: Array, b: Array) -> Array:
    if a.dtype.kind == "c":
        raise missing("xlogy_cpu", a)
    product = np.multiply(a, np.log(b, out=...), out=...)
    return np.where((a == 0) & ~np.isnan(b), a.dtype.type(0), product)


def restrided(a: Array, shape: Sequence[int], strides: Sequence[int]) -> Array:
    """Another view of the same memory: numpy's `as_strided`, ten times quicker where there are no gaps."""
    if a.flags.c_contiguous:
        return np.ndarray(shape, a.dtype, a, 0, strides)
    return np.lib.stride_tricks.as_strided(a, shape, strides)


def along(index: Array, axis: int) -> tuple[Array, ...]:
    """Numpy's index for places counted along one dimension: what its `take_along_axis` makes, sooner."""
    last = index.ndim - 1
    return tuple(
        [
            index if d == axis else np.arange(n).reshape((n,) + (1,) * (last - d))
            for d, n in enumerate(index.shape)
        ]
    )


def add_at(found: Array, where: Any, values: Array) -> None:
    """`np.add.at`, which is quick along one dimension alone: there it goes if much is to be added."""
    if found.ndim == 1 or not found.flags.c_contiguous or values.size * 4 < found.size:
        np.add.at(found, where, values)
        return
    flat = np.arange(found.size).reshape(found.shape)[where]
    if values.shape != flat.shape:
        values = np.broadcast_to(values.reshape(values.shape[-flat.ndim :]), flat.shape)
    np.add.at(found.reshape(-1), flat.reshape(-1), values.reshape(-1))


FEW_PLACES = 32
"""So few numbers Python compares sooner."""


def first_outside(index: Array, size: int, least: int = 0) -> int | None:
    """The first place that is none of `least`, ..., `size - 1`."""
    if 0 < index.size <= FEW_PLACES:
        places = index.ravel().tolist()
        if least <= min(places) and max(places) < size:
            return None
    # without a sign a negative one is larger than all others
    unsigned = index.dtype == np.int64 and not least and index.size
    if unsigned and np.maximum.reduce(index.view(np.uint64), axis=None) < size:
        return None
    outside = (index < least) | (index >= size)
    return int(index[outside][0]) if np.count_nonzero(outside) else None


def broadcast_shape(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that all of them broadcast to.

    Raises:
        RuntimeError: with PyTorch's text, of the first two that do not fit.
    """
    found: tuple[int, ...] = ()
    for each in shapes:
        if each == found:
            continue
        try:
            found = np.broadcast_shapes(found, each) if found else each
        except ValueError:
            raise sizes_differ(found, each) from None
    return found


def is_contiguous_format(memory_format: Any) -> bool:
    """Whether the order of dimensions in memory is asked to be that of the shape."""
    return memory_format is contiguous_format
