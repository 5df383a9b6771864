"""Rprop: only the gradient's sign counts."""

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
class Rprop(Optimizer):
    """Longer steps while the sign stays the same, shorter ones when it turns."""

    __module__ = "torch.optim.rprop"
    _absent: ClassVar[dict[str, Any]] = {
        "foreach": None,
        "maximize": False,
        "differentiable": False,
        "capturable": False,
    }

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

    def _begin(self, param: Any, lr: Any) -> dict[str, Any]:
        from gradrepl.engine import full_like

        state = self.state[param]
        if not state:
            state["step"] = scalar(0)
            state["prev"] = zeros(param)
            size = float(number(lr))
            state["step_size"] = full_like(
                param.detach(), complex(size, size) if param._a.dtype.kind == "c" else size
            )
        return state

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = self._begin(param, group["lr"])
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
