"""Views whose elements are turned when they are read: conjugated, negated, or both.

# NOTE [Turned views]
`z.conj()` computes nothing: it shows the memory of `z`, and conjugates what is read and what is
written. Everything else in the engine reads a tensor's array `_a` and may write into it before it
counts the write (`bump`). So here `_a` is a turned copy, laid out as the memory is, and `bump`
carries what was written back. A view of such a copy tells by its place which part of the memory it
means. Tensors that are not turned know nothing of all this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.generated import G
from gradrepl.engine.inference import InferenceStorage, OwnInferenceStorage
from gradrepl.engine.state import OFF, STATE
from gradrepl.engine.storage import Storage, address, root
from gradrepl.engine.tensor import Tensor, new, set_requires_grad
from gradrepl.engine.view import storage_of, view_meta

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.node import Edge


class TurnedStorage(Storage):
    """The counter of a turned view: that of the memory it shows."""

    __slots__ = ("of",)

    def __init__(self, of: Storage) -> None:
        self.of = of

    @property
    def version(self) -> int:
        return self.of.version

    @version.setter
    def version(self, value: int) -> None:
        self.of.version = value


class _Copy(np.ndarray[Any, np.dtype[np.uint8]]):
    """The bytes that a turned copy lies in."""


class Turned(Tensor):
    """A tensor that shows memory conjugated, negated or both. See NOTE [Turned views]."""

    __slots__ = ("_conjugated", "_memory", "_negated", "_seen", "_shown")
    __qualname__ = __name__ = "Tensor"
    __module__ = "torch"

    _conjugated: bool
    _negated: bool
    _memory: Array
    _shown: Array | None
    """What was read last, and may have been written into."""
    _seen: int
    """The version that it was read at."""

    @property  # type: ignore[misc]  # only read
    def __class__(self) -> type[Tensor]:  # type: ignore[override]  # PyTorch has none of its own
        return Tensor

    @property
    def _a(self) -> Array:
        memory = self._memory
        whole = root(memory)
        copy = np.ndarray.__new__(_Copy, whole.nbytes, np.uint8)
        start = address(memory) - address(whole)
        shown: Array = np.ndarray(memory.shape, memory.dtype, copy, start, memory.strides)
        shown[...] = self._turn(memory)
        self._shown, self._seen = shown, self._count()
        return shown

    @_a.setter
    def _a(self, array: Array) -> None:
        self._memory = placed(array, self)
        self._shown = None

    def _count(self) -> int:
        storage = self._storage
        return storage.of.version if isinstance(storage, TurnedStorage) else 0

    def _turn(self, array: Array) -> Array:
        """Done twice, it is undone."""
        if self._conjugated:
            array = np.conjugate(array)
        return np.negative(array) if self._negated else array

    def put_back(self) -> None:
        """Carries what was written into the copy to the memory."""
        shown = self._shown
        if shown is not None and self._seen == self._count():
            self._memory[...] = self._turn(shown)
        self._shown = None

    def aliased(self, storage: Storage) -> Tensor:
        """The same memory, turned alike, outside the graph."""
        found = _made(self._memory, conjugated=self._conjugated, negated=self._negated)
        found._storage = storage
        return found

    @property
    def data(self) -> Tensor:
        inference = isinstance(self._storage, InferenceStorage)
        return self.aliased(OwnInferenceStorage() if inference else TurnedStorage(Storage()))

    @data.setter
    def data(self, value: Tensor) -> None:
        raise NotImplementedError(
            "gradrepl cannot set .data of a conjugated or negated view: use .resolve_conj() first"
        )

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _again, (self._memory, self._conjugated, self._negated, self.requires_grad)


def _again(memory: Array, conjugated: bool, negated: bool, requires: bool) -> Tensor:
    found = _made(memory, conjugated=conjugated, negated=negated)
    found._storage = TurnedStorage(Storage(1))
    if requires:
        set_requires_grad(found, True)
    return found


def _made(memory: Array, *, conjugated: bool, negated: bool) -> Tensor:
    found: Tensor
    if conjugated or negated:
        turned: Turned = new(Turned)
        turned._memory, turned._shown, turned._seen = memory, None, 0
        turned._conjugated, turned._negated = conjugated, negated
        found = turned
    else:
        found = new(Tensor)
        found._a = memory
    found._edge = found._storage = found._view = found._extra = None
    return found


def placed(array: Array, of: Turned) -> Array:
    """The memory that a part of a turned copy stands for; what is no part of one stays."""
    copy = root(array)
    if type(copy) is not _Copy:
        return array
    whole = root(of._memory)
    flat = np.lib.stride_tricks.as_strided(whole, (whole.size,), (whole.itemsize,))
    start = address(array) - address(copy)
    return np.ndarray(array.shape, array.dtype, flat, start, array.strides)


# --- views ---------------------------------------------------------------------------


def as_view(array: Array, of: Turned) -> Tensor:
    """A view of a turned tensor, which is turned as that one is.

    Raises:
        RuntimeError: for conjugated numbers as pairs of real ones.
    """
    if of._conjugated and array.dtype.kind != "c":
        raise RuntimeError(
            "view_as_real doesn't work on unresolved conjugated tensors.  To resolve the conjugate "
            "tensor so you can view it as real, use self.resolve_conj(); however, be warned that "
            "the resulting tensor will NOT alias the original."
        )
    return _view(placed(array, of), of, conjugated=of._conjugated, negated=of._negated)


def conjugated_view(of: Tensor) -> Tensor:
    conjugated, negated = flags(of)
    return _view(of._memory.view(), of, conjugated=not conjugated, negated=negated)


def negated_view(of: Tensor) -> Tensor:
    conjugated, negated = flags(of)
    return _view(of._memory.view(), of, conjugated=conjugated, negated=not negated)


def flags(tensor: Tensor) -> tuple[bool, bool]:
    """Whether it is conjugated, and whether it is negated."""
    return (tensor._conjugated, tensor._negated) if isinstance(tensor, Turned) else (False, False)


def _view(memory: Array, of: Tensor, *, conjugated: bool, negated: bool) -> Tensor:
    found = _made(memory, conjugated=conjugated, negated=negated)
    storage = storage_of(of)
    if isinstance(storage, InferenceStorage):
        found._storage = InferenceStorage()
        return found
    plain = storage.of if isinstance(storage, TurnedStorage) else storage
    found._storage = TurnedStorage(plain) if conjugated or negated else plain
    meta = of._view
    if meta is None:
        own = view_meta(of, plain.version, "", one_of_many=False)
    else:
        own = view_meta(meta.base, plain.version, meta.mode, one_of_many=meta.one_of_many)
    if OFF and not STATE.recording:
        own.mode, own.one_of_many = "inference_mode" if STATE.inference else "no_grad", False
    found._view = own
    return found


# --- histories -----------------------------------------------------------------------


def relation(view: Tensor, base: Tensor) -> tuple[bool, bool]:
    """How the view shows its base: conjugated, negated."""
    one, other = flags(view), flags(base)
    return one[0] != other[0], one[1] != other[1]


def turn(x: Any, how: tuple[bool, bool]) -> Any:
    """A gradient, as array or as Tensor, turned like that."""
    conjugated, negated = how
    if conjugated:
        x = x.conj()
    return -x if negated else x


def edge_through(above: Edge | None, base: Array, how: tuple[bool, bool]) -> Edge | None:
    """The edge from the whole base, turned, to the base."""
    conjugated, negated = how
    linked = G["LINKED"]
    if conjugated:
        above = linked._conj(above, base.shape, base.shape, base.dtype)
    if negated:
        above = linked._neg_view(above, base.shape, base.shape, base.dtype)
    return above


# --- what tensors tell of it ---------------------------------------------------------


def is_conj(self: Tensor) -> bool:
    return flags(self)[0]


def is_neg(self: Tensor) -> bool:
    return flags(self)[1]


def resolve_conj(self: Tensor) -> Any:
    return self.clone() if flags(self)[0] else self


def resolve_neg(self: Tensor) -> Any:
    return self.clone() if flags(self)[1] else self


def check_exposed(tensor: Tensor) -> None:
    """Refuses to give numpy memory that does not hold what the tensor shows.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    bits = ("conjugate", "conj"), ("negative", "neg")
    for (bit, name), is_set in zip(bits, flags(tensor), strict=True):
        if is_set:
            raise RuntimeError(
                f"Can't call numpy() on Tensor that has {bit} bit set. Use "
                f"tensor.resolve_{name}().numpy() instead."
            )


def check_other_dtype(tensor: Tensor) -> None:
    """Refuses to read turned memory as another dtype.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    kinds = "conjugate view tensors", "tensors with negative bit set"
    for what, is_set in zip(kinds, flags(tensor), strict=True):
        if is_set:
            raise RuntimeError(
                f"torch.Tensor.view is not supported for {what} when converting to a different "
                "dtype."
            )
