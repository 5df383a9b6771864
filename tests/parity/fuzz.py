"""Plays random programs on real PyTorch and on our engine, and shows where they part.

    python -m tests.parity.fuzz --seed 0 --count 2000

Needs real PyTorch. Every program has a seed of its own, so `--seed N --count 1` plays one again. A
program ends at its first difference and is then shrunk: statements are dropped while it stays.

# NOTE [Last digits]
Both print the same characters, or it is a difference. Only numbers that come from sums, products of
matrices or functions like `exp` may be off in the last digit that is printed, and by a few units of
float32's last place where more digits are: the two libraries add in another order and round their
`exp` otherwise. A program without such a function has no tolerance: text is compared exactly, and
so are its numbers. The tolerance is one unit of the last digit that is printed, or `RELATIVE` of
the larger number, whichever is more; in a program with float16 it is `RELATIVE_OF_HALVES`.

# NOTE [Accepted differences]
Some programs end in a difference that is known, and stays. `ACCEPTED` is all of them: a name, a
reason, and how they are recognised. They are counted and shown by name, never as the same.
"""

import argparse
import ast
import random
import re
import sys
import time
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gradrepl import backend
from tests.parity.grammar import statements
from tests.parity.prompt import run
from tests.parity.pycon import NUMBER
from tests.parity.world import World

INEXACT = re.compile(
    r"exp|log|sqrt|sin|cos|tan|erf|sigmoid|softmax|mean|std|var|norm|pow|\*\*|/|@|\bm[mv]\b|matmul|dot|outer|sum|prod|rand"
    r"|reciprocal|normal_|uniform_|linspace|backward|grad\(|1\.1|0\.1|1e|lerp|%|fmod|remainder"
    r"|gamma|hypot|logit|dist|addc|functional|net|opt|nn\.|linalg|einsum|inner|kron|trace|addm|bmm"
    r"|func\.|vjp|jvp|jacobian|hessian|cum|diff|F\.apply|checkpoint|angle|copysign"
)
BLANK = re.compile(r"\s+")
RELATIVE = 4e-6  # some units of float32's last place
RELATIVE_OF_HALVES = 2e-3  # two units of float16's
RELATIVE_OF_QUOTIENTS = 1e-3  # of what 1 - tanh(x) ** 2 leaves of seven digits
HALVES = re.compile(r"half|float16")


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


_COMPLEX = re.compile(
    r"[-+]?\s*(?:nan|inf|[\d.]+(?:e[-+]\d+)?)[-+](?:nan|inf|[\d.]+(?:e[-+]\d+)?)j"
)


def _differs_where_not_finite(want: str, got: str) -> bool:
    """Whether two outputs agree but for complex numbers that are not finite in either."""
    if BLANK.sub("", _COMPLEX.sub("#", want)) != BLANK.sub("", _COMPLEX.sub("#", got)):
        return False
    pairs = zip(_COMPLEX.findall(want), _COMPLEX.findall(got), strict=True)
    return all(
        BLANK.sub("", a) == BLANK.sub("", b) or ("nan" in a and ("nan" in b or "inf" in b))
        for a, b in pairs
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
            "select() cannot be applied to a 0-dim tensor" in found.want
            and "is out of bounds for dimension 0 with size 0" in found.got
        ),
    ),
    Accepted(
        "complex numbers that are not finite",
        "PyTorch's sums multiply by alpha, 1 + 0j, which makes nan of inf",
        lambda found: _differs_where_not_finite(found.want, found.got),
    ),
    Accepted(
        "zeros without memory",
        "the gradient of sgn stands for zeros that PyTorch never stored, and cannot be written",
        lambda found: "ZeroTensor" in found.want and "sgn" in "".join(found.sources),
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
        "steps of an empty tensor",
        "numpy keeps none, PyTorch remembers that nothing was expanded",
        lambda found: (
            "has a dimension with stride 0" in found.want
            and ".expand" in "".join(found.sources)
            and found.got == "True\n"
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
        lambda found: found.inference,
    ),
)


