"""Markdown prose as paragraphs of phrases."""

import pytest

from gradrepl.lesson.lint import proses
from gradrepl.lesson.prose import Paragraph, Phrase, paragraphs
from gradrepl.lesson.source import find, read


def test_emphasis():
    (one,) = paragraphs("a `b` **c `d`** *e* [f](g.md)!")
    assert one.phrases == (
        Phrase("a "), Phrase("b", "code"), Phrase(" "), Phrase("c ", "strong"), Phrase("d", "code"),
        Phrase(" "), Phrase("e", "strong"), Phrase(" "), Phrase("f", "link"),
        Phrase(" (g.md)", "link"), Phrase("!"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("梯度\n累加", "梯度累加"),
        ("累加，\n清零", "累加，清零"),
        ("梯度\n`grad`", "梯度 grad"),
        ("two\nwords", "two words"),
        ("two  \nwords", "two words"),
    ],
)
def test_line_ends(markdown: str, text: str):
    (one,) = paragraphs(markdown)
    assert "".join(phrase.text for phrase in one.phrases) == text


def test_lists_and_code():
    assert paragraphs("1. a\n2. b\n   - c\n\n```text\nx\n y\n```\n> q\n") == (
        Paragraph((Phrase("a"),), "1.", 1),
        Paragraph((Phrase("b"),), "2.", 1),
        Paragraph((Phrase("c"),), "-", 2),
        Paragraph((Phrase("x\n y", "code"),), verbatim=True),
        Paragraph((Phrase("q"),), depth=1),
    )


@pytest.mark.parametrize("path", find(), ids=lambda path: path.stem)
def test_no_markup_is_left_in_a_shipped_lesson(path):
    """Emphasis beside full-width punctuation is easily written so that Markdown does not see it."""
    for prose in proses(read(path)):
        for text in (prose.zh, prose.en):
            for paragraph in paragraphs(text):
                plain = "".join(p.text for p in paragraph.phrases if p.emphasis != "code")
                assert "**" not in plain
                assert "`" not in plain
