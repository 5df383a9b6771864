"""What the session remembers: how a tensor came to be, where no node of autograd tells it."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from gradrepl.observe.facts import OperandFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gradrepl.observe.facts import NodeKey, OperationFacts, TensorFacts, TensorKey

MOST: Final = 256
"""How many operations are looked at behind one tensor."""


class Past:
    """Questions to the session's memory, each answered once. Lives as long as one capture."""

    def __init__(
        self,
        origins: Mapping[TensorKey, OperationFacts],
        mutations: Mapping[TensorKey, OperationFacts],
        numbers: Mapping[TensorKey, OperationFacts],
    ) -> None:
        self._origins = origins
        self._mutations = mutations
        self._numbers = numbers
        self._severed: dict[TensorKey, bool] = {}

    def unrecorded(self, key: TensorKey) -> OperationFacts | None:
        """The operation that made a tensor, if it stands in a gradient's way."""
        if key not in self._severed:
            self._look(key)
        if not self._severed[key]:
            return None
        return next(filter(self._cuts, self._makers(key)), None)

    def _cuts(self, operation: OperationFacts) -> bool:
        return any(one.requires_grad or self._severed.get(one.key) for one in others(operation))

    def hidden(self, tensor: TensorFacts) -> OperationFacts | None:
        """The last operation that changed a tensor's values, where autograd was not to see it.

        None if the tensor has had another node since.
        """
        operation = self._mutations.get(tensor.key)
        if operation is None or tensor.grad_fn is None or not hides(operation):
            return None
        nodes = {output.node for output in operation.outputs if output.key == tensor.key}
        return operation if nodes <= {None, tensor.grad_fn} else None

    def recorded(self, key: TensorKey) -> OperationFacts | None:
        """The operation that made a tensor with a history."""
        operation = self._origins.get(key)
        return operation if operation is not None and not hides(operation) else None

    def makers(self, nodes: set[NodeKey]) -> dict[NodeKey, OperationFacts]:
        """The operations that made some nodes, as far as they are not too long ago."""
        found: dict[NodeKey, OperationFacts] = {}
        by_number = numbered(nodes)
        newest = chain(_newest(self._mutations), _newest(self._origins))
        for operation in islice(newest, 4 * len(nodes) + MOST):
            if hides(operation):
                continue
            unread = by_number.get(operation.sequence)
            for node in (unread, *(output.node for output in operation.outputs)):
                if node is not None and node in nodes:
                    found.setdefault(node, operation)
            if len(found) == len(nodes):
                break
        return found

    def _makers(self, key: TensorKey) -> Iterator[OperationFacts]:
        """What a tensor's values came from, the last first: `c.add_(b)` brings b's in, too."""
        for memory in (self._mutations, self._origins, self._numbers):
            if key in memory:
                yield memory[key]

    def _look(self, key: TensorKey) -> None:
        """Finds whether a gradient could have flowed into anything that it was made from."""
        behind: dict[TensorKey, list[TensorKey]] = {}
        found: set[TensorKey] = set()
        waiting = [key]
        for one in waiting:  # grows while it is walked
            behind[one] = []
            if len(waiting) > MOST:
                continue
            operands = [each for maker in self._makers(one) for each in others(maker)]
            for operand in operands:
                if operand.requires_grad:
                    found.add(one)
                else:
                    behind[one].append(operand.key)
                    if operand.key not in behind:
                        behind[operand.key] = []
                        waiting.append(operand.key)
        before: dict[TensorKey, list[TensorKey]] = {one: [] for one in behind}
        for one, keys in behind.items():
            for operand_key in keys:
                before[operand_key].append(one)
        for one in (spread := list(found)):  # grows while it is walked
            for later in before[one]:
                if later not in found:
                    found.add(later)
                    spread.append(later)
        self._severed[key] = False
        self._severed.update(dict.fromkeys(waiting, False))
        self._severed.update(dict.fromkeys(found, True))


def numbered(nodes: Iterable[NodeKey]) -> dict[int | None, NodeKey]:
    """Nodes by their numbers, without those of which several threads made one with the same."""
    found: dict[int | None, NodeKey] = {}
    twice = set()
    for key in nodes:
        if found.setdefault(key[1], key) != key:
            twice.add(key[1])
    return {number: key for number, key in found.items() if number not in twice}


def _newest(operations: Mapping[TensorKey, OperationFacts]) -> Iterator[OperationFacts]:
    try:
        return reversed(operations.values())  # type: ignore[call-overload,no-any-return]  # a dict's
    except TypeError:
        return reversed(list(operations.values()))


def others(operation: OperationFacts) -> Iterator[OperandFacts]:
    """What went in, without what was only changed in place."""
    made = {output.key for output in operation.outputs}
    yield from (operand for operand in operation.inputs if operand.key not in made)
    for key in operation.numbers:
        yield OperandFacts(key, requires_grad=False, shape=(), dtype="", node=None)


def hides(operation: OperationFacts) -> bool:
    """Whether it changed values in place and autograd was not to see it."""
    return operation.in_place and (
        operation.inference or not operation.grad_enabled or operation.name == "data"
    )
