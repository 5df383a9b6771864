"""`torch.autograd.graph.register_multi_grad_hook`: one hook for several gradients."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal

from gradrepl.engine.backward import grad_edge
from gradrepl.engine.node import AccumulateGrad, Node
from gradrepl.engine.state import STATE
from gradrepl.engine.watchers import RemovableHandle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gradrepl.engine.tensor import Tensor

_MODES = ("all", "any")


class _MultiHandle(RemovableHandle):
    """Takes out the hooks on all of the tensors."""

    __module__ = "torch.autograd.graph"

    def __init__(self, handles: tuple[RemovableHandle, ...]) -> None:
        self.handles = handles

    def remove(self) -> None:
        for handle in self.handles:
            handle.remove()


class _Gathering:
    """The gradients of several tensors, as far as they have come, for each backward that runs."""

    def __init__(self, nodes: list[Node], call: Callable[[list[Tensor | None]], None]) -> None:
        self.nodes = nodes
        self.call = call
        self.expected: dict[object, int] = {}
        self.found: dict[object, list[Tensor | None]] = {}
        self.count: dict[object, int] = {}

    def take(self, at: int, grad: Tensor) -> None:
        task = STATE.task
        token = task.token
        if token not in self.found:
            self.expected[token] = sum(_will_run(task, node) for node in self.nodes)
            self.found[token] = [None] * len(self.nodes)
            self.count[token] = 0
        self.found[token][at] = grad
        self.count[token] += 1
        if self.count[token] == self.expected[token]:
            del self.count[token], self.expected[token]
            self.call(self.found.pop(token))


def _will_run(task: Any, node: Node) -> bool:
    if task.captures is not None and isinstance(node, AccumulateGrad):
        raise RuntimeError(
            "A leaf node was passed to _will_engine_execute_node but we are currently running "
            "autograd.grad(). This is currently not supported."
        )
    found: bool = task.will_run(node)
    return found


def register_multi_grad_hook(
    tensors: Sequence[Tensor], fn: Callable[..., None], *, mode: Literal["all", "any"] = "all"
) -> RemovableHandle:
    """`fn(grads)` runs when every gradient is known; with `any`, `fn(grad)` when the first one is.

    Tensors that no gradient reaches are not waited for: theirs is None.
    """
    if mode not in _MODES:
        raise ValueError(f"Expects mode to be one of {_MODES} but got {mode}")
    if mode == "any":
        hook = _first_only(fn)
        return _MultiHandle(tuple(t.register_hook(hook) for t in tensors if t.requires_grad))
    nodes = []
    for each in tensors:
        edge = grad_edge(each)
        if edge is None:
            raise AssertionError("Expected gradient function to be set")
        nodes.append(edge[0])
    gathering = _Gathering(nodes, fn)
    return _MultiHandle(
        tuple(
            each.register_hook(functools.partial(gathering.take, at))
            for at, each in enumerate(tensors)
        )
    )


def _first_only(fn: Callable[[Tensor], None]) -> Callable[[Tensor], None]:
    last: list[object] = []

    @functools.wraps(fn)
    def hook(grad: Tensor) -> None:
        token = STATE.task.token
        if last != [token]:
            last[:] = [token]
            fn(grad)

    return hook
