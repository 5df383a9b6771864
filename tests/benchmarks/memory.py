"""What a graph keeps: the peak of a process of its own, above what importing took."""

import statistics
import subprocess
import sys

from gradrepl import backend as backends
from tests.benchmarks.table import table

LAYERS, SIDE = 50, 1000
NODES = 1_000_000

_PEAK = "peak()"
_START = """
import pathlib, resource, sys

def peak():
    # Linux hands a process its parent's `ru_maxrss`
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024

from gradrepl import backend
torch = backend.load({engine!r}).torch
(torch.ones(3, requires_grad=True) * 1.0).sum().backward()
"""

LAYERED = f"""
x = torch.full(({SIDE}, {SIDE}), 0.1, requires_grad=True)
torch.tanh(x).detach_()
before = {_PEAK}
with torch.set_grad_enabled(RECORD):
    y = x
    for _ in range({LAYERS}):
        y = torch.tanh(y)
if BACKWARD:
    y.backward(torch.ones_like(y))
print({_PEAK} - before)
"""

CHAINED = f"""
before = {_PEAK}
y = torch.ones(3, requires_grad=True)
for _ in range({NODES}):
    y = y * 1.0
print({_PEAK} - before)
"""

CASES = {
    f"{LAYERS} layers, no_grad": LAYERED.replace("RECORD", "False").replace("BACKWARD", "False"),
    f"{LAYERS} layers, recorded": LAYERED.replace("RECORD", "True").replace("BACKWARD", "False"),
    f"{LAYERS} layers, with backward": LAYERED.replace("RECORD", "True").replace(
        "BACKWARD", "True"
    ),
    f"a chain of {NODES:,} nodes": CHAINED,
}


def measure(*, quick: bool) -> dict[str, dict[str, float]]:
    """Peak bytes of each case, by engine; medians of runs that take turns."""
    engines = []
    for name in backends.NAMES:
        try:
            backends.load(name)
        except backends.BackendError:
            continue
        engines.append(name)
    numbers = {}
    for case, code in CASES.items():
        found: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(1 if quick else 3):
            for name in engines:
                found[name].append(_peak(_START.format(engine=name) + code))
        numbers[case] = {name: statistics.median(peaks) for name, peaks in found.items()}
    return numbers


def _peak(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text, with the ratio."""
    rows = {}
    for case, found in numbers.items():
        ours, real = found["numpy"], found.get("torch")
        rows[case] = [
            f"{ours / 1e6:.0f} MB",
            f"{real / 1e6:.0f} MB" if real else "-",
            f"{ours / real:.2f}" if real else "-",
        ]
    title = f"Peak memory above the import; a layer is {SIDE} x {SIDE} float32, tanh"
    return table(title, ["gradrepl", "PyTorch", "/ PyTorch"], rows)
