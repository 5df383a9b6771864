"""What the losses share: `reduction=`, operands in one shape, and weights of elements."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.ops import losses
from gradrepl.engine.tensor import Tensor

_NUMBERS = {"none": losses.NONE, "mean": losses.MEAN, "sum": losses.SUM}


def reduction_word(reduction: str, size_average: Any, reduce: Any) -> str:
    """`reduction=`, unless one of the two flags is given that came before it.

    The warning is told once for each caller, as PyTorch's is.
    """
    if size_average is None and reduce is None:
        return reduction
    return _legacy_word(size_average, reduce, stacklevel=3)


def reduction_number(reduction: Any, size_average: Any = None, reduce: Any = None) -> int:
    """The number that stands for `reduction=`, or for the two flags that came before it."""
    if type(reduction) is str and size_average is None is reduce and reduction in _NUMBERS:
        return _NUMBERS[reduction]
    if size_average is not None or reduce is not None:
        reduction = _legacy_word(size_average, reduce, stacklevel=2)
    if reduction == "elementwise_mean":
        warnings.warn(
            "reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.",
            stacklevel=2,
        )
        reduction = "mean"
    if reduction not in _NUMBERS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return _NUMBERS[reduction]


def _legacy_word(size_average: Any, reduce: Any, stacklevel: int) -> str:
    """The word for the two flags that PyTorch had once."""
    found = "mean" if size_average is None or size_average else "sum"
    if reduce is not None and not reduce:
        found = "none"
    warnings.warn(
        f"size_average and reduce args will be deprecated, please use reduction='{found}' instead.",
        stacklevel=stacklevel,
    )
    return found


def same_shape(input: Any, target: Any) -> bool:
    """Whether both are plain tensors of one shape."""
    return type(input) is Tensor is type(target) and input._a.shape == target._a.shape


def alike(input: Any, target: Any) -> tuple[Any, Any]:
    """Both in one shape; a warning where they are not, since that is seldom meant."""
    if same_shape(input, target):
        return input, target
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


def weighted(found: Any, weight: Any, reduction: str, *, by_weight: bool) -> Any:
    """A loss with a weight for each element; a mean divides by their sum, or by their number."""
    found = found * weight
    if reduction == "none":
        return found
    if reduction == "sum":
        return found.sum()
    if reduction == "mean":
        return found.sum() / weight.sum() if by_weight else found.mean()
    raise ValueError(f"Invalid reduction mode: {reduction}. Expected one of 'none', 'mean', 'sum'.")


def check_weight(weight: Any, input: Any) -> None:
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")
