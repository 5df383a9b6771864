"""Progress is kept whole or not at all."""

from pathlib import Path

import pytest

from gradrepl.lesson import progress
from gradrepl.lesson.progress import Progress, load, save


def test_there_and_back(tmp_path: Path):
    kept = Progress("004-a").at("二").finished("一").finished("二").finished("一")
    assert kept.done == ("一", "二")
    save(kept, tmp_path / "new" / "folder")
    assert load("004-a", tmp_path / "new" / "folder") == kept
    assert load("other", tmp_path / "new" / "folder") == Progress("other")
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["004-a.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"step": 1, "done": []}',
        '{"step": "a"}',
        '{"step": "a", "done": 1}',
        "\x00",
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_no_progress(text: str, tmp_path: Path):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert load("a", tmp_path) == Progress("a")


def test_an_interrupted_save_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    save(Progress("a", "one"), tmp_path)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        save(Progress("a", "two"), tmp_path)
    assert load("a", tmp_path).step == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_place_of_its_own():
    assert progress.user_folder().name == "progress"
    assert "gradrepl" in progress.user_folder().parts
