"""Records how real PyTorch prints tensors. Run it where PyTorch 2.13.0 is installed.

python -m tests.engine.record_printing

Writes `data/printing.json`, one case on a line; `test_printing.py` replays it without PyTorch.
"""

import json
import math
import random
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data" / "printing.json"
NAN, INF = math.nan, math.inf

FLOATS = (
    [0.0],
    [-0.0, 0.0],
    [NAN, 0.0],
    [INF, -INF, 1.0],
    [1.0, 2.5, NAN],
    [1e-4, 1e-4],
    [9.9e-5],
    [1e-5, 1.0],
    [1000.0, 1.0],
    [1001.0, 1.0],
    [1e8, 1.0],
    [99999999.0, 50000000.0],
    [1e8 + 8, 1e8],
    [1e9],
    [0.5, -0.0],
    [0.99995, 9.99996],
    [-0.00004, 0.5],
    [1e-30, 1e30],
    [1.0, 2.0, 300.0],
    [123456.78, 0.5],
)
OPTIONS = (
    {"precision": 2},
    {"precision": 0},
    {"precision": 10},
    {"profile": "short"},
    {"profile": "full"},
    {"profile": "no such profile"},
    {"sci_mode": True},
    {"sci_mode": False},
    {"threshold": 5},
    {"threshold": 5, "edgeitems": 1},
    {"threshold": 5, "edgeitems": 0},
    {"edgeitems": 0},
    {"linewidth": 1},
    {"linewidth": 40},
    {"linewidth": 120, "precision": 6},
)
SHAPES = ([], [0], [0, 3], [2, 0], [1], [7], [2, 3], [3, 9], [4, 2, 3], [2, 1, 2, 3], [1, 1, 25])
LARGE = (
    [1000],
    [1001],
    [40, 50],
    [1001, 1],
    [1, 1001],
    [7, 200],
    [6, 200],
    [7, 7, 30],
    [2, 8, 100],
)
DTYPES = ("float32",) * 4 + ("float64", "float16", "int64", "int64", "int32", "uint8", "bool")
DTYPES += ("complex64", "complex128", "int8", "int16")
GRADS = ("", "", "", "requires_grad", "mul", "clone", "view")
PREFIXES = ("tensor(", "tensor(", "tensor(", "Weird(", "ASubclassWithAVeryLongNameIndeed(")


def chosen():
    """Cases for every rule that is known."""
    for values in FLOATS:
        for dtype in ("float32", "float64", "float16"):
            yield case(dtype, [len(values)], values)
        yield case("float32", [], values[:1])
        yield case(
            "complex64", [len(values)], [[v, w] for v, w in zip(values, values[::-1], strict=True)]
        )
    for options in OPTIONS:
        for values in ([1.25, 2.0, 300.0, 4.0, 5.0, 6.0], [0.0, NAN, 0.0, 0.0, 0.0, 0.0]):
            yield case("float32", [6], values, options=options)
        yield case("int64", [2, 3], [1, 2, 3, 4, 5, 6], options=options)
    for shape in SHAPES:
        for dtype in ("float32", "float64", "int64", "bool", "complex64"):
            yield case(dtype, shape, default="float64" if dtype == "complex64" else "float32")
        yield case("float32", shape, grad="mul")
    for shape in LARGE:
        yield case("float32", shape, grad="requires_grad")
        yield case("int64", shape)


def varied(seed, count):
    """Random cases, the same ones for the same seed."""
    draw = random.Random(seed)
    for _ in range(count):
        dtype = draw.choice(DTYPES)
        shape = draw.choice(LARGE if draw.random() < 0.1 else SHAPES)
        count = math.prod(shape)
        values = None if count > 100 else [_value(draw, dtype) for _ in range(count)]
        grads = ("",) if dtype[0] not in "fc" else GRADS if dtype[0] == "f" else ("", "clone")
        scale = 10.0 ** draw.randint(-30, 30) if draw.random() < 0.3 else 1.0
        if values and dtype.startswith("float") and scale != 1.0:
            values = [float(np.float64(value * scale)) for value in values]
        yield case(
            dtype,
            shape,
            values,
            grad=draw.choice(grads),
            prefix=draw.choice(PREFIXES),
            options=draw.choice(OPTIONS) if draw.random() < 0.3 else {},
            default=draw.choice(("float32", "float32", "float32", "float64", "float16")),
        )


def case(dtype, shape, values=None, *, grad="", prefix="tensor(", options=None, default="float32"):
    """What is printed and how; `values` None counts up from -1 in steps of 0.5."""
    return {
        "dtype": dtype,
        "shape": list(shape),
        "values": values,
        "grad": grad,
        "prefix": prefix if not grad else "tensor(",
        "options": options or {},
        "default": default,
    }


def _value(draw, dtype):
    if dtype == "bool":
        return draw.random() < 0.5
    if dtype.startswith("complex"):
        return [_value(draw, "float"), _value(draw, "float")]
    if "int" in dtype:
        info = np.iinfo(dtype)
        return draw.choice((0, 1, draw.randint(0, 99), draw.randint(int(info.min), int(info.max))))
    whole = draw.choice((0.0, -0.0, 1.0, -7.0, 250.0))
    odd = draw.choice((NAN, INF, -INF, 1e-5, 4096.5))
    return draw.choice((whole, whole, round(draw.gauss(0, 3), 2), draw.gauss(0, 1), odd))


def array_of(case):
    """The elements of a case."""
    dtype, shape = np.dtype(case["dtype"]), tuple(case["shape"])
    with np.errstate(over="ignore"):
        if case["values"] is None:
            count = np.arange(math.prod(shape)) * 0.5 - 1.0
            return (
                np.asarray(np.trunc(count) if dtype.kind in "iu" else count)
                .astype(dtype)
                .reshape(shape)
            )
        if dtype.kind == "c":
            parts = np.array(case["values"], np.float64).reshape(-1, 2)
            return parts.astype(np.dtype(f"f{dtype.itemsize // 2}")).view(dtype).reshape(shape)
        exact = object if dtype.kind in "iu" else None
        return np.array(case["values"], exact).astype(dtype).reshape(shape)


def printed(case):
    """PyTorch's text of a case, and the name of the tensor's node, or None."""
    import torch

    torch.set_default_dtype(getattr(torch, case["default"]))
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**case["options"])
    try:
        tensor = torch.from_numpy(array_of(case).copy())
        if case["grad"]:
            tensor.requires_grad_()
        tensor = {
            "mul": lambda: tensor * 1,
            "clone": tensor.clone,
            "view": lambda: tensor.view(tensor.shape),
        }.get(case["grad"], lambda: tensor)()
        if case["prefix"] != "tensor(":
            tensor = tensor.as_subclass(type(case["prefix"][:-1], (torch.Tensor,), {}))
        node = tensor.grad_fn
        return repr(tensor), node and type(node).__name__
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_printoptions(profile="default")


def main():
    lines = []
    for each in (*chosen(), *varied(0, 120)):
        text, node = printed(each)
        lines.append(json.dumps({**each, "grad_fn": node, "text": text}))
    DATA.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8", newline="\n")
    print(f"{len(lines)} cases, {DATA.stat().st_size} bytes")


if __name__ == "__main__":
    main()
