"""Records the random numbers that real PyTorch draws. Run it where PyTorch 2.13.0 is installed.

python -m tests.engine.record_random

Writes `data/random.json`; `test_random.py` replays it without PyTorch. A sequence is a seed and the
calls that follow it, so that it also shows how far each call moves the generator.
"""

import hashlib
import json
import random
import warnings
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data" / "random.json"
SEEDS = (0, 1, 42, -1, 2**32 + 5, 2**63, -(2**63), 2**64 - 1, 123456789)
FLOATS = ("float32", "float64", "float16")
REAL_OR_COMPLEX = (*FLOATS, "complex64", "complex128")
INTEGERS = ("int64", "int32", "int16", "int8", "uint8", "bool", *FLOATS)
SIZES = (0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 40)
LIMIT = 64
"""Longer draws are recorded as a digest."""


def chosen():
    """Sequences for every rule that is known."""
    for dtype in REAL_OR_COMPLEX:
        for call in ("rand", "randn"):
            yield 0, [step(call, dtype, [size]) for size in SIZES]
        yield (
            1,
            [
                step("uniform", dtype, [9], low=-0.3, high=1.7),
                step("uniform", dtype, [5], low=2.0, high=2.0),
                step("normal", dtype, [5], mean=0.3, std=1.7),
                step("normal", dtype, [4, 5], mean=-2.0, std=0.5),
                step("normal", dtype, [4, 5], mean=3.0, std=0.0),
            ],
        )
    for dtype in FLOATS:
        yield (
            2,
            [
                step("exponential", dtype, [6], lambd=1.0),
                step("normal", dtype, [4, 6], mean=0.5, std=2.0, contiguous=False),
                step("exponential", dtype, [2, 9], lambd=0.7),
                step("bernoulli", dtype, [20], p=[0.05 * each for each in range(20)]),
                step("dropout_mask", dtype, [3, 7], p=0.3),
                step("dropout_mask", dtype, [3, 7], p=0.0),
                step("dropout_mask", dtype, [3, 7], p=1.0),
                step("rand", dtype, [2]),
            ],
        )
    for dtype in INTEGERS:
        yield (
            3,
            [
                step("randint", dtype, [12], low=0, high=2),
                step("bernoulli", dtype, [12], p=0.25),
                step("random", dtype, [5]),
                step("random", dtype, [5], low=1),
            ],
        )
    yield (
        4,
        [
            step("randint", "int64", [5], low=low, high=low + span)
            for low in (0, -5, -(2**62))
            for span in (1, 10, 2**28 - 1, 2**28, 2**32 - 1, 2**32, 2**40 + 1, 2**62)
        ]
        + [step("randint", "int64", [5], low=-(2**63), high=2**63 - 1)],
    )
    yield 5, [step("random", "int64", [5], low=-(2**63))]
    yield (
        6,
        [step("randperm", dtype, [n]) for dtype in ("int64", "float32") for n in (*range(9), 50)],
    )
    yield (
        7,
        [
            step("rand", "float32", [700]),
            step("uniform", "float32", [100, 100], low=-0.05, high=0.05),
            step("randn", "float32", [999]),
            step("randn", "float32", [300, 301]),
            step("randint", "int64", [5000], low=0, high=1000),
            step("randperm", "int64", [10007]),
            step("bernoulli", "float32", [5000], p=0.5),
        ],
    )
    yield 8, list(refused())
    yield (
        9,
        [
            step("randint", "float32", [5], low=-(2**25), high=3),
            step("randint", "float16", [5], low=-5000, high=5000),
            step("randint", "float64", [5], low=0, high=2**60),
            step("random", "float32", [5], low=-(2**25)),
        ],
    )


def refused():
    """Calls that PyTorch refuses, each in its own words."""
    for dtype, low, high in (
        ("int64", 5, 3),
        ("int64", 3, 3),
        ("uint8", 0, 257),
        ("uint8", -1, 5),
        ("int8", -200, 5),
        ("int32", 0, 2**31 + 1),
        ("int16", 0, 2**40),
        ("bool", 0, 3),
        ("float16", 0, 70000),
        ("float16", -70000, 0),
        ("complex64", 0, 5),
    ):
        yield step("randint", dtype, [2], low=low, high=high)
    for dtype in ("int64", "int32", "int16", "int8", "uint8", "bool"):
        yield step("rand", dtype, [3])
        yield step("randn", dtype, [3])
        yield step("exponential", dtype, [3], lambd=1.0)
    for low, high in ((2.123456789, 1.0), (1e-7, 1e-8), (-3e38, 3e38), (0.0, 1e39), (-1e39, 0.0)):
        yield step("uniform", "float32", [3], low=low, high=high)
    yield step("uniform", "float16", [3], low=-60000.0, high=60000.0)
    yield step("uniform", "float64", [3], low=-1e308, high=1.7e308)
    yield step("normal", "float32", [0], mean=0.0, std=-1.5)
    yield step("exponential", "float32", [3], lambd=-1e20)
    yield step("bernoulli", "float32", [3], p=-0.5)
    yield step("bernoulli", "complex64", [3], p=0.5)
    yield step("bernoulli", "int64", [2], p=[0, 1])
    yield step("bernoulli", "float32", [2], p=[0.5, 1.5])
    yield step("random", "complex64", [3])
    yield step("random", "float32", [3], low=2**24)
    for dtype, n in (("int64", -1), ("uint8", 257), ("int8", 129), ("float16", 2050), ("bool", 5)):
        yield step("randperm", dtype, [n])
    for seed in (2**64, -(2**63) - 1, "x"):
        yield step("manual_seed", "int64", [], seed=seed)
    for seed in (2**64, -(2**63) - 1, 2.5, True, None):
        yield step("Generator.manual_seed", "int64", [], seed=seed)
    for dtype, size in (("float32", 3), ("uint8", 3), ("uint8", 5056)):
        yield step("Generator.set_state", dtype, [size])


