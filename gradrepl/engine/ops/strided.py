"""Memory read in another way: any strides, overlapping windows, complex numbers as pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import region
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.shape import legacy_name
from gradrepl.engine.storage import address, root
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap_dim
from gradrepl.engine.turned import is_conj

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def strided(a: Array, size: Any, stride: Any, storage_offset: int | None) -> Array:
    """Any view of the memory that the tensor's elements lie in."""
    whole = root(a)
    start = address(a) - address(whole) if storage_offset is None else storage_offset * a.itemsize
    if len(size) != len(stride):
        raise RuntimeError("mismatch in length of strides and shape")
    if any(s < 0 for s in stride):
        raise RuntimeError(
            f"as_strided: Negative strides are not supported at the moment, got strides: {list(stride)}"
        )
    if start < 0:
        raise RuntimeError(f"Tensor: invalid storage offset {storage_offset}")
    if any(d < 0 for d in size):
        raise RuntimeError(
            f"Storage size calculation overflowed with sizes={list(size)} and strides={list(stride)}"
        )
    strides = tuple(s * a.itemsize for s in stride)
    end = start + sum((d - 1) * s for d, s in zip(size, strides, strict=True)) + a.itemsize
    if 0 not in size and end > whole.nbytes:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {start // a.itemsize}, and itemsize "
            f"{a.itemsize} requiring a storage size of {end} are out of bounds for storage of size {whole.nbytes}"
        )
    return np.ndarray(tuple(size), a.dtype, buffer=whole, offset=start, strides=strides)


def windows(a: Array, dimension: int, size: int, step: int) -> Array:
    at = wrap_dim(dimension, a.ndim)
    length = a.shape[at] if a.ndim else 1
    if size > length:
        raise RuntimeError(
            f"maximum size for tensor at dimension {at} is {length} but size is {size}"
        )
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    if size < 0:
        raise RuntimeError(f"size is {size} but must be >= 0")
    if not a.ndim:
        return np.lib.stride_tricks.as_strided(a, (size,), (a.itemsize,))
    shape, strides = list(a.shape), list(a.strides)
    shape[at] = (length - size) // step + 1
    inner = strides[at]
    strides[at] *= step
    return np.lib.stride_tricks.as_strided(a, (*shape, size), (*strides, inner))


def fold(grad: Array, shape: Any, dimension: int, size: int, step: int) -> Array:
    """Adds up the windows' gradients where they overlap."""
    if not shape:
        return grad.sum()
    found = np.zeros(shape, grad.dtype)
    at = dimension % max(len(shape), 1)
    target = np.moveaxis(found, at, 0)
    source = np.moveaxis(grad, at, 0)
    for i in range(source.shape[0]):
        target[i * step : i * step + size] += np.moveaxis(source[i], -1, 0)
    return found


def as_real(a: Array) -> Array:
    """Complex numbers as pairs, in a new last dimension."""
    if a.dtype.kind != "c":
        raise RuntimeError("view_as_real is only supported for complex tensors")
    part = a.real
    return np.lib.stride_tricks.as_strided(part, (*a.shape, 2), (*a.strides, part.itemsize))


def as_complex(a: Array) -> Array:
    if a.dtype not in (np.float32, np.float64, np.float16):
        raise RuntimeError(
            f"view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: {legacy_name(a)}"
        )
    if not a.ndim or a.shape[-1] != 2:
        raise RuntimeError("Tensor must have a last dimension of size 2")
    if a.size and a.strides[-1] != a.itemsize:
        raise RuntimeError("Tensor must have a last dimension with stride 1")
    return a.view(np.complex64 if a.dtype == np.float32 else np.complex128)[..., 0]


# --- formulas --------------------------------------------------------------------------------------------------------


def as_strided_self(
    grad: Any, layout: Any, size: Any, stride: Any, storage_offset: int | None
) -> Any:
    shape, strides, start, itemsize = layout
    begin = start if storage_offset is None else storage_offset * itemsize
    place = (tuple(size), tuple(s * itemsize for s in stride), begin - start)
    if isinstance(grad, Tensor):
        return grad._scatter_region(shape, strides, place)
    return region.scatter(grad, shape, strides, place)


def complex_of(grad: Any) -> Any:
    if not isinstance(grad, Tensor):
        return as_complex(np.ascontiguousarray(grad))
    from gradrepl.engine import view_as_complex

    return view_as_complex(grad.contiguous())


def pairs_of(grad: Any) -> Any:
    if not isinstance(grad, Tensor):
        return as_real(grad)
    from gradrepl.engine import view_as_real

    return view_as_real(grad)


_folded, _windows = f.recorded("_unfold_backward", fold), f.recorded("unfold", windows)


# --- regions of a base, for views whose edge is made again -----------------------------------------------------------


def gathered(a: Array, strides: Any, place: Any) -> Array:
    whole, part = region.with_region(a.shape, strides, a.dtype, place)
    whole[...] = a
    return part.copy()


# --- compositions ----------------------------------------------------------------------------------------------------


def real(self: Tensor) -> Any:
    if self._a.dtype.kind != "c":
        return self
    return _part(self.conj() if is_conj(self) else self, 0)


def imag(self: Tensor) -> Any:
    if self._a.dtype.kind != "c":
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
    return _part(self.conj(), 1, negated=True) if is_conj(self) else _part(self, 1)


def _part(self: Tensor, index: int, *, negated: bool = False) -> Any:
    from gradrepl.engine import _neg_view, view_as_real

    pairs = view_as_real(self)
    return (_neg_view(pairs) if negated else pairs).select(self._a.ndim, index)


# fmt: off
STRIDED = (
    op("as_strided(Tensor(a) self, int[] size, int[] stride, int? storage_offset=None) -> Tensor(a)", "AsStridedBackward0", strided, in_place_node="AsStridedBackward1",
       self=lambda grad, self_own_layout, size, stride, storage_offset: as_strided_self(grad, self_own_layout, size, stride, storage_offset)),
    op("unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)", "UnfoldBackward0", windows, function=False,
       self=lambda grad, self_sym_sizes, dimension, size, step: _folded(grad, self_sym_sizes, dimension, size, step)),
    op("_unfold_backward(Tensor self, int[] input_sizes, int dim, int size, int step) -> Tensor", "UnfoldBackwardBackward0", fold, function=False,
       self=lambda grad, dim, size, step: _windows(grad, dim, size, step)),
    op("_scatter_region(Tensor self, int[] shape, int[] strides, Object place) -> Tensor", "AsStridedBackward0", region.scatter, function=False,
       self=lambda grad, strides, place: grad._gather_region(strides, place) if isinstance(grad, Tensor) else gathered(grad, strides, place)),
    op("_gather_region(Tensor self, int[] strides, Object place) -> Tensor", "AsStridedBackward0", gathered, function=False,
       self=lambda grad, self_sym_sizes, strides, place: grad._scatter_region(self_sym_sizes, strides, place) if isinstance(grad, Tensor) else region.scatter(grad, self_sym_sizes, strides, place)),
    op("view_as_real(Tensor(a) self) -> Tensor(a)", "ViewAsRealBackward0", as_real, method=False,
       self=lambda grad: complex_of(grad)),
    op("view_as_complex(Tensor(a) self) -> Tensor(a)", "ViewAsComplexBackward0", as_complex, method=False,
       self=lambda grad: pairs_of(grad)),
    compose("real(Tensor self) -> Tensor", real, method=False),
    compose("imag(Tensor self) -> Tensor", imag, method=False),
)
# fmt: on
