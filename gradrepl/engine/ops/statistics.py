"""Quantiles, histograms, covariances, integrals by the trapezoid rule."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import numbers
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.norms import vector_norm
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap, wrap_dim
from gradrepl.engine.warning import warn

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array

# --- quantiles -------------------------------------------------------------------------------------------------------

_ROUNDED = {"lower": "floor", "higher": "ceil", "nearest": "round"}
_INTERPOLATIONS = ("linear", "lower", "higher", "midpoint", "nearest")


def quantile(name: str) -> Any:
    """`quantile`, and `nanquantile`, which looks at the numbers alone; errors name the first."""

    def function(self: Tensor, q: Any, dim: int | None, keepdim: bool, interpolation: str) -> Any:
        _check_interpolation(interpolation)
        if not isinstance(q, Tensor):
            if not 0 <= q <= 1:
                raise RuntimeError(f"quantile() q must be in the range [0, 1] but got {q:g}")
            q = wrap(np.asarray(q, self._a.dtype))
        _check_quantile(self, q)
        ordered = _ordered(self, None if dim is None else wrap_dim(dim, self._a.ndim), keepdim)
        found = _picked(ordered, q, interpolation, ignore_nan=name == "nanquantile")
        if q._a.ndim:
            found = found.unsqueeze_(0).transpose_(0, -1)
        return found.squeeze_(-1)

    return function


def _ordered(self: Tensor, over: int | None, keepdim: bool) -> Any:
    """Sorted along a last dimension of their own, in the shape of the result before it."""
    ndim = self._a.ndim
    shape: tuple[int, ...]
    if over is None:
        ordered, shape = self.flatten().sort()[0], (1,) * ndim
    elif over == ndim - 1:
        ordered, shape = self.sort()[0], (*self._a.shape[:-1], 1)
    else:
        ordered = self.unsqueeze(-1).transpose(over, -1).sort()[0]
        shape = ordered._a.shape[:-1]
    kept = shape if keepdim else tuple(n for at, n in enumerate(shape) if over not in (None, at))
    return ordered.view((*kept, ordered._a.shape[-1]))


def _check_interpolation(interpolation: str) -> None:
    if interpolation not in _INTERPOLATIONS:
        raise RuntimeError(
            f"quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, but got {interpolation}"
        )


def _check_quantile(self: Tensor, q: Tensor) -> None:
    if not self._a.size:
        raise RuntimeError("quantile() input tensor must be non-empty")
    if q._a.ndim > 1:
        raise RuntimeError("quantile() q must be a scalar or 1D tensor")
    if self._a.dtype not in (np.float32, np.float64):
        raise RuntimeError("quantile() input tensor must be either float or double dtype")
    if self._a.dtype != q._a.dtype:
        raise RuntimeError("quantile() q tensor must be same dtype as the input tensor")
    if not ((q._a >= 0) & (q._a <= 1)).all():
        raise RuntimeError("quantile() q values must be in the range [0, 1]")


def _picked(ordered: Tensor, q: Tensor, interpolation: str, *, ignore_nan: bool) -> Any:
    """Along the last dimension of sorted values, one value for each of `q`."""
    bad = np.isnan(ordered._a)
    last = ordered._a.shape[-1] - 1
    if ignore_nan:
        most = np.maximum(last - bad.sum(-1, keepdims=True), 0)
        ranks = wrap(np.asarray(q._a * most, ordered._a.dtype))
    else:
        ranks = (q * last).expand((*ordered._a.shape[:-1], q._a.size))
        ranks = ranks.masked_fill(wrap(np.asarray(bad.any(-1, keepdims=True))), last)
    if interpolation in _ROUNDED:
        ranks = getattr(ranks, _ROUNDED[interpolation])()
    below = ranks.long()
    found = ordered.gather(-1, below)
    if interpolation not in ("linear", "midpoint"):
        return found
    weight = ranks.new_full((), 0.5) if interpolation == "midpoint" else ranks - below
    return found.lerp_(ordered.gather(-1, ranks.ceil().long()), weight)


# --- histograms ------------------------------------------------------------------------------------------------------


def histogram(a: Array, bins: int, min: Any, max: Any) -> Array:
    """How many elements fall in each of so many bins; without bounds, in those between the extremes."""
    if bins <= 0:
        raise RuntimeError(f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0")
    if a.dtype not in (np.float16, np.float32, np.float64):
        between = a.dtype.kind == "c" and a.size and min == max  # the extremes are asked for
        raise missing(
            "linspace_cpu"
            if a.dtype.kind == "b"
            else "aminmax_cpu"
            if between
            else "histogram_cpu",
            a,
        )
    low, high = float(min), float(max)
    if low == high and a.size:
        low, high = float(a.min()), float(a.max())
    if low > high:
        raise RuntimeError("torch.histc: max must be larger than min")
    if not (math.isfinite(low) and math.isfinite(high)):
        raise RuntimeError(f"torch.histc: range of [{low:g}, {high:g}] is not finite")
    if low == high:
        low, high = low - 1, high + 1
    inside = a[(a >= low) & (a <= high)].astype(np.float64)
    at = np.minimum(((inside - low) * bins / (high - low)).astype(np.int64), bins - 1)
    return np.bincount(at, minlength=bins).astype(a.dtype)


# --- covariances -----------------------------------------------------------------------------------------------------


def covariance(
    self: Tensor, correction: int, fweights: Tensor | None, aweights: Tensor | None
) -> Any:
    """Of the rows, each an observed variable."""
    if self._a.ndim > 2:
        raise RuntimeError(
            "cov(): expected input to have two or fewer dimensions but got an input with "
            f"{self._a.ndim} dimensions"
        )
    if self._a.dtype.kind == "b":
        raise RuntimeError("cov(): bool dtype is not supported for input")
    given = self if self._a.ndim == 2 else self.view((1, self._a.size))
    observations = given._a.shape[1]
    weights = _weights(observations, fweights, aweights)
    total = observations if weights is None else weights.sum()
    if weights is None:
        mean = (given.sum(1) / total).unsqueeze(1)
    else:
        mean = ((given * weights).sum(1) / total).unsqueeze(1)
    if weights is not None and aweights is not None and correction:
        spread = (weights * aweights).sum() / total
        free = total - correction * spread
    else:
        free = total - correction
    if float(free) <= 0:
        warn(
            "cov(): degrees of freedom is <= 0. Correction should be strictly less than the number of observations. "
            "(Triggered internally at ...)"
        )
        free = 0
    centred = given - mean
    weighted = centred if weights is None else centred * weights
    found = centred.mm(weighted.t().conj())
    return (found / free).squeeze()


def _weights(observations: int, fweights: Tensor | None, aweights: Tensor | None) -> Any:
    found: Any = None
    for name, each, kinds, word in (
        ("fweights", fweights, "iub", "integral"),
        ("aweights", aweights, "f", "floating point"),
    ):
        if each is None:
            continue
        if each._a.ndim > 1:
            raise RuntimeError(
                f"cov(): expected {name} to have one or fewer dimensions but got {name} with {each._a.ndim} dimensions"
            )
        if each._a.dtype.kind not in kinds:
            raise RuntimeError(
                f"cov(): expected {name} to have {word} dtype but got {name} with {dtypes.OF[each._a.dtype].legacy} dtype"
            )
        if each._a.size != observations:
            raise RuntimeError(
                f"cov(): expected {name} to have the same numel as there are observations in the input but got "
                f"{each._a.size} != {observations}"
            )
        if (each._a < 0).any():
            raise RuntimeError(f"cov(): {name} cannot be negative")
        found = each if found is None else found * each
    return found


def correlation(self: Tensor) -> Any:
    """The covariance of the variables, each divided by its deviation."""
    if self._a.ndim > 2:
        raise RuntimeError(
            "corrcoef(): expected input to have two or fewer dimensions but got an input with "
            f"{self._a.ndim} dimensions"
        )
    found = self.cov()
    if not found._a.ndim:
        return found / found
    variances = found.diag()
    deviation = (variances.real if found.is_complex() else variances).sqrt()
    found = found / deviation.view((-1, 1)) / deviation.view((1, -1))
    if not found.is_complex():
        return found.clamp(-1, 1)
    return RECORDED.complex(found.real.clamp(-1, 1), found.imag.clamp(-1, 1))


# --- integrals -------------------------------------------------------------------------------------------------------


def _steps(name: str, y: Tensor, x: Tensor, over: int) -> Any:
    """The widths between sample points, shaped to go with `y`."""
    if x._a.ndim == 1 and y._a.ndim > 1:
        if x._a.size != y._a.shape[over]:
            raise RuntimeError(f"{name}: There must be one `x` value for each sample point")
        return x.diff().reshape((-1, *(1,) * (y._a.ndim - 1 - over)))
    if x._a.ndim == 1 and x._a.size != y._a.shape[over]:
        raise RuntimeError(f"{name}: There must be one `x` value for each sample point")
    return x.diff(1, over - y._a.ndim)


def _halves(y: Tensor, over: int) -> Any:
    """The sum of each two neighbours."""
    size = max(y._a.shape[over] - 1, 0)
    return y.narrow(over, 0, size) + y.narrow(over, min(1, y._a.shape[over]), size)


def _refuse_bools(name: str, *tensors: Tensor) -> None:
    for each, which in zip(tensors, ("y", "x"), strict=False):
        if each._a.dtype.kind == "b":
            raise RuntimeError(
                f"{name}: received a bool input for `{which}`, but bool is not supported"
            )


def trapezoid_x(y: Tensor, x: Tensor, dim: int) -> Any:
    _refuse_bools("trapezoid", y, x)
    over = wrap_dim(dim, y._a.ndim)
    if not y._a.shape[over]:
        return y.new_zeros([n for at, n in enumerate(y._a.shape) if at != over])
    return numbers.over((_halves(y, over) * _steps("trapezoid", y, x, over)).sum(over), 2.0)


def trapezoid_dx(y: Tensor, dx: Any, dim: int) -> Any:
    _refuse_bools("trapezoid", y)
    if not y._a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    over = wrap_dim(dim, y._a.ndim)
    if not y._a.shape[over]:
        return y.new_zeros([n for at, n in enumerate(y._a.shape) if at != over])
    ends = y.select(over, 0) + y.select(over, -1)
    return numbers.times(y.sum(over) - numbers.times(ends, 0.5), float(dx))


def cumulative_trapezoid_x(y: Tensor, x: Tensor, dim: int) -> Any:
    _refuse_bools("cumulative_trapezoid", y, x)
    over = wrap_dim(dim, y._a.ndim)
    steps = _steps("cumulative_trapezoid", y, x, over)
    return numbers.over((steps * _halves(y, over)).cumsum(dim), 2.0)


def cumulative_trapezoid_dx(y: Tensor, dx: Any, dim: int) -> Any:
    _refuse_bools("cumulative_trapezoid", y)
    over = wrap_dim(dim, y._a.ndim)
    return numbers.times(_halves(y, over), dx / 2.0).cumsum(dim)


# --- slices of a bounded norm ----------------------------------------------------------------------------------------

_EPSILON = 1e-7
"""Keeps PyTorch from dividing by 0."""


def bounded(a: Array, p: Any, dim: int, maxnorm: Any) -> Array:
    """Slices along a dimension, each shrunk where its norm is larger than allowed."""
    if a.ndim < 2:
        raise RuntimeError(f"renorm: input needs at least 2 dimensions, got {a.ndim} dimensions")
    if p <= 0:
        raise RuntimeError("renorm: non-positive-norm not supported")
    if maxnorm < 0:
        raise RuntimeError(f"renorm: expected maxnorm to be >= 0 but got {maxnorm}")
    over = wrap_dim(dim, a.ndim)
    norms = vector_norm(a, p, tuple(each for each in range(a.ndim) if each != over), True, None)
    factor = np.where(norms > maxnorm, maxnorm / (norms + _EPSILON), 1)
    return np.asarray(a * factor.astype(a.dtype), order="C")


def bounded_self(grad: Any, self: Any, p: Any, dim: int, maxnorm: Any) -> Any:
    """Through the factor as well as through the element, where a slice is shrunk."""
    ndim = len(self.shape)
    rest = tuple(each for each in range(ndim) if each != dim % ndim)
    if isinstance(self, Tensor):
        norms = self.norm(p, rest, True)
    else:
        norms = vector_norm(self, p, rest, True, None)
    from gradrepl.engine.ops.norms import vector_norm_self

    inverse = f.reciprocal(norms + _EPSILON)
    product = f.conj(self) * grad
    along = f.sum_over(f.real(product) if f.is_complex(product) else product, rest, True)
    slope = vector_norm_self(along, self, p, rest, True, norms)
    shrunk = maxnorm * inverse * (grad - inverse * slope)
    return f.where(norms > maxnorm, shrunk, grad)


# fmt: off
STATISTICS: tuple[Op, ...] = (
    *(row for name in ("quantile", "nanquantile") for row in (
        compose(f'{name}(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor', quantile(name)),
        compose(f'{name}.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor', quantile(name)),
    )),
    op("histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor", None, histogram),
    compose("cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor", covariance),
    compose("corrcoef(Tensor self) -> Tensor", correlation),
    compose("trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor", trapezoid_x, method=False),
    compose("trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor", trapezoid_dx, method=False),
    compose("trapz.dx(Tensor y, *, float dx=1, int dim=-1) -> Tensor", trapezoid_dx, method=False),
    compose("trapz.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor", trapezoid_x, method=False),
    compose("cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor", cumulative_trapezoid_x, method=False),
    compose("cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor", cumulative_trapezoid_dx, method=False),
    op("renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor", "RenormBackward0", bounded, in_place=True, self=bounded_self),
)
# fmt: on
