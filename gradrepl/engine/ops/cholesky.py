"""Cholesky factors, and what is solved with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import lapack
from gradrepl.engine.ops.matrices import call, only_linalg, solve_triangle
from gradrepl.engine.table import compose, op
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor

# --- kernels ---------------------------------------------------------------------------------------------------------


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


@f.on_tensors
def cholesky_self(grad: Any, upper: bool, L: Any) -> Any:
    if upper:
        L, grad = L.mH, grad.mH
    found = (L.mH @ grad).tril()
    found = 0.5 * (found + found.tril(-1).mH)
    found = solve_triangle(L.mH, found, upper=True)
    return solve_triangle(L, found, upper=False, left=False)


@f.on_tensors
def cholesky_solve_self(grad: Any, input2: Any, upper: bool) -> Any:
    return call("cholesky_solve", grad, input2, upper)


@f.on_tensors
def cholesky_solve_input2(grad: Any, input2: Any, result: Any, upper: bool) -> Any:
    common = call("cholesky_solve", grad, input2, upper) @ result.mH
    common = common + common.mH
    return -(input2 @ common) if upper else -(common @ input2)


@f.on_tensors
def cholesky_inverse_self(grad: Any, self: Any, upper: bool, result: Any) -> Any:
    common = result @ (grad + grad.mH) @ result
    return -(self @ common) if upper else -(common @ self)


# --- compositions ----------------------------------------------------------------------------------------------------


def linalg_cholesky(self: Tensor, upper: bool) -> Any:
    return call("linalg_cholesky_ex", self, upper, True)[0]


def cholesky_deprecated(self: Tensor, upper: bool) -> Any:
    warn_once(
        "torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be removed in a future PyTorch release.\n"
        "L = torch.cholesky(A)\nshould be replaced with\nL = torch.linalg.cholesky(A)\nand\n"
        "U = torch.cholesky(A, upper=True)\nshould be replaced with\nU = torch.linalg.cholesky(A).mH\n"
        "This transform will produce equivalent results for all valid (symmetric positive definite) inputs. (Triggered "
        "internally at ...)"
    )
    return call("_cholesky", self, upper)


# fmt: off
CHOLESKY = (
    op("linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)", "LinalgCholeskyExBackward0", cholesky,
       method=False, function=False, self=lambda grad, upper, L: cholesky_self(grad, upper, L)),
    only_linalg("linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor", linalg_cholesky),
    op("_cholesky(Tensor self, bool upper=False) -> Tensor", "CholeskyBackward0", old_cholesky, method=False, function=False,
       self=lambda grad, upper, result: cholesky_self(grad, upper, result)),
    compose("cholesky(Tensor self, bool upper=False) -> Tensor", cholesky_deprecated),
    op("cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor", "CholeskySolveBackward0", cholesky_solved,
       self=lambda grad, input2, upper: cholesky_solve_self(grad, input2, upper),
       input2=lambda grad, input2, result, upper, self: cholesky_solve_input2(grad, input2, result, upper)),
    op("cholesky_inverse(Tensor self, bool upper=False) -> Tensor", "CholeskyInverseBackward0", cholesky_inverted,
       self=lambda grad, self, upper, result: cholesky_inverse_self(grad, self, upper, result)),
)
# fmt: on
