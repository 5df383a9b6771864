"""The same values elsewhere: copies, other dtypes, out of the graph; and writing values in."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine import errors, random
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.dtypes import OF, Array, check_device
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.tensor import Tensor, storage_of, wrap


def cast(a: Array, dtype: dtypes.dtype) -> Array:
    if a.dtype.kind == "c" and dtype.category < 3:
        from gradrepl.engine.warning import warn

        warn(
            "Casting complex values to real discards the imaginary part (Triggered internally at ...)"
        )
        a = a.real
    if a.dtype.kind == "f" and dtype.category == 1:
        return _to_integer(a, dtype.np)
    return a.astype(dtype.np)


def _to_integer(a: Array, to: np.dtype[Any]) -> Array:
    """Through int64, as C does it, so that a value out of range wraps instead of depending on the processor."""
    return a.astype(np.int64).astype(to) if to.itemsize < 8 else a.astype(to)


def detach(self: Tensor) -> Tensor:
    """The same memory and the same version counter, outside the graph."""
    found = wrap(self._a.view())
    found._storage = storage_of(self)
    return found


def detach_in_place(self: Tensor) -> Tensor:
    if self._view is not None:
        raise RuntimeError(errors.DETACH_VIEW)
    self._edge = None
    if self._extra is not None:
        self._extra.retains = False
    return self


def to_dtype(self: Tensor, dtype: Any, non_blocking: bool, copy: bool) -> Any:
    del non_blocking
    if dtype.np == self._a.dtype:
        return self.clone() if copy else self
    return self._to_copy(dtype)


def to_device(self: Tensor, device: Any, dtype: Any, non_blocking: bool, copy: bool) -> Any:
    check_device(device)
    if dtype is None:
        return self.clone() if copy else self
    return to_dtype(self, dtype, non_blocking, copy)


def to_other(self: Tensor, other: Tensor, non_blocking: bool, copy: bool) -> Any:
    return to_dtype(self, OF[other._a.dtype], non_blocking, copy)


def type_as(self: Tensor, other: Tensor) -> Any:
    return self.to(OF[other._a.dtype])


def caster(dtype: dtypes.dtype) -> Any:
    def function(self: Tensor) -> Any:
        return self.to(dtype)

    return function


def type_(self: Tensor, dtype: Any) -> Any:
    if dtype is None:
        return f"torch.{OF[self._a.dtype].legacy}Tensor"
    if isinstance(dtype, str):
        for each in dtypes.DTYPES:
            if dtype == f"torch.{each.legacy}Tensor":
                return self.to(each)
        raise ValueError(f"invalid type: '{dtype}'")
    return self.to(dtype)


def cpu(self: Tensor) -> Any:
    return self


def cuda(self: Tensor) -> Any:
    check_device("cuda")
    return self


def copied(a: Array, src: Array, non_blocking: bool) -> Array:
    del non_blocking
    source = src.real if src.dtype.kind == "c" and a.dtype.kind != "c" else src
    if source.dtype != a.dtype:
        source = cast(source, OF[a.dtype])
    try:
        return np.broadcast_to(source, a.shape)
    except ValueError:
        try:
            wide = np.broadcast_shapes(a.shape, src.shape)
        except ValueError:
            raise errors.sizes_differ(a.shape, src.shape) from None
        raise errors.bad_output_shape(a.shape, wide) from None


def filled(a: Array, value: Any) -> Array:
    if isinstance(value, complex) and a.dtype.kind != "c":
        raise RuntimeError("value cannot be converted to type float without overflow")
    return np.full(a.shape, value).astype(a.dtype)


def filled_by_tensor(a: Array, value: Array) -> Array:
    if value.ndim:
        raise RuntimeError(
            f"fill_ only supports 0-dimension value tensor but got tensor with {value.ndim} dimensions."
        )
    return np.full(a.shape, value.item()).astype(a.dtype)


def _random_fill(self: Tensor, values: Array) -> Any:
    return self.copy_(wrap(values))


def normal_in_place(self: Tensor, mean: float, std: float, generator: Any) -> Any:
    return _random_fill(self, random.normal(self._a.shape, mean, std, self._a.dtype, generator))


def uniform_in_place(self: Tensor, from_: float, to: float, generator: Any) -> Any:
    return _random_fill(self, random.uniform(self._a.shape, from_, to, self._a.dtype, generator))


def bernoulli_in_place(self: Tensor, p: float, generator: Any) -> Any:
    return _random_fill(self, random.bernoulli(self._a.shape, p, self._a.dtype, generator))


def exponential_in_place(self: Tensor, lambd: float, generator: Any) -> Any:
    return _random_fill(self, random.exponential(self._a.shape, lambd, self._a.dtype, generator))


def alias(a: Array) -> Array:
    return a.view()


# fmt: off
CONVERT: tuple[Op, ...] = (
    op("clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", "CloneBackward0", lambda a, memory_format: a.copy("K"), self=lambda grad: grad),
    op("_to_copy(Tensor self, ScalarType dtype) -> Tensor", "ToCopyBackward0", cast, function=False, self=lambda grad: grad),
    op("alias(Tensor(a) self) -> Tensor(a)", "AliasBackward0", alias, function=False, self=lambda grad: grad),
    compose("detach(Tensor self) -> Tensor", detach),
    compose("detach_(Tensor self) -> Tensor", detach_in_place),
    compose("to.dtype(Tensor self, ScalarType dtype, bool non_blocking=False, bool copy=False) -> Tensor", to_dtype, function=False),
    compose("to.device(Tensor self, Device? device=None, ScalarType? dtype=None, bool non_blocking=False, bool copy=False) -> Tensor", to_device, function=False),
    compose("to.other(Tensor self, Tensor other, bool non_blocking=False, bool copy=False) -> Tensor", to_other, function=False),
    compose("type_as(Tensor self, Tensor other) -> Tensor", type_as, function=False),
    compose("type(Tensor self, Object dtype=None) -> Tensor", type_, function=False),
    compose("cpu(Tensor self) -> Tensor", cpu, function=False),
    compose("cuda(Tensor self) -> Tensor", cuda, function=False),
    *(compose(f"{name}(Tensor self) -> Tensor", caster(dtype), function=False) for name, dtype in (
        ("float", dtypes.float32), ("double", dtypes.float64), ("half", dtypes.float16), ("int", dtypes.int32), ("long", dtypes.int64),
        ("short", dtypes.int16), ("char", dtypes.int8), ("byte", dtypes.uint8), ("bool", dtypes.bool_),
        ("cfloat", dtypes.complex64), ("cdouble", dtypes.complex128))),
    op("copy(Tensor self, Tensor other, bool non_blocking=False) -> Tensor", "CopyBackwards", copied, in_place=True, method=False, function=False,
       self=lambda grad: f.zeros_like(grad), other=lambda grad: grad),
    op("zero(Tensor self) -> Tensor", "ZeroBackward0", np.zeros_like, in_place=True, method=False, self=lambda grad: f.zeros_like(grad)),
    op("fill.Tensor(Tensor self, Tensor value) -> Tensor", "FillBackward1", filled_by_tensor, in_place_node="FillBackward3", method=False,
       self=lambda grad: f.zeros_like(grad), value=lambda grad: grad.sum()),
    op("fill.Scalar(Tensor self, Scalar value) -> Tensor", "FillBackward0", filled, in_place_node="FillBackward2", method=False,
       self=lambda grad: f.zeros_like(grad)),
    compose("normal_(Tensor self, float mean=0.0, float std=1.0, *, Generator? generator=None) -> Tensor", normal_in_place, function=False),
    compose("uniform_(Tensor self, float from=0.0, float to=1.0, *, Generator? generator=None) -> Tensor", uniform_in_place, function=False),
    compose("bernoulli_(Tensor self, float p=0.5, *, Generator? generator=None) -> Tensor", bernoulli_in_place, function=False),
    compose("exponential_(Tensor self, float lambd=1.0, *, Generator? generator=None) -> Tensor", exponential_in_place, function=False),
)
# fmt: on
