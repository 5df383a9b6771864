"""Differences between the engines that are known, and stay.

Each has a name, a reason, and how it is recognised. They are counted and shown by name, never as
the same. Only an accident is accepted, garbage in memory, machine code, rounding: where PyTorch's
answer is meant, another one is a difference.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.parity.closeness import BLANK, INEXACT, close
from tests.parity.pycon import NUMBER

RELATIVE_OF_QUOTIENTS = 1e-4  # of what 1 - tanh(x) ** 2 leaves of seven digits
RELATIVE_OF_ANGLES = 3e-3  # of what a float32 beyond 10,000 leaves of a turn


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a program's outputs part."""

    sources: tuple[str, ...]
    """The program, up to the statement that differs."""
    want: str
    got: str
    inference: bool = False
    """Whether there is an inference tensor that requires grad."""

    @property
    def accepted(self) -> str | None:
        """The name of the kind of difference that it is, if it is one of `ACCEPTED`."""
        return next((each.name for each in ACCEPTED if each.holds(self)), None)

    @property
    def cause(self) -> tuple[str, str]:
        """What kind of output stands against what: alike where the reason is the same."""
        return _kind(self.want), _kind(self.got)


def _kind(output: str) -> str:
    """The last line without its numbers; of a traceback's error all lines."""
    if "Traceback" in output:
        output = output.partition("  ...\n")[2].strip().split("\n")[0]
    return re.sub(r"[-\d.]+|'\w+'", "#", output.strip().split("\n")[-1])[:100]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A kind of difference that is known, and stays."""

    name: str
    reason: str
    holds: Callable[[Difference], bool]


_MISSING = re.compile(
    r"AttributeError: (module 'torch[\w.]*'|'Tensor' object|type object 'Tensor') has no attribute"
    r"|(NotImplementedError|AttributeError): gradrepl"
)


def _unnumbered(output: str) -> str:
    return BLANK.sub("", NUMBER.sub("#", output))


ACCEPTED = (
    Accepted(
        "not offered",
        "our engine does not have it, and says so in a sentence that names it",
        lambda found: (
            _MISSING.search(found.got) is not None and _MISSING.search(found.want) is None
        ),
    ),
    Accepted(
        "stack of C++ calls",
        "the text ends in the places of PyTorch's own machine code",
        lambda found: "Exception raised from" in found.want,
    ),
    Accepted(
        "complex32",
        "float16 beside a complex number: numpy has no such dtype",
        lambda found: "ComplexHalf" in found.want or "complex32" in found.want,
    ),
    Accepted(
        "memory that is not there",
        "both refuse; PyTorch names its own allocator",
        lambda found: "DefaultCPUAllocator" in found.want and "MemoryError" in found.got,
    ),
    Accepted(
        "size of a dimension that is not there",
        "PyTorch reads behind the sizes of a tensor that has none, and finds those it had before",
        lambda found: (
            (
                "is out of bounds for dimension 0 with size 0" in found.got
                and (
                    "select() cannot be applied to a 0-dim tensor" in found.want
                    or _unnumbered(found.want) == _unnumbered(found.got)
                )
            )
            or (
                "isn't allowed in a leading, non-existing dimension 0" in found.got
                and "numel: integer multiplication overflow" in found.want
            )
        ),
    ),
    Accepted(
        "memory behind a loss",
        "PyTorch's mse_loss lies where its elements were: more can be read there than the loss",
        lambda found: (
            re.search(r"mse_loss|MSELoss", "".join(found.sources)) is not None
            and "out of bounds for storage of size" in found.got
            and "out of bounds for storage of size" not in found.want
        ),
    ),
    Accepted(
        "written while it is read",
        "addcmul_, addmm_ and their like read operands that they are writing into",
        lambda found: (
            re.search(r"\.add(cmul|cdiv|mm|mv|bmm)_\(|baddbmm_\(", found.sources[-1]) is not None
            and "Error" not in found.want + found.got
            and _unnumbered(found.want) == _unnumbered(found.got)
        ),
    ),
    Accepted(
        "sign of nan",
        "the bounds of a histogram are told with the sign bit that machine code left in a nan",
        lambda found: (
            "torch.histc: range of [-nan, -nan] is not finite" in found.want
            and found.got == found.want.replace("-nan", "nan")
        ),
    ),
    Accepted(
        "eigenvalues of what is not finite",
        "LAPACK's iteration over nan and inf gives up or ends with any numbers",
        lambda found: (
            re.search(r"linalg\.eig(h|valsh)\b", found.sources[-1]) is not None
            and "linalg.eigh: The algorithm failed to converge" in found.want
            and "Error" not in found.got
        ),
    ),
    Accepted(
        "factor of what is just singular",
        "float32: a root's reciprocal is machine code's estimate, which tells a last pivot's sign",
        lambda found: (
            "linalg.cholesky" in found.sources[-1]
            and "is not positive-definite" in found.want
            and "Error" not in found.got
        ),
    ),
    Accepted(
        "slopes in single precision",
        "gradcheck warns of it: what is measured there is one last digit, divided by 1e-6",
        lambda found: (
            "numerical:tensor(" in found.want
            and "is not a double precision floating point" in found.want
            and found.want.partition("numerical:")[0] == found.got.partition("numerical:")[0]
            and found.want.partition("analytical:")[2] == found.got.partition("analytical:")[2]
        ),
    ),
    Accepted(
        "angle of many turns",
        "a sine of what is so large that a difference in its last digit is a part of a turn",
        lambda found: (
            re.search(r"sin|cos|tan|\dj", "".join(found.sources)) is not None
            and re.search(r"sinh|cosh|exp", "".join(found.sources)) is not None
            and close(found.want, found.got, RELATIVE_OF_ANGLES)
        ),
    ),
    Accepted(
        "rounding that grew",
        "a difference in the last digit of what is nearly nothing, which was divided by",
        lambda found: (
            INEXACT.search("".join(found.sources)) is not None
            and close(found.want, found.got, RELATIVE_OF_QUOTIENTS)
        ),
    ),
    Accepted(
        "inference tensor that requires grad",
        "mean, var, 2 - x and their like are composed of other operations there, and those see "
        "tensors that are none of inference mode's",
        lambda found: (
            found.inference
            and re.search(r"[Ii]nference|functions with out=", found.want + found.got) is not None
        ),
    ),
)
