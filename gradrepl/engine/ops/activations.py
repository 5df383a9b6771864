"""Activations: what stands between the layers of a network, element by element, and softmax."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import random
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.table import Op, compose, differing, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.generator import Generator

# --- kernels ---------------------------------------------------------------------------------------------------------


def widened(function: Callable[..., Array]) -> Callable[..., Array]:
    """Half precision is computed in single precision, and rounded once."""

    def kernel(a: Array, *rest: Any) -> Array:
        if a.dtype != np.float16:
            return function(a, *rest)
        wide = [x.astype(np.float32) if isinstance(x, np.ndarray) else x for x in rest]
        return np.asarray(function(a.astype(np.float32), *wide)).astype(np.float16)

    return kernel


def floating(name: str, function: Callable[..., Array]) -> Callable[..., Array]:
    """A function of real numbers alone."""
    wide = widened(function)

    def kernel(a: Array, *rest: Any) -> Array:
        if a.dtype.kind != "f":
            raise missing(name, a)
        found = wide(a, *rest)
        if found.dtype != a.dtype:
            raise RuntimeError("value cannot be converted to type double without overflow")
        return found

    return kernel


# --- softmax ---------------------------------------------------------------------------------------------------------


def _softmax_dim(a: Array, dim: int, name: str) -> int:
    at = wrap_dim(dim, a.ndim)
    if a.dtype.kind != "f" and a.size:
        place = "lastdim_" if at == max(a.ndim - 1, 0) else ""
        raise missing(f"{name}_{place}kernel_impl", a)
    return at


def _shifted(a: Array, at: int) -> Array:
    return np.subtract(a, np.maximum.reduce(a, axis=at, keepdims=True, out=...), out=...)


def softmax_kernel(a: Array, dim: int) -> Array:
    at = _softmax_dim(a, dim, "softmax")
    if a.dtype == np.float16:
        return softmax_kernel(a.astype(np.float32), dim).astype(np.float16)
    if not a.ndim:
        return softmax_kernel(a.reshape(1), 0).reshape(())
    if not a.size:
        return np.ones_like(a)
    powers = np.exp(_shifted(a, at), out=...)
    found = np.divide(powers, np.add.reduce(powers, axis=at, keepdims=True, out=...), out=...)
    return k.laid_out(found, a)


def log_softmax_kernel(a: Array, dim: int) -> Array:
    at = _softmax_dim(a, dim, "log_softmax")
    if a.dtype == np.float16:
        return log_softmax_kernel(a.astype(np.float32), dim).astype(np.float16)
    if not a.ndim:
        return log_softmax_kernel(a.reshape(1), 0).reshape(())
    if not a.size:
        return np.zeros_like(a)
    x = _shifted(a, at)
    total = np.add.reduce(np.exp(x, out=...), axis=at, keepdims=True, out=...)
    return k.laid_out(np.subtract(x, np.log(total, out=...), out=...), a)


def _along(x: Any, dim: int) -> Any:
    """The sum along one dimension, which stays."""
    if isinstance(x, Tensor):
        return x.sum(dim, True) if x._a.ndim else x
    return np.add.reduce(x, axis=dim, keepdims=True, out=...) if np.ndim(x) else x


def softmax_slope(grad: Array, output: Array, dim: int) -> Array:
    return output * (grad - _along(grad * output, dim))


def log_softmax_slope(grad: Array, output: Array, dim: int) -> Array:
    return grad - np.exp(output) * _along(grad, dim)


softmax_backward = f.recorded("_softmax_backward_data", widened(softmax_slope))
log_softmax_backward = f.recorded("_log_softmax_backward_data", widened(log_softmax_slope))


def softmax_curve(grad: Any, grad_output: Any, output: Any, dim: int) -> Any:
    """How softmax's gradient changes with its result."""
    reached = grad_output * grad
    mixed = _along(output * grad_output, dim) * grad
    return reached - mixed - grad_output * _along(grad * output, dim)


def log_softmax_curve(grad: Any, grad_output: Any, output: Any, dim: int) -> Any:
    return -f.exp(output) * _along(grad_output, dim) * grad


def softmax(self: Tensor, dim: int, dtype: Any) -> Any:
    if not SPECIAL and dtype is None:
        return RECORDED._softmax(self, dim)
    from gradrepl.engine import _softmax

    return _softmax(self if dtype is None else self.to(dtype), dim)


