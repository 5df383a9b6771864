"""A session with a screen that a test can read."""

import contextlib
import io

import pytest

from gradrepl import locale
from gradrepl.backend import Backend
from gradrepl.render.console import make_console
from gradrepl.repl.app import App
from gradrepl.session.session import Session


@pytest.fixture(autouse=True)
def english():
    locale.use("en")
    yield
    locale.use("en")


@pytest.fixture
def app(torch):
    """An App on either engine; `app.type(...)` runs an input and returns what it showed."""
    screen = io.StringIO()
    with Session(torch, rows=Backend.rows) as session:
        app = App(session, console=make_console(screen, width=80))
        session.namespace["torch"] = torch

        def type_in(source):
            start = len(screen.getvalue())
            with contextlib.redirect_stdout(screen):
                app.code = app.feed(source)
            return screen.getvalue()[start:]

        app.type = type_in
        yield app
