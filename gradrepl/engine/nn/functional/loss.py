"""Losses."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.nn.functional.calling import in_torch, native, observed
from gradrepl.engine.nn.functional.reducing import (
    alike,
    check_weight,
    reduction_number,
    reduction_word,
    same_shape,
    weighted,
)


@observed
def mse_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Any:
    a, b = alike(input, target)
    reduction = reduction_word(reduction, size_average, reduce)
    if weight is None:
        return native("mse_loss")(a, b, reduction_number(reduction))
    check_weight(weight, input)
    return weighted((a - b).pow(2), weight, reduction, by_weight=True)


@observed
def l1_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Any:
    a, b = alike(input, target)
    reduction = reduction_word(reduction, size_average, reduce)
    if weight is None:
        return native("l1_loss")(a, b, reduction_number(reduction))
    check_weight(weight, input)
    return weighted((a - b).abs(), weight, reduction, by_weight=True)


@observed
def smooth_l1_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Any:
    a, b = alike(input, target)
    reduction = reduction_word(reduction, size_average, reduce)
    number = reduction_number(reduction)
    if beta == 0.0:
        return native("l1_loss")(a, b, number)
    return native("smooth_l1_loss")(a, b, number, beta)


@observed
def huber_loss(
    input: Any, target: Any, reduction: str = "mean", delta: float = 1.0, weight: Any = None
) -> Any:
    a, b = alike(input, target)
    if weight is None:
        return native("huber_loss")(a, b, reduction_number(reduction), delta)
    check_weight(weight, input)
    found = native("huber_loss")(a, b, reduction_number("none"), delta)
    return weighted(found, weight, reduction, by_weight=False)


@observed
def nll_loss(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: int = -100,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    reduction = reduction_word(reduction, size_average, reduce)
    number = reduction_number(reduction)
    return native("nll_loss_nd")(input, target, weight, number, ignore_index)


@observed
def cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: int = -100,
    reduce: Any = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Any:
    reduction = reduction_word(reduction, size_average, reduce)
    number = reduction_number(reduction)
    return native("cross_entropy_loss")(
        input, target, weight, number, ignore_index, label_smoothing
    )


@observed
def binary_cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    if not same_shape(input, target) and target.size() != input.size():
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input size "
            f"({input.size()}) is "
            "deprecated. Please ensure they have the same size."
        )
    if weight is not None:
        weight = weight.expand(_shared(target._a.shape, weight._a.shape))
    return native("binary_cross_entropy")(input, target, weight, number)


def _shared(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        at = next(-i for i in range(1, len(b) + 1) if b[-i] not in (1, a[-i]))
        raise RuntimeError(
            f"Attempting to broadcast a dimension of length {b[at]} at {at}! Mismatching argument "
            "at index 1 had "
            f"torch.Size({list(b)}); but expected shape should be broadcastable to {list(a)}"
        ) from None


@observed
def binary_cross_entropy_with_logits(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    pos_weight: Any = None,
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    if target.size() != input.size():
        raise ValueError(
            f"Target size ({target.size()}) must be the same as input size ({input.size()})"
        )
    return in_torch("binary_cross_entropy_with_logits", input, target, weight, pos_weight, number)
