"""The largest and the smallest, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import rows
from gradrepl.engine.ops.kernels import along, laid_out, missing
from gradrepl.engine.ops.reduce import axes
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def _not_empty(a: Array, name: str) -> None:
    if not a.size:
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with "
            "the 'dim' argument."
        )


def _not_complex(a: Array, name: str) -> None:
    if a.dtype.kind == "c":
        raise missing(name, a)


def _few(a: Array) -> bool:
    """Whether to look for the place of an extreme is quicker than to reduce to it."""
    return 0 < a.size <= rows.FEW and a.dtype.kind != "c" and a.flags.c_contiguous


def largest(a: Array) -> Array:
    if _few(a):
        flat = a.ravel()
        return np.array(flat[flat.argmax()])
    _not_empty(a, "max")
    _not_complex(a, "max_all")
    return np.maximum.reduce(a, axis=None, out=...)


def smallest(a: Array) -> Array:
    if _few(a):
        flat = a.ravel()
        return np.array(flat[flat.argmin()])
    _not_empty(a, "min")
    _not_complex(a, "min_all")
    return np.minimum.reduce(a, axis=None, out=...)


def _extreme_dim(a: Array, dim: int, keepdim: bool, name: str) -> tuple[Array, Array]:
    if _few(a):
        known = rows.lines(a.shape, dim)
        if known is not None:
            steps, starts, kept = known
            indices = a.argmax(dim) if name == "max" else a.argmin(dim)
            values = a.ravel()[(indices if steps is None else indices * steps) + starts]
            return (values.reshape(kept), indices.reshape(kept)) if keepdim else (values, indices)
    over = wrap_dim(dim, a.ndim)
    if not a.ndim and a.dtype.kind != "c":
        return a.copy(), np.zeros((), np.int64)
    if a.ndim and not a.shape[over]:
        raise IndexError(f"{name}(): Expected reduction dim {over} to have non-zero size.")
    if a.dtype.kind == "c":
        raise RuntimeError(f"{name}(): does not support complex input")
    if not a.size:
        return picked(a, _none(a, over), over, keepdim)
    indices = a.argmax(over) if name == "max" else a.argmin(over)
    if over == a.ndim - 1 and a.flags.c_contiguous and a.ndim > 1:
        return _picked_of_rows(a, indices, keepdim)
    return picked(a, np.expand_dims(indices, over), over, keepdim)


def _picked_of_rows(a: Array, indices: Array, keepdim: bool) -> tuple[Array, Array]:
    places = np.arange(0, a.size, a.shape[-1])
    places += indices.reshape(-1)
    values = a.reshape(-1).take(places)
    kept = (*indices.shape, 1) if keepdim else indices.shape
    return values.reshape(kept), indices.reshape(kept)


def _none(a: Array, over: int) -> Array:
    return np.zeros([1 if d == over else n for d, n in enumerate(a.shape)], np.int64)


def picked(a: Array, indices: Array, over: int, keepdim: bool) -> tuple[Array, Array]:
    """The elements at the indices along a dimension, and the indices."""
    values = a[along(indices, over)]
    if not keepdim:
        values, indices = values.squeeze(over), indices.squeeze(over)
    return np.asarray(values), np.array(indices, np.int64, order="C")


def largest_dim(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    return _extreme_dim(a, dim, keepdim, "max")


def smallest_dim(a: Array, dim: int, keepdim: bool) -> tuple[Array, Array]:
    return _extreme_dim(a, dim, keepdim, "min")


def _not_over_nothing(a: Array, over: tuple[int, ...] | None, name: str, shown: Any = None) -> None:
    """Refuses to find an extreme among no elements."""
    if over is None:
        if not a.size:
            kind = IndexError if name.startswith("arg") else RuntimeError
            raise kind(
                f"{name}(): Expected reduction dim to be specified for input.numel() == 0."
                + (
                    ""
                    if name.startswith("arg")
                    else " Specify the reduction dim with the 'dim' argument."
                )
            )
        return
    for d in over:
        if a.ndim and not a.shape[d]:
            place = d if shown is None else shown
            raise IndexError(f"{name}(): Expected reduction dim {place} to have non-zero size.")


def extreme_over(name: str) -> Any:
    ufunc, kernel_name = (
        (np.maximum, "max_values_cpu") if name == "amax" else (np.minimum, "min_values_cpu")
    )

    def kernel(a: Array, dim: Any, keepdim: bool) -> Array:
        for d in dim if not a.size else ():  # one by one: the first mistake is told
            _not_over_nothing(a, (wrap_dim(d, a.ndim),), name, dim[0])
        over = axes(a, dim)
        _not_over_nothing(a, over, name, dim[0] if dim else None)
        if a.size:
            _not_complex(a, kernel_name)
        return laid_out(ufunc.reduce(a, axis=over, keepdims=keepdim, out=...), a)

    return kernel


def position(name: str) -> Any:
    pick = np.ndarray.argmax if name == "argmax" else np.ndarray.argmin

    def kernel(a: Array, dim: int | None, keepdim: bool) -> Array:
        if dim is None and not keepdim and a.size and a.dtype.kind not in "bc":
            return np.array(pick(a))
        if a.dtype.kind in "bc":
            word = "bool" if a.dtype.kind == "b" else "complex"
            raise RuntimeError(f"{name}(): does not support {word} input")
        over = None if dim is None else wrap_dim(dim, a.ndim)
        _not_over_nothing(a, None if over is None else (over,), name)
        if over is None:
            found = np.asarray(pick(a))
            return found.reshape((1,) * a.ndim) if keepdim else found
        return (
            np.asarray(pick(a, axis=over, keepdims=keepdim)) if a.ndim else np.zeros((), np.int64)
        )

    return kernel


def both_extremes(a: Array, dim: int | None, keepdim: bool) -> tuple[Array, Array]:
    if not a.size and dim is None:
        raise RuntimeError(
            "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity."
        )
    over = None if dim is None else axes(a, (dim,))
    if over and not a.shape[over[0]]:
        raise IndexError(f"aminmax: Expected reduction dim {over[0]} to have non-zero size.")
    if a.dtype.kind == "c" and not a.ndim and dim is not None:
        raise RuntimeError(f"aminmax not implemented for {dtypes.OF[a.dtype].legacy}")
    if a.dtype.kind == "c":
        raise missing("aminmax_cpu", a)
    return (
        laid_out(np.minimum.reduce(a, axis=over, keepdims=keepdim, out=...), a),
        laid_out(np.maximum.reduce(a, axis=over, keepdims=keepdim, out=...), a),
    )


# --- formulas --------------------------------------------------------------------------------------------------------


def extreme_self(grad: Any, self: Any, result: Any) -> Any:
    """`grad * (self == result) / sum(self == result)`: equal extremes share it evenly, nans too."""
    mask = (self == result) | (f.isnan(self) & f.isnan(result))
    part = grad / ties(mask, None, grad)
    if isinstance(part, Tensor):
        return f.zeros_like(self).masked_fill(mask, part)
    return np.where(mask, part, part.dtype.type(0))


def extreme_over_self(grad: Any, self: Any, result: Any, dim: Any, keepdim: bool) -> Any:
    shape = f.shape_of(self)
    grad, result = (f.restore_dims_as_view(each, shape, dim, keepdim) for each in (grad, result))
    mask = self == result
    over = tuple(range(len(shape))) if not dim else tuple(d % max(len(shape), 1) for d in dim)
    return (grad / ties(mask, over if shape else (), grad)) * mask


def ties(mask: Any, over: Any, grad: Any) -> Any:
    array = f.array_of(mask)
    to = f.array_of(grad).dtype
    count = np.asarray(array.sum(axis=over, keepdims=over is not None)).astype(to)
    return f.as_grad_kind(count, grad)


def pick_self(grad: Any, dim: int, indices: Any, self_sym_sizes: Any, keepdim: bool) -> Any:
    """The gradient goes back to the element that was picked."""
    if not self_sym_sizes:
        return grad
    if not keepdim:
        grad, indices = f.unsqueeze(grad, dim), f.unsqueeze(indices, dim)
    if isinstance(grad, Tensor):
        return f.zeros(self_sym_sizes, grad).scatter(dim, indices, grad)
    found = np.zeros(self_sym_sizes, grad.dtype)
    np.put_along_axis(found, indices, grad, dim)
    return found


def aminmax_self(grads: Any, self: Any, dim: int | None, keepdim: bool, min: Any, max: Any) -> Any:
    dims = () if dim is None else (dim,)
    low = extreme_over_self(grads[0], self, min, dims, keepdim)
    return low + extreme_over_self(grads[1], self, max, dims, keepdim)


# fmt: off
EXTREMES = (
    op("max(Tensor self) -> Tensor", "MaxBackward1", largest, self=extreme_self),
    compose("max.other(Tensor self, Tensor other) -> Tensor", lambda self, other: self.maximum(other)),
    op("max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "MaxBackward0", largest_dim,
       self=pick_self),
    op("min(Tensor self) -> Tensor", "MinBackward1", smallest, self=extreme_self),
    compose("min.other(Tensor self, Tensor other) -> Tensor", lambda self, other: self.minimum(other)),
    op("min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "MinBackward0", smallest_dim,
       self=pick_self),
    op("amax(Tensor self, int[1]? dim=[], bool keepdim=False) -> Tensor", "AmaxBackward0", extreme_over("amax"), self=extreme_over_self),
    op("amin(Tensor self, int[1]? dim=[], bool keepdim=False) -> Tensor", "AminBackward0", extreme_over("amin"), self=extreme_over_self),
    op("argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor", None, position("argmax")),
    op("argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor", None, position("argmin")),
    op("aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)", "AminmaxBackward0", both_extremes, differentiable=(0, 1),
       self=aminmax_self),
)
# fmt: on
