"""Medians of interleaved runs: peers take turns, so that a busy machine is busy for all of them."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping


def compiled_in(folder: str) -> dict[str, str]:
    """What tells Python to keep what it compiles, as for an installed package: in a folder."""
    return {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}


Action = Callable[[], object]


def medians(peers: Mapping[str, Action], *, rounds: int, seconds: float) -> dict[str, float]:
    """The median time of one call of each peer, in seconds.

    Args:
        peers: what to call, by name.
        rounds: how many times each takes its turn.
        seconds: how long a turn should last; short calls are repeated that long.
    """
    repeats = {name: _repeats(action, seconds) for name, action in peers.items()}
    times: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(rounds):
        for name, action in peers.items():
            times[name].append(_turn(action, repeats[name]))
    return {name: statistics.median(found) for name, found in times.items()}


def _repeats(action: Action, seconds: float) -> int:
    action()
    number = 1
    while (once := _turn(action, number)) * number < seconds / 4:
        number *= 4
    return max(1, round(seconds / once))


def _turn(action: Action, number: int) -> float:
    gc.collect()
    collecting = gc.isenabled()
    gc.disable()
    try:
        start = time.perf_counter()
        for _ in range(number):
            action()
        return (time.perf_counter() - start) / number
    finally:
        if collecting:
            gc.enable()
