"""A lesson file becomes a Lesson, anything else a complaint with a line and a remedy."""

from pathlib import Path

import pytest

from gradrepl.lesson.model import Code, LessonError, Prose
from gradrepl.lesson.parser import parse
from gradrepl.lesson.source import find, read
from tests.lesson.conftest import HEADER, lesson_of

EXAMPLE = "```pycon example\n>>> 1\n1\n```\n"
ZH = "::: zh\n\n文字\n\n:::\n"
EN = "::: en\n\ntext\n\n:::\n"
TASK = "```pycon task\n>>> x == 1\n```\n"
SOLUTION = "```pycon solution\n>>> x = 1\n```\n"
WRONG = "```pycon wrong\n>>> x = 2\n```\n"
FIRST = HEADER.count("\n") + 1


def test_a_whole_step():
    hints = ZH.replace("zh", "hint zh") + EN.replace("en", "hint en")
    body = ZH + EN + EXAMPLE + TASK + hints + SOLUTION + WRONG + EN + ZH
    step = lesson_of(body).steps[0]
    prose, example, task = step.blocks
    assert prose == Prose("文字", "text", FIRST)
    assert isinstance(example, Code)
    assert (example.role, example.examples[0].source, example.examples[0].want) == (
        "example", "1\n", "1\n",
    )  # fmt: skip
    assert step.task is task
    assert [hint.en for hint in step.hints] == ["text"]
    assert step.solution is not None
    assert step.wrong[0].explanation.zh == "文字"
    assert not step.beyond


def test_lines_are_those_of_the_file():
    body = "```pycon example\n>>> with a:\n...   b\n...\n1\n2\n>>> c\n```\n"
    code = lesson_of(body).steps[0].blocks[0]
    assert isinstance(code, Code)
    first, second = code.examples
    assert (first.line, first.end_line, second.line, second.end_line) == (
        FIRST + 1, FIRST + 5, FIRST + 6, FIRST + 6,
    )  # fmt: skip
    assert first.text == ">>> with a:\n...   b\n...\n"


def test_answer_of_another_release():
    body = EXAMPLE + "```output release=1.2.0,1.5.0\none\n\n<BLANKLINE>\n```\n"
    code = lesson_of(body).steps[0].blocks[0]
    assert isinstance(code, Code)
    example = code.examples[-1]
    assert example.expected("2.13.0") == "1\n"
    assert example.expected("1.5.0") == "one\n\n\n"


def test_blank_line_in_an_answer():
    code = lesson_of("```pycon example\n>>> x\na\n<BLANKLINE>\nb\n```\n").steps[0].blocks[0]
    assert isinstance(code, Code)
    assert code.examples[0].want == "a\n\nb\n"


def test_titles_and_flags():
    lesson = lesson_of("## 二 · Two words {#two .beyond}\n" + ZH + EN)
    assert [(step.id, step.title.zh, step.title.en, step.beyond) for step in lesson.steps] == [
        ("one", "一", "One", False),
        ("two", "二", "Two words", True),
    ]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_are_welcome(ending: str):
    text = HEADER + ZH + EN + EXAMPLE
    ours = parse(text, Path("sample.md"))
    assert parse("\ufeff" + text.replace("\n", ending), Path("sample.md")) == ours


def test_comments_are_for_authors():
    assert (
        lesson_of("<!-- a note -->\n\n" + ZH + EN).steps[0].blocks
        == lesson_of("\n\n" + ZH + EN).steps[0].blocks
    )


