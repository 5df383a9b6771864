"""Sums, products, quotients and remainders of two numbers, element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.exact import fused
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import broadcast_shape, missing
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.promotion import promote, shape_error
from gradrepl.engine.table import Op, compose, differing, op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def add_scaled(a: Array, b: Array, alpha: Any) -> Array:
    _check_alpha(a, b, alpha)
    return fused(b, number_in(alpha, a.dtype)[()], a)


def sub_scaled(a: Array, b: Array, alpha: Any) -> Array:
    _check_alpha(a, b, alpha)
    if alpha == 1:
        return np.subtract(a, b, out=...)
    return fused(b, np.negative(number_in(alpha, a.dtype)[()]), a)


def rsub_scaled(a: Array, b: Array, alpha: Any) -> Array:
    try:
        return sub_scaled(b, a, alpha)
    except ValueError as problem:
        raise shape_error(problem, b, a) from None


def _check_alpha(a: Array, b: Array, alpha: Any) -> None:
    problem = None
    if isinstance(alpha, bool) and a.dtype.kind != "b":
        problem = "Boolean alpha only supported for Boolean results."
    if isinstance(alpha, float) and a.dtype.kind in "iub":
        problem = "For integral input tensors, argument alpha must not be a floating point number."
    if isinstance(alpha, complex) and a.dtype.kind != "c":
        problem = "For non-complex input tensors, argument alpha must not be a complex number."
    if problem is not None:
        broadcast_shape(a.shape, b.shape)
        raise RuntimeError(problem)


def _not_by_zero(a: Array, b: Array) -> None:
    if a.dtype.kind in "iu" and not b.all():
        broadcast_shape(a.shape, b.shape)
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


def check_rounding(a: Array, b: Array, rounding_mode: str | None) -> None:
    del a, b
    if rounding_mode not in (None, "trunc", "floor"):
        raise RuntimeError(
            f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{rounding_mode}'"
        )


def div_rounded(a: Array, b: Array, rounding_mode: str | None) -> Array:
    if rounding_mode is None:
        found = dtypes.result_type((a, b))
        to = (found if found.category >= 2 else dtypes.get_default_dtype()).np
        return np.divide(a.astype(to, copy=False), b.astype(to, copy=False), out=...)
    if rounding_mode == "floor":
        return floor_divide(a, b)
    check_rounding(a, b, rounding_mode)
    _not_by_zero(a, b)
    if a.dtype.kind in "bc":
        raise missing("div_trunc_cpu", a)
    if a.dtype.kind == "f":
        return np.trunc(np.divide(a, b, out=...), out=...)
    whole = np.floor_divide(np.abs(a), np.abs(b), out=...)
    return np.multiply(np.sign(a) * np.sign(b), whole, out=...)


def for_kinds(
    kinds: str, ufunc: Callable[..., Array], name: str
) -> Callable[[Array, Array], Array]:
    """A function that has a kernel for these kinds of dtype alone."""

    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind not in kinds:
            raise missing(name, a)
        return ufunc(a, b, out=...) if isinstance(ufunc, np.ufunc) else ufunc(a, b)

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


def floor_of(a: Any, b: Any, mode: str) -> Any:
    """`a / b`, rounded."""
    if isinstance(a, Tensor):
        return a.div(b, rounding_mode=mode)
    left, right = promote((a, b), "same")
    return div_rounded(left, right, mode)


def div_mode_self(grad: Any, other: Any, rounding_mode: str | None) -> Any:
    return grad / f.conj(other) if rounding_mode is None else f.zeros_like(grad)


def div_mode_other(grad: Any, self: Any, other: Any, rounding_mode: str | None) -> Any:
    return -grad * f.conj((self / other) / other) if rounding_mode is None else f.zeros_like(grad)


# --- compositions ----------------------------------------------------------------------------------------------------


def number_tensor_like(value: Any, like: Tensor) -> Tensor:
    found = dtypes.result_type((like._a, value))
    return wrap(np.asarray(value).astype(found.np))


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
    row = row._replace(given=tuple((each, f.not_implemented(row.name)) for each in names))
    twin = f.not_implemented(f"{row.name}_")
    return differing(row, "NotImplemented", **dict.fromkeys(names, twin))


# fmt: off
ARITHMETIC: tuple[Op, ...] = (
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
    op("div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor", "DivBackward2", div_rounded, promote="same", first=check_rounding,
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
    op("gcd(Tensor self, Tensor other) -> Tensor", None, for_kinds("iu", np.gcd, "gcd_cpu"), promote="same"),
    op("lcm(Tensor self, Tensor other) -> Tensor", None, for_kinds("iu", np.lcm, "lcm_cpu"), promote="same"),
    *factor_first("add", "alpha", "other"),
    *factor_first("sub", "alpha", "other"),
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
)
# fmt: on
