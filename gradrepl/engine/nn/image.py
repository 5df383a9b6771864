"""Images as modules pass them on: padded, larger, or cut into windows."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn.inheriting import renamed, under_own_name
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.tuples import times

_PADDING = "torch.nn.modules.padding"
_UPSAMPLING = "torch.nn.modules.upsampling"
_PIXELS = "torch.nn.modules.pixelshuffle"
_FOLD = "torch.nn.modules.fold"


@under_own_name("__init__")
class _Pad(Module):
    __module__ = _PADDING

    dims: int
    mode: str

    def __init__(self, padding: Any) -> None:
        super().__init__()
        self.padding = times(padding, 2 * self.dims)

    def forward(self, input: Any) -> Any:
        return F.pad(input, self.padding, self.mode)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class _ReflectionPadNd(_Pad):
    __module__ = _PADDING

    mode = "reflect"
    forward: Any = renamed(_Pad.forward, "_ReflectionPadNd.forward")


class _ReplicationPadNd(_Pad):
    __module__ = _PADDING

    mode = "replicate"
    forward: Any = renamed(_Pad.forward, "_ReplicationPadNd.forward")


class _CircularPadNd(_Pad):
    __module__ = _PADDING

    mode = "circular"

    def _check_input_dim(self, input: Any) -> None:
        with_one, with_batch = self.dims + 1, self.dims + 2
        if input.dim() not in (with_one, with_batch):
            raise ValueError(
                f"expected {with_one}D or {with_batch}D input (got {input.dim()}D input)"
            )

    def forward(self, input: Any) -> Any:
        self._check_input_dim(input)
        return super().forward(input)


@under_own_name("__init__")
class _ConstantPadNd(Module):
    __module__ = _PADDING

    dims: int

    def __init__(self, padding: Any, value: float) -> None:
        super().__init__()
        self.value = value
        self.padding = times(padding, 2 * self.dims)

    def forward(self, input: Any) -> Any:
        return F.pad(input, self.padding, "constant", self.value)

    def extra_repr(self) -> str:
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(_ConstantPadNd):
    """A frame of one value around sequences."""

    __module__ = _PADDING
    dims = 1


class ConstantPad2d(_ConstantPadNd):
    """A frame of one value around images."""

    __module__ = _PADDING
    dims = 2


@under_own_name("__init__")
class _ZeroPadNd(_ConstantPadNd):
    def __init__(self, padding: Any) -> None:
        super().__init__(padding, 0.0)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class ZeroPad1d(_ZeroPadNd, ConstantPad1d):
    """Zeros around sequences."""

    __module__ = _PADDING


class ZeroPad2d(_ZeroPadNd, ConstantPad2d):
    """Zeros around images."""

    __module__ = _PADDING


class ReflectionPad1d(_ReflectionPadNd):
    """A sequence mirrored at its ends."""

    __module__ = _PADDING
    dims = 1


class ReflectionPad2d(_ReflectionPadNd):
    """An image mirrored at its borders."""

    __module__ = _PADDING
    dims = 2


class ReplicationPad1d(_ReplicationPadNd):
    """A sequence whose ends are repeated."""

    __module__ = _PADDING
    dims = 1


class ReplicationPad2d(_ReplicationPadNd):
    """An image whose borders are repeated."""

    __module__ = _PADDING
    dims = 2


class CircularPad1d(_CircularPadNd):
    """A sequence that goes on with its other end."""

    __module__ = _PADDING
    dims = 1


class CircularPad2d(_CircularPadNd):
    """An image that goes on with its other side."""

    __module__ = _PADDING
    dims = 2


class Upsample(Module):
    """Images of another size, or larger by a factor."""

    __module__ = _UPSAMPLING

    def __init__(
        self,
        size: Any = None,
        scale_factor: Any = None,
        mode: str = "nearest",
        align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:
        super().__init__()
        self.name = type(self).__name__
        self.size = size
        if isinstance(scale_factor, tuple):
            self.scale_factor: Any = tuple(float(each) for each in scale_factor)
        else:
            self.scale_factor = float(scale_factor) if scale_factor else None
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor

    def forward(self, input: Any) -> Any:
        return F.interpolate(
            input,
            self.size,
            self.scale_factor,
            self.mode,
            self.align_corners,
            recompute_scale_factor=self.recompute_scale_factor,
        )

    def extra_repr(self) -> str:
        if self.scale_factor is not None:
            return f"scale_factor={self.scale_factor!r}, mode={self.mode!r}"
        return f"size={self.size!r}, mode={self.mode!r}"


class UpsamplingNearest2d(Upsample):
    """Larger images by repeating pixels."""

    __module__ = _UPSAMPLING

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, mode="nearest")


class UpsamplingBilinear2d(Upsample):
    """Larger images with straight lines between the pixels."""

    __module__ = _UPSAMPLING

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, mode="bilinear", align_corners=True)


class PixelShuffle(Module):
    """Channels laid out as pixels: `r * r` times fewer channels, `r` times higher and wider."""

    __module__ = _PIXELS

    def __init__(self, upscale_factor: int) -> None:
        super().__init__()
        self.upscale_factor = upscale_factor

    def forward(self, input: Any) -> Any:
        return F.pixel_shuffle(input, self.upscale_factor)

    def extra_repr(self) -> str:
        return f"upscale_factor={self.upscale_factor}"


class PixelUnshuffle(Module):
    """Pixels taken apart into channels: the reverse of `PixelShuffle`."""

    __module__ = _PIXELS

    def __init__(self, downscale_factor: int) -> None:
        super().__init__()
        self.downscale_factor = downscale_factor

    def forward(self, input: Any) -> Any:
        return F.pixel_unshuffle(input, self.downscale_factor)

    def extra_repr(self) -> str:
        return f"downscale_factor={self.downscale_factor}"


class Unfold(Module):
    """Every window of an image as a column."""

    __module__ = _FOLD

    def __init__(
        self, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input: Any) -> Any:
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        return (
            f"kernel_size={self.kernel_size}, dilation={self.dilation}, padding={self.padding}, "
            f"stride={self.stride}"
        )


class Fold(Module):
    """Windows added up into the image that they lie on."""

    __module__ = _FOLD

    def __init__(
        self,
        output_size: Any,
        kernel_size: Any,
        dilation: Any = 1,
        padding: Any = 0,
        stride: Any = 1,
    ) -> None:
        super().__init__()
        self.output_size = output_size
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input: Any) -> Any:
        return F.fold(
            input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride
        )

    def extra_repr(self) -> str:
        return (
            f"output_size={self.output_size}, kernel_size={self.kernel_size}, "
            f"dilation={self.dilation}, padding={self.padding}, stride={self.stride}"
        )
