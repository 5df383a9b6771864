"""`Session`: a namespace, and the statements that were run in it."""

from __future__ import annotations

import builtins
import contextlib
import sys
from collections import deque
from dataclasses import replace
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self, get_args

from gradrepl.lens.snapshot import Snapshot
from gradrepl.locale import gettext
from gradrepl.session import memory
from gradrepl.session.execute import Compiled, compile_all, run
from gradrepl.session.faults import SessionError
from gradrepl.session.observing import Level, Observer
from gradrepl.session.parse import CANNOT_COMPILE, Parsed, read
from gradrepl.session.stage import Stage
from gradrepl.session.tracebacks import OURS, describe, inside
from gradrepl.session.turn import MagicCall, Outcome, Statement, Status, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from gradrepl.graph.model import Graph
    from gradrepl.graph.motion import Motion
    from gradrepl.observe.facts import OperationFacts, TensorKey
    from gradrepl.observe.formula import Rows

__all__ = ["LEVELS", "Level", "Session", "SessionError"]

LEVELS: tuple[Level, ...] = get_args(Level)
HISTORY_KEPT = 10_000
"""Turns that the history holds."""
FACTS_KEPT = 200
"""Of how many of them, the last ones, it also holds what the lens saw."""
TEXT_KEPT = 10_000_000
"""Characters of output that it holds in all."""


