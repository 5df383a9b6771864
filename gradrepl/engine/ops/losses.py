"""What `torch.nn.functional` is made of: softmax, activations of its own, dropout, and the losses."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine import errors, random
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap

NONE, MEAN, SUM = 0, 1, 2
"""The numbers that PyTorch passes for `reduction=`."""


def missing(name: str, a: Array) -> NotImplementedError:
    return NotImplementedError(f"\"{name}\" not implemented for '{OF[a.dtype].legacy}'")


def reduced(a: Array, reduction: int) -> Array:
    if reduction == NONE:
        return a
    total = np.add.reduce(a, axis=None, out=...)
    return total if reduction == SUM else np.divide(total, a.dtype.type(a.size), out=...)


def scale(reduction: int, self: Any) -> float:
    """What a mean leaves of each element's gradient."""
    array = self._a if isinstance(self, Tensor) else self
    return 1.0 / array.size if reduction == MEAN and array.size else 1.0


# --- linear ----------------------------------------------------------------------------------------------------------


def linear(self: Tensor, weight: Tensor, bias: Tensor | None) -> Any:
    """`self @ weight.T + bias`, by the nodes that PyTorch takes for each number of dimensions."""
    from gradrepl.engine import addmm

    x = self._a
    if not x.ndim or not weight._a.ndim:
        raise RuntimeError(
            f"both arguments to linear need to be at least 1D, but they are {x.ndim}D and "
            f"{weight._a.ndim}D"
        )
    if bias is None:
        return self.matmul(weight.t())
    if x.ndim != 2 and not x.flags.c_contiguous:
        return self.matmul(weight.t()).add_(bias)
    _check_linear(x.shape, x, weight._a, bias._a)
    if x.ndim == 2:
        return addmm(bias, self, weight.t())
    rows = self.view((-1, x.shape[-1]))
    return addmm(bias, rows, weight.t()).view((*x.shape[:-1], weight._a.shape[0]))


def _check_linear(shape: tuple[int, ...], x: Array, weight: Array, bias: Array) -> None:
    rows, columns = math.prod(shape[:-1]), shape[-1]
    if weight.ndim != 2:
        return
    if columns != weight.shape[1]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({rows}x{columns} and "
            f"{weight.shape[1]}x{weight.shape[0]})"
        )
    if x.dtype != weight.dtype:
        raise RuntimeError(
            f"mat1 and mat2 must have the same dtype, but got {OF[x.dtype].legacy} and "
            f"{OF[weight.dtype].legacy}"
        )
    if bias.ndim == 1 and bias.shape[0] not in (1, weight.shape[0]):
        raise RuntimeError(
            f"The expanded size of the tensor ({weight.shape[0]}) must match the existing size "
            f"({bias.shape[0]}) at "
            f"non-singleton dimension 1.  Target sizes: {[rows, weight.shape[0]]}.  Tensor sizes: "
            f"{list(bias.shape)}"
        )


# --- dropout -------------------------------------------------------------------------------------------------------


def dropout(self: Tensor, p: float, train: bool) -> Any:
    """Multiplies with 0 or `1 / (1 - p)`; the tensor itself where there is nothing to do."""
    noise = dropout_noise(self, p, train)
    return self if noise is None else self.mul(noise)


def dropout_in_place(self: Tensor, p: float, train: bool) -> Any:
    noise = dropout_noise(self, p, train)
    return self if noise is None else self.mul_(noise)


def dropout_noise(self: Tensor, p: float, train: bool) -> Tensor | None:
    if not 0 <= p <= 1:
        raise RuntimeError(f"dropout probability has to be between 0 and 1, but got {p:g}")
    if p == 0 or not train or not self._a.size:
        return None
    if p == 1:
        return wrap(np.zeros((), self._a.dtype))
    if self._a.dtype.kind not in "fc":
        random.bernoulli(self._a.shape, 1 - p)  # PyTorch has drawn when it fails
        raise RuntimeError(
            f"result type Float can't be cast to the desired output type {OF[self._a.dtype].legacy}"
        )
    return wrap(random.dropout_mask(self._a.shape, p, self._a.dtype))


