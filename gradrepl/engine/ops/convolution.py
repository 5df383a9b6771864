"""Convolutions in any number of dimensions, and the windows that they slide over.

# NOTE [Three maps]
A convolution is one of three maps that are linear in both of their operands, and each one's derivatives are the other
two. With x the larger image, y the smaller one and w the weights that lie between them:

correlate(x, w) -> y   what `conv2d` computes
spread(y, w) -> x      its transpose: what `conv_transpose2d` computes, and the gradient of x
weigh(x, y) -> w       the gradient of w
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gradrepl.engine.tensor import Tensor

Ints = tuple[int, ...]

# --- windows ---------------------------------------------------------------------------------------------------------


def padded(x: Array, padding: Sequence[int], value: Any = 0, beyond: Sequence[int] = ()) -> Array:
    """The image inside a frame of one value; `beyond` widens it at its far ends."""
    far = beyond or (0,) * len(padding)
    if not any(padding) and not any(far):
        return x
    front = x.ndim - len(padding)
    sizes = [n + 2 * p + b for n, p, b in zip(x.shape[front:], padding, far, strict=True)]
    found = np.full((*x.shape[:front], *sizes), value, x.dtype)
    found[inner(x.shape[front:], padding)] = x
    return found


def inner(size: Sequence[int], padding: Sequence[int]) -> Any:
    """The image within its frame."""
    return (..., *(slice(p, p + n) for n, p in zip(size, padding, strict=True)))


def windows(x: Array, kernel: Ints, stride: Ints, dilation: Ints, counts: Ints) -> Array:
    """Every place of the kernel on the image, as a view: `(*front, *kernel, *counts)`."""
    front = x.ndim - len(kernel)
    across = x.strides[front:]
    inside = [s * d for s, d in zip(across, dilation, strict=True)]
    steps = [s * d for s, d in zip(across, stride, strict=True)]
    return np.lib.stride_tricks.as_strided(
        x, (*x.shape[:front], *kernel, *counts), (*x.strides[:front], *inside, *steps)
    )


def places(kernel: Ints, stride: Ints, dilation: Ints, counts: Ints) -> Iterator[tuple[Any, Any]]:
    """For each element of the kernel: its index, and the slice of the image that it meets."""
    along = [
        [slice(i * d, i * d + s * (n - 1) + 1, s) for i in range(k)]
        for k, s, d, n in zip(kernel, stride, dilation, counts, strict=True)
    ]
    return zip(itertools.product(*map(range, kernel)), itertools.product(*along), strict=True)


def count(size: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """How many places a kernel has along one dimension."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def gathered(cols: Array, size: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    """Windows `(N, C, *kernel, *counts)` added up into the image `(N, C, *size)` that they lie on."""
    d = len(size)
    kernel, counts = cols.shape[2 : 2 + d], cols.shape[2 + d :]
    whole = [n + 2 * p for n, p in zip(size, padding, strict=True)]
    image = np.zeros((*cols.shape[:2], *whole), cols.dtype)
    for at, meets in places(kernel, stride, dilation, counts):
        image[(..., *meets)] += cols[(slice(None), slice(None), *at)]
    return np.ascontiguousarray(image[inner(size, padding)])


# --- the three maps --------------------------------------------------------------------------------------------------


def correlate(x: Array, w: Array, stride: Ints, padding: Ints, dilation: Ints, counts: Ints, groups: int) -> Array:  # fmt: skip
    if x.dtype == np.float16:  # rounded once, at the end
        wide = (x.astype(np.float32), w.astype(np.float32))
        return correlate(*wide, stride, padding, dilation, counts, groups).astype(x.dtype)
    kernel, n, total = w.shape[2:], x.shape[0], math.prod(counts)
    deep = w.shape[1] * math.prod(kernel)
    cols = windows(padded(x, padding), kernel, stride, dilation, counts)
    cols = cols.reshape(n, groups, deep, total)
    found = np.matmul(w.reshape(groups, w.shape[0] // groups, deep), cols)
    return found.reshape(n, w.shape[0], *counts)


def spread(y: Array, w: Array, stride: Ints, padding: Ints, dilation: Ints, size: Ints, groups: int) -> Array:  # fmt: skip
    if y.dtype == np.float16:
        wide = (y.astype(np.float32), w.astype(np.float32))
        return spread(*wide, stride, padding, dilation, size, groups).astype(y.dtype)
    kernel, n, counts = w.shape[2:], y.shape[0], y.shape[2:]
    out, deep = w.shape[0] // groups, w.shape[1] * math.prod(kernel)
    across = w.reshape(groups, out, deep).swapaxes(1, 2)
    cols = np.matmul(across, y.reshape(n, groups, out, math.prod(counts)))
    cols = cols.reshape(n, groups * w.shape[1], *kernel, *counts)
    return gathered(cols, size, stride, padding, dilation)


def weigh(x: Array, y: Array, stride: Ints, padding: Ints, dilation: Ints, kernel: Ints, groups: int) -> Array:  # fmt: skip
    if x.dtype == np.float16:
        wide = (x.astype(np.float32), y.astype(np.float32))
        return weigh(*wide, stride, padding, dilation, kernel, groups).astype(x.dtype)
    n, counts = x.shape[0], y.shape[2:]
    deep, out, total = x.shape[1] // groups, y.shape[1] // groups, n * math.prod(counts)
    found = windows(padded(x, padding), kernel, stride, dilation, counts)
    d = len(kernel)
    order = (1, *range(2, 2 + d), 0, *range(2 + d, 2 + 2 * d))  # one product, over all images
    cols = found.transpose(order).reshape(groups, deep * math.prod(kernel), total)
    rows = np.moveaxis(y, 1, 0).reshape(groups, out, total)
    return np.matmul(rows, cols.swapaxes(1, 2)).reshape(groups * out, deep, *kernel)


f_correlate = f.recorded("_correlate", correlate)
f_spread = f.recorded("_spread", spread)
f_weigh = f.recorded("_weigh", weigh)
f_over_images = f.recorded("_sum_over_images", lambda y: y.sum((0, *range(2, y.ndim))))


def spatial(x: Any) -> Ints:
    """All sizes after those of images and channels."""
    return tuple(x.shape[2:])


def _correlate_input(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_spread(grad, f.conj(weight), stride, padding, dilation, spatial(input), groups)


def _correlate_weight(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_weigh(f.conj(input), grad, stride, padding, dilation, spatial(weight), groups)


def _spread_output(grad: Any, grad_output: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_correlate(
        grad, f.conj(weight), stride, padding, dilation, spatial(grad_output), groups
    )


def _spread_weight(grad: Any, grad_output: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_weigh(grad, f.conj(grad_output), stride, padding, dilation, spatial(weight), groups)


def _weigh_input(grad: Any, input: Any, grad_output: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_spread(f.conj(grad_output), grad, stride, padding, dilation, spatial(input), groups)


def _weigh_output(grad: Any, input: Any, grad_output: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_correlate(f.conj(input), grad, stride, padding, dilation, spatial(grad_output), groups)


def _over_images_self(grad: Any, grad_output_sym_sizes: Ints) -> Any:
    across = (1, -1, *(1,) * (len(grad_output_sym_sizes) - 2))
    return f.expand(grad.reshape(across), grad_output_sym_sizes)


# --- what PyTorch refuses --------------------------------------------------------------------------------------------


def _spread_over(values: Ints, dims: int, name: str) -> Ints:
    """One number for each dimension."""
    if len(values) == 1:
        return values * dims
    if len(values) != dims:
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {dims} values to match the convolution "
            f"dimensions, but got {name}={list(values)}"
        )
    return values


def _check_numbers(stride: Ints, padding: Ints, output_padding: Ints, dilation: Ints) -> None:
    if any(each < 0 for each in padding):
        raise RuntimeError("negative padding is not supported")
    if any(each < 0 for each in output_padding):
        raise RuntimeError("negative output_padding is not supported")
    if any(each <= 0 for each in stride):
        raise RuntimeError("non-positive stride is not supported")
    if any(each <= 0 for each in dilation):
        raise RuntimeError(f"dilation should be greater than zero, but got {list(dilation)}")


def _check_channels(x: Array, w: Array, b: Array | None, transposed: bool, groups: int) -> None:
    shape = list(w.shape)
    if w.ndim < 3:
        raise RuntimeError("weight should have at least three dimensions")
    if x.ndim != w.ndim:
        raise RuntimeError(
            f"Expected {w.ndim}-dimensional input for {w.ndim}-dimensional weight {shape}, but got {x.ndim}-dimensional "
            f"input of size {list(x.shape)} instead"
        )
    if shape[0] < groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be at least {groups} at dimension 0, but got weight of size "
            f"{shape} instead"
        )
    if shape[0] % groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, but got weight of "
            f"size [{shape}] instead"
        )
    taken = shape[0] if transposed else shape[1] * groups
    given = f"transposed={transposed:d}" if transposed else f"groups={groups}"
    if x.shape[1] != taken:
        raise RuntimeError(
            f"Given {given}, weight of size {shape}, expected input{list(x.shape)} to have {taken} channels, but got "
            f"{x.shape[1]} channels instead"
        )
    made = shape[1] * groups if transposed else shape[0]
    if b is not None and b.shape != (made,):
        given = f"{given}, weight of size" if transposed else "weight of size"
        raise RuntimeError(
            f"Given {given} {shape}, expected bias to be 1-dimensional with {made} elements, but got bias of size "
            f"{list(b.shape)} instead"
        )


def _check_sizes(x: Array, w: Array, padding: Ints, dilation: Ints) -> None:
    whole = [n + 2 * p for n, p in zip(x.shape[2:], padding, strict=True)]
    kernel = [d * (k - 1) + 1 for k, d in zip(w.shape[2:], dilation, strict=True)]
    if any(k > n for n, k in zip(whole, kernel, strict=True)):
        raise RuntimeError(
            f"Calculated padded input size per channel: ({' x '.join(map(str, whole))}). Kernel size: "
            f"({' x '.join(map(str, kernel))}). Kernel size can't be greater than actual input size"
        )


def _check_dtypes(x: Array, w: Array, b: Array | None) -> None:
    if b is not None and b.dtype != x.dtype:
        raise RuntimeError(
            f"Input type ({C_NAMES[x.dtype.name]}) and bias type ({C_NAMES[b.dtype.name]}) should be the same"
        )
    if x.dtype != w.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[x.dtype].legacy} but found {OF[w.dtype].legacy}"
        )
    if x.dtype.kind == "b":
        raise NotImplementedError("\"slow_conv2d_cpu\" not implemented for 'Bool'")


def _check_output_padding(output_padding: Ints, stride: Ints, dilation: Ints) -> None:
    if all(o < s or o < d for o, s, d in zip(output_padding, stride, dilation, strict=True)):
        return
    named = [("output_padding", output_padding), ("stride", stride), ("dilation", dilation)]
    axes = ("depth", "height", "width")[-max(len(stride), 2) :]
    told = " ".join(
        f"{name}_{axis}: {value}"
        for name, values in named
        for axis, value in zip(axes, (1,) * (len(axes) - len(values)) + values, strict=True)
    )
    raise RuntimeError(
        f"output padding must be smaller than either stride or dilation, but got {told}"
    )


def _check_output_size(size: Ints, out: Ints) -> None:
    if min(out) < 1:
        flat = (1,) if len(size) == 1 else ()  # a sequence is an image of one row
        given, made = (" x ".join(map(str, flat + tuple(each))) for each in (size, out))
        raise RuntimeError(
            f"Given input size per channel: ({given}). Calculated output size per channel: ({made}). Output size is "
            "too small"
        )


# --- the operations --------------------------------------------------------------------------------------------------


def convolution(
    x: Array, w: Array, b: Array | None, stride: Ints, padding: Ints, dilation: Ints, transposed: bool,
    output_padding: Ints, groups: int,
) -> Array:  # fmt: skip
    _check_numbers(stride, padding, output_padding, dilation)
    _check_channels(x, w, b, transposed, groups)
    sizes = (x.shape[2:], w.shape[2:], stride, padding, dilation)
    if transposed:
        _check_output_padding(output_padding, stride, dilation)
    else:
        _check_sizes(x, w, padding, dilation)
    _check_dtypes(x, w, b)
    kind = x.dtype
    if kind == np.float16:  # rounded once, at the end
        x, w = x.astype(np.float32), w.astype(np.float32)
        b = None if b is None else b.astype(np.float32)
    if transposed:
        size = tuple(
            (n - 1) * s - 2 * p + d * (k - 1) + 1 + o
            for n, k, s, p, d, o in zip(*sizes, output_padding, strict=True)
        )
        _check_output_size(x.shape[2:], size)
        found = spread(x, w, stride, padding, dilation, size, groups)
    else:
        counts = tuple(count(*each) for each in zip(*sizes, strict=True))
        found = correlate(x, w, stride, padding, dilation, counts, groups)
    if b is not None:
        found = np.add(found, b.reshape(-1, *(1,) * len(stride)))
    return found.astype(kind, copy=False)


def convolution_input(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, transposed: bool, output_padding: Ints, groups: int) -> Any:  # fmt: skip
    backwards = f_correlate if transposed else f_spread
    return backwards(grad, f.conj(weight), stride, padding, dilation, spatial(input), groups)


def convolution_weight(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, transposed: bool, groups: int) -> Any:  # fmt: skip
    x, y = (grad, f.conj(input)) if transposed else (f.conj(input), grad)
    return f_weigh(x, y, stride, padding, dilation, spatial(weight), groups)


def convolution_bias(grad: Any, bias_sym_sizes_opt: Ints) -> Any:
    del bias_sym_sizes_opt
    return f_over_images(grad)


def _convolve(
    self: Tensor, weight: Tensor, bias: Tensor | None, stride: Ints, padding: Ints, dilation: Ints, groups: int,
    name: str, transposed: bool = False, output_padding: Ints = (0,),
) -> Any:  # fmt: skip
    """A convolution of one or of many images."""
    from gradrepl.engine import ops

    dims = int(name[-2])
    x = self._a
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"Expected {dims + 1}D (unbatched) or {dims + 2}D (batched) input to {name}, but got input of size: "
            f"{list(x.shape)}"
        )
    if groups <= 0:
        raise RuntimeError("non-positive groups is not supported")
    numbers = {"stride": stride, "padding": padding, "dilation": dilation, "output_padding": output_padding}  # fmt: skip
    whole = {key: value * dims if len(value) == 1 else value for key, value in numbers.items()}
    deep = weight._a.ndim - 2
    s, p, d, o = (_spread_over(value, deep, key) for key, value in whole.items())
    alone = x.ndim == dims + 1
    images = self.unsqueeze(0) if alone else self
    found = ops.recording("convolution")(images, weight, bias, s, p, d, transposed, o, groups)
    return found.squeeze(0) if alone else found


def conv(name: str) -> Any:
    def convolve(self: Tensor, weight: Tensor, bias: Tensor | None, stride: Any, padding: Any, dilation: Any, groups: int) -> Any:  # fmt: skip
        return _convolve(
            self, weight, bias, _ints(stride), _ints(padding), _ints(dilation), groups, name
        )

    return convolve


def conv_by_name(name: str) -> Any:
    """The overload that takes `padding="same"`."""
    plain = conv(name)

    def convolve(self: Tensor, weight: Tensor, bias: Tensor | None, stride: Any, padding: str, dilation: Any, groups: int) -> Any:  # fmt: skip
        if padding == "valid":
            return plain(self, weight, bias, stride, 0, dilation, groups)
        if padding != "same":
            raise RuntimeError(f"Invalid padding string: '{padding}'")
        if any(each != 1 for each in _ints(stride)):
            raise RuntimeError("padding='same' is not supported for strided convolutions")
        dims = weight._a.ndim - 2
        steps = _spread_over(_ints(dilation), dims, "dilation")
        total = [d * (k - 1) for k, d in zip(weight._a.shape[2:], steps, strict=True)]
        if any(each % 2 for each in total):  # one more at the far end
            from gradrepl.engine import ops

            beyond = tuple(n for each in reversed(total) for n in (0, each % 2))
            self = ops.recording("constant_pad_nd")(self, beyond, 0)
        return plain(self, weight, bias, stride, tuple(each // 2 for each in total), dilation, groups)  # fmt: skip

    return convolve


def conv_transpose(name: str) -> Any:
    def convolve(self: Tensor, weight: Tensor, bias: Tensor | None, stride: Any, padding: Any, output_padding: Any, groups: int, dilation: Any) -> Any:  # fmt: skip
        return _convolve(
            self, weight, bias, _ints(stride), _ints(padding), _ints(dilation), groups, name,
            transposed=True, output_padding=_ints(output_padding),
        )  # fmt: skip

    return convolve


def _ints(value: Any) -> Ints:
    return (value,) if isinstance(value, int) else tuple(value)


# --- unfold and fold -------------------------------------------------------------------------------------------------


def _counts(size: Ints, kernel: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Ints:
    return tuple(
        count(n, k, s, p, d)
        for n, k, s, p, d in zip(size, kernel, stride, padding, dilation, strict=True)
    )


def im2col(a: Array, kernel: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Array:
    if not (a.ndim in (3, 4) and all(a.shape[-3:])):
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, "
            f"but got: {list(a.shape)}"
        )
    x = a if a.ndim == 4 else a[None]
    counts = _counts(x.shape[2:], kernel, dilation, padding, stride)
    if min(counts) < 1:
        raise RuntimeError(
            f"Given input with spatial size {x.shape[2:]}, kernel_size={kernel}, dilation={dilation}, "
            f"padding={padding}, calculated shape of the array of sliding blocks as {counts}, but its components must "
            "be at least one."
        )
    found = np.array(windows(padded(x, padding), kernel, stride, dilation, counts), order="C")
    found = found.reshape(x.shape[0], x.shape[1] * math.prod(kernel), math.prod(counts))
    return found if a.ndim == 4 else found[0]


def col2im(a: Array, size: Ints, kernel: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Array:  # fmt: skip
    if not (a.ndim in (2, 3) and all(a.shape[-2:])):
        raise RuntimeError(
            "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for "
            f"input, but got: {list(a.shape)}"
        )
    cols = a if a.ndim == 3 else a[None]
    n, deep, total = cols.shape
    given = f"output_size={size}, kernel_size={kernel}, dilation={dilation}, padding={padding}, stride={stride}"
    if deep % math.prod(kernel):
        raise RuntimeError(
            "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
            f"input.size(1)={deep} and kernel_size={kernel}."
        )
    counts = _counts(size, kernel, dilation, padding, stride)
    if total != math.prod(counts):
        raise RuntimeError(
            f"Given {given}, expected size of input's dimension 2 to match the calculated number of sliding blocks "
            f"{counts[0]} * {counts[1]} = {math.prod(counts)}, but got input.size(2)={total}."
        )
    blocks = cols.reshape(n, deep // math.prod(kernel), *kernel, *counts)
    found = gathered(blocks, size, stride, padding, dilation)
    return found if a.ndim == 3 else found[0]


f_im2col = f.recorded("im2col", im2col)
f_col2im = f.recorded("col2im", col2im)


def im2col_self(grad: Any, self_sym_argsize_minus_2: int, self_sym_argsize_minus_1: int, kernel_size: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Any:  # fmt: skip
    size = (self_sym_argsize_minus_2, self_sym_argsize_minus_1)
    return f_col2im(grad, size, kernel_size, dilation, padding, stride)


def col2im_self(grad: Any, kernel_size: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Any:
    return f_im2col(grad, kernel_size, dilation, padding, stride)


_AGAIN = "ConvolutionBackwardBackward0"
_GEOMETRY = "int[] stride, int[] padding, int[] dilation, int[] size, int groups"

# fmt: off
CONVOLUTION: tuple[Op, ...] = (
    *(
        compose(f"conv{d}d(Tensor input, Tensor weight, Tensor? bias=None, int[{d}] stride=1, int[{d}] padding=0, int[{d}] dilation=1, int groups=1) -> Tensor",
                conv(f"conv{d}d"), method=False) for d in (1, 2, 3)
    ),
    *(
        compose(f'conv{d}d.padding(Tensor input, Tensor weight, Tensor? bias=None, int[{d}] stride=1, str padding="valid", int[{d}] dilation=1, int groups=1) -> Tensor',
                conv_by_name(f"conv{d}d"), method=False) for d in (1, 2, 3)
    ),
    *(
        compose(f"conv_transpose{d}d(Tensor input, Tensor weight, Tensor? bias=None, int[{d}] stride=1, int[{d}] padding=0, int[{d}] output_padding=0, int groups=1, int[{d}] dilation=1) -> Tensor",
                conv_transpose(f"conv_transpose{d}d"), method=False) for d in (1, 2, 3)
    ),
    op("convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor",
       "ConvolutionBackward0", convolution, method=False, input=convolution_input, weight=convolution_weight, bias=convolution_bias),
    op(f"_correlate(Tensor input, Tensor weight, {_GEOMETRY}) -> Tensor", _AGAIN, correlate, method=False, function=False,
       input=_correlate_input, weight=_correlate_weight),
    op(f"_spread(Tensor grad_output, Tensor weight, {_GEOMETRY}) -> Tensor", _AGAIN, spread, method=False, function=False,
       grad_output=_spread_output, weight=_spread_weight),
    op(f"_weigh(Tensor input, Tensor grad_output, {_GEOMETRY}) -> Tensor", _AGAIN, weigh, method=False, function=False,
       input=_weigh_input, grad_output=_weigh_output),
    op("_sum_over_images(Tensor grad_output) -> Tensor", _AGAIN, lambda y: y.sum((0, *range(2, y.ndim))), method=False, function=False,
       grad_output=_over_images_self),
    op("im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor", "Im2ColBackward0", im2col,
       method=False, function=False, self=im2col_self),
    op("col2im(Tensor self, int[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor", "Col2ImBackward0", col2im,
       method=False, function=False, self=col2im_self),
)
# fmt: on
