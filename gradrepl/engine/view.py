"""Views: which tensor is a view of which, and what writing into one does to the graph.

# NOTE [Rebase history]
Writing into a view of a graph's tensor changes its base. The base's history becomes a `CopySlices`
node: its backward gives the written region to the writing operation and the rest to the base's
former history. The view's own edge is made again, as `AsStridedBackward0` of the base, when it is
next read: `ViewMeta.version` tells that it is out of date.

# NOTE [Views without an edge]
A view that was made while its base required no gradient, or while nothing was recorded, has no
edge; yet it requires a gradient as soon as its base does. What is computed from it is recorded
then, and its gradient goes nowhere: neither the view nor the base gets a `.grad`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import errors, release
from gradrepl.engine.complex_views import crosses, edge_across
from gradrepl.engine.dtypes import OF, Array, can_cast
from gradrepl.engine.generated import G
from gradrepl.engine.inference import (
    INFERENCE,
    InferenceStorage,
    OwnInferenceStorage,
    only_inference,
)
from gradrepl.engine.node import NOWHERE, AccumulateGrad, Edge, Node, Tensor, new, next_sequence
from gradrepl.engine.overlap import is_expanded
from gradrepl.engine.slices import AsStridedBackward0, CopySlices
from gradrepl.engine.state import OFF, SPECIAL, STATE
from gradrepl.engine.storage import Storage, address, root
from gradrepl.engine.watchers import Extra, watch, watchers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gradrepl.engine.region import Place


CUSTOM_FUNCTION = "custom_function"
"""How a view was made that a `torch.autograd.Function` returned."""


class ViewMeta:
    """What a view knows of its base."""

    __slots__ = ("base", "mode", "one_of_many", "version")

    base: Tensor
    version: int
    """The base's version when the view's edge was made."""
    mode: str
    """`no_grad` or `inference_mode` when it was made inside one, else empty."""
    one_of_many: bool
    """Whether it, or what it is a view of, was made together with others, and recorded."""


def view_meta(base: Tensor, version: int, mode: str, *, one_of_many: bool) -> ViewMeta:
    own = ViewMeta()
    own.base, own.version, own.mode, own.one_of_many = base, version, mode, one_of_many
    return own


def storage_of(tensor: Tensor) -> Storage:
    """The tensor's storage, made now if nothing needed one before."""
    storage = tensor._storage
    if storage is None:
        storage = tensor._storage = Storage()
    return storage


def version_of(tensor: Tensor) -> int:
    storage = tensor._storage
    return 0 if storage is None or isinstance(storage, InferenceStorage) else storage.version


def edge(view: Tensor) -> Edge | None:
    """The edge of a tensor that is a view, brought up to date."""
    meta = view._view
    assert meta is not None  # noqa: S101  # asked of views only
    base, own, storage = meta.base, view._edge, meta.base._storage
    if own is not None and type(storage) is Storage and storage.version == meta.version:
        return own  # the usual case: nothing was written since
    if int(meta.version) == int(version_of(base)):
        return NOWHERE if own is None and requires_grad(base) else own
    leaf = own is None or isinstance(own[0], AccumulateGrad)
    if (leaf or meta.mode) and not requires_grad(base):
        return own
    if meta.mode or meta.one_of_many:
        raise errors.view_written(meta.mode, _place_of(view), base=True)
    made = view._edge = _remade(view, base)
    _follow(view, made[0], own)
    meta.version = version_of(base)
    return view._edge


def _place_of(view: Tensor) -> tuple[int, str] | None:
    """Which output of which node it is."""
    if view._edge is None or isinstance(view._edge[0], AccumulateGrad):
        return None
    return view._edge[1], view._edge[0].name()


def requires_grad(tensor: Tensor) -> bool:
    """Whether a gradient can reach it; for a view, whether one can reach its base."""
    if tensor._edge is not None:
        return True
    meta = tensor._view
    return meta is not None and requires_grad(meta.base)


def leaf_edge(tensor: Tensor) -> Edge:
    """Gives a leaf its AccumulateGrad."""
    extra = tensor._extra
    if extra is None:
        extra = tensor._extra = Extra()
    former = None if extra.former is None else extra.former()
    tensor._edge = (former or AccumulateGrad.of(tensor, extra), 0)
    return tensor._edge


