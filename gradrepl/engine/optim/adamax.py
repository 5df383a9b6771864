"""Adamax: Adam by the largest gradient in place of the running square."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.optim.by_parameter import (
    begun,
    by_parameter,
    check_adaptive,
    check_lr,
    counted,
    decayed,
    number,
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class Adamax(Optimizer):
    """Divides the gradient's running mean by its fading maximum."""

    __module__ = "torch.optim.adamax"

    def __init__(
        self,
        params: Any,
        lr: Any = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_lr(lr)
        check_adaptive(lr, eps, betas, weight_decay=weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = begun(self, param, "exp_avg", "exp_inf")
        step = counted(state["step"])
        beta1, beta2 = group["betas"]
        grad = decayed(k, param, grad, group)
        mean, largest = state["exp_avg"], state["exp_inf"]
        if param._a.dtype.kind == "c":
            param, grad, mean, largest = map(k.real, (param, grad, mean, largest))
        k.lerp_(mean, grad, 1 - beta1)
        k.mul_(largest, beta2)
        k.copy_(largest, k.maximum(k.operand(largest), abs(grad) + group["eps"]))
        k.addcdiv_(param, mean, largest, -(number(group["lr"]) / (1 - beta1**step)))
