"""Finds the tensors that a learner can name, and how."""

from __future__ import annotations

import types
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from gradrepl.observe.kinds import is_tensor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WIDEST = 10_000
"""So many values of one container are looked at."""
_BUDGET = 50_000
"""So many of all containers together. What lies beyond is not found."""
_DEPTH = 8
_MODULE_TABLES = ("_parameters", "_buffers", "_modules")
_NOTHING = frozenset(
    {type(None), bool, int, float, complex, str, bytes, bytearray, range, slice}
    | {type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType}
)
"""Kinds of values with nothing to find inside."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """The tensors behind a namespace. It holds them: keep it only while reading."""

    names: tuple[tuple[str, Any], ...] = ()
    """Every way to write a tensor, in the namespace's order: `w`, `params[0]`, `net.0.weight`."""
    unread: int = 0
    """How many tensors were found and left out."""


def reachable(namespace: Mapping[str, Any], limit: int = 1_000) -> Reachable:
    """The tensors that a learner can write down.

    Looks into lists, tuples, sets, dicts, modules' parameters and buffers, and the public
    attributes of objects whose class stands in the namespace's own module. Runs no code of theirs,
    crosses no property, follows no cycle.

    Args:
        namespace: the session's; dunder names are the interpreter's and are skipped.
        limit: how many different tensors are given out, before all those with a name of their own.
    """
    names: list[tuple[str, Any]] = []
    given: set[int] = set()
    left_out: set[int] = set()
    plain = {id(one) for one in tuple(namespace.values()) if is_tensor(one)}
    room = limit - len(plain)
    for name, tensor in _named(namespace):
        address = id(tensor)
        if address in given or (len(given) < limit if address in plain else room > 0):
            room -= address not in given and address not in plain
            given.add(address)
            names.append((name, tensor))
        else:
            left_out.add(address)
    return Reachable(tuple(names), len(left_out))


def _named(namespace: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Depth first, so that what belongs to one name stands together."""
    home = namespace.get("__name__", "__main__")
    pending: deque[tuple[str, Any, int]] = deque(
        (name, value, 0)
        for name, value in tuple(namespace.items())
        if type(value) not in _NOTHING and type(name) is str and not _is_dunder(name)
    )
    seen: set[int] = set()
    budget = _BUDGET
    while pending:
        name, value, depth = pending.popleft()
        if is_tensor(value):
            yield name, value
        elif depth < _DEPTH and id(value) not in seen and budget > 0:
            seen.add(id(value))
            inside = [
                (name + path, one, depth + 1)
                for path, one in islice(_inside(value, home), min(_WIDEST, budget))
            ]
            budget -= len(inside)
            pending.extendleft(reversed(inside))


def _inside(value: Any, home: object) -> Iterable[tuple[str, Any]]:
    """What stands directly within a value, and the path that leads there from it."""
    # A built-in class's own method is asked, since a subclass may have put the learner's code over
    # it; and `type`, not `isinstance`, which believes an object that lies about its class.
    kind = type(value)
    if issubclass(kind, dict):
        return ((f"[{_key(key)}]", one) for key, one in _findable(dict.items(value)))
    fields = _fields(kind) if issubclass(kind, tuple) else None
    if type(fields) is tuple:
        parts = zip(fields, tuple.__iter__(value), strict=False)
        return ((f".{field}", one) for field, one in _findable(parts))
    for sequence in (list, tuple, deque):
        if issubclass(kind, sequence):
            items = enumerate(sequence.__iter__(value))
            return ((f"[{index}]", one) for index, one in _findable(items))
    if kind in (set, frozenset):
        return ((f"{{{index}}}", one) for index, one in _findable(enumerate(value)))
    attributes = _attributes(value)
    own = kind.__module__ == home or kind is types.SimpleNamespace
    tables = [attributes.get(table) for table in _MODULE_TABLES]
    if all(isinstance(table, dict) for table in tables):
        return _of_module(tables, attributes if own else {})
    return _public(attributes.items()) if own else ()


def _fields(kind: type) -> Any:
    """A named tuple's names of its elements, or a structure's such as `torch.return_types.max`."""
    if kind.__module__ == "torch.return_types":
        return vars(kind).get("__match_args__")
    return getattr(kind, "_fields", None)


def _findable(items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """The items in which something could be found, of the first so many."""
    copied = tuple(islice(items, _WIDEST))  # at once: another thread may be writing
    return ((key, one) for key, one in copied if type(one) not in _NOTHING)


def _of_module(tables: list[Any], attributes: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a module registered, then what its own class put beside it."""
    for table in tables:
        yield from ((f".{name}", one) for name, one in _findable(dict.items(table)))
    yield from _public(attributes.items())


def _public(attributes: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    return ((f".{name}", one) for name, one in _findable(attributes) if str(name)[:1] != "_")


def _attributes(value: Any) -> dict[str, Any]:
    """An object's instance attributes, from its `__dict__` and its slots, without asking it."""
    found: dict[str, Any] = {}
    for ancestor in type(value).__mro__:
        for name, member in tuple(vars(ancestor).items()):
            if (name == "__dict__" and type(member) is types.GetSetDescriptorType) or (
                type(member) is types.MemberDescriptorType and ancestor.__module__ != "builtins"
            ):
                try:
                    inner = member.__get__(value)
                except AttributeError:  # a slot that is still empty
                    continue
                found |= inner if name == "__dict__" else {name: inner}
    return found


def _key(key: Any) -> str:
    """A dict's key as it would be typed; its class where it is not plain."""
    return repr(key) if type(key) in (str, int, bool, type(None)) else f"<{type(key).__name__}>"


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
