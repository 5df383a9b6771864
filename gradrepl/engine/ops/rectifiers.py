"""Activation functions of straight pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import random
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.activations import IN_PLACE_SLOPE, floating, widened
from gradrepl.engine.ops.kernels import missing, number, where
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import compose, differing, op
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from gradrepl.engine.generator import Generator


# --- straight below and above zero -----------------------------------------------------------------------------------


def leaky_relu(a: Array, negative_slope: Any) -> Array:
    if 0 < negative_slope <= 1:
        return np.maximum(a, np.multiply(a, a.dtype.type(negative_slope), out=...), out=...)
    above = np.greater(a, number(0, a.dtype), out=...)
    return where(above, a, np.multiply(a, a.dtype.type(negative_slope), out=...))


def leaky_relu_slope(grad: Array, x: Array, negative_slope: Any, self_is_result: bool) -> Array:
    if self_is_result and negative_slope < 0:
        raise RuntimeError(
            IN_PLACE_SLOPE.format("leakyReLu")
            + " File an issue at https://github.com/pytorch/pytorch if you do require supporting in-place leakRelu "
            "backward calculation with negative slope"
        )
    return np.where(x > 0, grad, grad * negative_slope)


leaky_relu_backward = f.recorded("_leaky_relu_backward", widened(leaky_relu_slope))


def rrelu(self: Tensor, lower: Any, upper: Any, training: bool, generator: Generator | None) -> Any:
    """While training a slope of its own, drawn at random, for each negative element."""
    noise = _noise(self._a, lower, upper, training, generator)
    return RECORDED._rrelu_with_noise(self, noise, lower, upper, training)


def rrelu_in_place(
    self: Tensor, lower: Any, upper: Any, training: bool, generator: Generator | None
) -> Any:
    from gradrepl.engine import ops

    noise = _noise(self._a, lower, upper, training, generator)
    return ops.writing("_rrelu_with_noise")(self, noise, lower, upper, training)


def _noise(a: Array, lower: Any, upper: Any, training: bool, generator: Generator | None) -> Tensor:
    """The slopes; those of positive elements are 1 and draw nothing."""
    if lower > upper:
        raise RuntimeError("Lower bound should be less than or equal to the upper bound")
    slopes = np.ones(a.shape, a.dtype)
    if training:
        if a.dtype not in (np.float32, np.float64):
            raise missing("rrelu_with_noise_out_cpu", a)
        below = a <= 0
        units = random.rand((int(below.sum()),), np.float64, generator)
        slopes[below] = units * (upper - lower) + lower
    return wrap(slopes)


def rrelu_with_noise(a: Array, noise: Array, lower: Any, upper: Any, training: bool) -> Array:
    if a.dtype.kind != "f":
        raise missing("leaky_relu_cpu", a)
    return np.asarray(a * noise if training else leaky_relu(a, (lower + upper) / 2), order="C")


def rrelu_slope(
    grad: Array, self: Array, noise: Array, lower: Any, upper: Any, training: bool
) -> Array:
    if training and upper - lower > 1e-6:
        return grad * noise
    return leaky_relu_slope(grad, self, (lower + upper) / 2, self_is_result=False)


rrelu_backward = f.recorded("_rrelu_with_noise_backward", widened(rrelu_slope))


def prelu(self: Tensor, weight: Tensor) -> Any:
    """One slope for all negative elements, or one a channel."""
    a, w = self._a, weight._a
    if a.dtype != w.dtype:
        raise RuntimeError(
            f"prelu: Type promoting not supported. Got {OF[a.dtype].legacy} and {OF[w.dtype].legacy}"
        )
    if w.size != 1:
        if not a.ndim:
            raise RuntimeError("Not allow zero-dim input tensor.")
        channels = a.shape[1] if a.ndim > 1 else 1
        if channels != w.size:
            raise RuntimeError(
                f"Mismatch of parameter numbers and input channel size. Found parameter numbers = {w.size} and "
                f"channel size = {channels}."
            )
    if w.ndim > 1:
        raise RuntimeError(
            f"prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = {w.ndim}"
        )
    if w.ndim != a.ndim:
        weight = weight.view(tuple(w.size if at == 1 else 1 for at in range(a.ndim)))
    return RECORDED._prelu_kernel(self, weight)


def prelu_kernel(a: Array, weight: Array) -> Array:
    return np.where(a > 0, a, weight * a)


def prelu_slope(grad: Array, self: Array, weight: Array) -> Array:
    return np.where(self > 0, grad, weight * grad)


def prelu_weight_slope(grad: Array, self: Array) -> Array:
    return np.where(self > 0, grad.dtype.type(0), self * grad)


prelu_backward = f.recorded("_prelu_kernel_backward", widened(prelu_slope))


def prelu_weight_backward(grad: Any, self: Any, weight: Any) -> Any:
    if isinstance(grad, Tensor):
        return RECORDED._prelu_weight_backward(grad, self, weight)
    return prelu_weight_slope(grad, self)


# --- bounded ---------------------------------------------------------------------------------------------------------


def hardtanh(a: Array, min_val: Any, max_val: Any) -> Array:
    if a.dtype.kind == "b":
        raise RuntimeError("Bool inputs not supported for hardtanh")
    if a.dtype.kind == "c":
        raise NotImplementedError("clamp is not supported for complex types")
    low, high = min_val, max_val
    if a.dtype.kind in "iu":
        low, high = int(low), int(high)
        if a.dtype.kind == "u" and min(low, high) < 0:
            raise RuntimeError("cannot do hardtanh on an unsigned type with negative limits")
    return np.minimum(np.maximum(a.dtype.type(low), a, out=...), a.dtype.type(high), out=...)


def hardtanh_slope(grad: Array, self: Array, min_val: Any, max_val: Any) -> Array:
    return np.where((self <= min_val) | (self >= max_val), grad.dtype.type(0), grad)


hardtanh_backward = f.recorded("_hardtanh_backward", hardtanh_slope)


def relu6(self: Tensor) -> Any:
    return RECORDED.hardtanh(self, 0, 6)


def relu6_in_place(self: Tensor) -> Any:
    from gradrepl.engine import ops

    return ops.writing("hardtanh")(self, 0, 6)


def _ramp(a: Array) -> Array:
    """From 0 at -3 to 6 at 3."""
    return np.minimum(np.maximum(a + 3, 0, out=...), 6, out=...)


def hardsigmoid(a: Array) -> Array:
    return _ramp(a) / 6


_SIXTH = float(np.float32(1 / 6))
"""In single precision: PyTorch's derivative takes it so for doubles, too."""


