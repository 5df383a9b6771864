"""`torch.func`: derivatives of functions, as functions."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.func.batching import vmap as vmap
from gradrepl.engine.func.jacobians import hessian as hessian
from gradrepl.engine.func.jacobians import jacfwd as jacfwd
from gradrepl.engine.func.jacobians import jacrev as jacrev
from gradrepl.engine.func.stateless import functional_call as functional_call
from gradrepl.engine.func.stateless import (
    replace_all_batch_norm_modules_ as replace_all_batch_norm_modules_,
)
from gradrepl.engine.func.stateless import stack_module_state as stack_module_state
from gradrepl.engine.func.transforms import grad as grad
from gradrepl.engine.func.transforms import grad_and_value as grad_and_value
from gradrepl.engine.func.transforms import jvp as jvp
from gradrepl.engine.func.transforms import linearize as linearize
from gradrepl.engine.func.transforms import vjp as vjp
from gradrepl.engine.listing import public


def __getattr__(name: str) -> Any:
    raise absent.error("torch.func", name)


def __dir__() -> list[str]:
    return public(globals(), ())
