"""What has been gathered up to each element: running sums, products and extremes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.kernels import along, missing
from gradrepl.engine.ops.order import alone
from gradrepl.engine.ops.reduce import accumulates_in
from gradrepl.engine.ops.scatter import scattered_add
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine import dtypes
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def cumulative(ufunc: np.ufunc) -> Any:
    def kernel(a: Array, dim: int, dtype: dtypes.dtype | None) -> Array:
        to = accumulates_in(a, dtype)
        over = wrap_dim(dim, a.ndim)
        if to.kind == "b" and a.ndim and a.size:
            raise missing(f"{'cumsum' if ufunc is np.add else 'cumprod'}_out_cpu", np.empty(0, to))
        if not a.ndim:
            return a.astype(to)
        wide = np.dtype(np.float32) if to == np.float16 else to  # halves are rounded at the end
        found = ufunc.accumulate(k.converted(a, to), axis=over, dtype=wide).astype(to, copy=False)
        found = k.laid_out(found, a)
        return found + to.type(0) if ufunc is np.add else found  # the sum starts at 0: -0. is lost

    return kernel


def running_log_sum_exp(a: Array, dim: int) -> Array:
    over = wrap_dim(dim, a.ndim)
    if a.dtype.kind not in "fc":
        raise missing("logcumsumexp_out_cpu", a)
    if not a.ndim or not a.size:
        return a.copy()
    if a.dtype.kind == "f":
        return k.laid_out(np.logaddexp.accumulate(a, axis=over), a)
    lines = np.moveaxis(a, over, 0)
    found = lines.copy()
    for i in range(1, len(lines)):
        found[i] = k.log_of_sum(found[i - 1], lines[i])
    return np.moveaxis(found, 0, over).copy("C")


def running(extreme: np.ufunc, name: str) -> Any:
    """`cummax` and `cummin`: the extreme so far, and the last place where it was met."""

    def kernel(a: Array, dim: int) -> tuple[Array, Array]:
        if not a.ndim and dim not in (0, -1):
            raise IndexError(f"{name}(): Expected reduction dim -1 or 0 for scalar but got {dim}")
        if a.ndim and not a.size:  # whatever the dimension
            return a.copy(), np.zeros(a.shape, np.int64)
        over = wrap_dim(dim, a.ndim)
        if not a.ndim:
            return alone(a)
        if a.dtype.kind == "c":
            raise missing(f"{name}_cpu", a)
        met = a == extreme.accumulate(a, axis=over)
        if a.dtype.kind == "f":
            met |= np.isnan(a)
        places = np.arange(a.shape[over]).reshape((-1,) + (1,) * (a.ndim - 1 - over))
        indices = np.maximum.accumulate(np.where(met, places, 0), axis=over)
        values = np.ascontiguousarray(a[along(indices, over)])
        return values, np.ascontiguousarray(indices)

    return kernel


# --- formulas --------------------------------------------------------------------------------------------------------


def cumsum_self(grad: Any, dim: int) -> Any:
    if math.prod(grad.shape) <= 1 or grad.shape[dim] == 1:
        return grad
    return _reversed_sum(grad, dim)


def cumprod_self(grad: Any, self: Any, dim: int, result: Any) -> Any:
    """Every product from an element on takes its part; where there are zeros, one product at a time."""
    array = f.array_of(self)
    if not array.ndim:
        return grad
    if not (array == 0).any():
        return _reversed_sum(grad * f.conj(result), dim) / f.conj(self)
    at = dim % array.ndim
    size = array.shape[at]
    parts = []
    for i in range(size):  # the slope of every product by element i, without dividing by it
        before = _prefix(self, at, i)
        after = _running_product(_suffix(self, at, i), at)
        parts.append(f.sum_over(_suffix(grad, at, i, own=True) * (before * after), (at,), True))
    return f.cat(parts, at)


def _reversed_sum(x: Any, dim: int) -> Any:
    if isinstance(x, Tensor):
        return x.flip(dim).cumsum(dim).flip(dim)
    return np.flip(np.cumsum(np.flip(x, dim), dim), dim).copy("C")


def _prefix(x: Any, at: int, i: int) -> Any:
    """The product of the elements before the i-th."""
    part = x[(slice(None),) * at + (slice(0, i),)]
    return part.prod(at, True) if isinstance(x, Tensor) else np.prod(part, axis=at, keepdims=True)


def _suffix(x: Any, at: int, i: int, *, own: bool = False) -> Any:
    """From the i-th element on; its place is taken by a 1 unless it is wanted itself."""
    part = x[(slice(None),) * at + (slice(i, None),)]
    if own:
        return part
    array = f.array_of(part)
    first = np.zeros(array.shape, bool)
    first[(slice(None),) * at + (slice(0, 1),)] = True
    return f.masked_fill(part, f.as_grad_kind(first, part), 1)


def _running_product(x: Any, at: int) -> Any:
    return x.cumprod(at) if isinstance(x, Tensor) else np.cumprod(x, axis=at)


def running_log_sum_exp_self(grad: Any, self: Any, result: Any, dim: int) -> Any:
    """In logarithms, where nothing overflows: positive and negative gradients apart."""
    if not f.shape_of(self):
        return grad

    def part(log: Any) -> Any:
        return f.exp(_reversed_log_sum_exp(log - result, dim) + self)

    if f.is_complex(grad):
        return f.conj(part(f.log(f.conj(grad))))
    size = f.log(f.absolute(grad))
    nothing = f.lowest(grad)
    return part(f.where(grad > 0, size, nothing)) - part(f.where(grad < 0, size, nothing))


def _reversed_log_sum_exp(x: Any, dim: int) -> Any:
    if isinstance(x, Tensor):
        return x.flip(dim).logcumsumexp(dim).flip(dim)
    return np.flip(running_log_sum_exp(np.flip(x, dim), dim), dim).copy("C")


def running_self(grad: Any, self: Any, indices: Any, dim: int) -> Any:
    if not len(self.shape):
        return grad
    if isinstance(grad, Tensor):
        return f.zeros(self.shape, grad).scatter_add(dim, indices, grad)
    return scattered_add(np.zeros(self.shape, grad.dtype), dim, indices, grad)


# --- compositions ----------------------------------------------------------------------------------------------------


def differences(
    self: Tensor, n: int, dim: int, prepend: Tensor | None, append: Tensor | None
) -> Any:
    """Of neighbours, n times over."""
    if not self._a.ndim:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    at = wrap_dim(dim, self._a.ndim)
    found: Any = self
    if prepend is not None or append is not None:
        from gradrepl.engine import cat

        found = cat([each for each in (prepend, self, append) if each is not None], at)
    for _ in range(min(n, found._a.shape[at])):
        rest = found._a.shape[at] - 1
        after, before = found.narrow(at, 1, rest), found.narrow(at, 0, rest)
        found = after.logical_xor(before) if found._a.dtype.kind == "b" else after - before
    return found


# fmt: off
SCANS = (
    op("cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", "CumsumBackward0", cumulative(np.add), in_place=True, self=cumsum_self),
    op("cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", "CumprodBackward0", cumulative(np.multiply), in_place=True, self=cumprod_self),
    op("logcumsumexp(Tensor self, int dim) -> Tensor", "LogcumsumexpBackward0", running_log_sum_exp, self=running_log_sum_exp_self),
    compose("diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor", differences),
    op("cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)", "CummaxBackward0", running(np.maximum, "cummax"),
       self=running_self),
    op("cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)", "CumminBackward0", running(np.minimum, "cummin"),
       self=running_self),
)
# fmt: on
