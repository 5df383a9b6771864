"""Element by element: arithmetic, comparisons, and functions of one number."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.dtypes import Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.tensor import Tensor, wrap

# --- kernels ---------------------------------------------------------------------------------------------------------


def add_scaled(a: Array, b: Array, alpha: Any) -> Array:
    _check_alpha(a, alpha)
    return np.add(a, np.multiply(b, a.dtype.type(alpha), out=...), out=...)


def sub_scaled(a: Array, b: Array, alpha: Any) -> Array:
    if a.dtype.kind == "b":
        raise RuntimeError(
            "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` "
            "operator instead."
        )
    _check_alpha(a, alpha)
    return np.subtract(a, b if alpha == 1 else np.multiply(b, a.dtype.type(alpha), out=...), out=...)


def rsub_scaled(a: Array, b: Array, alpha: Any) -> Array:
    return sub_scaled(b, a, alpha)


def _check_alpha(a: Array, alpha: Any) -> None:
    if isinstance(alpha, bool) and a.dtype.kind != "b":
        raise RuntimeError("Boolean alpha only supported for Boolean results.")
    if isinstance(alpha, float) and a.dtype.kind in "iu":
        raise RuntimeError("For integral input tensors, argument alpha must not be a floating point number.")
    if isinstance(alpha, complex) and a.dtype.kind != "c":
        raise RuntimeError("For non-complex input tensors, argument alpha must not be a complex number.")


def negative(a: Array) -> Array:
    if a.dtype.kind == "b":
        raise RuntimeError(
            "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use "
            "the `~` or `logical_not()` operator instead."
        )
    return np.negative(a, out=...)


def power(a: Array, exponent: Any) -> Array:
    """`a ** exponent` for arrays or a number; the whole powers that occur most are products, as in PyTorch."""
    if not isinstance(exponent, np.ndarray):
        if exponent == 2:
            return np.multiply(a, a, out=...)
        if exponent == 3:
            return np.multiply(np.multiply(a, a, out=...), a, out=...)
        if exponent == 0.5 and a.dtype.kind == "f":
            return np.sqrt(a, out=...)
        if a.dtype.kind in "iu" and exponent < 0:
            raise RuntimeError("Integers to negative integer powers are not allowed.")
        exponent = a.dtype.type(exponent)
    elif a.dtype.kind in "iu":
        return _integer_power(a, exponent)
    return np.power(a, exponent, out=...)


def _integer_power(a: Array, exponent: Array) -> Array:
    """Integers raised to negative ones are 0, or 1 and -1 for 1 and -1, where tensors are given for both."""
    if (exponent >= 0).all():
        return np.power(a, exponent, out=...)
    base, to = np.broadcast_arrays(a, exponent)
    found = np.power(base, np.where(to < 0, 0, to))
    sign = np.where(to % 2 == 0, 1, -1)
    below = np.where(base == 1, 1, np.where(base == -1, sign, 0))
    return np.where(to < 0, below, found).astype(a.dtype)


def power_scalar(a: Array, exponent: Any) -> Array:
    """A tensor raised to a Python number, in their common dtype."""
    found = dtypes.result_type((a, exponent)).np
    return power(a.astype(found, copy=False), exponent)


def scalar_power(base: Any, exponent: Array) -> Array:
    found = dtypes.result_type((exponent, base)).np
    return power(np.asarray(base, found), exponent.astype(found, copy=False))


def floor_divide(a: Array, b: Array) -> Array:
    if a.dtype.kind in "iub" and not b.all():
        raise RuntimeError("ZeroDivisionError")
    return np.floor_divide(a, b, out=...)


def remainder(a: Array, b: Array) -> Array:
    if a.dtype.kind in "iub" and not b.all():
        raise RuntimeError("ZeroDivisionError")
    return np.remainder(a, b, out=...)


def fmod(a: Array, b: Array) -> Array:
    if a.dtype.kind in "iub" and not b.all():
        raise RuntimeError("ZeroDivisionError")
    return np.fmod(a, b, out=...)


def div_rounded(a: Array, b: Array, rounding_mode: str | None) -> Array:
    if rounding_mode == "floor":
        return floor_divide(a, b)
    if rounding_mode == "trunc":
        if a.dtype.kind in "iub":
            if not b.all():
                raise RuntimeError("ZeroDivisionError")
            return (np.sign(a) * np.sign(b) * (np.abs(a) // np.abs(b))).astype(a.dtype)
        return np.trunc(np.divide(a, b, out=...), out=...)
    raise RuntimeError(
        "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '" + str(rounding_mode) + "'"
    )


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a)): exact at both ends, since exp of a large number is inf and 1 / inf is 0."""
    return np.reciprocal(np.add(np.exp(np.negative(a, out=...), out=...), a.dtype.type(1), out=...), out=...)


