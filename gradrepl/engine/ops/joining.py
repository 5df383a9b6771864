"""Tensors put together: behind one another, in a new dimension, as blocks, as a grid."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes, errors
from gradrepl.engine.errors import cpp_type
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.dimensions import at_least_1d, at_least_2d, at_least_3d
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def _alike(arrays: list[Array]) -> bool:
    """Whether there is nothing to cast, and no empty vector among others."""
    dtype, ndim = arrays[0].dtype, arrays[0].ndim
    if not ndim:
        return False
    for a in arrays:  # noqa: SIM110  # a generator costs more
        if a.dtype is not dtype or a.ndim != ndim or not a.size:
            return False
    return True


def joined(arrays: list[Array], dim: int) -> Array:
    if not arrays:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    if _alike(arrays):
        try:
            found = np.concatenate(arrays, dim)
            # numpy keeps the order of memory that all of them share; PyTorch does not
            return found if found.flags.c_contiguous else found.copy()
        except ValueError:
            pass  # the words for it are found below
    # PyTorch lets an empty vector stand beside anything, for old times' sake
    kept = [a for a in arrays if a.shape != (0,)] or arrays[:1]
    ndim = kept[0].ndim
    for i, a in enumerate(arrays):
        if not a.ndim:
            raise RuntimeError(f"zero-dimensional tensor (at position {i}) cannot be concatenated")
    if kept[0].shape == (0,):  # then there is nothing to put side by side, in whatever dimension
        dim = 0
    at = wrap_dim(dim, ndim)
    for i, a in enumerate(kept):
        if a.ndim != ndim:
            raise RuntimeError(
                f"Tensors must have same number of dimensions: got {ndim} and {a.ndim}"
            )
        for d in range(ndim):
            if d != at and a.shape[d] != kept[0].shape[d]:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {at}. Expected size {kept[0].shape[d]} but got "
                    f"size {a.shape[d]} for tensor number {i} in the list."
                )
    size = list(kept[0].shape)
    size[at] = sum(a.shape[at] for a in kept)
    out = np.empty(size, dtypes.result_type(arrays).np)
    return np.concatenate(kept, axis=at, out=out, casting="unsafe")


def stacked(arrays: list[Array], dim: int) -> Array:
    if not arrays:
        raise RuntimeError("stack expects a non-empty TensorList")
    at, shape = wrap_dim(dim, arrays[0].ndim + 1), arrays[0].shape
    for i, a in enumerate(arrays):
        if a.shape != shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(arrays[0].shape)} at entry 0 and "
                f"{list(a.shape)} at entry {i}"
            )
    if _alike(arrays):
        if not at and arrays[0].flags.c_contiguous:
            found = np.concatenate(arrays).reshape((len(arrays), *shape))
            return found if found.flags.c_contiguous else found.copy()
        one = (*shape[:at], 1, *shape[at:])
        found = np.concatenate([a.reshape(one) for a in arrays], at)
        return found if found.flags.c_contiguous else found.copy()
    size = (*arrays[0].shape[:at], len(arrays), *arrays[0].shape[at:])
    out = np.empty(size, dtypes.result_type(arrays).np)
    return np.stack(arrays, axis=at, out=out, casting="unsafe")


# --- formulas --------------------------------------------------------------------------------------------------------


def cat_tensors(grad: Any, dim: int, tensors_list_sizes: Any) -> list[Any]:
    found, start = [], 0
    for shape in tensors_list_sizes:
        if shape == (0,):
            found.append(f.zeros((0,), grad))
            continue
        at = dim % len(shape)
        found.append(grad[(slice(None),) * at + (slice(start, start + shape[at]),)])
        start += shape[at]
    return found


def stack_tensors(grad: Any, dim: int) -> list[Any]:
    if isinstance(grad, Tensor):
        return list(grad.unbind(dim))
    return [np.asarray(each) for each in np.moveaxis(grad, dim, 0)]


# --- compositions ----------------------------------------------------------------------------------------------------


def tied(name: str, at_least: Callable[[Any], Any], dim: int) -> Any:
    """`hstack`, `vstack` and `dstack`: joined along a dimension that is there for all of them."""

    def function(tensors: Any) -> Any:
        if not tensors:
            raise RuntimeError(f"{name} expects a non-empty TensorList")
        shaped = [at_least(each) for each in tensors]
        along = 0 if dim == 1 and shaped[0]._a.ndim == 1 else dim
        if not SPECIAL:
            return RECORDED.cat(shaped, along)
        from gradrepl.engine import cat

        return cat(shaped, along)

    return function


def columns(tensors: Any) -> Any:
    from gradrepl.engine import cat

    if not tensors:
        raise RuntimeError("column_stack expects a non-empty TensorList")

    return cat([x if x._a.ndim > 1 else x.reshape((x._a.size, 1)) for x in tensors], 1)


def broadcast_tensors(tensors: Any) -> Any:
    shape: tuple[int, ...] = ()
    for each in tensors:
        try:
            shape = np.broadcast_shapes(shape, each._a.shape)
        except ValueError:
            raise errors.sizes_differ(shape, each._a.shape) from None
    return tuple(each if each._a.shape == shape else each.expand(shape) for each in tensors)


def meshgrid(tensors: Any, indexing: str | None) -> Any:
    if indexing is None:
        warn_once(
            "torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument. (Triggered "
            "internally at ...)",
            own_place=True,
        )
    if not tensors:
        raise RuntimeError("meshgrid expects a non-empty TensorList")
    if indexing not in (None, "ij", "xy"):
        raise RuntimeError(
            f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}'
        )
    for each in tensors:
        if each._a.ndim > 1:
            sizes = ",".join(map(str, each._a.shape))
            raise RuntimeError(
                "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: [ "
                f"{cpp_type(each._a)}{{{sizes}}} ]"
            )
    if len({each._a.dtype for each in tensors}) > 1:
        raise RuntimeError("meshgrid expects all tensors to have the same dtype")
    swap = indexing == "xy" and len(tensors) >= 2
    order = [tensors[1], tensors[0], *tensors[2:]] if swap else list(tensors)
    shape = tuple(each._a.size for each in order)
    grids = [
        each.view((1,) * i + (-1,) + (1,) * (len(order) - i - 1)).expand(shape)
        for i, each in enumerate(order)
    ]
    if not swap:
        return tuple(grids)
    grids = [grids[1], grids[0], *grids[2:]]
    return tuple(grids)


def cartesian_prod(tensors: Any) -> Any:
    from gradrepl.engine import stack

    for each in tensors:
        if each._a.ndim != 1:
            raise RuntimeError(f"Expect a 1D vector, but got shape {list(each._a.shape)}")
    if len(tensors) == 1:
        return tensors[0]
    return stack([grid.flatten() for grid in meshgrid(tensors, "ij")], 1)


# --- put together ----------------------------------------------------------------------------------------------------


def blocks(arrays: list[Array]) -> Array:
    """Each matrix right of and below the one before."""
    for at, each in enumerate(arrays):
        if each.ndim > 2:
            raise RuntimeError(
                f"torch.block_diag: Input tensors must have 2 or fewer dimensions. Input {at} has {each.ndim} dimensions"
            )
    flat = [np.atleast_2d(each) for each in arrays] or [np.empty((1, 0), np.float32)]
    rows, columns = (sum(each.shape[d] for each in flat) for d in (0, 1))
    found = np.zeros((rows, columns), dtypes.result_type(arrays).np)
    for (top, left), each in zip(_corners([each.shape for each in flat]), flat, strict=True):
        found[top : top + each.shape[0], left : left + each.shape[1]] = each
    return found


def _corners(shapes: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    rows, columns = ([0, *itertools.accumulate(each[d] for each in shapes)] for d in (0, 1))
    return list(zip(rows[:-1], columns[:-1], strict=True))


def blocks_tensors(grad: Any, tensors_list_sizes: Any) -> list[Any]:
    wide = [(1,) * (2 - len(each)) + tuple(each) for each in tensors_list_sizes]
    found = []
    for (top, left), (rows, columns), own in zip(
        _corners(wide), wide, tensors_list_sizes, strict=True
    ):
        found.append(grad[top : top + rows, left : left + columns].reshape(own))
    return found


def combinations(self: Tensor, r: int, with_replacement: bool) -> Any:
    from gradrepl.engine import stack

    if self._a.ndim != 1:
        raise RuntimeError(f"Expect a 1D vector, but got shape {list(self._a.shape)}")
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if not r:
        return wrap(np.empty(0, self._a.dtype))
    pick = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    rows = np.array(list(pick(range(self._a.size), r)), np.int64).reshape(-1, r)
    return stack([self.index_select(0, wrap(column)) for column in rows.T.copy()], 1)


# fmt: off
JOINING = (
    op("cat(Tensor[] tensors, int dim=0) -> Tensor", "CatBackward0", joined, method=False, tensors=cat_tensors),
    op("stack(Tensor[] tensors, int dim=0) -> Tensor", "StackBackward0", stacked, method=False, tensors=stack_tensors),
    compose("hstack(Tensor[] tensors) -> Tensor", tied("hstack", at_least_1d, 1), method=False),
    compose("dstack(Tensor[] tensors) -> Tensor", tied("dstack", at_least_3d, 2), method=False),
    compose("column_stack(Tensor[] tensors) -> Tensor", columns, method=False),
    compose("broadcast_tensors(Tensor[] tensors) -> Tensor[]", broadcast_tensors, method=False),
    compose("meshgrid.indexing(Tensor[] tensors, *, str? indexing=None) -> Tensor[]", meshgrid, method=False),
    compose("cartesian_prod(Tensor[] tensors) -> Tensor", cartesian_prod, method=False),
    compose("vstack(Tensor[] tensors) -> Tensor", tied("vstack", at_least_2d, 0), method=False),
    op("block_diag(Tensor[] tensors) -> Tensor", "BlockDiagBackward0", blocks, method=False, tensors=blocks_tensors),
    compose("combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor", combinations, method=False),
)
# fmt: on
