"""Tensors made of values and arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.dtypes import OF, Array, check_device
from gradrepl.engine.memory_order import walked
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.create import factory, finished, refuse_pinned
from gradrepl.engine.ops.values import check_array, from_values, number_in
from gradrepl.engine.promotion import default_float
from gradrepl.engine.table import compose, op
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap
from gradrepl.engine.values import type_name
from gradrepl.engine.warning import warn, warn_once


def _scalar_tensor(s: Any, dtype: Any) -> Array:
    return number_in(s, dtype or default_float())


def _tensor(data: Any, dtype: Any, device: Any, pin_memory: bool, requires_grad: bool) -> Tensor:
    check_device(device)
    refuse_pinned(pin_memory)
    _warn_of_tensor(data, "torch.tensor")
    return finished(from_values(data, None if dtype is None else dtype.np), requires_grad)


def _warn_of_tensor(data: Any, name: str) -> None:
    if isinstance(data, Tensor):
        warn(
            "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
            f"sourceTensor.detach().clone().requires_grad_(True), rather than {name}(sourceTensor)."
        )


def _as_tensor(data: Any, dtype: Any, device: Any) -> Tensor:
    """Shares memory where it can: with a tensor of the same dtype, or an array."""
    check_device(device)
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if isinstance(data, np.ndarray) and (dtype is None or data.dtype == dtype.np):
        return from_numpy(data)
    return wrap(from_values(data, None if dtype is None else dtype.np))


_KEPT = (
    "torch.asarray: unspecified requires_grad now defaults to obj.requires_grad instead of False. Pass "
    "requires_grad=False explicitly to get the old behavior and silence this warning. (Triggered internally at ...)"
)


def _as_array(
    obj: Any, dtype: Any, device: Any, copy: bool | None, requires_grad: bool | None
) -> Tensor:
    """As `as_tensor`, but for `copy`, and for `requires_grad`, which is set on what is returned."""
    try:
        check_device(device)
    except AssertionError:
        if not isinstance(obj, Tensor):
            raise
        raise RuntimeError(
            f"PyTorch is not linked with support for {dtypes.device(device).type} devices"
        ) from None
    if not isinstance(obj, (Tensor, np.ndarray, np.generic)) and copy is False:
        raise ValueError("can't alias arbitrary sequence into a tensor.")
    found = obj if isinstance(obj, Tensor) else _as_tensor(obj, None, None)
    if requires_grad is None and found.requires_grad:
        warn_once(_KEPT)
    own = OF[found._a.dtype]
    if copy is False and dtype not in (None, own):
        raise ValueError(
            f"can't alias tensor with dtype '{own.legacy}' into dtype '{dtype.legacy}'."
        )
    if dtype not in (None, own):
        found = found.to(dtype)
    elif copy:
        found = found.clone()
    if requires_grad is None or requires_grad == found.requires_grad:
        return found
    if not found.is_leaf:
        return found.detach()
    if requires_grad and found._a.dtype.kind not in "fc":
        raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
    set_requires_grad(found, requires_grad)
    return found


def from_numpy(ndarray: Any) -> Tensor:
    """A tensor over the array's own memory."""
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type_name(ndarray)})")
    check_array(ndarray)
    if not ndarray.flags.writeable:
        warn(
            "The given NumPy array is not writable, and PyTorch does not support non-writable tensors. This means "
            "writing to this tensor will result in undefined behavior. You may want to copy the array to protect its "
            "data or make it writable before converting it to a tensor. This type of warning will be suppressed for "
            "the rest of this program. (Triggered internally at ...)"
        )
    return wrap(ndarray.view(np.ndarray))


def _new_tensor(self: Tensor, data: Any, dtype: Any, device: Any, requires_grad: bool) -> Tensor:
    check_device(device)
    _warn_of_tensor(data, "tensor.new_tensor")
    return finished(from_values(data, self._a.dtype if dtype is None else dtype.np), requires_grad)


def _check_parts(real: Array, imag: Array) -> None:
    """Refuses what are no two real numbers of one precision."""
    for each in (real, imag):
        if each.dtype.kind != "f":
            raise RuntimeError(
                f"Expected both inputs to be Half, Float or Double tensors but got {OF[real.dtype].legacy} and "
                f"{OF[imag.dtype].legacy}"
            )
    if real.dtype != imag.dtype:
        raise RuntimeError(
            f"Expected object of scalar type {OF[real.dtype].legacy} but got scalar type {OF[imag.dtype].legacy} for "
            "second argument"
        )


def _complex(real: Array, imag: Array) -> Array:
    _check_parts(real, imag)
    real, imag = np.broadcast_arrays(real, imag)
    found = walked(np.empty(real.shape, OF[real.dtype].to_complex().np), real, imag)
    found.real, found.imag = real, imag  # a sum would make infinities NaN
    return found


def _polar(abs: Array, angle: Array) -> Array:
    _check_parts(abs, angle)
    return walked(_complex(abs * np.cos(angle), abs * np.sin(angle)), abs, angle)


def _new_legacy(self: Tensor, size: Any) -> Tensor:
    from gradrepl.engine.ops.legacy import legacy_constructor

    return legacy_constructor(Tensor, tuple(size), {}, self._a.dtype)


def _new_legacy_values(self: Tensor, data: Any) -> Tensor:
    from gradrepl.engine.ops.legacy import legacy_constructor

    return legacy_constructor(Tensor, (data,), {}, self._a.dtype)


# fmt: off
FROM_VALUES = (
    compose("tensor(Object data, *, ScalarType? dtype=None, Device? device=None, bool pin_memory=False, bool requires_grad=False) -> Tensor", _tensor, method=False),
    op("complex(Tensor real, Tensor imag) -> Tensor", "ComplexBackward0", _complex, method=False,
       real=lambda grad, real: f.real(grad), imag=lambda grad, imag: f.imag(grad)),
    op("polar(Tensor abs, Tensor angle) -> Tensor", "PolarBackward0", _polar, method=False,
       abs=lambda grad, result: f.real(f.conj(grad) * f.sgn(result)),
       angle=lambda grad, result: f.real(f.conj(grad) * (result * 1j))),
    compose("asarray(Object obj, *, ScalarType? dtype=None, Device? device=None, bool? copy=None, bool? requires_grad=None) -> Tensor", _as_array, method=False),
    compose("as_tensor(Object data, *, ScalarType? dtype=None, Device? device=None) -> Tensor", _as_tensor, method=False),
    factory("scalar_tensor(Scalar s)", _scalar_tensor),
    compose("new.data(Tensor self, Object data) -> Tensor", _new_legacy_values, function=False),
    compose("new.size(Tensor self, int[] size) -> Tensor", _new_legacy, function=False),
    compose("new_tensor(Tensor self, Object data, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor", _new_tensor, function=False),
)
# fmt: on
