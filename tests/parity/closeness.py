"""When two outputs are the same but for last digits.

# NOTE [Last digits]
Both print the same characters, or it is a difference. Only numbers that come from sums, products of
matrices or functions like `exp` may be off in the last digit that is printed, and by a few units of
float32's last place where more digits are: the two libraries add in another order and round their
`exp` otherwise. A program without such a function has no tolerance: text is compared exactly, and
so are its numbers. The tolerance is one unit of the last digit that is printed, or `RELATIVE` of
the larger number, whichever is more; in a program with float16 it is `RELATIVE_OF_HALVES`.
"""

import re

from tests.parity.pycon import NUMBER

INEXACT = re.compile(
    r"exp|log|sqrt|sin|cos|tan|erf|sigmoid|softmax|mean|std|var|norm|pow|\*\*|/|@|\bm[mv]\b|matmul|dot|outer|sum|prod|rand"
    r"|reciprocal|normal_|uniform_|linspace|backward|grad\(|1\.1|0\.1|1e|lerp|%|fmod|remainder"
    r"|gamma|hypot|logit|dist|addc|functional|net|opt|nn\.|linalg|einsum|inner|kron|trace|addm|bmm"
    r"|func\.|vjp|jvp|jacobian|hessian|cum|diff|F\.apply|checkpoint|angle|copysign"
)
BLANK = re.compile(r"\s+")
RELATIVE = 4e-6  # some units of float32's last place
RELATIVE_OF_HALVES = 2e-3  # two units of float16's
HALVES = re.compile(r"half|float16")


def close(want: str, got: str, relative: float = RELATIVE) -> bool:
    """Whether two outputs agree but for last digits. See NOTE [Last digits]."""
    if BLANK.sub("", NUMBER.sub("#", want)) != BLANK.sub("", NUMBER.sub("#", got)):
        return False
    pairs = zip(NUMBER.findall(want), NUMBER.findall(got), strict=True)
    return all(_near(a, b, relative) for a, b in pairs)


def _near(a: str, b: str, relative: float) -> bool:
    if a == b:
        return True
    x, y = float(a), float(b)
    digits = len(a.partition("e")[0].partition(".")[2])
    exponent = int(a.partition("e")[2] or 0)
    unit = 10.0 ** (exponent - digits) if digits else 0.0
    return abs(x - y) <= max(unit * 1.001, relative * max(1.0, abs(x), abs(y)))
