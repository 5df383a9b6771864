"""Images made larger or smaller by more than two neighbours: bicubic, and with antialiasing.

Along each dimension that is a matrix: a row for each number of the result, with a share for each
number that it is made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops.kernels import Ints, missing
from gradrepl.engine.ops.resampling import check_upsample, upsample_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.table import Op


def _ratio(size: int, out: int, scale: float | None, align: bool, kind: Any) -> Any:
    if align:
        return kind(size - 1) / kind(out - 1) if out > 1 else kind(0)
    return kind(1.0 / scale) if scale is not None and scale > 0 else kind(size) / kind(out)


def _cubic(x: Array, a: float) -> Array:
    """How much a neighbour at that distance counts."""
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = ((x - 5) * x + 8) * x * a - 4 * a
    return np.where(x <= 1, near, np.where(x < 2, far, 0)).astype(x.dtype)


def _cubic_shares(size: int, out: int, scale: float | None, align: bool, kind: Any) -> Array:
    ratio = _ratio(size, out, scale, align, kind)
    places = np.arange(out, dtype=kind)
    at = ratio * places if align else ratio * (places + kind(0.5)) - kind(0.5)
    low = np.floor(at)
    share = at - low
    found = np.zeros((out, size), kind)
    for step in (-1, 0, 1, 2):
        weight = _cubic(np.abs(share - kind(step)), -0.75)
        columns = np.clip(low.astype(np.int64) + step, 0, size - 1)
        np.add.at(found, (np.arange(out), columns), weight)
    return found


def _triangle(x: Array) -> Array:
    return np.maximum(1 - x, 0).astype(x.dtype)


def _smooth_cubic(x: Array) -> Array:
    return _cubic(x, -0.5)


def _smooth_shares(reach: int, weigh: Callable[[Array], Array]) -> Callable[..., Array]:
    """Where the image shrinks, each number is made of all that it stands for."""

    def shares(size: int, out: int, scale: float | None, align: bool, kind: Any) -> Array:
        if out == size:  # whatever factor was asked for
            return np.eye(out, dtype=kind)
        ratio = _ratio(size, out, scale, align, kind)
        wide = max(ratio, kind(1))
        support = kind(reach / 2) * wide
        found = np.zeros((out, size), kind)
        for row in range(out):
            center = ratio * kind(row + 0.5)
            start = max(int(center - support + kind(0.5)), 0)
            stop = min(int(center + support + kind(0.5)), size)
            places = np.arange(start, stop, dtype=kind)
            weights = weigh(np.abs(places - center + kind(0.5)) / wide)
            total = weights.sum()
            found[row, start:stop] = weights / total if total else weights
        return found

    return shares


def _rows(name: str, node: str, shares: Callable[..., Array]) -> tuple[Op, Op]:
    def matrices(old: Ints, new: Ints, align: bool, scales: Any, like: Array) -> list[Array]:
        kind = np.float32 if like.dtype == np.float16 else like.dtype.type
        return [shares(*each, align, kind) for each in zip(old, new, scales, strict=True)]

    def kernel(a: Array, output_size: Ints, align_corners: bool, *scales: float | None) -> Array:
        check_upsample(a, output_size)
        if a.dtype.kind != "f":
            raise missing("compute_indices_weights_cubic", a)
        down, across = matrices(a.shape[2:], output_size, align_corners, scales, a)
        return np.asarray(down @ (a @ across.T)).astype(a.dtype, copy=False)

    def backward(grad: Array, size: Ints, align_corners: bool, *scales: float | None) -> Array:
        down, across = matrices(size, grad.shape[2:], align_corners, scales, grad)
        return np.asarray(down.T @ (grad @ across)).astype(grad.dtype, copy=False)

    return upsample_rows(name, node, 2, kernel, backward, aligned=True)


CUBIC: tuple[Op, ...] = (
    *_rows("upsample_bicubic2d", "UpsampleBicubic2DBackward", _cubic_shares),
    *_rows("_upsample_bilinear2d_aa", "UpsampleBilinear2DAaBackward", _smooth_shares(2, _triangle)),
    *_rows(
        "_upsample_bicubic2d_aa", "UpsampleBicubic2DAaBackward", _smooth_shares(4, _smooth_cubic)
    ),
)
