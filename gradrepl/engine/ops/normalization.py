"""Normalization: over a layer, groups of channels, a batch, one image, and by the root of the mean square.

# NOTE [One normalization]
All but the last are one thing, x -> (x - mean) * rstd * weight + bias, seen through a shape in which the mean is taken
over whole dimensions: a `Layout`. With h = grad * weight, x^ = (x - mean) * rstd and m the mean over those dimensions,

P(h) = h - m(h) - x^ m(x^ h)        the input's gradient is rstd * P(h)

P is symmetric, and rstd * P is what x^ changes by, so that the derivatives of that gradient are written with P as well.
In evaluation the mean is no function of the input, and P(h) = h.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import exact
from gradrepl.engine.dtypes import OF, Array, float32
from gradrepl.engine.limits import finfo
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.losses import refuse_gradient
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor

Ints = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape in which a normalization is seen."""

    whole: Ints
    over: Ints
    """The dimensions that the mean is taken over."""
    weight: Ints
    """The shape of weight and bias: those dimensions of `whole` that they have, and 1 for the rest."""

    @property
    def mean(self) -> Ints:
        return tuple(1 if i in self.over else n for i, n in enumerate(self.whole))

    @property
    def spread(self) -> Ints:
        """The dimensions that weight and bias are the same along."""
        return tuple(i for i, n in enumerate(self.weight) if n == 1)


def by_layer(shape: Ints, inner: Ints) -> Layout:
    size = math.prod(inner)
    outer = math.prod(shape[: len(shape) - len(inner)])
    return Layout((outer, size), (1,), (1, size))


def by_channel(shape: Ints) -> Layout:
    whole = (shape[0], shape[1], math.prod(shape[2:]))
    return Layout(whole, (0, 2), (1, shape[1], 1))


