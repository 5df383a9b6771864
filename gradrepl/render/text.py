"""Lines that hold other people's text: made harmless, measured in cells, wrapped.

Everything goes through `Text`, never through rich's markup: a key `d['[red]']` stays what it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from rich.text import Text

from gradrepl.graph.canvas import cell_width, clean
from gradrepl.render.theme import style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CODE = re.compile(r"`[^`]*`")
_NO_LINE_START = frozenset("，。；：！？、）】》」』”’…,.;:!?)]}%")
_NO_LINE_END = frozenset("（【《「『“‘([{")


def styled(text: str, role: str = "") -> Text:
    """One line in a role's style, with control characters escaped."""
    # As a span and not as the style of the whole, which would also colour what is appended later.
    return line().append(clean(text), style=style(role))


def line(*parts: Text | str) -> Text:
    """One line made of parts, never wrapped by the console."""
    whole = Text(no_wrap=True, overflow="ignore")
    for part in parts:
        whole.append(part)
    return whole


def pad(text: Text, width: int) -> Text:
    """The text, filled up with blanks to `width` cells."""
    padded = text.copy()
    padded.append(" " * max(width - cell_width(text.plain), 0))
    return padded


def hanging(label: Text, body: str, width: int, *, role: str = "") -> list[Text]:
    """A label and a paragraph beside it, whose further lines stand under its first."""
    indent = cell_width(label.plain)
    rows = wrap(clean(body), max(width - indent, 8))
    blank = " " * indent
    return [line(blank if i else label, styled(row, role)) for i, row in enumerate(rows)]


def wrap(text: str, width: int) -> list[str]:
    """Breaks a paragraph at blanks and between Chinese characters, never before a comma."""
    rows: list[str] = []
    row, used = "", 0
    for atom in _atoms(text, width):
        size = cell_width(atom)
        if row and used + size > width:
            rows.append(row.rstrip())
            row, used = "", 0
            if atom.isspace():
                continue
        row += atom
        used += size
    rows.append(row.rstrip())
    return [row for row in rows if row] or [""]


def _atoms(text: str, width: int) -> Iterator[str]:
    """What stays together: a word, a blank, a Chinese character and its comma, `some code`."""
    whole = {
        place
        for code in _CODE.finditer(text)
        if cell_width(code[0]) <= width // 2
        for place in range(code.start() + 1, code.end())
    }
    atom = ""
    for place, character in enumerate(text):
        if atom and place not in whole and _may_break(atom[-1], character):
            yield from _split(atom, width)
            atom = ""
        atom += character
    if atom:
        yield from _split(atom, width)


def _may_break(left: str, right: str) -> bool:
    if left.isspace() != right.isspace():
        return True
    if left.isspace() or right in _NO_LINE_START or left in _NO_LINE_END:
        return False
    return _is_wide(left) or _is_wide(right)


def _split(atom: str, width: int) -> Iterator[str]:
    """Cuts what is longer than a line."""
    piece, used = "", 0
    for character in atom:
        size = cell_width(character)
        if piece and used + size > width:
            yield piece
            piece, used = "", 0
        piece += character
        used += size
    yield piece


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def flow(chunks: Sequence[Text], width: int, *, indent: int, gap: int = 3) -> list[Text]:
    """Sets chunks side by side; those that no longer fit go on below, `indent` cells in."""
    rows: list[Text] = []
    row, used = line(), 0
    for chunk in chunks:
        size = cell_width(chunk.plain.rstrip())
        if used and used + gap + size > width:
            rows.append(row)
            row, used = line(" " * indent), indent
        elif used:
            row.append(" " * gap)
            used += gap
        row.append_text(chunk)
        used += cell_width(chunk.plain)
    rows.append(row)
    for each in rows:
        each.rstrip()
        each.truncate(width, overflow="ellipsis")
    return rows
