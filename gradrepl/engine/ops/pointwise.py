"""Element by element: arithmetic, comparisons, and functions of one number."""

from __future__ import annotations

import cmath
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.errors import C_NAMES, bad_output_shape
from gradrepl.engine.exact import fused
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.promotion import promote, shape_error
from gradrepl.engine.state import OFF, STATE
from gradrepl.engine.table import Op, compose, differing, op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.view import edge
from gradrepl.engine.warning import warn, warn_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array

# --- kernels ---------------------------------------------------------------------------------------------------------


def add_scaled(a: Array, b: Array, alpha: Any) -> Array:
    _check_alpha(a, alpha)
    return fused(b, number_in(alpha, a.dtype)[()], a)


def sub_scaled(a: Array, b: Array, alpha: Any) -> Array:
    _check_alpha(a, alpha)
    if alpha == 1:
        return np.subtract(a, b, out=...)
    return fused(b, np.negative(number_in(alpha, a.dtype)[()]), a)


def rsub_scaled(a: Array, b: Array, alpha: Any) -> Array:
    return sub_scaled(b, a, alpha)


def _check_alpha(a: Array, alpha: Any) -> None:
    if isinstance(alpha, bool) and a.dtype.kind != "b":
        raise RuntimeError("Boolean alpha only supported for Boolean results.")
    if isinstance(alpha, float) and a.dtype.kind in "iub":
        raise RuntimeError(
            "For integral input tensors, argument alpha must not be a floating point number."
        )
    if isinstance(alpha, complex) and a.dtype.kind != "c":
        raise RuntimeError(
            "For non-complex input tensors, argument alpha must not be a complex number."
        )


def power_scalar(a: Array, exponent: Any) -> Array:
    """A tensor raised to a Python number, in their common dtype."""
    if a.dtype.kind == "f" and not isinstance(exponent, complex):
        return k.power(a, exponent)
    found = dtypes.result_type((a, exponent)).np
    return k.power(a.astype(found, copy=False), exponent)


def scalar_power(base: Any, exponent: Array) -> Array:
    found = dtypes.result_type((exponent, base)).np
    return k.power(np.asarray(base, found), exponent.astype(found, copy=False))


def _not_by_zero(a: Array, b: Array) -> None:
    if a.dtype.kind in "iu" and not b.all():
        raise RuntimeError("ZeroDivisionError")


def floor_divide(a: Array, b: Array) -> Array:
    _not_by_zero(a, b)
    if a.dtype.kind in "bc":
        raise missing("div_floor_cpu", a)
    if a.dtype.kind == "f":  # numpy makes nan of 1 // 0., PyTorch inf
        found = np.floor_divide(a, b, out=...)
        return np.divide(a, b, out=found, where=np.broadcast_to(b == 0, found.shape))
    return np.floor_divide(a, b, out=...)


def remainder(a: Array, b: Array) -> Array:
    _not_by_zero(a, b)
    if a.dtype.kind in "bc":
        raise missing("remainder_cpu", a)
    if a.dtype.kind == "f":  # numpy makes 0 of -4. % 1., PyTorch -0.
        left = np.fmod(a, b, out=...)
        return np.add(left, b, out=left, where=(left != 0) & ((b < 0) != (left < 0)))
    return np.remainder(a, b, out=...)


def fmod(a: Array, b: Array) -> Array:
    _not_by_zero(a, b)
    if a.dtype.kind in "bc":
        raise missing("fmod_cpu", a)
    return np.fmod(a, b, out=...)


def div_rounded(a: Array, b: Array, rounding_mode: str | None) -> Array:
    if rounding_mode is None:
        found = dtypes.result_type((a, b))
        to = (found if found.category >= 2 else dtypes.get_default_dtype()).np
        return np.divide(a.astype(to, copy=False), b.astype(to, copy=False), out=...)
    if rounding_mode == "floor":
        return floor_divide(a, b)
    if rounding_mode != "trunc":
        raise RuntimeError(
            f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{rounding_mode}'"
        )
    _not_by_zero(a, b)
    if a.dtype.kind in "bc":
        raise missing("div_trunc_cpu", a)
    if a.dtype.kind == "f":
        return np.trunc(np.divide(a, b, out=...), out=...)
    whole = np.floor_divide(np.abs(a), np.abs(b), out=...)
    return np.multiply(np.sign(a) * np.sign(b), whole, out=...)


