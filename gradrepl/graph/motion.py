"""A backward pass that was watched, with the learner's names, and its graph for pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gradrepl.observe.facts import NodeKey
    from gradrepl.observe.steps import Sent, Step, Steps


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
