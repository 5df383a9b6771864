"""Sums of three operands, one of them a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, get_default_dtype
from gradrepl.engine.errors import C_NAMES, bad_cast
from gradrepl.engine.exact import fused
from gradrepl.engine.memory_order import walked
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.arithmetic import factor_first
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.promotion import promote, shape_error
from gradrepl.engine.table import Op, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def scaled_sum(self: Array, tensor1: Array, tensor2: Array, value: Any) -> Array:
    return _with_value(self, tensor1, tensor2, value, np.multiply)


def check_quotient(self: Array, tensor1: Array, tensor2: Array, value: Any) -> None:
    del self, value
    if tensor1.dtype.kind not in "fc" and tensor2.dtype.kind not in "fc":
        raise RuntimeError(
            "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true "
            "division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * "
            "torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / "
            "tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value "
            "* tensor1 / tensor2), for all dtypes."
        )


def scaled_quotient(self: Array, tensor1: Array, tensor2: Array, value: Any) -> Array:
    check_quotient(self, tensor1, tensor2, value)
    a, b, c = promote((self, tensor1, tensor2), "same")
    try:
        return walked(_with_value(a, b, c, value, np.divide), a, b, c)
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


def check_lerp(a: Array, end: Array, weight: Any) -> None:
    for name, each in (("end", end), ("weight", weight)):
        known = isinstance(each, np.ndarray) and (each.ndim or name == "end")
        if known and each.dtype != a.dtype:
            raise RuntimeError(
                f"expected dtype {C_NAMES[a.dtype.name]} for `{name}` but got dtype "
                f"{C_NAMES[each.dtype.name]}"
            )


def lerp_tensor(a: Array, end: Array, weight: Any) -> Array:
    """Brings nothing to a common dtype but a weight without dimensions, which promotes the others."""
    check_lerp(a, end, weight)
    array = isinstance(weight, np.ndarray)
    if array and weight.dtype != a.dtype:
        a, end, weight = promote((a, end, weight), "same")
    try:
        if a.dtype.kind not in "fc":
            raise missing(f"lerp_kernel_{'tensor' if array else 'scalar'}", a)
        if isinstance(weight, complex) and a.dtype.kind == "f":
            weight = number_in(weight, a.dtype)
        return walked(_lerp(a, end, weight), a, end, weight)
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


def _quotient_slope(grad: Any, tensor2: Any, value: Any) -> Any:
    """`grad * conj(value / tensor2)`, which PyTorch computes in the memory of the divisor: whole numbers have no room for it."""
    own = OF[f.array_of(tensor2).dtype]
    if own.category < 2:
        raise bad_cast(get_default_dtype().legacy, own.legacy)
    return grad * f.conj(value / tensor2)


# fmt: off
WEIGHTED: tuple[Op, ...] = (
    op("lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor", "LerpBackward1", lerp_tensor, in_place=True, first=check_lerp,
       self=lambda grad, weight: grad * f.conj(1 - weight), end=lambda grad, weight: grad * f.conj(weight),
       weight=lambda grad, self, end: grad * f.conj(end - self)),
    op("lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor", "LerpBackward0", lerp_tensor, in_place=True, first=check_lerp,
       self=lambda grad, weight: grad * (1 - f.conj(weight)), end=lambda grad, weight: grad * f.conj(weight)),
    op("addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", "AddcmulBackward0", scaled_sum, promote="same",
       self=lambda grad: grad,
       tensor1=lambda grad, tensor2, value: grad * f.conj(tensor2 * value),
       tensor2=lambda grad, tensor1, value: grad * f.conj(tensor1 * value)),
    op("addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", "AddcdivBackward0", scaled_quotient, in_place=True, first=check_quotient,
       self=lambda grad: grad,
       tensor1=_quotient_slope,
       tensor2=lambda grad, tensor1, tensor2, value: -grad * f.conj((value * tensor1) / (tensor2 * tensor2))),
    *factor_first("addcmul", "value", "tensor1", "tensor2"),
    *factor_first("addcdiv", "value", "tensor1", "tensor2"),
)
# fmt: on
