"""From a statement to its drawing, by the size and the shape of the graph behind it.

Each graph is drawn in a process of its own, which then lets go of it: real PyTorch frees by
recursion what Python has seen, and a process that crashes there is seen here.
"""

import gc
import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from types import ModuleType

from gradrepl import backend as backends
from gradrepl.render.console import make_console
from gradrepl.render.turn import turn_view
from gradrepl.repl import ahead
from gradrepl.session.session import Session
from tests.benchmarks.table import duration, table

SIZES = (10, 1_000, 100_000, 1_000_000)
GOAL = 0.05
"""Seconds that a learner does not notice."""
STATEMENTS = ("z = y + 1", "z = (y - 1) * 2")
"""By turns: a graph that is the one drawn last would not be drawn again."""
WIDTH = 100  # columns


def chain(torch: ModuleType, nodes: int) -> dict[str, object]:
    """One operation after another."""
    y = w = torch.ones(3, requires_grad=True)
    for _ in range(nodes):
        y = y * 1.0
    return {"w": w, "y": y}


def recurrent(torch: ModuleType, nodes: int) -> dict[str, object]:
    """A state that goes through the same five operations again and again."""
    w, u = (torch.full((3, 3), 0.1, requires_grad=True) for _ in range(2))
    x, h = torch.ones(1, 3), torch.zeros(1, 3)
    for _ in range(max(1, nodes // 5)):
        h = torch.tanh(x @ u + h @ w).mul(0.9)
    return {"w": w, "u": u, "x": x, "y": h}


def residual(torch: ModuleType, nodes: int) -> dict[str, object]:
    """Blocks with a way around each, and parameters of their own; at most 200 different ones."""
    weights = [torch.full((3, 3), 0.1, requires_grad=True) for _ in range(min(nodes // 3 + 1, 200))]
    h = torch.ones(1, 3)
    for number in range(max(1, nodes // 3)):
        h = h + torch.relu(h @ weights[number % len(weights)])
    return {"weights": weights, "y": h}


SHAPES: dict[str, Callable[[ModuleType, int], dict[str, object]]] = {
    "chain": chain,
    "recurrent": recurrent,
    "residual": residual,
}


def measure(*, quick: bool) -> dict[str, dict[str, float]]:
    """Seconds by graph: the first drawing, the median, the slowest, and letting go of the graph."""
    numbers = {}
    for name in backends.NAMES:
        try:
            backends.load(name)
        except backends.BackendError:
            continue
        for shape in SHAPES:
            for size in SIZES[:2] if quick else SIZES:
                command = [sys.executable, "-m", __name__, name, shape, str(size)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)  # itself
                numbers[f"{name}, {shape} of {size:,} nodes"] = json.loads(done.stdout)
    return numbers


def one(name: str, shape: str, size: int) -> dict[str, float]:
    """One graph, drawn after each of some statements, and let go of."""
    backend = backends.load(name)
    backend.settle()  # as the program does
    ahead.load()  # as the prompt does while somebody types
    torch = backend.torch
    namespace = {"torch": torch, **SHAPES[shape](torch, size)}
    console = make_console(io.StringIO(), color=True, width=WIDTH)
    times = []
    with Session(torch, echo=False, namespace=namespace) as session:
        for number in range(12):
            start = time.perf_counter()
            (turn,) = session.run(STATEMENTS[number % 2])
            view = turn_view(turn, level="full")
            console.print(view)
            times.append(time.perf_counter() - start)
            if turn.outcome.exception or turn.lens_error or turn.graph is None:
                raise RuntimeError(turn.lens_error or turn.outcome)
    start = time.perf_counter()
    namespace.clear()
    gc.collect()
    return {
        "first": times[0],
        "median": statistics.median(times[1:]),
        "slowest": max(times[1:]),
        "freed": time.perf_counter() - start,
    }


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text, and what the goal says of them."""
    columns = ["first", "median", "slowest", "freed"]
    rows = {name: [duration(found[c]) for c in columns] for name, found in numbers.items()}
    slow = [name for name, found in numbers.items() if found["median"] >= GOAL]
    verdict = f"over {duration(GOAL)}: {'; '.join(slow)}" if slow else f"all under {duration(GOAL)}"
    return f"{table('From a statement to its drawing', columns, rows)}\nMedians {verdict}."


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
