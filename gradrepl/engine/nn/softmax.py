"""Activations along a dimension, as modules."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn.inheriting import under_own_name
from gradrepl.engine.nn.module import Module


@under_own_name("__init__")
class _OverDim(Module):
    __module__ = "torch.nn.modules.activation"

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class Softmax(_OverDim):
    """Positive numbers that sum to one along `dim`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.softmax(input, self.dim, _stacklevel=4)


class LogSoftmax(_OverDim):
    """The logarithm of softmax."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.log_softmax(input, self.dim, _stacklevel=4)


class Softmin(_OverDim):
    """Softmax of `-x`."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        return F.softmin(input, self.dim, _stacklevel=4)


class Softmax2d(Module):
    """Softmax over the channels of each place."""

    __module__ = "torch.nn.modules.activation"

    def forward(self, input: Any) -> Any:
        if input.dim() not in (3, 4):
            raise ValueError(
                f"Softmax2d: expected input to be 3D or 4D, got {input.dim()}D instead"
            )
        return F.softmax(input, -3, _stacklevel=4)


class GLU(Module):
    """One half times the sigmoid of the other."""

    __module__ = "torch.nn.modules.activation"

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: Any) -> Any:
        return F.glu(input, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"
