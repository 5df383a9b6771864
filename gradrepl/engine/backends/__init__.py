"""`torch.backends`: libraries that PyTorch computes with, none of which is here."""

from __future__ import annotations

from gradrepl.engine import absent
from gradrepl.engine.backends import cudnn as cudnn
from gradrepl.engine.backends import mha as mha
from gradrepl.engine.backends import mps as mps


def __getattr__(name: str) -> object:
    raise absent.error("torch.backends", name)
