"""What a rule may ask of a Situation."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING

from gradrepl.locale import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gradrepl.lens.situation import Situation
    from gradrepl.observe.facts import OperandFacts, OperationFacts, TensorFacts, TensorKey

_LONGEST = 60
_WRITTEN = {
    "__getitem__": "{}[...]",
    "data": "{}.data",
    "detach": "{}.detach()",
    "T": "{}.T",
    "view": "{}.view(...)",
}
"""How to write what comes out of an operation, where `name(operands)` would not do."""


def fill(**texts: object) -> tuple[tuple[str, str], ...]:
    """The values of an Explanation."""
    return tuple((name, str(text)) for name, text in texts.items())


def facts(situation: Situation, key: TensorKey | None) -> TensorFacts | None:
    """A tensor as it is after the statement, or was before it where it is gone."""
    return None if key is None else situation.tensors.get(key)


def facts_of(situation: Situation, name: str) -> TensorFacts | None:
    """The tensor that a name or a path such as `params[0]` stands for."""
    return facts(situation, situation.keys.get(name))


def names_of(situation: Situation, key: TensorKey) -> tuple[str, ...]:
    """The learner's names for a tensor; `_`, which a displayed value gets by itself, is none."""
    return tuple(name for name in situation.names.get(key, ()) if name != "_")


def name_of(situation: Situation, key: TensorKey) -> str:
    """What to call a tensor: its name, or how it was made."""
    names = names_of(situation, key)
    return names[0] if names else made_as(situation, key)


def made_as(situation: Situation, key: TensorKey, *, depth: int = 3) -> str:
    """How a tensor was made, as in `sum(c)` and `a.data[...]`."""
    operation = situation.origins.get(key)
    if operation is None:
        return "..."
    pattern = _WRITTEN.get(operation.name)
    operands = [
        (*names_of(situation, one.key), "")[0]
        or (made_as(situation, one.key, depth=depth - 1) if pattern and depth else "...")
        for one in operation.inputs
    ]
    if pattern is not None and operands:
        return pattern.format(operands[0])
    return f"{operation.name.strip('_')}({', '.join(operands[:2])})"


def listed(names: Iterable[str], most: int = 4) -> str:
    """`a, b, c`, and `...` where there are more."""
    given = list(dict.fromkeys(names))
    return ", ".join([*given[:most], "..."] if len(given) > most else given)


def made_by(operation: OperationFacts) -> tuple[tuple[str, str], ...]:
    """Where an operation stands: its name, line, statement and source, as values."""
    code = operation.source
    if len(code) > _LONGEST:
        code = f"{code[: _LONGEST - 3]}..."
    return fill(
        op=operation.name,
        code=code or operation.name,
        statement=operation.statement,
        line=operation.line or 1,
    )


def sources(situation: Situation, operation: OperationFacts) -> str:
    """The names of the operands through which a gradient would have gone."""
    needing = (one.key for one in operation.inputs if one.requires_grad)
    return listed(_source(situation, key) for key in needing)


def _source(situation: Situation, key: TensorKey) -> str:
    """Its name, unless the statement gave that to another: `w = w.detach()`; or how it was made."""
    names = names_of(situation, key)
    if names and situation.keys.get(names[0]) == key:
        return names[0]
    operation = situation.origins.get(key)
    if operation is None or not operation.inputs:
        return gettext("a tensor that has no name now")
    return made_as(situation, key)


def instead_of_in_place(situation: Situation, key: TensorKey | None) -> str:
    """What to do where a tensor was changed in place and its old values are needed."""
    known = facts(situation, key)
    if known is None or not (names_of(situation, known.key) or ("",))[0].isidentifier():
        return N_("Write y = y + 1 in place of y += 1 or y.add_(1), or change a clone().")
    if known.is_leaf:
        return N_("Call backward() before {name} is changed, or change a copy: {name}.clone().")
    return N_(
        "Make a new tensor, as {name} = {name} + 1 does and {name} += 1 does not; or change a "
        "copy: {name}.clone()."
    )


def failed(situation: Situation, *names: str) -> OperationFacts | None:
    """The operation that raised, if it is one of those."""
    for operation in reversed(situation.operations):
        if operation.error is not None:
            return operation if not names or operation.name in names else None
    return None


def ran(situation: Situation, *names: str) -> Iterator[OperationFacts]:
    """The operations of those names that did not raise."""
    return (one for one in situation.operations if one.name in names and one.error is None)


def written(situation: Situation) -> Iterator[tuple[OperationFacts, OperandFacts]]:
    """What the statement's operations wrote in place, and the tensor as it was afterwards."""
    for operation in situation.operations:
        if operation.in_place and operation.error is None and operation.outputs:
            yield operation, operation.outputs[0]


def said(situation: Situation, *beginnings: str) -> bool:
    """Whether the statement raised with one of these texts."""
    return (situation.error_message or "").startswith(beginnings)


def attribute_of(source: str, attribute: str) -> tuple[str, ...]:
    """What stands before an attribute wherever the source reads it: `w` for `w.grad.zero_()`."""
    return tuple(
        dict.fromkeys(
            ast.unparse(node.value)
            for node in ast.walk(_parsed(source))
            if isinstance(node, ast.Attribute)
            and node.attr == attribute
            and isinstance(node.ctx, ast.Load)
        )
    )


def loops(source: str) -> Iterator[ast.For]:
    """The `for` loops in the source."""
    return (node for node in ast.walk(_parsed(source)) if isinstance(node, ast.For))


@functools.lru_cache(maxsize=8)
def _parsed(source: str) -> ast.AST:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])
