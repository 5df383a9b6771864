"""What hooks of the learner's have packed: `torch.autograd.graph.saved_tensors_hooks`.

# NOTE [Packed nodes]
Hardly any program packs, so the generated code knows nothing of it. While a thread has hooks, it
stands in `SPECIAL`, and after each operation `runtime.guarded` looks for the nodes that it made.
What they saved is replaced by `Packed`, and the node takes another class of the same name, whose
`apply` unpacks first.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from gradrepl.engine import errors
from gradrepl.engine.generated import G
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.node import AccumulateGrad, Edge, Node
from gradrepl.engine.slices import CopySlices
from gradrepl.engine.state import STATE
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.values import type_name
from gradrepl.engine.view import edge, storage_of, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gradrepl.engine.saving import Saved

Hooks = tuple["Callable[[Tensor], Any]", "Callable[[Any], Tensor]"]


class Packed:
    """What a pack hook made of a saved tensor, and how it becomes the tensor again."""

    __slots__ = ("data", "edge", "number", "unpack_hook")

    def __init__(self, data: Any, unpack_hook: Any, edge: Edge | None, number: int | None) -> None:
        self.data = data
        self.unpack_hook = unpack_hook
        self.edge = edge
        self.number = number
        """Which output of its own node it is: the edge there would be a cycle."""

    @classmethod
    def of(cls, tensor: Tensor, given: Tensor, hooks: Hooks, number: int | None) -> Packed:
        """Packs a tensor, of which the hook is `given` the tensor itself or one that is detached.

        Raises:
            RuntimeError: with PyTorch's text, where the hook writes into it.
        """
        own = tensor._edge if tensor._view is None else edge(tensor)
        before = version_of(given)
        with no_grad():
            data = hooks[0](given)
        if version_of(given) != before:
            raise RuntimeError(errors.PACK_WRITES)
        return cls(data, hooks[1], own if number is None else None, number)

    def unpack(self, node: Node) -> Tensor:
        """The tensor again, at the place in the graph that it had."""
        found = self.unpack_hook(self.data)
        if not isinstance(found, Tensor):
            raise TypeError(
                "Output of saved tensor unpack_hook expected to be a Tensor but got result of type "
                f"{type_name(found)}"
            )
        place = self.edge if self.number is None else (node, self.number)
        if place is None:
            return found
        if found._a.dtype.kind not in "fc":
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require gradients"
            )
        placed = wrap(found._a)
        placed._storage = storage_of(found)
        placed._edge = place
        return placed


def written_into(function: Any, args: tuple[Any, ...]) -> Tensor | None:
    """The tensor that a call writes into, if it does."""
    name = str(function.__name__)
    in_place = name == "__setitem__" or (name.endswith("_") and not name.endswith("__"))
    return args[0] if in_place and args and isinstance(args[0], Tensor) else None


def pack_new(around: Iterable[Any], hooks: Hooks, start: int) -> None:
    """Packs what the nodes with a sequence number of at least `start` have saved.

    They are found from `around`: the results of an operation, and its arguments, since one that
    works in place may return nothing.
    """
    tensors = list(_tensors(around))
    for node in sorted(_since(tensors, start), key=lambda each: each.seq):
        pack_node(node, hooks, tensors)


def _tensors(values: Iterable[Any]) -> Iterator[Tensor]:
    for each in values:
        if isinstance(each, Tensor):
            yield each
        elif isinstance(each, (tuple, list)):
            yield from _tensors(each)


def _since(tensors: Iterable[Tensor], start: int) -> set[Node]:
    found: set[Node] = set()
    stack: list[Edge | None] = []
    for each in tensors:
        stack.append(each._edge)
        if each._view is not None:
            stack.append(each._view.base._edge)
    while stack:
        place = stack.pop()
        if place is None or isinstance(place[0], AccumulateGrad):
            continue
        node = place[0]
        if node.seq < start or node in found:
            continue
        found.add(node)
        stack.extend(node.edges)
        if isinstance(node, CopySlices):
            stack.append((node.fn, 0))
    return found


def pack_now(node: Node) -> None:
    """Packs what a node saves of operands that are about to be written into."""
    if STATE.saved_hooks:
        pack_node(node, STATE.saved_hooks[-1])


def pack_node(node: Node, hooks: Hooks, results: Iterable[Tensor] = ()) -> None:
    """Packs everything that a node has saved, once."""
    if node.layout is None or node.is_packed or not node.saves:
        return
    for each in node.layout.tensors:
        pack_one(node, each, hooks, results)


def pack_one(
    node: Node,
    each: Saved,
    hooks: Hooks,
    results: Iterable[Tensor] | None = None,
    index: int | None = None,
) -> None:
    """Packs one saved tensor; without `results`, later than at its saving: from a detached one.

    With `index` only that one of a list.
    """
    assert node.saved is not None  # noqa: S101  # asked before
    saved, at = list(node.saved), each.at
    value = saved[at]
    if value is None:
        return
    if each.kind == "list":
        saved[at] = tuple(
            (tensor, version)
            if version is None or index not in (None, i)
            else (_packed(tensor, hooks, results), version)
            for i, (tensor, version) in enumerate(value)
        )
    elif each.kind == "tensor":
        if saved[at + 1] is None:  # a Python number in a tensor's place
            return
        saved[at] = _packed(value, hooks, results)
    else:
        number = int(each.value)
        tensor = _result(node, number, value, saved[at + 1], results or ())
        given = tensor if results is not None else tensor.detach()
        differentiable = tensor._edge is not None
        saved[at] = Packed.of(tensor, given, hooks, number if differentiable else None)
    node.saved = tuple(saved)
    if not node.is_packed:
        kind: Any = type(node)
        object.__setattr__(node, "__class__", packed_class(kind))


def _packed(tensor: Tensor, hooks: Hooks, results: Iterable[Tensor] | None) -> Packed:
    return Packed.of(tensor, tensor if results is not None else tensor.detach(), hooks, None)


def _result(node: Node, number: int, array: Any, storage: Any, results: Iterable[Tensor]) -> Tensor:
    """The very tensor that an operation returned, or one just like it."""
    for each in results:
        if each._a is array:
            return each
    found = wrap(array)
    found._storage = storage
    if node.layout is not None and number in node.layout.differentiable:
        found._edge = (node, number)
    return found


@functools.cache
def packed_class(kind: type[Node]) -> type[Node]:
    """The class of a node that has something packed: it unpacks before it runs."""

    def apply(self: Any, grad: Any) -> Any:
        return _run(kind.apply, self, grad)

    def apply_tensors(self: Any, grad: Any) -> Any:
        return _run(kind.apply_tensors, self, grad)

    return type(
        kind.__name__,
        (kind,),
        {
            "__slots__": (),
            "__module__": kind.__module__,
            "apply": apply,
            "apply_tensors": apply_tensors,
            "is_packed": True,
        },
    )


def _run(apply: Callable[[Node, Any], Any], node: Node, grad: Any) -> Any:
    packed = node.saved
    if packed is None:
        raise RuntimeError(errors.FREED)
    node.saved = tuple(_opened(node, packed))
    try:
        return apply(node, grad)
    except ValueError as problem:  # an unpack hook may return another shape
        arrays = [getattr(each, "_a", each) for each in (grad, *node.saved)]
        raise G["shape_error"](problem, *arrays) from None
    finally:
        node.saved = packed


def _opened(node: Node, packed: tuple[Any, ...]) -> list[Any]:
    """What the node saved, as its generated code expects it: each tensor beside its version."""
    found = list(packed)
    assert node.layout is not None  # noqa: S101  # only nodes of the table are packed
    for each in node.layout.tensors:
        at, value = each.at, packed[each.at]
        if each.kind == "list" and value is not None:
            found[at] = tuple(_opened_pair(node, *pair) for pair in value)
        elif type(value) is Packed:
            tensor = value.unpack(node)
            if each.kind == "result":
                storage = storage_of(tensor)
                found[at : at + 3] = tensor._a, storage, storage.version
            else:
                found[at : at + 2] = tensor, version_of(tensor)
    return found


def _opened_pair(node: Node, value: Any, version: int | None) -> tuple[Any, int | None]:
    if type(value) is not Packed:
        return value, version
    tensor = value.unpack(node)
    return tensor, version_of(tensor)
