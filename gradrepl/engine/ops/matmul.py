"""Products of tensors of any rank, written with those of matrices."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF
from gradrepl.engine.errors import sizes_differ
from gradrepl.engine.memory_order import walked
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import lapack
from gradrepl.engine.ops.kernels import size_of
from gradrepl.engine.ops.matrices import only_linalg
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.table import compose
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.values import type_name


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
    if small.requires_grad:
        return True
    if n == 2:
        return False
    if not large._a.size:
        return True
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
    batch = batch_shape(left[:-2], right[:-2] if m > 1 else ())
    count = math.prod(batch)
    first = a.expand((*batch, rows, left[-1])).reshape((count, rows, left[-1]))
    if m == 1:
        second = b.expand((*batch, right[0])).reshape((count, right[0])).unsqueeze(2)
        return first.bmm(second).squeeze(-1)._unsafe_view((*batch, *((rows,) if n > 1 else ())))
    second = b.expand((*batch, *right[-2:])).reshape((count, *right[-2:]))
    return first.bmm(second)._unsafe_view((*batch, *((rows,) if n > 1 else ()), right[-1]))


def batch_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
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
    for d, e in zip(dims_a, dims_b, strict=True):
        size_of(a._a, d), size_of(b._a, e)
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
        if not (a._a.flags.c_contiguous and b._a.flags.c_contiguous):  # no copy is made for a `dot`
            total = left.squeeze().mul(right.squeeze()).sum(dtype=a.dtype)
            return total.view((*rows, *columns))
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


def kron(self: Tensor, other: Tensor) -> Any:
    ndim = max(self._a.ndim, other._a.ndim)
    a = (1,) * (ndim - self._a.ndim) + self._a.shape
    b = (1,) * (ndim - other._a.ndim) + other._a.shape
    left = self._unsafe_view(tuple(n for d in a for n in (d, 1)))
    right = other._unsafe_view(tuple(n for d in b for n in (1, d)))
    product = left * right
    product._a = walked(
        product._a, left._a, right._a
    )  # which looks at views alone, and these are none
    return product._unsafe_view(tuple(d * e for d, e in zip(a, b, strict=True)))


def vecdot(x: Tensor, y: Tensor, dim: int) -> Any:
    lapack.inexact(x._a, "linalg.vecdot")
    if x._a.dtype != y._a.dtype:
        raise RuntimeError(
            f"linalg.vecdot: Expected x and y to have the same dtype, but found x of type {OF[x._a.dtype].legacy} and y of "
            f"type {OF[y._a.dtype].legacy} instead"
        )
    if x._a.ndim == 1 and y._a.ndim == 1:
        return x.vdot(y)
    return (x.conj() if f.is_complex(x) else x).mul(y).sum((dim,))


def linalg_matmul(self: Tensor, other: Tensor) -> Any:
    return self.matmul(other)


# fmt: off
MATMUL = (
    compose("matmul(Tensor self, Tensor other) -> Tensor", matmul),
    compose("outer(Tensor self, Tensor vec2) -> Tensor", outer),
    compose("inner(Tensor self, Tensor other) -> Tensor", inner),
    compose("kron(Tensor self, Tensor other) -> Tensor", kron),
    compose("tensordot(Tensor a, Tensor b, Object dims=2) -> Tensor", tensordot_dims, method=False),
    only_linalg("linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor", vecdot),
    only_linalg("linalg_matmul(Tensor self, Tensor other) -> Tensor", linalg_matmul),
)
# fmt: on
