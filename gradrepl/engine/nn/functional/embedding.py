"""Rows looked up by number."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import ops
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.nn.functional.calling import native_in_place, observed


@observed
def embedding(
    input: Any,
    weight: Any,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Any:
    at = -1
    if padding_idx == 0:
        at = 0
    elif padding_idx is not None:
        rows = weight.size(0)
        if not -rows <= padding_idx < rows:
            raise AssertionError("Padding_idx must be within num_embeddings")
        at = padding_idx + rows if padding_idx < 0 else padding_idx
    if max_norm is not None:
        input = input.contiguous()
        with no_grad():
            native_in_place("embedding_renorm_")(weight, input, max_norm, norm_type)
    return ops.function("embedding")(weight, input, at, scale_grad_by_freq, sparse)
