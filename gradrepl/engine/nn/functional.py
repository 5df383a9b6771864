"""`torch.nn.functional`: layers and losses as functions."""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from gradrepl.engine import errors, ops
from gradrepl.engine.ops import losses
from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.tensor import Tensor

_Call = TypeVar("_Call", bound="Callable[..., Any]")


def _observed(function: _Call) -> _Call:
    """A function that a torch-function mode sees as one call."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if SPECIAL and STATE.function_modes:
            return handle(wrapper, args, kwargs)
        return function(*args, **kwargs)

    wrapper.__module__ = "torch.nn.functional"
    return wrapper  # type: ignore[return-value]  # it takes what the function takes


@functools.cache
def _native(name: str) -> Callable[..., Any]:
    """The entry of an operation that PyTorch offers here only: neither method nor `torch.name`."""
    return ops._entry(name, list(ops.ROWS[name]), method=False)


@functools.cache
def _native_in_place(name: str) -> Callable[..., Any]:
    return ops._in_place_entry(name, method=False)


def _reduction(reduction: Any, size_average: Any = None, reduce: Any = None) -> int:
    """The number that stands for `reduction=`, or for the two flags that came before it."""
    if size_average is not None or reduce is not None:
        reduction = legacy_reduction(size_average, reduce)
    numbers = {"none": losses.NONE, "mean": losses.MEAN, "sum": losses.SUM}
    if reduction not in numbers:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return numbers[reduction]


def legacy_reduction(size_average: Any, reduce: Any) -> str:
    found = "mean" if size_average is None or size_average else "sum"
    if reduce is not None and not reduce:
        found = "none"
    warnings.warn(
        f"size_average and reduce args will be deprecated, please use reduction='{found}' instead.",
        stacklevel=4,
    )
    return found


# --- layers and activations -----------------------------------------------------------------------


def _torch(name: str, *args: Any) -> Any:
    import gradrepl.engine as torch

    return getattr(torch, name)(*args)


@_observed
def relu(input: Tensor, inplace: bool = False) -> Any:
    return _torch("relu_" if inplace else "relu", input)


@_observed
def tanh(input: Any) -> Any:
    return input.tanh()


@_observed
def sigmoid(input: Any) -> Any:
    return input.sigmoid()


@_observed
def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Any:
    if inplace:
        return _native_in_place("leaky_relu_")(input, negative_slope)
    return _native("leaky_relu")(input, negative_slope)


_STATED = (
    "Implicit dimension choice for {} has been deprecated. "
    "Change the call to include dim=X as an argument."
)


def _implicit_dim(name: str, ndim: int, stacklevel: int) -> int:
    warnings.warn(_STATED.format(name), stacklevel=stacklevel + 1)
    return 0 if ndim in {0, 1, 3} else 1


@_observed
def softmax(input: Any, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Any:
    if dim is None:
        dim = _implicit_dim("softmax", input.dim(), _stacklevel)
    return input.softmax(dim) if dtype is None else input.softmax(dim, dtype=dtype)


@_observed
def log_softmax(input: Any, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Any:
    if dim is None:
        dim = _implicit_dim("log_softmax", input.dim(), _stacklevel)
    return input.log_softmax(dim) if dtype is None else input.log_softmax(dim, dtype=dtype)


@_observed
def softmin(input: Any, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Any:
    if dim is None:
        dim = _implicit_dim("softmin", input.dim(), _stacklevel)
    return (-input).softmax(dim) if dtype is None else (-input).softmax(dim, dtype=dtype)


@_observed
def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    return _torch("dropout_" if inplace else "dropout", input, p, training)


# --- losses ---------------------------------------------------------------------------------------


def _alike(input: Any, target: Any) -> tuple[Any, Any]:
    """Both in one shape; a warning where they are not, since that is seldom meant."""
    if target.size() != input.size():
        warnings.warn(
            f"Using a target size ({target.size()}) that is different to the input size "
            f"({input.size()}). This will "
            "likely lead to incorrect results due to broadcasting. Please ensure they have the "
            "same size.",
            stacklevel=4,
        )
        try:
            shape = np.broadcast_shapes(input._a.shape, target._a.shape)
        except ValueError:
            raise errors.sizes_differ(input._a.shape, target._a.shape) from None
        input = input if input._a.shape == shape else input.expand(shape)
        target = target if target._a.shape == shape else target.expand(shape)
    return input, target


def _elementwise(name: str, input: Any, target: Any, reduction: int, *options: Any) -> Any:
    return _native(name)(input, target, reduction, *options)


@_observed
def mse_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Any:
    if weight is not None:
        raise NotImplementedError("gradrepl's torch.nn.functional.mse_loss has no weight")
    a, b = _alike(input, target)
    return _elementwise("mse_loss", a, b, _reduction(reduction, size_average, reduce))


@_observed
def l1_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Any:
    if weight is not None:
        raise NotImplementedError("gradrepl's torch.nn.functional.l1_loss has no weight")
    a, b = _alike(input, target)
    return _elementwise("l1_loss", a, b, _reduction(reduction, size_average, reduce))


@_observed
def smooth_l1_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Any:
    a, b = _alike(input, target)
    number = _reduction(reduction, size_average, reduce)
    return _elementwise("smooth_l1_loss", a, b, number, float(beta))


@_observed
def huber_loss(
    input: Any, target: Any, reduction: str = "mean", delta: float = 1.0, weight: Any = None
) -> Any:
    if weight is not None:
        raise NotImplementedError("gradrepl's torch.nn.functional.huber_loss has no weight")
    a, b = _alike(input, target)
    return _elementwise("huber_loss", a, b, _reduction(reduction), float(delta))


@_observed
def nll_loss(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: int = -100,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = _reduction(reduction, size_average, reduce)
    return _native("nll_loss_nd")(input, target, weight, number, ignore_index)


@_observed
def cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    ignore_index: int = -100,
    reduce: Any = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Any:
    number = _reduction(reduction, size_average, reduce)
    return _native("cross_entropy_loss")(
        input, target, weight, number, ignore_index, label_smoothing
    )


@_observed
def binary_cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = _reduction(reduction, size_average, reduce)
    if target.size() != input.size():
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input size "
            f"({input.size()}) is "
            "deprecated. Please ensure they have the same size."
        )
    if weight is not None:
        weight = weight.expand(_shared(target._a.shape, weight._a.shape))
    return _native("binary_cross_entropy")(input, target, weight, number)


def _shared(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        at = next(-i for i in range(1, len(b) + 1) if b[-i] not in (1, a[-i]))
        raise RuntimeError(
            f"Attempting to broadcast a dimension of length {b[at]} at {at}! Mismatching argument "
            "at index 1 had "
            f"torch.Size({list(b)}); but expected shape should be broadcastable to {list(a)}"
        ) from None


@_observed
def binary_cross_entropy_with_logits(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    pos_weight: Any = None,
) -> Any:
    number = _reduction(reduction, size_average, reduce)
    if target.size() != input.size():
        raise ValueError(
            f"Target size ({target.size()}) must be the same as input size ({input.size()})"
        )
    return _torch("binary_cross_entropy_with_logits", input, target, weight, pos_weight, number)


def __getattr__(name: str) -> Any:
    """The functions that are an operation of the table as it stands."""
    if name in ("linear", "gelu"):
        made = globals()[name] = _native(name)
        return made
    raise AttributeError(f"module 'torch.nn.functional' has no attribute '{name}'")


def __dir__() -> list[str]:
    names = {*globals(), "linear", "gelu"}
    return sorted(name for name in names if not name.startswith("_"))
