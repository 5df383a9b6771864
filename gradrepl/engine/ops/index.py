"""`x[...]` and `x[...] = v`, and picking elements by tensors of indices."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.table import compose, op
from gradrepl.engine.dtypes import Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

_WRONG = (
    "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {})"
)

# --- from Python's brackets to operations ----------------------------------------------------------------------------


def getitem(self: Tensor, index: Any) -> Any:
    """Basic parts of the index become views, one operation each; tensors of indices are gathered at the end."""
    if type(index) is int and self._a.ndim:
        return _select(self, 0, index)
    view, tensors = _basic(self, _parts(self, index))
    if not tensors:
        return view.alias() if view is self else view
    from gradrepl.engine import _index

    return _index(view, tensors)


def setitem(self: Tensor, index: Any, value: Any) -> None:
    """Writes through the view that the basic parts make."""
    parts = _parts(self, index)
    view, tensors = _basic(self, parts)
    if not isinstance(value, Tensor):
        value = _as_value(self, value)
    if tensors:
        view.index_put_(tensors, value)
        return
    target = view
    while value._a.ndim > target._a.ndim and value._a.shape[0] == 1:
        value = value.squeeze(0)
    target.copy_(value)


def _as_value(self: Tensor, value: Any) -> Tensor:
    if isinstance(value, (int, float, complex, bool, np.number, np.bool_)):
        if isinstance(value, complex) and self._a.dtype.kind != "c":
            raise TypeError(
                f"can't convert complex to {'float' if self._a.dtype.kind == 'f' else 'int'}"
            )
        return wrap(np.asarray(value).astype(self._a.dtype))
    raise TypeError(f"can't assign a {type(value).__name__} to a torch.{_legacy(self)}Tensor")


def _legacy(self: Tensor) -> str:
    return self.dtype.legacy


def _parts(self: Tensor, index: Any) -> tuple[Any, ...]:
    """The index as a tuple, its ellipsis still in it.

    Raises:
        IndexError, TypeError: with PyTorch's texts.
    """
    if isinstance(index, tuple):
        return index
    if isinstance(index, list) and _is_tuple_like(index):
        return tuple(index)
    del self
    return (index,)


def _is_tuple_like(index: list[Any]) -> bool:
    """A list that holds a slice, None or Ellipsis stands for a tuple, for numpy's old sake."""
    return any(isinstance(each, slice) or each is None or each is Ellipsis for each in index)


def _consumes(part: Any) -> int:
    """How many dimensions a part of an index takes up."""
    if part is None or part is Ellipsis or isinstance(part, bool):
        return 0
    array = part._a if isinstance(part, Tensor) else part
    if isinstance(array, np.ndarray) and array.dtype.kind in "b" and array.ndim:
        return array.ndim
    if isinstance(array, np.ndarray) and array.dtype == np.uint8 and array.ndim:
        return array.ndim
    if isinstance(array, np.ndarray) and array.dtype.kind == "b":
        return 0
    return 1


def _basic(self: Tensor, parts: tuple[Any, ...]) -> tuple[Tensor, list[Any]]:
    """Applies ints, slices, None and Ellipsis; returns the view and the tensors that are left, by dimension."""
    used = sum(map(_consumes, parts))
    if used > self._a.ndim:
        if not self._a.ndim:
            raise IndexError(
                "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to "
                "convert a 0-dim tensor to a number"
            )
        raise IndexError(f"too many indices for tensor of dimension {self._a.ndim}")
    found, dim = self, 0
    tensors: list[Any] = []
    for part in parts:
        if part is None:
            found = found.unsqueeze(dim)
            dim += 1
        elif part is Ellipsis:
            dim += self._a.ndim - used
        elif isinstance(part, slice):
            found = _slice(found, dim, part)
            dim += 1
        elif isinstance(part, (bool, np.bool_)):
            found = found.unsqueeze(dim)
            _place(tensors, dim, wrap(np.asarray([0] if part else [], np.int64)))
            dim += 1
        elif isinstance(part, (int, np.integer)):
            found = _select(found, dim, int(part))
        else:
            tensor = _index_tensor(part)
            if tensor._a.ndim == 0 and tensor._a.dtype.kind in "iu" and tensor._a.dtype != np.uint8:
                found = _select(found, dim, int(tensor._a))
                continue
            if tensor._a.ndim == 0 and tensor._a.dtype.kind == "b":
                found = found.unsqueeze(dim)
                tensor = wrap(np.asarray([0] if tensor._a else [], np.int64))
            _place(tensors, dim, tensor)
            dim += max(tensor._a.ndim, 1) if tensor._a.dtype.kind == "b" else 1
    return found, tensors


