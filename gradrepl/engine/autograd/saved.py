"""Hooks on what the graph saves: `saved_tensors_hooks` and its like."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from gradrepl.engine.state import SPECIAL, STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gradrepl.engine.dtypes import device
    from gradrepl.engine.tensor import Tensor


class saved_tensors_hooks:  # noqa: N801  # torch's own name
    """Inside, `pack_hook(tensor)` says what is kept in place of each tensor that is saved.

    `unpack_hook` makes the tensor of it again when backward needs it. Of nested pairs the innermost
    is in force.
    """

    __module__ = "torch.autograd.graph"

    def __init__(
        self, pack_hook: Callable[[Tensor], Any], unpack_hook: Callable[[Any], Tensor]
    ) -> None:
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self) -> None:
        if not all(callable(each) for each in (self.pack_hook, self.unpack_hook)):
            raise TypeError(
                "_push_saved_tensors_default_hooks(): incompatible function arguments. The "
                "following argument types are supported:\n"
                "    1. (arg0: collections.abc.Callable, arg1: collections.abc.Callable) -> None\n"
                f"\nInvoked with: {self.pack_hook!r}, {self.unpack_hook!r}"
            )
        if STATE.saved_hooks_refused is not None:
            raise RuntimeError(STATE.saved_hooks_refused)
        STATE.saved_hooks = (*STATE.saved_hooks, (self.pack_hook, self.unpack_hook))
        SPECIAL.append(self)

    def __exit__(self, *args: object) -> None:
        STATE.saved_hooks = STATE.saved_hooks[:-1]
        SPECIAL.remove(self)


class save_on_cpu(saved_tensors_hooks):  # noqa: N801  # torch's own name
    """Keeps what is saved on the CPU, where it is already: nothing is copied."""

    __module__ = "torch.autograd.graph"

    def __init__(self, pin_memory: bool = False, device_type: str = "cuda") -> None:
        del device_type

        def pack_to_cpu(tensor: Tensor) -> tuple[device, Tensor]:
            return tensor.device, tensor.detach().clone() if pin_memory else tensor.cpu()

        def unpack_from_cpu(packed: tuple[device, Tensor]) -> Tensor:
            where, tensor = packed
            found: Tensor = tensor.to(where, non_blocking=pin_memory)
            return found

        super().__init__(pack_to_cpu, unpack_from_cpu)


@contextlib.contextmanager
def disable_saved_tensors_hooks(error_message: str) -> Iterator[None]:
    """Inside, whoever sets hooks on saved tensors gets this error."""
    if not isinstance(error_message, str):
        raise TypeError(
            "_saved_tensors_hooks_disable(): incompatible function arguments. The following "
            "argument types are supported:\n"
            "    1. (error_message: str, fail_if_non_empty: bool = True) -> None\n\n"
            f"Invoked with: {error_message!r}"
        )
    before = STATE.saved_hooks_refused
    try:
        STATE.saved_hooks_refused = error_message
        if STATE.saved_hooks:
            raise RuntimeError(error_message)
        yield
    finally:
        STATE.saved_hooks_refused = before
