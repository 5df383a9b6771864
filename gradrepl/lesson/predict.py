"""Is a prediction right? The answer is computed: what the code has just printed, or raised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.lesson.channels import heard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.session.turn import Turn

NOTHING = frozenset(
    {
        "nothing",
        "no output",
        "nothing printed",
        "无",
        "没有",
        "没有输出",
        "什么都不打印",
        "什么也不打印",
    }
)
ERROR = frozenset(
    {"error", "an error", "exception", "raises", "报错", "出错", "错误", "异常", "会报错"}
)
YES = frozenset({"true", "yes", "y", "是", "对", "真", "会"})
NO = frozenset({"false", "no", "n", "否", "不", "不是", "错", "假", "不会"})

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|nan|inf", re.IGNORECASE)
_TRIMMINGS = re.compile(r"grad_fn=<\w+>|dtype=torch\.\w+|requires_grad=True|size=\([\d, ]*\)")
_ONLY_NUMBERS = re.compile(r"(?:tensor|[-+\d.,\s\[\]()]|nan|inf|e(?=[-+\d]))+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A prediction beside what happened."""

    answer: str
    happened: str
    """What was printed, or the exception's one line; empty where nothing was."""
    right: bool


def judge(answer: str, turns: Iterable[Turn]) -> Judgement:
    """Compares a prediction with the turns of the code that it was about.

    Spelling is forgiven, substance is not: `2` predicts `tensor([2.])`, `true` predicts `True`, and
    the name of an exception, or just `error`, predicts a traceback.
    """
    said = " ".join(answer.split()).casefold()
    heard_now = heard(turns)
    if heard_now.exception is not None:
        kind, message = heard_now.exception
        happened = f"{kind}: {message}" if message else kind
        return Judgement(answer, happened, said in ERROR or kind.casefold() in said)
    happened = heard_now.stdout.rstrip("\n")
    if not happened.strip():
        return Judgement(answer, "", said in NOTHING)
    return Judgement(answer, happened, _same(said, happened))


def _same(said: str, happened: str) -> bool:
    printed = " ".join(happened.split()).casefold()
    if _squeezed(said) == _squeezed(printed):
        return True
    if printed in {"true", "false"}:
        return said in (YES if printed == "true" else NO)
    if _ONLY_NUMBERS.fullmatch(said):
        numbers = _numbers(_TRIMMINGS.sub("", happened))
        return bool(numbers) and _numbers(said) == numbers
    return False


def _squeezed(text: str) -> str:
    return re.sub(r"\s+|['\"“”]", "", _TRIMMINGS.sub("", text)).replace(",)", ")").casefold()


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]
