"""One answer, three channels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradrepl.lesson.channels import Answer, normalise, read_answer

TRACEBACK = "Traceback (most recent call last):\n  ...\n"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", Answer()),
        ("1\n", Answer("1\n")),
        ("\n", Answer("\n")),
        ("None", Answer("None\n")),
        (TRACEBACK + "KeyError: 'a'\n", Answer(exception=("KeyError", "'a'"))),
        (TRACEBACK + "KeyboardInterrupt\n", Answer(exception=("KeyboardInterrupt", ""))),
        (TRACEBACK + "a.b.Error: two\nlines\n", Answer(exception=("a.b.Error", "two\nlines"))),
        ("False\n" + TRACEBACK + "E: x\n", Answer("False\n", exception=("E", "x"))),
        ("<stdin>:4: UserWarning: hm\nFalse\n", Answer("False\n", (("UserWarning", "hm"),))),
        ("__main__:1: UserWarning: hm\n", Answer("", (("UserWarning", "hm"),))),
        (
            r"C:\a b.py:7: DeprecationWarning: x: y" + "\n",
            Answer("", (("DeprecationWarning", "x: y"),)),
        ),
        (
            '  File "<stdin>", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n',
            Answer(exception=("SyntaxError", "invalid syntax")),
        ),
        (
            TRACEBACK + "KeyError: 1\n\nDuring handling of the above exception, another exception "
            "occurred:\n\n" + TRACEBACK + "ValueError: last\n",
            Answer(exception=("ValueError", "last")),
        ),
        (
            '  File "not an error", line 1\nthe end\n',
            Answer('  File "not an error", line 1\nthe end\n'),
        ),
    ],
)
def test_read_answer(text: str, answer: Answer):
    assert read_answer(text) == answer


def test_what_differs_between_machines_is_taken_out():
    text = "<C object at 0x7f3A> (Triggered internally at /build/a.cpp:12.)"
    assert normalise(text) == "<C object at 0x...> (Triggered internally at ...)"
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.text(alphabet="ab: \u2028", max_size=8), max_size=4))
def test_plain_output_comes_back_as_it_was(lines: list[str]):
    text = "".join(f"{line}\n" for line in lines)
    assert read_answer(text) == Answer(text)
    assert read_answer(text).shown() == text
