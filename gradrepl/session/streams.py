"""What a statement writes: shown while it runs, and kept up to a bound."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable, Iterator
from typing import IO, Any, TextIO, cast

from gradrepl.session.stand_in import StandIn

OUTPUT_KEPT = 1_000_000
"""Characters of a statement's output that its Outcome keeps."""


class Tee(io.TextIOBase):
    """Stands in for `sys.stdout` or `sys.stderr` while statements run; one for the life of a session.

    A logger or a thread may hold on to it after its statement: it then writes to whatever the stream is by then.
    It takes no lock: two threads that write at once may at worst miscount what was dropped.
    """

    def __init__(self, name: str, *, echo: bool) -> None:
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
        if (target := self._target) is not None:
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
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        if (target := self._target) is not None:
            try:
                target.flush()
            except BrokenPipeError:
                self.broken = True
                raise

    def close(self) -> None:
        """Only flushes: the stream is not this object's to close, and the garbage collector calls it too."""
        with contextlib.suppress(OSError, ValueError):
            self.flush()

    def isatty(self) -> bool:
        return self._target is not None and self._target.isatty()

    def fileno(self) -> int:
        if self._target is None:
            raise io.UnsupportedOperation("fileno")
        return self._target.fileno()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only, as the real one's
        return getattr(self._target, "encoding", None) or "utf-8"

    @property
    def errors(self) -> str | None:  # type: ignore[override]  # read-only, as the real one's
        return getattr(self._target, "errors", "strict")

    @property
    def buffer(self) -> TeeBuffer:
        return TeeBuffer(self, getattr(self._target, "buffer", None))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # `reconfigure`, `line_buffering`, ...
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._target, name)

    @property
    def _target(self) -> TextIO | None:
        if not self._echo:
            return None
        stream = self.stand_in.current
        if stream is self or self.stand_in.is_learners(stream):
            stream = self.stand_in.before
        return cast("TextIO | None", stream)


class TeeBuffer(io.BufferedIOBase):
    """`sys.stdout.buffer`: bytes, shown as they are and kept as text."""

    def __init__(self, tee: Tee, target: IO[bytes] | None) -> None:
        self._tee = tee
        self._target = target

    def write(self, data: Any, /) -> int:  # noqa: ANN401  # any buffer
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
        return True

    def flush(self) -> None:
        if self._target is not None:
            self._target.flush()


class Stdin:
    """`sys.stdin`, which a statement reads but does not close: `exit()` closes it before it raises SystemExit."""

    def __init__(self) -> None:
        self.stand_in = StandIn(sys, "stdin", self)

    def close(self) -> None:
        """Does nothing."""

    def __iter__(self) -> Iterator[str]:
        return iter(self._stream)

    def __next__(self) -> str:
        return next(self._stream)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # everything else is the stream's
        return getattr(self._stream, name)

    @property
    def _stream(self) -> Any:  # noqa: ANN401  # a text stream, or what the program was started with
        return self.stand_in.before
