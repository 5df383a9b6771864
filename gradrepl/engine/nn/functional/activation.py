"""Activations: `relu`, `softmax` and their kin."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.nn.functional.calling import in_torch, native, native_in_place, observed

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor


@observed
def relu(input: Tensor, inplace: bool = False) -> Any:
    return in_torch("relu_" if inplace else "relu", input)


@observed
def tanh(input: Any) -> Any:
    return input.tanh()


@observed
def sigmoid(input: Any) -> Any:
    return input.sigmoid()


@observed
def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Any:
    if inplace:
        return native_in_place("leaky_relu_")(input, negative_slope)
    return native("leaky_relu")(input, negative_slope)


_STATED = (
    "Implicit dimension choice for {} has been deprecated. "
    "Change the call to include dim=X as an argument."
)


def _implicit_dim(name: str, ndim: int, stacklevel: int) -> int:
    warnings.warn(_STATED.format(name), stacklevel=stacklevel + 1)
    return 0 if ndim in {0, 1, 3} else 1


@observed
def softmax(input: Any, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Any:
    if dim is None:
        dim = _implicit_dim("softmax", input.dim(), _stacklevel)
    return input.softmax(dim) if dtype is None else input.softmax(dim, dtype=dtype)


@observed
def log_softmax(input: Any, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Any:
    if dim is None:
        dim = _implicit_dim("log_softmax", input.dim(), _stacklevel)
    return input.log_softmax(dim) if dtype is None else input.log_softmax(dim, dtype=dtype)


@observed
def softmin(input: Any, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Any:
    if dim is None:
        dim = _implicit_dim("softmin", input.dim(), _stacklevel)
    return (-input).softmax(dim) if dtype is None else (-input).softmax(dim, dtype=dtype)
