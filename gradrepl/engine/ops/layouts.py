"""One normalization over many layouts, and its derivatives.

# NOTE [One normalization]
Normalization over a layer, a group of channels, a batch or one image is one thing,
x -> (x - mean) * rstd * weight + bias, seen through a shape in which the mean is taken over whole dimensions: a
`Layout`. With h = grad * weight, x^ = (x - mean) * rstd and m the mean over those dimensions,

P(h) = h - m(h) - x^ m(x^ h)        the input's gradient is rstd * P(h)

P is symmetric, and rstd * P is what x^ changes by, so that the derivatives of that gradient are written with P as well.
In evaluation the mean is no function of the input, and P(h) = h.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradrepl.engine import exact
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops import rows
from gradrepl.engine.table import Op, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.ops.kernels import Ints
    from gradrepl.engine.ops.rows import Rows


class Layout(NamedTuple):
    """The shape in which a normalization is seen."""

    whole: Ints
    over: Ints
    """The dimensions that the mean is taken over."""
    weight: Ints
    """The shape of weight and bias: those dimensions of `whole` that they have, and 1 for the rest."""

    @property
    def mean(self) -> Ints:
        return tuple(1 if i in self.over else n for i, n in enumerate(self.whole))

    @property
    def spread(self) -> Ints:
        """The dimensions that weight and bias are the same along."""
        return tuple(i for i, n in enumerate(self.weight) if n == 1)


def widened(a: Array) -> Array:
    return a.astype(np.float32) if a.dtype == np.float16 else a


def moments(x: Array, over: Ints, eps: float) -> tuple[Array, Array, Array, Array]:
    """Mean, variance and `1 / sqrt(variance + eps)`; and what is left without the mean."""
    kind = x.dtype.type
    count = kind(max(math.prod([x.shape[i] for i in over]), 1))
    mean = np.add.reduce(x, axis=over, keepdims=True)
    mean /= count
    difference = np.subtract(x, mean)
    variance = np.add.reduce(difference * difference, axis=over, keepdims=True)
    variance /= count
    rstd = variance + kind(eps)
    np.sqrt(rstd, rstd)
    return mean, variance, np.reciprocal(rstd, rstd), difference


def normalized(difference: Array, rstd: Array, weight: Array | None, bias: Array | None, at: Layout) -> Array:  # fmt: skip
    """What is left without the mean, scaled: it is written over."""
    found = np.multiply(difference, rstd, difference)
    if weight is not None:
        found *= weight.reshape(at.weight)
    if bias is not None:
        found += bias.reshape(at.weight)
    return found


def short_normalized(x: Array, known: Rows, weight: Array | None, bias: Array | None, eps: float) -> tuple[Array, Array, Array]:  # fmt: skip
    """Short rows normalized, their means and the inverse deviations."""
    _, beside, _, column, count = known
    mean = x.dot(column)
    np.divide(mean, count, mean)
    found = np.subtract(x, mean.ravel()[beside], out=...)
    rstd = np.multiply(found, found, out=...).dot(column)
    np.divide(rstd, count, rstd)
    np.add(rstd, k.number(eps, x.dtype), rstd)
    np.sqrt(rstd, rstd)
    np.reciprocal(rstd, rstd)
    np.multiply(found, rstd.ravel()[beside], found)
    if weight is not None:
        np.multiply(found, weight[rows.across(x.shape)], found)
    if bias is not None:
        np.add(found, bias[rows.across(x.shape)], found)
    return found, mean, rstd


def scaled(x: Array, mean: Array, rstd: Array, weight: Array | None, bias: Array | None, at: Layout) -> Array:  # fmt: skip
    """The same as `x * scale + shift`, rounded once: so PyTorch has it where channels share their numbers."""
    scale = rstd if weight is None else rstd * weight.reshape(at.weight)
    shift = -mean * scale
    if bias is not None:
        shift = shift + bias.reshape(at.weight)
    found: Array = exact.fused(x.reshape(at.whole), scale, np.broadcast_to(shift, at.whole))
    return found


# --- derivatives, for arrays and Tensors -----------------------------------------------------------------------------


def _mean(x: Any, at: Layout) -> Any:
    count = math.prod(at.whole[i] for i in at.over)
    return f.sum_over(x, at.over, keepdim=True) / float(max(count, 1))


class _Seen(NamedTuple):
    """An input seen in its layout, with its mean and the inverse of its deviation."""

    at: Layout
    rstd: Any
    hat: Any
    train: bool

    def project(self, h: Any) -> Any:
        """P of the note above."""
        if not self.train:
            return h
        return h - _mean(h, self.at) - self.hat * _mean(h * self.hat, self.at)

    def weighted(self, grad: Any, weight: Any) -> Any:
        grad = grad.reshape(self.at.whole)
        return grad if weight is None else grad * weight.reshape(self.at.weight)

    def to_weight(self, x: Any, shape: Ints) -> Any:
        return f.sum_over(x, self.at.spread).reshape(shape)


def _seen(input: Any, mean: Any, rstd: Any, at: Layout, train: bool) -> _Seen:
    mean, rstd = mean.reshape(at.mean), rstd.reshape(at.mean)
    hat = (input.reshape(at.whole) - mean) * rstd
    return _Seen(at, rstd, hat, train)


def _few_input(grad: Array, x: Array, mean: Array, rstd: Array, weight: Array | None, by_row: bool) -> Array:  # fmt: skip
    """The gradient of a small matrix, whose rows or columns were normalized."""
    share = rows.share(x.shape[1 if by_row else 0], x.dtype)
    own, rstd, hat = _few_seen(x, mean, rstd, by_row)
    h = grad if weight is None else np.multiply(grad, weight[rows.across(x.shape)], out=...)
    product = np.multiply(h, hat, out=...)
    mean_h, mean_product = (
        (h.dot(share), product.dot(share)) if by_row else (share.dot(h), share.dot(product))
    )
    np.multiply(hat, mean_product[own], product)
    found = np.subtract(h, mean_h[own], out=...)
    np.subtract(found, product, found)
    return np.multiply(rstd, found, found)


def _few_seen(x: Array, mean: Array, rstd: Array, by_row: bool) -> tuple[Array, Array, Array]:
    """For each number the place of its mean, its inverse deviation, and it without both."""
    own = rows.beside(x.shape) if by_row else rows.across(x.shape)
    rstd = rstd.ravel()[own]
    hat = np.subtract(x, mean.ravel()[own], out=...)
    return own, rstd, np.multiply(hat, rstd, hat)


def _are_few(at: Layout, *arrays: Array) -> bool:
    """Whether `_few_input` sees rows or columns of a small matrix in this layout."""
    first = arrays[0]
    if type(first) is not np.ndarray or first.ndim != 2 or not 0 < first.size <= rows.FEW:
        return False
    if not (first.flags.c_contiguous and first.dtype.char in "fd"):
        return False
    by_row = at.over == (1,) and at.whole == first.shape
    by_column = at.over == (0, 2) and at.whole == (*first.shape, 1)
    return (by_row or by_column) and all(each.dtype is first.dtype for each in arrays)


def input_kernel(grad: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, *parts: Ints) -> Any:  # fmt: skip
    at = Layout(*parts)
    if train and _are_few(at, input, grad, mean, rstd) and (weight is None or weight.ndim == 1):
        return _few_input(grad, input, mean, rstd, weight, at.over == (1,))
    seen = _seen(input, mean, rstd, at, train)
    return (seen.rstd * seen.project(seen.weighted(grad, weight))).reshape(input.shape)


def _input_grad(v: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    back = seen.rstd * seen.project(v.reshape(whole))
    return (back if weight is None else back * weight.reshape(affine)).reshape(input.shape)


def _input_weight(v: Any, grad_out: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    back = seen.rstd * seen.project(v.reshape(whole))
    return seen.to_weight(grad_out.reshape(whole) * back, weight.shape)


def _input_input(v: Any, grad_out: Any, input: Any, mean: Any, rstd: Any, weight: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    if not train:
        return f.zeros_like(input)
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    v, h, hat = v.reshape(whole), seen.weighted(grad_out, weight), seen.hat
    of_h, of_v = _mean(h * hat, seen.at), _mean(v * hat, seen.at)
    together = _mean(v * h, seen.at) - _mean(v, seen.at) * _mean(h, seen.at) - of_v * of_h
    inner = seen.project(v * of_h + h * of_v) + hat * together
    return (-seen.rstd * seen.rstd * inner).reshape(input.shape)


def weight_kernel(grad: Any, input: Any, mean: Any, rstd: Any, train: bool, whole: Ints, over: Ints, affine: Ints, shape: Ints) -> Any:  # fmt: skip
    at = Layout(whole, over, affine)
    if _are_few(at, input, grad, mean, rstd) and shape == input.shape[1:]:
        hat = _few_seen(input, mean, rstd, over == (1,))[2]
        return np.add.reduce(np.multiply(grad, hat, hat), 0, out=...)
    seen = _seen(input, mean, rstd, at, train)
    return seen.to_weight(grad.reshape(whole) * seen.hat, shape)


def _weight_grad(v: Any, input: Any, mean: Any, rstd: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    return (v.reshape(affine) * seen.hat).reshape(input.shape)


def _weight_input(v: Any, grad_out: Any, input: Any, mean: Any, rstd: Any, train: bool, whole: Ints, over: Ints, affine: Ints) -> Any:  # fmt: skip
    seen = _seen(input, mean, rstd, Layout(whole, over, affine), train)
    return (seen.rstd * seen.project(v.reshape(affine) * grad_out.reshape(whole))).reshape(
        input.shape
    )


def bias_kernel(grad: Any, whole: Ints, affine: Ints, shape: Ints) -> Any:
    spread = tuple(i for i, n in enumerate(affine) if n == 1)
    return f.sum_over(grad.reshape(whole), spread).reshape(shape)


def _bias_kernel(grad: Any, input: Any, weight: Any, whole: Ints, affine: Ints, shape: Ints) -> Any:  # fmt: skip
    """As `bias_kernel`. PyTorch's node for all three gradients has places for the others, too."""
    del input, weight
    return bias_kernel(grad, whole, affine, shape)


