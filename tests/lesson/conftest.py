"""Sessions for lessons, on either backend, with warnings as a prompt shows them."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradrepl.backend import Backend
from gradrepl.lesson.model import Lesson
from gradrepl.lesson.parser import parse
from gradrepl.session.session import Session

HEADER = """---
id: sample
title: {zh: 样例, en: A sample}
release: ["2.13.0", "1.7.1"]
order: 1
teaches: []
---

## 一 · One {#one}

"""


@pytest.fixture
def new_session(backend: Backend) -> Iterator[Callable[[], Session]]:
    """Makes sessions, and closes what a test leaves open."""
    made: list[Session] = []

    def make() -> Session:
        made.append(Session(backend.torch, hidden=(backend.folder,), level="full", echo=False))
        return made[-1]

    with warnings.catch_warnings():
        warnings.resetwarnings()
        warnings.simplefilter("default")
        backend.install()
        yield make
        for session in reversed(made):
            session.close()


def lesson_of(body: str, header: str = HEADER) -> Lesson:
    """A lesson of one step, read from its body."""
    return parse(header + body, Path("sample.md"))
