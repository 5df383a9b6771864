"""A name was given to a tensor from which no gradient flows back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.lens.origins import cut
from gradrepl.lens.reading import facts, fill, listed, made_by, ran, sources
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import OperationFacts

_LEAVES_THE_GRAPH = ("item", "tolist", "numpy", "float", "int")


def severed_by_no_grad(situation: Situation) -> Iterator[Explanation]:
    """`with torch.no_grad(): c = b + 2`."""
    return _note(
        situation,
        "severed-by-no-grad",
        N_(
            "`{op}` ran inside torch.no_grad() and was not recorded: no gradient flows from "
            "{name} back to {source}."
        ),
    )


def severed_by_set_grad_enabled(situation: Situation) -> Iterator[Explanation]:
    """`with torch.set_grad_enabled(False): c = b + 2`, or the plain call before it."""
    still_off = N_("Recording is still off. torch.set_grad_enabled(True) switches it on again.")
    return _note(
        situation,
        "severed-by-set-grad-enabled",
        N_(
            "`{op}` ran while torch.set_grad_enabled(False) was in force and was not recorded: "
            "no gradient flows from {name} back to {source}."
        ),
        fix="" if situation.after.grad_enabled else still_off,
    )


def severed_by_inference_mode(situation: Situation) -> Iterator[Explanation]:
    """`with torch.inference_mode(): c = b + 2`."""
    return _note(
        situation,
        "severed-by-inference-mode",
        N_(
            "`{op}` ran inside torch.inference_mode() and was not recorded: no gradient flows "
            "from {name} back to {source}, and no recorded operation can save {name} later."
        ),
    )


def severed_by_detach(situation: Situation) -> Iterator[Explanation]:
    """`b = a.detach()`."""
    for change in situation.changes:
        if change.kind == "grad_fn" and change.after == "None" and any(ran(situation, "detach_")):
            yield Explanation(
                "severed-by-detach",
                "note",
                N_(
                    "detach_() took {name} itself out of the graph: it is a leaf now, and no "
                    "gradient flows through it any more."
                ),
                values=fill(name=change.name),
            )
            return
    yield from _note(
        situation,
        "severed-by-detach",
        N_(
            "detach() gives the values of {source} without their history: no gradient flows "
            "from {name} back to {source}."
        ),
    )


def severed_by_data(situation: Situation) -> Iterator[Explanation]:
    """`b = a.data`."""
    return _note(
        situation,
        "severed-by-data",
        N_(
            ".data gives the values of {source} without their history: no gradient flows from "
            "{name} back to {source}, and autograd does not see what is done to {name}."
        ),
        fix=N_("Prefer .detach(): then autograd notices when the shared values change."),
    )


def severed_by_copy(situation: Situation) -> Iterator[Explanation]:
    """`b = torch.tensor(a)`."""
    for name, operation in _severed(situation, "copy"):
        yield Explanation(
            "severed-by-copy",
            "note",
            N_(
                "`{op}` copies values only: {name} is a new tensor, and no gradient flows from it "
                "back to {source}."
            )
            if ", " not in name
            else N_(
                "`{op}` copies values only: {name} are new tensors, and no gradient flows from "
                "them back to {source}."
            ),
            fix=N_("To copy and stay in the graph, use {source}.clone().")
            if len(operation.inputs) == 1
            else N_("To join tensors and stay in the graph, use torch.stack([...])."),
            values=_values(situation, name, operation),
        )


def severed_by_numbers(situation: Situation) -> Iterator[Explanation]:
    """`b = torch.tensor(a.item())`."""
    left = [
        one
        for one in ran(situation, *_LEAVES_THE_GRAPH)
        if any(operand.requires_grad for operand in one.inputs)
    ]
    if not left:
        return
    for change in situation.changes:
        if change.kind not in ("created", "rebound") or change.key is None:
            continue
        operation = situation.origins.get(change.key)
        if operation is None or operation.inputs or operation not in situation.operations:
            continue
        yield Explanation(
            "severed-by-numbers",
            "note",
            N_(
                "`{out}` turned {source} into plain Python numbers, which have no history: no "
                "gradient flows from {name} back to {source}."
            ),
            values=fill(name=change.name, out=left[0].name, source=sources(situation, left[0])),
        )
        return


def _note(situation: Situation, rule: str, what: str, fix: str = "") -> Iterator[Explanation]:
    """What a rule says of the cause that it is named after."""
    cause = rule.removeprefix("severed-by-").replace("-", "_")
    for name, operation in _severed(situation, cause):
        yield Explanation(rule, "note", what, fix=fix, values=_values(situation, name, operation))


def _severed(situation: Situation, cause: str) -> Iterator[tuple[str, OperationFacts]]:
    """The names that the statement gave to what one of its own operations cut off."""
    found: dict[int, tuple[OperationFacts, list[str]]] = {}
    own = {id(one) for one in situation.operations if one.cause == cause}
    if not own:
        return
    for change in situation.changes:
        if change.kind not in ("created", "rebound") or change.key is None:
            continue
        known = facts(situation, change.key)
        if known is None or known.requires_grad:
            continue
        operation = cut(change.key, situation.origins)
        if operation is not None and id(operation) in own:
            found.setdefault(id(operation), (operation, []))[1].append(change.name)
    if found:
        operation = next(iter(found.values()))[0]
        yield listed(name for _, names in found.values() for name in names), operation


def _values(
    situation: Situation, name: str, operation: OperationFacts
) -> tuple[tuple[str, str], ...]:
    return (*fill(name=name, source=sources(situation, operation)), *made_by(operation))
