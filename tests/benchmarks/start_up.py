"""Time to the first prompt and to the first tensor result, in a real pseudo-terminal."""

import importlib.util
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass

from tests.benchmarks import ONE_THREAD
from tests.benchmarks.table import duration, table
from tests.benchmarks.timing import compiled_in

ENVIRONMENT = {
    "TERM": "xterm-256color",
    "PROMPT_TOOLKIT_NO_CPR": "1",  # nobody answers a question for the cursor's place here
    "PYTHONSTARTUP": "",
}

PATIENCE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Prompt:
    """A program with a prompt."""

    name: str
    arguments: tuple[str, ...]
    prompt: str
    """What it shows when it is ready, as a regular expression."""
    typed: str | None = None
    """What gives the first tensor result; None where there are no tensors."""


def prompts() -> tuple[Prompt, ...]:
    """The programs that are installed."""
    numbered = r"In[^\n]{0,60}\[[^\n]{0,60}\d[^\n]{0,60}\]"  # each part has a colour of its own
    tensor = "import torch; print('<', (torch.ones(1) * 2).item(), '>')"
    found = [
        Prompt("python -i", ("-q", "-i"), r">>>"),
        Prompt("gradrepl", ("-m", "gradrepl"), r">>>", tensor),
    ]
    if importlib.util.find_spec("IPython") is not None:
        ipython = ("-m", "IPython", "--no-banner", "--no-confirm-exit")
        torch = importlib.util.find_spec("torch") is not None
        found.append(Prompt("IPython", ipython, numbered, tensor if torch else None))
        if torch:
            found.append(
                Prompt(
                    "IPython with import torch",
                    (*ipython, "-i", "-c", "import torch"),
                    numbered,
                )
            )
    return tuple(found)


def measure(*, quick: bool) -> dict[str, dict[str, float]]:
    """Median seconds to the first prompt and to the first tensor result of each program."""

    programs = prompts()
    rounds = 3 if quick else 11
    environment = {k: v for k, v in os.environ.items() if k not in ONE_THREAD} | ENVIRONMENT
    with tempfile.TemporaryDirectory() as cache:
        environment |= compiled_in(cache)
        return _measure(programs, environment, rounds)


def _measure(
    programs: tuple[Prompt, ...], environment: dict[str, str], rounds: int
) -> dict[str, dict[str, float]]:
    import pexpect

    ready: dict[str, list[float]] = {program.name: [] for program in programs}
    result: dict[str, list[float]] = {program.name: [] for program in programs if program.typed}
    for turn in range(rounds + 1):
        for program in programs:
            start = time.perf_counter()
            child = pexpect.spawn(
                sys.executable,
                list(program.arguments),
                env=environment,
                dimensions=(40, 120),
                encoding="utf-8",
                timeout=PATIENCE,
            )
            child.expect(program.prompt)
            at_prompt = time.perf_counter() - start
            if program.typed:
                child.send(program.typed + "\r")
                child.expect(r"< 2\.0 >")
                at_result = time.perf_counter() - start
            child.close(force=True)
            if turn == 0:
                continue  # the first turn fills the disk's cache
            ready[program.name].append(at_prompt)
            if program.typed:
                result[program.name].append(at_result)
    return {
        "first prompt": {name: statistics.median(times) for name, times in ready.items()},
        "first tensor result": {name: statistics.median(times) for name, times in result.items()},
    }


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text."""
    names = numbers["first prompt"]
    rows = {
        name: [duration(found[name]) if name in found else "-" for found in numbers.values()]
        for name in names
    }
    return table("Start-up, in a pseudo-terminal (medians)", list(numbers), rows)
