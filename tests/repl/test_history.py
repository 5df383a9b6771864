"""What is typed is kept at once, and an unwritable file costs one message."""

import os
from pathlib import Path

import pytest
from prompt_toolkit.history import InMemoryHistory

from gradrepl.repl.history import make_history
from gradrepl.repl.settings import history_path


@pytest.fixture
def said():
    return []


def test_every_input_is_in_the_file_at_once(tmp_path, said):
    path = tmp_path / "folder" / "历史"
    history = make_history(path, said.append)
    history.append_string("for i in x:\n    f(i)\n    \n")
    history.append_string("重量 = 1")
    again = make_history(path, said.append)
    assert list(again.load_history_strings()) == ["重量 = 1", "for i in x:\n    f(i)"]
    assert said == []


def test_blank_input_and_lone_surrogates(tmp_path, said):
    history = make_history(tmp_path / "h", said.append)
    history.append_string("\n  \n")
    history.append_string("x = '\udc80'")
    assert list(make_history(tmp_path / "h", said.append).load_history_strings()) == [
        "x = '\\udc80'"
    ]


def test_an_unwritable_place_is_said_once(tmp_path, said):
    (tmp_path / "file").write_text("", encoding="utf-8")
    history = make_history(tmp_path / "file" / "history", said.append)
    history.append_string("a = 1")
    history.append_string("b = 2")
    assert history.get_strings() == ["a = 1", "b = 2"]
    assert len(said) == 1
    assert str(tmp_path / "file" / "history") in said[0]


def test_a_folder_in_its_place(tmp_path, said):
    history = make_history(tmp_path, said.append)
    assert list(history.load_history_strings()) == []
    history.append_string("a = 1")
    assert len(said) == 1


def test_no_file(said):
    assert isinstance(make_history(None, said.append), InMemoryHistory)
    assert isinstance(make_history(Path(os.devnull), said.append), InMemoryHistory)


def test_where_it_is(tmp_path):
    assert history_path({"GRADREPL_HISTORY": str(tmp_path / "h")}) == tmp_path / "h"
    assert history_path({"GRADREPL_HISTORY": ""}) is None
    standard = history_path({})
    assert standard is not None
    assert standard.name == "history"
    assert "gradrepl" in standard.parts
