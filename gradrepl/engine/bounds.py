"""Which bounds a random draw takes, and PyTorch's words about the others."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF

_C_NAMES = {
    "bool": "bool",
    "uint8": "unsigned char",
    "int8": "signed char",
    "int16": "short int",
    "int32": "int",
    "int64": "long int",
    "float16": "c10::Half",
    "float32": "float",
    "float64": "double",
}
_DIGITS = {"float16": 11, "float32": 24, "float64": 53}


def real(kernel: str, kind: np.dtype[Any]) -> np.dtype[Any]:
    """The dtype of one part of a complex value, or `kind` itself.

    Raises:
        NotImplementedError: `"normal_kernel_cpu" not implemented for 'Long'`.
    """
    if kind.kind == "c":
        return np.dtype(f"f{kind.itemsize // 2}")
    if kind.kind != "f":
        raise NotImplementedError(f"\"{kernel}\" not implemented for '{OF[kind].legacy}'")
    return kind


def check_uniform(low: float, high: float, kind: np.dtype[Any]) -> None:
    limit = float(np.finfo(kind).max)
    for name, bound in (("from", low), ("to", high)):
        if not -limit <= bound <= limit:
            raise RuntimeError(f"{name} is out of bounds for {_C_NAMES[kind.name]}")
    if low > high:
        raise RuntimeError(
            f"uniform_ expects to return a [from, to) range, but found from={low:g} > to={high:g}"
        )
    if high - low > limit:
        raise RuntimeError(
            f"uniform_ expects to-from <= std::numeric_limits<{OF[kind].legacy}>::max(), but found "
            f"to={high:g} and from={low:g} which result in to-from to exceed the limit"
        )


def largest(kind: np.dtype[Any]) -> int:
    """The largest integer up to which the dtype holds all of them."""
    if kind.kind == "f":
        return 1 << _DIGITS[kind.name]
    return 1 if kind.kind == "b" else int(np.iinfo(kind).max)


def check_integers(bound: int, name: str, kind: np.dtype[Any]) -> None:
    whole = largest(kind)
    limit = int(np.finfo(kind).max) if kind.kind == "f" else whole
    lowest = int(np.iinfo(kind).min) if kind.kind in "iu" else -limit if kind.kind == "f" else 0
    if not lowest <= bound <= limit:
        raise RuntimeError(f"{name} is out of bounds for {_C_NAMES[kind.name]}")
    if kind.kind == "f" and not -whole <= bound <= whole:
        digits, line = _DIGITS[kind.name], 110 if name == "from" else 111
        warnings.warn(
            f"{name} is out of bounds [-(2^{digits}), 2^{digits}]. Due to precision limitations "
            f"{_C_NAMES[kind.name]} can support discrete uniform distribution only within this "
            "range. This warning will become an error in version 1.7 release, please fix the code "
            "in advance (Triggered internally at "
            f"/__w/pytorch/pytorch/aten/src/ATen/native/DistributionTemplates.h:{line}.)",
            UserWarning,
            stacklevel=_depth(),
        )


def _depth() -> int:
    """The stack level, for `check_integers`, of the first caller outside the engine."""
    engine = str(Path(__file__).parent)
    frame, depth = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_code.co_filename.startswith(engine):
        frame, depth = frame.f_back, depth + 1
    return depth


def representable(low: int, high: int, kind: np.dtype[Any]) -> tuple[int, int]:
    """Moves bounds inwards until rounding to the dtype cannot carry a value over them."""
    digits = _DIGITS[kind.name]
    above, below = int(kind.type(low + 1)), int(kind.type(high - 1))
    if above < low:
        low = above + (1 << (abs(low + 1).bit_length() - digits))
    if below >= high:
        high = below - (1 << (abs(high - 1).bit_length() - digits))
    if low >= high:
        raise RuntimeError(
            "random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, but got "
            f"from={low} >= to={high}"
        )
    return low, high


def check_randperm(n: int, kind: np.dtype[Any]) -> None:
    if n < 0:
        raise RuntimeError(f"Trying to create tensor with negative dimension {n}: [{n}]")
    if kind.kind in "iu" and n > largest(kind) + 1:
        raise RuntimeError(f"value cannot be converted to type {kind.name}_t without overflow")
    if kind.kind == "f" and n > largest(kind) + 1:
        shown = "2049" if kind == np.float16 else f"2^{_DIGITS[kind.name]}+1"
        raise RuntimeError(f"n cannot be greater than {shown} for {OF[kind].legacy} type.")
    if kind.kind in "bc":
        raise NotImplementedError(f"\"randperm\" not implemented for '{OF[kind].legacy}'")
