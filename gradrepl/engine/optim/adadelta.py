"""Adadelta: steps as large as the last ones were."""

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
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class Adadelta(Optimizer):
    """Scales by the running size of the steps over that of the gradients."""

    __module__ = "torch.optim.adadelta"

    def __init__(
        self,
        params: Any,
        lr: Any = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        capturable: bool = False,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check(lr=lr)
        if not 0.0 <= rho <= 1.0:
            raise ValueError(f"Invalid rho value: {rho}")
        check(eps=eps, weight_decay=weight_decay)
        defaults = {
            "lr": lr,
            "rho": rho,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "capturable": capturable,
            "foreach": foreach,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = begun(self, param, "square_avg", "acc_delta")
        counted(state["step"])
        rho, eps = group["rho"], group["eps"]
        grad = decayed(k, param, grad, group)
        square, moved = state["square_avg"], state["acc_delta"]
        if param._a.dtype.kind == "c":
            param, grad, square, moved = map(k.real, (param, grad, square, moved))
        k.mul_(square, rho)
        k.addcmul_(square, grad, grad, 1 - rho)
        delta = k.sqrt(k.operand(moved) + eps) / k.sqrt(k.operand(square) + eps) * grad
        k.mul_(moved, rho)
        k.addcmul_(moved, delta, delta, 1 - rho)
        k.add_(param, delta, -number(group["lr"]))
