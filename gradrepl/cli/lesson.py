"""`gradrepl lesson list`, `gradrepl lesson check [PATH ...]` and `gradrepl learn NAME`."""

from __future__ import annotations

import contextlib
import sys
from functools import partial
from typing import TYPE_CHECKING

from gradrepl.cli.arguments import color
from gradrepl.locale import current, gettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from gradrepl.backend import Backend
    from gradrepl.lesson.check import Failure
    from gradrepl.lesson.lint import Surroundings
    from gradrepl.lesson.model import Language, Lesson
    from gradrepl.lesson.replay import SessionFactory


SHOWN = 8
"""How many complaints about one lesson are shown: one broken statement breaks many that follow."""


def lesson_list(options: argparse.Namespace) -> int:
    """Prints the lessons, in the order in which they are best taken."""
    from gradrepl.lesson.source import find
    from gradrepl.render.console import make_console
    from gradrepl.render.lesson import lesson_rows

    console = make_console(color=color(options))
    lessons, failures, missing = _read_all(find())
    for row in lesson_rows(sorted(lessons, key=_by_order), console.width):
        console.print(row, soft_wrap=True)
    _report(failures, console)
    return 1 if failures or missing else 0


def lesson_check(options: argparse.Namespace) -> int:
    """Replays and lints lessons. The exit code: 1 where anything differs, 2 for a missing file."""
    from gradrepl.lesson.source import find
    from gradrepl.render.console import make_console

    console = make_console(color=color(options))
    errors = make_console(sys.stderr, color=color(options))
    paths, absent = _files(options.paths)
    _complain(absent, errors)
    lessons, failures, unread = _read_all(paths if options.paths else find())
    _complain(unread, errors)
    _report(failures, console)
    backend = _load(options)
    if backend is None:
        return 2
    bad = len(failures)
    with contextlib.closing(
        _checks(lessons, backend, options, _bar_console(console, errors))
    ) as checks:
        for lesson, releases, found in checks:
            _report(found[:SHOWN], console)
            if len(found) > SHOWN:
                more = gettext("... and {count} more in {path}; the first ones may explain them")
                console.print(more.format(count=len(found) - SHOWN, path=lesson.path))
            bad += len(found)
            if not found:
                console.print(f"{lesson.path}  {_verdict(lesson, releases)}", soft_wrap=True)
    if not lessons and not failures and not absent and not unread:
        _complain([gettext("no lesson was found there")], errors)
        return 2
    summary = gettext("lessons checked: {lessons}; complaints: {bad}")
    console.print(summary.format(lessons=len(lessons) + len(failures), bad=bad), soft_wrap=True)
    return 2 if absent or unread else int(bad > 0)


def learn(options: argparse.Namespace) -> int:
    """Goes through one lesson with the learner."""
    from gradrepl.cli.learn import Sitting
    from gradrepl.lesson.model import LessonError
    from gradrepl.lesson.progress import user_folder
    from gradrepl.lesson.source import UnknownLessonError, load
    from gradrepl.render.console import make_console

    errors = make_console(sys.stderr, color=color(options))
    try:
        lesson = load(options.name)
    except UnknownLessonError as error:
        _complain([str(error)], errors)
        return 2
    except (OSError, LessonError) as error:
        _complain([str(error)], errors)
        return 2 if isinstance(error, OSError) else 1
    backend = _load(options)
    if backend is None:
        return 2
    backend.install()
    sitting = Sitting(
        lesson,
        _sessions(backend, options.lens, echo=True),
        console=make_console(color=color(options)),
        errors=errors,
        language=_language(),
        folder=user_folder(),
    )
    with backend.speaking(options.release or backend.release):
        return sitting.run()


def _language() -> Language:
    return "zh" if current() == "zh" else "en"