def relu(a: Array) -> Array:
    if a.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return np.maximum(a, a.dtype.type(0), out=...)


def absolute(a: Array) -> Array:
    return np.absolute(a, out=...)


def sgn(a: Array) -> Array:
    return np.sign(a, out=...)


def square(a: Array) -> Array:
    return np.multiply(a, a, out=...)


def rsqrt(a: Array) -> Array:
    return np.reciprocal(np.sqrt(a, out=...), out=...)


def reciprocal(a: Array) -> Array:
    return np.divide(a.dtype.type(1), a, out=...)


def rounded(a: Array) -> Array:
    return np.round(a) if a.dtype.kind in "fc" else a.copy()


def whole(ufunc: np.ufunc) -> Any:
    """A rounding function; integers are whole already."""

    def kernel(a: Array) -> Array:
        return ufunc(a, out=...) if a.dtype.kind in "fc" else a.copy()

    return kernel


def clamp(a: Array, low: Any, high: Any) -> Array:
    if low is None and high is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    found = dtypes.result_type([a, *(each for each in (low, high) if each is not None)]).np
    a = a.astype(found, copy=False)
    if low is not None:
        a = np.maximum(a, found.type(low), out=...)
    if high is not None:
        a = np.minimum(a, found.type(high), out=...)
    return a


def clamp_tensors(a: Array, low: Array | None, high: Array | None) -> Array:
    if low is None and high is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    found = dtypes.result_type([a, *(each for each in (low, high) if each is not None)]).np
    a = a.astype(found, copy=False)
    if low is not None:
        a = np.maximum(a, low.astype(found, copy=False), out=...)
    if high is not None:
        a = np.minimum(a, high.astype(found, copy=False), out=...)
    return a


def where(condition: Array, a: Array, b: Array) -> Array:
    if condition.dtype.kind != "b":
        if condition.dtype == np.uint8:
            condition = condition != 0
        else:
            raise RuntimeError(
                "where expected condition to be a boolean tensor, but got a tensor with dtype "
                + dtypes.OF[condition.dtype].legacy
            )
    found = dtypes.result_type((a, b)).np
    return np.where(condition, a.astype(found, copy=False), b.astype(found, copy=False))


def bitwise(ufunc: np.ufunc, name: str) -> Any:
    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind in "fc":
            raise NotImplementedError(f'"{name}_cpu" not implemented for \'{dtypes.OF[a.dtype].legacy}\'')
        return ufunc(a, b, out=...)

    return kernel


def invert(a: Array) -> Array:
    if a.dtype.kind in "fc":
        raise NotImplementedError(f'"bitwise_not_cpu" not implemented for \'{dtypes.OF[a.dtype].legacy}\'')
    return np.invert(a, out=...)


def real_only(ufunc: np.ufunc, name: str) -> Any:
    """An ordering, which complex numbers have none of."""

    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind == "c":
            raise RuntimeError(f'"compare_cpu" not implemented for \'{dtypes.OF[a.dtype].legacy}\'')
        return ufunc(a, b, out=...)

    kernel.__name__ = name
    return kernel


def erf(a: Array) -> Array:
    """Element by element through `math.erf`: numpy has none."""
    flat = a.reshape(-1).tolist()
    return np.array([math.erf(x) for x in flat], a.dtype).reshape(a.shape)


