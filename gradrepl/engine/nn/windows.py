"""Norms over windows and over channels, and channels shuffled, as modules."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn.inheriting import under_own_name
from gradrepl.engine.nn.module import Module


class LocalResponseNorm(Module):
    """Divides each number by what its neighbours in other channels amount to."""

    __module__ = "torch.nn.modules.normalization"

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, input: Any) -> Any:
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self) -> str:
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"


@under_own_name("__init__", "forward")
class _LPPoolNd(Module):
    __module__ = "torch.nn.modules.pooling"

    dims: int

    def __init__(
        self, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
    ) -> None:
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

    def forward(self, input: Any) -> Any:
        pool = getattr(F, f"lp_pool{self.dims}d")
        return pool(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)

    def extra_repr(self) -> str:
        return (
            f"norm_type={self.norm_type}, kernel_size={self.kernel_size}, stride={self.stride}, "
            f"ceil_mode={self.ceil_mode}"
        )


class LPPool1d(_LPPoolNd):
    """The norm of every window of a sequence."""

    __module__ = "torch.nn.modules.pooling"
    dims = 1


class LPPool2d(_LPPoolNd):
    """The norm of every window of an image."""

    __module__ = "torch.nn.modules.pooling"
    dims = 2


class LPPool3d(_LPPoolNd):
    """The norm of every window of a volume."""

    __module__ = "torch.nn.modules.pooling"
    dims = 3


class ChannelShuffle(Module):
    """Channels in groups, dealt out anew: the first of each group, then the second, and so on."""

    __module__ = "torch.nn.modules.channelshuffle"

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, input: Any) -> Any:
        return F.channel_shuffle(input, self.groups)

    def extra_repr(self) -> str:
        return f"groups={self.groups}"
