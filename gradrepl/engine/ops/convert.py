"""The same values elsewhere: copies, other dtypes, out of the graph; and writing values in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import bounds, dtypes, errors, random
from gradrepl.engine.dtypes import OF, Array, check_device
from gradrepl.engine.inference import InferenceStorage, OwnInferenceStorage
from gradrepl.engine.node import AccumulateGrad
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import is_contiguous_format
from gradrepl.engine.ops.legacy import TYPES, tensortype
from gradrepl.engine.ops.shape import spread
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.state import STATE
from gradrepl.engine.storage import DetachedStorage, Storage
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.turned import Turned
from gradrepl.engine.view import storage_of

if TYPE_CHECKING:
    from collections.abc import Callable


def cast(a: Array, dtype: dtypes.dtype, memory_format: Any = None) -> Array:
    if a.dtype.kind == "c" and 0 < dtype.category < 3:
        if a.size:
            from gradrepl.engine.warning import warn_of_imaginary

            warn_of_imaginary()
        a = a.real
    plain = 0 in a.strides or is_contiguous_format(memory_format)
    if a.dtype.kind == "f" and dtype.category == 1:
        return _to_integer(np.ascontiguousarray(a) if plain and a.ndim else a, dtype.np)
    return a.astype(dtype.np, "C" if plain else "K")


def _to_integer(a: Array, to: np.dtype[Any]) -> Array:
    """As C does it on the processors that most have: what int32 does not hold becomes its lowest value, and bytes wrap.

    The way through int64 makes it the same on others.
    """
    wide = a.astype(np.int64)
    if to.itemsize == 8:
        return wide
    if to.kind == "i":
        lowest = -(2**31)
        wide = np.where((wide < lowest) | (wide > -lowest - 1), lowest, wide)
    return wide.astype(to)


def cast_back(grad: Any, self_own_dtype: np.dtype[Any]) -> Any:
    if isinstance(grad, Tensor):
        return grad.to(OF[self_own_dtype])
    return grad if grad.dtype.kind == "c" else grad.astype(self_own_dtype, copy=False)


def detach(self: Tensor) -> Tensor:
    """The same memory and the same version counter, outside the graph."""
    storage = storage_of(self)
    if type(storage) is Storage:
        found = wrap(self._a.view())
        found._storage = storage
        return found
    if isinstance(storage, InferenceStorage):
        storage = OwnInferenceStorage()
    if isinstance(self, Turned):
        return self.aliased(storage)
    found = wrap(self._a.view())
    found._storage = storage
    return found


def detach_in_place(self: Tensor) -> Tensor:
    if STATE.inference or isinstance(self._storage, InferenceStorage):
        return self
    if self._view is not None:
        raise RuntimeError(errors.DETACH_VIEW)
    if self._edge is not None and not isinstance(self._edge[0], AccumulateGrad):
        self._storage = DetachedStorage(storage_of(self))
    self._edge = None
    if self._extra is not None:
        self._extra.retains = False
    return self


def to_dtype(self: Tensor, dtype: Any, non_blocking: bool, copy: bool, memory_format: Any) -> Any:
    del non_blocking
    format_kept = not is_contiguous_format(memory_format) or self._a.flags.c_contiguous
    if dtype.np == self._a.dtype and not copy and format_kept:
        return self
    return self._to_copy(dtype, memory_format)


def to_device(
    self: Tensor, device: Any, dtype: Any, non_blocking: bool, copy: bool, memory_format: Any
) -> Any:
    check_device(device)
    return to_dtype(
        self, OF[self._a.dtype] if dtype is None else dtype, non_blocking, copy, memory_format
    )


def to_other(
    self: Tensor, tensor: Tensor, non_blocking: bool, copy: bool, memory_format: Any
) -> Any:
    return to_dtype(self, OF[tensor._a.dtype], non_blocking, copy, memory_format)


def type_as(self: Tensor, other: Tensor) -> Any:
    return self.to(OF[other._a.dtype])


def caster(dtype: dtypes.dtype) -> Any:
    def function(self: Tensor, memory_format: Any) -> Any:
        return to_dtype(self, dtype, False, False, memory_format)

    return function


def type_(self: Tensor, dtype: Any, non_blocking: bool) -> Any:
    """The legacy type's name, or the tensor as another type: a dtype, a legacy type or its name."""
    del non_blocking
    if dtype is None:
        return f"torch.{OF[self._a.dtype].legacy}Tensor"
    if isinstance(dtype, str):
        name = dtype.removeprefix("torch.")
        if name not in TYPES or name == dtype:
            raise ValueError(f"invalid type: '{dtype}'")
        return self.to(TYPES[name].dtype)
    if isinstance(dtype, tensortype):
        return self.to(dtype.dtype)
    if isinstance(dtype, type):
        raise ValueError(f"invalid type: '{dtype.__name__}'")
    if not isinstance(dtype, dtypes.dtype):
        raise TypeError("dtype must be a type, str, or dtype object")
    return self.to(dtype)


