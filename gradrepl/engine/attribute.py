"""PyTorch's attributes: getset descriptors, which name themselves and which a mode can see."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE

if TYPE_CHECKING:
    from collections.abc import Callable


class getset(property):  # noqa: N801  # PyTorch's attributes are getset descriptors, and name themselves
    """A property that a torch-function mode sees being read and written."""

    __name__: str

    def __init__(
        self,
        fget: Callable[[Any], Any],
        fset: Callable[[Any, Any], None] | None = None,
        fdel: Callable[[Any], None] | None = None,
        doc: str | None = None,
    ) -> None:
        super().__init__(fget, fset, fdel, doc)
        self.__name__ = fget.__name__

    def __set__(self, obj: Any, value: Any) -> None:
        if self.fset is None:
            raise AttributeError(
                f"attribute '{self.__name__}' of 'torch._C.TensorBase' objects is not writable"
            )
        if SPECIAL and STATE.function_modes:
            handle(_defined_on(type(obj), self.__name__).__set__, (obj, value), {})
            return
        super().__set__(obj, value)

    def __delete__(self, obj: Any) -> None:
        if self.fdel is None:
            self.__set__(obj, None)  # as PyTorch deletes, if it does not refuse
        else:
            super().__delete__(obj)


def observed(read: Callable[[Any], Any], name: str | None = None) -> Any:
    """A getset whose reading counts as an operation: `x.data`, `x.T`."""
    name = name or read.__name__

    def get(self: Any) -> Any:
        return watched(self, name, read) if SPECIAL else read(self)

    get.__name__, get.__doc__ = name, read.__doc__
    return getset(get)


def watched(tensor: Any, name: str, read: Callable[[Any], Any]) -> Any:
    """Reads an attribute where somebody may be watching."""
    if STATE.function_modes:
        return handle(_defined_on(type(tensor), name).__get__, (tensor,), {})
    return read(tensor)


def bare(method: Callable[[Any], Any]) -> Any:
    """A method that takes nothing, in the words of one written in C."""

    @functools.wraps(method)
    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs:
            raise TypeError(f"TensorBase.{method.__name__}() takes no keyword arguments")
        if args:
            raise TypeError(
                f"TensorBase.{method.__name__}() takes no arguments ({len(args)} given)"
            )
        return method(self)

    return called


def _defined_on(cls: type, name: str) -> Any:
    return next(vars(each)[name] for each in cls.__mro__ if name in vars(each))
