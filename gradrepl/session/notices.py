"""Warnings as a CPython prompt shows them, and as facts.

# NOTE [Warnings and the lens]
Python remembers in `__warningregistry__` of the warning's module which texts it has shown at which
line, and forgets all of them as soon as anybody enters or leaves `warnings.catch_warnings`. So
nobody here does: what is shown is caught by standing in for `warnings.showwarning`, which forgets
nothing. And a call that the lens traces is made from a frame of ours, so a warning from C names our
file; it is issued again at the learner's own line, where it is shown once.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from typing import TYPE_CHECKING, Any, TextIO

from gradrepl.session.turn import WarningFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@contextlib.contextmanager
def muted() -> Iterator[None]:
    """Shows no warning inside the block: what compiles a text again must not warn again."""
    before = warnings.showwarning
    warnings.showwarning = _show_nothing
    try:
        yield
    finally:
        warnings.showwarning = before


def _show_nothing(*_: object, **__: object) -> None:
    pass


class Notices:
    """The warnings of one statement. `show` stands in for `warnings.showwarning`."""

    def __init__(
        self,
        is_ours: Callable[[str], bool],
        is_hidden: Callable[[str], bool],
        position: Callable[[], int],
    ) -> None:
        self.facts: list[WarningFacts] = []
        self.show: Callable[..., None] = self._show  # one object, so that it is known again
        self._is_ours = is_ours
        self._is_hidden = is_hidden
        self._position = position

    def begin(self) -> None:
        """Keeps what is shown from here on."""
        self.facts = []

    def _show(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if self._is_ours(filename) and (frame := self._learners_frame()) is not None:
            place: dict[str, Any] = frame.f_globals
            warnings.warn_explicit(
                message,
                category,
                frame.f_code.co_filename,
                frame.f_lineno,
                module=place.get("__name__", "<unknown>"),
                registry=place.setdefault("__warningregistry__", {}),
            )
            return
        self.facts.append(
            WarningFacts(category.__name__, str(message), filename, lineno, self._position())
        )
        stream = file or sys.stderr
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.write(warnings.formatwarning(message, category, filename, lineno, line))

    def _learners_frame(self) -> FrameType | None:
        frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # the only way to a caller's frame
        while frame is not None and (
            frame.f_globals is vars(warnings) or self._is_hidden(frame.f_code.co_filename)
        ):
            frame = frame.f_back
        return frame
