"""Every tensor that the learner can reach, at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradrepl.observe.facts import TensorFacts, TensorKey


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tensors behind the names of the session's namespace."""

    names: tuple[tuple[str, TensorKey], ...] = ()
    """Every way to reach a tensor: `w`, `params[0]`, `model.0.weight`, in the namespace's order."""
    tensors: tuple[TensorFacts, ...] = ()
    """One entry a key, in order of first appearance in `names`."""
    grad_enabled: bool = True
    inference: bool = False
    unread: int = 0
    """How many tensors were left out because there were too many to read after every statement."""
