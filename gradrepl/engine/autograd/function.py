"""`torch.autograd.function`."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.function import Function
from gradrepl.engine.function_node import BackwardCFunction, FunctionCtx
from gradrepl.engine.once import once_differentiable

__all__ = [
    "BackwardCFunction",
    "Function",
    "FunctionCtx",
    "InplaceFunction",
    "once_differentiable",
]


class InplaceFunction(Function):
    """An old base class, for what can work in place."""

    __module__ = "torch.autograd.function"

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace


def __getattr__(name: str) -> Any:
    raise absent.error("torch.autograd.function", name)
