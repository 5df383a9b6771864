"""The prompt where only lines can be read: `TERM=dumb`, an editor's shell, no prompt_toolkit."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gradrepl.locale import gettext
from gradrepl.repl.settings import Settings, history_path
from gradrepl.repl.validator import ready
from gradrepl.session.parse import strip_prompts

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPT = ">>> "
CONTINUATION = "... "


class PlainPrompt:
    """Reads lines until they are something that can run."""

    def __init__(
        self,
        settings: Settings,
        on_first_prompt: Callable[[], None],
        complain: Callable[[str], None],
    ) -> None:
        self._on_first_prompt: Callable[[], None] | None = on_first_prompt
        self._settings = settings
        self._complain = complain
        self._keep: Callable[[str], None] | None = None

    def read(self) -> str:
        """One input; at the end of the input what was begun, if anything was.

        Raises:
            EOFError: at Ctrl-D.
            KeyboardInterrupt: at Ctrl-C.
        """
        lines: list[str] = []
        while True:
            try:
                lines.append(self._line(CONTINUATION if lines else PROMPT))
            except UnicodeDecodeError as error:
                self._complain(gettext("this line is no text: {reason}").format(reason=error))
                return ""
            except EOFError:
                print(flush=True)  # noqa: T201  # the shell's prompt starts a line of its own
                if not "".join(lines).strip():
                    raise
                break
            if ready(strip_prompts("\n".join(lines))):
                break
        source = strip_prompts("\n".join(lines))
        self._remember(source)
        return source

    def _line(self, prompt: str) -> str:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        if self._on_first_prompt is not None:
            start, self._on_first_prompt = self._on_first_prompt, None
            start()
        return input()

    def _remember(self, source: str) -> None:
        """Adds to the same history as the other prompt."""
        if not source.strip():
            return
        if self._keep is None:
            try:
                from gradrepl.repl.history import make_history
            except ImportError:  # prompt_toolkit is what is missing
                self._keep = _forget
            else:
                path = self._settings.history or history_path()
                self._keep = make_history(path, self._complain).append_string
        self._keep(source)


def _forget(source: str) -> None:  # in the place of a history
    pass
