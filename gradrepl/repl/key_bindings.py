"""What the keys do that prompt_toolkit does not do already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.application import get_app
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from gradrepl.repl.validator import INDENT, next_indent, ready

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer


def make_key_bindings() -> KeyBindings:
    """Enter, Alt-Enter, Tab and Backspace in the margin, and pasting."""
    keys = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @keys.add("enter", filter=typing)
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion:
            buffer.complete_state = None  # takes the completion; the next Enter runs
        elif _at_the_end(buffer) and ready(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n" + next_indent(buffer.document.current_line_before_cursor))

    @keys.add("escape", "enter", filter=typing)
    def _run_anyway(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("tab", filter=typing & Condition(_in_margin))
    def _indent(event: KeyPressEvent) -> None:
        column = len(event.current_buffer.document.current_line_before_cursor)
        event.current_buffer.insert_text(" " * (INDENT - column % INDENT))

    @keys.add("backspace", filter=typing & Condition(_in_blanks))
    def _unindent(event: KeyPressEvent) -> None:
        column = len(event.current_buffer.document.current_line_before_cursor)
        event.current_buffer.delete_before_cursor((column - 1) % INDENT + 1)

    @keys.add(Keys.BracketedPaste, filter=typing)
    def _paste(event: KeyPressEvent) -> None:
        from gradrepl.session.parse import strip_prompts

        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        event.current_buffer.insert_text(strip_prompts(text))

    return keys


def _at_the_end(buffer: Buffer) -> bool:
    """A single line runs wherever the cursor stands in it, a block only from its end."""
    return "\n" not in buffer.text or not buffer.document.text_after_cursor.strip()


def _in_margin() -> bool:
    return not get_app().current_buffer.document.current_line_before_cursor.strip()


def _in_blanks() -> bool:
    before = get_app().current_buffer.document.current_line_before_cursor
    return bool(before) and not before.strip(" ")
