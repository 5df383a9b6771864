"""`torch.backends`: libraries that PyTorch computes with, none of which is here."""

from __future__ import annotations

from gradrepl.engine.backends import cudnn as cudnn
from gradrepl.engine.backends import mps as mps


def __getattr__(name: str) -> object:
    raise AttributeError(f"module 'torch.backends' has no attribute '{name}'")
