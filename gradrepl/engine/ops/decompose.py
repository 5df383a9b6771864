# ruff: noqa: N803, N806  # torch's own argument names
"""Factors of matrices, and what follows from them: determinants, inverses, solutions, `torch.linalg`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.generated import G
from gradrepl.engine.ops import lapack
from gradrepl.engine.ops.norms import not_narrowed
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable

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
    _solvable(a, b[..., None] if vector else b, left=left, name=name)
    lapack.has_kernel(a, "lu_cpu")
    factors, pivots, info = lapack.lu(a)
    right = b[..., None] if vector else b
    found = lapack.lu_solve(factors, pivots, right, left=left, adjoint=False)
    if check_errors:
        lapack.check(info, "torch.linalg.solve")
    if vector:
        return np.ascontiguousarray(found[..., 0]), factors, pivots, info
    return (lapack.columns(found) if left else np.ascontiguousarray(found)), factors, pivots, info


def _solvable(a: Array, b: Array, *, left: bool, name: str, typed: bool = True) -> None:
    """Refuses a right side that does not fit the matrix."""
    if typed:
        lapack.inexact(a, name)
    if typed and a.dtype != b.dtype:
        raise RuntimeError(
            f"{name}: Expected A and B to have the same dtype, but found A of type {OF[a.dtype].legacy} and B of type "
            f"{OF[b.dtype].legacy} instead"
        )
    lapack.square(a, name)
    lapack.at_least_2d(b, name, "B")
    if a.shape[-2] != b.shape[-2 if left else -1]:
        raise RuntimeError(
            f"{name}: Incompatible shapes of A and B for the equation {'AX = B' if left else 'XA = B'} "
            f"({a.shape[-2]}x{a.shape[-1]} and {b.shape[-2]}x{b.shape[-1]})"
        )


def triangular(a: Array, b: Array, upper: bool, left: bool, unitriangular: bool) -> Array:
    _solvable(a, b, left=left, name="linalg.solve_triangular", typed=False)
    lapack.has_kernel(a, "triangular_solve_cpu")
    return lapack.columns(
        lapack.solve_triangular(a, b.astype(a.dtype, copy=False), upper, left, unitriangular)
    )


def cholesky(a: Array, upper: bool, check_errors: bool) -> tuple[Array, Array]:
    lapack.square(a, "linalg.cholesky")
    lapack.inexact(a, "linalg.cholesky")
    lapack.has_kernel(a, "cholesky_cpu")
    found, info = lapack.cholesky(a, upper)
    if check_errors:
        lapack.check(info, "linalg.cholesky")
    return found, info


def old_cholesky(a: Array, upper: bool) -> Array:
    lapack.square(a, "cholesky")
    lapack.has_kernel(a, "cholesky_cpu")
    found, info = lapack.cholesky(a, upper)
    lapack.check(info, "cholesky")
    return found


def svd(
    a: Array, full_matrices: bool, compute_uv: bool, driver: str | None
) -> tuple[Array, Array, Array]:
    lapack.at_least_2d(a, "linalg.svd")
    lapack.inexact(a, "linalg.svd")
    if driver is not None:
        raise RuntimeError(
            "torch.linalg.svd: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER backend."
        )
    lapack.has_kernel(a, "linalg_svd_cpu")
    return lapack.svd(a, full_matrices, compute_uv)


def eigh(a: Array, uplo: str, compute_v: bool) -> tuple[Array, Array]:
    lapack.square(a, "linalg.eigh")
    if uplo.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {uplo}")
    lapack.has_kernel(a, "linalg_eigh_cpu")
    return lapack.eigh(a, uplo.upper(), compute_v)


def eig(a: Array) -> tuple[Array, Array]:
    if a.dtype.kind not in "fc":
        raise RuntimeError(f"Unknown Complex ScalarType for {OF[a.dtype].legacy}")
    lapack.square(a, "linalg.eig")
    lapack.has_kernel(a, "linalg_eig_out_cpu")
    return lapack.eig(a, compute_v=True)


def qr(a: Array, mode: str) -> tuple[Array, Array]:
    lapack.at_least_2d(a, "linalg.qr")
    lapack.inexact(a, "linalg.qr")
    if mode not in ("reduced", "r", "complete"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default), 'r', or 'complete'"
        )
    lapack.has_kernel(a, "geqrf_cpu")
    return lapack.qr(a, mode)


def lu_factor(a: Array, pivot: bool, check_errors: bool) -> tuple[Array, Array, Array]:
    if a.ndim < 2:
        raise RuntimeError(
            f"torch.lu_factor: Expected tensor with 2 or more dimensions. Got size: {list(a.shape)} instead"
        )
    _pivoting(a, pivot)
    found = lapack.lu(a)
    if check_errors:
        lapack.check(found[2], "torch.linalg.lu_factor")
    return found


def _pivoting(a: Array, pivot: bool) -> None:
    if not pivot:
        raise RuntimeError("linalg.lu_factor: LU without pivoting is not implemented on the CPU")
    lapack.has_kernel(a, "lu_cpu")


def lu(a: Array, pivot: bool) -> tuple[Array, Array, Array]:
    if a.ndim < 2:
        raise RuntimeError(
            f"linalg.lu: Expected tensor with 2 or more dimensions. Got size: {list(a.shape)} instead"
        )
    _pivoting(a, pivot)
    factors, pivots, _ = lapack.lu(a)
    return unpacked(factors, pivots, True, True)


def unpacked(
    factors: Array, pivots: Array, unpack_data: bool, unpack_pivots: bool
) -> tuple[Array, Array, Array]:
    m, size = factors.shape[-2], min(factors.shape[-2:])
    if pivots.dtype != np.int32:
        raise RuntimeError(
            "torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype.\nNote: this function is "
            "intended to be used with the output produced by torch.linalg.lu_factor"
        )
    nothing = np.zeros(0, factors.dtype)
    rows = lapack.permutation(pivots, m, factors.dtype) if unpack_pivots else nothing
    if not unpack_data:
        return rows, nothing.copy(), nothing.copy()
    low = np.tril(factors[..., :size], -1) + np.eye(m, size, dtype=factors.dtype)
    return rows, low, np.ascontiguousarray(np.triu(factors[..., :size, :]))


def lu_solved(factors: Array, pivots: Array, b: Array, left: bool, adjoint: bool) -> Array:
    lapack.inexact(factors, "torch.linalg.lu_solve")
    _solvable(factors, b, left=left, name="linalg.lu_solve", typed=False)
    if factors.dtype != b.dtype:
        raise RuntimeError(
            f"linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of type {OF[factors.dtype].legacy} "
            f"and B of type {OF[b.dtype].legacy} instead"
        )
    found = lapack.lu_solve(factors, pivots, b, left=left, adjoint=adjoint)
    return lapack.columns(found) if left else np.ascontiguousarray(found)


_DRIVERS = ("gels", "gelsy", "gelsd", "gelss")


def least_squares(
    a: Array, b: Array, rcond: float | None, driver: str | None
) -> tuple[Array, Array, Array, Array]:
    name = "torch.linalg.lstsq"
    if a.ndim < 2:
        raise RuntimeError(f"{name}: input must have at least 2 dimensions.")
    if b.ndim < 1:
        raise RuntimeError(f"{name}: other must have at least 1 dimension.")
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"{name}: Expected input and other to have the same dtype, but got input's dtype {OF[a.dtype].legacy} and "
            f"other's dtype {OF[b.dtype].legacy}"
        )
    vector = a.ndim - 1 == b.ndim and a.shape[:-1] == b.shape
    right = b[..., None] if vector else b
    if not 0 <= a.ndim - b.ndim <= 1:
        raise RuntimeError(
            f"{name}: input.dim() must be greater or equal to other.dim() and (input.dim() - other.dim()) <= 1"
        )
    if a.shape[-2] != (b.shape[-1] if b.ndim < a.ndim else b.shape[-2]):
        which = "-1" if b.ndim < a.ndim else "-2"
        raise RuntimeError(f"{name}: input.size(-2) should match other.size({which})")
    if driver is not None and driver not in _DRIVERS:
        raise RuntimeError(
            f"{name}: parameter `driver` should be one of (gels, gelsy, gelsd, gelss)"
        )
    if a.dtype.kind not in "fc" or a.dtype == np.float16:
        raise RuntimeError("This function doesn't handle types other than float and double")
    driver = driver or "gelsy"
    solution, ranks, values = _each_least_squares(a, right, rcond)
    (m, n), real = a.shape[-2:], lapack.real_dtype(a)
    residuals = np.zeros(0, real)
    full = driver == "gels" or bool((ranks == n).all())
    if m > n and driver != "gelsy" and full:
        miss = np.abs(a @ solution - right)
        residuals = (miss * miss).sum(-2)
    ranks = np.zeros(0, np.int64) if driver == "gels" else ranks
    if driver not in ("gelsd", "gelss"):
        values = np.zeros(0, real)
    solution = np.ascontiguousarray(solution[..., 0]) if vector else lapack.columns(solution)
    return solution, residuals, ranks, values


def _each_least_squares(a: Array, b: Array, rcond: float | None) -> tuple[Array, Array, Array]:
    (m, n), k = a.shape[-2:], min(a.shape[-2:])
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    cut = np.finfo(a.dtype).eps * max(m, n) if rcond is None else rcond
    left = np.broadcast_to(a, (*batch, m, n)).reshape((math.prod(batch), m, n))
    right = np.broadcast_to(b, (*batch, m, b.shape[-1])).reshape((math.prod(batch), m, b.shape[-1]))
    solution = np.zeros((len(left), n, b.shape[-1]), a.dtype)
    ranks = np.zeros(len(left), np.int64)
    values = np.zeros((len(left), k), lapack.real_dtype(a))
    if k:
        for i, (matrix, side) in enumerate(zip(left, right, strict=True)):
            solution[i], _, ranks[i], values[i] = np.linalg.lstsq(matrix, side, float(cut))
    return (
        solution.reshape((*batch, n, b.shape[-1])), ranks.reshape(batch),
        values.reshape((*batch, k)),
    )  # fmt: skip


def pseudoinverse(a: Array, atol: Array | None, rtol: Array | None, hermitian: bool) -> Array:
    if a.ndim < 2 or a.dtype.kind not in "fc" or a.dtype == np.float16:
        raise RuntimeError(
            f"linalg.pinv({OF[a.dtype].legacy}{{{list(a.shape)}}}): expected a tensor with 2 or more dimensions of float, "
            "double, cfloat or cdouble types"
        )
    if not a.size:
        return np.zeros((*a.shape[:-2], a.shape[-1], a.shape[-2]), a.dtype)
    if hermitian:
        lapack.square(a, "linalg.eigh")
    lapack.finite(a, "linalg.eigh" if hermitian else "linalg.svd")
    low, high = tolerances(a, atol, rtol)
    return lapack.pinv(a, low, high, hermitian)


def tolerances(a: Array, atol: Array | None, rtol: Array | None) -> tuple[Array, Array]:
    """What counts as 0: absolutely, and by the largest singular value."""
    real = lapack.real_dtype(a)
    low = np.zeros((), real) if atol is None else atol.astype(real)
    if rtol is None:
        usual = np.finfo(real).eps * max(a.shape[-2:])
        rtol = np.where(low > 0, 0, usual) if atol is not None else np.asarray(usual)
    return low, rtol.astype(real)


def matrix_exp(a: Array) -> Array:
    lapack.square(a, "linalg.matrix_exp")
    lapack.inexact(a, "linalg.matrix_exp")
    return lapack.matrix_exp(a)


def cholesky_solved(b: Array, factor: Array, upper: bool) -> Array:
    for which, each in (("b", b), ("u", factor)):
        if each.ndim < 2:
            raise RuntimeError(
                f"{which} should have at least 2 dimensions, but has {each.ndim} dimensions instead"
            )
    if b.dtype != factor.dtype:
        raise RuntimeError(
            f"Expected b and A to have the same dtype, but found b of type {OF[b.dtype].legacy} and A of type "
            f"{OF[factor.dtype].legacy} instead"
        )
    if factor.shape[-1] != b.shape[-2]:
        raise RuntimeError(
            f"Incompatible matrix sizes for cholesky_solve: each A matrix is {factor.shape[-1]} by {factor.shape[-1]} but "
            f"each b matrix is {b.shape[-2]} by {b.shape[-1]}"
        )
    lapack.has_kernel(b, "cholesky_solve_cpu")
    low = lapack.turned(factor) if upper else factor
    half = lapack.substitute(low, b, upper=False)
    return lapack.columns(lapack.substitute(lapack.turned(low), half, upper=True))


def cholesky_inverted(factor: Array, upper: bool) -> Array:
    lapack.square(factor, "cholesky_inverse")
    lapack.has_kernel(factor, "cholesky_inverse_out_cpu")
    unit = np.broadcast_to(np.eye(factor.shape[-1], dtype=factor.dtype), factor.shape)
    return cholesky_solved(unit, factor, upper)


# --- formulas --------------------------------------------------------------------------------------------------------


def on_tensors(formula: Callable[..., Any]) -> Callable[..., Any]:
    """A formula that is written for Tensors: arrays are made Tensors for it, which record nothing."""

    def both(*args: Any) -> Any:
        if any(isinstance(each, Tensor) for each in _flat(args)):
            return formula(*args)
        found = formula(*[_as_tensors(each) for each in args])
        return found._a if isinstance(found, Tensor) else found

    return both


def _flat(values: Any) -> list[Any]:
    return [
        each
        for value in values
        for each in (value if isinstance(value, (list, tuple)) else (value,))
    ]


def _as_tensors(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return wrap(value)
    return [_as_tensors(each) for each in value] if isinstance(value, list) else value


def _call(name: str, *args: Any) -> Any:
    from gradrepl.engine import ops

    return ops.recording(name)(*args)


def _function(name: str) -> Any:
    from gradrepl.engine import ops

    return ops.function(name)


def _solve(a: Any, b: Any, left: bool = True) -> Any:
    return _call("_linalg_solve_ex", a, b, left, True)[0]


def _triangle(a: Any, b: Any, *, upper: bool, left: bool = True, unit: bool = False) -> Any:
    return _call("linalg_solve_triangular", a, b, upper, left, unit)


def _diagonal(x: Any) -> Any:
    return x.diagonal(0, -2, -1)


def _with_diagonal(x: Any, values: Any) -> Any:
    """The matrices with another diagonal."""
    unit = wrap(np.eye(x._a.shape[-1], dtype=bool))
    return x.masked_fill(unit, 0) + values.diag_embed()


def _column(x: Any) -> Any:
    return x.unsqueeze(-1)


def _row(x: Any) -> Any:
    return x.unsqueeze(-2)


def _scalar_matrix(values: Any, size: int) -> Any:
    return _column(values).expand((*values._a.shape, size)).diag_embed()


def _is_complex(x: Any) -> bool:
    return bool(x._a.dtype.kind == "c")


def _tiny(x: Any) -> float:
    return float(np.finfo(x._a.dtype).eps)


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
        return _solve(A.mH, _scalar_matrix(grad * result.conj(), size))
    if flat.all():
        return _from_singular_values(A, grad)
    mask, rest = wrap(flat), wrap(~flat)
    arriving: Any = grad
    scaled = arriving * result.conj()
    safe = _solve(A[rest].mH, _scalar_matrix(scaled[rest], size))
    singular = _from_singular_values(A[mask], arriving[mask])
    zeros = A.new_zeros(A._a.shape)
    return zeros.index_put((mask,), singular).index_put((rest,), safe)


def _from_singular_values(a: Any, grad: Any) -> Any:
    u, s, vh = _call("_linalg_svd", a, True, True, None)
    alpha = (u.det() * vh.det()).conj() * grad
    size = s._a.shape[-1]
    ones = s.new_ones(s._a.shape[:-1])
    others = [
        math.prod((s.select(-1, j) for j in range(size) if j != i), start=ones) for i in range(size)
    ]
    gamma = _column(alpha) * _function("stack")(others, -1)
    return (u * _row(gamma)) @ vh


def sign_and_log_a(grads: Any, A: Any, LU: Any, pivots: Any, sign: Any) -> Any:
    if not isinstance(A, Tensor):
        if grads[1] is None and A.dtype.kind != "c":
            return None
        factor = _log_factor([_as_tensors(each) for each in grads], wrap(sign))._a
        right = factor[..., None, None] * np.eye(A.shape[-1], dtype=A.dtype)
        return lapack.lu_solve(LU, pivots, right, left=True, adjoint=not _by_rows(A))
    if grads[1] is None and not _is_complex(A):
        return None
    return _solve(A.mH, _scalar_matrix(_log_factor(grads, sign), A._a.shape[-1]))


def _log_factor(grads: Any, sign: Any) -> Any:
    """What the inverse is multiplied by: a sign that cannot turn (is real) has no slope."""
    if not _is_complex(sign):
        return grads[1]
    size = sign.real * 0 if grads[1] is None else grads[1]
    turn = sign.real * 0 if grads[0] is None else -(grads[0].conj() * sign).imag
    return _function("complex")(size, turn)


@on_tensors
def inverse_a(grad: Any, inverse: Any) -> Any:
    turned = inverse.mH
    return -(turned @ (grad @ turned))


@on_tensors
def solve_b(grad: Any, A: Any, left: bool) -> Any:
    return _solve(A.mH, grad, left)


@on_tensors
def solve_a(grad: Any, A: Any, result: Any, left: bool) -> Any:
    right = _solve(A.mH, grad, left)
    if is_vector(A, result):
        return -(_column(right) @ _column(result).mH)
    return -(right @ result.mH) if left else -(result.mH @ right)


@on_tensors
def triangular_b(grad: Any, self: Any, upper: bool, left: bool, unitriangular: bool) -> Any:
    return _triangle(self.mH, grad, upper=not upper, left=left, unit=unitriangular)


@on_tensors
def triangular_a(
    grad: Any, self: Any, result: Any, upper: bool, left: bool, unitriangular: bool
) -> Any:
    right = triangular_b(grad, self, upper, left, unitriangular)
    found = -(right @ result.mH) if left else -(result.mH @ right)
    return found.triu(int(unitriangular)) if upper else found.tril(-int(unitriangular))


@on_tensors
def cholesky_self(grad: Any, upper: bool, L: Any) -> Any:
    if upper:
        L, grad = L.mH, grad.mH
    found = (L.mH @ grad).tril()
    found = 0.5 * (found + found.tril(-1).mH)
    found = _triangle(L.mH, found, upper=True)
    return _triangle(L, found, upper=False, left=False)


@on_tensors
def cholesky_solve_self(grad: Any, input2: Any, upper: bool) -> Any:
    return _call("cholesky_solve", grad, input2, upper)


@on_tensors
def cholesky_solve_input2(grad: Any, input2: Any, result: Any, upper: bool) -> Any:
    common = _call("cholesky_solve", grad, input2, upper) @ result.mH
    common = common + common.mH
    return -(input2 @ common) if upper else -(common @ input2)


@on_tensors
def cholesky_inverse_self(grad: Any, self: Any, upper: bool, result: Any) -> Any:
    common = result @ (grad + grad.mH) @ result
    return -(self @ common) if upper else -(common @ self)


def _skew(x: Any) -> Any:
    return x - x.mH


_PHASE = (
    "{}: The {} in the complex case are specified up to multiplication by e^{{i phi}}. The specified loss function depends "
    "on this {}, "
)


@on_tensors
def svd_a(grads: Any, full_matrices: bool, U: Any, S: Any, Vh: Any) -> Any:
    grad_u, grad_s, grad_vh = grads
    k = S._a.shape[-1]
    if full_matrices:
        U, Vh = U.narrow(-1, 0, k), Vh.narrow(-2, 0, k)
        grad_u = None if grad_u is None else grad_u.narrow(-1, 0, k)
        grad_vh = None if grad_vh is None else grad_vh.narrow(-2, 0, k)
    m, n = U._a.shape[-2], Vh._a.shape[-1]
    if grad_u is None and grad_vh is None:
        return U @ (_column(grad_s) * Vh) if m >= n else (U * _row(grad_s)) @ Vh
    inner = _svd_inner(grad_u, grad_s, grad_vh, U, S, Vh)
    if m > k and grad_u is not None:
        scaled = grad_u / _row(S)
        return (U @ inner + scaled - U @ (U.mH @ scaled)) @ Vh
    if n > k and grad_vh is not None:
        scaled = grad_vh / _column(S)
        return U @ (inner @ Vh + scaled - (scaled @ Vh.mH) @ Vh)
    return U @ (inner @ Vh) if m >= n else (U @ inner) @ Vh


def _svd_inner(grad_u: Any, grad_s: Any, grad_vh: Any, u: Any, s: Any, vh: Any) -> Any:
    """The gradient in the coordinates of the singular vectors."""
    left = None if grad_u is None else _skew(u.mH @ grad_u)
    right = None if grad_vh is None else _skew(vh @ grad_vh.mH)
    if _is_complex(u):
        turned = sum(_diagonal(each).imag for each in (left, right) if each is not None)
        if turned._a.size and np.abs(turned._a).max() > 1e-2:
            start = _PHASE.format("svd_backward", "singular vectors", "phase term")
            raise RuntimeError(f"{start}making it ill-defined.")
    square = s * s
    gaps = _row(square) - _column(square)
    gaps = _with_diagonal(gaps, s.new_ones(s._a.shape))
    if left is None:
        found = _column(s) * (right / gaps)
    elif right is None:
        found = (left / gaps) * _row(s)
    else:
        found = (left * _row(s) + _column(s) * right) / gaps
    if grad_s is not None:
        found = found + grad_s.diag_embed()
    if _is_complex(u) and left is not None and right is not None:
        found = found + (_diagonal(left) / (2.0 * s)).diag_embed()
    return found


@on_tensors
def eigh_a(grads: Any, eigenvalues: Any, eigenvectors: Any) -> Any:
    grad_l, grad_v = grads
    v = eigenvectors
    if grad_v is None:
        return (v * _row(grad_l)) @ v.mH
    inner = v.mH @ grad_v
    _no_phase(inner, "linalg_eigh_backward", v)
    inner = 0.5 * _skew(inner)
    gaps = _row(eigenvalues) - _column(eigenvalues)
    inner = inner / _with_diagonal(gaps, eigenvalues.new_ones(eigenvalues._a.shape))
    if grad_l is not None:
        inner = _with_diagonal(inner, grad_l)
    return v @ (inner @ v.mH)


def _no_phase(inner: Any, name: str, v: Any) -> None:
    if _is_complex(v) and inner._a.size and np.abs(_diagonal(inner)._a.imag).max() > 1e-2:
        start = _PHASE.format(name, "eigenvectors", "quantity")
        raise RuntimeError(f"{start}so it is ill-defined.")


@on_tensors
def eig_self(grads: Any, eigenvalues: Any, eigenvectors: Any) -> Any:
    grad_l, grad_v = grads
    v = eigenvectors
    if grad_v is None:
        found = _solve(v.mH, _column(grad_l) * v.mH)
    else:
        inner = v.mH @ grad_v
        real = _diagonal(inner).real
        _no_phase(inner, "linalg_eig_backward", v)
        inner = inner - v.mH @ (v * _row(real))
        values = eigenvalues.conj()
        gaps = _with_diagonal(_row(values) - _column(values), values.new_ones(eigenvalues._a.shape))
        inner = inner / gaps
        if grad_l is not None:
            inner = _with_diagonal(inner, grad_l)
        found = _solve(v.mH, inner @ v.mH)
    return found


@on_tensors
def qr_a(grads: Any, mode: str, Q: Any, R: Any) -> Any:
    grad_q, grad_r = grads
    if mode == "r":
        raise RuntimeError(
            "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, "
            "mode='reduced') if you are going to differentiate through linalg.qr."
        )
    m, n = Q._a.shape[-2], R._a.shape[-1]
    if mode == "complete" and m > n:
        raise RuntimeError(
            "The QR decomposition is not differentiable when mode='complete' and nrows > ncols."
        )
    if grad_q is None:
        inner = grad_r @ R.mH
    elif grad_r is None:
        inner = -(Q.mH @ grad_q)
    else:
        inner = grad_r @ R.mH - Q.mH @ grad_q
    if m >= n:
        half = inner.triu()
        half = half + half.mH
        half = _with_diagonal(half, _diagonal(half) * 0.5)
        found = Q @ half
        if grad_q is not None:
            found = found + grad_q
        return _triangle(R.mH, found, upper=False, left=False)
    half = (-inner + inner.mH).tril()
    half = _with_diagonal(half, _diagonal(half) * 0.5)
    found = _triangle(R.narrow(-1, 0, m).mH, Q @ half, upper=False, left=False)
    found = _cat((found, found.new_zeros((*found._a.shape[:-1], n - m))), -1)
    return found if grad_r is None else found + Q @ grad_r


def _cat(parts: Any, dim: int) -> Any:
    return _function("cat")(parts, dim)


@on_tensors
def lu_factor_a(grad: Any, LU: Any, pivots: Any, pivot: bool) -> Any:
    rows, low, high = _call("lu_unpack", LU, pivots, True, True)
    size = min(LU._a.shape[-2:])
    return _lu_slope(
        grad.narrow(-1, 0, size).tril(-1), grad.narrow(-2, 0, size).triu(), rows, low, high
    )


@on_tensors
def lu_a(grads: Any, P: Any, L: Any, U: Any, pivot: bool) -> Any:
    low, high = (x * 0 if g is None else g for g, x in zip(grads[1:], (L, U), strict=True))
    return _lu_slope(low.tril(-1), high.triu(), P, L, U)


def _lu_slope(grad_l: Any, grad_u: Any, p: Any, low: Any, high: Any) -> Any:
    m, n = low._a.shape[-2], high._a.shape[-1]
    k = min(m, n)
    if m <= n:
        first = high.narrow(-1, 0, k)
        found = (low.mH @ grad_l - grad_u @ high.mH).tril(-1)
        found = _triangle(first.mH, found, upper=False, left=False)
        found = found + grad_u.narrow(-1, 0, k)
        if n > k:
            found = _cat((found, grad_u.narrow(-1, k, n - k)), -1)
        found = _triangle(low.mH, found, upper=True, unit=True)
    else:
        first = low.narrow(-2, 0, k)
        found = (grad_u @ high.mH - low.mH @ grad_l).triu()
        found = _triangle(first.mH, found, upper=True, unit=True)
        found = found + grad_l.narrow(-2, 0, k)
        found = _cat((found, grad_l.narrow(-2, k, m - k)), -2)
        found = _triangle(high.mH, found, upper=False, left=False)
    return p @ found


@on_tensors
def lu_unpack_data(
    grads: Any,
    LU_data_sym_argsize_minus_2: int,
    LU_data_sym_argsize_minus_1: int,
) -> Any:
    m, n = LU_data_sym_argsize_minus_2, LU_data_sym_argsize_minus_1
    _, grad_l, grad_u = grads
    k = min(m, n)
    parts = []
    if grad_l is not None:
        low = grad_l.tril(-1)
        parts.append(_cat((low, low.new_zeros((*low._a.shape[:-1], n - k))), -1) if n > k else low)
    if grad_u is not None:
        high = grad_u.triu()
        batch = high._a.shape[:-2]
        parts.append(_cat((high, high.new_zeros((*batch, m - k, n))), -2) if m > k else high)
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


@on_tensors
def lu_solve_b(grad: Any, LU: Any, pivots: Any, left: bool, adjoint: bool) -> Any:
    return _call("linalg_lu_solve", LU, pivots, grad, left, not adjoint)


@on_tensors
def lu_solve_lu(
    grad: Any,
    LU: Any,
    pivots: Any,
    result: Any,
    left: bool,
    adjoint: bool,
) -> Any:
    right = _call("linalg_lu_solve", LU, pivots, grad, left, not adjoint)
    inner = -(right @ result.mH) if left else -(result.mH @ right)
    if adjoint:
        inner = inner.mH
    rows, low, high = _call("lu_unpack", LU, pivots, True, True)
    inner = rows.mT @ inner
    return (inner @ high.mH).tril(-1) + (low.mH @ inner).triu()


@on_tensors
def pinv_self(grad: Any, result: Any, self: Any) -> Any:
    turned, grad = result.mH, grad.mH
    if self._a.shape[-2] <= self._a.shape[-1]:
        inner = grad @ result
        right = inner @ turned
        rest = (turned @ result) @ (grad - inner @ self)
        return -((result @ inner).mH) + right - (self @ result) @ right + rest
    inner = result @ grad
    left = turned @ inner
    rest = (grad - self @ inner) @ result @ turned
    return -((inner @ result).mH) + rest + left - (left @ result) @ self


@on_tensors
def lstsq_self(grads: Any, self: Any, b: Any, solution: Any) -> Any:
    b, solution, grad_x = _as_matrices(self, b, solution, grads[0])
    found = None
    if grad_x is not None:
        found = pinv_self(grad_x @ b.mH, _pinv(self), self)
    if grads[1] is not None and grads[1]._a.size:
        miss = (self @ solution - b) * (2 * _row(grads[1]))
        found = miss @ solution.mH if found is None else found + miss @ solution.mH
    return found


@on_tensors
def lstsq_b(grads: Any, self: Any, b: Any, solution: Any) -> Any:
    vector = len(b._a.shape) == len(self._a.shape) - 1
    right, solution, grad_x = _as_matrices(self, b, solution, grads[0])
    found = None
    if grad_x is not None:
        found = _pinv(self).mH @ grad_x
    if grads[1] is not None and grads[1]._a.size:
        miss = (right - self @ solution) * (2 * _row(grads[1]))
        found = miss if found is None else found + miss
    return found.squeeze(-1) if vector and found is not None else found


def _as_matrices(a: Any, *sides: Any) -> list[Any]:
    vector = len(sides[0]._a.shape) == len(a._a.shape) - 1
    return [None if x is None else _column(x) if vector else x for x in sides]


def _pinv(a: Any) -> Any:
    return _call("_linalg_pinv", a, None, None, False)


@on_tensors
def matrix_exp_self(grad: Any, self: Any) -> Any:
    """The exponential of the matrix with the gradient in its upper right corner has the slope there."""
    size = self._a.shape[-1]
    turned = self.mH
    above = _cat((turned, grad), -1)
    below = _cat((self.new_zeros(self._a.shape), turned), -1)
    whole = _call("linalg_matrix_exp", _cat((above, below), -2))
    return whole.narrow(-2, 0, size).narrow(-1, size, size)


# --- compositions ----------------------------------------------------------------------------------------------------


def _named(name: str, **values: Any) -> Any:
    """`torch.return_types.linalg_svd` and its like."""
    return G["RETURN_TYPES"][name, tuple(values)](tuple(values.values()))


def det(self: Tensor) -> Any:
    return _call("_linalg_det", self)[0]


def slogdet(name: str) -> Callable[[Tensor], Any]:
    def function(self: Tensor) -> Any:
        sign, logabsdet, *_ = _call("_linalg_slogdet", self)
        return _named(name, sign=sign, logabsdet=logabsdet)

    return function


def logdet(self: Tensor) -> Any:
    lapack.square(self._a, "logdet")
    lapack.inexact(self._a, "logdet", low=False)
    sign, logabsdet, *_ = _call("_linalg_slogdet", self)
    if _is_complex(self):
        return sign.log() + logabsdet
    return _function("where")(sign == -1.0, math.nan, logabsdet)


def inv(self: Tensor) -> Any:
    found, info = _call("linalg_inv_ex", self, False)
    lapack.check(info._a, "linalg.inv")
    return found


def solve(A: Tensor, B: Tensor, left: bool) -> Any:
    return _call("_linalg_solve_ex", A, B, left, True)[0]


def solve_ex(A: Tensor, B: Tensor, left: bool, check_errors: bool) -> Any:
    result, _, _, info = _call("_linalg_solve_ex", A, B, left, check_errors)
    return _named("linalg_solve_ex", result=result, info=info)


def linalg_cholesky(self: Tensor, upper: bool) -> Any:
    return _call("linalg_cholesky_ex", self, upper, True)[0]


def cholesky_deprecated(self: Tensor, upper: bool) -> Any:
    warn_once(
        "torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be removed in a future PyTorch release.\n"
        "L = torch.cholesky(A)\nshould be replaced with\nL = torch.linalg.cholesky(A)\nand\n"
        "U = torch.cholesky(A, upper=True)\nshould be replaced with\nU = torch.linalg.cholesky(A).mH\n"
        "This transform will produce equivalent results for all valid (symmetric positive definite) inputs. (Triggered "
        "internally at ...)"
    )
    return _call("_cholesky", self, upper)


def linalg_svd(A: Tensor, full_matrices: bool, driver: str | None) -> Any:
    u, s, vh = _call("_linalg_svd", A, full_matrices, True, driver)
    return _named("linalg_svd", U=u, S=s, Vh=vh)


def svdvals(A: Tensor, driver: str | None) -> Any:
    return _call("_linalg_svd", A, False, _followed(A), driver)[1]


def _followed(x: Tensor) -> bool:
    """Whether gradients will want the vectors, too."""
    return bool(x.requires_grad and G["STATE"].recording)


def old_svd(self: Tensor, some: bool, compute_uv: bool) -> Any:
    lapack.at_least_2d(self._a, "linalg.svd")
    if not compute_uv:
        s = svdvals(self, None)
        (m, n), batch = self._a.shape[-2:], self._a.shape[:-2]
        return _named(
            "svd", U=self.new_zeros((*batch, m, m)), S=s, V=self.new_zeros((*batch, n, n))
        )
    u, s, vh = _call("_linalg_svd", self, not some, True, None)
    return _named("svd", U=u, S=s, V=vh.mH)


def linalg_eigh(A: Tensor, UPLO: str) -> Any:
    values, vectors = _call("_linalg_eigh", A, UPLO, True)
    return _named("linalg_eigh", eigenvalues=values, eigenvectors=vectors)


def eigvalsh(A: Tensor, UPLO: str) -> Any:
    return _call("_linalg_eigh", A, UPLO, _followed(A))[0]


def eigvals(self: Tensor) -> Any:
    if not _followed(self) and self._a.dtype.kind in "fc":
        lapack.square(self._a, "linalg.eigvals")
    return _call("linalg_eig", self)[0]


def old_qr(self: Tensor, some: bool) -> Any:
    warn_once(
        "torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future PyTorch release.\nThe boolean "
        "parameter 'some' has been replaced with a string parameter 'mode'.\nQ, R = torch.qr(A, some)\nshould be replaced "
        "with\nQ, R = torch.linalg.qr(A, 'reduced' if some else 'complete') (Triggered internally at ...)"
    )
    q, r = _call("linalg_qr", self, "reduced" if some else "complete")
    return _named("qr", Q=q, R=r)


def lu_factored(A: Tensor, pivot: bool) -> Any:
    factors, pivots, _ = _call("linalg_lu_factor_ex", A, pivot, True)
    return _named("linalg_lu_factor", LU=factors, pivots=pivots)


def old_lu(A: Tensor, pivot: bool, get_infos: bool) -> Any:
    warn_once(
        "torch.lu is deprecated in favor of torch.linalg.lu_factor / torch.linalg.lu_factor_ex and will be removed in a "
        "future PyTorch release.\nLU, pivots = torch.lu(A, compute_pivots)\nshould be replaced with\n"
        "LU, pivots = torch.linalg.lu_factor(A, compute_pivots)\nand\n"
        "LU, pivots, info = torch.lu(A, compute_pivots, get_infos=True)\nshould be replaced with\n"
        "LU, pivots, info = torch.linalg.lu_factor_ex(A, compute_pivots) (Triggered internally at ...)",
        own_place=True,
    )
    factors, pivots, info = _call("linalg_lu_factor_ex", A, pivot, not get_infos)
    if get_infos:
        return _named("_lu_with_info", LU=factors, pivots=pivots, info=info)
    return factors, pivots


def old_lu_solve(self: Tensor, LU_data: Tensor, LU_pivots: Tensor) -> Any:
    warn_once(
        "torch.lu_solve is deprecated in favor of torch.linalg.lu_solveand will be removed in a future PyTorch release.\n"
        "Note that torch.linalg.lu_solve has its arguments reversed.\nX = torch.lu_solve(B, LU, pivots)\nshould be "
        "replaced with\nX = torch.linalg.lu_solve(LU, pivots, B) (Triggered internally at ...)"
    )
    return _call("linalg_lu_solve", LU_data, LU_pivots, self, True, False)


def pinv_numbers(self: Tensor, atol: Any, rtol: Any, hermitian: bool) -> Any:
    bounds = [None if x is None else wrap(np.asarray(x, np.float64)) for x in (atol, rtol)]
    return _call("_linalg_pinv", self, *bounds, hermitian)


def pinv_tensors(self: Tensor, atol: Any, rtol: Any, hermitian: bool) -> Any:
    return _call("_linalg_pinv", self, atol, rtol, hermitian)


def pinv_rcond(self: Tensor, rcond: Any, hermitian: bool) -> Any:
    bound = rcond if isinstance(rcond, Tensor) else wrap(np.asarray(rcond, np.float64))
    return _call("_linalg_pinv", self, wrap(np.zeros(())), bound, hermitian)


def pinverse(self: Tensor, rcond: float) -> Any:
    return pinv_rcond(self, rcond, False)


def matrix_rank(a: Tensor, atol: Any, rtol: Any, hermitian: bool) -> Any:
    lapack.at_least_2d(a._a, "torch.linalg.matrix_rank", "input")
    if a._a.dtype.kind not in "fc" or a._a.dtype == np.float16:
        raise RuntimeError("This function doesn't handle types other than float and double")
    if not a._a.size:
        return wrap(np.zeros(a._a.shape[:-2], np.int64))
    array = a._a
    found = eigh(array, "L", False)[0] if hermitian else svd(array, False, False, None)[1]
    sizes = np.abs(found)
    low, high = tolerances(
        array, *(None if x is None else np.asarray(getattr(x, "_a", x)) for x in (atol, rtol))
    )
    bound = np.maximum(low, high * sizes.max(-1, initial=0))
    return wrap(np.asarray((sizes > bound[..., None]).sum(-1), np.int64))


def rank_by_tolerance(self: Tensor, tol: Any, hermitian: bool) -> Any:
    return matrix_rank(self, tol, 0.0, hermitian)


_INFINITY = float("inf")


def cond(self: Tensor, p: Any) -> Any:
    if self._a.ndim < 2:
        raise RuntimeError("linalg.cond: The input tensor must have at least 2 dimensions.")
    if not self._a.size:
        return self.new_zeros(self._a.shape[:-2])
    if p is None or p in (2, -2):
        values = svdvals(self, None)
        ends = [values.narrow(-1, at, 1) for at in (0, -1)]
        found = ends[0] / ends[1] if p != -2 else ends[1] / ends[0]
        return found.squeeze(-1)
    if p == "nuc":
        lapack.square(self._a, f"linalg.cond(ord={p})")
        values = svdvals(self, None)
        return values.sum(-1) * values.reciprocal().sum(-1)
    if p not in ("fro", 1, -1, _INFINITY, -_INFINITY):
        raise RuntimeError(f"linalg.cond got an invalid norm type: {p}")
    lapack.square(self._a, f"linalg.cond(ord={_shown(p)})")
    other, info = _call("linalg_inv_ex", self, False)
    bad = wrap((info._a > 0)[..., None, None])
    other.masked_fill_(bad, _INFINITY)
    norms = [matrix_norm(x, p, (-2, -1), False, None) for x in (self, other)]
    return (norms[0] * norms[1]).nan_to_num(_INFINITY, _INFINITY, -_INFINITY)


def _shown(p: Any) -> str:
    return p if isinstance(p, str) else f"{p:g}"


def norm(self: Tensor, ord: Any, dim: Any, keepdim: bool, dtype: Any) -> Any:
    """Of all elements, of vectors or of matrices, by what is said of the order and the dimensions."""
    ndim = self._a.ndim
    if dim is not None and ord is not None and len(dim) not in (1, 2):
        raise RuntimeError(
            f"linalg.norm: If dim is specified, it must be of length 1 or 2. Got {list(dim)}"
        )
    if dim is None and ord is not None and not 1 <= ndim <= 2:
        raise RuntimeError(
            f"linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got {ndim}D."
        )
    if isinstance(ord, str):
        return matrix_norm(self, ord, (-2, -1) if dim is None else dim, keepdim, dtype)
    if ord is not None and (len(dim) == 2 if dim is not None else ndim == 2):
        return matrix_norm(self, ord, (0, 1) if dim is None else dim, keepdim, dtype)
    return _call("linalg_vector_norm", self, 2 if ord is None else ord, dim, keepdim, dtype)


def matrix_norm(a: Tensor, ord: Any, dim: Any, keepdim: bool, dtype: Any) -> Any:
    name = "linalg.matrix_norm"
    lapack.at_least_2d(a._a, name)
    lapack.inexact(a._a, name)
    if len(dim) != 2:
        raise RuntimeError(f"{name}: dim must be a 2-tuple. Got {' '.join(map(str, dim))}")
    dims = [wrap_dim(each, a._a.ndim) for each in dim]
    if dtype is not None:
        not_narrowed(a._a, dtype, name)
    if dims[0] == dims[1]:
        raise RuntimeError(f"{name}: dims must be different. Got ({dim[0]}, {dim[1]})")
    if ord == "fro":
        return _call("linalg_vector_norm", a, 2, tuple(dims), keepdim, dtype)
    if ord in ("nuc", 2, -2):
        return _by_singular_values(a, ord, dims, keepdim, dtype)
    if isinstance(ord, str) or abs(ord) not in (1, _INFINITY):
        raise RuntimeError(f"{name}: Order {_shown(ord)} not supported.")
    over, then = dims if abs(ord) == 1 else reversed(dims)
    if not keepdim and over < then:
        then -= 1
    sums = _call("linalg_vector_norm", a, 1, (over,), keepdim, dtype)
    return sums.amax(then, keepdim) if ord > 0 else sums.amin(then, keepdim)


def _by_singular_values(a: Tensor, ord: Any, dims: list[int], keepdim: bool, dtype: Any) -> Any:
    x: Any = a if dtype is None else a.to(dtype)
    rest = [d for d in range(a._a.ndim) if d not in dims]
    values = svdvals(x.permute((*rest, *dims)), None)
    if ord == "nuc":
        found = values.sum(-1, keepdim)
    else:
        found = values.amax(-1, keepdim) if ord == 2 else values.amin(-1, keepdim)
    if not keepdim:
        return found
    order = [*rest, *dims]
    return found.unsqueeze(-1).permute(tuple(order.index(d) for d in range(a._a.ndim)))


def matrix_power(self: Tensor, n: int) -> Any:
    """In PyTorch's order: cubes of their own, and powers of two multiplied from the lowest."""
    lapack.square(self._a, "linalg.matrix_power")
    if n == 0:
        unit = np.broadcast_to(np.eye(self._a.shape[-1], dtype=self._a.dtype), self._a.shape)
        return self.clone().copy_(wrap(unit.copy()))
    if n == 1:
        return self.clone()
    if n == -1:
        return inv(self)
    base: Any = inv(self) if n < 0 else self
    n = abs(n)
    if n == 2:
        return base @ base
    if n == 3:
        return (base @ base) @ base
    result: Any = None
    power: Any = None
    while n:
        power = base if power is None else power @ power
        n, odd = divmod(n, 2)
        if odd:
            result = power if result is None else result @ power
    return result


