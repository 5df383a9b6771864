"""`x[...]` and `x[...] = v`, and picking elements by tensors of indices."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.inference import InferenceStorage
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import add_at, broadcast_shape, iterated, laid_out
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.values import from_values, known, number_in
from gradrepl.engine.overlap import is_expanded, warn_expanded
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.values import Indices, type_name
from gradrepl.engine.view import bump
from gradrepl.engine.warning import warn_once

_WRONG = "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {})"

# --- from Python's brackets to operations ----------------------------------------------------------------------------


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
    elif type(index) is tuple and len(index) <= self._a.ndim and _is_plain(index):
        return _by_parts(self, index)
    elif type(index) is Tensor and index._a.ndim and index._a.dtype.char in "l?":
        return _gathered(self, [index])  # the usual case
    view, tensors = _basic(self, _parts(self, index))
    if not tensors:
        return RECORDED.alias(view) if view is self else view
    return _gathered(view, tensors)


def _is_plain(index: tuple[Any, ...]) -> bool:
    """`x[0, 1:]`: ints and slices alone."""
    for part in index:  # noqa: SIM110  # a generator would cost as much as a select
        if type(part) is not int and type(part) is not slice:
            return False
    return True


def _by_parts(self: Tensor, index: tuple[Any, ...]) -> Any:
    found, dim = self, 0
    for at, part in enumerate(index):
        if type(part) is int:
            found = _select(found, dim, part, at)
            continue
        if part.start is not None or part.stop is not None or part.step is not None:
            found = _slice(found, dim, part)
        dim += 1
    return RECORDED.alias(found) if found is self else found


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


_FITS = 1e38
"""Numbers below it do not overflow float32."""


def _stored(self: Tensor, index: Any, value: Any) -> bool:
    """Writes a number into a tensor that is no part of a graph; False where there is more to it."""
    array = self._a
    if array.dtype.char not in "fd" or type(value) not in _PLAIN or not -_FITS < value < _FITS:
        return False
    for each in index if type(index) is tuple else (index,):
        if type(each) is not int and (type(each) is not slice or each.step is not None):
            return False
    if not array.ndim or 0 in array.strides:
        return False
    try:
        array[index] = value
    except IndexError:
        return False  # the words for it are found on the long way
    bump(self)
    return True


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
    if isinstance(value, (int, float, complex, np.number, np.bool_)):
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise ValueError("Overflow when unpacking long long")
        return wrap(number_in(value, self._a.dtype))
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


def _consumes(part: Any) -> int:
    """How many dimensions a part of an index takes up."""
    if part is None or part is Ellipsis or isinstance(part, bool):
        return 0
    array = part._a if isinstance(part, Tensor) else part
    if isinstance(array, np.ndarray) and array.dtype.kind == "b" and array.ndim:
        return array.ndim
    if isinstance(array, np.ndarray) and array.dtype == np.uint8 and array.ndim:
        return array.ndim
    if isinstance(array, np.ndarray) and array.dtype.kind == "b":
        return 0
    return 1


def _basic(self: Tensor, parts: tuple[Any, ...]) -> tuple[Tensor, list[Any]]:
    """Applies ints, slices, None and Ellipsis; returns the view, and the tensors that are left with None between."""
    used = sum(map(_consumes, parts))
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
            try:
                tensor = _index_tensor(part)
            except IndexError:
                _refuse_unsaved(self, part)
                raise
            if tensor._a.ndim == 0 and tensor._a.dtype.kind in "iu" and tensor._a.dtype != np.uint8:
                found = _select(found, dim, int(tensor._a), at)
                own += 1
                continue
            taken = _consumes(tensor)
            if not taken:  # a bool: a new dimension of length 1 or 0
                found = found.unsqueeze(dim)
                tensor = wrap(np.asarray([0] if tensor._a else [], np.int64))
            tensors += (None,) * (dim - wider - len(tensors))
            tensors.append(tensor)
            wider += max(taken, 1) - 1
            dim += max(taken, 1)
            own += taken
    return found, tensors


_WRONG_DTYPE = "tensors used as indices must be long, int, byte or bool tensors"


def _refuse_unsaved(self: Tensor, part: Any) -> None:
    """That backward could not keep an index is told before that it is none."""
    unsaved = isinstance(part, Tensor) and isinstance(part._storage, InferenceStorage)
    if unsaved and self.requires_grad and STATE.recording:
        raise RuntimeError(errors.INFERENCE_SAVED)


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
    if part._a.dtype.kind in "fc" or part._a.dtype.itemsize == 2 or part._a.dtype == np.int8:
        raise IndexError(_WRONG_DTYPE)
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


_LAST = 2**63 - 1


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
        _LAST if stop is None else _position(stop),
        1 if step is None else step,
    )


def _position(value: Any) -> int:
    if type(value) is not int and not hasattr(value, "__index__"):
        raise TypeError("slice indices must be integers or None or have an __index__ method")
    return min(max(operator.index(value), -(2**62)), _LAST)


# --- kernels and formulas --------------------------------------------------------------------------------------------


_INDICES = frozenset("?Bil")
"""Codes of the dtypes that tensors of indices may have."""


def numpy_index(a: Array, indices: list[Any]) -> tuple[Any, ...]:
    """Numpy's index for PyTorch's list of tensors.

    Raises:
        IndexError: with PyTorch's texts.
    """
    found: list[Any] = []
    dim = 0
    taken = sum(1 if each is None else _consumes(each) for each in indices)
    if taken > a.ndim:
        by_masks = any(each is not None and _consumes(each) != 1 for each in indices)
        got = "" if by_masks else f" (got {taken})"
        raise IndexError(f"too many indices for tensor of dimension {a.ndim}{got}")
    if any(each is not None and each.dtype.char not in _INDICES for each in indices):
        raise IndexError(_WRONG_DTYPE)
    _check_shapes(indices)
    _check_empty(a, indices)
    for each in indices:
        if each is None:
            found.append(slice(None))
            dim += 1
        elif each.dtype.kind == "b" or each.dtype == np.uint8:
            _check_mask(a, each, dim)
            found.append(each.astype(bool, copy=False))
            dim += each.ndim
        else:
            size = a.shape[dim]
            if ((each < -size) | (each >= size)).any():
                if a.size:
                    raise _first_outside(a, indices)
                found.append(np.zeros_like(each))  # nothing is read
            else:
                found.append(each)
            dim += 1
    return tuple(found)


def _first_outside(a: Array, indices: list[Any]) -> IndexError:
    """What is said of the first element, of all that are asked for, that there is not."""
    whole: list[tuple[Array, int]] = []
    dim = 0
    for each in indices:
        if each is None:
            dim += 1
            continue
        is_mask = each.dtype.kind == "b" or each.dtype == np.uint8
        for places in np.nonzero(each) if is_mask else (each,):
            whole.append((places, a.shape[dim]))
            dim += 1
    wide = np.broadcast_arrays(*(places for places, _ in whole))
    outside = [(w < -size) | (w >= size) for w, (_, size) in zip(wide, whole, strict=True)]
    first = int(np.flatnonzero(np.logical_or.reduce(outside))[0])
    at = next(i for i, each in enumerate(outside) if each.flat[first])
    return IndexError(
        f"index {int(wide[at].flat[first])} is out of bounds for dimension {at} with size {whole[at][1]}"
    )


def _check_shapes(indices: list[Any]) -> None:
    """Raises: IndexError, where the index tensors do not broadcast together."""
    shapes = [
        (int(np.count_nonzero(each)),)
        if each.dtype.kind == "b" or each.dtype == np.uint8
        else each.shape
        for each in indices
        if each is not None
    ]
    if len(set(shapes)) < 2:
        return
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        shown = ", ".join(str(list(each)) for each in shapes)
        raise IndexError(
            f"shape mismatch: indexing tensors could not be broadcast together with shapes {shown}"
        ) from None


def _check_empty(a: Array, indices: list[Any]) -> None:
    if 0 not in a.shape or any(
        each is not None and (each.dtype.kind == "b" or not each.size) for each in indices
    ):
        return
    if any(each is not None and not a.shape[dim] for dim, each in enumerate(indices)):
        raise IndexError("index is out of bounds for dimension with size 0")


def _check_mask(a: Array, mask: Array, dim: int) -> None:
    for i, size in enumerate(mask.shape):
        if a.shape[dim + i] != size:
            raise IndexError(
                f"The shape of the mask {list(mask.shape)} at index {i} does not match the shape of the indexed tensor "
                f"{list(a.shape)} at index {dim + i}"
            )


def _as_they_are(a: Array, indices: list[Any]) -> tuple[Any, ...] | None:
    """Numpy's index where numpy refuses just what PyTorch refuses: masks and integers, not empty."""
    if not a.size or any(
        each is not None and ((each.dtype.kind != "b" and each.dtype.char != "l") or not each.size)
        for each in indices
    ):
        return None
    return tuple([slice(None) if each is None else each for each in indices])


