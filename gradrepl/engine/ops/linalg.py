"""Products of matrices and vectors, and what is made of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array, result_type
from gradrepl.engine.errors import sizes_differ
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.values import type_name
from gradrepl.engine.warning import warn_once

_C_NAMES = {
    "bool": "bool", "uint8": "unsigned char", "int8": "signed char", "int16": "short int", "int32": "int",
    "int64": "long int", "float16": "c10::Half", "float32": "float", "float64": "double",
    "complex64": "c10::complex<float>", "complex128": "c10::complex<double>",
}  # fmt: skip


# --- kernels ---------------------------------------------------------------------------------------------------------


def same_dtype(a: Array, b: Array) -> None:
    """Products promote nothing.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected m1 and m2 to have the same dtype, but got: {_C_NAMES[a.dtype.name]} != {_C_NAMES[b.dtype.name]}"
        )


def mm(a: Array, b: Array) -> Array:
    if a.ndim != 2:
        raise RuntimeError("self must be a matrix")
    if b.ndim != 2:
        raise RuntimeError("mat2 must be a matrix")
    if a.shape[1] != b.shape[0]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({a.shape[0]}x{a.shape[1]} and {b.shape[0]}x{b.shape[1]})"
        )
    if a.dtype is not b.dtype:
        same_dtype(a, b)
    if a.dtype.kind == "b":
        raise missing("addmm_impl_cpu_", a)
    return a.dot(b)


def mv(a: Array, b: Array) -> Array:
    if not a.ndim:
        raise IndexError("Dimension specified as 0 but tensor has no dimensions")
    if a.ndim != 2 or b.ndim != 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got 1, {a.ndim}, {b.ndim}")
    if a.shape[1] != b.shape[0]:
        raise RuntimeError(
            f"size mismatch, got input ({a.shape[0]}), mat ({a.shape[0]}x{a.shape[1]}), vec ({b.shape[0]})"
        )
    return _mv(b, a, b)


def _mv(a: Array, m: Array, v: Array) -> Array:
    """The product; `a` is what it would be added to, and is named when the dtypes differ."""
    if m.dtype != v.dtype or a.dtype != m.dtype:
        names = [OF[each.dtype].legacy for each in (a, m, v)]
        raise RuntimeError(
            f"addmv input tensors must have the same dtype, but got {names[0]}, {names[1]}, and {names[2]}"
        )
    if m.dtype.kind == "b":
        raise missing("addmv_impl_cpu", m)
    return m.dot(v)


def dot(a: Array, b: Array) -> Array:
    return np.asarray(_dot(a, b).dot(b))


def vdot(a: Array, b: Array) -> Array:
    return np.asarray(_dot(a, b).conj().dot(b))


def _dot(a: Array, b: Array) -> Array:
    if a.ndim != 1 or b.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {a.ndim}D and {b.ndim}D tensors")
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"dot : expected both vectors to have same dtype, but found {OF[a.dtype].legacy} and {OF[b.dtype].legacy}"
        )
    if a.shape != b.shape:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{a.shape[0]}] and src [{b.shape[0]}] to have the same number "
            f"of elements, but got {a.shape[0]} and {b.shape[0]} elements respectively"
        )
    if a.dtype.kind == "b":
        raise missing("dot", a)
    return a


def bmm(a: Array, b: Array) -> Array:
    for name, each in (("batch1", a), ("batch2", b)):
        if each.ndim != 3:
            raise RuntimeError(f"{name} must be a 3D tensor")
    if a.shape[0] != b.shape[0] or a.shape[2] != b.shape[1]:
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: [{a.shape[0]}, {a.shape[2]}] but got: "
            f"[{b.shape[0]}, {b.shape[1]}]."
        )
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[a.dtype].legacy} but found {OF[b.dtype].legacy}"
        )
    if a.dtype.kind == "b":
        raise missing("bmm", a)
    return np.matmul(a, b)


