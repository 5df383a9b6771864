"""Activations as modules."""

from __future__ import annotations

import warnings
from typing import Any

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn import init as initialize
from gradrepl.engine.nn.functional.calling import in_torch
from gradrepl.engine.nn.inheriting import under_own_name
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.parameter import uninitialized


@under_own_name("__init__")
class _InPlace(Module):
    __module__ = "torch.nn.modules.activation"

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""

    def _and_inplace(self) -> str:
        return ", inplace=True" if self.inplace else ""


class _InPlaceUnshown(_InPlace):
    __module__ = "torch.nn.modules.activation"

    def extra_repr(self) -> str:
        return ""


class ReLU(_InPlace):
    """`max(0, x)`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.relu(input, inplace=self.inplace)


class Tanh(Module):
    """`tanh(x)`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return in_torch("tanh", input)


class Sigmoid(Module):
    """`1 / (1 + exp(-x))`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return in_torch("sigmoid", input)


class SELU(_InPlace):
    """`elu` with the numbers that keep mean and variance."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.selu(input, inplace=self.inplace)


class SiLU(_InPlace):
    """`x * sigmoid(x)`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.silu(input, inplace=self.inplace)


class Mish(_InPlace):
    """`x * tanh(softplus(x))`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.mish(input, inplace=self.inplace)


class Hardsigmoid(_InPlaceUnshown):
    """`sigmoid`, of straight lines."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.hardsigmoid(input, inplace=self.inplace)


class Hardswish(_InPlaceUnshown):
    """`x * hardsigmoid(x)`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.hardswish(input, inplace=self.inplace)


class Softsign(Module):
    """`x / (1 + |x|)`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.softsign(input)


class Tanhshrink(Module):
    """`x - tanh(x)`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.tanhshrink(input)


class LogSigmoid(Module):
    """The logarithm of `sigmoid`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.logsigmoid(input)


class LeakyReLU(_InPlace):
    """`x` where positive, else `negative_slope * x`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, negative_slope: float = 1e-2, inplace: bool = False) -> None:
        super().__init__(inplace)
        self.negative_slope = negative_slope

    def forward(self, input: Any) -> Any:
        return F.leaky_relu(input, self.negative_slope, self.inplace)

    def extra_repr(self) -> str:
        return f"negative_slope={self.negative_slope}{self._and_inplace()}"


class ELU(_InPlace):
    """`x` where positive, else `alpha * (exp(x) - 1)`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__(inplace)
        self.alpha = alpha

    def forward(self, input: Any) -> Any:
        return F.elu(input, self.alpha, self.inplace)

    def extra_repr(self) -> str:
        return f"alpha={self.alpha}{self._and_inplace()}"


class CELU(_InPlace):
    """`x` where positive, else `alpha * (exp(x / alpha) - 1)`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__(inplace)
        self.alpha = alpha

    def extra_repr(self) -> str:
        return f"alpha={self.alpha}{self._and_inplace()}"

    def forward(self, input: Any) -> Any:
        return F.celu(input, self.alpha, self.inplace)


class Hardtanh(_InPlace):
    """`x`, kept between two bounds."""

    __module__ = "torch.nn.modules.activation"

    def __init__(
        self,
        min_val: float = -1.0,
        max_val: float = 1.0,
        inplace: bool = False,
        min_value: float | None = None,
        max_value: float | None = None,
    ) -> None:
        super().__init__(inplace)
        if min_value is not None:
            min_val = _renamed("min_value", "min_val", min_value)
        if max_value is not None:
            max_val = _renamed("max_value", "max_val", max_value)
        self.min_val = min_val
        self.max_val = max_val
        if self.max_val <= self.min_val:
            raise AssertionError(
                f"max_val ({self.max_val}) must be greater than min_val ({self.min_val})"
            )

    def forward(self, input: Any) -> Any:
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)

    def extra_repr(self) -> str:
        return f"min_val={self.min_val}, max_val={self.max_val}{self._and_inplace()}"


def _renamed(old: str, new: str, value: float) -> float:
    warnings.warn(
        f"keyword argument `{old}` is deprecated and renamed to `{new}`",
        FutureWarning,
        stacklevel=3,
    )
    return value


class ReLU6(Hardtanh):
    """`min(max(0, x), 6)`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, inplace: bool = False) -> None:
        super().__init__(0.0, 6.0, inplace)

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


class Threshold(_InPlace):
    """`x` above the threshold, else `value`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__(inplace)
        self.threshold = threshold
        self.value = value

    def forward(self, input: Any) -> Any:
        return F.threshold(input, self.threshold, self.value, self.inplace)

    def extra_repr(self) -> str:
        return f"threshold={self.threshold}, value={self.value}{self._and_inplace()}"


class RReLU(_InPlace):
    """`x` where positive, else a slope times `x`: a random one while training."""

    __module__ = "torch.nn.modules.activation"

    def __init__(
        self, lower: float = 1.0 / 8, upper: float = 1.0 / 3, inplace: bool = False
    ) -> None:
        super().__init__(inplace)
        self.lower = lower
        self.upper = upper

    def forward(self, input: Any) -> Any:
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)

    def extra_repr(self) -> str:
        return f"lower={self.lower}, upper={self.upper}{self._and_inplace()}"


class PReLU(Module):
    """`x` where positive, else a slope times `x` that is learned."""

    __module__ = "torch.nn.modules.activation"

    def __init__(
        self, num_parameters: int = 1, init: float = 0.25, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        self.init = init
        self.weight = uninitialized(num_parameters, device, dtype)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        initialize.constant_(self.weight, self.init)

    def forward(self, input: Any) -> Any:
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        return f"num_parameters={self.num_parameters}"


class Softplus(Module):
    """`log(1 + exp(beta * x)) / beta`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, input: Any) -> Any:
        return F.softplus(input, self.beta, self.threshold)

    def extra_repr(self) -> str:
        return f"beta={self.beta}, threshold={self.threshold}"


@under_own_name("__init__")
class _Shrink(Module):
    __module__ = "torch.nn.modules.activation"

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def extra_repr(self) -> str:
        return f"{self.lambd}"


class Hardshrink(_Shrink):
    """0 between `-lambd` and `lambd`, else `x`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.hardshrink(input, self.lambd)


class Softshrink(_Shrink):
    """0 between `-lambd` and `lambd`, else `x`, nearer to zero by as much."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.softshrink(input, self.lambd)


class GELU(Module):
    """`x` times the normal distribution's share below it."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, approximate: str = "none") -> None:
        super().__init__()
        self.approximate = approximate

    def forward(self, input: Any) -> Any:
        return F.gelu(input, approximate=self.approximate)

    def extra_repr(self) -> str:
        return f"approximate={self.approximate!r}"
