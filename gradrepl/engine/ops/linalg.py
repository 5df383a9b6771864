"""Products of matrices and vectors."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.table import compose, op
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.tensor import Tensor


def _c_name(a: Array) -> str:
    return {"int64": "long", "float32": "float", "float64": "double", "float16": "c10::Half", "int32": "int"}.get(
        a.dtype.name, OF[a.dtype].legacy
    )


def same_dtype(a: Array, b: Array) -> None:
    """Products promote nothing.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected m1 and m2 to have the same dtype, but got: {_c_name(a)} != {_c_name(b)}"
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
    same_dtype(a, b)
    return a.dot(b)


def mv(a: Array, b: Array) -> Array:
    if a.ndim != 2 or b.ndim != 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got {1}, {a.ndim}, {b.ndim}")
    if a.shape[1] != b.shape[0]:
        raise RuntimeError(
            f"size mismatch, got input ({a.shape[0]}), mat ({a.shape[0]}x{a.shape[1]}), vec ({b.shape[0]})"
        )
    same_dtype(a, b)
    return a.dot(b)


def dot(a: Array, b: Array) -> Array:
    if a.ndim != 1 or b.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {a.ndim}D and {b.ndim}D tensors")
    if a.dtype != b.dtype:
        raise RuntimeError(
            "dot : expected both vectors to have same dtype, but found "
            f"{OF[a.dtype].legacy} and {OF[b.dtype].legacy}"
        )
    if a.shape != b.shape:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{a.shape[0]}] and src [{b.shape[0]}] to have the same number "
            f"of elements, but got {a.shape[0]} and {b.shape[0]} elements respectively"
        )
    return np.asarray(a.dot(b))


def bmm(a: Array, b: Array) -> Array:
    if a.ndim != 3:
        raise RuntimeError("batch1 must be a 3D tensor")
    if b.ndim != 3:
        raise RuntimeError("batch2 must be a 3D tensor")
    if a.shape[0] != b.shape[0] or a.shape[2] != b.shape[1]:
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: [{a.shape[0]}, {a.shape[2]}] but got: "
            f"[{b.shape[0]}, {b.shape[1]}]."
        )
    same_dtype(a, b)
    return np.matmul(a, b)


def outer(a: Tensor, b: Tensor) -> Any:
    if a._a.ndim != 1 or b._a.ndim != 1:
        which, ndim = ("self", a._a.ndim) if a._a.ndim != 1 else ("vec2", b._a.ndim)
        raise RuntimeError(f"outer: Expected 1-D argument {which}, but got {ndim}-D")
    return a.reshape((-1, 1)) * b


def matmul(self: Tensor, other: Tensor) -> Any:
    """Chooses `dot`, `mv`, `mm` or `bmm`, as PyTorch does, so that the graph names the same nodes."""
    n, m = self._a.ndim, other._a.ndim
    if not n or not m:
        raise RuntimeError(
            f"both arguments to matmul need to be at least 1D, but they are {n}D and {m}D"
        )
    if n == 1 and m == 1:
        return self.dot(other)
    if n == 2 and m == 1:
        return self.mv(other)
    if n == 1 and m == 2:
        return self.unsqueeze(0).mm(other).squeeze_(0)
    if n == 2 and m == 2:
        return self.mm(other)
    return _batched(self, other)


def _batched(a: Tensor, b: Tensor) -> Any:
    n, m = a._a.ndim, b._a.ndim
    if n >= 3 and m <= 2:
        return _folded(a, b)
    left = a.unsqueeze(0) if n == 1 else a
    right = b.unsqueeze(1) if m == 1 else b
    if left._a.shape[-1] != right._a.shape[-2]:
        raise _mismatch(a, b, left, right)
    batch = _broadcast(left._a.shape[:-2], right._a.shape[:-2])
    rows, inner, columns = left._a.shape[-2], left._a.shape[-1], right._a.shape[-1]
    count = int(np.prod(batch))
    product = (
        left.expand((*batch, rows, inner))
        .reshape((count, rows, inner))
        .bmm(right.expand((*batch, inner, columns)).reshape((count, inner, columns)))
    )
    shape = (*batch, *(() if n == 1 else (rows,)), *(() if m == 1 else (columns,)))
    return product._unsafe_view(shape)


