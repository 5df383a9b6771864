"""Activations as modules."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn.functional.calling import in_torch
from gradrepl.engine.nn.module import Module


class ReLU(Module):
    """`max(0, x)`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Any) -> Any:
        return F.relu(input, inplace=self.inplace)

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


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


class LeakyReLU(Module):
    """`x` where positive, else `negative_slope * x`."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, negative_slope: float = 1e-2, inplace: bool = False) -> None:
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, input: Any) -> Any:
        return F.leaky_relu(input, self.negative_slope, self.inplace)

    def extra_repr(self) -> str:
        return f"negative_slope={self.negative_slope}" + (", inplace=True" if self.inplace else "")


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


class _OverDim(Module):
    __module__ = "torch.nn.modules.activation"

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim


class Softmax(_OverDim):
    """Positive numbers that sum to one along `dim`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.softmax(input, self.dim, _stacklevel=4)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class LogSoftmax(_OverDim):
    """The logarithm of softmax."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.log_softmax(input, self.dim, _stacklevel=4)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"
