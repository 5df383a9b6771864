"""A linear layer, and the losses between two tensors alike."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine import dtypes, errors
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.memory_order import walked
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.activations import log_sigmoid, log_sigmoid_forward, widened
from gradrepl.engine.ops.added_products import added_product
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.rows import FEW
from gradrepl.engine.state import OFF, SPECIAL, STATE
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap

NONE, MEAN, SUM = 0, 1, 2
"""The numbers that PyTorch passes for `reduction=`. Left out, it is 0: its Python functions always pass it, and the
operations beneath them read no other default.
"""


def refuse_gradient(name: str, argument: str, tensor: Tensor | None) -> None:
    """For an argument that an operation is not differentiable by."""
    if tensor is not None and tensor.requires_grad and (not OFF or STATE.recording):
        raise RuntimeError(
            f"The function '{name}' is not differentiable with respect to argument '{argument}'. This input cannot "
            "have requires_grad True."
        )


def reduced(a: Array, reduction: int) -> Array:
    if reduction == NONE:
        return a
    total = np.add.reduce(a, axis=None, out=...)
    return total if reduction == SUM else np.divide(total, k.number(a.size, a.dtype), out=...)


def kept(a: Array, reduction: int) -> Array:
    """The same in the memory of all losses, as it stays PyTorch's for some."""
    found = reduced(a, reduction)
    if reduction == NONE or not a.size:
        return found
    place = a.reshape(-1)[:1].reshape(())
    place[()] = found
    return place


def scale(reduction: int, self: Any) -> float:
    """What a mean leaves of each element's gradient."""
    array = f.array_of(self)
    return 1.0 / array.size if reduction == MEAN and array.size else 1.0


# --- linear ----------------------------------------------------------------------------------------------------------


def linear(self: Tensor, weight: Tensor, bias: Tensor | None) -> Any:
    """`self @ weight.T + bias`, by the nodes that PyTorch takes for each number of dimensions."""
    x, w = self._a, weight._a
    if (
        x.ndim == 2
        and w.ndim == 2
        and bias is not None
        and not SPECIAL
        and _fits_linear(x, w, bias._a)
    ):
        if OFF and not STATE.recording:
            return wrap(added_product(bias._a, x, w.T))
        return RECORDED.addmm(bias, self, RECORDED.t(weight), 1, 1)
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
    from gradrepl.engine import addmm

    if x.ndim == 2:
        return addmm(bias, self, weight.t())
    rows = self.view((math.prod(x.shape[:-1]), x.shape[-1]))
    return addmm(bias, rows, weight.t()).view((*x.shape[:-1], weight._a.shape[0]))


def _fits_linear(x: Array, weight: Array, bias: Array) -> bool:
    """Whether there is nothing to complain of, and the bias is one row."""
    rows, columns = weight.shape
    return (
        x.shape[1] == columns
        and bias.shape == (rows,)
        and x.dtype is weight.dtype is bias.dtype
        and x.dtype.char in "fd"
    )


def _check_linear(shape: tuple[int, ...], x: Array, weight: Array, bias: Array) -> None:
    rows, columns = math.prod(shape[:-1]), shape[-1]
    if weight.ndim != 2:
        return
    for name, each in (("self", bias), ("mat1", x)):
        if each.dtype != weight.dtype:
            raise RuntimeError(
                f"{name} and mat2 must have the same dtype, but got {OF[each.dtype].legacy} and "
                f"{OF[weight.dtype].legacy}"
            )
    if columns != weight.shape[1]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({rows}x{columns} and "
            f"{weight.shape[1]}x{weight.shape[0]})"
        )
    if bias.ndim == 1 and bias.shape[0] not in (1, weight.shape[0]):
        raise RuntimeError(
            f"The expanded size of the tensor ({weight.shape[0]}) must match the existing size "
            f"({bias.shape[0]}) at "
            f"non-singleton dimension 1.  Target sizes: {[rows, weight.shape[0]]}.  Tensor sizes: "
            f"{list(bias.shape)}"
        )


# --- losses of two tensors alike -------------------------------------------------------------------------------------