def hardsigmoid_slope(grad: Array, self: Array) -> Array:
    return np.where((self > -3) & (self < 3), grad * _SIXTH, grad.dtype.type(0))


hardsigmoid_backward = f.recorded("_hardsigmoid_backward", widened(hardsigmoid_slope))


def hardswish(a: Array) -> Array:
    return a * _ramp(a) / 6


def hardswish_slope(grad: Array, self: Array) -> Array:
    between = np.where(self < 3, grad * (self / 3 + 0.5), grad)
    return np.where(self <= -3, grad.dtype.type(0), between)


hardswish_backward = f.recorded("_hardswish_backward", widened(hardswish_slope))


def hardswish_curve(grad: Any, grad_output: Any, self: Any) -> Any:
    return f.masked(grad * grad_output / 3, (self > -3) & (self < 3))


def threshold(a: Array, threshold: Any, value: Any) -> Array:
    if a.dtype.kind in "bc":
        raise missing("threshold_cpu", a)
    if a.dtype.kind in "iu":
        threshold, value = int(threshold), int(value)
    return where(a <= threshold, a.dtype.type(value), a)


def hardshrink(a: Array, lambd: Any) -> Array:
    return np.where((a >= -lambd) & (a <= lambd), a.dtype.type(0), a)


def softshrink(a: Array, lambd: Any) -> Array:
    return np.where(a > lambd, a - lambd, np.where(a < -lambd, a + lambd, a * 0))


def softshrink_checked(a: Array, lambd: Any) -> Array:
    if a.dtype.kind != "f":
        raise missing("softshrink_check", a)
    most = np.finfo(a.dtype).max
    if not 0 <= lambd <= most:
        raise RuntimeError(
            f"lambda must be in range [0, {most:g}] for input dtype {OF[a.dtype].legacy}, but found {lambd:g}"
        )
    return widened(softshrink)(a, lambd)


def shrink_slope(grad: Array, self: Array, lambd: Any) -> Array:
    return np.where((self >= -lambd) & (self <= lambd), grad.dtype.type(0), grad)


softshrink_backward = f.recorded("_softshrink_backward", shrink_slope)
hardshrink_backward = f.recorded("_hardshrink_backward", shrink_slope)


