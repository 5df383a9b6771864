"""Whether Enter runs what stands there, or opens another line."""

from __future__ import annotations

import re

INDENT = 4

_OPENS = re.compile(r":\s*(#.*)?$")
_CLOSES = re.compile(r"^\s*(return|pass|break|continue|raise)\b")


def ready(text: str) -> bool:
    """Whether the text can run as it stands, or never can: then its error is the answer."""
    if not text.strip() or is_magic(text):
        return True
    from gradrepl.session.parse import is_complete  # at the first Enter, not before the prompt

    return is_complete(text)


def is_magic(text: str) -> bool:
    """Whether the text is one line that starts with `%`."""
    return text.lstrip().startswith("%") and "\n" not in text.strip()


def next_indent(line: str) -> str:
    """The blanks that the line after this one starts with."""
    blanks = line[: len(line) - len(line.lstrip())]
    if _OPENS.search(line):
        return blanks + " " * INDENT
    if _CLOSES.match(line):
        return blanks[:-INDENT] if blanks.endswith(" " * INDENT) else ""
    return blanks
