"""A lesson on the screen: its prose, its code at a prompt, and the table of all lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from gradrepl.graph.canvas import cell_width, clean
from gradrepl.lesson.prose import paragraphs
from gradrepl.locale import gettext
from gradrepl.render.text import line, pad, styled, wrap
from gradrepl.render.theme import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.lesson.check import Failure
    from gradrepl.lesson.model import Example, Language, Lesson, Step
    from gradrepl.lesson.prose import Paragraph

PROSE_WIDTH = 88
"""Cells; longer lines are hard to read, however wide the terminal is."""

_ROLES = {"plain": "", "strong": "heading", "code": "place", "link": "note"}
_DIFF = {"-": "error", "+": "fix", "@": "place"}


def prose_lines(markdown: str, width: int, *, marked: bool = False) -> list[Text]:
    """One text of a lesson, wrapped, an empty line between its paragraphs.

    Args:
        markdown: the text.
        width: cells in a line.
        marked: code keeps its backticks, for want of a colour that tells it apart.
    """
    rows: list[Text] = []
    for paragraph in paragraphs(markdown):
        if rows:
            rows.append(line())
        rows += _paragraph(paragraph, min(width, PROSE_WIDTH), marked=marked)
    return rows


def _paragraph(paragraph: Paragraph, width: int, *, marked: bool) -> list[Text]:
    whole = Text()
    for phrase in paragraph.phrases:
        text = _harmless(phrase.text)
        if marked and phrase.emphasis == "code" and not paragraph.verbatim:
            text = f"`{text}`"
        whole.append(text, style=style(_ROLES[phrase.emphasis]) or None)
    label = f"{paragraph.label} " if paragraph.label else ""
    indent = "  " * paragraph.depth
    margin = cell_width(indent + label)
    pieces = whole.split("\n") if paragraph.verbatim else _wrapped(whole, max(width - margin, 8))
    return [
        line(indent + (label if number == 0 else " " * len(label)), piece)
        for number, piece in enumerate(pieces)
    ]


def _harmless(text: str) -> str:
    return "\n".join(clean(row) for row in text.split("\n"))


def _wrapped(whole: Text, width: int) -> list[Text]:
    """Wraps a styled text; the rows of `wrap` are pieces of it, in order."""
    rows = []
    position = 0
    for row in wrap(whole.plain, width):
        position = whole.plain.index(row, position)
        rows.append(whole[position : position + len(row)])
        position += len(row)
    return rows


def step_line(step: Step, number: int, total: int, language: Language) -> Text:
    """The heading of a step."""
    return line(styled(f"[{number}/{total}] ", "dim"), styled(step.title.text(language), "heading"))


def code_lines(examples: Sequence[Example]) -> list[Text]:
    """Input as it stands at a prompt, without its answers."""
    rows = "".join(example.text for example in examples).removesuffix("\n").split("\n")
    return [line(styled(row[:3], "dim"), styled(row[3:])) for row in rows]


def failure_lines(failure: Failure) -> list[Text]:
    """What is wrong with a lesson, where, what to do, and the diff if there is one."""
    place = styled(f"{failure.path}:{failure.line}: ", "place")
    rows = [line(place, styled(failure.what, "error"), " ", styled(failure.what_to_do))]
    diff = failure.diff.removesuffix("\n").split("\n") if failure.diff else []
    return rows + [line("  ", styled(row, _DIFF.get(row[:1], ""))) for row in diff]


def lesson_rows(lessons: Sequence[Lesson], width: int) -> list[Text]:
    """All lessons: the name to type, and the titles in both languages, below where it is narrow."""
    names = max((cell_width(lesson.id) for lesson in lessons), default=0)
    titles = max((cell_width(lesson.title.zh) for lesson in lessons), default=0)
    widest = max((cell_width(lesson.title.en) for lesson in lessons), default=0)
    rows: list[Text] = []
    for lesson in lessons:
        name = styled(lesson.id, "command")
        zh, en = styled(lesson.title.zh), styled(lesson.title.en)
        if names + 2 + titles + 2 + widest <= width:
            rows.append(line(pad(name, names + 2), pad(zh, titles + 2), en))
        else:
            rows += [name, line("    ", zh), line("    ", en)]
    return rows or [styled(gettext("There are no lessons."))]
