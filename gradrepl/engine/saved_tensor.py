"""`SavedTensor`: one saved tensor of a node, as `y.grad_fn._raw_saved_self` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import errors
from gradrepl.engine.packing import Packed, pack_one
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.node import Node
    from gradrepl.engine.saving import Saved


class SavedTensor:
    """One saved tensor of a node: `y.grad_fn._raw_saved_self`."""

    __slots__ = ("_each", "_index", "_node")
    __module__ = "torch._C._autograd"

    _node: Node
    _each: Saved | None
    """Where a node of the table keeps it; None for a Function's."""
    _index: int | None
    """Which one it is of a list, or of a Function's."""

    def __init__(self) -> None:
        raise RuntimeError("Trying to create a SavedTensor object from Python is forbidden.")

    @classmethod
    def of(cls, node: Node, each: Saved | None, index: int | None) -> SavedTensor:
        """One saved tensor of a node."""
        self = object.__new__(cls)
        self._node, self._each, self._index = node, each, index
        return self

    def _value(self) -> Any:
        if self._node.saved is None:
            raise RuntimeError(errors.FREED)
        if self._each is None:
            return self._node.saved[self._index or 0][0]
        value = self._node.saved[self._each.at]
        return value if self._index is None else value[self._index][0]

    @property
    def data(self) -> Any:
        """What is kept: what the pack hook returned, or else the tensor."""
        value = None if self._node.saved is None else self._value()
        if isinstance(value, Packed):
            return value.data
        return value if value is None or isinstance(value, Tensor) else wrap(value)

    @property
    def unpack_hook(self) -> Any:
        value = None if self._node.saved is None else self._value()
        return value.unpack_hook if isinstance(value, Packed) else None

    def unpack(self) -> Tensor | None:
        """The tensor, as backward gets it."""
        found: Any
        if self._each is None:
            found = self._node.saved_tensors  # type: ignore[attr-defined]  # a Function's node
        else:
            found = getattr(self._node, f"_saved_{self._each.name}")
        value: Tensor | None = found if self._index is None else found[self._index]
        return value

    def register_hooks(self, *hooks: Callable[[Any], Any]) -> None:
        """Packs this one tensor, now: by a function that packs, and one that unpacks.

        Raises:
            TypeError: for what are no two functions.
            RuntimeError: where there is nothing to pack any more.
        """
        if len(hooks) != 2 or not all(callable(each) for each in hooks):
            given = ", ".join(repr(each) for each in (self, *hooks))
            raise TypeError(
                "register_hooks(): incompatible function arguments. The following argument types "
                "are supported:\n    1. (self: torch._C._autograd.SavedTensor, arg0: "
                "collections.abc.Callable, arg1: collections.abc.Callable) -> None\n\n"
                f"Invoked with: {given}"
            )
        if self._node.saved is None:
            raise RuntimeError(errors.FREED_BEFORE_HOOKS)
        value = self._value()
        if value is None:
            raise RuntimeError(
                "Calling register_hooks on a saved tensor with value None is forbidden"
            )
        if isinstance(value, Packed):
            raise RuntimeError(
                "Calling register_hooks on a saved tensor whose hooks have already been set. Hint: "
                "only one pair of hooks is allowed at a time."
            )
        if self._each is None:
            self._node.pack(self._index, hooks)  # type: ignore[attr-defined]  # a Function's node
        else:
            pack_one(self._node, self._each, hooks, index=self._index)


def raw_reader(each: Saved) -> Callable[[Any], Any]:
    """The getter of one `_raw_saved_*` attribute."""

    def read(node: Any) -> Any:
        if each.kind == "list":
            if node.saved is None:
                raise RuntimeError(errors.FREED)
            return tuple(SavedTensor.of(node, each, i) for i in range(len(node.saved[each.at])))
        return SavedTensor.of(node, each, None)

    return read