def mse_loss(a: Array, b: Array, reduction: int) -> Array:
    if a.dtype.kind != "f":
        raise missing("mse_cpu", a)
    difference = np.subtract(a, b, out=...)
    return reduced(np.multiply(difference, difference, out=...), reduction)


def mse_slope(grad: Any, self: Any, target: Any, reduction: int) -> Any:
    return (self - target) * (2.0 * scale(reduction, self)) * grad


mse_backward = f.recorded("_mse_loss_backward", widened(mse_slope))


def mse_curve(grad: Any, grad_output: Any, reduction: int) -> Any:
    return grad * grad_output * (2.0 * scale(reduction, grad))


def l1_loss(self: Tensor, target: Tensor, reduction: int) -> Any:
    return reduce_by(self.sub(target).abs(), reduction)


def reduce_by(found: Tensor, reduction: int) -> Any:
    """As the losses that are written with other operations reduce."""
    if reduction == NONE:
        return found
    return found.mean() if reduction == MEAN else found.sum()


def smooth_l1_loss(a: Array, b: Array, reduction: int, beta: float) -> Array:
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    if a.dtype.kind != "f":
        raise missing("smooth_l1_cpu", a)
    z = np.abs(a - b)
    near = 0.5 * z * z / beta if beta else z
    return kept(np.where(z < beta, near, z - a.dtype.type(0.5 * beta)).astype(a.dtype), reduction)


def smooth_l1_slope(grad: Any, self: Any, target: Any, reduction: int, beta: float) -> Any:
    x = self - target
    slope = f.where(abs(x) < beta, x / (beta or 1.0), f.sgn(x))
    return slope * grad * scale(reduction, self)


smooth_l1_backward = f.recorded("_smooth_l1_loss_backward", widened(smooth_l1_slope))


def smooth_l1_curve(
    grad: Any, grad_output: Any, self: Any, target: Any, reduction: int, beta: float
) -> Any:
    found = grad * grad_output * (scale(reduction, self) / (beta or 1.0))
    return found * (abs(self - target) < beta)


def huber_loss(a: Array, b: Array, reduction: int, delta: float) -> Array:
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    wide = dtypes.result_type((a, b))
    if not dtypes.can_cast(wide, OF[a.dtype]):
        raise errors.bad_cast(wide.legacy, OF[a.dtype].legacy)
    if wide.category != 2:
        raise missing("huber_cpu", np.zeros(0, wide.np))
    _fits(a, b)
    z = np.abs(a.astype(wide.np, copy=False) - b)
    found = np.where(z <= delta, 0.5 * z * z, delta * (z - z.dtype.type(0.5 * delta)))
    return reduced(found.astype(a.dtype), reduction)


def huber_slope(grad: Any, self: Any, target: Any, reduction: int, delta: float) -> Any:
    x = self - target
    slope = f.where(abs(x) <= delta, x, f.sgn(x) * delta)
    return slope * grad * scale(reduction, self)


_widened_huber_slope = widened(huber_slope)


def huber_slopes(grad: Array, a: Array, b: Array, reduction: int, delta: float) -> Array:
    if b.dtype != a.dtype:  # PyTorch promotes forward only
        raise RuntimeError(f"Found dtype {OF[b.dtype].legacy} but expected {OF[a.dtype].legacy}")
    return _widened_huber_slope(grad, a, b, reduction, delta)


huber_backward = f.recorded("_huber_loss_backward", huber_slopes)


def huber_curve(
    grad: Any, grad_output: Any, self: Any, target: Any, reduction: int, delta: float
) -> Any:
    return grad * grad_output * scale(reduction, self) * (abs(self - target) < delta)


# --- binary cross entropy --------------------------------------------------------------------------------------------

_LOWEST_LOG = -100.0
_SMALLEST = 1e-12