def erfc(a: Array) -> Array:
    flat = a.reshape(-1).tolist()
    return np.array([math.erfc(x) for x in flat], a.dtype).reshape(a.shape)


# --- formulas that want more than a line -----------------------------------------------------------------------------


def abs_self(grad: Any, self: Any) -> Any:
    return grad * f.sign(self)


def pow_self(grad: Any, self: Any, exponent: Any) -> Any:
    """0 for an exponent of 0, also where the base is 0: the product rule alone would give nan."""
    if exponent == 0:
        return f.zeros_like(grad)
    return grad * f.conj(exponent * self ** (exponent - 1))


def pow_self_tensor(grad: Any, self: Any, exponent: Any) -> Any:
    found = grad * (exponent * self ** (exponent - 1))
    return f.masked(found, exponent != 0)


def pow_exponent(grad: Any, self: Any, exponent: Any, result: Any) -> Any:
    """`result * log(self)`, and 0 where the base is 0 and the exponent is not negative."""
    found = grad * (result * f.log(self))
    zero = (self == 0) & (exponent >= 0)
    return f.masked(found, f.logical_not(zero))


def pow_scalar_exponent(grad: Any, self: Any, exponent: Any, result: Any) -> Any:
    if self == 0:
        return f.masked(grad, exponent < 0)
    return grad * (result * math.log(self) if self > 0 else result * math.nan)


def clamp_self(grad: Any, self: Any, min: Any, max: Any) -> Any:
    if min is not None and max is not None:
        return f.masked(grad, (self >= min) & (self <= max))
    return f.masked(grad, self >= min if max is None else self <= max)


def clamp_min(grad: Any, self: Any, min: Any, max: Any) -> Any:
    if min is None:
        return None
    below = self < min if max is None else (self < min) & (min < max)
    return f.masked(grad, below)


def clamp_max(grad: Any, self: Any, min: Any, max: Any) -> Any:
    if max is None:
        return None
    above = self > max if min is None else (self > max) | (max < min)
    return f.masked(grad, above)


def maximum_self(grad: Any, self: Any, other: Any) -> Any:
    """Equal values share the gradient."""
    return f.masked(grad / f.where(self == other, *_two_and_one(grad)), self >= other)


def maximum_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked(grad / f.where(self == other, *_two_and_one(grad)), self <= other)


def _two_and_one(grad: Any) -> tuple[Any, Any]:
    array = grad._a if isinstance(grad, Tensor) else grad
    two, one = np.asarray(2, array.dtype), np.asarray(1, array.dtype)
    return f.as_grad_kind(two, grad), f.as_grad_kind(one, grad)


def remainder_other(grad: Any, self: Any, other: Any) -> Any:
    if isinstance(self, Tensor):
        return -grad * self.div(other, rounding_mode="floor")
    return -grad * np.floor_divide(self, other)


# --- compositions ----------------------------------------------------------------------------------------------------


def number_tensor_like(value: Any, like: Tensor) -> Tensor:
    found = dtypes.result_type((like._a, value))
    return wrap(np.asarray(value, found.np))


def where_scalar_self(condition: Tensor, self: Any, other: Tensor) -> Any:
    from gradrepl.engine import where as torch_where

    return torch_where(condition, number_tensor_like(self, other), other)


def where_scalar_other(condition: Tensor, self: Tensor, other: Any) -> Any:
    from gradrepl.engine import where as torch_where

    return torch_where(condition, self, number_tensor_like(other, self))


def where_scalars(condition: Tensor, self: Any, other: Any) -> Any:
    from gradrepl.engine import where as torch_where

    found = dtypes.promote_types(dtypes.of_scalar(self), dtypes.of_scalar(other))
    return torch_where(condition, wrap(np.asarray(self, found.np)), wrap(np.asarray(other, found.np)))


def where_indices(condition: Tensor) -> Any:
    return condition.nonzero(as_tuple=True)


def isclose(self: Tensor, other: Tensor, rtol: float, atol: float, equal_nan: bool) -> Any:
    if self._a.dtype != other._a.dtype:
        raise RuntimeError(f"{dtypes.OF[self._a.dtype].legacy} did not match {dtypes.OF[other._a.dtype].legacy}")
    return wrap(np.asarray(np.isclose(self._a, other._a, rtol, atol, equal_nan)))


