"""Python's operators on tensors, and the table's methods, made when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes, ops
from gradrepl.engine.attribute import getset, observed
from gradrepl.engine.backward import tensor_backward
from gradrepl.engine.conversion import CONVERSIONS
from gradrepl.engine.generated import G
from gradrepl.engine.metadata import METADATA
from gradrepl.engine.ops.brackets import getitem as picked
from gradrepl.engine.ops.brackets import put_whole
from gradrepl.engine.ops.brackets import setitem as put
from gradrepl.engine.ops.legacy import legacy_constructor
from gradrepl.engine.ops.parts import by_parts
from gradrepl.engine.ops.recorded import LINKED, RECORDED
from gradrepl.engine.overrides import handle
from gradrepl.engine.showing import tensor_repr
from gradrepl.engine.state import FORMULA, SPECIAL, STATE
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.turning import adjoint, conjugate_turned, turn, turn_matrix
from gradrepl.engine.typed_storage import storage
from gradrepl.engine.values import NUMBERS, as_scalar

if TYPE_CHECKING:
    from collections.abc import Callable

_BINARY = {
    "__add__": "add",
    "__radd__": "add",
    "__sub__": "sub",
    "__mul__": "mul",
    "__rmul__": "mul",
    "__truediv__": "div",
    "__floordiv__": "floor_divide",
    "__rsub__": "rsub.Scalar",
    "__eq__": "eq",
    "__ne__": "ne",
    "__lt__": "lt",
    "__le__": "le",
    "__gt__": "gt",
    "__ge__": "ge",
    "__and__": "bitwise_and",
    "__rand__": "bitwise_and",
    "__or__": "bitwise_or",
    "__ror__": "bitwise_or",
    "__xor__": "bitwise_xor",
    "__rxor__": "bitwise_xor",
}
"""Operators whose operation takes two tensors, or a tensor and a number."""

_NUMBERS_IN_FORMULAS = frozenset(("add", "sub", "mul", "div", "rsub.Scalar"))

_METHODS = {
    "__mod__": "remainder",
    "__lshift__": "bitwise_left_shift",
    "__rshift__": "bitwise_right_shift",
}
_IN_PLACE = {
    "__iadd__": "add_",
    "__isub__": "sub_",
    "__imul__": "mul_",
    "__itruediv__": "div_",
    "__ifloordiv__": "floor_divide_",
    "__imod__": "remainder_",
    "__ipow__": "pow_",
    "__iand__": "bitwise_and_",
    "__ior__": "bitwise_or_",
    "__ixor__": "bitwise_xor_",
    "__ilshift__": "bitwise_left_shift_",
    "__irshift__": "bitwise_right_shift_",
}
_COPYING = {"__deepcopy__": "deepcopy", "__reduce_ex__": "reduce"}
_UNARY = {"__neg__": "neg", "__abs__": "abs", "__pos__": "positive"}


class Lazy:
    """Stands in for a method until it is first asked for, then makes it and steps aside."""

    __slots__ = ("make", "name")

    def __init__(self, name: str, make: Callable[[], Any]) -> None:
        self.name = name
        self.make = make

    def __get__(self, instance: Any, owner: type) -> Any:
        made = self.make()
        setattr(Tensor, self.name, made)
        return made.__get__(instance, owner) if instance is not None else made

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__get__(None, Tensor)(*args, **kwargs)


def _takes(other: Any) -> bool:
    """Whether it may stand beside a tensor; otherwise Python asks the other operand.

    An array of numpy's does not: `x * array` is then numpy's, which wraps what it finds, and
    `array * x`, which numpy leaves to the tensor, is an error.
    """
    return (
        isinstance(other, (Tensor, np.number, np.bool_))
        or type(other) in NUMBERS
        or isinstance(other, (int, float))
    )


def _filled(number: Any, like: Tensor) -> Any:
    """A number in a formula that something is taken from, or divided by, is a tensor there."""
    return wrap(np.asarray(number, dtypes.result_type((like._a, number)).np))


def _within_formulas(name: str, usual: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """An operator whose other operand may be a number in a formula."""

    def function(self: Tensor, other: Any) -> Any:
        if STATE.formula and type(other) in NUMBERS:
            if name == "rsub.Scalar":
                return _filled(other, self) - self
            return ops.recording(f"_{name}_number")(self, other)
        return usual(self, other)

    return function


def _method_operator(name: str) -> Callable[[Any, Any], Any]:
    """An operator that is a method's other name."""
    method = ops.method(name)

    def function(self: Tensor, other: Any) -> Any:
        if type(other) in NUMBERS or isinstance(other, Tensor):
            return method(self, other)
        return method(self, other) if _takes(other) else NotImplemented

    return function


