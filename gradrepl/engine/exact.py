"""Arithmetic that ends in the same last bit as PyTorch's.

Its CPU code fuses multiplications with additions. It computes long normal fills with the
single-precision logarithm, sine and cosine of Moshier's Cephes library, eight lanes at a time, and
everything else with the C library's functions. numpy's own are as accurate but round differently:
one value in seven of a `randn` would differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Doubles: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]
Bits: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]

# fmt: off
_LOG = tuple(float(np.float32(c)) for c in (
    7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
    -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
))
_SIN = tuple(float(np.float32(c)) for c in (
    -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1,
))
_COS = tuple(float(np.float32(c)) for c in (
    2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2,
))
# fmt: on
_PI_4 = tuple(
    float(np.float32(c)) for c in (0.78515625, 2.4187564849853515625e-4, 3.77489497744594108e-8)
)
"""pi / 4 in three parts, so that a multiple of it is taken off without losing digits."""
_LN2_HIGH, _LN2_LOW = 0.693359375, np.float32(-2.12194440e-4)
_SQRT_HALF, _SIGN = np.int32(0x3F3504F3), np.int32(-(1 << 31))
"""The bits of the square root of a half, and of the sign."""
_HALF, _ONE = np.float32(0.5), np.float32(1)


def fused32(a: np.ndarray[Any, np.dtype[Any]], b: Any, c: Any) -> Floats:
    """`a * b + c` with one rounding: the product of two float32 is exact in float64."""
    product = np.multiply(a, b, dtype=np.float64)
    product += c
    rounded: Floats = product.astype(np.float32)
    return rounded


READ = 1 << 12
"""Of more values than these nobody reads the last digit: the time counts for more."""


def fused(a: Any, b: Any, c: Any) -> Any:
    """`a * b + c` with one rounding, as PyTorch's vectorised code computes it, in the dtype of `c`.

    Large arrays, integers and complex numbers are rounded twice, as numpy does.
    """
    kind = c.dtype
    if c.size <= READ:
        if kind == np.float32:
            return (np.multiply(a, b, dtype=np.float64) + c).astype(np.float32)
        if kind == np.float64:
            return fused64(a, b, c)
        if kind == np.float16:
            return (np.multiply(a, b, dtype=np.float32) + c).astype(np.float16)
    return a * b + c


def add_product(a: Any, x: Any, y: Any, *, spare: bool = False) -> None:
    """`a += x * y` in place, rounded as `fused` rounds it; a spare `x` may be written into."""
    if a.dtype.char == "f" and a.size <= READ:
        wide = x.astype(np.float64)
        wide *= y
        wide += a
        a[...] = wide
    elif a.size <= READ:
        a[...] = fused(x, y, a)
    elif spare:
        x *= y
        a += x
    else:
        a += x * y


# NOTE [Fused steps]
# The product of two float32 is exact in float64, so that `a * b + c` with one rounding is a
# product and a sum in float64, and a cast. The functions below do it in place: `wide` is in
# float64, and what it is cast to is taken from there.


def _polynomial(coefficients: tuple[float, ...], x: Doubles, wide: Doubles) -> Floats:
    """By Horner's scheme, each step fused; `wide` is written over."""
    np.multiply(x, coefficients[0], out=wide)
    wide += coefficients[1]
    value = wide.astype(np.float32)
    for coefficient in coefficients[2:]:
        wide[...] = value
        wide *= x
        wide += coefficient
        value[...] = wide
    return value


def log(x: Floats) -> Floats:
    """Natural logarithm of positive, normal float32 values."""
    bits = x.view(np.int32)
    exponents = bits - _SQRT_HALF
    exponents >>= 23
    shifted = exponents << 23
    x = np.subtract(bits, shifted, out=shifted).view(np.float32)  # from sqrt(1/2) to sqrt(2)
    x -= _ONE
    exponent = exponents.astype(np.float32)
    wide = np.empty(x.shape)
    value = _polynomial(_LOG, x.astype(np.float64), wide)
    value *= x
    square = x * x
    np.multiply(value, square, out=wide, dtype=np.float64)
    wide += exponent * _LN2_LOW
    value[...] = wide
    square *= _HALF
    value -= square
    value += x
    np.multiply(exponent, _LN2_HIGH, out=wide, dtype=np.float64)
    wide += value
    value[...] = wide
    return value


def sincos(x: Floats) -> tuple[Floats, Floats]:
    """Sine and cosine of float32 angles from 0 to a few turns."""
    octant = (x * np.float32(1.27323954473516)).astype(np.int32)
    octant += 1
    octant &= ~1
    turns = octant.astype(np.float64)
    wide = np.empty(x.shape)
    x = x.copy()
    for part in _PI_4:
        np.multiply(turns, -part, out=wide)
        wide += x
        x[...] = wide
    square = x * x
    double = square.astype(np.float64)
    sine = _polynomial(_SIN, double, wide)
    sine *= square
    np.multiply(sine, x, out=wide, dtype=np.float64)
    wide += x
    sine[...] = wide
    cosine = _polynomial(_COS, double, wide)
    cosine *= square
    np.multiply(cosine, double, out=wide)
    double *= -0.5
    wide += double
    cosine[...] = wide
    cosine += _ONE
    _turn(sine.view(np.int32), cosine.view(np.int32), octant)
    return sine, cosine


def _turn(sine: Bits, cosine: Bits, octant: Bits) -> None:
    """Swaps them in every other quarter, and gives them their signs."""
    swapped = octant << 30
    swapped >>= 31  # all bits, or none
    swapped &= sine ^ cosine
    sine ^= swapped
    cosine ^= swapped
    sine ^= (octant << 29) & _SIGN
    cosine ^= ((octant + 2) << 29) & _SIGN


def libm(function: Callable[[float], float], values: np.ndarray[Any, np.dtype[Any]]) -> Doubles:
    """The C library's function of each value."""
    return np.fromiter(map(function, values.ravel().tolist()), np.float64, values.size).reshape(
        values.shape
    )


def fused64(a: Any, b: Any, c: Any) -> Any:
    """`a * b + c` with one rounding: product and sum each with its exact error (Dekker)."""
    product = a * b
    a_high, b_high = _upper(a), _upper(b)
    a_low, b_low = a - a_high, b - b_high
    error = a_low * b_low - (product - a_high * b_high - a_low * b_high - a_high * b_low)
    total = product + c
    moved = total - product
    error = error + ((product - (total - moved)) + (c - moved))
    total = total + error
    if np.isfinite(total).all():
        return total
    return np.where(np.isfinite(total), total, product + c)  # too large to be split


def _upper(value: Any) -> Any:
    """The upper 26 of the 53 digits."""
    scaled = value * 134217729.0  # 2**27 + 1
    return scaled - (scaled - value)
