"""The nodes of the graph. `MulBackward0` and its like are made from the table by `gradients`.

An edge is `(node, output number)`: where a gradient goes next. A tensor carries its own edge, so
that recording an operation is a copy of its operands' edges. A leaf's edge leads to its
`AccumulateGrad`.

# NOTE [Who keeps whom]
A node keeps the nodes before it and what it saved. A leaf keeps its AccumulateGrad and is known to
it by a weak reference; its gradient lives in the `Extra` that both hold. So no leaf is part of a
cycle, and a graph is freed the moment its last tensor goes.
"""

from __future__ import annotations

import functools
import itertools
import sys
import weakref
from typing import TYPE_CHECKING, Any, TypeAlias

from gradrepl.engine import errors
from gradrepl.engine.dtypes import CPU, OF
from gradrepl.engine.saving import attribute
from gradrepl.engine.storage import Afterwards, DetachedStorage
from gradrepl.engine.watchers import Extra, RemovableHandle, Watchers, register, watch

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from gradrepl.engine.saving import Layout
    from gradrepl.engine.table import Op


Tensor: TypeAlias = Any
"""Tensors stand above nodes, and import them."""
Edge: TypeAlias = "tuple[Node, int]"

new = object.__new__


def maker(cls: type) -> Callable[[], Any]:
    """A call that makes an instance, and is half the price of `object.__new__(cls)`.

    It passes by what the metaclass does when the class is called. For a class whose instances
    need neither `__new__` nor `__init__`.
    """
    return type.__call__.__get__(cls)


next_sequence = itertools.count().__next__
"""Sequence numbers grow as operations are recorded; of the ready nodes backward runs the newest
first.
"""

_HELD_BY_LEAF = 2
"""References to a leaf's edge, the count's own argument included, that are no graph's."""

ACCUMULATE_SEQUENCE = 2**64 - 1

CAPTURES: list[None] = []
"""Not empty while any `grad` runs: what it hands out is laid out as PyTorch's is."""

ANOMALY: list[bool] = []
"""One entry while anomaly mode is on: whether nan is looked for. Process-wide, as in PyTorch."""


_SHOWN = (
    "__call__", "_input_metadata", "_sequence_nr", "_set_sequence_nr", "metadata", "name",
    "next_functions", "register_hook", "register_prehook", "requires_grad",
)  # fmt: skip
"""What `dir` tells of every node, beside what it saves."""
_WRITTEN_BY_HAND = frozenset(("CopyBackwards", "NotImplemented"))
"""Nodes that PyTorch does not generate; they tell their namespace."""