def _place(tensors: list[Any], dim: int, tensor: Tensor) -> None:
    while len(tensors) < dim:
        tensors.append(None)
    tensors.append(tensor)
    if tensor._a.dtype.kind == "b":
        tensors.extend([_SAME] * (tensor._a.ndim - 1))


_SAME = object()
"""Stands for the further dimensions of a mask."""


def _index_tensor(part: Any) -> Tensor:
    if isinstance(part, Tensor):
        if part._a.dtype.kind in "fc":
            raise IndexError(
                "tensors used as indices must be long, int, byte or bool tensors"
            )
        return part
    if isinstance(part, (list, tuple, np.ndarray)):
        from gradrepl.engine import tensor as torch_tensor

        found = torch_tensor(part) if not isinstance(part, np.ndarray) else wrap(part)
        if not found._a.size and found._a.dtype.kind == "f":
            return wrap(found._a.astype(np.int64))
        if found._a.dtype.kind in "fc":
            raise IndexError(
                "tensors used as indices must be long, int, byte or bool tensors"
            )
        return found
    if isinstance(part, str):
        raise TypeError("new(): invalid data type 'str'")
    if hasattr(part, "__index__"):
        return wrap(np.asarray(part.__index__(), np.int64))
    raise IndexError(_WRONG.format(type(part).__name__))


def _select(self: Tensor, dim: int, index: int) -> Tensor:
    size = self._a.shape[dim]
    if not -size <= index < size:
        raise IndexError(f"index {index} is out of bounds for dimension {dim} with size {size}")
    found: Tensor = self.select(dim, index)
    return found


def _slice(self: Tensor, dim: int, part: slice) -> Tensor:
    if part.step is not None and int(part.step) <= 0:
        raise ValueError("step must be greater than zero")
    if part.start is None and part.stop is None and part.step is None:
        return self
    size = self._a.shape[dim]
    start, stop, step = slice(*(None if v is None else int(v) for v in (part.start, part.stop, part.step))).indices(size)
    if start == 0 and stop == size and step == 1:
        return self
    found: Tensor = self._slice(dim, start, max(stop, start), step)
    return found


# --- kernels and formulas --------------------------------------------------------------------------------------------


def numpy_index(a: Array, indices: list[Any]) -> tuple[Any, ...]:
    """numpy's index for PyTorch's list of tensors, one entry a dimension.

    Raises:
        IndexError: with PyTorch's texts.
    """
    found: list[Any] = []
    for dim, each in enumerate(indices):
        if each is None:
            found.append(slice(None))
            continue
        if each is _SAME:
            continue
        mask = each.dtype.kind == "b" or each.dtype == np.uint8
        if mask:
            if a.shape[dim : dim + each.ndim] != each.shape:
                raise IndexError(
                    f"The shape of the mask {list(each.shape)} at index 0 does not match the shape of the indexed tensor "
                    f"{list(a.shape)} at index 0"
                )
            found.append(each.astype(bool, copy=False))
            continue
        size = a.shape[dim]
        outside = (each < -size) | (each >= size)
        if outside.any():
            bad = int(each[outside].reshape(-1)[0])
            raise IndexError(f"index {bad} is out of bounds for dimension {dim} with size {size}")
        found.append(each)
    return tuple(found)


