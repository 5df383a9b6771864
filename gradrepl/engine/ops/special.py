"""What `torch.special` has of its own: Bessel functions, the normal distribution, entropy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops import numbers, transcendental
from gradrepl.engine.ops.unary import real_only
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array

_ROOT_TWO_PI = math.sqrt(2 * math.pi)

# --- kernels ---------------------------------------------------------------------------------------------------------


def in_double(kernel: Callable[[Array], Array], name: str) -> Callable[[Array], Array]:
    """In double precision, and for real numbers alone."""
    return real_only(lambda a: np.asarray(kernel(a.astype(np.float64))).astype(a.dtype), name)


def _bessel(order: int) -> Callable[[Array], Array]:
    """exp(-|x|) times the modified Bessel function of the first kind.

    It is the mean of exp(|x| (cos t - 1)) cos(order t) over a circle, which equal steps integrate exactly as soon as
    there are enough of them; far out, where there would have to be many, its asymptotic series has converged.
    """
    turns = np.cos(np.arange(128) * (math.pi / 64))

    def near(x: Array) -> Array:
        weights = np.cos(order * np.arange(128) * (math.pi / 64))
        return np.asarray(np.exp(x[..., None] * (turns - 1)) @ weights / 128)

    def far(x: Array) -> Array:
        total, term = np.ones_like(x), np.ones_like(x)
        for i in range(1, 16):
            term = term * -(4 * order * order - (2 * i - 1) ** 2) / (8 * i * x)
            total = total + term
        return np.asarray(total / np.sqrt(2 * math.pi * x))

    def kernel(a: Array) -> Array:
        x = np.abs(a)
        found = np.where(x < 60, near(np.minimum(x, 60)), far(np.maximum(x, 60)))
        if not order:
            return np.asarray(found)
        found = np.where(x < _TINY, x / 2, found)  # what the steps leave is larger there
        return np.asarray(np.where(a < 0, -found, found))

    return kernel


_TINY = 1e-8
_i0e, _i1e = _bessel(0), _bessel(1)


def i0(a: Array) -> Array:
    return np.asarray(_i0e(a) * np.exp(np.abs(a)))


def _i1(a: Array) -> Array:
    return np.asarray(_i1e(a) * np.exp(np.abs(a)))


def _entropy(a: Array) -> Array:
    inside = -a * np.log(np.where(a > 0, a, 1))
    return np.where(np.isnan(a), a, np.where(a > 0, inside, np.where(a == 0, 0.0, -math.inf)))


def _scaled_erfc(x: float) -> float:
    """exp(x^2) erfc(x), also where neither factor can be written down."""
    if math.isnan(x):
        return x
    if x < -26:
        return math.inf
    if x < 25:
        return math.exp(x * x) * math.erfc(x)
    y = 1 / (2 * x * x)
    return (1 - y * (1 - 3 * y * (1 - 5 * y))) / (x * math.sqrt(math.pi))


def _log_normal(x: float) -> float:
    if x < -1:
        return math.log(_scaled_erfc(-x / math.sqrt(2)) / 2) - x * x / 2
    return math.log1p(-math.erfc(x / math.sqrt(2)) / 2) if not math.isnan(x) else x


def _normal_quantile(x: float) -> float:
    """Where the normal distribution has the part x to its left."""
    from statistics import NormalDist

    if not 0 < x < 1:
        return -math.inf if x == 0 else math.inf if x == 1 else math.nan
    return NormalDist().inv_cdf(x)


def _xlog1py(a: Array, b: Array) -> Array:
    if a.dtype.kind == "c":
        raise k.missing("xlog1py_cpu", a)
    product = np.multiply(a, np.log1p(b, out=...), out=...)
    return np.where((a == 0) & ~np.isnan(b), a.dtype.type(0), product)


# --- formulas and compositions ---------------------------------------------------------------------------------------


def _special(name: str) -> Callable[..., Any]:
    """A function of this table, in a formula."""

    def function(*given: Any) -> Any:
        from gradrepl.engine import ops

        row = ops.ROWS[name][0]
        tensors = any(isinstance(each, Tensor) for each in given)
        return ops.core_of(row)(*given) if tensors else row.kernel(*given)

    return function


def i1_self(grad: Any, self: Any, result: Any) -> Any:
    """At 0 the quotient is its limit, a half."""
    return grad * f.where(self == 0.0, f.full((), 0.5, grad), _special("i0")(self) - result / self)


def i1e_self(grad: Any, self: Any, result: Any) -> Any:
    slope = _special("special_i0e")(self) - result * (f.sgn(self) + 1 / self)
    return grad * f.where(self == 0.0, f.full((), 0.5, grad), slope)


def xlog1py_self(grad: Any, self: Any, other: Any) -> Any:
    found = _special("special_xlog1py")(grad, other)
    return f.masked_fill(found, (self == 0.0) & (other <= -1.0), 0)


def normal(self: Any) -> Any:
    """The normal distribution function."""
    return numbers.times((self * -math.sqrt(0.5)).erfc(), 0.5)


def multivariate_log_gamma(a: Array, p: int) -> Array:
    if p < 1:
        raise RuntimeError("p has to be greater than or equal to 1")
    found = sum(transcendental.log_gamma(a.astype(np.float64) - i / 2) for i in range(p))
    return np.asarray(found + p * (p - 1) / 4 * math.log(math.pi)).astype(a.dtype)


def multivariate_self(grad: Any, self: Any, p: int) -> Any:
    shifts = [f.digamma(self - i / 2) for i in reversed(range(p))]
    total = shifts[0]
    for each in shifts[1:]:
        total = total + each
    return grad * total


def rounded(self: Tensor, decimals: int) -> Any:
    return self.round(decimals=decimals)


def _row(text: str, node: str, kernel: Callable[..., Array], **formulas: Any) -> Op:
    return op(
        f"special_{text} -> Tensor",
        node,
        kernel,
        promote="float",
        in_place=False,
        method=False,
        function=False,
        **formulas,
    )


# fmt: off
SPECIAL_FUNCTIONS: tuple[Op, ...] = (
    op("i0(Tensor self) -> Tensor", "I0Backward0", in_double(i0, "i0_vml_cpu"), promote="float",
       self=lambda grad, self: grad * _special("special_i1")(self)),
    op("mvlgamma(Tensor self, int p) -> Tensor", "MvlgammaBackward0", multivariate_log_gamma, promote="float", self=multivariate_self),
    _row("i0e(Tensor self)", "SpecialI0EBackward0", in_double(_i0e, "i0e_cpu"),
         self=lambda grad, self, result: grad * (_special("special_i1e")(self) - f.sgn(self) * result)),
    _row("i1(Tensor self)", "SpecialI1Backward0", in_double(_i1, "i1_cpu"), self=i1_self),
    _row("i1e(Tensor self)", "SpecialI1EBackward0", in_double(_i1e, "i1e_cpu"), self=i1e_self),
    _row("entr(Tensor self)", "SpecialEntrBackward0", in_double(_entropy, "entr_cpu"), self=lambda grad, self: grad * -(1 + f.log(self))),
    _row("erfcx(Tensor self)", "SpecialErfcxBackward0", in_double(transcendental.by_math(_scaled_erfc), "erfcx_cpu"),
         self=lambda grad, self, result: (2.0 * self * result - 2.0 / math.sqrt(math.pi)) * grad),
    _row("ndtri(Tensor self)", "SpecialNdtriBackward0", in_double(transcendental.by_math(_normal_quantile), "ndtri_cpu"),
         self=lambda grad, result: grad * _ROOT_TWO_PI * f.exp(f.power(result, 2) / 2)),
    _row("log_ndtr(Tensor self)", "SpecialLogNdtrBackward0", in_double(transcendental.by_math(_log_normal), "log_ndtr_cpu"),
         self=lambda grad, self, result: grad / _ROOT_TWO_PI * f.exp(-(result + f.power(self, 2) / 2))),
    _row("xlog1py(Tensor self, Tensor other)", "SpecialXlog1PyBackward0", _xlog1py,
         self=xlog1py_self, other=lambda grad, self, other: grad * self / (other + 1)),
    compose("special_ndtr(Tensor self) -> Tensor", normal, method=False, function=False),
    compose("special_round(Tensor self, *, int decimals=0) -> Tensor", rounded, method=False, function=False),
)
# fmt: on
