"""Least squares, pseudoinverses and ranks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import decompositions, lapack
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import broadcast_shape
from gradrepl.engine.ops.matrices import as_column, as_row, call, only_linalg, removed
from gradrepl.engine.ops.spectral import eigh, svd
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap

# --- kernels ---------------------------------------------------------------------------------------------------------


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
    which = "-1" if vector or b.ndim < 2 else "-2"
    if a.shape[-2] != b.shape[int(which)]:
        raise RuntimeError(f"{name}: input.size(-2) should match other.size({which})")
    if driver is not None and driver not in _DRIVERS:
        raise RuntimeError(
            f"{name}: parameter `driver` should be one of (gels, gelsy, gelsd, gelss)"
        )
    if a.dtype.kind not in "fc" or a.dtype == np.float16:
        raise RuntimeError("This function doesn't handle types other than float and double")
    driver = driver or "gelsy"
    batch = broadcast_shape(a.shape[:-2], right.shape[:-2])
    a = np.broadcast_to(a, (*batch, *a.shape[-2:]))
    for at, each in ((4, a), (6, right)):
        if np.isnan(each).any():
            raise RuntimeError(
                f"{name}: Argument {at - (driver == 'gels')} has illegal value. Most certainly there is a bug in the "
                "implementation calling the backend library."
            )
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
            if np.isinf(matrix).any():  # scaled down, the infinite ones leave nan and all others 0
                solution[i], ranks[i], values[i] = np.nan, 1, np.nan
                continue
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
    if not hermitian:
        lapack.numbers(a, "linalg.svd")
    low, high = tolerances(a, atol, rtol)
    return decompositions.pinv(a, low, high, hermitian)


def tolerances(a: Array, atol: Array | None, rtol: Array | None) -> tuple[Array, Array]:
    """What counts as 0: absolutely, and by the largest singular value."""
    real = lapack.real_dtype(a)
    low = np.zeros((), real) if atol is None else atol.astype(real)
    if rtol is None:
        usual = np.finfo(real).eps * max(a.shape[-2:])
        rtol = np.where(low > 0, 0, usual) if atol is not None else np.asarray(usual)
    return low, rtol.astype(real)


# --- formulas --------------------------------------------------------------------------------------------------------


@f.on_tensors
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


@f.on_tensors
def lstsq_self(grads: Any, self: Any, b: Any, solution: Any) -> Any:
    b, solution, grad_x = _as_matrices(self, b, solution, grads[0])
    found = None
    if grad_x is not None:
        found = pinv_self(grad_x @ b.mH, _pinv(self), self)
    if grads[1] is not None and grads[1]._a.size:
        miss = (self @ solution - b) * (2 * as_row(grads[1]))
        found = miss @ solution.mH if found is None else found + miss @ solution.mH
    return found


@f.on_tensors
def lstsq_b(grads: Any, self: Any, b: Any, solution: Any) -> Any:
    vector = len(b._a.shape) == len(self._a.shape) - 1
    right, solution, grad_x = _as_matrices(self, b, solution, grads[0])
    found = None
    if grad_x is not None:
        found = _pinv(self).mH @ grad_x
    if grads[1] is not None and grads[1]._a.size:
        miss = (right - self @ solution) * (2 * as_row(grads[1]))
        found = miss if found is None else found + miss
    return found.squeeze(-1) if vector and found is not None else found


def _as_matrices(a: Any, *sides: Any) -> list[Any]:
    vector = len(sides[0]._a.shape) == len(a._a.shape) - 1
    return [None if x is None else as_column(x) if vector else x for x in sides]


def _pinv(a: Any) -> Any:
    return call("_linalg_pinv", a, None, None, False)


# --- compositions ----------------------------------------------------------------------------------------------------


def pinv_numbers(self: Tensor, atol: Any, rtol: Any, hermitian: bool) -> Any:
    bounds = [None if x is None else wrap(np.asarray(x, np.float64)) for x in (atol, rtol)]
    return call("_linalg_pinv", self, *bounds, hermitian)


def pinv_tensors(self: Tensor, atol: Any, rtol: Any, hermitian: bool) -> Any:
    return call("_linalg_pinv", self, atol, rtol, hermitian)


def pinv_rcond(self: Tensor, rcond: Any, hermitian: bool) -> Any:
    bound = rcond if isinstance(rcond, Tensor) else wrap(np.asarray(rcond, np.float64))
    return call("_linalg_pinv", self, wrap(np.zeros(())), bound, hermitian)


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


_LSTSQ = (
    " `torch.lstsq` is deprecated in favor of `torch.linalg.lstsq`.\n`torch.linalg.lstsq` has reversed arguments and does not "
    "return the QR decomposition in the returned tuple (although it returns other information about the problem).\n\nTo get "
    "the QR decomposition consider using `torch.linalg.qr`.\n\nThe returned solution in `torch.lstsq` stored the residuals "
    "of the solution in the last m - n columns of the returned value whenever m > n. In torch.linalg.lstsq, the residuals are "
    "in the field 'residuals' of the returned named tuple.\n\nThe unpacking of the solution, as in\nX, _ = torch.lstsq(B, "
    "A).solution[:A.size(1)]\nshould be replaced with:\nX = torch.linalg.lstsq(A, B).solution"
)
_RANK = (
    "\nPlease use the `torch.linalg.matrix_rank` function instead. The parameter 'symmetric' was renamed in "
    "`torch.linalg.matrix_rank()` to 'hermitian'."
)


# fmt: off
LEAST_SQUARES = (
    op("_linalg_pinv(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor", "LinalgPinvBackward0", pseudoinverse,
       method=False, function=False, self=lambda grad, result, self: pinv_self(grad, result, self)),
    only_linalg("linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor", pinv_tensors),
    only_linalg("linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor", pinv_numbers),
    only_linalg("linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor", pinv_rcond),
    only_linalg("linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor", pinv_rcond),
    compose("pinverse(Tensor self, float rcond=1e-15) -> Tensor", pinverse),
    op("linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)",
       "LinalgLstsqBackward0", least_squares, method=False, function=False, differentiable=(0, 1), partly=True,
       self=lambda grads, self, b, solution: lstsq_self(grads, self, b, solution),
       b=lambda grads, self, b, solution: lstsq_b(grads, self, b, solution)),
    only_linalg("linalg_matrix_rank.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor", matrix_rank),
    only_linalg("linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor", matrix_rank),
    only_linalg("linalg_matrix_rank.tol_tensor(Tensor self, Tensor tol, bool hermitian=False) -> Tensor", rank_by_tolerance),
    only_linalg("linalg_matrix_rank(Tensor self, float tol, bool hermitian=False) -> Tensor", rank_by_tolerance),
    compose("lstsq(Tensor self, Tensor A) -> Tensor[]", removed(_LSTSQ)),
    compose("matrix_rank(Tensor self, Object tol=None, bool symmetric=False) -> Tensor", removed(_RANK), method=False),
)
# fmt: on