def _in_order_of(a: Array, found: Array, index: tuple[Any, ...]) -> Array:
    """What was gathered, laid out in memory as PyTorch walks over it."""
    if not a.flags.c_contiguous and found.ndim > 1 and found.size:
        return _walked(a, found, index)
    return found if found.flags.c_contiguous else found.copy("C")  # numpy's own order else


def _walked(a: Array, found: Array, index: tuple[Any, ...]) -> Array:
    taken: list[tuple[int, Array]] = []
    dim = 0
    for each in index:
        if isinstance(each, slice):
            dim += 1
            continue
        for places in each.nonzero() if each.dtype.kind == "b" else (each,):
            taken.append((dim, places))
            dim += 1
    dims = [at for at, _ in taken]
    wide = np.broadcast_arrays(*(places for _, places in taken))[0].ndim
    kept = [at for at in range(a.ndim) if at not in dims]
    first = dims[0] if dims == list(range(dims[0], dims[0] + len(dims))) else 0
    rest = [a.strides[at] for at in kept]
    walks = [(*rest[:first], *(0,) * wide, *rest[first:])]
    for _, places in taken:
        ones = (0,) * (wide - places.ndim)
        own = (s if d > 1 else 0 for s, d in zip(places.strides, places.shape, strict=True))
        walks.append((*(0,) * first, *ones, *own, *(0,) * (found.ndim - first - wide)))
    return iterated(found, walks)