def cpu(self: Tensor, memory_format: Any) -> Any:
    return to_dtype(self, OF[self._a.dtype], False, False, memory_format)


def cuda(self: Tensor, device: Any, non_blocking: bool, memory_format: Any) -> Any:
    """Refuses, in the words of a PyTorch that was built without CUDA."""
    del self, non_blocking, memory_format
    check_device("cuda" if device is None else device)
    raise RuntimeError("Invalid device, must be cuda device")


def copied(a: Array, src: Array, non_blocking: bool) -> Array:
    del non_blocking
    try:
        spread = src if src.shape == a.shape else np.broadcast_to(src, a.shape)
    except ValueError:
        try:
            wide = np.broadcast_shapes(a.shape, src.shape)
        except ValueError:
            raise errors.sizes_differ(a.shape, src.shape) from None
        raise errors.bad_output_shape(a.shape, wide) from None
    return spread if src.dtype == a.dtype else cast(spread, OF[a.dtype])


def filled(a: Array, value: Any) -> Array:
    return np.full(a.shape, number_in(value, a.dtype, half_overflows=not a.ndim))


def filled_by_tensor(a: Array, value: Array) -> Array:
    if value.ndim:
        raise RuntimeError(
            f"fill_ only supports 0-dimension value tensor but got tensor with {value.ndim} dimensions."
        )
    return np.full(a.shape, cast(value, OF[a.dtype]))


def normal(a: Array, mean: float, std: float, generator: Any) -> Array:
    whole = a.flags.c_contiguous
    return random.filled(
        a, lambda shape: random.normal(shape, mean, std, a.dtype, generator, contiguous=whole)
    )


def uniform(a: Array, low: float, high: float, generator: Any) -> Array:
    return random.filled(a, lambda shape: random.uniform(shape, low, high, a.dtype, generator))


def bernoulli(a: Array, p: float, generator: Any) -> Array:
    return random.filled(a, lambda shape: random.bernoulli(shape, p, a.dtype, generator))


def bernoulli_by(a: Array, p: Array, generator: Any) -> Array:
    return random.bernoulli(a.shape, spread(p, a.shape, False), a.dtype, generator)


def exponential(a: Array, lambd: float, generator: Any) -> Array:
    return random.filled(a, lambda shape: random.exponential(shape, lambd, a.dtype, generator))


def integers(a: Array, generator: Any) -> Array:
    return random.filled(a, lambda shape: random.random(shape, a.dtype, None, generator))


def integers_to(a: Array, to: int, generator: Any) -> Array:
    return random.filled(a, lambda shape: random.randint(0, to, shape, a.dtype, generator))


def integers_from(a: Array, low: int, to: int | None, generator: Any) -> Array:
    if to is None:
        return random.filled(a, lambda shape: random.random(shape, a.dtype, low, generator))
    return random.filled(a, lambda shape: random.randint(low, to, shape, a.dtype, generator))


def cloned(a: Array, memory_format: Any) -> Array:
    """Keeps the order of the strides, unless elements share memory or another format is asked for."""
    if is_contiguous_format(memory_format):
        return a.copy("C")
    return a.copy("C" if 0 in a.strides else "K")


def alias(a: Array) -> Array:
    return a.view()


def check_normal(a: Array, mean: float, std: float, generator: Any) -> None:
    random.normal((0,), mean, std, a.dtype, generator)
    if a.size:
        bounds.real("normal_kernel_cpu", a.dtype)


def check_uniform(a: Array, low: float, high: float, generator: Any) -> None:
    del generator
    real = bounds.real("check_uniform_bounds", a.dtype)
    if a.size or a.dtype.kind == "f":
        bounds.check_uniform(low, high, real)


def check_exponential(a: Array, lambd: float, generator: Any) -> None:
    random.exponential((0,), lambd, a.dtype, generator)


