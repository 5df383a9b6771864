"""Normalization over a batch and over each image."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.errors import dim_out_of_range
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops import rows
from gradrepl.engine.ops.kernels import Ints, missing
from gradrepl.engine.ops.layouts import (
    Layout,
    backward_of,
    backward_rows,
    check_mixed,
    moments,
    scaled,
    widened,
)
from gradrepl.engine.ops.losses import refuse_gradient
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


def by_channel(shape: Ints) -> Layout:
    whole = (shape[0], shape[1], math.prod(shape[2:]))
    return Layout(whole, (0, 2), (1, shape[1], 1))


_batch_input, _batch_weight, _batch_bias = backward_of("batch")


def batch_norm(
    input: Tensor, weight: Any, bias: Any, running_mean: Any, running_var: Any, training: bool, momentum: float,
    eps: float, cudnn_enabled: bool,
) -> Any:  # fmt: skip
    del cudnn_enabled
    if not input._a.size:  # PyTorch takes the first of each for all
        found = input.clone()
        found = found if weight is None else found * weight[0]
        return found if bias is None else found + bias[0]
    _check_given(input, weight, bias, running_mean, running_var, training)
    refuse_gradient("native_batch_norm", "running_mean", running_mean)
    refuse_gradient("native_batch_norm", "running_var", running_var)
    return RECORDED.native_batch_norm(
        input, weight, bias, running_mean, running_var, training, momentum, eps
    )[0]


def _check_given(input: Tensor, weight: Any, bias: Any, running_mean: Any, running_var: Any, training: bool) -> None:  # fmt: skip
    """Raises: with PyTorch's text, unless everything has as many elements as there are channels."""
    channels = input._a.shape[1] if input._a.ndim > 1 else 0
    for name, each in (("running_mean", running_mean), ("running_var", running_var)):
        if each is None and not training:
            raise RuntimeError(f"{name} must be defined in evaluation mode")
    if (running_mean is None) != (running_var is None):
        raise ValueError("running_mean and running_var must either both be None or neither be None")
    given = {"running_mean": running_mean, "running_var": running_var, "weight": weight, "bias": bias}  # fmt: skip
    for name, each in given.items():
        if each is not None and each._a.size != channels:
            raise RuntimeError(f"{name} should contain {channels} elements not {each._a.size}")
    if input._a.ndim < 2:
        raise dim_out_of_range(1, input._a.ndim)


def _few_in_training(x: Array, weight: Array | None, bias: Array | None, eps: float) -> tuple[Array, ...]:  # fmt: skip
    """A small matrix normalized, and each column's mean, variance and inverse deviation."""
    wide, across = x.astype(np.float64), rows.across(x.shape)
    share = rows.share(len(x), wide.dtype)
    mean = share.dot(wide)
    difference = np.subtract(wide, mean[across], out=...)
    variance = share.dot(np.multiply(difference, difference, difference))
    rstd = np.add(variance, k.number(eps, wide.dtype), out=...)
    rstd = np.reciprocal(np.sqrt(rstd, out=...), out=...)
    mean, variance, rstd = mean.astype(x.dtype), variance.astype(x.dtype), rstd.astype(x.dtype)
    if eps == 0:
        rstd[variance == 0] = 0
    scale = rstd if weight is None else np.multiply(rstd, weight, out=...)
    shift = np.negative(np.multiply(mean, scale, out=...), out=...)
    if bias is not None:
        shift = np.add(shift, bias, out=...)
    np.multiply(wide, scale[across], wide)  # a product of single precision is exact in double
    np.add(wide, shift[across], wide)
    return wide.astype(x.dtype), mean, variance, rstd


def native_batch_norm(x: Array, weight: Array | None, bias: Array | None, running_mean: Array | None, running_var: Array | None, training: bool, momentum: float, eps: float) -> tuple[Array, ...]:  # fmt: skip
    """The batch normalized, and its mean and inverse deviation; in training the running numbers follow."""
    if x.dtype.kind != "f":
        raise missing("batch_norm", x)
    check_mixed(x, weight, bias, running_mean, running_var)
    if training and x.ndim == 2 and x.size <= rows.FEW and x.dtype.char == "f":
        found, mean, variance, rstd = _few_in_training(x, weight, bias, eps)
        _follow_both(running_mean, running_var, mean, variance, len(x), momentum)
        return found, mean, rstd
    at, wide = by_channel(x.shape), widened(x)
    if training:
        count = at.whole[0] * at.whole[2]
        # PyTorch adds single precision up in double
        precise = moments(wide.reshape(at.whole).astype(np.float64), at.over, eps)[:3]
        mean, variance, rstd = (each.astype(wide.dtype, copy=False) for each in precise)
        if eps == 0:
            rstd[variance == 0] = 0
        _follow_both(running_mean, running_var, mean, variance, count, momentum)
        saved = (mean.reshape(-1), rstd.reshape(-1))
    else:
        assert running_mean is not None  # noqa: S101  # `batch_norm` has seen to it
        assert running_var is not None  # noqa: S101
        mean, rstd = _in_evaluation(running_mean, running_var, eps, at)
        saved = (np.empty(0, x.dtype), np.empty(0, x.dtype))
    found = np.ascontiguousarray(scaled(wide, mean, rstd, weight, bias, at).reshape(x.shape))
    return found.astype(x.dtype, copy=False), *saved


