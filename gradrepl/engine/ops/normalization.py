"""Normalization over a layer, over groups of channels, and by the root of the mean square."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array, float32
from gradrepl.engine.limits import finfo
from gradrepl.engine.ops import rows
from gradrepl.engine.ops.kernels import Ints, laid_out, missing
from gradrepl.engine.ops.layouts import (
    Layout,
    backward_of,
    backward_rows,
    bias_kernel,
    check_mixed,
    input_kernel,
    moments,
    normalized,
    scaled,
    short_normalized,
    weight_kernel,
    widened,
)
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor


@functools.lru_cache(256)
def by_layer(shape: Ints, inner: Ints) -> Layout:
    size = math.prod(inner)
    outer = math.prod(shape[: len(shape) - len(inner)])
    return Layout((outer, size), (1,), (1, size))


@functools.lru_cache(256)
def by_group(n: int, c: int, area: int, groups: int) -> Layout:
    return Layout((n, groups, c // groups, area), (2, 3), (1, groups, c // groups, 1))


_layer_input, _layer_weight, _layer_bias = backward_of("layer")


# --- over a layer ----------------------------------------------------------------------------------------------------


def _check_normalized_shape(x: Array, inner: Ints, star: str, **given: Array | None) -> None:
    if not inner:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got "
            f"normalized_shape = {list(inner)}"
        )
    for name, each in given.items():
        if each is not None and each.shape != inner:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape "
                f"{list(each.shape)} and normalized_shape = {list(inner)}"
            )
    if x.ndim < len(inner) and not star:
        raise ValueError(
            f"Input tensor must have at least {len(inner)} dimensions, but got {x.ndim}"
        )
    if x.shape[-len(inner) :] != inner:
        wanted = ", ".join(map(str, inner))
        raise RuntimeError(
            f"Given normalized_shape={list(inner)}, expected input with shape [*{star}{wanted}], but got input of "
            f"size{list(x.shape)}"
        )


def _fit(dtype: np.dtype[Any], shape: Ints, weight: Array | None, bias: Array | None) -> bool:
    return (weight is None or (weight.dtype is dtype and weight.shape == shape)) and (
        bias is None or (bias.dtype is dtype and bias.shape == shape)
    )


def native_layer_norm(x: Array, inner: Ints, weight: Array | None, bias: Array | None, eps: float) -> tuple[Array, ...]:  # fmt: skip
    if (
        x.flags.c_contiguous
        and inner
        and x.shape[-1:] == inner
        and _fit(x.dtype, inner, weight, bias)
    ):
        known = rows.short_rows(x.shape, -1, x.dtype)
        if known is not None:
            return short_normalized(x, known, weight, bias, eps)
    if x.shape[-1:] != inner or not inner or weight is not None or bias is not None:
        check_mixed(x, weight)
        _check_normalized_shape(x, inner, ", ", weight=weight, bias=bias)
        check_mixed(x, weight, bias)
    if x.dtype.kind != "f":
        raise missing("LayerNormKernelImpl", x)
    at, wide = by_layer(x.shape, inner), widened(x)
    mean, _, rstd, difference = moments(wide.reshape(at.whole), at.over, eps)
    found = normalized(difference, rstd, weight, bias, at)
    found = laid_out(found.reshape(x.shape).astype(x.dtype, copy=False), x)
    outer = (*x.shape[: x.ndim - len(inner)], *(1,) * len(inner))
    return found, mean.reshape(outer), rstd.reshape(outer)


def layer_norm_input(grad: Any, input: Any, normalized_shape: Ints, weight: Any, result1: Any, result2: Any) -> Any:  # fmt: skip
    at = by_layer(tuple(input.shape), normalized_shape)
    return _layer_input(grad, input, result1, result2, weight, True, at.whole, at.over, at.weight)


def layer_norm_weight(grad: Any, input: Any, normalized_shape: Ints, result1: Any, result2: Any) -> Any:  # fmt: skip
    at = by_layer(tuple(input.shape), normalized_shape)
    return _layer_weight(
        grad, input, result1, result2, True, at.whole, at.over, at.weight, normalized_shape
    )


def layer_norm_bias(grad: Any, input: Any, weight: Any, bias: Any, normalized_shape: Ints) -> Any:
    del bias  # PyTorch saves it
    at = by_layer(tuple(grad.shape), normalized_shape)
    return _layer_bias(grad, input, weight, at.whole, at.weight, normalized_shape)


def layer_norm(input: Tensor, normalized_shape: Ints, weight: Any, bias: Any, eps: float, cudnn_enable: bool) -> Any:  # fmt: skip
    del cudnn_enable
    return RECORDED.native_layer_norm(input, normalized_shape, weight, bias, eps)[0]


def rms_norm(input: Tensor, normalized_shape: Ints, weight: Tensor | None, eps: float | None) -> Any:  # fmt: skip
    """`x / sqrt(mean(x ** 2) + eps)`, written with the operations that PyTorch writes it with."""
    x = input._a
    scale = None if weight is None else weight._a
    _check_normalized_shape(x, normalized_shape, "", weight=scale)
    if x.dtype.kind not in "fc":
        raise missing("rms_norm", x)
    wide = input.to(float32) if x.dtype == np.float16 else input
    dims = tuple(range(-len(normalized_shape), 0))
    least = finfo(OF[wide._a.dtype]).eps if eps is None else eps
    mean = wide.pow(2).mean(dims, keepdim=True)
    found = wide * RECORDED._add_number(mean, least).rsqrt()
    if weight is not None:
        found = found * weight
    return found.type_as(input)


# --- over groups of channels -----------------------------------------------------------------------------------------


def group_norm(input: Tensor, num_groups: int, weight: Any, bias: Any, eps: float, cudnn_enabled: bool) -> Any:  # fmt: skip
    del cudnn_enabled
    x = input._a
    if x.ndim < 2:
        raise RuntimeError(f"Expected at least 2 dimensions for input tensor but received {x.ndim}")
    n, c = x.shape[:2]
    if num_groups <= 0:
        raise RuntimeError(f"Expected num groups to be greater than 0, got {num_groups}")
    if c % num_groups:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by num_groups, but got input of shape "
            f"{list(x.shape)} and num_groups={num_groups}"
        )
    told = (
        list(weight._a.shape) if weight is not None else [0]
    )  # PyTorch names the weight's for both
    for name, each in (("weight", weight), ("bias", bias)):
        if each is not None and each._a.shape != (c,):
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number of channels in input, but got {name} of "
                f"shape {told} and input of shape {list(x.shape)}"
            )
    area = math.prod(x.shape[2:])
    images = input.contiguous()
    return RECORDED.native_group_norm(
        images, weight, bias, n, c, area, num_groups, eps
    )[0]  # fmt: skip


def native_group_norm(x: Array, weight: Array | None, bias: Array | None, n: int, c: int, area: int, groups: int, eps: float) -> tuple[Array, ...]:  # fmt: skip
    if x.dtype.kind != "f":
        raise missing("GroupNormKernelImpl", x)
    check_mixed(x, weight, bias)
    at, wide = by_group(n, c, area, groups), widened(x)
    mean, _, rstd, difference = moments(wide.reshape(at.whole), at.over, eps)
    if weight is None and bias is None:
        found = normalized(difference, rstd, weight, bias, at)
    else:
        found = scaled(wide, mean, rstd, weight, bias, at)
    return (
        found.reshape(x.shape).astype(x.dtype, copy=False),
        mean.reshape(n, groups),
        rstd.reshape(n, groups),
    )


def _groups_seen(input: Any, eps: float, mean: Any, rstd: Any, at: Layout) -> tuple[Any, Any]:
    """Mean and inverse deviation; on Tensors written out, so that it can be differentiated without end, as PyTorch's."""
    if isinstance(input, np.ndarray):
        return mean, rstd
    x = input.reshape(at.whole)
    mean = x.mean(at.over, keepdim=True)
    return mean, ((x - mean).pow(2).mean(at.over, keepdim=True) + eps).rsqrt()


