"""Which tensors a statement is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.lens.diff import Change
    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import OperationFacts, TensorKey


def touched_by(
    written: Iterable[str],
    after: Snapshot,
    changes: Iterable[Change],
    shown: Iterable[TensorKey],
) -> tuple[TensorKey, ...]:
    """What a statement wrote, changed or displayed, in this order."""
    there = {facts.key for facts in after.tensors}
    named = dict(after.names)
    keys = [named[name] for name in written if name in named]
    keys += [change.key for change in changes if change.key is not None]
    keys += shown
    return tuple(dict.fromkeys(key for key in keys if key in there))


def is_plain_gradient(key: TensorKey, after: Snapshot) -> bool:
    """Whether it is a tensor's .grad, of which its own line tells, and no more than that."""
    of = {facts.grad.key for facts in after.tensors if facts.grad is not None}
    return key in of and all(
        name == "_" and not facts.requires_grad
        for name, known in after.names
        for facts in after.tensors
        if known == key == facts.key
    )


def differentiated(operations: Iterable[OperationFacts]) -> tuple[TensorKey, ...]:
    """The tensors that `backward` was called on last."""
    keys: tuple[TensorKey, ...] = ()
    for operation in operations:
        if operation.name == "backward":
            keys = tuple(operand.key for operand in operation.inputs[:1])
    return keys
