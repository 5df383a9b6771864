"""Colours while typing: Python's by pygments, once that is loaded, and a magic's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.lexers import Lexer, PygmentsLexer, SimpleLexer

from gradrepl.repl.validator import is_magic

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples


class PromptLexer(Lexer):
    """Plain until `load` has run: pygments takes too long to import before the first prompt."""

    def __init__(self) -> None:
        self.python: Lexer = SimpleLexer()
        self.loaded = False

    def load(self) -> None:
        """Imports pygments; called in the background."""
        from pygments.lexers.python import (  # type: ignore[import-untyped]  # it has no types
            PythonLexer,
        )

        self.python = PygmentsLexer(PythonLexer, sync_from_start=True)
        self.loaded = True

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The styled line of each number."""
        if not is_magic(document.text):
            return self.python.lex_document(document)
        word, blank, rest = document.text.partition(" ")
        return lambda number: [("class:magic", word), ("", blank + rest)] if number == 0 else []

    def invalidation_hash(self) -> object:
        """Changes when lines must be styled afresh."""
        return self.loaded
