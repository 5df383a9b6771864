"""What is true of numbers, element by element: comparisons, tests, and logic of bools and bits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.memory_order import walked
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.arithmetic import number_tensor_like
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.promotion import shape_error
from gradrepl.engine.state import OFF, STATE
from gradrepl.engine.table import Op, compose, differing, op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.view import edge

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


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


def invert(a: Array) -> Array:
    if a.dtype.kind in "fc":
        raise missing("bitwise_not_cpu", a)
    return np.invert(a, out=...)


def tested(ufunc: np.ufunc, otherwise: bool) -> Callable[[Array], Array]:
    """A question about floating-point numbers, and its answer for all others."""

    def kernel(a: Array) -> Array:
        return ufunc(a, out=...) if a.dtype.kind in "fc" else np.full(a.shape, otherwise)

    return kernel


def real_infinity(sign: int) -> Callable[[Array], Array]:
    name = "isposinf" if sign > 0 else "isneginf"

    def kernel(a: Array) -> Array:
        if a.dtype.kind == "c":
            raise RuntimeError(f"{name} does not support complex inputs.")
        return np.asarray(a == sign * math.inf)

    return kernel


def signbit(a: Array) -> Array:
    if a.dtype.kind == "c":
        raise NotImplementedError("signbit is not implemented for complex tensors.")
    return np.signbit(a, out=...) if a.dtype.kind == "f" else np.asarray(a < 0)


# --- compositions ----------------------------------------------------------------------------------------------------


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
        return walked(np.asarray(np.isclose(a, b, rtol, atol, equal_nan)), a, b)
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


def and_scalar(row: Op) -> tuple[Op, Op]:
    """A row for two tensors, and the same for a tensor and a number, which PyTorch lists as an overload of its own."""
    text = row.text.replace("Tensor other", "Scalar other").replace(".Tensor(", ".Scalar(")
    return row, row._replace(
        text=text, given=tuple(each for each in row.given if each[0] == "self")
    )


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


def is_real(self: Tensor) -> Any:
    return (
        (self.imag == 0)
        if self._a.dtype.kind == "c"
        else self.isnan().logical_or(self.isnan().logical_not())
    )


# fmt: off
COMPARISON: tuple[Op, ...] = (

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
    compose("isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor", isclose),
    compose("allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool", allclose),
    compose("isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", isin, method=False),
    compose("isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor", isin, method=False),
    compose("isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor", isin, method=False),
    compose("equal(Tensor self, Tensor other) -> bool", equal),
    op("logical_not(Tensor self) -> Tensor", None, np.logical_not, promote="same"),
    op("bitwise_not(Tensor self) -> Tensor", None, invert, promote="same"),
    op("isnan(Tensor self) -> Tensor", None, tested(np.isnan, False)),
    op("isinf(Tensor self) -> Tensor", None, tested(np.isinf, False)),
    op("isfinite(Tensor self) -> Tensor", None, tested(np.isfinite, True)),
    op("signbit(Tensor self) -> Tensor", None, signbit),
    op("isposinf(Tensor self) -> Tensor", None, real_infinity(1)),
    op("isneginf(Tensor self) -> Tensor", None, real_infinity(-1)),
    compose("isreal(Tensor self) -> Tensor", is_real),
)
# fmt: on