def log_softmax(self: Tensor, dim: int, dtype: Any) -> Any:
    if not SPECIAL and dtype is None:
        return RECORDED._log_softmax(self, dim)
    from gradrepl.engine import _log_softmax

    return _log_softmax(self if dtype is None else self.to(dtype), dim)


# --- straight below and above zero -----------------------------------------------------------------------------------


def leaky_relu(a: Array, negative_slope: Any) -> Array:
    return np.where(a > 0, a, a * a.dtype.type(negative_slope))


def leaky_relu_slope(grad: Array, x: Array, negative_slope: Any, self_is_result: bool) -> Array:
    if self_is_result and negative_slope < 0:
        raise RuntimeError(
            _IN_PLACE_SLOPE.format("leakyReLu")
            + " File an issue at https://github.com/pytorch/pytorch if you do require supporting in-place leakRelu "
            "backward calculation with negative slope"
        )
    return np.where(x > 0, grad, grad * negative_slope)


_IN_PLACE_SLOPE = (
    "In-place {} backward calculation is triggered with a negative slope which is not supported. This is caused by "
    "calling in-place forward function with a negative slope, please call out-of-place version instead."
)

leaky_relu_backward = f.recorded("_leaky_relu_backward", widened(leaky_relu_slope))


def rrelu(self: Tensor, lower: Any, upper: Any, training: bool, generator: Generator | None) -> Any:
    """While training a slope of its own, drawn at random, for each negative element."""
    from gradrepl.engine import ops

    noise = _noise(self._a, lower, upper, training, generator)
    return ops.recording("_rrelu_with_noise")(self, noise, lower, upper, training)


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
    return a * noise if training else leaky_relu(a, (lower + upper) / 2)


def rrelu_slope(
    grad: Array, self: Array, noise: Array, lower: Any, upper: Any, training: bool
) -> Array:
    if training and upper - lower > 1e-6:
        return grad * noise
    return leaky_relu_slope(grad, self, (lower + upper) / 2, self_is_result=False)


rrelu_backward = f.recorded("_rrelu_with_noise_backward", widened(rrelu_slope))


def prelu(self: Tensor, weight: Tensor) -> Any:
    """One slope for all negative elements, or one a channel."""
    from gradrepl.engine import ops

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
    return ops.recording("_prelu_kernel")(self, weight)


def prelu_kernel(a: Array, weight: Array) -> Array:
    return np.where(a > 0, a, weight * a)


def prelu_slope(grad: Array, self: Array, weight: Array) -> Array:
    return np.where(self > 0, grad, weight * grad)


def prelu_weight_slope(grad: Array, self: Array) -> Array:
    return np.where(self > 0, grad.dtype.type(0), self * grad)


prelu_backward = f.recorded("_prelu_kernel_backward", widened(prelu_slope))


def prelu_weight_backward(grad: Any, self: Any, weight: Any) -> Any:
    if isinstance(grad, Tensor):
        from gradrepl.engine import ops

        return ops.recording("_prelu_weight_backward")(grad, self, weight)
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
    from gradrepl.engine import ops

    return ops.recording("hardtanh")(self, 0, 6)


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
    return np.where(a <= threshold, a.dtype.type(value), a)


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


# --- exponential -----------------------------------------------------------------------------------------------------


def elu(a: Array, alpha: Any, scale: Any, input_scale: Any) -> Array:
    return np.where(a > 0, a * scale, np.expm1(a * input_scale) * (alpha * scale))


def elu_slope(
    grad: Array, alpha: Any, scale: Any, input_scale: Any, is_result: bool, x: Array
) -> Array:
    """`x` is what `elu` was given, or what it made."""
    if not is_result:
        below = grad * (input_scale * alpha * scale) * np.exp(x * input_scale)
    elif alpha < 0:
        raise RuntimeError(_IN_PLACE_SLOPE.format("elu"))
    else:
        below = grad * input_scale * (x + alpha * scale)
    return np.where(x <= 0, below, grad * scale)


elu_backward = f.recorded("_elu_backward", widened(elu_slope))