def _spread(a: Array, shape: tuple[int, ...]) -> Array:
    """What is added, in the product's shape.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    from gradrepl.engine.ops.shape import spread

    return a if a.shape == shape else spread(a, shape)


def _added(wide: Array, product: Array, beta: Any, alpha: Any) -> Array:
    if alpha != 1:
        product = product * product.dtype.type(alpha)
    if beta == 0:
        return product
    return np.add(wide if beta == 1 else wide * wide.dtype.type(beta), product, out=...)


def addmm(a: Array, m1: Array, m2: Array, beta: Any, alpha: Any) -> Array:
    for name, each in (("self", a), ("mat1", m1)):
        if each.dtype != m2.dtype:
            raise RuntimeError(
                f"{name} and mat2 must have the same dtype, but got {OF[each.dtype].legacy} and {OF[m2.dtype].legacy}"
            )
    for name, each in (("mat1", m1), ("mat2", m2)):
        if each.ndim != 2:
            raise RuntimeError(f"{name} must be a matrix, got {each.ndim}-D tensor")
    product = mm(m1, m2)
    return _added(_spread(a, product.shape), product, beta, alpha)


def addmv(a: Array, m: Array, v: Array, beta: Any, alpha: Any) -> Array:
    if m.ndim != 2 or v.ndim != 1 or a.ndim > 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got {a.ndim}, {m.ndim}, {v.ndim}")
    if m.shape[1] != v.shape[0] or a.size not in (1, m.shape[0]):
        raise RuntimeError(
            f"size mismatch, got input ({a.size}), mat ({m.shape[0]}x{m.shape[1]}), vec ({v.shape[0]})"
        )
    return _added(_spread(a, m.shape[:1]), _mv(a, m, v), beta, alpha)


def _size(b: Array, dim: int) -> int:
    if not b.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    return b.shape[wrap_dim(dim, b.ndim)]


def baddbmm(a: Array, b1: Array, b2: Array, beta: Any, alpha: Any) -> Array:
    wide = _spread(a, (_size(b1, 0), _size(b1, 1), _size(b2, 2)))
    if a.dtype != b1.dtype:
        names = [_C_NAMES[each.dtype.name] for each in (a, b1, b2)]
        raise RuntimeError(
            f"Input dtypes must be the same, got: input {names[0]}, batch1: {names[1]}, batch2: {names[2]}"
        )
    try:
        product = bmm(b1, b2)
    except NotImplementedError:
        raise missing("baddbmm", b1) from None
    return _added(wide, product, beta, alpha)


def addbmm(a: Array, b1: Array, b2: Array, beta: Any, alpha: Any) -> Array:
    wide = _spread(a, (_size(b1, 1), _size(b2, 2)))
    for name, each in (("batch1", b1), ("batch2", b2)):
        if each.ndim != 3:
            raise RuntimeError(f"{name} must be a 3D tensor")
    if b1.shape[0] != b2.shape[0]:
        raise RuntimeError(
            f"batch1 and batch2 must have same number of batches, got {b1.shape[0]} and {b2.shape[0]}"
        )
    if b1.shape[2] != b2.shape[1]:
        raise RuntimeError(
            f"Incompatible matrix sizes for bmm ({b1.shape[1]}x{b1.shape[2]} and {b2.shape[1]}x{b2.shape[2]})"
        )
    for name, each in (("self", a), ("mat1", b1)):
        if each.dtype != b2.dtype:
            raise RuntimeError(
                f"{name} and mat2 must have the same dtype, but got {OF[each.dtype].legacy} and {OF[b2.dtype].legacy}"
            )
    if a.dtype.kind == "b":
        raise missing("addmm_impl_cpu_", a)
    return _added(wide, np.matmul(b1, b2).sum(0, dtype=a.dtype), beta, alpha)


def addr(a: Array, u: Array, v: Array, beta: Any, alpha: Any) -> Array:
    if u.ndim != 1 or v.ndim != 1:
        which = ("vec1", u) if u.ndim != 1 else ("vec2", v)
        raise RuntimeError(f"addr: Expected 1-D argument {which[0]}, but got {which[1].ndim}-D")
    to = result_type((a, u, v)).np
    for name, factor in (("beta", beta), ("alpha", alpha)):
        if to.kind in "iu" and isinstance(factor, float):
            raise RuntimeError(
                f"For integral input tensors, argument {name} must not be a floating point number."
            )
    product = np.multiply.outer(u.astype(to, copy=False), v.astype(to, copy=False))
    return _added(_spread(a.astype(to, copy=False), product.shape), product, beta, alpha)


def trace(a: Array) -> Array:
    if a.dtype.kind == "b":
        raise missing("trace", a)
    if a.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {a.ndim}")
    return np.asarray(np.trace(a, dtype=np.int64 if a.dtype.kind in "iub" else a.dtype))


def crossed(a: Array, b: Array, dim: int) -> Array:
    if a.ndim != b.ndim:
        raise RuntimeError("linalg.cross: inputs must have the same number of dimensions.")
    at = wrap_dim(dim, a.ndim)
    if a.shape[at] != 3 or b.shape[at] != 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got {a.shape[at]} and {b.shape[at]}"
        )
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[a.dtype].legacy} but found {OF[b.dtype].legacy}"
        )
    (a0, a1, a2), (b0, b1, b2) = np.moveaxis(a, at, 0), np.moveaxis(b, at, 0)
    return np.stack([a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0], at)


def distances(a: Array, b: Array, p: float, compute_mode: int | None) -> Array:
    """Between each row of one matrix and each of the other."""
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[a.dtype].legacy} but found {OF[b.dtype].legacy}"
        )
    if a.dtype == np.float16:
        raise missing("cdist", a)
    gaps = np.abs(a[..., :, None, :] - b[..., None, :, :])
    if p == 0:
        return np.asarray((gaps != 0).sum(-1, dtype=a.dtype))
    if p == 1:
        return np.asarray(gaps.sum(-1))
    if p == 2:
        return np.sqrt((gaps * gaps).sum(-1), out=...)
    if math.isinf(p):
        return np.asarray(gaps.max(-1, initial=0))
    return np.asarray((gaps ** a.dtype.type(p)).sum(-1) ** a.dtype.type(1 / p))


def distances_slope(grad: Array, a: Array, b: Array, p: float, cdist: Array) -> Array:
    """By the rows of the first; 0 where two rows are the same."""
    gaps = a[..., :, None, :] - b[..., None, :, :]
    grad, far = grad[..., None], cdist[..., None]
    if p == 0:
        return np.zeros((*gaps.shape[:-2], a.shape[-1]), a.dtype)
    if p == 1:
        parts = grad * np.sign(gaps)
    elif math.isinf(p):
        parts = grad * np.sign(gaps) * (np.abs(gaps) == far)
    else:
        size = np.abs(gaps)
        steep = (size == 0) if p < 2 else np.zeros((), bool)  # no slope, or an infinite one
        power = np.where(steep, 0, np.where(steep, 1, size) ** a.dtype.type(p - 1))
        whole = np.where(far == 0, 1, far) ** a.dtype.type(p - 1)
        parts = np.where(far == 0, 0, np.sign(gaps) * power * grad / whole)
    return np.asarray(parts.sum(-2), a.dtype)


def distances_by_product(a: Array, b: Array) -> Array:
    """|a|^2 - 2 a b + |b|^2, in one product."""
    squares = [(each * each).sum(-1, keepdims=True) for each in (a, b)]
    ones = [np.ones_like(each) for each in squares]
    left = np.concatenate((a * -2, squares[0], ones[0]), -1)
    right = np.concatenate((b, ones[1], squares[1]), -1)
    return np.sqrt(np.maximum(left @ np.swapaxes(right, -2, -1), 0), out=...)


# --- formulas --------------------------------------------------------------------------------------------------------


def t_last(x: Any) -> Any:
    return f.transpose(x, -2, -1)


def scaled(x: Any, factor: Any) -> Any:
    return x if factor == 1 else x * factor


def _by_columns(sizes: Any, layout: Any) -> bool:
    """Whether a matrix lies in memory column by column, as a transposed one does."""
    strides, itemsize = layout
    return bool(strides[0] == itemsize and strides[1] == itemsize * sizes[0])


def product_left(grad: Any, mat2: Any, sizes: Any, layout: Any) -> Any:
    """The gradient of the first factor of a product of matrices, laid out as that is."""
    if _by_columns(sizes, layout):
        return f.t(f.mm(f.conj(mat2), f.t(grad)))
    return f.mm(grad, f.conj(f.t(mat2)))


def product_right(grad: Any, mat1: Any, sizes: Any, layout: Any) -> Any:
    """The same of the second one."""
    if _by_columns(sizes, layout):
        return f.t(f.mm(f.t(grad), f.conj(mat1)))
    return f.mm(f.conj(f.t(mat1)), grad)


def trace_self(grad: Any, self_sym_sizes: Any) -> Any:
    array = grad._a if isinstance(grad, Tensor) else grad
    return grad * f.as_grad_kind(np.eye(*self_sym_sizes, dtype=array.dtype), grad)


def cross_of(a: Any, b: Any, dim: int) -> Any:
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        from gradrepl.engine import ops

        return ops.recording("linalg_cross")(a, b, dim)
    return crossed(a, b, dim)


_slope_of_distances = f.recorded("_cdist_backward", distances_slope)


def cdist_x1(grad: Any, x1: Any, x2: Any, p: float, result: Any) -> Any:
    return _slope_of_distances(grad, x1, x2, p, result)


def cdist_x2(grad: Any, x1: Any, x2: Any, p: float, result: Any) -> Any:
    return _slope_of_distances(t_last(grad), x2, x1, p, t_last(result))


def not_again(grad: Any) -> Any:
    raise NotImplementedError("the derivative for '_cdist_backward' is not implemented.")


def _ratio(grad: Any, result: Any) -> Any:
    return f.masked_fill(grad / result, result == 0, 0)


def euclidean_x1(grad: Any, x1: Any, x2: Any, result: Any) -> Any:
    ratio = _ratio(grad, result)
    return x1 * f.sum_over(ratio, (-1,), True) - ratio @ x2


def euclidean_x2(grad: Any, x1: Any, x2: Any, result: Any) -> Any:
    ratio = _ratio(grad, result)
    return x2 * f.unsqueeze(f.sum_over(ratio, (-2,)), -1) - t_last(ratio) @ x1


# --- compositions ----------------------------------------------------------------------------------------------------


def outer(self: Tensor, vec2: Tensor) -> Any:
    for name, each in (("self", self), ("vec2", vec2)):
        if each._a.ndim != 1:
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {each._a.ndim}-D")
    return self.reshape((-1, 1)).mul(vec2)


def matmul(self: Tensor, other: Tensor) -> Any:
    """Chooses `dot`, `mv`, `mm` or `bmm` as PyTorch does, so that the graph has the same nodes."""
    n, m = self._a.ndim, other._a.ndim
    if not SPECIAL and n and m:
        if n <= 2 and m <= 2 and (n == 2 or m == 1):
            if m == 2:
                return RECORDED.mm(self, other)
            return RECORDED.dot(self, other) if n == 1 else RECORDED.mv(self, other)
        found = _unrecorded(self, other)
        if found is not None:
            return found
    return _by_parts(self, other, n, m)


def _unrecorded(a: Tensor, b: Tensor) -> Tensor | None:
    """The product in one step, where nobody sees the steps and there is nothing to complain of."""
    if STATE.recording and (a.requires_grad or b.requires_grad):
        return None
    left, right = a._a, b._a
    if left.dtype is not right.dtype or left.dtype.kind == "b":
        return None
    try:
        return wrap(np.asarray(np.matmul(left, right)))
    except ValueError:
        return None


def _by_parts(self: Tensor, other: Tensor, n: int, m: int) -> Any:
    if n == 2 and m == 2:
        return self.mm(other)
    if not n or not m:
        raise RuntimeError(
            f"both arguments to matmul need to be at least 1D, but they are {n}D and {m}D"
        )
    if m == 1 and n <= 2:
        return self.dot(other) if n == 1 else self.mv(other)
    if n == 1 and m == 2:
        return self.unsqueeze(0).mm(other).squeeze_(0)
    if n == m == 3:
        self, other = _one_matrix(self, other)
    return _folded(self, other) if _folds(self, other) else _batched(self, other)


def _one_matrix(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """A batch of one matrix that is to be differentiated, as that matrix: beside a longer batch."""
    first, second = a._a.shape[0], b._a.shape[0]
    if first == 1 < second and a.requires_grad:
        return a.squeeze(0), b
    if second == 1 < first and b.requires_grad:
        return a, b.squeeze(0)
    return a, b


def _folds(a: Tensor, b: Tensor) -> bool:
    """Whether a batch times one matrix (or vector) becomes a single product, the batch made into rows."""
    n, m = a._a.ndim, b._a.ndim
    if min(n, m) > 2:
        return False
    large, small = (a, b) if n >= m else (b, a)
    if small.requires_grad or not large._a.size:
        return True
    if n == 2:
        return False
    array = large._a if n >= m else np.swapaxes(large._a, -2, -1)
    shape, strides = array.shape, array.strides
    return all(strides[i] == strides[i + 1] * shape[i + 1] for i in range(len(shape) - 2))


def _folded(a: Tensor, b: Tensor) -> Any:
    turn = b._a.ndim > a._a.ndim
    large = b.transpose(-2, -1) if turn else a
    small = (a.t() if a._a.ndim == 2 else a) if turn else b
    shape = large._a.shape
    rows = large.reshape((math.prod(shape[:-1]), shape[-1]))
    if small._a.ndim == 1:
        return rows.mv(small)._unsafe_view(shape[:-1])
    found = rows.mm(small)._unsafe_view((*shape[:-1], small._a.shape[1]))
    return found.transpose(-2, -1).contiguous() if turn else found


def _batched(a: Tensor, b: Tensor) -> Any:
    (n, m), (left, right) = (a._a.ndim, b._a.ndim), (a._a.shape, b._a.shape)
    rows = left[-2] if n > 1 else 1
    batch = _broadcast(left[:-2], right[:-2] if m > 1 else ())
    count = math.prod(batch)
    first = a.expand((*batch, rows, left[-1])).reshape((count, rows, left[-1]))
    if m == 1:
        second = b.expand((*batch, right[0])).reshape((count, right[0])).unsqueeze(2)
        return first.bmm(second).squeeze(-1)._unsafe_view((*batch, *((rows,) if n > 1 else ())))
    second = b.expand((*batch, *right[-2:])).reshape((count, *right[-2:]))
    return first.bmm(second)._unsafe_view((*batch, *((rows,) if n > 1 else ()), right[-1]))


def _broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        raise sizes_differ(a, b) from None


def inner(self: Tensor, other: Tensor) -> Any:
    if not self._a.ndim or not other._a.ndim:
        return self.mul(other)
    if self._a.shape[-1] != other._a.shape[-1]:
        raise RuntimeError(
            "inner() the last dimension must match on both input tensors but got shapes "
            f"{list(self._a.shape)} and {list(other._a.shape)}"
        )
    return tensordot(self, other, [-1], [-1])


def tensordot(a: Tensor, b: Tensor, dims_a: Any, dims_b: Any) -> Any:
    if len(dims_a) != len(dims_b):
        raise RuntimeError("both dimension lists should have same length")
    if a._a.dtype != b._a.dtype:
        raise RuntimeError("both inputs should have same dtype")
    first = [wrap_dim(d, a._a.ndim) for d in dims_a]
    second = [wrap_dim(d, b._a.ndim) for d in dims_b]
    for i, (d, e) in enumerate(zip(first, second, strict=True)):
        left, right = a._a.shape[d], b._a.shape[e]
        if right == 1 != left:
            a = a.sum((d,), True, dtype=a.dtype)
        elif left == 1 != right:
            b = b.sum((e,), True, dtype=b.dtype)
        elif left != right:
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {left} in dim {dims_a[i]} and second has size "
                f"{right} in dim {dims_b[i]}"
            )
    return _contracted(a, b, _each_once(first), _each_once(second))


def _each_once(dims: list[int]) -> list[int]:
    for i, d in enumerate(dims):
        if d in dims[:i]:
            raise RuntimeError(f"dim {d} appears multiple times in the list of dims")
    return dims


def _contracted(a: Tensor, b: Tensor, first: list[int], second: list[int]) -> Any:
    kept_a = [d for d in range(a._a.ndim) if d not in first]
    kept_b = [d for d in range(b._a.ndim) if d not in second]
    rows, columns = ([x._a.shape[d] for d in kept] for x, kept in ((a, kept_a), (b, kept_b)))
    inner = math.prod(a._a.shape[d] for d in first)
    left, right = a.permute((*kept_a, *first)), b.permute((*second, *kept_b))
    if math.prod(rows) == math.prod(columns) == 1:
        return left.reshape((inner,)).dot(right.reshape((inner,))).view((*rows, *columns))
    left = left.reshape((math.prod(rows), inner))
    right = right.reshape((inner, math.prod(columns)))
    return left.mm(right).reshape((*rows, *columns))


def tensordot_dims(a: Tensor, b: Tensor, dims: Any) -> Any:
    if isinstance(dims, Tensor):
        dims = dims.tolist()
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
        if dims > min(a._a.ndim, b._a.ndim):
            raise RuntimeError(f"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}")
        return tensordot(a, b, list(range(-dims, 0)), list(range(dims)))
    if not isinstance(dims, (tuple, list)) or len(dims) != 2:
        raise RuntimeError(
            "tensordot expects dims to be int or tuple[list[int], list[int]] or list[list[int]] containing two lists, but "
            f"got dims={dims}"
        )
    for place, (name, each) in enumerate(zip(("dims_self", "dims_other"), dims, strict=True), 3):
        if not isinstance(each, (tuple, list)):
            raise TypeError(
                f"tensordot(): argument '{name}' (position {place}) must be tuple of ints, not {type_name(each)}"
            )
    return tensordot(a, b, *dims)


_MODES = {
    "use_mm_for_euclid_dist_if_necessary": 0,
    "use_mm_for_euclid_dist": 1,
    "donot_use_mm_for_euclid_dist": 2,
}
_MANY = 25
"""Rows from which on a product is quicker."""


def cdist(x1: Tensor, x2: Tensor, p: float, compute_mode: str) -> Any:
    if compute_mode not in _MODES:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    for name, each in (("X1", x1), ("X2", x2)):
        if each._a.ndim < 2:
            raise RuntimeError(
                f"cdist only supports at least 2D tensors, {name} got: {each._a.ndim}D"
            )
    if x1._a.shape[-1] != x2._a.shape[-1]:
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {x1._a.shape[-1]} X2: {x2._a.shape[-1]}"
        )
    for name, each in (("X1", x1), ("X2", x2)):
        if each._a.dtype.kind != "f":
            raise RuntimeError(
                f"cdist only supports floating-point dtypes, {name} got: {OF[each._a.dtype].legacy}"
            )
    if p < 0:
        raise RuntimeError("cdist only supports non-negative p values")
    return _distances(x1, x2, float(p), _MODES[compute_mode])


def _distances(x1: Tensor, x2: Tensor, p: float, mode: int) -> Any:
    from gradrepl.engine import ops

    batch = _broadcast(x1._a.shape[:-2], x2._a.shape[:-2])
    rows = max(x1._a.shape[-2], x2._a.shape[-2])
    if p != 2 or not (mode == 1 or (mode == 0 and rows > _MANY)) or not x1._a.size:
        return ops.recording("_cdist_forward")(x1, x2, p, mode)
    first, second = (
        x.expand((*batch, *x._a.shape[-2:])) if x._a.shape[:-2] != batch else x for x in (x1, x2)
    )
    return ops.recording("_euclidean_dist")(first, second).view(
        (*batch, x1._a.shape[-2], x2._a.shape[-2])
    )


def kron(self: Tensor, other: Tensor) -> Any:
    ndim = max(self._a.ndim, other._a.ndim)
    a = (1,) * (ndim - self._a.ndim) + self._a.shape
    b = (1,) * (ndim - other._a.ndim) + other._a.shape
    left = self._unsafe_view(tuple(n for d in a for n in (d, 1)))
    right = other._unsafe_view(tuple(n for d in b for n in (1, d)))
    return (left * right)._unsafe_view(tuple(d * e for d, e in zip(a, b, strict=True)))


def cross(self: Tensor, other: Tensor, dim: int | None) -> Any:
    at = dim
    if at is None:
        warn_once(
            "Using torch.cross without specifying the dim arg is deprecated.\nPlease either pass the dim explicitly or "
            "simply use torch.linalg.cross.\nThe default value of dim will change to agree with that of linalg.cross in a "
            "future release. (Triggered internally at ...)"
        )
        at = next((d for d, size in enumerate(self._a.shape) if size == 3), None)
        if at is None:
            raise RuntimeError("no dimension of size 3 in input")
    return cross_of(self, other, at)


def no_such_dtype(name: str) -> Any:
    """The overload that chooses the result's dtype: PyTorch has it for CUDA alone."""

    def function(*args: Any) -> Any:
        raise NotImplementedError(
            f"Could not run 'aten::{name}.dtype' with arguments from the 'CPU' backend. This could be because the "
            "operator doesn't exist for this backend, or was omitted during the selective/custom build process (if using "
            "custom build)."
        )

    return function


