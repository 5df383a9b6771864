"""The document lessons say what the documents show, to the character; so does the engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gradrepl.backend import Backend
from gradrepl.lesson.channels import heard, read_answer
from gradrepl.lesson.fences import read_code
from gradrepl.lesson.model import Lesson
from gradrepl.lesson.replay import main_line, play
from gradrepl.lesson.source import load
from gradrepl.session.session import Session

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.pycon"))


def name_and_release(path: Path) -> tuple[str, str]:
    name, _, release = path.stem.partition(".torch-")
    return name, release


def document(lesson: Lesson, release: str) -> str:
    """What of a lesson comes from the document, as a prompt shows it on a release."""
    return "".join(
        example.text + example.expected(release)
        for code in main_line(lesson, document=True)
        if code.role != "setup"
        for example in code.examples
    )


def test_all_fourteen_are_here():
    assert len(TRANSCRIPTS) == 14


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_lesson_holds_the_document(path: Path):
    name, release = name_and_release(path)
    lesson = load(name)
    assert release in lesson.release
    assert document(lesson, release) == path.read_text(encoding="utf-8")


REPLAYS = [pytest.param("numpy", path, id=path.stem) for path in TRANSCRIPTS] + [
    pytest.param("torch", path, id=f"real-{path.stem}", marks=pytest.mark.torch)
    for path in TRANSCRIPTS
    if name_and_release(path)[1] == "2.13.0"
]


@pytest.mark.parametrize(("backend", "path"), REPLAYS, indirect=["backend"])
def test_transcript_replays(path: Path, backend: Backend, new_session: Callable[[], Session]):
    _, release = name_and_release(path)
    code = read_code("pycon example", path.read_text(encoding="utf-8"), 0, path)
    with backend.speaking(release):
        session = new_session()
        assert [turn.outcome.status for turn in session.run("import torch")] == ["ok"]
        for example, turns in play(session, [code]):
            answer = heard(turns)
            assert (example.line, answer) == (example.line, read_answer(example.want))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_every_word_of_an_answer_is_compared(path: Path):
    """Guards the replay: no line of a transcript may get lost between the channels."""
    text = path.read_text(encoding="utf-8")
    for example in read_code("pycon example", text, 0, path).examples:
        answer = read_answer(example.want)
        kept = len(answer.stdout.splitlines()) + len(answer.warnings) + 3 * bool(answer.exception)
        assert kept == example.want.count("\n")
