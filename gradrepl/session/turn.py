"""The spine: one statement and everything that is known of it, frozen.

Prompt, script runner, notebook, lessons, checker and exports all consume a `Turn`, and none has its
own way to run a statement. A Turn holds texts and facts, never a tensor, a node or a traceback: it
would keep alive the very graphs whose freeing is taught.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from gradrepl.graph.model import Graph
    from gradrepl.lens.diff import Change
    from gradrepl.lens.explain import Explanation
    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import OperationFacts, TensorKey

Status: TypeAlias = Literal["ok", "error", "syntax", "interrupted", "exit"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level Python statement."""

    source: str
    """Its own text, without what stands before or after it in the input."""
    filename: str
    """The name that it is compiled under: `<input-4>` at the prompt, the path for a script."""
    line: int
    """Where it starts in its input, from 1."""
    end_line: int
    is_expression: bool
    reads: tuple[str, ...] = ()
    """The names that it loads, in order of appearance, each once."""
    writes: tuple[str, ...] = ()
    """The names that it binds or deletes, in order of appearance, each once."""


@dataclass(frozen=True, slots=True)
class MagicCall:
    """A line that starts with `%`: `%graph loss -o loss.svg`."""

    name: str
    """Without the `%`."""
    arguments: str
    """The rest of the line, stripped, as typed."""
    line: int


@dataclass(frozen=True, slots=True)
class WarningFacts:
    """A warning that reached the screen."""

    category: str
    """The class's name: `UserWarning`."""
    message: str
    filename: str
    line: int
    position: int = 0
    """How many characters the statement had printed to stdout before it."""


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """How a statement ended when it raised."""

    type: str
    """As Python prints it: `RuntimeError`, `some.module.Error`."""
    message: str
    """`str(exception)`; everything after the colon on the traceback's last line, possibly of
    several lines.
    """
    traceback: str
    """The whole text, with the frames that are ours cut out, ending in a newline."""
    line: int | None
    """The line of the input that raised, from 1."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running one statement gave."""

    status: Status
    stdout: str = ""
    """What it printed, the displayed value included; the first `OUTPUT_KEPT` characters."""
    stdout_dropped: int = 0
    """How many characters more it printed than are kept here. The screen saw them all."""
    stderr: str = ""
    """What it wrote to stderr, its warnings included and a traceback not."""
    warnings: tuple[WarningFacts, ...] = ()
    displayed: str | None = None
    """The repr of an expression statement's value, where it was not None."""
    displayed_key: TensorKey | None = None
    """The tensor that was displayed, if it was one."""
    exception: ExceptionFacts | None = None
    exit_code: int | None = None
    """For status "exit": what the process should end with."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One statement, run."""

    number: int
    """Counts the statements of a session, from 1."""
    statement: Statement
    outcome: Outcome
    before: Snapshot
    after: Snapshot
    touched: tuple[TensorKey, ...] = ()
    """The tensors whose facts the lens shows: made, rebound, changed or displayed by the statement.
    """
    operations: tuple[OperationFacts, ...] = ()
    changes: tuple[Change, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    graph: Graph | None = None
    """The graph behind what was touched; None where there is none or it is the one drawn last."""
    graph_of: int | None = None
    """The line of the `backward()` whose graph that is, where another statement holds that line and
    no name leads to the tensor that it began with."""
    out_of_reach: int = 0
    """How many operations ran of which no name reaches a tensor; told once a session."""
    lens_error: str | None = None
    """One line: why the lens could not look. The statement itself is not affected."""
