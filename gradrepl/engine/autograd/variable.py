"""`Variable`, what a tensor that autograd knows was called before PyTorch 0.4."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.tensor import Tensor
from gradrepl.engine.warning import warn


class VariableMeta(type):
    """Makes every tensor an instance."""

    __module__ = "torch.autograd.variable"

    def __instancecheck__(cls, other: Any) -> bool:
        return isinstance(other, Tensor)


class Variable(metaclass=VariableMeta):
    """Calling it gives a tensor over the same memory, without the history."""

    __module__ = "torch.autograd.variable"

    def __new__(  # type: ignore[misc]  # PyTorch's own gives a Tensor, too
        cls, data: Any = None, requires_grad: bool = False, volatile: Any = None, **unknown: Any
    ) -> Tensor:
        for name in unknown:
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        if volatile:
            warn("volatile was removed and now has no effect. Use `with torch.no_grad():` instead.")
        if data is None:
            return Tensor()
        if not isinstance(data, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(data).__name__}")
        found: Tensor = data.detach()
        if requires_grad and not (found.is_floating_point() or found.is_complex()):
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require gradients"
            )
        return found.requires_grad_(requires_grad)
