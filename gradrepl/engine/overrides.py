"""`torch.overrides.TorchFunctionMode`: sees every call into the library, and may change it."""

from __future__ import annotations

from typing import Any, Self

from gradrepl.engine.grad_mode import SPECIAL, STATE


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
        STATE.function_modes = (*STATE.function_modes, self)
        SPECIAL.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        STATE.function_modes = STATE.function_modes[:-1]
        SPECIAL.remove(self)


def handle(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Asks the innermost mode; while it answers, the next one out is in force."""
    modes = STATE.function_modes
    STATE.function_modes = modes[:-1]
    try:
        return modes[-1].__torch_function__(func, (), args, kwargs)
    finally:
        STATE.function_modes = modes


def guarded(function: Any, unguarded: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a generated function does while some thread is in a mode."""
    from gradrepl.engine.autograd import anomaly_mode

    if STATE.function_modes:
        return handle(function, args, kwargs)
    found = unguarded(args, kwargs)
    if STATE.inference:
        _mark(found)
    if anomaly_mode.is_anomaly_enabled():
        anomaly_mode.remember(found)
    return found


def _mark(found: Any) -> None:
    """Makes inference tensors of results, unless they share memory with a normal one."""
    from gradrepl.engine.tensor import Tensor
    from gradrepl.engine.view import InferenceStorage

    if isinstance(found, Tensor):
        if found._storage is None:
            found._storage = InferenceStorage()
    elif isinstance(found, (tuple, list)):
        for each in found:
            _mark(each)
