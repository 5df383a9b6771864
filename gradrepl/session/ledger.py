"""What a session remembers of the operations that ran, after the statements are over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.past import hides
from gradrepl.lens.origins import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping, Sequence
    from typing import TypeVar

    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import NodeKey, OperandFacts, OperationFacts, TensorKey

    _Key = TypeVar("_Key")
    _Value = TypeVar("_Value")

KEPT: Final = 10_000
"""Tensors whose making is remembered, and as many that were changed in place."""
_HOPS: Final = 32
_SHARING: Final = frozenset(
    {"detach", "data", "view", "view_as", "t", "T", "mT", "transpose", "permute", "narrow"}
    | {"select", "squeeze", "unsqueeze", "swapaxes", "movedim", "diagonal", "unbind", "unfold"}
)
"""What certainly returns its operand's own memory; indexing and `reshape` may copy."""


class Ledger:
    """Which operation made which tensor, which changed it last, and what autograd did not see."""

    def __init__(self) -> None:
        self.origins: dict[TensorKey, OperationFacts] = {}
        self.mutations: dict[TensorKey, OperationFacts] = {}
        self.unseen: dict[NodeKey, OperationFacts | None] = {}
        """For each node whose values were changed since, and autograd did not record it, what did
        it; None where no operation did: through numpy, say."""

        self._renewed: dict[TensorKey, None] = {}
        """What was changed in place and recorded, or got other memory: it is no longer known what
        shares its memory by its making, and what node that has."""
        self.numbers: dict[TensorKey, OperationFacts] = {}
        """For each number or array that came out of a tensor the operation that gave it."""

    def clear(self) -> None:
        """Forgets everything."""
        self.origins.clear()
        self.mutations.clear()
        self.unseen.clear()
        self.numbers.clear()
        self._renewed.clear()

    def add(self, operations: Iterable[OperationFacts]) -> None:
        """Remembers the operations of a statement: one in place makes no tensor."""
        for key, operation in made(operations, self.origins):
            self.origins[key] = operation
        for operation in operations:
            if operation.number is not None:
                self.numbers[operation.number] = operation
            if not operation.in_place or operation.error is not None:
                continue
            given = {operand.key: operand for operand in operation.inputs}
            for output in operation.outputs:
                if output.key in given:
                    _put(self.mutations, output.key, operation)
                    for node in self._behind(output, operation):
                        _put(self.unseen, node, operation)
                    self._pass_on(output, operation)
                    if operation.name == "data" or (output.requires_grad and not hides(operation)):
                        self._renewed[output.key] = None

    def adopt(self, operations: Iterable[OperationFacts]) -> None:
        """Remembers what nobody saw being made."""
        for operation in operations:
            for output in operation.outputs:
                self.origins.setdefault(output.key, operation)

    def compare(
        self, before: Snapshot, after: Snapshot, operations: Sequence[OperationFacts]
    ) -> None:
        """Notices what has other values and the same history: recorded work would have renewed it.

        Whatever did it was not among the operations, or is not known for certain to have done it.
        """
        known = {facts.key: facts for facts in before.tensors}
        for facts in after.tensors:
            old, node = known.get(facts.key), facts.grad_fn
            if (
                node is None
                or old is None
                or old.grad_fn != node
                or None in (old.digest, facts.digest)
            ):
                continue
            if old.digest == facts.digest or any(
                operation is self.unseen.get(node) for operation in operations
            ):
                continue
            _put(self.unseen, node, self._writer(facts.storage, after, operations))

    def _writer(
        self, storage: int, after: Snapshot, operations: Sequence[OperationFacts]
    ) -> OperationFacts | None:
        """The operation that wrote into some memory; None where not exactly one is known to."""
        memory = {facts.key: facts.storage for facts in after.tensors}
        found = []
        for operation in operations:
            if not operation.in_place or operation.error is not None or operation.name == "data":
                continue
            key = operation.outputs[0].key if operation.outputs else None
            for _ in range(_HOPS):
                origin = self.origins.get(key) if key is not None else None
                if key in memory or origin is None or origin.name not in _SHARING:
                    break
                key = origin.inputs[0].key if origin.inputs else None
            if key is not None and memory.get(key) == storage:
                found.append(operation)
        return found[0] if len(found) == 1 else None

    def forget(self, named: Iterable[TensorKey]) -> None:
        """Forgets what was longest ago, where there is too much, but for what has a name."""
        kept = set(named) if max(len(self.origins), len(self.mutations)) > KEPT else set()
        for memory in (self.origins, self.mutations):
            _shorten(memory, kept)
        _shorten(self.unseen, set())
        _shorten(self.numbers, set())
        _shorten(self._renewed, set())

    def _behind(self, output: OperandFacts, operation: OperationFacts) -> Iterator[NodeKey]:
        """The nodes whose values an operation in place has changed without being recorded."""
        is_hidden = hides(operation)
        if is_hidden and output.node is not None:
            yield output.node
        if not is_hidden and output.requires_grad:
            return  # recorded: whatever shares the memory has a new history
        key = output.key
        for _ in range(_HOPS):
            origin = self.origins.get(key)
            if (
                origin is None
                or origin.name not in _SHARING
                or not origin.inputs
                or operation.name == "data"
                or key in self._renewed
            ):
                return
            shared = origin.inputs[0]
            node = self._node(shared)
            if node is not None:
                yield node
            key = shared.key

    def _pass_on(self, output: OperandFacts, operation: OperationFacts) -> None:
        """`c.data.copy_(a)` changes c, too, which nobody had to record: it needs no gradient."""
        key = output.key
        for _ in range(_HOPS):
            origin = self.origins.get(key)
            if origin is None or origin.name not in _SHARING or key in self._renewed:
                return
            for shared in origin.inputs[:1]:
                if shared.requires_grad:
                    return
                key = shared.key
                _put(self.mutations, key, operation)

    def _node(self, operand: OperandFacts) -> NodeKey | None:
        """The node of a tensor, as it is after what was last done to it."""
        changed = self.mutations.get(operand.key)
        outputs = () if changed is None else changed.outputs
        found = (one.node for one in outputs if one.key == operand.key and one.node is not None)
        return next(found, operand.node)


def _put(memory: MutableMapping[_Key, _Value], key: _Key, value: _Value) -> None:
    memory.pop(key, None)  # so that the newest stands last
    memory[key] = value


def _shorten(memory: dict[_Key, _Value], kept: set[_Key]) -> None:
    if len(memory) > KEPT:
        excess = len(memory) - KEPT // 2  # seldom, and then many at once
        for key in [key for key in memory if key not in kept][:excess]:
            del memory[key]