@dataclass(frozen=True, slots=True)
class Engines:
    """Real PyTorch, which is right, and ours."""

    theirs: types.ModuleType
    ours: types.ModuleType

    def generate(self, seed: int) -> tuple[list[str], list[str]]:
        """A program and what PyTorch prints for it."""
        namespace = _fresh(self.theirs)
        sources: list[str] = []
        world = World(random.Random(seed), namespace, self.theirs)

        def told() -> Iterator[str]:
            for source in statements(world):
                sources.append(source)
                yield source

        return sources, run(told(), namespace)

    def difference(
        self, sources: Sequence[str], want: Sequence[str] | None = None
    ) -> Difference | None:
        """The first one, if the engines print anything else."""
        if want is None:
            want = run(sources, _fresh(self.theirs))
        namespace = _fresh(self.ours)
        got = run(sources, namespace)
        inexact, relative = False, RELATIVE
        for at, (source, wanted, found) in enumerate(zip(sources, want, got, strict=True)):
            if "INTERNAL ASSERT" in wanted:
                return None  # a fault of PyTorch's own: nobody should follow it
            inexact = inexact or INEXACT.search(source) is not None
            if HALVES.search(source) is not None:
                relative = RELATIVE_OF_HALVES
            if not (wanted == found or (inexact and close(wanted, found, relative))):
                odd = any(
                    isinstance(each, self.ours.Tensor)
                    and each.is_inference()
                    and each.requires_grad
                    for each in namespace.values()
                )
                return Difference(tuple(sources[: at + 1]), wanted, found, odd)
        return None

    def shrink(self, found: Difference) -> Difference:
        """The same difference from fewer statements, and fewer lines of a block."""
        again = True
        while again:
            again = False
            for fewer in _smaller(found.sources):
                tried = self.difference(fewer)
                if tried is not None and tried.cause == found.cause:
                    found, again = tried, True
                    break
        return found


def _fresh(torch: Any) -> dict[str, Any]:
    """A new prompt: every mode as a new process has it."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_printoptions(profile="default")
    torch.manual_seed(0)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    namespace = vars(module)
    namespace["torch"] = torch
    return namespace


def _smaller(sources: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The program without one of its statements; then without a line of a block."""
    for at in range(len(sources) - 2, -1, -1):
        yield sources[:at] + sources[at + 1 :]
    for at, source in enumerate(sources):
        lines = source.split("\n")
        if lines[0].startswith(("with", "for")):
            inside = "\n".join(line.removeprefix("  ") for line in lines[1:])
            yield (*sources[:at], *_statements(inside), *sources[at + 1 :])
        for number in range(len(lines) - 1, 0, -1):
            fewer = "\n".join(lines[:number] + lines[number + 1 :])
            if _statements(fewer):
                yield (*sources[:at], fewer, *sources[at + 1 :])


def _statements(text: str) -> tuple[str, ...]:
    """Its statements, one by one; none where it is no Python."""
    try:
        return tuple(ast.unparse(node) for node in ast.parse(text).body)
    except SyntaxError:
        return ()


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


def _told(seed: int, found: Difference) -> str:
    program = "\n".join(f"  >>> {line}".replace("\n", "\n  ... ") for line in found.sources)
    return (
        f"seed {seed}\n{program}\n  want\n{_indented(found.want)}\n  got\n{_indented(found.got)}\n"
    )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in (text or "(nothing)").rstrip("\n").split("\n"))


def play(
    engines: Engines, seeds: Iterable[int], *, limit: int
) -> tuple[int, Counter[tuple[str, str]], Counter[str]]:
    """Plays each seed's program; tells of every cause at most `limit` times.

    Returns:
        How many statements were played, the causes, and the accepted differences by name.
    """
    causes: Counter[tuple[str, str]] = Counter()
    accepted: Counter[str] = Counter()
    played = 0
    for seed in seeds:
        sources, want = engines.generate(seed)
        played += len(sources)
        found = engines.difference(sources, want)
        if found is None:
            continue
        if found.accepted is not None:
            accepted[found.accepted] += 1
            continue
        causes[found.cause] += 1
        if causes[found.cause] <= limit:
            print(_told(seed, engines.shrink(found)), flush=True)
    return played, causes, accepted


def main() -> int:
    """The command line.

    Returns:
        The exit code: 1 when a program differs.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.parity.fuzz")
    parser.add_argument("--seed", type=int, default=0, help="the first program's")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--limit", type=int, default=1, help="programs shown of one cause")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    theirs, ours = (backend.load(name).torch for name in ("torch", "numpy"))
    theirs.set_num_threads(1)
    for torch in (theirs, ours):
        torch.set_warn_always(True)  # a fresh prompt has told nothing yet
    start = time.perf_counter()
    seeds = range(options.seed, options.seed + options.count)
    played, causes, accepted = play(Engines(theirs, ours), seeds, limit=options.limit)
    seconds = time.perf_counter() - start
    for (want, got), count in causes.most_common():
        print(f"{count:5} {want}\n      {got}")
    for each in ACCEPTED:
        if accepted[each.name]:
            print(f"{accepted[each.name]:5} accepted: {each.name} ({each.reason})")
    bad = causes.total()
    good = options.count - bad - accepted.total()
    same = f"{good} of {options.count} programs the same, {accepted.total()} accepted, {bad} differ"
    print(f"{same}; {played} statements, {options.count / seconds:.0f} programs a second")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
