"""One number for several dimensions, or a number each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def times(value: Any, count: int) -> tuple[Any, ...]:
    """What is given for each dimension, as it was given; a single value for all of them."""
    return tuple(value) if isinstance(value, Iterable) else (value,) * count
