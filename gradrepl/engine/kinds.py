"""What the operands of an operation are known to be, while its function is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from gradrepl.engine.schema import Argument
    from gradrepl.engine.table import Op

Kind: TypeAlias = "Literal['tensor', 'number'] | None"
"""What `other` is known to be; None where nothing is known, or there is no `other`."""


def kinds(row: Op) -> tuple[Kind, ...]:
    """The cases that a row's function tells apart: each is straight code of its own."""
    if row.promote is None:
        return (None,)
    others = [a for a in row.schema.arguments if a.name == "other" and not a.keyword_only]
    if not others or others[0].listed:
        return (None,)
    if others[0].type == "Scalar":
        return ("number",)
    return ("tensor", "number") if [a.name for a in row.tensors] == ["self", "other"] else (None,)


def is_tensor(row: Op, argument: Argument, kind: Kind) -> bool:
    """Whether it is known to be one: no number stands in its place, and it is not left out."""
    if argument.optional or argument.name == "other":
        return kind == "tensor" or (row.promote is None and not argument.optional)
    return argument.name == "self" or row.promote is None


def never_alone(row: Op, kind: Kind) -> str:
    """The test that not all operands are inference tensors, which nothing records."""
    if kind == "number" and any(each.name == "other" for each in row.tensors):
        return "True"  # a number in a tensor's place is a normal tensor
    every = ", ".join(f"*{each.name}" if each.listed else each.name for each in row.tensors)
    return f"not (INFERENCE and only_inference({every}))"
