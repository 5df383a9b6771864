"""Lessons are found by name, by the start of a name, and by path."""

from pathlib import Path

import pytest

from gradrepl.lesson import source
from gradrepl.lesson.source import UnknownLessonError, find, load

NAMES = (
    "000a-no_grad-and-enable_grad",
    "000b-a-session-under-no_grad",
    "000c-set_grad_enabled-three-ways",
    "001-requires_grad_-and-detach",
    "002-where-the-gradient-is-cut",
    "003-updating-a-parameter",
    "004-leaves-and-accumulation",
)


def test_the_seven_lessons():
    assert source.names() == NAMES
    assert [load(name).order for name in NAMES] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("name", ["002", "002-where-the-gradient-is-cut", str(find()[4])])
def test_found(name: str):
    assert load(name).id == "002-where-the-gradient-is-cut"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("000", NAMES[:3]),
        ("003-updating-a-paramter", NAMES[5:6]),
        ("leaves", NAMES[6:]),
        ("detach", NAMES[3:4]),
        ("detatch", NAMES[3:4]),
        ("xyzzy", NAMES),
        ("", NAMES),
        ("missing.md", NAMES),
    ],
)
def test_unknown(name: str, near: tuple[str, ...]):
    with pytest.raises(UnknownLessonError) as caught:
        load(name)
    assert all(known in str(caught.value) for known in near)
    assert repr(name) in str(caught.value)


def test_a_readme_is_no_lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source, "folder", lambda: tmp_path)
    (tmp_path / "README.md").write_text("# About", encoding="utf-8")
    assert find() == ()
    with pytest.raises(UnknownLessonError, match="no lessons were found"):
        load("a")


def test_an_installed_gradrepl_has_its_lessons_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "gradrepl" / "_lessons").mkdir(parents=True)
    (tmp_path / "lessons").mkdir()
    monkeypatch.setattr(source, "__file__", str(tmp_path / "gradrepl" / "lesson" / "source.py"))
    assert source.folder() == tmp_path / "gradrepl" / "_lessons"
    (tmp_path / "gradrepl" / "_lessons").rmdir()
    assert source.folder() == tmp_path / "lessons"
