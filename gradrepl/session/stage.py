"""What a statement finds around it, set before it runs and cleared after it."""

from __future__ import annotations

import builtins
import linecache
import sys
import warnings
from collections import deque
from typing import TYPE_CHECKING, Any

from gradrepl.session.notices import Notices
from gradrepl.session.parse import source_lines
from gradrepl.session.stand_in import StandIn
from gradrepl.session.streams import OUTPUT_KEPT, Stdin, Tee

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

SOURCES_KEPT = 2_000
"""Inputs whose text stays in `linecache`, for tracebacks and `inspect.getsource`."""


class Stage:
    """Its streams, its display hook, its warnings, its `__main__`, and the text of its source."""

    def __init__(
        self,
        main: ModuleType | None,
        *,
        echo: bool,
        is_ours: Callable[[str], bool],
        is_hidden: Callable[[str], bool],
    ) -> None:
        self.is_hidden = is_hidden
        self.shown: Callable[[object], None] = lambda _: None
        """Called with each value that is displayed, before its repr is taken."""
        self.text_of: Callable[[object], str] = repr
        """Makes the text that is displayed."""
        self.out = Tee("stdout", echo=echo)
        self.error = Tee("stderr", echo=echo, after=self.out)
        self.notices = Notices(is_ours, is_hidden, lambda: self.out.position)
        self._displayed: str | None = None
        self._stand_ins: tuple[StandIn, ...] = (
            StandIn(sys, "displayhook", self._display),
            StandIn(warnings, "showwarning", self.notices.show),
            *([] if sys.stdin is None else [Stdin().stand_in]),  # None where it is closed
            self.error.stand_in,
            self.out.stand_in,
        )
        self._main = main
        self._main_before: ModuleType | None = None
        self._sources: deque[str] = deque()

    def start(self) -> None:
        """Sets the stage for one statement."""
        self._displayed = None
        if self._main is not None and sys.modules.get("__main__") is not self._main:
            self._main_before = sys.modules.get("__main__")
            sys.modules["__main__"] = self._main
        for stand_in in self._stand_ins:
            stand_in.start()
        self.notices.begin()
        self.error.begin()
        self.out.begin()

    def stop(self) -> dict[str, Any]:
        """Clears it, and returns what the statement gave as fields of an `Outcome`."""
        self._take_down()
        stdout, dropped = self.out.end()
        stderr, _ = self.error.end()
        return {
            "stdout": stdout,
            "stdout_dropped": dropped,
            "stderr": stderr,
            "warnings": tuple(self.notices.facts),
            "displayed": self._displayed,
        }

    def close(self) -> None:
        """Gives everything back."""
        self._take_down()
        while self._sources:
            linecache.cache.pop(self._sources.popleft(), None)

    def add_source(self, filename: str, source: str) -> None:
        """Lets tracebacks and `inspect.getsource` find the text of an input."""
        lines = [f"{line}\n" for line in source_lines(source)]  # each with its end, as in a file
        linecache.cache[filename] = (len(source), None, lines, filename)
        self._sources.append(filename)
        if len(self._sources) > SOURCES_KEPT:
            linecache.cache.pop(self._sources.popleft(), None)

    def _take_down(self) -> None:
        for stand_in in reversed(self._stand_ins):
            stand_in.stop()
        if self._main_before is not None and sys.modules.get("__main__") is self._main:
            sys.modules["__main__"] = self._main_before
            self._main_before = None

    def _display(self, value: object) -> None:
        """As `sys.__displayhook__`, and keeps the text."""
        if value is None:
            return
        builtins._ = None  # type: ignore[attr-defined]  # where a prompt keeps the last value
        self.shown(value)
        text = self.text_of(value)
        out = sys.stdout
        try:
            out.write(text)
        except UnicodeEncodeError:
            encoding = getattr(out, "encoding", None) or "ascii"
            out.write(text.encode(encoding, "backslashreplace").decode(encoding))
        out.write("\n")
        self._displayed = text[:OUTPUT_KEPT]
        builtins._ = value  # type: ignore[attr-defined]  # as above
