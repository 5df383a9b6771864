"""Losses."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.nn.functional.calling import in_torch, native, observed
from gradrepl.engine.ops import losses


def reduction_number(reduction: Any, size_average: Any = None, reduce: Any = None) -> int:
    """The number that stands for `reduction=`, or for the two flags that came before it."""
    if size_average is not None or reduce is not None:
        reduction = legacy_reduction(size_average, reduce)
    numbers = {"none": losses.NONE, "mean": losses.MEAN, "sum": losses.SUM}
    if reduction not in numbers:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return numbers[reduction]


def legacy_reduction(size_average: Any, reduce: Any) -> str:
    found = "mean" if size_average is None or size_average else "sum"
    if reduce is not None and not reduce:
        found = "none"
    warnings.warn(
        f"size_average and reduce args will be deprecated, please use reduction='{found}' instead.",
        stacklevel=4,
    )
    return found


def _alike(input: Any, target: Any) -> tuple[Any, Any]:
    """Both in one shape; a warning where they are not, since that is seldom meant."""
    if target.size() != input.size():
        warnings.warn(
            f"Using a target size ({target.size()}) that is different to the input size "
            f"({input.size()}). This will "
            "likely lead to incorrect results due to broadcasting. Please ensure they have the "
            "same size.",
            stacklevel=4,
        )
        try:
            shape = np.broadcast_shapes(input._a.shape, target._a.shape)
        except ValueError:
            raise errors.sizes_differ(input._a.shape, target._a.shape) from None
        input = input if input._a.shape == shape else input.expand(shape)
        target = target if target._a.shape == shape else target.expand(shape)
    return input, target


def _elementwise(name: str, input: Any, target: Any, reduction: int, *options: Any) -> Any:
    return native(name)(input, target, reduction, *options)


@observed
def mse_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Any:
    if weight is not None:
        raise NotImplementedError("gradrepl's torch.nn.functional.mse_loss has no weight")
    a, b = _alike(input, target)
    return _elementwise("mse_loss", a, b, reduction_number(reduction, size_average, reduce))


@observed
def l1_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Any:
    if weight is not None:
        raise NotImplementedError("gradrepl's torch.nn.functional.l1_loss has no weight")
    a, b = _alike(input, target)
    return _elementwise("l1_loss", a, b, reduction_number(reduction, size_average, reduce))


@observed
def smooth_l1_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Any:
    a, b = _alike(input, target)
    number = reduction_number(reduction, size_average, reduce)
    return _elementwise("smooth_l1_loss", a, b, number, float(beta))


@observed
def huber_loss(
    input: Any, target: Any, reduction: str = "mean", delta: float = 1.0, weight: Any = None
) -> Any:
    if weight is not None:
        raise NotImplementedError("gradrepl's torch.nn.functional.huber_loss has no weight")
    a, b = _alike(input, target)
    return _elementwise("huber_loss", a, b, reduction_number(reduction), float(delta))


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
    number = reduction_number(reduction, size_average, reduce)
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
    number = reduction_number(reduction, size_average, reduce)
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
    if target.size() != input.size():
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
