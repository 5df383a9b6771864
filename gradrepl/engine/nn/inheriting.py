"""Inherited methods under the class's own name, which errors show."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T", bound="type[Any]")


def under_own_name(*names: str) -> Callable[[T], T]:
    """For a base: `ReLU.__init__() takes ...`, though ReLU has no `__init__` of its own.

    A student's subclass keeps what it inherits, as in PyTorch.
    """

    def decorate(base: T) -> T:
        def of_subclass(cls: type[Any], /, **kwargs: Any) -> None:
            super(base, cls).__init_subclass__(**kwargs)  # type: ignore[arg-type]  # a T is a class
            if cls.__module__.startswith("torch."):
                for name in names:
                    if name not in vars(cls):
                        setattr(
                            cls, name, renamed(getattr(cls, name), f"{cls.__qualname__}.{name}")
                        )

        base.__init_subclass__ = classmethod(of_subclass)  # type: ignore[assignment]  # bound later
        return base

    return decorate


def renamed(function: Any, qualname: str) -> Any:
    """The same function, which errors show by another name."""
    made = types.FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    made.__kwdefaults__ = function.__kwdefaults__
    made.__annotations__ = function.__annotations__
    made.__qualname__ = qualname
    return made
