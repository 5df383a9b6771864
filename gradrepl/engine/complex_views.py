"""Views that show complex numbers as pairs of real ones, or pairs as complex numbers.

Their elements are not their base's, so that no `as_strided` leads from the one to the other: where
such a view, or what it is a view of, is written into, gradients pass through `view_as_real` or
`view_as_complex`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.generated import G

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from gradrepl.engine.node import Edge
    from gradrepl.engine.region import Place

    Layout = tuple[tuple[int, ...], tuple[int, ...]]


def crosses(one: np.dtype[Any], other: np.dtype[Any]) -> bool:
    """Whether the one is complex and the other is not."""
    return (one.kind == "c") != (other.kind == "c")


def pairs(shape: tuple[int, ...], strides: tuple[int, ...], itemsize: int) -> Layout:
    """Shape and strides (in bytes) of complex numbers' real and imaginary parts."""
    return (*shape, 2), (*strides, itemsize // 2)


def edge_across(
    base_edge: Edge | None, base: Any, view: Any, place: Place, strided: Callable[..., Edge]
) -> Edge:
    """The edge of a view whose base holds the other kind of numbers; both given as arrays.

    `strided(edge, shape, strides, place)` makes an `AsStridedBackward0`.
    """
    linked = G["LINKED"]
    if base.dtype.kind == "c":
        shape, strides = pairs(base.shape, base.strides, base.itemsize)
        real: Edge = linked.view_as_real(base_edge, base.shape, shape, view.dtype)
        return real if place == (shape, strides, 0) else strided(real, shape, strides, place)
    shape, strides = pairs(view.shape, view.strides, view.itemsize)
    within = (shape, strides, place[2])
    found = base_edge
    if within != (base.shape, base.strides, 0):
        found = strided(base_edge, base.shape, base.strides, within)
    across: Edge = linked.view_as_complex(found, shape, view.shape, view.dtype)
    return across


def copy_slices(copy: Any, grad: Any) -> Any:
    """What the node `CopySlices` does with a Tensor; the region holds the other kind of numbers."""
    recorded = G["RECORDED"]
    shape, strides, place = copy.shape, copy.strides, copy.place
    inside = copy.region.kind == "c"
    if inside:
        size, steps, start = place
        place = (*pairs(size, steps, copy.region.itemsize), start)
    else:
        grad = recorded.view_as_real(grad)
        shape, strides = pairs(shape, strides, copy.dtype.itemsize)
    part = grad._gather_region(strides, place)
    shown = copy.turned(recorded.view_as_complex(part) if inside else part)
    given = copy.fn.apply_tensors(copy.given(shown))
    found = grad - part._scatter_region(shape, strides, place)
    if given[0] is not None:
        back = copy.turned(given[0])
        written = recorded.view_as_real(back.resolve_conj()) if inside else back
        found = found + written._scatter_region(shape, strides, place)
    return (found if inside else recorded.view_as_complex(found), *given[1:])
