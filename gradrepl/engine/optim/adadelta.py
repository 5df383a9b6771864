"""Adadelta: steps as large as the last ones were."""

from __future__ import annotations

from typing import Any, ClassVar

from gradrepl.engine.optim.by_parameter import (
    by_parameter,
    check,
    check_lr,
    counted,
    number,
    scalar,
    zeros,
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class Adadelta(Optimizer):
    """Scales by the running size of the steps over that of the gradients."""

    __module__ = "torch.optim.adadelta"
    _absent: ClassVar[dict[str, Any]] = {
        "foreach": None,
        "maximize": False,
        "differentiable": False,
        "capturable": False,
    }

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

    def _begin(self, param: Any) -> dict[str, Any]:
        state = self.state[param]
        if not state:
            state["step"] = scalar(0)
            state["square_avg"] = zeros(param)
            state["acc_delta"] = zeros(param)
        return state

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = self._begin(param)
        counted(state["step"])
        rho, eps = group["rho"], group["eps"]
        if group["weight_decay"] != 0:
            grad = k.added(grad, param, group["weight_decay"])
        square, moved = state["square_avg"], state["acc_delta"]
        if param._a.dtype.kind == "c":
            param, grad, square, moved = map(k.real, (param, grad, square, moved))
        k.mul_(square, rho)
        k.addcmul_(square, grad, grad, 1 - rho)
        delta = k.sqrt(k.operand(moved) + eps) / k.sqrt(k.operand(square) + eps) * grad
        k.mul_(moved, rho)
        k.addcmul_(moved, delta, delta, 1 - rho)
        k.add_(param, delta, -number(group["lr"]))
