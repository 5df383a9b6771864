"""A Markdown file -> Lesson.

    ## 标题 · Title {#stable-id}          a step; `{#stable-id .beyond}` if not in the document
    ::: zh ... :::  ::: en ... :::        prose, always both languages, one after the other
    ```pycon example                      code: setup, example, predict, task, solution, wrong
    ```output release=1.7.1               what another PyTorch answers to the example before it
    ::: hint zh ... :::  ::: hint en ...  a hint, shown when asked for

A `wrong` fence is followed by the prose that explains what went wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from gradrepl.lesson.fences import read_code, with_answer
from gradrepl.lesson.header import nearest, read_header
from gradrepl.lesson.model import (
    LANGUAGES,
    Code,
    Header,
    Language,
    Lesson,
    LessonError,
    Prose,
    Step,
    Wrong,
)
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown_it.token import Token

_CONTAINERS = (*LANGUAGES, "hint")
_HEADING = re.compile(r"(?P<title>.*?)\s*\{#(?P<id>[a-z0-9][a-z0-9-]*)(?P<beyond>\s+\.beyond)?\}")


def parse(text: str, path: Path) -> Lesson:
    """Reads a lesson.

    Raises:
        LessonError: with the file, the line, what was found and what to do about it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not text.strip():
        raise LessonError(
            path,
            1,
            gettext("the file is empty."),
            gettext("Copy a lesson from lessons/ and change it."),
        )
    for number, line in enumerate(lines, start=1):
        if "\t" in line:
            raise LessonError(
                path, number, gettext("a tab character."), gettext("Indent with spaces.")
            )
    tokens = _markdown().parse(text)
    header = _header(tokens, path)
    steps = _Reader(lines, path).read(tokens)
    return Lesson(
        header.id,
        header.title,
        header.release,
        header.order,
        header.teaches,
        header.source,
        steps,
        path,
    )


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").use(front_matter_plugin)
    for name in _CONTAINERS:
        markdown.use(container_plugin, name)
    return markdown


def _header(tokens: Sequence[Token], path: Path) -> Header:
    if not tokens or tokens[0].type != "front_matter":
        raise LessonError(
            path,
            1,
            gettext("the file does not open with front matter."),
            gettext("Put its keys between two lines `---`, the first of them at the very top."),
        )
    return read_header(tokens[0].content, path)


@dataclass(frozen=True, slots=True)
class _Text:
    """One closed container: a text in one language."""

    language: Language
    hint: bool
    content: str
    line: int


class _Draft:
    """A step while its blocks are still being read."""

    def __init__(self, name: str, title: Prose, *, beyond: bool) -> None:
        self.id = name
        self.title = title
        self.beyond = beyond
        self.items: list[Prose | Code] = []
        self.hints: list[Prose] = []


