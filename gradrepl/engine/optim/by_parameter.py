"""Optimizers that change one parameter after another, and what they check and begin with."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from gradrepl.engine.dtypes import OF, get_default_dtype
from gradrepl.engine.grad_mode import enable_grad, set_grad_enabled
from gradrepl.engine.optim.arithmetic import Arrays, Tensors, written
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.optim.optimizer import Optimizer

_LATER = (
    "amsgrad", "nesterov", "centered", "decoupled_weight_decay",
    "maximize", "foreach", "capturable", "differentiable", "fused",
)  # fmt: skip
"""Options that PyTorch's optimizers did not have at first: older states lack them."""

T = TypeVar("T", bound="type[Optimizer]")

_DEVICES = "['cuda', 'xpu', 'hpu', 'privateuseone', 'xla']"
_FUSED_DEVICES = "['mps', 'cuda', 'xpu', 'hpu', 'cpu', 'mtia', 'privateuseone']"


def by_parameter(cls: T) -> T:
    """Gives an optimizer its `step` from its `_update(k, param, grad, group)`.

    `k` is what it computes with: see `arithmetic`.
    """
    update: Callable[..., None] = cls.__dict__["_update"]
    parameters = inspect.signature(cls.__init__).parameters
    cls._absent = {
        name: parameters[name].default for name in _LATER if name in parameters
    } | cls._absent

    def step(self: Any, closure: Callable[[], Any] | None = None) -> Any:
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        for group in self.param_groups:
            if SPECIAL or group.get("differentiable"):
                _recorded(self, update, group)
                continue
            _check_group(group)
            minus = group["maximize"]
            for param in group["params"]:
                grad = param.grad
                if grad is not None:
                    update(self, Arrays, param, -grad._a if minus else grad._a, group)
        return loss

    step.__qualname__, step.__module__ = f"{cls.__name__}.step", cls.__module__
    cls.step = step  # type: ignore[method-assign]  # this is what the decorator is for
    return cls


def _recorded(self: Any, update: Callable[..., None], group: dict[str, Any]) -> None:
    _check_group(group)
    with set_grad_enabled(bool(self.defaults["differentiable"])):
        for param in group["params"]:
            if (grad := param.grad) is not None:
                update(self, Tensors, param, -grad if group["maximize"] else grad, group)


def _check_group(group: dict[str, Any]) -> None:
    """What PyTorch says at the first step only."""
    if group.get("capturable"):
        raise AssertionError(
            f"If capturable=True, params and state_steps must be on supported devices: {_DEVICES}."
        )
    if group["foreach"] and group["differentiable"]:
        raise AssertionError("_foreach ops don't support autograd")
    if group.get("fused"):
        for each in group["params"]:
            if each.grad is not None and each._a.dtype.kind != "f":
                raise RuntimeError(
                    "`fused=True` requires all the params to be floating point Tensors of "
                    f"supported devices: {_FUSED_DEVICES} but {OF[each._a.dtype]} and cpu"
                )


def check_lr(lr: Any) -> None:
    if isinstance(lr, Tensor) and lr._a.size != 1:
        raise ValueError("Tensor lr must be 1-element")


def check(**values: Any) -> None:
    """None of them may be negative."""
    for name, value in values.items():
        if not 0.0 <= value:  # noqa: SIM300  # in PyTorch's order, which its TypeError tells
            what = _TITLES.get(name, f"{name} value")
            raise ValueError(f"Invalid {what}: {value}")


_TITLES = {"lr": "learning rate", "eps": "epsilon value"}


def check_betas(betas: Any) -> None:
    for at in (0, 1):
        if not 0.0 <= betas[at] < 1.0:
            raise ValueError(f"Invalid beta parameter at index {at}: {betas[at]}")


def check_adaptive(lr: Any, eps: float, betas: Any, **decays: float) -> None:
    """What Adam and its kin ask of their options, in PyTorch's order."""
    check(lr=lr, eps=eps)
    check_betas(betas)
    check(**decays)


def check_kernels(*, foreach: bool | None, fused: bool | None, differentiable: bool) -> None:
    """`foreach` and `fused` mean the same numbers by faster kernels, of which there is one here."""
    if fused and differentiable:
        raise RuntimeError("`fused` does not support `differentiable`")
    if fused and foreach:
        raise RuntimeError("`fused` and `foreach` cannot be `True` together.")


def begun(self: Optimizer, param: Tensor, *means: str, **numbers: float) -> dict[str, Any]:
    """A parameter's state: at first no steps, these numbers, and means that are zero."""
    state = self.state[param]
    if not state:
        state["step"] = scalar(0)
        state.update({name: scalar(value) for name, value in numbers.items()})
        state.update({name: wrap(np.zeros_like(param._a)) for name in means})
    return state


def decayed(k: Any, param: Any, grad: Any, group: dict[str, Any]) -> Any:
    """The gradient with its share of the weights; decoupled, the weights shrink by themselves."""
    decay = number(group["weight_decay"])
    if decay == 0:
        return grad
    if not group.get("decoupled_weight_decay"):
        return k.added(grad, param, decay)
    k.mul_(param, 1 - number(group["lr"]) * decay)
    return grad


def number(value: Any) -> Any:
    """A learning rate as a number; that of a Tensor keeps its precision."""
    return value._a.reshape(())[()] if isinstance(value, Tensor) else value


def scalar(value: float) -> Tensor:
    """What counts steps and its like: in the default dtype where that is float64."""
    wide = get_default_dtype().np == np.float64
    return wrap(np.array(value, np.float64 if wide else np.float32))


def filled(param: Tensor, value: float) -> Tensor:
    """As large as the parameter; complex numbers get it in both of their parts."""
    part = complex(value, value) if param._a.dtype.kind == "c" else value
    return wrap(np.full_like(param._a, part))


def counted(step: Tensor) -> float:
    """Counts one more step, and tells how many there were."""
    step._a += 1
    written(step)
    return float(step._a)
