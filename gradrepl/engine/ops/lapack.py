"""What LAPACK does with matrices, on arrays: triangles, LU and Cholesky factors, and solutions with them.

Numpy keeps LU factors to itself; they, and what needs to say which element was zero, are written here, in the steps (and
so with the roundings) of the library that PyTorch uses.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops.kernels import missing

BLOCK = 48
"""Columns that are worked on one by one, before a product takes the rest along."""


class LinAlgError(RuntimeError):
    """A matrix that has no inverse, or no such factors."""


LinAlgError.__module__ = "torch._C"
LinAlgError.__name__ = LinAlgError.__qualname__ = "_LinAlgError"
_FAILED = {
    "linalg.inv_ex": "The diagonal element {0} is zero, the inversion could not be completed because the input matrix is singular.",
    "linalg.inv": "The diagonal element {0} is zero, the inversion could not be completed because the input matrix is singular.",
    "torch.linalg.solve": "The solver failed because the input matrix is singular.",
    "linalg.cholesky": (
        "The factorization could not be completed because the input is not positive-definite (the leading minor of order "
        "{0} is not positive-definite)."
    ),
    "cholesky": (
        "The factorization could not be completed because the input is not positive-definite (the leading minor of order "
        "{0} is not positive-definite)."
    ),
    "torch.linalg.lu_factor": (
        "U[{0},{0}] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the "
        "factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)"
    ),
}


def check(info: Array, name: str) -> None:
    """Refuses what a kernel could not do.

    Raises:
        LinAlgError: with PyTorch's text, for the first matrix that failed.
    """
    if not info.any():
        return
    first = int(np.flatnonzero(info)[0])
    where = f"(Batch element {first}): " if info.ndim else ""
    text = f"{name}: {where}{_FAILED[name].format(int(info.ravel()[first]))}"
    raise (RuntimeError if name == "torch.linalg.lu_factor" else LinAlgError)(text)


# --- what is refused -------------------------------------------------------------------------------------------------


def at_least_2d(a: Array, name: str, operand: str = "A") -> None:
    if a.ndim < 2:
        raise RuntimeError(f"{name}: The input tensor {operand} must have at least 2 dimensions.")


def square(a: Array, name: str) -> None:
    at_least_2d(a, name)
    if a.shape[-1] != a.shape[-2]:
        raise RuntimeError(
            f"{name}: A must be batches of square matrices, but they are {a.shape[-2]} by {a.shape[-1]} matrices"
        )


def inexact(a: Array, name: str, *, low: bool = True) -> None:
    """Refuses integers, and half precision where it is not `low` enough for anything."""
    if a.dtype.kind not in "fc":
        raise RuntimeError(
            f"{name}: Expected a floating point or complex tensor as input. Got {OF[a.dtype].legacy}"
        )
    if not low and a.dtype == np.float16:
        raise RuntimeError(f"{name}: Low precision dtypes not supported. Got {OF[a.dtype].legacy}")


def has_kernel(a: Array, kernel: str) -> None:
    if a.dtype.kind not in "fc" or a.dtype == np.float16:
        raise missing(kernel, a)


# --- memory ----------------------------------------------------------------------------------------------------------


def columns(a: Array) -> Array:
    """The same matrices, column by column in memory, as LAPACK leaves them."""
    return np.ascontiguousarray(a.swapaxes(-2, -1)).swapaxes(-2, -1)


def turned(a: Array) -> Array:
    """The conjugate transpose."""
    return a.swapaxes(-2, -1).conj() if a.dtype.kind == "c" else a.swapaxes(-2, -1)


def real_dtype(a: Array) -> np.dtype[Any]:
    return np.empty(0, a.dtype).real.dtype


# --- triangles -------------------------------------------------------------------------------------------------------


def substitute(t: Array, b: Array, *, upper: bool, unit: bool = False) -> Array:
    """Solves `t x = b` for triangular `t`; the other half of `t` is not looked at."""
    batch = np.broadcast_shapes(t.shape[:-2], b.shape[:-2])
    x = np.broadcast_to(b, (*batch, *b.shape[-2:])).copy()
    _substitute(t, x, upper, unit)
    return x


def _substitute(t: Array, x: Array, upper: bool, unit: bool) -> None:
    size = t.shape[-1]
    if size > BLOCK and (unit or np.diagonal(t, 0, -2, -1).all()):
        x[...] = _solved_triangle(t, x, upper, unit)
        return
    if t.ndim == x.ndim == 2:
        _substitute_one(t, x, upper, unit)
        return
    one = t.dtype.type(1)
    for i in reversed(range(size)) if upper else range(size):
        if not unit:
            x[..., i, :] *= (one / t[..., i, i])[..., None]
        rest = slice(0, i) if upper else slice(i + 1, size)
        x[..., rest, :] -= t[..., rest, i, None] * x[..., i, None, :]


def _substitute_one(t: Array, x: Array, upper: bool, unit: bool) -> None:
    size = len(t)
    scales = None if unit else t.dtype.type(1) / np.diagonal(t)
    for i in reversed(range(size)) if upper else range(size):
        row = x[i]
        if scales is not None:
            row *= scales[i]
        if upper and i:
            x[:i] -= t[:i, i, None] * row
        elif not upper and i < size - 1:
            x[i + 1 :] -= t[i + 1 :, i, None] * row


def _solved_triangle(t: Array, b: Array, upper: bool, unit: bool) -> Array:
    """By numpy's solution for any matrix: of an upper triangle it finds that nothing is to be eliminated."""
    if not upper:
        t, b = t[..., ::-1, ::-1], b[..., ::-1, :]
    t = np.triu(t)
    if unit:
        every = np.arange(t.shape[-1])
        t[..., every, every] = 1
    found = np.linalg.solve(t, b)
    return found if upper else found[..., ::-1, :]


