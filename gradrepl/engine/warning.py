"""Warnings that point at the learner's line, as those of a compiled library do."""

from __future__ import annotations

import os
import sys
import warnings

_HERE = os.path.dirname(__file__)  # noqa: PTH120  # pathlib is dear to import


def warn(text: str, category: type[Warning] = UserWarning) -> None:
    """Warns at the first frame that is none of ours, as a warning from C does."""
    depth = 1
    frame = sys._getframe(1)
    while frame.f_back is not None and is_ours(frame.f_code.co_filename):
        frame = frame.f_back
        depth += 1
    warnings.warn(text, category, stacklevel=depth + 1)


_TOLD: set[str] = set()
_always = False


def warn_once(
    text: str,
    category: type[Warning] = UserWarning,
    *,
    own_place: bool = False,
    key: str | None = None,
) -> None:
    """Warns the first time in a process: a bookkeeping that no warning filter resets.

    `own_place` is for PyTorch's own Python, whose warnings point into the library. Of the warnings
    that share a `key` only one is told.
    """
    if (key or text) in _TOLD and not _always:
        return
    _TOLD.add(key or text)
    if own_place:
        warnings.warn(text, category, stacklevel=2)
    else:
        warn(text, category)


def warn_of_imaginary() -> None:
    """What complex numbers lose where they are written into real ones."""
    warn_once(
        "Casting complex values to real discards the imaginary part (Triggered internally at ...)"
    )


def set_warn_always(b: bool, /) -> None:
    """Whether what is told once a process is told every time, like any other warning."""
    global _always  # noqa: PLW0603  # one switch a process
    if not isinstance(b, bool):
        raise RuntimeError(f"setWarnOnlyOnce expects a bool, but got {type(b).__name__}")
    _always = b


def is_warn_always_enabled() -> bool:
    return _always


def is_ours(filename: str) -> bool:
    """Whether a frame's code is the engine's: written or generated."""
    return filename.startswith(_HERE)
