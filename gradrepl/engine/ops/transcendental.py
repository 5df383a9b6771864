"""The error function, the gamma function and their like, which numpy does not have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from gradrepl.engine.exact import READ
from gradrepl.engine.ops.kernels import missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


def by_math(
    function: Callable[[float], float], many: Callable[[Array], Array] | None = None
) -> Callable[[Array], Array]:
    """Element by element through the standard library: numpy has no such function.

    Of more values than `READ` nobody reads the last digit: `many` computes them at once.
    """

    def kernel(a: Array) -> Array:
        if many is not None and a.size > READ:
            return many(a)
        return _one_by_one(function, a)

    return kernel


def _one_by_one(function: Callable[[float], float], a: Array) -> Array:
    return np.array([function(x) for x in a.ravel().tolist()], a.dtype).reshape(a.shape)


_ERF_ABOVE = (
    -1.60960333262415e-02, -2.95459980854025e-03, -7.34990630326855e-04, -5.69250639462346e-05,
    -2.10102402082508e-06, 2.77068142495902e-08, -2.72614225801306e-10,
)  # fmt: skip
_ERF_BELOW = (
    -1.42647390514189e-02, -7.37332916720468e-03, -1.68282697438203e-03, -2.13374055278905e-04,
    -1.45660718464996e-05,
)  # fmt: skip


def _many_erf(a: Array) -> Array:
    """A quotient of polynomials; beyond 4 it is 1 in single precision.

    Source: of the coefficients, the Eigen library, version 3.3.
    """
    if a.dtype != np.float32:
        return _one_by_one(math.erf, a)
    x = np.clip(a, np.float32(-4), np.float32(4))
    square = x * x
    above, below = _polynomial(_ERF_ABOVE, square), _polynomial(_ERF_BELOW, square)
    above *= x
    above /= below
    return above


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """By Horner's scheme, the constant's coefficient first."""
    found = np.full_like(x, coefficients[-1])
    for each in reversed(coefficients[:-1]):
        found *= x
        found += x.dtype.type(each)
    return found


def _many_log_gamma(a: Array) -> Array:
    """Stirling's series beyond 8, to which a product leads; left of 0.5 by the reflection."""
    x = a.astype(np.float64)
    left = x < 0.5
    y = np.where(left, 1 - x, x)
    product = np.ones_like(y)
    for _ in range(8):
        small = y < 8
        np.multiply(product, y, out=product, where=small)
        y += small
    z = 1 / (y * y)
    series = _polynomial((1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188), z) / y
    found = (y - 0.5) * np.log(y) - y + 0.5 * math.log(2 * math.pi) + series - np.log(product)
    if left.any():
        turned = math.log(math.pi) - np.log(np.abs(np.sin(math.pi * x))) - found
        whole = left & (x == np.floor(x))
        found = np.where(whole, math.inf, np.where(left, turned, found))
    return np.where(np.isinf(x), math.inf, found).astype(a.dtype)


def _many_digamma(a: Array) -> Array:
    """What `_digamma` does, for all at once."""
    x = a.astype(np.float64)
    left = x <= 0
    y = np.where(left, 1 - x, x)
    found = np.zeros_like(y)
    for _ in range(10):
        small = y < 10
        np.subtract(found, 1 / y, out=found, where=small)
        y += small
    z = 1 / (y * y)
    series = z * _polynomial((1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132), z)
    found += np.log(y) - 0.5 / y - series
    if left.any():
        turned = found - math.pi / np.tan(math.pi * x)
        turned = np.where(x == np.floor(x), math.nan, turned)
        turned = np.where(x == 0, np.copysign(math.inf, -x), turned)
        found = np.where(left, turned, found)
    return found.astype(a.dtype)


def _log_gamma(x: float) -> float:
    """Source: C's `lgamma`, which is inf where Python raises."""
    if math.isnan(x):
        return x
    if math.isinf(x) or (x <= 0 and x == math.floor(x)):
        return math.inf
    return math.lgamma(x)