def multi_dot(tensors: Any) -> Any:
    """In the order that needs the fewest multiplications."""
    return _chain(tensors, "multi_dot()")


def _chain(tensors: Any, name: str) -> Any:
    count = len(tensors)
    if count < 2:
        raise RuntimeError(f"{name}: expected at least 2 tensors but got {count}")
    first, last = tensors[0], tensors[-1]
    for which, each in (("first", first), ("last", last)):
        if each._a.ndim not in (1, 2):
            raise RuntimeError(
                f"{name}: the {which} tensor must be 1D or 2D but got {each._a.ndim}D"
            )
    _check_chain(tensors, name)
    parts = list(tensors)
    shape: list[int] = []
    if first._a.ndim == 1:
        parts[0] = first.unsqueeze(0)
    else:
        shape.append(first._a.shape[0])
    if last._a.ndim == 1:
        parts[-1] = last.unsqueeze(-1)
    else:
        shape.append(last._a.shape[1])
    sizes = [each._a.shape for each in parts]
    for i in range(count - 1):
        if sizes[i][-1] != sizes[i + 1][0]:
            raise RuntimeError(
                f"{name}: tensors {i} and {i + 1} with shapes {list(tensors[i]._a.shape)} and "
                f"{list(tensors[i + 1]._a.shape)} cannot be multiplied"
            )
    return _multiplied(
        parts, _splits([*(each[0] for each in sizes), sizes[-1][1]]), 0, count - 1
    ).view(shape)


