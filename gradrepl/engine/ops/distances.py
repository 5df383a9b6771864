"""Distances between all pairs of rows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.matmul import batch_shape
from gradrepl.engine.ops.products import t_last
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor

# --- kernels ---------------------------------------------------------------------------------------------------------


def distances(a: Array, b: Array, p: float, compute_mode: int | None) -> Array:
    """Between each row of one matrix and each of the other."""
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[a.dtype].legacy} but found {OF[b.dtype].legacy}"
        )
    if a.dtype == np.float16:
        raise missing("cdist", a)
    gaps = np.abs(a[..., :, None, :] - b[..., None, :, :])
    if p == 0:
        return np.asarray((gaps != 0).sum(-1, dtype=a.dtype))
    if p == 1:
        return np.asarray(gaps.sum(-1))
    if p == 2:
        return np.sqrt((gaps * gaps).sum(-1), out=...)
    if math.isinf(p):
        return np.asarray(gaps.max(-1, initial=0))
    return np.asarray((gaps ** a.dtype.type(p)).sum(-1) ** a.dtype.type(1 / p))


def distances_slope(grad: Array, a: Array, b: Array, p: float, cdist: Array) -> Array:
    """By the rows of the first; 0 where two rows are the same."""
    gaps = a[..., :, None, :] - b[..., None, :, :]
    grad, far = grad[..., None], cdist[..., None]
    if p == 0:
        return np.zeros((*gaps.shape[:-2], a.shape[-1]), a.dtype)
    if p == 1:
        parts = grad * np.sign(gaps)
    elif math.isinf(p):
        parts = grad * np.sign(gaps) * (np.abs(gaps) == far)
    else:
        size = np.abs(gaps)
        steep = (size == 0) if p < 2 else np.zeros((), bool)  # no slope, or an infinite one
        power = np.where(steep, 0, np.where(steep, 1, size) ** a.dtype.type(p - 1))
        whole = np.where(far == 0, 1, far) ** a.dtype.type(p - 1)
        parts = np.where(far == 0, 0, np.sign(gaps) * power * grad / whole)
    return np.asarray(parts.sum(-2), a.dtype)


def distances_by_product(a: Array, b: Array) -> Array:
    """|a|^2 - 2 a b + |b|^2, in one product."""
    squares = [(each * each).sum(-1, keepdims=True) for each in (a, b)]
    ones = [np.ones_like(each) for each in squares]
    left = np.concatenate((a * -2, squares[0], ones[0]), -1)
    right = np.concatenate((b, ones[1], squares[1]), -1)
    return np.sqrt(np.maximum(left @ np.swapaxes(right, -2, -1), 0), out=...)


# --- formulas --------------------------------------------------------------------------------------------------------


_slope_of_distances = f.recorded("_cdist_backward", distances_slope)


def cdist_x1(grad: Any, x1: Any, x2: Any, p: float, result: Any) -> Any:
    return _slope_of_distances(grad, x1, x2, p, result)


def cdist_x2(grad: Any, x1: Any, x2: Any, p: float, result: Any) -> Any:
    turned = [
        each.contiguous() if isinstance(each, Tensor) else each
        for each in (t_last(grad), t_last(result))
    ]
    return _slope_of_distances(turned[0], x2, x1, p, turned[1])


def not_again(grad: Any) -> Any:
    raise NotImplementedError("the derivative for '_cdist_backward' is not implemented.")


def _ratio(grad: Any, result: Any) -> Any:
    return f.masked_fill(grad / result, result == 0, 0)


def euclidean_x1(grad: Any, x1: Any, x2: Any, result: Any) -> Any:
    ratio = _ratio(grad, result)
    return x1 * f.sum_over(ratio, (-1,), True) - ratio @ x2


def euclidean_x2(grad: Any, x1: Any, x2: Any, result: Any) -> Any:
    ratio = _ratio(grad, result)
    return x2 * f.unsqueeze(f.sum_over(ratio, (-2,)), -1) - t_last(ratio) @ x1


# --- compositions ----------------------------------------------------------------------------------------------------


_MODES = {
    "use_mm_for_euclid_dist_if_necessary": 0,
    "use_mm_for_euclid_dist": 1,
    "donot_use_mm_for_euclid_dist": 2,
}
_MANY = 25
"""Rows from which on a product is quicker."""


def cdist(x1: Tensor, x2: Tensor, p: float, compute_mode: str) -> Any:
    if compute_mode not in _MODES:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    for name, each in (("X1", x1), ("X2", x2)):
        if each._a.ndim < 2:
            raise RuntimeError(
                f"cdist only supports at least 2D tensors, {name} got: {each._a.ndim}D"
            )
    if x1._a.shape[-1] != x2._a.shape[-1]:
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {x1._a.shape[-1]} X2: {x2._a.shape[-1]}"
        )
    for name, each in (("X1", x1), ("X2", x2)):
        if each._a.dtype.kind != "f":
            raise RuntimeError(
                f"cdist only supports floating-point dtypes, {name} got: {OF[each._a.dtype].legacy}"
            )
    if p < 0:
        raise RuntimeError("cdist only supports non-negative p values")
    return _distances(x1, x2, float(p), _MODES[compute_mode])


def _distances(x1: Tensor, x2: Tensor, p: float, mode: int) -> Any:
    batch = batch_shape(x1._a.shape[:-2], x2._a.shape[:-2])
    rows = max(x1._a.shape[-2], x2._a.shape[-2])
    if p != 2 or not (mode == 1 or (mode == 0 and rows > _MANY)) or not x1._a.size:
        return RECORDED._cdist_forward(x1, x2, p, mode)
    first, second = (
        x.expand((*batch, *x._a.shape[-2:])) if x._a.shape[:-2] != batch else x for x in (x1, x2)
    )
    return RECORDED._euclidean_dist(first, second).view((*batch, x1._a.shape[-2], x2._a.shape[-2]))


# fmt: off
DISTANCES = (
    op("_cdist_forward(Tensor x1, Tensor x2, float p, int? compute_mode) -> Tensor", "CdistBackward0", distances, method=False, function=False,
       x1=cdist_x1, x2=cdist_x2),
    op("_cdist_backward(Tensor grad, Tensor x1, Tensor x2, float p, Tensor cdist) -> Tensor", "CdistBackwardBackward0", distances_slope, method=False, function=False,
       grad=not_again, x1=not_again, x2=not_again, cdist=not_again),
    op("_euclidean_dist(Tensor x1, Tensor x2) -> Tensor", "EuclideanDistBackward0", distances_by_product, method=False, x1=euclidean_x1, x2=euclidean_x2),
    compose('cdist(Tensor x1, Tensor x2, float p=2.0, str compute_mode="use_mm_for_euclid_dist_if_necessary") -> Tensor', cdist, method=False),
)
# fmt: on
