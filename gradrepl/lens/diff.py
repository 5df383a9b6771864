"""What changed between two snapshots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import GradFacts, OperationFacts, TensorFacts, TensorKey

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


OVERWRITING = frozenset(("zero_", "fill_", "copy_", "grad=", "detach_"))
"""What may start a gradient anew, so that the next one need not be a sum."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `before` and `after` are short texts, ready to be shown on either side of an arrow.
    `created` and `rebound` tell of a new tensor, `aliased` of a new name for a known one, which is
    `after`.
    """

    kind: ChangeKind
    name: str
    """The learner's name for the tensor; empty for `grad_mode`."""
    key: TensorKey | None
    before: str = ""
    after: str = ""
    named: bool = True
    """Whether the statement names the tensor; False for one that changed under its feet."""
    how: Literal["", "accumulated"] = ""
    """For `grad`: `accumulated` when a backward added to what was there. Where the statement also
    starts a gradient anew, as a training loop does, nobody knows."""


def root(name: str) -> str:
    """The plain name that a path starts from: `params` of `params[0]`."""
    return re.split(r"[.\[{]", name, maxsplit=1)[0]


def diff(
    before: Snapshot,
    after: Snapshot,
    *,
    reads: Sequence[str] = (),
    writes: Sequence[str] = (),
    operations: Iterable[OperationFacts] = (),
) -> tuple[Change, ...]:
    """What changed, the statement's own names first.

    Args:
        before: what there was.
        after: what there is.
        reads: the names that the statement loads.
        writes: the names that it binds or deletes.
        operations: what it called, which tells an accumulated gradient from one that was set.
    """
    if before is after:
        return ()
    ordered = dict.fromkeys((*writes, *reads))
    mentioned = {name: place for place, name in enumerate(ordered)}
    ran = {one.name for one in operations if one.error is None}
    accumulates = "backward" in ran and not ran.intersection(OVERWRITING)
    changes = [
        *_of_names(before, after, mentioned),
        *_of_tensors(before, after, mentioned, accumulates=accumulates),
    ]
    changes.sort(key=lambda change: mentioned.get(root(change.name), len(mentioned)))
    if before.grad_enabled != after.grad_enabled:
        enabled = str(before.grad_enabled), str(after.grad_enabled)
        changes.append(Change("grad_mode", "", None, *enabled))
    return tuple(changes)


def _of_names(before: Snapshot, after: Snapshot, mentioned: dict[str, int]) -> Iterator[Change]:
    old, new = dict(before.names), dict(after.names)
    old_facts, new_facts = _by_key(before), _by_key(after)
    first = {key: name for name, key in reversed(before.names)}  # a known tensor's first name
    for name, key in new.items():
        named = root(name) in mentioned
        was = old.get(name)
        value = new_facts[key].value
        if was == key:
            continue
        if was is not None:
            yield Change("rebound", name, key, old_facts[was].value, value, named)
        elif key in first:
            yield Change("aliased", name, key, "", first[key], named)
        else:
            yield Change("created", name, key, "", value, named)
        first.setdefault(key, name)
    for name, key in old.items():
        if name not in new:
            named = root(name) in mentioned
            yield Change("deleted", name, key, old_facts[key].value, "", named)


def _of_tensors(
    before: Snapshot, after: Snapshot, mentioned: dict[str, int], *, accumulates: bool
) -> Iterator[Change]:
    old = _by_key(before)
    names, kept = _names(after), set(before.names)
    for facts in after.tensors:
        was, known = old.get(facts.key), names.get(facts.key)
        if was is None or known is None or was is facts or was == facts:
            continue
        # A name that stood for it before says more than a loop's variable that does now.
        stable = [name for name in known if (name, facts.key) in kept] or known
        name = min(stable, key=lambda name: (name != root(name), root(name) not in mentioned))
        named = any(root(one) in mentioned for one in known)
        for kind, left, right in _differences(was, facts):
            grown = kind == "grad" and accumulates and left != "None" != right
            how: Literal["", "accumulated"] = "accumulated" if grown else ""
            yield Change(kind, name, facts.key, left, right, named, how)


def _differences(was: TensorFacts, now: TensorFacts) -> Iterator[tuple[ChangeKind, str, str]]:
    if _written(was, now):
        yield "value", was.value, now.value
    if was.version != now.version:
        yield "version", str(was.version), str(now.version)
    if was.shape != now.shape:
        yield "shape", str(was.shape), str(now.shape)
    if was.dtype != now.dtype:
        yield "dtype", was.dtype, now.dtype
    if was.requires_grad != now.requires_grad:
        yield "requires_grad", str(was.requires_grad), str(now.requires_grad)
    if was.grad_fn != now.grad_fn:
        yield "grad_fn", str(was.grad_fn_name), str(now.grad_fn_name)
    if was.retains_grad != now.retains_grad:
        yield "retains_grad", str(was.retains_grad), str(now.retains_grad)
    if _grad_written(was.grad, now.grad):
        yield "grad", _grad_text(was.grad), _grad_text(now.grad)


def _written(was: TensorFacts, now: TensorFacts) -> bool:
    """Whether the values differ; where they were not read, the version counter has to tell."""
    if was.shape != now.shape or was.dtype != now.dtype:
        return True
    if was.digest is None or now.digest is None:
        return was.version != now.version
    return was.digest != now.digest


def _grad_written(was: GradFacts | None, now: GradFacts | None) -> bool:
    if was is None or now is None:
        return was is not now
    if was.digest is None or now.digest is None:
        return (was.key, was.version) != (now.key, now.version)
    return was.digest != now.digest


def _grad_text(grad: GradFacts | None) -> str:
    return "None" if grad is None else grad.value


def _by_key(snapshot: Snapshot) -> dict[TensorKey, TensorFacts]:
    return {facts.key: facts for facts in snapshot.tensors}


def _names(snapshot: Snapshot) -> dict[TensorKey, list[str]]:
    names: dict[TensorKey, list[str]] = {}
    for name, key in snapshot.names:
        names.setdefault(key, []).append(name)
    return names
