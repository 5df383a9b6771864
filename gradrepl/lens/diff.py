"""What changed between two snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from gradrepl.observe.facts import TensorKey

ChangeKind: TypeAlias = Literal[
    "created",
    "rebound",
    "deleted",
    "aliased",
    "value",
    "version",
    "requires_grad",
    "grad_fn",
    "grad",
    "retains_grad",
    "shape",
    "dtype",
    "grad_mode",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are short texts, ready to be shown on either side of an arrow."""

    kind: ChangeKind
    name: str
    """The learner's name for the tensor; empty for `grad_mode`."""
    key: TensorKey | None
    before: str = ""
    after: str = ""
    named: bool = True
    """Whether the statement itself names the tensor; False for an alias that changed under its feet."""
