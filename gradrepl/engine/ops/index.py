"""An index as numpy has it, and what is picked and put with it."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.memory_order import iterated
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import add_at
from gradrepl.engine.table import op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.values import Indices


def consumed(part: Any) -> int:
    """How many dimensions a part of an index takes up."""
    if part is None or part is Ellipsis or isinstance(part, bool):
        return 0
    array = f.array_of(part)
    if isinstance(array, np.ndarray) and array.dtype.kind == "b" and array.ndim:
        return array.ndim
    if isinstance(array, np.ndarray) and array.dtype == np.uint8 and array.ndim:
        return array.ndim
    if isinstance(array, np.ndarray) and array.dtype.kind == "b":
        return 0
    return 1


WRONG_DTYPE = "tensors used as indices must be long, int, byte or bool tensors"
_INDICES = frozenset("?Bil")
"""Codes of the dtypes that tensors of indices may have."""


def numpy_index(a: Array, indices: list[Any]) -> tuple[Any, ...]:
    """Numpy's index for PyTorch's list of tensors.

    Raises:
        IndexError: with PyTorch's texts.
    """
    found: list[Any] = []
    dim = 0
    taken = sum(1 if each is None else consumed(each) for each in indices)
    if taken > a.ndim:
        by_masks = any(each is not None and consumed(each) != 1 for each in indices)
        got = "" if by_masks else f" (got {taken})"
        raise IndexError(f"too many indices for tensor of dimension {a.ndim}{got}")
    if any(each is not None and each.dtype.char not in _INDICES for each in indices):
        raise IndexError(WRONG_DTYPE)
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
        if is_mask:
            _check_mask(a, each, dim)  # PyTorch asks this of all masks before it looks at numbers
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
    by_masks = all(each is None or each.dtype.kind == "b" for each in indices)
    filling = values.size == 1 and by_masks and not accumulate
    index = numpy_index(found, indices)
    if filling:
        values = values.reshape(()).astype(a.dtype)
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


# fmt: off
INDEX = (
    op("_index(Tensor self, Tensor?[] indices) -> Tensor", "IndexBackward0", gather_index, method=False, self=index_self),
    op("index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor", "IndexPutBackward0", put_index, in_place=True,
       self=put_self, values=lambda grad, indices: grad_at(grad, indices)),
)
# fmt: on
