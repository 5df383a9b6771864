"""`torch.nn.functional`: layers and losses as functions.

activation dropping loss   the functions, by theme
calling                    how they reach the operations of the table
"""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn.functional.activation import leaky_relu as leaky_relu
from gradrepl.engine.nn.functional.activation import log_softmax as log_softmax
from gradrepl.engine.nn.functional.activation import relu as relu
from gradrepl.engine.nn.functional.activation import sigmoid as sigmoid
from gradrepl.engine.nn.functional.activation import softmax as softmax
from gradrepl.engine.nn.functional.activation import softmin as softmin
from gradrepl.engine.nn.functional.activation import tanh as tanh
from gradrepl.engine.nn.functional.calling import native as _native
from gradrepl.engine.nn.functional.dropping import dropout as dropout
from gradrepl.engine.nn.functional.loss import binary_cross_entropy as binary_cross_entropy
from gradrepl.engine.nn.functional.loss import (
    binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
)
from gradrepl.engine.nn.functional.loss import cross_entropy as cross_entropy
from gradrepl.engine.nn.functional.loss import huber_loss as huber_loss
from gradrepl.engine.nn.functional.loss import l1_loss as l1_loss
from gradrepl.engine.nn.functional.loss import mse_loss as mse_loss
from gradrepl.engine.nn.functional.loss import nll_loss as nll_loss
from gradrepl.engine.nn.functional.loss import smooth_l1_loss as smooth_l1_loss

_NATIVE = ("linear", "gelu")
"""Operations of the table that are functions here as they stand."""


_ROOMS = ("activation", "calling", "dropping", "loss")


def __getattr__(name: str) -> Any:
    if name in _NATIVE:
        made = globals()[name] = _native(name)
        return made
    raise AttributeError(f"module 'torch.nn.functional' has no attribute '{name}'")


def __dir__() -> list[str]:
    names = {*globals(), *_NATIVE}.difference(_ROOMS)
    return sorted(name for name in names if not name.startswith("_"))
