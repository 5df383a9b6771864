"""What a rule is shown, and what it may say."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from gradrepl.lens.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gradrepl.lens.diff import Change
    from gradrepl.observe.facts import NodeFacts, OperationFacts, TensorFacts, TensorKey

Tone: TypeAlias = Literal["note", "why", "caution"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence or two in the learner's language, chosen by a rule.

    The texts are message ids of the catalogue in `gradrepl/locale`; `values` fills their
    `{placeholders}`.
    """

    rule: str
    """The rule's id: `severed-by-no-grad`. Lessons refer to it with `teaches:`."""
    tone: Tone
    text: str
    fix: str = ""
    """What to do about it; empty where nothing needs doing."""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a rule may look at: one statement, what it did, and what was known before."""

    source: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    before: Snapshot = field(default_factory=Snapshot)
    after: Snapshot = field(default_factory=Snapshot)
    changes: tuple[Change, ...] = ()
    operations: tuple[OperationFacts, ...] = ()
    """The statement's own, also the one that raised."""
    origins: Mapping[TensorKey, OperationFacts] = field(default_factory=dict)
    """For each tensor made in this session, the operation that made it."""
    error_type: str | None = None
    error_message: str | None = None
    warnings: tuple[str, ...] = ()
    displayed: str | None = None
    """The repr that the prompt showed."""
    line: int = 1
    """Where the statement starts in its input."""
    error_line: int | None = None
    """The line of the input that raised."""
    nodes: tuple[NodeFacts, ...] = ()
    """The graph behind what can be reached after the statement."""
    nodes_before: tuple[NodeFacts, ...] = ()
    """The same before it."""
    tensors: dict[TensorKey, TensorFacts] = field(init=False, repr=False, compare=False)
    """Every tensor as it is after the statement, or was before it where it is gone."""
    keys: dict[str, TensorKey] = field(init=False, repr=False, compare=False)
    """What each name stands for, with the same preference."""
    names: dict[TensorKey, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """The learner's names for a tensor, plain ones first."""

    def __post_init__(self) -> None:
        snapshots = (self.before, self.after)
        fill = functools.partial(object.__setattr__, self)  # as a frozen dataclass does itself
        fill("tensors", {facts.key: facts for one in snapshots for facts in one.tensors})
        fill("keys", {name: key for one in snapshots for name, key in one.names})
        names: dict[TensorKey, tuple[str, ...]] = {}
        for one in snapshots:
            known: dict[TensorKey, list[str]] = {}
            for name, key in one.names:
                known.setdefault(key, []).append(name)
            for key, given in known.items():
                names[key] = tuple(sorted(given, key=lambda name: not name.isidentifier()))
        fill("names", names)
