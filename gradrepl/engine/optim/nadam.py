"""NAdam: Adam that looks one step ahead."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.optim.arithmetic import written
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
class NAdam(Optimizer):
    """Adam with Nesterov's momentum."""

    __module__ = "torch.optim.nadam"

    def __init__(
        self,
        params: Any,
        lr: Any = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum_decay: float = 4e-3,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check_adaptive(lr, eps, betas, weight_decay=weight_decay, momentum_decay=momentum_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
            "decoupled_weight_decay": decoupled_weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = begun(self, param, "exp_avg", "exp_avg_sq", mu_product=1)
        step = counted(state["step"])
        lr, decay, (beta1, beta2) = number(group["lr"]), group["momentum_decay"], group["betas"]
        mean, square = state["exp_avg"], state["exp_avg_sq"]
        if param._a.dtype.kind == "c":
            param, grad, mean, square = map(k.real, (param, grad, mean, square))
        grad = decayed(k, param, grad, group)
        mu = beta1 * (1.0 - 0.5 * (0.96 ** (step * decay)))
        mu_next = beta1 * (1.0 - 0.5 * (0.96 ** ((step + 1) * decay)))
        state["mu_product"]._a *= mu
        written(state["mu_product"])
        product = float(state["mu_product"]._a)
        k.lerp_(mean, grad, 1 - beta1)
        k.mul_(square, beta2)
        k.addcmul_(square, grad, grad, 1 - beta2)
        spread = k.sqrt(k.operand(square) / (1 - beta2**step)) + group["eps"]
        k.addcdiv_(param, grad, spread, -lr * (1.0 - mu) / (1.0 - product))
        k.addcdiv_(param, mean, spread, -lr * mu_next / (1.0 - product * mu_next))
