"""Parameters as one vector, and back."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn.naming import typename
from gradrepl.engine.tensor import Tensor


def parameters_to_vector(parameters: Any) -> Any:
    """All parameters one after another, in one dimension."""
    from gradrepl.engine import cat

    return cat([each.view(-1) for each in parameters])


def vector_to_parameters(vec: Any, parameters: Any) -> None:
    """Gives each parameter its part of the vector, whose memory it shares then."""
    if not isinstance(vec, Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {typename(vec)}")
    given: Any = vec
    start = 0
    for each in parameters:
        end = start + each.numel()
        each.data = given[start:end].view_as(each).data
        start = end
