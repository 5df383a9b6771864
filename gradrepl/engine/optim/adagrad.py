"""Adagrad: smaller steps for what was moved much."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.optim.by_parameter import (
    by_parameter,
    check,
    check_kernels,
    check_lr,
    counted,
    decayed,
    filled,
    number,
    scalar,
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class Adagrad(Optimizer):
    """Divides by the root of the sum of all squared gradients."""

    __module__ = "torch.optim.adagrad"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_lr(lr)
        check(
            lr=lr,
            lr_decay=lr_decay,
            weight_decay=weight_decay,
            initial_accumulator_value=initial_accumulator_value,
            eps=eps,
        )
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)
        check_kernels(foreach=foreach, fused=fused, differentiable=differentiable)
        for group in self.param_groups:
            for each in group["params"]:
                self._begin(each)

    def _begin(self, param: Any) -> dict[str, Any]:
        state = self.state[param]
        if not state:
            state["step"] = scalar(0)
            state["sum"] = filled(param, self.defaults["initial_accumulator_value"])
        return state

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        state = self._begin(param)
        step = counted(state["step"])
        grad = decayed(k, param, grad, group)
        rate = number(group["lr"]) / (1 + (step - 1) * group["lr_decay"])
        total = state["sum"]
        if param._a.dtype.kind == "c":
            param, grad, total = map(k.real, (param, grad, total))
        k.addcmul_(total, grad, grad)
        k.addcdiv_(param, grad, k.sqrt(total) + group["eps"], -rate)
