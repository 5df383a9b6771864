"""A Python number in a tensor's place."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.promotion import INEXACT, refuse_bools
from gradrepl.engine.storage import Storage
from gradrepl.engine.tensor import Tensor, wrap


def number_tensor(number: Any) -> Tensor:
    """A Python number as the 0-dim tensor that PyTorch saves in its place."""
    if isinstance(number, Tensor):
        return number
    exact = (
        np.result_type(type(number))
        if isinstance(number, (float, complex))
        else dtypes.of_scalar(number).np
    )
    return wrap(np.array(number, exact))


def wrapped(value: Any, other: Any) -> Tensor:
    """A Python number in a tensor's place, in the dtype that it takes beside the other operand."""
    if isinstance(value, Tensor):
        return value
    beside = other._a if isinstance(other, Tensor) else other
    return wrap(np.array(value).astype(dtypes.result_type((beside, value)).np))


class NumberStorage(Storage):
    """Of a tensor that stands for a Python number, and is shown as PyTorch keeps it."""

    __slots__ = ("number",)
    number: Any


def number_first(value: Any, other: Any, name: str, kwargs: dict[str, Any]) -> Tensor:
    """`torch.mul(2, x)`: the number as a tensor, in the dtype that the operation computes in."""
    array = other._a if isinstance(other, Tensor) else np.asarray(other)
    if name in ("sub", "subtract") and isinstance(value, bool):
        refuse_bools((np.asarray(value), array))
    is_quotient = name in ("div", "divide", "true_divide") and not kwargs.get("rounding_mode")
    if is_quotient and isinstance(value, int) and array.dtype not in INEXACT:
        value = float(value)
    found = wrapped(value, other)
    found._storage = storage = NumberStorage()
    storage.number = value
    return found
