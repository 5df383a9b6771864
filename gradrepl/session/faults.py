"""What a session was asked for and cannot give."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence


class SessionError(Exception):
    """Something that a session was asked for and cannot give; the message says what to do."""


def unknown(name: str, known: Sequence[str]) -> SessionError:
    """That no tensor has this name, with those that come near."""
    if nearest := get_close_matches(name, known, 3):
        message = gettext("no tensor is called {name!r}; did you mean {nearest}?")
        return SessionError(message.format(name=name, nearest=" / ".join(nearest)))
    if known:
        message = gettext("no tensor is called {name!r}; there are: {names}")
        return SessionError(message.format(name=name, names=", ".join(known[:8])))
    message = gettext("no tensor is called {name!r}: there is no tensor yet")
    return SessionError(message.format(name=name))
