"""Softmax and its logarithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.activations import widened
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


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


# fmt: off
SOFTMAX = (
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
)
# fmt: on
