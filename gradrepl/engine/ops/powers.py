"""Powers and roots, and functions of two numbers that are made of them, element by element."""

from __future__ import annotations

import cmath
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.memory_order import walked
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.arithmetic import for_kinds
from gradrepl.engine.ops.kernels import broadcast_shape, missing
from gradrepl.engine.outputs import warn_resized
from gradrepl.engine.promotion import promote, shape_error
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def check_power(a: Array, exponent: Any) -> None:
    if a.dtype.kind in "iub" and isinstance(exponent, int) and exponent < 0:
        raise RuntimeError("Integers to negative integer powers are not allowed.")


def power_scalar(a: Array, exponent: Any) -> Array:
    """A tensor raised to a Python number, in their common dtype."""
    if a.dtype.kind == "f" and not isinstance(exponent, complex):
        return k.power(a, exponent)
    found = dtypes.result_type((a, exponent)).np
    return k.power(a.astype(found, copy=False), exponent)


def scalar_power(base: Any, exponent: Array) -> Array:
    found = dtypes.result_type((exponent, base)).np
    raised = k.power(np.asarray(base, found), exponent.astype(found, copy=False))
    return k.laid_out(raised, exponent)  # PyTorch makes room for it before it looks at the tensor


def rsqrt(a: Array) -> Array:
    return np.reciprocal(np.sqrt(a, out=...), out=...)


def reciprocal(a: Array) -> Array:
    return np.divide(a.dtype.type(1), a, out=...)


# --- formulas that want more than a line -----------------------------------------------------------------------------


def pow_self(grad: Any, self: Any, exponent: Any) -> Any:
    """0 for an exponent of 0, also where the base is 0: the product rule alone would give nan."""
    if exponent == 0:
        return f.zeros_like(grad)
    return grad * f.conj(exponent * f.power(self, exponent - 1))


def pow_self_tensor(grad: Any, self: Any, exponent: Any) -> Any:
    from gradrepl.engine.promotion import refuse_bools

    refuse_bools([f.array_of(exponent), np.asarray(1)])
    zero = f.zeros((), grad)
    return f.where(exponent == 0.0, zero, grad * f.conj(exponent * f.power(self, exponent - 1)))


def _not_negative(exponent: Any) -> Any:
    if f.is_complex(exponent):
        return (f.imag(exponent) == 0) & (f.real(exponent) >= 0)
    return exponent >= 0


def pow_exponent(grad: Any, self: Any, exponent: Any, result: Any) -> Any:
    """`result * log(self)`, and 0 where the base is 0 and the exponent is not negative."""
    flat = (self == 0) & _not_negative(exponent)
    return grad * f.where(flat, f.zeros((), grad), f.conj(result * f.log(self)))


def pow_scalar_exponent(grad: Any, self: Any, exponent: Any, result: Any) -> Any:
    if self == 0:
        return grad * f.where(
            _not_negative(exponent), f.zeros((), grad), f.conj(result * -math.inf)
        )
    if isinstance(self, complex) or f.is_complex(exponent):
        return grad * f.conj(result * cmath.log(self))
    return grad * f.conj(result * (math.log(self) if self > 0 else math.nan))


# --- compositions ----------------------------------------------------------------------------------------------------


def xlogy_of_number(number: Any, b: Array) -> Array:
    found = dtypes.result_type((number, b))
    to = (found if found.category >= 2 else dtypes.get_default_dtype()).np
    return k.xlogy(np.asarray(number, to), b.astype(to, copy=False))


def xlogy_self(grad: Any, self: Any, other: Any) -> Any:
    """0 where `self` is 0 and `other` has no logarithm."""
    return f.masked_fill(f.xlogy(grad, other), (self == 0.0) & (other <= 0.0), 0)


def xlogy_number_self(grad: Any, self: Any, other: Any) -> Any:
    found = f.xlogy(grad, other)
    return found if other > 0 else f.masked_fill(found, self == 0.0, 0)


def logaddexp_self(grad: Any, self: Any, other: Any) -> Any:
    return grad / f.conj(1 + f.exp(other - self))


def hypot_self(grad: Any, self: Any, result: Any) -> Any:
    return grad * self / result


def atan2_slope(self: Any, other: Any) -> Any:
    """`1 / (x^2 + y^2)`, and 0 at the origin."""
    square = self * self + other * other
    return f.masked_fill(f.reciprocal(square), square == 0.0, 0)


def float_power(self: Any, exponent: Any) -> Any:
    """In double precision, whatever is given."""
    from gradrepl.engine import pow as torch_pow

    turned = any(
        (x._a.dtype.kind == "c") if isinstance(x, Tensor) else isinstance(x, complex)
        for x in (self, exponent)
    )
    to, number = (dtypes.complex128, complex) if turned else (dtypes.float64, float)
    wide = [x.to(to) if isinstance(x, Tensor) else number(x) for x in (self, exponent)]
    return torch_pow(*wide)


def float_power_(self: Tensor, exponent: Any) -> Any:
    beside = f.array_of(exponent)
    wide = "Complex" if dtypes.result_type((self._a, beside)).category == 3 else ""
    own = dtypes.OF[self._a.dtype].legacy
    if own != f"{wide}Double":
        raise RuntimeError(
            f"the base given to float_power_ has dtype {own} but the operation's result requires dtype {wide}Double"
        )
    return self.pow_(
        exponent if isinstance(exponent, Tensor) else complex(exponent) if wide else float(exponent)
    )