class InputMetadata:
    """Shape and dtype of one output of a node."""

    __slots__ = ("dtype", "shape")
    __module__ = "torch._C._autograd"
    device = CPU
    is_nested_tensor = is_cpp_nested_tensor = False

    def __init__(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        self.shape = list(shape)
        self.dtype = OF[dtype]


InputMetadata.__qualname__ = "_InputMetadata"


def _of_one_argument(method: Callable[[Any, Any], Any]) -> Any:
    """A method that takes one argument, in the words of one written in C."""

    @functools.wraps(method)
    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        name = f"{type(self).__name__}.{method.__name__}()"
        if kwargs:
            raise TypeError(f"{name} takes no keyword arguments")
        if len(args) != 1:
            raise TypeError(f"{name} takes exactly one argument ({len(args)} given)")
        return method(self, *args)

    return called


class NodeType(type):
    """The class of the nodes' classes: nobody makes a node by calling one."""

    def __call__(cls, *args: Any) -> Any:
        del args
        raise TypeError(f"cannot create '{cls.__name__}' instances")


NodeType.__name__ = NodeType.__qualname__ = "type"
NodeType.__module__ = "builtins"


class Node(metaclass=NodeType):
    """One recorded operation.

    A generated subclass says how many gradients it takes and gives: `apply(grad)` for arrays,
    `apply_tensors(grad)` for `create_graph=True`. `saved` holds its saved tensors, each beside the
    version that it was saved at, and is None once they are freed; `args` holds what else its
    formulas need.
    """

    __slots__ = ("args", "dtype", "edges", "outs", "own_watchers", "saved", "seq", "shape")
    __module__ = "torch.autograd"

    seq: int
    edges: tuple[Edge | None, ...]
    shape: tuple[int, ...]
    """Of output 0: what an arriving gradient is summed to."""
    dtype: np.dtype[Any]
    outs: tuple[Any, ...]
    """Shape and dtype of every output; only nodes of several outputs have it. A Function may also
    return what is no tensor: None."""
    saved: tuple[Any, ...] | None
    args: tuple[Any, ...]
    own_watchers: Watchers

    several = False
    """Whether it has more than one output, so that `apply` takes a list of gradients."""
    saves = False
    """Whether it holds saved tensors, which backward frees."""
    heedless = False
    """Whether it runs where no gradient reaches it, too. Others then pass on that there is none."""
    at_once = False
    """Whether it runs before all others, however old it is."""
    layout: Layout | None = None
    """What a node of the table saves, in which place."""
    row: Op | None = None
    """The row that the class was made from: whoever explains a node reads its formulas there."""
    is_packed = False
    """Whether hooks have packed what it saves. See NOTE [Packed nodes]."""

    def apply(self, grad: Any) -> Any:
        raise NotImplementedError

    def apply_tensors(self, grad: Any) -> Any:
        raise NotImplementedError

    def meta(self, output: int) -> tuple[tuple[int, ...], np.dtype[Any]]:
        """Shape and dtype that a gradient for that output must have."""
        return self.outs[output] if self.several else (self.shape, self.dtype)

    def release(self) -> None:
        self.saved = None

    def name(self) -> str:
        found = type(self).__name__
        return found if found not in _WRITTEN_BY_HAND else f"torch::autograd::{found}"

    @attribute
    def next_functions(self) -> tuple[tuple[Node | None, int], ...]:
        return tuple((None, 0) if e is None or e is NOWHERE else e for e in self.edges)

    @attribute
    def metadata(self) -> dict[Any, Any]:
        return watch(self).metadata

    @attribute
    def requires_grad(self) -> bool:
        return True

    @attribute
    def _input_metadata(self) -> tuple[InputMetadata, ...]:
        """What a gradient must look like, for each output."""
        metas = self.outs if self.several else ((self.shape, self.dtype),)
        return tuple(InputMetadata(*each) for each in metas if each is not None)

    def _sequence_nr(self) -> int:
        return ACCUMULATE_SEQUENCE if self.at_once else self.seq

    def _set_sequence_nr(self, sequence_nr: int, /) -> None:
        self.seq = sequence_nr

    @_of_one_argument
    def register_hook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """`fn(grad_inputs, grad_outputs)` runs after the node."""
        return register(watch(self), "post_hooks", fn)

    @_of_one_argument
    def register_prehook(self, fn: Callable[..., Any]) -> RemovableHandle:
        """`fn(grad_outputs)` runs before the node."""
        return register(watch(self), "node_pre_hooks", fn)

    def __call__(self, *grads: Any) -> Any:
        """Runs the node by hand, as `y.grad_fn(torch.ones(1))` does."""
        outputs = len(self.outs) if self.several else 1
        if len(grads) != outputs:
            raise TypeError(f"expected {outputs} arguments, got {len(grads)} instead")
        for at, each in enumerate(grads):
            if each is not None and not hasattr(each, "_edge"):
                raise TypeError(f"argument {at} is not a Variable")
        if not self.heedless and all(each is None for each in grads):
            return None if len(self.edges) == 1 else (None,) * len(self.edges)
        given = list(grads) if self.several else grads[0]
        found = self.apply_tensors(given)
        if NOWHERE in self.edges:  # nobody asks for that
            asked = zip(found, self.edges, strict=False)  # a Function may give more
            found = [None if e is NOWHERE else each for each, e in asked]
        return found[0] if len(found) == 1 else tuple(found)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object at {id(self):#x}>"

    def __dir__(self) -> list[str]:
        """What PyTorch's nodes show; what is ours alone stays out of sight."""
        own = (name for cls in type(self).__mro__[:-1] for name in cls.__dict__)
        shown = (name for name in own if name.startswith(("_saved_", "_raw_saved_")))
        return sorted({*dir(object), *_SHOWN, *shown})


class AccumulateGrad(Node):
    """The end of the line: adds what arrives to the leaf's `.grad`."""

    __slots__ = ("__weakref__", "array", "extra", "kind", "leaf")

    array: Any
    extra: Extra
    kind: type
    leaf: weakref.ref[Tensor]

    @classmethod
    def of(cls, leaf: Tensor, extra: Extra) -> AccumulateGrad:
        """The node of a leaf that has none."""
        self: AccumulateGrad = new(cls)
        self.seq = ACCUMULATE_SEQUENCE
        self.edges = ()
        self.extra = extra
        self.attach(leaf)
        return self

    def attach(self, leaf: Tensor) -> None:
        """Feeds this tensor from now on; also after `leaf.data = ...` changed what it holds.

        While a graph leads here, gradients keep the shape that the leaf had when it was recorded.
        """
        recorded = leaf._edge is not None and sys.getrefcount(leaf._edge) > _HELD_BY_LEAF
        self.leaf = weakref.ref(leaf)
        self.kind = type(leaf)
        self.array = leaf._a
        if not recorded or self.dtype is not leaf._a.dtype:
            self.shape = leaf._a.shape
            self.dtype = leaf._a.dtype

    @property
    def variable(self) -> Tensor:
        """The leaf; made anew where the learner has dropped it and only the graph knows it."""
        leaf: Any = self.leaf()
        if leaf is None:
            leaf = new(self.kind)
            leaf._a = self.array
            leaf._storage = leaf._view = None
            leaf._extra = self.extra
            leaf._edge = (self, 0)
            self.attach(leaf)
        return leaf

    def apply_tensors(self, grad: Any) -> Any:
        """Adds to `.grad`, where it is called by hand; backward does so in `leaves`."""
        leaf = self.variable
        leaf.grad = grad.clone() if leaf.grad is None else leaf.grad + grad
        return ()

    def name(self) -> str:
        return "torch::autograd::AccumulateGrad"

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), "variable"])


