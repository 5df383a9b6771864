"""Numbers from 0 to 1 of a generator's draws, as PyTorch makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gradrepl.engine.exact import Doubles, Floats
    from gradrepl.engine.generator import Draws, Generator


def unit32(draws: Draws) -> Floats:
    values = (draws & _LOW24).astype(np.float32)
    values *= _STEP24
    return values


def unit64(draws: Draws) -> Doubles:
    wide = draws[0::2] << _HALF
    wide |= draws[1::2]
    wide &= _LOW53
    values = wide.astype(np.float64)
    values *= 2.0**-53
    return values


_LOW24, _LOW53, _HALF = np.uint64((1 << 24) - 1), np.uint64((1 << 53) - 1), np.uint64(32)
_STEP24 = np.float32(2.0**-24)


def units32(generator: Generator, count: int) -> Floats:
    return generator.values(unit32, count, 1)


def units64(generator: Generator, count: int) -> Doubles:
    return generator.values(unit64, count, 2)
