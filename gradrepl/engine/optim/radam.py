"""RAdam: Adam that waits until its running square can be trusted."""

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
class RAdam(Optimizer):
    """Adam with a rectified learning rate."""

    __module__ = "torch.optim.radam"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check_adaptive(lr, eps, betas, weight_decay=weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "decoupled_weight_decay": decoupled_weight_decay,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = begun(self, param, "exp_avg", "exp_avg_sq")
        step = counted(state["step"])
        lr, (beta1, beta2) = number(group["lr"]), group["betas"]
        mean, square = state["exp_avg"], state["exp_avg_sq"]
        if param._a.dtype.kind == "c":
            param, grad, mean, square = map(k.real, (param, grad, mean, square))
        grad = decayed(k, param, grad, group)
        k.lerp_(mean, grad, 1 - beta1)
        k.mul_(square, beta2)
        k.addcmul_(square, grad, grad, 1 - beta2)
        left = 1 - beta2**step
        longest = 2 / (1 - beta2) - 1
        length = longest - 2 * step * (beta2**step) / left
        moved = k.operand(mean) / (1 - beta1**step) * lr
        if length > 5.0:  # long enough a sample of squares to divide by
            rectified = (length - 4) * (length - 2) * longest
            rectified /= (longest - 4) * (longest - 2) * length
            moved = moved * (left**0.5 / (k.sqrt(square) + group["eps"])) * rectified**0.5
        k.add_(param, moved, -1.0)
