"""The prose of a lesson as plain values, for a renderer that knows no Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

Emphasis: TypeAlias = Literal["plain", "strong", "code", "link"]

_WIDE = re.compile("[\u2018-\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that look alike."""

    text: str
    emphasis: Emphasis = "plain"


_LINE_END = Phrase("\n")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words to be wrapped; or lines of code, to be left as they are."""

    phrases: tuple[Phrase, ...]
    label: str = ""
    """What a list item starts with: `-` or `1.`."""
    depth: int = 0
    """How many lists and quotations it stands in."""
    verbatim: bool = False


def paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    """Reads one text of a lesson."""
    return tuple(_paragraphs(_parser().parse(markdown)))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _paragraphs(tokens: Sequence[Token]) -> Iterator[Paragraph]:
    depth = 0
    label = ""
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open", "blockquote_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close", "blockquote_close"}:
            depth -= 1
        elif token.type == "list_item_open":
            label = f"{token.info}." if token.info else "-"
        elif token.type in {"fence", "code_block", "html_block"}:
            text = token.content.rstrip("\n")
            yield Paragraph((Phrase(text, "code"),), label, depth, verbatim=True)
            label = ""
        elif token.type == "inline":
            yield Paragraph(tuple(_phrases(token.children or ())), label, depth)
            label = ""


def _phrases(tokens: Sequence[Token]) -> Iterator[Phrase]:
    found = list(_marked(tokens))
    for number, phrase in enumerate(found):
        if phrase != _LINE_END:
            yield phrase
        elif not (
            0 < number < len(found) - 1
            and _WIDE.match(found[number - 1].text[-1])
            and _WIDE.match(found[number + 1].text[0])
        ):
            yield Phrase(" ")  # between two Chinese characters a line's end is nothing at all


def _marked(tokens: Sequence[Token]) -> Iterator[Phrase]:
    strong = 0
    target = ""
    for token in tokens:
        if token.type in {"strong_open", "em_open"}:
            strong += 1
        elif token.type in {"strong_close", "em_close"}:
            strong -= 1
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            yield Phrase(f" ({target})", "link")
            target = ""
        elif token.type in {"softbreak", "hardbreak"}:
            yield _LINE_END
        elif token.content:
            yield Phrase(token.content, _emphasis(token, strong=strong > 0, linked=bool(target)))


def _emphasis(token: Token, *, strong: bool, linked: bool) -> Emphasis:
    if linked:
        return "link"
    if token.type == "code_inline":
        return "code"
    return "strong" if strong else "plain"
