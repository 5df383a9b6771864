"""A layer of an LSTM as one operation, as PyTorch's library for the CPU runs it in single precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops.formulas import cat, tanh
from gradrepl.engine.table import Op, op
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.engine.dtypes import Array


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x)) if type(x) is np.ndarray else x.sigmoid()


def _parted(x: Any) -> Any:
    return np.split(x, 4, -1) if type(x) is np.ndarray else x.chunk(4, -1)


def _stacked(parts: Sequence[Any]) -> Any:
    from gradrepl.engine import ops

    return ops.function("stack")(parts) if isinstance(parts[0], Tensor) else np.stack(parts)


def _steps(length: int, reverse: bool) -> range:
    return range(length - 1, -1, -1) if reverse else range(length)


def _run(tensors: Sequence[Any], reverse: bool) -> tuple[list[Any], list[Any], list[Any]]:
    """The four gates at each time, and the states before the first time and after each one."""
    x, w_ih, w_hh, b_ih, b_hh, h, c = tensors
    from_inputs = x @ w_ih.T + (b_ih + b_hh)
    gates, hs, cs = [], [h], [c]
    for at in _steps(len(x), reverse):
        i, f, g, o = _parted(from_inputs[at] + hs[-1] @ w_hh.T)
        i, f, g, o = _sigmoid(i), _sigmoid(f), tanh(g), _sigmoid(o)
        cs.append(f * cs[-1] + i * g)
        hs.append(o * tanh(cs[-1]))
        gates.append((i, f, g, o))
    return gates, hs, cs


def lstm_layer(tensors: Sequence[Array], reverse: bool) -> tuple[Array, Array, Array]:
    _, hs, cs = _run(tensors, reverse)
    return np.stack(hs[:0:-1] if reverse else hs[1:]), hs[-1].copy(), cs[-1].copy()


def lstm_tensors(grads: Any, tensors: Any, reverse: bool) -> Any:
    """The gradients of input, weights, biases and states: back through time."""
    grad, grad_h, grad_c = grads
    x, w_ih, w_hh = tensors[:3]
    gates, hs, cs = _run(tensors, reverse)
    to_gates: list[Any] = [None] * len(x)
    to_w_ih = to_w_hh = 0
    for n, at in reversed(list(enumerate(_steps(len(x), reverse)))):
        i, f, g, o = gates[n]
        grad_h = grad_h + grad[at]
        high = tanh(cs[n + 1])
        grad_c = grad_c + grad_h * o * (1 - high * high)
        to_gates[at] = here = cat((
            grad_c * g * i * (1 - i),
            grad_c * cs[n] * f * (1 - f),
            grad_c * i * (1 - g * g),
            grad_h * high * o * (1 - o),
        ), -1)  # fmt: skip
        to_w_ih = to_w_ih + here.T @ x[at]
        to_w_hh = to_w_hh + here.T @ hs[n]
        grad_h, grad_c = here @ w_hh, grad_c * f
    whole = _stacked(to_gates)
    to_bias = whole.sum((0, 1))
    return [whole @ w_ih, to_w_ih, to_w_hh, to_bias, to_bias, grad_h, grad_c]


# fmt: off
RECURRENT: tuple[Op, ...] = (
    op("_mkldnn_rnn_layer(Tensor[] tensors, bool reverse) -> (Tensor result0, Tensor result1, Tensor result2)", "MkldnnRnnLayerBackward0",
       lstm_layer, method=False, function=False, differentiable=(0, 1, 2), tensors=lstm_tensors),
)
# fmt: on
