"""Stochastic gradient descent."""

from __future__ import annotations

from typing import Any, ClassVar

from gradrepl.engine.optim.by_parameter import (
    by_parameter,
    check_kernels,
    check_lr,
    decayed,
    number,
)
from gradrepl.engine.optim.optimizer import Optimizer


@by_parameter
class SGD(Optimizer):
    """Steps down the gradient, with momentum where asked."""

    __module__ = "torch.optim.sgd"
    _absent: ClassVar[dict[str, Any]] = {"fused": False}

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: Any = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_lr(lr)
        if lr < 0.0:
            raise ValueError(f"Invalid learning rate: {lr}")
        if momentum < 0.0:
            raise ValueError(f"Invalid momentum value: {momentum}")
        if weight_decay < 0.0:
            raise ValueError(f"Invalid weight_decay value: {weight_decay}")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "foreach": foreach,
            "differentiable": differentiable,
            "fused": fused,
        }
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(params, defaults)
        check_kernels(foreach=foreach, fused=fused, differentiable=differentiable)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        grad = decayed(k, param, grad, group)
        momentum = group["momentum"]
        if momentum != 0:
            state = self.state[param]
            buffer = state.get("momentum_buffer")
            if buffer is None:
                buffer = state["momentum_buffer"] = k.new(grad)
            else:
                k.mul_(buffer, momentum)
                k.add_(buffer, grad, 1 - group["dampening"])
            grad = k.added(grad, buffer, momentum) if group["nesterov"] else buffer
        k.add_(param, grad, -number(group["lr"]))
