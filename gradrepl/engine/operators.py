"""Python's operators on tensors, and the lazy attributes that become the table's methods when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import ops
from gradrepl.engine.arguments import NUMBERS
from gradrepl.engine.grad_mode import SPECIAL, STATE
from gradrepl.engine.conversion import CONVERSIONS
from gradrepl.engine.metadata import METADATA
from gradrepl.engine.ops.index import getitem as picked
from gradrepl.engine.ops.index import setitem as put
from gradrepl.engine.overrides import handle
from gradrepl.engine.attribute import getset, observed
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

_BINARY = {
    "__add__": "add", "__radd__": "add", "__sub__": "sub", "__mul__": "mul", "__rmul__": "mul", "__truediv__": "div",
    "__floordiv__": "floor_divide", "__mod__": "remainder", "__eq__": "eq", "__ne__": "ne", "__lt__": "lt",
    "__le__": "le", "__gt__": "gt", "__ge__": "ge", "__and__": "bitwise_and", "__rand__": "bitwise_and",
    "__or__": "bitwise_or", "__ror__": "bitwise_or", "__xor__": "bitwise_xor", "__rxor__": "bitwise_xor",
}  # fmt: skip
"""Operators whose operation takes two tensors, or a tensor and a number."""

_METHODS = {"__pow__": "pow", "__matmul__": "matmul"}
_IN_PLACE = {
    "__iadd__": "add_", "__isub__": "sub_", "__imul__": "mul_", "__itruediv__": "div_", "__ifloordiv__": "floor_divide_",
    "__imod__": "remainder_", "__ipow__": "pow_", "__iand__": "bitwise_and_", "__ior__": "bitwise_or_",
    "__ixor__": "bitwise_xor_",
}  # fmt: skip
_UNARY = {"__neg__": "neg", "__abs__": "abs", "__invert__": "bitwise_not"}


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


def _or_not_implemented(name: str) -> Callable[[Any, Any], Any]:
    """For what is no tensor and no number: let Python ask the other operand."""

    def fallback(self: Tensor, other: Any) -> Any:
        if not isinstance(other, Tensor) and type(other) not in NUMBERS and not _number_like(other):
            return NotImplemented
        return getattr(self, name)(other)

    return fallback


def _number_like(value: Any) -> bool:
    import numpy as np

    return isinstance(value, (np.number, np.bool_, np.ndarray))


def _array_operand(other: Any) -> Any:
    """A numpy array beside a tensor counts as a tensor."""
    import numpy as np

    if isinstance(other, np.ndarray):
        from gradrepl.engine.ops.create import from_numpy

        return from_numpy(other)
    return other


def _fallback(name: str) -> Callable[[Any, Any], Any]:
    def fallback(self: Tensor, other: Any) -> Any:
        if isinstance(other, Tensor) or type(other) in NUMBERS or _number_like(other):
            return getattr(self, name)(_array_operand(other))
        return NotImplemented

    return fallback


def _method_operator(name: str) -> Callable[[Any, Any], Any]:
    def function(self: Tensor, other: Any) -> Any:
        if isinstance(other, Tensor) or (name != "matmul" and (type(other) in NUMBERS or _number_like(other))):
            return getattr(self, name)(_array_operand(other))
        return NotImplemented

    return function


def _in_place_operator(name: str) -> Callable[[Any, Any], Any]:
    def function(self: Tensor, other: Any) -> Any:
        if isinstance(other, Tensor) or type(other) in NUMBERS or _number_like(other):
            return getattr(self, name)(_array_operand(other))
        return NotImplemented

    return function


def rsub(self: Tensor, other: Any) -> Any:
    if not (isinstance(other, Tensor) or type(other) in NUMBERS or _number_like(other)):
        return NotImplemented
    from gradrepl.engine import rsub as torch_rsub

    return torch_rsub(self, _array_operand(other))


def rtruediv(self: Tensor, other: Any) -> Any:
    if not (isinstance(other, Tensor) or type(other) in NUMBERS or _number_like(other)):
        return NotImplemented
    return self.reciprocal() * other


def rfloordiv(self: Tensor, other: Any) -> Any:
    from gradrepl.engine import floor_divide

    return floor_divide(other, self)


def rpow(self: Tensor, other: Any) -> Any:
    if not (isinstance(other, Tensor) or type(other) in NUMBERS or _number_like(other)):
        return NotImplemented
    from gradrepl.engine import pow as torch_pow

    return torch_pow(other, self)


def rmod(self: Tensor, other: Any) -> Any:
    from gradrepl.engine import remainder, tensor

    return remainder(tensor(other), self)


def rmatmul(self: Tensor, other: Any) -> Any:
    if not isinstance(other, Tensor):
        return NotImplemented
    return other.matmul(self)


def positive(self: Tensor) -> Tensor:
    if self._a.dtype.kind == "b":
        raise RuntimeError(
            "The `+` operator, on a bool tensor is not supported."
        )
    return self


_WRITTEN: dict[str, Callable[..., Any]] = {
    "__rsub__": rsub, "__rtruediv__": rtruediv, "__rfloordiv__": rfloordiv, "__rpow__": rpow, "__rmod__": rmod,
    "__rmatmul__": rmatmul, "__pos__": positive,
}  # fmt: skip


def getitem(self: Tensor, index: Any) -> Any:
    if SPECIAL and STATE.function_modes:
        return handle(Tensor.__getitem__, (self, index), {})  # type: ignore[attr-defined]  # set by `install`
    return picked(self, index)


def setitem(self: Tensor, index: Any, value: Any) -> None:
    if SPECIAL and STATE.function_modes:
        handle(Tensor.__setitem__, (self, index, value), {})  # type: ignore[attr-defined]  # set by `install`
        return
    put(self, index, value)


getitem.__name__, setitem.__name__ = "__getitem__", "__setitem__"


def _transposed(name: str, turn: Callable[[Tensor], Any]) -> getset:
    def read(self: Tensor) -> Any:
        return turn(self)

    read.__name__ = name
    return observed(read)


def _turn(self: Tensor) -> Any:
    """`.T`: reverses the dimensions."""
    if self._a.ndim == 2:
        return self.permute((1, 0))
    if self._a.ndim > 2:
        from gradrepl.engine.warning import warn

        warn(
            "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated and it will "
            "throw an error in a future release. Consider `x.mT` to transpose batches of matrices or "
            "`x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor. (Triggered "
            "internally at ...)"
        )
    return self.permute(tuple(range(self._a.ndim - 1, -1, -1)))


def _turn_matrix(self: Tensor) -> Any:
    if self._a.ndim < 2:
        raise RuntimeError(
            f"tensor.mT is only supported on matrices or batches of matrices. Got {self._a.ndim}-D tensor."
        )
    return self.transpose(-2, -1)


def _real(self: Tensor) -> Any:
    from gradrepl.engine import real

    return real(self) if self._a.dtype.kind == "c" else self


def _imag(self: Tensor) -> Any:
    from gradrepl.engine import imag

    return imag(self)


def install() -> None:
    """Hangs every operation on the class, as lazy attributes."""
    for name in sorted(ops.METHODS | ops.IN_PLACE):
        if name not in vars(Tensor):
            setattr(Tensor, name, Lazy(name, lambda name=name: ops.method(name)))  # type: ignore[misc]  # binds the name now
    for dunder, name in _BINARY.items():
        setattr(Tensor, dunder, ops_operator(dunder, name))
    for dunder, name in _METHODS.items():
        setattr(Tensor, dunder, _method_operator(name))
    for dunder, name in _IN_PLACE.items():
        setattr(Tensor, dunder, _in_place_operator(name))
    for dunder, name in _UNARY.items():
        setattr(Tensor, dunder, Lazy(dunder, lambda name=name: ops.method(name)))  # type: ignore[misc]  # binds the name now
    for dunder, written in _WRITTEN.items():
        setattr(Tensor, dunder, written)
    for name, attribute in {**METADATA, **CONVERSIONS}.items():
        setattr(Tensor, name, attribute)
    Tensor.__getitem__ = getitem  # type: ignore[attr-defined]  # written with the table's operations
    Tensor.__setitem__ = setitem  # type: ignore[attr-defined]  # same
    Tensor.__hash__ = lambda self: id(self)  # type: ignore[method-assign, assignment]  # `__eq__` would take it away
    for name, turn in (("T", _turn), ("mT", _turn_matrix), ("real", _real), ("imag", _imag)):
        setattr(Tensor, name, _transposed(name, turn))


def ops_operator(dunder: str, name: str) -> Lazy:
    return Lazy(dunder, lambda: ops.operator(name, _fallback(name)))
