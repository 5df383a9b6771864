"""What every scheduler has: an optimizer, an epoch, and the rates that belong to it."""

from __future__ import annotations

import functools
import types
import warnings
import weakref
from typing import TYPE_CHECKING, Any

from gradrepl.engine.optim.by_parameter import number
from gradrepl.engine.optim.optimizer import Optimizer
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

_MORE = "See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
EPOCH_GIVEN = (
    "The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where "
    "possible. Please use "
    "`scheduler.step()` to step the scheduler. During the deprecation, if epoch is different from "
    "None, the closed form is "
    "used instead of the new chainable form, where available. Please open an issue if you are "
    "unable to replicate your use "
    "case: https://github.com/pytorch/pytorch/issues/new/choose."
)
_OVERRIDDEN = (
    "Seems like `optimizer.step()` has been overridden after learning rate scheduler "
    "initialization. Please, "
    "make sure to call `optimizer.step()` before `lr_scheduler.step()`. " + _MORE
)
_TOO_EARLY = (
    "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, "
    "you should "
    "call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to "
    "do this will "
    "result in PyTorch skipping the first value of the learning rate schedule. " + _MORE
)
_NOT_RESUMED = (
    "This typically happens when:\n"
    "1. You're trying to resume training from a checkpoint but haven't properly loaded the "
    "optimizer state\n"
    "2. You're using last_epoch >= 0 for a fresh training run (not recommended)"
)


class LRScheduler:
    """Base of all schedulers: write `get_lr`, which gives one rate for each group."""

    __module__ = "torch.optim.lr_scheduler"

    _get_lr_called_within_step: bool = False
    _is_initial: bool = False
    last_epoch: int

    def __init__(self, optimizer: Any, last_epoch: int = -1) -> None:
        check_optimizer(optimizer)
        self.optimizer: Any = optimizer
        for at, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", copied(group["lr"]))
            elif "initial_lr" not in group:
                raise KeyError(
                    f"param 'initial_lr' is not specified in param_groups[{at}] when resuming "
                    f"scheduler with last_epoch >= 0.\n{_NOT_RESUMED}"
                )
        self.base_lrs = [copied(group["initial_lr"]) for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        _watch(optimizer)
        self._initial_step()

    def _initial_step(self) -> None:
        self._step_count = 0
        self._is_initial = True
        try:
            self.step()
        finally:
            self._is_initial = False

    def state_dict(self) -> dict[str, Any]:
        """All that it knows, but for the optimizer."""
        return {name: value for name, value in self.__dict__.items() if name != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self.__dict__.update(state_dict)

    def get_last_lr(self) -> list[Any]:
        return self._last_lr

    def get_lr(self) -> list[Any]:
        raise NotImplementedError

    def step(self, epoch: Any = None) -> None:
        if self._step_count == 1:
            if not hasattr(self.optimizer.step, "_wrapped_by_lr_sched"):
                warnings.warn(_OVERRIDDEN, UserWarning, stacklevel=2)
            elif not getattr(self.optimizer, "_opt_called", False):
                warnings.warn(_TOO_EARLY, UserWarning, stacklevel=2)
        self._step_count += 1
        if epoch is not None:
            warnings.warn(EPOCH_GIVEN, UserWarning, stacklevel=2)
        self._update_lr(epoch)

    def _update_lr(self, epoch: Any = None) -> None:
        self._get_lr_called_within_step = True
        try:
            if epoch is None:
                self.last_epoch += 1
                values = self.get_lr()
            else:
                self.last_epoch = epoch
                values = getattr(self, "_get_closed_form_lr", self.get_lr)()
        finally:
            self._get_lr_called_within_step = False
        self._set(values)

    def _set(self, values: list[Any]) -> None:
        for group, value in zip(self.optimizer.param_groups, values, strict=True):
            set_in(group, "lr", value)
        self._last_lr = self._current()

    def _current(self) -> list[Any]:
        """The groups' rates as they are."""
        return [copied(group["lr"]) for group in self.optimizer.param_groups]

    def _times(self, factor: Any) -> list[Any]:
        """The groups' rates times a factor."""
        return [group["lr"] * factor for group in self.optimizer.param_groups]


class _LRScheduler(LRScheduler):
    """The same, by its former name."""

    __module__ = "torch.optim.lr_scheduler"


class Formula(LRScheduler):
    """A scheduler whose `get_lr` is a formula, and warns when it is called from outside."""

    def get_lr(self) -> list[Any]:
        if not self._get_lr_called_within_step:
            warnings.warn(
                "To get the last learning rate computed by the scheduler, please use "
                "`get_last_lr()`.",
                UserWarning,
                stacklevel=1,  # PyTorch's points into the library, too
            )
        return self._rates()

    def _rates(self) -> list[Any]:
        raise NotImplementedError


def check_optimizer(optimizer: Any) -> None:
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")


def copied(value: Any) -> Any:
    """A rate that stays as it is when a Tensor's is written into."""
    return value.clone() if isinstance(value, Tensor) else value


def set_in(group: dict[str, Any], key: str, value: Any) -> None:
    if isinstance(group[key], Tensor):
        group[key].fill_(number(value))
    else:
        group[key] = value


def for_groups(name: str, optimizer: Any, value: Any) -> list[Any]:
    """One value for each group.

    Raises:
        ValueError: for a list of another length.
    """
    groups = len(optimizer.param_groups)
    if not isinstance(value, (list, tuple)):
        return [copied(value) for _ in range(groups)]
    if len(value) != groups:
        raise ValueError(
            f"{name} must have the same length as optimizer.param_groups. {name} has {len(value)} "
            f"values, param_groups has {groups}."
        )
    return [copied(each) for each in value]


def function_state(function: Any) -> Any:
    """What a callable object keeps; a plain function keeps nothing."""
    return None if isinstance(function, types.FunctionType) else function.__dict__.copy()


def _watch(optimizer: Any) -> None:
    """Lets the optimizer remember that its `step` was called."""
    if hasattr(optimizer.step, "_wrapped_by_lr_sched"):
        return
    refer = weakref.ref(optimizer)
    function: Callable[..., Any] = optimizer.step.__func__

    @functools.wraps(function)
    def step(*args: Any, **kwargs: Any) -> Any:
        found: Any = refer()
        found._opt_called = True
        return function.__get__(found, found.__class__)(*args, **kwargs)

    step._wrapped_by_lr_sched = True  # type: ignore[attr-defined]  # PyTorch's own mark
    optimizer.step = step