class _Nowhere(AccumulateGrad):
    """The end of a line that leads to no `.grad`. See NOTE [Views without an edge]."""

    __slots__ = ()

    @classmethod
    def make(cls) -> _Nowhere:
        self: _Nowhere = new(cls)
        self.seq = ACCUMULATE_SEQUENCE
        self.edges = ()
        self.shape, self.dtype = (), None  # type: ignore[assignment]  # fits no gradient
        return self


NOWHERE: Edge = (_Nowhere.make(), 0)


def node_class(name: str, **members: Any) -> type[Node]:
    """Makes a node class such as `MulBackward0`."""
    return type(name, (Node,), {"__slots__": (), "__module__": "builtins", **members})


def stale(tensor: Tensor, expected: int, made_by: tuple[str, int] | None = None) -> RuntimeError:
    """What backward raises when a saved operand was written into since."""
    storage = tensor._storage
    node = tensor.grad_fn
    if node is None and type(storage) is DetachedStorage and type(expected) is not Afterwards:
        return RuntimeError(errors.DETACHED)
    if node is not None:
        made_by = (node.name(), tensor.output_nr)
    return errors.stale(
        tensor._a,
        made_by,
        0 if storage is None else storage.version,
        expected,
        anomaly=bool(ANOMALY),
    )


def stale_result(node: Node, array: Any, version: int, expected: int) -> RuntimeError:
    """The same for an output that its own node saved."""
    saved = node.saved or ()
    kept = [] if node.layout is None else [x for x in node.layout.saved if x.kind == "result"]
    number = next((int(each.value) for each in kept if saved[each.at] is array), 0)
    return errors.stale(array, (node.name(), number), version, expected, anomaly=bool(ANOMALY))
