"""`torch.backends.cudnn`: switches that scripts set, and that change nothing on a CPU."""

from __future__ import annotations

enabled = True
deterministic = False
benchmark = False
allow_tf32 = True


def is_available() -> bool:
    return False


def version() -> None: ...
