"""`torch.xpu`: there is none."""

from __future__ import annotations

from typing import Any


def is_available() -> bool:
    return False


def device_count() -> int:
    return 0


def __getattr__(name: str) -> Any:
    raise AttributeError(f"module 'torch.xpu' has no attribute '{name}'")
