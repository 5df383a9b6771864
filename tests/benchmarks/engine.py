"""Small operations: our engine, numpy by hand and, where it is installed, real PyTorch."""

import itertools
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from gradrepl import backend as backends
from tests.benchmarks.table import duration, table
from tests.benchmarks.timing import Action, medians

SHAPE = (3, 4)
LINKS = 100  # operations of the chain
SMALL = (100, 2, 16, 16, 1)  # batch and widths of a training step
LARGE = (64, 784, 128, 10)


def measure(*, quick: bool) -> dict[str, dict[str, float]]:
    """Median seconds of each case, by peer."""
    engines = {"gradrepl": backends.load("numpy").torch}
    try:
        engines["PyTorch"] = backends.load("torch").torch
        engines["PyTorch"].set_num_threads(1)
    except backends.BackendError:
        pass
    numbers = {}
    for case, (by_hand, on_tensors) in CASES.items():
        peers: dict[str, Action] = {}
        if by_hand is not None:
            peers["numpy"] = by_hand()
        for name, torch in engines.items():
            peers[name] = on_tensors(torch)
        numbers[case] = medians(peers, rounds=5 if quick else 15, seconds=0.005 if quick else 0.03)
    return numbers


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text, with ratios."""
    rows = {}
    for case, found in numbers.items():
        ours, hand, real = found["gradrepl"], found.get("numpy"), found.get("PyTorch")
        rows[case] = [
            duration(hand) if hand else "-",
            duration(ours),
            duration(real) if real else "-",
            f"{ours / hand:.2f}" if hand else "-",
            f"{ours / real:.2f}" if real else "-",
        ]
    columns = ["numpy", "gradrepl", "PyTorch", "/ numpy", "/ PyTorch"]
    return table("The engine, one thread (medians; the last two columns are ratios)", columns, rows)


def _arrays() -> tuple[Any, Any]:
    random = np.random.default_rng(0)
    return tuple(random.standard_normal(SHAPE).astype(np.float32) for _ in range(2))


def _tensors(torch: ModuleType) -> tuple[Any, Any]:
    torch.manual_seed(0)
    return torch.randn(*SHAPE, requires_grad=True), torch.randn(*SHAPE, requires_grad=True)


def scalars_by_hand() -> Action:
    x, _ = _arrays()
    two, one = np.float32(2), np.float32(1)
    return lambda: x * two + one


def scalars(torch: ModuleType) -> Action:
    x, _ = _tensors(torch)
    return lambda: x * 2 + 1


def unrecorded(torch: ModuleType) -> Action:
    x, _ = _tensors(torch)

    def run() -> None:
        with torch.no_grad():
            x * 2 + 1

    return run


def plain(torch: ModuleType) -> Action:
    x = _tensors(torch)[0].detach()
    return lambda: x * 2 + 1


def backward_by_hand() -> Action:
    x, _ = _arrays()
    two = np.float32(2)

    def run() -> None:
        (x * two).sum()
        np.ones_like(x) * two

    return run


def backward(torch: ModuleType) -> Action:
    x, _ = _tensors(torch)

    def run() -> None:
        x.grad = None
        (x * 2).sum().backward()

    return run


def chain_by_hand() -> Action:
    x, _ = _arrays()
    factor = np.float32(0.99)

    def run() -> None:
        y = x
        for _ in range(LINKS):
            y = y * factor
        grad = np.ones_like(x)
        for _ in range(LINKS):
            grad = grad * factor

    return run


def chain(torch: ModuleType) -> Action:
    x, _ = _tensors(torch)

    def run() -> None:
        y = x
        for _ in range(LINKS):
            y = y * 0.99
        x.grad = None
        y.sum().backward()

    return run


def in_place_by_hand() -> Action:
    x, _ = _arrays()
    one = np.float32(1)
    return lambda: np.multiply(x, one, out=x)


def in_place(torch: ModuleType) -> Action:
    x = _tensors(torch)[0].detach()
    return lambda: x.mul_(1.0)


ROWS = [[1.0, 2.0, 3.0, 4.0]] * 3


def create_by_hand() -> Action:
    return lambda: np.array(ROWS, dtype=np.float32)


def create(torch: ModuleType) -> Action:
    return lambda: torch.tensor(ROWS)


def index_by_hand() -> Action:
    x, _ = _arrays()
    return lambda: x[0]


def index(torch: ModuleType) -> Action:
    x, _ = _tensors(torch)
    return lambda: x[0]


def store_by_hand() -> Action:
    x, _ = _arrays()

    def run() -> None:
        x[0] = 1

    return run


def store(torch: ModuleType) -> Action:
    x = _tensors(torch)[0].detach()

    def run() -> None:
        x[0] = 1

    return run


def show_by_hand() -> Action:
    x, _ = _arrays()
    return lambda: repr(x)


def show(torch: ModuleType) -> Action:
    x, _ = _tensors(torch)
    return lambda: repr(x)


def step_by_hand(sizes: tuple[int, ...]) -> Callable[[], Action]:
    """A training step of a network with tanh between its layers, derived by hand."""

    def make() -> Action:
        batch, *widths = sizes
        random = np.random.default_rng(0)
        x = random.standard_normal((batch, widths[0])).astype(np.float32)
        goal = random.standard_normal((batch, widths[-1])).astype(np.float32)
        weights = [
            (random.standard_normal(pair) * 0.1).astype(np.float32)
            for pair in itertools.pairwise(widths)
        ]
        biases = [np.zeros(width, dtype=np.float32) for width in widths[1:]]
        rate = np.float32(0.01)
        share = np.float32(2 / goal.size)

        def run() -> None:
            kept = [x]
            for number, (w, b) in enumerate(zip(weights, biases, strict=True)):
                h = kept[-1] @ w + b
                kept.append(np.tanh(h) if number < len(weights) - 1 else h)
            error = kept[-1] - goal
            np.square(error).mean()
            grad = error * share
            for number in range(len(weights) - 1, -1, -1):
                if number < len(weights) - 1:
                    grad = grad * (1 - kept[number + 1] * kept[number + 1])
                down = grad @ weights[number].T if number else grad
                weights[number] -= rate * (kept[number].T @ grad)
                biases[number] -= rate * grad.sum(axis=0)
                grad = down

        return run

    return make


def step(sizes: tuple[int, ...]) -> Callable[[ModuleType], Action]:
    """The same step as a student writes it."""

    def make(torch: ModuleType) -> Action:
        batch, *widths = sizes
        torch.manual_seed(0)
        x, goal = torch.randn(batch, widths[0]), torch.randn(batch, widths[-1])
        params = []
        for pair in itertools.pairwise(widths):
            params.append((torch.randn(*pair) * 0.1).requires_grad_())
            params.append(torch.zeros(pair[1], requires_grad=True))

        def run() -> None:
            h = x
            for at in range(0, len(params), 2):
                h = h @ params[at] + params[at + 1]
                if at < len(params) - 2:
                    h = torch.tanh(h)
            loss = ((h - goal) ** 2).mean()
            loss.backward()
            with torch.no_grad():
                for p in params:
                    p.sub_(0.01 * p.grad)
                    p.grad = None

        return run

    return make


def single_by_hand(compute: Callable[[Any, Any], Any]) -> Callable[[], Action]:
    """One operation on arrays."""

    def make() -> Action:
        x, w = _arrays()
        return lambda: compute(x, w)

    return make


def single(
    compute: Callable[[Any, Any, Any], Any], *, recorded: bool
) -> Callable[[ModuleType], Action]:
    """One operation on tensors, with or without a graph."""

    def make(torch: ModuleType) -> Action:
        x, w = _tensors(torch)
        if not recorded:
            x, w = x.detach(), w.detach()
        return lambda: compute(torch, x, w)

    return make


SINGLES: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any, Any, Any], Any]]] = {
    "x * w": (lambda x, w: x * w, lambda _torch, x, w: x * w),
    "x + w": (lambda x, w: x + w, lambda _torch, x, w: x + w),
    "x / w": (lambda x, w: x / w, lambda _torch, x, w: x / w),
    "x ** 2": (lambda x, _w: x**2, lambda _torch, x, _w: x**2),
    "-x": (lambda x, _w: -x, lambda _torch, x, _w: -x),
    "exp": (lambda x, _w: np.exp(x), lambda torch, x, _w: torch.exp(x)),
    "tanh": (lambda x, _w: np.tanh(x), lambda torch, x, _w: torch.tanh(x)),
    "sum": (lambda x, _w: x.sum(), lambda _torch, x, _w: x.sum()),
    "mean": (lambda x, _w: x.mean(), lambda _torch, x, _w: x.mean()),
    "x @ w.T": (lambda x, w: x @ w.T, lambda _torch, x, w: x @ w.T),
}


CASES: dict[str, tuple[Callable[[], Action] | None, Callable[[ModuleType], Action]]] = {
    **{
        f"{name}, {'recorded' if recorded else 'plain'}": (
            single_by_hand(by_hand),
            single(on_tensors, recorded=recorded),
        )
        for name, (by_hand, on_tensors) in SINGLES.items()
        for recorded in (True, False)
    },
    "x * 2 + 1, recorded": (scalars_by_hand, scalars),
    "x * 2 + 1 under no_grad": (scalars_by_hand, unrecorded),
    "x * 2 + 1, nothing requires grad": (scalars_by_hand, plain),
    "sum(x * 2), backward": (backward_by_hand, backward),
    f"{LINKS}-operation chain, forward and backward": (chain_by_hand, chain),
    "mul_": (in_place_by_hand, in_place),
    "create from a list": (create_by_hand, create),
    "x[0]": (index_by_hand, index),
    "x[0, 1]": (
        single_by_hand(lambda x, _w: x[0, 1]),
        single(lambda _, x, _w: x[0, 1], recorded=True),
    ),
    "x[:, 1]": (
        single_by_hand(lambda x, _w: x[:, 1]),
        single(lambda _, x, _w: x[:, 1], recorded=True),
    ),
    "x[0] = 1": (store_by_hand, store),
    "repr": (show_by_hand, show),
    "training step 2-16-16-1, batch 100": (step_by_hand(SMALL), step(SMALL)),
    "training step 784-128-10, batch 64": (step_by_hand(LARGE), step(LARGE)),
}
