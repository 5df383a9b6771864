"""The interactive loop: read, run, show, until Ctrl-D or `exit()`.

The prompt stands before the engine is loaded: what is slow to import (numpy or torch, rich,
pygments) is imported in the background, once the first prompt has been drawn, while the learner
types.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Protocol, TextIO

from gradrepl.locale import gettext
from gradrepl.repl.settings import BACKGROUND, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console, RenderableType

    from gradrepl.repl.prompt import Prompt
    from gradrepl.session.session import Session
    from gradrepl.session.turn import MagicCall, Turn


class _MagicFailed(Exception):  # noqa: N818  # ends an input, is no error
    """A magic could not do what it was asked."""


class _ReaderFailed(Exception):  # noqa: N818  # its cause is the error
    """Nothing can be read in this way: a fault in prompt_toolkit, a terminal that has gone."""


class Reader(Protocol):
    """Where input comes from."""

    def read(self) -> str:
        """One input, complete or forced.

        Raises:
            EOFError: the learner leaves.
            KeyboardInterrupt: the learner takes back what stands there.
        """


class App:
    """A session with a screen: runs inputs, shows turns, answers magics."""

    def __init__(
        self,
        session: Session,
        *,
        console: Console,
        errors: Console | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.session = session
        self.console = console
        self.errors = console if errors is None else errors
        self.settings = Settings() if settings is None else settings

    @property
    def ascii_only(self) -> bool:
        """Whether the console's encoding lacks what drawings are made of."""
        from gradrepl.render.console import is_ascii

        return is_ascii(self.console.encoding)

    def feed(
        self,
        source: str,
        filename: str | None = None,
        *,
        display: bool = True,
        magics: bool = True,
    ) -> int | None:
        """Runs one input, statements and magics in order; each is shown before the next one runs.

        Args:
            source: any number of statements.
            filename: what tracebacks call it; a name of its own, unless told.
            display: whether the value of an expression is shown, as at a prompt.
            magics: whether a line may start with `%`.

        Returns:
            the exit code, where a statement asked to end the program.
        """
        magic = self._answer if magics else None
        turns = self.session.run(source, filename, display=display, magic=magic)
        try:
            for turn in turns:
                self.show(turn)
                if turn.outcome.status == "exit":
                    return turn.outcome.exit_code or 0
        except _MagicFailed:
            pass  # it said why; what follows may have counted on it, as after an exception
        return None

    def show(self, turn: Turn) -> None:
        """Prints what follows a statement's own output. A fault in the drawing becomes one line."""
        try:
            self._end_line(turn)
            self._show_exception(turn)
            self._show_lens(turn)
        except KeyboardInterrupt:
            self.say("")
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  # the loop outlives a fault in the drawing
            fault = f"{type(error).__name__}: {error}"
            self.complain(gettext("the lens could not be drawn: {error}").format(error=fault))

    def say(self, *lines: RenderableType) -> None:
        """Prints lines of our own; a plain string is printed as it stands."""
        for line in lines:
            self.console.print(line, soft_wrap=True)

    def complain(self, message: str) -> None:
        """Prints one message of our own about something that cannot be done."""
        from gradrepl.render.text import styled

        self.errors.print(styled(message, "error"), soft_wrap=True, end="\n")

    def ask_key(self, question: str, answers: Mapping[str, str]) -> str | None:
        """Waits for a key, and returns what it means; None where nobody can be asked."""
        from gradrepl.repl.keys import ask_key, can_ask

        if not (self.console.is_terminal and can_ask()):
            return None
        return ask_key(question, answers)

    def _answer(self, call: MagicCall) -> None:
        from gradrepl.repl.magics import run_magic

        if not run_magic(self, call):
            raise _MagicFailed

    def _end_line(self, turn: Turn) -> None:
        """What was printed without a newline must not be drawn over by the next prompt."""
        outcome = turn.outcome
        if outcome.stdout and not outcome.stdout_dropped and not outcome.stdout.endswith("\n"):
            self.say("")

    def _show_exception(self, turn: Turn) -> None:
        if turn.outcome.exception is None:
            if turn.outcome.status == "interrupted":  # while the lens looked
                self.errors.print("KeyboardInterrupt")
            return
        from gradrepl.render.traceback import traceback_view

        self.errors.print(traceback_view(turn.outcome.exception), soft_wrap=True)

    def _show_lens(self, turn: Turn) -> None:
        from gradrepl.render.turn import turn_view

        view = turn_view(turn, level=self.session.level)
        if view is not None:
            self.say(view)


