"""`backward()` raised: what it was asked for and could not do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gradrepl.lens.origins import cut, upstream
from gradrepl.lens.reading import (
    failed,
    fill,
    instead_of_in_place,
    listed,
    made_by,
    name_of,
    said,
    sources,
)
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import OperandFacts, OperationFacts, TensorKey

_WHY = {
    "no_grad": N_(
        "{name} has no path back to {source}: `{code}` ran inside torch.no_grad() (statement "
        "{statement}, line {line}) and was not recorded."
    ),
    "set_grad_enabled": N_(
        "{name} has no path back to {source}: `{code}` ran while torch.set_grad_enabled(False) was "
        "in force (statement {statement}, line {line}) and was not recorded."
    ),
    "inference_mode": N_(
        "{name} has no path back to {source}: `{code}` ran inside torch.inference_mode() "
        "(statement {statement}, line {line}) and was not recorded."
    ),
    "detach": N_(
        "{name} has no path back to {source}: detach() cut it off in `{code}` (statement "
        "{statement}, line {line})."
    ),
    "data": N_(
        "{name} has no path back to {source}: .data cut it off in `{code}` (statement {statement}, "
        "line {line})."
    ),
    "copy": N_(
        "{name} has no path back to {source}: `{code}` (statement {statement}, line {line}) copied "
        "the values into a new tensor."
    ),
    "new_leaf": N_(
        "{name} has no path back to {source}: `{code}` (statement {statement}, line {line}) took "
        "over the values alone."
    ),
    "create_graph": N_(
        "{name} has no path back to {source}: the gradient in `{code}` (statement {statement}, "
        "line {line}) was computed without a graph of its own."
    ),
    "not_differentiable": N_(
        "{name} has no path back to {source}: `{op}` in `{code}` (statement {statement}, line "
        "{line}) has no gradient."
    ),
}
_OUTSIDE = N_(
    "Compute it outside the block, or call backward() on a tensor that still has a path to "
    "{source}."
)
_STILL_OFF = N_("Switch recording on with torch.set_grad_enabled(True), then compute {name} again.")
_FIX = {
    "no_grad": _OUTSIDE,
    "set_grad_enabled": _OUTSIDE,
    "inference_mode": N_("Compute it outside the block."),
    "detach": N_("Leave out detach() where the gradient should pass."),
    "data": N_("Leave out .data where the gradient should pass."),
    "copy": N_("Use {source} itself or {source}.clone()."),
    "new_leaf": N_("Use {source} itself, or an operation on it."),
    "create_graph": N_("Pass create_graph=True to the call that computes the gradient."),
    "not_differentiable": N_("Use an operation that has a gradient."),
}
_NUMBERS = re.compile(r"\.(?:item|tolist|numpy)\(|\bfloat\(|\bint\(")
_VERSIONS = re.compile(
    r"\[\S+ \[(?P<shape>[\d, ]*)\]\](?:, which is output \d+ of (?P<op>[\w:]+),)? "
    r"is at version (?P<now>\d+); expected version (?P<then>\d+)"
)


def backward_without_graph(situation: Situation) -> Iterator[Explanation]:
    """`c.backward()` where nothing behind c was recorded."""
    if not said(situation, "element ") or "does not require grad" not in (
        situation.error_message or ""
    ):
        return
    asked = _asked(situation)
    if asked is None:
        return
    name, operation = name_of(situation, asked.key), cut(asked.key, situation.origins)
    if operation is not None and operation.cause in _WHY:
        still_off = operation.cause == "set_grad_enabled" and not situation.after.grad_enabled
        yield Explanation(
            "backward-without-graph",
            "why",
            _WHY[operation.cause],
            _STILL_OFF if still_off else _FIX[operation.cause],
            (*fill(name=name, source=sources(situation, operation)), *made_by(operation)),
        )
        return
    maker = _from_numbers(situation, asked)
    if maker is not None:
        yield Explanation(
            "backward-without-graph",
            "why",
            N_(
                "{name} was made from plain Python numbers in `{code}` (statement {statement}, "
                "line {line}), and numbers have no history."
            ),
            N_("Stay with tensors from the leaf to {name}."),
            (
                *fill(name=listed(name_of(situation, one.key) for one in maker.outputs)),
                *made_by(maker),
            ),
        )
        return
    yield Explanation(
        "backward-without-graph",
        "why",
        N_("Nothing that {name} was computed from requires grad: there is nothing to go back to."),
        N_("Create an input with requires_grad=True, then compute {name} from it."),
        fill(name=name),
    )


def backward_needs_scalar(situation: Situation) -> Iterator[Explanation]:
    """`c.backward()` where c has several elements."""
    asked = _asked(situation)
    if asked is None or not said(situation, "grad can be implicitly created only for scalar"):
        return
    yield Explanation(
        "backward-needs-scalar",
        "why",
        N_(
            "{name} has shape {shape}. backward() computes the derivative of one number, and does "
            "not know how to weigh the elements of {name}."
        ),
        N_(
            "Reduce it first, {name}.sum().backward() or {name}.mean().backward(), or give the "
            "weights: {name}.backward(torch.ones_like({name}))."
        ),
        fill(name=name_of(situation, asked.key), shape=asked.shape),
    )


def backward_twice(situation: Situation) -> Iterator[Explanation]:
    """A second `backward()` through a graph whose saved values are freed."""
    asked = _asked(situation)
    if asked is None or not said(situation, "Trying to backward through the graph a second time"):
        return
    yield Explanation(
        "backward-twice",
        "why",
        N_(
            "An earlier backward() went through the graph of {name}, or a part of it, and freed "
            "the values that its operations had saved."
        ),
        N_("Compute {name} again, or pass retain_graph=True to the backward() before."),
        fill(name=name_of(situation, asked.key)),
    )


def backward_after_in_place(situation: Situation) -> Iterator[Explanation]:
    """`backward()` needs a value that was overwritten."""
    if not said(
        situation, "one of the variables needed for gradient computation has been modified"
    ):
        return
    found = _VERSIONS.search(situation.error_message or "")
    if found is None:
        return
    versions = fill(now=found["now"], then=found["then"], op=found["op"] or "")
    key = _overwritten(situation, found["shape"], int(found["now"]))
    name = "" if key is None else name_of(situation, key)
    if name:
        text = N_(
            "{name} is needed as it was at version {then}, and an in-place operation has "
            "overwritten it since: it is at version {now}."
        )
    elif found["op"]:
        text = N_(
            "The result of {op} is needed as it was at version {then}, and an in-place operation "
            "has overwritten it since: it is at version {now}."
        )
    else:
        text = N_(
            "A tensor is needed as it was at version {then}, and an in-place operation has "
            "overwritten it since: it is at version {now}."
        )
    yield Explanation(
        "backward-after-in-place",
        "why",
        text,
        instead_of_in_place(situation, key),
        (*fill(name=name), *versions),
    )


def _asked(situation: Situation) -> OperandFacts | None:
    """What `backward()` or `torch.autograd.grad` was asked to differentiate."""
    operation = failed(situation, "backward", "grad")
    return operation.inputs[0] if operation is not None and operation.inputs else None


def _from_numbers(situation: Situation, asked: OperandFacts) -> OperationFacts | None:
    """What made a tensor out of numbers that had been taken from another, behind the one asked."""
    for key in upstream((asked.key,), situation.origins):
        maker = situation.origins.get(key)
        if maker is not None and not maker.inputs and _NUMBERS.search(maker.source):
            return maker
    return None


def _overwritten(situation: Situation, shape: str, version: int) -> TensorKey | None:
    """The tensor that fits an error text, if only one does, or one and its views."""
    sizes = tuple(int(size) for size in shape.split(",") if size.strip())
    fitting = [
        one for one in situation.after.tensors if (one.version, one.shape) == (version, sizes)
    ]
    storages = {one.storage for one in fitting}
    return fitting[0].key if len(storages) == 1 else None