def gather_index(a: Array, indices: list[Any]) -> Array:
    index = numpy_index(a, indices)
    try:
        return a[index]
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
    np.add.at(found, numpy_index(found, indices), grad)
    return found


def _tensors(indices: Any) -> list[Any]:
    return [each if each is None or each is _SAME else wrap(each) for each in indices]


def put_index(a: Array, indices: list[Any], values: Array, accumulate: bool) -> Array:
    found = a.copy()
    index = numpy_index(found, indices)
    if values.dtype != a.dtype:
        from gradrepl.engine.dtypes import OF

        raise RuntimeError(
            f"Index put requires the source and destination dtypes match, got {OF[a.dtype].legacy} for the destination "
            f"and {OF[values.dtype].legacy} for the source."
        )
    try:
        if accumulate:
            np.add.at(found, index, values)
        else:
            found[index] = values
    except ValueError:
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(values.shape)} cannot be broadcast to indexing result of shape "
            f"{list(a[index].shape)}"
        ) from None
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


def put_values(grad: Any, indices: Any, values_sym_sizes: Any) -> Any:
    if isinstance(grad, Tensor):
        from gradrepl.engine import _index

        return _index(grad, _tensors(indices)).sum_to_size(values_sym_sizes)
    return f.sum_to_size(grad[numpy_index(grad, indices)], values_sym_sizes)


def gathered(a: Array, dim: int, index: Array) -> Array:
    if not a.ndim:
        return np.broadcast_to(a, index.shape).copy()
    _check_int64(index, "gather")
    return np.take_along_axis(_clipped(a, dim, index), index, wrap_dim(dim, a.ndim))


def _clipped(a: Array, dim: int, index: Array) -> Array:
    """The part of `a` that an index smaller in the other dimensions speaks of."""
    at = wrap_dim(dim, a.ndim)
    return a[tuple(slice(None) if d == at else slice(0, index.shape[d]) for d in range(a.ndim))]


def _check_int64(index: Array, name: str) -> None:
    if index.dtype != np.int64:
        raise RuntimeError(f"{name}(): Expected dtype int64 for index")


def scattered(a: Array, dim: int, index: Array, src: Array) -> Array:
    _check_int64(index, "scatter")
    found = a.copy()
    part = _clipped(found, dim, index)
    np.put_along_axis(part, index, src[tuple(slice(0, n) for n in index.shape)] if src.ndim else src, wrap_dim(dim, a.ndim))
    return found


def scattered_value(a: Array, dim: int, index: Array, value: Any) -> Array:
    return scattered(a, dim, index, np.asarray(value, a.dtype))


def scattered_add(a: Array, dim: int, index: Array, src: Array) -> Array:
    _check_int64(index, "scatter_add")
    found = a.copy()
    grid = list(np.indices(index.shape, sparse=True))
    grid[wrap_dim(dim, a.ndim)] = index
    np.add.at(found, tuple(grid), src[tuple(slice(0, n) for n in index.shape)])
    return found