class Session:
    """Runs statements one after another in one namespace, and looks at what each of them did.

    It prints nothing of its own: what a statement writes appears while it runs, and everything
    else, its traceback included, stands in the `Turn`. Use it as a context manager, or `close` it:
    while it is open, its namespace is the one of `__main__`.

    Args:
        torch: what `import torch` gives in the session.
        hidden: folders whose frames are cut from tracebacks.
        level: how much the lens looks at; see `Level`.
        echo: whether the statements' output also goes to the real streams.
        namespace: run in this one, and leave `__main__` alone.
        rows: the table that formulas are read from, for nodes that were not made from it.
    """

    def __init__(
        self,
        torch: ModuleType,
        *,
        hidden: tuple[Path, ...] = (),
        level: Level = "full",
        echo: bool = True,
        namespace: dict[str, Any] | None = None,
        rows: Rows | None = None,
    ) -> None:
        self.torch = torch
        self.namespace: dict[str, Any]
        self._main: ModuleType | None = None
        if namespace is None:
            self._main = ModuleType("__main__")
            self.namespace = vars(self._main)
            self._fill()
        else:
            self.namespace = namespace
        self._main_before = sys.modules.get("__main__")
        if self._main is not None:
            sys.modules["__main__"] = self._main
        self._level = _checked(level)
        self._stage = Stage(
            self._main,
            echo=echo,
            is_ours=inside((OURS,)),
            is_hidden=inside((OURS, *hidden)),
        )
        self._flags = 0
        self._early: dict[str, Any] = {}
        self._inputs = 0
        self._statements = 0
        self._history: deque[Turn] = deque()
        self._text_kept = 0
        self._observer = Observer(torch, self.namespace, rows)
        memory.remember(self._observer.memory)
        self._stage.shown = self._observer.note_displayed
        if hasattr(torch, "callables"):  # our engine's own: PyTorch's operations are built in
            self._stage.text_of = torch.callables.shown
        self._grad_enabled = torch.is_grad_enabled()
        torch.set_grad_enabled(True)

    @property
    def level(self) -> Level:
        """How much the lens looks at: nothing, the tensors, or the graph as well."""
        return self._level

    @level.setter
    def level(self, level: Level) -> None:
        self._level = _checked(level)

    @property
    def history(self) -> tuple[Turn, ...]:
        """The turns so far, oldest first."""
        return tuple(self._history)

    def run(
        self,
        source: str,
        filename: str | None = None,
        *,
        display: bool = True,
        magic: Callable[[MagicCall], None] | None = None,
    ) -> Iterator[Turn]:
        """Runs an input, one statement a turn; each runs when the one before it has been looked at.

        It stops after the first statement that does not end well. An input that does not compile
        runs not at all and gives one turn with the status "syntax".

        Args:
            source: any number of statements.
            filename: the name that tracebacks show; by default `<input-N>`.
            display: whether an expression's value is shown, as at a prompt, or not, as in a script.
            magic: called for each magic line, in its turn; without it a magic line is a syntax
                error.
        """
        if filename is None:
            self._inputs += 1
            filename = f"<input-{self._inputs}>"
        self._stage.add_source(filename, source)
        items = self._compile(source, filename, display=display, magics=magic is not None)
        if isinstance(items, Turn):
            yield self._keep(items)
            return
        for item in items:
            if isinstance(item, MagicCall):
                assert magic is not None  # noqa: S101  # else none is parsed
                magic(item)
                continue
            turn = self._keep(self._turn(item))
            yield turn
            if turn.outcome.status != "ok":
                return

    @property
    def is_reader_gone(self) -> bool:
        """Whether what is printed goes into a pipe that nobody reads any more."""
        return self._stage.out.broken

    @property
    def snapshot(self) -> Snapshot:
        """The tensors as they stood after the last statement that the lens looked at."""
        return self._observer.snapshot

    @property
    def origins(self) -> Mapping[TensorKey, OperationFacts]:
        """For each tensor made in this session, the operation that made it."""
        return self._observer.origins

    def graph(self, names: Iterable[str] = ()) -> Graph:
        """The graph behind the tensors of these names; without names, behind those drawn last.

        Raises:
            SessionError: where a name reaches no tensor; the message has the nearest ones.
        """
        return self._observer.graph(names)

    def motion(self, source: str, gradient: str | None = None, *, keep: bool = False) -> Motion:
        """The backward pass of a tensor, step by step; without `keep` it leaves no trace.

        Args:
            source: the tensor's name, or an expression that gives one.
            gradient: an expression for what flows in; 1, unless told.
            keep: whether to do what `backward()` does.

        Raises:
            SessionError: where there is no such tensor, or its graph is too large.
        """
        return self._observer.motion(source, gradient, keep=keep)

    def record_backward(self) -> None:
        """From here on follows each `backward()` of the statements from node to node."""
        self._observer.records_backward = True

    @property
    def recorded(self) -> Motion | None:
        """The last `backward()` that was followed; of very many one near the last."""
        return self._observer.recorded

    def reset(self) -> None:
        """Empties the namespace and switches gradients on, as at the start; keeps the history."""
        if self._main is None:
            raise SessionError(gettext("this namespace is not the session's own to empty"))
        self.namespace.clear()
        self._fill()
        self._flags = 0
        builtins.__dict__.pop("_", None)
        self._observer.forget()
        self.torch.set_grad_enabled(True)

    def close(self) -> None:
        """Gives back `__main__`, the streams and the grad mode."""
        self._stage.close()
        memory.forget(self._observer.memory)
        if self._main is not None and sys.modules.get("__main__") is self._main:
            if self._main_before is None:
                del sys.modules["__main__"]
            else:
                sys.modules["__main__"] = self._main_before
        self.torch.set_grad_enabled(self._grad_enabled)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _fill(self) -> None:
        if self._main is not None:
            self.namespace.update(vars(ModuleType("__main__")), __builtins__=builtins)
            if sys.version_info < (3, 14):  # later ones are made when they are asked for
                self.namespace["__annotations__"] = {}

    def _compile(
        self, source: str, filename: str, *, display: bool, magics: bool
    ) -> tuple[Compiled | MagicCall, ...] | Turn:
        """Everything, compiled and in order; or the turn of an input that does not compile."""
        self._stage.start()
        try:
            items = read(source, filename, self._flags, magics=magics)
            statements = [item for item in items if isinstance(item, Parsed)]
            compiled, flags = compile_all(statements, self._flags, display=display)
        except (*CANNOT_COMPILE, KeyboardInterrupt) as error:
            status: Status = "interrupted" if isinstance(error, KeyboardInterrupt) else "syntax"
            facts = describe(error, None, self._stage.is_hidden, filename)
            outcome = Outcome(status, exception=facts, **self._stage.stop())
            end = source.count("\n") + 1
            statement = Statement(source, filename, 1, end, is_expression=False)
            self._statements += 1
            return self._blank(statement, outcome)
        self._early = self._stage.stop()
        if display:
            self._flags = flags
        ready = iter(compiled)
        return tuple(item if isinstance(item, MagicCall) else next(ready) for item in items)

    def _turn(self, compiled: Compiled) -> Turn:
        self._statements += 1
        try:
            return self._looked_at(compiled)
        except KeyboardInterrupt as error:  # it came before the statement, or just after it
            facts = describe(error, None, self._stage.is_hidden, compiled.statement.filename)
            outcome = Outcome("interrupted", exception=facts, **self._stage.stop())
            return self._blank(compiled.statement, outcome)

    def _looked_at(self, compiled: Compiled) -> Turn:
        statement = compiled.statement
        if self._level == "off":
            outcome = run(compiled, self.namespace, self._stage, contextlib.nullcontext())
            self._observer.skip()
            return self._blank(statement, self._with_early(outcome))
        watch = self._observer.watch(self._statements, statement.filename)
        outcome = run(compiled, self.namespace, self._stage, watch)
        turn = self._blank(statement, self._with_early(outcome))
        return self._observer.look(turn, watch, self._level)

    def _with_early(self, outcome: Outcome) -> Outcome:
        """Adds what compiling had to say: it belongs to the input's first statement."""
        if not self._early:
            return outcome
        early, self._early = self._early, {}
        return replace(
            outcome,
            stderr=early["stderr"] + outcome.stderr,
            warnings=early["warnings"] + outcome.warnings,
        )

    def _blank(self, statement: Statement, outcome: Outcome) -> Turn:
        snapshot = self._observer.snapshot
        return Turn(self._statements, statement, outcome, snapshot, snapshot)

    def _keep(self, turn: Turn) -> Turn:
        """Appends a turn, and lets go of what is too much to keep of the old ones."""
        history = self._history
        history.append(turn)
        if len(history) > FACTS_KEPT:
            old = history[-FACTS_KEPT - 1]
            history[-FACTS_KEPT - 1] = Turn(old.number, old.statement, old.outcome, _NONE, _NONE)
        self._text_kept += _length(turn)
        while len(history) > HISTORY_KEPT or (self._text_kept > TEXT_KEPT and len(history) > 1):
            self._text_kept -= _length(history.popleft())
        return turn


_NONE = Snapshot()


def _length(turn: Turn) -> int:
    outcome = turn.outcome
    return len(outcome.stdout) + len(outcome.stderr) + len(outcome.displayed or "")


def _checked(level: str) -> Level:
    for known in LEVELS:
        if level == known:
            return known
    message = gettext("no level is called {name!r}; there are: {names}")
    raise SessionError(message.format(name=level, names=", ".join(LEVELS)))
