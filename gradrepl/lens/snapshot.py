"""Every tensor that the learner can reach, at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from gradrepl.observe.probe import reachable, read_tensor, undisturbed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from gradrepl.observe.facts import TensorFacts, TensorKey
    from gradrepl.observe.identity import Identities

LIMIT = 1_000
"""So many tensors are read after a statement."""
_SMALL = 64
_READ = 2_000_000
"""Elements that are read altogether, beside those of small tensors."""
_PRINTED = 48
"""Tensors that PyTorch itself prints, at 0.1 ms each, when so many are new or changed at once."""

_GRADIENTS = 100
"""Gradients that are looked at as tensors of their own, to draw them."""


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


def take(
    namespace: Mapping[str, Any], torch: ModuleType, identities: Identities, limit: int = LIMIT
) -> Snapshot:
    """Reads what a namespace reaches, within bounds of number, of elements and of printing."""
    facts: dict[TensorKey, TensorFacts] = {}
    names: list[tuple[str, TensorKey]] = []
    budget, printed = _READ, identities.printed
    with undisturbed(torch):
        found = reachable(namespace, limit)
        for name, tensor in found.names:
            key = identities.key(tensor)
            names.append((name, key))
            if key in facts:
                continue
            size = _size(tensor)
            facts[key] = read_tensor(
                tensor,
                identities,
                digests=size <= max(_SMALL, budget),
                printing=identities.printed - printed < _PRINTED,
            )
            budget -= size if _SMALL < size <= budget else 0
        return Snapshot(
            names=tuple(names),
            tensors=tuple(facts.values()),
            grad_enabled=bool(torch.is_grad_enabled()),
            inference=bool(torch.is_inference_mode_enabled()),
            unread=found.unread,
        )


def with_gradients(snapshot: Snapshot, identities: Identities, limit: int = _GRADIENTS) -> Snapshot:
    """The snapshot with the gradients of its first tensors in it, too: `w.grad`."""
    known = {facts.key for facts in snapshot.tensors}
    keys = dict.fromkeys(facts.grad.key for facts in snapshot.tensors if facts.grad is not None)
    found: dict[TensorKey, TensorFacts] = {}
    for key in islice(keys, limit):
        tensor = identities.tensor(key)
        if tensor is not None and key not in known:
            found[key] = read_tensor(tensor, identities, digests=False, printing=False)
    grads = {
        facts.key: facts.grad.key
        for facts in snapshot.tensors
        if facts.grad is not None and (facts.grad.key in found or facts.grad.key in known)
    }
    names = ((f"{name}.grad", grads[key]) for name, key in snapshot.names if key in grads)
    return replace(
        snapshot,
        names=(*snapshot.names, *names),
        tensors=(*snapshot.tensors, *found.values()),
    )


def _size(tensor: Any) -> int:
    try:
        return int(tensor.numel())
    except Exception:  # noqa: BLE001  # a tensor without a size is not read at all
        return _READ + 1
