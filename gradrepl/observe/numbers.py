"""Numbers and arrays that came out of a tensor, known again when they go into another one.

Only the very object is known again: `k = a.item()` and then `torch.tensor([k])`. What was computed
from it in Python, `k * 2`, is another number, and nobody can tell where that one came from. A
tensor that was laid over an array, as `from_numpy` does below Python, is known by the memory that
they share.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.observe.facts import TensorKey

_KEPT: Final = 1_000
_DEEP: Final = 3
_WIDE: Final = 64
_ARRAYS: Final = 64
LEAVING: Final = frozenset({"item", "tolist", "numpy", "array", "float", "int"})
"""The calls that return such a thing; `complex()` hands on a copy of what it was given."""
_SHARED: Final = range(-5, 257)
"""Whole numbers of which Python has one for all, so that nobody can tell where a 3 came from."""


class Numbers:
    """The numbers of one session. An array is not kept alive; a float is, and is a float."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[Any, TensorKey]] = OrderedDict()
        self._arrays: list[tuple[weakref.ref[Any], range, TensorKey]] = []

    @property
    def has_arrays(self) -> bool:
        """Whether `under` may find one."""
        return bool(self._arrays)

    def under(self, address: int) -> TensorKey | None:
        """The key of the array in whose memory an address lies, the newest of several."""
        self._arrays = [one for one in self._arrays if one[0]() is not None]
        return next((key for _, room, key in reversed(self._arrays) if address in room), None)

    def note(self, value: Any, key: TensorKey) -> bool:
        """Remembers what came out of a tensor; False where it cannot be known again."""
        found = False
        for one in _inside(value):
            thing = one if _is_known_by_itself(one) else _weak(one)
            if thing is not None:
                if (room := _room(one)) is not None:
                    owner = _weak(_owner(one)) or thing
                    self._arrays = [*self._arrays[1 - _ARRAYS :], (owner, room, key)]
                found = True
                self._known[id(one)] = thing, key
                self._known.move_to_end(id(one))
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found

    def among(self, values: Any) -> tuple[TensorKey, ...]:
        """The keys of those that stand among some arguments, also within lists of them."""
        if not self._known:
            return ()
        return tuple(dict.fromkeys(key for one in _inside(values) for key in self._key(one)))

    def _key(self, value: Any) -> Iterator[TensorKey]:
        thing, key = self._known.get(id(value), (None, 0))
        if thing is not None and (
            thing is value or (type(thing) is weakref.ref and thing() is value)
        ):
            yield key


def _inside(value: Any, depth: int = _DEEP) -> Iterator[Any]:
    if type(value) in (list, tuple):
        for one in value[:_WIDE]:
            if depth:
                yield from _inside(one, depth - 1)
    else:
        yield value


def _is_known_by_itself(value: Any) -> bool:
    """Whether it is a number that Python makes anew each time."""
    return type(value) is float or (type(value) is int and value not in _SHARED)


def _owner(array: Any) -> Any:
    """What an array's memory lives as long as."""
    kind = type(array)
    while type(array.base) is kind:
        array = array.base
    return array if array.base is None else array.base


def _room(value: Any) -> range | None:
    """The addresses of an array's memory, where that is of one piece."""
    told = getattr(type(value), "__array_interface__", None)
    if told is None:
        return None
    start = int(value.__array_interface__["data"][0])
    return range(start, start + int(value.nbytes))


def _weak(value: Any) -> Any | None:
    """A weak reference to an array; None for a whole number, a text, None."""
    if type(value) in (int, bool, str, complex, type(None)):
        return None
    try:
        return weakref.ref(value)
    except TypeError:
        return None
