"""Tensors of random numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import random
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import sizes_differ
from gradrepl.engine.formats import preserve_format
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.create import checked_shape, factory, laid_out_as
from gradrepl.engine.ops.kernels import is_contiguous_format
from gradrepl.engine.promotion import default_float
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.tensor import Tensor


def seeded_like(signature: str, make: Callable[..., Array]) -> tuple[Op, Op]:
    """The same, with the shape, the dtype and the order of memory of a tensor."""
    name, _, inner = signature.removesuffix(")").partition("(")
    plain, _, overload = name.partition(".")

    def create(self: Tensor, *args: Any) -> Array:
        *given, generator, memory_format, dtype = args
        to = dtype or self._a.dtype
        return _drawn_like(self, lambda shape: make(*given, shape, to, generator), memory_format)

    def without(self: Tensor, *args: Any) -> Array:
        *given, memory_format, dtype = args
        return create(self, *given, None, memory_format, dtype)

    own = f"{plain}.{overload + '_' if overload else ''}generator({inner}, *, Generator? generator"
    kept = "MemoryFormat? memory_format=None)"
    return factory(f"{own}, {kept}", create), factory(f"{name}({inner}, *, {kept}", without)


def seeded(signature: str, make: Callable[..., Array]) -> tuple[Op, Op]:
    """Two rows, as PyTorch lists them: with a generator of one's own, and with the default one."""
    name, _, inner = signature.removesuffix(")").partition("(")
    plain, _, overload = name.partition(".")
    count = signature.count(",") + 1

    def create(*args: Any) -> Array:
        return make(*args[:count], *args[count + 1 :], args[count])

    own = f"{plain}.{overload + '_' if overload else ''}generator({inner}, *, Generator? generator)"
    return factory(own, create), factory(signature, make)


def _rand(size: Any, dtype: Any, generator: Any = None) -> Array:
    return random.rand(checked_shape(size, "rand"), dtype or default_float(), generator)


def _randn(size: Any, dtype: Any, generator: Any = None) -> Array:
    return random.randn(checked_shape(size, "randn"), dtype or default_float(), generator)


def _randperm(n: int, dtype: Any, generator: Any = None) -> Array:
    return random.randperm(n, dtype or np.int64, generator)


def _randint(high: int, size: Any, dtype: Any, generator: Any = None) -> Array:
    return random.randint(0, high, checked_shape(size, "randint"), dtype or np.int64, generator)


def _randint_tensor(high: Tensor, size: Any, dtype: Any, generator: Any = None) -> Array:
    if high._a.ndim:
        raise RuntimeError("high must be a scalar tensor and on CPU")
    return _randint(int(high._a), size, dtype, generator)


def _randint_low(low: int, high: int, size: Any, dtype: Any, generator: Any = None) -> Array:
    return random.randint(low, high, checked_shape(size, "randint"), dtype or np.int64, generator)


def _drawn_like(
    self: Tensor, draw: Callable[[tuple[int, ...]], Array], memory_format: Any
) -> Array:
    """Random numbers, drawn in the order of memory."""
    if 0 in self._a.strides or is_contiguous_format(memory_format):
        return draw(self._a.shape)
    return laid_out_as(self, random.filled(self._a, draw), memory_format)


def _normal(mean: float, std: float, size: Any, generator: Any, dtype: Any) -> Array:
    return random.normal(
        checked_shape(size, "normal"), float(mean), float(std), dtype or default_float(), generator
    )


def _normal_around(mean: Any, std: Any, generator: Any) -> Array:
    """Drawn around 0 and moved, in this order, so that the numbers are PyTorch's."""
    arrays = [np.asarray(each) for each in (mean, std)]
    dtype = next(each.dtype for each in (mean, std) if isinstance(each, np.ndarray))
    if not isinstance(std, np.ndarray) and not std >= 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")
    if (arrays[1] < 0).any():
        raise RuntimeError("normal expects all elements of std >= 0.0")
    try:
        shape = np.broadcast_shapes(*(each.shape for each in arrays))
    except ValueError:
        raise sizes_differ(arrays[0].shape, arrays[1].shape) from None
    drawn = random.normal(shape, 0.0, 1.0, dtype, generator)
    return np.asarray(drawn * arrays[1].astype(dtype) + arrays[0].astype(dtype))


