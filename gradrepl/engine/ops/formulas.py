"""What derivatives are written with: each works on plain arrays and on Tensors alike.

Backward hands arrays to a formula when nobody records it, and Tensors under `create_graph=True`; operators work on
both, and for the rest there is a function here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.node import CAPTURES
from gradrepl.engine.ops import kernels, transcendental
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.watchers import HOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def both(name: str, kernel: Callable[..., Any]) -> Callable[..., Any]:
    """`f(x, *args)`: the kernel for an array, the method for a Tensor."""

    def function(x: Any, *args: Any) -> Any:
        return getattr(x, name)(*args) if isinstance(x, Tensor) else kernel(x, *args)

    return function


exp = both("exp", np.exp)
exp2 = both("exp2", lambda x: np.exp2(x, dtype=np.result_type(x, np.float32)))
log = both("log", np.log)
sin = both("sin", np.sin)
cos = both("cos", np.cos)
sinh = both("sinh", np.sinh)
cosh = both("cosh", np.cosh)
absolute = both("abs", np.absolute)
sgn = both("sgn", kernels.sgn)
isnan = both("isnan", np.isnan)
isfinite = both("isfinite", np.isfinite)
logical_not = both("logical_not", np.logical_not)
tanh = both("tanh", np.tanh)
sigmoid = both("sigmoid", kernels.sigmoid)
reciprocal = both("reciprocal", np.reciprocal)
rsqrt = both("rsqrt", lambda x: np.reciprocal(np.sqrt(x)))
power = both("pow", kernels.power)
erfinv = both("erfinv", transcendental.erfinv)
xlogy = both("xlogy", lambda x, y: kernels.xlogy(x, np.asarray(y, x.dtype)))
digamma = both("digamma", transcendental.digamma)


def polygamma(n: int, x: Any) -> Any:
    if not isinstance(x, Tensor):
        return transcendental.polygamma(n, x)
    from gradrepl.engine import ops

    return ops.function("polygamma")(n, x)


def scalar_power(base: float, exponent: Any) -> Any:
    """A number raised to an array or a tensor."""
    if isinstance(exponent, Tensor):
        from gradrepl.engine import ops

        return ops.function("pow")(base, exponent)
    return kernels.power(np.asarray(base, exponent.dtype), exponent)


def real(x: Any) -> Any:
    """The real part; a real value is its own."""
    return x.real


def imag(x: Any) -> Any:
    return x.imag


def recorded(name: str, kernel: Callable[..., Any]) -> Callable[..., Any]:
    """As `both`, for an operation that only derivatives use: its own derivative is in the table, too."""

    def function(x: Any, *args: Any) -> Any:
        if not isinstance(x, Tensor):
            return kernel(x, *args)
        from gradrepl.engine import ops

        return ops.recording(name)(x, *args)

    return function


def as_first(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """A derivative's kernel whose result has the dtype of what was differentiated, whatever a target's is."""

    def function(grad: Any, self: Any, *args: Any) -> Any:
        return kernel(grad, self, *args).astype(self.dtype, copy=False)

    return function


def on_tensors(formula: Callable[..., Any]) -> Callable[..., Any]:
    """A formula that is written for Tensors: arrays are made Tensors for it, which record nothing."""

    def both(*args: Any) -> Any:
        if any(isinstance(each, Tensor) for each in _flat(args)):
            return formula(*args)
        found = formula(*[as_tensors(each) for each in args])
        return found._a if isinstance(found, Tensor) else found

    return both


def _flat(values: Any) -> list[Any]:
    return [
        each
        for value in values
        for each in (value if isinstance(value, (list, tuple)) else (value,))
    ]


def as_tensors(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return wrap(value)
    return [as_tensors(each) for each in value] if isinstance(value, list) else value


tanh_backward = recorded("_tanh_backward", kernels.tanh_slope)
sigmoid_backward = recorded("_sigmoid_backward", kernels.sigmoid_slope)
threshold_backward = recorded("_threshold_backward", kernels.threshold_slope)


def not_implemented(name: str) -> Callable[..., Any]:
    """The formula of an operation that PyTorch records and cannot differentiate."""

    def formula(grad: Any) -> Any:
        raise RuntimeError(f"derivative for aten::{name} is not implemented")

    return formula


def conj(x: Any) -> Any:
    """The conjugate; a real value is its own."""
    if type(x) is np.ndarray:
        return x.conj() if x.dtype.kind == "c" else x
    if isinstance(x, (int, float, complex)):
        return x.conjugate()
    kind = x._a.dtype.kind if isinstance(x, Tensor) else np.asarray(x).dtype.kind
    return x.conj() if kind == "c" else x


def as_dtype(x: Any, like: Any) -> Any:
    """In the dtype of another, which a reduction may have been asked for."""
    return x.to(like.dtype) if isinstance(x, Tensor) else x.astype(like.dtype, copy=False)


def transpose(x: Any, dim0: int, dim1: int) -> Any:
    if isinstance(x, Tensor):
        return x.transpose(dim0, dim1)
    return np.swapaxes(x, dim0, dim1) if x.ndim else x


def t(x: Any) -> Any:
    return x.t() if isinstance(x, Tensor) else x.T


def mm(a: Any, b: Any) -> Any:
    """The product of two matrices."""
    return a.mm(b) if isinstance(a, Tensor) else a.dot(b)


bmm = both("bmm", np.matmul)


def permute(x: Any, dims: Sequence[int]) -> Any:
    return x.permute(dims) if isinstance(x, Tensor) else x.transpose(dims)


def expand(x: Any, shape: Sequence[int]) -> Any:
    """Spreads over a shape; for an array of one element a filled array is cheaper than a broadcast view."""
    if isinstance(x, Tensor):
        return x.expand(shape)
    if x.ndim == 0:
        if not shape:
            return x.view()
        if HOOKS or CAPTURES:  # somebody sees that PyTorch's is a view
            return np.ndarray(shape, x.dtype, x, 0, (0,) * len(shape))
        found = np.empty(shape, x.dtype)
        found.fill(x)
        found.flags.writeable = False  # tells that PyTorch's has a single element
        return found
    lead = len(shape) - x.ndim
    steps = [
        0 if n == 1 != m else s for n, m, s in zip(x.shape, shape[lead:], x.strides, strict=True)
    ]
    return kernels.restrided(x, shape, [0] * lead + steps)


def sum_to_size(x: Any, shape: Sequence[int]) -> Any:
    if isinstance(x, Tensor):
        return x.sum_to_size(shape)
    from gradrepl.engine.fitting import sum_to

    return sum_to(x, tuple(shape))


def unsqueeze(x: Any, dim: int) -> Any:
    return x.unsqueeze(dim) if isinstance(x, Tensor) else np.expand_dims(x, dim)


def sum_over(x: Any, dims: Sequence[int], keepdim: bool = False) -> Any:
    if isinstance(x, Tensor):
        return x.sum(dims, keepdim)
    return np.add.reduce(x, axis=tuple(dims), keepdims=keepdim, out=...)


def masked(grad: Any, mask: Any) -> Any:
    """The gradient where the mask is true, and exact zeros elsewhere, infinities and nans included."""
    if isinstance(grad, Tensor):
        return where(mask, grad, zeros((), grad))
    return kernels.where(mask, grad, grad.dtype.type(0))


def masked_fill(x: Any, mask: Any, value: Any) -> Any:
    if isinstance(x, Tensor):
        return x.masked_fill(mask, value)
    return kernels.where(mask, x.dtype.type(value), x)


def cat(parts: Sequence[Any], dim: int) -> Any:
    if any(isinstance(each, Tensor) for each in parts):
        from gradrepl.engine import ops

        return ops.function("cat")(parts, dim)
    return np.concatenate(parts, dim)


def where(mask: Any, x: Any, y: Any) -> Any:
    if isinstance(x, Tensor) or isinstance(y, Tensor):
        from gradrepl.engine import ops

        return ops.function("where")(mask, x, y)
    return np.where(mask, x, y)


def as_grad_kind(value: np.ndarray[Any, Any], like: Any) -> Any:
    """An array as a formula's partner of `like`: itself beside arrays, a Tensor beside Tensors."""
    return wrap(value) if isinstance(like, Tensor) else value