def solve_triangular(a: Array, b: Array, upper: bool, left: bool, unitriangular: bool) -> Array:
    if left:
        return substitute(a, b, upper=upper, unit=unitriangular)
    found = substitute(a.swapaxes(-2, -1), b.swapaxes(-2, -1), upper=not upper, unit=unitriangular)
    return found.swapaxes(-2, -1)


# --- LU --------------------------------------------------------------------------------------------------------------


def lu(a: Array) -> tuple[Array, Array, Array]:
    """Both factors in one matrix, the rows that were swapped (counted from 1), and where a pivot is 0 its number."""
    batch, (m, n) = a.shape[:-2], a.shape[-2:]
    if not batch:
        return _lu_one(a)
    work = a.reshape((math.prod(batch), m, n)).copy()
    count, size = len(work), min(m, n)
    pivots = np.empty((count, size), np.int32)
    info = np.zeros(count, np.int32)
    every = np.arange(count)
    for start in range(0, size, BLOCK):
        stop = min(start + BLOCK, size)
        for j in range(start, stop):
            at = _largest(work[:, j:, j]) + j
            pivots[:, j] = at + 1
            swapped = work[every, at]
            work[every, at] = work[:, j]
            work[:, j] = swapped
            pivot = work[:, j, j]
            zero = pivot == 0
            info[zero & (info == 0)] = j + 1
            pivot = np.where(zero, pivot.dtype.type(1), pivot)[:, None]
            if m == n <= 4 and j == n - 2:  # as PyTorch's library rounds the smallest
                work[:, j + 1 :, j] /= pivot
            else:
                work[:, j + 1 :, j] *= work.dtype.type(1) / pivot
            work[:, j + 1 :, j + 1 : stop] -= (
                work[:, j + 1 :, j, None] * work[:, j, None, j + 1 : stop]
            )
        if stop < n:
            _substitute(work[:, start:stop, start:stop], work[:, start:stop, stop:], False, True)
            work[:, stop:, stop:] -= work[:, stop:, start:stop] @ work[:, start:stop, stop:]
    return columns(work.reshape(a.shape)), pivots.reshape((*batch, size)), info.reshape(batch)


_NARROW = 16
"""The same for one matrix larger than a block, where fewer columns touch less memory."""


def _lu_one(a: Array) -> tuple[Array, Array, Array]:
    (m, n), work = a.shape, a.copy()
    size = min(m, n)
    swaps, info, one = list(range(1, size + 1)), 0, work.dtype.type(1)
    width = BLOCK if size <= BLOCK else _NARROW
    divides = m == n <= 4  # as PyTorch's library rounds the smallest
    for start in range(0, size, width):
        stop = min(start + width, size)
        for j in range(start, stop):
            column = work[j:, j]
            at = int(_sizes(column).argmax()) + j
            if at != j:
                swaps[j] = at + 1
                row = work[j].copy()
                work[j] = work[at]
                work[at] = row
            pivot = column[0]
            below = column[1:]
            if pivot == 0:
                info = info or j + 1
            elif divides and j == n - 2:
                below /= pivot
            else:
                below *= one / pivot
            if j + 1 < stop:
                work[j + 1 :, j + 1 : stop] -= below[:, None] * work[j, j + 1 : stop]
        if stop < n:
            _forward(work[start:stop, start:stop], work[start:stop, stop:], narrow=width < BLOCK)
            if stop < m:
                work[stop:, stop:] -= work[stop:, start:stop] @ work[start:stop, stop:]
    return columns(work), np.array(swaps, np.int32), np.asarray(np.int32(info))


def _forward(t: Array, x: Array, *, narrow: bool) -> None:
    if narrow:
        x[...] = _solved_triangle(t, x, upper=False, unit=True)
    else:
        _substitute_one(t, x, upper=False, unit=True)


def _sizes(column: Array) -> Array:
    if column.dtype.kind == "c":
        return np.abs(column.real) + np.abs(column.imag)
    return np.abs(column)


def _largest(column: Array) -> Array:
    return np.argmax(_sizes(column), 1)