BAD_BODIES = {
    "unknown role": ("```pycon exampel\n>>> 1\n```\n", 0, "'exampel'", "'example'"),
    "no role": ("```pycon\n>>> 1\n```\n", 0, "'pycon'", "setup"),
    "two roles": ("```pycon example task\n>>> 1\n```\n", 0, "example task", "one role"),
    "another language": ("```python\n1\n```\n", 0, "'python'", "pycon"),
    "no language": ("```\n1\n```\n", 0, "''", "pycon"),
    "no example": ("```pycon example\n```\n", 0, "no example", ">>>"),
    "no prompt": ("```pycon example\nx = 1\n```\n", 0, "no example", ">>>"),
    "no blank after the prompt": ("```pycon example\n>>>x\n```\n", 1, "blank", ">>> "),
    "continuation without blank": (
        "```pycon example\n>>> if x:\n...  y\n...z\n```\n",
        3,
        "blank",
        "... ",
    ),
    "output after an empty line": (
        "```pycon example\n>>> x\n1\n\n2\n```\n",
        4,
        "'2'",
        "<BLANKLINE>",
    ),
    "unclosed fence": (ZH + EN + "```pycon example\n>>> x\n", 10, "not closed", "```"),
    "unclosed container": ("::: zh\n\n文字\n", 0, "::: zh", ":::"),
    "container closed late": (
        "::: zh\n文字\n::: en\ntext\n:::\n:::\n",
        0,
        "::: zh",
        f"line {FIRST + 2}",
    ),
    "closes nothing": (ZH + EN + ":::\n", 10, "closes nothing", "::: zh"),
    "unknown container": ("::: fr\ntexte\n:::\n", 0, "::: fr", "zh"),
    "hint without language": ("::: hint\ntext\n:::\n", 0, "::: hint", "::: hint zh"),
    "language with a word too many": ("::: zh now\n文\n:::\n", 0, "::: zh now", "::: zh"),
    "empty text": ("::: zh\n\n:::\n" + EN, 0, "empty", "both languages"),
    "no English": (ZH + EXAMPLE, 0, "'en'", "::: en"),
    "no English at the end": (EXAMPLE + ZH, 4, "'en'", "::: en"),
    "twice Chinese": (ZH + ZH, 0, "'en'", "::: en"),
    "hint with prose": (ZH.replace("zh", "hint zh") + EN, 0, "'en'", "::: hint en"),
    "no language for a text": ("hello there\n", 0, "hello there", "::: zh"),
    "code inside prose": ("::: zh\n" + EXAMPLE + ":::\n", 1, "pycon", "Move it out"),
    "heading without id": ("## 二 · Two\n", 0, "'二 · Two'", "{#stable-id}"),
    "heading in one language": ("## Two {#two}\n", 0, "'Two {#two}'", "标题 · Title"),
    "heading of another level": ("# 二 · Two {#two}\n", 0, "二", "##"),
    "bad id": ("## 二 · Two {#Two Words}\n", 0, "Two Words", "{#stable-id}"),
    "duplicate id": ("## 二 · Two {#one}\n" + ZH + EN, 0, "'one'", "id of its own"),
    "tab": (EXAMPLE.replace("1\n", "\t1\n", 1), 1, "tab", "spaces"),
    "answer to nothing": (
        "```output release=1.7.1\n1\n```\n",
        0,
        "follows no example",
        "right after",
    ),
    "answer without release": (EXAMPLE + "```output\n1\n```\n", 4, "'output'", "release=1.5.0"),
    "task that is no expression": (
        "```pycon task\n>>> x = 1\n```\n" + SOLUTION,
        1,
        "'x = 1'",
        "true",
    ),
    "task with an answer": ("```pycon task\n>>> x\nTrue\n```\n" + SOLUTION, 1, "answer", "Leave"),
    "task without solution": (TASK, -1, "'one'", "solution"),
    "solution without task": (SOLUTION, -1, "'one'", "task"),
    "two tasks": (TASK + TASK + SOLUTION, 3, "second task", "step of its own"),
    "two solutions": (TASK + SOLUTION + SOLUTION, 6, "second solution", "step of its own"),
    "wrong without task": (WRONG + ZH + EN, -1, "'one'", "wrong"),
    "wrong without explanation": (TASK + SOLUTION + WRONG, 6, "not explained", "both languages"),
}


@pytest.mark.parametrize(
    ("body", "line", "what", "what_to_do"), BAD_BODIES.values(), ids=BAD_BODIES.keys()
)
def test_malformed_body(body: str, line: int, what: str, what_to_do: str):
    with pytest.raises(LessonError) as caught:
        lesson_of(body)
    error = caught.value
    if line < 0:  # the complaint is about the step, which opens before the body
        assert error.line == FIRST - 2
    else:
        assert error.line == FIRST + line
    assert what in error.what
    assert what_to_do in error.what_to_do
    assert str(error).startswith(f"sample.md:{error.line}: ")


