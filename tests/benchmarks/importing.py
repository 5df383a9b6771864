"""What importing the engine costs on top of numpy, and PyTorch beside it."""

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.table import duration, table
from tests.benchmarks.timing import compiled_in

STATEMENTS = {
    "python": "pass",
    "numpy": "import numpy",
    "gradrepl.engine": "import gradrepl.engine",
    "PyTorch": "import torch",
}


def measure(*, quick: bool) -> dict[str, dict[str, float]]:
    """Median seconds of a process that runs each statement; they take turns."""
    wanted = {
        name: code
        for name, code in STATEMENTS.items()
        if name != "PyTorch" or importlib.util.find_spec("torch") is not None
    }
    times: dict[str, list[float]] = {name: [] for name in wanted}
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | compiled_in(cache)
        for turn in range(6 if quick else 21):
            for name, code in wanted.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, "-c", code], check=True, env=environment)
                if turn:  # the first compiles
                    times[name].append(time.perf_counter() - start)
    return {name: {"seconds": statistics.median(found)} for name, found in times.items()}


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text, with what each adds to numpy."""
    numpy = numbers["numpy"]["seconds"]
    rows = {}
    for name, found in numbers.items():
        more = found["seconds"] - numpy
        rows[name] = [duration(found["seconds"]), duration(more) if more > 0 else "-"]
    return table("Importing, in a process of its own", ["whole", "over numpy"], rows)
