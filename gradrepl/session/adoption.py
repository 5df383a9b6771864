"""Tensors that were made below Python's sight: from an array's memory, or from another tensor's.

`nn.Parameter(b)` and `torch.from_numpy(array)` call nothing that a torch-function mode is shown.
What they make is found afterwards: a leaf of which no operation is known, in another one's memory.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from gradrepl.lens.origins import upstream
from gradrepl.observe.facts import OperandFacts, OperationFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import TensorFacts, TensorKey
    from gradrepl.session.turn import Statement

_OVER_ARRAYS: Final = ("from_numpy", "frombuffer", "from_dlpack", "asarray", "as_tensor")
_OVER_TENSORS: Final = ("from_numpy", "from_dlpack")
"""What such a thing is made with, as it is written; a Parameter is made with its class."""


def adopted(
    statement: Statement,
    number: int,
    before: Snapshot,
    after: Snapshot,
    laid: Iterable[tuple[OperandFacts, TensorKey]],
    under: Callable[[int], TensorKey | None],
    kind: Callable[[TensorKey], str],
    origins: Mapping[TensorKey, OperationFacts],
    numbers: Mapping[TensorKey, OperationFacts],
) -> list[OperationFacts]:
    """What has made tensors during a statement and was not seen doing it.

    Args:
        statement: the one that ran.
        number: its turn's.
        before: the tensors as they were.
        after: the tensors as they are.
        laid: what went into operations and lies in the memory of an array that left a tensor.
        under: finds such an array by an address.
        kind: tells a tensor's class.
        origins: for each tensor that is remembered the operation that made it.
        numbers: for each array that came out of a tensor the operation that gave it.
    """
    found: dict[TensorKey, OperationFacts] = {}
    old = {facts.key for facts in before.tensors}
    new = [
        facts
        for facts in after.tensors
        if facts.is_leaf and facts.base is None and facts.storage > 0 and facts.key not in old
    ]
    named = [(_operand(facts), under(facts.storage)) for facts in new if not facts.requires_grad]
    for operand, array in (*laid, *named):
        key = operand.key
        source = None if array is None else numbers.get(array)
        if source is None or array is None or key in origins or key in old:
            continue
        if key not in upstream((one.key for one in source.inputs), origins):
            made = _operation(statement, number, _OVER_ARRAYS, operand, numbers=(array,))
            found.setdefault(key, made)
    unknown = [facts for facts in new if facts.key not in origins and facts.key not in found]
    owners = _owners(after, unknown)
    for facts in unknown:
        if facts.storage in owners:
            given = _operand(owners[facts.storage])
            own = kind(facts.key)
            calls = _OVER_TENSORS if own == "Tensor" else (own,)
            found[facts.key] = _operation(
                statement, number, calls, _operand(facts), inputs=(given,)
            )
    return list(found.values())


def _owners(after: Snapshot, unknown: Sequence[TensorFacts]) -> dict[int, TensorFacts]:
    """By its address whose memory each is, of those that were there first."""
    if not unknown:
        return {}
    others = {facts.key for facts in unknown}
    return {facts.storage: facts for facts in reversed(after.tensors) if facts.key not in others}


def _operation(
    statement: Statement,
    number: int,
    calls: tuple[str, ...],
    output: OperandFacts,
    *,
    inputs: tuple[OperandFacts, ...] = (),
    numbers: tuple[TensorKey, ...] = (),
) -> OperationFacts:
    name, line = _written(statement, calls)
    text = "" if line is None else statement.source.splitlines()[line - 1].strip()
    return OperationFacts(
        name=name or ("alias" if calls is _OVER_TENSORS else calls[0]),
        inputs=inputs,
        outputs=(output,),
        in_place=False,
        grad_enabled=True,
        inference=False,
        statement=number,
        line=None if line is None else line + statement.line - 1,
        source=text,
        filename=statement.filename,
        numbers=numbers,
    )


def _written(statement: Statement, calls: tuple[str, ...]) -> tuple[str, int | None]:
    """Which of the calls the statement holds, and at which of its lines; the line if it is one."""
    try:
        tree = ast.parse(statement.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "", None
    lines: dict[str, list[int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            lines.setdefault(called, []).append(node.lineno)
    name = next((call for call in calls if call in lines), "")
    own = lines.get(name, [])
    return name, own[0] if len(set(own)) == 1 else None


def _operand(facts: TensorFacts) -> OperandFacts:
    return OperandFacts(
        facts.key, facts.requires_grad, facts.shape, facts.dtype, facts.grad_fn, facts.is_leaf
    )
