"""What the lens and the drawing add to one statement, by the size of the graph behind it."""

import io
import itertools
from collections.abc import Callable
from types import ModuleType

from gradrepl import backend as backends
from gradrepl.render.console import make_console
from gradrepl.render.turn import turn_view
from gradrepl.session.session import Level, Session
from tests.benchmarks.table import duration, table
from tests.benchmarks.timing import medians

SIZES = (10, 100, 1_000, 100_000)
STATEMENTS = ("z = y + 1", "z = (y - 1) * 2")
"""By turns: a graph that is the one drawn last would not be drawn again."""

WIDTH = 100  # columns


def chain(torch: ModuleType, nodes: int) -> dict[str, object]:
    """A namespace with a chain of that many nodes behind `y`."""
    w = torch.ones(3, requires_grad=True)
    y = w
    for _ in range(nodes):
        y = y * 1.0
    return {"torch": torch, "w": w, "y": y}


def network(torch: ModuleType, nodes: int) -> dict[str, object]:
    """A namespace with layers behind `y`, each with a weight and a bias of its own."""
    namespace: dict[str, object] = {"torch": torch}
    x = torch.ones(2, 3)
    weights = []
    for _ in range(max(1, nodes // 5)):
        w = torch.full((3, 3), 0.1, requires_grad=True)
        b = torch.zeros(3, requires_grad=True)
        weights += [w, b]
        x = torch.tanh(x @ w + b)
    return namespace | {"params": weights, "y": x}


GRAPHS: dict[str, Callable[[ModuleType, int], dict[str, object]]] = {
    "chain": chain,
    "network": network,
}


def measure(*, quick: bool) -> dict[str, dict[str, float]]:
    """Median seconds of the statement: bare, under each level of the lens, and drawn as well."""
    numbers: dict[str, dict[str, float]] = {}
    for name in backends.NAMES:
        try:
            torch = backends.load(name).torch
        except backends.BackendError:
            continue
        for shape, build in GRAPHS.items():
            for size in SIZES[:3] if quick else SIZES:
                if shape == "network" and size > 10_000:
                    continue  # nobody keeps 40,000 parameters in a list at a prompt
                numbers[f"{name}, {shape} of {size:,} nodes"] = _one(
                    torch, build, size, quick=quick
                )
    return numbers


def _one(
    torch: ModuleType,
    build: Callable[[ModuleType, int], dict[str, object]],
    size: int,
    *,
    quick: bool,
) -> dict[str, float]:
    codes = itertools.cycle([compile(text, "<bare>", "single") for text in STATEMENTS])
    namespace = build(torch, size)
    peers: dict[str, Callable[[], object]] = {"bare": lambda: exec(next(codes), namespace)}
    sessions = [_session(torch, build, size, level) for level in ("off", "facts", "full")]
    for session in sessions:
        peers[f"lens {session.level}"] = _runner(session)
    drawn = _session(torch, build, size, "full")
    peers["and drawn"] = _drawer(drawn)
    found = medians(peers, rounds=3 if quick else 9, seconds=0.02 if quick else 0.1)
    for session in [*sessions, drawn]:
        session.close()
    return found


def _session(
    torch: ModuleType,
    build: Callable[[ModuleType, int], dict[str, object]],
    size: int,
    level: Level,
) -> Session:
    return Session(torch, level=level, echo=False, namespace=build(torch, size))


def _runner(session: Session) -> Callable[[], object]:
    statements = itertools.cycle(STATEMENTS)

    def run() -> None:
        (turn,) = session.run(next(statements))
        if turn.outcome.exception or turn.lens_error:
            raise RuntimeError(turn.lens_error or turn.outcome)
        if session.level == "full" and turn.graph is None:
            raise RuntimeError("the lens took no graph: there is nothing to measure")

    return run


def _drawer(session: Session) -> Callable[[], object]:
    statements = itertools.cycle(STATEMENTS)
    console = make_console(io.StringIO(), color=True, width=WIDTH)

    def run() -> None:
        (turn,) = session.run(next(statements))
        view = turn_view(turn, level="full")
        if view is None:
            raise RuntimeError("the lens drew nothing: there is nothing to measure")
        console.print(view)

    return run


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text, and what the goals say of them."""
    columns = list(next(iter(numbers.values())))
    rows = {name: [duration(found[c]) for c in columns] for name, found in numbers.items()}
    return table(f"One statement, {' or '.join(STATEMENTS)} (medians)", columns, rows)
