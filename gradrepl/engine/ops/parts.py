"""`x[0, 1:]`, the quick way: a view by integers and slices alone.

numpy makes the view in one step; autograd has a node for each part, as if the one operation had
followed the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.aliasing import as_view
from gradrepl.engine.inference import INFERENCE, only_inference
from gradrepl.engine.ops.recorded import LINKED
from gradrepl.engine.state import OFF, STATE
from gradrepl.engine.view import edge as edge_of_view

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor

WHOLE = slice(None)
LAST = 2**63 - 1
"""Where a slice ends that names no end; it is saved so."""


def by_parts(self: Tensor, index: tuple[Any, ...]) -> Any:
    """The view, or None where there is more to the index: then nothing has been done."""
    for part in index:
        kind = type(part)
        if kind is not int and (kind is not slice or (part != WHOLE and not _is_plain(part))):
            return None
    array = self._a
    try:
        found = array[*index, ...]  # the ellipsis keeps a 0-d result an array, and a view
    except IndexError:
        return None
    if OFF and not STATE.recording:
        return as_view(found, self)
    own = self._edge if self._view is None else edge_of_view(self)
    if own is None or (INFERENCE and only_inference(self)):
        return as_view(found, self)
    dtype, sizes, dim, at, edge = array.dtype, array.shape, 0, 0, own
    for part in index:
        at += 1
        if type(part) is int:
            shape = found.shape[:dim] + array.shape[at:]
            edge = LINKED.select(edge, sizes, shape, dtype, dim, part)
        else:
            dim += 1
            if part == WHOLE:
                continue
            start, end = part.start or 0, LAST if part.stop is None else part.stop
            if not start and end >= sizes[dim - 1]:
                continue
            shape = found.shape[:dim] + array.shape[at:]
            edge = LINKED._slice(edge, sizes, shape, dtype, dim - 1, start, end, 1)
        sizes = shape
    if edge is own:
        return None  # all of it, which has another name
    view = as_view(found, self)
    view._edge = edge
    return view


def _is_plain(part: slice) -> bool:
    """Whether it has no step, and bounds that Python's integers tell."""
    start, stop = part.start, part.stop
    return (
        part.step is None
        and (start is None or (type(start) is int and -LAST <= start <= LAST))
        and (stop is None or (type(stop) is int and -LAST <= stop <= LAST))
    )
