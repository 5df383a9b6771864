"""Distances, and the losses that PyTorch writes with other operations: margins, divergences, likelihoods."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine import dtypes, errors
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import numbers
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.losses import (
    MEAN,
    NONE,
    kept,
    meaned,
    reduce_by,
    reduced,
    refuse_gradient,
    scale,
)
from gradrepl.engine.ops.norms import vector_norm, vector_norm_self
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.unary import negative
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap


def together(a: Tensor, b: Tensor) -> tuple[Any, Any]:
    """Both in one shape; where they differ in it, both are expanded, also the one that has it already."""
    if a._a.shape == b._a.shape:
        return a, b
    try:
        shape = np.broadcast_shapes(a._a.shape, b._a.shape)
    except ValueError:
        raise errors.sizes_differ(a._a.shape, b._a.shape) from None
    return a.expand(shape), b.expand(shape)


# --- distances -------------------------------------------------------------------------------------------------------


def pairwise_distance(x1: Tensor, x2: Tensor, p: float, eps: float, keepdim: bool) -> Any:
    apart = numbers.plus(x1.sub(x2), eps)
    return RECORDED._norm_along(apart, float(p), (max(apart._a.ndim - 1, 0),), keepdim)


def cosine_similarity(x1: Tensor, x2: Tensor, dim: int, eps: float) -> Any:
    found = dtypes.result_type((x1._a, x2._a))
    if found.category != 2:
        raise RuntimeError(
            f"expected common dtype to be floating point, yet common dtype is {found.legacy}"
        )
    if eps < 0:
        raise RuntimeError(f"eps must be non-negative, got: {eps:g}")
    first, second = together(x1, x2)
    first, second = (x if x._a.dtype.kind == "f" else x.to(found) for x in (first, second))
    right = _unit(second, dim, eps)  # first: so PyTorch's compiler has it
    return _unit(first, dim, eps).mul(right).sum(dim)


def _unit(x: Tensor, dim: int, eps: float) -> Any:
    """`x` by its length, which is not allowed to be smaller than `eps`."""
    length = RECORDED.linalg_vector_norm(x, 2, (dim,), True, None).clone()
    with no_grad():
        length.clamp_min_(eps)
    return x.div(length)


# --- written with other operations -----------------------------------------------------------------------------------


def kl_div(self: Tensor, target: Tensor, reduction: int, log_target: bool) -> Any:
    kinds = self._a.dtype.kind + target._a.dtype.kind
    if "c" in kinds:
        raise RuntimeError("kl_div: Complex inputs not supported.")
    if kinds != "ff":
        raise RuntimeError("kl_div: Integral inputs not supported.")
    # the right operand is computed first, as by PyTorch's compiler: gradients add up in that order
    if log_target:
        apart = target.sub(self)
        return reduce_by(target.exp().mul(apart), reduction)
    product = target.mul(self)
    return reduce_by(target.xlogy(target).sub(product), reduction)


def hinge_embedding_loss(self: Tensor, target: Tensor, margin: float, reduction: int) -> Any:
    zeros = wrap(np.zeros_like(self._a))
    short = wrap(np.full_like(self._a, margin)).sub(self).clamp_min(0)
    unlike = f.where(target.ne(1), short, zeros)
    alike = f.where(target.ne(-1), self, zeros)
    return reduce_by(unlike.add(alike), reduction)


def margin_ranking_loss(
    input1: Tensor, input2: Tensor, target: Tensor, margin: float, reduction: int
) -> Any:
    apart = input1.sub(input2)
    return reduce_by(numbers.plus(target.neg().mul(apart), margin).clamp_min(0), reduction)


_SMALL = 1e-12


def cosine_embedding_loss(
    input1: Tensor, input2: Tensor, target: Tensor, margin: float, reduction: int
) -> Any:
    _check_embedding(input1._a, input2._a, target._a)
    dim = target._a.ndim
    both = input1.mul(input2).sum(dim)
    first, second = (numbers.plus(x.mul(x).sum(dim), _SMALL) for x in (input1, input2))
    cosine = both.div(first.mul(second).sqrt())
    zeros = wrap(np.zeros_like(cosine._a))
    alike = f.where(target.eq(1), numbers.without(1, cosine), zeros)
    unlike = f.where(target.eq(-1), numbers.minus(cosine, margin).clamp_min(0), zeros)
    return reduce_by(alike.add(unlike), reduction)


def _check_embedding(a: Array, b: Array, target: Array) -> None:
    if target.ndim > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if a.ndim != target.ndim + 1 or b.ndim != target.ndim + 1:
        raise RuntimeError(
            f"{target.ndim}D target tensor expects {target.ndim + 1}D input tensors, but found inputs with sizes "
            f"{list(a.shape)} and {list(b.shape)}."
        )


def triplet_margin_loss(
    anchor: Tensor, positive: Tensor, negative: Tensor, margin: float, p: float, eps: float, swap: bool,
    reduction: int,
) -> Any:  # fmt: skip
    counts = [x._a.ndim for x in (anchor, positive, negative)]
    if len(set(counts)) > 1:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: "
            "anchor {}D, positive {}D, and negative {}D inputs".format(*counts)
        )
    near = pairwise_distance(anchor, positive, p, eps, keepdim=False)
    far = pairwise_distance(anchor, negative, p, eps, keepdim=False)
    if swap:
        far = far.minimum(pairwise_distance(positive, negative, p, eps, keepdim=False))
    return reduce_by(numbers.plus(near, margin).sub(far).clamp_min(0), reduction)


def poisson_nll_loss(
    self: Tensor, target: Tensor, log_input: bool, full: bool, eps: float, reduction: int
) -> Any:
    if log_input:
        product = target.mul(self)
        found = self.exp().sub(product)
    else:
        found = self.sub(target.mul(numbers.plus(self, eps).log()))
    if full:  # Stirling's formula for what the target's factorial adds
        spread = numbers.times(numbers.times(target, 2 * math.pi).log(), 0.5)
        factorial = target.mul(target.log()).sub(target).add(spread)
        found = found.add(factorial.masked_fill(target.le(1), 0))
    return reduce_by(found, reduction)


# --- with derivatives of their own -----------------------------------------------------------------------------------


def soft_margin_loss(self: Tensor, target: Tensor, reduction: int) -> Any:
    refuse_gradient("soft_margin_loss", "target", target)
    return RECORDED._soft_margin_loss(self, target, reduction)


def soft_margin_kernel(a: Array, target: Array, reduction: int) -> Array:
    turned = negative(a)
    try:
        shape = np.broadcast_shapes(a.shape, target.shape)
    except ValueError:
        raise errors.sizes_differ(a.shape, target.shape) from None
    if shape != a.shape:
        raise RuntimeError(
            f"output with shape {list(a.shape)} doesn't match the broadcast shape {list(shape)}"
        )
    wide = dtypes.result_type((a, target))
    if not dtypes.can_cast(wide, OF[a.dtype]):
        raise errors.bad_cast(wide.legacy, OF[a.dtype].legacy)
    if a.dtype.kind not in "fc":
        raise errors.bad_cast("Float", OF[a.dtype].legacy)
    return kept(np.log1p(np.exp((turned * target).astype(a.dtype))), reduction)


def _negated(target: Any) -> Any:
    return negative(target) if isinstance(target, np.ndarray) else -target


def soft_margin_slope(grad: Any, self: Any, target: Any, reduction: int) -> Any:
    power = f.exp(_negated(target) * self)
    return target * power * -scale(reduction, self) / (power + 1) * grad


soft_margin_backward = f.recorded("_soft_margin_loss_backward", soft_margin_slope)


def soft_margin_curve(grad: Any, grad_output: Any, self: Any, target: Any, reduction: int) -> Any:
    share = f.sigmoid(_negated(target) * self)
    found = grad * grad_output * target * target * share * (1 - share)
    return meaned(found, reduction, self)


def multi_margin_loss(
    self: Tensor, target: Tensor, p: Any, margin: Any, weight: Tensor | None, reduction: int
) -> Any:
    refuse_gradient("multi_margin_loss", "weight", weight)
    return RECORDED._multi_margin_loss(self, target, p, margin, weight, reduction)


def multi_margin_kernel(
    a: Array, target: Array, p: Any, margin: Any, weight: Array | None, reduction: int
) -> Array:
    _check_multi_margin(a, target, weight)
    lacks = _lacking(a, target, margin)[0]
    losses = (lacks if p == 1 else lacks * lacks).sum(-1) / lacks.shape[-1]
    if weight is not None:
        losses = losses * weight[target.reshape(-1)]
    losses = losses.astype(a.dtype)
    return losses.reshape(target.shape) if reduction == NONE else reduced(losses, reduction)


def _check_multi_margin(a: Array, target: Array, weight: Array | None) -> None:
    rows = a.shape[0] if a.ndim == 2 else 1
    classes = a.shape[-1] if a.ndim else 1
    if a.ndim > 2 or not classes:
        raise RuntimeError(
            f"Expected non-empty vector or matrix with optional 0-dim batch size, but got: {list(a.shape)}"
        )
    if target.ndim > 1 or target.size != rows:
        raise RuntimeError(
            "multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch "
            f"size). Expected target size [{rows}], but got {list(target.shape)}. Input has shape {list(a.shape)}."
        )
    if weight is not None and weight.shape != (classes,):
        raise RuntimeError(
            f"inconsistent weight size, expected {classes} but got {list(weight.shape)}"
        )
    if a.dtype not in (np.float32, np.float64):
        raise missing("multi_margin_loss_cpu_kernel", a)
    if target.dtype != np.int64:
        raise RuntimeError(f"expected scalar type Long but found {OF[target.dtype].legacy}")
    if ((target < 0) | (target >= classes)).any():
        raise RuntimeError("target out of range")


def _lacking(a: Array, target: Array, margin: Any) -> tuple[Array, Array]:
    """What each wrong class lacks to the margin, row by row, and the right classes as a column."""
    rows = a.reshape(-1, a.shape[-1] if a.ndim else 1)
    right = target.reshape(-1, 1)
    lacks = np.maximum(margin - np.take_along_axis(rows, right, 1) + rows, 0)
    np.put_along_axis(lacks, right, 0, 1)
    return lacks, right


def multi_margin_slope(
    grad: Array, a: Array, target: Array, p: Any, margin: Any, weight: Array | None, reduction: int
) -> Array:
    lacks, right = _lacking(a, target, margin)
    slope = ((lacks > 0) if p == 1 else 2 * lacks).astype(a.dtype) / lacks.shape[-1]
    if weight is not None:
        slope = slope * weight[right]
    np.put_along_axis(slope, right, -slope.sum(1, keepdims=True), 1)
    if reduction == MEAN:
        slope = slope / len(lacks)
    return (slope * grad.reshape(-1, 1)).reshape(a.shape)


multi_margin_backward = f.recorded("_multi_margin_loss_backward", multi_margin_slope)

_ONCE = f.not_implemented("multi_margin_loss_backward")


def multilabel_margin_loss(self: Tensor, target: Tensor, reduction: int) -> Any:
    return RECORDED._multilabel_margin_loss(self, target, reduction)[0]


def multilabel_margin_kernel(a: Array, target: Array, reduction: int) -> tuple[Array, Array]:
    """The loss, and which classes are labels."""
    if a.ndim > 2 or (a.ndim and not a.shape[-1]):
        raise RuntimeError(
            f"Expected non-empty vector or matrix with optional 0-dim batch size, but got: {list(a.shape)}"
        )
    if target.shape != a.shape:
        raise RuntimeError(
            f"inconsistent target size: {list(target.shape)} for input of size: {list(a.shape)}"
        )
    if target.dtype.kind == "c":
        raise missing("min_all", target)
    if target.size and (target.min() < -1 or target.max() >= max(a.shape[-1:], default=1)):
        raise RuntimeError("argument #2 'target' is out of range")
    if a.dtype not in (np.float32, np.float64):
        raise missing("multilabel_margin_loss_forward_out_frame", a)
    if target.dtype != np.int64:
        raise RuntimeError(f"expected scalar type Long but found {OF[target.dtype].legacy}")
    _, lacks, chosen = _label_lacks(a, target)
    losses = (np.maximum(lacks, 0).sum((1, 2)) / chosen.shape[1]).astype(a.dtype)
    found = losses.reshape(a.shape[:-1]) if reduction == NONE else reduced(losses, reduction)
    return found, chosen.astype(a.dtype).reshape(a.shape)


def _label_lacks(a: Array, target: Array) -> tuple[Array, Array, Array]:
    """What labels lack, row by row; a list of labels ends at its first -1.

    Returns:
        How often each class is listed; what each pair of a label and another class lacks to a distance of 1, times
        how often the label is listed; and which classes are labels.
    """
    rows = a.reshape(-1, a.shape[-1] if a.ndim else 1)
    labels = target.reshape(rows.shape)
    listed = np.logical_and.accumulate(labels >= 0, 1)
    counts = np.zeros(rows.shape, np.int64)
    at = np.nonzero(listed)
    np.add.at(counts, (at[0], labels[at]), 1)
    chosen = counts > 0
    pairs = counts[:, :, None] * ~chosen[:, None, :]
    return counts, pairs * (1 - rows[:, :, None] + rows[:, None, :]), chosen


def multilabel_margin_slope(grad: Array, a: Array, target: Array, reduction: int) -> Array:
    counts, lacks, chosen = _label_lacks(a, target)
    short = (lacks > 0) * counts[:, :, None] / chosen.shape[1]
    slope = (short.sum(1) - short.sum(2)).astype(a.dtype)
    if reduction == MEAN:
        slope = slope / len(slope)
    return (slope * grad.reshape(-1, 1)).reshape(a.shape)


_multilabel_margin_backward = f.recorded(
    "_multilabel_margin_loss_backward", lambda grad, a, target, reduction, is_target: multilabel_margin_slope(grad, a, target, reduction)
)  # fmt: skip
_LABELS_ONCE = f.not_implemented("multilabel_margin_loss_backward")

# fmt: off
MARGINS: tuple[Op, ...] = (
    op("_norm_along(Tensor self, Scalar p, int[1] dim, bool keepdim) -> Tensor", "NormBackward1",
       lambda a, p, dim, keepdim: vector_norm(a, p, dim, keepdim, None), method=False,
       self=lambda grad, self, p, dim, keepdim, result: vector_norm_self(grad, self, p, dim, keepdim, result) if p else None),
    compose("pairwise_distance(Tensor x1, Tensor x2, float p=2, float eps=1e-06, bool keepdim=False) -> Tensor", pairwise_distance, method=False),
    compose("cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor", cosine_similarity, method=False),
    compose("kl_div(Tensor self, Tensor target, int reduction=0, *, bool log_target=False) -> Tensor", kl_div, method=False),
    compose("hinge_embedding_loss(Tensor self, Tensor target, float margin=1.0, int reduction=0) -> Tensor", hinge_embedding_loss, method=False),
    compose("margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0.0, int reduction=0) -> Tensor",
            margin_ranking_loss, method=False),
    compose("cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0.0, int reduction=0) -> Tensor",
            cosine_embedding_loss, method=False),
    compose("triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, float eps=1e-06, bool swap=False, "
            "int reduction=0) -> Tensor", triplet_margin_loss, method=False),
    compose("poisson_nll_loss(Tensor self, Tensor target, bool log_input, bool full, float eps, int reduction) -> Tensor",
            poisson_nll_loss, method=False),
    compose("soft_margin_loss(Tensor self, Tensor target, int reduction=0) -> Tensor", soft_margin_loss, method=False, function=False),
    op("_soft_margin_loss(Tensor self, Tensor target, int reduction) -> Tensor", "SoftMarginLossBackward0", soft_margin_kernel, method=False,
       self=lambda grad, self, target, reduction: soft_margin_backward(grad, self, target, reduction)),
    op("_soft_margin_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction) -> Tensor", "SoftMarginLossBackwardBackward0",
       f.as_first(soft_margin_slope), method=False, grad_output=soft_margin_slope, self=soft_margin_curve),
    compose("multi_margin_loss(Tensor self, Tensor target, Scalar p=1, Scalar margin=1, Tensor? weight=None, int reduction=0) -> Tensor",
            multi_margin_loss, method=False, function=False),
    op("_multi_margin_loss(Tensor self, Tensor target, Scalar p, Scalar margin, Tensor? weight, int reduction) -> Tensor", "MultiMarginLossBackward0",
       multi_margin_kernel, method=False,
       self=lambda grad, self, target, p, margin, weight, reduction: multi_margin_backward(grad, self, target, p, margin, weight, reduction)),
    op("_multi_margin_loss_backward(Tensor grad_output, Tensor self, Tensor target, Scalar p, Scalar margin, Tensor? weight, int reduction) -> Tensor",
       "NotImplemented", multi_margin_slope, method=False, grad_output=_ONCE, self=_ONCE),
    compose("multilabel_margin_loss(Tensor self, Tensor target, int reduction=0) -> Tensor", multilabel_margin_loss, method=False, function=False),
    op("_multilabel_margin_loss(Tensor self, Tensor target, int reduction) -> (Tensor output, Tensor is_target)", "MultilabelMarginLossBackward0",
       multilabel_margin_kernel, method=False,
       self=lambda grad, self, target, reduction, is_target: _multilabel_margin_backward(grad, self, target, reduction, is_target)),
    op("_multilabel_margin_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction, Tensor is_target) -> Tensor",
       "NotImplemented", lambda grad, a, target, reduction, is_target: multilabel_margin_slope(grad, a, target, reduction), method=False,
       grad_output=_LABELS_ONCE, self=_LABELS_ONCE),
)
# fmt: on