def bce(a: Array, target: Array, weight: Array | None, reduction: int) -> Array:
    for each in (target, weight):
        if each is not None and each.dtype != a.dtype:
            raise RuntimeError(
                f"Found dtype {OF[each.dtype].legacy} but expected {OF[a.dtype].legacy}"
            )
    if a.dtype.kind != "f":
        raise missing("binary_cross_entropy", a)
    if _are_shares(a) and _are_shares(target):
        return kept(_bce(a, target, weight), reduction)
    outside = ~((a >= 0) & (a <= 1)), ~((target >= 0) & (target <= 1))
    if (odd := outside[0] | outside[1]).any():  # PyTorch looks at one element after another
        name = "input" if outside[0].flat[odd.argmax()] else "target"
        raise RuntimeError(f"all elements of {name} should be between 0 and 1")
    return kept(_bce(a, target, weight), reduction)


def _are_shares(a: Array) -> bool:
    """Whether all numbers are surely between 0 and 1, as far as two of them tell."""
    if not 0 < a.size <= FEW:
        return False
    flat = a.ravel()
    return bool(flat[flat.argmin()] >= 0 and flat[flat.argmax()] <= 1)


def _bce(a: Array, target: Array, weight: Array | None) -> Array:
    low, one = k.number(_LOWEST_LOG, a.dtype), k.number(1, a.dtype)
    rest = np.log1p(np.negative(a, out=...), out=...)
    rest = np.multiply(np.subtract(target, one, out=...), np.maximum(rest, low, out=...), out=...)
    logs = np.maximum(np.log(a, out=...), low, out=...)
    found = np.subtract(rest, np.multiply(target, logs, out=...), out=...)
    return found if weight is None else np.multiply(found, weight, out=...)


def _weighted(x: Any, weight: Any) -> Any:
    return x if weight is None else x * weight


def bce_slope(grad: Any, self: Any, target: Any, weight: Any, reduction: int) -> Any:
    spread = (1 - self) * self
    if isinstance(spread, Tensor):
        spread = spread.clamp(min=_SMALLEST)
    else:
        spread = np.maximum(spread, _SMALLEST)
    return meaned(_weighted(grad * (self - target) / spread, weight), reduction)


bce_backward = f.recorded("_binary_cross_entropy_backward", widened(bce_slope))


def bce_curve(
    grad: Any, grad_output: Any, self: Any, target: Any, weight: Any, reduction: int
) -> Any:
    spread = (self + _SMALLEST) * (1 - self + _SMALLEST)
    bent = (self * self - 2 * self * target + target) / (spread * spread)
    return meaned(_weighted(grad * grad_output * bent, weight), reduction)


def bce_mixed(grad: Any, grad_output: Any, self: Any, weight: Any, reduction: int) -> Any:
    spread = (self + _SMALLEST) * (1 - self + _SMALLEST)
    return meaned(_weighted(-grad * grad_output / spread, weight), reduction)


def bce_target(grad: Any, self: Any, weight: Any, reduction: int) -> Any:
    if isinstance(self, Tensor):
        slope = -self.logit()
    else:
        slope = np.maximum(np.log1p(-self), _LOWEST_LOG) - np.maximum(np.log(self), _LOWEST_LOG)
    return meaned(_weighted(slope * grad, weight), reduction)


def meaned(x: Any, reduction: int, among: Any = None) -> Any:
    """What a mean leaves of each element's gradient; `among` holds as many as the mean was taken of, where `x` does not."""
    held = x if among is None else among
    size = f.array_of(held).size
    return x / size if reduction == MEAN else x


def bce_logits(
    a: Array, target: Array, weight: Array | None, pos_weight: Array | None, reduction: int
) -> Array:
    if a.dtype.kind != "f":
        raise missing("log_sigmoid_cpu", a)
    if target.dtype.kind == "b":
        from gradrepl.engine.promotion import refuse_bools

        refuse_bools((target, target))
    if target.dtype.kind not in "fc":
        raise errors.bad_cast(OF[a.dtype].legacy, OF[target.dtype].legacy)
    log_sigmoid = np.minimum(a, 0) - np.log1p(np.exp(-np.abs(a)))
    if pos_weight is not None:
        _fits(pos_weight, a)
        log_sigmoid = log_sigmoid * ((pos_weight - 1) * target + 1)
    found = ((1 - target) * a).astype(target.dtype, copy=False)  # PyTorch writes it in place
    found = walked((found - log_sigmoid).astype(target.dtype, copy=False), target, a)
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
    share = f.sigmoid(self)
    if pos_weight is None:
        found = (share - target) * grad
    else:
        positive = pos_weight * target
        found = ((positive + 1 - target) * share - positive) * grad
    return meaned(_weighted(found, weight), reduction)


