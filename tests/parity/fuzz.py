"""Plays random programs on real PyTorch and on our engine, and shows where they part.

    python -m tests.parity.fuzz --seed 0 --count 2000

Needs real PyTorch. Every program has a seed of its own, so `--seed N --count 1` plays one again. A
program ends at its first difference and is then shrunk: statements are dropped while it stays.
What counts as the same is said in `closeness`, which differences are known in `accepted`.
"""

import argparse
import ast
import random
import sys
import time
import types
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gradrepl import backend
from tests.parity.accepted import ACCEPTED, Difference
from tests.parity.closeness import HALVES, INEXACT, RELATIVE, RELATIVE_OF_HALVES, close
from tests.parity.grammar import statements
from tests.parity.prompt import run
from tests.parity.world import World


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
