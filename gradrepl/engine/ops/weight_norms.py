"""Weights as a direction and a length: `g * v / |v|`, the norm taken of all dimensions but one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def _norms(v: Any, dim: int) -> Any:
    over = [each for each in range(len(v.shape)) if each != dim % len(v.shape)]
    return f.sum_over(v * v, over, True) ** 0.5


def weighted(v: Array, g: Array, dim: int) -> tuple[Array, Array]:
    if v.dtype.kind != "f":
        raise missing("weight_norm_kernel", v)
    norms = _norms(v, dim)
    return v * (g / norms), norms


def _sums(grad: Any, v: Any, dim: int, norms: Any) -> tuple[Any, Any]:
    """What arrives along `v`, and the norms, which PyTorch's second derivative takes for constants."""
    over = [each for each in range(len(v.shape)) if each != dim % len(v.shape)]
    return f.sum_over(grad * v, over, True), norms


def weighted_v(grad: Any, v: Any, g: Any, dim: int, result1: Any) -> Any:
    """`g / norm * (grad - v * along(grad, v) / norm ** 2)`."""
    sums, norms = _sums(grad, v, dim, result1)
    return (g / norms) * (grad - v * (sums / (norms * norms)))


def weighted_g(grad: Any, v: Any, dim: int, result1: Any) -> Any:
    """`along(grad, v) / norm`."""
    sums, norms = _sums(grad, v, dim, result1)
    return sums / norms


def norm_but_one(v: Tensor, pow: int, dim: int) -> Any:
    if dim == -1:
        return v.norm(pow)
    at = wrap_dim(dim, v._a.ndim)
    size = v._a.shape[at]
    ones = (1,) * (v._a.ndim - 1)
    if at == 0:
        return v.contiguous().view((size, -1)).norm(pow, 1).view((size, *ones))
    if at == v._a.ndim - 1:
        return v.contiguous().view((-1, size)).norm(pow, 0).view((*ones, size))
    return norm_but_one(v.transpose(0, at), pow, 0).transpose(0, at)


def weight_norm(v: Tensor, g: Tensor, dim: int) -> Any:
    if dim in (0, v._a.ndim - 1):  # PyTorch has one operation for the first and the last
        return RECORDED._weight_norm_interface(v.contiguous(), g.contiguous(), dim)[0]
    return v * (g / norm_but_one(v, 2, dim))


# fmt: off
WEIGHT_NORMS: tuple[Op, ...] = (
    compose("norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor", norm_but_one, method=False),
    compose("_weight_norm(Tensor v, Tensor g, int dim=0) -> Tensor", weight_norm, method=False),
    op("_weight_norm_interface(Tensor v, Tensor g, int dim=0) -> (Tensor result0, Tensor result1)", "WeightNormInterfaceBackward0", weighted, method=False,
       v=weighted_v, g=weighted_g),
)
# fmt: on
