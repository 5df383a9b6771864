"""From Python's and numpy's values to arrays, with PyTorch's ideas of what fits where."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops.kernels import converted
from gradrepl.engine.promotion import default_float
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.values import type_name
from gradrepl.engine.warning import warn_once

_C_TYPES = {
    "uint8": "uint8_t", "int8": "int8_t", "int16": "int16_t", "int32": "int", "int64": "int64_t", "float16": "c10::Half",
    "float32": "float", "float64": "double",
}  # fmt: skip


def _outside(value: Any, to: np.dtype[Any]) -> bool:
    """Whether an integer dtype does not hold a number. An unsigned one takes negative numbers of its size, and wraps."""
    if isinstance(value, float) and (not math.isfinite(value) or (to.kind == "u" and value < 0)):
        return True
    limits = np.iinfo(to)
    lowest = -int(limits.max) if to.kind == "u" else int(limits.min)
    return not lowest <= value <= int(limits.max)


_HALF = 65504.0
"""The largest number of float16: every floating dtype holds what is smaller."""


def number_in(value: Any, to: np.dtype[Any], *, half_overflows: bool = False) -> Array:
    """A Python number as a 0-d array of a dtype that must hold it; float16 may be let off.

    Raises:
        RuntimeError: `value cannot be converted to type uint8_t without overflow`
    """
    if type(value) is float and to.kind == "f" and -_HALF < value < _HALF:
        return np.array(value, to)
    value = value.item() if isinstance(value, np.generic) else value
    bad = False
    if to.kind in "iuf" and isinstance(value, complex):
        bad = value.imag != 0
        value = value.real
    if to.kind in "iu" and not isinstance(value, complex):
        bad = bad or _outside(value, to)
    elif to.kind == "f" and not isinstance(value, complex):
        if half_overflows and to == np.float16:
            with np.errstate(over="ignore"):
                return np.array(value, to)
        bad = bad or (math.isfinite(value) and abs(value) > float(np.finfo(to).max))
    if bad:
        raise RuntimeError(
            f"value cannot be converted to type {_C_TYPES[to.name]} without overflow"
        )
    if to.kind in "iu":
        return np.array(int(value)).astype(to)
    return np.array(value, to)


# --- nested lists ----------------------------------------------------------------------------------------------------


def from_values(data: Any, dtype: np.dtype[Any] | None) -> Array:
    """The array of a nested list, a number, an array or a tensor, always a copy.

    Raises:
        RuntimeError, TypeError, ValueError: with PyTorch's texts.
    """
    if type(data) is float and (dtype is None or dtype.kind == "f"):
        return np.array(data, dtype or default_float())
    if isinstance(data, Tensor):
        return converted(data._a, dtype or data._a.dtype).copy("K")
    if isinstance(data, np.ndarray):
        check_array(data)
        return np.array(data, dtype)
    if isinstance(data, (list, tuple)):
        return _from_sequence(data, dtype)
    if isinstance(data, (bool, int, float, complex)) or (
        isinstance(data, np.generic) and data.dtype in OF
    ):
        return _numbers([data], dtype).reshape(())
    if isinstance(data, (str, bytes)):
        raise TypeError(f"new(): invalid data type '{type_name(data)}'")
    if isinstance(data, np.generic):
        known(np.asarray(data))
    if hasattr(data, "__array__"):
        return known(np.array(data, dtype))
    if hasattr(data, "__len__") and hasattr(data, "__getitem__") and not isinstance(data, dict):
        return _from_sequence(list(data), dtype)
    if dtype is not None:
        return _numbers([data], dtype)
    raise RuntimeError(f"Could not infer dtype of {type_name(data)}")


def check_array(array: Array) -> None:
    """Raises: TypeError, ValueError, for an array that no tensor can be made of."""
    if not array.dtype.isnative:
        raise ValueError(
            "given numpy array has byte order different from the native byte order. Conversion between byte orders is "
            "currently not supported."
        )
    known(array)
    if any(s < 0 for s in array.strides):
        raise ValueError(
            "At least one stride in the given numpy array is negative, and tensors with negative strides are not "
            "currently supported. (You can probably work around this by making a copy of your array  with "
            "array.copy().) "
        )


def known(array: Array) -> Array:
    if array.dtype.kind == "u" and array.dtype.itemsize > 1:
        raise TypeError(
            f"gradrepl has no torch.{array.dtype.name}: use array.astype(numpy.int64), which holds the same small numbers"
        )
    if array.dtype not in OF:
        raise TypeError(
            f"can't convert np.ndarray of type {array.dtype.type.__module__}.{array.dtype.type.__name__}. The only "
            "supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, "
            "uint32, uint16, uint8, and bool."
        )
    return array


_PLAIN = frozenset((bool, int, float))
_FLOAT = {float}
_LIST = {list}
_LISTS = frozenset((list, tuple))


def _from_sequence(data: Any, dtype: np.dtype[Any] | None) -> Array:
    """Level by level, all at once where the lists are regular; otherwise one by one, to say what is wrong."""
    if dtype is None or dtype.kind == "f":  # the usual cases, at numpy's price
        kinds = set(map(type, data))
        if kinds == _FLOAT:
            return np.array(data, dtype or default_float())
        if kinds == _LIST and len(lengths := set(map(len, data))) == 1:
            flat = list(itertools.chain.from_iterable(data))
            if set(map(type, flat)) == _FLOAT:
                return np.array(flat, dtype or default_float()).reshape(len(data), *lengths)
    shape: list[int] = []
    level: Any = data
    while True:
        shape.append(len(level) // math.prod(shape))
        kinds = set(map(type, level))
        if kinds <= _PLAIN or not kinds:
            return _numbers(level, dtype).reshape(shape)
        if not kinds <= _LISTS or len(set(map(len, level))) > 1:
            break
        if not len(level[0]):
            return np.zeros((*shape, 0), dtype or default_float())
        level = list(itertools.chain.from_iterable(level))
    sizes = _sizes(data)
    if 0 in sizes:  # what is elsewhere is never looked at
        return np.zeros(sizes, dtype or default_float())
    found: list[Any] = []
    _flatten(data, sizes, 0, found)
    return _numbers(found, dtype).reshape(sizes)


def _sizes(data: Any) -> tuple[int, ...]:
    """How long the first lists are, all the way down."""
    sizes: list[int] = []
    while True:
        if isinstance(data, str):
            raise ValueError(f"too many dimensions '{type(data).__name__}'")
        if isinstance(data, np.ndarray):
            if not data.ndim:
                raise TypeError("len() of unsized object")
            _warn_of_arrays()
            return (*sizes, *data.shape)
        if not isinstance(data, (list, tuple, range)):
            return tuple(sizes)
        sizes.append(len(data))
        if not len(data):
            return tuple(sizes)
        data = data[0]


def _warn_of_arrays() -> None:
    warn_once(
        "Creating a tensor from a list of numpy.ndarrays is extremely slow. Please consider converting the list "
        "to a single numpy.ndarray with numpy.array() before converting to a tensor. (Triggered internally at "
        "...)"
    )


def _flatten(data: Any, sizes: tuple[int, ...], depth: int, into: list[Any]) -> None:
    if depth == len(sizes):
        into.append(_scalar(data))
        return
    if isinstance(data, (str, bytes)):
        raise TypeError(f"new(): invalid data type '{type(data).__name__}'")
    if not isinstance(data, (list, tuple, range, np.ndarray)) or (
        isinstance(data, np.ndarray) and not data.ndim
    ):
        raise TypeError("not a sequence")
    if len(data) != sizes[depth]:
        raise ValueError(
            f"expected sequence of length {sizes[depth]} at dim {depth} (got {len(data)})"
        )
    for each in data:
        _flatten(each, sizes, depth + 1, into)


def _scalar(value: Any) -> Any:
    """A tensor, or an array, of one element stands for its number."""
    if isinstance(value, np.ndarray):
        _warn_of_arrays()
        float(value) if value.dtype.kind == "f" else value.__index__()  # for their words
        return known(value)[()]
    if not isinstance(value, Tensor):
        return value
    if value._a.size != 1 and value._a.dtype.kind in "iub":
        value.__index__()  # for its words
    if value._a.size != 1:
        raise ValueError("only one element tensors can be converted to Python scalars")
    if value.requires_grad:
        float(value)  # for its warning
    return value._a.reshape(())[()]


def _numbers(flat: Any, dtype: np.dtype[Any] | None) -> Array:
    """Numbers as an array of a dtype, or of the one that they have in common."""
    kinds = set(map(type, flat))
    if dtype is None:
        dtype = _common(flat, kinds)
        if dtype.kind == "i" and kinds <= _PLAIN:
            try:
                return np.array(flat, dtype)
            except OverflowError:
                raise ValueError("Overflow when unpacking long long") from None
    if kinds <= _PLAIN and dtype.kind in "fcb":
        return (
            np.array(flat, np.float64 if float in kinds else None).astype(dtype)
            if _small(flat, kinds)
            else np.array([float(each) for each in flat]).astype(dtype)
        )
    return np.array([_converted(each, dtype) for each in flat], dtype)


def _small(flat: Any, kinds: set[type]) -> bool:
    """Whether numpy finds an integer dtype for all integers."""
    return int not in kinds or float in kinds or all(-(2**63) <= each < 2**63 for each in flat)


def _converted(value: Any, to: np.dtype[Any]) -> Any:
    if to.kind in "bc":
        if isinstance(value, (str, bytes)) or value is None:
            if to.kind == "c":
                raise TypeError(f"must be real number, not {type_name(value)}")
            raise TypeError(f"'{type_name(value)}' object cannot be interpreted as an integer")
        return value
    word = "be interpreted as an integer" if to.kind in "iu" else None
    if not isinstance(value, (bool, int, float, np.number, np.bool_)) or isinstance(
        value, np.complexfloating
    ):
        if word:
            raise TypeError(f"'{type_name(value)}' object cannot {word}")
        raise TypeError(f"must be real number, not {type_name(value)}")
    if to.kind == "f":
        return float(value)
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, int) and not -(2**63) <= plain < 2**63:
        raise ValueError("Overflow when unpacking long long")
    if _outside(plain, to):
        raise RuntimeError(f"value cannot be converted to type {to.name} without overflow")
    return int(plain) % 2 ** (8 * to.itemsize) if to.kind == "u" else int(plain)


def _common(flat: Any, kinds: set[type]) -> np.dtype[Any]:
    if kinds <= _PLAIN:
        if float in kinds or not kinds:
            return default_float()
        return np.dtype(np.int64 if int in kinds else bool)
    found: dtypes.dtype | None = None
    for each in flat:
        own = _dtype_of(each)
        found = own if found is None else dtypes.promote_types(found, own)
    return default_float() if found is None else found.np


def _dtype_of(value: Any) -> dtypes.dtype:
    if isinstance(value, np.generic) and value.dtype in OF:
        return OF[value.dtype]
    if isinstance(value, (bool, int, float, complex)):
        return dtypes.of_scalar(value)
    if isinstance(value, (str, bytes)):
        raise TypeError(f"new(): invalid data type '{type(value).__name__}'")
    if isinstance(value, (list, tuple)):
        return dtypes.get_default_dtype() if not value else _dtype_of(value[0])
    raise RuntimeError(f"Could not infer dtype of {type_name(value)}")
