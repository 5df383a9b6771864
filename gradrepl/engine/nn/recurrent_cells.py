"""`torch.nn.RNNCell`, `LSTMCell`, `GRUCell`: single steps along a sequence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn import init
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.parameter import uninitialized
from gradrepl.engine.values import type_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _elman(activation: str) -> Callable[..., tuple[Any, ...]]:
    def step(gates: Any, states: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
        return (getattr(F.linear(states[0], w_hh, b_hh) + gates, activation)(),)

    return step


def _gated(gates: Any, states: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
    """One step of a GRU."""
    (h,) = states
    of_input = gates.unsafe_chunk(3, 1)
    of_state = F.linear(h, w_hh, b_hh).unsafe_chunk(3, 1)
    reset = (of_state[0] + of_input[0]).sigmoid()
    update = (of_state[1] + of_input[1]).sigmoid()
    new = (of_input[2] + of_state[2] * reset).tanh()
    return ((h - new) * update + new,)


def _long_short(gates: Any, states: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
    """One step of an LSTM."""
    h, c = states
    i, f, g, o = (F.linear(h, w_hh, b_hh) + gates).unsafe_chunk(4, 1)
    new = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * new.tanh(), new


STEPS = {
    "RNN_TANH": _elman("tanh"),
    "RNN_RELU": _elman("relu"),
    "GRU": _gated,
    "LSTM": _long_short,
}
GATES = {"RNN_TANH": 1, "RNN_RELU": 1, "GRU": 3, "LSTM": 4}


def start_evenly(module: Any) -> None:
    bound = 1.0 / math.sqrt(module.hidden_size) if module.hidden_size > 0 else 0
    for weight in module.parameters():
        init.uniform_(weight, -bound, bound)


def _check_pair(hx: Any) -> None:
    """Refuses what is no pair of an LSTM's states."""
    if not isinstance(hx, (tuple, list)):
        raise TypeError(
            f"lstm_cell(): argument 'hx' (position 2) must be tuple of Tensors, not {type_name(hx)}"
        )
    if len(hx) != 2:
        raise RuntimeError("lstm_cell expects two hidden states")


class RNNCellBase(Module):
    """One step, with weights of its own."""

    __module__ = "torch.nn.modules.rnn"
    _count: ClassVar[int] = 1

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool, num_chunks: int, device: Any = None,
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = num_chunks * hidden_size
        how = {"device": device, "dtype": dtype}
        self.weight_ih = uninitialized((rows, input_size), **how)
        self.weight_hh = uninitialized((rows, hidden_size), **how)
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, uninitialized(rows, **how) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        start_evenly(self)

    def extra_repr(self) -> str:
        found = f"{self.input_size}, {self.hidden_size}"
        if self.bias is not True:
            found += f", bias={self.bias}"
        if getattr(self, "nonlinearity", "tanh") != "tanh":
            found += f", nonlinearity={self.nonlinearity}"
        return found

    def _step(self, mode: str, input: Any, hx: Any) -> tuple[Any, ...]:
        from gradrepl.engine import zeros

        name = type(self).__name__
        if input.dim() not in (1, 2):
            raise ValueError(f"{name}: Expected input to be 1D or 2D, got {input.dim()}D instead")
        states = () if hx is None else tuple(hx) if self._count > 1 else (hx,)
        for at, state in enumerate(states):
            if state.dim() not in (1, 2):
                which = f"hx[{at}]" if self._count > 1 else "hidden"
                raise ValueError(
                    f"{name}: Expected {which} to be 1D or 2D, got {state.dim()}D instead"
                )
        batched = input.dim() == 2
        if hx is None:
            zero = zeros(*input.shape[:-1], self.hidden_size, dtype=input.dtype)
            states = (zero,) * self._count
        elif batched and self._count > 1:
            _check_pair(hx)
        if not batched:
            input = input.unsqueeze(0)
            states = tuple(state.unsqueeze(0) for state in states)
        self._check_sizes(input.shape, [state.shape for state in states])
        gates = F.linear(input, self.weight_ih, self.bias_ih)
        found = STEPS[mode](gates, states, self.weight_hh, self.bias_hh)
        return found if batched else tuple(each.squeeze(0) for each in found)

    def _check_sizes(self, given: Sequence[int], states: Sequence[Sequence[int]]) -> None:
        """Refuses what would broadcast, or fit no weight."""
        if given[1] != self.input_size:
            raise RuntimeError(
                f"input has inconsistent input_size: got {given[1]} expected {self.input_size}"
            )
        for at, state in enumerate(states):
            batch, size = state[0], state[-1] if len(state) < 3 else state[1]
            if batch != given[0]:
                raise RuntimeError(
                    f"Input batch size {given[0]} doesn't match hidden{at} batch size {batch}"
                )
            if size != self.hidden_size:
                raise RuntimeError(
                    f"hidden{at} has inconsistent hidden_size: got {size}, expected "
                    f"{self.hidden_size}"
                )


class RNNCell(RNNCellBase):
    """One step of `RNN`."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, nonlinearity: str = "tanh",
        device: Any = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Any, hx: Any = None) -> Any:
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        return self._step(f"RNN_{self.nonlinearity.upper()}", input, hx)[0]


class LSTMCell(RNNCellBase):
    """One step of `LSTM`."""

    __module__ = "torch.nn.modules.rnn"
    _count = 2

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, device: Any = None,
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input: Any, hx: Any = None) -> Any:
        return self._step("LSTM", input, hx)


class GRUCell(RNNCellBase):
    """One step of `GRU`."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, device: Any = None,
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input: Any, hx: Any = None) -> Any:
        return self._step("GRU", input, hx)[0]
