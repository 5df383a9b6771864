"""Switches of the machine: threads, determinism, precision, the default device.

Scripts set them at their beginning. Results here are always deterministic and in full precision, on
the CPU, and numpy chooses its own threads: what is set is remembered, and changes nothing.
"""

from __future__ import annotations

import os
from typing import Any

from gradrepl.engine.dtypes import CPU, check_device, device
from gradrepl.engine.warning import warn

_set: dict[str, Any] = {
    "threads": os.cpu_count() or 1,
    "deterministic": False,
    "warn_only": False,
    "precision": "highest",
}


def set_num_threads(number: Any, /) -> None:
    if not isinstance(number, int) or isinstance(number, bool):
        raise RuntimeError(  # PyTorch's choice
            f"set_num_threads expects an int, but got {type(number).__name__}"
        )
    if number <= 0:
        raise RuntimeError("set_num_threads expects a positive integer")
    _set["threads"] = number


def get_num_threads() -> Any:
    return _set["threads"]


def use_deterministic_algorithms(mode: Any, *, warn_only: bool = False) -> None:
    if not isinstance(mode, bool):
        raise TypeError(
            "_set_deterministic_algorithms(): argument 'mode' (position 1) must be bool, not "
            f"{type(mode).__name__}"
        )
    _set["deterministic"], _set["warn_only"] = mode, warn_only


def are_deterministic_algorithms_enabled() -> Any:
    return _set["deterministic"]


def is_deterministic_algorithms_warn_only_enabled() -> Any:
    return _set["warn_only"]


def set_float32_matmul_precision(precision: str) -> None:
    if precision not in {"highest", "high", "medium"}:
        warn(
            f"{precision} is not one of 'highest', 'high', or 'medium'; the "
            "currentsetFloat32MatmulPrecision call has no effect. (Triggered internally at ...)"
        )
        return
    _set["precision"] = precision


def get_float32_matmul_precision() -> Any:
    return _set["precision"]


def set_default_device(device: Any) -> None:
    """Where new tensors are made: on the CPU.

    Raises:
        AssertionError: for another one, at once and not at the next tensor.
    """
    check_device(device)


def get_default_device() -> device:
    return CPU
