"""Values were overwritten: where autograd refuses, where it will, and where it does not notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.lens.explain import Explanation
from gradrepl.lens.reading import (
    assigns,
    facts,
    failed,
    fill,
    listed,
    made_by,
    name_of,
    said,
    written,
)
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.diff import Change
    from gradrepl.lens.explain import Situation
    from gradrepl.observe.facts import NodeFacts, NodeKey, TensorFacts, TensorKey

_NO_WRITE = ("detach_", "data")
_SWAPS = ("data", "set_")


def in_place_on_leaf(situation: Situation) -> Iterator[Explanation]:
    """`w -= 0.1` on a leaf that requires grad."""
    operation = failed(situation)
    if operation is None or not operation.inputs:
        return
    if not said(situation, "a leaf Variable", "a view of a leaf Variable"):
        return
    name = name_of(situation, operation.inputs[0].key)
    yield Explanation(
        "in-place-on-leaf",
        "why",
        N_(
            "{name} is a leaf that requires grad. Its values may be changed, but not recorded: "
            "{name} would become a result and no longer be the leaf whose .grad is filled."
        )
        if said(situation, "a leaf Variable")
        else N_(
            "{name} is a view of a leaf that requires grad. The leaf's values may be changed, but "
            "not recorded: it would no longer be the leaf whose .grad is filled."
        ),
        N_("To update it, switch recording off: with torch.no_grad(): {code}"),
        (*fill(name=name), *made_by(operation)),
    )


def in_place_stale(situation: Situation) -> Iterator[Explanation]:
    """`y.add_(1)` after `y = x.exp()`: backward will need the old y."""
    if situation.error_type is not None:
        return
    known = set(_stale(situation.nodes_before))
    stale = {key: node for key, node in _stale(situation.nodes).items() if key not in known}
    names = [name_of(situation, target.key) for _, target in written(situation)]
    if not stale or not names:
        return
    yield Explanation(
        "in-place-stale",
        "caution",
        N_(
            "{node} had saved values that are overwritten now: {name} was changed in place, and "
            "backward() through {node} will fail."
        ),
        N_("Write y = y + 1 in place of y += 1 or y.add_(1), or change a clone()."),
        fill(name=listed(names), node=listed(node.name for node in stale.values())),
    )


def in_place_not_recorded(situation: Situation) -> Iterator[Explanation]:
    """`with torch.no_grad(): b.mul_(2)` where b has a grad_fn: the gradient is silently wrong."""
    for operation, target in written(situation):
        if operation.grad_enabled or operation.name in _NO_WRITE or target.node is None:
            continue
        yield Explanation(
            "in-place-not-recorded",
            "caution",
            N_(
                "`{op}` changed {name} but was not recorded: the graph still describes {name} as "
                "it was computed before. A gradient that passes through {name} is now silently "
                "wrong."
            ),
            N_("Compute a new tensor with recording on, as in {name} = {name} * 2."),
            (*fill(name=name_of(situation, target.key)), *made_by(operation)),
        )
        return


def changed_unseen(situation: Situation) -> Iterator[Explanation]:
    """`b = a.data; b[0] = 5`: a changed, and its version says that it did not."""
    for change, name in _changed_through(situation):
        known = _facts(situation, change)
        if known.requires_grad and not _counted(situation, change) and not _related(known, name[1]):
            yield Explanation(
                "changed-unseen",
                "caution",
                N_(
                    "{name} shares its memory with {other}, so {other} changed too. Autograd did "
                    "not notice: the version of {other} is still {version}, and a gradient that "
                    "needs the old values will be silently wrong."
                ),
                N_("Change {other} inside torch.no_grad(), or change a copy: {name}.clone()."),
                fill(name=name[0], other=change.name, version=known.version),
            )
            return


def changed_through_detached(situation: Situation) -> Iterator[Explanation]:
    """`b = a.detach(); b[0] = 6`: a changed, and its version tells."""
    for change, name in _changed_through(situation):
        known = _facts(situation, change)
        if known.requires_grad and _counted(situation, change) and not _related(known, name[1]):
            yield Explanation(
                "changed-through-detached",
                "caution",
                N_(
                    "{name} shares its memory with {other}, so {other} changed too, without being "
                    "recorded. Its version is now {version}: a backward() that needs the old "
                    "values will refuse."
                ),
                N_("To keep {other} as it is, change a copy: {name}.clone()."),
                fill(name=name[0], other=change.name, version=known.version),
            )
            return


def view_changed(situation: Situation) -> Iterator[Explanation]:
    """`v = y[0]; y.add_(1)`: v changed as well."""
    for change, name in _changed_through(situation):
        if _related(_facts(situation, change), name[1]):
            yield Explanation(
                "view-changed",
                "note",
                N_(
                    "{other} changed too: {name} and {other} are views of the same memory, and "
                    "autograd knows it."
                ),
                values=fill(name=name[0], other=change.name),
            )
            return


def memory_shared(situation: Situation) -> Iterator[Explanation]:
    """The same between tensors that need no gradient."""
    for change, name in _changed_through(situation):
        known = _facts(situation, change)
        if not known.requires_grad and not _related(known, name[1]):
            yield Explanation(
                "memory-shared",
                "note",
                N_("{other} changed too: {name} and {other} share their memory."),
                N_("To change only one, work on a copy: {name}.clone()."),
                fill(name=name[0], other=change.name),
            )
            return


def changed_from_outside(situation: Situation) -> Iterator[Explanation]:
    """`n = a.numpy(); n[0] = 5`: values changed without any operation of PyTorch."""
    touched = {known.storage for _, known in _targets(situation)}
    if assigns(situation.source, "data") or any(
        one.name in _SWAPS for one, _ in written(situation)
    ):
        return
    counted = {one.key for one in situation.changes if one.kind == "version"}
    for change in situation.changes:
        if change.kind != "value" or change.key is None or change.key in counted:
            continue
        known = facts(situation, change.key)
        if known is None or known.version is None or known.storage in touched:
            continue
        yield Explanation(
            "changed-from-outside",
            "caution",
            N_(
                "The values of {name} changed without an operation of PyTorch: something else, "
                "such as a NumPy array, shares its memory. Autograd did not notice."
            ),
            N_("Copy at the border: torch.tensor(array), or {name}.detach().clone().numpy()."),
            fill(name=change.name),
        )
        return


def _stale(nodes: tuple[NodeFacts, ...]) -> dict[NodeKey, NodeFacts]:
    return {node.key: node for node in nodes if any(saved.state == "stale" for saved in node.saved)}


def _targets(situation: Situation) -> Iterator[tuple[TensorKey, TensorFacts]]:
    """What was written in place and can still be reached, or once could."""
    for operation, target in written(situation):
        known = facts(situation, target.key)
        if known is not None and operation.name not in _NO_WRITE:
            yield target.key, known


def _changed_through(situation: Situation) -> Iterator[tuple[Change, tuple[str, TensorFacts]]]:
    """Tensors whose values changed because another one that shares their memory was written."""
    targets = dict(_targets(situation))
    at = {target.storage: target for target in reversed(targets.values())}
    for change in situation.changes:
        if change.kind != "value" or change.key is None or change.key in targets:
            continue
        known = facts(situation, change.key)
        target = None if known is None else at.get(known.storage)
        if target is not None:
            yield change, (name_of(situation, target.key), target)


def _facts(situation: Situation, change: Change) -> TensorFacts:
    known = facts(situation, change.key)
    if known is None:
        raise LookupError(change.name)
    return known


def _counted(situation: Situation, change: Change) -> bool:
    return any(one.kind == "version" and one.key == change.key for one in situation.changes)


def _related(one: TensorFacts, other: TensorFacts) -> bool:
    """Whether they are base and view, or views of one base."""
    return one.base == other.key or other.base == one.key or None is not one.base == other.base