class Coming:
    """An App that is being made in the background."""

    def __init__(self, make: Callable[[], App]) -> None:
        self._make = make
        self._thread: threading.Thread | None = None
        self._app: App | None = None
        self._error: BaseException | None = None

    def start(self) -> None:
        """Begins; once."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name=f"{BACKGROUND}start", daemon=True
            )
            self._thread.start()

    def get(self) -> App:
        """The App, waiting for it where it is not there yet. Ctrl-C ends the waiting."""
        self.start()
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(0.1)  # with a limit, or Windows would not hear Ctrl-C
        if self._app is None:
            raise self._error or RuntimeError("the session was not made")
        return self._app

    def namespace(self) -> Mapping[str, object]:
        """The learner's names; none before the session is there."""
        return {} if self._app is None else self._app.session.namespace

    def close(self) -> None:
        """Gives back what the session took, if it was ever made."""
        if self._app is not None:
            self._app.session.close()

    def _run(self) -> None:
        try:
            self._app = self._make()
        except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
            self._error = error


def run(
    make_session: Callable[[], Session],
    *,
    settings: Settings | None = None,
    make_console: Callable[[], Console] | None = None,
) -> int:
    """Reads and runs until the learner leaves, and returns the exit code.

    Args:
        make_session: called once, in the background. What it raises is shown, and ends the program
            with code 2.
        settings: how the prompt behaves.
        make_console: where the lens is printed; standard output, unless told.
    """
    settings = Settings() if settings is None else settings
    streams = sys.stdout, sys.stderr  # the prompt may stand in for them while the App is made
    coming = Coming(lambda: _make_app(make_session, settings, make_console, streams))
    reader = _reader(settings, coming)
    if settings.banner:
        _tell(settings.greeting())
    try:
        try:
            return _loop(reader, coming)
        except _ReaderFailed as failed:
            message = gettext("the plain prompt is used ({reason})")
            _complain(message.format(reason=failed))
            return _loop(_plain_reader(settings, coming), coming)
    except _ReaderFailed as failed:
        _complain(str(failed))
        return 1
    finally:
        coming.close()


def _loop(reader: Reader, coming: Coming) -> int:
    while True:
        try:
            source = reader.read()
        except EOFError:
            return 0
        except KeyboardInterrupt:
            _tell("KeyboardInterrupt", sys.stderr)
            continue
        except Exception as error:
            raise _ReaderFailed(f"{type(error).__name__}: {error}") from error
        if not source.strip():
            continue
        try:
            app = coming.get()
        except KeyboardInterrupt:
            _tell("KeyboardInterrupt", sys.stderr)
            continue
        except Exception as error:  # noqa: BLE001  # nothing can run; the message is the end of the program
            _tell(f"gradrepl: {error}", sys.stderr)
            return 2
        try:
            code = app.feed(source)
        except KeyboardInterrupt:
            _tell("KeyboardInterrupt", sys.stderr)
            continue
        if code is not None:
            return code


def _make_app(
    make_session: Callable[[], Session],
    settings: Settings,
    console_maker: Callable[[], Console] | None,
    streams: tuple[TextIO, TextIO],
) -> App:
    from gradrepl.render.console import make_console

    stdout, stderr = streams
    console = console_maker() if console_maker else make_console(stdout, color=settings.color)
    errors = make_console(stderr, color=settings.color)
    session = make_session()
    import gradrepl.render.turn  # so that the first Enter does not wait for it,
    import gradrepl.repl.names  # noqa: F401  # nor the first Tab

    return App(session, console=console, errors=errors, settings=settings)


def make_prompt(
    settings: Settings,
    namespace: Callable[[], Mapping[str, object]],
    on_first_paint: Callable[[], None] = lambda: None,
) -> Prompt | None:
    """prompt_toolkit's prompt; None where only `input()` can read. See `Prompt`."""
    if _is_plain() if settings.plain is None else settings.plain:
        return None
    try:
        from gradrepl.repl.prompt import Prompt

        return Prompt(settings, namespace, on_first_paint, _complain)
    except Exception as error:  # noqa: BLE001  # a terminal that it does not know, say
        tell_plain(error)
        return None


def tell_plain(error: Exception) -> None:
    """Says why the learner has not the prompt that is usual."""
    message = gettext("the plain prompt is used ({reason})")
    _complain(message.format(reason=f"{type(error).__name__}: {error}"))


def _reader(settings: Settings, coming: Coming) -> Reader:
    prompt = make_prompt(settings, coming.namespace, coming.start)
    return _plain_reader(settings, coming) if prompt is None else prompt


def _plain_reader(settings: Settings, coming: Coming) -> Reader:
    from gradrepl.repl.plain import PlainPrompt

    return PlainPrompt(settings, coming.start, _complain)


def _is_plain() -> bool:
    if os.environ.get("TERM") in ("dumb", "unknown"):
        return True
    # Python has no stream at all where it was started with a closed one.
    return not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _complain(message: str) -> None:
    _tell(f"gradrepl: {message}", sys.stderr)


def _tell(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream, flush=True)  # before rich is loaded
