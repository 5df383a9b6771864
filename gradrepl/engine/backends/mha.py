"""`torch.backends.mha`: whether attention without gradients goes PyTorch's other way."""

from __future__ import annotations

_enabled = True


def get_fastpath_enabled() -> bool:
    return _enabled


def set_fastpath_enabled(value: bool) -> None:
    global _enabled  # noqa: PLW0603  # a setting of the process, as PyTorch's is
    _enabled = value
