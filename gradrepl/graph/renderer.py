"""The programs of the Graphviz family: found, run with a time limit, and complained of.

A system `dot` is asked first, then the one that is installed along with gradrepl.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import time
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gradrepl.graph.canvas import clean, shorten
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Output: TypeAlias = Literal["json", "png", "pdf"]

TIME: Final = 20.0
"""Seconds that all programs together may take for one picture."""


class ExportError(Exception):
    """A picture that cannot be made; the message says what, where, and what to do."""


class Renderer:
    """Runs programs until the time for one picture is used up.

    Args:
        seconds: how long all of them together may take.
    """

    def __init__(self, seconds: float = TIME) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def graphviz(self, dot: str, kind: Output, *options: str) -> bytes:
        """What the first program gives that can.

        Raises:
            ExportError: where there is none, it fails, or it takes too long.
        """
        failure: ExportError | None = None
        for program in programs(kind):
            try:
                return self.run((program, f"-T{kind}", *options), dot.encode("utf-8"))
            except TimeError:
                raise
            except ExportError as error:
                failure = failure or error
        raise failure or ExportError(
            gettext(
                "nothing here can draw the picture. Install graphviz-pure (python -m pip install "
                "graphviz-pure) or Graphviz (https://graphviz.org/download), or write a .dot"
            )
        )

    def run(self, command: Sequence[str], given: bytes) -> bytes:
        """What a program writes for what it is given.

        Raises:
            ExportError: where it cannot be run, fails, writes nothing, or takes too long.
        """
        program = shown(command[0])
        left = max(self._end - time.monotonic(), 1e-6)
        try:
            done = subprocess.run(  # noqa: S603  # a program found by its own name, and text on its input
                command, input=given, capture_output=True, timeout=left, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise TimeError(
                gettext(
                    "drawing took longer than {seconds:g} seconds and was stopped; draw fewer "
                    "tensors or less depth, fold it, or write a .dot"
                ).format(seconds=self._seconds)
            ) from error
        except OSError as error:
            raise ExportError(
                gettext("{program} cannot be run: {reason}; install it again").format(
                    program=program, reason=shown(error.strerror or error)
                )
            ) from error
        if done.returncode or not done.stdout:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no output"]
            raise ExportError(
                gettext("{program} failed: {reason}; write a .dot and look at it").format(
                    program=program, reason=shown(lines[-1])
                )
            )
        return done.stdout


class TimeError(ExportError):
    """The time is used up: no other program is tried."""


def programs(kind: Output) -> Iterator[str]:
    """Those that could write it, the best first."""
    if (system := system_dot()) is not None:
        yield system
    if kind != "pdf" and (bundled := bundled_dot()) is not None:
        yield bundled


def system_dot() -> str | None:
    """Graphviz's own `dot`."""
    return shutil.which("dot")


def bundled_dot() -> str | None:
    """graphviz-pure's program, also where the environment that it is installed in is not active."""
    for scheme in (None, f"{os.name}_user"):
        try:
            folder = (
                sysconfig.get_path("scripts", scheme) if scheme else sysconfig.get_path("scripts")
            )
        except KeyError:
            continue
        if folder and (found := shutil.which("graphviz-pure", path=folder)):
            return found
    return shutil.which("graphviz-pure")


def converter() -> str | None:
    """A program that turns an SVG to PNG or PDF with the fonts of the system."""
    return shutil.which("rsvg-convert")


def without_font(text: str) -> str:
    """The characters that no font of the system has, eight at most; none where nobody can tell."""
    program = shutil.which("fc-list")
    odd = foreign(text)
    if program is None or not odd:
        return ""
    lacking = (char for char in odd[:_ASKED] if not _listed(program, char))
    return "".join(lacking)[:8]


def _listed(program: str, char: str) -> bool:
    command = (program, f":charset={ord(char):x}", "family")
    try:
        done = subprocess.run(command, capture_output=True, timeout=5, check=False)  # noqa: S603  # a number
    except (OSError, subprocess.TimeoutExpired):
        return True
    return done.returncode != 0 or bool(done.stdout.strip())


_ASKED: Final = 32


def foreign(text: str) -> str:
    """The characters that graphviz-pure has no glyphs for: not Greek, Cyrillic and some signs."""
    beyond = (char for char in text if ord(char) > 0x52F and char not in _SIGNS)
    return "".join(dict.fromkeys(beyond))


_SIGNS: Final = frozenset("–—‘’“”…←↑→↓∂∑−√∞≈≠≤≥")


def shown(what: object) -> str:
    """A text from outside, for a message."""
    return shorten(clean(str(what)), 200)
