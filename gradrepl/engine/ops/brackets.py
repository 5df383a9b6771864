"""`x[...]` and `x[...] = v`: what may stand between the brackets."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops.index import consumed
from gradrepl.engine.ops.parts import LAST
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.values import from_values, known, number_in
from gradrepl.engine.overlap import is_expanded, warn_expanded
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.values import Indices, type_name
from gradrepl.engine.view import bump
from gradrepl.engine.warning import warn_once

_WRONG = "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {})"


def getitem(self: Tensor, index: Any) -> Any:
    """Basic parts of the index become views, one operation each; tensors of indices are gathered at the end."""
    if not self._a.ndim:
        _refuse_on_a_scalar(index)
    elif type(index) is int:
        return _select(self, 0, index)
    elif isinstance(index, slice):  # always a new view: only inside a tuple a whole slice is none
        start, stop, step = _bounds(index)
        if SPECIAL:
            return self._slice(0, start, stop, step)
        return RECORDED._slice(self, 0, start, stop, step)
    elif type(index) is Tensor and index._a.ndim and index._a.dtype.char in "l?":
        return _gathered(self, [index])  # the usual case
    view, tensors = _basic(self, _parts(self, index))
    if not tensors:
        return RECORDED.alias(view) if view is self else view
    return _gathered(view, tensors)


def _gathered(view: Tensor, tensors: list[Any]) -> Any:
    if not SPECIAL:
        return RECORDED._index(view, tensors)
    from gradrepl.engine import _index

    return _index(view, tensors)


def _refuse_on_a_scalar(index: Any) -> None:
    """What alone between the brackets has words of its own."""
    if isinstance(index, slice):
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    if isinstance(index, (int, np.integer)) and not isinstance(index, bool):
        if index:
            raise IndexError(f"index {index} is out of bounds for dimension 0 with size 0")
        raise IndexError(
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to "
            "convert a 0-dim tensor to a number"
        )


def setitem(self: Tensor, index: Any, value: Any) -> None:
    """Writes through the view that the basic parts make."""
    if index is False:
        return
    if self._edge is None and self._view is None and not SPECIAL and _stored(self, index, value):
        return
    if not isinstance(value, Tensor):
        value = _as_value(self, value)
    if not self._a.ndim:
        _refuse_on_a_scalar(index)
    view, tensors = _basic(self, _parts(self, index))
    if tensors:
        value = _without_leading_ones(value)
        if value._a.dtype != view._a.dtype and not value._a.ndim and _is_filling(tensors):
            number_in(value._a.item(), view._a.dtype)  # what it does not hold, it refuses
            value = value.to(view.dtype)
        view.index_put_(tensors, value)
        if value._a.size == 1 and _is_filling(tensors) and is_expanded(view._a):
            warn_expanded("masked_fill_", "tensor[mask] = scalar")
        return
    if not value._a.ndim and view._a.ndim:
        view.fill_(value)
        return
    if value._a.shape != view._a.shape:
        value = _without_leading_ones(value)
    if value._a.shape != view._a.shape:
        value = value.expand(view._a.shape)
    view.copy_(value)


def put_whole(self: Tensor, value: Any) -> None:
    """`x.real = value`: a tensor is copied, and with anything else it is what brackets take."""
    if isinstance(value, Tensor):
        self.copy_(value)
    else:
        setitem(self, ..., value)


_FITS = 1e38
"""Numbers below it do not overflow float32."""


def _stored(self: Tensor, index: Any, value: Any) -> bool:
    """Writes into a tensor that is no part of a graph; False where there is more to it."""
    array = self._a
    if array.dtype.char not in "fd" or not array.ndim or 0 in array.strides:
        return False
    if type(value) in _PLAIN:
        if not -_FITS < value < _FITS:
            return False
    elif isinstance(value, Tensor) and _is_apart(array, value):
        value = value._a
    else:
        return False
    if isinstance(index, Tensor):
        index = index._a
        if not _picks(array, index):
            return False
    else:
        for each in index if type(index) is tuple else (index,):
            if type(each) is not int and (type(each) is not slice or each.step is not None):
                return False
    try:
        array[index] = value
    except (IndexError, TypeError, ValueError):
        return False  # the words for it are found on the long way
    bump(self)
    return True


def _is_apart(array: Array, value: Tensor) -> bool:
    """Whether it is written as it is: of the same dtype, no part of a graph, in memory of its own."""
    own = value._a
    return (
        own.dtype is array.dtype
        and array.base is None
        and own is not array
        and own.base is not array
        and not value.requires_grad
    )


def _picks(array: Array, index: Array) -> bool:
    """Whether numpy refuses just what PyTorch refuses: a mask that fits, or integers."""
    if index.dtype.char == "?":
        return index.ndim > 0 and index.shape == array.shape[: index.ndim]
    return index.dtype.char == "l" and index.ndim > 0 and index.size > 0


_PLAIN = frozenset((int, float))


def _is_filling(indices: list[Any]) -> bool:
    """Whether one value is written by masks alone: it is cast then, as `masked_fill_` casts."""
    return all(each is None or each._a.dtype.kind == "b" for each in indices)


def _without_leading_ones(value: Tensor) -> Tensor:
    shape = value._a.shape
    first = next((i for i, d in enumerate(shape) if d != 1), len(shape))
    found: Tensor = value.view(shape[first:]) if first else value
    return found


def _as_value(self: Tensor, value: Any) -> Tensor:
    if isinstance(value, (int, float, complex, np.integer)):
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise ValueError("Overflow when unpacking long long")
        return wrap(number_in(value, self._a.dtype, half_overflows=True))
    raise TypeError(
        f"can't assign a {type_name(value)} to a torch.{OF[self._a.dtype].legacy}Tensor"
    )


def _parts(self: Tensor, index: Any) -> tuple[Any, ...]:
    """The index as a tuple, its ellipsis still in it."""
    if isinstance(index, tuple):
        return index
    if isinstance(index, list) and _is_tuple_like(index):
        warn_once(_NON_TUPLE)
        return tuple(index)
    if isinstance(index, str):
        warn_once(_NON_TUPLE)
        if max(len(index), 1) > self._a.ndim:
            raise IndexError(f"too many indices for tensor of dimension {self._a.ndim}")
        raise TypeError("new(): invalid data type 'str'")
    if isinstance(index, range):
        return (list(index),)
    return (index,)


_NON_TUPLE = (
    "Using a non-tuple sequence for multidimensional indexing is deprecated and will be changed in pytorch 2.9; use "
    "x[tuple(seq)] instead of x[seq]. In pytorch 2.9 this will be interpreted as tensor index, x[torch.tensor(seq)], "
    "which will result either in an error or a different result (Triggered internally at ...)"
)


def _is_tuple_like(index: list[Any]) -> bool:
    """A short list that holds more than numbers stands for a tuple, for numpy's old sake."""
    return len(index) < 32 and any(
        isinstance(each, (slice, Tensor, list, tuple, str, np.ndarray, range))
        or each is None
        or each is Ellipsis
        for each in index
    )