def by_group(n: int, c: int, area: int, groups: int) -> Layout:
    return Layout((n, groups, c // groups, area), (2, 3), (1, groups, c // groups, 1))


def widened(a: Array) -> Array:
    return a.astype(np.float32) if a.dtype == np.float16 else a


def moments(x: Array, over: Ints, eps: float) -> tuple[Array, Array, Array]:
    """Mean, variance and `1 / sqrt(variance + eps)`."""
    kind = x.dtype.type
    count = kind(max(math.prod(x.shape[i] for i in over), 1))
    mean = np.add.reduce(x, axis=over, keepdims=True)
    mean /= count
    difference = np.subtract(x, mean)
    np.multiply(difference, difference, out=difference)
    variance = np.add.reduce(difference, axis=over, keepdims=True)
    variance /= count
    return mean, variance, np.reciprocal(np.sqrt(variance + kind(eps)))


def normalized(x: Array, mean: Array, rstd: Array, weight: Array | None, bias: Array | None, at: Layout) -> Array:  # fmt: skip
    found = np.subtract(x.reshape(at.whole), mean)
    found *= rstd
    if weight is not None:
        found *= weight.reshape(at.weight)
    if bias is not None:
        found += bias.reshape(at.weight)
    return found


def scaled(x: Array, mean: Array, rstd: Array, weight: Array | None, bias: Array | None, at: Layout) -> Array:  # fmt: skip
    """The same as `x * scale + shift`, rounded once: so PyTorch has it where channels share their numbers."""
    scale = rstd if weight is None else rstd * weight.reshape(at.weight)
    shift = -mean * scale
    if bias is not None:
        shift = shift + bias.reshape(at.weight)
    found: Array = exact.fused(x.reshape(at.whole), scale, np.broadcast_to(shift, at.whole))
    return found


# --- derivatives, for arrays and Tensors ------------------------------------------------------------------------------


def _mean(x: Any, at: Layout) -> Any:
    count = math.prod(at.whole[i] for i in at.over)
    return f.sum_over(x, at.over, keepdim=True) / float(max(count, 1))


@dataclass(frozen=True, slots=True)
class _Seen:
    """An input seen in its layout, with its mean and the inverse of its deviation."""

    at: Layout
    rstd: Any
    hat: Any
    train: bool

    def project(self, h: Any) -> Any:
        """P of the note above."""
        if not self.train:
            return h
        return h - _mean(h, self.at) - self.hat * _mean(h * self.hat, self.at)

    def weighted(self, grad: Any, weight: Any) -> Any:
        grad = grad.reshape(self.at.whole)
        return grad if weight is None else grad * weight.reshape(self.at.weight)

    def to_weight(self, x: Any, shape: Ints) -> Any:
        return f.sum_over(x, self.at.spread).reshape(shape)


def _seen(input: Any, mean: Any, rstd: Any, at: Layout, train: bool) -> _Seen:
    mean, rstd = mean.reshape(at.mean), rstd.reshape(at.mean)
    hat = (input.reshape(at.whole) - mean) * rstd
    return _Seen(at, rstd, hat, train)


def _input_kernel(grad: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, *parts: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(*parts), train)
    return (seen.rstd * seen.project(seen.weighted(grad, weight))).reshape(input.shape)


def _input_grad(v: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    back = seen.rstd * seen.project(v.reshape(whole))
    return (back if weight is None else back * weight.reshape(affine)).reshape(input.shape)


def _input_weight(v: Any, grad_out: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    back = seen.rstd * seen.project(v.reshape(whole))
    return seen.to_weight(grad_out.reshape(whole) * back, weight.shape)


def _input_input(v: Any, grad_out: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    if not train:
        return f.zeros_like(input)
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    v, h, hat = v.reshape(whole), seen.weighted(grad_out, weight), seen.hat
    of_h, of_v = _mean(h * hat, seen.at), _mean(v * hat, seen.at)
    together = _mean(v * h, seen.at) - _mean(v, seen.at) * _mean(h, seen.at) - of_v * of_h
    inner = seen.project(v * of_h + h * of_v) + hat * together
    return (-seen.rstd * seen.rstd * inner).reshape(input.shape)


def _weight_kernel(grad: Any, input: Any, mean: Any, rstd: Any, train: bool, whole: Ints, over: Ints, affine: Ints, shape: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    return seen.to_weight(grad.reshape(whole) * seen.hat, shape)


def _weight_grad(v: Any, input: Any, mean: Any, rstd: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    return (v.reshape(affine) * seen.hat).reshape(input.shape)


def _weight_input(v: Any, grad_out: Any, input: Any, mean: Any, rstd: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    return (seen.rstd * seen.project(v.reshape(affine) * grad_out.reshape(whole))).reshape(
        input.shape
    )


def _bias_kernel(grad: Any, whole: Ints, affine: Ints, shape: Ints) -> Any:
    spread = tuple(i for i, n in enumerate(affine) if n == 1)
    return f.sum_over(grad.reshape(whole), spread).reshape(shape)


def _bias_grad(v: Any, grad_out_sym_sizes: Ints, whole: Ints, affine: Ints) -> Any:
    return f.expand(v.reshape(affine), whole).reshape(grad_out_sym_sizes)


def _backward_rows(family: str, node: str) -> tuple[Op, ...]:
    """The gradients of a family of normalizations, as operations that have gradients themselves."""
    of = "Tensor grad_out, Tensor input, Tensor mean, Tensor rstd"
    layout = "int[] whole, int[] over, int[] affine"
    return (
        op(f"_{family}_norm_input({of}, Tensor? weight, bool train, {layout}) -> Tensor", node, _input_kernel, method=False, function=False,
           grad_out=_input_grad, input=_input_input, weight=_input_weight),
        op(f"_{family}_norm_weight({of}, bool train, {layout}, int[] shape) -> Tensor", node, _weight_kernel, method=False, function=False,
           grad_out=_weight_grad, input=_weight_input),
        op(f"_{family}_norm_bias(Tensor grad_out, int[] whole, int[] affine, int[] shape) -> Tensor", node, _bias_kernel,
           method=False, function=False, grad_out=_bias_grad),
    )  # fmt: skip


def _backward(family: str) -> tuple[Any, Any, Any]:
    """The gradients of input, weight and bias, on arrays and on Tensors."""
    return (
        f.recorded(f"_{family}_norm_input", _input_kernel),
        f.recorded(f"_{family}_norm_weight", _weight_kernel),
        f.recorded(f"_{family}_norm_bias", _bias_kernel),
    )


_layer_input, _layer_weight, _layer_bias = _backward("layer")
_batch_input, _batch_weight, _batch_bias = _backward("batch")

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
    if x.shape[-len(inner) :] != inner:
        wanted = ", ".join(map(str, inner))
        raise RuntimeError(
            f"Given normalized_shape={list(inner)}, expected input with shape [*{star}{wanted}], but got input of "
            f"size{list(x.shape)}"
        )


def _check_mixed(x: Array, *parameters: Array | None) -> None:
    """Half precision alone goes together with parameters of another dtype."""
    for each in parameters:
        if each is None or each.dtype == x.dtype:
            continue
        if each.dtype != np.float32:
            raise RuntimeError("mixed dtype (CPU): expect parameter to have scalar type of Float")
        if x.dtype != np.float16:
            raise RuntimeError("mixed dtype (CPU): all inputs must share same datatype.")


def native_layer_norm(x: Array, inner: Ints, weight: Array | None, bias: Array | None, eps: float) -> tuple[Array, ...]:  # fmt: skip
    _check_normalized_shape(x, inner, ", ", weight=weight, bias=bias)
    _check_mixed(x, weight, bias)
    if x.dtype.kind != "f":
        raise missing("LayerNormKernelImpl", x)
    at, wide = by_layer(x.shape, inner), widened(x)
    mean, _, rstd = moments(wide.reshape(at.whole), at.over, eps)
    found = normalized(wide, mean, rstd, weight, bias, at).reshape(x.shape).astype(x.dtype, copy=False)  # fmt: skip
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


def layer_norm_bias(grad: Any, bias: Any, normalized_shape: Ints) -> Any:
    del bias  # PyTorch saves it
    at = by_layer(tuple(grad.shape), normalized_shape)
    return _layer_bias(grad, at.whole, at.weight, normalized_shape)


def layer_norm(input: Tensor, normalized_shape: Ints, weight: Any, bias: Any, eps: float, cudnn_enable: bool) -> Any:  # fmt: skip
    from gradrepl.engine import ops

    del cudnn_enable
    return ops.recording("native_layer_norm")(input, normalized_shape, weight, bias, eps)[0]


def rms_norm(input: Tensor, normalized_shape: Ints, weight: Tensor | None, eps: float | None) -> Any:  # fmt: skip
    """`x / sqrt(mean(x ** 2) + eps)`, written with the operations that PyTorch writes it with."""
    from gradrepl.engine import ops

    x = input._a
    scale = None if weight is None else weight._a
    _check_normalized_shape(x, normalized_shape, "", weight=scale)
    if x.dtype.kind not in "fc":
        raise missing("rms_norm", x)
    wide = input.to(float32) if x.dtype == np.float16 else input
    dims = tuple(range(-len(normalized_shape), 0))
    least = finfo(OF[wide._a.dtype]).eps if eps is None else eps
    mean = wide.pow(2).mean(dims, keepdim=True)
    found = wide * ops.recording("_add_number")(mean, least).rsqrt()
    if weight is not None:
        found = found * weight
    return found.type_as(input)


# --- over groups of channels -----------------------------------------------------------------------------------------


def group_norm(input: Tensor, num_groups: int, weight: Any, bias: Any, eps: float, cudnn_enabled: bool) -> Any:  # fmt: skip
    from gradrepl.engine import ops

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
    return ops.recording("native_group_norm")(
        images, weight, bias, n, c, area, num_groups, eps
    )[0]  # fmt: skip


def native_group_norm(x: Array, weight: Array | None, bias: Array | None, n: int, c: int, area: int, groups: int, eps: float) -> tuple[Array, ...]:  # fmt: skip
    if x.dtype.kind != "f":
        raise missing("GroupNormKernelImpl", x)
    _check_mixed(x, weight, bias)
    at, wide = by_group(n, c, area, groups), widened(x)
    mean, _, rstd = moments(wide.reshape(at.whole), at.over, eps)
    apply = normalized if weight is None and bias is None else scaled
    found = apply(wide, mean, rstd, weight, bias, at).reshape(x.shape)
    return found.astype(x.dtype, copy=False), mean.reshape(n, groups), rstd.reshape(n, groups)


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
    return _input_kernel(grad, input, mean, rstd, weight, True, at.whole, at.over, at.weight)


def group_norm_weight(grad: Any, input: Any, N: int, C: int, HxW: int, group: int, eps: float, result1: Any, result2: Any) -> Any:  # fmt: skip
    at = by_group(N, C, HxW, group)
    mean, rstd = _groups_seen(input, eps, result1, result2, at)
    return _weight_kernel(grad, input, mean, rstd, True, at.whole, at.over, at.weight, (C,))


def group_norm_bias(grad: Any, N: int, C: int, HxW: int, group: int) -> Any:
    at = by_group(N, C, HxW, group)
    return _bias_kernel(grad, at.whole, at.weight, (C,))


# --- over a batch ----------------------------------------------------------------------------------------------------


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
    refuse_gradient("native_batch_norm", "running_mean", running_mean)
    refuse_gradient("native_batch_norm", "running_var", running_var)
    return ops.recording("native_batch_norm")(
        input, weight, bias, running_mean, running_var, training, momentum, eps
    )[0]


def native_batch_norm(x: Array, weight: Array | None, bias: Array | None, running_mean: Array | None, running_var: Array | None, training: bool, momentum: float, eps: float) -> tuple[Array, ...]:  # fmt: skip
    """The batch normalized, and its mean and inverse deviation; in training the running numbers follow."""
    if x.dtype.kind != "f":
        raise missing("batch_norm", x)
    _check_mixed(x, weight, bias, running_mean, running_var)
    at, wide = by_channel(x.shape), widened(x)
    if training:
        count = at.whole[0] * at.whole[2]
        # PyTorch adds single precision up in double
        precise = moments(wide.reshape(at.whole).astype(np.float64), at.over, eps)
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
NORMALIZATION: tuple[Op, ...] = (
    compose("layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enable=True) -> Tensor",
            layer_norm, method=False),
    op("native_layer_norm(Tensor input, int[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor result0, Tensor result1, Tensor result2)",
       "NativeLayerNormBackward0", native_layer_norm, method=False, input=layer_norm_input, weight=layer_norm_weight, bias=layer_norm_bias),
    *_backward_rows("layer", "NativeLayerNormBackwardBackward0"),
    compose("rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor", rms_norm, method=False),
    compose("group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enabled=True) -> Tensor",
            group_norm, method=False),
    op("native_group_norm(Tensor input, Tensor? weight, Tensor? bias, int N, int C, int HxW, int group, float eps) -> (Tensor result0, Tensor result1, Tensor result2)",
       "NativeGroupNormBackward0", native_group_norm, method=False, input=group_norm_input, weight=group_norm_weight, bias=group_norm_bias),
    compose(f"batch_norm(Tensor input, {_GIVEN}, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor", batch_norm, method=False),
    op(f"native_batch_norm(Tensor input, {_GIVEN}, bool training, float momentum, float eps) -> (Tensor result0, Tensor result1, Tensor result2)",
       "NativeBatchNormBackward0", native_batch_norm, method=False, input=batch_norm_input, weight=batch_norm_weight, bias=batch_norm_bias),
    *_backward_rows("batch", "NativeBatchNormBackwardBackward0"),
    compose(f"instance_norm(Tensor input, {_GIVEN}, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor",
            instance_norm, method=False),
)
# fmt: on
