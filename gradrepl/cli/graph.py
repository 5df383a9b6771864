"""`gradrepl graph FILE`: runs a program and draws the graph that it leaves."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from gradrepl.cli import INTERRUPTED
from gradrepl.cli.arguments import UsageError, color
from gradrepl.cli.backward import show_backward
from gradrepl.cli.program import from_file
from gradrepl.cli.run import Runner, session
from gradrepl.cli.wishes import wished
from gradrepl.locale import gettext

if TYPE_CHECKING:
    import argparse

    from gradrepl.graph.model import Graph
    from gradrepl.session.session import Session


def draw_graph(options: argparse.Namespace) -> int:
    """Returns the program's exit code, and 1 where there is nothing to draw."""
    from gradrepl.render.console import make_console
    from gradrepl.repl.magics.drawing import deliver
    from gradrepl.repl.magics.magic import MagicError

    options.wish = wished(options)  # before the program runs, which may take its time
    options.lens = "full"
    program = from_file(options.file, options.program_arguments)
    with session(options) as opened:
        if options.backward:
            opened.record_backward()
        # What the program prints must not stand between the lines of the drawing.
        with contextlib.redirect_stdout(sys.stderr):
            code = Runner(opened, color(options), is_quiet=True).run(program)
        if code == INTERRUPTED:
            return code
        if options.backward:
            return show_backward(opened, options, _complain) or code
        graph = _graph(opened, options.names)
        if not graph.edges:
            message = gettext("{path} leaves no graph: no tensor that can be named has a history")
            _complain(message.format(path=options.file))
            return code or 1
        try:
            deliver(graph, options.wish, make_console(color=color(options)), _complain)
        except MagicError as error:
            raise UsageError(str(error)) from error
    return code


def _graph(opened: Session, names: list[str]) -> Graph:
    from gradrepl.session.session import SessionError

    try:
        return opened.graph(names or _differentiated(opened))
    except SessionError as error:
        raise UsageError(str(error)) from error


def _differentiated(opened: Session) -> list[str]:
    """A name of the tensor that `backward` was called on last; none where it has none any more."""
    named = {key: name for name, key in reversed(opened.snapshot.names)}
    for turn in reversed(opened.history):
        for operation in reversed(turn.operations):
            if operation.name == "backward" and operation.error is None and operation.inputs:
                name = named.get(operation.inputs[0].key)
                return [] if name is None else [name]
    return []


def _complain(message: str) -> None:
    print(f"gradrepl: {message}", file=sys.stderr)
