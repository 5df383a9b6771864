"""Dropping what passes, by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.nn.functional.calling import in_torch, observed

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor


@observed
def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    return in_torch("dropout_" if inplace else "dropout", input, p, training)