class _Reader:
    """Walks the top-level tokens once; every complaint knows the path."""

    def __init__(self, lines: list[str], path: Path) -> None:
        self.lines = lines
        self.path = path
        self.drafts: list[_Draft] = []
        self.waiting: _Text | None = None
        """A text whose other language has not come yet."""

    def _error(self, line: int, what: str, what_to_do: str) -> LessonError:
        return LessonError(self.path, line, what, what_to_do)

    def read(self, tokens: Sequence[Token]) -> tuple[Step, ...]:
        """Reads every step."""
        for index, token in enumerate(tokens):
            if token.level != 0 or token.map is None or token.nesting < 0:
                continue
            if token.type.startswith("container_"):
                self._add_text(self._text(token))
                continue
            if token.type in {"front_matter", "html_block"}:  # a comment for the next author
                continue
            self._refuse_waiting()
            if token.type == "heading_open":
                self._open(tokens[index + 1].content, token)
            elif token.type == "fence":
                self._add_fence(token)
            else:
                raise self._no_language(token)
        self._refuse_waiting()
        if not self.drafts:
            raise self._error(
                len(self.lines),
                gettext("the lesson has no step."),
                gettext("Open one with a heading: `## 标题 · Title {#stable-id}`."),
            )
        return tuple(self._finished(draft) for draft in self.drafts)

    def _no_language(self, token: Token) -> LessonError:
        """The complaint about text outside the containers, be it a stray `:::`."""
        assert token.map is not None  # noqa: S101  # a block token carries its lines
        for number in range(token.map[0], token.map[1]):
            marker = self.lines[number].strip()
            if not marker.startswith(":::"):
                continue
            name = marker.lstrip(":").split()
            if not name:
                return self._error(
                    number + 1,
                    gettext("this `:::` closes nothing."),
                    gettext("Delete it, or open what it should close with `::: zh` or `::: en`."),
                )
            return self._error(
                number + 1,
                gettext("unknown block {marker}.").format(marker=repr(marker)),
                nearest(name[0], _CONTAINERS),
            )
        return self._error(
            token.map[0] + 1,
            gettext("this text belongs to no language: {text}.").format(
                text=repr(self.lines[token.map[0]].strip()[:40])
            ),
            gettext("Put prose between `::: zh` and `:::`, then between `::: en` and `:::`."),
        )

    def _text(self, token: Token) -> _Text:
        assert token.map is not None  # noqa: S101  # a block token carries its lines
        start, end = token.map
        words = token.info.split()
        inner = self.lines[start + 1 : end]
        nested = next(
            (n for n, line in enumerate(inner, start + 2) if line.strip().startswith(":::")), None
        )
        closed = end < len(self.lines) and self.lines[end].strip().startswith(":::")
        if not closed or nested is not None:
            raise self._error(
                start + 1,
                gettext("this `{opening}` is not closed.").format(
                    opening=self.lines[start].strip()
                ),
                gettext("Write a line `:::` after its text.")
                if nested is None
                else gettext("Write a line `:::` before line {line}.").format(line=nested),
            )
        fenced = next(
            (n for n, line in enumerate(inner, start + 2) if line.startswith("```pycon")), None
        )
        if fenced is not None:
            raise self._error(
                fenced,
                gettext("a pycon fence inside the prose of one language."),
                gettext("Move it out: code stands once, between the texts of both languages."),
            )
        hint = words[0] == "hint"
        language = next((name for name in LANGUAGES if name == words[-1]), None)
        if language is None or len(words) != 1 + hint:
            raise self._error(
                start + 1,
                gettext("this `{opening}` does not say its language.").format(
                    opening=self.lines[start].strip()
                ),
                gettext("Write `::: hint zh` or `::: hint en`.")
                if hint
                else gettext("Write `::: zh` or `::: en`, and nothing after it."),
            )
        content = "\n".join(inner).strip("\n")
        if not content.strip():
            raise self._error(
                start + 1, gettext("this text is empty."), gettext("Write it, in both languages.")
            )
        return _Text(language, hint, content, start + 1)

    def _add_text(self, text: _Text) -> None:
        step = self._step(text.line)
        other, self.waiting = self.waiting, None
        if other is None:
            self.waiting = text
            return
        if other.language == text.language or other.hint != text.hint:
            self.waiting = other
            self._refuse_waiting()
        zh, en = (other, text) if other.language == "zh" else (text, other)
        (step.hints if text.hint else step.items).append(Prose(zh.content, en.content, other.line))

    def _refuse_waiting(self) -> None:
        if self.waiting is None:
            return
        missing = "en" if self.waiting.language == "zh" else "zh"
        opening = f"::: hint {missing}" if self.waiting.hint else f"::: {missing}"
        raise self._error(
            self.waiting.line,
            gettext("this text has no {language} version.").format(language=repr(missing)),
            gettext("Add a `{opening}` block right after it.").format(opening=opening),
        )

    def _step(self, line: int) -> _Draft:
        if not self.drafts:
            raise self._error(
                line,
                gettext("this stands before the first step."),
                gettext("Open a step above it: `## 标题 · Title {#stable-id}`."),
            )
        return self.drafts[-1]

    def _open(self, heading: str, token: Token) -> None:
        assert token.map is not None  # noqa: S101  # a block token carries its lines
        line = token.map[0] + 1
        found = _HEADING.fullmatch(heading.strip())
        titles = found["title"].split(" · ") if found else []
        if found is None or len(titles) != len(LANGUAGES) or token.tag != "h2":
            raise self._error(
                line,
                gettext("this heading opens no step: {heading}.").format(heading=repr(heading)),
                gettext("Write it like this: `## 标题 · Title {#stable-id}`."),
            )
        if any(draft.id == found["id"] for draft in self.drafts):
            raise self._error(
                line,
                gettext("a second step is called {id}.").format(id=repr(found["id"])),
                gettext("Give this one an id of its own; progress is kept by it."),
            )
        title = Prose(titles[0].strip(), titles[1].strip(), line)
        self.drafts.append(_Draft(found["id"], title, beyond=found["beyond"] is not None))

    def _add_fence(self, token: Token) -> None:
        assert token.map is not None  # noqa: S101  # a block token carries its lines
        line = token.map[0] + 1
        step = self._step(line)
        last = token.map[1] - 1
        if not self.lines[last].strip().startswith(token.markup) or last == token.map[0]:
            raise self._error(
                line,
                gettext("this fence is not closed."),
                gettext("Write a line ``` after its code."),
            )
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        if language == "pycon":
            step.items.append(read_code(token.info, token.content, line, self.path))
        elif language == "output":
            if not step.items or not isinstance(step.items[-1], Code):
                raise self._error(
                    line,
                    gettext("this answer follows no example."),
                    gettext("Move it right after the fence whose last example it answers."),
                )
            step.items[-1] = with_answer(step.items[-1], token.info, token.content, line, self.path)
        else:
            raise self._error(
                line,
                gettext("this fence is {language}, and nothing runs it.").format(
                    language=repr(language)
                ),
                gettext("Use ```pycon for code; put anything else into the prose."),
            )

    def _finished(self, draft: _Draft) -> Step:
        """Sorts what was read: a wrong attempt takes the prose after it."""
        blocks: list[Prose | Code] = []
        solution: Code | None = None
        wrong: list[Wrong] = []
        items = iter(draft.items)
        for item in items:
            if isinstance(item, Prose) or item.role not in {"solution", "wrong"}:
                blocks.append(item)
            elif item.role == "solution":
                solution = self._only(solution, item)
            else:
                explanation = next(items, None)
                if not isinstance(explanation, Prose):
                    raise self._error(
                        item.line,
                        gettext("this wrong attempt is not explained."),
                        gettext("Say right after it, in both languages, what went wrong."),
                    )
                wrong.append(Wrong(item, explanation))
        tasks = [block for block in blocks if isinstance(block, Code) and block.role == "task"]
        for extra in tasks[1:]:
            self._only(tasks[0], extra)
        if bool(tasks) != (solution is not None) or (wrong and not tasks):
            raise self._error(
                draft.title.line,
                gettext("the step {id} has a task or a solution without the other.").format(
                    id=repr(draft.id)
                ),
                gettext("A `task` fence needs a `solution` fence; `wrong` ones need both."),
            )
        return Step(
            draft.id,
            draft.title,
            draft.title.line,
            tuple(blocks),
            tuple(draft.hints),
            solution,
            tuple(wrong),
            draft.beyond,
        )

    def _only(self, first: Code | None, second: Code) -> Code:
        if first is not None:
            raise self._error(
                second.line,
                gettext("a second {role} in one step.").format(role=second.role),
                gettext("Open a step of its own for it."),
            )
        return second
