"""Which operation made which tensor, and where a gradient's path was cut.

`origins` maps a tensor's key to the operation that made it, over the whole session. Every search is
iterative and looks at `_FAR` tensors at most.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gradrepl.observe.facts import OperationFacts, TensorKey

_FAR = 10_000


def made(
    operations: Iterable[OperationFacts], origins: Mapping[TensorKey, OperationFacts]
) -> Iterator[tuple[TensorKey, OperationFacts]]:
    """The tensors that operations made: what came out and had not gone in.

    `detach_` makes none, and cuts one off from what it had been made from.
    """
    for operation in operations:
        given = {operand.key for operand in operation.inputs}
        for output in operation.outputs:
            if output.key not in given:
                yield output.key, operation
            elif operation.name == "detach_" and operation.severs and output.key in origins:
                yield output.key, replace(operation, inputs=origins[output.key].inputs)


def upstream(
    starts: Iterable[TensorKey],
    origins: Mapping[TensorKey, OperationFacts],
    *,
    recorded: bool = False,
) -> Iterator[TensorKey]:
    """The tensors themselves and all that they were computed from, nearest first.

    Args:
        starts: where to start.
        origins: the session's.
        recorded: whether to go only where a gradient goes.
    """
    waiting = deque(dict.fromkeys(starts))
    seen = set(waiting)
    while waiting and len(seen) < _FAR:
        key = waiting.popleft()
        yield key
        operation = origins.get(key)
        if operation is None or (recorded and operation.cause is not None):
            continue
        for operand in operation.inputs:
            if operand.key not in seen and (operand.requires_grad or not recorded):
                seen.add(operand.key)
                waiting.append(operand.key)


def cuts(start: TensorKey, origins: Mapping[TensorKey, OperationFacts]) -> Iterator[OperationFacts]:
    """The operations behind a tensor that would have passed a gradient on, nearest first."""
    told: list[OperationFacts] = []
    for key in upstream((start,), origins):
        operation = origins.get(key)
        if operation is not None and operation.cause is not None and operation not in told:
            told.append(operation)
            yield operation


def cut(start: TensorKey, origins: Mapping[TensorKey, OperationFacts]) -> OperationFacts | None:
    """The nearest of them."""
    return next(cuts(start, origins), None)
