"""`torch.overrides.TorchFunctionMode`: sees every call into the library, and may change it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Self

from gradrepl.engine.state import SPECIAL, STATE

if TYPE_CHECKING:
    from collections.abc import Iterator


class TorchFunctionMode:
    """A context in which `__torch_function__` is asked instead of each function that is called."""

    __module__ = "torch.overrides"

    def __torch_function__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        raise NotImplementedError

    def __enter__(self) -> Self:
        _push_mode(self)
        return self

    def __exit__(self, *_: object) -> None:
        _pop_mode()


def _get_current_function_mode_stack() -> list[Any]:
    return list(STATE.function_modes)


def _push_mode(mode: TorchFunctionMode) -> None:
    STATE.function_modes = (*STATE.function_modes, mode)
    SPECIAL.append(mode)


def _pop_mode() -> TorchFunctionMode:
    mode: TorchFunctionMode = STATE.function_modes[-1]
    STATE.function_modes = STATE.function_modes[:-1]
    SPECIAL.remove(mode)
    return mode


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """A context in which no mode is asked: for steps that PyTorch takes below Python."""
    modes = STATE.function_modes
    STATE.function_modes = ()
    try:
        yield
    finally:
        STATE.function_modes = modes


def handle(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Asks the innermost mode; while it answers, the next one out is in force."""
    modes = STATE.function_modes
    STATE.function_modes = modes[:-1]
    try:
        return modes[-1].__torch_function__(func, (), args, kwargs)
    finally:
        STATE.function_modes = modes
