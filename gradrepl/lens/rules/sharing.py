"""Values changed through another tensor, or through something that is no tensor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.lens.reading import facts, fill, name_of, written
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.diff import Change
    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import TensorFacts, TensorKey

_HOPS = 4
_SEVERS = ("detach", "data")
_SWAPS = ("data", "set_", "detach_")
"""Written in place, but not into the memory that was shared."""


@dataclass(frozen=True, slots=True)
class _Alias:
    """A tensor whose values changed because another one that shares its memory was written."""

    change: Change
    facts: TensorFacts
    through: str
    """The name of that other one, or how it was taken: `w.data`."""
    is_view: bool
    """Whether autograd knows that they share it."""
    is_counted: bool
    """Whether its version tells."""


def changed_unseen(situation: Situation) -> Iterator[Explanation]:
    """`b = a.data; b[0] = 5`: a changed, and its version says that it did not."""
    for alias in _aliases(situation):
        if alias.facts.requires_grad and not alias.is_counted and not alias.is_view:
            yield Explanation(
                "changed-unseen",
                "caution",
                N_(
                    "{name} shares its memory with {other}, so {other} changed too. Autograd did "
                    "not notice: the version of {other} is still {version}, and a gradient that "
                    "needs the old values will be silently wrong."
                ),
                N_("Change {other} inside torch.no_grad(), or change a copy: {name}.clone()."),
                _values(alias),
            )
            return


def changed_through_detached(situation: Situation) -> Iterator[Explanation]:
    """`b = a.detach(); b[0] = 6`: a changed, and its version tells."""
    for alias in _aliases(situation):
        if alias.facts.requires_grad and alias.is_counted and not alias.is_view:
            yield Explanation(
                "changed-through-detached",
                "caution",
                N_(
                    "{name} shares its memory with {other}, so {other} changed too, without being "
                    "recorded. Its version is now {version}: a backward() that needs the old "
                    "values will refuse."
                ),
                N_("To keep {other} as it is, change a copy: {name}.clone()."),
                _values(alias),
            )
            return


def view_changed(situation: Situation) -> Iterator[Explanation]:
    """`v = y[0]; y.add_(1)`: v changed as well."""
    for alias in _aliases(situation):
        if alias.is_view and not alias.change.named:
            yield Explanation(
                "view-changed",
                "note",
                N_(
                    "{other} changed too: {name} and {other} are views of the same memory, and "
                    "autograd knows it."
                ),
                values=_values(alias),
            )
            return


def memory_shared(situation: Situation) -> Iterator[Explanation]:
    """The same between tensors that need no gradient."""
    for alias in _aliases(situation):
        if not alias.facts.requires_grad and not alias.is_view:
            yield Explanation(
                "memory-shared",
                "note",
                N_("{other} changed too: {name} and {other} share their memory."),
                N_("To change only one, work on a copy: {name}.clone()."),
                _values(alias),
            )
            return


def changed_from_outside(situation: Situation) -> Iterator[Explanation]:
    """`n = a.numpy(); n[0] = 5`: values changed without any operation of PyTorch."""
    swapped = {target.key for one, target in written(situation) if one.name in _SWAPS}
    counted = {one.key for one in situation.changes if one.kind == "version"}
    aliases = {alias.facts.key for alias in _aliases(situation)}
    # An operation may write into what it takes and count nothing, as batch_norm its statistics.
    taken = {
        one.key for made in situation.operations if len(made.inputs) > 1 for one in made.inputs
    }
    for change in situation.changes:
        known = facts(situation, change.key)
        if change.kind != "value" or known is None or known.version is None:
            continue
        if known.key in counted | aliases | taken | swapped:
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


def same_memory(situation: Situation, key: TensorKey) -> Iterator[tuple[TensorKey, bool]]:
    """A tensor that was written and those that share its memory, and whether as views."""
    known = facts(situation, key)
    if known is not None:
        yield key, True
        for one in situation.tensors.values():
            if one.storage == known.storage and one.key != key:
                yield one.key, _are_views(one, known)
        return
    is_view = True
    for _ in range(_HOPS):  # it has no name, as in `w.data[0] = 1`: then what it was taken from
        operation = situation.origins.get(key)
        if operation is None or not operation.inputs:
            return
        is_view = is_view and operation.name not in _SEVERS
        key = operation.inputs[0].key
        yield key, is_view


def _aliases(situation: Situation) -> Iterator[_Alias]:
    targets = {target.key for one, target in written(situation) if one.name not in _SWAPS}
    changed = {one.key: one for one in situation.changes if one.kind == "value"}
    counted = {one.key for one in situation.changes if one.kind == "version"}
    if changed.keys() <= targets:
        return
    for operation, target in written(situation):
        if operation.name in _SWAPS:
            continue
        for key, is_view in same_memory(situation, target.key):
            change, known = changed.get(key), facts(situation, key)
            if change is not None and known is not None and key not in targets:
                through = name_of(situation, target.key)
                yield _Alias(change, known, through, is_view, is_counted=key in counted)


def _values(alias: _Alias) -> tuple[tuple[str, str], ...]:
    return fill(name=alias.through, other=alias.change.name, version=alias.facts.version)


def _are_views(one: TensorFacts, other: TensorFacts) -> bool:
    """Whether they are base and view, or views of one base."""
    return one.base == other.key or other.base == one.key or None is not one.base == other.base
