"""A copy of a tensor with another one in a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.diagonals import diagonal
from gradrepl.engine.ops.splitting import selected, sliced
from gradrepl.engine.table import op

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


def into(region: Callable[..., Array]) -> Callable[..., Array]:
    """The kernel that writes `src` into the region of a copy."""

    def kernel(a: Array, src: Array, *how: Any) -> Array:
        found = a.copy("K")
        part = region(found, *how)
        if part.shape != src.shape:
            raise RuntimeError(
                "expected src to have a size equal to the slice of self. src size = "
                f"{list(src.shape)}, slice size = {list(part.shape)}"
            )
        part[...] = src
        return found

    return kernel


def without(name: str, view: str) -> Callable[..., Any]:
    """The derivative by the rest: the gradient with zeros in the region."""

    def of_tensors(grad: Any, *how: Any) -> Any:
        hole = f.zeros_like(getattr(grad.detach(), view)(*how))
        return getattr(grad, name)(hole, *how)

    return f.on_tensors(of_tensors)


_without_selected = without("select_scatter", "select")
_without_sliced = without("slice_scatter", "_slice")
_without_diagonal = without("diagonal_scatter", "diagonal")
_selected = f.on_tensors(lambda grad, dim, index: grad.select(dim, index))
_sliced = f.on_tensors(lambda grad, *how: grad._slice(*how))
_diagonal = f.on_tensors(lambda grad, *how: grad.diagonal(*how))


def _select_region(a: Array, dim: int, index: int) -> Array:
    return selected(a, dim, index)


def _slice_region(a: Array, dim: int, start: Any, end: Any, step: int) -> Array:
    if step <= 0:
        raise RuntimeError("slice step must be positive")
    return sliced(a, dim, start, end, step)


def _diagonal_region(a: Array, offset: int, dim1: int, dim2: int) -> Array:
    return diagonal(a, offset, dim1, dim2)


# fmt: off
EMBEDDED = (
    op("select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor", "SelectScatterBackward0", into(_select_region),
       self=lambda grad, dim, index: _without_selected(grad, dim, index), src=lambda grad, dim, index: _selected(grad, dim, index)),
    op("slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor", "SliceScatterBackward0", into(_slice_region),
       self=lambda grad, dim, start, end, step: _without_sliced(grad, dim, start, end, step),
       src=lambda grad, dim, start, end, step: _sliced(grad, dim, start, end, step)),
    op("diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor", "DiagonalScatterBackward0", into(_diagonal_region),
       self=lambda grad, offset, dim1, dim2: _without_diagonal(grad, offset, dim1, dim2),
       src=lambda grad, offset, dim1, dim2: _diagonal(grad, offset, dim1, dim2)),
)
# fmt: on
