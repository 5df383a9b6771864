"""Counts the hooks on tensors and nodes, and calls none.

A tensor's hooks, and our own engine's, stand in an attribute. Real PyTorch shows nobody a node's.
See NOTE [Registrations that are refused].
"""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

from gradrepl.observe.facts import HookFacts

if TYPE_CHECKING:
    import weakref
    from collections.abc import Iterator, Sized

    from gradrepl.observe.facts import HookKind, NodeKey

_KEPT: Final = 1_000
_OF_TENSORS: Final[tuple[tuple[HookKind, str], ...]] = (
    ("tensor", "_backward_hooks"),
    ("post_accumulate", "_post_accumulate_grad_hooks"),
)
_OF_NODES: Final[tuple[tuple[HookKind, str, str | None], ...]] = (
    ("tensor", "pre_hooks", None),  # of PyTorch's nodes, `Hooked` knows of them
    ("pre", "node_pre_hooks", "register_prehook"),
    ("post", "post_hooks", "register_hook"),
)


class Hooked:
    """Which nodes hold the hooks of which tensors: a tensor may be gone, and its hooks still run.

    After work in place the hooks are the former node's, and the tensor knows them no more. Holds
    neither: the tables are PyTorch's, and go with the node.
    """

    def __init__(self) -> None:
        self._tables: dict[NodeKey, list[weakref.ref[Any]]] = {}

    def add(self, node: NodeKey, handle: Any) -> None:
        """A hook was registered on a tensor of that node, and this is what the learner got."""
        while len(self._tables) >= _KEPT:
            del self._tables[next(iter(self._tables))]
        tables = self._tables.setdefault(node, [])
        if handle.hooks_dict_ref not in tables:
            tables.append(handle.hooks_dict_ref)

    def on(self, node: NodeKey) -> tuple[HookFacts, ...]:
        """The hooks on tensors of that node which have not been removed."""
        tables = (table() for table in self._tables.get(node, ()))
        count = sum(len(table) for table in tables if table is not None)
        return (HookFacts("tensor", count),) if count else ()


def of_tensor(tensor: Any) -> tuple[HookFacts, ...]:
    """The hooks that were registered on a tensor."""
    found = []
    for kind, attribute in _OF_TENSORS:
        try:
            hooks = getattr(tensor, attribute)
            if hooks:
                found.append(HookFacts(kind, len(hooks)))
        except Exception:  # noqa: BLE001, S112  # PyTorch's refusal or the learner's own property
            continue
    return tuple(found)


def of_node(node: Any) -> tuple[HookFacts, ...]:
    """The hooks that were registered on a node; of PyTorch's nodes, inside `refused` only.

    Our own engine's nodes know those on their tensors, too.
    """
    found = []
    tells = hasattr(type(node), "own_watchers")
    own = getattr(node, "own_watchers", None) if tells else None
    for kind, attribute, method in _OF_NODES:
        try:
            count = len(getattr(own, attribute, None) or ()) if tells else _asked(node, method)
        except Exception:  # noqa: BLE001  # not a node as we know them
            count = 0
        if count:
            found.append(HookFacts(kind, count))
    return tuple(found)


# NOTE [Registrations that are refused]
# When a hook is registered on one of PyTorch's nodes, C++ hands the node's table of hooks to a
# static method of `torch.autograd.Function`, written in Python, which adds the hook to it. Inside
# `refused` that method, for this thread, raises instead of adding, and what it was handed tells
# how many hooks there are. Nothing is registered, no number is used up, and a node without a table
# gets none.


class _Refused(Exception):  # noqa: N818  # an answer, and no error
    """Carries a node's table of hooks."""

    def __init__(self, table: Sized | None) -> None:
        self.count = 0 if table is None else len(table)


_refusing = threading.local()


@contextlib.contextmanager
def refused(tensor: Any) -> Iterator[None]:
    """A block in which `of_node` may ask the nodes of this tensor's backend.

    Where no hook has ever been registered, there is nothing to ask.
    """
    function = _function(tensor)
    if function is None or "_register_hook" in vars(function):
        yield
        return
    register = function._register_hook

    def answer(table: Sized | None, hook: Any) -> Any:
        if getattr(_refusing, "on", False):
            raise _Refused(table)
        return register(table, hook)  # another thread's, and meant

    function._register_hook = staticmethod(answer)
    _refusing.on = True
    try:
        yield
    finally:
        _refusing.on = False
        del function._register_hook


def _function(tensor: Any) -> Any | None:
    """PyTorch's `autograd.Function`, if it is PyTorch's tensor and has ever registered a hook."""
    for ancestor in type(tensor).__mro__:
        torch = sys.modules.get(ancestor.__module__)
        function = getattr(getattr(torch, "autograd", None), "Function", None)
        if function is not None:
            handle = getattr(getattr(torch, "utils", None), "hooks", None)
            used = getattr(getattr(handle, "RemovableHandle", None), "next_id", 1)
            return function if used and hasattr(function, "_register_hook") else None
    return None


def _asked(node: Any, method: str | None) -> int:
    if method is None or not getattr(_refusing, "on", False):
        return 0
    try:
        getattr(node, method)(len)  # anything that can be called
    except _Refused as answer:
        return answer.count
    return 0
