"""A name was given to another tensor, and the one that was meant did not change."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from gradrepl.lens.origins import upstream
from gradrepl.lens.reading import attribute_of, facts, facts_of, fill, loops
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import TensorFacts

_NO_ATTRIBUTE = re.compile(r"'NoneType' object has no attribute '(\w+)'")


def grad_is_none(situation: Situation) -> Iterator[Explanation]:
    """`param.grad.zero_()` where `param.grad` is None."""
    found = _NO_ATTRIBUTE.search(situation.error_message or "")
    operand = situation.error_type == "TypeError" and "NoneType" in (situation.error_message or "")
    if found is None and not operand:
        return
    for name in attribute_of(_erring(situation), "grad"):
        known = facts_of(situation, name)
        if known is None or known.grad is not None:
            continue
        yield Explanation(
            "grad-is-none",
            "why",
            _why_none(situation, name, known),
            ""
            if not _is_rebound(situation, name, known)
            else N_(
                "Change the tensor in place inside torch.no_grad() (-=, sub_(), copy_()), so that "
                "{name} stays the tensor that it was."
            ),
            fill(name=name, node=known.grad_fn_name or "", made=_maker(situation, known)),
        )
        return


def loop_name_rebound(situation: Situation) -> Iterator[Explanation]:
    """`for param in params: param = param - ...` changes the name and not the parameter."""
    for loop in loops(situation.source):
        targets = _targets(loop)
        for assigned in _assigned_from_itself(loop):
            if assigned in targets and facts_of(situation, assigned) is not None:
                yield Explanation(
                    "loop-name-rebound",
                    "caution",
                    N_(
                        "{name} is only a name: `{name} = ...` binds it to a new tensor, and the "
                        "element of {collection} that it stood for keeps its values."
                    ),
                    N_("Change the element in place: with torch.no_grad(): {name} -= ..."),
                    fill(name=assigned, collection=ast.unparse(loop.iter)),
                )
                return


def update_made_new_tensor(situation: Situation) -> Iterator[Explanation]:
    """`w = w - lr * w.grad`: w was a leaf, and now names a result."""
    before = dict(situation.before.names)
    meant = set(situation.writes).difference(*map(_targets, loops(situation.source)))
    for change in situation.changes:
        if change.kind != "rebound" or change.key is None or change.name not in meant:
            continue
        old = facts(situation, before[change.name])
        new = facts(situation, change.key)
        if old is None or new is None or not (old.is_leaf and old.requires_grad):
            continue
        if old.key not in set(upstream((new.key,), situation.origins)):
            continue
        if not new.requires_grad:
            text = N_(
                "{name} was a leaf that requires grad. Now it names a new tensor that does not: "
                "no gradient will reach it."
            )
        elif not new.is_leaf:
            text = N_(
                "{name} was a leaf. Now it names the result of {node}: a later backward() fills "
                "the .grad of the old leaf, not that of {name}."
            )
        else:
            continue
        yield Explanation(
            "update-made-new-tensor",
            "caution",
            text,
            N_("To update a parameter, change it in place: with torch.no_grad(): {name} -= ..."),
            fill(name=change.name, node=new.grad_fn_name or ""),
        )
        return


def _why_none(situation: Situation, name: str, known: TensorFacts) -> str:
    rebound = _is_rebound(situation, name, known)
    if not known.is_leaf:
        if rebound:
            return N_(
                "`{made}` made {name} a new tensor, the result of {node}. backward() fills .grad "
                "of leaves only, so {name}.grad is None."
            )
        return N_(
            "{name} is the result of {node}, not a leaf. backward() fills .grad of leaves only, so "
            "{name}.grad is None."
        )
    if not known.requires_grad:
        if rebound:
            return N_(
                "`{made}` made {name} a new tensor, one that does not require grad: {name}.grad is "
                "None."
            )
        return N_("{name} does not require grad, so {name}.grad is None.")
    return N_("No backward() has reached {name} yet: {name}.grad is None.")


def _is_rebound(situation: Situation, name: str, known: TensorFacts) -> bool:
    """Whether the statement gave the name to a result, and not to a leaf that is waiting."""
    computed = _maker(situation, known) != ""
    return name in situation.writes and computed and not (known.is_leaf and known.requires_grad)


def _maker(situation: Situation, known: TensorFacts) -> str:
    operation = situation.origins.get(known.key)
    return operation.source if operation is not None and operation.inputs else ""


def _erring(situation: Situation) -> str:
    """The line that raised; the whole source where that cannot be read on its own."""
    lines = situation.source.splitlines()
    place = (situation.error_line or 0) - situation.line
    if 0 <= place < len(lines) and attribute_of(lines[place].strip(), "grad"):
        return lines[place].strip()
    return situation.source


def _targets(loop: ast.For) -> set[str]:
    return {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}


def _assigned_from_itself(loop: ast.For) -> Iterator[str]:
    """The names in a loop's body that are assigned something computed from themselves."""
    for node in ast.walk(loop):
        if not isinstance(node, ast.Assign):
            continue
        used = {one.id for one in ast.walk(node.value) if isinstance(one, ast.Name)}
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id in used:
                yield target.id
