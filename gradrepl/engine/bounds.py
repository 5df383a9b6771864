"""Which bounds a random draw takes, and PyTorch's words about the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from gradrepl.engine.dtypes import OF
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.warning import warn

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


_SMALL = 32752.0
"""Half of the largest number of float16: any floating dtype takes such bounds."""


def check_uniform(low: float, high: float, kind: np.dtype[Any]) -> None:
    if -_SMALL <= low <= high <= _SMALL:
        return
    limit = float(np.finfo(kind).max)
    for name, bound in (("from", low), ("to", high)):
        if not -limit <= bound <= limit:
            raise RuntimeError(f"{name} is out of bounds for {C_NAMES[kind.name]}")
    if low > high:
        raise RuntimeError(
            f"uniform_ expects to return a [from, to) range, but found from={low:g} > to={high:g}"
        )
    if high - low > limit:
        raise RuntimeError(
            f"uniform_ expects to-from <= std::numeric_limits<{OF[kind].legacy}>::max(), but found "
            f"to={high:g} and from={low:g} which result in to-from to exceed the limit"
        )


def check_probability(p: float | npt.NDArray[Any], kind: np.dtype[Any], *, empty: bool) -> None:
    """Checks what `bernoulli` is given; a tensor without elements is never looked at."""
    if not isinstance(p, np.ndarray):
        if not 0 <= p <= 1:
            raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p:g}")
        if kind.kind == "c" and not empty:
            raise NotImplementedError(
                f"\"bernoulli_scalar_cpu_\" not implemented for '{OF[kind].legacy}'"
            )
        return
    if empty:
        return
    if kind.kind == "c" or p.dtype.kind != "f":
        which, bad = ("self", kind) if kind.kind == "c" else ("p", p.dtype)
        raise NotImplementedError(
            f"\"bernoulli_tensor_cpu_{which}_\" not implemented for '{OF[bad].legacy}'"
        )
    if not ((p >= 0) & (p <= 1)).all():
        raise RuntimeError(
            "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message "
            "be improved?  If so, please report an enhancement request to PyTorch.)"
        )


def largest(kind: np.dtype[Any]) -> int:
    """The largest integer up to which the dtype holds all of them."""
    if kind.kind == "f":
        return 1 << _DIGITS[kind.name]
    return 1 if kind.kind == "b" else int(np.iinfo(kind).max)


def integers(low: int, high: int, kind: np.dtype[Any]) -> tuple[int, int]:
    """The bounds in force for `randint`, after PyTorch's checks in PyTorch's order.

    Raises:
        RuntimeError: `random_ expects 'from' to be less than 'to', but got from=5 >= to=3`, or
            `to - 1 is out of bounds for unsigned char`.
    """
    if low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}"
        )
    if kind.kind == "c":
        raise RuntimeError(
            "check_random_bounds handles only integral, floating-point and boolean types"
        )
    if kind.kind == "f":
        low, high = _representable(low, high, kind)
    _check_held(low, "from", kind)
    _check_held(high - 1, "to - 1", kind)
    if kind.kind == "f":
        _warn_imprecise(low, "from", kind, 110)
        _warn_imprecise(high - 1, "to - 1", kind, 111)
    return low, high


def integers_from(low: int, kind: np.dtype[Any]) -> None:
    """Checks the lower bound of `Tensor.random_` without an upper one."""
    if kind.kind == "c":
        raise RuntimeError(
            "random_from_to_impl handles only integral, floating-point and boolean types"
        )
    _check_held(low, "from", kind)
    whole = largest(kind)
    if kind.kind == "f" and low >= whole:
        raise RuntimeError(
            "random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' casted to "
            f"dtype, but got from={low} > to_inc={whole}"
        )
    if kind.kind == "f":
        _warn_imprecise(low, "from", kind, 110)


def _representable(low: int, high: int, kind: np.dtype[Any]) -> tuple[int, int]:
    """Moves bounds inwards until rounding to the dtype cannot carry a value over them."""
    digits = _DIGITS[kind.name]
    above, below = _rounded(low + 1, kind), _rounded(high - 1, kind)
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


def _rounded(value: int, kind: np.dtype[Any]) -> int:
    with np.errstate(over="ignore"):
        rounded = float(np.float64(value).astype(kind))
    return int(rounded) if np.isfinite(rounded) else value


def _check_held(bound: int, name: str, kind: np.dtype[Any]) -> None:
    if kind.kind == "f":
        highest = int(np.finfo(kind).max)
        lowest = -highest
    else:
        highest = largest(kind)
        lowest = int(np.iinfo(kind).min) if kind.kind in "iu" else 0
    if not lowest <= bound <= highest:
        raise RuntimeError(f"{name} is out of bounds for {C_NAMES[kind.name]}")


def _warn_imprecise(bound: int, name: str, kind: np.dtype[Any], line: int) -> None:
    whole, digits = largest(kind), _DIGITS[kind.name]
    if not -whole <= bound <= whole:
        warn(
            f"{name} is out of bounds [-(2^{digits}), 2^{digits}]. Due to precision limitations "
            f"{C_NAMES[kind.name]} can support discrete uniform distribution only within this "
            "range. This warning will become an error in version 1.7 release, please fix the code "
            "in advance (Triggered internally at "
            f"/__w/pytorch/pytorch/aten/src/ATen/native/DistributionTemplates.h:{line}.)"
        )


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
