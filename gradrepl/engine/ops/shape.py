"""The same elements in another shape: views, and copies where a view cannot be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine import view as views
from gradrepl.engine.table import compose, op
from gradrepl.engine.dtypes import Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim

# --- kernels ---------------------------------------------------------------------------------------------------------


def resolve(size: Sequence[int], numel: int) -> tuple[int, ...]:
    """The shape with its -1 filled in.

    Raises:
        RuntimeError: with PyTorch's texts.
    """
    shape = tuple(size)
    unknown = [i for i, d in enumerate(shape) if d == -1]
    bad = next((d for d in shape if d < -1), None)
    if bad is not None:
        raise RuntimeError(f"invalid shape dimension {bad}")
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


def viewed(a: Array, size: Any) -> Array:
    shape = resolve(size, a.size)
    if a.flags.c_contiguous:
        return a.reshape(shape)
    found = a.view()
    try:
        found.shape = shape
    except AttributeError:
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        ) from None
    return found


def spread(a: Array, size: Any, implicit: bool = False) -> Array:
    del implicit
    extra = len(size) - a.ndim
    if extra < 0:
        raise RuntimeError(
            f"expand(torch.{_legacy(a)}Tensor{{{list(a.shape)}}}, size={list(size)}): the number of sizes provided "
            f"({len(size)}) must be greater or equal to the number of dimensions in the tensor ({a.ndim})"
        )
    shape, strides = [], []
    for i, d in enumerate(size):
        own = a.shape[i - extra] if i >= extra else None
        if d == -1:
            if own is None:
                raise RuntimeError(
                    f"expand(torch.{_legacy(a)}Tensor{{{list(a.shape)}}}, size={list(size)}): the expanded size of the "
                    f"tensor ({d}) isn't allowed in a leading, non-existing dimension {i}"
                )
            shape.append(own)
            strides.append(a.strides[i - extra])
            continue
        if own is not None and own not in (1, d):
            raise RuntimeError(
                f"The expanded size of the tensor ({d}) must match the existing size ({own}) at non-singleton dimension "
                f"{i}.  Target sizes: {list(size)}.  Tensor sizes: {list(a.shape)}"
            )
        shape.append(d)
        strides.append(a.strides[i - extra] if own == d and own is not None else 0)
    return np.lib.stride_tricks.as_strided(a, shape, strides)


def _legacy(a: Array) -> str:
    from gradrepl.engine.dtypes import OF

    return OF[a.dtype].legacy


def swapped(a: Array, dim0: int, dim1: int) -> Array:
    first, second = wrap_dim(dim0, a.ndim), wrap_dim(dim1, a.ndim)
    return np.swapaxes(a, first, second) if a.ndim else a


def turned(a: Array) -> Array:
    if a.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {a.ndim}D")
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
    return np.expand_dims(a, wrap_dim(dim, a.ndim + 1))


def squeezed(a: Array) -> Array:
    return a.squeeze()


def squeezed_dim(a: Array, dim: int) -> Array:
    at = wrap_dim(dim, a.ndim)
    return a.squeeze(at) if a.ndim and a.shape[at] == 1 else a


def squeezed_dims(a: Array, dim: Any) -> Array:
    at = tuple(wrap_dim(d, a.ndim) for d in dim)
    return a.squeeze(tuple(d for d in at if a.shape[d] == 1)) if a.ndim else a


def selected(a: Array, dim: int, index: int) -> Array:
    if not a.ndim:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    at = wrap_dim(dim, a.ndim)
    size = a.shape[at]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(a.shape)} at dimension {at}"
        )
    # an ellipsis keeps a 0-d result an array, and a view
    return a[(slice(None),) * at + (index, Ellipsis)]


def sliced(a: Array, dim: int, start: int | None, end: int | None, step: int) -> Array:
    if not a.ndim:
        raise RuntimeError("slice() cannot be applied to a 0-dim tensor.")
    if step <= 0:
        raise ValueError("step must be greater than zero")
    return a[(slice(None),) * wrap_dim(dim, a.ndim) + (slice(start, end, step),)]


def narrowed(a: Array, dim: int, start: int, length: int) -> Array:
    at = wrap_dim(dim, a.ndim)
    begin = start + a.shape[at] if start < 0 else start
    if begin + length > a.shape[at]:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({a.shape[at]}).")
    return a[(slice(None),) * at + (slice(begin, begin + length),)]


def unbound(a: Array, dim: int) -> list[Array]:
    at = wrap_dim(dim, a.ndim)
    if not a.ndim:
        raise RuntimeError("Dimension specified as 0 but tensor has no dimensions")
    return [a[(slice(None),) * at + (i, Ellipsis)] for i in range(a.shape[at])]


def split_equal(a: Array, split_size: int, dim: int) -> list[Array]:
    at = wrap_dim(dim, a.ndim)
    if split_size < 0:
        raise RuntimeError(f"split expects split_size be non-negative, but got split_size={split_size}")
    size = a.shape[at]
    starts = range(0, max(size, 1), split_size) if split_size else range(1)
    return [a[(slice(None),) * at + (slice(s, s + split_size),)] for s in starts]


def split_sizes(a: Array, split_sizes: Any, dim: int) -> list[Array]:
    at = wrap_dim(dim, a.ndim)
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


def joined(arrays: list[Array], dim: int) -> Array:
    if not arrays:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    from gradrepl.engine import dtypes

    # PyTorch lets an empty vector stand beside anything, for old times' sake
    kept = [a for a in arrays if a.shape != (0,)] or arrays[:1]
    ndim = kept[0].ndim
    for i, a in enumerate(arrays):
        if not a.ndim:
            raise RuntimeError(f"zero-dimensional tensor (at position {i}) cannot be concatenated")
    at = wrap_dim(dim, ndim)
    for i, a in enumerate(kept):
        if a.ndim != ndim:
            raise RuntimeError(f"Tensors must have same number of dimensions: got {ndim} and {a.ndim}")
        for d in range(ndim):
            if d != at and a.shape[d] != kept[0].shape[d]:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {at}. Expected size {kept[0].shape[d]} but got "
                    f"size {a.shape[d]} for tensor number {i} in the list."
                )
    return np.concatenate(kept, axis=at, dtype=dtypes.result_type(arrays).np)


def stacked(arrays: list[Array], dim: int) -> Array:
    if not arrays:
        raise RuntimeError("stack expects a non-empty TensorList")
    from gradrepl.engine import dtypes

    for i, a in enumerate(arrays):
        if a.shape != arrays[0].shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(arrays[0].shape)} at entry 0 and "
                f"{list(a.shape)} at entry {i}"
            )
    return np.stack(arrays, axis=wrap_dim(dim, arrays[0].ndim + 1), dtype=dtypes.result_type(arrays).np)


def repeated(a: Array, repeats: Any) -> Array:
    if len(repeats) < a.ndim:
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"
        )
    return np.tile(a, repeats)


def flipped(a: Array, dims: Any) -> Array:
    return np.flip(a, tuple(wrap_dim(d, a.ndim) for d in dims)).copy()


def diagonal(a: Array, offset: int, dim1: int, dim2: int) -> Array:
    found = np.diagonal(a, offset, wrap_dim(dim1, a.ndim), wrap_dim(dim2, a.ndim))
    return np.lib.stride_tricks.as_strided(found, writeable=True)


def real_part(a: Array) -> Array:
    return a.real


def imaginary_part(a: Array) -> Array:
    if a.dtype.kind != "c":
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
    return a.imag


# --- formulas --------------------------------------------------------------------------------------------------------


def into_region(grad: Any, shape: Any, index: tuple[Any, ...]) -> Any:
    """Zeros of the shape with the gradient in one region."""
    if isinstance(grad, Tensor):
        found = f.zeros(shape, grad)
        found[index] = grad
        return found
    array = np.zeros(shape, grad.dtype)
    array[index] = grad
    return array


def select_self(grad: Any, self_sym_sizes: Any, dim: int, index: int) -> Any:
    return into_region(grad, self_sym_sizes, (slice(None),) * (dim % len(self_sym_sizes)) + (index,))


def slice_self(grad: Any, self_sym_sizes: Any, dim: int, start: Any, end: Any, step: int) -> Any:
    at = dim % len(self_sym_sizes)
    return into_region(grad, self_sym_sizes, (slice(None),) * at + (slice(start, end, step),))


def narrow_self(grad: Any, self_sym_sizes: Any, dim: int, start: int, length: int) -> Any:
    at = dim % len(self_sym_sizes)
    begin = start + self_sym_sizes[at] if start < 0 else start
    return into_region(grad, self_sym_sizes, (slice(None),) * at + (slice(begin, begin + length),))


def unsqueeze_to(grad: Any, shape: Any) -> Any:
    return grad.reshape(shape)


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
    return f.sum_over(found.reshape(tuple(shape)), tuple(range(0, len(shape), 2))) if shape else found


def flip_self(grad: Any, dims: Any) -> Any:
    return grad.flip(dims) if isinstance(grad, Tensor) else np.flip(grad, dims)


def diagonal_self(grad: Any, self_sym_sizes: Any, offset: int, dim1: int, dim2: int) -> Any:
    if isinstance(grad, Tensor):
        found = f.zeros(self_sym_sizes, grad)
        found.diagonal(offset, dim1, dim2).copy_(grad)
        return found
    array = np.zeros(self_sym_sizes, grad.dtype)
    diagonal(array, offset, dim1, dim2)[...] = grad
    return array


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
    whole = views.laid_out(a.shape, strides, a.dtype)
    whole[...] = a
    return views.over(whole, place).copy()


# --- compositions ----------------------------------------------------------------------------------------------------


def reshape(self: Tensor, shape: Any) -> Any:
    """A view where one is possible, otherwise a copy, as PyTorch decides it."""
    wanted = resolve(shape, self._a.size)
    probe = self._a.view()
    try:
        probe.shape = wanted
    except AttributeError:
        return self.clone()._unsafe_view(wanted)
    return self.view(wanted)


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


def chunk(self: Tensor, chunks: int, dim: int) -> Any:
    if not self._a.ndim:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    size = self._a.shape[wrap_dim(dim, self._a.ndim)]
    return self.split(max(-(-size // chunks), 1), dim)


def movedim(self: Tensor, source: Any, destination: Any) -> Any:
    ndim = self._a.ndim
    sources = [wrap_dim(d, ndim) for d in source]
    targets = [wrap_dim(d, ndim) for d in destination]
    rest = [d for d in range(ndim) if d not in sources]
    order = [-1] * ndim
    for s, t in zip(sources, targets, strict=True):
        order[t] = s
    for i, d in enumerate(order):
        if d == -1:
            order[i] = rest.pop(0)
    return self.permute(order)


def ravel(self: Tensor) -> Any:
    return self.reshape((-1,))


def broadcast_to(self: Tensor, size: Any) -> Any:
    return self.expand(size)


def tile(self: Tensor, dims: Any) -> Any:
    return self.repeat((1,) * (self._a.ndim - len(dims)) + tuple(dims))


def tied(axis: int) -> Any:
    """`hstack` and `vstack`."""

    def function(tensors: Any) -> Any:
        from gradrepl.engine import cat

        atleast = 1 if axis else 2
        shaped = [_at_least(each, atleast) for each in tensors]
        return cat(shaped, 0 if shaped[0]._a.ndim == 1 else axis)

    return function


def _at_least(tensor: Tensor, ndim: int) -> Tensor:
    while tensor._a.ndim < ndim:
        tensor = tensor.unsqueeze(0)
    return tensor


def contiguous(self: Tensor) -> Any:
    return self if self._a.flags.c_contiguous else self.clone()


def diag(self: Tensor, diagonal: int) -> Any:
    if self._a.ndim == 2:
        return self.diagonal(diagonal).clone()
    if self._a.ndim != 1:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {self._a.ndim}D")
    size = self._a.shape[0] + abs(diagonal)
    found = wrap(np.zeros((size, size), self._a.dtype))
    found.diagonal(diagonal).copy_(self)
    return found


# fmt: off
SHAPE = (
    compose("reshape(Tensor self, int[] shape) -> Tensor", reshape),
    op("view(Tensor(a) self, int[] size) -> Tensor(a)", "ViewBackward0", viewed, function=False,
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
    compose("movedim.intlist(Tensor self, int[1] source, int[1] destination) -> Tensor", movedim),
    op("unsqueeze(Tensor(a) self, int dim) -> Tensor(a)", "UnsqueezeBackward0", unsqueezed, in_place_node="UnsqueezeBackward1",
       self=lambda grad, dim, self_sym_sizes: unsqueeze_to(grad, self_sym_sizes)),
    op("squeeze(Tensor(a) self) -> Tensor(a)", "SqueezeBackward0", squeezed, in_place_node="SqueezeBackward3",
       self=lambda grad, self_sym_sizes: unsqueeze_to(grad, self_sym_sizes)),
    op("squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)", "SqueezeBackward1", squeezed_dim, in_place_node="SqueezeBackward4",
       self=lambda grad, dim, self_sym_sizes: unsqueeze_to(grad, self_sym_sizes)),
    op("squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)", "SqueezeBackward2", squeezed_dims, in_place_node="SqueezeBackward5",
       self=lambda grad, dim, self_sym_sizes: unsqueeze_to(grad, self_sym_sizes)),
    compose("flatten.using_ints(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor", flatten),
    compose("ravel(Tensor self) -> Tensor", ravel),
    compose("contiguous(Tensor self) -> Tensor", contiguous, function=False),
    op("select.int(Tensor(a) self, int dim, int index) -> Tensor(a)", "SelectBackward0", selected, self=select_self),
    op("_slice(Tensor(a) self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor(a)", "SliceBackward0", sliced, self=slice_self),
    op("narrow(Tensor(a) self, int dim, int start, int length) -> Tensor(a)", "SliceBackward0", narrowed, self=narrow_self),
    op("unbind.int(Tensor(a) self, int dim=0) -> Tensor(a)[]", "UnbindBackward0", unbound, self=unbind_self),
    op("split.Tensor(Tensor(a) self, int split_size, int dim=0) -> Tensor(a)[]", "SplitBackward0", split_equal, self=split_self),
    op("split.sizes(Tensor(a) self, int[] split_size, int dim=0) -> Tensor(a)[]", "SplitWithSizesBackward0", split_sizes, self=split_self),
    compose("chunk(Tensor self, int chunks, int dim=0) -> Tensor[]", chunk),
    op("cat(Tensor[] tensors, int dim=0) -> Tensor", "CatBackward0", joined, method=False, tensors=cat_tensors),
    op("stack(Tensor[] tensors, int dim=0) -> Tensor", "StackBackward0", stacked, method=False, tensors=stack_tensors),
    compose("hstack(Tensor[] tensors) -> Tensor", tied(1), method=False),
    compose("vstack(Tensor[] tensors) -> Tensor", tied(0), method=False),
    op("repeat(Tensor self, int[] repeats) -> Tensor", "RepeatBackward0", repeated, function=False, self=repeat_self),
    compose("tile(Tensor self, int[] dims) -> Tensor", tile),
    op("flip(Tensor self, int[] dims) -> Tensor", "FlipBackward0", flipped, self=flip_self),
    op("diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)", "DiagonalBackward0", diagonal, self=diagonal_self),
    compose("diag(Tensor self, int diagonal=0) -> Tensor", diag),
    op("tril(Tensor self, int diagonal=0) -> Tensor", "TrilBackward0", triangle("tril"), self=triangle_self("tril")),
    op("triu(Tensor self, int diagonal=0) -> Tensor", "TriuBackward0", triangle("triu"), self=triangle_self("triu")),
    op("_scatter_region(Tensor self, int[] shape, int[] strides, Layout place) -> Tensor", "AsStridedBackward0", views.scatter, function=False,
       self=lambda grad, strides, place: grad._gather_region(strides, place) if isinstance(grad, Tensor) else gathered(grad, strides, place)),
    op("_gather_region(Tensor self, int[] strides, Layout place) -> Tensor", "AsStridedBackward0", gathered, function=False,
       self=lambda grad, self_sym_sizes, strides, place: grad._scatter_region(self_sym_sizes, strides, place) if isinstance(grad, Tensor) else views.scatter(grad, self_sym_sizes, strides, place)),
    op("real(Tensor(a) self) -> Tensor(a)", "RealBackward0", real_part, method=False, self=lambda grad: grad),
    op("imag(Tensor(a) self) -> Tensor(a)", "ImagBackward0", imaginary_part, method=False, self=lambda grad: grad * 1j),
)
# fmt: on

SAME = (("concat", "cat"), ("concatenate", "cat"), ("swapaxes", "transpose"), ("swapdims", "transpose"), ("moveaxis", "movedim"), ("row_stack", "vstack"))  # fmt: skip
