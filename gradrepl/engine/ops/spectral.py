"""Singular values and eigenvalues, and the exponential of a matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.generated import G
from gradrepl.engine.ops import decompositions, lapack
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.matrices import (
    as_column,
    as_row,
    call,
    diagonal_of,
    named,
    only_linalg,
    removed,
    solve_with,
    with_diagonal,
)
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap

# --- kernels ---------------------------------------------------------------------------------------------------------


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
    return decompositions.svd(a, full_matrices, compute_uv)


def eigh(a: Array, uplo: str, compute_v: bool) -> tuple[Array, Array]:
    lapack.square(a, "linalg.eigh")
    if uplo.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {uplo}")
    lapack.has_kernel(a, "linalg_eigh_cpu")
    return decompositions.eigh(a, uplo.upper(), compute_v)


def eig(a: Array) -> tuple[Array, Array]:
    if a.dtype.kind not in "fc":
        raise RuntimeError(f"Unknown Complex ScalarType for {OF[a.dtype].legacy}")
    lapack.square(a, "linalg.eig")
    lapack.has_kernel(a, "linalg_eig_out_cpu")
    return decompositions.eig(a, compute_v=True)


def matrix_exp(a: Array) -> Array:
    lapack.square(a, "linalg.matrix_exp")
    lapack.inexact(a, "linalg.matrix_exp")
    return decompositions.matrix_exp(a)


# --- formulas --------------------------------------------------------------------------------------------------------


def _skew(x: Any) -> Any:
    return x - x.mH


_PHASE = (
    "{}: The {} in the complex case are specified up to multiplication by e^{{i phi}}. The specified loss function depends "
    "on this {}, "
)


@f.on_tensors
def svd_a(grads: Any, full_matrices: bool, U: Any, S: Any, Vh: Any) -> Any:
    grad_u, grad_s, grad_vh = grads
    k = S._a.shape[-1]
    if full_matrices:
        U, Vh = U.narrow(-1, 0, k), Vh.narrow(-2, 0, k)
        grad_u = None if grad_u is None else grad_u.narrow(-1, 0, k)
        grad_vh = None if grad_vh is None else grad_vh.narrow(-2, 0, k)
    m, n = U._a.shape[-2], Vh._a.shape[-1]
    if grad_u is None and grad_vh is None:
        return U @ (as_column(grad_s) * Vh) if m >= n else (U * as_row(grad_s)) @ Vh
    inner = _svd_inner(grad_u, grad_s, grad_vh, U, S, Vh)
    if m > k and grad_u is not None:
        scaled = grad_u / as_row(S)
        return (U @ inner + scaled - U @ (U.mH @ scaled)) @ Vh
    if n > k and grad_vh is not None:
        scaled = grad_vh / as_column(S)
        return U @ (inner @ Vh + scaled - (scaled @ Vh.mH) @ Vh)
    return U @ (inner @ Vh) if m >= n else (U @ inner) @ Vh


def _svd_inner(grad_u: Any, grad_s: Any, grad_vh: Any, u: Any, s: Any, vh: Any) -> Any:
    """The gradient in the coordinates of the singular vectors."""
    left = None if grad_u is None else _skew(u.mH @ grad_u)
    right = None if grad_vh is None else _skew(vh @ grad_vh.mH)
    if f.is_complex(u):
        turned = sum(diagonal_of(each).imag for each in (left, right) if each is not None)
        if turned._a.size and np.abs(turned._a).max() > 1e-2:
            start = _PHASE.format("svd_backward", "singular vectors", "phase term")
            raise RuntimeError(f"{start}making it ill-defined.")
    square = s * s
    gaps = as_row(square) - as_column(square)
    gaps = with_diagonal(gaps, 1.0)
    if left is None:
        found = as_column(s) * (right / gaps)
    elif right is None:
        found = (left / gaps) * as_row(s)
    else:
        found = (left * as_row(s) + as_column(s) * right) / gaps
    if grad_s is not None:
        found = found + grad_s.diag_embed()
    if f.is_complex(u) and left is not None and right is not None:
        found = found + (diagonal_of(left) / (2.0 * s)).diag_embed()
    return found


@f.on_tensors
def eigh_a(grads: Any, eigenvalues: Any, eigenvectors: Any) -> Any:
    grad_l, grad_v = grads
    v = eigenvectors
    if grad_v is None:
        return (v * as_row(grad_l)) @ v.mH
    inner = v.mH @ grad_v
    _no_phase(inner, "linalg_eigh_backward", v)
    inner = 0.5 * _skew(inner)
    gaps = as_row(eigenvalues) - as_column(eigenvalues)
    inner = inner / with_diagonal(gaps, 1.0)
    if grad_l is not None:
        inner = with_diagonal(inner, grad_l)
    return v @ (inner @ v.mH)


def _no_phase(inner: Any, name: str, v: Any) -> None:
    if f.is_complex(v) and inner._a.size and np.abs(diagonal_of(inner)._a.imag).max() > 1e-2:
        start = _PHASE.format(name, "eigenvectors", "quantity")
        raise RuntimeError(f"{start}so it is ill-defined.")


@f.on_tensors
def eig_self(grads: Any, eigenvalues: Any, eigenvectors: Any) -> Any:
    grad_l, grad_v = grads
    v = eigenvectors
    if grad_v is None:
        found = solve_with(v.mH, as_column(grad_l) * v.mH)
    else:
        inner = v.mH @ grad_v
        real = diagonal_of(inner).real
        _no_phase(inner, "linalg_eig_backward", v)
        inner = inner - v.mH @ (v * as_row(real))
        values = eigenvalues.conj()
        gaps = with_diagonal(as_row(values) - as_column(values), 1.0)
        inner = inner / gaps
        if grad_l is not None:
            inner = with_diagonal(inner, grad_l)
        found = solve_with(v.mH, inner @ v.mH)
    return found


@f.on_tensors
def matrix_exp_self(grad: Any, self: Any) -> Any:
    """The exponential of the matrix with the gradient in its upper right corner has the slope there."""
    size = self._a.shape[-1]
    whole = self.new_zeros((*self._a.shape[:-2], 2 * size, 2 * size))
    above, below = whole.narrow(-2, 0, size), whole.narrow(-2, size, size)
    above.narrow(-1, 0, size).copy_(self.mH)
    below.narrow(-1, size, size).copy_(self.mH)
    above.narrow(-1, size, size).copy_(grad)
    return call("linalg_matrix_exp", whole).narrow(-2, 0, size).narrow(-1, size, size)


# --- compositions ----------------------------------------------------------------------------------------------------


def linalg_svd(A: Tensor, full_matrices: bool, driver: str | None) -> Any:
    u, s, vh = call("_linalg_svd", A, full_matrices, True, driver)
    return named("linalg_svd", U=u, S=s, Vh=vh)


def svdvals(A: Tensor, driver: str | None) -> Any:
    return call("_linalg_svd", A, False, _followed(A), driver)[1]


def _followed(x: Tensor) -> bool:
    """Whether gradients will want the vectors, too."""
    return bool(x.requires_grad and G["STATE"].recording)


def old_svd(self: Tensor, some: bool, compute_uv: bool) -> Any:
    lapack.at_least_2d(self._a, "linalg.svd")
    if not compute_uv:
        s = svdvals(self, None)
        (m, n), batch = self._a.shape[-2:], self._a.shape[:-2]
        return named("svd", U=self.new_zeros((*batch, m, m)), S=s, V=self.new_zeros((*batch, n, n)))
    u, s, vh = call("_linalg_svd", self, not some, True, None)
    return named("svd", U=u, S=s, V=vh.mH)


def linalg_eigh(A: Tensor, UPLO: str) -> Any:
    values, vectors = call("_linalg_eigh", A, UPLO, True)
    return named("linalg_eigh", eigenvalues=values, eigenvectors=vectors)


def eigvalsh(A: Tensor, UPLO: str) -> Any:
    return call("_linalg_eigh", A, UPLO, _followed(A))[0]


def eigvals(self: Tensor) -> Any:
    if not _followed(self) and self._a.dtype.kind in "fc":
        lapack.square(self._a, "linalg.eigvals")
        if not np.isfinite(self._a).all():  # only `eig` refuses it
            lapack.has_kernel(self._a, "linalg_eig_out_cpu")
            return wrap(decompositions.eig(self._a, compute_v=False)[0])
    return call("linalg_eig", self)[0]


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


# fmt: off
SPECTRAL = (
    op("_linalg_svd(Tensor A, bool full_matrices=False, bool compute_uv=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", "LinalgSvdBackward0", svd,
       method=False, differentiable=(0, 1, 2), partly=True,
       A=lambda grads, full_matrices, U, S, Vh, S_sym_argsize_minus_1: svd_a(grads, full_matrices, U, S, Vh)),
    only_linalg("linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", linalg_svd),
    only_linalg("linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor", svdvals),
    compose("svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)", old_svd),
    op('_linalg_eigh(Tensor A, str UPLO="L", bool compute_v=True) -> (Tensor eigenvalues, Tensor eigenvectors)', "LinalgEighBackward0", eigh,
       method=False, differentiable=(0, 1), partly=True, A=lambda grads, eigenvalues, eigenvectors: eigh_a(grads, eigenvalues, eigenvectors)),
    only_linalg('linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)', linalg_eigh),
    only_linalg('linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor', eigvalsh),
    op("linalg_eig(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)", "LinalgEigBackward0", eig,
       method=False, function=False, differentiable=(0, 1), partly=True,
       self=lambda grads, eigenvalues, eigenvectors: eig_self(grads, eigenvalues, eigenvectors)),
    only_linalg("linalg_eigvals(Tensor self) -> Tensor", eigvals),
    op("linalg_matrix_exp(Tensor self) -> Tensor", "LinalgMatrixExpBackward0", matrix_exp, method=False, function=False,
       self=lambda grad, self: matrix_exp_self(grad, self)),
    compose("matrix_exp(Tensor self) -> Tensor", lambda self: call("linalg_matrix_exp", self)),
    compose("symeig(Tensor self, bool eigenvectors=False, bool upper=True) -> Tensor[]", removed(_SYMEIG)),
    compose("eig(Tensor self, bool eigenvectors=False) -> Tensor[]", removed(_EIG)),
)
# fmt: on