def _basic(self: Tensor, parts: tuple[Any, ...]) -> tuple[Tensor, list[Any]]:
    """Applies ints, slices, None and Ellipsis; returns the view, and the tensors that are left with None between."""
    used = sum(map(consumed, parts))
    if used > self._a.ndim:
        raise IndexError(f"too many indices for tensor of dimension {self._a.ndim}")
    found, dim, own = self, 0, 0  # the next dimension of what is found, and of the tensor itself
    tensors = Indices()
    wider = 0  # dimensions that masks take beyond their own
    for at, part in enumerate(parts):
        if part is Ellipsis:
            dim += self._a.ndim - used
            own += self._a.ndim - used
        elif part is None:
            found = found.unsqueeze(dim)
            dim += 1
        elif isinstance(part, slice):
            found = _slice(found, dim, part)
            dim += 1
            own += 1
        elif isinstance(part, (int, np.integer)) and not isinstance(part, bool):
            found = _select(found, dim, int(part), at)
            own += 1
        else:
            tensor = _index_tensor(part)
            if tensor._a.ndim == 0 and tensor._a.dtype.kind in "iu" and tensor._a.dtype != np.uint8:
                found = _select(found, dim, int(tensor._a), at)
                own += 1
                continue
            taken = consumed(tensor)
            if not taken:  # a bool: a new dimension of length 1 or 0
                found = found.unsqueeze(dim)
                tensor = wrap(np.asarray([0] if tensor._a else [], np.int64))
            tensors += (None,) * (dim - wider - len(tensors))
            tensors.append(tensor)
            wider += max(taken, 1) - 1
            dim += max(taken, 1)
            own += taken
    return found, tensors


