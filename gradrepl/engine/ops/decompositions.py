"""Singular values, eigenvalues and what else numpy has of LAPACK, on arrays, as PyTorch gives it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops.eigenvectors import turned_as_pytorchs
from gradrepl.engine.ops.lapack import columns, finite, numbers, real_dtype, turned

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def svd(a: Array, full_matrices: bool, compute_uv: bool) -> tuple[Array, Array, Array]:
    numbers(a, "linalg.svd")
    m, n = a.shape[-2:]
    if not m or not n:
        values = np.zeros((*a.shape[:-2], 0), real_dtype(a))
        sizes = (m, n) if full_matrices else (0, 0)
        left, right = (
            np.broadcast_to(np.eye(rows, size, dtype=a.dtype), (*a.shape[:-2], rows, size)).copy()
            for rows, size in zip((m, n), sizes, strict=True)
        )
        return columns(left), values, columns(turned(right))
    a, infinite = finite(a)
    if not compute_uv:
        nothing, values = np.zeros(0, a.dtype), np.linalg.svd(a, compute_uv=False)
        values[infinite] = np.nan
        return nothing, values, nothing.copy()
    left, values, right = _svd(a, full_matrices)
    for each in (left, values, right):
        each[infinite] = np.nan
    return columns(left), values, columns(right)


def _svd(a: Array, full_matrices: bool) -> tuple[Array, Array, Array]:
    """Wide matrices numpy first makes square; PyTorch's library does not, and its vectors point the other way."""
    m, n = a.shape[-2:]
    if n < 11 * m // 6 or m == 1 or a.dtype.kind == "c":
        return np.linalg.svd(a, full_matrices)
    parts = [_wide_svd(each, full_matrices) for each in a.reshape((math.prod(a.shape[:-2]), m, n))]
    if not parts:
        return np.linalg.svd(a, full_matrices)
    left, values, right = (np.stack(each).astype(a.dtype) for each in zip(*parts, strict=True))
    batch = a.shape[:-2]
    return (
        left.reshape((*batch, m, m)), values.reshape((*batch, m)),
        right.reshape((*batch, *right.shape[1:])),
    )  # fmt: skip


def _wide_svd(a: Array, full_matrices: bool) -> tuple[Array, Array, Array]:
    """Householder's reflections from both sides make it lower, rotations upper bidiagonal; the rest is numpy's."""
    a = a.astype(np.float64)
    m, n = a.shape
    right, left = np.eye(n), np.eye(m)
    for i in range(m):
        v, tau = _reflector(a[i, i:])
        a[i:, i:] -= tau * np.outer(a[i:, i:] @ v, v)
        right[:, i:] -= tau * np.outer(right[:, i:] @ v, v)
        if i < m - 1:
            v, tau = _reflector(a[i + 1 :, i])
            a[i + 1 :, i:] -= tau * np.outer(v, v @ a[i + 1 :, i:])
            left[:, i + 1 :] -= tau * np.outer(left[:, i + 1 :] @ v, v)
    middle = a[:, :m]
    for i in range(m - 1):
        f, g = middle[i, i], middle[i + 1, i]
        r = np.copysign(np.hypot(f, g), f)
        c, s = (f / r, g / r) if r else (1.0, 0.0)
        turn = np.array([[c, s], [-s, c]])
        middle[i : i + 2] = turn @ middle[i : i + 2]
        left[:, i : i + 2] = left[:, i : i + 2] @ turn.T
    u, values, vh = np.linalg.svd(np.triu(middle) - np.triu(middle, 2))
    rows = vh @ right[:, :m].T
    return left @ u, values, np.concatenate((rows, right[:, m:].T)) if full_matrices else rows


def _reflector(x: Array) -> tuple[Array, Any]:
    """The vector and the factor of the reflection that leaves only the first of these numbers."""
    tail = np.linalg.norm(x[1:])
    v = np.zeros_like(x)
    v[0] = 1
    if not tail:
        return v, 0.0
    beta = -np.copysign(np.hypot(x[0], tail), x[0])
    v[1:] = x[1:] / (x[0] - beta)
    return v, (beta - x[0]) / beta