def zeros_like(x: Any) -> Any:
    return wrap(np.zeros_like(x._a)) if isinstance(x, Tensor) else np.zeros_like(x)


def no_slope(grad: Any) -> Any:
    """The derivative by what only tells a size: PyTorch's node has a place for it, and gives zeros."""
    return zeros_like(grad)


def zeros(shape: Sequence[int], like: Any) -> Any:
    array = array_of(like)
    return as_grad_kind(np.zeros(shape, array.dtype), like)


def full(shape: Sequence[int], value: float, like: Any) -> Any:
    array = array_of(like)
    return as_grad_kind(np.full(shape, value, array.dtype), like)


def array_of(x: Any) -> Any:
    """The numbers: an array is its own."""
    return x._a if isinstance(x, Tensor) else x


def shape_of(x: Any) -> tuple[int, ...]:
    return tuple(array_of(x).shape)


def is_complex(x: Any) -> bool:
    return array_of(x).dtype.kind == "c"


def lowest(like: Any) -> Any:
    """The least finite number of a floating dtype."""
    array = array_of(like)
    return full((), np.finfo(array.dtype).min, like)


def restore_dims(grad: Any, shape: Sequence[int], dims: Sequence[int] | None, keepdim: bool) -> Any:
    """Puts back the dimensions that a reduction took away, so that the gradient broadcasts against its input.

    One of all dimensions does so as it is.
    """
    if keepdim or not shape or not dims:
        return grad
    for each in sorted(d % len(shape) for d in dims):
        grad = unsqueeze(grad, each)
    return grad


def restore_dims_as_view(
    grad: Any, shape: Sequence[int], dims: Sequence[int] | None, keepdim: bool
) -> Any:
    """The same, all dimensions at once."""
    ndim = len(shape)
    if keepdim or not ndim:
        return grad
    every = range(ndim) if not dims else {d % ndim for d in dims}
    kept = tuple(1 if i in every else d for i, d in enumerate(shape))
    return grad.reshape(kept)
