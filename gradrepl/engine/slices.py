"""The nodes between a base and its views, once one of them was written into.

See NOTE [Rebase history].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import errors
from gradrepl.engine.complex_views import copy_slices, crosses
from gradrepl.engine.generated import G
from gradrepl.engine.node import Node
from gradrepl.engine.overlap import check_single
from gradrepl.engine.region import Place, laid_out, over, scatter

if TYPE_CHECKING:
    import numpy as np


class AsStridedBackward0(Node):
    """Scatters the gradient of a view into one of its base."""

    __slots__ = ()
    __module__ = "builtins"

    @property
    def _saved_size(self) -> tuple[int, ...]:
        shape: tuple[int, ...] = self.args[2][0]
        return shape

    @property
    def _saved_stride(self) -> tuple[int, ...]:
        return tuple(stride // self.dtype.itemsize for stride in self.args[2][1])

    @property
    def _saved_storage_offset(self) -> int:
        return int(self.args[2][2]) // self.dtype.itemsize + int(self.args[3])

    def apply(self, grad: Any) -> Any:
        return (scatter(grad, *self.args[:3]),)

    def apply_tensors(self, grad: Any) -> Any:
        return (grad._scatter_region(*self.args[:3]),)


class CopySlices(Node):
    """The history of a base after one of its views was written into. See NOTE [Rebase history]."""

    __slots__ = ("fn", "how", "place", "region", "strides")
    __module__ = "builtins"
    saves = True

    fn: Node
    """The node of the operation that wrote."""
    place: Place
    region: np.dtype[Any]
    """Of the view that was written into."""
    how: tuple[bool, bool] | None
    """Whether that view shows its base conjugated, and whether negated; None for neither."""
    strides: tuple[int, ...]

    def apply(self, grad: Any) -> Any:
        self._check()
        whole = laid_out(self.shape, self.strides, grad.dtype)
        whole[...] = grad
        crossing = crosses(self.region, self.dtype)
        part = over(whole, self.place, self.region if crossing else whole.dtype)
        given = self.fn.apply(self.given(self.turned(part.copy())))
        if given[0] is not None:
            check_single(part)
        part[...] = 0 if given[0] is None else self.turned(given[0])
        return (whole, *given[1:])

    def apply_tensors(self, grad: Any) -> Any:
        self._check()
        if crosses(self.region, self.dtype):
            return copy_slices(self, grad)
        part = grad._gather_region(self.strides, self.place)
        given = self.fn.apply_tensors(self.given(self.turned(part)))
        if given[0] is not None:
            whole = laid_out(self.shape, self.strides, self.dtype)
            check_single(over(whole, self.place, self.dtype))
        rest = grad - part._scatter_region(self.shape, self.strides, self.place)
        if given[0] is None:
            return (rest, *given[1:])
        written = self.turned(given[0])._scatter_region(self.shape, self.strides, self.place)
        return (rest + written, *given[1:])

    def turned(self, grad: Any) -> Any:
        """A gradient between base and view."""
        return grad if self.how is None else G["turn"](grad, self.how)

    def given(self, part: Any) -> Any:
        """The gradient as the node takes it: a Function's takes one for each output."""
        if not self.fn.several:
            return part
        written = self.fn._written  # type: ignore[attr-defined]  # of a Function
        return [part if at == written else None for at in range(len(self.fn.outs))]

    def name(self) -> str:
        return "torch::autograd::CopySlices"

    def _check(self) -> None:
        if self.saved is None:
            raise RuntimeError(errors.FREED)

    def release(self) -> None:
        self.saved = None
        if self.fn.saves:
            self.fn.release()
