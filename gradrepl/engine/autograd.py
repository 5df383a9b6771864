"""`torch.autograd`."""

from __future__ import annotations

from gradrepl.engine import grad_mode as grad_mode
from gradrepl.engine.backward import backward as backward
from gradrepl.engine.backward import grad as grad
from gradrepl.engine.grad_mode import (
    enable_grad as enable_grad,
    inference_mode as inference_mode,
    no_grad as no_grad,
    set_grad_enabled as set_grad_enabled,
)
from gradrepl.engine.tensor import Tensor as Variable  # noqa: F401  # its name before PyTorch 0.4