def _index_tensor(part: Any) -> Tensor:
    if isinstance(part, bool):
        return wrap(np.asarray(part))
    if isinstance(part, (list, tuple, np.ndarray, range, bytearray, memoryview)):
        return _told(wrap(_from_sequence(part)))
    if isinstance(part, (str, bytes)):
        raise TypeError(f"new(): invalid data type '{type(part).__name__}'")
    if not isinstance(part, Tensor):
        if not hasattr(part, "__index__") or isinstance(part, type):
            raise IndexError(_WRONG.format(type_name(part)))
        return wrap(np.asarray(part.__index__(), np.int64))
    return _told(part)


def _from_sequence(part: Any) -> Array:
    """An index of Python's or numpy's: masks stay masks, and all other numbers are cut to integers."""
    array = part if isinstance(part, np.ndarray) else from_values(list(part), None)
    if array.dtype.kind == "b" or array.dtype == np.uint8:
        return array
    if array.size and array.dtype.kind in "fc" and array is not part:
        return from_values(list(part), np.dtype(np.int64))
    if array.dtype.kind not in "iufc":
        known(array)
    real = array.real if array.dtype.kind == "c" else array
    return real.astype(np.int64, copy=False)


def _told(index: Tensor) -> Tensor:
    if index._a.dtype == np.uint8:
        warn_once(
            "indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead. (Triggered "
            "internally at ...)"
        )
    return index


def _select(self: Tensor, dim: int, index: int, shown: int = 0) -> Any:
    if not SPECIAL:
        try:
            return RECORDED.select(self, dim, index)
        except IndexError:
            pass  # brackets have words of their own
    size = self._a.shape[dim] if dim < self._a.ndim else 0
    if not -size <= index < size:
        if not -(2**63) <= index < 2**63:
            raise ValueError("Overflow when unpacking long long")
        raise IndexError(f"index {index} is out of bounds for dimension {shown} with size {size}")
    return self.select(dim, index)


def _slice(self: Tensor, dim: int, part: slice) -> Tensor:
    start, stop, step = _bounds(part)
    if start == 0 and stop >= self._a.shape[dim] and step == 1:
        return self
    found: Tensor = (
        self._slice(dim, start, stop, step)
        if SPECIAL
        else RECORDED._slice(self, dim, start, stop, step)
    )
    return found


def _bounds(part: slice) -> tuple[int, int, int]:
    """As they were given, which is also how they are saved."""
    start, stop, step = part.start, part.stop, part.step
    if step is not None:
        step = _position(step)
        if not step:
            raise ValueError("slice step cannot be zero")
        if step < 0:
            raise ValueError("step must be greater than zero")
    return (
        0 if start is None else _position(start),
        LAST if stop is None else _position(stop),
        1 if step is None else step,
    )


def _position(value: Any) -> int:
    if type(value) is not int and not hasattr(value, "__index__"):
        raise TypeError("slice indices must be integers or None or have an __index__ method")
    return min(max(operator.index(value), -(2**62)), LAST)
