"""`torch.func`: derivatives of functions, as functions."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.func.batching import vmap as vmap
from gradrepl.engine.func.jacobians import hessian as hessian
from gradrepl.engine.func.jacobians import jacfwd as jacfwd
from gradrepl.engine.func.jacobians import jacrev as jacrev
from gradrepl.engine.func.stateless import functional_call as functional_call
from gradrepl.engine.func.transforms import grad as grad
from gradrepl.engine.func.transforms import grad_and_value as grad_and_value
from gradrepl.engine.func.transforms import jvp as jvp
from gradrepl.engine.func.transforms import vjp as vjp
from gradrepl.engine.listing import public

_ABSENT = (
    "debug_unwrap",
    "functionalize",
    "linearize",
    "replace_all_batch_norm_modules_",
    "stack_module_state",
)
"""What PyTorch has and this engine leaves out."""


def __getattr__(name: str) -> Any:
    if name in _ABSENT:
        raise AttributeError(f"gradrepl has no torch.func.{name}")
    raise AttributeError(f"module 'torch.func' has no attribute '{name}'")


def __dir__() -> list[str]:
    return public(globals(), ())