def eigh(a: Array, uplo: Any, compute_v: bool) -> tuple[Array, Array]:
    if a.shape[-1] == 1:  # there is nothing to iterate over, whatever it holds
        values = np.ascontiguousarray(a[..., 0].real)
        return values, columns(np.ones_like(a)) if compute_v else np.zeros(0, a.dtype)
    a, bad = finite(a)
    if not compute_v:
        values = np.linalg.eigvalsh(a, uplo)
        values[bad] = np.nan
        return values, np.zeros(0, a.dtype)
    values, vectors = np.linalg.eigh(a, uplo)
    vectors = turned_as_pytorchs(a, vectors, uplo)
    values[bad] = vectors[bad] = np.nan  # PyTorch's library says nothing, either
    return values, columns(vectors)


def eig(a: Array, compute_v: bool) -> tuple[Array, Array]:
    if not a.size:
        to = np.result_type(a.dtype, np.complex64)
        return np.zeros(a.shape[:-1], to), np.zeros(a.shape, to)
    to = np.result_type(a.dtype, np.complex64)
    if not compute_v:
        a, bad = finite(a)
        values = np.linalg.eigvals(a).astype(to)
        values[bad] = complex(np.nan, np.nan)
        return values, np.zeros(0, to)
    if not np.isfinite(a).all():
        raise RuntimeError("torch.linalg.eig: input tensor should not contain infs or NaNs.")
    values, vectors = np.linalg.eig(a)
    return values.astype(to), columns(vectors.astype(to))


def qr(a: Array, mode: str) -> tuple[Array, Array]:
    if mode == "r":
        return np.zeros(0, a.dtype), columns(np.asarray(np.linalg.qr(a, "r")))
    q, r = np.linalg.qr(a, "complete" if mode == "complete" else "reduced")
    return columns(q), columns(r)


def pinv(a: Array, atol: Any, rtol: Any, hermitian: bool) -> Array:
    """The pseudoinverse; singular values not above the larger of both tolerances count as 0."""
    if hermitian:
        values, left = eigh(a, "L", compute_v=True)
        right = turned(left)
        sizes = np.abs(values)
    else:
        a, infinite = finite(a)
        left, values, right = np.linalg.svd(a, full_matrices=False)
        values[infinite] = left[infinite] = np.nan
        sizes = values
    largest = sizes.max(-1, keepdims=True, initial=0)
    bound = np.maximum(atol[..., None], rtol[..., None] * largest)
    inverted = np.where(sizes > bound, 1 / np.where(sizes > bound, values, 1), 0)
    found = turned(right) @ (inverted[..., None].astype(a.dtype) * turned(left))
    return np.ascontiguousarray(found).astype(a.dtype, copy=False)


_DEGREE = 18


def matrix_exp(a: Array) -> Array:
    """Taylor's polynomial of a matrix halved until it is small, squared as often."""
    if a.dtype == np.float16:
        return matrix_exp(a.astype(np.float32)).astype(np.float16)
    norm = np.abs(a).sum(-2).max(-1, initial=0) if a.shape[-1] else np.zeros(a.shape[:-2])
    halvings = np.maximum(np.ceil(np.log2(np.maximum(norm, 1e-300) / 1.09)), 0)
    halvings = np.where(np.isfinite(halvings), halvings, 0).astype(int)
    small = a / (2.0**halvings)[..., None, None].astype(real_dtype(a))
    unit = np.broadcast_to(np.eye(a.shape[-1], dtype=a.dtype), a.shape)
    found = unit.copy()
    for k in range(_DEGREE, 0, -1):  # by Horner's scheme
        found = unit + (small @ found) / small.dtype.type(k)
    for i in range(int(halvings.max(initial=0))):
        found = np.where((i < halvings)[..., None, None], found @ found, found)
    found[finite(a)[1]] = np.nan
    return found
