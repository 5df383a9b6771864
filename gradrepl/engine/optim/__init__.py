"""`torch.optim`: what changes parameters by their gradients."""

from __future__ import annotations

from gradrepl.engine.optim.adam import Adam as Adam
from gradrepl.engine.optim.adam import AdamW as AdamW
from gradrepl.engine.optim.optimizer import Optimizer as Optimizer
from gradrepl.engine.optim.sgd import SGD as SGD


def __getattr__(name: str) -> object:
    raise AttributeError(f"module 'torch.optim' has no attribute '{name}'")