def clamp(a: Array, low: Any, high: Any) -> Array:
    if low is None and high is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    plain = a.dtype.kind == "f" and _PLAIN_BOUNDS.issuperset((type(low), type(high)))
    found = a.dtype if plain else _clamped_dtype(a, low, high)
    if low is not None:  # in this order numpy keeps the sign of a zero as PyTorch does
        a = np.maximum(_bound(low, found), a if plain else a.astype(found, copy=False), out=...)
    if high is not None:
        a = np.minimum(_bound(high, found), a if plain else a.astype(found, copy=False), out=...)
    return a


_PLAIN_BOUNDS = {int, float, type(None)}
"""Types of bounds that leave a floating dtype as it is."""


def _clamped_dtype(a: Array, low: Any, high: Any) -> np.dtype[Any]:
    bounds = [each for each in (low, high) if each is not None]
    found = dtypes.result_type([a, *bounds]).np
    by_arrays = isinstance(bounds[0], np.ndarray)
    if a.dtype.kind == "c" or (found.kind == "c" and not by_arrays):
        raise NotImplementedError("clamp is not supported for complex types")
    one_sided = by_arrays and len(bounds) == 1
    if found.kind == "c" or (found.kind == "b" and not one_sided):
        kernel = "clamp" if len(bounds) == 2 else "clamp_max" if low is None else "clamp_min"
        if one_sided:
            kernel = "minimum" if low is None else "maximum"
        raise missing(f"{kernel}_cpu" if by_arrays else f"{kernel}_scalar_cpu", np.empty(0, found))
    return found


def _bound(value: Any, to: np.dtype[Any]) -> Array:
    return value.astype(to, copy=False) if isinstance(value, np.ndarray) else number_in(value, to)


def clamp_tensors(a: Array, low: Array | None, high: Array | None) -> Array:
    try:
        return clamp(a, low, high)
    except (ValueError, NotImplementedError) as problem:
        raise shape_error(problem, a, low, high) from None


def bounded(name: str) -> Callable[[Array, Array], Array]:
    """By a tensor on one side."""

    def kernel(a: Array, bound: Array) -> Array:
        if a.dtype.kind == "c":
            raise missing(f"{name}_cpu", a)
        return clamp_tensors(a, *((bound, None) if name == "maximum" else (None, bound)))

    return kernel


def extreme(ufunc: np.ufunc, name: str) -> Callable[[Array, Array], Array]:
    """`maximum` and its like; of 0. and -0. the first."""

    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind == "c":
            raise RuntimeError(f"{name} not implemented for complex tensors.")
        return ufunc(b, a, out=...)

    return kernel


def for_kinds(
    kinds: str, ufunc: Callable[..., Array], name: str
) -> Callable[[Array, Array], Array]:
    """A function that has a kernel for these kinds of dtype alone."""

    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind not in kinds:
            raise missing(name, a)
        return ufunc(a, b, out=...) if isinstance(ufunc, np.ufunc) else ufunc(a, b)

    return kernel


def where(condition: Array, a: Array, b: Array) -> Array:
    if condition.dtype.kind != "b":
        if condition.dtype != np.uint8:
            raise RuntimeError(
                "where expected condition to be a boolean tensor, but got a tensor with dtype "
                + dtypes.OF[condition.dtype].legacy
            )
        warn(
            "where received a uint8 condition tensor. This behavior is deprecated and will be removed in a future "
            "version of PyTorch. Use a boolean condition instead. (Triggered internally at ...)"
        )
        condition = condition != 0
    found = dtypes.result_type((a, b)).np
    try:
        return np.where(condition, a.astype(found, copy=False), b.astype(found, copy=False))
    except ValueError as problem:
        raise shape_error(problem, condition, a, b) from None


def shifted(ufunc: np.ufunc, name: str) -> Callable[[Array, Array], Array]:
    """`<<` and `>>`; numpy leaves undefined what C does."""

    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind not in "iu":
            raise missing(f"{name}_cpu", a)
        bits = a.itemsize * 8
        out = (b < 0) | (b >= bits)
        beyond = 0 if name == "lshift" else np.where(a < 0, -1, 0)
        return np.where(out, beyond, ufunc(a, np.where(out, 0, b))).astype(a.dtype)

    return kernel


def bitwise(ufunc: np.ufunc, name: str) -> Any:
    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind in "fc":
            raise missing(f"{name}_cpu", a)
        return ufunc(a, b, out=...)

    return kernel


def real_only(ufunc: np.ufunc, name: str) -> Any:
    """An ordering, which complex numbers have none of."""

    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind == "c":
            raise missing(f"{name}_cpu", a)
        return ufunc(a, b, out=...)

    kernel.__name__ = name
    return kernel


# --- formulas that want more than a line -----------------------------------------------------------------------------


