"""Every tensor that is alive, wherever it is kept: for what a pass does to those without a name."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING, Any

from gradrepl.observe.kinds import is_tensor_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.observe.facts import NodeKey
    from gradrepl.observe.identity import Identities


def hooks_of(tensor: Any) -> int:
    """How many hooks the learner registered on a tensor."""
    return len(getattr(tensor, "_backward_hooks", None) or ())


def living() -> Iterator[Any]:
    """Every tensor that is alive and no leaf, wherever it is kept."""
    things = gc.get_objects()
    kinds = {kind for kind in set(map(type, things)) if is_tensor_class(kind)}
    for thing in things:
        if type(thing) in kinds:
            with contextlib.suppress(Exception):
                if not thing.is_leaf:
                    yield thing


def with_hooks(keys: set[NodeKey], identities: Identities) -> int:
    """How many tensors that these nodes made have hooks."""
    count = 0
    for tensor in living():
        with contextlib.suppress(Exception):
            count += bool(hooks_of(tensor)) and identities.node(tensor.grad_fn) in keys
    return count
