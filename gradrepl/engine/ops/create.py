"""New tensors of a given shape: zeros, ones, nothing, one value; and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes, release
from gradrepl.engine.dtypes import Array, check_device
from gradrepl.engine.ops.kernels import is_contiguous_format
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.promotion import default_float
from gradrepl.engine.region import laid_out
from gradrepl.engine.table import Op, compose
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap

if TYPE_CHECKING:
    from collections.abc import Callable


_OPTIONS = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool pin_memory=False, bool requires_grad=False"

_NO_OPTIONS = (None, None, None, False, False)


def factory(signature: str, make: Callable[..., Array]) -> Op:
    """A row for a function that makes a tensor: `make` gets the arguments and a numpy dtype, or None."""
    inner = signature.removesuffix(")")
    text = f"{inner}, {'' if '*' in signature else '*, '}{_OPTIONS}) -> Tensor"
    count = signature.count(",") + 1 - ("*" in signature)

    def create_of_one(
        given: Any, dtype: Any, layout: Any, device: Any, pin_memory: bool, requires_grad: bool
    ) -> Tensor:
        del layout
        if device is not None:
            check_device(device)
        if pin_memory:
            refuse_pinned(pin_memory)
        made = make(given, None if dtype is None else dtype.np)
        return finished(made, requires_grad) if requires_grad else wrap(made)

    def create(*args: Any) -> Tensor:
        given = args[:count]
        if args[count:] == _NO_OPTIONS:
            return wrap(make(*given, None))
        dtype, _, device, pin_memory, requires_grad = args[count:]
        check_device(device)
        refuse_pinned(pin_memory)
        return finished(make(*given, None if dtype is None else dtype.np), requires_grad)

    return compose(text, create_of_one if count == 1 else create, method=False)


def refuse_pinned(pin_memory: bool) -> None:
    if pin_memory:
        raise RuntimeError(
            "pin_memory=True requires a CUDA or other accelerator backend; no pinned memory allocator is available on "
            "this system."
        )


def finished(array: Array, requires_grad: bool) -> Tensor:
    found = wrap(array)
    if requires_grad:
        if array.dtype.kind not in "fc":
            raise RuntimeError(release.integer_requires_grad())
        set_requires_grad(found, True)
    return found


def checked_shape(size: Any, name: str) -> tuple[int, ...]:
    if size and min(size) < 0:
        raise RuntimeError(
            f"{name}: Dimension size must be non-negative."
            if name == "zeros"
            else f"Trying to create tensor with negative dimension {next(n for n in size if n < 0)}: {list(size)}"
        )
    return size if type(size) is tuple else tuple(size)


def _filled(value: float) -> Callable[[Any, Any], Array]:
    name = "zeros" if value == 0 else "ones"
    new = np.zeros if value == 0 else np.empty

    def make(size: Any, dtype: Any) -> Array:
        found = new(checked_shape(size, name), dtype or default_float())
        if value:
            found.fill(value)
        return found

    return make


def _full(size: Any, fill_value: Any, dtype: Any) -> Array:
    to = dtype or dtypes.of_scalar(fill_value).np
    found = np.empty(checked_shape(size, "full"), to)
    found.fill(number_in(fill_value, to))
    return found


def _empty(size: Any, dtype: Any) -> Array:
    # PyTorch promises nothing about the values; zeros are the honest nothing
    return np.zeros(checked_shape(size, "empty"), dtype or default_float())


def _empty_strided(size: Any, stride: Any, dtype: Any) -> Array:
    if len(size) != len(stride):
        raise RuntimeError(
            f"dimensionality of sizes ({len(size)}) must match dimensionality of strides ({len(stride)})"
        )
    shape = checked_shape(size, "empty_strided")
    if any(each < 0 for each in stride):
        raise RuntimeError(
            f"Storage size calculation overflowed with sizes={list(size)} and strides={list(stride)}"
        )
    kind = np.dtype(dtype or default_float())
    return laid_out(shape, tuple(each * kind.itemsize for each in stride), kind)


def _like(make: Callable[..., Array]) -> Callable[..., Array]:
    """The `*_like` form: shape and dtype of a tensor, unless another dtype is given."""

    def create(self: Tensor, memory_format: Any, dtype: Any) -> Array:
        return laid_out_as(self, make(self._a.shape, dtype or self._a.dtype), memory_format)

    return create


def laid_out_as(self: Tensor, array: Array, memory_format: Any) -> Array:
    """The array, in the order of memory that the tensor has, unless another is asked for."""
    if self._a.flags.c_contiguous or 0 in self._a.strides or is_contiguous_format(memory_format):
        return array
    found = np.empty_like(self._a, array.dtype)
    found[...] = array
    return found


def _full_like(self: Tensor, fill_value: Any, memory_format: Any, dtype: Any) -> Array:
    to = dtype or self._a.dtype
    return laid_out_as(self, np.full(self._a.shape, number_in(fill_value, to)), memory_format)


def _new(make: Callable[..., Array]) -> Callable[..., Any]:
    def create(self: Tensor, *args: Any) -> Tensor:
        *given, dtype, _, device, _, requires_grad = args
        check_device(device)
        return finished(make(*given, self._a.dtype if dtype is None else dtype.np), requires_grad)

    return create


_FORMAT = "*, MemoryFormat? memory_format=None"


# fmt: off
CREATE = (
    factory("zeros(int[] size)", _filled(0)),
    factory("ones(int[] size)", _filled(1)),
    factory("full(int[] size, Scalar fill_value)", _full),
    factory("empty(int[] size)", _empty),
    factory("empty_strided(int[] size, int[] stride)", _empty_strided),
    factory(f"zeros_like(Tensor self, {_FORMAT})", _like(_filled(0))),
    factory(f"ones_like(Tensor self, {_FORMAT})", _like(_filled(1))),
    factory(f"empty_like(Tensor self, {_FORMAT})", _like(_empty)),
    factory(f"full_like(Tensor self, Scalar fill_value, {_FORMAT})", _full_like),
    compose(f"new_zeros(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_empty), function=False),
    compose(f"new_ones(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_filled(1)), function=False),
    compose(f"new_empty(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_empty), function=False),
    compose(f"new_empty_strided(Tensor self, int[] size, int[] stride, *, {_OPTIONS}) -> Tensor", _new(_empty_strided), function=False),
    compose(f"new_full(Tensor self, int[] size, Scalar fill_value, *, {_OPTIONS}) -> Tensor", _new(_full), function=False),
)
# fmt: on