# --- losses of two tensors alike -------------------------------------------------------------------------------------


def mse_loss(a: Array, b: Array, reduction: int) -> Array:
    if a.dtype.kind != "f":
        raise missing("mse_cpu", a)
    difference = np.subtract(a, b, out=...)
    return reduced(np.multiply(difference, difference, out=...), reduction)


def mse_loss_self(grad: Any, self: Any, target: Any, reduction: int) -> Any:
    return 2.0 * scale(reduction, self) * (self - target) * grad


def mse_loss_target(grad: Any, self: Any, target: Any, reduction: int) -> Any:
    return 2.0 * scale(reduction, self) * (target - self) * grad


def l1_loss(self: Tensor, target: Tensor, reduction: int) -> Any:
    found = self.sub(target).abs()
    if reduction == NONE:
        return found
    return found.mean() if reduction == MEAN else found.sum()


def smooth_l1_loss(a: Array, b: Array, reduction: int, beta: float) -> Array:
    z = np.abs(a - b)
    near = 0.5 * z * z / beta if beta else z
    return reduced(
        np.where(z < beta, near, z - a.dtype.type(0.5 * beta)).astype(a.dtype), reduction
    )


def smooth_l1_self(grad: Any, self: Any, target: Any, reduction: int, beta: float) -> Any:
    x = self - target
    slope = f.where(abs(x) < beta, x / (beta or 1.0), f.sgn(x))
    return scale(reduction, self) * slope * grad


def huber_loss(a: Array, b: Array, reduction: int, delta: float) -> Array:
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    z = np.abs(a - b)
    found = np.where(z <= delta, 0.5 * z * z, delta * (z - a.dtype.type(0.5 * delta)))
    return reduced(found.astype(a.dtype), reduction)


def huber_self(grad: Any, self: Any, target: Any, reduction: int, delta: float) -> Any:
    x = self - target
    slope = f.where(abs(x) <= delta, x, f.sgn(x) * delta)
    return scale(reduction, self) * slope * grad


def _flipped(formula: Any) -> Any:
    """The other operand's derivative, where the loss depends on the difference alone."""

    def smooth_l1_target(grad: Any, self: Any, target: Any, reduction: int, beta: float) -> Any:
        return -formula(grad, self, target, reduction, beta)

    def huber_target(grad: Any, self: Any, target: Any, reduction: int, delta: float) -> Any:
        return -formula(grad, self, target, reduction, delta)

    return smooth_l1_target if formula is smooth_l1_self else huber_target


# --- binary cross entropy --------------------------------------------------------------------------------------------

_LOWEST_LOG = -100.0
_SMALLEST = 1e-12


def bce(a: Array, target: Array, weight: Array | None, reduction: int) -> Array:
    if a.dtype.kind != "f":
        raise missing("binary_cross_entropy", a)
    for each in (target, weight):
        if each is not None and each.dtype != a.dtype:
            raise RuntimeError(
                f"Found dtype {OF[each.dtype].legacy} but expected {OF[a.dtype].legacy}"
            )
    for name, each in (("input", a), ("target", target)):
        if not ((each >= 0) & (each <= 1)).all():
            raise RuntimeError(f"all elements of {name} should be between 0 and 1")
    low = a.dtype.type(_LOWEST_LOG)
    found = (target - 1) * np.maximum(np.log1p(-a), low) - target * np.maximum(np.log(a), low)
    return reduced(np.asarray(found if weight is None else found * weight), reduction)


def _weighted(x: Any, weight: Any) -> Any:
    return x if weight is None else x * weight


