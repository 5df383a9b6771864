"""What `help(torch.add)` says: the calls that a name takes, and what each of them records.

Read off the rows when a name is first asked for, so that it costs importing nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.engine.arguments import Signature
from gradrepl.engine.saving import KEPT_INSIDE, layout_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.engine.schema import Return, Schema
    from gradrepl.engine.table import Op


def document(pairs: Sequence[tuple[Schema, Op]], *, method: bool) -> str:
    """The docstring of `torch.name` or `Tensor.name`, given its overloads."""
    calls = [_call(Signature(schema, method)) for schema, _ in pairs]
    told: dict[str, None] = {}
    for schema, row in pairs:
        told |= dict.fromkeys(_recorded(schema, row))
    return "\n".join((*dict.fromkeys(calls), "", *told)) + "\n"


def _call(signature: Signature) -> str:
    """`add(input, other, *, alpha=1, out=None) -> Tensor`, as PyTorch's help begins."""
    schema = signature.schema
    parts: list[str] = []
    for each in signature.parameters:
        if each.keyword_only and "*" not in parts:
            parts.append("*")
        name = signature.public(each)
        if signature.varargs and each is signature.positional[0]:
            name = f"*{name}"
        parts.append(f"{name}={each.default!r}" if each.has_default else name)
    results = [_result(each) for each in schema.returns]
    shown = results[0] if len(results) == 1 else f"({', '.join(results)})"
    return f"{_public(schema.name)}({', '.join(parts)}) -> {shown}"


def _public(name: str) -> str:
    """`torch.linalg.svd` is the table's `linalg_svd`."""
    family, under, rest = name.partition("_")
    return f"{family}.{rest}" if under and family in ("linalg", "special") else name


def _result(given: Return) -> str:
    return "tuple of Tensors" if given.listed else "Tensor"


def _recorded(schema: Schema, row: Op) -> list[str]:
    """What autograd does with it, a sentence a line."""
    found = []
    if schema.name == f"{row.name}_":
        found.append("Writes into the tensor itself and counts its version up.")
        row = row.twin
    elif schema.is_view:
        found.append("The result is a view: it shares the tensor's memory.")
    if not any(each.is_tensor for each in schema.arguments):
        return [*found, "Makes a tensor out of nothing recorded."]
    if row.composite:
        return [*found, "Computed by other operations, which record themselves."]
    if not row.given:
        return [*found, "Records nothing: no gradient goes through it."]
    if row.node == "NotImplemented":
        return [*found, "PyTorch has no derivative of it, and backward says so."]
    names = [each.name for each in layout_of(row).saved if not each.name.endswith(KEPT_INSIDE)]
    saved = ", ".join(f"_saved_{name}" for name in sorted(names))
    return [*found, f"Recorded as {row.node}, which keeps {saved or 'nothing'}."]
