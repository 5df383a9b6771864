"""Which way eigenvectors of symmetric matrices point.

An eigenvector's sign is what the last rotation of an iteration left. PyTorch's library and numpy's
run the same iteration (LAPACK's `steqr`) with another rule for the sign of a rotation, so here its
rotations are run once more, with PyTorch's rule and on a single row, and numpy's vectors are
turned to agree with it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array

_LARGEST = 25
"""Larger matrices are divided, and their parts conquered: another iteration."""

_ALIKE = 0.01
"""Equal eigenvalues have no vectors of their own: what is not nearly the same is left as it is."""


def turned_as_pytorchs(a: Array, vectors: Array, uplo: Any) -> Array:
    """The eigenvectors of each matrix with the signs that PyTorch gives them."""
    n = a.shape[-1]
    if not 2 < n <= _LARGEST:
        return vectors
    probe = np.cos(
        np.arange(1.0, n + 1) ** 2
    )  # a row that no eigenvector is likely to be normal to
    found = vectors.reshape(-1, n, n).copy()
    eps = float(np.finfo(a.dtype).eps) / 2
    for matrix, columns in zip(a.reshape(-1, n, n), found, strict=True):
        wanted = _eigen_row(matrix, probe, str(uplo), eps)
        columns[:, np.abs(wanted + probe @ columns) < np.abs(wanted) * _ALIKE] *= -1
    return found.reshape(vectors.shape)


def _eigen_row(a: Array, probe: Array, uplo: str, eps: float) -> Array:
    """The probe times the eigenvectors, in the order of the eigenvalues."""
    if uplo == "L":
        d, e, row = _tridiagonal(np.tril(a) + np.tril(a, -1).conj().T, probe)
    else:
        whole = np.triu(a) + np.triu(a, 1).conj().T
        d, e, row = (each[::-1] for each in _tridiagonal(whole[::-1, ::-1], probe[::-1]))
    values, turned = _Iteration(d.tolist(), e.tolist(), row.tolist(), eps).run()
    order = sorted(range(len(values)), key=values.__getitem__)
    return np.array([turned[at] for at in order])


def _tridiagonal(a: Array, probe: Array) -> tuple[Array, Array, Array]:
    """Householder's reflections leave three diagonals: two of them, and the probe reflected."""
    kind = np.complex128 if a.dtype.kind == "c" else np.float64
    a, row = a.astype(kind), probe.astype(kind)
    n = len(a)
    for i in range(n - 1):
        x = a[i + 1 :, i].copy()
        alpha, tail = x[0], np.linalg.norm(x[1:])
        if not tail and not alpha.imag:
            continue
        beta = -math.copysign(math.hypot(abs(alpha), tail), alpha.real)
        v = x / (alpha - beta)
        v[0] = 1
        tau = (beta - alpha) / beta
        rest = a[i + 1 :, i:]
        rest -= tau.conjugate() * np.outer(v, v.conj() @ rest)
        rest = a[i:, i + 1 :]
        rest -= tau * np.outer(rest @ v, v.conj())
        row[i + 1 :] -= tau * (row[i + 1 :] @ v) * v.conj()
    return np.diag(a).real, np.diag(a, -1).real, row


