"""What was typed, kept for the next session: written at every Enter, so no crash loses it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


class KeptHistory(FileHistory):
    """A history file that may turn out not to be writable: that is said once, and no more."""

    def __init__(self, path: Path, complain: Callable[[str], None]) -> None:
        super().__init__(str(path))
        self.path = path
        self.complain = complain
        self.writable = True
        self._try()

    def load_history_strings(self) -> Iterable[str]:
        """What is in the file, newest first."""
        try:
            return super().load_history_strings()
        except OSError as error:
            self._give_up(error)
            return []

    def append_string(self, string: str) -> None:
        """Adds an input, without the blank line that ended it."""
        if text := string.strip("\n").rstrip():
            super().append_string(text)

    def store_string(self, string: str) -> None:
        """Writes an input to the file."""
        if not self.writable:
            return
        try:
            super().store_string(string.encode("utf-8", "backslashreplace").decode("utf-8"))
        except OSError as error:
            self._give_up(error)

    def _try(self) -> None:
        """So that a place where nothing can be kept is known before anything is typed."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.open("ab").close()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        if not self.writable:
            return
        self.writable = False
        message = gettext("what you type is not kept: {path}: {reason}")
        self.complain(message.format(path=self.path, reason=error.strerror or error))


def make_history(path: Path | None, complain: Callable[[str], None]) -> History:
    """The history at a path; one that is forgotten where there is none."""
    if path is None or str(path) == os.devnull:
        return InMemoryHistory()
    return KeptHistory(path.absolute(), complain)  # a statement may change the folder
