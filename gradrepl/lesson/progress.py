"""How far the learner has come, kept between two sittings by the ids of steps."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Progress:
    """One learner's way through one lesson."""

    lesson: str
    step: str = ""
    """The step to resume at; empty before the first and after the last."""
    done: tuple[str, ...] = ()
    """The steps that were gone through, in the order in which they first were."""

    def at(self, step: str) -> Progress:
        """Standing at a step."""
        return replace(self, step=step)

    def finished(self, step: str) -> Progress:
        """With a step gone through."""
        return self if step in self.done else replace(self, done=(*self.done, step))


def user_folder() -> Path:
    """Where progress is kept on this machine."""
    import platformdirs  # noqa: PLC0415  # start-up: only a lesson needs it

    return Path(platformdirs.user_data_dir("gradrepl", appauthor=False)) / "progress"


def load(lesson: str, folder: Path) -> Progress:
    """What was kept; nothing yet where there is no such file, or none that can be read."""
    try:
        kept = json.loads((folder / f"{lesson}.json").read_text(encoding="utf-8"))
        step, done = kept["step"], kept["done"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Progress(lesson)
    if not isinstance(step, str) or not isinstance(done, list):
        return Progress(lesson)
    return Progress(lesson, step, tuple(str(item) for item in done))


def save(progress: Progress, folder: Path) -> None:
    """Writes beside the target and renames: a reader sees the old state or the new one.

    Raises:
        OSError: where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {"step": progress.step, "done": list(progress.done)}, ensure_ascii=False, indent=1
    )
    handle, name = tempfile.mkstemp(prefix=f"{progress.lesson}.", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        Path(name).replace(folder / f"{progress.lesson}.json")
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