def _reflected(name: str) -> Callable[[Any, Any], Any]:
    """An operator whose left operand is no tensor: `torch.name(other, self)`."""

    def function(self: Tensor, other: Any) -> Any:
        return ops.function(name)(other, self) if _takes(other) else NotImplemented

    return function


def _equals(self: Tensor, other: Any) -> Any:
    """`==` is the only operator that takes numpy's arrays for tensors."""
    from gradrepl.engine.ops.from_values import from_numpy

    if isinstance(other, np.ndarray):
        try:
            other = from_numpy(other)
        except TypeError:  # of strings, or objects
            return NotImplemented
    return ops.method("eq")(self, other) if _takes(other) else NotImplemented


def _rsub(self: Tensor, other: Any) -> Any:
    return ops.function("rsub")(self, other) if _takes(other) else NotImplemented


def _power() -> Callable[..., Any]:
    """`x ** y`: straight for a number; there is no `pow(x, y, z)`."""
    row = next(each for each in ops.ROWS["pow"] if each.schema.overload == "Tensor_Scalar")
    raised = ops.core_of(row)

    def function(self: Tensor, other: Any, modulus: Any = None) -> Any:
        if modulus is None and type(other) in NUMBERS and not SPECIAL:
            return raised(self, other)
        return self.pow(other) if modulus is None and _takes(other) else NotImplemented

    return function


def _rtruediv(self: Tensor, other: Any) -> Any:
    if FORMULA and STATE.formula:
        return _filled(other, self) / self
    if isinstance(other, np.ndarray):  # becomes a product, which numpy computes
        return self.reciprocal() * other
    return self.reciprocal() * other if _takes(other) else NotImplemented


def _shifted_number(name: str) -> Callable[[Any, Any], Any]:
    def function(self: Tensor, other: Any) -> Any:
        if not _takes(other):
            return NotImplemented
        other = as_scalar(other)
        like = dtypes.result_type((self._a, other)).np
        return getattr(wrap(np.asarray(other, like)), name)(self)

    return function


def _matmul(self: Tensor, other: Any) -> Any:
    return self.matmul(other) if isinstance(other, Tensor) else NotImplemented


def _rmatmul(self: Tensor, other: Any) -> Any:
    return other.matmul(self) if isinstance(other, Tensor) else NotImplemented


def _reversed(self: Tensor) -> Any:
    return self.flip(0) if self._a.ndim else self


def _delitem(self: Tensor, index: Any) -> None:  # noqa: ARG001  # the protocol's arguments
    raise TypeError("Tensor does not support deleting items")


_WRITTEN: dict[str, Callable[..., Any]] = {
    "__rtruediv__": _rtruediv,
    "__rfloordiv__": _reflected("floor_divide"),
    "__rpow__": _reflected("pow"),
    "__rmod__": _reflected("remainder"),
    "__rmatmul__": _rmatmul,
    "__rlshift__": _shifted_number("bitwise_left_shift"),
    "__rrshift__": _shifted_number("bitwise_right_shift"),
    "__reversed__": _reversed,
    "__delitem__": _delitem,
}


def getitem(self: Tensor, index: Any) -> Any:
    if SPECIAL:
        if STATE.function_modes:
            return handle(getitem, (self, index), {})
    elif type(index) is int:
        try:
            return RECORDED.select(self, 0, index)
        except IndexError:
            pass  # brackets have words of their own
    else:
        kind = type(index)
        if kind is tuple or kind is slice:
            found = by_parts(self, index if kind is tuple else (index,))
            if found is not None:
                return found
    return picked(self, index)


def setitem(self: Tensor, index: Any, value: Any) -> None:
    if SPECIAL and STATE.function_modes:
        handle(setitem, (self, index, value), {})
        return
    put(self, index, value)


