"""From a tensor to Python's and numpy's values."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.storage import DLDeviceType
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.turned import check_exposed, is_conj
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gradrepl.engine.dtypes import Array


def _seen(convert: Callable[..., Any]) -> Callable[..., Any]:
    """A conversion that a torch-function mode sees under its own name, and as one step."""

    @functools.wraps(convert)
    def called(self: Tensor, *args: Any, **kwargs: Any) -> Any:
        if SPECIAL and STATE.function_modes:
            return handle(called, (self, *args), kwargs)
        return convert(self, *args, **kwargs)

    return called


def item(self: Tensor) -> Any:
    if self._a.size != 1:
        raise RuntimeError(f"a Tensor with {self._a.size} elements cannot be converted to Scalar")
    return self._a.item()


def tolist(self: Tensor) -> Any:
    return self._a.tolist()


def numpy(self: Tensor, force: bool) -> Array:
    if self.requires_grad and not force and STATE.grad:
        raise RuntimeError(errors.NUMPY_REQUIRES_GRAD)
    if self._storage is not None and not force:
        check_exposed(self)
    return self._a.view()


@_seen  # without numpy 2's `copy`, as PyTorch has it: numpy warns the same of both
def __array__(self: Tensor, dtype: Any = None) -> Array:
    found = self.numpy()
    return found if dtype is None or found.dtype == dtype else found.astype(dtype)


def __dlpack__(self: Tensor, **wishes: Any) -> Any:
    if self.requires_grad:
        raise BufferError("Can't export tensors that require gradient, use tensor.detach()")
    if is_conj(self):
        raise BufferError("Can't export tensors with the conjugate bit set")
    wishes.pop("stream", None)
    return self._a.__dlpack__(**wishes)


def __dlpack_device__(self: Tensor) -> tuple[int, int]:
    del self
    return DLDeviceType.kDLCPU, 0


def __array_wrap__(self: Tensor, array: Array) -> Tensor:
    del self
    if array.dtype == bool:  # PyTorch's own step back from numpy's bools
        array = array.astype(np.uint8)
    return wrap(np.asarray(array))


@_seen
def __len__(self: Tensor) -> int:
    if not self._a.ndim:
        raise TypeError("len() of a 0-d tensor")
    return len(self._a)


def __iter__(self: Tensor) -> Iterator[Tensor]:
    if not self._a.ndim:
        raise TypeError("iteration over a 0-d tensor")
    return iter(self.unbind(0))


def __contains__(self: Tensor, element: Any) -> bool:
    if isinstance(element, (Tensor, int, float, complex, bool)):
        found: Any = element == self
        return bool(found.any().item())
    raise RuntimeError(
        f"Tensor.__contains__ only supports Tensor or scalar, but you passed in a {type(element)}."
    )


@_seen
def __bool__(self: Tensor) -> bool:
    if SPECIAL and STATE.maps:
        STATE.maps[-1].check_read(self, control_flow=True)
    if self._a.size == 1:
        return bool(self._a.item())
    if not self._a.size:
        raise RuntimeError("Boolean value of Tensor with no values is ambiguous")
    raise RuntimeError("Boolean value of Tensor with more than one value is ambiguous")


@_seen
def __float__(self: Tensor) -> float:
    if STATE.grad and self.requires_grad:
        _warn_requires_grad_scalar()
    if self._a.size != 1:
        raise ValueError(_ONE_ELEMENT)
    value = self.item()
    if isinstance(value, complex):
        if value.imag:
            raise RuntimeError("value cannot be converted to type double without overflow")
        value = value.real
    return float(value)


@_seen
def __int__(self: Tensor) -> int:
    if self._a.size != 1:
        raise ValueError(_ONE_ELEMENT)
    value = self.item()
    if isinstance(value, complex):
        if value.imag:
            raise RuntimeError("value cannot be converted to type int64_t without overflow")
        value = value.real
    return int(value)


@_seen
def __complex__(self: Tensor) -> complex:
    if self._a.size != 1:
        raise ValueError(_ONE_ELEMENT)
    return complex(self.item())


@_seen
def __index__(self: Tensor) -> int:
    if self._a.size != 1 or self._a.dtype.kind not in "iub":
        raise TypeError("only integer tensors of a single element can be converted to an index")
    return int(self.item())


_ONE_ELEMENT = "only one element tensors can be converted to Python scalars"


@_seen
def __format__(self: Tensor, spec: str) -> str:
    if not self._a.ndim and self.__class__ is Tensor:
        return format(self.item(), spec)
    return object.__format__(self, spec)


def _warn_requires_grad_scalar() -> None:
    warn_once(
        "Converting a tensor with requires_grad=True to a scalar may lead to unexpected "
        "behavior.\n"
        "Consider using tensor.detach() first. (Triggered internally at ...)"
    )


CONVERSIONS: dict[str, Any] = {
    each.__name__: each
    for each in (
        __array__,
        __array_wrap__,
        __dlpack__,
        __dlpack_device__,
        __len__,
        __iter__,
        __contains__,
        __bool__,
        __float__,
        __int__,
        __complex__,
        __index__,
        __format__,
    )
}
"""By name, what `install` hangs on the class."""
