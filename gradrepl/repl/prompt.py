"""The prompt at a real terminal, with prompt_toolkit."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from gradrepl.repl import ahead
from gradrepl.repl.completer import PromptCompleter
from gradrepl.repl.history import make_history
from gradrepl.repl.key_bindings import make_key_bindings
from gradrepl.repl.lexer import PromptLexer
from gradrepl.repl.settings import BACKGROUND, Settings, history_path
from gradrepl.repl.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

PROMPT = ">>> "
CONTINUATION = "... "


class Prompt:
    """Reads inputs of one line or many."""

    def __init__(
        self,
        settings: Settings,
        namespace: Callable[[], Mapping[str, object]],
        on_first_paint: Callable[[], None],
        complain: Callable[[str], None],
        *,
        keyboard: Input | None = None,
        screen: Output | None = None,
    ) -> None:
        """A prompt.

        Args:
            settings: where the history is kept.
            namespace: the names that Tab completes.
            on_first_paint: called once, when the first prompt stands on the screen.
            complain: shows a message of one line.
            keyboard: where keys come from, and
            screen: where the prompt is drawn; the terminal, unless told.
        """
        self._on_first_paint: Callable[[], None] | None = on_first_paint
        self._complain = complain
        self._remarks: list[str] = []
        """Messages that wait until no prompt is drawn, which would be drawn over them."""
        self._lexer = PromptLexer()
        self._session: PromptSession[str] = PromptSession(
            [("class:prompt", PROMPT)],
            multiline=True,
            prompt_continuation=_continuation,
            key_bindings=make_key_bindings(),
            completer=PromptCompleter(namespace),
            complete_while_typing=False,
            lexer=self._lexer,
            history=make_history(settings.history or history_path(), self._remarks.append),
            style=STYLE,
            enable_suspend=True,
            enable_open_in_editor=True,
            input=keyboard,
            output=screen,
        )
        self._session.app.after_render += self._painted
        self._ends = keyboard, screen
        self._questions: PromptSession[str] | None = None

    def read(self, prompt: str = PROMPT) -> str:
        """One input, as typed.

        Raises:
            EOFError: at Ctrl-D on an empty line.
            KeyboardInterrupt: at Ctrl-C.
        """
        return self._read(lambda: self._session.prompt([("class:prompt", prompt)]))

    def ask(self, question: str) -> str:
        """One line that is no code: edited as code is, and not kept among it.

        Raises:
            EOFError, KeyboardInterrupt: as for `read`.
        """
        if self._questions is None:
            keyboard, screen = self._ends
            self._questions = PromptSession(
                style=STYLE, enable_suspend=True, input=keyboard, output=screen
            )
        session = self._questions
        return self._read(lambda: session.prompt([("class:prompt", question)]))

    def _read(self, reading: Callable[[], str]) -> str:
        self._tell_remarks()
        # What another thread prints goes above the prompt, and not into it.
        names = [thread.name for thread in threading.enumerate()]
        others = sum(not name.startswith(BACKGROUND) for name in names) > 1
        try:
            with patch_stdout(raw=True) if others else contextlib.nullcontext():
                return reading()
        finally:
            self._tell_remarks()

    def _tell_remarks(self) -> None:
        while self._remarks:
            self._complain(self._remarks.pop(0))

    def _painted(self, app: Application[str]) -> None:
        if self._on_first_paint is None:
            return
        start, self._on_first_paint = self._on_first_paint, None
        start()
        threading.Thread(
            target=self._load_more, args=(app,), name=f"{BACKGROUND}more", daemon=True
        ).start()

    def _load_more(self, app: Application[str]) -> None:
        with contextlib.suppress(Exception):  # the input may be over by then, its loop closed
            self._lexer.load()
            app.invalidate()
        ahead.load()


def _continuation(width: int, line: int, wraps: int) -> StyleAndTextTuples:  # noqa: ARG001  # the protocol's
    """A further line has a prompt; the rest of a long one has none, so that it can be copied."""
    return [("class:continuation", "" if wraps else CONTINUATION)]
