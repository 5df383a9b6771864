"""What a statement runs in, so that its operations and its last `backward()` are seen."""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from gradrepl.observe import trace
from gradrepl.observe.probe import Walk, reachable, read_tensor, undisturbed, walk
from gradrepl.observe.recording import Recording, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType, ModuleType, TracebackType

    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import OperandFacts, OperationFacts, TensorFacts, TensorKey
    from gradrepl.observe.formula import Rows
    from gradrepl.observe.identity import Identities
    from gradrepl.observe.steps import Steps

_NODES = 500
_NAMED = 200
"""Tensors of a function's variables that are looked at."""
_HOPS = 50
_OURS = 4
"""References to a frame's copy of its variables: the frame's, two of the functions below, and the
one that counts them."""
_FREE = 0.25
"""Seconds that looking at the backward() calls of one statement may take in any case."""
_SHARE = 0.05
"""And the part of the statement's time that it may take beyond."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a `backward()` went through, as it was right after it."""

    root: TensorFacts
    tensors: tuple[TensorFacts, ...]
    """Those that the function which called it could name, and its callers in the same file."""
    names: tuple[tuple[str, TensorKey], ...]
    seen: Walk


class Watch:
    """A Trace that fails in silence: what it cannot see must not become the learner's error."""

    def __init__(
        self,
        torch: ModuleType,
        identities: Identities,
        number: int,
        name: str,
        *,
        records: bool = False,
        rows: Rows | None = None,
    ) -> None:
        """A watch of one statement.

        Args:
            torch: the backend.
            identities: the session's.
            number: the statement's.
            name: the file name that it was compiled under.
            records: whether `backward()` is also followed from node to node.
            rows: the table that formulas are read from, for nodes that were not made from it.
        """
        self.operations: tuple[OperationFacts, ...] = ()
        self.laid: tuple[tuple[OperandFacts, TensorKey], ...] = ()
        """See `Trace.laid`."""
        self.count = 0
        """How many operations there were, those included that were too many to keep."""
        self.failure: Exception | None = None
        self._torch = torch
        self._identities = identities
        self._filename = name
        self._passage: Passage | None = None
        self._started = self._spent = 0.0
        self._records = records
        self._rows = rows
        self._recording: Recording | None = None
        self._trace: trace.Trace | None = None
        with self._guarded():
            self._trace = trace.Trace(
                torch, identities, statement=number, filename=name, on_backward=self._look
            )

    def __enter__(self) -> Self:
        self._started = time.perf_counter()
        if self._trace is not None:
            with self._guarded():
                self._trace.__enter__()
                return self
            self._trace = None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._trace is not None:
            with self._guarded():
                self._trace.__exit__(kind, error, traceback)
                self.operations = self._trace.operations
                self.laid = self._trace.laid
                self.count = self._trace.dropped + sum(bool(one.outputs) for one in self.operations)
            self._trace = None
        if self._recording is not None:
            with self._guarded():
                self._recording.__exit__(None, None, None)

    @property
    def recorded(self) -> tuple[Steps, Passage | None] | None:
        """The steps of the last `backward()` that was followed, and what it began with."""
        return None if self._recording is None else (self._recording.steps(), self._passage)

    @property
    def passage(self) -> Passage | None:
        """The last `backward()` that did not fail, or of very many one near the last."""
        found = self._passage
        ran = [one for one in self.operations if one.name == "backward" and one.inputs]
        if found is None or not ran:
            return None
        failed = any(one.error and one.inputs[0].key == found.root.key for one in ran)
        return None if failed else found

    def out_of_reach(self, after: Snapshot) -> int:
        """How many operations ran, where some made a history and no name leads to any of it."""
        there = {facts.key for facts in after.tensors}
        made = {output.key for one in self.operations if one.recorded for output in one.outputs}
        return self.count if made and made.isdisjoint(there) else 0

    def _look(self, tensor: Any, frame: FrameType | None) -> None:
        """Called with what `backward()` starts from, before and after; then without its caller."""
        now = time.perf_counter()
        if self._spent > _FREE and self._spent > _SHARE * (now - self._started):
            return
        try:
            with undisturbed(self._torch):
                if frame is not None:
                    self._passage = self._read(tensor, frame)
                elif self._passage is not None:
                    self._passage = self._again(self._passage, tensor)
        except Exception:  # noqa: BLE001  # see the docstring of the class
            self._passage = None
        finally:
            self._spent += time.perf_counter() - now
        if self._records and frame is not None:
            with self._guarded():
                self._record(tensor)

    def _record(self, tensor: Any) -> None:
        """Follows the pass that is about to run, in the place of the one before."""
        last = self._recording
        if last is not None:
            last.__exit__(None, None, None)
            self._spent += last.spent
        with contextlib.suppress(TooLarge):
            recording = Recording(
                self._torch, [tensor], self._identities, kept=True, rows=self._rows
            )
            recording.__enter__()
            self._recording = recording

    def _read(self, root: Any, frame: FrameType) -> Passage:
        identities, facts = self._identities, {}
        found = reachable(_variables(frame, self._filename), _NAMED).names
        for tensor in (root, *(tensor for _, tensor in found)):
            key = identities.keep(tensor)
            if key not in facts:
                facts[key] = read_tensor(tensor, identities, digests=False, printing=False)
        return Passage(
            facts[identities.key(root)],
            tuple(facts.values()),
            tuple((name, identities.key(tensor)) for name, tensor in found),
            walk([root], identities, limit=_NODES),
        )

    def _again(self, passage: Passage, root: Any) -> Passage:
        """The same once it has run: gradients have been added up, and buffers freed."""
        identities = self._identities
        if identities.key(root) != passage.root.key:
            return passage
        facts = []
        for old in passage.tensors:
            tensor = identities.tensor(old.key)
            facts.append(
                old
                if tensor is None
                else read_tensor(tensor, identities, digests=False, printing=False)
            )
        return replace(passage, tensors=tuple(facts), seen=walk([root], identities, limit=_NODES))

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except Exception as failure:  # noqa: BLE001  # see the docstring
            self.failure = failure.with_traceback(None)


def _variables(start: FrameType, filename: str) -> dict[str, Any]:
    """The variables of a function, and of those of the same file that called it; inner ones win."""
    found: dict[str, Any] = {"__name__": start.f_globals.get("__name__", "__main__")}
    frame: FrameType | None = start
    for _ in range(_HOPS):
        if frame is None or frame.f_locals is frame.f_globals:
            break
        if frame is start or frame.f_code.co_filename == filename:
            variables = frame.f_locals
            for name, value in tuple(variables.items()):
                found.setdefault(name, value)
            _let_go(variables)
        frame = frame.f_back
    return found


def _let_go(variables: Mapping[str, Any]) -> None:
    """Empties the copy of its variables that a frame keeps (before Python 3.13) once it was asked.

    It would keep alive what the function deletes. What the learner got from `locals()` is the same
    dict, and stays.
    """
    if type(variables) is dict and sys.getrefcount(variables) <= _OURS:
        variables.clear()
