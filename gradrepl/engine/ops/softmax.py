"""Softmax and its logarithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops import rows
from gradrepl.engine.ops.activations import widened
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


def _softmax_dim(a: Array, dim: int, name: str) -> int:
    at = wrap_dim(dim, a.ndim)
    if a.dtype.kind != "f" and a.size:
        place = "lastdim_" if at == max(a.ndim - 1, 0) else ""
        raise missing(f"{name}_{place}kernel_impl", a)
    return at


def _straight(
    short: Callable[[Array, rows.Rows], Array],
    kernel: Callable[[Array, int], Array],
    name: str,
    empty: float,
) -> Callable[..., Array]:
    """A kernel of short rows and one of single and double precision, for all else, too."""

    def function(a: Array, dim: int) -> Array:
        if a.flags.c_contiguous:
            known = rows.short_rows(a.shape, dim, a.dtype)
            if known is not None:
                return short(a, known)
        if a.dtype.char in "fd" and a.size and -a.ndim <= dim < a.ndim:
            return k.laid_out(kernel(a, dim), a)
        at = _softmax_dim(a, dim, name)
        if a.dtype == np.float16:
            return function(a.astype(np.float32), dim).astype(np.float16)
        if not a.size:
            return np.full_like(a, empty)
        return kernel(a.reshape(1), at).reshape(())

    return function


def _shifted(a: Array, dim: int) -> Array:
    x: Array = np.subtract(a, np.maximum.reduce(a, dim, keepdims=True))
    return x


_CHUNK = 1 << 15
"""Of more powers only so many are there at a time: they stay in the processor's cache."""


def _total_of_powers(x: Array, dim: int) -> Array:
    """The sum of `exp(x)` along a dimension, which stays."""
    count = x.shape[-1]
    if x.size <= _CHUNK or not x.flags.c_contiguous or dim not in (-1, x.ndim - 1):
        return rows.total(np.exp(x), dim)
    flat, step = x.reshape(-1, count), max(_CHUNK // count, 1)
    found = np.empty((len(flat), 1), x.dtype)
    powers, ones = np.empty((step, count), x.dtype), rows.ones(count, 1, x.dtype)
    for start in range(0, len(flat), step):
        part = flat[start : start + step]
        np.exp(part, powers[: len(part)]).dot(ones, found[start : start + step])
    return found.reshape((*x.shape[:-1], 1))


def _softmax(a: Array, dim: int) -> Array:
    powers = _shifted(a, dim)
    np.exp(powers, powers)
    return np.divide(powers, rows.total(powers, dim), powers)


def _short_softmax(a: Array, known: rows.Rows) -> Array:
    starts, beside, ones, *_ = known
    powers = np.subtract(a, rows.tops(a.ravel(), starts)[beside], out=...)
    np.exp(powers, powers)
    return np.divide(powers, powers.dot(ones), powers)


def _log_softmax(a: Array, dim: int) -> Array:
    x = _shifted(a, dim)
    total = _total_of_powers(x, dim)
    return np.subtract(x, np.log(total, total), x)


def _short_log_softmax(a: Array, known: rows.Rows) -> Array:
    starts, beside, ones, *_ = known
    x = np.subtract(a, rows.tops(a.ravel(), starts)[beside], out=...)
    total = np.exp(x, out=...).dot(ones)
    return np.subtract(x, np.log(total, total), x)


softmax_kernel = _straight(_short_softmax, _softmax, "softmax", 1)
log_softmax_kernel = _straight(_short_log_softmax, _log_softmax, "log_softmax", 0)


def _along(x: Any, dim: int) -> Any:
    """The sum along one dimension, which stays."""
    if isinstance(x, Tensor):
        return x.sum(dim, True) if x._a.ndim else x
    return rows.total(x, dim) if x.ndim else x


def softmax_slope(grad: Array, output: Array, dim: int) -> Array:
    """`output * (grad - along(grad * output, dim))`."""
    product = np.multiply(grad, output, out=...)
    found = np.subtract(grad, _along(product, dim), product)
    return np.multiply(found, output, found)


def log_softmax_slope(grad: Array, output: Array, dim: int) -> Array:
    """`grad - exp(output) * along(grad, dim)`."""
    found = np.exp(output, out=...)
    np.multiply(found, _along(grad, dim), found)
    return np.subtract(grad, found, found)


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
