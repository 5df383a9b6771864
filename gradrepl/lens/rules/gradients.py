"""What a `backward()` that worked did, and what it left out."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from gradrepl.lens.diff import OVERWRITING
from gradrepl.lens.origins import cuts, upstream
from gradrepl.lens.reading import (
    facts,
    fill,
    listed,
    made_by,
    name_of,
    names_of,
    ran,
)
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import GradFacts, OperationFacts, TensorKey

_COUNTED = 20
_DELIBERATE = (
    "no_grad",
    "set_grad_enabled",
    "inference_mode",
    "detach",
    "data",
    "copy",
    "new_leaf",
)


def gradient_accumulated(situation: Situation) -> Iterator[Explanation]:
    """`.grad` held something, and `backward()` added to it."""
    if not any(ran(situation, "backward")) or _starts_over(situation):
        return
    before = {one.key: one.grad for one in situation.before.tensors}
    after = {one.key: one.grad for one in situation.after.tensors}
    grown = [
        change
        for change in situation.changes
        if change.kind == "grad" and change.key is not None
        # what was zeroed before was meant to be added to
        if _same(before.get(change.key), after[change.key]) and not _is_zero(change.before)
    ]
    if not grown:
        return
    first = grown[0]
    yield Explanation(
        "gradient-accumulated",
        "note",
        N_("backward() adds to .grad: in {name}.grad, {before} became {after} here.")
        if len(grown) == 1
        else N_(
            "backward() adds to .grad, and {names} still held gradients: in {name}.grad, {before} "
            "became {after} here."
        ),
        N_("To start from zero, set {name}.grad = None (or call zero_grad()) before backward()."),
        fill(
            name=first.name,
            names=listed(change.name for change in grown),
            before=first.before,
            after=first.after,
        ),
    )


def gradient_added_up(situation: Situation) -> Iterator[Explanation]:
    """Several `backward()` in one statement, as in a loop that does not reset `.grad`."""
    roots = [one.inputs[0].key for one in ran(situation, "backward") if one.inputs]
    if len(roots) < 2 or _starts_over(situation):
        return
    reached = [_reached(situation, root) for root in roots[:_COUNTED]]
    for change in situation.changes:
        if change.kind != "grad" or change.key is None or change.before != "None":
            continue
        times = sum(change.key in one for one in reached)
        if times > 1:
            yield Explanation(
                "gradient-added-up",
                "note",
                N_(
                    "backward() ran {count} times and adds to .grad each time: {name}.grad is the "
                    "sum of {count} gradients."
                )
                if len(roots) <= _COUNTED
                else N_(
                    "backward() ran many times and adds to .grad each time: {name}.grad is the "
                    "sum of all those gradients."
                ),
                N_("Set {name}.grad = None (or call zero_grad()) before each backward()."),
                fill(name=change.name, count=times),
            )
            return


def gradient_cut(situation: Situation) -> Iterator[Explanation]:
    """`backward()` passed a place where the path to a leaf was cut, and the leaf got nothing."""
    for operation, leaves, _ in _cut_leaves(situation):
        missed = [key for key in leaves if not _got_gradient(situation, key)]
        if missed:
            yield Explanation(
                "gradient-cut",
                "note",
                N_(
                    "No gradient went back to {name}: its path ends at `{code}` (statement "
                    "{statement}, line {line})."
                ),
                values=_cut_values(situation, operation, missed),
            )
            return


def gradient_one_path(situation: Situation) -> Iterator[Explanation]:
    """A leaf has two paths to the result, one of them cut: its gradient has only the other part."""
    for operation, leaves, reached in _cut_leaves(situation):
        partly = [key for key in leaves if key in reached and _got_gradient(situation, key)]
        if partly:
            yield Explanation(
                "gradient-one-path",
                "caution",
                N_(
                    "The gradient of {name} holds only what came along recorded paths. The path by "
                    "`{code}` (statement {statement}, line {line}) is cut, and its part is missing."
                ),
                values=_cut_values(situation, operation, partly),
            )
            return


def backward_in_no_grad(situation: Situation) -> Iterator[Explanation]:
    """`with torch.no_grad(): y.backward()` works."""
    for operation in ran(situation, "backward"):
        if not operation.grad_enabled and operation.inputs:
            yield Explanation(
                "backward-in-no-grad",
                "note",
                N_(
                    "Grad modes decide what is recorded, not what backward() may do: the graph of "
                    "{name} was recorded before, so it runs backward here as well."
                ),
                values=fill(name=name_of(situation, operation.inputs[0].key)),
            )
            return


def _starts_over(situation: Situation) -> bool:
    """Whether the statement itself resets gradients, so that a new one need not be a sum."""
    return any(ran(situation, *OVERWRITING))


def _same(before: GradFacts | None, after: GradFacts | None) -> bool:
    """Whether it is the same tensor: one that was set to None in between is not."""
    return before is not None and after is not None and before.key == after.key


def _is_zero(text: str) -> bool:
    return "..." not in text and not re.search(r"[1-9]|nan|inf", text)


def _got_gradient(situation: Situation, key: TensorKey) -> bool:
    return any(change.kind == "grad" and change.key == key for change in situation.changes)


def _reached(situation: Situation, root: TensorKey) -> frozenset[TensorKey]:
    """Where a gradient goes from a tensor."""
    return frozenset(upstream((root,), situation.origins, recorded=True))


def _cut_leaves(
    situation: Situation,
) -> Iterator[tuple[OperationFacts, list[TensorKey], frozenset[TensorKey]]]:
    """The cuts behind what ran backward, the named leaves behind each, and where it did reach."""
    for ran_backward in islice(ran(situation, "backward"), _COUNTED):
        for root in ran_backward.inputs[:1]:
            for operation in cuts(root.key, situation.origins):
                if operation.cause not in _DELIBERATE:
                    continue
                needing = [one.key for one in operation.inputs if one.requires_grad]
                behind = upstream(needing, situation.origins, recorded=True)
                leaves = [key for key in behind if _is_leaf(situation, key)]
                yield operation, leaves, _reached(situation, root.key)


def _is_leaf(situation: Situation, key: TensorKey) -> bool:
    known = facts(situation, key)
    return (
        known is not None
        and known.requires_grad
        and known.is_leaf
        and bool(names_of(situation, key))
    )


def _cut_values(
    situation: Situation, operation: OperationFacts, keys: list[TensorKey]
) -> tuple[tuple[str, str], ...]:
    names = listed(name_of(situation, key) for key in keys)
    return (*fill(name=names), *made_by(operation))