def _warned(name: str, first: str, second: str, factors: str) -> None:
    """PyTorch tells of the first call alone, whatever the operation."""
    start, end = f"\n\t{name}(Tensor input, Tensor {first}, Tensor {second}", "Tensor out = None)"
    shown = f"{start}, *, Number beta = 1, Number alpha = 1, {end}"
    if name in _WITH_DTYPE:
        shown += f"{start}, torch.dtype out_dtype, *, Number beta = 1, Number alpha = 1, {end}"
    warn_once(
        f"This overload of {name} is deprecated:\n\t{name}({factors}, Tensor {first}, Tensor {second}, *, {end}\nConsider "
        f"using one of the following signatures instead:{shown} (Triggered internally at ...)",
        key="deprecated overload",
    )


_WITH_DTYPE = ("addmm", "baddbmm")


def with_factors_first(name: str, first: str, second: str) -> tuple[Op, ...]:
    """The overloads of old: the factors stand before what they multiply."""

    def both(beta: Any, self: Tensor, alpha: Any, a: Tensor, b: Tensor) -> Any:
        _warned(name, first, second, "Number beta, Tensor input, Number alpha")
        return getattr(self, name)(a, b, beta=beta, alpha=alpha)

    def one(beta: Any, self: Tensor, a: Tensor, b: Tensor) -> Any:
        _warned(name, first, second, "Number beta, Tensor input")
        return getattr(self, name)(a, b, beta=beta)

    def method(self: Tensor, beta: Any, alpha: Any, a: Tensor, b: Tensor) -> Any:
        return both(beta, self, alpha, a, b)

    def short_method(self: Tensor, beta: Any, a: Tensor, b: Tensor) -> Any:
        return one(beta, self, a, b)

    rest = f"Tensor {first}, Tensor {second}) -> Tensor"
    return (
        compose(f"{name}.both_first(Scalar beta, Tensor self, Scalar alpha, {rest}", both, method=False, hidden=True),
        compose(f"{name}.beta_first(Scalar beta, Tensor self, {rest}", one, method=False, hidden=True),
        compose(f"{name}.both(Tensor self, Scalar beta, Scalar alpha, {rest}", method, function=False, hidden=True),
        compose(f"{name}.beta(Tensor self, Scalar beta, {rest}", short_method, function=False, hidden=True),
    )  # fmt: skip