def elu_curve(
    grad: Any, grad_output: Any, alpha: Any, scale: Any, input_scale: Any, is_result: bool,
    self_or_result: Any,
) -> Any:  # fmt: skip
    found = grad * grad_output * input_scale
    if not is_result:
        found = found * (input_scale * alpha * scale) * f.exp(self_or_result * input_scale)
    return f.masked(found, self_or_result < 0)


_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


def selu(self: Tensor) -> Any:
    from gradrepl.engine import ops

    return ops.recording("elu")(self, _SELU_ALPHA, _SELU_SCALE, 1)


def selu_in_place(self: Tensor) -> Any:
    from gradrepl.engine import ops

    return ops.writing("elu")(self, _SELU_ALPHA, _SELU_SCALE, 1)


def celu(a: Array, alpha: Any) -> Array:
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return _celu(a, alpha)


_celu = floating("elu_cpu", lambda a, alpha: elu(a, alpha, 1, 1 / alpha))


def celu_backward(grad: Any, alpha: Any, is_result: bool, x: Any) -> Any:
    # PyTorch keeps the number in single precision here, and shows what comes of it
    return elu_backward(grad, alpha, 1, 1.0 / float(np.float32(alpha)), is_result, x)


def softplus(a: Array, beta: Any, threshold: Any) -> Array:
    scaled = a * beta
    return np.where(scaled > threshold, a, np.log1p(np.exp(scaled)) / beta)


def softplus_slope(grad: Array, self: Array, beta: Any, threshold: Any) -> Array:
    power = np.exp(self * beta)
    return np.where(self * beta > threshold, grad, grad * power / (power + 1))


softplus_backward = f.recorded("_softplus_backward", widened(softplus_slope))


def softplus_curve(grad: Any, grad_output: Any, self: Any, beta: Any, threshold: Any) -> Any:
    share = f.sigmoid(self * beta)
    return f.masked(grad * grad_output * beta * share * (1 - share), self * beta <= threshold)


def log_sigmoid_forward(a: Array) -> tuple[Array, Array]:
    """The result, and `exp(-|x|)`, which its derivative takes, too."""
    if a.dtype.kind != "f":
        raise missing("log_sigmoid_cpu", a)
    x = a.astype(np.float32) if a.dtype == np.float16 else a
    buffer = np.exp(-np.abs(x))
    found = np.minimum(x, 0) - np.log1p(buffer)
    return np.asarray(found).astype(a.dtype), np.asarray(buffer).astype(a.dtype)


def log_sigmoid(self: Tensor) -> Any:
    from gradrepl.engine import ops

    return ops.recording("_log_sigmoid_forward")(self)[0]


def log_sigmoid_slope(grad: Array, self: Array, buffer: Array) -> Array:
    share = buffer / (1 + buffer)
    return grad * np.where(self < 0, 1 - share, share)


log_sigmoid_backward = f.recorded("_log_sigmoid_backward", widened(log_sigmoid_slope))


def log_sigmoid_curve(grad: Any, grad_output: Any, self: Any) -> Any:
    share = f.sigmoid(self)
    return grad * grad_output * share * (share - 1)


# --- gated -----------------------------------------------------------------------------------------------------------

_ROOT_HALF = math.sqrt(0.5)
_ROOT_TWO_BY_PI = math.sqrt(2.0 / math.pi)
_CUBIC = 0.044715


def gelu(a: Array, approximate: str) -> Array:
    if approximate not in {"none", "tanh"}:
        raise RuntimeError("approximate argument must be either none or tanh.")
    return _gelu(a, approximate)


def _gelu_kernel(a: Array, approximate: str) -> Array:
    share = _gelu_tanh(a)[0] if approximate == "tanh" else k.erf(np.asarray(a * _ROOT_HALF))
    return np.asarray(0.5 * a * (1.0 + share))


_gelu = floating("GeluKernelImpl", _gelu_kernel)


def gelu_slope(grad: Array, self: Array, approximate: str) -> Array:
    if approximate == "tanh":
        t, inner = _gelu_tanh(self)
        return grad * (0.5 * (1.0 + t) + 0.5 * self * (1.0 - t * t) * inner)
    share = 0.5 * (1.0 + k.erf(np.asarray(self * _ROOT_HALF)))
    return grad * (share + self * _normal_density(self))


gelu_backward = f.recorded("_gelu_backward", widened(gelu_slope))


