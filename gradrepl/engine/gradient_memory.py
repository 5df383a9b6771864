"""Whose memory a gradient lies in: what a leaf takes over, and what `grad` hands out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.fitting import spread_from
from gradrepl.engine.hooking import GIVEN, as_tensor, given_around, view_of
from gradrepl.engine.inference import InferenceStorage
from gradrepl.engine.overlap import is_dense
from gradrepl.engine.promotion import misfit
from gradrepl.engine.state import STATE
from gradrepl.engine.storage import Storage, root
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def _references(grad: Any) -> int:
    return sys.getrefcount(grad)


def _as_a_leaf_hands_it_on(grad: Any) -> int:
    return _references(grad)


_OWNED = _as_a_leaf_hands_it_on(np.empty(()))
"""References to an array that only the engine's own frames hold: nobody else can see it change.

Counted, since Python's releases differ in it, along a way like the one to `as_grad`.
"""


def as_grad(grad: Any, leaf: Array) -> Tensor:
    """A leaf's first gradient: taken over where nobody else can see the array, copied otherwise.

    Of a view of what `backward` was given PyTorch takes over the memory as well. What is copied
    is laid out as the leaf is, and counts as written.
    """
    if isinstance(grad, Tensor):
        return _as_leaf(wrap(_place_for(grad._a, leaf)).copy_(grad))
    fits = _laid_out_alike(grad, leaf)
    owned = fits and sys.getrefcount(grad) <= _OWNED
    if owned and not grad.flags.writeable and grad.shape != leaf.shape:
        owned = False
    if owned and (grad.base is None or not grad.ndim or given_around(grad) is not None):
        if grad.flags.writeable:
            found = as_tensor(grad)  # of what was given, a view: both count their writes together
            found._view = None
            return _as_leaf(found)
        grad.flags.writeable = True  # one value everywhere, which PyTorch copies
        found = grad
    else:
        found = _place_for(grad, leaf)
        np.copyto(found, grad)
    tensor = wrap(found)
    tensor._storage = Storage(1)
    return _as_leaf(tensor)


def _as_leaf(grad: Tensor) -> Tensor:
    """A gradient made in inference mode is an inference tensor."""
    if STATE.inference:
        grad._storage = InferenceStorage()
    return grad


def _place_for(grad: Array, leaf: Array) -> Array:
    """What a copy of the gradient goes into: of the leaf's shape, where that was changed since."""
    if is_dense(leaf) and spread_from(grad.shape, leaf.shape):
        return np.empty_like(leaf, dtype=grad.dtype)
    return np.empty(grad.shape, grad.dtype)


def _laid_out_alike(grad: Array, leaf: Array) -> bool:
    """Whether the gradient lies in memory as the leaf does, or without gaps where that has some."""
    if grad.shape == leaf.shape and grad.flags.c_contiguous and leaf.flags.c_contiguous:
        return 0 not in grad.strides or not grad.size
    if not is_dense(leaf):
        return grad.flags.c_contiguous
    return all(
        (g == s if d != 1 else g != 0)
        for d, g, s in zip(grad.shape, grad.strides, leaf.strides, strict=False)
    )


def handed_out(grad: Array) -> Tensor:
    """A gradient for `grad`'s caller: what was given itself, and a view where PyTorch's is one."""
    given = GIVEN[-1].get(id(grad))
    return _outside_graph(grad) if given is None else given


def _outside_graph(grad: Array) -> Tensor:
    if STATE.inference:
        return as_tensor(np.array(grad))
    if any(s == 0 and d > 1 for s, d in zip(grad.strides, grad.shape, strict=True)):
        once = grad[tuple(slice(0, 1) if s == 0 else slice(None) for s in grad.strides)].copy()
        steps = tuple(
            0 if s == 0 else own for s, own in zip(grad.strides, once.strides, strict=True)
        )
        found = np.lib.stride_tricks.as_strided(once, grad.shape, steps)
        return view_of(wrap(once.reshape(()) if once.size == 1 else once), found)
    if grad.base is None:
        return wrap(np.array(grad))
    given, whole = given_around(grad), root(grad)
    if given is None and whole.dtype != grad.dtype:
        return wrap(np.array(grad))
    return view_of(wrap(whole) if given is None else given, grad)


def add_into(found: Array, grad: Array) -> None:
    """Adds what has arrived, in place.

    Raises:
        RuntimeError: where the leaf has another shape than when its gradient was made.
    """
    try:
        np.add(found, grad, out=found)
    except ValueError as problem:
        raise misfit(problem, found, found, grad) from None


def check_layout(grad: Array, leaf: Array) -> None:
    """Warns of a gradient that lies in memory otherwise than its leaf."""
    if not grad.size or _laid_out_alike(grad, leaf):
        return
    warn_once(
        "grad and param do not obey the gradient layout contract. This is not an error, but may "
        f"impair performance.\ngrad.sizes() = {list(grad.shape)}, strides() = {_steps(grad)}\n"
        f"param.sizes() = {list(leaf.shape)}, strides() = {_steps(leaf)} (Triggered internally at "
        "...)",
        own_place=True,
        key="gradient layout contract",
    )


def _steps(array: Array) -> list[int]:
    return [stride // array.itemsize for stride in array.strides]
