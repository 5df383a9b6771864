"""The picture as values: what every drawing reads, and nothing that knows a tensor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from gradrepl.observe.facts import HookFacts, SavedFacts

Role: TypeAlias = Literal["leaf", "constant", "operation", "unrecorded", "result"]
"""leaf: requires grad and has no grad_fn.  constant: needs no gradient.
operation: a node of autograd.  unrecorded: ran, but autograd made no node for it.
result: a tensor that the learner can name, after its node."""

EdgeStyle: TypeAlias = Literal["solid", "severed"]
"""severed: values went this way, and no gradient comes back."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that is drawn."""

    id: str
    """Unique within its Graph, made of ASCII letters, digits and `_`: safe in DOT and SVG."""
    role: Role
    label: str
    """`MulBackward0`, `add`, or a tensor's name; the one line that is always drawn."""
    names: tuple[str, ...] = ()
    """The learner's names for the tensor that this is, or that this operation made."""
    shape: tuple[int, ...] | None = None
    dtype: str | None = None
    saved: tuple[SavedFacts, ...] = ()
    grad: str | None = None
    """A leaf's accumulated gradient, as a short text."""
    version: int | None = None
    cause: str | None = None
    """Why an unrecorded operation has no node: `no_grad`, `detach`, `inference_mode`, ..."""
    times: int = 1
    """How many like nodes were folded into this one."""
    body: tuple[int, int] | None = None
    """Its place, from 0, in a loop's body that was folded, and how many nodes the body has."""
    loop: str | None = None
    """Which loop that is: the same for all that stands for its rounds."""
    note: str | None = None
    """What is wrong with it, in a few words: `mul_ under no_grad changed its values`."""
    statement: int | None = None
    """The number of the statement that ran an unrecorded operation."""
    line: int | None = None
    """The line of that statement's input, from 1."""
    elided: int = 0
    """How many of its operands come from nodes that are not in the picture."""
    new: bool = False
    """Whether the statement that has just run made it."""
    freed: bool = False
    """Whether what it saved is gone: backward() went through it, and cannot a second time."""
    views: tuple[str, ...] = ()
    """The views that were folded into it, in the order in which they were taken: `TBackward0`."""
    module: str | None = None
    """The part of the learner's model that was folded into it: `model.0`."""
    holds: tuple[str, ...] = ()
    """Of a chain or a module that was folded the labels of its operations, in execution order."""
    members: tuple[str, ...] = ()
    """Of a folded node the ids of all that it stands for, its own among them; else empty."""
    value: str | None = None
    """The tensor's values, as a short text."""
    retains: bool = False
    """Whether an operation's result keeps its gradient: `retain_grad()`."""
    hooks: tuple[HookFacts, ...] = ()
    """The learner's hooks on the tensor, and on the node that made it."""
    source: str | None = None
    """The line of code that ran an unrecorded operation, stripped."""
    file: str | None = None
    """The name of the script that the line is in; None for what was typed at a prompt."""

    @property
    def count(self) -> int:
        """How many nodes of the graph it stands for: 1 unless it is folded."""
        return len(self.members) or 1

    @property
    def is_telling(self) -> bool:
        """Whether it says what must not be lost where nodes are told as one: a warning, a hook."""
        stale = any(one.state == "stale" for one in self.saved)
        return bool(stale or self.note or self.hooks or self.retains)


@dataclass(frozen=True, slots=True)
class Edge:
    """Values flow from source to target; the gradient flows back."""

    source: str
    target: str
    operand: int = 0
    """Which operand of the target this is, from 0: `a - b` is not `b - a`."""
    output: int = 0
    """Which output of the source this is, from 0."""
    style: EdgeStyle = "solid"


@dataclass(frozen=True, slots=True)
class Graph:
    """A computation graph, sources first.

    `nodes` stand in execution order: every edge leads from an earlier node to a later one.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    hidden: int = 0
    """How many nodes were found and left out of the picture."""
    truncated: bool = False
    """Whether the walk stopped before it had seen the whole graph: there are `hidden` or more."""
