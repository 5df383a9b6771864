"""An inherited `__init__` under the class's own name, which errors show."""

from __future__ import annotations

import types
from typing import Any


def own_init(cls: type[Any]) -> None:
    """For `__init_subclass__`: `ReLU.__init__() takes ...`, though ReLU has none of its own.

    A student's subclass keeps what it inherits, as in PyTorch.
    """
    if "__init__" in vars(cls) or not cls.__module__.startswith("torch."):
        return
    inherited: Any = cls.__init__
    made = types.FunctionType(
        inherited.__code__,
        inherited.__globals__,
        "__init__",
        inherited.__defaults__,
        inherited.__closure__,
    )
    made.__kwdefaults__ = inherited.__kwdefaults__
    made.__annotations__ = inherited.__annotations__
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = made