def order(pivots: Array, rows: int) -> Array:
    """The rows' order after all swaps."""
    if pivots.ndim == 1:
        places = list(range(rows))
        for i, at in enumerate(pivots.tolist()):
            places[i], places[at - 1] = places[at - 1], places[i]
        return np.array(places, np.int64)
    flat = pivots.reshape((math.prod(pivots.shape[:-1]), pivots.shape[-1]))
    found = np.tile(np.arange(rows), (len(flat), 1))
    for swaps, each in zip(flat, found, strict=True):
        for i, at in enumerate(swaps):
            each[i], each[at - 1] = each[at - 1], each[i]
    return found.reshape((*pivots.shape[:-1], rows))


def permutation(pivots: Array, rows: int, dtype: np.dtype[Any]) -> Array:
    """P of `A = P L U`."""
    return np.eye(rows, dtype=dtype)[order(pivots, rows)].swapaxes(-2, -1).copy()


def parity(pivots: Array) -> Array:
    """-1 for an odd number of swaps."""
    swaps = (pivots != np.arange(1, pivots.shape[-1] + 1)).sum(-1)
    return 1 - 2 * (swaps % 2)


def lu_solve(factors: Array, pivots: Array, b: Array, *, left: bool, adjoint: bool) -> Array:
    """`A x = b` by the factors of A; `x A = b` is the same for the other side."""
    if not left:
        return turned(lu_solve(factors, pivots, turned(b), left=True, adjoint=not adjoint))
    rows = order(pivots, factors.shape[-1])
    if factors.ndim == b.ndim == 2 and not adjoint:
        x = b[rows]
        _substitute(factors, x, upper=False, unit=True)
        _substitute(factors, x, upper=True, unit=False)
        return x
    batch = np.broadcast_shapes(factors.shape[:-2], b.shape[:-2])
    rows = np.broadcast_to(rows, (*batch, rows.shape[-1]))
    b = np.broadcast_to(b, (*batch, *b.shape[-2:]))
    if adjoint:
        high = substitute(turned(factors), b, upper=False)
        low = substitute(turned(factors), high, upper=True, unit=True)
        found = np.empty_like(low)
        np.put_along_axis(found, rows[..., None], low, -2)
        return found
    b = np.take_along_axis(b, rows[..., None], -2)
    low = substitute(factors, b, upper=False, unit=True)
    return substitute(factors, low, upper=True)


# --- Cholesky --------------------------------------------------------------------------------------------------------


def cholesky(a: Array, upper: bool) -> tuple[Array, Array]:
    """The triangular factor, and where there is none the order of the minor that failed."""
    if a.ndim == 2:
        return _cholesky_one(a, upper)
    work = np.tril(turned(a) if upper else a)
    info = np.zeros(a.shape[:-2], np.int32)
    for j in range(a.shape[-1]):
        row = work[..., j, :j]
        pivot = work[..., j, j].real - (row * row.conj()).real.sum(-1)
        bad = ~(pivot > 0)
        info = np.where(bad & (info == 0), np.int32(j + 1), info)
        if bad.all() and bad.size:
            break
        pivot = np.sqrt(np.where(bad, 1, pivot))
        below = work[..., j + 1 :, j] - (work[..., j + 1 :, :j] @ row.conj()[..., None])[..., 0]
        work[..., j, j] = pivot
        work[..., j + 1 :, j] = below * (1 / pivot)[..., None]
    return columns(turned(work) if upper else work), np.asarray(info)


def _cholesky_one(a: Array, upper: bool) -> tuple[Array, Array]:
    work = np.tril(turned(a) if upper else a)
    size, info = len(work), 0
    if size > BLOCK:
        try:
            work = np.linalg.cholesky(work)
            size = 0
        except np.linalg.LinAlgError:
            pass  # the steps below say where it fails
    for j in range(size):
        row = work[j, :j].conj()
        column = work[j:, j] - work[j:, :j] @ row if j else work[:, 0]
        pivot = column[0].real
        if not pivot > 0:
            work[j, j], info = column[0], j + 1
            break
        root = np.sqrt(pivot)
        work[j:, j] = _over_root(column, root, size)
        work[j, j] = root
    return columns(turned(work) if upper else work), np.asarray(np.int32(info))


def _over_root(column: Array, root: Any, size: int) -> Array:
    """Two rows of doubles are divided, all others multiplied; a float's reciprocal is an estimate that was improved."""
    if column.dtype == np.float64 and size == 2:
        return column / root
    if column.dtype == np.float32 and np.isinf(root):
        return np.full_like(column, np.nan)
    return column * (1 / root)


def numbers(a: Array, name: str) -> None:
    """An iteration over nan would not end; infinities are scaled away, and leave nan behind."""
    if np.isnan(a).any():
        bad = np.isnan(a.reshape((math.prod(a.shape[:-2]), *a.shape[-2:]))).any((-2, -1))
        where = f"(Batch element {int(np.flatnonzero(bad)[0])}): " if a.ndim > 2 else ""
        raise LinAlgError(
            f"{name}: {where}The algorithm failed to converge because the input matrix contained non-finite values."
        )


def finite(a: Array) -> tuple[Array, Array]:
    """The matrices, with zeros in place of those that are not finite; and which those are."""
    bad = np.asarray(~np.isfinite(a).all((-2, -1)))
    return (np.where(bad[..., None, None], a.dtype.type(0), a) if bad.any() else a), bad
