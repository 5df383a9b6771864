"""`once_differentiable`: a Function's `backward` that cannot be differentiated again."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.node import Node, new, next_sequence
from gradrepl.engine.state import STATE
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable


def once_differentiable(fn: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a `backward` that cannot be differentiated again."""

    @functools.wraps(fn)
    def wrapper(ctx: Any, *args: Any) -> Any:
        recorded = STATE.grad
        with no_grad():
            outputs = fn(ctx, *args)
        if not recorded:
            return outputs
        if not any(isinstance(each, Tensor) and each.requires_grad for each in args):
            return outputs
        found = outputs if isinstance(outputs, tuple) else (outputs,)
        return tuple(None if each is None else _DelayedError.of(each) for each in found)

    return wrapper


class _DelayedError(Node):
    """Raises when somebody differentiates what was marked `once_differentiable`."""

    __slots__ = ()
    __module__ = "torch.autograd"
    heedless = True

    @classmethod
    def of(cls, tensor: Tensor) -> Tensor:
        node: _DelayedError = new(cls)
        node.seq = next_sequence()
        node.edges = ()
        node.shape, node.dtype = tensor._a.shape, tensor._a.dtype
        found = wrap(tensor._a)
        found._edge = (node, 0)
        return found

    def apply(self, grad: Any) -> Any:
        del grad
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with @once_differentiable"
        )

    apply_tensors = apply
