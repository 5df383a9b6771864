"""Random numbers: PyTorch's own, from the same seed, drawn in the same order.

The functions here make numpy arrays and know of no tensor. Each takes a generator, the default one
when it is None, and leaves it in the state in which PyTorch would leave its own, so that any
sequence of calls agrees.

Source: recorded from PyTorch 2.13.0 on x86-64; see tests/engine/record_random.py.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gradrepl.engine import bounds, exact
from gradrepl.engine.dtypes import OF
from gradrepl.engine.generator import (
    U64,
    Generator,
    default_generator,
    initial_seed,
    manual_seed,
    seed,
)
from gradrepl.engine.normals import standard
from gradrepl.engine.rng import fork_rng, get_rng_state, set_rng_state
from gradrepl.engine.units import units32, units64

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = [
    "Generator",
    "bernoulli",
    "default_generator",
    "dropout_mask",
    "exponential",
    "filled",
    "fork_rng",
    "get_rng_state",
    "initial_seed",
    "manual_seed",
    "normal",
    "rand",
    "randint",
    "randn",
    "random",
    "randperm",
    "seed",
    "set_rng_state",
    "uniform",
]

Array: TypeAlias = npt.NDArray[Any]
Shape: TypeAlias = tuple[int, ...]


def filled(array: Array, draw: Callable[[Shape], Array]) -> Array:
    """What `draw` gives for the shape of `array`, laid out in the order in which PyTorch fills it.

    That order is memory's, not the indices': the first numbers of `x.t().uniform_()` go along a
    row of `x`.
    """
    if array.flags.c_contiguous:
        return draw(array.shape)
    order = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    values = draw(tuple(array.shape[axis] for axis in order))
    return values.transpose(sorted(range(array.ndim), key=order.__getitem__))


# Uniform numbers


_FLOAT32, _INT64 = np.dtype(np.float32), np.dtype(np.int64)


def _own(values: Array, shape: Shape) -> Array:
    """In a shape, and what no later call is given, too."""
    found = values.reshape(shape)
    return found if values.base is None else found.copy()


def rand(
    shape: Shape, dtype: npt.DTypeLike = np.float32, generator: Generator | None = None
) -> Array:
    """Uniform on [0, 1)."""
    if dtype is _FLOAT32:
        return _own(units32(generator or default_generator, math.prod(shape)), shape)
    return uniform(shape, 0.0, 1.0, dtype, generator)


def uniform(
    shape: Shape,
    low: float = 0.0,
    high: float = 1.0,
    dtype: npt.DTypeLike = np.float32,
    generator: Generator | None = None,
) -> Array:
    """Uniform on [low, high).

    Raises:
        NotImplementedError: for a dtype that is neither floating nor complex.
        RuntimeError: for bounds in the wrong order, or too large for the dtype.
    """
    kind = np.dtype(dtype)
    real = bounds.real("check_uniform_bounds", kind)
    low, high = float(low), float(high)
    if kind.kind == "f" or 0 not in shape:
        bounds.check_uniform(low, high, real)
    if 0 in shape:
        return np.empty(shape, kind)
    generator = generator or default_generator
    count = math.prod(shape) * (2 if kind.kind == "c" else 1)
    plain = (low, high) == (0.0, 1.0)
    if real == np.float64:
        values: Array = units64(generator, count)
        values = _own(values, (-1,)) if plain else exact.fused64(values, high - low, low)
    else:
        values = units32(generator, count)
        if not plain:
            start = np.float32(low)
            values = exact.fused32(values, np.float32(high) - start, start)
        values = values.astype(real, copy=plain)
    if not plain or real == np.float16:
        values[values == real.type(high)] = real.type(low)  # rounded up to what is not in the range
    return values.view(kind).reshape(shape)


def exponential(
    shape: Shape,
    lambd: float = 1.0,
    dtype: npt.DTypeLike = np.float32,
    generator: Generator | None = None,
) -> Array:
    """Exponential with rate `lambd`."""
    kind = np.dtype(dtype)
    if not lambd > 0.0:
        raise RuntimeError(f"exponential_ expects lambda > 0.0, but found lambda={lambd:g}")
    if 0 in shape:
        return np.empty(shape, kind)
    if kind.kind != "f":
        raise RuntimeError(
            "Exponential distribution is a continuous probability distribution. dtype must be a "
            f"floating point but you specified {OF[kind].legacy}"
        )
    units = units64(generator or default_generator, math.prod(shape))
    values: Array = exact.libm(math.log1p, -units)
    values *= -1.0 / lambd
    with np.errstate(over="ignore"):
        if kind == np.float16:  # by way of float32
            values = values.astype(np.float32)
        return values.astype(kind).reshape(shape)


def bernoulli(
    shape: Shape,
    p: float | Array = 0.5,
    dtype: npt.DTypeLike = np.float32,
    generator: Generator | None = None,
) -> Array:
    """One with probability `p`, else zero; an array of probabilities has the same shape.

    Raises:
        NotImplementedError: for a complex dtype, or probabilities that are not floating.
        RuntimeError: for a probability outside [0, 1].
    """
    kind = np.dtype(dtype)
    generator = generator or default_generator
    bounds.check_probability(p, kind, empty=0 in shape)
    if isinstance(p, np.ndarray):
        unit = units64 if p.dtype == np.float64 else units32
        return (unit(generator, p.size) < p.ravel()).astype(kind).reshape(shape)
    return (units64(generator, math.prod(shape)) < p).astype(kind).reshape(shape)


def dropout_mask(
    shape: Shape, p: float, dtype: npt.DTypeLike = np.float32, generator: Generator | None = None
) -> Array:
    """What dropout multiplies its input with: 0 with probability `p`, else 1 / (1 - p).

    PyTorch draws nothing for p == 0, p == 1 and an input without elements; nor does this.
    """
    if p in (0, 1) or 0 in shape:
        return np.full(shape, 1 - p, dtype)
    mask = bernoulli(shape, 1 - p, dtype, generator)
    one = np.float64(1) if mask.dtype == np.float64 else np.float32(1)  # float16 divides as float32
    mask *= mask.dtype.type(one / type(one)(1 - p))
    return mask


# Normal numbers


def randn(
    shape: Shape, dtype: npt.DTypeLike = np.float32, generator: Generator | None = None
) -> Array:
    """Standard normal; complex values have variance 1, half of it in each part."""
    if dtype is _FLOAT32 and 0 not in shape:
        generator = generator or default_generator
        values = standard(generator, math.prod(shape), _FLOAT32)
        return values.reshape(shape).astype(_FLOAT32, copy=values.itemsize == 8)
    return normal(shape, 0.0, 1.0, dtype, generator)


def normal(
    shape: Shape,
    mean: float = 0.0,
    std: float = 1.0,
    dtype: npt.DTypeLike = np.float32,
    generator: Generator | None = None,
    *,
    contiguous: bool = True,
) -> Array:
    """Normal with `mean` and `std`.

    Sixteen values and more are drawn in blocks if they fill a `contiguous` tensor. One with gaps,
    or transposed, takes them one by one, however many, and so gets other numbers.
    """
    kind = np.dtype(dtype)
    mean, std = float(mean), float(std)
    if not std >= 0.0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")
    count = math.prod(shape)
    if count == 0:
        return np.empty(shape, kind)
    real = bounds.real("normal_kernel_cpu", kind)
    generator = generator or default_generator
    if kind.kind == "c":
        count, std = 2 * count, std / math.sqrt(2.0)
    one_by_one = count < 16 or not contiguous
    values = standard(generator, count, real, contiguous=contiguous)
    if real != np.float16 and std == 1.0 and mean == 0.0:
        own = _own(values, (-1,)) if one_by_one else values
        return own.astype(real, copy=False).view(kind).reshape(shape)
    with np.errstate(over="ignore", invalid="ignore"):
        if one_by_one or real == np.float64:
            values = exact.fused64(values, std, mean)
            if real == np.float16:  # by way of float32
                values = values.astype(np.float32)
        else:
            values = exact.fused32(values, np.float32(std), np.float32(mean))
        values = values.astype(real, copy=False)
    return values.view(kind).reshape(shape)


# Integers

_WIDE = 1 << 28
"""From this many possible values on, each takes a 64-bit draw."""


def randint(
    low: int,
    high: int,
    shape: Shape,
    dtype: npt.DTypeLike = np.int64,
    generator: Generator | None = None,
) -> Array:
    """Integers from `low` to `high - 1`, in any dtype that is not complex."""
    kind = np.dtype(dtype)
    if kind is not _INT64 or not -(1 << 63) <= low < high <= 1 << 63:
        low, high = bounds.integers(low, high, kind)
    span = high - low
    generator = generator or default_generator
    return _integers(low, span, shape, kind, generator, wide=span >= _WIDE)


def random(
    shape: Shape,
    dtype: npt.DTypeLike = np.float32,
    low: int | None = None,
    generator: Generator | None = None,
) -> Array:
    """What `Tensor.random_` draws without an upper bound.

    Integers from `low` or else 0, to the largest up to which the dtype holds them all.
    """
    kind = np.dtype(dtype)
    if low is None and kind.kind == "c":
        if 0 in shape:
            return np.empty(shape, kind)
        raise NotImplementedError(f"\"random_kernel_cpu\" not implemented for '{OF[kind].legacy}'")
    if low is not None:
        bounds.integers_from(low, kind)
    largest = bounds.largest(kind)
    wide = kind in (np.dtype(np.int64), np.dtype(np.float64))
    generator = generator or default_generator
    if low is None:
        return _integers(0, largest + 1, shape, kind, generator, wide=wide)
    span = largest + 1 - low
    return _integers(low, span, shape, kind, generator, wide=span >= _WIDE)


_SHORT = 300
"""Up to this length a loop is over before `randperm`'s arrays are made."""


