"""Norms over windows, and over channels that lie side by side."""

from __future__ import annotations

import math
from typing import Any

from gradrepl.engine.nn.functional.activation import relu
from gradrepl.engine.nn.functional.calling import in_torch, native, observed
from gradrepl.engine.nn.functional.image import pad


def _norms(
    dims: int, input: Any, norm_type: float, kernel_size: Any, stride: Any, ceil_mode: bool
) -> Any:
    """From the mean of the powers back to the root of their sum."""
    sizes = (kernel_size,) * dims if isinstance(kernel_size, int) else tuple(kernel_size)
    powers = input.pow(norm_type)
    how = (kernel_size, () if stride is None else stride, 0, ceil_mode)
    if dims == 1:
        means = in_torch("avg_pool1d", powers, *how)
    else:
        means = native(f"avg_pool{dims}d")(powers, *how)
    signs = in_torch("sign", means) * relu(in_torch("abs", means))
    return signs.mul(math.prod(sizes)).pow(1.0 / norm_type)


@observed
def lp_pool1d(
    input: Any, norm_type: float, kernel_size: int, stride: Any = None, ceil_mode: bool = False
) -> Any:
    return _norms(1, input, norm_type, kernel_size, stride, ceil_mode)


@observed
def lp_pool2d(
    input: Any, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
) -> Any:
    return _norms(2, input, norm_type, kernel_size, stride, ceil_mode)


@observed
def lp_pool3d(
    input: Any, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
) -> Any:
    return _norms(3, input, norm_type, kernel_size, stride, ceil_mode)


@observed
def local_response_norm(
    input: Any, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Any:
    """Divides each number by what its neighbours in other channels amount to."""
    dim = input.dim()
    if dim < 3:
        raise ValueError(
            "Expected 3D or higher dimensionality                          input (got "
            f"{dim} dimensions)"
        )
    if input.numel() == 0:
        return input
    around = (size // 2, (size - 1) // 2)
    squares = input.mul(input)
    if dim == 3:
        framed = pad(squares.unsqueeze(1), (0, 0, *around))
        found = native("avg_pool2d")(framed, (size, 1), 1).squeeze(1)
    else:
        shape = input.size()
        framed = pad(squares.view(shape[0], 1, shape[1], shape[2], -1), (0, 0, 0, 0, *around))
        found = native("avg_pool3d")(framed, (size, 1, 1), 1).squeeze(1).view(shape)
    return input / found.mul(alpha).add(k).pow(beta)
