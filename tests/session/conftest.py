"""A session as a test types into it."""

import sys
import warnings
from collections.abc import Iterator
from types import ModuleType

import pytest

from gradrepl import locale
from gradrepl.session.session import Session
from gradrepl.session.turn import Turn


def _world() -> tuple[object, ...]:
    streams = (sys.stdout, sys.stderr, sys.stdin)
    return (*streams, sys.displayhook, warnings.showwarning, sys.modules["__main__"])


@pytest.fixture(autouse=True)
def as_python_starts() -> Iterator[None]:
    """English, and Python's own warning filters; whatever a session replaces, it puts back."""
    locale.use("en")
    with warnings.catch_warnings():
        warnings.resetwarnings()
        warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
        warnings.simplefilter("ignore", DeprecationWarning, append=True)
        before = _world()
        yield
        assert _world() == before


class Typed:
    """Feeds a session, and keeps the turns of each input."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __call__(self, source: str, **settings: object) -> Turn:
        """Runs an input; its last turn."""
        return self.all(source, **settings)[-1]

    def all(self, source: str, **settings: object) -> list[Turn]:
        return list(self.session.run(source, **settings))


@pytest.fixture
def typed(torch: ModuleType) -> Iterator[Typed]:
    with Session(torch, echo=False) as session:
        session.namespace["torch"] = torch
        yield Typed(session)
