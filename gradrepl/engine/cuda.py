"""`torch.cuda` on a machine that has none: it says so, and seeds nothing."""

from __future__ import annotations

from typing import Any, NoReturn

from gradrepl.engine import absent

default_generators = ()
__path__: list[str] = []  # a package to `import torch.cuda.amp`, which says that it is absent


def is_available() -> bool:
    return False


def is_initialized() -> bool:
    return False


def is_bf16_supported(including_emulation: bool = True) -> bool:
    del including_emulation
    return False


def device_count() -> int:
    return 0


def get_arch_list() -> list[str]:
    return []


def manual_seed(seed: Any) -> None:
    int(seed)


def manual_seed_all(seed: Any) -> None:
    int(seed)


def seed() -> None: ...


def seed_all() -> None: ...


def empty_cache() -> None: ...


def memory_allocated(device: Any = None) -> int:
    del device
    return 0


max_memory_allocated = memory_reserved = max_memory_reserved = memory_allocated

_NEED_ONE = frozenset((
    "current_device", "current_stream", "get_device_capability", "get_device_name",
    "get_device_properties", "get_rng_state", "init", "initial_seed", "ipc_collect",
    "mem_get_info", "set_device", "synchronize",
))  # fmt: skip


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    del args, kwargs
    raise AssertionError("Torch not compiled with CUDA enabled")


def __getattr__(name: str) -> Any:
    if name in _NEED_ONE:
        return _refuse
    raise absent.error("torch.cuda", name)
