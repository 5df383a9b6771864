"""Smooth activation functions: exponential and gated ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops import transcendental
from gradrepl.engine.ops.kernels import laid_out, laid_out_like, missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import compose, differing, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


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
        if a.dtype.char in "fd" and a.flags.c_contiguous:
            quick = function(a, *rest)
            if quick.dtype is a.dtype:
                return quick
        if a.dtype.kind != "f":
            raise missing(name, a)
        found = wide(a, *rest)
        if found.dtype != a.dtype:
            raise RuntimeError("value cannot be converted to type double without overflow")
        return laid_out_like(found, a)

    return kernel


IN_PLACE_SLOPE = (
    "In-place {} backward calculation is triggered with a negative slope which is not supported. This is caused by "
    "calling in-place forward function with a negative slope, please call out-of-place version instead."
)


# --- exponential -----------------------------------------------------------------------------------------------------


def elu(a: Array, alpha: Any, scale: Any, input_scale: Any) -> Array:
    above = np.greater(a, k.number(0, a.dtype), out=...)
    below = np.expm1(times(a, input_scale), out=...)
    return k.where(above, times(a, scale), times(below, alpha * scale))


def times(a: Array, number: Any) -> Array:
    """The product, which is the array itself if the number is 1."""
    if type(number) in (int, float) and a.dtype.char in "fd" and abs(number) < k.FAR:
        return a if number == 1 else np.multiply(a, k.number(number, a.dtype), out=...)
    return np.asarray(a * number)


def elu_slope(
    grad: Array, alpha: Any, scale: Any, input_scale: Any, is_result: bool, x: Array
) -> Array:
    """`x` is what `elu` was given, or what it made."""
    if not is_result:
        below = grad * (input_scale * alpha * scale) * np.exp(x * input_scale)
    elif alpha < 0:
        raise RuntimeError(IN_PLACE_SLOPE.format("elu"))
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
    return RECORDED.elu(self, _SELU_ALPHA, _SELU_SCALE, 1)


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
    scaled = times(a, beta)
    soft = np.log1p(np.exp(scaled, out=...), out=...)
    if beta != 1:
        soft = np.asarray(soft / beta)
    return k.where(np.asarray(scaled > threshold), a, soft)


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
    parts = [laid_out(np.asarray(x).astype(a.dtype), a) for x in (found, buffer)]
    return parts[0], parts[1]


def log_sigmoid(self: Tensor) -> Any:
    return RECORDED._log_sigmoid_forward(self)[0]


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
    share = (
        _gelu_tanh(a)[0]
        if approximate == "tanh"
        else transcendental.erf(np.asarray(a * _ROOT_HALF))
    )
    return np.asarray(0.5 * a * (1.0 + share))


_gelu = floating("GeluKernelImpl", _gelu_kernel)


def gelu_slope(grad: Array, self: Array, approximate: str) -> Array:
    if approximate == "tanh":
        t, inner = _gelu_tanh(self)
        return grad * (0.5 * (1.0 + t) + 0.5 * self * (1.0 - t * t) * inner)
    share = 0.5 * (1.0 + transcendental.erf(np.asarray(self * _ROOT_HALF)))
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
    return _silu(a)


_silu = widened(lambda x: np.multiply(x, k.sigmoid(x), out=...))
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


# fmt: off
ACTIVATIONS = (
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