def _check_chain(tensors: Any, name: str) -> None:
    for i, each in enumerate(tensors):
        if each._a.dtype != tensors[0]._a.dtype:
            raise RuntimeError(
                f"{name}: all tensors must have be the same dtype but tensor 0 is "
                f"{OF[tensors[0]._a.dtype].legacy.lower()} and tensor {i} {OF[each._a.dtype].legacy.lower()}"
            )
        if 0 < i < len(tensors) - 1 and each._a.ndim != 2:
            raise RuntimeError(f"{name}: tensor {i} must be 2D but got {each._a.ndim}D")


def _splits(sizes: list[int]) -> dict[tuple[int, int], int]:
    """Where to split each run of factors, by dynamic programming over their lengths."""
    count = len(sizes) - 1
    cost = {(i, i): 0 for i in range(count)}
    at: dict[tuple[int, int], int] = {}
    for length in range(1, count):
        for i in range(count - length):
            j = i + length
            cost[i, j], at[i, j] = min(
                (cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1], k)
                for k in range(i, j)
            )
    return at


def _multiplied(parts: list[Any], at: dict[tuple[int, int], int], i: int, j: int) -> Any:
    if i == j:
        return parts[i]
    k = at[i, j]
    return _multiplied(parts, at, i, k).mm(_multiplied(parts, at, k + 1, j))