class _Iteration:
    """`steqr`: shifted QL or QR steps on two diagonals, whose rotations turn a row along."""

    def __init__(self, d: list[float], e: list[float], row: list[Any], eps: float) -> None:
        self.d, self.e, self.row, self.eps = d, e, row, eps

    def run(self) -> tuple[list[float], list[Any]]:
        """The eigenvalues, unsorted, and the row's products with their vectors."""
        start, n = 0, len(self.d)
        while start < n:
            end = start
            while end < n - 1 and not self._splits(end):
                end += 1
            if end == start:
                start += 1
                continue
            self._block(start, end)
            if not any(self.e[start:end]):
                start = end + 1
        return self.d, self.row

    def _splits(self, at: int) -> bool:
        """Whether the element beside the diagonal is small enough to count as none."""
        small = abs(self.e[at])
        if small <= math.sqrt(abs(self.d[at])) * math.sqrt(abs(self.d[at + 1])) * self.eps:
            self.e[at] = 0.0
            return True
        return False

    def _block(self, first: int, last: int) -> None:
        """Towards the smaller end of the diagonal: that is found first."""
        if abs(self.d[last]) < abs(self.d[first]):
            self._towards(last, first, -1)
        else:
            self._towards(first, last, 1)

    def _towards(self, at: int, end: int, step: int) -> None:
        """QL steps for `step` 1, QR steps for -1: the same, from the other end."""
        d, e = self.d, self.e
        back = -1 if step < 0 else 0  # `e[i + back]` lies between i and i + step
        while (end - at) * step >= 0:
            m = at
            while m != end and e[m + back] ** 2 > self.eps**2 * abs(d[m]) * abs(d[m + step]):
                m += step
            if m != end:
                e[m + back] = 0.0
            if m == at:
                at += step
            elif m == at + step:
                low = min(at, m)
                one, two, c, s = _two_by_two(d[low], e[low], d[low + 1])
                self._rotate(low, c, s)
                d[low], d[low + 1] = (one, two)
                e[low] = 0.0
                at += 2 * step
            else:
                self._sweep(at, m, step, back)

    def _sweep(self, at: int, m: int, step: int, back: int) -> None:
        d, e = self.d, self.e
        p = d[at]
        g = (d[at + step] - p) / (2.0 * e[at + back])
        size = math.hypot(g, 1.0)  # of -0.0 PyTorch's library takes no sign
        g = d[m] - p + e[at + back] / (g + (-size if g < 0 else size))
        s, c, p = 1.0, 1.0, 0.0
        for i in range(m - step, at - step, -step):
            f, b = s * e[i + back], c * e[i + back]
            c, s, r = _rotation(g, f)
            if i != m - step:
                e[i + step + back] = r
            g = d[i + step] - p
            r = (d[i] - g) * s + 2.0 * c * b
            p = s * r
            d[i + step] = g + p
            g = c * r - b
            self._rotate(min(i, i + step), c, -s * step)
        d[at] -= p
        e[at + back] = g

    def _rotate(self, j: int, c: float, s: float) -> None:
        row = self.row
        row[j], row[j + 1] = s * row[j + 1] + c * row[j], c * row[j + 1] - s * row[j]


def _rotation(f: float, g: float) -> tuple[float, float, float]:
    """`lartg` as it was before LAPACK 3.10: of a large f the cosine is positive."""
    if not g:
        return 1.0, 0.0, f
    if not f:
        return 0.0, 1.0, g
    r = math.hypot(f, g)
    c, s = f / r, g / r
    return (-c, -s, -r) if abs(f) > abs(g) and c < 0 else (c, s, r)


def _two_by_two(a: float, b: float, c: float) -> tuple[float, float, float, float]:
    """`laev2`: both eigenvalues of [[a, b], [b, c]], the larger one first, and its vector."""
    total, gap, twice = a + c, a - c, 2.0 * b
    root = math.hypot(gap, twice)
    larger, smaller = (a, c) if abs(a) > abs(c) else (c, a)
    sign = -1 if total < 0 else 1
    one, two = 0.5 * root, -0.5 * root
    if total:
        one = 0.5 * (total + sign * root)
        two = (larger / one) * smaller - (b / one) * b
    other = 1 if gap >= 0 else -1
    cosine = gap + other * root
    if abs(cosine) > abs(twice):
        ratio = -twice / cosine
        s = 1.0 / math.sqrt(1.0 + ratio * ratio)
        c = ratio * s
    elif not twice:
        c, s = 1.0, 0.0
    else:
        ratio = -cosine / twice
        c = 1.0 / math.sqrt(1.0 + ratio * ratio)
        s = ratio * c
    return (one, two, -s, c) if sign == other else (one, two, c, s)
