"""Runs a program under the lens, or opens the prompt."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING

from gradrepl import __version__
from gradrepl.cli.arguments import UsageError, color
from gradrepl.cli.program import Program, from_code, from_file, from_module, from_stdin

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from gradrepl.backend import Backend
    from gradrepl.session.session import Session
    from gradrepl.session.turn import MagicCall, Turn


def run_program(options: argparse.Namespace) -> int:
    """FILE, `-c`, `-m` or standard input; returns the program's own exit code."""
    with session(options) as opened:
        # Everything of ours is imported by now: from here on `sys.path` is the program's.
        code = Runner(opened, color(options)).run(_program(options))
        _join_threads()
    return code


def open_prompt(options: argparse.Namespace) -> int:
    """The prompt; the engine is loaded while the learner looks at it."""
    from gradrepl.repl.app import run
    from gradrepl.repl.settings import Settings

    with contextlib.ExitStack() as stack:

        def make_session() -> Session:
            made = stack.enter_context(session(options))
            _lead_path("")
            sys.argv = [""]
            return made

        settings = Settings(version=__version__, backend=options.backend, color=color(options))
        return run(make_session, settings=settings)


@contextlib.contextmanager
def session(options: argparse.Namespace, *, echo: bool = True) -> Iterator[Session]:
    """A session on the backend and the release that the options ask for.

    Raises:
        UsageError: where there is no such backend or release here.
    """
    from gradrepl.session.session import Session

    backend = load(options)
    with speaking(backend, options.release):
        backend.install()
        backend.settle()
        with Session(
            backend.torch,
            hidden=(backend.folder,),
            level=options.lens,
            echo=echo,
            rows=backend.rows,
        ) as opened:
            yield opened


def load(options: argparse.Namespace) -> Backend:
    """The backend that the options ask for.

    Raises:
        UsageError: where it is not installed.
    """
    from gradrepl.backend import BackendError
    from gradrepl.backend import load as load_backend

    try:
        return load_backend(options.backend)
    except BackendError as error:
        raise UsageError(str(error)) from error


@contextlib.contextmanager
def speaking(backend: Backend, release: str | None) -> Iterator[None]:
    """Speaks as a release does, if one is asked for.

    Raises:
        UsageError: where the backend does not know it.
    """
    from gradrepl.backend import BackendError

    if release is None:
        yield
        return
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(backend.speaking(release))
        except BackendError as error:
            raise UsageError(str(error)) from error
        yield


class Runner:
    """Prints, behind a statement's own output, what the lens has to say, and its traceback."""

    def __init__(
        self, opened: Session, wants_color: bool | None, *, is_quiet: bool = False
    ) -> None:
        from gradrepl.render.console import make_console
        from gradrepl.render.traceback import traceback_view
        from gradrepl.render.turn import turn_view

        self._traceback_view, self._turn_view = traceback_view, turn_view
        self._session = opened
        self._is_quiet = is_quiet  # tracebacks, and nothing from the lens
        self._console = make_console(color=wants_color)
        self._errors = make_console(sys.stderr, color=wants_color)
        self._is_line_open = False  # the program's last line has no end yet

    def run(self, program: Program) -> int:
        """Runs it to its end, and returns its exit code."""
        _lead_path(program.folder)
        sys.argv = list(program.argv)
        self._session.namespace.update(program.main)
        turns = self._session.run(
            program.source,
            program.filename,
            display=program.is_typed,
            magic=self._answer if program.is_typed else None,
        )
        code = 0
        try:
            for turn in turns:
                self.show(turn)
                code = exit_code(turn)
        except _MagicFailedError:
            return 1
        return code

    def show(self, turn: Turn) -> None:
        """Prints what follows the statement's own output."""
        if self._session.is_reader_gone:
            raise BrokenPipeError
        outcome = turn.outcome
        if outcome.stdout:
            self._is_line_open = not outcome.stdout.endswith("\n")
        if outcome.exception is not None:
            sys.stdout.flush()  # so that both come in order where they go to one place
            self._errors.print(self._traceback_view(outcome.exception), soft_wrap=True)
        if self._is_quiet:
            return
        view = self._turn_view(turn, level=self._session.level)
        if view is not None:
            if self._is_line_open:
                self._console.print()
                self._is_line_open = False
            self._console.print(view, soft_wrap=True)

    def _answer(self, call: MagicCall) -> None:
        from gradrepl.repl.app import App
        from gradrepl.repl.magics import run_magic

        app = App(self._session, console=self._console, errors=self._errors)
        if not run_magic(app, call):
            raise _MagicFailedError


class _MagicFailedError(Exception):
    """A magic could not do what it was asked, and said so."""


def exit_code(turn: Turn) -> int:
    """What the process ends with, if this was the last turn."""
    from gradrepl.cli import INTERRUPTED

    match turn.outcome.status:
        case "ok":
            return 0
        case "exit":
            return turn.outcome.exit_code or 0
        case "interrupted":
            return INTERRUPTED
        case "error" | "syntax":
            return 1


def _program(options: argparse.Namespace) -> Program:
    arguments = options.arguments[1:]
    match options.action:
        case "file":
            return from_file(options.arguments[0], arguments)
        case "code":
            return from_code(options.target, arguments)
        case "module":
            return from_module(options.target, arguments)
        case _:
            return from_stdin(options.arguments)


def _join_threads() -> None:
    """Waits for what the program started, as Python does at its end: it is still the `__main__`."""
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.current_thread():
            thread.join()


def _lead_path(folder: str | None) -> None:
    """Puts a folder where Python has the script's, in place of our own launcher's."""
    if folder is None or sys.flags.safe_path:
        return
    launcher = os.path.realpath(sys.argv[0])
    ours = {os.path.dirname(launcher), launcher, f"{launcher}.exe"}  # noqa: PTH120  # as in sys.path
    if sys.path and os.path.realpath(sys.path[0]) in ours:
        del sys.path[0]
    sys.path.insert(0, folder)