def mul_self(grad: Any, other: Any) -> Any:
    """On arrays what is real is told at once: this formula runs more often than all others."""
    if type(grad) is np.ndarray and grad.dtype.kind != "c":
        return np.multiply(grad, other, out=...)
    return grad * f.conj(other)


def mul_other(grad: Any, self: Any) -> Any:
    if type(grad) is np.ndarray and grad.dtype.kind != "c":
        return np.multiply(grad, self, out=...)
    return grad * f.conj(self)


def pow_self(grad: Any, self: Any, exponent: Any) -> Any:
    """0 for an exponent of 0, also where the base is 0: the product rule alone would give nan."""
    if exponent == 0:
        return f.zeros_like(grad)
    return grad * f.conj(exponent * f.power(self, exponent - 1))


def pow_self_tensor(grad: Any, self: Any, exponent: Any) -> Any:
    from gradrepl.engine.promotion import refuse_bools

    refuse_bools([exponent._a if isinstance(exponent, Tensor) else exponent, np.asarray(1)])
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


def clamp_self(grad: Any, self: Any, min: Any, max: Any) -> Any:
    if min is not None and max is not None:
        above, below = self >= min, self <= max
        shape = np.broadcast_shapes(above.shape, below.shape)
        if shape != above.shape:  # PyTorch writes both into the first
            raise bad_output_shape(above.shape, shape)
        return f.masked(grad, above & below)
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


def _shared(grad: Any, self: Any, other: Any) -> Any:
    """Equal values share the gradient."""
    return f.where(self == other, grad / 2, grad)


def maximum_self(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(_shared(grad, self, other), self < other, 0)


def maximum_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(_shared(grad, self, other), self > other, 0)


def minimum_self(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(_shared(grad, self, other), self > other, 0)


def minimum_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(_shared(grad, self, other), self < other, 0)


def fmax_self(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, f.logical_not((self >= other) | f.isnan(other)), 0)


def fmax_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, (self >= other) | f.isnan(other), 0)


def fmin_self(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, f.logical_not((self <= other) | f.isnan(other)), 0)


def fmin_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, (self <= other) | f.isnan(other), 0)


def floor_of(a: Any, b: Any, mode: str) -> Any:
    """`a / b`, rounded."""
    return (
        a.div(b, rounding_mode=mode)
        if isinstance(a, Tensor)
        else div_rounded(a, np.asarray(b, a.dtype), mode)
    )


def div_mode_self(grad: Any, other: Any, rounding_mode: str | None) -> Any:
    return grad / f.conj(other) if rounding_mode is None else f.zeros_like(grad)


def div_mode_other(grad: Any, self: Any, other: Any, rounding_mode: str | None) -> Any:
    return -grad * f.conj((self / other) / other) if rounding_mode is None else f.zeros_like(grad)


# --- compositions ----------------------------------------------------------------------------------------------------


def number_tensor_like(value: Any, like: Tensor) -> Tensor:
    found = dtypes.result_type((like._a, value))
    return wrap(np.asarray(value).astype(found.np))


def where_number(condition: Tensor, self: Any, other: Any) -> Any:
    """`where` with a number in one place or in both: it takes the dtype that it has beside the other."""
    from gradrepl.engine import where as torch_where

    if isinstance(self, Tensor):
        return torch_where(condition, self, number_tensor_like(other, self))
    if isinstance(other, Tensor):
        return torch_where(condition, number_tensor_like(self, other), other)
    found = dtypes.promote_types(dtypes.of_scalar(self), dtypes.of_scalar(other)).np
    return torch_where(condition, wrap(np.asarray(self, found)), wrap(np.asarray(other, found)))


def where_method(self: Tensor, condition: Tensor, other: Any) -> Any:
    from gradrepl.engine import where as torch_where

    return torch_where(condition, self, other)


def where_indices(condition: Tensor) -> Any:
    return condition.nonzero(as_tuple=True)


def isclose(self: Tensor, other: Tensor, rtol: float, atol: float, equal_nan: bool) -> Any:
    if not OFF or STATE.recording:  # PyTorch records what it computes on the way
        for each in (self, other):
            if each._view is not None:
                edge(each)
    return wrap(_close(self._a, other._a, rtol, atol, equal_nan))


def allclose(self: Tensor, other: Tensor, rtol: float, atol: float, equal_nan: bool) -> bool:
    return bool(_close(self._a, other._a, rtol, atol, equal_nan).all())


def _close(a: Array, b: Array, rtol: float, atol: float, equal_nan: bool) -> Array:
    if a.dtype != b.dtype:
        raise RuntimeError(f"{dtypes.OF[a.dtype].legacy} did not match {dtypes.OF[b.dtype].legacy}")
    try:
        return np.asarray(np.isclose(a, b, rtol, atol, equal_nan))
    except ValueError as problem:
        raise shape_error(problem, a, b) from None


