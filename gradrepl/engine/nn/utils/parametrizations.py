"""`torch.nn.utils.parametrizations`: parametrizations that come with PyTorch."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.utils.parametrize import register_parametrization


class _WeightNorm(Module):
    __module__ = "torch.nn.utils.parametrizations"

    def __init__(self, dim: int | None = 0) -> None:
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, weight_g: Any, weight_v: Any) -> Any:
        from gradrepl.engine import _weight_norm

        return _weight_norm(weight_v, weight_g, self.dim)

    def right_inverse(self, weight: Any) -> tuple[Any, Any]:
        from gradrepl.engine import norm_except_dim

        return norm_except_dim(weight, 2, self.dim), weight


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Makes the weight a direction times a length, each a parameter of its own."""
    register_parametrization(module, name, _WeightNorm(dim), unsafe=True)

    def take_older_names(state_dict: Any, prefix: str, *_: Any) -> None:
        """What `torch.nn.utils.weight_norm` has saved."""
        old = [f"{prefix}{name}_{end}" for end in ("g", "v")]
        if all(key in state_dict for key in old):
            for i, key in enumerate(old):
                state_dict[f"{prefix}parametrizations.{name}.original{i}"] = state_dict.pop(key)

    module._register_load_state_dict_pre_hook(take_older_names)
    return module


def __getattr__(name: str) -> object:
    raise absent.error("torch.nn.utils.parametrizations", name)
