"""The distinct elements, and how many there are of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim
from gradrepl.engine.values import is_int, type_name

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def _distinct(a: Array, dim: int | None) -> tuple[Array, Array, Array]:
    """The values in order, where each element is among them, and how often each occurs."""
    values, inverse, counts = np.unique(a, return_inverse=True, return_counts=True, axis=dim)
    return values, inverse.reshape(a.shape if dim is None else (a.shape[dim],)), counts


def distinct(a: Array, sorted: bool, return_inverse: bool, return_counts: bool) -> Any:
    del sorted, return_inverse, return_counts
    if a.dtype.kind == "c":
        raise missing("unique", a)
    return _distinct(a, None)


def distinct_dim(
    a: Array, dim: int, sorted: bool, return_inverse: bool, return_counts: bool
) -> Any:
    del sorted, return_inverse, return_counts
    if a.dtype.kind == "c":
        raise missing("unique_dim", a)
    over = _dim_of(a, dim)
    if a.shape[over] and not a.size:
        raise RuntimeError(
            "There are 0 sized dimensions, and they aren't selected, so unique cannot be applied"
        )
    return _distinct(a, over)


def _dim_of(a: Array, dim: int) -> int:
    if not a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    return wrap_dim(dim, a.ndim)


def runs(a: Array, return_inverse: bool, return_counts: bool, dim: int | None) -> Any:
    """The same of neighbours alone."""
    over = None if dim is None else _dim_of(a, dim)
    lines = a.reshape(-1) if over is None else np.moveaxis(a, over, 0)
    differs = lines[1:] != lines[:-1]
    starts = np.ones(len(lines), bool)
    starts[1:] = differs.any(tuple(range(1, differs.ndim))) if lines.size else False
    kept = lines[starts]
    inverse = (np.cumsum(starts) - 1).reshape(a.shape if over is None else -1)
    counts = np.diff(np.append(np.flatnonzero(starts), len(lines)))
    return kept if over is None else np.moveaxis(kept, 0, over).copy("C"), inverse, counts


def _asked(found: Any, return_inverse: bool, return_counts: bool) -> Any:
    wanted = [found[0]]
    if return_inverse:
        wanted.append(found[1])
    if return_counts:
        wanted.append(found[2])
    return wanted[0] if len(wanted) == 1 else tuple(wanted)


def _check_flags(called: str, **flags: Any) -> None:
    """PyTorch's Python asks whether the flags are true before its C++ asks whether they are bools."""
    for each in flags.values():
        bool(each)
    for name, each in flags.items():
        if not isinstance(each, bool):
            raise TypeError(f"{called}(): argument '{name}' must be bool, not {type_name(each)}")


def unique(self: Tensor, sorted: Any, return_inverse: Any, return_counts: Any, dim: Any) -> Any:
    called = "_unique2" if dim is None else "unique_dim"
    _check_flags(called, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
    if dim is not None and not is_int(dim):
        raise TypeError(
            f"unique_dim(): argument 'dim' (position 2) must be int, not {type_name(dim)}"
        )
    how = (sorted, return_inverse, return_counts)
    found = RECORDED._unique2(self, *how) if dim is None else RECORDED.unique_dim(self, dim, *how)
    return _asked(found, return_inverse, return_counts)


def unique_runs(self: Tensor, return_inverse: Any, return_counts: Any, dim: Any) -> Any:
    called = "unique_consecutive"
    _check_flags(called, return_inverse=return_inverse, return_counts=return_counts)
    if dim is not None and not is_int(dim):
        raise TypeError(f"{called}(): argument 'dim' must be int, not {type_name(dim)}")
    found = RECORDED._unique_consecutive(self, return_inverse, return_counts, dim)
    return _asked(found, return_inverse, return_counts)


def undone(name: str) -> Any:
    """What PyTorch records, and has no derivative of."""

    def formula(grads: Any) -> Any:
        raise NotImplementedError(f"the derivative for '{name}' is not implemented.")

    return formula


# fmt: off
DISTINCT = (
    op("_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor result0, Tensor result1, Tensor result2)",
       "Unique2Backward0", distinct, method=False, function=False, self=undone("_unique2")),
    op("unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor result0, Tensor result1, Tensor result2)",
       "UniqueDimBackward0", distinct_dim, method=False, function=False, self=undone("unique_dim")),
    op("_unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor result0, Tensor result1, Tensor result2)",
       "UniqueConsecutiveBackward0", runs, method=False, function=False, self=undone("unique_consecutive")),
    compose("unique(Tensor self, Object sorted=True, Object return_inverse=False, Object return_counts=False, Object? dim=None) -> Tensor", unique),
    compose("unique_consecutive(Tensor self, Object return_inverse=False, Object return_counts=False, Object? dim=None) -> Tensor", unique_runs),
)
# fmt: on