def header(**changes: str | None) -> str:
    keys = {
        "id": "sample",
        "title": "{zh: 样例, en: A sample}",
        "release": '["2.13.0"]',
        "order": "1",
        "teaches": "[]",
    } | changes
    lines = [f"{key}: {value}\n" for key, value in keys.items() if value is not None]
    return "---\n" + "".join(lines) + "---\n\n## 一 · One {#one}\n"


BAD_HEADERS = {
    "empty file": ("", 1, "empty", "lessons/"),
    "only blanks": (" \n\n", 1, "empty", "lessons/"),
    "no front matter": ("## 一 · One {#one}\n", 1, "front matter", "---"),
    "unclosed front matter": ("---\nid: a\n\n## 一 · One {#one}\n", 1, "front matter", "---"),
    "not first": ("\n" + header(), 1, "front matter", "top"),
    "empty front matter": ("---\n---\n", 1, "no keys", "title"),
    "a list": ("---\n- id\n---\n", 1, "no keys", "title"),
    "bad YAML": (header(title="[a, b"), 4, "not YAML", "quote"),
    "colon in a value": (header(source="a: b: c"), 7, "not YAML", "quote"),
    "missing id": (header(id=None), 1, "no 'id'", "id:"),
    "missing title": (header(title=None), 1, "no 'title'", "title:"),
    "missing release": (header(release=None), 1, "no 'release'", "release:"),
    "missing order": (header(order=None), 1, "no 'order'", "order:"),
    "missing teaches": (header(teaches=None), 1, "no 'teaches'", "teaches:"),
    "unknown key": (header(titel="x"), 7, "'titel'", "'title'"),
    "id with blanks": (header(id="my lesson"), 2, "my lesson", "005-hooks"),
    "id is a number": (header(id="5"), 2, "5", "005-hooks"),
    "title in one language": (header(title="{en: A}"), 3, "title", "zh"),
    "title is a text": (header(title="A"), 3, "title", "zh"),
    "release is a number": (header(release="[2.13]"), 4, "2.13", '"2.13.0"'),
    "release is a text": (header(release="2.13.0"), 4, "2.13.0", "["),
    "no release": (header(release="[]"), 4, "release", "["),
    "order is a text": (header(order="first"), 5, "first", "order: 5"),
    "order is a truth": (header(order="yes"), 5, "True", "order: 5"),
    "teaches is a text": (header(teaches="a-rule"), 6, "a-rule", "["),
    "source is a list": (header(source="[a]"), 7, "source", "source:"),
    "no step": ("---\n" + header().split("---\n")[1] + "---\n", 8, "no step", "##"),
    "text before the first step": (
        header().replace("## 一 · One {#one}\n", ZH + EN), 9, "before the first step", "##",
    ),
    "code before the first step": (
        header().replace("## 一 · One {#one}\n", EXAMPLE), 9, "before the first step", "##",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "what", "what_to_do"), BAD_HEADERS.values(), ids=BAD_HEADERS.keys()
)
def test_malformed_file(text: str, line: int, what: str, what_to_do: str):
    with pytest.raises(LessonError) as caught:
        parse(text, Path("sample.md"))
    error = caught.value
    assert (error.line, what in error.what, what_to_do in error.what_to_do) == (line, True, True)


def test_not_utf8(tmp_path: Path):
    path = tmp_path / "x.md"
    path.write_bytes("---\nid: 样\n".encode() + "样".encode("gb18030"))
    with pytest.raises(LessonError, match="0xd1 is not UTF-8") as caught:
        read(path)
    assert caught.value.line == 3


@pytest.mark.parametrize("path", find(), ids=lambda path: path.stem)
def test_shipped_lessons_are_read_from_any_line_ends(path: Path):
    lesson = read(path)
    assert parse(path.read_text(encoding="utf-8").replace("\n", "\r\n"), path) == lesson
    assert lesson.id == path.stem