def chain_matmul(*matrices: Any) -> Any:
    warn_once(
        "torch.chain_matmul is deprecated and will be removed in a future PyTorch release. Use torch.linalg.multi_dot "
        "instead, which accepts a list of two or more tensors rather than multiple parameters. (Triggered internally at "
        "...)",
        own_place=True,
    )
    (tensors,) = matrices
    if not tensors:
        raise RuntimeError("chain_matmul(): Expected one or more matrices")
    for each in tensors:
        if each._a.ndim != 2:
            raise RuntimeError(f"Tensor dimension is {each._a.ndim}, expected 2 instead.")
    return tensors[0].clone() if len(tensors) == 1 else _chain(tensors, "multi_dot()")


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


def vecdot(x: Tensor, y: Tensor, dim: int) -> Any:
    lapack.inexact(x._a, "linalg.vecdot")
    if x._a.dtype != y._a.dtype:
        raise RuntimeError(
            f"linalg.vecdot: Expected x and y to have the same dtype, but found x of type {OF[x._a.dtype].legacy} and y of "
            f"type {OF[y._a.dtype].legacy} instead"
        )
    if x._a.ndim == 1 and y._a.ndim == 1:
        return x.vdot(y)
    return (x.conj() if _is_complex(x) else x).mul(y).sum((dim,))


