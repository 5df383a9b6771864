"""Windows for signals: they rise from 0 and fall again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops.create import factory
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.special import i0
from gradrepl.engine.promotion import default_float

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.table import Op


def _window(name: str, shape: Callable[..., Array]) -> Callable[..., Array]:
    """A window by its shape, which gets places from 0 to the last one; a periodic one has its end cut off."""

    def make(length: int, periodic: bool, *how: float, dtype: Any) -> Array:
        to = dtype or default_float()
        if to.kind not in "fc":
            raise RuntimeError(
                f"{name}_window expects floating point dtypes, got: TensorOptions(dtype={C_NAMES[to.name]}, device=cpu, "
                "layout=Strided (default), requires_grad=false (default), pinned_memory=false, memory_format=(nullopt))"
            )
        if length < 0:
            raise RuntimeError(
                f"{name}_window requires non-negative window_length, got window_length={length}"
            )
        if length < 2:
            return np.ones(length, to)
        if to.kind == "c":
            raise missing("arange_cpu", np.empty(0, to))
        count = length + 1 if periodic else length
        return shape(np.arange(count, dtype=to), count - 1, *how)[:length].copy()

    return make


def _cosines(places: Array, last: int, alpha: float, beta: float) -> Array:
    kind = places.dtype.type
    return np.cos(places * kind(2 * np.pi / last)) * kind(-beta) + kind(alpha)


def _blackman(places: Array, last: int) -> Array:
    kind = places.dtype.type
    turns = places * kind(np.pi / last)
    slow, quick = np.cos(turns * kind(2)) * kind(0.5), np.cos(turns * kind(4)) * kind(0.08)
    return quick - slow + kind(0.42)


def _bartlett(places: Array, last: int) -> Array:
    kind = places.dtype.type
    found = places * kind(2 / last)
    falling = found[last // 2 + 1 :]
    falling[...] = falling * kind(-1) + kind(2)
    return found


def _kaiser(places: Array, last: int, beta: float) -> Array:
    wide = places.astype(np.float32) if places.dtype == np.float16 else places
    kind = wide.dtype.type
    across = wide * kind(2) / kind(last) - kind(1)
    inner = kind(beta) * np.sqrt(np.maximum(kind(1) - across * across, 0))
    return (i0(inner) / i0(np.array(beta, kind))).astype(places.dtype)


def _rows(name: str, shape: Callable[..., Array], *usual: tuple[str, float]) -> list[Op]:
    """The overloads: the more is told, the longer."""
    make = _window(name, shape)
    defaults = tuple(value for _, value in usual)

    def plain(length: int, dtype: Any) -> Array:
        return make(length, True, *defaults, dtype=dtype)

    rows = [factory(f"{name}_window(int window_length)", plain)]
    told = "int window_length, bool periodic"
    overload = "periodic"
    for given in range(len(usual) + 1):
        if given:
            argument = usual[given - 1][0]
            told += f", float {argument}"
            overload = argument if name == "kaiser" else f"{overload}_{argument}"

        def longer(length: int, periodic: bool, *how: Any, given: int = given) -> Array:
            return make(length, periodic, *how[:given], *defaults[given:], dtype=how[given])

        rows.append(factory(f"{name}_window.{overload}({told})", longer))
    return rows


TAPERS: tuple[Op, ...] = (
    *_rows("hann", lambda places, last: _cosines(places, last, 0.5, 0.5)),
    *_rows("hamming", _cosines, ("alpha", 0.54), ("beta", 0.46)),
    *_rows("blackman", _blackman),
    *_rows("bartlett", _bartlett),
    *_rows("kaiser", _kaiser, ("beta", 12.0)),
)
