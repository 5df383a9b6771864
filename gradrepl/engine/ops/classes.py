"""Losses against classes: the negative log-likelihood, and the cross entropy that is built on it."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import numbers, rows
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.losses import MEAN, NONE, SUM, refuse_gradient
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.softmax import log_softmax
from gradrepl.engine.state import SPECIAL
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor

# --- kernels ---------------------------------------------------------------------------------------------------------


def nll(
    a: Array, target: Array, weight: Array | None, reduction: int, ignore_index: int
) -> tuple[Array, Array]:
    """Picks `-a[..., class]`: `a` holds the classes first but for a batch (N, C, ...), or alone (C).

    Returns:
        The loss, and the sum of the weights that a mean divides by.
    """
    if weight is None and _few(a, target, ignore_index):
        losses = a.ravel()[_places(a.shape) + target]
        if reduction == NONE:
            return np.negative(losses, out=...), np.zeros((), a.dtype)
        # a quotient of single precision is the same by way of double
        value, count = -float(np.add.reduce(losses)), len(losses)
        found = np.array(value / count if reduction == MEAN else value, a.dtype)
        return found, np.array(count, a.dtype)
    if (
        a.ndim != 2
        or target.ndim != 1
        or a.dtype.char not in "fd"
        or target.dtype != np.int64
        or weight is not None
    ):
        _check(a, target, weight)
    index, counted, weights = _counted(a, target, weight, ignore_index)
    losses = np.negative(_picked(a, index), out=...)
    if counted is not None:
        losses = np.where(counted, losses * weights, a.dtype.type(0))
    if reduction == NONE:
        return (losses if a.ndim > 1 else losses.reshape(())), np.zeros((), a.dtype)
    total = np.array(index.size, a.dtype) if weights is None else weights.sum(dtype=a.dtype)
    total = np.asarray(total)
    found = np.add.reduce(losses, None, out=...)
    return (found if reduction == SUM else np.divide(found, total, out=...)), total


def _few(a: Array, target: Array, ignore_index: int) -> bool:
    """Whether a matrix goes with few classes, all of which are there and count."""
    if not (a.ndim == 2 and a.dtype.char in "fd" and a.flags.c_contiguous):
        return False
    count, classes = a.shape
    if target.shape != (count,) or not 0 < count <= rows.SHORT or target.dtype.char != "l":
        return False
    wanted = target.tolist()
    return min(wanted) >= 0 and max(wanted) < classes and not 0 <= ignore_index < classes


@functools.lru_cache(64)
def _places(shape: tuple[int, ...]) -> Array:
    """Where each row of a matrix begins."""
    return np.arange(0, shape[0] * shape[1], shape[1])


def _check(a: Array, target: Array, weight: Array | None) -> None:
    """Whether classes fit (N, C) or (C), or each place of (N, C, H, W)."""
    classes = a.shape[1 if a.ndim > 1 else 0]
    wide = a.ndim > 2
    if wide and target.ndim != a.ndim - 1:
        raise RuntimeError(
            "only batches of spatial targets supported (3D tensors) but got targets of dimension: "
            f"{target.ndim}"
        )
    if not wide and target.ndim > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if target.dtype not in (np.int64, np.uint8):
        raise RuntimeError(
            f"expected target dtype to be Long or Byte, but got {OF[target.dtype].legacy}"
        )
    if a.ndim == 1 and target.ndim and target.shape[0] != 1:
        raise ValueError(
            f"For 1D input, 1D target must have size 1, but got target size: {target.shape[0]}"
        )
    if weight is not None and weight.shape != (classes,):
        every = (
            "or no classes"
            if wide
            else f"{classes} classes or no classes but got weight tensor of shape: {list(weight.shape)}"
        )
        raise RuntimeError(f"weight tensor should be defined either for all {every}")
    if wide and (a.shape[0], *a.shape[2:]) != target.shape:  # the text lacks its last bracket
        raise RuntimeError(
            f"size mismatch (got input: {list(a.shape)} , target: {list(target.shape)}"
        )
    if a.dtype.kind != "f":
        raise missing("nll_loss2d_forward_out_frame" if wide else "nll_loss_out_frame", a)
    if weight is not None and weight.dtype != a.dtype:
        raise RuntimeError(
            f"expected scalar type {OF[a.dtype].legacy} but found {OF[weight.dtype].legacy}"
        )
    if wide and target.dtype != np.int64:
        raise RuntimeError(f"expected scalar type Long but found {OF[target.dtype].legacy}")


def _counted(
    a: Array, target: Array, weight: Array | None, ignore_index: int
) -> tuple[Array, Array | None, Array | None]:
    """For each target its class (0 where it does not count), whether it counts, and its weight.

    The usual case, where all count the same, has None for the last two.
    """
    classes = a.shape[1 if a.ndim > 1 else 0]
    wanted = target.astype(np.int64, copy=False)
    usual = weight is None and not 0 <= ignore_index < classes
    # without a sign a negative class is larger than all others
    if usual and wanted.size and np.maximum.reduce(wanted.view(np.uint64), None) < classes:
        return wanted, None, None
    counted = wanted != ignore_index
    outside = counted & ((wanted < 0) | (wanted >= classes))
    if outside.any():
        raise IndexError(f"Target {int(wanted[outside].reshape(-1)[0])} is out of bounds.")
    index = np.where(counted, wanted, 0)
    weights = np.ones(index.shape, a.dtype) if weight is None else weight[index]
    return index, counted, np.where(counted, weights, a.dtype.type(0))


def _picked(a: Array, index: Array) -> Array:
    """For each target its element of `a`."""
    if not a.size:
        return np.zeros(index.shape, a.dtype)
    if a.ndim == 2:
        return a[np.arange(len(a)), index]
    if a.ndim > 2:
        return np.take_along_axis(a, index[:, None], 1)[:, 0]
    return np.asarray(a[index])


def nll_slope(
    grad: Array, a: Array, target: Array, weight: Array | None, reduction: int, ignore_index: int, total: Array
) -> Array:  # fmt: skip
    """`-weight` at the class of each target, times what arrives for it."""
    if weight is None and _few(a, target, ignore_index):
        if reduction == MEAN:
            grad = np.divide(grad, total, out=...)
        slope = np.zeros(a.shape, a.dtype)
        slope.ravel()[_places(a.shape) + target] = np.negative(grad, out=...)
        return slope
    if not (a.ndim == 1 and target.ndim == 0) and a.shape[0] != target.shape[0]:
        raise RuntimeError(
            f"size mismatch (got input: {list(a.shape)}, target: {list(target.shape)})"
        )
    index, _, weights = _counted(a, target, weight, ignore_index)
    if reduction == MEAN and total:
        grad = np.divide(grad, total, out=...)
    values = np.negative(grad, out=...)
    if weights is not None:
        values = np.where(weights == 0, a.dtype.type(0), values * weights)
    slope = np.zeros(a.shape, a.dtype)
    if a.ndim == 1:
        slope[index] = values
    elif a.ndim == 2:
        slope[np.arange(len(a)), index] = values
    else:
        np.put_along_axis(slope, index[:, None], values[:, None] if values.ndim else values, 1)
    return slope


def _both_ways(name: str) -> tuple[Any, Any]:
    """The derivative of `_nll_loss` or `_nll_loss2d`, and that of its derivative."""
    backward = f.recorded(f"{name}_backward", nll_slope)

    def nll_self(
        grad: Any, self: Any, target: Any, weight: Any, reduction: int, ignore_index: int, total_weight: Any
    ) -> Any:  # fmt: skip
        return backward(grad, self, target, weight, reduction, ignore_index, total_weight)

    def nll_grad_output(
        grad: Any, target: Any, weight: Any, reduction: int, ignore_index: int
    ) -> Any:
        if isinstance(grad, Tensor):
            from gradrepl.engine import ops

            return ops.recording(name)(grad, target, weight, reduction, ignore_index)[0]
        return nll(grad, target, weight, reduction, ignore_index)[0]

    return nll_self, nll_grad_output


_nll_self, _nll_grad_output = _both_ways("_nll_loss")
_nll2d_self, _nll2d_grad_output = _both_ways("_nll_loss2d")


# --- compositions ----------------------------------------------------------------------------------------------------


def nll_loss_nd(
    self: Tensor, target: Tensor, weight: Tensor | None, reduction: int, ignore_index: int
) -> Any:
    a, t = self._a, target._a
    if not a.ndim:
        raise ValueError("Expected 1 or more dimensions (got 0)")
    batch = t.shape[0] if t.ndim else 0
    if a.ndim > 1 and a.shape[0] != batch:
        raise ValueError(
            f"Expected input batch_size ({a.shape[0]}) to match target batch_size ({batch})."
        )
    if a.ndim <= 2:
        refuse_gradient("nll_loss_forward", "weight", weight)
        if not SPECIAL:
            return RECORDED._nll_loss(self, target, weight, reduction, ignore_index)[0]
        from gradrepl.engine import _nll_loss

        return _nll_loss(self, target, weight, reduction, ignore_index)[0]
    from gradrepl.engine import _nll_loss2d

    refuse_gradient("nll_loss2d_forward", "weight", weight)
    if a.ndim == 4:
        return _nll_loss2d(self, target, weight, reduction, ignore_index)[0]
    expected = (a.shape[0], *a.shape[2:])
    if t.shape != expected:
        raise RuntimeError(f"Expected target size {list(expected)}, got {list(t.shape)}")
    rest = math.prod(a.shape[2:])
    found = _nll_loss2d(
        self.contiguous().view((*a.shape[:2], 1, rest)),
        target.contiguous().view((t.shape[0], 1, rest)),
        weight, reduction, ignore_index,
    )[0]  # fmt: skip
    return found.view(expected) if reduction == NONE else found


def cross_entropy(
    self: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    ignore_index: int,
    label_smoothing: float,
) -> Any:
    if label_smoothing > 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing:g}")
    if self._a.shape == target._a.shape:
        return _against_probabilities(
            self, target, weight, reduction, ignore_index, label_smoothing
        )
    if SPECIAL:
        logs = log_softmax(self, _classes_at(self), None)
    else:
        logs = RECORDED._log_softmax(self, _classes_at(self))
    if label_smoothing > 0:
        return _smoothed(logs, target, weight, reduction, ignore_index, label_smoothing)
    return nll_loss_nd(logs, target, weight, reduction, ignore_index)


def _classes_at(self: Tensor) -> int:
    """The dimension of the classes; PyTorch's choice is out of range where there is none."""
    return 0 if self._a.ndim == 1 else 1


