"""The default generator's state: `torch.get_rng_state`, `torch.random.fork_rng`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gradrepl.engine.generator import default_generator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.engine.tensor import Tensor


def get_rng_state() -> Tensor:
    state: Tensor = default_generator.get_state()
    return state


def set_rng_state(new_state: Tensor) -> None:
    default_generator.set_state(new_state)


@contextmanager
def fork_rng(
    devices: Any = None,
    enabled: bool = True,
    _caller: str = "fork_rng",
    _devices_kw: str = "devices",
    device_type: str = "cuda",
) -> Iterator[None]:
    """What is drawn inside changes nothing for what is drawn after."""
    del devices, _caller, _devices_kw, device_type  # there is no other generator than the CPU's
    state = default_generator.snapshot()
    try:
        yield
    finally:
        if enabled:
            default_generator.restore(state)