def isin(elements: Any, tests: Any, assume_unique: bool, invert: bool) -> Any:
    """Which elements are among others; a number stands for a tensor of one."""
    del assume_unique
    a, b = (each._a if isinstance(each, Tensor) else np.asarray(each) for each in (elements, tests))
    for each in (a, b):
        if each.dtype.kind in "bc":
            raise RuntimeError(
                f"Unsupported input type encountered for isin(): {dtypes.OF[each.dtype].legacy}"
            )
    return wrap(np.asarray(np.isin(a, b, invert=invert)))


def equal(self: Tensor, other: Tensor) -> bool:
    return bool(np.array_equal(self._a, other._a))


def scaled_sum(self: Array, tensor1: Array, tensor2: Array, value: Any) -> Array:
    return _with_value(self, tensor1, tensor2, value, np.multiply)


def scaled_quotient(self: Array, tensor1: Array, tensor2: Array, value: Any) -> Array:
    if tensor1.dtype.kind not in "fc" and tensor2.dtype.kind not in "fc":
        raise RuntimeError(
            "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true "
            "division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * "
            "torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / "
            "tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value "
            "* tensor1 / tensor2), for all dtypes."
        )
    a, b, c = promote((self, tensor1, tensor2), "same")
    try:
        return _with_value(a, b, c, value, np.divide)
    except ValueError as problem:
        raise shape_error(problem, a, b, c) from None


def _with_value(a: Array, b: Array, c: Array, value: Any, combine: np.ufunc) -> Array:
    if a.dtype.kind == "b":
        raise missing("addcmul_cpu_out", a)
    left = b if value == 1 else np.multiply(a.dtype.type(value), b, out=...)
    return (
        fused(left, c, a)
        if combine is np.multiply
        else np.add(a, combine(left, c, out=...), out=...)
    )


def lerp_tensor(a: Array, end: Array, weight: Any) -> Array:
    """Brings nothing to a common dtype but a weight without dimensions, which promotes the others."""
    array = isinstance(weight, np.ndarray)
    for name, each in (("end", end), ("weight", weight)):
        known = isinstance(each, np.ndarray) and (each.ndim or name == "end")
        if known and each.dtype != a.dtype:
            raise RuntimeError(
                f"expected dtype {C_NAMES[a.dtype.name]} for `{name}` but got dtype "
                f"{C_NAMES[each.dtype.name]}"
            )
    if array and weight.dtype != a.dtype:
        a, end, weight = promote((a, end, weight), "same")
    try:
        if a.dtype.kind not in "fc":
            raise missing(f"lerp_kernel_{'tensor' if array else 'scalar'}", a)
        if isinstance(weight, complex) and a.dtype.kind == "f":
            weight = number_in(weight, a.dtype)
        return _lerp(a, end, weight)
    except (ValueError, NotImplementedError) as problem:
        raise shape_error(problem, a, end, weight) from None


def _from_both_ends(a: Array, end: Array, weight: Any) -> Array:
    """So that a weight of 1 gives `end` exactly."""
    w = np.asarray(weight, a.dtype)
    gap = np.subtract(end, a, out=...)
    if not w.ndim:
        return fused(gap, w, a) if abs(w) < 0.5 else fused(gap, w - a.dtype.type(1), end)
    near, far = fused(gap, w, a), fused(gap, w - a.dtype.type(1), end)
    return np.where(np.abs(w) < 0.5, near, far)


_lerp = k.in_single(_from_both_ends)


def heaviside(a: Array, values: Array) -> Array:
    if "c" in (a.dtype.kind, values.dtype.kind):
        raise RuntimeError("heaviside is not yet implemented for complex tensors.")
    if a.dtype != values.dtype:
        raise RuntimeError("heaviside is not yet implemented for tensors with different dtypes.")
    return np.where(a == 0, values, (a > 0).astype(a.dtype))


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
    beside = exponent._a if isinstance(exponent, Tensor) else exponent
    wide = "Complex" if dtypes.result_type((self._a, beside)).category == 3 else ""
    own = dtypes.OF[self._a.dtype].legacy
    if own != f"{wide}Double":
        raise RuntimeError(
            f"the base given to float_power_ has dtype {own} but the operation's result requires dtype {wide}Double"
        )
    return self.pow_(
        exponent if isinstance(exponent, Tensor) else complex(exponent) if wide else float(exponent)
    )


def copysign(a: Array, b: Array) -> Array:
    if a.dtype.kind != "f":
        raise missing("copysign_cpu", a)
    return np.copysign(a, b, out=...)


