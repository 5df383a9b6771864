"""Numbers and arrays that came out of a tensor, known again when they go into another one.

Only the very object is known again: `k = a.item()` and then `torch.tensor([k])`. What was computed
from it in Python, `k * 2`, is another number, and nobody can tell where that one came from.
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
LEAVING: Final = frozenset({"item", "tolist", "numpy", "__array__", "float"})
"""The calls that return such a thing. Whole numbers are left out: Python has one 3 for all."""


class Numbers:
    """The numbers of one session. An array is not kept alive; a float is, and is a float."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[Any, TensorKey]] = OrderedDict()

    def note(self, value: Any, key: TensorKey) -> bool:
        """Remembers what came out of a tensor; False where it cannot be known again."""
        found = False
        for one in _inside(value):
            thing = one if type(one) is float else _weak(one)
            if thing is not None:
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


def _weak(value: Any) -> Any | None:
    """A weak reference to an array; None for a whole number, a text, None."""
    if type(value) in (int, bool, str, complex, type(None)):
        return None
    try:
        return weakref.ref(value)
    except TypeError:
        return None