def offset(view: Array, base: Array) -> int:
    """Where the view starts in the base's memory, in bytes; in other memory it starts alike."""
    whole, other = root(view), root(base)
    if whole is other:
        return address(view) - address(base)
    return address(view) - address(whole) - address(base) + address(other)


def geometry(view: Tensor, base: Tensor) -> Place:
    """Shape, strides and offset (in bytes) of a view within its base."""
    array = view._memory
    return array.shape, array.strides, offset(array, base._memory)


def relation(view: Tensor, base: Tensor) -> tuple[bool, bool] | None:
    """Whether the view shows its base conjugated, and whether negated; None for neither."""
    if hasattr(view, "put_back") or hasattr(base, "put_back"):
        found: tuple[bool, bool] = G["relation"](view, base)
        return found if any(found) else None
    return None


def _remade(view: Tensor, base: Tensor) -> Edge:
    """The edge from a view that is out of date to its base."""
    own, whole = view._memory, base._memory
    start = (address(whole) - address(root(whole))) // whole.itemsize

    def strided(edge: Edge | None, shape: Any, strides: Any, place: Place) -> Edge:
        node: Node = new(AsStridedBackward0)
        node.seq = next_sequence()
        node.edges = (edge,)
        node.shape, node.dtype = place[0], whole.dtype if own.dtype.kind == "c" else own.dtype
        node.args = (shape, strides, place, start)
        return node, 0

    above = base._edge if base._view is None else edge(base)
    place = geometry(view, base)
    how = relation(view, base)
    if how is not None:
        above = G["edge_through"](above, whole, how)
        if place == (whole.shape, whole.strides, 0) and not crosses(own.dtype, whole.dtype):
            return above
    if crosses(own.dtype, whole.dtype):
        return edge_across(above, whole, own, place, strided)
    return strided(above, whole.shape, whole.strides, place)


def rebase(tensor: Tensor, node: Node) -> None:
    """Gives a tensor that was just written into its new history."""
    meta = tensor._view
    if meta is None:
        former, tensor._edge = tensor._edge, (node, 0)
        _follow(tensor, node, former)
        return
    base = meta.base
    copy: CopySlices = new(CopySlices)
    copy.seq = next_sequence()
    former = base._edge if base._view is None else edge(base)
    copy.edges = (former, *node.edges[1:])
    copy.shape, copy.dtype = base._a.shape, base._a.dtype
    copy.strides = base._a.strides
    copy.place, copy.region = geometry(tensor, base), tensor._a.dtype
    copy.how = relation(tensor, base)
    copy.fn = node
    copy.saved = ()
    base._edge = (copy, 0)
    _follow(base, copy, former)
    meta.version = -1
    edge(tensor)


def rebase_shape(tensor: Tensor, node: Node) -> None:
    """The new history of a tensor that took another shape: what its base holds has not changed."""
    former, tensor._edge = tensor._edge, (node, 0)
    _follow(tensor, node, former)
    if tensor._view is not None:
        tensor._view.version = version_of(tensor._view.base)


def _follow(tensor: Tensor, node: Node, former: Edge | None) -> None:
    """A tensor that keeps its gradient goes on doing so under its new history, and only there."""
    if tensor._extra is not None and tensor._extra.retains:
        import weakref

        before = None if former is None else watchers(former[0])
        if former is not None and before is not None and before.retains is not None:
            before.retains.pop(former[1], None)
        watch(node).retains = {0: weakref.ref(tensor)}


def check_in_place(tensor: Tensor, recording: bool) -> None:
    """Refuses what autograd cannot follow.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    meta = tensor._view
    if meta is not None:
        _check_view(tensor, meta, recording)
    elif recording and tensor._edge is not None and isinstance(tensor._edge[0], AccumulateGrad):
        raise RuntimeError(release.leaf_in_place())


def check_kind(tensor: Tensor, *others: Any) -> None:
    """Refuses to write into a view that was made where nobody can follow it, if it is recorded.

    Asked before any edge is, since the words differ where the base was written into as well.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    meta = tensor._view
    if meta is None or not (meta.mode or meta.one_of_many):
        return
    if any(requires_grad(each) for each in (tensor, *others) if hasattr(each, "_edge")):
        raise errors.view_written(meta.mode, _place_of(tensor), base=False)


