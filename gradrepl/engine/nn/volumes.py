"""Layers of volumes, `nn.Conv3d` and its kin: what their namesakes do to images."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn.conv import _Convolution, _ConvTransposeNd
from gradrepl.engine.nn.image import (
    _CircularPadNd,
    _ConstantPadNd,
    _ReflectionPadNd,
    _ReplicationPadNd,
    _ZeroPadNd,
)
from gradrepl.engine.nn.normalization import _InstanceNorm
from gradrepl.engine.nn.pooling import (
    _AdaptiveAvgPoolNd,
    _AdaptiveMaxPoolNd,
    _AvgPool,
    _MaxPoolNd,
)

_CONV = "torch.nn.modules.conv"
_PADDING = "torch.nn.modules.padding"
_POOLING = "torch.nn.modules.pooling"


class Conv3d(_Convolution):
    """A convolution of volumes."""

    __module__ = _CONV
    dims = 3


class ConvTranspose3d(_ConvTransposeNd):
    """The transpose of `Conv3d`."""

    __module__ = _CONV
    dims = 3


class InstanceNorm3d(_InstanceNorm):
    """Every channel of every volume with mean 0 and variance 1."""

    __module__ = "torch.nn.modules.instancenorm"
    dims = 3


class ConstantPad3d(_ConstantPadNd):
    """A frame of one value around volumes."""

    __module__ = _PADDING
    dims = 3


class ZeroPad3d(_ZeroPadNd, ConstantPad3d):
    """Zeros around volumes."""

    __module__ = _PADDING


class ReflectionPad3d(_ReflectionPadNd):
    """A volume mirrored at its borders."""

    __module__ = _PADDING
    dims = 3


class ReplicationPad3d(_ReplicationPadNd):
    """A volume whose borders are repeated."""

    __module__ = _PADDING
    dims = 3


class CircularPad3d(_CircularPadNd):
    """A volume that begins again where it ends."""

    __module__ = _PADDING
    dims = 3


class MaxPool3d(_MaxPoolNd):
    """The largest of every window of a volume."""

    __module__ = _POOLING

    def forward(self, input: Any) -> Any:
        return self._pooled(F.max_pool3d, input)


class AvgPool3d(_AvgPool):
    """The mean of every window of a volume."""

    __module__ = _POOLING

    def forward(self, input: Any) -> Any:
        return F.avg_pool3d(
            input, self.kernel_size, self.stride, self.padding, self.ceil_mode,
            self.count_include_pad, self.divisor_override,
        )  # fmt: skip


class AdaptiveAvgPool3d(_AdaptiveAvgPoolNd):
    """The means of as many parts as `output_size` says."""

    __module__ = _POOLING

    def forward(self, input: Any) -> Any:
        return F.adaptive_avg_pool3d(input, self.output_size)


class AdaptiveMaxPool3d(_AdaptiveMaxPoolNd):
    """The largest of each of as many parts as `output_size` says."""

    __module__ = _POOLING

    def forward(self, input: Any) -> Any:
        return F.adaptive_max_pool3d(input, self.output_size, self.return_indices)
