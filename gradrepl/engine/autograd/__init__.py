"""`torch.autograd`."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.autograd import anomaly_mode as anomaly_mode
from gradrepl.engine.autograd import function as function
from gradrepl.engine.autograd import grad_mode as grad_mode
from gradrepl.engine.autograd import graph as graph
from gradrepl.engine.autograd.anomaly_mode import detect_anomaly as detect_anomaly
from gradrepl.engine.autograd.anomaly_mode import set_detect_anomaly as set_detect_anomaly
from gradrepl.engine.autograd.variable import Variable as Variable
from gradrepl.engine.backward import backward as backward
from gradrepl.engine.backward import grad as grad
from gradrepl.engine.function import Function as Function
from gradrepl.engine.grad_mode import (
    enable_grad as enable_grad,
)
from gradrepl.engine.grad_mode import (
    inference_mode as inference_mode,
)
from gradrepl.engine.grad_mode import (
    is_multithreading_enabled as is_multithreading_enabled,
)
from gradrepl.engine.grad_mode import (
    no_grad as no_grad,
)
from gradrepl.engine.grad_mode import (
    set_grad_enabled as set_grad_enabled,
)
from gradrepl.engine.grad_mode import (
    set_multithreading_enabled as set_multithreading_enabled,
)
from gradrepl.engine.listing import public
from gradrepl.engine.saved_tensor import SavedTensor as SavedTensor

_MODULES = (
    "anomaly_mode", "forward_ad", "function", "functional", "grad_mode", "gradcheck",
    "gradgradcheck", "graph",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    """The modules that few need, imported when they are first asked for."""
    if name in ("forward_ad", "functional", "gradcheck", "gradgradcheck"):
        import importlib

        if name in ("forward_ad", "functional"):
            return importlib.import_module(f"gradrepl.engine.autograd.{name}")
        return getattr(importlib.import_module("gradrepl.engine.gradcheck"), name)
    raise absent.error("torch.autograd", name)


def __dir__() -> list[str]:
    return public(globals(), _MODULES)
