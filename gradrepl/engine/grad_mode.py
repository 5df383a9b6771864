"""Whether operations are recorded: `no_grad`, `enable_grad`, `set_grad_enabled` and their like."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Self

from gradrepl.engine import errors, release
from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE, switch

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


def is_grad_enabled() -> bool:
    return STATE.grad


def is_inference_mode_enabled() -> bool:
    return STATE.inference


def _set_grad_enabled(mode: bool) -> None:
    """The switch that all of the modes below turn; a torch-function mode sees each turn."""
    if STATE.function_modes:
        handle(_set_grad_enabled, (mode,), {})
        return
    switch(mode)


class _DecoratorContextManager:
    """A context manager that also decorates functions, generators, coroutines and classes."""

    __module__ = "torch.utils._contextlib"

    prev: bool
    """The mode that it found, and restores."""

    def clone(self) -> _DecoratorContextManager:
        return type(self)()

    def __call__(self, orig_func: Any) -> Any:
        if not inspect.isclass(orig_func):
            return _decorate(self.clone, orig_func)
        import warnings

        warnings.warn(
            "Decorating classes is deprecated and will be disabled in future versions. You should "
            "only decorate functions or methods. To preserve the current behavior of class "
            "decoration, you can directly decorate the `__init__` method and nothing else.",
            FutureWarning,
            stacklevel=2,
        )
        made = lambda *args, **kwargs: orig_func(*args, **kwargs)  # noqa: E731, PLW0108  # as it prints
        return _decorate(self.clone, made)

    def __enter__(self) -> Any:
        raise NotImplementedError

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _set_grad_enabled(self.prev)


def _decorate(make: Callable[[], _DecoratorContextManager], function: Any) -> Any:
    if inspect.isgeneratorfunction(function):
        return _decorate_generator(make, function)

    def decorate_context(*args: Any, **kwargs: Any) -> Any:
        with make():
            return function(*args, **kwargs)

    decorate_context.__qualname__ = "context_decorator.<locals>.decorate_context"
    return functools.wraps(function)(decorate_context)


def _decorate_generator(make: Callable[[], _DecoratorContextManager], function: Any) -> Any:
    """The mode holds while the generator's own code runs, not while its caller's does."""

    @functools.wraps(function)
    def decorated(*args: Any, **kwargs: Any) -> Any:
        generator = function(*args, **kwargs)
        try:
            with make():
                sent = generator.send(None)
            while True:
                try:
                    received = yield sent
                except GeneratorExit:
                    with make():
                        generator.close()
                    raise
                except (
                    BaseException
                ) as thrown:  # whatever the caller threw belongs to the generator
                    with make():
                        sent = generator.throw(thrown)
                else:
                    with make():
                        sent = generator.send(received)
        except StopIteration as stop:
            return stop.value

    return decorated


class _NoParamDecoratorContextManager(_DecoratorContextManager):
    """`@no_grad` works as well as `@no_grad()`."""

    __module__ = "torch.utils._contextlib"

    def __new__(cls, orig_func: Any = None) -> Any:
        if orig_func is None:
            return super().__new__(cls)
        return cls()(orig_func)

    _mode: bool

    def __enter__(self) -> None:
        self.prev = STATE.grad
        _set_grad_enabled(self._mode)


class no_grad(_NoParamDecoratorContextManager):  # noqa: N801  # torch's own name
    """Inside, nothing is recorded: every result has `requires_grad=False`."""

    __module__ = "torch.autograd.grad_mode"
    _mode = False

    def __init__(self) -> None:
        self.prev = False


class enable_grad(_NoParamDecoratorContextManager):  # noqa: N801  # torch's own name
    """Inside, operations are recorded again, whatever the mode around it."""

    __module__ = "torch.autograd.grad_mode"
    _mode = True


class set_grad_enabled(_DecoratorContextManager):  # noqa: N801  # torch's own name
    """Switches recording at once; as a context it restores the mode at its end."""

    __module__ = "torch.autograd.grad_mode"

    def __init__(self, mode: bool) -> None:
        errors.check_switch("set_grad_enabled", mode)
        self.prev = STATE.grad
        self.mode = mode
        _set_grad_enabled(mode)

    def __call__(self, orig_func: Any) -> Any:
        _set_grad_enabled(self.prev)
        return super().__call__(orig_func)

    def __enter__(self) -> None:
        _set_grad_enabled(self.mode)

    def clone(self) -> set_grad_enabled:
        return type(self)(self.mode)

    def __str__(self) -> str:
        if release.shows_set_grad_enabled():
            return f"torch.autograd.grad_mode.set_grad_enabled(mode={self.mode})"
        return object.__repr__(self)

    __repr__ = __str__


_MULTITHREADING = [True]


def is_multithreading_enabled() -> bool:
    return _MULTITHREADING[0]


class set_multithreading_enabled(_DecoratorContextManager):  # noqa: N801  # torch's own name
    """Backward on the CPU is single-threaded here as there; the setting is kept, and asked for."""

    __module__ = "torch.autograd.grad_mode"

    def __init__(self, mode: bool) -> None:
        errors.check_switch("set_multithreading_enabled", mode)
        self.prev = is_multithreading_enabled()
        self.mode = mode
        _MULTITHREADING[0] = mode

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        _MULTITHREADING[0] = self.prev

    def clone(self) -> set_multithreading_enabled:
        return type(self)(self.mode)


class inference_mode(_DecoratorContextManager):  # noqa: N801  # torch's own name
    """`no_grad`, and its results may never take part in a graph at all."""

    __module__ = "torch.autograd.grad_mode"

    def __new__(cls, mode: Any = True) -> Any:
        if isinstance(mode, bool):
            return super().__new__(cls)
        return cls()(mode)

    def __init__(self, mode: bool = True) -> None:
        self.mode = mode
        self._before: list[tuple[bool, bool]] = []

    def __enter__(self) -> Self:
        self._before.append((STATE.inference, STATE.grad))
        _set_inference(self.mode, not self.mode)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _set_inference(*self._before.pop())

    def clone(self) -> inference_mode:
        return type(self)(self.mode)


def _set_inference(inference: bool, grad: bool) -> None:
    if inference and not STATE.inference:
        SPECIAL.append(STATE)
    elif STATE.inference and not inference:
        SPECIAL.remove(STATE)
    STATE.inference = inference
    switch(grad)
