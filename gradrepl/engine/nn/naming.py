"""How PyTorch's texts name a value's type."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.dtypes import OF
from gradrepl.engine.tensor import Tensor


def typename(value: Any) -> str:
    """`torch.FloatTensor`, `int`, `torch.nn.modules.linear.Linear`; of a class its own name."""
    if isinstance(value, Tensor):
        return f"torch.{OF[value._a.dtype].legacy}Tensor"
    kind = value if hasattr(value, "__qualname__") else type(value)
    module = getattr(kind, "__module__", None)
    if module in {None, "", "builtins"}:
        return str(kind.__qualname__)
    return f"{module}.{kind.__qualname__}"