def copysign_self(grad: Any, self: Any, result: Any) -> Any:
    """1 or -1, as the sign was kept or turned, and 0 at 0."""
    return grad * f.masked_fill(result / self, self == 0, 0)


def logaddexp2_slope(grad: Any, own: Any, other: Any) -> Any:
    return grad / (1 + f.scalar_power(2, other - own))


def nextafter(a: Array, b: Array) -> Array:
    if a.dtype.kind != "f":
        raise missing("nextafter_cpu", a)
    return np.nextafter(a, b, out=...)


def scaled_by_power(a: Array, b: Array) -> Array:
    return np.multiply(a, np.exp2(b.astype(a.dtype, copy=False), out=...), out=...)


def mantissa_and_exponent(a: Array) -> tuple[Array, Array]:
    if a.dtype.kind != "f":
        raise RuntimeError("torch.frexp() only supports floating-point dtypes")
    mantissa, exponent = np.frexp(a)
    return np.asarray(mantissa), np.asarray(exponent, np.int32)


def reflected_remainder(self: Any, other: Tensor) -> Any:
    """A number's remainder by a tensor, which PyTorch does not differentiate."""
    from gradrepl.engine import _number_remainder

    return _number_remainder(number_tensor_like(self, other), other)


def factor_first(name: str, factor: str, *others: str) -> tuple[Op, ...]:
    """`a.add(2, b)`: the factor first, as a method, a function and in place. It still works, and says so once."""
    tensors = ", ".join(f"Tensor {each}" for each in others)

    def function(called: str, first: str = "", out: str = "") -> Callable[..., Any]:
        def call(self: Tensor, number: Any, *rest: Tensor) -> Any:
            old = f"{called}({first}Number {factor}, {tensors}{', *, ' * bool(out)}{out})"
            new = f"{called}({first}{tensors}, *, Number {factor} = 1{', ' * bool(out)}{out})"
            warn_once(
                f"This overload of {called} is deprecated:\n\t{old}\n"
                f"Consider using one of the following signatures instead:\n\t{new} "
                "(Triggered internally at ...)",
                key="deprecated overload",
            )
            return getattr(self, called)(*rest, **{factor: number})

        return call

    text = f"{name}.Scalar_deprecated(Tensor self, Scalar {factor}, {tensors}) -> Tensor"
    twin = f"{name}_.Scalar_deprecated(Tensor(a!) self, Scalar {factor}, {tensors}) -> Tensor(a!)"
    by_name = function(name, "Tensor input, ", "Tensor out = None")
    return (
        compose(text, function(name), function=False, hidden=True),
        compose(text.replace("(", "_by_name(", 1), by_name, method=False, hidden=True),
        compose(twin, function(f"{name}_"), function=False, hidden=True),
    )


def with_number(
    name: str, more: str, plain: Callable[..., Any], in_place: Callable[..., Any]
) -> tuple[Op, Op]:
    """An overload that error texts list: the one for tensors takes numbers as well."""
    return (
        compose(f"{name}.Scalar(Tensor self, Scalar other{more}) -> Tensor", plain),
        compose(
            f"{name}_.Scalar(Tensor(a!) self, Scalar other{more}) -> Tensor(a!)",
            in_place,
            function=False,
        ),
    )


def and_scalar(row: Op) -> tuple[Op, Op]:
    """A row for two tensors, and the same for a tensor and a number, which PyTorch lists as an overload of its own."""
    text = row.text.replace("Tensor other", "Scalar other").replace(".Tensor(", ".Scalar(")
    return row, replace(
        row, text=text, given=tuple(each for each in row.given if each[0] == "self")
    )


def numbers_in_formulas() -> tuple[Op, ...]:
    """What a derivative's arithmetic with numbers is recorded as in second derivatives."""

    def row(name: str, node: str, kernel: np.ufunc, formula: Callable[..., Any]) -> Op:
        text = f"_{name}_number(Tensor self, Scalar other) -> Tensor"
        return op(
            text,
            node,
            kernel,
            promote="float" if name == "div" else "same",
            in_place=False,
            method=False,
            function=False,
            self=formula,
        )

    return (
        row("add", "AddBackward1", np.add, lambda grad: grad),
        row("sub", "SubBackward1", np.subtract, lambda grad: grad),
        row("mul", "MulBackward1", np.multiply, lambda grad, other: grad * f.conj(other)),
        row("div", "DivBackward1", np.divide, lambda grad, other: grad / f.conj(other)),
    )