def bce_self(grad: Any, self: Any, target: Any, weight: Any, reduction: int) -> Any:
    spread = (1 - self) * self
    if isinstance(spread, Tensor):
        spread = spread.clamp(min=_SMALLEST)
    else:
        spread = np.maximum(spread, _SMALLEST)
    return _weighted(grad * (self - target) / spread, weight) * scale(reduction, self)


def bce_target(grad: Any, self: Any, weight: Any, reduction: int) -> Any:
    array = self._a if isinstance(self, Tensor) else self
    slope = np.maximum(np.log1p(-array), _LOWEST_LOG) - np.maximum(np.log(array), _LOWEST_LOG)
    return _weighted(grad * f.as_grad_kind(slope, grad), weight) * scale(reduction, self)


def bce_logits(
    a: Array, target: Array, weight: Array | None, pos_weight: Array | None, reduction: int
) -> Array:
    if target.dtype.kind not in "fc":
        raise RuntimeError(
            f"result type {OF[a.dtype].legacy} can't be cast to the desired output type "
            f"{OF[target.dtype].legacy}"
        )
    log_sigmoid = np.minimum(a, 0) - np.log1p(np.exp(-np.abs(a)))
    if pos_weight is not None:
        _fits(pos_weight, a)
        log_sigmoid = log_sigmoid * ((pos_weight - 1) * target + 1)
    found = (1 - target) * a - log_sigmoid
    if weight is not None:
        _fits(found, weight)
        found = found * weight
    return reduced(np.asarray(found), reduction)


def _fits(a: Array, b: Array) -> None:
    try:
        np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        raise errors.sizes_differ(a.shape, b.shape) from None


def bce_logits_self(
    grad: Any, self: Any, target: Any, weight: Any, pos_weight: Any, reduction: int
) -> Any:
    s = self.sigmoid() if isinstance(self, Tensor) else 1 / (1 + np.exp(-self))
    if pos_weight is None:
        found = (s - target) * grad
    else:
        positive = pos_weight * target
        found = ((positive + 1 - target) * s - positive) * grad
    return _weighted(found, weight) * scale(reduction, self)


def bce_logits_target(grad: Any, self: Any, weight: Any, pos_weight: Any, reduction: int) -> Any:
    if pos_weight is None:
        found = -self * grad
    else:
        x = self._a if isinstance(self, Tensor) else self
        p = pos_weight._a if isinstance(pos_weight, Tensor) else pos_weight
        positive = np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))
        negative = np.minimum(-x, 0) - np.log1p(np.exp(-np.abs(x)))
        found = f.as_grad_kind(np.asarray(negative - p * positive), grad) * grad
    return _weighted(found, weight) * scale(reduction, self)


# fmt: off
LOSSES: tuple[Op, ...] = (
    compose("linear(Tensor self, Tensor weight, Tensor? bias=None) -> Tensor", linear, method=False, function=False),
    compose("dropout(Tensor self, float p, bool train) -> Tensor", dropout, method=False),
    compose("dropout_(Tensor self, float p, bool train) -> Tensor", dropout_in_place, method=False),
    op("mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", "MseLossBackward0", mse_loss, promote="same", in_place=False,
       method=False, function=False, self=mse_loss_self, target=mse_loss_target),
    compose("l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor", l1_loss, method=False, function=False),
    op("smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.0) -> Tensor", "SmoothL1LossBackward0", smooth_l1_loss,
       promote="same", in_place=False, method=False, function=False, self=smooth_l1_self, target=_flipped(smooth_l1_self)),
    op("huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.0) -> Tensor", "HuberLossBackward0", huber_loss,
       promote="same", in_place=False, method=False, function=False, self=huber_self, target=_flipped(huber_self)),
    op("binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor", "BinaryCrossEntropyBackward0", bce,
       method=False, function=False, self=bce_self, target=bce_target),
    op("binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor",
       "BinaryCrossEntropyWithLogitsBackward0", bce_logits, method=False, self=bce_logits_self, target=bce_logits_target),
)
# fmt: on
