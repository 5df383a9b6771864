"""A backward pass that was watched, with the learner's names, and its graph for pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gradrepl.observe.facts import NodeKey
    from gradrepl.observe.steps import Gradient, Sent, Step, Steps, Sum


@dataclass(frozen=True, slots=True)
class Motion:
    """What `%backward` shows."""

    root: str
    """What the learner called the tensor that it starts from: `loss`, `(a * b).sum()`."""
    steps: Steps
    names: Mapping[NodeKey, tuple[str, ...]]
    """By node the names of the tensors that it made; for an AccumulateGrad those of its leaf."""
    gradient: str | None = None
    """What flows in, as the learner wrote it; None for 1."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A gradient on its way to a node."""

    step: int
    """Which step sent it, from 1."""
    sent: Sent


def arrivals(steps: tuple[Step, ...]) -> dict[NodeKey, tuple[Arrival, ...]]:
    """What was sent to each node, in the order in which it was sent."""
    found: dict[NodeKey, list[Arrival]] = {}
    for number, step in enumerate(steps, 1):
        for sent in step.sent:
            if sent.gradient is not None:
                found.setdefault(sent.target, []).append(Arrival(number, sent))
    return {node: tuple(own) for node, own in found.items()}


def gradient_text(received: tuple[Gradient | None, ...]) -> str:
    """Gradients in a few words; where the values do not say the shape, that too."""
    texts = [_one(each) for each in received]
    if len(texts) > 1:
        texts = [f"[{place}] {text}" for place, text in enumerate(texts)]
    return ",  ".join(texts)


def total_text(total: Sum) -> str:
    """What a leaf's `.grad` was and is: `None -> [2.]`."""
    return f"{total.before or 'None'} -> {total.after or 'None'}"


def _one(gradient: Gradient | None) -> str:
    if gradient is None:
        return gettext("nothing, which stands for zero")
    text = gradient.value
    if "..." in text or text == "?":
        text = f"{text} {gradient.shape}"
    return text if gradient.dtype in ("", "float32") else f"{text} {gradient.dtype}"
