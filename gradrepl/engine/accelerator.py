"""`torch.accelerator`: there is none."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import absent


def is_available() -> bool:
    return False


def device_count() -> int:
    return 0


def current_accelerator(check_available: bool = False) -> None:
    del check_available


def __getattr__(name: str) -> Any:
    raise absent.error("torch.accelerator", name)
