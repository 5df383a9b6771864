"""The lens is quiet about what is about to be asked, and about nothing else."""

import pytest

from gradrepl.lesson.model import Code
from gradrepl.lesson.player import Place
from gradrepl.lesson.suspense import gives_away, question
from tests.lesson.conftest import lesson_of

LEAF = "import torch\na = torch.tensor([1.], requires_grad=True)\n"


def asked(source: str) -> Code:
    block = lesson_of(f"```pycon predict\n>>> {source}\n```\n").steps[0].blocks[0]
    assert isinstance(block, Code)
    return block


@pytest.mark.parametrize(
    ("before", "source", "hidden"),
    [
        ("a = torch.tensor([1.], requires_grad=True)", "print(a.grad)", False),
        ("b = a * 2", "print(a.grad)", False),
        ("b = a * 2", "b.requires_grad", True),
        ("with torch.no_grad():\n  b = a * 2", "b.requires_grad", True),
        ("with torch.no_grad():\n  b = a * 2", "print(a.grad)", True),  # its note names a
        ("with torch.no_grad():\n  b = a * 2", "torch.is_grad_enabled()", True),
        ("b = a * 2", "torch.is_grad_enabled()", False),
        ("torch.set_grad_enabled(False)", "print(a.grad)", True),
        ("(a * 2).backward()", "print(a.grad)", True),
        ("b = a * 2\nwith torch.no_grad():\n  b.mul_(2)\n", "print(a.grad)", True),  # a caution
        ("x = 3", "print(a.grad)", False),
    ],
)
def test_what_gives_it_away(new_session, before, source, hidden):
    session = new_session()
    turns = list(session.run(LEAF)) + list(session.run(before))
    assert gives_away(turns[-1], asked(source)) is hidden


def test_the_question_that_comes_next_in_the_step():
    lesson = lesson_of(
        "```pycon example\n>>> 1\n1\n```\n\n```pycon predict\n>>> 2\n2\n```\n\n"
        "```pycon example\n>>> 3\n3\n```\n\n## 二 · Two {#two}\n\n```pycon predict\n>>> 4\n4\n```\n"
    )
    found = [question(lesson, Place(0, block)) for block in range(3)]
    assert [code and code.examples[0].source for code in found] == ["2\n", None, None]
