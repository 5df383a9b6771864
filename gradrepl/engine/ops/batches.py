"""Normalization over a batch and over each image."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.errors import dim_out_of_range
from gradrepl.engine.ops import formulas as f
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
    from gradrepl.engine import ops

    del cudnn_enabled
    if not input._a.size:  # PyTorch takes the first of each for all
        found = input.clone()
        found = found if weight is None else found * weight[0]
        return found if bias is None else found + bias[0]
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
    refuse_gradient("native_batch_norm", "running_mean", running_mean)
    refuse_gradient("native_batch_norm", "running_var", running_var)
    return ops.recording("native_batch_norm")(
        input, weight, bias, running_mean, running_var, training, momentum, eps
    )[0]


def native_batch_norm(x: Array, weight: Array | None, bias: Array | None, running_mean: Array | None, running_var: Array | None, training: bool, momentum: float, eps: float) -> tuple[Array, ...]:  # fmt: skip
    """The batch normalized, and its mean and inverse deviation; in training the running numbers follow."""
    if x.dtype.kind != "f":
        raise missing("batch_norm", x)
    check_mixed(x, weight, bias, running_mean, running_var)
    at, wide = by_channel(x.shape), widened(x)
    if training:
        count = at.whole[0] * at.whole[2]
        # PyTorch adds single precision up in double
        precise = moments(wide.reshape(at.whole).astype(np.float64), at.over, eps)[:3]
        mean, variance, rstd = (each.astype(wide.dtype, copy=False) for each in precise)
        if eps == 0:
            rstd[variance == 0] = 0
        _follow(running_mean, mean, momentum)
        if running_var is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                unbiased = variance * wide.dtype.type(count) / wide.dtype.type(count - 1)
            _follow(running_var, unbiased, momentum)
        saved = (mean.reshape(-1), rstd.reshape(-1))
    else:
        assert running_mean is not None  # noqa: S101  # `batch_norm` has seen to it
        assert running_var is not None  # noqa: S101
        mean, rstd = _in_evaluation(running_mean, running_var, eps, at)
        saved = (np.empty(0, x.dtype), np.empty(0, x.dtype))
    found = scaled(wide, mean, rstd, weight, bias, at).reshape(x.shape)
    return found.astype(x.dtype, copy=False), *saved


def _follow(running: Array | None, now: Array, momentum: float) -> None:
    if running is not None:
        kind = running.dtype.type
        running[...] = now.reshape(-1) * kind(momentum) + running * kind(1 - momentum)


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


def batch_norm_bias(grad: Any) -> Any:
    at = by_channel(tuple(grad.shape))
    return _batch_bias(grad, at.whole, at.weight, (at.whole[1],))


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