def _invert(self: Tensor) -> Any:
    if self._a.dtype.kind in "fc":
        raise TypeError(
            "~ (operator.invert) is only implemented on integer and Boolean-type tensors"
        )
    return self.bitwise_not()


getitem.__name__, setitem.__name__ = "__getitem__", "__setitem__"


_ABOVE: dict[str, Any] = {
    "_construct": staticmethod(legacy_constructor),
    "backward": tensor_backward,
    "storage": storage,
    "__repr__": tensor_repr,
    "__getitem__": getitem,
    "__setitem__": setitem,
    "__invert__": _invert,
    "__hash__": lambda self: id(self),  # noqa: PLW0108  # `id` alone would not bind
}
"""What a tensor can do only by what stands above it."""


def _real(self: Tensor) -> Any:
    from gradrepl.engine import real

    return real(self) if self._a.dtype.kind == "c" else self


def _imag(self: Tensor) -> Any:
    from gradrepl.engine import imag

    return imag(self)


def _of_copying(name: str) -> Any:
    from gradrepl.engine import copying

    return getattr(copying, name)


def install() -> None:
    """Hangs every operation on the class, as lazy attributes."""
    G.update(RECORDED=RECORDED, LINKED=LINKED)
    for name in sorted(ops.METHODS | ops.IN_PLACE_METHODS):
        if name not in vars(Tensor):
            setattr(Tensor, name, Lazy(name, lambda name=name: ops.method(name)))  # type: ignore[misc]  # binds the name now
    for dunder, name in _BINARY.items():
        setattr(Tensor, dunder, _operator(dunder, name))
    for dunder, name in _METHODS.items():
        setattr(Tensor, dunder, Lazy(dunder, lambda name=name: _method_operator(name)))  # type: ignore[misc]  # binds the name now
    setattr(Tensor, "__pow__", Lazy("__pow__", _power))  # noqa: B010  # a checker would take it for a method
    setattr(Tensor, "__matmul__", Lazy("__matmul__", lambda: ops.operator("mm", _matmul)))  # noqa: B010  # a checker would take it for a method
    for dunder, name in _IN_PLACE.items():
        setattr(Tensor, dunder, _in_place_operator(dunder, name))
    for dunder, name in _UNARY.items():
        setattr(Tensor, dunder, Lazy(dunder, lambda name=name: ops.method(name)))  # type: ignore[misc]  # binds the name now
    for dunder, name in _COPYING.items():
        setattr(Tensor, dunder, Lazy(dunder, lambda name=name: _of_copying(name)))  # type: ignore[misc]  # binds the name now
    for dunder, written in _WRITTEN.items():
        setattr(Tensor, dunder, written)
    for name, attribute in {**METADATA, **CONVERSIONS, **_ABOVE}.items():
        setattr(Tensor, name, attribute)
    setattr(Tensor, "T", getset(turn))  # noqa: B010  # a checker would take it for a method
    for name, read in (
        ("mT", turn_matrix),
        ("H", conjugate_turned),
        ("mH", adjoint),
    ):
        setattr(Tensor, name, observed(read, name))
    for name, read in (("real", _real), ("imag", _imag)):
        put_part = lambda self, value, read=read: put_whole(read(self), value)  # noqa: E731  # binds the reader now
        setattr(Tensor, name, observed(read, name).setter(put_part))


def _operator(dunder: str, name: str) -> Lazy:
    """A two-operand operator: straight for a tensor or a number, the long way for all else."""
    return Lazy(dunder, lambda: ops.operator(name, _usual(name)))


_LONG_WAY: dict[str, Callable[[Any, Any], Any]] = {"rsub.Scalar": _rsub, "eq": _equals}


def _usual(name: str) -> Callable[[Any, Any], Any]:
    """The long way."""
    usual = _LONG_WAY.get(name) or _method_operator(name)
    return _within_formulas(name, usual) if name in _NUMBERS_IN_FORMULAS else usual


_STRAIGHT = frozenset(("add_", "sub_", "mul_", "div_"))
"""What takes a tensor or a number in its only overload."""


def _in_place_operator(dunder: str, name: str) -> Lazy:
    if name in _STRAIGHT:
        return Lazy(dunder, lambda: ops.in_place_operator(name[:-1], _method_operator(name)))
    return Lazy(dunder, lambda: _method_operator(name))
