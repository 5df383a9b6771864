"""`torch.autograd.graph`: looking at the graph and at what it saved."""

from __future__ import annotations

from typing import Any, NamedTuple

from gradrepl.engine.autograd.saved import (
    disable_saved_tensors_hooks,
    save_on_cpu,
    saved_tensors_hooks,
)
from gradrepl.engine.backward import grad_edge
from gradrepl.engine.node import Node
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.view import bump

__all__ = [
    "GradientEdge",
    "Node",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "save_on_cpu",
    "saved_tensors_hooks",
]

Node.__module__ = "torch.autograd.graph"


class GradientEdge(NamedTuple):
    """Where the gradient of one output of a node arrives."""

    node: Node
    output_nr: int
    ownership_token: Any = None


def get_gradient_edge(tensor: Tensor) -> GradientEdge:
    """The edge that a tensor's gradient takes: into its grad_fn, or into its AccumulateGrad."""
    edge = grad_edge(tensor)
    if edge is None:
        raise RuntimeError(
            "It is not possible to get the gradient edge for a Tensor that does not require "
            "gradients"
        )
    return GradientEdge(*edge)


def increment_version(tensor: Any) -> None:
    """Counts a write that autograd could not see."""
    for each in (tensor,) if isinstance(tensor, Tensor) else tensor:
        bump(each)
