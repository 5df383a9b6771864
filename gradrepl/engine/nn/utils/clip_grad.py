"""Gradients made smaller where they are too large."""

from __future__ import annotations

import types
import warnings
from typing import Any

from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.nn.inheriting import renamed
from gradrepl.engine.nn.naming import former
from gradrepl.engine.tensor import Tensor


def _listed(tensors: Any) -> list[Any]:
    return [tensors] if isinstance(tensors, Tensor) else list(tensors)


def _grads(parameters: Any) -> list[Any]:
    return [each.grad for each in _listed(parameters) if each.grad is not None]


def get_total_norm(
    tensors: Any,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Any:
    """The norm of all tensors as if they were one vector."""
    from gradrepl.engine import linalg, stack, zeros

    del foreach  # the same numbers by a faster way, of which there is one here
    tensors = _listed(tensors)
    norm_type = float(norm_type)
    if not tensors:
        return zeros(())
    with no_grad():
        norms = [linalg.vector_norm(each, norm_type) for each in tensors]
        total = linalg.vector_norm(stack(norms), norm_type)
        if error_if_nonfinite and not total.isfinite():
            raise RuntimeError(
                f"The total norm of order {norm_type} for gradients from `parameters` is "
                "non-finite, so it cannot be clipped. To disable this error and scale the "
                "gradients by the non-finite norm anyway, set `error_if_nonfinite=False`"
            )
    return total


def clip_grads_with_norm_(
    parameters: Any, max_norm: float, total_norm: Any, foreach: bool | None = None
) -> None:
    """Scales gradients so that their norm, which is given, is at most `max_norm`."""
    from gradrepl.engine import clamp

    del foreach
    grads = _grads(parameters)
    with no_grad():
        share = clamp(float(max_norm) / (total_norm + 1e-6), max=1.0)
        for each in grads:
            each.mul_(share)


def clip_grad_norm_(
    parameters: Any,
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Any:
    """Scales gradients so that their common norm is at most `max_norm`; gives the norm before."""
    generated = isinstance(parameters, types.GeneratorType)
    parameters = _listed(parameters)
    if generated and not parameters:
        warnings.warn(
            "`parameters` is an empty generator, no gradient clipping will occur.", stacklevel=2
        )
    total = get_total_norm(_grads(parameters), norm_type, error_if_nonfinite, foreach)
    clip_grads_with_norm_(parameters, max_norm, total, foreach)
    return total


clip_grad_norm = former(
    renamed(clip_grad_norm_, "clip_grad_norm"), "clip_grad_norm", "torch.nn.utils"
)


def clip_grad_value_(parameters: Any, clip_value: float, foreach: bool | None = None) -> None:
    """Brings each element of the gradients between `-clip_value` and `clip_value`."""
    del foreach
    bound = float(clip_value)
    grads = _grads(parameters)
    if not grads:
        raise RuntimeError(
            "Expected !nested_tensorlist[0].empty() to be true, but got false.  (Could this error "
            "message be improved?  If so, please report an enhancement request to PyTorch.)"
        )
    with no_grad():
        for each in grads:
            each.clamp_(min=-bound, max=bound)
