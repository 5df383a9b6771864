"""`torch.nn.init`: fills tensors with PyTorch's own numbers."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from gradrepl.engine import absent
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.nn.naming import former
from gradrepl.engine.ops import function
from gradrepl.engine.tensor import Tensor, wrap

_PLAIN = frozenset(
    (
        "linear",
        "conv1d",
        "conv2d",
        "conv3d",
        "conv_transpose1d",
        "conv_transpose2d",
        "conv_transpose3d",
        "sigmoid",
    )
)


def calculate_gain(nonlinearity: str, param: Any = None) -> float:
    """How much larger weights must be before this function."""
    if nonlinearity in _PLAIN:
        return 1
    if nonlinearity == "tanh":
        return 5.0 / 3
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity == "leaky_relu":
        if param is None:
            slope = 0.01
        elif isinstance(param, (int, float)) and not isinstance(param, bool):
            slope = param
        else:
            raise ValueError(f"negative_slope {param} not a valid number")
        return math.sqrt(2.0 / (1 + slope**2))
    if nonlinearity == "selu":
        return 3.0 / 4
    raise ValueError(f"Unsupported nonlinearity {nonlinearity}")


def uniform_(tensor: Any, a: float = 0.0, b: float = 1.0, generator: Any = None) -> Tensor:
    with no_grad():
        return tensor.uniform_(a, b, generator=generator)


def normal_(tensor: Any, mean: float = 0.0, std: float = 1.0, generator: Any = None) -> Tensor:
    with no_grad():
        return tensor.normal_(mean, std, generator=generator)


def constant_(tensor: Any, val: float) -> Tensor:
    with no_grad():
        return tensor.fill_(val)


def ones_(tensor: Any) -> Tensor:
    return constant_(tensor, 1.0)


def zeros_(tensor: Any) -> Tensor:
    with no_grad():
        return tensor.zero_()


def eye_(tensor: Any) -> Tensor:
    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    with no_grad():
        function("eye")(*tensor.shape, dtype=tensor.dtype, out=tensor)
    return tensor


def _calculate_fan_in_and_fan_out(tensor: Any) -> tuple[int, int]:
    if tensor.dim() < 2:
        raise ValueError(
            "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions"
        )
    shape = tensor._a.shape
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _fan(tensor: Any, mode: str) -> int:
    modes = ["fan_in", "fan_out"]
    if mode.lower() not in modes:
        raise ValueError(f"Mode {mode} not supported, please use one of {modes}")
    return _calculate_fan_in_and_fan_out(tensor)[modes.index(mode.lower())]


def xavier_uniform_(tensor: Any, gain: float = 1.0, generator: Any = None) -> Tensor:
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    bound = math.sqrt(3.0) * (gain * math.sqrt(2.0 / float(fan_in + fan_out)))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor: Any, gain: float = 1.0, generator: Any = None) -> Tensor:
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return normal_(tensor, 0.0, gain * math.sqrt(2.0 / float(fan_in + fan_out)), generator)


def _nothing_to_fill(tensor: Any) -> bool:
    if 0 not in tensor.shape:
        return False
    warnings.warn("Initializing zero-element tensors is a no-op", stacklevel=3)
    return True


def kaiming_uniform_(
    tensor: Any,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Any = None,
) -> Any:
    if _nothing_to_fill(tensor):
        return tensor
    fan = _fan(tensor, mode)
    bound = math.sqrt(3.0) * (calculate_gain(nonlinearity, a) / math.sqrt(fan))
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Any,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Any = None,
) -> Any:
    if _nothing_to_fill(tensor):
        return tensor
    fan = _fan(tensor, mode)
    return normal_(tensor, 0, calculate_gain(nonlinearity, a) / math.sqrt(fan), generator)


def trunc_normal_(
    tensor: Any,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    generator: Any = None,
) -> Tensor:
    """Normal numbers between `a` and `b`: what falls outside is drawn again."""
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of "
            "values may be incorrect.",
            stacklevel=1,  # PyTorch's points into the library, too
        )
    inside = _normal_share((b - mean) / std) - _normal_share((a - mean) / std)
    with no_grad():
        if inside > 0.3:
            return _cut_off(tensor, mean, std, (a, b), generator)
        return _below_the_curve(tensor, mean, std, (a, b), generator)


def _normal_share(x: float) -> float:
    """How much of the normal distribution lies below."""
    return (1.0 + math.erf(x / math.sqrt(2.0))) / 2.0


def _cut_off(
    tensor: Any, mean: float, std: float, bounds: tuple[float, float], generator: Any
) -> Any:
    from gradrepl.engine import empty_like, where

    low, high = (tensor.new_tensor(each).item() for each in bounds)
    found = tensor.normal_(mean, std, generator=generator)
    while (outside := (found < low) | (found > high)).any():
        again = empty_like(found).normal_(mean, std, generator=generator)
        found = where(outside, again, found)
    if found is not tensor:
        tensor.copy_(found)
    return tensor


def _below_the_curve(
    tensor: Any, mean: float, std: float, bounds: tuple[float, float], generator: Any
) -> Any:
    """Uniform numbers, each kept as often as the curve is high there, relative to its peak."""
    from gradrepl.engine import empty_like, where

    low, high = bounds
    peak = -0.5 * ((max(low, min(mean, high)) - mean) / std) ** 2
    drawn = tensor.uniform_(low, high, generator=generator).clone()
    luck = empty_like(tensor)

    def refused() -> Any:
        height = drawn.clone().sub_(mean).div_(std).pow_(2).mul_(-0.5).sub_(peak)
        return luck.uniform_(generator=generator).log_().gt(height)

    pending = refused()
    found = tensor
    while pending.any():
        drawn.uniform_(low, high, generator=generator)
        found = where(pending, drawn, found)
        pending = where(pending, refused(), pending)
    if found is not tensor:
        tensor.copy_(found)
    return tensor


def dirac_(tensor: Any, groups: int = 1) -> Tensor:
    """A convolution that passes on its input."""
    if tensor.ndimension() not in (3, 4, 5):
        raise ValueError("Only tensors with 3, 4, or 5 dimensions are supported")
    outputs, inputs, *field = tensor.shape
    if outputs % groups != 0:
        raise ValueError("dim 0 must be divisible by groups")
    each = outputs // groups
    middle = tuple(size // 2 for size in field)
    with no_grad():
        tensor.zero_()
        for group in range(groups):
            for channel in range(min(each, inputs)):
                tensor[(group * each + channel, channel, *middle)] = 1
    return tensor


def orthogonal_(tensor: Any, gain: float = 1, generator: Any = None) -> Tensor:
    """Rows, or columns where they are fewer, that are orthogonal to each other."""
    if tensor.ndimension() < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if tensor.numel() == 0:
        return tensor
    rows = tensor.size(0)
    columns = tensor.numel() // rows
    flat = tensor.new_empty((rows, columns)).normal_(0, 1, generator=generator)
    q, r = np.linalg.qr(flat._a.T if rows < columns else flat._a)
    q *= np.sign(np.diagonal(r))  # so that there is one answer, whatever library found it
    with no_grad():
        tensor.view(rows, columns).copy_(wrap(q.T if rows < columns else q))
        tensor.mul_(gain)
    return tensor


def sparse_(tensor: Any, sparsity: float, std: float = 0.01, generator: Any = None) -> Tensor:
    """Normal numbers, and zeros in that share of each column."""
    from gradrepl.engine import randperm

    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rows, columns = tensor.shape
    zeros = math.ceil(sparsity * rows)
    with no_grad():
        tensor.normal_(0, std, generator=generator)
        for column in range(columns):
            tensor[randperm(rows)[:zeros], column] = 0
    return tensor


_FORMER = frozenset((
    "uniform", "normal", "constant", "eye", "dirac", "xavier_uniform", "xavier_normal",
    "kaiming_uniform", "kaiming_normal", "orthogonal", "sparse",
))  # fmt: skip
"""Names without the underscore, which still work and say so."""


def __getattr__(name: str) -> Any:
    if name in _FORMER:
        return former(globals()[f"{name}_"], name, "nn.init")
    raise absent.error("torch.nn.init", name)