def _bernoulli(a: Array, generator: Any) -> Array:
    return random.bernoulli(a.shape, a, a.dtype, generator)


def _bernoulli_p(self: Tensor, p: float, generator: Any) -> Any:
    found: Any = self.clone(memory_format=preserve_format)
    return found.bernoulli_(p, generator=generator)


def _multinomial(a: Array, num_samples: int, replacement: bool, generator: Any) -> Array:
    """Without replacement the largest of `p / exponential`; with it, places in the summed probabilities."""
    _check_multinomial(a, num_samples, replacement)
    if not replacement or num_samples == 1:
        keys = a / random.exponential(a.shape, 1.0, a.dtype, generator)
        return np.argsort(-keys, axis=-1, kind="stable")[..., :num_samples]
    rows = a.reshape((-1, a.shape[-1]))
    found = np.empty((len(rows), num_samples), np.int64)
    for i, row in enumerate(rows):
        sums = np.cumsum(row, dtype=row.dtype)
        sums = sums / sums[-1]
        sums[-1] = 1
        draws = random.uniform((num_samples,), 0.0, 1.0, np.float64, generator)
        found[i] = np.searchsorted(sums, draws)
    return found.reshape((*a.shape[:-1], num_samples))


def _check_multinomial(a: Array, num_samples: int, replacement: bool) -> None:
    if a.ndim not in (1, 2):
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if a.dtype.kind != "f":
        raise RuntimeError(
            f"multinomial only supports floating-point dtypes for input, got: {OF[a.dtype].legacy}"
        )
    if num_samples <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if not replacement and num_samples > a.shape[-1]:
        raise RuntimeError(
            "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
        )
    if replacement and num_samples > 1 and not (a >= 0).all():
        raise RuntimeError("invalid multinomial distribution (encountering probability entry < 0)")
    if not np.isfinite(a).all() or (a < 0).any():
        raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0")
    if not (a.sum(-1) > 0).all():
        raise RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)")


# fmt: off
DRAWN: tuple[Op, ...] = (
    *seeded("rand(int[] size)", _rand),
    *seeded("randn(int[] size)", _randn),
    *seeded("randperm(int n)", _randperm),
    *seeded("randint(int high, int[] size)", _randint),
    *seeded("randint.low(int low, int high, int[] size)", _randint_low),
    op("normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor", "NormalBackward3", _normal_around, method=False, mean=lambda grad, mean_sym_sizes: f.zeros(mean_sym_sizes, grad), std=lambda grad, std_sym_sizes: f.zeros(std_sym_sizes, grad)),
    op("normal.Tensor_float(Tensor mean, float std=1, *, Generator? generator=None) -> Tensor", "NormalBackward1", _normal_around, method=False, mean=lambda grad, mean_sym_sizes: f.zeros(mean_sym_sizes, grad)),
    op("normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None) -> Tensor", "NormalBackward2", _normal_around, method=False, std=lambda grad, std_sym_sizes: f.zeros(std_sym_sizes, grad)),
    factory("normal.float_float(float mean, float std, int[] size, *, Generator? generator=None)", _normal),
    *seeded_like("rand_like(Tensor self)", _rand),
    *seeded_like("randn_like(Tensor self)", _randn),
    *seeded_like("randint_like.low(Tensor self, int low, int high)", _randint_low),
    *seeded_like("randint_like.Tensor(Tensor self, Tensor high)", _randint_tensor),
    *seeded_like("randint_like(Tensor self, int high)", _randint),
    op("bernoulli(Tensor self, *, Generator? generator=None) -> Tensor", "BernoulliBackward0", _bernoulli, self=f.zeros_like),
    compose("bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor", _bernoulli_p),
    op("multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor", None, _multinomial),
)
# fmt: on