def allclose(self: Tensor, other: Tensor, rtol: float, atol: float, equal_nan: bool) -> bool:
    return bool(isclose(self, other, rtol, atol, equal_nan)._a.all())


def equal(self: Tensor, other: Tensor) -> bool:
    return bool(np.array_equal(self._a, other._a))


def add_deprecated(self: Tensor, alpha: Any, other: Tensor) -> Any:
    return self.add(other, alpha=alpha)


def and_scalar(row: Op) -> tuple[Op, Op]:
    """A row for two tensors, and the same for a tensor and a number, which PyTorch lists as an overload of its own."""
    text = row.text.replace("Tensor other", "Scalar other").replace(".Tensor(", ".Scalar(")
    return row, replace(row, text=text, given=tuple(each for each in row.given if each[0] == "self"))


# fmt: off
POINTWISE = (
    op("add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "AddBackward0", add_scaled, plain=np.add, promote="same",
       self=lambda grad: grad,
       other=lambda grad, alpha: grad if alpha == 1 else grad * alpha),
    op("sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "SubBackward0", sub_scaled, promote="same",
       self=lambda grad: grad,
       other=lambda grad, alpha: -grad if alpha == 1 else -grad * alpha),
    op("rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "RsubBackward1", rsub_scaled, promote="same", in_place=False,
       self=lambda grad, alpha: -grad if alpha == 1 else -grad * alpha,
       other=lambda grad: grad),
    op("mul.Tensor(Tensor self, Tensor other) -> Tensor", "MulBackward0", np.multiply, promote="same",
       self=lambda grad, other: grad * f.conj(other),
       other=lambda grad, self: grad * f.conj(self)),
    op("div.Tensor(Tensor self, Tensor other) -> Tensor", "DivBackward0", np.divide, promote="float",
       self=lambda grad, other: grad / f.conj(other),
       other=lambda grad, self, other: -grad * f.conj((self / other) / other)),
    op("div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor", "DivBackward1", div_rounded, promote="same",
       self=lambda grad, rounding_mode: f.zeros_like(grad),
       other=lambda grad, rounding_mode: f.zeros_like(grad)),
    op("floor_divide(Tensor self, Tensor other) -> Tensor", None, floor_divide, promote="same"),
    *and_scalar(op("remainder.Tensor(Tensor self, Tensor other) -> Tensor", "RemainderBackward0", remainder, promote="same",
       self=lambda grad: grad,
       other=remainder_other)),
    *and_scalar(op("fmod.Tensor(Tensor self, Tensor other) -> Tensor", "FmodBackward0", fmod, promote="same",
       self=lambda grad: grad)),
    op("pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor", "PowBackward1", power, promote="same",
       self=pow_self_tensor, exponent=pow_exponent),
    op("pow.Scalar(Scalar self, Tensor exponent) -> Tensor", "PowBackward2", scalar_power, method=False, in_place=False,
       exponent=pow_scalar_exponent),
    op("pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor", "PowBackward0", power_scalar, in_place=True,
       self=pow_self),
    op("neg(Tensor self) -> Tensor", "NegBackward0", negative, promote="same", self=lambda grad: -grad),
    op("abs(Tensor self) -> Tensor", "AbsBackward0", absolute, promote="same", self=abs_self),
    op("sgn(Tensor self) -> Tensor", "SgnBackward0", sgn, promote="same", self=lambda grad: f.zeros_like(grad)),
    op("sign(Tensor self) -> Tensor", "SignBackward0", sgn, promote="same", self=lambda grad: f.zeros_like(grad)),
    op("reciprocal(Tensor self) -> Tensor", "ReciprocalBackward0", reciprocal, promote="float",
       self=lambda grad, result: -grad * f.conj(result * result)),
    op("sqrt(Tensor self) -> Tensor", "SqrtBackward0", np.sqrt, promote="float",
       self=lambda grad, result: grad / f.conj(2 * result)),
    op("rsqrt(Tensor self) -> Tensor", "RsqrtBackward0", rsqrt, promote="float",
       self=lambda grad, result: -0.5 * grad * f.conj(result * result * result)),
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
       self=lambda grad, self: grad / (f.conj(self) * 2.302585092994046)),
    op("log1p(Tensor self) -> Tensor", "Log1PBackward0", np.log1p, promote="float",
       self=lambda grad, self: grad / f.conj(self + 1)),
    op("sin(Tensor self) -> Tensor", "SinBackward0", np.sin, promote="float",
       self=lambda grad, self: grad * f.conj(f.cos(self))),
    op("cos(Tensor self) -> Tensor", "CosBackward0", np.cos, promote="float",
       self=lambda grad, self: grad * f.conj(-f.sin(self))),
    op("tan(Tensor self) -> Tensor", "TanBackward0", np.tan, promote="float",
       self=lambda grad, result: grad * f.conj(1 + result * result)),
    op("asin(Tensor self) -> Tensor", "AsinBackward0", np.arcsin, promote="float",
       self=lambda grad, self: grad / f.conj(f.sqrt(-self * self + 1))),
    op("acos(Tensor self) -> Tensor", "AcosBackward0", np.arccos, promote="float",
       self=lambda grad, self: -grad / f.conj(f.sqrt(-self * self + 1))),
    op("atan(Tensor self) -> Tensor", "AtanBackward0", np.arctan, promote="float",
       self=lambda grad, self: grad / f.conj(self * self + 1)),
    op("sinh(Tensor self) -> Tensor", "SinhBackward0", np.sinh, promote="float",
       self=lambda grad, self: grad * f.conj(f.cosh(self))),
    op("cosh(Tensor self) -> Tensor", "CoshBackward0", np.cosh, promote="float",
       self=lambda grad, self: grad * f.conj(f.sinh(self))),
    op("tanh(Tensor self) -> Tensor", "TanhBackward0", np.tanh, promote="float",
       self=lambda grad, result: grad * f.conj(1 - result * result)),
    op("sigmoid(Tensor self) -> Tensor", "SigmoidBackward0", sigmoid, promote="float",
       self=lambda grad, result: grad * f.conj((1 - result) * result)),
    op("relu(Tensor self) -> Tensor", "ReluBackward0", relu, promote="same",
       self=lambda grad, result: f.masked(grad, result > 0)),
    op("erf(Tensor self) -> Tensor", "ErfBackward0", erf, promote="float",
       self=lambda grad, self: 2 / math.sqrt(math.pi) * f.exp(-(self * self)) * grad),
    op("erfc(Tensor self) -> Tensor", "ErfcBackward0", erfc, promote="float",
       self=lambda grad, self: -2 / math.sqrt(math.pi) * f.exp(-(self * self)) * grad),
    op("square(Tensor self) -> Tensor", "PowBackward0", square, promote="same",
       self=lambda grad, self: grad * f.conj(2 * self)),
    op("floor(Tensor self) -> Tensor", "FloorBackward0", whole(np.floor), promote="same", self=lambda grad: f.zeros_like(grad)),
    op("ceil(Tensor self) -> Tensor", "CeilBackward0", whole(np.ceil), promote="same", self=lambda grad: f.zeros_like(grad)),
    op("round(Tensor self) -> Tensor", "RoundBackward0", rounded, promote="same", self=lambda grad: f.zeros_like(grad)),
    op("trunc(Tensor self) -> Tensor", "TruncBackward0", whole(np.trunc), promote="same", self=lambda grad: f.zeros_like(grad)),
    op("clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor", "ClampBackward0", clamp_tensors, in_place=True,
       self=clamp_self, min=clamp_min, max=clamp_max),
    op("clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor", "ClampBackward1", clamp, in_place=True,
       self=clamp_self),
    op("clamp_min(Tensor self, Scalar min) -> Tensor", "ClampMinBackward0", lambda a, low: clamp(a, low, None), in_place=True,
       self=lambda grad, self, min: f.masked(grad, self >= min)),
    op("clamp_max(Tensor self, Scalar max) -> Tensor", "ClampMaxBackward0", lambda a, high: clamp(a, None, high), in_place=True,
       self=lambda grad, self, max: f.masked(grad, self <= max)),
    op("maximum(Tensor self, Tensor other) -> Tensor", "MaximumBackward0", np.maximum, promote="same", in_place=False,
       self=maximum_self, other=maximum_other),
    op("minimum(Tensor self, Tensor other) -> Tensor", "MinimumBackward0", np.minimum, promote="same", in_place=False,
       self=maximum_other, other=maximum_self),
    op("where.self(Tensor condition, Tensor self, Tensor other) -> Tensor", "WhereBackward0", where, method=False,
       self=lambda grad, condition: f.masked(grad, condition),
       other=lambda grad, condition: f.masked(grad, f.logical_not(condition))),

    *and_scalar(op("eq.Tensor(Tensor self, Tensor other) -> Tensor", None, np.equal, promote="same")),
    *and_scalar(op("ne.Tensor(Tensor self, Tensor other) -> Tensor", None, np.not_equal, promote="same")),
    *and_scalar(op("lt.Tensor(Tensor self, Tensor other) -> Tensor", None, real_only(np.less, "lt"), promote="same")),
    *and_scalar(op("le.Tensor(Tensor self, Tensor other) -> Tensor", None, real_only(np.less_equal, "le"), promote="same")),
    *and_scalar(op("gt.Tensor(Tensor self, Tensor other) -> Tensor", None, real_only(np.greater, "gt"), promote="same")),
    *and_scalar(op("ge.Tensor(Tensor self, Tensor other) -> Tensor", None, real_only(np.greater_equal, "ge"), promote="same")),
    op("logical_and(Tensor self, Tensor other) -> Tensor", None, np.logical_and, promote="same"),
    op("logical_or(Tensor self, Tensor other) -> Tensor", None, np.logical_or, promote="same"),
    op("logical_xor(Tensor self, Tensor other) -> Tensor", None, np.logical_xor, promote="same"),
    op("logical_not(Tensor self) -> Tensor", None, np.logical_not, promote="same"),
    *and_scalar(op("bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor", None, bitwise(np.bitwise_and, "bitwise_and"), promote="same")),
    *and_scalar(op("bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor", None, bitwise(np.bitwise_or, "bitwise_or"), promote="same")),
    *and_scalar(op("bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor", None, bitwise(np.bitwise_xor, "bitwise_xor"), promote="same")),
    op("bitwise_not(Tensor self) -> Tensor", None, invert, promote="same"),
    op("isnan(Tensor self) -> Tensor", None, lambda a: np.isnan(a, out=...) if a.dtype.kind in "fc" else np.zeros(a.shape, bool)),
    op("isinf(Tensor self) -> Tensor", None, lambda a: np.isinf(a, out=...) if a.dtype.kind in "fc" else np.zeros(a.shape, bool)),
    op("isfinite(Tensor self) -> Tensor", None, lambda a: np.isfinite(a, out=...) if a.dtype.kind in "fc" else np.ones(a.shape, bool)),
    compose("add.Scalar_deprecated(Tensor self, Scalar alpha, Tensor other) -> Tensor", add_deprecated, hidden=True),
    compose("where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor", where_scalar_self, method=False),
    compose("where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor", where_scalar_other, method=False),
    compose("where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor", where_scalars, method=False),
    compose("where(Tensor condition) -> Tensor[]", where_indices, method=False),
    compose("isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor", isclose),
    compose("allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool", allclose),
    compose("equal(Tensor self, Tensor other) -> bool", equal),
)
# fmt: on

SAME = (
    ("subtract", "sub"), ("multiply", "mul"), ("divide", "div"), ("true_divide", "div"), ("negative", "neg"),
    ("absolute", "abs"), ("arcsin", "asin"), ("arccos", "acos"), ("arctan", "atan"), ("clip", "clamp"),
    ("fix", "trunc"), ("greater", "gt"), ("greater_equal", "ge"), ("less", "lt"), ("less_equal", "le"),
    ("not_equal", "ne"),
)  # fmt: skip
"""Names that PyTorch gives to operations that have one already."""
