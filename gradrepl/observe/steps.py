"""A backward pass as values: what came to each node, what it made of that, and where that went.

No tensor stands in here. A gradient is its shape, its dtype and a short text of its values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from gradrepl.observe.facts import NodeKey

Kind: TypeAlias = Literal["formula", "function", "engine", "leaf"]
"""formula: a node of our own table.  function: a `torch.autograd.Function` of the learner's.
engine: a node that the engine computes as a whole.  leaf: an AccumulateGrad."""


@dataclass(frozen=True, slots=True)
class Gradient:
    """One gradient, as it stood when it passed by."""

    shape: tuple[int, ...]
    dtype: str
    """Without the `torch.` prefix."""
    value: str
    """A short one-line text of the values, summarised where there are many."""


@dataclass(frozen=True, slots=True)
class Used:
    """A saved value that a formula uses."""

    name: str
    """As the formula writes it: `other`, `self.shape`."""
    value: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a node hands to one of its operands."""

    operand: int
    """Which one, from 0, those counted that need no gradient."""
    target: NodeKey
    output: int
    """Which output of the target this operand was."""
    gradient: Gradient | None
    """None where the engine hands on nothing, which stands for zero."""
    argument: str | None = None
    """What PyTorch calls the operand: `self`, `other`. None where no table tells."""
    formula: str | None = None
    """How the gradient was computed: `grad * other`. None where no table tells."""
    summed: bool = False
    """Whether what the formula gives was summed to the operand's shape, which was spread."""
    name: str = ""
    """The target's class name: the pass may end before the target has a step of its own."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a leaf's `.grad` was, and what it is after the step, or would be."""

    before: str | None
    """A short text; None where there was no gradient."""
    after: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One node, run."""

    node: NodeKey
    name: str
    """PyTorch's class name: `MulBackward0`, `AccumulateGrad`."""
    kind: Kind
    received: tuple[Gradient | None, ...]
    """One for each output of the node: the sum of what came, after the learner's hooks."""
    sent: tuple[Sent, ...] = ()
    """One for each operand that needs a gradient."""
    uses: tuple[Used, ...] = ()
    """The saved values that the formulas use; on another engine all that it saved."""
    total: Sum | None = None
    """Of a leaf that keeps a gradient."""
    hooks: int = 0
    """How many hooks of the learner's the node and, at a leaf, the tensor has."""
    waiting: int = 0
    """How many hooks wait for the sum in `.grad`, which only `backward()` itself makes."""
    failed: bool = False
    """Whether it raised."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A backward pass, in the engine's order."""

    steps: tuple[Step, ...] = ()
    error: str | None = None
    """What ended it early, in the engine's own words: `RuntimeError: ...`."""
    kept: bool = False
    """Whether it was a real one: gradients were added up in `.grad`, and buffers freed."""
    hooked: int = 0
    """How many tensors that are no leaves have hooks of the learner's, as far as a name leads."""
