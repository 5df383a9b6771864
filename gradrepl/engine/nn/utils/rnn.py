"""Sequences of different lengths as one Tensor, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.nn.naming import typename
from gradrepl.engine.tensor import Tensor


def pad_sequence(
    sequences: Any,
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> Any:
    """Sequences side by side, the shorter ones filled up."""
    if not isinstance(sequences, Iterable):
        raise RuntimeError(  # PyTorch's choice
            "pad_sequence: Expected iterable for input sequences, but got arg of type: "
            f"{type(sequences)}"
        )
    every = tuple(sequences)
    for at, each in enumerate(every):
        if not isinstance(each, Tensor):
            raise TypeError(
                f"expected Tensor as element {at} in argument 0, but got {typename(each)}"
            )
    if not every:
        raise RuntimeError("received an empty list of sequences")
    if padding_side not in {"left", "right"}:
        raise RuntimeError(
            f"Expected padding_side to be one of left or right, but got {padding_side}."
        )
    first: Any = every[0]
    lengths = [len(each._a) if each._a.ndim else 0 for each in every]
    longest = max(lengths)
    shape = (len(every), longest) if batch_first else (longest, len(every))
    padded = first.new_full((*shape, *first.shape[1:]), padding_value)
    for at, (each, length) in enumerate(zip(every, lengths, strict=True)):
        start = longest - length if padding_side == "left" else 0
        part = slice(start, start + length)
        padded[(at, part) if batch_first else (part, at)] = each
    return padded


def unpad_sequence(padded_sequences: Any, lengths: Any, batch_first: bool = False) -> list[Any]:
    """The sequences without what they were filled up with."""
    if not batch_first:
        padded_sequences.transpose_(0, 1)
    pairs = zip(padded_sequences, lengths.tolist(), strict=True)
    return [each[:length].clone() for each, length in pairs]


def __getattr__(name: str) -> object:
    raise absent.error("torch.nn.utils.rnn", name)
