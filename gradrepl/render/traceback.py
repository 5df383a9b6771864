"""Python's own traceback text, coloured: the characters are the ones that Python prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from gradrepl.render.text import styled

if TYPE_CHECKING:
    from gradrepl.session.turn import ExceptionFacts

_PLACE = re.compile(r'^(?P<margin>[\s|+-]*)File (?P<file>".*?"), line (?P<line>\d+)(?P<rest>.*)$')
_CARETS = re.compile(r"^[\s|]*[~^][\s~^|]*$")
_HEADING = re.compile(r"^[\s|+-]*(Exception Group )?Traceback \(most recent call last\):$")
_ERROR = re.compile(r"^(?P<margin>[\s|+-]*)(?P<type>[\w.]+)(?P<message>:.*)?$", re.DOTALL)


def traceback_view(exception: ExceptionFacts) -> Text:
    """The traceback, as one text that is never wrapped and copies as it stands."""
    return traceback_text(exception.traceback)


def traceback_text(traceback: str) -> Text:
    """A traceback's lines, styled. Print it with `soft_wrap=True`."""
    rows = traceback.removesuffix("\n").split("\n")
    return Text("\n", no_wrap=True, overflow="ignore").join(_line(row) for row in rows)


def _line(row: str) -> Text:
    if _HEADING.match(row):
        return _plain(row, "dim")
    if place := _PLACE.match(row):
        view = _plain(f"{place['margin']}File ")
        view.append_text(_plain(place["file"], "place"))
        view.append(", line ")
        view.append_text(_plain(place["line"], "place"))
        view.append_text(_plain(place["rest"]))
        return view
    if _CARETS.match(row):
        return _plain(row, "caret")
    if not row.startswith("  ") and (error := _ERROR.match(row)):
        view = _plain(error["margin"] + error["type"], "error")
        view.append_text(_plain(error["message"] or ""))
        return view
    return _plain(row)


def _plain(text: str, role: str = "") -> Text:
    """Tabs become blanks; other control characters are escaped and do not reach the terminal."""
    return styled(text.expandtabs(8), role)
