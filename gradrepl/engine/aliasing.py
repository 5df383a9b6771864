"""Tensors over a part of another's memory, known to autograd as its views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.engine import turned
from gradrepl.engine.inference import InferenceStorage, OwnInferenceStorage
from gradrepl.engine.state import OFF, STATE
from gradrepl.engine.storage import Storage
from gradrepl.engine.tensor import Tensor, new
from gradrepl.engine.view import ViewMeta

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def as_view(array: Array, of: Tensor) -> Tensor:
    """A tensor over a part of another's memory, known to autograd as its view."""
    if array is of._a:
        array = array.view()
    view: Tensor = new(Tensor)
    view._a = array
    view._edge = view._extra = None
    storage = of._storage
    if storage is None:
        storage = of._storage = Storage()
    view._storage = storage
    if type(storage) is not Storage and isinstance(of, turned.Turned):
        return turned.as_view(array, of)
    if type(storage) is not Storage and isinstance(storage, InferenceStorage):
        view._view = None
        if type(storage) is OwnInferenceStorage:
            view._storage = InferenceStorage()
        return view
    own = ViewMeta()
    own.version = storage.version
    meta = of._view
    if meta is None:
        own.base, own.mode, own.one_of_many = of, "", False
    else:
        own.base, own.mode, own.one_of_many = meta.base, meta.mode, meta.one_of_many
    if OFF and not STATE.recording:
        own.mode, own.one_of_many = "inference_mode" if STATE.inference else "no_grad", False
    view._view = own
    return view


def many_views(arrays: list[Array], of: Tensor) -> list[Tensor]:
    """The results of an operation that returns several views; none of them may be written into."""
    views = [as_view(each, of) for each in arrays]
    if not OFF or STATE.recording:
        for view in views:
            if view._view is not None and view._view.mode != "inference_mode":
                view._view.mode, view._view.one_of_many = "", True
    return views
