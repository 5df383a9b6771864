"""`torch.nn.RNN`, `LSTM`, `GRU`: networks that walk along a sequence."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn.inheriting import under_own_name
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.parameter import uninitialized
from gradrepl.engine.nn.recurrent_cells import GATES, STEPS, start_evenly


@under_own_name("forward")
class RNNBase(Module):
    """Layers of steps, one after the other along the sequence."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(
        self,
        mode: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        _check_sizes(self, dropout)
        if proj_size:
            raise NotImplementedError(
                "gradrepl has no nn.LSTM(proj_size=...): put an nn.Linear behind the LSTM"
            )
        self._add_weights({"device": device, "dtype": dtype})
        self.reset_parameters()

    def _add_weights(self, how: dict[str, Any]) -> None:
        rows = GATES[self.mode] * self.hidden_size
        for layer in range(self.num_layers):
            width = self.hidden_size * self._directions if layer else self.input_size
            for end in self._ends(layer):
                shapes: list[tuple[str, tuple[int, ...]]]
                shapes = [("weight_ih", (rows, width)), ("weight_hh", (rows, self.hidden_size))]
                if self.bias:
                    shapes += [("bias_ih", (rows,)), ("bias_hh", (rows,))]
                for name, shape in shapes:
                    setattr(self, name + end, uninitialized(shape, **how))

    @property
    def _directions(self) -> int:
        return 2 if self.bidirectional else 1

    def _ends(self, layer: int) -> list[str]:
        """How the names of a layer's weights end, one for each direction."""
        return [f"_l{layer}", f"_l{layer}_reverse"][: self._directions]

    def _weights(self, end: str) -> list[Any]:
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        return [getattr(self, name + end, None) for name in names]

    @property
    def all_weights(self) -> list[list[Any]]:
        """The parameters, a list for each layer and direction."""
        return [
            [each for each in self._weights(end) if each is not None]
            for layer in range(self.num_layers)
            for end in self._ends(layer)
        ]

    def reset_parameters(self) -> None:
        start_evenly(self)

    def flatten_parameters(self) -> None:
        """Gathers the weights for a graphics card; there is none here."""

    def extra_repr(self) -> str:
        found = f"{self.input_size}, {self.hidden_size}"
        for name, usual in (
            ("num_layers", 1), ("bias", True), ("batch_first", False), ("dropout", 0.0),
            ("bidirectional", False),
        ):  # fmt: skip
            value = getattr(self, name)
            if value != usual:
                found += f", {name}={value}"
        return found

    # --- forward ---

    def _check(self, input: Any, states: tuple[Any, ...]) -> None:
        own = self.weight_ih_l0.dtype
        if input.dtype != own:
            raise ValueError(
                f"RNN input dtype ({input.dtype}) does not match weight dtype ({own}). "
                f"Convert input: input.to({own}), or convert model: model.to({input.dtype})"
            )
        if self.input_size != input.size(-1):
            raise RuntimeError(
                f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got "
                f"{input.size(-1)}"
            )
        if not input.size(1 if self.batch_first else 0):
            raise RuntimeError("Expected sequence length to be larger than 0 in RNN")
        expected = self._state_shape(input)
        names = ("hidden[0]", "hidden[1]") if len(states) > 1 else ("hidden",)
        for name, state in zip(names, states, strict=True):
            if tuple(state.shape) != expected:
                raise RuntimeError(f"Expected {name} size {expected}, got {list(state.shape)}")

    def _state_shape(self, input: Any) -> tuple[int, int, int]:
        batch = input.size(0 if self.batch_first else 1)
        return self.num_layers * self._directions, batch, self.hidden_size

    def _walk(self, input: Any, states: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
        """Through all layers; gives the outputs, and the last states of each layer."""
        from gradrepl.engine import cat, stack

        found = input.transpose(0, 1) if self.batch_first else input
        firsts = [state.unbind(0) for state in states]
        lasts = []
        for layer in range(self.num_layers):
            outputs = []
            for turned, end in enumerate(self._ends(layer)):
                start = tuple(each[layer * self._directions + turned] for each in firsts)
                output, last = self._layer(found, start, self._weights(end), bool(turned))
                outputs.append(output)
                lasts.append(last)
            found = cat(outputs, -1) if len(outputs) > 1 else outputs[0]
            if self.dropout and self.training and layer < self.num_layers - 1:
                found = F.dropout(found, self.dropout, True)
        if self.batch_first:
            found = found.transpose(0, 1) if self.mode == "LSTM" else found.transpose_(0, 1)
        return found, tuple(stack(each, 0) for each in zip(*lasts, strict=True))

    def _is_one_operation(self, input: Any) -> bool:
        """Whether a layer is a single node of the graph, as PyTorch's library runs an LSTM."""
        return self.mode == "LSTM" and input._a.dtype == np.float32 and bool(input.numel())

    def _layer(
        self, input: Any, states: tuple[Any, ...], weights: list[Any], turned: bool
    ) -> tuple[Any, tuple[Any, ...]]:
        from gradrepl.engine import ops, stack, zeros

        w_ih, w_hh, b_ih, b_hh = weights
        if self._is_one_operation(input):
            biases = [zeros(w_ih.shape[0]) if each is None else each for each in (b_ih, b_hh)]
            given = [input, w_ih, w_hh, *biases, *states]
            output, *last = ops.recording("_mkldnn_rnn_layer")(given, turned)
            return output, tuple(last)
        step = STEPS[self.mode]
        gates = F.linear(input, w_ih, b_ih).unbind(0)
        outputs = []
        for each in reversed(gates) if turned else gates:
            states = step(each, states, w_hh, b_hh)
            outputs.append(states[0])
        return stack(outputs[::-1] if turned else outputs, 0), states

    def forward(self, input: Any, hx: Any = None) -> Any:
        from gradrepl.engine import zeros

        family = "LSTM" if self.mode == "LSTM" else "GRU" if self.mode == "GRU" else "RNN"
        if input.dim() not in (2, 3):
            kind = "D tensor instead" if family == "RNN" else "D instead"
            raise ValueError(f"{family}: Expected input to be 2D or 3D, got {input.dim()}{kind}")
        batched = input.dim() == 3
        if not batched:
            input = input.unsqueeze(0 if self.batch_first else 1)
        count = 2 if family == "LSTM" else 1
        if hx is None:
            shape = self._state_shape(input)
            states = tuple(zeros(shape, dtype=input.dtype) for _ in range(count))
        else:
            states = (hx[0], hx[1]) if count > 1 else (hx,)
            _check_dims(states, batched=batched)
            if not batched:
                states = tuple(each.unsqueeze(1) for each in states)
        self._check(input, states)
        output, lasts = self._walk(input, states)
        if not batched:
            output = output.squeeze(0 if self.batch_first else 1)
            lasts = tuple(each.squeeze(1) for each in lasts)
        return output, lasts if count > 1 else lasts[0]


def _check_dims(states: tuple[Any, ...], *, batched: bool) -> None:
    wanted = 3 if batched else 2
    if all(each.dim() == wanted for each in states):
        return
    kind = "batched 3-D" if batched else "unbatched 2-D"
    if len(states) > 1:
        got = ", ".join(f"{each.dim()}-D" for each in states)
        raise RuntimeError(
            f"For {kind} input, hx and cx should also be {wanted}-D but got ({got}) tensors"
        )
    raise RuntimeError(
        f"For {kind} input, hx should also be {wanted}-D but got {states[0].dim()}-D tensor"
    )


def _check_sizes(module: RNNBase, dropout: Any) -> None:
    """Raises: where what the constructor was given is of no use."""
    if isinstance(dropout, bool) or not 0 <= dropout <= 1:
        raise ValueError(
            "dropout should be a number in range [0, 1] representing the probability of an "
            "element being zeroed"
        )
    if dropout > 0 and module.num_layers == 1:
        warnings.warn(
            "dropout option adds dropout after all but last recurrent layer, so non-zero dropout "
            f"expects num_layers greater than 1, but got dropout={dropout} and "
            f"num_layers={module.num_layers}",
            stacklevel=2,
        )
    for name, kind in (
        ("bias", bool), ("batch_first", bool), ("input_size", int), ("hidden_size", int),
    ):  # fmt: skip
        value = getattr(module, name)
        if not isinstance(value, kind):
            raise TypeError(
                f"{name} should be of type {kind.__name__}, got: {type(value).__name__}"
            )
        if kind is int and value <= 0:
            raise ValueError(f"{name} must be greater than zero")
    if module.num_layers <= 0:
        raise ValueError("num_layers must be greater than zero")


class RNN(RNNBase):
    """`h = tanh(w_ih @ x + b_ih + w_hh @ h + b_hh)`."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        nonlinearity = args[3] if len(args) > 3 else kwargs.pop("nonlinearity", "tanh")
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(
                f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'."
            )
        mode = f"RNN_{nonlinearity.upper()}"
        super().__init__(mode, *args[:3], *args[4:], **kwargs)
        self.nonlinearity = nonlinearity


class LSTM(RNNBase):
    """Long short-term memory: a state that gates write to and read from."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("LSTM", *args, **kwargs)


class GRU(RNNBase):
    """Gated recurrent units: two gates between the old state and the new one."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        super().__init__("GRU", *args, **kwargs)
