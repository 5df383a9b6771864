"""Matrices as products of simpler ones: LU and QR."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import decompositions, lapack
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.matrices import (
    call,
    check_solvable,
    diagonal_of,
    named,
    only_linalg,
    solve_triangle,
)
from gradrepl.engine.table import compose, op
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor

# --- kernels ---------------------------------------------------------------------------------------------------------


def qr(a: Array, mode: str) -> tuple[Array, Array]:
    lapack.at_least_2d(a, "linalg.qr")
    lapack.inexact(a, "linalg.qr")
    if mode not in ("reduced", "r", "complete"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default), 'r', or 'complete'"
        )
    lapack.has_kernel(a, "geqrf_cpu")
    return decompositions.qr(a, mode)


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
    check_solvable(factors, b, left=left, name="linalg.lu_solve", typed=False)
    if factors.dtype != b.dtype:
        raise RuntimeError(
            f"linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of type {OF[factors.dtype].legacy} "
            f"and B of type {OF[b.dtype].legacy} instead"
        )
    found = lapack.lu_solve(factors, pivots, b, left=left, adjoint=adjoint)
    return lapack.columns(found) if left else np.ascontiguousarray(found)


# --- formulas --------------------------------------------------------------------------------------------------------


@f.on_tensors
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
        diagonal_of(half).mul_(0.5)
        found = Q @ half
        if grad_q is not None:
            found = found + grad_q
        return solve_triangle(R.mH, found, upper=False, left=False)
    half = (-inner + inner.mH).tril()
    diagonal_of(half).mul_(0.5)
    found = solve_triangle(R.narrow(-1, 0, m).mH, Q @ half, upper=False, left=False)
    found = f.cat((found, found.new_zeros((*found._a.shape[:-1], n - m))), -1)
    return found if grad_r is None else found + Q @ grad_r


@f.on_tensors
def lu_factor_a(grad: Any, LU: Any, pivots: Any, pivot: bool) -> Any:
    rows, low, high = call("lu_unpack", LU, pivots, True, True)
    size = min(LU._a.shape[-2:])
    return _lu_slope(
        grad.narrow(-1, 0, size).tril(-1), grad.narrow(-2, 0, size).triu(), rows, low, high
    )


@f.on_tensors
def lu_a(grads: Any, P: Any, L: Any, U: Any, pivot: bool) -> Any:
    low, high = (x * 0 if g is None else g for g, x in zip(grads[1:], (L, U), strict=True))
    return _lu_slope(low.tril(-1), high.triu(), P, L, U)


def _lu_slope(grad_l: Any, grad_u: Any, p: Any, low: Any, high: Any) -> Any:
    m, n = low._a.shape[-2], high._a.shape[-1]
    k = min(m, n)
    if m == n:
        found = (low.mH @ grad_l).tril(-1) + (grad_u @ high.mH).triu()
        found = solve_triangle(high.mH, found, upper=False, left=False)
        found = solve_triangle(low.mH, found, upper=True, unit=True)
    elif m < n:
        first = high.narrow(-1, 0, k)
        found = (low.mH @ grad_l - grad_u @ high.mH).tril(-1)
        found = solve_triangle(first.mH, found, upper=False, left=False)
        found = found + grad_u.narrow(-1, 0, k)
        found = f.cat((found, grad_u.narrow(-1, k, n - k)), -1)
        found = solve_triangle(low.mH, found, upper=True, unit=True)
    else:
        first = low.narrow(-2, 0, k)
        found = (grad_u @ high.mH - low.mH @ grad_l).triu()
        found = solve_triangle(first.mH, found, upper=True, unit=True)
        found = found + grad_l.narrow(-2, 0, k)
        found = f.cat((found, grad_l.narrow(-2, k, m - k)), -2)
        found = solve_triangle(high.mH, found, upper=False, left=False)
    return p @ found


@f.on_tensors
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
        parts.append(f.cat((low, low.new_zeros((*low._a.shape[:-1], n - k))), -1) if n > k else low)
    if grad_u is not None:
        high = grad_u.triu()
        batch = high._a.shape[:-2]
        parts.append(f.cat((high, high.new_zeros((*batch, m - k, n))), -2) if m > k else high)
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


@f.on_tensors
def lu_solve_b(grad: Any, LU: Any, pivots: Any, left: bool, adjoint: bool) -> Any:
    return call("linalg_lu_solve", LU, pivots, grad, left, not adjoint)


@f.on_tensors
def lu_solve_lu(
    grad: Any,
    LU: Any,
    pivots: Any,
    result: Any,
    left: bool,
    adjoint: bool,
) -> Any:
    right = call("linalg_lu_solve", LU, pivots, grad, left, not adjoint)
    inner = -(right @ result.mH) if left else -(result.mH @ right)
    if adjoint:
        inner = inner.mH
    rows, low, high = call("lu_unpack", LU, pivots, True, True)
    inner = rows.mT @ inner
    return (inner @ high.mH).tril(-1) + (low.mH @ inner).triu()


# --- compositions ----------------------------------------------------------------------------------------------------


def old_qr(self: Tensor, some: bool) -> Any:
    warn_once(
        "torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future PyTorch release.\nThe boolean "
        "parameter 'some' has been replaced with a string parameter 'mode'.\nQ, R = torch.qr(A, some)\nshould be replaced "
        "with\nQ, R = torch.linalg.qr(A, 'reduced' if some else 'complete') (Triggered internally at ...)"
    )
    q, r = call("linalg_qr", self, "reduced" if some else "complete")
    return named("qr", Q=q, R=r)


def lu_factored(A: Tensor, pivot: bool) -> Any:
    factors, pivots, _ = call("linalg_lu_factor_ex", A, pivot, True)
    return named("linalg_lu_factor", LU=factors, pivots=pivots)


def old_lu(A: Tensor, pivot: bool, get_infos: bool) -> Any:
    warn_once(
        "torch.lu is deprecated in favor of torch.linalg.lu_factor / torch.linalg.lu_factor_ex and will be removed in a "
        "future PyTorch release.\nLU, pivots = torch.lu(A, compute_pivots)\nshould be replaced with\n"
        "LU, pivots = torch.linalg.lu_factor(A, compute_pivots)\nand\n"
        "LU, pivots, info = torch.lu(A, compute_pivots, get_infos=True)\nshould be replaced with\n"
        "LU, pivots, info = torch.linalg.lu_factor_ex(A, compute_pivots) (Triggered internally at ...)",
        own_place=True,
    )
    factors, pivots, info = call("linalg_lu_factor_ex", A, pivot, not get_infos)
    if get_infos:
        return named("_lu_with_info", LU=factors, pivots=pivots, info=info)
    return factors, pivots


def old_lu_solve(self: Tensor, LU_data: Tensor, LU_pivots: Tensor) -> Any:
    warn_once(
        "torch.lu_solve is deprecated in favor of torch.linalg.lu_solveand will be removed in a future PyTorch release.\n"
        "Note that torch.linalg.lu_solve has its arguments reversed.\nX = torch.lu_solve(B, LU, pivots)\nshould be "
        "replaced with\nX = torch.linalg.lu_solve(LU, pivots, B) (Triggered internally at ...)"
    )
    return call("linalg_lu_solve", LU_data, LU_pivots, self, True, False)


# fmt: off
FACTORS = (
    op('linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)', "LinalgQrBackward0", qr,
       method=False, function=False, differentiable=(0, 1), partly=True, A=lambda grads, mode, Q, R: qr_a(grads, mode, Q, R)),
    compose("qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)", old_qr),
    op("linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)", "LinalgLuFactorExBackward0", lu_factor,
       method=False, function=False, A=lambda grad, LU, pivots, pivot: lu_factor_a(grad, LU, pivots, pivot)),
    only_linalg("linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)", lu_factored),
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
)
# fmt: on