def logaddexp2_slope(grad: Any, own: Any, other: Any) -> Any:
    return grad / (1 + f.scalar_power(2, other - own))


def check_scaled(a: Array, b: Array) -> None:
    del b
    if a.dtype.kind in "iub":
        raise RuntimeError(
            f"ldexp can't be cast to the desired output type {dtypes.OF[a.dtype].legacy}"
        )


def scaled_by_power(a: Array, b: Array) -> Array:
    if a.dtype.kind == "f" and b.dtype.kind == "b":
        broadcast_shape(a.shape, b.shape)
        raise missing("ldexp_cpu_exp", b)
    x, y = promote((a, b), "float")
    try:
        found = walked(np.multiply(x, np.exp2(y, out=...), out=...), x, y)
    except ValueError as problem:
        raise shape_error(problem, x, y) from None
    if found.shape != a.shape:
        warn_resized(a, found)
    return found


def mantissa_and_exponent(a: Array) -> tuple[Array, Array]:
    if a.dtype.kind != "f":
        raise RuntimeError("torch.frexp() only supports floating-point dtypes")
    mantissa, exponent = np.frexp(a)
    return np.asarray(mantissa), np.asarray(exponent, np.int32)


def square_of(self: Tensor) -> Any:
    return self.pow(2)


# fmt: off
POWERS = (
    op("pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor", "PowBackward1", k.power, promote="same",
       self=pow_self_tensor, exponent=pow_exponent),
    op("pow.Scalar(Scalar self, Tensor exponent) -> Tensor", "PowBackward2", scalar_power, method=False, in_place=False,
       exponent=pow_scalar_exponent),
    op("pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor", "PowBackward0", power_scalar, in_place=True, first=check_power,
       self=pow_self),
    op("atan2(Tensor self, Tensor other) -> Tensor", "Atan2Backward0", for_kinds("f", np.arctan2, "atan2_cpu"), promote="float",
       self=lambda grad, self, other: grad * other * atan2_slope(self, other),
       other=lambda grad, self, other: grad * -self * atan2_slope(self, other)),
    op("hypot(Tensor self, Tensor other) -> Tensor", "HypotBackward0", for_kinds("f", np.hypot, "hypot_cpu"), promote="same",
       self=hypot_self, other=lambda grad, other, result: grad * other / result),
    op("logaddexp(Tensor self, Tensor other) -> Tensor", "LogaddexpBackward0", for_kinds("fc", k.log_of_sum, "logaddexp_cpu"), promote="same", in_place=False,
       self=logaddexp_self, other=lambda grad, self, other: grad / f.conj(1 + f.exp(self - other))),
    op("logaddexp2(Tensor self, Tensor other) -> Tensor", "Logaddexp2Backward0", for_kinds("f", np.logaddexp2, "logaddexp2_cpu"), promote="same", in_place=False,
       self=lambda grad, self, other: logaddexp2_slope(grad, self, other),
       other=lambda grad, self, other: logaddexp2_slope(grad, other, self)),
    op("ldexp.Tensor(Tensor self, Tensor other) -> Tensor", "LdexpBackward0", scaled_by_power, in_place=True, first=check_scaled,
       self=lambda grad, other: grad * f.conj(f.scalar_power(2, other)),
       other=lambda grad, result: grad * f.conj(result) * math.log(2)),
    op("frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)", "FrexpBackward0", mantissa_and_exponent,
       self=lambda grad, exponent: grad / f.exp2(exponent)),
    op("xlogy.Tensor(Tensor self, Tensor other) -> Tensor", "XlogyBackward0", k.xlogy, promote="float",
       self=xlogy_self, other=lambda grad, self, other: grad * self / other),
    op("xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor", "XlogyBackward1", xlogy_of_number, method=False, in_place=False,
       other=lambda grad, self, other: grad * self / other),
    op("xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor", "XlogyBackward2", k.xlogy, promote="float",
       self=xlogy_number_self),
    compose("float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor", float_power),
    compose("float_power.Scalar(Scalar self, Tensor exponent) -> Tensor", float_power, method=False),
    compose("float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor", float_power),
    compose("float_power_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)", float_power_, function=False),
    compose("float_power_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)", float_power_, function=False),
    op("reciprocal(Tensor self) -> Tensor", "ReciprocalBackward0", reciprocal, promote="float",
       self=lambda grad, result: -grad * f.conj(result * result)),
    op("sqrt(Tensor self) -> Tensor", "SqrtBackward0", np.sqrt, promote="float",
       self=lambda grad, result: grad / (2 * f.conj(result))),
    op("rsqrt(Tensor self) -> Tensor", "RsqrtBackward0", rsqrt, promote="float",
       self=lambda grad, result: -0.5 * grad * f.conj(f.power(result, 3))),
    compose("square(Tensor self) -> Tensor", square_of),
    compose("square_(Tensor(a!) self) -> Tensor(a!)", lambda self: self.pow_(2)),
)
# fmt: on
