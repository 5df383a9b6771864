"""Convolutions in any number of dimensions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.correlation import (
    correlate,
    f_correlate,
    f_over_images,
    f_spread,
    f_weigh,
    spatial,
    spread,
)
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.windows import as_ints, count
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.ops.kernels import Ints
    from gradrepl.engine.tensor import Tensor


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


@functools.lru_cache(256)
def _for_each(stride: Ints, padding: Ints, dilation: Ints, output_padding: Ints, dims: int, deep: int) -> tuple[Ints, ...]:  # fmt: skip
    """The numbers of the input's dimensions, which must be those of the weight, too."""
    numbers = {"stride": stride, "padding": padding, "dilation": dilation, "output_padding": output_padding}  # fmt: skip
    whole = {key: value * dims if len(value) == 1 else value for key, value in numbers.items()}
    return tuple(_spread_over(value, deep, key) for key, value in whole.items())


@functools.lru_cache(256)
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


@functools.lru_cache(256)
def _counts(size: Ints, over: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Ints:
    """How many places the kernel has on an image of that size: a network asks at each step."""
    whole = [n + 2 * p for n, p in zip(size, padding, strict=True)]
    kernel = [d * (k - 1) + 1 for k, d in zip(over, dilation, strict=True)]
    if any(k > n for n, k in zip(whole, kernel, strict=True)):
        raise RuntimeError(
            f"Calculated padded input size per channel: ({' x '.join(map(str, whole))}). Kernel size: "
            f"({' x '.join(map(str, kernel))}). Kernel size can't be greater than actual input size"
        )
    each = zip(size, over, stride, padding, dilation, strict=True)
    return tuple(count(*along) for along in each)


def _check_dtypes(x: Array, w: Array, b: Array | None) -> None:
    if b is not None and b.dtype != x.dtype:
        raise RuntimeError(
            f"Input type ({C_NAMES[x.dtype.name]}) and bias type ({C_NAMES[b.dtype.name]}) should be the same"
        )
    if x.dtype.kind == "c" != w.dtype.kind:
        of_input, of_weight = OF[x.dtype].legacy, OF[w.dtype].legacy
        raise RuntimeError(
            f"Input type (CPU{of_input}Type) and weight type (torch.{of_weight}Tensor) should be the same"
        )


def _check_kernel(w: Array, transposed: bool, groups: int, dilation: Ints) -> None:
    """Refuses a kernel without elements, in the words of whichever of PyTorch's kernels is asked."""
    deep = w.ndim == 5
    shape = (1,) * (w.ndim == 3) + w.shape[2:]  # a sequence is an image of one row
    if 0 in shape and not (transposed and deep):
        if groups > 1 and w.dtype in (np.float16, np.float32) and not transposed:
            raise RuntimeError(
                "could not create a primitive descriptor for the convolution forward propagation "
                "primitive. Run workload with environment variable ONEDNN_VERBOSE=all to get "
                "additional diagnostic information."
            )
        if any(each != 1 for each in dilation) and not transposed:
            given = f"{list(shape)}"
        elif deep:
            given = f": {' x '.join(map(str, shape))} (TxHxW)"
        else:
            given = f" kernel_height: {shape[0]} kernel_width: {shape[1]}"
        to = " " * (given[0] == "[")
        raise RuntimeError(f"kernel size should be greater than zero, but got{to}{given}")
    if transposed and not w.size:
        what = (
            "5D (n_output_plane x n_input_plane x kernel_depth x kernel_height x kernel_width) tensor expected for "
            "weight"
            if deep
            else "2D or 4D weight tensor expected"
        )
        raise RuntimeError(f"non-empty {what}, but got: {[*w.shape[:2], *shape]}")


def _check_same(x: Array, w: Array) -> None:
    if x.dtype.kind == "b":
        raise NotImplementedError("\"slow_conv2d_cpu\" not implemented for 'Bool'")
    if x.dtype != w.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[x.dtype].legacy} but found {OF[w.dtype].legacy}"
        )


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


def _of_nothing(x: Array, w: Array, channels: int, size: Ints) -> Array:
    """What no image, or images without channels, become: empty, in the dtype of their product.

    PyTorch multiplies the input with the weights, or with the first one as a number.
    """
    from gradrepl.engine.dtypes import result_type

    if not x.shape[1]:
        kind = result_type((x.reshape(-1), w.reshape(-1)))
        return np.zeros((x.shape[0], 0, *size), kind.np)
    if not w.size:
        raise IndexError("select(): index 0 out of range for tensor of size [0] at dimension 0")
    kind = result_type((x, w.reshape(-1)[:1].reshape(())))
    return np.zeros((0, channels, *size), kind.np)


