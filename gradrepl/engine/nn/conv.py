"""Convolutions as modules."""

from __future__ import annotations

import math
from typing import Any

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn import init
from gradrepl.engine.nn.inheriting import under_own_name
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.parameter import uninitialized
from gradrepl.engine.nn.tuples import times

_MODULE = "torch.nn.modules.conv"
_PADDINGS = ("valid", "same")
_PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


def _shown(names: tuple[str, ...]) -> str:
    return "{" + ", ".join(repr(each) for each in names) + "}"


class _ConvNd(Module):
    __module__ = _MODULE

    dims: int
    padding: Any

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any,
        padding: Any,
        dilation: Any,
        transposed: bool,
        output_padding: Any,
        groups: int,
        bias: bool,
        padding_mode: str,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        n = self.dims
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size = times(kernel_size, n)
        self.stride = times(stride, n)
        self.padding = padding if isinstance(padding, str) else times(padding, n)
        self.dilation = times(dilation, n)
        self.transposed = transposed
        self.output_padding = times(output_padding, n)
        if transposed and padding_mode != "zeros":
            raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}')
        _check_channels(in_channels, out_channels, groups)
        _check_padding(padding, self.stride, padding_mode)
        self.groups = groups
        self.padding_mode = padding_mode
        self._reversed_padding_repeated_twice = self._around()
        rows = (in_channels, out_channels) if transposed else (out_channels, in_channels)
        shape = (rows[0], rows[1] // groups, *kernel_size)
        self.weight = uninitialized(shape, device, dtype)
        start = uninitialized(out_channels, device, dtype) if bias else None
        self.register_parameter("bias", start)
        self.reset_parameters()

    def _around(self) -> Any:
        """The padding as `pad` takes it: the last dimension first, before and after."""
        if not isinstance(self.padding, str):
            return tuple(each for each in reversed(self.padding) for _ in range(2))
        found = [0, 0] * len(self.kernel_size)
        if self.padding == "same":
            sizes = zip(reversed(self.dilation), reversed(self.kernel_size), strict=False)
            for i, (step, size) in enumerate(sizes):
                total = step * (size - 1)
                found[2 * i : 2 * i + 2] = total // 2, total - total // 2
        return found

    def reset_parameters(self) -> None:
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in, _ = init._calculate_fan_in_and_fan_out(self.weight)
            if fan_in != 0:
                bound = 1 / math.sqrt(fan_in)
                init.uniform_(self.bias, -bound, bound)

    def _conv_forward(self, input: Any, weight: Any, bias: Any) -> Any:
        convolve = getattr(F, f"conv{self.dims}d")
        padding = self.padding
        if self.padding_mode != "zeros":
            around = self._reversed_padding_repeated_twice
            input = F.pad(input, around, mode=self.padding_mode)
            padding = (0,) * self.dims
        return convolve(input, weight, bias, self.stride, padding, self.dilation, self.groups)

    def extra_repr(self) -> str:
        nothing, one = (0,) * len(self.padding), (1,) * len(self.dilation)
        parts = [f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}"]
        parts.append(f"stride={self.stride}")
        if self.padding != nothing:
            parts.append(f"padding={self.padding}")
        if self.dilation != one:
            parts.append(f"dilation={self.dilation}")
        if self.output_padding != (0,) * len(self.output_padding):
            parts.append(f"output_padding={self.output_padding}")
        if self.groups != 1:
            parts.append(f"groups={self.groups}")
        if self.bias is None:
            parts.append("bias=False")
        if self.padding_mode != "zeros":
            parts.append(f"padding_mode={self.padding_mode}")
        return ", ".join(parts)


def _check_channels(in_channels: int, out_channels: int, groups: int) -> None:
    if groups <= 0:
        raise ValueError("groups must be a positive integer")
    if in_channels % groups != 0:
        raise ValueError("in_channels must be divisible by groups")
    if out_channels % groups != 0:
        raise ValueError("out_channels must be divisible by groups")


def _check_padding(padding: Any, stride: Any, padding_mode: str) -> None:
    if isinstance(padding, str):
        if padding not in _PADDINGS:
            raise ValueError(
                f"Invalid padding string {padding!r}, should be one of {_shown(_PADDINGS)}"
            )
        if padding == "same" and any(each != 1 for each in stride):
            raise ValueError("padding='same' is not supported for strided convolutions")
    if padding_mode not in _PADDING_MODES:
        raise ValueError(
            f"padding_mode must be one of {_shown(_PADDING_MODES)}, but got "
            f"padding_mode={padding_mode!r}"
        )


@under_own_name("__init__", "forward")
class _Convolution(_ConvNd):
    __module__ = _MODULE

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            in_channels, out_channels, kernel_size, stride, padding, dilation, False, 0, groups,
            bias, padding_mode, device, dtype,
        )  # fmt: skip

    def forward(self, input: Any) -> Any:
        return self._conv_forward(input, self.weight, self.bias)


class Conv1d(_Convolution):
    """A convolution of sequences: a window of weights slides over them."""

    __module__ = _MODULE
    dims = 1


class Conv2d(_Convolution):
    """A convolution of images."""

    __module__ = _MODULE
    dims = 2


@under_own_name("__init__", "forward")
class _ConvTransposeNd(_ConvNd):
    __module__ = _MODULE

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Any = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            in_channels, out_channels, kernel_size, stride, padding, dilation, True,
            output_padding, groups, bias, padding_mode, device, dtype,
        )  # fmt: skip

    def forward(self, input: Any, output_size: Any = None) -> Any:
        beyond = self._output_padding(input, output_size)
        convolve = getattr(F, f"conv_transpose{self.dims}d")
        return convolve(
            input,
            self.weight,
            self.bias,
            self.stride,
            self.padding,
            beyond,
            self.groups,
            self.dilation,
        )

    def _output_padding(self, input: Any, output_size: Any) -> Any:
        """What is added at the far ends so that the output has the size that is asked for."""
        if output_size is None:
            return self.output_padding
        dims = self.dims
        front = input.dim() - dims
        if len(output_size) == front + dims:
            output_size = output_size[front:]
        if len(output_size) != dims:
            raise ValueError(
                f"ConvTranspose{dims}D: for {input.dim()}D input, output_size must have {dims} or "
                f"{front + dims} elements (got {len(output_size)})"
            )
        least = [
            (input.size(i + front) - 1) * self.stride[i]
            - 2 * self.padding[i]
            + self.dilation[i] * (self.kernel_size[i] - 1)
            + 1
            for i in range(dims)
        ]
        most = [least[i] + self.stride[i] - 1 for i in range(dims)]
        if any(not low <= n <= high for n, low, high in zip(output_size, least, most, strict=True)):
            raise ValueError(
                f"requested an output size of {output_size}, but valid sizes range from {least} to "
                f"{most} (for an input of {input.size()[2:]})"
            )
        return [n - low for n, low in zip(output_size, least, strict=True)]


class ConvTranspose1d(_ConvTransposeNd):
    """The transpose of `Conv1d`: every number of the input spreads over a window of the output."""

    __module__ = _MODULE
    dims = 1


class ConvTranspose2d(_ConvTransposeNd):
    """The transpose of `Conv2d`."""

    __module__ = _MODULE
    dims = 2
