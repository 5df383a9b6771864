"""What a mask of bools picks and fills, and where it is true."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import broadcast_shape, laid_out, where
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.warning import warn_once


def check_fill(a: Array, mask: Array, value: Any) -> None:
    del a
    if isinstance(value, np.ndarray) and value.ndim:
        raise RuntimeError(
            f"masked_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.ndim} dimension(s)."
        )
    if mask.dtype.kind != "b":
        raise RuntimeError(
            f"masked_fill_ only supports boolean masks, but got mask with dtype {C_NAMES[mask.dtype.name]}"
        )


def filled(a: Array, mask: Array, value: Any) -> Array:
    broadcast_shape(mask.shape, a.shape)
    check_fill(a, mask, value)
    number = number_in(value, a.dtype)
    return laid_out(where(mask, number, a), a)


def filled_by_tensor(a: Array, mask: Array, value: Array) -> Array:
    broadcast_shape(mask.shape, a.shape)
    check_fill(a, mask, value)
    return filled(a, mask, value.item())


def fill_self(grad: Any, mask: Any) -> Any:
    return f.masked(grad, f.logical_not(mask))


def chosen(a: Array, mask: Array) -> Array:
    if mask.dtype.kind != "b":
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    shape = broadcast_shape(mask.shape, a.shape)
    return np.atleast_1d(np.broadcast_to(a, shape))[np.atleast_1d(np.broadcast_to(mask, shape))]


def chosen_self(grad: Any, self: Any, mask: Any) -> Any:
    array = f.array_of(self)
    where = f.array_of(mask)
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


def check_source(a: Array, mask: Array, source: Array) -> None:
    del mask
    if a.dtype != source.dtype:
        raise RuntimeError(
            "masked_scatter: expected self and source to have same dtypes but got"
            f"{OF[a.dtype].legacy} and {OF[source.dtype].legacy}"
        )


def masked_scattered(a: Array, mask: Array, source: Array) -> Array:
    shape = broadcast_shape(mask.shape, a.shape)
    check_source(a, mask, source)
    if mask.dtype == np.uint8:
        warn_once(
            "masked_scatter_ received a mask with dtype torch.uint8, this behavior is now deprecated,please use a mask "
            "with dtype torch.bool instead. (Triggered internally at ...)"
        )
    if mask.dtype.kind != "b":
        raise RuntimeError(
            f"masked_scatter_ only supports boolean masks, but got mask with dtype {OF[mask.dtype].legacy}"
        )
    found = np.broadcast_to(a, shape).copy()
    where = np.broadcast_to(mask, shape)
    count = int(np.count_nonzero(where))
    if count > source.size:
        raise RuntimeError("Number of elements of source < number of ones in mask")
    found[where] = source.reshape(-1)[:count]
    return found


def masked_source(grad: Any, mask: Any, source_sym_sizes: Any) -> Any:
    """The gradient of the elements that were used, and zeros for the rest."""

    def of_tensors(grad: Any, mask: Any) -> Any:
        found = grad.masked_select(mask)
        rest = int(np.prod(source_sym_sizes, dtype=int)) - found._a.size
        if rest:
            found = f.cat([found, wrap(np.zeros(rest, grad._a.dtype))], 0)
        return found.view(source_sym_sizes)

    return f.on_tensors(of_tensors)(grad, mask)


# fmt: off
MASKS = (
    op("masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor", "MaskedFillBackward1", filled_by_tensor, in_place=True, first=check_fill,
       self=fill_self,
       value=lambda grad, mask: f.where(mask, grad, f.zeros((), grad)).sum()),
    op("masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor", "MaskedFillBackward0", filled, in_place=True, first=check_fill, self=fill_self),
    op("masked_select(Tensor self, Tensor mask) -> Tensor", "MaskedSelectBackward0", chosen, self=chosen_self),
    compose("argwhere(Tensor self) -> Tensor", argwhere),
    compose("nonzero(Tensor self, *, bool as_tuple=False) -> Tensor", nonzero),
    op("masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor", "MaskedScatterBackward0", masked_scattered, in_place=True, first=check_source,
       self=lambda grad, mask: f.masked(grad, f.logical_not(mask)), source=masked_source),
)
# fmt: on
