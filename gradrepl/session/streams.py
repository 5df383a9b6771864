"""What a statement writes: shown while it runs, and kept up to a bound."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import IO, TYPE_CHECKING, Any, TextIO, cast

from gradrepl.session.stand_in import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OUTPUT_KEPT = 1_000_000
"""Characters of a statement's output that its Outcome keeps."""


class Tee(io.TextIOBase):
    """Stands in for `sys.stdout` or `sys.stderr`, one for the life of a session.

    A logger or a thread may hold on to it after its statement: it then writes to whatever the
    stream is by then. It takes no lock: two threads that write at once may at worst miscount what
    was dropped.
    """

    def __init__(self, name: str, *, echo: bool, after: Tee | None = None) -> None:
        self._after = after  # flushed first, so that both come in order where they go to one place
        self.stand_in = StandIn(sys, name, self)
        self.broken = False
        """Whether the reader at the other end of a pipe has gone."""
        self._echo = echo
        self._pieces: list[str] = []
        self._room = OUTPUT_KEPT

    def begin(self) -> None:
        """Keeps what is written from here on."""
        self._pieces, self._room = [], OUTPUT_KEPT

    def end(self) -> tuple[str, int]:
        """What was written since, and how many characters more."""
        text = "".join(self._pieces)
        self._pieces = []
        return text[:OUTPUT_KEPT], max(0, -self._room)

    @property
    def position(self) -> int:
        """How many characters the statement has written."""
        return OUTPUT_KEPT - self._room

    def write(self, text: str, /) -> int:
        """Shows it, and keeps it."""
        if (target := self._target) is not None:
            if self._after is not None:
                self._after.flush()
            try:
                target.write(text)
            except BrokenPipeError:
                self.broken = True
                raise
        elif not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.keep(text)
        return len(text)

    def keep(self, text: str) -> None:
        """Keeps what has been shown already."""
        if self._room > 0:
            self._pieces.append(text)
        self._room -= len(text)

    def writelines(self, lines: Iterable[str], /) -> None:  # type: ignore[override]  # typeshed wants buffers here
        """As `write`, one by one."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Hands on what the stream still holds."""
        if (target := self._target) is not None:
            try:
                target.flush()
            except BrokenPipeError:
                self.broken = True
                raise

    def close(self) -> None:
        """Only flushes: the stream is not this object's to close."""
        with contextlib.suppress(OSError, ValueError):
            self.flush()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._target is not None and self._target.isatty()

    def fileno(self) -> int:
        """The stream's."""
        if self._target is None:
            raise io.UnsupportedOperation("fileno")
        return self._target.fileno()

    def writable(self) -> bool:
        """Always."""
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only, as the real one's
        """The stream's."""
        return getattr(self._target, "encoding", None) or "utf-8"

    @property
    def errors(self) -> str | None:  # type: ignore[override]  # read-only, as the real one's
        """The stream's."""
        return getattr(self._target, "errors", "strict")

    @property
    def buffer(self) -> TeeBuffer:
        """The same, for bytes."""
        return TeeBuffer(self, getattr(self._target, "buffer", None))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._target, name)

    @property
    def _target(self) -> TextIO | None:
        return cast("TextIO | None", self.stand_in.outside) if self._echo else None


class TeeBuffer(io.BufferedIOBase):
    """`sys.stdout.buffer`: bytes, shown as they are and kept as text."""

    def __init__(self, tee: Tee, target: IO[bytes] | None) -> None:
        self._tee = tee
        self._target = target

    def write(self, data: Any, /) -> int:
        """Shows it as it is, and keeps it as text."""
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        content = bytes(data)
        text = content.decode(self._tee.encoding, "replace")
        if self._target is None:  # as in a notebook: there are only characters
            self._tee.write(text)
        else:
            self._target.write(content)
            self._tee.keep(text)
        return len(content)

    def writable(self) -> bool:
        """Always."""
        return True

    def flush(self) -> None:
        """Hands on what the stream still holds."""
        if self._target is not None:
            self._target.flush()


class Stdin:
    """`sys.stdin`, which `exit()` closes before it raises: a statement reads it and cannot."""

    def __init__(self) -> None:
        self.stand_in = StandIn(sys, "stdin", self)

    def close(self) -> None:
        """Does nothing."""

    def __iter__(self) -> Iterator[str]:
        return iter(self._stream)

    def __next__(self) -> str:
        return str(next(self._stream))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @property
    def _stream(self) -> Any:
        return self.stand_in.before
