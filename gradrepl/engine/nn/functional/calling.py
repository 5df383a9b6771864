"""How a function of `torch.nn.functional` reaches the operations of the table."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

from gradrepl.engine import ops
from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE

if TYPE_CHECKING:
    from collections.abc import Callable

_Call = TypeVar("_Call", bound="Callable[..., Any]")


def observed(function: _Call) -> _Call:
    """A function that a torch-function mode sees as one call."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if SPECIAL and STATE.function_modes:
            return handle(wrapper, args, kwargs)
        return function(*args, **kwargs)

    wrapper.__module__ = "torch.nn.functional"
    return wrapper  # type: ignore[return-value]  # it takes what the function takes


@functools.cache
def native(name: str) -> Callable[..., Any]:
    """The entry of an operation that PyTorch offers here only: neither method nor `torch.name`."""
    return ops._entry(name, list(ops.ROWS[name]), method=False)


@functools.cache
def native_in_place(name: str) -> Callable[..., Any]:
    return ops._in_place_entry(name, method=False)


@functools.cache
def torch() -> Any:
    """The package itself, which is still on its way when this module is imported."""
    import gradrepl.engine

    return gradrepl.engine


def in_torch(name: str, *args: Any) -> Any:
    """Call `torch.name`."""
    return getattr(torch(), name)(*args)
