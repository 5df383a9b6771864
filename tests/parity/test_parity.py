"""Our engine prints what real PyTorch printed, statement by statement, to the character."""

import importlib.metadata
from pathlib import Path

import pytest

from tests.conftest import BACKENDS
from tests.parity import pycon
from tests.parity.pycon import Exchange
from tests.parity.record import TOPICS, recording, topics
from tests.parity.replay import differences, expected

RELEASE = "2.13.0"
SHOWN = 10  # differences in one report


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("topic", topics())
def test_prints_what_pytorch_prints(topic: str, backend: str) -> None:
    if backend == "torch" and importlib.metadata.version("torch").partition("+")[0] != RELEASE:
        pytest.skip(f"recorded on PyTorch {RELEASE}")
    found = differences(f"topics/{topic}.py", expected(topic), backend)
    report = "\n".join(str(difference) for difference in found[:SHOWN])
    assert not found, f"{len(found)} statements print something else; the first ones:\n{report}"


@pytest.mark.parametrize("topic", topics())
def test_recording_round_trips(topic: str) -> None:
    text = recording(topic).read_text(encoding="utf-8")
    assert pycon.write_transcript(pycon.read_transcript(text)) == text


def test_every_recording_has_its_topic() -> None:
    recorded = {path.name for path in recording("x").parent.iterdir()}
    assert recorded == {recording(topic).name for topic in topics()}


def test_a_topic_is_read_as_a_prompt_would() -> None:
    text = "a = 1; b = 2\n# a remark\nif a:\n  b\n\n@str\ndef f():\n  pass\n(a,\n b)\n"
    sources = [exchange.source for exchange in pycon.read_topic(text)]
    assert sources == ["a = 1; b = 2", "if a:\n  b", "@str\ndef f():\n  pass", "(a,\n b)"]
    written = pycon.write_transcript(pycon.read_topic(text))
    assert written == (
        ">>> a = 1; b = 2\n>>> if a:\n...   b\n...\n>>> @str\n... def f():\n...   pass\n...\n"
        ">>> (a,\n...  b)\n"
    )


def test_a_tolerance_needs_a_reason_and_holds_for_one_statement() -> None:
    topic = "# parity: atol=1e-4 (sums in another order)\na\nb\n"
    assert [exchange.atol for exchange in pycon.read_topic(topic)] == [1e-4, 0.0]
    everywhere = "# parity: atol=1e-4 (sums in another order)\n\na\nb\n"
    assert [exchange.atol for exchange in pycon.read_topic(everywhere)] == [1e-4, 1e-4]
    with pytest.raises(ValueError, match="line 1: expected"):
        pycon.read_topic("# parity: atol=1e-4\na\n")


@pytest.mark.parametrize(
    ("want", "got", "atol", "alike"),
    [
        ("tensor([1.0001])\n", "tensor([1.0002])\n", 0.0, False),
        ("tensor([1.0001])\n", "tensor([1.0002])\n", 1e-3, True),
        ("tensor([1.0001])\n", "tensor([1.0102])\n", 1e-3, False),
        ("tensor([1., 2.])\n", "tensor([1.])\n", 1e-3, False),
        ("tensor([nan])\n", "tensor([nan])\n", 1e-3, True),
        ("tensor([nan])\n", "tensor([1.])\n", 1e-3, False),
        ("tensor([-1.])\n", "tensor([1.])\n", 1e-3, False),
        ("<AddBackward0>\n", "<MulBackward0>\n", 1e-3, False),
    ],
)
def test_comparison(want: str, got: str, atol: float, alike: bool) -> None:  # a table's column
    assert pycon.same(want, got, atol) is alike


def test_a_topic_that_changed_without_its_recording_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = topics()[0]
    changed = tmp_path / "topics"
    changed.mkdir()
    text = (TOPICS / f"{topic}.py").read_text(encoding="utf-8") + "1 + 1\n"
    (changed / f"{topic}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr("tests.parity.replay.TOPICS", changed)
    with pytest.raises(ValueError, match=f"tests.parity.record {topic}"):
        expected(topic)


def test_exchanges_keep_blank_lines_of_the_output() -> None:
    text = ">>> f()\na\n\nb\n>>> 1\n1\n"
    assert pycon.read_transcript(text) == (Exchange("f()", "a\n\nb\n", 1), Exchange("1", "1\n", 5))


def test_a_known_difference_needs_a_reason_and_holds_for_one_statement() -> None:
    topic = "# parity: differs (a Python function's repr)\na\nb\n"
    assert [exchange.differs for exchange in pycon.read_topic(topic)] == [True, False]
    with pytest.raises(ValueError, match="line 1: expected"):
        pycon.read_topic("# parity: differs\na\n")


@pytest.mark.parametrize(("known", "said"), [(True, 1), (False, 0)])
def test_a_known_difference_that_is_none_is_an_error(known: bool, said: int) -> None:
    exchange = Exchange("1 + 1", "2\n", 1, differs=known)
    assert len(differences("topic", (exchange,), "numpy")) == said


def test_what_python_changed_is_no_difference() -> None:
    old, new = "OrderedDict([('a', tensor([1., 2.]))])", "OrderedDict({'a': tensor([1., 2.])})"
    assert len(set(pycon.as_python_3_11(old, new))) == 1
    assert len(set(pycon.as_python_3_11(old, new.replace("2.", "3.")))) == 2
    said = "TypeError: f() got an unexpected keyword argument 'b'"
    assert len(set(pycon.as_python_3_11(said, f"{said}. Did you mean 'a'?"))) == 1
