"""The maps that convolutions are made of.

# NOTE [Three maps]
A convolution is one of three maps that are linear in both of their operands, and each one's derivatives are the other
two. With x the larger image, y the smaller one and w the weights that lie between them:

correlate(x, w) -> y   what `conv2d` computes
spread(y, w) -> x      its transpose: what `conv_transpose2d` computes, and the gradient of x
weigh(x, y) -> w       the gradient of w
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.windows import FEW, fields, gathered, padded, windows
from gradrepl.engine.table import op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.ops.kernels import Ints


def correlate(x: Array, w: Array, stride: Ints, padding: Ints, dilation: Ints, counts: Ints, groups: int) -> Array:  # fmt: skip
    if x.dtype == np.float16:  # rounded once, at the end
        wide = (x.astype(np.float32), w.astype(np.float32))
        return correlate(*wide, stride, padding, dilation, counts, groups).astype(x.dtype)
    kernel, n, total = w.shape[2:], x.shape[0], math.prod(counts)
    deep = w.shape[1] * math.prod(kernel)
    image = padded(x, padding)
    if n * deep * total <= FEW:
        cols = image.ravel()[fields(image.shape, kernel, stride, dilation, counts)]
    else:
        cols = windows(image, kernel, stride, dilation, counts)
    if n == groups == 1:
        found = w.reshape(w.shape[0], deep).dot(cols.reshape(deep, total))
    else:
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
    many = y.reshape(n, groups, out, math.prod(counts))
    cols = across[0].dot(many[0, 0]) if n == groups == 1 else np.matmul(across, many)
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
    rows = y.swapaxes(0, 1).reshape(groups, out, total)
    found = rows[0].dot(cols[0].T) if groups == 1 else np.matmul(rows, cols.swapaxes(1, 2))
    return found.reshape(groups * out, deep, *kernel)


def spread_like(y: Array, like: Array, w: Array, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Array:  # fmt: skip
    """`spread` over images of the size of others."""
    return spread(y, w, stride, padding, dilation, like.shape[2:], groups)


def weigh_like(y: Array, x: Array, like: Array, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Array:  # fmt: skip
    """`weigh` for a kernel of the size of another."""
    return weigh(x, y, stride, padding, dilation, like.shape[2:], groups)


def over_images(y: Array, x: Array, w: Array) -> Array:
    """The sum for each channel. What else PyTorch's node for all three gradients knows plays no part."""
    del x, w
    return y.sum((0, *range(2, y.ndim)))


f_correlate = f.recorded("_correlate", correlate)
f_spread = f.recorded("_spread", spread_like)
f_weigh = f.recorded("_weigh", weigh_like)
f_over_images = f.recorded("_sum_over_images", over_images)


def spatial(x: Any) -> Ints:
    """All sizes after those of images and channels."""
    return tuple(x.shape[2:])


def _correlate_input(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_spread(grad, input, f.conj(weight), stride, padding, dilation, groups)


def _correlate_weight(grad: Any, input: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_weigh(grad, f.conj(input), weight, stride, padding, dilation, groups)


def _spread_output(grad: Any, grad_output: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_correlate(
        grad, f.conj(weight), stride, padding, dilation, spatial(grad_output), groups
    )


def _spread_weight(grad: Any, grad_output: Any, weight: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_weigh(f.conj(grad_output), grad, weight, stride, padding, dilation, groups)


def _weigh_input(grad: Any, grad_output: Any, input: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_spread(f.conj(grad_output), input, grad, stride, padding, dilation, groups)


def _weigh_output(grad: Any, grad_output: Any, input: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:  # fmt: skip
    return f_correlate(f.conj(input), grad, stride, padding, dilation, spatial(grad_output), groups)


def _over_images_self(grad: Any, grad_output_sym_sizes: Ints) -> Any:
    across = (1, -1, *(1,) * (len(grad_output_sym_sizes) - 2))
    return f.expand(grad.reshape(across), grad_output_sym_sizes)


def _nothing(grad: Any) -> None:
    """Of an operand that this map does not look at, though PyTorch's node knows it."""
    del grad


_AGAIN = "ConvolutionBackwardBackward0"
_GEOMETRY = "int[] stride, int[] padding, int[] dilation, int groups"
_ALL = "Tensor grad_output, Tensor input, Tensor weight"


# fmt: off
CORRELATION = (
    op("_correlate(Tensor input, Tensor weight, int[] stride, int[] padding, int[] dilation, int[] size, int groups) -> Tensor", _AGAIN, correlate, method=False, function=False,
       input=_correlate_input, weight=_correlate_weight),
    op(f"_spread({_ALL}, {_GEOMETRY}) -> Tensor", _AGAIN, spread_like, method=False, function=False,
       grad_output=_spread_output, input=_nothing, weight=_spread_weight),
    op(f"_weigh({_ALL}, {_GEOMETRY}) -> Tensor", _AGAIN, weigh_like, method=False, function=False,
       grad_output=_weigh_output, input=_weigh_input, weight=_nothing),
    op(f"_sum_over_images({_ALL}) -> Tensor", _AGAIN, over_images, method=False, function=False,
       grad_output=_over_images_self, input=_nothing, weight=_nothing),
)
# fmt: on
