"""One of several numbers, element by element: within bounds, the larger one, the one that a condition picks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.errors import C_NAMES, bad_cast, bad_output_shape
from gradrepl.engine.memory_order import walked
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import kernels as k
from gradrepl.engine.ops.arithmetic import not_differentiated, number_tensor_like
from gradrepl.engine.ops.kernels import MANY, broadcast_shape, missing
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.promotion import shape_error
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.warning import warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


# --- kernels ---------------------------------------------------------------------------------------------------------


def clamp(a: Array, low: Any, high: Any) -> Array:
    if low is None and high is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    plain = a.dtype.kind == "f" and _PLAIN_BOUNDS.issuperset((type(low), type(high)))
    found = a.dtype if plain else _clamped_dtype(a, low, high)
    if plain and a.dtype.itemsize > 2 and low is not None is not high and a.size >= MANY:
        return a.clip(_bound(low, found), _bound(high, found))
    if low is not None:  # in this order numpy keeps the sign of a zero as PyTorch does
        a = np.maximum(_bound(low, found), a if plain else a.astype(found, copy=False), out=...)
    if high is not None:
        a = np.minimum(_bound(high, found), a if plain else a.astype(found, copy=False), out=...)
    return a


_PLAIN_BOUNDS = {int, float, type(None)}
"""Types of bounds that leave a floating dtype as it is."""


def _clamped_dtype(a: Array, low: Any, high: Any) -> np.dtype[Any]:
    bounds = [each for each in (low, high) if each is not None]
    found = dtypes.result_type([a, *bounds]).np
    by_arrays = isinstance(bounds[0], np.ndarray)
    if a.dtype.kind == "c" or (found.kind == "c" and not by_arrays):
        raise NotImplementedError("clamp is not supported for complex types")
    one_sided = by_arrays and len(bounds) == 1
    if found.kind == "c" or (found.kind == "b" and not one_sided):
        kernel = "clamp" if len(bounds) == 2 else "clamp_max" if low is None else "clamp_min"
        if one_sided:
            kernel = "minimum" if low is None else "maximum"
        raise missing(f"{kernel}_cpu" if by_arrays else f"{kernel}_scalar_cpu", np.empty(0, found))
    return found


def _bound(value: Any, to: np.dtype[Any]) -> Array:
    if isinstance(value, np.ndarray):
        return value.astype(to, copy=False)
    if value and type(value) in (int, float) and to.char in "fd" and abs(value) < k.FAR:
        return k.number(value, to)
    return number_in(value, to)


def clamp_first(a: Array, low: Any, high: Any) -> None:
    """What `clamp_` asks before it looks for shared memory."""
    bounds = [each for each in (low, high) if each is not None]
    by_arrays = isinstance(bounds[0], np.ndarray)
    from_, own = dtypes.result_type((a, *bounds)), dtypes.OF[a.dtype]
    if a.dtype.kind == "c" or (from_.category == 3 and not by_arrays):
        raise NotImplementedError("clamp is not supported for complex types")
    if not by_arrays and not dtypes.can_cast(from_, own):
        raise bad_cast(from_.legacy, C_NAMES[own.np.name])


def clamp_tensors(a: Array, low: Array | None, high: Array | None) -> Array:
    if low is not None is not high:
        clamp_first(a, low, high)
    try:
        return walked(clamp(a, low, high), a, low, high)
    except (ValueError, NotImplementedError) as problem:
        raise shape_error(problem, a, low, high) from None


def bounded(name: str) -> Callable[[Array, Array], Array]:
    """By a tensor on one side."""

    def kernel(a: Array, bound: Array) -> Array:
        if a.dtype.kind == "c":
            broadcast_shape(a.shape, bound.shape)
            raise missing(f"{name}_cpu", a)
        return clamp_tensors(a, *((bound, None) if name == "maximum" else (None, bound)))

    return kernel


def extreme(ufunc: np.ufunc, name: str) -> Callable[[Array, Array], Array]:
    """`maximum` and its like; of 0. and -0. the first."""

    def kernel(a: Array, b: Array) -> Array:
        if a.dtype.kind == "c":
            raise RuntimeError(f"{name} not implemented for complex tensors.")
        return ufunc(b, a, out=...)

    return kernel


def where(condition: Array, a: Array, b: Array) -> Array:
    if condition.dtype.kind != "b":
        if condition.dtype != np.uint8:
            raise RuntimeError(
                "where expected condition to be a boolean tensor, but got a tensor with dtype "
                + dtypes.OF[condition.dtype].legacy
            )
        warn(
            "where received a uint8 condition tensor. This behavior is deprecated and will be removed in a future "
            "version of PyTorch. Use a boolean condition instead. (Triggered internally at ...)"
        )
        condition = condition != 0
    if a.dtype is b.dtype and condition.shape == a.shape == b.shape:
        return walked(k.where(condition, a, b), condition, a, b)
    found = dtypes.result_type((a, b)).np
    try:
        chosen = k.where(condition, a.astype(found, copy=False), b.astype(found, copy=False))
    except ValueError as problem:
        raise shape_error(problem, condition, a, b) from None
    return walked(chosen, condition, a, b)


def nan_to_num(a: Array, nan: float | None, posinf: float | None, neginf: float | None) -> Array:
    if a.dtype.kind not in "fc":
        return a.copy()
    return np.asarray(
        np.nan_to_num(a, nan=0.0 if nan is None else nan, posinf=posinf, neginf=neginf)
    )


# --- formulas that want more than a line -----------------------------------------------------------------------------


def clamp_self(grad: Any, self: Any, min: Any, max: Any) -> Any:
    if min is not None and max is not None:
        above, below = self >= min, self <= max
        shape = np.broadcast_shapes(above.shape, below.shape)
        if shape != above.shape:  # PyTorch writes both into the first
            raise bad_output_shape(above.shape, shape)
        return f.masked(grad, above & below)
    return f.masked(grad, self >= min if max is None else self <= max)


def clamp_min(grad: Any, self: Any, min: Any, max: Any) -> Any:
    if min is None:
        return None
    below = self < min if max is None else (self < min) & (min < max)
    return f.masked(grad, below)


def clamp_max(grad: Any, self: Any, min: Any, max: Any) -> Any:
    if max is None:
        return None
    above = self > max if min is None else (self > max) | (max < min)
    return f.masked(grad, above)


def _shared(grad: Any, self: Any, other: Any) -> Any:
    """Equal values share the gradient."""
    return f.where(self == other, grad / 2, grad)


def larger_self(grad: Any, self: Any, other: Any) -> Any:
    """Of `self` where the larger one is taken, of `other` where the smaller one is."""
    return f.masked_fill(_shared(grad, self, other), self < other, 0)


def larger_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(_shared(grad, self, other), self > other, 0)


def fmax_self(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, f.logical_not((self >= other) | f.isnan(other)), 0)


def fmax_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, (self >= other) | f.isnan(other), 0)


def fmin_self(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, f.logical_not((self <= other) | f.isnan(other)), 0)


def fmin_other(grad: Any, self: Any, other: Any) -> Any:
    return f.masked_fill(grad, (self <= other) | f.isnan(other), 0)


# --- compositions ----------------------------------------------------------------------------------------------------


def where_number(condition: Tensor, self: Any, other: Any) -> Any:
    """`where` with a number in one place or in both: it takes the dtype that it has beside the other."""
    from gradrepl.engine import where as torch_where

    if isinstance(self, Tensor):
        return torch_where(condition, self, number_tensor_like(other, self))
    if isinstance(other, Tensor):
        return torch_where(condition, number_tensor_like(self, other), other)
    found = dtypes.promote_types(dtypes.of_scalar(self), dtypes.of_scalar(other)).np
    return torch_where(condition, wrap(np.asarray(self, found)), wrap(np.asarray(other, found)))


def where_method(self: Tensor, condition: Tensor, other: Any) -> Any:
    from gradrepl.engine import where as torch_where

    return torch_where(condition, self, other)


def where_indices(condition: Tensor) -> Any:
    return condition.nonzero(as_tuple=True)


def check_heaviside(a: Array, values: Array) -> None:
    if "c" in (a.dtype.kind, values.dtype.kind):
        raise RuntimeError("heaviside is not yet implemented for complex tensors.")
    if a.dtype != values.dtype:
        raise RuntimeError("heaviside is not yet implemented for tensors with different dtypes.")


def heaviside(a: Array, values: Array) -> Array:
    check_heaviside(a, values)
    broadcast_shape(a.shape, values.shape)
    return np.where(a == 0, values, (a > 0).astype(a.dtype))


def copysign(a: Array, b: Array) -> Array:
    if a.dtype.kind != "f":
        raise missing("copysign_cpu", a)
    return np.copysign(a, b, out=...)


def copysign_self(grad: Any, self: Any, result: Any) -> Any:
    """1 or -1, as the sign was kept or turned, and 0 at 0."""
    return grad * f.masked_fill(result / self, self == 0, 0)


def nextafter(a: Array, b: Array) -> Array:
    if a.dtype.kind != "f":
        raise missing("nextafter_cpu", a)
    return np.nextafter(a, b, out=...)


# fmt: off
BOUNDS = (
    op("clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor", "ClampBackward0", clamp_tensors, in_place=True, first=clamp_first,
       self=clamp_self, min=clamp_min, max=clamp_max),
    op("clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor", "ClampBackward1", clamp, in_place=True, first=clamp_first,
       self=clamp_self),
    op("clamp_min.Tensor(Tensor self, Tensor min) -> Tensor", "ClampMinBackward1", bounded("maximum"), in_place=True,
       self=lambda grad, self, min: f.masked(grad, self >= min),
       min=lambda grad, self, min: f.masked(grad, self < min)),
    op("clamp_min(Tensor self, Scalar min) -> Tensor", "ClampMinBackward0", lambda a, low: clamp(a, low, None), in_place=True, first=lambda a, low: clamp_first(a, low, None),
       self=lambda grad, self, min: f.masked(grad, self >= min)),
    op("clamp_max.Tensor(Tensor self, Tensor max) -> Tensor", "ClampMaxBackward1", bounded("minimum"), in_place=True,
       self=lambda grad, self, max: f.masked(grad, self <= max),
       max=lambda grad, self, max: f.masked(grad, self > max)),
    op("clamp_max(Tensor self, Scalar max) -> Tensor", "ClampMaxBackward0", lambda a, high: clamp(a, None, high), in_place=True, first=lambda a, high: clamp_first(a, None, high),
       self=lambda grad, self, max: f.masked(grad, self <= max)),
    op("maximum(Tensor self, Tensor other) -> Tensor", "MaximumBackward0", extreme(np.maximum, "maximum"), promote="same", in_place=False,
       self=larger_self, other=larger_other),
    op("minimum(Tensor self, Tensor other) -> Tensor", "MinimumBackward0", extreme(np.minimum, "minimum"), promote="same", in_place=False,
       self=larger_other, other=larger_self),
    op("fmax(Tensor self, Tensor other) -> Tensor", "FmaxBackward0", extreme(np.fmax, "fmax"), promote="same", in_place=False, self=fmax_self, other=fmax_other),
    op("fmin(Tensor self, Tensor other) -> Tensor", "FminBackward0", extreme(np.fmin, "fmin"), promote="same", in_place=False, self=fmin_self, other=fmin_other),
    op("copysign.Tensor(Tensor self, Tensor other) -> Tensor", "CopysignBackward0", copysign, promote="float",
       self=copysign_self, other=lambda grad: f.zeros_like(grad)),
    op("copysign.Scalar(Tensor self, Scalar other) -> Tensor", "CopysignBackward1", copysign, promote="float", self=copysign_self),
    op("nextafter(Tensor self, Tensor other) -> Tensor", "NextafterBackward0", nextafter, promote="same",
       self=lambda grad, self, other: f.where(self != other, grad, f.zeros((), grad)), other=lambda grad: f.zeros_like(grad)),
    not_differentiated("heaviside(Tensor self, Tensor values) -> Tensor", heaviside, in_place=True, first=check_heaviside),
    compose("where(Tensor condition) -> Tensor[]", where_indices, method=False),
    op("where.self(Tensor condition, Tensor self, Tensor other) -> Tensor", "WhereBackward0", where, method=False,
       self=lambda grad, condition: f.where(condition, grad, f.zeros((), grad)),
       other=lambda grad, condition: f.where(condition, f.zeros((), grad), grad)),
    compose("where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor", where_number, method=False),
    compose("where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor", where_number, method=False),
    compose("where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor", where_number, method=False),
    compose("where.method(Tensor self, Tensor condition, Tensor other) -> Tensor", where_method, function=False),
    compose("where.method_Scalar(Tensor self, Tensor condition, Scalar other) -> Tensor", where_method, function=False),
    op("nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor", "NanToNumBackward0", nan_to_num, in_place=True,
       self=lambda grad, self: grad * f.isfinite(self)),
)
# fmt: on