def gather_index(a: Array, indices: list[Any]) -> Array:
    quick = _as_they_are(a, indices)
    if quick is not None:
        try:
            return _in_order_of(a, a[quick], quick)
        except IndexError:
            pass  # the words for it are found below
    index = numpy_index(a, indices)
    try:
        return _in_order_of(a, a[index], index)
    except IndexError as problem:
        shapes = ", ".join(str(list(i.shape)) for i in index if isinstance(i, np.ndarray))
        raise IndexError(
            f"shape mismatch: indexing tensors could not be broadcast together with shapes {shapes}"
        ) from problem


def index_self(grad: Any, self_sym_sizes: Any, indices: Any) -> Any:
    """The gradient of each element that was picked, added up where one was picked twice."""
    if isinstance(grad, Tensor):
        return f.zeros(self_sym_sizes, grad).index_put(_tensors(indices), grad, True)
    found = np.zeros(self_sym_sizes, grad.dtype)
    add_at(found, numpy_index(found, indices), grad)
    return found


def _tensors(indices: Any) -> list[Any]:
    return Indices(wrap(each) if isinstance(each, np.ndarray) else each for each in indices)


def _fits(values: Array, shape: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(values.shape, shape) == shape
    except ValueError:
        return False


def put_index(a: Array, indices: list[Any], values: Array, accumulate: bool) -> Array:
    found = a.copy("K")
    index = numpy_index(found, indices)
    by_masks = all(each is None or each.dtype.kind == "b" for each in indices)
    if values.size == 1 and by_masks and not accumulate:  # it is filled in
        values = values.reshape(())
    shape = found[index].shape
    if not _fits(values, shape):
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(values.shape)} cannot be broadcast to indexing result of shape "
            f"{list(shape)}"
        )
    if values.dtype != a.dtype:
        raise RuntimeError(
            f"Index put requires the source and destination dtypes match, got {OF[a.dtype].legacy} for the destination "
            f"and {OF[values.dtype].legacy} for the source."
        )
    if accumulate:
        add_at(found, index, values)
    else:
        found[index] = values
    return found