def linalg_vander(x: Tensor, N: int | None) -> Any:
    if x._a.dtype == np.float16 or x._a.dtype.kind == "b":
        raise RuntimeError(
            "linalg.vander supports floating point, complex, and integer tensors, but got "
            + OF[x._a.dtype].legacy
        )
    shape = x._a.shape or (1,)
    count = shape[-1] if N is None else N
    if count <= 1:
        raise RuntimeError("N must be greater than 1.")
    powers = x.unsqueeze(-1).expand((*shape, count - 1)).cumprod(-1)
    return _cat((x.new_ones((*shape, 1)), powers), -1)


def linalg_diagonal(A: Tensor, offset: int, dim1: int, dim2: int) -> Any:
    return A.diagonal(offset, dim1, dim2)


def linalg_matmul(self: Tensor, other: Tensor) -> Any:
    return self.matmul(other)


def removed(text: str) -> Callable[..., Any]:
    """What older pages call: it only says what is there instead."""

    def function(*_: Any) -> Any:
        raise RuntimeError(
            f"This function was deprecated since version 1.9 and is now removed.{text}"
        )

    return function


_SYMEIG = (
    " The default behavior has changed from using the upper triangular portion of the matrix by default to using the lower "
    "triangular portion.\n\nL, _ = torch.symeig(A, upper=upper) should be replaced with:\nL = torch.linalg.eigvalsh(A, "
    "UPLO='U' if upper else 'L')\n\nand\n\nL, V = torch.symeig(A, eigenvectors=True) should be replaced with:\nL, V = "
    "torch.linalg.eigh(A, UPLO='U' if upper else 'L')"
)
_EIG = (
    " `torch.linalg.eig` returns complex tensors of dtype `cfloat` or `cdouble` rather than real tensors mimicking complex "
    "tensors.\n\nL, _ = torch.eig(A) should be replaced with:\nL_complex = torch.linalg.eigvals(A)\n\nand\n\n"
    "L, V = torch.eig(A, eigenvectors=True) should be replaced with:\nL_complex, V_complex = torch.linalg.eig(A)"
)
_LSTSQ = (
    " `torch.lstsq` is deprecated in favor of `torch.linalg.lstsq`.\n`torch.linalg.lstsq` has reversed arguments and does not "
    "return the QR decomposition in the returned tuple (although it returns other information about the problem).\n\nTo get "
    "the QR decomposition consider using `torch.linalg.qr`.\n\nThe returned solution in `torch.lstsq` stored the residuals "
    "of the solution in the last m - n columns of the returned value whenever m > n. In torch.linalg.lstsq, the residuals are "
    "in the field 'residuals' of the returned named tuple.\n\nThe unpacking of the solution, as in\nX, _ = torch.lstsq(B, "
    "A).solution[:A.size(1)]\nshould be replaced with:\nX = torch.linalg.lstsq(A, B).solution"
)
_SOLVE = (
    " `torch.solve` is deprecated in favor of `torch.linalg.solve`. `torch.linalg.solve` has its arguments reversed and does "
    "not return the LU factorization.\n\nTo get the LU factorization see `torch.lu`, which can be used with `torch.lu_solve` "
    "or `torch.lu_unpack`.\nX = torch.solve(B, A).solution should be replaced with:\nX = torch.linalg.solve(A, B)"
)
_RANK = (
    "\nPlease use the `torch.linalg.matrix_rank` function instead. The parameter 'symmetric' was renamed in "
    "`torch.linalg.matrix_rank()` to 'hermitian'."
)


