"""`torch.utils.data`: data sets, samplers, and the loader that makes batches of them."""

from __future__ import annotations

from gradrepl.engine.utils.data.dataset import Dataset as Dataset


def __getattr__(name: str) -> object:
    raise AttributeError(f"module 'torch.utils.data' has no attribute '{name}'")
