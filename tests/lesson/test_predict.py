"""What counts as a right prediction."""

from collections.abc import Callable

import pytest

from gradrepl.lesson.predict import judge
from gradrepl.session.session import Session

pytestmark = pytest.mark.parametrize("backend", ["numpy"], indirect=True)

RIGHT = [
    ("1 + 1", " 2 "),
    ("1 == 1", "true"),
    ("1 == 1", "会"),
    ("1 == 2", "No"),
    ("1 == 2", "不会"),
    ("'a b'", '"a b"'),
    ("print(None)", "none"),
    ("x = 1", "nothing"),
    ("x = 1", "什么都不打印"),
    ("1 / 0", "ZeroDivisionError"),
    ("1 / 0", "a zerodivisionerror: division by zero"),
    ("1 / 0", "报错"),
    ("print('tensor([2.])')", "2"),
    ("print('tensor([2.])')", "tensor([2.0])"),
    ("print('tensor([2.])')", "tensor( [ 2. ] )"),
    ("print('tensor([4.4000], grad_fn=<MulBackward0>)')", "4.4"),
    ("print('tensor([1., 2.], dtype=torch.float64)')", "[1, 2]"),
    ("print(1); print(2)", "1 2"),
]
WRONG = [
    ("1 + 1", "3"),
    ("1 == 1", "no"),
    ("1 == 1", "error"),
    ("1 == 1", "1"),
    ("x = 1", "1"),
    ("1 / 0", "nothing"),
    ("1 / 0", "TypeError"),
    ("print('tensor([2.])')", "2, 2"),
    ("print('tensor([2.])')", "tensor"),
    ("print('tensor([2.])')", "two"),
    ("print('tensor([2.])')", "nothing"),
    ("print('error')", "nothing"),
    ("print(1); print(2)", "2"),
]


@pytest.mark.parametrize(("source", "answer"), RIGHT)
def test_right(source: str, answer: str, new_session: Callable[[], Session]):
    judgement = judge(answer, new_session().run(source))
    assert judgement.right, judgement


@pytest.mark.parametrize(("source", "answer"), WRONG)
def test_wrong(source: str, answer: str, new_session: Callable[[], Session]):
    judgement = judge(answer, new_session().run(source))
    assert not judgement.right, judgement
    assert judgement.answer == answer


def test_what_happened_is_told(new_session: Callable[[], Session]):
    session = new_session()
    assert judge("", session.run("1 / 0")).happened == "ZeroDivisionError: division by zero"
    assert judge("", session.run("print('a\\nb')")).happened == "a\nb"
    assert judge("", session.run("x = 1")).happened == ""