def _follow_both(running_mean: Array | None, running_var: Array | None, mean: Array, variance: Array, count: int, momentum: float) -> None:  # fmt: skip
    _follow(running_mean, mean, momentum)
    if running_var is not None:
        dtype = variance.dtype
        more = np.multiply(variance, k.number(count, dtype), out=...)
        if count == 1:
            with np.errstate(divide="ignore", invalid="ignore"):
                _follow(running_var, np.divide(more, k.number(0, dtype), out=...), momentum)
        else:
            _follow(running_var, np.divide(more, k.number(count - 1, dtype), out=...), momentum)


def _follow(running: Array | None, now: Array, momentum: float) -> None:
    if running is not None:
        part = np.multiply(now.ravel(), k.number(momentum, running.dtype), out=...)
        rest = np.multiply(running, k.number(1 - momentum, running.dtype), out=...)
        np.add(part, rest, running)


def _in_evaluation(mean: Any, variance: Any, eps: float, at: Layout) -> tuple[Any, Any]:
    return mean.reshape(at.mean), f.rsqrt(variance.reshape(at.mean) + eps)


def _batch_seen(at: Layout, training: bool, eps: float, running: tuple[Any, Any], saved: tuple[Any, Any]) -> tuple[Any, Any]:  # fmt: skip
    """Mean and inverse deviation: the batch's own in training, else the running ones."""
    return saved if training else _in_evaluation(*running, eps, at)


def batch_norm_input(grad: Any, input: Any, weight: Any, running_mean: Any, running_var: Any, training: bool, eps: float, result1: Any, result2: Any) -> Any:  # fmt: skip
    at = by_channel(tuple(input.shape))
    mean, rstd = _batch_seen(at, training, eps, (running_mean, running_var), (result1, result2))
    return _batch_input(grad, input, mean, rstd, weight, training, at.whole, at.over, at.weight)


def batch_norm_weight(grad: Any, input: Any, running_mean: Any, running_var: Any, training: bool, eps: float, result1: Any, result2: Any) -> Any:  # fmt: skip
    at = by_channel(tuple(input.shape))
    mean, rstd = _batch_seen(at, training, eps, (running_mean, running_var), (result1, result2))
    shape = (at.whole[1],)
    return _batch_weight(grad, input, mean, rstd, training, at.whole, at.over, at.weight, shape)


def batch_norm_bias(grad: Any, input: Any, weight: Any) -> Any:
    at = by_channel(tuple(grad.shape))
    return _batch_bias(grad, input, weight, at.whole, at.weight, (at.whole[1],))


def instance_norm(
    input: Tensor, weight: Any, bias: Any, running_mean: Any, running_var: Any, use_input_stats: bool, momentum: float,
    eps: float, cudnn_enabled: bool,
) -> Any:  # fmt: skip
    """A batch normalization in which every image's channels are channels of their own."""
    if not use_input_stats and (running_mean is None or running_var is None):
        raise RuntimeError(
            "Expected running_mean and running_var to be defined when use_input_stats is false"
        )
    x = input._a
    n, c = x.shape[:2]

    def repeated(each: Any) -> Any:
        return None if each is None else each.repeat(n)

    means, variances = repeated(running_mean), repeated(running_var)
    images = input.contiguous().view((1, n * c, *x.shape[2:]))
    found = batch_norm(
        images, repeated(weight), repeated(bias), means, variances, use_input_stats, momentum, eps, cudnn_enabled
    )  # fmt: skip
    for running, each in ((running_mean, means), (running_var, variances)):
        if running is not None:
            running.detach().copy_(each.view((n, c)).mean(0))
    return found.view(tuple(x.shape))


_GIVEN = "Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var"


# fmt: off
BATCHES: tuple[Op, ...] = (
    compose(f"batch_norm(Tensor input, {_GIVEN}, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor", batch_norm, method=False),
    op(f"native_batch_norm(Tensor input, {_GIVEN}, bool training, float momentum, float eps) -> (Tensor result0, Tensor result1, Tensor result2)",
       "NativeBatchNormBackward0", native_batch_norm, method=False, input=batch_norm_input, weight=batch_norm_weight, bias=batch_norm_bias),
    *backward_rows("batch", "NativeBatchNormBackwardBackward0"),
    compose(f"instance_norm(Tensor input, {_GIVEN}, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor",
            instance_norm, method=False),
)
# fmt: on
