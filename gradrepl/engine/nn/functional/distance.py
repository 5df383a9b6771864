"""Lengths."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn.functional.calling import observed, torch


@observed
def normalize(input: Any, p: float = 2.0, dim: Any = 1, eps: float = 1e-12, out: Any = None) -> Any:
    """Divides by the length along `dim`, which is not taken as smaller than `eps`."""
    length = input.norm(p, dim, keepdim=True).clamp_min(eps).expand_as(input)
    return input / length if out is None else torch().div(input, length, out=out)