def randperm(n: int, dtype: npt.DTypeLike = np.int64, generator: Generator | None = None) -> Array:
    """A permutation of 0 to n - 1. See NOTE [Chains of swaps]."""
    kind = np.dtype(dtype)
    if kind is not _INT64 or n < 0:
        bounds.check_randperm(n, kind)
    if n < 2:
        return np.arange(n, dtype=kind)
    draws = (generator or default_generator).draw32(n - 1)
    partners = (draws % np.arange(n, 1, -1, dtype=np.uint64)).view(np.int64)
    turns = np.arange(n - 1)
    partners += turns
    if n <= _SHORT:
        places = list(range(n))
        for i, partner in enumerate(partners.tolist()):
            places[i], places[partner] = places[partner], places[i]
        return np.array(places, kind)

    order = _order(partners)
    again = partners[order[1:]] == partners[order[:-1]]
    earlier = np.full(n - 1, -1)  # for each turn, the last one before with the same partner
    earlier[order[1:]] = np.where(again, order[:-1], -1)

    writer = np.arange(n)  # for each place, the last turn before its own that wrote it, or itself
    writer[partners] = turns  # numpy keeps the last of several
    alone = np.flatnonzero(partners == turns)
    writer[alone] = np.where(earlier[alone] < 0, alone, earlier[alone])
    content = writer
    while not np.array_equal(further := content[content], content):
        content = further

    found = np.empty(n, kind)
    found[:-1] = np.where(earlier < 0, partners, content[earlier])
    found[-1] = content[-1]
    return found


