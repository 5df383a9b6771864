"""`torch.autograd.graph`: looking at the graph and at what it saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.autograd.multi_grad import register_multi_grad_hook
from gradrepl.engine.autograd.mutation import allow_mutation_on_saved_tensors
from gradrepl.engine.autograd.saved import (
    disable_saved_tensors_hooks,
    save_on_cpu,
    saved_tensors_hooks,
)
from gradrepl.engine.backward import GradientEdge, grad_edge
from gradrepl.engine.function_node import BackwardCFunction
from gradrepl.engine.grad_mode import enable_grad
from gradrepl.engine.node import Node
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.view import bump

__all__ = [
    "GradientEdge",
    "Node",
    "allow_mutation_on_saved_tensors",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]

Node.__module__ = "torch.autograd.graph"


def get_gradient_edge(tensor: Tensor) -> GradientEdge:
    """The edge that a tensor's gradient takes: into its grad_fn, or into its AccumulateGrad."""
    edge = grad_edge(tensor) if tensor.requires_grad else None
    if edge is None:
        raise RuntimeError(
            "It is not possible to get the gradient edge for a Tensor that does not require "
            "gradients"
        )
    token = None
    if isinstance(edge[0], BackwardCFunction):  # PyTorch shows here what keeps such a graph alive
        with enable_grad():
            token = tensor.view_as(tensor).grad_fn
    return GradientEdge(*edge, token)


def increment_version(tensor: Any) -> None:
    """Counts a write that autograd could not see."""
    every = (tensor,) if isinstance(tensor, Tensor) else tensor
    if not isinstance(every, Iterable) or isinstance(every, str):
        raise RuntimeError("increment_version expect a Iterable[Tensor] as input")
    for each in every:
        if not isinstance(each, Tensor):
            raise RuntimeError(
                "increment_version expects each element of the iterable to be a tensor"
            )
        if not each.is_inference():  # those count nothing
            bump(each)


def __getattr__(name: str) -> Any:
    raise absent.error("torch.autograd.graph", name)
