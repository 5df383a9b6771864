"""A tensor's repr: what `printing` needs to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.engine import dtypes, printing
from gradrepl.engine.state import STATE

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor


def tensor_repr(self: Tensor, *, tensor_contents: str | None = None) -> str:
    """`Tensor.__repr__`."""
    if tensor_contents is None and STATE.levels:
        return STATE.levels[-1].shown(self, show)
    return tensor_contents or show(self)


def show(tensor: Tensor) -> str:
    """The text of `repr(tensor)`; an edge that cannot be made any more shows as `Invalid`."""
    try:
        node = tensor.grad_fn
        name = None if node is None else type(node).__name__
    except RuntimeError:
        name = "Invalid"
    tangent = None if STATE.duals is None else STATE.duals.of(tensor)
    return printing.tensor_repr(
        tensor._a,
        dtype_name=repr(tensor.dtype),
        default_dtype=repr(dtypes.get_default_dtype()),
        requires_grad=name is None and tensor.requires_grad,
        grad_fn_name=name,
        tangent=None if tangent is None else f"{tangent}",
    )