def check_bernoulli(a: Array, p: float, generator: Any) -> None:
    del generator
    bounds.check_probability(p, a.dtype, empty=True)


def drawn(
    signature: str, node: str, draw: Callable[..., Array], first: Callable[..., None] | None = None
) -> Op:
    """An in-place filling with random numbers: what was there before has no influence, and so no gradient."""
    return op(
        f"{signature} -> Tensor", node, draw, in_place=True, method=False, function=False,
        first=first, self=lambda grad: f.zeros_like(grad),
    )  # fmt: skip


_HOW = "bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None"

# fmt: off
CONVERT: tuple[Op, ...] = (
    op("clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", "CloneBackward0", cloned, self=lambda grad: grad),
    op("_to_copy(Tensor self, ScalarType dtype, MemoryFormat? memory_format=None) -> Tensor", "ToCopyBackward0", cast, function=False, self=cast_back),
    op("alias(Tensor(a) self) -> Tensor(a)", "AliasBackward0", alias, method=False, function=False, self=lambda grad: grad),
    compose("detach(Tensor self) -> Tensor", detach),
    compose("detach_(Tensor self) -> Tensor", detach_in_place),
    compose(f"to.device(Tensor self, Device? device=None, ScalarType? dtype=None, {_HOW}) -> Tensor", to_device, function=False),
    compose(f"to.dtype(Tensor self, ScalarType dtype, {_HOW}) -> Tensor", to_dtype, function=False),
    compose(f"to.other(Tensor self, Tensor tensor, {_HOW}) -> Tensor", to_other, function=False),
    compose("type_as(Tensor self, Tensor other) -> Tensor", type_as, function=False),
    compose("type(Tensor self, Object dtype=None, bool non_blocking=False) -> Tensor", type_, function=False),
    compose("cpu(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", cpu, function=False),
    compose("cuda(Tensor self, Device? device=None, bool non_blocking=False, *, MemoryFormat? memory_format=None) -> Tensor", cuda, function=False),
    *(compose(f"{name}(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", caster(dtype), function=False) for name, dtype in (
        ("float", dtypes.float32), ("double", dtypes.float64), ("half", dtypes.float16), ("int", dtypes.int32), ("long", dtypes.int64),
        ("short", dtypes.int16), ("char", dtypes.int8), ("byte", dtypes.uint8), ("bool", dtypes.bool_),
        ("cfloat", dtypes.complex64), ("cdouble", dtypes.complex128))),
    op("copy(Tensor self, Tensor other, bool non_blocking=False) -> Tensor", "CopyBackwards", copied, in_place=True, method=False, function=False,
       self=lambda grad: f.zeros_like(grad), other=lambda grad: grad),
    op("zero(Tensor self) -> Tensor", "ZeroBackward0", np.zeros_like, in_place=True, overlapping=True, method=False, function=False, self=lambda grad: f.zeros_like(grad)),
    op("fill.Tensor(Tensor self, Tensor value) -> Tensor", "FillBackward1", filled_by_tensor, in_place_node="FillBackward3", method=False,
       self=lambda grad: f.zeros_like(grad), value=lambda grad: grad.sum()),
    op("fill.Scalar(Tensor self, Scalar value) -> Tensor", "FillBackward0", filled, in_place_node="FillBackward2", overlapping=True, method=False,
       self=lambda grad: f.zeros_like(grad)),
    drawn("normal(Tensor self, float mean=0.0, float std=1.0, *, Generator? generator=None)", "NormalBackward0", normal, check_normal),
    drawn("uniform(Tensor self, float from=0.0, float to=1.0, *, Generator? generator=None)", "UniformBackward0", uniform, check_uniform),
    drawn("exponential(Tensor self, float lambd=1.0, *, Generator? generator=None)", "ExponentialBackward0", exponential, check_exponential),
    drawn("bernoulli.Tensor(Tensor self, Tensor p, *, Generator? generator=None)", "BernoulliBackward1", bernoulli_by),
    drawn("bernoulli.float(Tensor self, float p=0.5, *, Generator? generator=None)", "BernoulliBackward2", bernoulli, check_bernoulli),
    drawn("random(Tensor self, *, Generator? generator=None)", "RandomBackward2", integers),
    drawn("random.from(Tensor self, int from, int? to, *, Generator? generator=None)", "RandomBackward0", integers_from),
    drawn("random.to(Tensor self, int to, *, Generator? generator=None)", "RandomBackward1", integers_to),
)
# fmt: on
