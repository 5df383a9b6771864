"""Norms and conditions of matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.ops import lapack
from gradrepl.engine.ops.matrices import call, only_linalg
from gradrepl.engine.ops.norms import not_narrowed
from gradrepl.engine.ops.spectral import svdvals
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array

_INFINITY = float("inf")


def cond(self: Tensor, p: Any) -> Any:
    if self._a.ndim < 2:
        if isinstance(p, str):
            raise RuntimeError(
                f"linalg.cond(ord={p}): The input tensor A must have at least 2 dimensions."
            )
        raise RuntimeError("linalg.cond: The input tensor must have at least 2 dimensions.")
    if isinstance(p, str):
        lapack.square(self._a, f"linalg.cond(ord={p})")
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
    other, info = call("linalg_inv_ex", self, False)
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
    return call("linalg_vector_norm", self, 2.0 if ord is None else ord, dim, keepdim, dtype)


def _is_empty(a: Array, ord: Any, dims: list[int]) -> bool:
    """Whether a largest one of none is asked for, which is 0."""
    rows, columns = (a.shape[d] for d in dims)
    return (
        (ord == 1 and not columns)
        or (ord == _INFINITY and not rows)
        or (ord == 2 and not rows * columns)
    )


def matrix_norm(a: Tensor, ord: Any, dim: Any, keepdim: bool, dtype: Any) -> Any:
    name = "linalg.matrix_norm"
    known = ("fro", "nuc") if isinstance(ord, str) else (1, -1, 2, -2, _INFINITY, -_INFINITY)
    if ord not in known:
        raise RuntimeError(f"{name}: Order {_shown(ord)} not supported.")
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
        return call("linalg_vector_norm", a, 2, tuple(dims), keepdim, dtype)
    if _is_empty(a._a, ord, dims):
        shape = tuple(
            1 if d in dims else n for d, n in enumerate(a._a.shape) if keepdim or d not in dims
        )
        return a.new_zeros(shape, dtype=dtype)
    if ord in ("nuc", 2, -2):
        if dtype is None and a._a.dtype.name == "float16":
            raise RuntimeError(f"{name}: Low precision dtypes not supported. Got Half")
        return _by_singular_values(a, ord, dims, keepdim, dtype)
    over, then = dims if abs(ord) == 1 else reversed(dims)
    if not keepdim and over < then:
        then -= 1
    sums = call("linalg_vector_norm", a, 1, (over,), keepdim, dtype)
    return _extreme(sums, then, keepdim, largest=ord > 0)


def _extreme(x: Any, dim: int, keepdim: bool, *, largest: bool) -> Any:
    """The largest or smallest along a dimension; the largest norm of none is 0."""
    if largest and not x._a.shape[dim]:
        return x.sum(dim, keepdim)
    return x.amax(dim, keepdim) if largest else x.amin(dim, keepdim)


def _by_singular_values(a: Tensor, ord: Any, dims: list[int], keepdim: bool, dtype: Any) -> Any:
    x: Any = a if dtype is None else a.to(dtype)
    rest = [d for d in range(a._a.ndim) if d not in dims]
    values = svdvals(x.permute((*rest, *dims)), None)
    if ord == "nuc":
        found = values.sum(-1, keepdim)
    else:
        found = _extreme(values, -1, keepdim, largest=ord == 2)
    if not keepdim:
        return found
    order = [*rest, *dims]
    return found.unsqueeze(-1).permute(tuple(order.index(d) for d in range(a._a.ndim)))


# fmt: off
MATRIX_NORMS = (
    only_linalg("linalg_cond(Tensor self, Scalar? p=None) -> Tensor", cond),
    only_linalg("linalg_cond.p_str(Tensor self, str p) -> Tensor", cond),
    only_linalg("linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", norm),
    only_linalg("linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", norm),
    only_linalg("linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor", matrix_norm),
    only_linalg('linalg_matrix_norm.str_ord(Tensor self, str ord="fro", int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', matrix_norm),
)
# fmt: on
