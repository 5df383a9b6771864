"""`torch.nn.utils.weight_norm`: its direction and its length, joined before each call."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.nn.parameter import Parameter

if TYPE_CHECKING:
    from gradrepl.engine.nn.module import Module


class WeightNorm:
    """The hook that computes the weight."""

    __module__ = "torch.nn.utils.weight_norm"

    def __init__(self, name: str, dim: int) -> None:
        self.name = name
        self.dim = dim

    def compute_weight(self, module: Any) -> Any:
        from gradrepl.engine import _weight_norm

        length, direction = (getattr(module, self.name + end) for end in ("_g", "_v"))
        return _weight_norm(direction, length, self.dim)

    def remove(self, module: Any) -> None:
        weight = self.compute_weight(module)
        delattr(module, self.name)
        for end in ("_g", "_v"):
            del module._parameters[self.name + end]
        setattr(module, self.name, Parameter(weight.data))

    def __call__(self, module: Module, _: Any) -> None:
        setattr(module, self.name, self.compute_weight(module))


def _hook_of(module: Any, name: str) -> int | None:
    for key, hook in module._forward_pre_hooks.items():
        if isinstance(hook, WeightNorm) and hook.name == name:
            return int(key)
    return None


def weight_norm(module: Any, name: str = "weight", dim: int | None = 0) -> Any:
    """Splits the weight into `weight_g`, its length, and `weight_v`, its direction."""
    from gradrepl.engine import norm_except_dim

    warnings.warn(
        "`torch.nn.utils.weight_norm` is deprecated in favor of "
        "`torch.nn.utils.parametrizations.weight_norm`.",
        FutureWarning,
        stacklevel=1,  # PyTorch's points into its own file, too
    )
    if _hook_of(module, name) is not None:
        raise RuntimeError(f"Cannot register two weight_norm hooks on the same parameter {name}")
    hook = WeightNorm(name, -1 if dim is None else dim)
    weight = getattr(module, name)
    del module._parameters[name]
    module.register_parameter(f"{name}_g", Parameter(norm_except_dim(weight, 2, hook.dim).data))
    module.register_parameter(f"{name}_v", Parameter(weight.data))
    setattr(module, name, hook.compute_weight(module))
    module.register_forward_pre_hook(hook)
    return module


def remove_weight_norm(module: Any, name: str = "weight") -> Any:
    """Makes the weight a parameter again."""
    key = _hook_of(module, name)
    if key is None:
        raise ValueError(f"weight_norm of '{name}' not found in {module}")
    module._forward_pre_hooks[key].remove(module)
    del module._forward_pre_hooks[key]
    return module
