"""Rprop: only the gradient's sign counts."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.optim.by_parameter import (
    begun,
    by_parameter,
    check,
    check_lr,
    counted,
    filled,
    number,
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class Rprop(Optimizer):
    """Longer steps while the sign stays the same, shorter ones when it turns."""

    __module__ = "torch.optim.rprop"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check(lr=lr)
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"Invalid eta values: {etas[0]}, {etas[1]}")
        defaults = {
            "lr": lr,
            "etas": etas,
            "step_sizes": step_sizes,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = begun(self, param, "prev")
        if "step_size" not in state:
            state["step_size"] = filled(param, float(number(group["lr"])))
        counted(state["step"])
        shorter, longer = group["etas"]
        previous, size = state["prev"], state["step_size"]
        if param._a.dtype.kind == "c":
            param, grad, previous, size = map(k.real, (param, grad, previous, size))
        turned = k.operand(previous) * grad
        factor = k.where(turned > 0, longer, k.where(turned < 0, shorter, k.sign(turned) + 1))
        k.mul_(size, factor)
        k.clamp_(size, *group["step_sizes"])
        grad = k.where(turned < 0, 0.0, grad)
        k.addcmul_(param, k.sign(grad), size, -1)
        k.copy_(previous, grad)
