"""RAdam: Adam that waits until its running square can be trusted."""

from __future__ import annotations

from typing import Any, ClassVar

from gradrepl.engine.optim.by_parameter import (
    by_parameter,
    check,
    check_betas,
    check_lr,
    counted,
    number,
    scalar,
    zeros,
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class RAdam(Optimizer):
    """Adam with a rectified learning rate."""

    __module__ = "torch.optim.radam"
    _absent: ClassVar[dict[str, Any]] = {
        "foreach": None,
        "maximize": False,
        "differentiable": False,
        "capturable": False,
        "decoupled_weight_decay": False,
    }

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
        check(lr=lr, eps=eps)
        check_betas(betas)
        check(weight_decay=weight_decay)
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

    def _begin(self, param: Any) -> dict[str, Any]:
        state = self.state[param]
        if not state:
            state["step"] = scalar(0)
            state["exp_avg"] = zeros(param)
            state["exp_avg_sq"] = zeros(param)
        return state

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = self._begin(param)
        step = counted(state["step"])
        lr, (beta1, beta2) = number(group["lr"]), group["betas"]
        mean, square = state["exp_avg"], state["exp_avg_sq"]
        if param._a.dtype.kind == "c":
            param, grad, mean, square = map(k.real, (param, grad, mean, square))
        if group["weight_decay"] != 0:
            if group["decoupled_weight_decay"]:
                k.mul_(param, 1 - lr * group["weight_decay"])
            else:
                grad = k.added(grad, param, group["weight_decay"])
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