def gather_self(grad: Any, self_sym_sizes: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return f.zeros(self_sym_sizes, grad).scatter_add(dim, index, grad)
    return scattered_add(np.zeros(self_sym_sizes, grad.dtype), dim, index, grad)


def scatter_self(grad: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        return grad.scatter(dim, index, 0)
    return scattered_value(grad, dim, index, 0)


def take_rows(a: Array, dim: int, index: Array) -> Array:
    at = wrap_dim(dim, a.ndim)
    if index.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    if ((index < 0) | (index >= a.shape[at])).any():
        raise IndexError("index out of range in self")
    return np.take(a, np.atleast_1d(index), axis=at)


def take_rows_self(grad: Any, self_sym_sizes: Any, dim: int, index: Any) -> Any:
    if isinstance(grad, Tensor):
        full = index.reshape((1,) * (dim % len(self_sym_sizes)) + (-1,) + (1,) * (len(self_sym_sizes) - dim % len(self_sym_sizes) - 1))
        return f.zeros(self_sym_sizes, grad).scatter_add(dim, full.expand(grad._a.shape), grad)
    found = np.zeros(self_sym_sizes, grad.dtype)
    np.add.at(found, (slice(None),) * (dim % len(self_sym_sizes)) + (index,), grad)
    return found


def filled(a: Array, mask: Array, value: Any) -> Array:
    if mask.dtype.kind != "b":
        from gradrepl.engine.dtypes import OF

        raise RuntimeError(
            f"masked_fill_ only supports boolean masks, but got mask with dtype {_c(OF[mask.dtype].legacy)}"
        )
    if isinstance(value, float) and a.dtype.kind in "iub":
        raise RuntimeError(f"value cannot be converted to type {_c_type(a)} without overflow")
    return np.where(mask, a.dtype.type(value), a)


def _c(name: str) -> str:
    return {"Float": "float", "Double": "double", "Long": "long int", "Int": "int"}.get(name, name)


def _c_type(a: Array) -> str:
    return {"int64": "int64_t", "int32": "int32_t"}.get(a.dtype.name, a.dtype.name)


def fill_self(grad: Any, mask: Any) -> Any:
    return f.masked(grad, f.logical_not(mask))


def chosen(a: Array, mask: Array) -> Array:
    if mask.dtype.kind != "b":
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    wide, where = np.broadcast_arrays(a, mask)
    return wide[where]


def chosen_self(grad: Any, self: Any, mask: Any) -> Any:
    array = self._a if isinstance(self, Tensor) else self
    where = mask._a if isinstance(mask, Tensor) else mask
    shape = np.broadcast_shapes(array.shape, where.shape)
    full = np.broadcast_to(where, shape)
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
    return wrap(np.stack(places, -1) if places else np.zeros((0, 0), np.int64))


def masked_fill_tensor(self: Tensor, mask: Tensor, value: Tensor) -> Any:
    if value._a.ndim:
        raise RuntimeError(
            f"masked_fill_ only supports a 0-dimensional value tensor, but got tensor with {value._a.ndim} dimension(s)."
        )
    return self.masked_fill(mask, value._a.item())


# fmt: off
INDEX = (
    op("_index(Tensor self, Tensor?[] indices) -> Tensor", "IndexBackward0", gather_index, method=False, self=index_self),
    op("index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", "IndexPutBackward0", put_index, in_place=True,
       self=put_self, values=put_values),
    op("gather(Tensor self, int dim, Tensor index) -> Tensor", "GatherBackward0", gathered, self=gather_self),
    op("scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", "ScatterBackward0", scattered, in_place=True,
       self=scatter_self, src=lambda grad, dim, index: grad.gather(dim, index) if isinstance(grad, Tensor) else gathered(grad, dim, index)),
    op("scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor", "ScatterBackward1", scattered_value, in_place=True,
       self=scatter_self),
    op("scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor", "ScatterAddBackward0", scattered_add, in_place=True,
       self=lambda grad: grad,
       src=lambda grad, dim, index: grad.gather(dim, index) if isinstance(grad, Tensor) else gathered(grad, dim, index)),
    op("index_select(Tensor self, int dim, Tensor index) -> Tensor", "IndexSelectBackward0", take_rows, self=take_rows_self),
    op("masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor", "MaskedFillBackward0", filled, in_place=True, self=fill_self),
    compose("masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor", masked_fill_tensor),
    op("masked_select(Tensor self, Tensor mask) -> Tensor", "MaskedSelectBackward0", chosen, self=chosen_self),
    compose("nonzero(Tensor self, *, bool as_tuple=False) -> Tensor", nonzero),
)
# fmt: on
