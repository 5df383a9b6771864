"""How items become a batch: Tensors are stacked, numbers become Tensors, containers go inward."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import float64
from gradrepl.engine.tensor import Tensor

_UNKNOWN = (
    "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {}"
)


def default_collate(batch: Any) -> Any:
    """Items of one kind as one of that kind, with a first dimension more.

    Raises:
        TypeError: for what is none of the kinds known.
        RuntimeError: for sequences of different lengths.
    """
    from gradrepl.engine import as_tensor, stack

    first = batch[0]
    if isinstance(first, Tensor):
        return stack(batch, 0)
    if isinstance(first, np.ndarray):
        if first.dtype.kind in "SaUO":
            raise TypeError(_UNKNOWN.format(first.dtype))
        return default_collate([as_tensor(each) for each in batch])
    if isinstance(first, float) and not isinstance(first, np.number):
        return as_tensor(batch, dtype=float64)
    if isinstance(first, (np.bool_, np.number, int)):
        return as_tensor(batch)
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, Mapping):
        return _mapping(first, lambda key: default_collate([each[key] for each in batch]))
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        return type(first)(*(default_collate(each) for each in zip(*batch, strict=False)))
    if isinstance(first, Sequence):
        if any(len(each) != len(first) for each in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        return _sequence(first, [default_collate(each) for each in zip(*batch, strict=False)])
    raise TypeError(_UNKNOWN.format(type(first)))


def default_convert(data: Any) -> Any:
    """The same for a single item: arrays become Tensors, and nothing gets a dimension more."""
    from gradrepl.engine import as_tensor

    if isinstance(data, Tensor):
        return data
    if type(data).__module__ == "numpy" and not isinstance(data, np.str_):
        if isinstance(data, np.ndarray) and data.dtype.kind in "SaUO":
            return data
        return as_tensor(data)
    if isinstance(data, Mapping):
        return _mapping(data, lambda key: default_convert(data[key]))
    if isinstance(data, tuple) and hasattr(data, "_fields"):
        return type(data)(*(default_convert(each) for each in data))
    if isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
        return _sequence(data, [default_convert(each) for each in data])
    return data


def _mapping(like: Any, value: Callable[[Any], Any]) -> Any:
    """A mapping of the same class, or else a dict."""
    found = {key: value(key) for key in like}
    try:
        if isinstance(like, MutableMapping):
            copied = copy.copy(like)
            copied.update(found)
            return copied
        return type(like)(found)
    except TypeError:
        return found


def _sequence(like: Any, values: list[Any]) -> Any:
    """A sequence of the same class, or else a list; a tuple always becomes a list."""
    if isinstance(like, tuple):
        return values
    try:
        if isinstance(like, MutableSequence):
            copied = copy.copy(like)
            for at, each in enumerate(values):
                copied[at] = each
            return copied
        return type(like)(values)
    except TypeError:
        return values
