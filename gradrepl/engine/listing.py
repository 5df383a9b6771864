"""What `dir(torch)` lists, and what the prompt completes `torch.` to."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TOOLS = ("Any", "TYPE_CHECKING", "annotations", "public")
"""What a module is written with."""


def public(names: Mapping[str, Any], more: Iterable[str] = ()) -> list[str]:
    """A module's names without the modules that it is made of; `more` is made when asked for."""
    own = (
        name
        for name, value in names.items()
        if not (isinstance(value, ModuleType) or name in _TOOLS)
        and (not name.startswith("_") or name.endswith("__"))
    )
    return sorted({*own, *more})
