"""The operations of one statement, also those that autograd did not record.

A torch-function mode sees every call that reaches the backend from Python. It doubles the time of a
small operation, so it is on only while a statement runs under the lens.
"""

from __future__ import annotations

import functools
import linecache
import sys
from typing import TYPE_CHECKING, Any, Self

from gradrepl.observe.facts import OperandFacts, OperationFacts
from gradrepl.observe.identity import Keys
from gradrepl.observe.kinds import dtype_name
from gradrepl.observe.recorder import KEPT, Recorder
from gradrepl.observe.stand_in import without_stand_in

if TYPE_CHECKING:
    from types import ModuleType, TracebackType

    from gradrepl.observe.facts import NodeKey, TensorKey
    from gradrepl.observe.identity import Identities
    from gradrepl.observe.recorder import Note, OnBackward, Operand

__all__ = ["KEPT", "Trace"]


class Trace:
    """Notes what a statement calls, from `with` to the block's end.

    Holds no tensor afterwards. Whatever fails in it, the learner's call does what it does without.
    """

    def __init__(
        self,
        torch: ModuleType,
        identities: Identities,
        *,
        statement: int,
        filename: str,
        on_backward: OnBackward | None = None,
    ) -> None:
        """A trace of one statement.

        Args:
            torch: the backend.
            identities: the session's.
            statement: its number.
            filename: the name that it was compiled under.
            on_backward: called before every `backward()` runs, with the tensor that it starts from
                and the frame that calls it; and once it has run, with None for the frame.
        """
        self.operations: tuple[OperationFacts, ...] = ()
        """In the order in which they ended; complete once the block is left."""
        self.dropped = 0
        """How many more there were between the first and the last `KEPT`."""
        self.laid: tuple[tuple[OperandFacts, TensorKey], ...] = ()
        """What went into them and lies in the memory of an array or a number that left a tensor."""
        self._torch = torch
        self._identities = identities
        self._statement = statement
        self._filename = filename
        self._on_backward = on_backward
        self._mode: Any = None

    def __enter__(self) -> Self:
        self._mode = _mode_class(self._torch)()
        self._mode.recorder = Recorder(
            self._torch, self._identities, self._filename, self._on_backward
        )
        self._mode.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        mode, self._mode = self._mode, None
        recorder, mode.recorder = mode.recorder, None  # now it only passes calls through
        _leave(self._torch, mode)
        self.dropped = recorder.dropped
        notes = tuple(recorder.notes())
        texts = {line: self._text(line) for line in {note.line for note in notes}}
        keys = Keys(self._identities)
        self.operations = tuple(self._facts(note, texts[note.line], keys) for note in notes)
        operands = _operands([operand for operand, _ in recorder.laid], None, keys)
        self.laid = tuple(zip(operands, (key for _, key in recorder.laid), strict=True))

    def _text(self, line: int | None) -> str:
        return "" if line is None else linecache.getline(self._filename, line).strip()

    def _facts(self, note: Note, source: str, keys: Keys) -> OperationFacts:
        before, after = note.nodes or (None, None)
        return OperationFacts(
            name=note.call.name,
            inputs=_operands(note.inputs, before, keys),
            outputs=_operands(note.outputs, after, keys),
            in_place=note.in_place,
            grad_enabled=note.grad_enabled,
            inference=note.inference,
            statement=self._statement,
            line=note.line,
            source=source,
            error=note.error,
            modes=note.modes,
            sequence=note.sequence,
            filename=self._filename,
            numbers=note.numbers,
            number=note.number,
        )


def _operands(
    operands: list[Operand], nodes: list[NodeKey | None] | None, keys: Keys
) -> tuple[OperandFacts, ...]:
    known = [None] * len(operands) if nodes is None else nodes
    return tuple(
        OperandFacts(keys[handle], requires_grad, tuple(shape), dtype_name(dtype), node, is_leaf)
        for (handle, requires_grad, is_leaf, shape, dtype), node in zip(
            operands, known, strict=True
        )
    )


@functools.cache
def _mode_class(torch: ModuleType) -> Any:
    """The mode that tells a Recorder; made once for each backend."""

    class Watch(torch.overrides.TorchFunctionMode):  # type: ignore[name-defined,misc]  # handed in
        recorder: Recorder | None = None

        def __torch_function__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            recorder = self.recorder
            if recorder is None:
                return func(*args, **(kwargs or {}))
            begun, tensors, call = recorder.before(func, args, kwargs, sys._getframe(1))
            try:
                result = call(func, args, kwargs or {})
            except BaseException as error:  # noqa: BLE001  # raised again, Ctrl-C too
                if begun is not None:
                    recorder.failed(begun, error)
                traceback = without_stand_in(error.__traceback__)
                # The traceback keeps this frame, and the frame would keep the tensors.
                del self, func, types, args, kwargs, recorder, begun, tensors, call
                raise error.with_traceback(traceback)  # noqa: B904  # it is the same error
            if begun is not None:
                recorder.after(begun, tensors, args, result)
            return result

    return Watch


def _leave(torch: ModuleType, mode: Any) -> None:
    """Takes the mode off the stack, from under any that the statement entered and did not leave."""
    overrides = torch.overrides
    stack = getattr(overrides, "_get_current_function_mode_stack", None)
    if stack is None:  # a backend whose modes cannot be reordered
        mode.__exit__(None, None, None)
        return
    standing = list(stack())
    if mode not in standing:
        return
    above = standing[standing.index(mode) + 1 :]
    for _ in above:
        overrides._pop_mode()
    mode.__exit__(None, None, None)
    for other in above:
        overrides._push_mode(other)
