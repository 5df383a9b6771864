"""A long chain built, run backward and freed: what one node costs, and whether that stays flat."""

import gc
import time
import tracemalloc
from types import ModuleType

from gradrepl import backend as backends
from tests.benchmarks.table import duration, table

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)


def measure(*, quick: bool) -> dict[str, dict[str, float]]:
    """Seconds a node, and bytes a node, by length of the chain and engine."""
    numbers = {}
    for name in backends.NAMES:
        try:
            backend = backends.load(name)
        except backends.BackendError:
            continue
        torch = backend.torch
        backend.settle()  # as the program does
        for length in LENGTHS[:3] if quick else LENGTHS:
            numbers[f"{name}, {length:,} nodes"] = _one(torch, length, memory=name == "numpy")
    return numbers


def _one(torch: ModuleType, length: int, *, memory: bool) -> dict[str, float]:
    turns = max(1, 100_000 // length)
    build = back = free = 0.0
    for _ in range(turns):
        x = torch.ones(3, requires_grad=True)
        gc.collect()
        start = time.perf_counter()
        y = _chain(x, length)
        built = time.perf_counter()
        y.backward(torch.ones(3))
        ran = time.perf_counter()
        del y
        build, back = build + built - start, back + ran - built
        free += time.perf_counter() - ran
    nodes = turns * length
    found = {"build": build / nodes, "backward": back / nodes, "free": free / nodes}
    if memory:
        tracemalloc.start()
        y = _chain(torch.ones(3, requires_grad=True), length)
        found["bytes"] = tracemalloc.get_traced_memory()[0] / length
        tracemalloc.stop()
        del y
    return found


def _chain(x: object, length: int) -> object:
    y = x
    for _ in range(length):
        y = y * 1.0
    return y


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text."""
    rows = {
        name: [
            *(duration(found[column]) for column in ("build", "backward", "free")),
            f"{found['bytes']:.0f}" if "bytes" in found else "-",
        ]
        for name, found in numbers.items()
    }
    columns = ["build", "backward", "free", "bytes"]
    return table("A chain of multiplications, for one node", columns, rows)