def _gelu_tanh(x: Any) -> tuple[Any, Any]:
    """The tanh of `gelu(approximate="tanh")`, and the slope of what is inside it."""
    t = f.tanh(_ROOT_TWO_BY_PI * (x + _CUBIC * x * x * x))
    return t, _ROOT_TWO_BY_PI * (1.0 + 3 * _CUBIC * x * x)


def _normal_density(x: Any) -> Any:
    return f.exp(-0.5 * x * x) * (1 / math.sqrt(2.0 * math.pi))


def gelu_curve(grad: Any, grad_output: Any, self: Any, approximate: str) -> Any:
    if approximate == "tanh":
        t, inner = _gelu_tanh(self)
        bent = 6 * _CUBIC * _ROOT_TWO_BY_PI * self - 2 * t * inner * inner
        return grad * grad_output * (1.0 - t * t) * (inner + 0.5 * self * bent)
    return grad * grad_output * _normal_density(self) * (2 - self * self)


def silu(a: Array) -> Array:
    if a.dtype.kind not in "fc":
        raise missing("silu_cpu", a)
    return widened(lambda x: x * k.sigmoid(x))(a)


_silu_slope = widened(lambda grad, x: grad * np.conj((s := k.sigmoid(x)) * (1 + x * (1 - s))))


def silu_self(grad: Any, self: Any) -> Any:
    if not isinstance(grad, Tensor):
        return _silu_slope(grad, self)
    share = self.sigmoid()
    bent = self * (1 - share) + 1
    return grad * f.conj(share) * f.conj(bent)


def mish(a: Array) -> Array:
    return a * np.tanh(np.log1p(np.exp(a)))


def _mish_slope(grad: Array, x: Array) -> Array:
    t = np.tanh(np.log1p(np.exp(x)))
    return grad * (t + x * k.sigmoid(x) * (1 - t * t))


_mish_slope_widened = widened(_mish_slope)


def mish_self(grad: Any, self: Any) -> Any:
    if not isinstance(grad, Tensor):
        return _mish_slope_widened(grad, self)
    t = self.exp().log1p().tanh()
    return grad * (t + self * self.sigmoid() * (1 - t * t))


def _halves(x: Any, dim: int) -> Any:
    return x.chunk(2, dim) if isinstance(x, Tensor) else np.split(x, 2, axis=dim)


def glu(a: Array, dim: int) -> Array:
    if not a.ndim:
        raise RuntimeError("glu does not support 0-dimensional tensors")
    at = wrap_dim(dim, a.ndim)
    if a.shape[at] % 2:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {at} is size {a.shape[at]}"
        )
    if a.dtype.kind != "f":
        raise missing("glu_cpu", a)
    return widened(_glu)(a, at)


def _glu(a: Array, dim: int) -> Array:
    first, gate = _halves(a, dim)
    return np.asarray(first * k.sigmoid(gate))


def glu_slope(grad: Array, self: Array, dim: int) -> Array:
    first, gate = _halves(self, dim)
    share = k.sigmoid(gate)
    return np.concatenate((grad * share, grad * first * share * (1 - share)), dim)


glu_backward = f.recorded("_glu_backward", widened(glu_slope))


def glu_again(grad: Any, self: Any, dim: int) -> Any:
    """What arrives for `glu`'s gradient, carried back to what arrived for `glu`."""
    first, gate = _halves(self, dim)
    to_first, to_gate = _halves(grad, dim)
    share = f.sigmoid(gate)
    return to_first * share + to_gate * first * share * (1 - share)


def glu_curve(grad: Any, grad_output: Any, self: Any, dim: int) -> Any:
    first, gate = _halves(self, dim)
    to_first, to_gate = _halves(grad, dim)
    share = f.sigmoid(gate)
    slope = grad_output * share * (1 - share)
    return f.cat(
        (to_gate * slope, to_first * slope + to_gate * first * slope * (1 - 2 * share)), dim
    )


def zeros(grad: Any) -> Any:
    """For what is straight on both sides of its kinks."""
    return f.zeros_like(grad)


