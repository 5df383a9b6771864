"""Normal numbers of a generator's draws, as PyTorch makes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gradrepl.engine import exact
from gradrepl.engine.units import unit32, unit64, units32, units64

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.exact import Doubles, Floats
    from gradrepl.engine.generator import Draws, Generator

Array: TypeAlias = npt.NDArray[Any]


def standard(
    generator: Generator, count: int, real: np.dtype[Any], *, contiguous: bool = True
) -> Array:
    """Standard normal values, not to be written into; doubles where they are drawn one by one."""
    with generator.lock:
        if count < 16 or not contiguous:
            return _pairs(generator, count)
        return _blocks(generator, count, real)


def _pairs(generator: Generator, count: int) -> Doubles:
    """Pair by pair; a second value that is not used waits for the next call."""
    waiting = generator._normal
    fresh = count if waiting is None else count - 1
    odd = fresh % 2
    values = generator.ahead(_box_muller, fresh + odd, 4, 2)
    if values is None:
        values = _box_muller(generator.draw32(2 * (fresh + odd)))
    generator._normal = float(values[-1]) if odd else None
    if waiting is not None:
        return np.concatenate(((waiting,), values[:fresh]))
    return values[:fresh] if odd else values


def _box_muller(draws: Draws) -> Doubles:
    """Of four draws two normal values, with the C library's functions."""
    units = unit64(draws)
    angles = (2.0 * math.pi * units[0::2]).tolist()
    radius = np.sqrt(-2.0 * exact.libm(math.log1p, -units[1::2]))
    values = np.empty((len(angles), 2))
    values[:, 0] = tuple(map(math.cos, angles))
    values[:, 1] = tuple(map(math.sin, angles))
    values *= radius[:, None]
    values += 0.0  # -0 becomes 0
    return values.ravel()


# NOTE [Blocks of sixteen]
# Sixteen uniform numbers become sixteen normal ones: the first eight are radii and the last eight
# angles, whose cosines come first. A rest draws sixteen again and redoes the last sixteen values.
# Which numbers are radii depends on where a call begins: what a few calls will need is made of
# every number and the eighth after it.


def _blocks(generator: Generator, count: int, real: np.dtype[Any]) -> Array:
    """Normal values from 16 on. See NOTE [Blocks of sixteen]."""
    double = real == np.float64
    whole, rest = count // 16 * 16, count % 16
    drawn = whole
    if rest:  # float16 does not draw it before it draws again
        drawn += 16 + (rest if real != np.float16 else 0)
    turn: Callable[[Array], Array] = _ordered
    values = generator.ahead(_pairs64 if double else _pairs32, drawn, 2 if double else 1)
    if values is None:
        turn = _turn64 if double else _turn32
        values = (units64 if double else units32)(generator, drawn)
    turned = turn(values[..., :whole])
    return np.concatenate((turned[: count - 16], turn(values[..., -16:]))) if rest else turned


def _ordered(pairs: Array) -> Array:
    return pairs.reshape(2, -1, 16)[:, :, :8].transpose(1, 0, 2).reshape(-1)


def _pairs32(draws: Draws) -> Floats:
    units = unit32(draws)
    radius, (sine, cosine) = _radius32(units[:-8]), exact.sincos(_TURN * units[8:])
    return _beside(radius, cosine, sine)


def _pairs64(draws: Draws) -> Doubles:
    units = unit64(draws)
    radius, (sine, cosine) = _radius64(units[:-8]), _sincos64(units[8:])
    return _beside(radius, cosine, sine)


def _beside(radius: Array, cosine: Array, sine: Array) -> Array:
    """Both values that each number makes; the last eight numbers have no partner."""
    pairs = np.zeros((2, len(radius) + 8), radius.dtype)
    np.multiply(radius, cosine, out=pairs[0, :-8])
    np.multiply(radius, sine, out=pairs[1, :-8])
    pairs += _ZERO
    return pairs


_ZERO, _TURN = np.float32(0), np.float32(2 * math.pi)  # a zero that is added makes 0 of -0
_CHUNK = 1 << 15
"""Values turned at once: the many steps of `exact` stay in the processor's cache."""


def _turn32(units: Floats) -> Floats:
    turned = np.empty_like(units)
    for start in range(0, len(units), _CHUNK):
        part, to = (each[start : start + _CHUNK].reshape(-1, 2, 8) for each in (units, turned))
        radius, (sine, cosine) = _radius32(part[:, 0]), exact.sincos(_TURN * part[:, 1])
        np.multiply(radius, cosine, out=to[:, 0])
        np.multiply(radius, sine, out=to[:, 1])
        to += _ZERO
    return turned


def _turn64(units: Doubles) -> Doubles:
    part = units.reshape(-1, 2, 8)
    radius, (sine, cosine) = _radius64(part[:, 0]), _sincos64(part[:, 1])
    turned: Doubles = np.stack((radius * cosine, radius * sine), 1).reshape(-1)
    turned += 0.0
    return turned


def _radius32(units: Floats) -> Floats:
    found: Floats = np.sqrt(np.float32(-2) * exact.log(np.float32(1) - units))
    return found


def _radius64(units: Doubles) -> Doubles:
    found: Doubles = np.sqrt(-2.0 * exact.libm(math.log, 1.0 - units))
    return found


def _sincos64(units: Doubles) -> tuple[Doubles, Doubles]:
    angle = 2.0 * math.pi * units
    return exact.libm(math.sin, angle), exact.libm(math.cos, angle)
