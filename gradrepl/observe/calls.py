"""What the functions are that a torch-function mode is shown."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any


class Effect(enum.Enum):
    """Why a call is noted."""

    NONE = enum.auto()
    """It is not: it reads an attribute or sets a flag."""
    RESULT = enum.auto()
    """For the tensors that it returns or writes; not noted when there are none."""
    ITSELF = enum.auto()
    """For what it does: `backward`, `item`."""
    MODE = enum.auto()
    """It switches the grad mode."""
    HOOK = enum.auto()
    """It registers a hook on a tensor: not noted, but the node that has it now is."""


@dataclass(frozen=True, slots=True)
class Call:
    """A backend function, as the trace speaks of it."""

    name: str
    effect: Effect
    in_place: bool


_ITSELF = frozenset({"backward", "item", "tolist", "numpy"})
_CONVERSIONS = {
    "__array__": "array",
    "__float__": "float",
    "__int__": "int",
    "__index__": "int",
    "__complex__": "complex",
}
_FLAGS = frozenset(
    {"requires_grad_", "retain_grad", "share_memory_", "rename_"}
    | {"manual_seed", "set_default_device", "is_tensor", "has_names", "_is_view"}
)
"""They return the tensor that they were given, or nothing to draw."""
_READS = frozenset({"grad", "grad_fn", "_base", "_grad", "_grad_fn"})
"""Getters that return a tensor or a node and are no operation."""
_KEPT_DUNDERS = frozenset({"__getitem__", "__setitem__"})


def describe(func: Any) -> Call:
    """What a function is: `2 - x` comes as `__rsub__`, `x.data` as a descriptor's `__get__`."""
    name = str(getattr(func, "__name__", type(func).__name__))
    if name in ("__get__", "__set__", "__delete__"):
        return _attribute(name, getattr(func, "__self__", None))
    if name == "_set_grad_enabled":
        return Call(name, Effect.MODE, in_place=False)
    if name in _CONVERSIONS:
        return Call(_CONVERSIONS[name], Effect.ITSELF, in_place=False)
    if name == "__deepcopy__":
        return Call("deepcopy", Effect.RESULT, in_place=False)
    if name == "register_hook":
        return Call(name, Effect.HOOK, in_place=False)
    if name in _FLAGS:
        return Call(name, Effect.NONE, in_place=False)
    if name in _KEPT_DUNDERS:
        return Call(name, Effect.RESULT, in_place=name == "__setitem__")
    if name.startswith("__") and name.endswith("__"):
        return _operator(name)
    effect = Effect.ITSELF if name in _ITSELF else Effect.RESULT
    return Call(name, effect, in_place=name.endswith("_") and not name.endswith("__"))


def _attribute(access: str, descriptor: Any) -> Call:
    getter = getattr(descriptor, "fget", None)  # a Python property
    name = str(getattr(descriptor, "__name__", None) or getattr(getter, "__name__", ""))
    if access == "__get__":
        return Call(name, Effect.NONE if name in _READS else Effect.RESULT, in_place=False)
    if access == "__set__" and name == "data":
        return Call(name, Effect.RESULT, in_place=True)
    if name == "grad":  # set or deleted: what accumulates afterwards starts anew
        return Call("grad=", Effect.ITSELF, in_place=False)
    return Call(name, Effect.NONE, in_place=False)


def _operator(name: str) -> Call:
    """`__rsub__` is `rsub`, `__iadd__` is `add_`, `__and__` is `and`."""
    plain = name.strip("_")
    if plain.startswith("i") and plain[1:] in _IN_PLACE:
        return Call(f"{plain[1:]}_", Effect.RESULT, in_place=True)
    return Call(plain, Effect.RESULT, in_place=False)


_IN_PLACE = frozenset(
    {"add", "sub", "mul", "div", "truediv", "floordiv", "mod", "pow", "matmul"}
    | {"and", "or", "xor", "lshift", "rshift"}
)
