"""One key of the learner's, without Enter: how a walk is stepped through."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output


def can_ask() -> bool:
    """Whether somebody sits there: keys come from a terminal, and lines go to one."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def ask_key(
    question: str,
    answers: Mapping[str, str],
    *,
    keyboard: Input | None = None,
    screen: Output | None = None,
) -> str:
    """Waits for one of some keys. The question is gone when it is answered.

    Args:
        question: one line.
        answers: what each key means, by prompt_toolkit's name of it: `enter`, `q`.
        keyboard: where keys come from, and
        screen: where the question stands; the terminal, unless told.

    Raises:
        KeyboardInterrupt: at Ctrl-C.
        EOFError: at Ctrl-D.
    """
    if keyboard is None and os.environ.get("TERM") in ("dumb", "unknown"):
        return _ask_line(question, answers)
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.layout import FormattedTextControl, Layout, Window

    keys = KeyBindings()
    for key, answer in answers.items():

        @keys.add(key)
        def _answer(event: KeyPressEvent, answer: str = answer) -> None:
            event.app.exit(result=answer)

    @keys.add("c-c")
    @keys.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-d")
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    line = Window(FormattedTextControl(question), height=1, dont_extend_height=True)
    app: Application[str] = Application(
        Layout(line), key_bindings=keys, erase_when_done=True, input=keyboard, output=screen
    )
    return app.run()


def _ask_line(question: str, answers: Mapping[str, str]) -> str:
    """The same where single keys cannot be read: the key, and Enter behind it."""
    while True:
        typed = input(question).strip().lower()
        answer = answers.get(typed or "enter")
        if answer is not None:
            return answer
        keys = ", ".join(key for key in answers if len(key.strip()) == 1)
        print(gettext("type {keys}, or nothing, and Enter").format(keys=keys))  # noqa: T201  # a terminal that can do no more