# fmt: off
RECTIFIERS = (
    differing(op("leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor", "LeakyReluBackward0", floating("leaky_relu_cpu", leaky_relu),
       in_place=True, in_place_method=False, method=False, function=False,
       self=lambda grad, self, negative_slope: leaky_relu_backward(grad, self, negative_slope, False)),
       "LeakyReluBackward1", self=lambda grad, result, negative_slope: leaky_relu_backward(grad, result, negative_slope, True)),
    op("_leaky_relu_backward(Tensor grad_output, Tensor self, Scalar negative_slope, bool self_is_result) -> Tensor", "LeakyReluBackwardBackward0",
       widened(leaky_relu_slope), method=False, self=f.zeros_like,
       grad_output=lambda grad, self, negative_slope: leaky_relu_backward(grad, self, negative_slope, False)),
    compose("rrelu(Tensor self, Scalar lower=0.125, Scalar upper=0.3333333333333333, bool training=False, Generator? generator=None) -> Tensor",
            rrelu, method=False),
    compose("rrelu_(Tensor self, Scalar lower=0.125, Scalar upper=0.3333333333333333, bool training=False, Generator? generator=None) -> Tensor",
            rrelu_in_place, method=False),
    differing(op("_rrelu_with_noise(Tensor self, Tensor noise, Scalar lower, Scalar upper, bool training) -> Tensor", "RreluWithNoiseBackward0",
       widened(rrelu_with_noise), in_place=True, in_place_method=False, method=False,
       self=lambda grad, self, noise, lower, upper, training: rrelu_backward(grad, self, noise, lower, upper, training)),
       "RreluWithNoiseBackward1", self=lambda grad, result, noise, lower, upper, training: rrelu_backward(grad, result, noise, lower, upper, training)),
    op("_rrelu_with_noise_backward(Tensor grad_output, Tensor self, Tensor noise, Scalar lower, Scalar upper, bool training) -> Tensor",
       "RreluWithNoiseBackwardBackward0", widened(rrelu_slope), method=False, self=f.zeros_like,
       grad_output=lambda grad, self, noise, lower, upper, training: rrelu_backward(grad, self, noise, lower, upper, training)),
    compose("prelu(Tensor self, Tensor weight) -> Tensor", prelu),
    op("_prelu_kernel(Tensor self, Tensor weight) -> Tensor", "PreluKernelBackward0", floating("prelu_cpu", prelu_kernel), method=False,
       self=lambda grad, self, weight: prelu_backward(grad, self, weight),
       weight=lambda grad, self, weight: prelu_weight_backward(grad, self, weight)),
    op("_prelu_kernel_backward(Tensor grad_output, Tensor self, Tensor weight) -> Tensor", "PreluKernelBackwardBackward0", widened(prelu_slope),
       method=False, grad_output=lambda grad, self, weight: prelu_backward(grad, self, weight), self=f.zeros_like,
       weight=lambda grad, grad_output, self: f.masked(grad * grad_output, self <= 0)),
    op("_prelu_weight_backward(Tensor grad_output, Tensor self, Tensor weight) -> Tensor", "PreluKernelBackwardBackward0",
       lambda grad, a, weight: prelu_weight_slope(grad, a), method=False,
       grad_output=lambda grad, self: f.masked(grad * self, self <= 0),
       self=lambda grad, grad_output, self: f.masked(grad * grad_output, self <= 0),
       weight=lambda grad, weight: f.zeros_like(weight)),
    op("hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor", "HardtanhBackward0", hardtanh, in_place=True,
       method=False, function=False, in_place_method=False, self=lambda grad, self, min_val, max_val: hardtanh_backward(grad, self, min_val, max_val)),
    op("_hardtanh_backward(Tensor grad_output, Tensor self, Scalar min_val, Scalar max_val) -> Tensor", "HardtanhBackwardBackward0", hardtanh_slope,
       method=False, grad_output=lambda grad, self, min_val, max_val: hardtanh_backward(grad, self, min_val, max_val), self=f.zeros_like),
    compose("relu6(Tensor self) -> Tensor", relu6, method=False, function=False),
    compose("relu6_(Tensor self) -> Tensor", relu6_in_place, method=False, function=False),
    op("hardsigmoid(Tensor self) -> Tensor", "HardsigmoidBackward0", floating("hardsigmoid_cpu", hardsigmoid), in_place=True,
       method=False, function=False, in_place_method=False, self=lambda grad, self: hardsigmoid_backward(grad, self)),
    op("_hardsigmoid_backward(Tensor grad_output, Tensor self) -> Tensor", "NotImplemented", widened(hardsigmoid_slope), method=False,
       grad_output=f.not_implemented("hardsigmoid_backward"), self=f.not_implemented("hardsigmoid_backward")),
    op("hardswish(Tensor self) -> Tensor", "HardswishBackward0", floating("hardswish_cpu", hardswish), in_place=True,
       method=False, function=False, in_place_method=False, self=lambda grad, self: hardswish_backward(grad, self)),
    op("_hardswish_backward(Tensor grad_output, Tensor self) -> Tensor", "HardswishBackwardBackward0", widened(hardswish_slope), method=False,
       grad_output=lambda grad, self: hardswish_backward(grad, self), self=hardswish_curve),
    op("threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor", "ThresholdBackward0", threshold, in_place_node="ThresholdBackward1", in_place_method=False, overlapping=True,
       method=False, self=lambda grad, self, threshold: f.threshold_backward(grad, self, threshold)),
    op("hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor", "HardshrinkBackward0", floating("hardshrink_cpu", hardshrink),
       self=lambda grad, self, lambd: hardshrink_backward(grad, self, lambd)),
    op("_hardshrink_backward(Tensor grad_output, Tensor self, Scalar lambd) -> Tensor", "HardshrinkBackwardBackward0", shrink_slope, method=False,
       grad_output=lambda grad, self, lambd: hardshrink_backward(grad, self, lambd), self=f.zeros_like),
    op("softshrink(Tensor self, Scalar lambd=0.5) -> Tensor", "SoftshrinkBackward0", softshrink_checked, method=False, function=False,
       self=lambda grad, self, lambd: softshrink_backward(grad, self, lambd)),
    op("_softshrink_backward(Tensor grad_output, Tensor self, Scalar lambd) -> Tensor", "SoftshrinkBackwardBackward0", shrink_slope, method=False,
       grad_output=lambda grad, self, lambd: softshrink_backward(grad, self, lambd), self=f.zeros_like),
)
# fmt: on
