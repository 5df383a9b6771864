"""ASGD: gradient descent whose average is kept beside."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.optim.by_parameter import (
    begun,
    by_parameter,
    check,
    check_lr,
    counted,
    decayed,
    number,
    scalar,
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class ASGD(Optimizer):
    """Shrinks its steps slowly, and keeps the parameters' average."""

    __module__ = "torch.optim.asgd"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_lr(lr)
        check(lr=lr, weight_decay=weight_decay)
        defaults = {
            "lr": lr,
            "lambd": lambd,
            "alpha": alpha,
            "t0": t0,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        lr = number(group["lr"])
        state = begun(self, param, "ax", eta=float(lr), mu=1)
        rate, share, average = state["eta"], state["mu"], state["ax"]
        if param._a.dtype.kind == "c":
            param, grad, average = map(k.real, (param, grad, average))
        step = counted(state["step"])
        grad = decayed(k, param, grad, group)
        length = float(rate._a)
        k.mul_(param, 1 - group["lambd"] * length)
        k.add_(param, grad, -length)
        if share._a == 1:
            k.copy_(average, param)
        else:
            k.add_(average, (k.operand(param) - k.operand(average)) * float(share._a))
        k.copy_(rate, scalar(lr / ((1 + group["lambd"] * lr * step) ** group["alpha"])))
        k.copy_(share, scalar(1 / max(1, step - group["t0"])))
