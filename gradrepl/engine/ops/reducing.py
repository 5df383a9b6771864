"""Several values that are written to one place, reduced to one: of `scatter_reduce` and `index_reduce`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


INDEX_DTYPES = (np.dtype(np.int32), np.dtype(np.int64))
REDUCTIONS = {
    "sum": np.add, "prod": np.multiply, "mean": np.add, "amax": np.maximum, "amin": np.minimum,
}  # fmt: skip


def _neutral(reduce: str, dtype: np.dtype[Any]) -> Any:
    """What changes nothing in the reduction."""
    if reduce in ("sum", "mean"):
        return 0
    if reduce == "prod":
        return 1
    lowest = reduce == "amax"
    if dtype.kind == "f":
        return -np.inf if lowest else np.inf
    if dtype.kind == "b":
        return not lowest
    limits = np.iinfo(dtype)
    return limits.min if lowest else limits.max


def reduce_into(found: Array, where: Any, src: Array, reduce: str, include_self: bool) -> None:
    if not include_self:
        found[where] = _neutral(reduce, found.dtype)
    REDUCTIONS[reduce].at(found, where, src)
    if reduce != "mean":
        return
    count = np.full(found.shape, int(include_self), np.int64)
    np.add.at(count, where, 1)
    count[count == 0] = 1
    whole = found.dtype.kind in "iu"
    divided = np.floor_divide(found, count) if whole else found / count.astype(found.real.dtype)
    found[...] = divided


CURRENT_NAMES = {"max": "amax", "min": "amin"}


# The two families below differ in how a value finds its place: by an index of its own, or by its slice. `Places` are
# the operations on Tensors that read and write there, so that the derivatives of a reduction are written once.
def _reduced_grads(
    grad: Any, self: Any, src: Any, result: Any, reduce: str, include_self: bool, places: Any
) -> tuple[Any, Any]:
    """The gradients of `self` and of the values that were reduced into it."""
    if reduce == "sum":
        to_self, to_src = grad, places.read(grad)
    elif reduce == "mean":
        count = f.zeros_like(grad) + (1 if include_self else 0)
        count = places.add(count, src.detach() * 0 + 1)
        count = count.masked_fill(count == 0, 1)
        to_self, to_src = grad / count, places.read(grad / count)
    elif reduce == "prod":
        to_self, to_src = _prod_grads(grad, self, src, result, include_self, places)
    else:
        value = places.read(result)
        own, theirs = (self == result).to(grad.dtype), (src == value).to(grad.dtype)
        share = grad / places.add(own, theirs)
        to_self, to_src = own * share, theirs * places.read(share)
    return (to_self if include_self else places.clear(to_self)), to_src


def _prod_grads(
    grad: Any, self: Any, src: Any, result: Any, include_self: bool, places: Any
) -> tuple[Any, Any]:
    """Of a product, where a single factor 0 takes the product of all others."""
    filled = self.masked_fill(self == 0, 1)
    to_self = grad * places.multiply(filled, src, include_self) / filled
    zero = src == 0
    zeros = places.read(places.add(f.zeros_like(self.detach()), zero.to(grad.dtype)))
    single = zero & (zeros == 1)
    others = places.multiply(self, src.masked_fill(single, 1), include_self)
    ordinary = places.read(grad * result) / src.masked_fill(zero, 1)
    return to_self, f.where(single, places.read(grad * others), ordinary)


class Scattered:
    """Values that find their places by an index of their own shape."""

    def __init__(self, dim: int, index: Tensor) -> None:
        self.dim, self.index = dim, index

    def read(self, x: Any) -> Any:
        return x.gather(self.dim, self.index)

    def add(self, x: Any, values: Any) -> Any:
        return x.scatter_add(self.dim, self.index, values)

    def multiply(self, x: Any, values: Any, include_self: bool) -> Any:
        return x.scatter_reduce(self.dim, self.index, values, "prod", include_self=include_self)

    def clear(self, x: Any) -> Any:
        return x.scatter(self.dim, self.index, 0)


class Sliced(Scattered):
    """Values that are slices along a dimension."""

    def read(self, x: Any) -> Any:
        return x.index_select(self.dim, self.index)

    def add(self, x: Any, values: Any) -> Any:
        return x.index_add(self.dim, self.index, values)

    def multiply(self, x: Any, values: Any, include_self: bool) -> Any:
        return x.index_reduce(self.dim, self.index, values, "prod", include_self=include_self)

    def clear(self, x: Any) -> Any:
        return x.index_fill(self.dim, self.index, 0)


def reduced_formula(places: type[Scattered], which: int) -> Callable[..., Any]:
    """The derivative by `self` (0) or by the values (1)."""

    def of_tensors(
        grad: Any, self: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool, result: Any
    ) -> Any:  # fmt: skip
        name = CURRENT_NAMES.get(reduce, reduce)
        given = _reduced_grads(grad, self, src, result, name, include_self, places(dim, index))
        return given[which]

    def formula(
        grad: Any, self: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool, result: Any
    ) -> Any:  # fmt: skip
        return f.on_tensors(of_tensors)(grad, self, dim, index, src, reduce, include_self, result)

    def of_source(
        grad: Any, self: Any, dim: int, index: Any, source: Any, reduce: str, include_self: bool, result: Any
    ) -> Any:  # fmt: skip
        return formula(grad, self, dim, index, source, reduce, include_self, result)

    return of_source if places is Sliced else formula
