"""Who watches a node or a leaf: hooks, and tensors that keep their gradient."""

from __future__ import annotations

import itertools
import weakref
from collections import OrderedDict
from typing import Any, Self, TypeAlias

Tensor: TypeAlias = Any
Node: TypeAlias = Any
"""Both stand above, and import this."""

HOOKS: list[None] = []
"""One entry for each hook that was registered and not removed: only where there is one does
backward need PyTorch's exact order of the leaves.
"""


WATCHED: list[None] = []
"""Not empty once any node had a hook or a tensor that keeps its gradient."""


class Watchers:
    """What few nodes have: somebody who asked to see their gradients, or left a remark."""

    __slots__ = ("metadata", "node_pre_hooks", "post_hooks", "pre_hooks", "retains")

    def __init__(self) -> None:
        self.pre_hooks: OrderedDict[int, tuple[int, Any]] | None = None
        """Tensor hooks: by id, the output number they watch and the function."""
        self.node_pre_hooks: OrderedDict[int, Any] | None = None
        self.post_hooks: OrderedDict[int, Any] | None = None
        self.retains: dict[int, weakref.ref[Tensor]] | None = None
        """Tensors that asked to keep their gradient, by output number."""
        self.metadata: dict[Any, Any] = {}


def watchers(node: Node) -> Watchers | None:
    """The node's own, if it has some; the slot is empty until then, which costs nothing."""
    return getattr(node, "own_watchers", None)


def watch(node: Node) -> Watchers:
    """The node's own, made now if it had none."""
    found = watchers(node)
    if found is None:
        found = node.own_watchers = Watchers()
    return found


class Extra:
    """What few tensors need: a gradient, hooks. A leaf and its AccumulateGrad share one."""

    __slots__ = ("former", "grad", "hooks", "name", "post_accumulate", "retains")

    def __init__(self) -> None:
        self.grad: Tensor | None = None
        self.hooks: OrderedDict[int, Any] | None = None
        """Tensor hooks of a leaf; those of other tensors live on their node."""
        self.post_accumulate: OrderedDict[int, Any] | None = None
        self.retains = False
        self.former: weakref.ref[Node] | None = None
        """The leaf's AccumulateGrad while it requires no gradient: a graph may still lead there."""
        self.name: str | None = None


class RemovableHandle:
    """What registering a hook returns; `remove()` takes the hook out again."""

    __module__ = "torch.utils.hooks"
    _next_id = itertools.count().__next__
    _is_of_graph = False
    """Whether it stands for a hook of a node or a tensor, and not for one of a module."""

    def __init__(self, hooks: OrderedDict[int, Any]) -> None:
        self.hooks_dict_ref = weakref.ref(hooks)
        self.id = RemovableHandle._next_id()

    def remove(self) -> None:
        hooks = self.hooks_dict_ref()
        if hooks is not None and self.id in hooks:
            del hooks[self.id]
            if self._is_of_graph:
                HOOKS.pop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def register(place: Watchers | Extra, attribute: str, entry: Any) -> RemovableHandle:
    hooks = getattr(place, attribute)
    if hooks is None:
        hooks = OrderedDict()
        setattr(place, attribute, hooks)
    HOOKS.append(None)
    if not WATCHED:
        WATCHED.append(None)
    handle = RemovableHandle(hooks)
    handle._is_of_graph = True
    hooks[handle.id] = entry
    return handle