def varied(seed, count):
    """Random sequences, the same ones for the same seed."""
    draw = random.Random(seed)
    for _ in range(count):
        yield draw.choice((*SEEDS, draw.getrandbits(64))), [_any_step(draw) for _ in range(6)]


def _any_step(draw):
    shape = draw.choice(
        ([], [draw.randint(1, 20)], [draw.randint(1, 5), draw.randint(1, 5)], [0, 2])
    )
    call = draw.choice(
        ("rand", "randn", "randn", "uniform", "normal", "randint", "randperm", "bernoulli")
    )
    dtype = draw.choice(("float32", "float32", *REAL_OR_COMPLEX))
    if call == "uniform":
        return step(call, dtype, shape, low=draw.uniform(-3, 0), high=draw.uniform(0, 3))
    if call == "normal":
        return step(call, dtype, shape, mean=draw.uniform(-3, 3), std=draw.uniform(0, 3))
    if call == "randint":
        low = draw.randint(-(2 ** draw.randint(0, 62)), 100)
        high = low + draw.randint(1, 2 ** draw.randint(0, 62))
        return step(call, "int64", shape, low=low, high=high)
    if call == "randperm":
        return step(call, "int64", [draw.randint(0, 30)])
    if call == "bernoulli":
        return step(call, draw.choice(INTEGERS), shape, p=draw.random())
    return step(call, dtype, shape)


def step(call, dtype, shape, **arguments):
    """One call of a function of `gradrepl.engine.random`."""
    return {"call": call, "dtype": dtype, "shape": shape, "arguments": arguments}


def arguments_of(each):
    """The keyword arguments of a step, but its generator."""
    arguments = dict(each["arguments"], dtype=np.dtype(each["dtype"]))
    if each["call"] == "randperm":
        return dict(arguments, n=each["shape"][0])
    if isinstance(arguments.get("p"), list):
        arguments["p"] = np.array(arguments["p"]).astype(each["dtype"])
    return dict(arguments, shape=tuple(each["shape"]))


def drawn_by_torch(each):
    """What PyTorch's default generator gives for a step."""
    import torch

    dtype, shape = getattr(torch, each["dtype"]), each["shape"]
    given = arguments_of(each)
    if each["call"] == "randperm":
        return torch.randperm(given["n"], dtype=dtype).numpy()
    empty = torch.empty(shape, dtype=dtype)
    match each["call"]:
        case "manual_seed":
            torch.manual_seed(given["seed"])
        case "Generator.manual_seed":
            torch.Generator().manual_seed(given["seed"])
        case "Generator.set_state":
            torch.Generator().set_state(empty.zero_())
        case "rand" | "randn" as name:
            return getattr(torch, name)(shape, dtype=dtype).numpy()
        case "uniform":
            return empty.uniform_(given["low"], given["high"]).numpy()
        case "normal" if not given.get("contiguous", True):
            return empty.t().contiguous().t().normal_(given["mean"], given["std"]).t().numpy()
        case "normal":
            return empty.normal_(given["mean"], given["std"]).numpy()
        case "exponential":
            return empty.exponential_(given["lambd"]).numpy()
        case "bernoulli" if isinstance(given["p"], np.ndarray):
            return torch.bernoulli(torch.from_numpy(given["p"])).numpy()
        case "bernoulli":
            return empty.bernoulli_(given["p"]).numpy()
        case "dropout_mask":
            return torch.nn.functional.dropout(torch.ones(shape, dtype=dtype), given["p"]).numpy()
        case "randint":
            return torch.randint(given["low"], given["high"], shape, dtype=dtype).numpy()
        case "random" if "low" in given:
            return empty.random_(given["low"], None).numpy()
        case "random":
            return empty.random_().numpy()
    raise ValueError(each["call"])


def summary(array):
    """The values of a short array, the digest of a long one."""
    if array.size > LIMIT:
        return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
    flat = array.ravel()
    return (flat.view(f"f{flat.itemsize // 2}") if flat.dtype.kind == "c" else flat).tolist()


def state_digest(state):
    """A digest of a generator's state without the waiting normal's last bits."""
    masked = np.array(state)
    masked[5024:5032] = 0
    return hashlib.sha256(masked.tobytes()).hexdigest()[:16]


def recorded(seed, steps):
    """A sequence with what PyTorch gave."""
    import torch

    torch.manual_seed(seed)
    results = []
    for each in steps:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                drawn = drawn_by_torch(each)
            except (RuntimeError, ValueError, TypeError) as error:
                results.append({**each, "error": [type(error).__name__, str(error)]})
                continue
        warned = [str(warning.message) for warning in caught]
        digest = state_digest(torch.get_rng_state().numpy())
        results.append({**each, "drawn": summary(drawn), "warned": warned, "state": digest})
    return {"seed": seed, "steps": results}


def main():
    sequences = [recorded(*each) for each in (*chosen(), *varied(0, 20))]
    text = ",\n".join(json.dumps(each) for each in sequences)
    DATA.write_text(f"[\n{text}\n]\n", encoding="utf-8", newline="\n")
    steps = sum(len(each["steps"]) for each in sequences)
    print(f"{len(sequences)} sequences, {steps} calls, {DATA.stat().st_size} bytes")


if __name__ == "__main__":
    main()