def _by_order(lesson: Lesson) -> tuple[int, str]:
    return lesson.order, lesson.id


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files that were named, those of a named folder among them; and what is not there."""
    files: list[Path] = []
    absent = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for file in path.glob("*.md") if file.stem.upper() != "README")
        elif path.exists():
            files.append(path)
        else:
            absent.append(gettext("there is no file {path}").format(path=path))
    return files, absent


def _short(path: Path) -> Path:
    """As one would type it from here."""
    from pathlib import Path

    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _read_all(paths: Iterable[Path]) -> tuple[list[Lesson], list[Failure], list[str]]:
    """The lessons; what is wrong with those that are none; and the files that cannot be read."""
    from gradrepl.lesson.check import Failure
    from gradrepl.lesson.model import LessonError
    from gradrepl.lesson.source import read

    lessons, failures, unread = [], [], []
    for path in map(_short, paths):
        try:
            lessons.append(read(path))
        except LessonError as error:
            failures.append(Failure(error.path, error.line, error.what, error.what_to_do))
        except OSError as error:
            message = gettext("cannot read {path}: {error}")
            unread.append(message.format(path=path, error=error.strerror or error))
    return lessons, failures, unread


def _checks(
    lessons: Sequence[Lesson],
    backend: Backend,
    options: argparse.Namespace,
    terminal: Console | None,
) -> Generator[tuple[Lesson, list[str], list[Failure]], None, None]:
    """Each lesson with the releases that it was replayed on and what was found."""
    from gradrepl.lesson.check import check
    from gradrepl.lesson.lint import lint

    backend.install()
    session_factory = _sessions(backend, "full", echo=False)
    surroundings = _surroundings(lessons, session_factory)
    with _progress(terminal, len(lessons)) as advance:
        for lesson in lessons:
            releases = _releases(lesson, backend, options)
            found: list[Failure] = []
            for release in releases:
                with backend.speaking(release):
                    found += check(lesson, session_factory, release)
            found += lint(lesson, surroundings, running=not found)
            advance()
            yield lesson, releases, found


def _verdict(lesson: Lesson, releases: Sequence[str]) -> str:
    if releases:
        return f"PyTorch {', '.join(releases)}  {gettext('ok')}"
    message = gettext("not replayed: it is written for PyTorch {releases}")
    return message.format(releases=", ".join(lesson.release))


def _releases(lesson: Lesson, backend: Backend, options: argparse.Namespace) -> list[str]:
    """Those that the lesson names, the backend speaks and the options do not leave out."""
    wanted = [options.release] if options.release else list(lesson.release)
    return [name for name in lesson.release if name in wanted and name in backend.releases]


def _surroundings(lessons: Sequence[Lesson], session_factory: SessionFactory) -> Surroundings:
    from gradrepl.lens.rules import RULE_IDS
    from gradrepl.lesson.lint import Surroundings
    from gradrepl.lesson.source import find

    shipped, _, _ = _read_all(find())
    steps = {
        lesson.id: frozenset(step.id for step in lesson.steps) for lesson in (*shipped, *lessons)
    }
    return Surroundings(steps, RULE_IDS, session_factory)


def _sessions(backend: Backend, level: str, *, echo: bool) -> SessionFactory:
    from gradrepl.session.session import Session

    return lambda: Session(backend.torch, hidden=(backend.folder,), level=level, echo=echo)  # type: ignore[arg-type]  # arguments.py lets only levels through


def _load(options: argparse.Namespace) -> Backend | None:
    """The backend; None where there is none, which has been said then."""
    from gradrepl.backend import BackendError, load
    from gradrepl.render.console import make_console

    try:
        backend = load(options.backend)
        with backend.speaking(options.release or backend.release):
            return backend
    except BackendError as error:
        _complain([str(error)], make_console(sys.stderr, color=color(options)))
        return None


def _bar_console(console: Console, errors: Console) -> Console | None:
    """The terminal for a bar: the one that the results go to, else the one beside them."""
    terminals = (it for it in (console, errors) if it.is_terminal and not it.is_dumb_terminal)
    return next(terminals, None)


@contextlib.contextmanager
def _progress(terminal: Console | None, total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing in a pipe."""
    if terminal is None or total < 2:
        yield lambda: None
        return
    from rich.progress import Progress

    with Progress(
        console=terminal, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        task = bar.add_task(gettext("replaying"), total=total)
        yield partial(bar.advance, task)


def _report(failures: Iterable[Failure], console: Console) -> None:
    """What is wrong goes to standard output: it is what the command was asked for."""
    from gradrepl.render.lesson import failure_lines

    for failure in failures:
        for row in failure_lines(failure):
            console.print(row, soft_wrap=True)


def _complain(messages: Iterable[str], errors: Console) -> None:
    from gradrepl.render.text import styled

    for message in messages:
        errors.print(styled(f"gradrepl: {message}", "error"), soft_wrap=True)