_WITH_FACTORS = (
    ("addmm", "mat1", "mat2"), ("addmv", "mat", "vec"), ("addr", "vec1", "vec2"),
    ("addbmm", "batch1", "batch2"), ("baddbmm", "batch1", "batch2"),
)  # fmt: skip

# fmt: off
LINALG: tuple[Op, ...] = (
    op("mm(Tensor self, Tensor mat2) -> Tensor", "MmBackward0", mm,
       self=lambda grad, mat2, self_sym_sizes, self_sym_strides: product_left(grad, mat2, self_sym_sizes, self_sym_strides),
       mat2=lambda grad, self, mat2_sym_sizes, mat2_sym_strides: product_right(grad, self, mat2_sym_sizes, mat2_sym_strides)),
    compose("mm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor", no_such_dtype("mm"), method=False),
    op("mv(Tensor self, Tensor vec) -> Tensor", "MvBackward0", mv,
       self=lambda grad, vec: f.unsqueeze(grad, 1) * f.conj(vec),
       vec=lambda grad, self: f.conj(f.t(self)) @ grad),
    op("dot(Tensor self, Tensor tensor) -> Tensor", "DotBackward0", dot,
       self=lambda grad, tensor: grad * f.conj(tensor),
       tensor=lambda grad, self: grad * f.conj(self)),
    op("vdot(Tensor self, Tensor other) -> Tensor", "VdotBackward0", vdot,
       self=lambda grad, other: f.conj(grad) * other,
       other=lambda grad, self: grad * self),
    op("bmm(Tensor self, Tensor mat2) -> Tensor", "BmmBackward0", bmm,
       self=lambda grad, mat2: grad @ f.conj(t_last(mat2)),
       mat2=lambda grad, self: f.conj(t_last(self)) @ grad),
    compose("bmm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor", no_such_dtype("bmm"), method=False),
    op("addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddmmBackward0", addmm, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       mat1=lambda grad, mat2, alpha, mat1_sym_sizes, mat1_sym_strides:
           scaled(product_left(grad, mat2, mat1_sym_sizes, mat1_sym_strides), f.conj(alpha)),
       mat2=lambda grad, mat1, alpha, mat2_sym_sizes, mat2_sym_strides:
           scaled(product_right(grad, mat1, mat2_sym_sizes, mat2_sym_strides), f.conj(alpha))),
    compose("addmm.dtype(Tensor self, Tensor mat1, Tensor mat2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor", no_such_dtype("addmm"), method=False),
    op("addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddrBackward0", addr, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       vec1=lambda grad, vec2, alpha: scaled(grad @ f.conj(vec2), f.conj(alpha)),
       vec2=lambda grad, vec1, alpha: scaled(f.t(grad) @ f.conj(vec1), f.conj(alpha))),
    op("addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddmvBackward0", addmv, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       mat=lambda grad, vec, alpha: f.unsqueeze(grad, 1) * f.conj(scaled(vec, f.conj(alpha))),
       vec=lambda grad, mat, alpha: scaled(f.conj(f.t(mat)) @ grad, f.conj(alpha))),
    op("baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "BaddbmmBackward0", baddbmm, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       batch1=lambda grad, batch2, alpha: scaled(grad @ f.conj(t_last(batch2)), f.conj(alpha)),
       batch2=lambda grad, batch1, alpha: scaled(f.conj(t_last(batch1)) @ grad, f.conj(alpha))),
    compose("baddbmm.dtype(Tensor self, Tensor batch1, Tensor batch2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor", no_such_dtype("baddbmm"), method=False),
    op("addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddbmmBackward0", addbmm, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       batch1=lambda grad, batch2, alpha, batch1_sym_argsize_0, batch1_sym_argsize_1, batch2_sym_argsize_2: scaled(grad @ f.conj(t_last(batch2)), f.conj(alpha)),
       batch2=lambda grad, batch1, alpha, batch1_sym_argsize_0, batch1_sym_argsize_1, batch2_sym_argsize_2: scaled(f.conj(t_last(batch1)) @ grad, f.conj(alpha))),
    op("_cdist_forward(Tensor x1, Tensor x2, float p, int? compute_mode) -> Tensor", "CdistBackward0", distances, method=False, function=False,
       x1=cdist_x1, x2=cdist_x2),
    op("_cdist_backward(Tensor grad, Tensor x1, Tensor x2, float p, Tensor cdist) -> Tensor", "CdistBackwardBackward0", distances_slope, method=False, function=False,
       grad=not_again, x1=not_again, x2=not_again, cdist=not_again),
    op("_euclidean_dist(Tensor x1, Tensor x2) -> Tensor", "EuclideanDistBackward0", distances_by_product, method=False, x1=euclidean_x1, x2=euclidean_x2),
    compose('cdist(Tensor x1, Tensor x2, float p=2.0, str compute_mode="use_mm_for_euclid_dist_if_necessary") -> Tensor', cdist, method=False),
    *(row for each in _WITH_FACTORS for row in with_factors_first(*each)),
    op("trace(Tensor self) -> Tensor", "TraceBackward0", trace, self=trace_self),
    op("linalg_cross(Tensor self, Tensor other, int dim=-1) -> Tensor", "LinalgCrossBackward0", crossed, function=False, method=False,
       self=lambda grad, other, dim: cross_of(f.conj(other), grad, dim),
       other=lambda grad, self, dim: cross_of(grad, f.conj(self), dim)),
    compose("matmul(Tensor self, Tensor other) -> Tensor", matmul),
    compose("outer(Tensor self, Tensor vec2) -> Tensor", outer),
    compose("inner(Tensor self, Tensor other) -> Tensor", inner),
    compose("kron(Tensor self, Tensor other) -> Tensor", kron),
    compose("tensordot(Tensor a, Tensor b, Object dims=2) -> Tensor", tensordot_dims, method=False),
    compose("cross(Tensor self, Tensor other, int? dim=None) -> Tensor", cross),
)
# fmt: on