def bce_logits_target(grad: Any, self: Any, weight: Any, pos_weight: Any, reduction: int) -> Any:
    if pos_weight is None:
        found = -self * grad
    else:
        found = (_log_sigmoid(-self) - pos_weight * _log_sigmoid(self)) * grad
    return meaned(_weighted(found, weight), reduction)


def _log_sigmoid(x: Any) -> Any:
    return log_sigmoid(x) if isinstance(x, Tensor) else log_sigmoid_forward(x)[0]


# fmt: off
LOSSES: tuple[Op, ...] = (
    compose("linear(Tensor self, Tensor weight, Tensor? bias=None) -> Tensor", linear, method=False, function=False),
    op("mse_loss(Tensor self, Tensor target, int reduction=0) -> Tensor", "MseLossBackward0", mse_loss, promote="same", in_place=False,
       method=False, function=False, self=lambda grad, self, target, reduction: mse_backward(grad, self, target, reduction),
       target=lambda grad, self, target, reduction: mse_backward(grad, target, self, reduction)),
    op("_mse_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction) -> Tensor", "MseLossBackwardBackward0", f.as_first(widened(mse_slope)),
       method=False, grad_output=mse_slope, self=mse_curve,
       target=lambda grad, grad_output, reduction: -mse_curve(grad, grad_output, reduction)),
    compose("l1_loss(Tensor self, Tensor target, int reduction=0) -> Tensor", l1_loss, method=False, function=False),
    op("smooth_l1_loss(Tensor self, Tensor target, int reduction=0, float beta=1.0) -> Tensor", "SmoothL1LossBackward0", smooth_l1_loss,
       promote="same", in_place=False, method=False, function=False,
       self=lambda grad, self, target, reduction, beta: smooth_l1_backward(grad, self, target, reduction, beta),
       target=lambda grad, self, target, reduction, beta: smooth_l1_backward(grad, target, self, reduction, beta)),
    op("_smooth_l1_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction, float beta) -> Tensor",
       "SmoothL1LossBackwardBackward0", f.as_first(widened(smooth_l1_slope)), method=False, grad_output=smooth_l1_slope, self=smooth_l1_curve,
       target=lambda grad, grad_output, self, target, reduction, beta: -smooth_l1_curve(grad, grad_output, self, target, reduction, beta)),
    op("huber_loss(Tensor self, Tensor target, int reduction=0, float delta=1.0) -> Tensor", "HuberLossBackward0", huber_loss,
       method=False, function=False,
       self=lambda grad, self, target, reduction, delta: huber_backward(grad, self, target, reduction, delta),
       target=lambda grad, self, target, reduction, delta: huber_backward(grad, target, self, reduction, delta)),
    op("_huber_loss_backward(Tensor grad_output, Tensor self, Tensor target, int reduction, float delta) -> Tensor",
       "HuberLossBackwardBackward0", huber_slopes, method=False, grad_output=huber_slope, self=huber_curve,
       target=lambda grad, grad_output, self, target, reduction, delta: -huber_curve(grad, grad_output, self, target, reduction, delta)),
    op("binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=0) -> Tensor", "BinaryCrossEntropyBackward0", bce,
       method=False, function=False, self=lambda grad, self, target, weight, reduction: bce_backward(grad, self, target, weight, reduction),
       target=bce_target),
    op("_binary_cross_entropy_backward(Tensor grad_output, Tensor self, Tensor target, Tensor? weight, int reduction) -> Tensor",
       "BinaryCrossEntropyBackwardBackward0", widened(bce_slope), method=False, grad_output=bce_slope, self=bce_curve, target=bce_mixed),
    op("binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=0) -> Tensor",
       "BinaryCrossEntropyWithLogitsBackward0", bce_logits, method=False, self=bce_logits_self, target=bce_logits_target),
)
# fmt: on
