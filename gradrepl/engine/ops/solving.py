"""Linear equations, inverses and determinants."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import lapack
from gradrepl.engine.ops.matrices import (
    as_column,
    as_row,
    call,
    check_solvable,
    function_of,
    named,
    only_linalg,
    removed,
    scalar_matrix,
    solve_triangle,
    solve_with,
)
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def _by_rows(a: Array) -> bool:
    """Whether PyTorch hands LAPACK the transpose: real numbers that lie row by row need no copy then."""
    return a.dtype.kind != "c" and a.flags.c_contiguous


def determinant(a: Array) -> tuple[Array, Array, Array]:
    lapack.square(a, "linalg.det")
    lapack.inexact(a, "linalg.det")
    lapack.has_kernel(a, "lu_cpu")
    factors, pivots, _ = lapack.lu(a.swapaxes(-2, -1) if _by_rows(a) else a)
    diagonal = np.diagonal(factors, 0, -2, -1)
    signs = lapack.parity(pivots).astype(a.dtype)
    return np.multiply(diagonal.prod(-1), signs, out=...), factors, pivots


def sign_and_log(a: Array) -> tuple[Array, Array, Array, Array]:
    lapack.square(a, "linalg.slogdet")
    lapack.inexact(a, "linalg.slogdet", low=False)
    factors, pivots, _ = lapack.lu(a.swapaxes(-2, -1) if _by_rows(a) else a)
    diagonal = np.diagonal(factors, 0, -2, -1)
    signs = lapack.parity(pivots).astype(a.dtype)
    sign = np.multiply(np.sign(diagonal).prod(-1), signs, out=...)
    return sign, np.asarray(np.log(np.abs(diagonal)).sum(-1)), factors, pivots


def inverse(a: Array, check_errors: bool) -> tuple[Array, Array]:
    lapack.square(a, "linalg.inv")
    lapack.inexact(a, "linalg.inv", low=False)
    if a.shape[-1] > lapack.BLOCK and a.ndim == 2:
        try:
            return lapack.columns(np.linalg.inv(a)), np.asarray(np.int32(0))
        except np.linalg.LinAlgError:
            pass  # the factors below say where it fails
    factors, pivots, info = lapack.lu(a)
    unit = np.broadcast_to(np.eye(a.shape[-1], dtype=a.dtype), a.shape)
    found = lapack.columns(lapack.lu_solve(factors, pivots, unit, left=True, adjoint=False))
    if check_errors:
        lapack.check(info, "linalg.inv_ex")
    return found, info


def is_vector(a: Any, b: Any) -> bool:
    """Whether the right side is a vector (or a batch of them), not a matrix."""
    return len(b.shape) == 1 or (len(b.shape) == len(a.shape) - 1 and b.shape == a.shape[:-1])


def solved(a: Array, b: Array, left: bool, check_errors: bool) -> tuple[Array, Array, Array, Array]:
    name = "linalg.solve"
    vector = is_vector(a, b)
    check_solvable(a, b[..., None] if vector else b, left=left, name=name)
    lapack.has_kernel(a, "lu_cpu")
    factors, pivots, info = lapack.lu(a)
    right = b[..., None] if vector else b
    found = lapack.lu_solve(factors, pivots, right, left=left, adjoint=False)
    if check_errors:
        lapack.check(info, "torch.linalg.solve")
    if vector:
        return np.ascontiguousarray(found[..., 0]), factors, pivots, info
    return (lapack.columns(found) if left else np.ascontiguousarray(found)), factors, pivots, info


def triangular(a: Array, b: Array, upper: bool, left: bool, unitriangular: bool) -> Array:
    check_solvable(a, b, left=left, name="linalg.solve_triangular", typed=False)
    lapack.has_kernel(a, "triangular_solve_cpu")
    return lapack.columns(
        lapack.solve_triangular(a, b.astype(a.dtype, copy=False), upper, left, unitriangular)
    )


# --- formulas --------------------------------------------------------------------------------------------------------


def determinant_a(grad: Any, result: Any, A: Any, LU: Any, pivots: Any) -> Any:
    """With zero pivots moved aside where nobody differentiates again; else from the singular values where it must be."""
    if not isinstance(grad, Tensor):
        size = LU.shape[-1]
        diagonal = np.diagonal(LU, 0, -2, -1)
        moved = np.where(diagonal == 0, np.finfo(LU.dtype).eps, 0).astype(LU.dtype)
        unit = np.eye(size, dtype=LU.dtype)
        right = (grad * result.conj())[..., None, None] * unit
        return lapack.lu_solve(
            LU + moved[..., None] * unit, pivots, right, left=True, adjoint=not _by_rows(A)
        )
    flat = np.abs(result._a) < 100 * np.finfo(lapack.real_dtype(result._a)).eps
    size = A._a.shape[-1]
    if not flat.any():
        return solve_with(A.mH, scalar_matrix(grad * result.conj(), size).mT)
    if flat.all():
        return _from_singular_values(A, grad)
    mask, rest = wrap(flat), wrap(~flat)
    arriving: Any = grad
    scaled = arriving * result.conj()
    safe = solve_with(A[rest].mH, scalar_matrix(scaled[rest], size))
    singular = _from_singular_values(A[mask], arriving[mask])
    zeros = A.new_zeros(A._a.shape)
    return zeros.index_put((mask,), singular).index_put((rest,), safe)


def _from_singular_values(a: Any, grad: Any) -> Any:
    u, s, vh = call("_linalg_svd", a, True, True, None)
    alpha = (u.det() * vh.det()).conj() * grad
    size = s._a.shape[-1]
    ones = s.new_ones(s._a.shape[:-1])
    others = [
        math.prod((s.select(-1, j) for j in range(size) if j != i), start=ones) for i in range(size)
    ]
    gamma = as_column(alpha) * function_of("stack")(others, -1)
    return (u * as_row(gamma)) @ vh


def sign_and_log_a(grads: Any, A: Any, LU: Any, pivots: Any, sign: Any) -> Any:
    if not isinstance(A, Tensor):
        if grads[1] is None and A.dtype.kind != "c":
            return None
        factor = _log_factor([f.as_tensors(each) for each in grads], wrap(sign))._a
        right = factor[..., None, None] * np.eye(A.shape[-1], dtype=A.dtype)
        return lapack.lu_solve(LU, pivots, right, left=True, adjoint=not _by_rows(A))
    if grads[1] is None and not f.is_complex(A):
        return None
    return solve_with(A.mH, scalar_matrix(_log_factor(grads, sign), A._a.shape[-1]))


def _log_factor(grads: Any, sign: Any) -> Any:
    """What the inverse is multiplied by: a sign that cannot turn (is real) has no slope."""
    if not f.is_complex(sign):
        return grads[1]
    size = sign.real * 0 if grads[1] is None else grads[1]
    turn = sign.real * 0 if grads[0] is None else -(grads[0].conj() * sign).imag
    return function_of("complex")(size, turn)


@f.on_tensors
def inverse_a(grad: Any, inverse: Any) -> Any:
    return -(inverse.mH @ (grad @ inverse.mH))


@f.on_tensors
def solve_b(grad: Any, A: Any, left: bool) -> Any:
    if is_vector(A, grad):
        return solve_with(A.mH, as_column(grad), left).squeeze(-1)
    return solve_with(A.mH, grad, left)


@f.on_tensors
def solve_a(grad: Any, A: Any, result: Any, left: bool) -> Any:
    if is_vector(A, result):
        return -(solve_with(A.mH, as_column(grad), left) @ as_column(result).mH)
    right = solve_with(A.mH, grad, left)
    return -(right @ result.mH) if left else -(result.mH @ right)


@f.on_tensors
def triangular_b(grad: Any, self: Any, upper: bool, left: bool, unitriangular: bool) -> Any:
    return solve_triangle(self.mH, grad, upper=not upper, left=left, unit=unitriangular)


@f.on_tensors
def triangular_a(
    grad: Any, self: Any, result: Any, upper: bool, left: bool, unitriangular: bool
) -> Any:
    right = triangular_b(grad, self, upper, left, unitriangular)
    found = -(right @ result.mH) if left else -(result.mH @ right)
    return found.triu(int(unitriangular)) if upper else found.tril(-int(unitriangular))


# --- compositions ----------------------------------------------------------------------------------------------------


def det(self: Tensor) -> Any:
    return call("_linalg_det", self)[0]


def slogdet(name: str) -> Callable[[Tensor], Any]:
    def function(self: Tensor) -> Any:
        sign, logabsdet, *_ = call("_linalg_slogdet", self)
        return named(name, sign=sign, logabsdet=logabsdet)

    return function


def logdet(self: Tensor) -> Any:
    lapack.square(self._a, "logdet")
    lapack.inexact(self._a, "logdet", low=False)
    sign, logabsdet, *_ = call("_linalg_slogdet", self)
    if f.is_complex(self):
        return sign.log() + logabsdet
    return function_of("where")(sign == -1.0, math.nan, logabsdet)


def inv(self: Tensor) -> Any:
    found, info = call("linalg_inv_ex", self, False)
    lapack.check(info._a, "linalg.inv")
    return found


def solve(A: Tensor, B: Tensor, left: bool) -> Any:
    return call("_linalg_solve_ex", A, B, left, True)[0]


def solve_ex(A: Tensor, B: Tensor, left: bool, check_errors: bool) -> Any:
    result, _, _, info = call("_linalg_solve_ex", A, B, left, check_errors)
    return named("linalg_solve_ex", result=result, info=info)


def tensorinv(self: Tensor, ind: int) -> Any:
    if ind <= 0:
        raise RuntimeError(f"Expected a strictly positive integer for 'ind', but got {ind}")
    first, second = self._a.shape[:ind], self._a.shape[ind:]
    rows, columns = math.prod(first), math.prod(second)
    if rows != columns:
        raise RuntimeError(
            "Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got "
            f"{columns} != {rows}"
        )
    return inv(self.reshape((rows, columns))).reshape((*second, *first))


def tensorsolve(self: Tensor, other: Tensor, dims: Any) -> Any:
    a: Any = self
    ndim = self._a.ndim
    if dims is not None:
        moved = [wrap_dim(d, ndim) for d in dims]
        a = self.movedim(tuple(moved), tuple(range(ndim - len(moved), ndim)))
    shape = a._a.shape
    rest = shape[other._a.ndim :]
    rows, columns = math.prod(shape[: other._a.ndim]), math.prod(rest)
    if rows != columns:
        raise RuntimeError(
            "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but "
            f"got {columns} != {other._a.size}"
        )
    return solve(a.reshape((rows, columns)), other.reshape((-1,)), True).reshape(rest)


_SOLVE = (
    " `torch.solve` is deprecated in favor of `torch.linalg.solve`. `torch.linalg.solve` has its arguments reversed and does "
    "not return the LU factorization.\n\nTo get the LU factorization see `torch.lu`, which can be used with `torch.lu_solve` "
    "or `torch.lu_unpack`.\nX = torch.solve(B, A).solution should be replaced with:\nX = torch.linalg.solve(A, B)"
)


# fmt: off
SOLVING = (
    op("_linalg_det(Tensor A) -> (Tensor result, Tensor LU, Tensor pivots)", "LinalgDetBackward0", determinant, method=False, A=determinant_a),
    compose("det(Tensor self) -> Tensor", det),
    only_linalg("linalg_det(Tensor A) -> Tensor", det),
    op("_linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet, Tensor LU, Tensor pivots)", "LinalgSlogdetBackward0", sign_and_log,
       method=False, differentiable=(0, 1), partly=True, A=sign_and_log_a),
    compose("slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)", slogdet("slogdet")),
    only_linalg("linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)", slogdet("linalg_slogdet")),
    compose("logdet(Tensor self) -> Tensor", logdet),
    op("linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)", "LinalgInvExBackward0", inverse,
       method=False, function=False, A=lambda grad, inverse: inverse_a(grad, inverse)),
    compose("inverse(Tensor self) -> Tensor", inv),
    only_linalg("linalg_inv(Tensor A) -> Tensor", inv),
    op("_linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor LU, Tensor pivots, Tensor info)",
       "LinalgSolveExBackward0", solved, method=False,
       A=lambda grad, A, result, left, LU, pivots: solve_a(grad, A, result, left),
       B=lambda grad, A, left, LU, pivots: solve_b(grad, A, left)),
    only_linalg("linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor", solve),
    only_linalg("linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)", solve_ex),
    op("linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor",
       "LinalgSolveTriangularBackward0", triangular, method=False, function=False,
       self=lambda grad, self, result, upper, left, unitriangular: triangular_a(grad, self, result, upper, left, unitriangular),
       B=lambda grad, self, upper, left, unitriangular: triangular_b(grad, self, upper, left, unitriangular)),
    only_linalg("linalg_tensorinv(Tensor self, int ind=2) -> Tensor", tensorinv),
    only_linalg("linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor", tensorsolve),
    compose("solve(Tensor self, Tensor A) -> Tensor[]", removed(_SOLVE)),
)
# fmt: on
