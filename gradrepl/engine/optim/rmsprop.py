"""RMSprop: each step over the root of the gradient's running square."""

from __future__ import annotations

from typing import Any, ClassVar

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
class RMSprop(Optimizer):
    """Divides by the root of the gradient's running mean square."""

    __module__ = "torch.optim.rmsprop"
    _absent: ClassVar[dict[str, Any]] = {"momentum": 0}

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check(lr=lr, eps=eps, momentum=momentum, weight_decay=weight_decay, alpha=alpha)
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "capturable": capturable,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        names = ["square_avg"]
        if group["momentum"] > 0:
            names.append("momentum_buffer")
        if group["centered"]:
            names.append("grad_avg")
        state = begun(self, param, *names)
        counted(state["step"])
        lr, share, momentum = number(group["lr"]), 1 - group["alpha"], group["momentum"]
        grad = decayed(k, param, grad, group)
        real = k.real if param._a.dtype.kind == "c" else _same
        param, grad, square = real(param), real(grad), real(state["square_avg"])
        k.mul_(square, group["alpha"])
        k.addcmul_(square, grad, grad, share)
        spread = square
        if group["centered"]:
            mean = real(state["grad_avg"])
            k.lerp_(mean, grad, share)
            spread = k.minus_product(square, mean, mean)
        spread = k.sqrt(spread)
        spread += group["eps"]
        if momentum > 0:
            buffer = real(state["momentum_buffer"])
            k.mul_(buffer, momentum)
            k.addcdiv_(buffer, grad, spread)
            k.add_(param, buffer, -lr)
        else:
            k.addcdiv_(param, grad, spread, -lr)


def _same(x: Any) -> Any:
    return x