def _order(values: Array) -> Array:
    """A stable order, by 16 digits at a time: those numpy sorts by counting."""
    order = np.argsort(values.astype(np.uint16), kind="stable")
    high = values >> 16
    while high.any():
        order = order[np.argsort(high[order].astype(np.uint16), kind="stable")]
        high >>= 16
    return order


# NOTE [Chains of swaps]
# PyTorch's loop swaps place i with a partner i + draw % (n - i), for i in turn. Place i ends with
# what its partner held at that turn: the partner's own number, or what an earlier turn k with the
# same partner put there, which is what place k held at turn k. That again was put there by the
# last turn before k that had k for a partner, and so on, always to an earlier turn. `content`
# follows all these chains at once, twice as far each time: no loop over the places.


_CHUNK = 1 << 15


@functools.lru_cache(64)
def _unsigned(number: int) -> Array:
    """The number as an array, which is made once: the same span is asked for again and again."""
    return np.array(number, np.uint64)


def _integers(
    low: int, span: int, shape: Shape, kind: np.dtype[Any], generator: Generator, *, wide: bool
) -> Array:
    count = math.prod(shape)
    if count > _CHUNK:
        found = np.empty(count, kind)
        with generator.lock:
            for start in range(0, count, _CHUNK):
                part = found[start : start + _CHUNK]
                part[...] = _integers(low, span, part.shape, kind, generator, wide=wide)
        return found.reshape(shape)
    draws = generator.draw64(count) if wide else generator.draw32(count)
    if span <= U64:  # else every draw is a value
        draws = np.remainder(draws, _unsigned(span), out=...)
        if low:
            draws += np.uint64(low & U64)  # wraps, as the C code does
    return draws.view(np.int64).astype(kind, copy=span > U64).reshape(shape)
