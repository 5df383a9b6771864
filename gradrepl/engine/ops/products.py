"""Products of two: vectors and matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.exact import fused
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import broadcast_shape, missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import Quick, compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim
from gradrepl.engine.warning import warn_once

# --- kernels ---------------------------------------------------------------------------------------------------------


def same_dtype(a: Array, b: Array) -> None:
    """Products promote nothing.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected m1 and m2 to have the same dtype, but got: {C_NAMES[a.dtype.name]} != {C_NAMES[b.dtype.name]}"
        )


def _refuse_bools(kernel: str, a: Array, b: Array) -> None:
    """Products of bools are not computed; where there is nothing to multiply, nobody notices."""
    if a.size and b.size:
        raise missing(kernel, a)


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
        _refuse_bools("addmm_impl_cpu_", a, b)
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
    return vector_product(b, a, b)


def vector_product(a: Array, m: Array, v: Array) -> Array:
    """The product; `a` is what it would be added to, and is named when the dtypes differ."""
    if m.dtype != v.dtype or a.dtype != m.dtype:
        names = [OF[each.dtype].legacy for each in (a, m, v)]
        raise RuntimeError(
            f"addmv input tensors must have the same dtype, but got {names[0]}, {names[1]}, and {names[2]}"
        )
    if m.dtype.kind == "b":
        _refuse_bools("addmv_impl_cpu", m, v)
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
    if a.dtype.kind == "b":
        _refuse_bools("bmm", a, b)
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[a.dtype].legacy} but found {OF[b.dtype].legacy}"
        )
    return np.matmul(a, b)


def trace(a: Array) -> Array:
    if a.dtype.kind == "b":
        raise missing("trace", a)
    if a.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {a.ndim}")
    return np.asarray(a.trace(dtype=np.int64 if a.dtype.kind in "iub" else a.dtype))


def crossed(a: Array, b: Array, dim: int) -> Array:
    if a.ndim != b.ndim:
        raise RuntimeError("linalg.cross: inputs must have the same number of dimensions.")
    if not a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    at = wrap_dim(dim, a.ndim)
    if a.shape[at] != 3 or b.shape[at] != 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got {a.shape[at]} and {b.shape[at]}"
        )
    broadcast_shape(a.shape, b.shape)
    if a.dtype.kind == "b":
        raise missing("cross", a)
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[a.dtype].legacy} but found {OF[b.dtype].legacy}"
        )
    (a0, a1, a2), (b0, b1, b2) = np.moveaxis(a, at, 0), np.moveaxis(b, at, 0)
    pairs = ((a1, b2, a2, b1), (a2, b0, a0, b2), (a0, b1, a1, b0))
    return np.stack([_less(*each) for each in pairs], at)


def _less(a: Array, b: Array, c: Array, d: Array) -> Array:
    """`a * b - c * d`, of which real numbers round the second product and the difference alone."""
    return fused(a, b, -(c * d)) if a.dtype.char in "fd" else np.asarray(a * b - c * d)


# --- formulas --------------------------------------------------------------------------------------------------------


def t_last(x: Any) -> Any:
    return f.transpose(x, -2, -1)


def _by_columns(sizes: Any, layout: Any) -> bool:
    """Whether a matrix lies in memory column by column, as a transposed one does."""
    strides, itemsize = layout
    return bool(strides[0] == itemsize and strides[1] == itemsize * sizes[0])


def product_left(grad: Any, mat2: Any, sizes: Any, layout: Any) -> Any:
    """`grad @ conj(mat2.T)`, the first factor's in a product of matrices, laid out as that is."""
    if _by_columns(sizes, layout):
        return f.t(f.mm(f.conj(mat2), f.t(grad)))
    return f.mm(grad, f.conj(f.t(mat2)))


def product_right(grad: Any, mat1: Any, sizes: Any, layout: Any) -> Any:
    """`conj(mat1.T) @ grad`, the second one's."""
    if _by_columns(sizes, layout):
        return f.t(f.mm(f.t(grad), f.conj(mat1)))
    return f.mm(f.conj(f.t(mat1)), grad)


def trace_self(grad: Any, self_sym_sizes: Any) -> Any:
    array = f.array_of(grad)
    return grad * f.as_grad_kind(np.eye(*self_sym_sizes, dtype=array.dtype), grad)


def cross_of(a: Any, b: Any, dim: int) -> Any:
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        return RECORDED.linalg_cross(a, b, dim)
    return crossed(a, b, dim)


# --- compositions ----------------------------------------------------------------------------------------------------


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


# fmt: off
PRODUCTS = (
    op("mm(Tensor self, Tensor mat2) -> Tensor", "MmBackward0", mm,
       quick=Quick("a_self.ndim == 2 == a_mat2.ndim and (d := a_self.dtype) is a_mat2.dtype and d in INEXACT", "a_self.dot(a_mat2)"),
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
       self=lambda grad, mat2: f.bmm(grad, f.conj(t_last(mat2))),
       mat2=lambda grad, self: f.bmm(f.conj(t_last(self)), grad)),
    compose("bmm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor", no_such_dtype("bmm"), method=False),
    op("trace(Tensor self) -> Tensor", "TraceBackward0", trace, self=trace_self),
    op("linalg_cross(Tensor self, Tensor other, int dim=-1) -> Tensor", "LinalgCrossBackward0", crossed, function=False, method=False,
       self=lambda grad, other, dim: cross_of(f.conj(other), grad, dim),
       other=lambda grad, self, dim: cross_of(grad, f.conj(self), dim)),
    compose("cross(Tensor self, Tensor other, int? dim=None) -> Tensor", cross),
)
# fmt: on