def not_differentiated(text: str, kernel: Callable[..., Array], **how: Any) -> Op:
    """A row that PyTorch records, and complains about in backward, by the name that was called."""
    row = op(text, "NotImplemented", kernel, **how)
    names = [each.name for each in row.tensors]
    row = replace(row, given=tuple((each, f.not_implemented(row.name)) for each in names))
    twin = f.not_implemented(f"{row.name}_")
    return differing(row, "NotImplemented", **dict.fromkeys(names, twin))


def and_scalars(row: Op) -> tuple[Op, Op, Op]:
    """The same, and one that has the number first."""
    tensors, number = and_scalar(row)
    text = f"{row.name}.Scalar_Tensor(Scalar self, Tensor other) -> Tensor"
    first = compose(text, number_first(row.name), method=False)
    return tensors, first, number


def number_first(name: str) -> Callable[[Any, Tensor], Any]:
    def function(self: Any, other: Tensor) -> Any:
        from gradrepl.engine import ops

        return ops.function(name)(number_tensor_like(self, other), other)

    return function


def comparison(text: str, kernel: Callable[[Array, Array], Array]) -> tuple[Op, Op]:
    """A question that is answered by bools, which carry no gradient; in place the answers are numbers, which do."""
    tensor, number = and_scalar(op(text, None, kernel, promote="same"))
    node = f"{tensor.name.capitalize()}Backward"
    return (
        differing(tensor, f"{node}1", self=f.zeros_like, other=f.zeros_like),
        differing(number, f"{node}0", self=f.zeros_like),
    )


