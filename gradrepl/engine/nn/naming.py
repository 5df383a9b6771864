"""How PyTorch's texts name a value's type, and functions by the names they had before."""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.dtypes import OF
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable


def typename(value: Any) -> str:
    """`torch.FloatTensor`, `int`, `torch.nn.modules.linear.Linear`; of a class its own name."""
    if isinstance(value, Tensor):
        return f"torch.{OF[value._a.dtype].legacy}Tensor"
    kind = value if hasattr(value, "__qualname__") else type(value)
    module = getattr(kind, "__module__", None)
    if module in {None, "", "builtins"}:
        return str(kind.__qualname__)
    return f"{module}.{kind.__qualname__}"


def former(now: Callable[..., Any], name: str, where: str) -> Callable[..., Any]:
    """A function by its name from before it ended in `_`, which still works and says so."""

    @functools.wraps(now)
    def deprecated(*args: Any, **kwargs: Any) -> Any:
        warnings.warn(
            f"`{where}.{name}` is now deprecated in favor of `{where}.{name}_`.",
            FutureWarning,
            stacklevel=2,
        )
        return now(*args, **kwargs)

    deprecated.__name__ = name
    return deprecated