def _alone(*texts: Any, **options: Any) -> Op:
    """A row of `torch.linalg`: neither `torch` nor Tensor has it by this name."""
    return compose(*texts, method=False, function=False, **options)


# fmt: off
DECOMPOSE: tuple[Op, ...] = (
    op("_linalg_det(Tensor A) -> (Tensor result, Tensor LU, Tensor pivots)", "LinalgDetBackward0", determinant, method=False, A=determinant_a),
    compose("det(Tensor self) -> Tensor", det),
    _alone("linalg_det(Tensor A) -> Tensor", det),
    op("_linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet, Tensor LU, Tensor pivots)", "LinalgSlogdetBackward0", sign_and_log,
       method=False, differentiable=(0, 1), partly=True, A=sign_and_log_a),
    compose("slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)", slogdet("slogdet")),
    _alone("linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)", slogdet("linalg_slogdet")),
    compose("logdet(Tensor self) -> Tensor", logdet),
    op("linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)", "LinalgInvExBackward0", inverse,
       method=False, function=False, A=lambda grad, inverse: inverse_a(grad, inverse)),
    compose("inverse(Tensor self) -> Tensor", inv),
    _alone("linalg_inv(Tensor A) -> Tensor", inv),
    op("_linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor LU, Tensor pivots, Tensor info)",
       "LinalgSolveExBackward0", solved, method=False,
       A=lambda grad, A, result, left, LU, pivots: solve_a(grad, A, result, left),
       B=lambda grad, A, left, LU, pivots: solve_b(grad, A, left)),
    _alone("linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor", solve),
    _alone("linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)", solve_ex),
    op("linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor",
       "LinalgSolveTriangularBackward0", triangular, method=False, function=False,
       self=lambda grad, self, result, upper, left, unitriangular: triangular_a(grad, self, result, upper, left, unitriangular),
       B=lambda grad, self, upper, left, unitriangular: triangular_b(grad, self, upper, left, unitriangular)),
    op("linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)", "LinalgCholeskyExBackward0", cholesky,
       method=False, function=False, self=lambda grad, upper, L: cholesky_self(grad, upper, L)),
    _alone("linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor", linalg_cholesky),
    op("_cholesky(Tensor self, bool upper=False) -> Tensor", "CholeskyBackward0", old_cholesky, method=False, function=False,
       self=lambda grad, upper, result: cholesky_self(grad, upper, result)),
    compose("cholesky(Tensor self, bool upper=False) -> Tensor", cholesky_deprecated),
    op("cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor", "CholeskySolveBackward0", cholesky_solved,
       self=lambda grad, input2, upper: cholesky_solve_self(grad, input2, upper),
       input2=lambda grad, input2, result, upper, self: cholesky_solve_input2(grad, input2, result, upper)),
    op("cholesky_inverse(Tensor self, bool upper=False) -> Tensor", "CholeskyInverseBackward0", cholesky_inverted,
       self=lambda grad, self, upper, result: cholesky_inverse_self(grad, self, upper, result)),
    op("_linalg_svd(Tensor A, bool full_matrices=False, bool compute_uv=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", "LinalgSvdBackward0", svd,
       method=False, differentiable=(0, 1, 2), partly=True,
       A=lambda grads, full_matrices, U, S, Vh, S_sym_argsize_minus_1: svd_a(grads, full_matrices, U, S, Vh)),
    _alone("linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", linalg_svd),
    _alone("linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor", svdvals),
    compose("svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)", old_svd),
    op('_linalg_eigh(Tensor A, str UPLO="L", bool compute_v=True) -> (Tensor eigenvalues, Tensor eigenvectors)', "LinalgEighBackward0", eigh,
       method=False, differentiable=(0, 1), partly=True, A=lambda grads, eigenvalues, eigenvectors: eigh_a(grads, eigenvalues, eigenvectors)),
    _alone('linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)', linalg_eigh),
    _alone('linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor', eigvalsh),
    op("linalg_eig(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)", "LinalgEigBackward0", eig,
       method=False, function=False, differentiable=(0, 1), partly=True,
       self=lambda grads, eigenvalues, eigenvectors: eig_self(grads, eigenvalues, eigenvectors)),
    _alone("linalg_eigvals(Tensor self) -> Tensor", eigvals),
    op('linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)', "LinalgQrBackward0", qr,
       method=False, function=False, differentiable=(0, 1), partly=True, A=lambda grads, mode, Q, R: qr_a(grads, mode, Q, R)),
    compose("qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)", old_qr),
    op("linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)", "LinalgLuFactorExBackward0", lu_factor,
       method=False, function=False, A=lambda grad, LU, pivots, pivot: lu_factor_a(grad, LU, pivots, pivot)),
    _alone("linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)", lu_factored),
    op("linalg_lu(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)", "LinalgLuBackward0", lu,
       method=False, function=False, differentiable=(1, 2), partly=True, A=lambda grads, P, L, U, pivot: lu_a(grads, P, L, U, pivot)),
    op("lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)", "LuUnpackBackward0", unpacked,
       method=False, differentiable=(1, 2), partly=True,
       LU_data=lambda grads, LU_data_sym_argsize_minus_2, LU_data_sym_argsize_minus_1: lu_unpack_data(grads, LU_data_sym_argsize_minus_2, LU_data_sym_argsize_minus_1)),
    op("linalg_lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False) -> Tensor", "LinalgLuSolveBackward0", lu_solved,
       method=False, function=False,
       LU=lambda grad, LU, pivots, result, left, adjoint: lu_solve_lu(grad, LU, pivots, result, left, adjoint),
       B=lambda grad, LU, pivots, left, adjoint: lu_solve_b(grad, LU, pivots, left, adjoint)),
    compose("lu(Tensor self, bool pivot=True, bool get_infos=False) -> Tensor[]", old_lu),
    compose("lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor", old_lu_solve),
    op("_linalg_pinv(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor", "LinalgPinvBackward0", pseudoinverse,
       method=False, function=False, self=lambda grad, result, self: pinv_self(grad, result, self)),
    _alone("linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor", pinv_tensors),
    _alone("linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor", pinv_numbers),
    _alone("linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor", pinv_rcond),
    _alone("linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor", pinv_rcond),
    compose("pinverse(Tensor self, float rcond=1e-15) -> Tensor", pinverse),
    op("linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)",
       "LinalgLstsqBackward0", least_squares, method=False, function=False, differentiable=(0, 1), partly=True,
       self=lambda grads, self, b, solution: lstsq_self(grads, self, b, solution),
       b=lambda grads, self, b, solution: lstsq_b(grads, self, b, solution)),
    _alone("linalg_matrix_rank.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor", matrix_rank),
    _alone("linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor", matrix_rank),
    _alone("linalg_matrix_rank.tol_tensor(Tensor self, Tensor tol, bool hermitian=False) -> Tensor", rank_by_tolerance),
    _alone("linalg_matrix_rank(Tensor self, float tol, bool hermitian=False) -> Tensor", rank_by_tolerance),
    op("linalg_matrix_exp(Tensor self) -> Tensor", "LinalgMatrixExpBackward0", matrix_exp, method=False, function=False,
       self=lambda grad, self: matrix_exp_self(grad, self)),
    compose("matrix_exp(Tensor self) -> Tensor", lambda self: _call("linalg_matrix_exp", self)),
    _alone("linalg_cond(Tensor self, Scalar? p=None) -> Tensor", cond),
    _alone("linalg_cond.p_str(Tensor self, str p) -> Tensor", cond),
    _alone("linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", norm),
    _alone("linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", norm),
    _alone("linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", matrix_norm),
    _alone('linalg_matrix_norm.str_ord(Tensor self, str ord="fro", int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', matrix_norm),
    compose("matrix_power(Tensor self, int n) -> Tensor", matrix_power),
    _alone("linalg_matrix_power(Tensor self, int n) -> Tensor", matrix_power),
    _alone("linalg_multi_dot(Tensor[] tensors) -> Tensor", multi_dot),
    compose("chain_matmul(Tensor[] matrices) -> Tensor", chain_matmul, method=False),
    _alone("linalg_tensorinv(Tensor self, int ind=2) -> Tensor", tensorinv),
    _alone("linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor", tensorsolve),
    _alone("linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor", vecdot),
    _alone("linalg_vander(Tensor x, *, int? N=None) -> Tensor", linalg_vander),
    _alone("linalg_diagonal(Tensor A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor", linalg_diagonal),
    _alone("linalg_matmul(Tensor self, Tensor other) -> Tensor", linalg_matmul),
    compose("symeig(Tensor self, bool eigenvectors=False, bool upper=True) -> Tensor[]", removed(_SYMEIG)),
    compose("eig(Tensor self, bool eigenvectors=False) -> Tensor[]", removed(_EIG)),
    compose("lstsq(Tensor self, Tensor A) -> Tensor[]", removed(_LSTSQ)),
    compose("solve(Tensor self, Tensor A) -> Tensor[]", removed(_SOLVE)),
    compose("matrix_rank(Tensor self, Object tol=None, bool symmetric=False) -> Tensor", removed(_RANK), method=False),
)
# fmt: on