def convolution(
    x: Array, w: Array, b: Array | None, stride: Ints, padding: Ints, dilation: Ints, transposed: bool,
    output_padding: Ints, groups: int,
) -> Array:  # fmt: skip
    _check_numbers(stride, padding, output_padding, dilation)
    _check_channels(x, w, b, transposed, groups)
    sizes = (x.shape[2:], w.shape[2:], stride, padding, dilation)
    counts: Ints = ()
    if transposed:
        _check_output_padding(output_padding, stride, dilation)
    else:
        counts = _counts(*sizes)
    if 0 in sizes[0] and x.shape[0] and x.shape[1]:
        shown = [
            *x.shape[:2],
            *(1,) * (x.ndim == 3),
            *sizes[0],
        ]  # a sequence is an image of one row
        raise RuntimeError(
            f"Only zero batch or zero channel inputs are supported, but got input shape: {shown}"
        )
    _check_dtypes(x, w, b)
    if transposed:
        counts = tuple(
            (n - 1) * s - 2 * p + d * (k - 1) + 1 + o
            for n, k, s, p, d, o in zip(*sizes, output_padding, strict=True)
        )
    if not (x.shape[0] and x.shape[1]):
        return _of_nothing(x, w, w.shape[1] * groups if transposed else w.shape[0], counts)
    if not w.size:
        _check_kernel(w, transposed, groups, dilation)
    _check_same(x, w)
    kind = x.dtype
    if kind == np.float16:  # rounded once, at the end
        x, w = x.astype(np.float32), w.astype(np.float32)
        b = None if b is None else b.astype(np.float32)
    if transposed:
        _check_output_size(x.shape[2:], counts)
        found = spread(x, w, stride, padding, dilation, counts, groups)
    else:
        found = correlate(x, w, stride, padding, dilation, counts, groups)
    if b is not None:
        found = np.add(found, b.reshape(-1, *(1,) * len(stride)))
    return found.astype(kind, copy=False)


def convolution_input(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, transposed: bool, output_padding: Ints, groups: int) -> Any:  # fmt: skip
    if 0 in grad.shape:
        return f.zeros_like(input)
    if transposed:
        return f_correlate(grad, f.conj(weight), stride, padding, dilation, spatial(input), groups)
    return f_spread(grad, input, f.conj(weight), stride, padding, dilation, groups)


def convolution_weight(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, transposed: bool, groups: int) -> Any:  # fmt: skip
    if 0 in grad.shape:
        return f.zeros_like(weight)
    x, y = (grad, f.conj(input)) if transposed else (f.conj(input), grad)
    return f_weigh(y, x, weight, stride, padding, dilation, groups)


def convolution_bias(grad: Any, input: Any, weight: Any, bias_sym_sizes_opt: Ints) -> Any:
    found = f_over_images(grad, input, weight)
    return found if found.shape == bias_sym_sizes_opt else f.zeros(bias_sym_sizes_opt, found)


def _convolve(
    self: Tensor, weight: Tensor, bias: Tensor | None, stride: Ints, padding: Ints, dilation: Ints, groups: int,
    name: str, transposed: bool = False, output_padding: Ints = (0,),
) -> Any:  # fmt: skip
    """A convolution of one or of many images."""
    dims = int(name[-2])
    x = self._a
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"Expected {dims + 1}D (unbatched) or {dims + 2}D (batched) input to {name}, but got input of size: "
            f"{list(x.shape)}"
        )
    if groups <= 0:
        raise RuntimeError("non-positive groups is not supported")
    s, p, d, o = _for_each(stride, padding, dilation, output_padding, dims, weight._a.ndim - 2)
    alone = x.ndim == dims + 1
    images = self.unsqueeze(0) if alone else self
    found = RECORDED.convolution(images, weight, bias, s, p, d, transposed, o, groups)
    return found.squeeze(0) if alone else found


def conv(name: str) -> Any:
    def convolve(self: Tensor, weight: Tensor, bias: Tensor | None, stride: Any, padding: Any, dilation: Any, groups: int) -> Any:  # fmt: skip
        return _convolve(
            self, weight, bias, as_ints(stride), as_ints(padding), as_ints(dilation), groups, name
        )

    return convolve


_UNEVEN = (
    "Using padding='same' with even kernel lengths and odd dilation may require a zero-padded copy "
    "of the input be created (Triggered internally at ...)"
)


def conv_by_name(name: str) -> Any:
    """The overload that takes `padding="same"`."""
    plain = conv(name)

    def convolve(self: Tensor, weight: Tensor, bias: Tensor | None, stride: Any, padding: str, dilation: Any, groups: int) -> Any:  # fmt: skip
        if padding == "valid":
            return plain(self, weight, bias, stride, 0, dilation, groups)
        if padding != "same":
            raise RuntimeError(f"Invalid padding string: '{padding}'")
        if any(each != 1 for each in as_ints(stride)):
            raise RuntimeError("padding='same' is not supported for strided convolutions")
        dims = weight._a.ndim - 2
        steps = _spread_over(as_ints(dilation), dims, "dilation")
        total = [d * (k - 1) for k, d in zip(weight._a.shape[2:], steps, strict=True)]
        if any(each % 2 for each in total):  # one more at the far end
            warn_once(_UNEVEN)
            beyond = tuple(n for each in reversed(total) for n in (0, each % 2))
            self = RECORDED.constant_pad_nd(self, beyond, 0)
        return plain(self, weight, bias, stride, tuple(int(each / 2) for each in total), dilation, groups)  # fmt: skip

    return convolve


def conv_transpose(name: str) -> Any:
    def convolve(self: Tensor, weight: Tensor, bias: Tensor | None, stride: Any, padding: Any, output_padding: Any, groups: int, dilation: Any) -> Any:  # fmt: skip
        return _convolve(
            self, weight, bias, as_ints(stride), as_ints(padding), as_ints(dilation), groups, name,
            transposed=True, output_padding=as_ints(output_padding),
        )  # fmt: skip

    return convolve


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
)
# fmt: on
