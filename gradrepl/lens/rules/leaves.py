"""What `requires_grad`, `is_leaf` and `.grad` say, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.lens.reading import (
    attribute_of,
    facts_of,
    failed,
    fill,
    made_by,
    name_of,
    said,
)
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import OperationFacts, TensorFacts, TensorKey

_MODES = ("no_grad", "set_grad_enabled", "inference_mode", "detach", "data", "copy", "new_leaf")


def grad_of_non_leaf(situation: Situation) -> Iterator[Explanation]:
    """`b.grad` where b has a grad_fn."""
    for name, known in _read(situation, "grad"):
        if not known.is_leaf and not known.retains_grad:
            yield Explanation(
                "grad-of-non-leaf",
                "note",
                N_(
                    "{name} is the result of {node}, not a leaf: backward() passes its gradient on "
                    "and does not keep it, so {name}.grad is None."
                ),
                N_("Call {name}.retain_grad() before backward() to keep it."),
                fill(name=name, node=known.grad_fn_name or "..."),
            )
            return


def grad_not_required(situation: Situation) -> Iterator[Explanation]:
    """`a.grad` where a does not require grad."""
    for name, known in _read(situation, "grad"):
        if known.is_leaf and not known.requires_grad and known.grad is None:
            yield Explanation(
                "grad-not-required",
                "note",
                N_("{name} does not require grad: {name}.grad is None and stays None."),
                values=fill(name=name),
            )
            return


def grad_cut_off(situation: Situation) -> Iterator[Explanation]:
    """`a.grad` is None, and what was computed from a was not recorded."""
    for name, known in _waiting(situation):
        operation = _cut_from(situation, known.key)
        if operation is not None:
            yield Explanation(
                "grad-cut-off",
                "note",
                N_(
                    "No gradient has reached {name}: its path ends at `{code}` (statement "
                    "{statement}, line {line}), which was not recorded."
                ),
                values=(*fill(name=name), *made_by(operation)),
            )
            return


def grad_not_reached(situation: Situation) -> Iterator[Explanation]:
    """`a.grad` is None: no `backward()` went through anything that a is part of."""
    for name, known in _waiting(situation):
        if _cut_from(situation, known.key) is None:
            yield Explanation(
                "grad-not-reached",
                "note",
                N_(
                    "No backward() has brought {name} a gradient, or it was reset since: "
                    "{name}.grad is None."
                )
                if _is_used(situation, known.key)
                else N_(
                    "Nothing that was recorded uses {name}, so no backward() can reach it: "
                    "{name}.grad is None."
                ),
                values=fill(name=name),
            )
            return


def leaf_by_convention(situation: Situation) -> Iterator[Explanation]:
    """`c.is_leaf` is True for a result that was not recorded."""
    for name, known in _read(situation, "is_leaf"):
        operation = situation.origins.get(known.key)
        if known.is_leaf and not known.requires_grad and operation is not None and operation.inputs:
            yield Explanation(
                "leaf-by-convention",
                "note",
                N_(
                    "{name} is a leaf by convention only: every tensor that does not require grad "
                    "counts as one. No gradient is kept in it."
                ),
                values=fill(name=name),
            )
            return


def integers_need_no_grad(situation: Situation) -> Iterator[Explanation]:
    """`torch.tensor([1, 2], requires_grad=True)`."""
    if said(situation, "Only Tensors of floating point", "only Tensors of floating point"):
        yield Explanation(
            "integers-need-no-grad",
            "why",
            N_("A derivative needs values that can change by any small amount; integers cannot."),
            N_("Write the numbers with a point (1., 2.) or pass dtype=torch.float32."),
        )


def only_leaves_can_change(situation: Situation) -> Iterator[Explanation]:
    """`b.requires_grad = False` where b has a grad_fn."""
    if said(situation, "you can only change requires_grad flags of leaf variables"):
        yield Explanation(
            "only-leaves-can-change",
            "why",
            N_(
                "requires_grad of a result follows from what it was computed from; only a leaf's "
                "can be set."
            ),
            N_("For the values without their history, use detach()."),
        )


def numpy_needs_detach(situation: Situation) -> Iterator[Explanation]:
    """`w.numpy()` where w requires grad."""
    operation = failed(situation)
    if said(situation, "Can't call numpy() on Tensor that requires grad"):
        name = "..." if operation is None else name_of(situation, operation.inputs[0].key)
        yield Explanation(
            "numpy-needs-detach",
            "why",
            N_("NumPy records nothing, so the path back to {name} would be lost without a word."),
            N_("Say that this is meant: {name}.detach().numpy()."),
            fill(name=name),
        )


def inference_is_for_good(situation: Situation) -> Iterator[Explanation]:
    """A tensor made in `inference_mode` meets autograd."""
    if said(
        situation,
        "Inference tensors cannot be saved",
        "Inplace update to inference tensor",
        "Setting requires_grad=True on inference tensor",
    ):
        yield Explanation(
            "inference-is-for-good",
            "why",
            N_(
                "A tensor made inside torch.inference_mode() carries none of what autograd needs, "
                "also after the block."
            ),
            N_("Make it inside torch.no_grad() instead, or work on a clone()."),
        )


def _read(situation: Situation, attribute: str) -> Iterator[tuple[str, TensorFacts]]:
    """The tensors of which a statement that worked reads an attribute."""
    if situation.error_type is not None:
        return
    rebound = {change.name for change in situation.changes if change.kind == "rebound"}
    for name in attribute_of(situation.source, attribute):
        known = facts_of(situation, name)
        if known is not None and name not in rebound:  # `w = w - w.grad` read that of the old w
            yield name, known


def _waiting(situation: Situation) -> Iterator[tuple[str, TensorFacts]]:
    """The leaves whose `.grad` is read and is None, and was so before."""
    reset = {change.key for change in situation.changes if change.kind == "grad"}
    for name, known in _read(situation, "grad"):
        if known.key in reset:
            continue
        if known.is_leaf and known.requires_grad and known.grad is None:
            yield name, known


def _is_used(situation: Situation, leaf: TensorKey) -> bool:
    """Whether a recorded operation took it."""
    return any(
        operation.cause is None and any(one.key == leaf for one in operation.inputs)
        for operation in situation.origins.values()
    )


def _cut_from(situation: Situation, leaf: TensorKey) -> OperationFacts | None:
    """The latest operation that cut a path from a leaf, if that is why it has no gradient.

    It is where nothing that was recorded used the leaf, or where what was cut off was joined with
    another leaf, and that one has a gradient.
    """
    latest: OperationFacts | None = None
    joined: OperationFacts | None = None
    used = False
    computed_from = {leaf}
    reached = {one.key for one in situation.after.tensors if one.is_leaf and one.grad is not None}
    behind: dict[TensorKey, OperationFacts] = {}  # what was cut off, and by what
    for key, operation in situation.origins.items():  # in the order of making
        inputs = [one.key for one in operation.inputs]
        cut = next((behind[one] for one in inputs if one in behind), None)
        if any(one.requires_grad and one.key in computed_from for one in operation.inputs):
            computed_from.add(key)
            used = used or operation.cause is None
            if operation.cause in _MODES:
                latest = cut = operation
        if cut is not None:
            behind[key] = cut
        if operation.cause is None and not reached.isdisjoint(inputs):
            reached.add(key)
            joined = cut or joined
    return joined if used else latest
