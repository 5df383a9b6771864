"""`gradient`: slopes of numbers on a grid, by differences of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable


def _axis(ndim: int, dim: int) -> int:
    if not -ndim <= dim < ndim:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-ndim}, {ndim - 1}], but got "
            f"{dim})"
        )
    return dim % ndim


def _dims(self: Tensor, dim: Any, spacing: list[Any] | None) -> list[int]:
    """The dimensions that are asked for, and whether the spacings are as many."""
    if dim is None:
        dims = list(range(self.ndim))
        if spacing is not None and len(spacing) != len(dims):
            raise RuntimeError(
                "torch.gradient expected spacing to be unspecified, a scalar, or a list of length "
                f"equal to 'self.dim() = {self.ndim}', since dim argument was not given, but got a "
                f"list of length {len(spacing)}"
            )
    else:
        dims = [
            _axis(self.ndim, each) for each in (dim if isinstance(dim, (tuple, list)) else (dim,))
        ]
        for each in dims:
            if dims.count(each) > 1:
                raise RuntimeError(f"dim {each} appears multiple times in the list of dims")
        if spacing is not None and len(spacing) != len(dims):
            raise RuntimeError(
                "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and "
                "dim arguments to have the same length, but got a spacing argument of length "
                f"{len(spacing)} and a dim argument of length {len(dims)}."
            )
    return dims


def _slopes(self: Tensor, spacing: list[Any] | None, dim: Any, edge_order: int) -> list[Tensor]:
    if edge_order not in (1, 2):
        raise RuntimeError("torch.gradient only supports edge_order=1 and edge_order=2.")
    dims = _dims(self, dim, spacing)
    steps = spacing or [1.0] * len(dims)
    for each in dims:
        if self.shape[each] <= edge_order:
            raise RuntimeError(
                "torch.gradient expected each dimension size to be at least edge_order+1"
            )
    whole = self.float() if self._a.dtype.kind in "iu" else self
    found = []
    for each, step in zip(dims, steps, strict=True):
        if isinstance(step, Tensor):
            found.append(_uneven(whole, step, each, edge_order))
        else:
            found.append(_even(whole, step, each, edge_order))
    return found


def _parts(x: Tensor, dim: int) -> Callable[[int, int], Tensor]:
    """`part(start, stop)` along the dimension, the stop counted from the end."""
    size = x.shape[dim]

    def part(start: int, stop: int) -> Tensor:
        found: Tensor = x.narrow(dim, start, size + stop - start)
        return found

    return part


def _at(x: Tensor, dim: int, place: int) -> Tensor:
    found: Tensor = x.narrow(dim, place % x.shape[dim], 1)
    return found


def _even(x: Tensor, step: float, dim: int, edge_order: int) -> Tensor:
    from gradrepl.engine import ops

    part = _parts(x, dim)
    middle = part(2, 0).sub(part(0, -2)).div(2 * step)
    if edge_order == 1:
        first = _at(x, dim, 1).sub(_at(x, dim, 0)).div(step)
        last = _at(x, dim, -1).sub(_at(x, dim, -2)).div(step)
    else:
        first = _edge([_at(x, dim, each) for each in (0, 1, 2)], step)
        last = _edge([_at(x, dim, each) for each in (-1, -2, -3)], -step)
    found: Tensor = ops.function("cat")([first, middle, last], dim)
    return found


def _edge(three: list[Any], step: float) -> Any:
    """The slope at the first of three places, by a parabola."""
    near, middle, far = three
    return near.mul(-1.5).add(middle.mul(2)).add(far.mul(-0.5)).div(step)


def _uneven(x: Tensor, places: Tensor, dim: int, edge_order: int) -> Tensor:
    from gradrepl.engine import ops

    along = places._a
    if along.ndim != 1 or along.size != x.shape[dim]:
        raise RuntimeError(
            "torch.gradient expected each element of spacing to have one dimension, and as many "
            "elements as the dimension that it belongs to"
        )
    shape = [1] * x.ndim
    shape[dim] = -1
    gaps = np.diff(along)
    before, after = (gaps[:-1].reshape(shape), gaps[1:].reshape(shape))
    part = _parts(x, dim)
    middle = part(0, -2).mul(wrap(-after / (before * (before + after))))
    middle = middle.add(part(1, -1).mul(wrap((after - before) / (before * after))))
    middle = middle.add(part(2, 0).mul(wrap(before / (after * (before + after)))))
    edges = []
    for near, second, third, gap, further, sign in (
        (0, 1, 2, gaps[0], gaps[1 % gaps.size], 1.0),
        (-1, -2, -3, gaps[-1], gaps[-2 % gaps.size], -1.0),
    ):  # fmt: skip
        if edge_order == 1:
            slope = _at(x, dim, second).sub(_at(x, dim, near)).div(float(gap) * sign)
        else:
            h, k = float(gap), float(further)
            slope = _at(x, dim, near).mul(-sign * (2 * h + k) / (h * (h + k)))
            slope = slope.add(_at(x, dim, second).mul(sign * (h + k) / (h * k)))
            slope = slope.add(_at(x, dim, third).mul(-sign * h / (k * (h + k))))
        edges.append(slope)
    found: Tensor = ops.function("cat")([edges[0], middle, edges[1]], dim)
    return found


def gradient(input: Tensor, *, spacing: Any = None, dim: Any = None, edge_order: int = 1) -> Any:
    """The slopes along each dimension that is asked for, or along all of them."""
    if SPECIAL and STATE.function_modes:
        given = {"spacing": spacing, "dim": dim, "edge_order": edge_order}
        return handle(gradient, (input,), given)
    if spacing is not None and not isinstance(spacing, (tuple, list)):
        count = input.ndim if dim is None else len(dim) if isinstance(dim, (tuple, list)) else 1
        spacing = [spacing] * count
    return tuple(_slopes(input, spacing, dim, edge_order))