def first_mistake(operands: Sequence[Any], saved: Sequence[tuple[Any, Sequence[int]]]) -> None:
    """What autograd says of an operation's operands, asked once the operation has failed.

    PyTorch asks before it computes. `saved` holds what would be saved, each with the places of the
    operands whose derivative wants it.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if OFF and not STATE.recording:
        return
    listed = len(operands) == 1 and isinstance(operands[0], (tuple, list))
    tensors = operands[0] if listed else operands
    singly = [
        (one, needed)
        for each, needed in saved
        for one in (each if isinstance(each, (tuple, list)) else (each,))
    ]
    if INFERENCE and only_inference(*tensors, *(each for each, _ in singly)):
        return
    edges = [
        (each._edge if each._view is None else edge(each)) if hasattr(each, "_edge") else None
        for each in tensors
    ]
    for each, needed in singly:
        wanted = edges if listed else [edges[i] for i in needed]
        if hasattr(each, "_edge") and any(e is not None for e in wanted):
            _ = each._storage is None or each._storage.version  # an inference tensor's refuses


def _check_view(tensor: Tensor, meta: ViewMeta, recording: bool) -> None:
    if not (recording or (requires_grad(tensor) and (not OFF or STATE.recording))):
        return
    if SPECIAL and STATE.levels:
        _check_stand_ins(tensor, meta)
    if meta.mode or meta.one_of_many:
        raise errors.view_written(meta.mode, _place_of(tensor), base=False)
    former = meta.base._edge
    if requires_grad(tensor) and (former is None or isinstance(former[0], AccumulateGrad)):
        raise RuntimeError(errors.VIEW_OF_LEAF)


def _check_stand_ins(tensor: Tensor, meta: ViewMeta) -> None:
    """What stands in for the input of a transform is a leaf to its function, though it is a view.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    for level in STATE.levels:
        for _, each in getattr(level, "inputs", ()):
            if each is tensor:
                raise RuntimeError(release.leaf_in_place())
            if each._view is not None and each._view.base is meta.base:
                raise RuntimeError(errors.VIEW_OF_LEAF)


def bump(tensor: Tensor) -> None:
    """Counts a write.

    Raises:
        RuntimeError: for an inference tensor outside inference mode; by then it is written, as in
        PyTorch.
    """
    storage = tensor._storage
    if storage is None:
        tensor._storage = Storage(1)
        return
    if type(storage) is not Storage and hasattr(tensor, "put_back"):
        tensor.put_back()
    if not isinstance(storage, InferenceStorage):
        storage.version += 1
    elif not STATE.inference and not isinstance(storage, OwnInferenceStorage):
        raise RuntimeError(errors.INFERENCE_IN_PLACE)


def take_shape(tensor: Tensor, result: Array) -> None:
    """Gives the tensor itself the shape of a view of it, as `unsqueeze_` does."""
    tensor._a = result if result is not tensor._a else result.view()
    bump(tensor)
    if tensor._edge is not None and isinstance(tensor._edge[0], AccumulateGrad):
        tensor._edge[0].attach(tensor)


def write(tensor: Tensor, result: Array, names: Mapping[str, str] | None = None) -> None:
    """Puts an operation's result into the tensor that it works on.

    `names` are the names of dtypes that it is refused with, if they are others than PyTorch's own.

    Raises:
        RuntimeError: with PyTorch's text, where dtype or shape do not fit.
    """
    array = tensor._a
    if result.shape != array.shape:
        raise errors.bad_output_shape(array.shape, result.shape)
    if result.dtype is not array.dtype:
        from_, to = OF[result.dtype], OF[array.dtype]
        if not can_cast(from_, to):
            raise errors.bad_cast(from_.legacy, to.legacy if names is None else names[to.np.name])
    if 0 in array.strides and is_expanded(array):  # what was not written must not write, either
        same = (result == array) | ((result != result) & (array != array))  # noqa: PLR0124  # nan
        array[~same] = result[~same]
    else:
        np.copyto(array, result, casting="unsafe")
    bump(tensor)