def _bias_grad(v: Any, grad_out_sym_sizes: Ints, whole: Ints, affine: Ints) -> Any:
    return f.expand(v.reshape(affine), whole).reshape(grad_out_sym_sizes)


def backward_rows(family: str, node: str) -> tuple[Op, ...]:
    """The gradients of a family of normalizations, as operations that have gradients themselves."""
    of = "Tensor grad_out, Tensor input, Tensor mean, Tensor rstd"
    layout = "int[] whole, int[] over, int[] affine"
    return (
        op(f"_{family}_norm_input({of}, Tensor? weight, bool train, {layout}) -> Tensor", node, input_kernel, method=False, function=False,
           grad_out=_input_grad, input=_input_input, weight=_input_weight),
        op(f"_{family}_norm_weight({of}, bool train, {layout}, int[] shape) -> Tensor", node, weight_kernel, method=False, function=False,
           grad_out=_weight_grad, input=_weight_input),
        op(f"_{family}_norm_bias(Tensor grad_out, Tensor input, Tensor? weight, int[] whole, int[] affine, int[] shape) -> Tensor", node, _bias_kernel,
           method=False, function=False, grad_out=_bias_grad, input=lambda grad, input: f.zeros_like(input), weight=lambda grad, weight: f.zeros_like(weight)),
    )  # fmt: skip


def backward_of(family: str) -> tuple[Any, Any, Any]:
    """The gradients of input, weight and bias, on arrays and on Tensors."""
    return (
        f.recorded(f"_{family}_norm_input", input_kernel),
        f.recorded(f"_{family}_norm_weight", weight_kernel),
        f.recorded(f"_{family}_norm_bias", _bias_kernel),
    )


def check_mixed(x: Array, *parameters: Array | None) -> None:
    """Half precision alone goes together with parameters of another dtype."""
    for each in parameters:
        if each is None or each.dtype == x.dtype:
            continue
        if each.dtype != np.float32:
            raise RuntimeError("mixed dtype (CPU): expect parameter to have scalar type of Float")
        if x.dtype != np.float16:
            raise RuntimeError("mixed dtype (CPU): all inputs must share same datatype.")
