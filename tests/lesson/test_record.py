"""The recorder asks a real prompt; what stands in the lessons is what it was told."""

import sys
from pathlib import Path

import pytest

from gradrepl.lesson.source import find, read
from tests.lesson.record_lessons import ask, cut, keys, record, rewrite


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("x = 1\n", "x = 1\n"),
        ("if x:\n  y\n", "if x:\n  y\n\n"),
        ("f(1,\n  2)\n", "f(1,\n  2)\n"),
        ("@d\ndef f():\n  pass\n", "@d\ndef f():\n  pass\n\n"),
        ("x = = 1\n", "x = = 1\n"),
    ],
)
def test_keys(source: str, typed: str):
    assert keys(source) == typed


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("", ""),
        ("1\n", "1\n"),
        ("a\n\nb\n", "a\n<BLANKLINE>\nb\n"),
        ("\n", "<BLANKLINE>\n"),
        ("no newline", "no newline\n"),
        ("<x at 0x7f00>\n", "<x at 0x...>\n"),
        (
            'a\nTraceback (most recent call last):\n  File "<stdin>", line 1\nE: m\n n\n',
            "a\nTraceback (most recent call last):\n  ...\nE: m\n n\n",
        ),
    ],
)
def test_cut(answer: str, left: str):
    assert cut(answer) == left


@pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="recordings are made at the prompt of 3.11; 3.13's differs"
)
def test_a_real_prompt_answers():
    sources = [
        "import warnings\n",
        "def warn():\n  warnings.warn('hm', stacklevel=2)\n",
        "warn()\n",
        "warn()\n",
        "print('é'); 1 / 0\n",
        "None\n",
        "for i in range(2):\n  i\n",
    ]
    assert ask(sources) == [
        "",
        "",
        "<stdin>:1: UserWarning: hm\n",
        "",
        "é\nTraceback (most recent call last):\n  ...\nZeroDivisionError: division by zero\n",
        "",
        "0\n1\n",
    ]


def test_answers_are_put_in_their_place(tmp_path: Path):
    path = tmp_path / "sample.md"
    fence = "```pycon example\n>>> if 1:\n...   2\n...\nold\nold\n>>> 3\n>>> 4\nold\n```\n"
    head = find()[0].read_text(encoding="utf-8").partition("\n## ")[0] + "\n"
    path.write_text(head + "## 一 · One {#one}\n\n" + fence, encoding="utf-8")
    lesson = read(path)
    (code,) = lesson.codes()
    lines = [example.line for example in code.examples]
    text = rewrite(lesson, dict(zip(lines, ["2\n", "3\nthree\n", ""], strict=True)))
    assert text.endswith(
        "```pycon example\n>>> if 1:\n...   2\n...\n2\n>>> 3\n3\nthree\n>>> 4\n```\n"
    )


@pytest.mark.torch
@pytest.mark.parametrize("path", find(), ids=lambda path: path.stem)
def test_nothing_in_a_lesson_was_typed_by_hand(path: Path):
    lesson = read(path)
    assert rewrite(lesson, record(lesson)) == path.read_text(encoding="utf-8")