def _against_probabilities(
    self: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    ignore_index: int,
    label_smoothing: float,
) -> Any:
    if target._a.dtype.kind not in "fc":
        raise RuntimeError(
            "Expected floating point type for target with class probabilities, got "
            f"{OF[target._a.dtype].legacy}"
        )
    if ignore_index >= 0:
        raise RuntimeError("ignore_index is not supported for floating point target")
    if not self._a.ndim:
        raise IndexError("Dimension specified as 1 but tensor has no dimensions")
    at = _classes_at(self)
    classes = self._a.shape[at]
    if weight is not None and weight._a.shape != (classes,):
        raise RuntimeError(
            f"cross_entropy: weight tensor should be defined either for all {classes} classes or "
            "no classes but got "
            f"weight tensor of shape: {list(weight._a.shape)}"
        )
    found = self.log_softmax(at)
    if label_smoothing > 0:
        share = label_smoothing / classes if classes else math.inf
        target = target.mul(1 - label_smoothing).add(share)
    found = found * target
    if weight is not None:
        found = found * _over_classes(weight, self._a.ndim)
    if reduction == NONE:
        return -found.sum(at)
    if reduction == MEAN and not self._a.size:
        return -found.sum().fill_(math.nan)
    found = -found.sum()
    return found if reduction == SUM else numbers.over(found, self._a.size // classes)


def _over_classes(weight: Tensor, ndim: int) -> Tensor:
    """Weights of the classes, shaped to stand beside (N, C, ...)."""
    found: Tensor = weight.view((1, -1, *(1,) * (ndim - 2))) if ndim > 1 else weight
    return found


def _smoothed(
    logs: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    ignore_index: int,
    label_smoothing: float,
) -> Any:
    """Part of each target's weight goes to all classes alike."""
    at = 1 if logs._a.ndim > 1 else 0
    classes = logs._a.shape[at]
    likelihood = nll_loss_nd(logs, target, weight, reduction, ignore_index)
    every = logs if weight is None else logs.mul(_over_classes(weight, logs._a.ndim))
    ignored = target.eq(ignore_index)
    smooth = (-every.sum(at)).masked_fill_(ignored, 0)
    if reduction == SUM:
        smooth = smooth.sum()
    elif reduction == MEAN:
        smooth = smooth.sum() / _divisor(target, ignored, weight, logs)
    kept = numbers.times(likelihood, 1 - label_smoothing)
    return kept + numbers.times(smooth, label_smoothing / classes)


def _divisor(target: Tensor, ignored: Tensor, weight: Tensor | None, logs: Tensor) -> Any:
    if weight is None:
        return ignored.logical_not().sum()
    picked = target.masked_fill(ignored, 0).flatten()
    return weight.gather(0, picked).masked_fill(ignored.flatten(), 0).sum()


# fmt: off
CLASSES: tuple[Op, ...] = (
    op("_nll_loss(Tensor self, Tensor target, Tensor? weight, int reduction, int ignore_index) -> (Tensor output, Tensor total_weight)",
       "NllLossBackward0", nll, method=False, self=_nll_self),
    op("_nll_loss_backward(Tensor grad_output, Tensor self, Tensor target, Tensor? weight, int reduction, int ignore_index, Tensor total_weight) -> Tensor",
       "NllLossBackwardBackward0", nll_slope, method=False, grad_output=_nll_grad_output, self=lambda grad: f.zeros_like(grad)),
    op("_nll_loss2d(Tensor self, Tensor target, Tensor? weight, int reduction, int ignore_index) -> (Tensor output, Tensor total_weight)",
       "NllLoss2DBackward0", nll, method=False, self=_nll2d_self),
    op("_nll_loss2d_backward(Tensor grad_output, Tensor self, Tensor target, Tensor? weight, int reduction, int ignore_index, Tensor total_weight) -> Tensor",
       "NllLoss2DBackwardBackward0", nll_slope, method=False, grad_output=_nll2d_grad_output, self=lambda grad: f.zeros_like(grad)),
    compose("nll_loss_nd(Tensor self, Tensor target, Tensor? weight=None, int reduction=0, int ignore_index=-100) -> Tensor", nll_loss_nd,
            method=False, function=False),
    compose("cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=0, int ignore_index=-100, "
            "float label_smoothing=0.0) -> Tensor", cross_entropy, method=False, function=False),
)
# fmt: on