# fmt: off
ACTIVATIONS: tuple[Op, ...] = (
    compose("softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor", softmax),
    op("_softmax(Tensor self, int dim) -> Tensor", "SoftmaxBackward0", softmax_kernel, method=False,
       self=lambda grad, result, dim: softmax_backward(grad, result, dim)),
    op("_softmax_backward_data(Tensor grad_output, Tensor output, int dim) -> Tensor", "SoftmaxBackwardDataBackward0", widened(softmax_slope), method=False,
       grad_output=lambda grad, output, dim: softmax_backward(grad, output, dim), output=softmax_curve),
    compose("log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor", log_softmax),
    op("_log_softmax(Tensor self, int dim) -> Tensor", "LogSoftmaxBackward0", log_softmax_kernel, method=False,
       self=lambda grad, result, dim: log_softmax_backward(grad, result, dim)),
    op("_log_softmax_backward_data(Tensor grad_output, Tensor output, int dim) -> Tensor", "LogSoftmaxBackwardDataBackward0", widened(log_softmax_slope),
       method=False, grad_output=lambda grad, output, dim: grad - _along(grad * f.exp(output), dim), output=log_softmax_curve),
    differing(op("leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor", "LeakyReluBackward0", floating("leaky_relu_cpu", leaky_relu),
       in_place=True, in_place_method=False, method=False, function=False,
       self=lambda grad, self, negative_slope: leaky_relu_backward(grad, self, negative_slope, False)),
       "LeakyReluBackward1", self=lambda grad, result, negative_slope: leaky_relu_backward(grad, result, negative_slope, True)),
    op("_leaky_relu_backward(Tensor grad_output, Tensor self, Scalar negative_slope, bool self_is_result) -> Tensor", "LeakyReluBackwardBackward0",
       widened(leaky_relu_slope), method=False, self=zeros,
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
       "RreluWithNoiseBackwardBackward0", widened(rrelu_slope), method=False, self=zeros,
       grad_output=lambda grad, self, noise, lower, upper, training: rrelu_backward(grad, self, noise, lower, upper, training)),
    compose("prelu(Tensor self, Tensor weight) -> Tensor", prelu),
    op("_prelu_kernel(Tensor self, Tensor weight) -> Tensor", "PreluKernelBackward0", floating("prelu_cpu", prelu_kernel), method=False,
       self=lambda grad, self, weight: prelu_backward(grad, self, weight),
       weight=lambda grad, self, weight: prelu_weight_backward(grad, self, weight)),
    op("_prelu_kernel_backward(Tensor grad_output, Tensor self, Tensor weight) -> Tensor", "PreluKernelBackwardBackward0", widened(prelu_slope),
       method=False, grad_output=lambda grad, self, weight: prelu_backward(grad, self, weight), self=zeros,
       weight=lambda grad, grad_output, self: f.masked(grad * grad_output, self <= 0)),
    op("_prelu_weight_backward(Tensor grad_output, Tensor self, Tensor weight) -> Tensor", "PreluKernelBackwardBackward0",
       lambda grad, a, weight: prelu_weight_slope(grad, a), method=False,
       grad_output=lambda grad, self: f.masked(grad * self, self <= 0),
       self=lambda grad, grad_output, self: f.masked(grad * grad_output, self <= 0),
       weight=lambda grad, weight: f.zeros_like(weight)),
    op("hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor", "HardtanhBackward0", hardtanh, in_place=True,
       method=False, function=False, in_place_method=False, self=lambda grad, self, min_val, max_val: hardtanh_backward(grad, self, min_val, max_val)),
    op("_hardtanh_backward(Tensor grad_output, Tensor self, Scalar min_val, Scalar max_val) -> Tensor", "HardtanhBackwardBackward0", hardtanh_slope,
       method=False, grad_output=lambda grad, self, min_val, max_val: hardtanh_backward(grad, self, min_val, max_val), self=zeros),
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
    op("threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor", "ThresholdBackward0", threshold, in_place_node="ThresholdBackward1", in_place_method=False,
       method=False, self=lambda grad, self, threshold: f.threshold_backward(grad, self, threshold)),
    op("hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor", "HardshrinkBackward0", floating("hardshrink_cpu", hardshrink),
       self=lambda grad, self, lambd: hardshrink_backward(grad, self, lambd)),
    op("_hardshrink_backward(Tensor grad_output, Tensor self, Scalar lambd) -> Tensor", "HardshrinkBackwardBackward0", shrink_slope, method=False,
       grad_output=lambda grad, self, lambd: hardshrink_backward(grad, self, lambd), self=zeros),
    op("softshrink(Tensor self, Scalar lambd=0.5) -> Tensor", "SoftshrinkBackward0", softshrink_checked, method=False, function=False,
       self=lambda grad, self, lambd: softshrink_backward(grad, self, lambd)),
    op("_softshrink_backward(Tensor grad_output, Tensor self, Scalar lambd) -> Tensor", "SoftshrinkBackwardBackward0", shrink_slope, method=False,
       grad_output=lambda grad, self, lambd: softshrink_backward(grad, self, lambd), self=zeros),
    differing(op("elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor", "EluBackward0", floating("elu_cpu", elu),
       in_place=True, in_place_method=False, method=False, function=False,
       self=lambda grad, self, alpha, scale, input_scale: elu_backward(grad, alpha, scale, input_scale, False, self)),
       "EluBackward1", self=lambda grad, result, alpha, scale, input_scale: elu_backward(grad, alpha, scale, input_scale, True, result)),
    op("_elu_backward(Tensor grad_output, Scalar alpha, Scalar scale, Scalar input_scale, bool is_result, Tensor self_or_result) -> Tensor",
       "EluBackwardBackward0", widened(elu_slope), method=False, self_or_result=elu_curve,
       grad_output=lambda grad, alpha, scale, input_scale, is_result, self_or_result:
           elu_backward(grad, alpha, scale, input_scale, is_result, self_or_result)),
    compose("selu(Tensor self) -> Tensor", selu, method=False),
    compose("selu_(Tensor self) -> Tensor", selu_in_place, method=False),
    differing(op("celu(Tensor self, Scalar alpha=1.0) -> Tensor", "CeluBackward0", celu, in_place=True, in_place_method=False, method=False,
       self=lambda grad, self, alpha: celu_backward(grad, alpha, False, self)),
       "CeluBackward1", self=lambda grad, result, alpha: celu_backward(grad, alpha, True, result)),
    op("softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor", "SoftplusBackward0", floating("softplus_cpu", softplus),
       method=False, function=False, self=lambda grad, self, beta, threshold: softplus_backward(grad, self, beta, threshold)),
    op("_softplus_backward(Tensor grad_output, Tensor self, Scalar beta, Scalar threshold) -> Tensor", "SoftplusBackwardBackward0",
       widened(softplus_slope), method=False, self=softplus_curve,
       grad_output=lambda grad, self, beta, threshold: softplus_backward(grad, self, beta, threshold)),
    compose("log_sigmoid(Tensor self) -> Tensor", log_sigmoid, method=False, function=False),
    op("_log_sigmoid_forward(Tensor self) -> (Tensor output, Tensor buffer)", "LogSigmoidBackward0", log_sigmoid_forward, method=False,
       self=lambda grad, self, buffer: log_sigmoid_backward(grad, self, buffer)),
    op("_log_sigmoid_backward(Tensor grad_output, Tensor self, Tensor buffer) -> Tensor", "LogSigmoidBackwardBackward0", widened(log_sigmoid_slope),
       method=False, grad_output=lambda grad, self, buffer: log_sigmoid_backward(grad, self, buffer), self=log_sigmoid_curve),
    op('gelu(Tensor self, *, str approximate="none") -> Tensor', "GeluBackward0", gelu, method=False, function=False,
       self=lambda grad, self, approximate: gelu_backward(grad, self, approximate)),
    op("_gelu_backward(Tensor grad_output, Tensor self, str approximate) -> Tensor", "GeluBackwardBackward0", widened(gelu_slope), method=False,
       grad_output=lambda grad, self, approximate: gelu_backward(grad, self, approximate), self=gelu_curve),
    op("silu(Tensor self) -> Tensor", "SiluBackward0", silu, in_place=True, method=False, function=False, in_place_method=False, self=silu_self),
    op("mish(Tensor self) -> Tensor", "MishBackward0", floating("mish_cpu", mish), in_place=True, method=False, function=False, in_place_method=False, self=mish_self),
    op("glu(Tensor self, int dim=-1) -> Tensor", "GluBackward0", glu, method=False, function=False,
       self=lambda grad, self, dim: glu_backward(grad, self, dim)),
    op("_glu_backward(Tensor grad_output, Tensor self, int dim) -> Tensor", "GluBackwardBackward0", widened(glu_slope), method=False,
       grad_output=glu_again, self=glu_curve),
)
# fmt: on
