"""Warnings that point at the learner's line, as those of a compiled library do."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

_HERE = str(Path(__file__).parent)


def warn(text: str, category: type[Warning] = UserWarning) -> None:
    """Warns at the first frame that is none of ours, as a warning from C does."""
    depth = 1
    frame = sys._getframe(1)
    while frame.f_back is not None and is_ours(frame.f_code.co_filename):
        frame = frame.f_back
        depth += 1
    warnings.warn(text, category, stacklevel=depth + 1)


_TOLD: set[str] = set()


def warn_once(text: str, category: type[Warning] = UserWarning) -> None:
    """Warns the first time in a process: a bookkeeping that no warning filter resets."""
    if text not in _TOLD:
        _TOLD.add(text)
        warn(text, category)


def is_ours(filename: str) -> bool:
    """Whether a frame's code is the engine's: written or generated."""
    return filename.startswith(_HERE)
