"""`torch.autograd.graph.allow_mutation_on_saved_tensors`: writing into what backward needs."""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING, Any

from gradrepl.engine.autograd.saved import saved_tensors_hooks
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.state import STATE
from gradrepl.engine.view import storage_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.engine.storage import Storage
    from gradrepl.engine.tensor import Tensor

_LEFT = (
    "Trying to backward outside of the 'allow_mutation_on_saved_tensors' contextin which the graph "
    "was originally recorded."
)


class _Handle:
    """What is kept of a saved tensor: itself, until that is written into; then a copy."""

    __slots__ = ("__weakref__", "tensor")

    def __init__(self, tensor: Tensor) -> None:
        self.tensor: Tensor | None = tensor
        """None once the block is left."""


class _AllowMutationOnSavedContext:
    """What was saved inside one such block, by the memory that it lies in."""

    __module__ = "torch.autograd.graph"

    def __init__(self) -> None:
        self.handles: dict[Storage, weakref.WeakSet[_Handle]] = {}

    def pack(self, tensor: Tensor) -> _Handle:
        handle = _Handle(tensor)
        self.handles.setdefault(storage_of(tensor), weakref.WeakSet()).add(handle)
        return handle

    def unpack(self, handle: _Handle) -> Tensor:
        if STATE.mutation is not self or handle.tensor is None:
            raise AssertionError(_LEFT)
        return handle.tensor

    def before_writing(self, tensor: Any) -> None:
        """Copies what was saved of this memory and was not copied before."""
        for handle in list(self.handles.pop(storage_of(tensor), ())):
            if handle.tensor is not None:
                with no_grad():
                    handle.tensor = handle.tensor.clone()

    def clear(self) -> None:
        for handles in self.handles.values():
            for handle in handles:
                handle.tensor = None
        self.handles.clear()


@contextlib.contextmanager
def allow_mutation_on_saved_tensors() -> Iterator[_AllowMutationOnSavedContext]:
    """Inside, what is written into while backward needs it is copied first."""
    if STATE.mutation is not None:
        raise RuntimeError("allow_mutation_on_saved_tensors contexts cannot be nested")
    context = _AllowMutationOnSavedContext()
    with saved_tensors_hooks(context.pack, context.unpack):
        STATE.mutation = context
        try:
            yield context
        finally:
            STATE.mutation = None
            context.clear()