def _digamma(x: float) -> float:
    """The logarithmic derivative of gamma: recurrence up to 10, then the asymptotic series."""
    if x == 0:
        return math.copysign(math.inf, -x)
    if math.isnan(x) or x == math.inf:
        return x
    if x == -math.inf or (x < 0 and x == math.floor(x)):
        return math.nan
    if x < 0:
        return _digamma(1 - x) - math.pi / math.tan(math.pi * x)
    found = 0.0
    while x < 10:
        found -= 1 / x
        x += 1
    y = 1 / (x * x)
    series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132)))))
    return found + math.log(x) - 0.5 / x - series


def polygamma(n: int, a: Array) -> Array:
    """The n-th derivative of digamma: a Hurwitz zeta function, by the sum of its head and Euler-Maclaurin's tail."""
    if a.dtype.kind == "c":
        raise missing("digamma" if n == 0 else "trigamma" if n == 1 else "polygamma", a)
    if n < 0:
        raise RuntimeError("polygamma(n, x) does not support negative n.")
    if n == 0:
        return digamma(a)
    if n == 1:
        return _trigamma(a)
    x, s = a.astype(np.float64), n + 1
    x = np.where(x == -math.inf, math.nan, x)
    head = sum((x + i) ** -s for i in range(12))
    y = x + 12
    tail = y ** (1 - s) / (s - 1) + 0.5 * y**-s
    term = s * y ** (-s - 1)
    for k, bernoulli in enumerate((1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66), start=1):
        tail = tail + bernoulli * term / math.factorial(2 * k)
        term = term * (s + 2 * k - 1) * (s + 2 * k) / (y * y)
    return np.asarray((-1) ** (n + 1) * math.factorial(n) * (head + tail)).astype(a.dtype)


def _trigamma(a: Array) -> Array:
    """The derivative of digamma, in the array's own precision: at a pole the sine is small, not 0, as in PyTorch."""
    if a.dtype == np.float16:
        return _trigamma(a.astype(np.float32)).astype(np.float16)
    pi = a.dtype.type(math.pi)
    left = a < 0.5
    sine = np.sin(pi * a)
    found = np.where(left, -(pi * pi) / (sine * sine), a.dtype.type(0))
    x = np.where(left, 1 - a, a)
    for _ in range(6):
        found = found + 1 / (x * x)
        x = x + 1
    z = 1 / (x * x)
    found = found + (1 + 1 / (2 * x) + z * _polynomial((1 / 6, -1 / 30, 1 / 42), z)) / x
    return np.asarray(np.where(left, -found, found))


def _erfinv(x: float) -> float:
    """A first guess, then Halley's steps on `erfc`, which is exact where `erf` is nearly 1.

    Source: of the guess, Winitzki's "A handy approximation for the error function".
    """
    if not -1 < x < 1:
        return math.copysign(math.inf, x) if abs(x) == 1 else math.nan
    rest = 1 - abs(x)
    log = math.log1p(-x * x)
    half = 2 / (math.pi * 0.147) + log / 2
    y = math.sqrt(max(math.sqrt(half * half - log / 0.147) - half, 0.0))
    for _ in range(3):
        off = (
            (math.erfc(y) - rest) / -_SLOPE_OF_ERF if rest < 0.5 else (math.erf(y) - abs(x)) / _SLOPE_OF_ERF
        ) * math.exp(y * y)  # fmt: skip
        y -= off / (1 + y * off)
    return math.copysign(y, x)


_SLOPE_OF_ERF = 2 / math.sqrt(math.pi)
erf, erfc, erfinv = by_math(math.erf, _many_erf), by_math(math.erfc), by_math(_erfinv)
log_gamma, digamma = by_math(_log_gamma, _many_log_gamma), by_math(_digamma, _many_digamma)
