"""Images as columns of their patches, and back: `unfold` and `fold`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing, size_of
from gradrepl.engine.ops.windows import count, gathered, padded, windows
from gradrepl.engine.table import op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.ops.kernels import Ints


def _counts(size: Ints, kernel: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Ints:
    return tuple(
        count(n, k, s, p, d)
        for n, k, s, p, d in zip(size, kernel, stride, padding, dilation, strict=True)
    )


def im2col(a: Array, kernel: Ints, dilation: Ints, padding: Ints, stride: Ints) -> Array:
    for name, sizes, least in (
        ("kernel size", kernel, 1), ("dilation", dilation, 1), ("padding", padding, 0),
        ("stride", stride, 1),
    ):  # fmt: skip
        if min(sizes) < least:
            word, short = ("greater than zero" if least else "non-negative"), name.split()[0]
            short = {"padding": "pad"}.get(short, short)
            raise RuntimeError(
                f"{name} should be {word}, but got {short}_height: {sizes[0]} {short}_width: {sizes[1]}"
            )
    filled = size_of(a, 1) and size_of(a, 2)
    if not (a.ndim in (3, 4) and filled and all(a.shape[-3:])):
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, "
            f"but got: {list(a.shape)}"
        )
    if a.dtype.kind in "iu":
        raise missing("im2col_out_cpu", a)
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


# fmt: off
PATCHES = (
    op("im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor", "Im2ColBackward0", im2col,
       method=False, function=False, self=im2col_self),
    op("col2im(Tensor self, int[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor", "Col2ImBackward0", col2im,
       method=False, function=False, self=col2im_self),
)
# fmt: on
