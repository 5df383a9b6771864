"""`torch.utils`: what is no operation and no layer; its modules are loaded when first asked for.

checkpoint   computing again what backward needs, rather than keeping it
data         data sets, and how they are walked in batches
dlpack       memory shared with other libraries
"""

from __future__ import annotations

import importlib
from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.listing import public

_MODULES = ("checkpoint", "data", "dlpack")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    raise absent.error("torch.utils", name)


def __dir__() -> list[str]:
    return public(globals(), _MODULES)
