"""Normalization: `layer_norm`, `batch_norm` and their kin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gradrepl.engine import ops
from gradrepl.engine.nn.functional.calling import observed

if TYPE_CHECKING:
    from collections.abc import Sequence


def _check_batch(size: Sequence[int]) -> None:
    if size[0] * math.prod(size[2:]) == 1:
        raise ValueError(
            f"Expected more than 1 value per channel when training, got input size {size}"
        )


@observed
def batch_norm(
    input: Any,
    running_mean: Any,
    running_var: Any,
    weight: Any = None,
    bias: Any = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Any:
    if training:
        _check_batch(input.size())
        if eps <= 0.0:
            raise ValueError(f"batch_norm eps must be positive during training, but got {eps}")
    return ops.function("batch_norm")(
        input, weight, bias, running_mean, running_var, training, momentum, eps, True
    )


@observed
def instance_norm(
    input: Any,
    running_mean: Any = None,
    running_var: Any = None,
    weight: Any = None,
    bias: Any = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Any:
    if use_input_stats and math.prod(input.size()[2:]) == 1:
        raise ValueError(
            f"Expected more than 1 spatial element when training, got input size {input.size()}"
        )
    return ops.function("instance_norm")(
        input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, True
    )


@observed
def layer_norm(
    input: Any, normalized_shape: Any, weight: Any = None, bias: Any = None, eps: float = 1e-5
) -> Any:
    return ops.function("layer_norm")(input, normalized_shape, weight, bias, eps, True)


@observed
def rms_norm(
    input: Any, normalized_shape: Any, weight: Any = None, eps: float | None = None
) -> Any:
    return ops.function("rms_norm")(input, normalized_shape, weight, eps)


@observed
def group_norm(
    input: Any, num_groups: int, weight: Any = None, bias: Any = None, eps: float = 1e-5
) -> Any:
    if input.dim() < 2:
        raise RuntimeError(
            f"Expected at least 2 dimensions for input tensor but received {input.dim()}"
        )
    size = input.size()
    _check_batch([size[0] * size[1] // num_groups, num_groups, *size[2:]])
    return ops.function("group_norm")(input, num_groups, weight, bias, eps, True)
