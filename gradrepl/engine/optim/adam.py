"""Adam and AdamW: running means of the gradient and of its square."""

from __future__ import annotations

from typing import Any, ClassVar

from gradrepl.engine.optim.by_parameter import (
    by_parameter,
    check,
    check_betas,
    check_kernels,
    counted,
    number,
    scalar,
    zeros,
)
from gradrepl.engine.optim.optimizer import Optimizer
from gradrepl.engine.tensor import Tensor


@by_parameter
class Adam(Optimizer):
    """Steps by the gradient's running mean, over the root of its running square."""

    __module__ = "torch.optim.adam"
    _absent: ClassVar[dict[str, Any]] = {
        "amsgrad": False,
        "maximize": False,
        "foreach": None,
        "capturable": False,
        "differentiable": False,
        "decoupled_weight_decay": False,
        "fused": None,
    }

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
        check(lr=lr, eps=eps)
        check_betas(betas)
        check(weight_decay=weight_decay)
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

    def _begin(self, param: Any, amsgrad: bool) -> dict[str, Any]:
        state = self.state[param]
        if not state:
            state["step"] = scalar(0)
            state["exp_avg"] = zeros(param)
            state["exp_avg_sq"] = zeros(param)
            if amsgrad:
                state["max_exp_avg_sq"] = zeros(param)
        return state

    def _update(self, k: Any, param: Any, grad: Any, group: dict[str, Any]) -> None:
        amsgrad = group["amsgrad"]
        state = self._begin(param, amsgrad)
        lr, (beta1, beta2) = number(group["lr"]), map(number, group["betas"])
        step = counted(state["step"])
        if group["weight_decay"] != 0:
            if group["decoupled_weight_decay"]:
                k.mul_(param, 1 - lr * group["weight_decay"])
            else:
                grad = k.added(grad, param, group["weight_decay"])
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