# fmt: off
POINTWISE: tuple[Op, ...] = (
    op("add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "AddBackward0", add_scaled, plain=np.add, promote="same",
       self=lambda grad: grad,
       other=lambda grad, alpha: grad if alpha == 1 else grad * alpha),
    op("sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "SubBackward0", sub_scaled, plain=np.subtract, promote="signed",
       self=lambda grad: grad,
       other=lambda grad, alpha: -grad if alpha == 1 else -grad * alpha),
    op("rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", "RsubBackward0", rsub_scaled, promote="signed", in_place=False, method=False,
       self=lambda grad, alpha: -grad if alpha == 1 else -grad * alpha,
       other=lambda grad: grad),
    op("rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor", "RsubBackward1", rsub_scaled, promote="signed", in_place=False, method=False,
       self=lambda grad, alpha: -grad if alpha == 1 else -grad * alpha),
    op("mul.Tensor(Tensor self, Tensor other) -> Tensor", "MulBackward0", np.multiply, promote="same",
       self=mul_self, other=mul_other),
    op("div.Tensor(Tensor self, Tensor other) -> Tensor", "DivBackward0", np.divide, promote="float",
       self=lambda grad, other: grad / f.conj(other),
       other=lambda grad, self, other: -grad * f.conj((self / other) / other)),
    *numbers_in_formulas(),
    op("div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor", "DivBackward2", div_rounded, promote="same",
       self=div_mode_self, other=div_mode_other),
    compose("div.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor",
            lambda self, other, rounding_mode: self.div(other, rounding_mode=rounding_mode)),
    not_differentiated("floor_divide(Tensor self, Tensor other) -> Tensor", floor_divide, promote="same"),
    op("remainder.Tensor(Tensor self, Tensor other) -> Tensor", "RemainderBackward1", remainder, promote="same",
       self=lambda grad: grad,
       other=lambda grad, self, other: -grad * floor_of(self, other, "floor")),
    compose("remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor", reflected_remainder, method=False),
    op("remainder.Scalar(Tensor self, Scalar other) -> Tensor", "RemainderBackward0", remainder, promote="same", self=lambda grad: grad),
    op("_number_remainder(Tensor self, Tensor other) -> Tensor", "NotImplemented", remainder, promote="same", in_place=False, method=False,
       other=f.not_implemented("remainder")),
    op("fmod.Tensor(Tensor self, Tensor other) -> Tensor", "FmodBackward1", fmod, promote="same",
       self=lambda grad: grad,
       other=lambda grad, self, other: -grad * floor_of(self, other, "trunc")),
    op("fmod.Scalar(Tensor self, Scalar other) -> Tensor", "FmodBackward0", fmod, promote="same", self=lambda grad: grad),
    op("pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor", "PowBackward1", k.power, promote="same",
       self=pow_self_tensor, exponent=pow_exponent),
    op("pow.Scalar(Scalar self, Tensor exponent) -> Tensor", "PowBackward2", scalar_power, method=False, in_place=False,
       exponent=pow_scalar_exponent),
    op("pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor", "PowBackward0", power_scalar, in_place=True,
       self=pow_self),
    op("clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor", "ClampBackward0", clamp_tensors, in_place=True,
       self=clamp_self, min=clamp_min, max=clamp_max),
    op("clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor", "ClampBackward1", clamp, in_place=True,
       self=clamp_self),
    op("clamp_min.Tensor(Tensor self, Tensor min) -> Tensor", "ClampMinBackward1", bounded("maximum"), in_place=True,
       self=lambda grad, self, min: f.masked(grad, self >= min),
       min=lambda grad, self, min: f.masked(grad, self < min)),
    op("clamp_min(Tensor self, Scalar min) -> Tensor", "ClampMinBackward0", lambda a, low: clamp(a, low, None), in_place=True,
       self=lambda grad, self, min: f.masked(grad, self >= min)),
    op("clamp_max.Tensor(Tensor self, Tensor max) -> Tensor", "ClampMaxBackward1", bounded("minimum"), in_place=True,
       self=lambda grad, self, max: f.masked(grad, self <= max),
       max=lambda grad, self, max: f.masked(grad, self > max)),
    op("clamp_max(Tensor self, Scalar max) -> Tensor", "ClampMaxBackward0", lambda a, high: clamp(a, None, high), in_place=True,
       self=lambda grad, self, max: f.masked(grad, self <= max)),
    op("maximum(Tensor self, Tensor other) -> Tensor", "MaximumBackward0", extreme(np.maximum, "maximum"), promote="same", in_place=False,
       self=maximum_self, other=maximum_other),
    op("minimum(Tensor self, Tensor other) -> Tensor", "MinimumBackward0", extreme(np.minimum, "minimum"), promote="same", in_place=False,
       self=minimum_self, other=minimum_other),
    op("fmax(Tensor self, Tensor other) -> Tensor", "FmaxBackward0", extreme(np.fmax, "fmax"), promote="same", in_place=False, self=fmax_self, other=fmax_other),
    op("fmin(Tensor self, Tensor other) -> Tensor", "FminBackward0", extreme(np.fmin, "fmin"), promote="same", in_place=False, self=fmin_self, other=fmin_other),
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
    op("copysign.Tensor(Tensor self, Tensor other) -> Tensor", "CopysignBackward0", copysign, promote="float",
       self=copysign_self, other=lambda grad: f.zeros_like(grad)),
    op("copysign.Scalar(Tensor self, Scalar other) -> Tensor", "CopysignBackward1", copysign, promote="float", self=copysign_self),
    op("gcd(Tensor self, Tensor other) -> Tensor", None, for_kinds("iu", np.gcd, "gcd_cpu"), promote="same"),
    op("lcm(Tensor self, Tensor other) -> Tensor", None, for_kinds("iu", np.lcm, "lcm_cpu"), promote="same"),
    op("ldexp.Tensor(Tensor self, Tensor other) -> Tensor", "LdexpBackward0", scaled_by_power, promote="float",
       self=lambda grad, other: grad * f.conj(f.scalar_power(2, other)),
       other=lambda grad, result: grad * f.conj(result) * math.log(2)),
    op("frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)", "FrexpBackward0", mantissa_and_exponent,
       self=lambda grad, exponent: grad / f.exp2(exponent)),
    op("nextafter(Tensor self, Tensor other) -> Tensor", "NextafterBackward0", nextafter, promote="same",
       self=lambda grad, self, other: f.where(self != other, grad, f.zeros((), grad)), other=lambda grad: f.zeros_like(grad)),
    op("xlogy.Tensor(Tensor self, Tensor other) -> Tensor", "XlogyBackward0", k.xlogy, promote="float",
       self=xlogy_self, other=lambda grad, self, other: grad * self / other),
    op("xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor", "XlogyBackward1", xlogy_of_number, method=False, in_place=False,
       other=lambda grad, self, other: grad * self / other),
    op("xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor", "XlogyBackward2", k.xlogy, promote="float",
       self=xlogy_number_self),
    not_differentiated("heaviside(Tensor self, Tensor values) -> Tensor", heaviside, in_place=True),
    op("lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor", "LerpBackward1", lerp_tensor, in_place=True,
       self=lambda grad, weight: grad * f.conj(1 - weight), end=lambda grad, weight: grad * f.conj(weight),
       weight=lambda grad, self, end: grad * f.conj(end - self)),
    op("lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor", "LerpBackward0", lerp_tensor, in_place=True,
       self=lambda grad, weight: grad * (1 - f.conj(weight)), end=lambda grad, weight: grad * f.conj(weight)),
    op("addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", "AddcmulBackward0", scaled_sum, promote="same",
       self=lambda grad: grad,
       tensor1=lambda grad, tensor2, value: grad * f.conj(tensor2 * value),
       tensor2=lambda grad, tensor1, value: grad * f.conj(tensor1 * value)),
    op("addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", "AddcdivBackward0", scaled_quotient, in_place=True,
       self=lambda grad: grad,
       tensor1=lambda grad, tensor2, value: grad * f.conj(value / tensor2),
       tensor2=lambda grad, tensor1, tensor2, value: -grad * f.conj((value * tensor1) / (tensor2 * tensor2))),
    compose("where(Tensor condition) -> Tensor[]", where_indices, method=False),
    op("where.self(Tensor condition, Tensor self, Tensor other) -> Tensor", "WhereBackward0", where, method=False,
       self=lambda grad, condition: f.where(condition, grad, f.zeros((), grad)),
       other=lambda grad, condition: f.where(condition, f.zeros((), grad), grad)),

    *comparison("eq.Tensor(Tensor self, Tensor other) -> Tensor", np.equal),
    *comparison("ne.Tensor(Tensor self, Tensor other) -> Tensor", np.not_equal),
    *comparison("lt.Tensor(Tensor self, Tensor other) -> Tensor", real_only(np.less, "lt")),
    *comparison("le.Tensor(Tensor self, Tensor other) -> Tensor", real_only(np.less_equal, "le")),
    *comparison("gt.Tensor(Tensor self, Tensor other) -> Tensor", real_only(np.greater, "gt")),
    *comparison("ge.Tensor(Tensor self, Tensor other) -> Tensor", real_only(np.greater_equal, "ge")),
    op("logical_and(Tensor self, Tensor other) -> Tensor", None, np.logical_and, promote="same"),
    op("logical_or(Tensor self, Tensor other) -> Tensor", None, np.logical_or, promote="same"),
    op("logical_xor(Tensor self, Tensor other) -> Tensor", None, np.logical_xor, promote="same"),
    *and_scalars(op("bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor", None, bitwise(np.bitwise_and, "bitwise_and"), promote="same")),
    *and_scalars(op("bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor", None, bitwise(np.bitwise_or, "bitwise_or"), promote="same")),
    *and_scalars(op("bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor", None, bitwise(np.bitwise_xor, "bitwise_xor"), promote="same")),
    *and_scalars(op("bitwise_left_shift.Tensor(Tensor self, Tensor other) -> Tensor", None, shifted(np.left_shift, "lshift"), promote="same")),
    *and_scalars(op("bitwise_right_shift.Tensor(Tensor self, Tensor other) -> Tensor", None, shifted(np.right_shift, "rshift"), promote="same")),
    *factor_first("add", "alpha", "other"),
    *factor_first("sub", "alpha", "other"),
    *factor_first("addcmul", "value", "tensor1", "tensor2"),
    *factor_first("addcdiv", "value", "tensor1", "tensor2"),
    compose("div_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)",
            lambda self, other, rounding_mode: self.div_(number_tensor_like(other, self), rounding_mode=rounding_mode), function=False),
    *with_number("subtract", ", Scalar alpha=1", lambda self, other, alpha: self.sub(other, alpha=alpha), lambda self, other, alpha: self.sub_(other, alpha=alpha)),
    *with_number("multiply", "", lambda self, other: self.mul(other), lambda self, other: self.mul_(other)),
    *with_number("divide", "", lambda self, other: self.div(other), lambda self, other: self.div_(other)),
    compose("divide.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor",
            lambda self, other, rounding_mode: self.div(other, rounding_mode=rounding_mode)),
    compose("divide_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)",
            lambda self, other, rounding_mode: self.div_(other, rounding_mode=rounding_mode), function=False),
    *with_number("true_divide", "", lambda self, other: self.div(other), lambda self, other: self.div_(other)),
    *with_number("floor_divide", "", lambda self, other: self.floor_divide(other), lambda self, other: self.floor_divide_(other)),
    compose("where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor", where_number, method=False),
    compose("where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor", where_number, method=False),
    compose("where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor", where_number, method=False),
    compose("where.method(Tensor self, Tensor condition, Tensor other) -> Tensor", where_method, function=False),
    compose("where.method_Scalar(Tensor self, Tensor condition, Scalar other) -> Tensor", where_method, function=False),
    compose("float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor", float_power),
    compose("float_power.Scalar(Scalar self, Tensor exponent) -> Tensor", float_power, method=False),
    compose("float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor", float_power),
    compose("float_power_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)", float_power_, function=False),
    compose("float_power_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)", float_power_, function=False),
    compose("isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor", isclose),
    compose("allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool", allclose),
    compose("isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", isin, method=False),
    compose("isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", isin, method=False),
    compose("isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor", isin, method=False),
    compose("equal(Tensor self, Tensor other) -> bool", equal),
)
# fmt: on
