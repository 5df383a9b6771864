"""Random numbers that are neither uniform nor normal: Cauchy, log-normal, geometric, Poisson."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import exact, random
from gradrepl.engine.generator import default_generator
from gradrepl.engine.normals import standard
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.convert import drawn
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.table import Op, op
from gradrepl.engine.units import units64

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


def _filled(a: Array, draw: Callable[[int], Array], generator: Any) -> Array:
    """Numbers that are drawn as doubles, one after the other."""
    del generator
    with np.errstate(over="ignore"):
        return random.filled(a, lambda shape: draw(math.prod(shape)).astype(a.dtype).reshape(shape))


def _cauchy(a: Array, median: float, sigma: float, generator: Any) -> Array:
    check_cauchy(a, median, sigma, generator)

    def draw(count: int) -> Array:
        units = units64(generator or default_generator, count)
        return median + sigma * exact.libm(math.tan, np.pi * (units - 0.5))

    return _filled(a, draw, generator)


def check_cauchy(a: Array, median: float, sigma: float, generator: Any) -> None:
    del median, generator
    if not sigma > 0.0:
        raise RuntimeError(f"cauchy_ expects sigma > 0.0, but found sigma={sigma:g}")
    if a.dtype.kind != "f":
        from gradrepl.engine.errors import C_NAMES

        raise RuntimeError(
            "Cauchy distribution is a continuous probability distribution. dtype must be a "
            f"floating point but you specified {C_NAMES[a.dtype.name]}"
        )


def _log_normal(a: Array, mean: float, std: float, generator: Any) -> Array:
    check_log_normal(a, mean, std, generator)

    def draw(count: int) -> Array:
        source = generator or default_generator
        values = standard(source, count, np.dtype(np.float64), contiguous=False)
        return exact.libm(math.exp, values * std + mean)

    return _filled(a, draw, generator)


def check_log_normal(a: Array, mean: float, std: float, generator: Any) -> None:
    del mean, generator
    if not std > 0.0:
        raise RuntimeError(f"log_normal_ expects std > 0.0, but found std={std:g}")
    if a.dtype.kind != "f":
        raise missing("log_normal_cpu", a)


def _geometric(a: Array, p: float, generator: Any) -> Array:
    check_geometric(a, p, generator)

    def draw(count: int) -> Array:
        units = units64(generator or default_generator, count)
        return np.asarray(np.ceil(exact.libm(math.log, units) / math.log1p(-p)))

    return _filled(a, draw, generator)


def check_geometric(a: Array, p: float, generator: Any) -> None:
    del generator
    if not 0 < p < 1:
        raise RuntimeError(f"geometric_ expects p to be in (0, 1), but got p={p:g}")
    if a.dtype.kind in "bc":
        raise missing("geometric_cpu", a)


# --- Poisson ---------------------------------------------------------------------------------------------------------


def _poisson(a: Array, generator: Any) -> Array:
    if a.dtype.kind != "f":
        raise missing("poisson_cpu", a)
    if not (a >= 0).all():
        raise RuntimeError("invalid Poisson rate, expected rate to be non-negative")
    source = generator or default_generator

    def unit() -> float:
        return float(units64(source, 1)[0])

    counts = [_far(rate, unit) if rate >= 10 else _near(rate, unit) for rate in a.ravel().tolist()]
    return np.array(counts, a.dtype).reshape(a.shape)


def _near(rate: float, unit: Callable[[], float]) -> int:
    """As many uniform numbers as can be multiplied until the product is small."""
    count, product, least = 0, 1.0, math.exp(-rate)
    if not rate:
        return 0
    while (product := product * unit()) > least:
        count += 1
    return count


def _far(rate: float, unit: Callable[[], float]) -> int:
    """Hoermann's transformed rejection, for large rates."""
    log_rate = math.log(rate)
    b = 0.931 + 2.53 * math.sqrt(rate)
    a = -0.059 + 0.02483 * b
    alpha = 1.1239 + 1.1328 / (b - 3.4)
    quick = 0.9277 - 3.6224 / (b - 2)
    while True:
        u, v = unit() - 0.5, unit()
        distance = 0.5 - abs(u)
        k = math.floor((2 * a / distance + b) * u + rate + 0.43)
        if distance >= 0.07 and v <= quick:
            return k
        if k < 0 or (distance < 0.013 and v > distance):
            continue
        left = math.log(v) + math.log(alpha) - math.log(a / (distance * distance) + b)
        if left <= -rate + k * log_rate - math.lgamma(k + 1):
            return k


_WITH = "*, Generator? generator=None)"

# fmt: off
SKEWED: tuple[Op, ...] = (
    drawn(f"cauchy(Tensor self, float median=0.0, float sigma=1.0, {_WITH}", "CauchyBackward0", _cauchy, check_cauchy),
    drawn(f"log_normal(Tensor self, float mean=1.0, float std=2.0, {_WITH}", "LogNormalBackward0", _log_normal, check_log_normal),
    drawn(f"geometric(Tensor self, float p, {_WITH}", "GeometricBackward0", _geometric, check_geometric),
    op("poisson(Tensor self, Generator? generator=None) -> Tensor", "PoissonBackward0", _poisson, method=False, self=lambda grad: f.zeros_like(grad)),
)
# fmt: on
