"""Functions of one number, element by element."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops import transcendental
from gradrepl.engine.ops.kernels import MANY, missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import compose, differing, op

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


# --- kernels ---------------------------------------------------------------------------------------------------------


def negative(a: Array) -> Array:
    if a.dtype.kind == "b":
        raise RuntimeError(
            "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use "
            "the `~` or `logical_not()` operator instead."
        )
    return np.negative(a, out=...)


def absolute(a: Array) -> Array:
    if a.dtype.kind == "b":
        raise missing("abs_cpu", a)
    return np.absolute(a, out=...)


def sign(a: Array) -> Array:
    if a.dtype.kind == "c":
        raise NotImplementedError(
            "Unlike NumPy, torch.sign is not intended to support complex numbers. Please use torch.sgn "
            "instead."
        )
    return k.sgn(a)


_ZEROS = {each.np: np.zeros((), each.np) for each in dtypes.DTYPES}


def relu(a: Array) -> Array:
    if a.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    if a.dtype.kind == "c":
        raise NotImplementedError("clamp is not supported for complex types")
    if (
        a.size >= MANY and a.dtype.char in "fd"
    ):  # numpy is quicker there with two bounds than with one
        return a.clip(_ZEROS[a.dtype], math.inf)
    return np.maximum(_ZEROS[a.dtype], a, out=...)  # this order keeps -0.


def fraction(a: Array) -> Array:
    if a.dtype.kind != "f":
        raise missing("frac_cpu", a)
    return np.subtract(a, np.trunc(a, out=...), out=...)


def whole(ufunc: np.ufunc, name: str) -> Callable[[Array], Array]:
    """A rounding function; integers are whole already."""

    def kernel(a: Array) -> Array:
        if a.dtype.kind == "c" and name != "round":
            raise NotImplementedError(f"{name} is not supported for complex inputs")
        if a.dtype.kind in "bc":
            raise missing(f"{name}_vml_cpu", a)
        return ufunc(a, out=...) if a.dtype.kind == "f" else a.copy()

    return kernel


def rounded_to(a: Array, decimals: int) -> Array:
    if a.dtype.kind != "f":
        raise missing("round_cpu", a)
    scale = a.dtype.type(10.0 ** abs(decimals))
    if decimals >= 0:
        return np.divide(np.rint(np.multiply(a, scale, out=...), out=...), scale, out=...)
    return np.multiply(np.rint(np.divide(a, scale, out=...), out=...), scale, out=...)


def real_only(kernel: Callable[[Array], Array], name: str) -> Callable[[Array], Array]:
    """A function that complex numbers have none of here."""

    def function(a: Array) -> Array:
        if a.dtype.kind == "c":
            raise missing(name, a)
        return k.laid_out_like(kernel(a), a)

    return function


def turned_angle(ufunc: np.ufunc, name: str) -> Callable[[Array], Array]:
    def kernel(a: Array) -> Array:
        if a.dtype.kind == "c":
            raise RuntimeError(f"{name} is not supported for complex tensors.")
        return ufunc(a, out=...)

    return kernel


def logit(a: Array, eps: float | None) -> Array:
    if a.dtype.kind == "c":
        raise missing("logit_cpu", a)
    x = a if eps is None else np.clip(a, a.dtype.type(eps), a.dtype.type(1 - eps))
    return np.log(np.divide(x, np.subtract(a.dtype.type(1), x, out=...), out=...), out=...)


def sinc(a: Array) -> Array:
    """sin(pi x) / (pi x), and 1 at 0."""
    turned = np.multiply(a, a.dtype.type(math.pi), out=...)
    return np.where(a == 0, a.dtype.type(1), np.divide(np.sin(turned, out=...), turned, out=...))


def angle(a: Array) -> Array:
    if a.dtype.kind == "c":
        return np.arctan2(a.imag, a.real, out=...)
    return np.where(np.isnan(a), a, np.where(a < 0, a.dtype.type(math.pi), a.dtype.type(0)))


# --- formulas that want more than a line -----------------------------------------------------------------------------


def sgn_self(grad: Any, self: Any, result: Any) -> Any:
    """Flat for real numbers; a complex one turns."""
    array = f.array_of(self)
    if array.dtype.kind != "c":
        return f.zeros_like(grad)
    size = f.absolute(self)
    turned = (grad - f.real(grad * f.conj(result)) * result) / size
    return f.masked_fill(turned, size == 0, 0)


def acosh_self(grad: Any, self: Any) -> Any:
    if f.is_complex(self):  # the product of two roots is not the root of the product
        return grad * f.conj(f.rsqrt(self - 1) * f.rsqrt(self + 1))
    return grad * f.rsqrt(self * self - 1)


def no_twin(name: str) -> Callable[[Any], Any]:
    """What PyTorch computes in place, and cannot differentiate then."""

    def formula(grad: Any) -> Any:
        raise NotImplementedError(
            f"the derivative for 'inplace version of {name}' is not implemented."
        )

    return formula


def sinc_self(grad: Any, self: Any) -> Any:
    turned, square = self * math.pi, self * self * math.pi
    slope = grad * f.conj((turned * f.cos(turned) - f.sin(turned)) / square)
    return f.where(square == 0.0, f.zeros((), grad), slope)


def angle_self(grad: Any, self: Any) -> Any:
    """Flat for real numbers, which only point forward or back."""
    array = f.array_of(self)
    if array.dtype.kind != "c":
        return f.zeros_like(self)
    turned = grad * self / f.power(f.absolute(self), 2) * 1j
    return f.where(self == 0.0, f.zeros((), turned), turned)


def logit_self(grad: Any, self: Any, eps: float | None) -> Any:
    slope = grad / (self * (1 - self))
    if eps is None:
        inside, outside = (self >= 0) & (self <= 1), f.full((), math.nan, grad)
    else:
        inside, outside = (self >= eps) & (self <= 1 - eps), f.zeros((), grad)
    return f.where(inside, slope, outside)


# --- compositions ----------------------------------------------------------------------------------------------------


def positive(self: Tensor) -> Any:
    if self._a.dtype.kind == "b":
        raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
    return self


def conjugate(self: Tensor) -> Any:
    if self._a.dtype.kind != "c":
        return self
    from gradrepl.engine import _conj

    return _conj(self)


def conjugated(self: Tensor) -> Any:
    """Real numbers are theirs already."""
    if self._a.dtype.kind != "c":
        return self
    return RECORDED._conj_physical(self)


_TWO_BY_ROOT_PI = 2.0 / math.sqrt(math.pi)


# fmt: off
UNARY = (
    op("neg(Tensor self) -> Tensor", "NegBackward0", negative, plain=np.negative, promote="same", self=lambda grad: -grad),
    op("abs(Tensor self) -> Tensor", "AbsBackward0", absolute, promote="same", self=lambda grad, self: grad * f.sgn(self)),
    op("sgn(Tensor self) -> Tensor", "SgnBackward0", k.sgn, promote="same", self=sgn_self),
    op("sign(Tensor self) -> Tensor", "SignBackward0", sign, promote="same", self=f.zeros_like),
    op("exp(Tensor self) -> Tensor", "ExpBackward0", np.exp, promote="float",
       self=lambda grad, result: grad * f.conj(result)),
    op("exp2(Tensor self) -> Tensor", "Exp2Backward0", np.exp2, promote="float",
       self=lambda grad, result: grad * f.conj(result) * math.log(2)),
    op("expm1(Tensor self) -> Tensor", "Expm1Backward0", np.expm1, promote="float",
       self=lambda grad, result: grad * (f.conj(result) + 1)),
    op("log(Tensor self) -> Tensor", "LogBackward0", np.log, promote="float",
       self=lambda grad, self: grad / f.conj(self)),
    op("log2(Tensor self) -> Tensor", "Log2Backward0", np.log2, promote="float",
       self=lambda grad, self: grad / (f.conj(self) * 0.6931471805599453)),
    op("log10(Tensor self) -> Tensor", "Log10Backward0", np.log10, promote="float",
       self=lambda grad, self: grad / (f.conj(self) * 2.3025850929940456)),
    op("log1p(Tensor self) -> Tensor", "Log1PBackward0", np.log1p, promote="float",
       self=lambda grad, self: grad / f.conj(self + 1)),
    op("sin(Tensor self) -> Tensor", "SinBackward0", np.sin, promote="float",
       self=lambda grad, self: grad * f.conj(f.cos(self))),
    op("cos(Tensor self) -> Tensor", "CosBackward0", np.cos, promote="float",
       self=lambda grad, self: grad * f.conj(-f.sin(self))),
    op("tan(Tensor self) -> Tensor", "TanBackward0", np.tan, promote="float",
       self=lambda grad, result: grad * f.conj(1 + f.power(result, 2))),
    op("asin(Tensor self) -> Tensor", "AsinBackward0", np.arcsin, promote="float",
       self=lambda grad, self: grad * f.conj(f.rsqrt(-self * self + 1))),
    op("acos(Tensor self) -> Tensor", "AcosBackward0", np.arccos, promote="float",
       self=lambda grad, self: grad * f.conj(-f.rsqrt(-self * self + 1))),
    op("atan(Tensor self) -> Tensor", "AtanBackward0", np.arctan, promote="float",
       self=lambda grad, self: grad / f.conj(self * self + 1)),
    op("sinh(Tensor self) -> Tensor", "SinhBackward0", np.sinh, promote="float",
       self=lambda grad, self: grad * f.conj(f.cosh(self))),
    op("cosh(Tensor self) -> Tensor", "CoshBackward0", np.cosh, promote="float",
       self=lambda grad, self: grad * f.conj(f.sinh(self))),
    differing(op("asinh(Tensor self) -> Tensor", "AsinhBackward0", np.arcsinh, promote="float",
              self=lambda grad, self: grad * f.conj(f.rsqrt(f.power(self, 2) + 1))), "AsinhBackward1", self=no_twin("asinh")),
    differing(op("acosh(Tensor self) -> Tensor", "AcoshBackward0", np.arccosh, promote="float",
              self=acosh_self), "AcoshBackward1", self=no_twin("acosh")),
    differing(op("atanh(Tensor self) -> Tensor", "AtanhBackward0", np.arctanh, promote="float",
              self=lambda grad, self: grad * 1 / f.conj(1 - f.power(self, 2))), "AtanhBackward1", self=no_twin("atanh")),
    op("tanh(Tensor self) -> Tensor", "TanhBackward0", np.tanh, promote="float",
       self=lambda grad, result: f.tanh_backward(grad, result)),
    op("sigmoid(Tensor self) -> Tensor", "SigmoidBackward0", k.sigmoid, promote="float",
       self=lambda grad, result: f.sigmoid_backward(grad, result)),
    op("relu(Tensor self) -> Tensor", "ReluBackward0", relu, promote="same",
       self=lambda grad, result: f.threshold_backward(grad, result, 0)),
    op("_tanh_backward(Tensor grad_output, Tensor output) -> Tensor", "TanhBackwardBackward0", k.tanh_slope, method=False,
       grad_output=lambda grad, output: f.tanh_backward(grad, f.conj(output)),
       output=lambda grad, grad_output, output: f.conj(grad) * (-2 * f.conj(output) * grad_output)),
    op("_sigmoid_backward(Tensor grad_output, Tensor output) -> Tensor", "SigmoidBackwardBackward0", k.sigmoid_slope, method=False,
       grad_output=lambda grad, output: f.sigmoid_backward(grad, f.conj(output)),
       output=lambda grad, grad_output, output: f.conj(grad) * grad_output * (-2 * f.conj(output) + 1)),
    op("_threshold_backward(Tensor grad_output, Tensor self, Scalar threshold) -> Tensor", "ThresholdBackwardBackward0", k.threshold_slope, method=False,
       grad_output=lambda grad, self, threshold: f.threshold_backward(grad, self, threshold),
       self=f.zeros_like),
    op("erf(Tensor self) -> Tensor", "ErfBackward0", real_only(transcendental.erf, "erf_vml_cpu"), promote="float",
       self=lambda grad, self: _TWO_BY_ROOT_PI * f.exp(-f.power(self, 2)) * grad),
    op("erfc(Tensor self) -> Tensor", "ErfcBackward0", real_only(transcendental.erfc, "erfc_vml_cpu"), promote="float",
       self=lambda grad, self: -_TWO_BY_ROOT_PI * f.exp(-f.power(self, 2)) * grad),
    op("erfinv(Tensor self) -> Tensor", "ErfinvBackward0", real_only(transcendental.erfinv, "erfinv_vml_cpu"), promote="float",
       self=lambda grad, self: 0.5 * math.sqrt(math.pi) * f.exp(f.power(f.erfinv(self), 2)) * grad),
    op("sinc(Tensor self) -> Tensor", "SincBackward0", k.in_single(sinc), promote="float", self=sinc_self),
    op("angle(Tensor self) -> Tensor", "AngleBackward0", angle, promote="float", in_place=False, self=angle_self),
    op("lgamma(Tensor self) -> Tensor", "LgammaBackward0", real_only(transcendental.log_gamma, "lgamma_vml_cpu"), promote="float",
       self=lambda grad, self: grad * f.digamma(self)),
    op("digamma(Tensor self) -> Tensor", "DigammaBackward0", real_only(transcendental.digamma, "digamma"), promote="float",
       self=lambda grad, self: grad * f.polygamma(1, self)),
    op("polygamma(int n, Tensor self) -> Tensor", "PolygammaBackward0", transcendental.polygamma, promote="float", in_place=False, method=False,
       self=lambda grad, n, self: grad * f.polygamma(n + 1, self)),
    op("logit(Tensor self, float? eps=None) -> Tensor", "LogitBackward0", logit, promote="float", self=logit_self),
    op("floor(Tensor self) -> Tensor", "FloorBackward0", whole(np.floor, "floor"), promote="same", self=f.zeros_like),
    op("ceil(Tensor self) -> Tensor", "CeilBackward0", whole(np.ceil, "ceil"), promote="same", self=f.zeros_like),
    op("round(Tensor self) -> Tensor", "RoundBackward0", whole(np.rint, "round"), promote="same", self=f.zeros_like),
    op("round.decimals(Tensor self, *, int decimals) -> Tensor", "RoundBackward1", rounded_to, promote="same", self=f.zeros_like),
    op("trunc(Tensor self) -> Tensor", "TruncBackward0", whole(np.trunc, "trunc"), promote="same", self=f.zeros_like),
    op("frac(Tensor self) -> Tensor", "FracBackward0", fraction, promote="same", self=lambda grad: grad),
    op("deg2rad(Tensor self) -> Tensor", "Deg2RadBackward0", turned_angle(np.deg2rad, "deg2rad"), promote="float",
       self=lambda grad: grad * (math.pi / 180)),
    op("rad2deg(Tensor self) -> Tensor", "Rad2DegBackward0", turned_angle(np.rad2deg, "rad2deg"), promote="float",
       self=lambda grad: grad * (180 / math.pi)),
    op("_conj(Tensor(a) self) -> Tensor(a)", "ConjBackward0", lambda a: a, method=False, self=lambda grad: f.conj(grad)),
    op("_neg_view(Tensor(a) self) -> Tensor(a)", "NegViewBackward0", lambda a: a, method=False, self=lambda grad: -grad),
    compose("conj(Tensor self) -> Tensor", conjugate),
    op("_conj_physical(Tensor self) -> Tensor", "ConjPhysicalBackward0", np.conjugate, in_place_node="ConjPhysicalBackward1", method=False,
       self=lambda grad: f.conj(grad)),
    compose("conj_physical(Tensor self) -> Tensor", conjugated),
    compose("conj_physical_(Tensor(a!) self) -> Tensor(a!)", lambda self: self._conj_physical_()),
    op("polygamma.method(Tensor self, int n) -> Tensor", "PolygammaBackward0", lambda a, n: transcendental.polygamma(n, a), promote="float", function=False,
       in_place_node="PolygammaBackward1", self=lambda grad, n, self: grad * f.polygamma(n + 1, self)),
    compose("positive(Tensor self) -> Tensor", positive),
)
# fmt: on
