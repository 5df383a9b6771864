"""Values were overwritten: where autograd refuses, where it will, and where it does not record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.lens.reading import (
    facts,
    failed,
    fill,
    instead_of_in_place,
    listed,
    made_by,
    name_of,
    said,
    written,
)
from gradrepl.lens.rules.sharing import same_memory
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import NodeFacts, NodeKey


def in_place_on_leaf(situation: Situation) -> Iterator[Explanation]:
    """`w -= 0.1` on a leaf that requires grad."""
    operation = failed(situation)
    if operation is None or not operation.inputs:
        return
    if not said(situation, "a leaf Variable", "a view of a leaf Variable"):
        return
    name = name_of(situation, operation.inputs[0].key)
    known = facts(situation, operation.inputs[0].key)
    is_leaf = said(situation, "a leaf Variable") or (known is not None and known.is_leaf)
    yield Explanation(
        "in-place-on-leaf",
        "why",
        N_(
            "{name} is a leaf that requires grad. Its values may be changed, but not recorded: "
            "{name} would become a result and no longer be the leaf whose .grad is filled."
        )
        if is_leaf
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
    targets = [target.key for _, target in written(situation)]
    if not stale or not targets:
        return
    names = [name_of(situation, key) for key in targets]
    yield Explanation(
        "in-place-stale",
        "caution",
        N_(
            "{node} had saved values that are overwritten now: {name} was changed in place, and "
            "backward() through {node} will fail."
        )
        if len(set(names)) == 1
        else N_(
            "{node} had saved values that are overwritten now: {name} were changed in place, and "
            "backward() through {node} will fail."
        ),
        instead_of_in_place(situation, targets[0] if len(set(targets)) == 1 else None),
        fill(name=listed(names), node=listed(node.name for node in stale.values())),
    )


def in_place_not_recorded(situation: Situation) -> Iterator[Explanation]:
    """`with torch.no_grad(): b.mul_(2)` where b has a grad_fn: the gradient is silently wrong."""
    unrecorded = {
        key: operation
        for operation, target in written(situation)
        if not operation.grad_enabled
        for key, _ in same_memory(situation, target.key)
    }
    stale = _stale(situation.nodes)
    for change in situation.changes:
        known = facts(situation, change.key)
        if change.kind != "value" or known is None or known.key not in unrecorded:
            continue
        base = facts(situation, known.base)
        if known.is_leaf or not known.requires_grad or (base is not None and base.is_leaf):
            continue  # to write into a leaf, or a view of one, is how parameters are updated
        if known.grad_fn in stale:
            continue  # then backward() does not come through, and `in_place_stale` says so
        yield Explanation(
            "in-place-not-recorded",
            "caution",
            N_(
                "`{op}` changed {name} but was not recorded: the graph still describes {name} as "
                "it was computed before. A gradient that passes through {name} leaves the change "
                "out: it can be silently wrong."
            ),
            N_("Compute a new tensor with recording on, as in {name} = {name} * 2."),
            (*fill(name=change.name), *made_by(unrecorded[known.key])),
        )
        return


def _stale(nodes: tuple[NodeFacts, ...]) -> dict[NodeKey, NodeFacts]:
    return {node.key: node for node in nodes if any(saved.state == "stale" for saved in node.saved)}
