"""Dropping what passes, by chance."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.nn.functional.calling import in_torch, observed

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor


def _check(p: float) -> None:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def _dropped(name: str, input: Any, p: float, training: bool, inplace: bool) -> Any:
    _check(p)
    return in_torch(f"{name}_" if inplace else name, input, p, training)


@observed
def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    return _dropped("dropout", input, p, training, inplace)


@observed
def alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Any:
    return _dropped("alpha_dropout", input, p, training, inplace)


@observed
def feature_alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Any:
    return _dropped("feature_alpha_dropout", input, p, training, inplace)


@observed
def dropout1d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    _check(p)
    ndim = input.dim()
    if ndim not in (2, 3):
        raise RuntimeError(
            f"dropout1d: Expected 2D or 3D input, but received a {ndim}D input. Note that "
            "dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, "
            "a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs)."
        )
    return _by_channel(input, p, training, inplace, batched=ndim == 3)


@observed
def dropout2d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    _check(p)
    ndim = input.dim()
    if ndim not in (3, 4):
        _warn_of("dropout2d", ndim, 2, "3D or 4D")
    if ndim == 3:
        warnings.warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout "
            "behavior is desired - input is interpreted as shape (N, C, L), where C is the channel "
            "dim. This behavior will change in a future release to interpret the input as one "
            "without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise "
            "dropout behavior, please switch to using dropout1d instead.",
            stacklevel=3,
        )
    return _by_channel(input, p, training, inplace, batched=True)


@observed
def dropout3d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    _check(p)
    ndim = input.dim()
    if ndim not in (4, 5):
        _warn_of("dropout3d", ndim, 3, "4D or 5D")
    return _by_channel(input, p, training, inplace, batched=ndim == 5)


def _warn_of(name: str, ndim: int, spatial: int, usual: str) -> None:
    warnings.warn(
        f"{name}: Received a {ndim}-D input to {name}, which is deprecated and will result in an "
        "error in a future release. To retain the behavior and silence this warning, please use "
        f"dropout instead. Note that {name} exists to provide channel-wise dropout on inputs with "
        f"{spatial} spatial dimensions, a channel dimension, and an optional batch dimension (i.e. "
        f"{usual} inputs).",
        stacklevel=4,
    )


def _by_channel(input: Any, p: float, training: bool, inplace: bool, *, batched: bool) -> Any:
    name = "feature_dropout_" if inplace else "feature_dropout"
    if batched:
        return in_torch(name, input, p, training)
    alone = input.unsqueeze_(0) if inplace else input.unsqueeze(0)
    found = in_torch(name, alone, p, training)
    return found.squeeze_(0) if inplace else found.squeeze(0)
