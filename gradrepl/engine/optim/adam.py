"""Adam and AdamW: running means of the gradient and of its square."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.optim.by_parameter import (
    begun,
    by_parameter,
    check_adaptive,
    check_kernels,
    counted,
    decayed,
    number,
)
from gradrepl.engine.optim.optimizer import Optimizer
from gradrepl.engine.tensor import Tensor


@by_parameter
class Adam(Optimizer):
    """Steps by the gradient's running mean, over the root of its running square."""

    __module__ = "torch.optim.adam"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: tuple[Any, Any] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        if isinstance(lr, Tensor):
            _check_tensor("lr", lr, foreach and not capturable)
        check_adaptive(lr, eps, betas, weight_decay=weight_decay)
        kinds = {float if isinstance(each, float) else type(each) for each in betas[:2]}
        if len(kinds) > 1 or not issubclass(kinds.pop(), (float, Tensor)):
            raise ValueError("betas must be either both floats or both Tensors")
        for at, beta in enumerate(betas):
            if isinstance(beta, Tensor):
                name = f"betas[{at}]"
                _check_tensor(name, beta, foreach and not capturable)
        defaults = {
            "lr": lr,
            "betas": tuple(each.squeeze() if isinstance(each, Tensor) else each for each in betas),
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)
        check_kernels(foreach=foreach, fused=fused, differentiable=differentiable)

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        amsgrad = group["amsgrad"]
        names = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")[: 3 if amsgrad else 2]
        state = begun(self, param, *names)
        lr, (beta1, beta2) = number(group["lr"]), map(number, group["betas"])
        step = counted(state["step"])
        grad = decayed(k, param, grad, group)
        mean, square = state["exp_avg"], state["exp_avg_sq"]
        largest = state["max_exp_avg_sq"] if amsgrad else None
        if param._a.dtype.kind == "c":
            param, grad, mean, square = map(k.real, (param, grad, mean, square))
            largest = k.real(largest) if amsgrad else None
        k.lerp_(mean, grad, 1 - beta1)
        k.mul_(square, beta2)
        k.addcmul_(square, grad, grad, 1 - beta2)
        if amsgrad:
            k.copy_(largest, k.maximum(k.operand(largest), k.operand(square)))
            square = largest
        spread = k.sqrt(square)
        spread /= (1 - beta2**step) ** 0.5
        spread += group["eps"]
        k.addcdiv_(param, mean, spread, -(lr / (1 - beta1**step)))


def _check_tensor(name: str, value: Any, refused: Any) -> None:
    if refused:
        raise ValueError(
            f"{name} as a Tensor is not supported for capturable=False and foreach=True"
        )
    if value._a.size != 1:
        raise ValueError(f"Tensor {name} must be 1-element")


class AdamW(Adam):
    """Adam that shrinks the weights themselves."""

    __module__ = "torch.optim.adamw"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: tuple[Any, Any] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        super().__init__(
            params,
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
            foreach=foreach,
            maximize=maximize,
            capturable=capturable,
            differentiable=differentiable,
            fused=fused,
            decoupled_weight_decay=True,
        )

    def __setstate__(self, state: dict[str, Any]) -> None:
        """What Adam has saved shrinks the weights themselves from now on."""
        super().__setstate__(state)
        for group in self.param_groups:
            group["decoupled_weight_decay"] = True
