"""Which lesson files there are, and how they are read."""

from __future__ import annotations

import difflib
from pathlib import Path

from gradrepl.lesson.model import Lesson, LessonError
from gradrepl.lesson.parser import parse
from gradrepl.locale import gettext


class UnknownLessonError(Exception):
    """No lesson has that name; the message names the nearest ones."""


def folder() -> Path:
    """Where the lessons lie: inside an installed gradrepl, or at the root of a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_lessons"
    return shipped if shipped.is_dir() else package.parent / "lessons"


def find() -> tuple[Path, ...]:
    """The files of all lessons, by name; `README.md` and its like are not lessons."""
    return tuple(sorted(path for path in folder().glob("*.md") if path.name[0].isdigit()))


def read(path: Path) -> Lesson:
    """Reads one file.

    Raises:
        OSError: where the file cannot be read.
        LessonError: where it is not a lesson.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LessonError(
            path,
            raw.count(b"\n", 0, error.start) + 1,
            gettext("byte 0x{byte:02x} is not UTF-8.").format(byte=raw[error.start]),
            gettext("Save the file as UTF-8."),
        ) from error
    return parse(text, path)


def names() -> tuple[str, ...]:
    """The ids of all lessons, by name: a lesson's file is called after its id."""
    return tuple(path.stem for path in find())


def load(name: str) -> Lesson:
    """Reads a lesson by its id, by the start of its id (`002`), or by its path.

    Raises:
        UnknownLessonError: where no lesson, or more than one, answers to the name.
        OSError, LessonError: where the file cannot be read.
    """
    paths = {path.stem: path for path in find()}
    if name in paths:
        return read(paths[name])
    if name.endswith(".md") and Path(name).is_file():
        return read(Path(name))
    starting = [stem for stem in paths if name and stem.startswith(name)]
    if len(starting) == 1:
        return read(paths[starting[0]])
    if not paths:
        raise UnknownLessonError(
            gettext("no lessons were found in {folder}").format(folder=folder())
        )
    near = starting or _nearest(name, list(paths))
    raise UnknownLessonError(
        gettext("no lesson is called {name}. Did you mean: {names}?").format(
            name=repr(name), names=", ".join(near)
        )
        if near
        else gettext("no lesson is called {name}. There are: {names}").format(
            name=repr(name), names=", ".join(paths)
        )
    )


def _nearest(name: str, stems: list[str]) -> list[str]:
    """By the whole id, else by a part of it: `leaves` finds `004-leaves-and-accumulation`."""
    wanted = name.casefold()
    inside = [stem for stem in stems if len(wanted) > 1 and wanted in stem]
    if inside:
        return inside
    near = difflib.get_close_matches(wanted, stems, n=3, cutoff=0.5)
    return near or [
        stem for stem in stems if difflib.get_close_matches(wanted, stem.split("-"), cutoff=0.7)
    ]
