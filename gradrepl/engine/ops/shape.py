"""The same elements in another shape: views, and copies where a view cannot be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes, errors, region
from gradrepl.engine.formats import contiguous_format
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing, restrided
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.storage import address, root
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.view import storage_of
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gradrepl.engine.dtypes import Array

# --- kernels ---------------------------------------------------------------------------------------------------------


def resolve(size: Sequence[int], numel: int) -> tuple[int, ...]:
    """The shape with its -1 filled in.

    Raises:
        RuntimeError: with PyTorch's texts.
    """
    shape = tuple(size)
    if shape and math.prod(shape) == numel and min(shape) >= 0:
        return shape  # the usual cases
    known = -math.prod(shape)
    if known > 0 and shape.count(-1) == 1 and min(shape) == -1 and not numel % known:
        return tuple([numel // known if d == -1 else d for d in shape])
    unknown = [i for i, d in enumerate(shape) if d == -1]
    bad = next((d for d in shape if d < -1), None)
    if bad is not None:
        raise RuntimeError(
            f"invalid shape dimension {bad} at index {shape.index(bad)} of shape {list(shape)}"
        )
    if len(unknown) > 1:
        raise RuntimeError("only one dimension can be inferred")
    known = math.prod(d for d in shape if d != -1)
    if unknown:
        if not known and not numel:
            raise RuntimeError(
                f"cannot reshape tensor of 0 elements into shape {list(shape)} because the unspecified dimension size "
                "-1 can be any value and is ambiguous"
            )
        if not known or numel % known:
            raise errors.bad_size(shape, numel)
        return tuple(numel // known if d == -1 else d for d in shape)
    if known != numel:
        raise errors.bad_size(shape, numel)
    return shape


def strides_for(a: Array, shape: tuple[int, ...]) -> tuple[int, ...] | None:
    """The strides with which the same memory has another shape; None where it would have to be copied.

    Each group of dimensions that lie evenly behind one another is divided anew.
    """
    if not a.size:
        return np.empty(shape, a.dtype).strides
    found = [0] * len(shape)
    at = len(shape) - 1
    base = a.strides[-1] if a.ndim else a.itemsize
    count = covered = 1  # elements of the present group, old and new
    for d in range(a.ndim - 1, -1, -1):
        count *= a.shape[d]
        evenly = d > 0 and (a.shape[d - 1] == 1 or a.strides[d - 1] == count * base)
        if evenly:
            continue
        while at >= 0 and (covered < count or shape[at] == 1):
            found[at] = covered * base
            covered *= shape[at]
            at -= 1
        if covered != count:
            return None
        if d > 0:
            base, count, covered = a.strides[d - 1], 1, 1
    for left in range(at, -1, -1):
        found[left] = covered * base
    return tuple(found)


def viewed(a: Array, size: Any) -> Array:
    shape = resolve(size, a.size)
    if a.flags.c_contiguous:
        return a.reshape(shape)
    strides = strides_for(a, shape)
    if strides is None:
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        )
    return np.lib.stride_tricks.as_strided(a, shape, strides)


def viewed_as(a: Array, dtype: Any) -> Array:
    """The same bytes as another dtype."""
    to: np.dtype[Any] = dtype.np
    if to.itemsize == a.itemsize:
        return a.view(to)
    if not a.ndim:
        raise RuntimeError(
            f"self.dim() cannot be 0 to view {_legacy(a)} as {dtype.legacy} (different element sizes)"
        )
    ratio = to.itemsize // a.itemsize
    if ratio and a.shape[-1] % ratio:
        raise RuntimeError(
            f"self.size(-1) must be divisible by {ratio} to view {_legacy(a)} as {dtype.legacy} (different element "
            f"sizes), but got {a.shape[-1]}"
        )
    if a.strides[-1] != a.itemsize and (
        a.size or a.strides[-1]
    ):  # of no elements numpy may forget it
        raise RuntimeError(
            f"self.stride(-1) must be 1 to view {_legacy(a)} as {dtype.legacy} (different element sizes), but got "
            f"{a.strides[-1] // a.itemsize}"
        )
    if not a.size:
        return np.empty((*a.shape[:-1], a.shape[-1] * a.itemsize // to.itemsize), to)
    return a.view(to)


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


def spread(a: Array, size: Any, implicit: bool = False) -> Array:
    del implicit
    extra = len(size) - a.ndim
    if extra < 0:
        raise RuntimeError(
            f"expand({_cpp_type(a)}{{{list(a.shape)}}}, size={list(size)}): the number of sizes provided "
            f"({len(size)}) must be greater or equal to the number of dimensions in the tensor ({a.ndim})"
        )
    if not a.ndim and min(size, default=0) < 0 and 0 not in size:
        raise RuntimeError("numel: integer multiplication overflow")
    shape: list[int] = []
    strides: list[int] = []
    for i, d in reversed(list(enumerate(size))):  # of two misfits the last one is told
        own = a.shape[i - extra] if i >= extra else None
        if d == -1:
            if own is None:
                raise RuntimeError(
                    f"The expanded size of the tensor ({d}) isn't allowed in a leading, non-existing dimension {i}"
                )
            shape.append(own)
            strides.append(a.strides[i - extra])
            continue
        if own is not None and own not in (1, d):
            raise RuntimeError(
                f"The expanded size of the tensor ({d}) must match the existing size ({own}) at non-singleton dimension "
                f"{i}.  Target sizes: {list(size)}.  Tensor sizes: {list(a.shape)}"
            )
        if own is not None:
            strides.append(a.strides[i - extra] if own == d else 0)
        else:  # a new dimension of size 1 steps over what lies behind it
            behind = shape[-1] * strides[-1] if shape else a.itemsize
            strides.append(behind if d == 1 and a.ndim else 0)
        shape.append(d)
    return restrided(a, shape[::-1], strides[::-1])


def _cpp_type(a: Array) -> str:
    """Source: observed. What C++ has no literals for goes by another name."""
    name = _legacy(a)
    return f"CPU{name}Type" if a.dtype.kind in "bc" else f"torch.{name}Tensor"


def _legacy(a: Array) -> str:
    from gradrepl.engine.dtypes import OF

    return OF[a.dtype].legacy


def swapped(a: Array, dim0: int, dim1: int) -> Array:
    first, second = wrap_dim(dim0, a.ndim), wrap_dim(dim1, a.ndim)
    return np.swapaxes(a, first, second) if a.ndim else a


def turned(a: Array, name: str = "t") -> Array:
    if a.ndim > 2:
        raise RuntimeError(f"{name}() expects a tensor with <= 2 dimensions, but self is {a.ndim}D")
    return a.T


def permuted(a: Array, dims: Any) -> Array:
    if len(dims) != a.ndim:
        raise RuntimeError(
            f"permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired "
            f"ordering of dimensions i.e. input.dim() = {a.ndim} is not equal to len(dims) = {len(dims)}"
        )
    order = tuple(wrap_dim(d, a.ndim) for d in dims)
    if len(set(order)) != len(order):
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return a.transpose(order)


def unsqueezed(a: Array, dim: int) -> Array:
    at = wrap_dim(dim, a.ndim + 1)
    if at == a.ndim and a.size and not a.flags.c_contiguous:  # numpy repeats the last stride
        return np.lib.stride_tricks.as_strided(a, (*a.shape, 1), (*a.strides, a.itemsize))
    return np.expand_dims(a, at)


def squeezed(a: Array) -> Array:
    return a.squeeze()


def squeezed_dim(a: Array, dim: int) -> Array:
    at = wrap_dim(dim, a.ndim)
    return a.squeeze(at) if a.ndim and a.shape[at] == 1 else a


def check_distinct(dims: Sequence[int]) -> None:
    twice = next((d for i, d in enumerate(dims) if d in dims[:i]), None)
    if twice is not None:
        raise RuntimeError(f"dim {twice} appears multiple times in the list of dims")


def squeezed_dims(a: Array, dim: Any) -> Array:
    at = tuple(wrap_dim(d, a.ndim) for d in dim)
    check_distinct(at)
    return a.squeeze(tuple(d for d in at if a.shape[d] == 1)) if a.ndim else a


def selected(a: Array, dim: int, index: int) -> Array:
    if not dim and a.ndim > 1 and -(size := a.shape[0]) <= index < size:
        found: Array = a[index]  # the usual case
        return found
    if not a.ndim:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    at = wrap_dim(dim, a.ndim)
    size = a.shape[at]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(a.shape)} at dimension {at}"
        )
    # an ellipsis keeps a 0-d result an array, and a view
    return a[index, ...] if not at else a[(slice(None),) * at + (index, Ellipsis)]


def sliced(a: Array, dim: int, start: int | None, end: int | None, step: int) -> Array:
    if not a.ndim:
        raise RuntimeError("slice() cannot be applied to a 0-dim tensor.")
    if step <= 0:
        raise ValueError("step must be greater than zero")
    return a[(slice(None),) * wrap_dim(dim, a.ndim) + (slice(start, end, step),)]


def unbound(a: Array, dim: int) -> list[Array]:
    at = wrap_dim(dim, a.ndim)
    if not a.ndim:
        raise IndexError("Dimension specified as 0 but tensor has no dimensions")
    return [a[(slice(None),) * at + (i, Ellipsis)] for i in range(a.shape[at])]


def split_equal(a: Array, split_size: int, dim: int) -> list[Array]:
    if not a.ndim:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    at = wrap_dim(dim, a.ndim)
    if split_size < 0:
        raise RuntimeError(
            f"split expects split_size be non-negative, but got split_size={split_size}"
        )
    size = a.shape[at]
    if size and not split_size:
        raise RuntimeError(
            f"split_size can only be 0 if dimension size is 0, but got dimension size of {size}"
        )
    starts = range(0, max(size, 1), split_size) if split_size else range(1)
    return [a[(slice(None),) * at + (slice(s, s + split_size),)] for s in starts]


def split_sizes(a: Array, split_sizes: Any, dim: int) -> list[Array]:
    if not a.ndim:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    at = wrap_dim(dim, a.ndim)
    if any(each < 0 for each in split_sizes):
        raise RuntimeError(
            "split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes="
            f"{list(split_sizes)}"
        )
    if sum(split_sizes) != a.shape[at]:
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {a.shape[at]} (input tensor's size at dimension "
            f"{at}), but got split_sizes={list(split_sizes)}"
        )
    found, start = [], 0
    for each in split_sizes:
        found.append(a[(slice(None),) * at + (slice(start, start + each),)])
        start += each
    return found


def _alike(arrays: list[Array]) -> bool:
    """Whether there is nothing to cast, and no empty vector among others."""
    first = arrays[0]
    return first.ndim > 0 and all(
        [a.dtype is first.dtype and a.ndim == first.ndim and a.size > 0 for a in arrays]  # noqa: C419  # a list costs less than a generator
    )


def joined(arrays: list[Array], dim: int) -> Array:
    if not arrays:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    if _alike(arrays):
        try:
            found = np.concatenate(arrays, axis=dim)
            # numpy keeps the order of memory that all of them share; PyTorch does not
            return found if found.flags.c_contiguous else found.copy()
        except ValueError:
            pass  # the words for it are found below
    # PyTorch lets an empty vector stand beside anything, for old times' sake
    kept = [a for a in arrays if a.shape != (0,)] or arrays[:1]
    ndim = kept[0].ndim
    for i, a in enumerate(arrays):
        if not a.ndim:
            raise RuntimeError(f"zero-dimensional tensor (at position {i}) cannot be concatenated")
    at = wrap_dim(dim, ndim)
    for i, a in enumerate(kept):
        if a.ndim != ndim:
            raise RuntimeError(
                f"Tensors must have same number of dimensions: got {ndim} and {a.ndim}"
            )
        for d in range(ndim):
            if d != at and a.shape[d] != kept[0].shape[d]:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {at}. Expected size {kept[0].shape[d]} but got "
                    f"size {a.shape[d]} for tensor number {i} in the list."
                )
    size = list(kept[0].shape)
    size[at] = sum(a.shape[at] for a in kept)
    out = np.empty(size, dtypes.result_type(arrays).np)
    return np.concatenate(kept, axis=at, out=out, casting="unsafe")


def stacked(arrays: list[Array], dim: int) -> Array:
    if not arrays:
        raise RuntimeError("stack expects a non-empty TensorList")
    for i, a in enumerate(arrays):
        if a.shape != arrays[0].shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(arrays[0].shape)} at entry 0 and "
                f"{list(a.shape)} at entry {i}"
            )
    at = wrap_dim(dim, arrays[0].ndim + 1)
    size = (*arrays[0].shape[:at], len(arrays), *arrays[0].shape[at:])
    out = np.empty(size, dtypes.result_type(arrays).np)
    return np.stack(arrays, axis=at, out=out, casting="unsafe")


def repeated(a: Array, repeats: Any) -> Array:
    if len(repeats) < a.ndim:
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"
        )
    own = (1,) * (len(repeats) - a.ndim) + a.shape
    if any(each < 0 for each in repeats):
        size = [n * each for n, each in zip(own, repeats, strict=True)]
        bad = next((n for n in size if n < 0), None)
        if bad is not None:
            raise RuntimeError(f"Trying to create tensor with negative dimension {bad}: {size}")
    if not a.size:
        return np.empty([n * max(each, 0) for n, each in zip(own, repeats, strict=True)], a.dtype)
    return np.tile(a, repeats)


def flipped(a: Array, dims: Any) -> Array:
    axes = tuple(wrap_dim(d, a.ndim) for d in dims)
    check_distinct(axes)
    return np.flip(a, axes).copy("C" if 0 in a.strides else "K") if a.ndim else a.copy()


def diagonal(a: Array, offset: int, dim1: int, dim2: int) -> Array:
    first, second = wrap_dim(dim1, a.ndim), wrap_dim(dim2, a.ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    start, rows, columns = (0, offset), a.shape[first], a.shape[second]
    if offset < 0:
        start = (-offset, 0)
    count = max(min(rows - start[0], columns - start[1]), 0)
    rest = [d for d in range(a.ndim) if d not in (first, second)]
    if not count:
        start = (0, 0)
    at: list[Any] = [slice(None)] * a.ndim
    at[first], at[second] = slice(start[0], None), slice(start[1], None)
    return np.lib.stride_tricks.as_strided(
        a[tuple(at)],
        (*(a.shape[d] for d in rest), count),
        (*(a.strides[d] for d in rest), a.strides[first] + a.strides[second]),
    )


def on_diagonal(a: Array, offset: int, dim1: int, dim2: int) -> Array:
    ndim = a.ndim + 1
    first, second = wrap_dim(dim1, ndim), wrap_dim(dim2, ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    size = a.shape[-1] + abs(offset)
    rest = iter(a.shape[:-1])
    found = np.zeros([size if d in (first, second) else next(rest) for d in range(ndim)], a.dtype)
    diagonal(found, offset, first, second)[...] = a
    return found


def rolled(a: Array, shifts: Any, dims: Any) -> Array:
    if not dims:
        if len(shifts) != 1:
            raise RuntimeError(f"shifts and dimensions must align. shifts: {len(shifts)}, dims:0")
        return np.roll(a, shifts[0]).copy("C")
    if not a.ndim:
        raise IndexError(f"Dimension specified as {dims[0]} but tensor has no dimensions")
    if len(shifts) != len(dims):
        raise RuntimeError(
            f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}"
        )
    axes = tuple(wrap_dim(d, a.ndim) for d in dims)
    return np.roll(a, tuple(shifts), axes).copy("C")


def roll_self(grad: Any, shifts: Any, dims: Any) -> Any:
    back = tuple(-s for s in reversed(shifts))
    order = tuple(reversed(dims))
    return grad.roll(back, order) if isinstance(grad, Tensor) else rolled(grad, back, order)


def turned_by(a: Array, k: int, dims: Any) -> Array:
    if len(dims) != 2:
        raise RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if a.ndim < 2:
        raise RuntimeError(f"expected total dims >= 2, but got total dims = {a.ndim}")
    first, second = (wrap_dim(d, a.ndim) for d in dims)
    if first == second:
        raise RuntimeError(
            f"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}"
        )
    if k % 2:  # a flipped copy, seen with its dimensions swapped
        return np.flip(a, second if k % 4 == 1 else first).copy("K").swapaxes(first, second)
    return np.flip(a, (first, second)).copy("K") if k % 4 else a.copy("C")


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
            f"view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: {_legacy(a)}"
        )
    if not a.ndim or a.shape[-1] != 2:
        raise RuntimeError("Tensor must have a last dimension of size 2")
    if a.size and a.strides[-1] != a.itemsize:
        raise RuntimeError("Tensor must have a last dimension with stride 1")
    return a.view(np.complex64 if a.dtype == np.float32 else np.complex128)[..., 0]


# --- formulas --------------------------------------------------------------------------------------------------------


def placed(look: Callable[..., Array]) -> Callable[..., Array]:
    """The kernel that puts a gradient into zeros, where `look` finds its view."""

    def kernel(grad: Array, shape: Any, *where: Any) -> Array:
        found = np.zeros(shape, grad.dtype)
        look(found, *where)[...] = grad
        return found

    return kernel


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


_put_back, _selected = (
    f.recorded("_select_backward", placed(selected)),
    f.recorded("select", selected),
)
slice_back, _sliced = f.recorded("_slice_backward", placed(sliced)), f.recorded("_slice", sliced)
_diagonal_back = f.recorded("_diagonal_backward", placed(diagonal))
_diagonal = f.recorded("diagonal", diagonal)
_folded, _windows = f.recorded("_unfold_backward", fold), f.recorded("unfold", windows)


def unsqueeze_to(grad: Any, shape: Any) -> Any:
    """Puts the dimensions of length 1 back."""
    if not isinstance(grad, Tensor):
        return grad.reshape(shape)
    found = grad
    for at, d in enumerate(shape):
        if d == 1:
            found = found.unsqueeze(at)
    return found


def unsqueeze_dims(grad: Any, shape: Any, dims: Any) -> Any:
    """Puts back those of the dimensions that had length 1."""
    if not isinstance(grad, Tensor):
        return grad.reshape(shape)
    found = grad
    for d in sorted(d % max(len(shape), 1) for d in dims):
        if shape and shape[d] == 1:
            found = found.unsqueeze(d)
    return found


def permute_self(grad: Any, dims: Any) -> Any:
    ndim = len(dims)
    order = [d % ndim for d in dims]
    return f.permute(grad, tuple(order.index(i) for i in range(ndim)))


def cat_tensors(grad: Any, dim: int, tensors_list_sizes: Any) -> list[Any]:
    found, start = [], 0
    for shape in tensors_list_sizes:
        if shape == (0,):
            found.append(f.zeros((0,), grad))
            continue
        at = dim % len(shape)
        found.append(grad[(slice(None),) * at + (slice(start, start + shape[at]),)])
        start += shape[at]
    return found


def stack_tensors(grad: Any, dim: int) -> list[Any]:
    if isinstance(grad, Tensor):
        return list(grad.unbind(dim))
    return [np.asarray(each) for each in np.moveaxis(grad, dim, 0)]


def unbind_self(grads: Any, dim: int) -> Any:
    if any(isinstance(each, Tensor) for each in grads):
        from gradrepl.engine import stack

        return stack(grads, dim)
    return np.stack(grads, dim)


def split_self(grads: Any, dim: int) -> Any:
    if any(isinstance(each, Tensor) for each in grads):
        from gradrepl.engine import cat

        return cat(grads, dim)
    return np.concatenate(grads, dim)


def repeat_self(grad: Any, repeats: Any, self_sym_sizes: Any) -> Any:
    extra = len(repeats) - len(self_sym_sizes)
    found = f.sum_over(grad, tuple(range(extra))) if extra else grad
    shape: list[int] = []
    for times, size in zip(repeats[extra:], self_sym_sizes, strict=True):
        shape += [times, size]
    return (
        f.sum_over(found.reshape(tuple(shape)), tuple(range(0, len(shape), 2))) if shape else found
    )


def flip_self(grad: Any, dims: Any) -> Any:
    if isinstance(grad, Tensor):
        return grad.flip(dims)
    return np.flip(grad, dims) if grad.ndim else grad


def triangle(name: str) -> Any:
    pick = np.tril if name == "tril" else np.triu

    def kernel(a: Array, diagonal: int) -> Array:
        if a.ndim < 2:
            raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions")
        return pick(a, diagonal)

    return kernel


def triangle_self(name: str) -> Any:
    pick = np.tril if name == "tril" else np.triu

    def formula(grad: Any, diagonal: int) -> Any:
        return getattr(grad, name)(diagonal) if isinstance(grad, Tensor) else pick(grad, diagonal)

    return formula


# --- regions of a base, for views whose edge is made again --------------------------


def gathered(a: Array, strides: Any, place: Any) -> Array:
    whole, part = region.with_region(a.shape, strides, a.dtype, place)
    whole[...] = a
    return part.copy()


# --- compositions ----------------------------------------------------------------------------------------------------


def reshape(self: Tensor, shape: Any) -> Any:
    """A view where one is possible, otherwise a copy, as PyTorch decides it."""
    if self._a.flags.c_contiguous:
        return self.view(shape) if SPECIAL else RECORDED.view(self, shape)
    wanted = resolve(shape, self._a.size)
    if strides_for(self._a, wanted) is not None:
        return self._reshape_alias(wanted)
    return self.clone(memory_format=contiguous_format)._unsafe_view(wanted)


def view_dtype(self: Tensor, dtype: Any) -> Any:
    """The same memory, read as another dtype: outside the graph."""
    found = wrap(viewed_as(self._a, dtype))
    found._storage = storage_of(self)
    return found


def view_as(self: Tensor, other: Tensor) -> Any:
    return self.view(other._a.shape)


def reshape_as(self: Tensor, other: Tensor) -> Any:
    return self.reshape(other._a.shape)


def expand_as(self: Tensor, other: Tensor) -> Any:
    return self.expand(other._a.shape)


def flatten(self: Tensor, start_dim: int, end_dim: int) -> Any:
    ndim = self._a.ndim
    first, last = wrap_dim(start_dim, ndim), wrap_dim(end_dim, ndim)
    if not ndim:
        return self.reshape((1,))
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if first == last:
        return self
    shape = self._a.shape
    return self.reshape((*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :]))


def narrow(self: Tensor, dim: int, start: int, length: int) -> Any:
    at, begin = narrow_bounds(self._a, dim, start, length)
    return self._slice(at, begin, begin + length, 1)


def narrow_from_tensor(self: Tensor, dim: int, start: Tensor, length: int) -> Any:
    if start._a.ndim or start._a.dtype.kind not in "iu":
        raise RuntimeError("start must be an 0-dim integral Tensor.")
    return narrow(self, dim, int(start._a), length)


def narrow_bounds(a: Array, dim: int, start: int, length: int) -> tuple[int, int]:
    """The dimension and the start, both counted from the beginning."""
    if not a.ndim:
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    at = wrap_dim(dim, a.ndim)
    size = a.shape[at]
    if not -size <= start <= size:
        raise IndexError(
            f"start out of range (expected to be in range of [{-size}, {size}], but got {start})"
        )
    begin = start + size if start < 0 else start
    if begin + length > size:
        raise RuntimeError(f"start ({begin}) + length ({length}) exceeds dimension size ({size}).")
    return at, begin


def real(self: Tensor) -> Any:
    return _part(self, 0) if self._a.dtype.kind == "c" else self


def imag(self: Tensor) -> Any:
    if self._a.dtype.kind != "c":
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
    return _part(self, 1)


def _part(self: Tensor, index: int) -> Any:
    from gradrepl.engine import view_as_real

    return view_as_real(self).select(self._a.ndim, index)


def split(self: Tensor, split_size: Any, dim: int) -> Any:
    """Into parts of one size, or of the sizes that a list gives."""
    from gradrepl.engine import ops

    if isinstance(split_size, int) and not isinstance(split_size, bool):
        return ops.recording("_split")(self, split_size, dim)
    return ops.function("split_with_sizes")(self, split_size, dim)


def chunk(self: Tensor, chunks: int, dim: int) -> Any:
    size = self._a.shape[wrap_dim(dim, self._a.ndim)] if self._a.ndim else 1
    if not size and chunks > 0:
        return self.split_with_sizes((0,) * chunks, dim)
    return self.split(chunk_size(self, chunks, dim), dim)


def chunk_size(self: Tensor, chunks: int, dim: int) -> int:
    """How long each of so many parts is."""
    if not self._a.ndim:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    size = self._a.shape[wrap_dim(dim, self._a.ndim)]
    return max(-(-size // chunks), 1)


def movedim_int(self: Tensor, source: int, destination: int) -> Any:
    return movedim(self, (source,), (destination,))


def movedim(self: Tensor, source: Any, destination: Any) -> Any:
    ndim = self._a.ndim
    if len(source) != len(destination):
        raise RuntimeError(
            f"movedim: Invalid source or destination dims: source ({list(source)} dims) should contain the same number "
            f"of dims as destination ({list(destination)} dims)"
        )
    sources = [wrap_dim(d, ndim) for d in source]
    targets = [wrap_dim(d, ndim) for d in destination]
    for name, given, found in (("source", source, sources), ("destination", destination, targets)):
        if len(set(found)) < len(found):
            raise RuntimeError(f"movedim: repeated dim in `{name}` ({list(given)})")
    if not ndim:
        return RECORDED.alias(self)
    rest = [d for d in range(ndim) if d not in sources]
    order = [-1] * ndim
    for s, t in zip(sources, targets, strict=True):
        order[t] = s
    for i, d in enumerate(order):
        if d == -1:
            order[i] = rest.pop(0)
    return self.permute(order)


def ravel(self: Tensor) -> Any:
    return self.contiguous().view((-1,))


def broadcast_to(self: Tensor, size: Any) -> Any:
    return self.expand(size)


def tile(self: Tensor, dims: Any) -> Any:
    return self.repeat((1,) * (self._a.ndim - len(dims)) + tuple(dims))


def tied(name: str, at_least: Callable[[Any], Any], dim: int) -> Any:
    """`hstack`, `vstack` and `dstack`: joined along a dimension that is there for all of them."""

    def function(tensors: Any) -> Any:
        from gradrepl.engine import cat

        if not tensors:
            raise RuntimeError(f"{name} expects a non-empty TensorList")
        shaped = [at_least(each) for each in tensors]
        return cat(shaped, 0 if shaped and dim == 1 and shaped[0]._a.ndim == 1 else dim)

    return function


def at_least_1d(self: Tensor) -> Any:
    return self if self._a.ndim else self.reshape((1,))


def at_least_2d(self: Tensor) -> Any:
    if self._a.ndim >= 2:
        return self
    return self.unsqueeze(0) if self._a.ndim else self.reshape((1, 1))


def at_least_3d(self: Tensor) -> Any:
    if self._a.ndim >= 3:
        return self
    if self._a.ndim == 2:
        return self.unsqueeze(-1)
    return self.unsqueeze(0).unsqueeze(-1) if self._a.ndim else self.reshape((1, 1, 1))


def each_at_least(one: Callable[[Any], Any]) -> Any:
    def function(tensors: Any) -> Any:
        return tuple(one(each) for each in tensors)

    return function


def columns(tensors: Any) -> Any:
    from gradrepl.engine import cat

    if not tensors:
        raise RuntimeError("column_stack expects a non-empty TensorList")

    return cat([x if x._a.ndim > 1 else x.reshape((x._a.size, 1)) for x in tensors], 1)


def contiguous(self: Tensor, memory_format: Any) -> Any:
    del memory_format
    return self if self._a.flags.c_contiguous else self.clone(memory_format=contiguous_format)


def diag(self: Tensor, diagonal: int) -> Any:
    from gradrepl.engine import ops

    if self._a.ndim == 2:
        return ops.recording("diagonal_copy")(self, diagonal, 0, 1)
    if self._a.ndim != 1:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {self._a.ndim}D")
    return self.diag_embed(diagonal)


def repeated_places(repeats: Tensor, output_size: int | None) -> Any:
    """Each place as often as it says."""
    del output_size
    counts = repeats._a
    if counts.ndim != 1:
        raise RuntimeError("repeat_interleave only accept 1D vector as repeat")
    if counts.dtype not in (np.int32, np.int64):
        raise missing("repeat_interleave_cpu", counts)
    if (counts < 0).any():
        raise RuntimeError("repeats can not be negative")
    return wrap(np.repeat(np.arange(counts.size, dtype=counts.dtype), counts))


def repeat_interleave(self: Tensor, repeats: int, dim: int | None, output_size: int | None) -> Any:
    x = self.flatten() if dim is None else self
    at = wrap_dim(0 if dim is None else dim, x._a.ndim)
    shape = x._a.shape
    if repeats < 0:
        raise RuntimeError("Repeats must be non-negative")
    wide = x.unsqueeze(at + 1).expand((*shape[: at + 1], repeats, *shape[at + 1 :]))
    del output_size
    return wide.clone().flatten(at, at + 1)


def repeat_interleave_tensor(
    self: Tensor, repeats: Tensor, dim: int | None, output_size: int | None
) -> Any:
    x = self.flatten() if dim is None else self
    at = wrap_dim(0 if dim is None else dim, x._a.ndim)
    del output_size
    if repeats._a.ndim > 1:
        raise RuntimeError("repeats must be 0-dim or 1-dim tensor")
    counts = repeats._a
    if counts.size == 1:
        counts = np.broadcast_to(counts, (x._a.shape[at],))
    if counts.shape != (x._a.shape[at],):
        raise RuntimeError(
            "repeats must have the same size as input along dim, but got repeats.size(0) = "
            f"{repeats._a.shape[0]} and input.size({at}) = {x._a.shape[at]}"
        )
    return x.index_select(at, repeated_places(wrap(counts), None))


def unflatten(self: Tensor, dim: int, sizes: Any) -> Any:
    at = wrap_dim(dim, self._a.ndim)
    shape = self._a.shape
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    if not shape:
        raise RuntimeError(
            "unflatten got an unexpected error:\nDimension specified as 0 but tensor has no dimensions"
        )
    try:
        inner = resolve(sizes, shape[at])
    except RuntimeError:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {at} ({shape[at]}) in the "
            "input tensor"
        ) from None
    return self.view((*shape[:at], *inner, *shape[at + 1 :]))


def broadcast_tensors(tensors: Any) -> Any:
    shape: tuple[int, ...] = ()
    for each in tensors:
        try:
            shape = np.broadcast_shapes(shape, each._a.shape)
        except ValueError:
            raise errors.sizes_differ(shape, each._a.shape) from None
    return tuple(each if each._a.shape == shape else each.expand(shape) for each in tensors)


def meshgrid(tensors: Any, indexing: str | None) -> Any:
    if indexing is None:
        warn_once(
            "torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument. (Triggered "
            "internally at ...)",
            own_place=True,
        )
    if not tensors:
        raise RuntimeError("meshgrid expects a non-empty TensorList")
    if indexing not in (None, "ij", "xy"):
        raise RuntimeError(
            f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}'
        )
    for each in tensors:
        if each._a.ndim > 1:
            sizes = ",".join(map(str, each._a.shape))
            raise RuntimeError(
                "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: [ "
                f"{_cpp_type(each._a)}{{{sizes}}} ]"
            )
    if len({each._a.dtype for each in tensors}) > 1:
        raise RuntimeError("meshgrid expects all tensors to have the same dtype")
    swap = indexing == "xy" and len(tensors) >= 2
    order = [tensors[1], tensors[0], *tensors[2:]] if swap else list(tensors)
    shape = tuple(each._a.size for each in order)
    grids = [
        each.view((1,) * i + (-1,) + (1,) * (len(order) - i - 1)).expand(shape)
        for i, each in enumerate(order)
    ]
    if not swap:
        return tuple(grids)
    grids = [grids[1], grids[0], *grids[2:]]
    return tuple(grids)


def cartesian_prod(tensors: Any) -> Any:
    from gradrepl.engine import stack

    for each in tensors:
        if each._a.ndim != 1:
            raise RuntimeError(f"Expect a 1D vector, but got shape {list(each._a.shape)}")
    if len(tensors) == 1:
        return tensors[0]
    return stack([grid.flatten() for grid in meshgrid(tensors, "ij")], 1)


def tensor_split(self: Tensor, sections: int, dim: int) -> Any:
    _check_splittable(self)
    at = wrap_dim(dim, self._a.ndim)
    if sections <= 0:
        raise RuntimeError(f"number of sections must be larger than 0, got {sections}")
    each, more = divmod(self._a.shape[at], sections)
    ends = [each * (i + 1) + min(i + 1, more) for i in range(sections - 1)]
    return tensor_split_at(self, ends, dim)


def _check_splittable(self: Tensor) -> None:
    if not self._a.ndim:
        raise RuntimeError(
            "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims"
        )


def tensor_split_at(self: Tensor, indices: Any, dim: int) -> Any:
    _check_splittable(self)
    at = wrap_dim(dim, self._a.ndim)
    ends = [*indices, self._a.shape[at]]
    return tuple(
        self._slice(at, start, end, 1) for start, end in zip([0, *indices], ends, strict=True)
    )


def tensor_split_by(self: Tensor, tensor_indices_or_sections: Tensor, dim: int) -> Any:
    given = tensor_indices_or_sections._a
    if given.dtype != np.int64:
        raise RuntimeError(
            f"tensor_split expected tensor_indices_or_sections to have dtype of long, but got {_legacy(given)}"
        )
    if given.ndim > 1:
        raise RuntimeError(
            "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but "
            f"got a tensor with {given.ndim} dims"
        )
    if not given.ndim:
        return tensor_split(self, int(given), dim)
    return tensor_split_at(self, given.tolist(), dim)


def resize_(self: Tensor, size: Any, memory_format: Any) -> Any:
    del memory_format
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad")
    shape = tuple(size)
    if any(each < 0 for each in shape):
        raise RuntimeError("numel: integer multiplication overflow")
    if self._a.shape != shape:
        flat = np.zeros(math.prod(shape), self._a.dtype)
        old = self._a.reshape(-1)[: flat.size]
        flat[: old.size] = old
        self._a = flat.reshape(shape)
    return self


def flipped_lr(self: Tensor) -> Any:
    if self._a.ndim < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return self.flip((1,))


def flipped_ud(self: Tensor) -> Any:
    if self._a.ndim < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return self.flip((0,))


def adjoint(self: Tensor) -> Any:
    if not self._a.ndim:
        warn_once(
            "adjoint() is deprecated on 0-D tensors. Consider using x.conj(). "
            "(Triggered internally at ...)"
        )
        return self.conj()
    if self._a.ndim == 1:
        raise RuntimeError(
            "tensor.adjoint() is only supported on matrices or batches of matrices. Got 1-D tensor."
        )
    return self.transpose(-2, -1).conj()


# fmt: off
SHAPE = (
    compose("reshape(Tensor self, int[] shape) -> Tensor", reshape),
    compose("view.dtype(Tensor self, ScalarType dtype) -> Tensor", view_dtype, function=False),
    op("view(Tensor(a) self, int[] size) -> Tensor(a)", "ViewBackward0", viewed, function=False,
       self=lambda grad, self_sym_sizes: grad.reshape(self_sym_sizes)),
    op("_reshape_alias(Tensor(a) self, int[] size) -> Tensor(a)", "ReshapeAliasBackward0", viewed, function=False,
       self=lambda grad, self_sym_sizes: grad.reshape(self_sym_sizes)),
    op("_unsafe_view(Tensor self, int[] size) -> Tensor", "UnsafeViewBackward0", viewed, function=False,
       self=lambda grad, self_sym_sizes: grad.reshape(self_sym_sizes)),
    compose("view_as(Tensor self, Tensor other) -> Tensor", view_as, function=False),
    compose("reshape_as(Tensor self, Tensor other) -> Tensor", reshape_as, function=False),
    op("expand(Tensor(a) self, int[] size, *, bool implicit=False) -> Tensor(a)", "ExpandBackward0", spread, function=False,
       self=lambda grad, self_sym_sizes: f.sum_to_size(grad, self_sym_sizes)),
    compose("expand_as(Tensor self, Tensor other) -> Tensor", expand_as, function=False),
    compose("broadcast_to(Tensor self, int[] size) -> Tensor", broadcast_to),
    op("transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)", "TransposeBackward0", swapped, in_place_node="TransposeBackward1",
       self=lambda grad, dim0, dim1: f.transpose(grad, dim0, dim1)),
    op("t(Tensor(a) self) -> Tensor(a)", "TBackward0", turned, in_place_node="TBackward1", self=lambda grad: f.t(grad)),
    op("permute(Tensor(a) self, int[] dims) -> Tensor(a)", "PermuteBackward0", permuted, self=permute_self),
    compose("movedim.int(Tensor self, int source, int destination) -> Tensor", movedim_int),
    compose("movedim.intlist(Tensor self, int[] source, int[] destination) -> Tensor", movedim),
    op("unsqueeze(Tensor(a) self, int dim) -> Tensor(a)", "UnsqueezeBackward0", unsqueezed, in_place_node="UnsqueezeBackward1",
       self=lambda grad, dim: grad.squeeze(dim) if isinstance(grad, Tensor) else squeezed_dim(grad, dim)),
    op("squeeze(Tensor(a) self) -> Tensor(a)", "SqueezeBackward0", squeezed, in_place_node="SqueezeBackward3",
       self=lambda grad, self_sym_sizes: unsqueeze_to(grad, self_sym_sizes)),
    op("squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)", "SqueezeBackward1", squeezed_dim, in_place_node="SqueezeBackward4",
       self=lambda grad, dim, self_sym_sizes: unsqueeze_dims(grad, self_sym_sizes, (dim,))),
    op("squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)", "SqueezeBackward2", squeezed_dims, in_place_node="SqueezeBackward5",
       self=lambda grad, dim, self_sym_sizes: unsqueeze_dims(grad, self_sym_sizes, dim)),
    compose("flatten.using_ints(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor", flatten),
    compose("ravel(Tensor self) -> Tensor", ravel),
    compose("contiguous(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", contiguous, function=False),
    op("as_strided(Tensor(a) self, int[] size, int[] stride, int? storage_offset=None) -> Tensor(a)", "AsStridedBackward0", strided, in_place_node="AsStridedBackward1",
       self=lambda grad, self_own_layout, size, stride, storage_offset: as_strided_self(grad, self_own_layout, size, stride, storage_offset)),
    op("unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)", "UnfoldBackward0", windows, function=False,
       self=lambda grad, self_sym_sizes, dimension, size, step: _folded(grad, self_sym_sizes, dimension, size, step)),
    op("_unfold_backward(Tensor self, int[] input_sizes, int dim, int size, int step) -> Tensor", "UnfoldBackwardBackward0", fold, function=False,
       self=lambda grad, dim, size, step: _windows(grad, dim, size, step)),
    compose("unflatten.int(Tensor self, int dim, int[] sizes) -> Tensor", unflatten),
    compose("resize_(Tensor self, int[] size, *, MemoryFormat? memory_format=None) -> Tensor", resize_, function=False),
    op("select.int(Tensor(a) self, int dim, int index) -> Tensor(a)", "SelectBackward0", selected,
       self=lambda grad, self_sym_sizes, dim, index: _put_back(grad, self_sym_sizes, dim, index)),
    op("_select_backward(Tensor self, int[] input_sizes, int dim, int index) -> Tensor", "SelectBackwardBackward0", placed(selected), function=False,
       self=lambda grad, dim, index: _selected(grad, dim, index)),
    op("_slice(Tensor(a) self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor(a)", "SliceBackward0", sliced,
       self=lambda grad, self_sym_sizes, dim, start, end, step: slice_back(grad, self_sym_sizes, dim, start, end, step)),
    op("_slice_backward(Tensor self, int[] input_sizes, int dim, int? start, int? end, int step) -> Tensor", "SliceBackwardBackward0", placed(sliced),
       function=False, self=lambda grad, dim, start, end, step: _sliced(grad, dim, start, end, step)),
    compose("narrow.Tensor(Tensor self, int dim, Tensor start, int length) -> Tensor", narrow_from_tensor),
    compose("narrow(Tensor self, int dim, int start, int length) -> Tensor", narrow),
    op("unbind.int(Tensor(a) self, int dim=0) -> Tensor(a)[]", "UnbindBackward0", unbound, self=unbind_self),
    compose("split(Tensor self, Object split_size, int dim=0) -> Tensor[]", split),
    op("_split(Tensor(a) self, int split_size, int dim=0) -> Tensor(a)[]", "SplitBackward0", split_equal,
       self=lambda grads, self_sym_sizes, split_size, dim: split_self(grads, dim)),
    op("split_with_sizes(Tensor(a) self, int[] split_sizes, int dim=0) -> Tensor(a)[]", "SplitWithSizesBackward0", split_sizes,
       self=lambda grads, self_sym_sizes, split_sizes, dim: split_self(grads, dim)),
    compose("tensor_split.indices(Tensor self, int[] indices, int dim=0) -> Tensor[]", tensor_split_at),
    compose("tensor_split.tensor_indices_or_sections(Tensor self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor[]", tensor_split_by),
    compose("tensor_split.sections(Tensor self, int sections, int dim=0) -> Tensor[]", tensor_split),
    compose("chunk(Tensor self, int chunks, int dim=0) -> Tensor[]", chunk),
    op("cat(Tensor[] tensors, int dim=0) -> Tensor", "CatBackward0", joined, method=False, tensors=cat_tensors),
    op("stack(Tensor[] tensors, int dim=0) -> Tensor", "StackBackward0", stacked, method=False, tensors=stack_tensors),
    compose("hstack(Tensor[] tensors) -> Tensor", tied("hstack", at_least_1d, 1), method=False),
    compose("dstack(Tensor[] tensors) -> Tensor", tied("dstack", at_least_3d, 2), method=False),
    compose("column_stack(Tensor[] tensors) -> Tensor", columns, method=False),
    compose("atleast_1d(Tensor self) -> Tensor", at_least_1d, method=False),
    compose("atleast_2d(Tensor self) -> Tensor", at_least_2d, method=False),
    compose("atleast_3d(Tensor self) -> Tensor", at_least_3d, method=False),
    compose("atleast_1d.Sequence(Tensor[] tensors) -> Tensor[]", each_at_least(at_least_1d), method=False),
    compose("atleast_2d.Sequence(Tensor[] tensors) -> Tensor[]", each_at_least(at_least_2d), method=False),
    compose("atleast_3d.Sequence(Tensor[] tensors) -> Tensor[]", each_at_least(at_least_3d), method=False),
    compose("broadcast_tensors(Tensor[] tensors) -> Tensor[]", broadcast_tensors, method=False),
    compose("meshgrid.indexing(Tensor[] tensors, *, str? indexing=None) -> Tensor[]", meshgrid, method=False),
    compose("cartesian_prod(Tensor[] tensors) -> Tensor", cartesian_prod, method=False),
    compose("vstack(Tensor[] tensors) -> Tensor", tied("vstack", at_least_2d, 0), method=False),
    op("repeat(Tensor self, int[] repeats) -> Tensor", "RepeatBackward0", repeated, function=False, self=repeat_self),
    compose("tile(Tensor self, int[] dims) -> Tensor", tile),
    op("flip(Tensor self, int[] dims) -> Tensor", "FlipBackward0", flipped, self=flip_self),
    op("diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)", "DiagonalBackward0", diagonal,
       self=lambda grad, self_sym_sizes, offset, dim1, dim2: _diagonal_back(grad, self_sym_sizes, offset, dim1, dim2)),
    op("_diagonal_backward(Tensor self, int[] input_sizes, int offset, int dim1, int dim2) -> Tensor", "DiagonalBackwardBackward0", placed(diagonal),
       function=False, self=lambda grad, offset, dim1, dim2: _diagonal(grad, offset, dim1, dim2)),
    op("diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor", "DiagEmbedBackward0", on_diagonal,
       self=lambda grad, offset, dim1, dim2: _diagonal(grad, offset, dim1, dim2)),
    op("roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor", "RollBackward0", rolled, self=roll_self),
    op("rot90(Tensor self, int k=1, int[] dims=[0,1]) -> Tensor", "Rot90Backward0", turned_by,
       self=lambda grad, k, dims: grad.rot90(-k, dims) if isinstance(grad, Tensor) else turned_by(grad, -k, dims)),
    compose("fliplr(Tensor self) -> Tensor", flipped_lr),
    compose("flipud(Tensor self) -> Tensor", flipped_ud),
    compose("adjoint(Tensor self) -> Tensor", adjoint),
    compose("repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, int? output_size=None) -> Tensor", repeat_interleave_tensor),
    compose("repeat_interleave.Tensor(Tensor repeats, *, int? output_size=None) -> Tensor", repeated_places, method=False),
    compose("repeat_interleave.self_int(Tensor self, int repeats, int? dim=None, *, int? output_size=None) -> Tensor", repeat_interleave),
    compose("diag(Tensor self, int diagonal=0) -> Tensor", diag),
    op("tril(Tensor self, int diagonal=0) -> Tensor", "TrilBackward0", triangle("tril"), in_place=True, overlapping=True, self=triangle_self("tril")),
    op("triu(Tensor self, int diagonal=0) -> Tensor", "TriuBackward0", triangle("triu"), in_place=True, overlapping=True, self=triangle_self("triu")),
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