def group_norm_input(grad: Any, input: Any, weight: Any, N: int, C: int, HxW: int, group: int, eps: float, result1: Any, result2: Any) -> Any:  # fmt: skip
    at = by_group(N, C, HxW, group)
    mean, rstd = _groups_seen(input, eps, result1, result2, at)
    return input_kernel(grad, input, mean, rstd, weight, True, at.whole, at.over, at.weight)


def group_norm_weight(grad: Any, input: Any, N: int, C: int, HxW: int, group: int, eps: float, result1: Any, result2: Any) -> Any:  # fmt: skip
    at = by_group(N, C, HxW, group)
    mean, rstd = _groups_seen(input, eps, result1, result2, at)
    return weight_kernel(grad, input, mean, rstd, True, at.whole, at.over, at.weight, (C,))


def group_norm_bias(grad: Any, N: int, C: int, HxW: int, group: int) -> Any:
    at = by_group(N, C, HxW, group)
    return bias_kernel(grad, at.whole, at.weight, (C,))


# fmt: off
NORMALIZATION: tuple[Op, ...] = (
    compose("layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enable=True) -> Tensor",
            layer_norm, method=False),
    op("native_layer_norm(Tensor input, int[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor result0, Tensor result1, Tensor result2)",
       "NativeLayerNormBackward0", native_layer_norm, method=False, input=layer_norm_input, weight=layer_norm_weight, bias=layer_norm_bias),
    *backward_rows("layer", "NativeLayerNormBackwardBackward0"),
    compose("rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor", rms_norm, method=False),
    compose("group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enabled=True) -> Tensor",
            group_norm, method=False),
    op("native_group_norm(Tensor input, Tensor? weight, Tensor? bias, int N, int C, int HxW, int group, float eps) -> (Tensor result0, Tensor result1, Tensor result2)",
       "NativeGroupNormBackward0", native_group_norm, method=False, input=group_norm_input, weight=group_norm_weight, bias=group_norm_bias),
)
# fmt: on