def _broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    from gradrepl.engine.errors import sizes_differ

    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        raise sizes_differ(a, b) from None


def _folded(a: Tensor, b: Tensor) -> Any:
    """A batch times one matrix: the batch becomes rows."""
    shape = a._a.shape
    flat = a.reshape((-1, shape[-1]))
    if b._a.ndim == 1:
        return flat.mv(b).reshape(shape[:-1])
    return flat.mm(b)._unsafe_view((*shape[:-1], b._a.shape[-1]))


def _mismatch(a: Tensor, b: Tensor, left: Tensor, right: Tensor) -> RuntimeError:
    if a._a.ndim >= 3 and b._a.ndim >= 3 or a._a.ndim <= 2:
        batch = int(np.prod(left._a.shape[:-2], dtype=int))
        return RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: [{max(batch, 1)}, {left._a.shape[-1]}] but "
            f"got: [{int(np.prod(right._a.shape[:-2], dtype=int))}, {right._a.shape[-2]}]."
        )
    return RuntimeError(
        f"mat1 and mat2 shapes cannot be multiplied ({int(np.prod(left._a.shape[:-1]))}x{left._a.shape[-1]} and "
        f"{right._a.shape[-2]}x{right._a.shape[-1]})"
    )


def addmm_kernel(a: Array, m1: Array, m2: Array, beta: Any, alpha: Any) -> Array:
    product = mm(m1, m2)
    if alpha != 1:
        product = product * product.dtype.type(alpha)
    return np.add(a if beta == 1 else a * a.dtype.type(beta), product, out=...)


def linear(input: Tensor, weight: Tensor, bias: Tensor | None) -> Any:
    if input._a.ndim == 2 and bias is not None:
        from gradrepl.engine import addmm as torch_addmm

        return torch_addmm(bias, input, weight.t())
    found = input.matmul(weight.t())
    return found if bias is None else found + bias


def t_last(x: Any) -> Any:
    return f.transpose(x, -2, -1)


# fmt: off
LINALG = (
    op("mm(Tensor self, Tensor mat2) -> Tensor", "MmBackward0", mm,
       self=lambda grad, mat2: grad @ f.conj(f.t(mat2)),
       mat2=lambda grad, self: f.conj(f.t(self)) @ grad),
    op("mv(Tensor self, Tensor vec) -> Tensor", "MvBackward0", mv,
       self=lambda grad, vec: f.unsqueeze(grad, 1) * f.conj(vec),
       vec=lambda grad, self: f.conj(f.t(self)) @ grad),
    op("dot(Tensor self, Tensor tensor) -> Tensor", "DotBackward0", dot,
       self=lambda grad, tensor: grad * f.conj(tensor),
       tensor=lambda grad, self: grad * f.conj(self)),
    op("bmm(Tensor self, Tensor mat2) -> Tensor", "BmmBackward0", bmm,
       self=lambda grad, mat2: grad @ f.conj(t_last(mat2)),
       mat2=lambda grad, self: f.conj(t_last(self)) @ grad),
    op("addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddmmBackward0", addmm_kernel,
       self=lambda grad, beta: grad if beta == 1 else grad * beta,
       mat1=lambda grad, mat2, alpha: (grad @ f.conj(f.t(mat2))) * alpha if alpha != 1 else grad @ f.conj(f.t(mat2)),
       mat2=lambda grad, mat1, alpha: (f.conj(f.t(mat1)) @ grad) * alpha if alpha != 1 else f.conj(f.t(mat1)) @ grad),
    compose("matmul(Tensor self, Tensor other) -> Tensor", matmul),
    compose("outer(Tensor self, Tensor vec2) -> Tensor", outer),
)
# fmt: on

SAME = (("ger", "outer"),)
