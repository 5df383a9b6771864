"""Activations: `relu`, `softmax` and their kin."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.nn.functional.calling import in_torch, native, native_in_place, observed

if TYPE_CHECKING:
    from collections.abc import Callable

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
def softsign(input: Any) -> Any:
    return input / (input.abs() + 1)


@observed
def tanhshrink(input: Any) -> Any:
    return input - input.tanh()


def _either(name: str, inplace: bool) -> Callable[..., Any]:
    """The operation, or its twin that writes into the first argument."""
    return native_in_place(f"{name}_") if inplace else native(name)


@observed
def relu6(input: Tensor, inplace: bool = False) -> Any:
    return native("relu6_" if inplace else "relu6")(input)


@observed
def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Any:
    return _either("leaky_relu", inplace)(input, negative_slope)


@observed
def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Any:
    return _either("elu", inplace)(input, alpha)


@observed
def selu(input: Tensor, inplace: bool = False) -> Any:
    return in_torch("selu_" if inplace else "selu", input)


@observed
def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Any:
    return in_torch("celu_" if inplace else "celu", input, alpha)


@observed
def silu(input: Tensor, inplace: bool = False) -> Any:
    return _either("silu", inplace)(input)


@observed
def mish(input: Tensor, inplace: bool = False) -> Any:
    return _either("mish", inplace)(input)


@observed
def hardsigmoid(input: Tensor, inplace: bool = False) -> Any:
    return _either("hardsigmoid", inplace)(input)


@observed
def hardswish(input: Tensor, inplace: bool = False) -> Any:
    return _either("hardswish", inplace)(input)


@observed
def hardtanh(
    input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False
) -> Any:
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return _either("hardtanh", inplace)(input, min_val, max_val)


@observed
def _threshold(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Any:
    return in_torch("threshold_" if inplace else "threshold", input, threshold, value)


threshold = _threshold  # which is its name in PyTorch's errors, too


@observed
def rrelu(
    input: Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> Any:
    return in_torch("rrelu_" if inplace else "rrelu", input, lower, upper, training)


@observed
def glu(input: Any, dim: int = -1) -> Any:
    if input.dim() == 0:
        raise RuntimeError("glu does not support scalars because halving size must be even")
    return native("glu")(input, dim)


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


@observed
def gumbel_softmax(
    logits: Any, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1
) -> Any:
    """A sample of a category: soft, or with `hard` one-hot forward and soft backward."""
    if eps != 1e-10:
        warnings.warn("`eps` parameter is deprecated and has no effect.", stacklevel=3)
    noise = -in_torch("empty_like", logits).exponential_().log()
    soft = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return soft
    index = soft.max(dim, keepdim=True)[1]
    chosen = in_torch("zeros_like", logits).scatter_(dim, index, 1.0)
    return chosen - soft.detach() + soft