def put_self(grad: Any, indices: Any, accumulate: bool) -> Any:
    if accumulate:
        return grad
    if isinstance(grad, Tensor):
        zero = wrap(np.zeros((), grad._a.dtype))
        return grad.index_put(_tensors(indices), zero)
    found = grad.copy()
    found[numpy_index(found, indices)] = 0
    return found


def grad_at(grad: Any, indices: Any) -> Any:
    if isinstance(grad, Tensor):
        from gradrepl.engine import _index

        return _index(grad, _tensors(indices))
    return grad[numpy_index(grad, indices)]


_C_NAMES = {
    "uint8": "unsigned char", "int8": "signed char", "int16": "short int", "int32": "int", "int64": "long int",
    "float16": "c10::Half", "float32": "float", "float64": "double",
}  # fmt: skip


def filled(a: Array, mask: Array, value: Any) -> Array:
    if mask.dtype.kind != "b":
        raise RuntimeError(
            "masked_fill_ only supports boolean masks, but got mask with dtype "
            + _C_NAMES.get(mask.dtype.name, mask.dtype.name)
        )
    number = number_in(value, a.dtype)
    broadcast_shape(mask.shape, a.shape)
    return laid_out(np.where(mask, number, a), a)


def filled_by_tensor(a: Array, mask: Array, value: Array) -> Array:
    if value.ndim:
        raise RuntimeError(
            f"masked_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.ndim} dimension(s)."
        )
    return filled(a, mask, value.item())


def fill_self(grad: Any, mask: Any) -> Any:
    return f.masked(grad, f.logical_not(mask))


def chosen(a: Array, mask: Array) -> Array:
    if mask.dtype.kind != "b":
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    shape = broadcast_shape(mask.shape, a.shape)
    return np.atleast_1d(np.broadcast_to(a, shape))[np.atleast_1d(np.broadcast_to(mask, shape))]


def chosen_self(grad: Any, self: Any, mask: Any) -> Any:
    array = self._a if isinstance(self, Tensor) else self
    where = mask._a if isinstance(mask, Tensor) else mask
    shape = np.broadcast_shapes(array.shape, where.shape)
    full = np.broadcast_to(where, shape)
    if isinstance(grad, Tensor) and not shape:
        return grad.sum()  # of one element, or of none
    if isinstance(grad, Tensor):
        return f.zeros(shape, grad).index_put([wrap(each) for each in np.nonzero(full)], grad)
    found = np.zeros(shape, grad.dtype)
    found[full] = grad
    return found


def nonzero(self: Tensor, as_tuple: bool) -> Any:
    places = np.nonzero(np.atleast_1d(self._a)) if self._a.ndim or as_tuple else ()
    if as_tuple:
        return tuple(wrap(each) for each in places)
    if not self._a.ndim:
        return wrap(np.zeros((int(bool(self._a)), 0), np.int64))
    return wrap(np.stack(places).T)  # one coordinate after the other, as PyTorch lays them out


def argwhere(self: Tensor) -> Any:
    return nonzero(self, False)


# fmt: off
INDEX = (
    op("_index(Tensor self, Tensor?[] indices) -> Tensor", "IndexBackward0", gather_index, method=False, self=index_self),
    op("index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", "IndexPutBackward0", put_index, in_place=True,
       self=put_self, values=lambda grad, indices: grad_at(grad, indices)),
    op("masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor", "MaskedFillBackward1", filled_by_tensor, in_place=True,
       self=fill_self,
       value=lambda grad, mask: f.where(mask, grad, f.zeros((), grad)).sum()),
    op("masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor", "MaskedFillBackward0", filled, in_place=True, self=fill_self),
    op("masked_select(Tensor self, Tensor mask) -> Tensor", "MaskedSelectBackward0", chosen, self=chosen_self),
    compose("argwhere(Tensor self) -> Tensor", argwhere),
    compose("nonzero(Tensor self, *, bool as_tuple=False) -> Tensor", nonzero),
)
# fmt: on
