"""What the observers read, as frozen values: no tensor, no node, no traceback is kept in one.

A tensor is named by a `TensorKey`, a serial number that `Identities` hands out once and never
again, so that a key outlives the tensor it stood for. A node is named by a pair that
holds its sequence number, because nodes cannot be weakly referenced (see NOTE [Node keys]).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

TensorKey: TypeAlias = int
NodeKey: TypeAlias = tuple[int, int]

SavedState: TypeAlias = Literal["held", "freed", "stale"]

HookKind: TypeAlias = Literal["tensor", "post_accumulate", "pre", "post"]
"""tensor: sees a tensor's gradient.  post_accumulate: runs once a leaf's `.grad` has been added to.
pre, post: run before and after a node (`register_prehook`, `register_hook` of a `grad_fn`)."""


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """One `_saved_*` attribute of a node."""

    name: str
    """PyTorch's name without the `_saved_` prefix: `self`, `other`, `result`, `dim`."""
    state: SavedState
    is_tensor: bool
    text: str
    """A short text of the value, for a tensor its dtype and shape; empty once freed."""
    version: int | None = None
    """The tensor's version when it was saved; None where that is not known."""
    now: int | None = None
    """Of a stale one the version that the tensor has by now."""


@dataclass(frozen=True, slots=True)
class HookFacts:
    """The learner's hooks of one kind on a tensor or a node."""

    kind: HookKind
    count: int


@dataclass(frozen=True, slots=True)
class EdgeFacts:
    """Where a node hands one of its gradients: PyTorch's `next_functions` entry."""

    node: NodeKey | None
    """None for an operand that needs no gradient."""
    input_nr: int
    """Which of the receiving node's outputs this operand was (0 unless it has several)."""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """One node of the autograd graph."""

    key: NodeKey
    name: str
    """PyTorch's class name: `MulBackward0`, `AccumulateGrad`."""
    next: tuple[EdgeFacts, ...]
    """One entry an operand, in operand order."""
    saved: tuple[SavedFacts, ...] = ()
    variable: TensorKey | None = None
    """The leaf that an AccumulateGrad feeds; None for every other node."""
    hooks: tuple[HookFacts, ...] = ()
    """Those on the node itself, `pre` and `post`, and those on tensors that it made, of which it is
    known that they were registered."""
    output: tuple[tuple[int, ...], str] | None = None
    """Shape and dtype of what it made, as the node itself remembers them; None where it does not,
    or made several that differ."""


@dataclass(frozen=True, slots=True)
class GradFacts:
    """The `.grad` of a tensor."""

    key: TensorKey
    value: str
    """A short one-line text of the values."""
    digest: int | None
    """Changes when the values change; None where the tensor is too large to be read every turn."""
    version: int | None


@dataclass(frozen=True, slots=True)
class TensorFacts:
    """One tensor, as it stood when it was read."""

    key: TensorKey
    dtype: str
    """Without the `torch.` prefix: `float32`."""
    shape: tuple[int, ...]
    requires_grad: bool
    is_leaf: bool
    retains_grad: bool
    is_inference: bool
    grad_fn: NodeKey | None
    grad_fn_name: str | None
    output_nr: int
    """Which output of its grad_fn the tensor is."""
    grad: GradFacts | None
    version: int | None
    """The in-place counter that it shares with its views; an inference tensor has none."""
    storage: int
    """Equal for tensors that share their memory."""
    base: TensorKey | None
    """The tensor that it is a view of, as autograd sees it."""
    value: str
    """A short one-line text of the values, summarised where there are many."""
    digest: int | None
    """Changes when the values change; None where the tensor is too large to be read every turn."""
    hooks: tuple[HookFacts, ...] = ()
    """Those on the tensor: `tensor` and `post_accumulate`."""


@dataclass(frozen=True, slots=True)
class OperandFacts:
    """One tensor that went into or came out of an operation, as it stood at that moment."""

    key: TensorKey
    requires_grad: bool
    shape: tuple[int, ...]
    dtype: str
    node: NodeKey | None
    """Its grad_fn after the operation; None for a leaf, and where it was not read."""
    is_leaf: bool = True
    """False where there is a grad_fn, also one that was not read."""


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """One call into the backend that a statement made, whether autograd recorded it or not."""

    name: str
    """The function's own name: `add`, `mul_`, `detach`, `data`, `backward`, `_set_grad_enabled`."""
    inputs: tuple[OperandFacts, ...]
    outputs: tuple[OperandFacts, ...]
    in_place: bool
    grad_enabled: bool
    """The grad mode in force when it was called."""
    inference: bool
    statement: int
    """The number of the turn whose statement called it."""
    line: int | None
    """The line within that statement's input that called it, from 1; None when the call came from
    elsewhere."""
    source: str
    """That line's text, stripped; empty where it is not known."""
    error: str | None = None
    """The exception's one-line text when the call raised: `RuntimeError: ...`."""
    modes: tuple[str, ...] = ()
    """The grad modes that it stood in, outermost first: `("no_grad", "enable_grad")`. A plain call
    of `set_grad_enabled` counts as one, also when an earlier statement made it; `inference_mode` is
    in `inference`."""
    sequence: int | None = None
    """The number of its first output's node, where the node itself was not read."""
    filename: str = ""
    """What `line` counts in: a script's path, `<input-3>` for what was typed at a prompt."""
    numbers: tuple[TensorKey, ...] = ()
    """Of its arguments the numbers and arrays that are known to have come out of a tensor. They are
    numbered as tensors are."""
    number: TensorKey | None = None
    """Such a number or array that it returned: `item`, `numpy`."""

    @property
    def recorded(self) -> bool:
        """Whether autograd made a node for it: some output has a grad_fn."""
        return any(output.node is not None or not output.is_leaf for output in self.outputs)

    @property
    def severs(self) -> bool:
        """Whether a gradient could have flowed into it and now does not flow out of it."""
        given = {operand.key for operand in self.inputs}
        return (
            any(i.requires_grad for i in self.inputs)
            and bool(self.outputs)
            # a leaf that was not there before needs a gradient, and hands on none
            and not any(
                o.requires_grad and (not o.is_leaf or o.node is not None or o.key in given)
                for o in self.outputs
            )
        )

    @property
    def cause(self) -> str | None:
        """Why an operation that severs was not recorded; None for one that does not sever.

        `detach` or `data`, which sever by design; `inference_mode`, `no_grad`, `set_grad_enabled`,
        the mode that was in force; `create_graph`, for a gradient that was computed without it;
        `copy`, for a constructor that copies values; `new_leaf`, for one that takes them over; else
        `not_differentiable`.
        """
        if not self.severs:
            return None
        if self.name in _BY_DESIGN:
            return _BY_DESIGN[self.name]
        if self.inference:
            return "inference_mode"
        if not self.grad_enabled:
            return self.modes[-1] if self.modes else "no_grad"
        return "not_differentiable"


_BY_DESIGN = {
    "detach": "detach",
    "detach_": "detach",
    "data": "data",
    "grad": "create_graph",
    "tensor": "copy",
    "new_tensor": "copy",
    "deepcopy": "copy",
    "Parameter": "new_leaf",
    "from_numpy": "new_leaf",
    "from_dlpack": "new_leaf",
    "alias": "new_leaf",
}
