"""Memory and its in-place counter, shared by a tensor and all its views."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import CPU

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


class Storage:
    """The version counter of a piece of memory.

    A tensor has none until something saves its output, views it or writes into it: most never need
    one.
    """

    __slots__ = ("version",)

    def __init__(self, version: int = 0) -> None:
        self.version = version


class Afterwards(int):
    """The version of a tensor that was detached in place: like none of before."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is Afterwards and int.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = int.__hash__


class DetachedStorage(Storage):
    """The counter of a tensor that `detach_` took out of the graph.

    It goes on counting for all who share the memory. But backward must not use what was saved of
    this tensor before, and it compares versions anyway: so these differ.
    """

    __slots__ = ("of",)

    def __init__(self, of: Storage) -> None:
        self.of = of

    @property
    def version(self) -> int:
        return Afterwards(self.of.version)

    @version.setter
    def version(self, value: int) -> None:
        self.of.version = int(value)


class UntypedStorage:
    """`tensor.untyped_storage()`: bytes, and where they lie."""

    __slots__ = ("_root",)
    __module__ = "torch.storage"
    device = CPU

    def __init__(self, array: Array) -> None:
        self._root = root(array)

    def data_ptr(self) -> int:
        return address(self._root)

    def nbytes(self) -> int:
        return int(self._root.nbytes)

    def size(self) -> int:
        return int(self._root.nbytes)

    __len__ = size

    def tolist(self) -> list[int]:
        return list(self._root.tobytes())

    def __getitem__(self, idx: int) -> int:
        if not -self.size() <= idx < self.size():
            raise IndexError(f"index {idx} out of range for storage of size {self.size()}")
        return self.tolist()[idx]

    def __repr__(self) -> str:
        return listed(self.tolist(), "torch.storage.UntypedStorage(device=cpu)")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UntypedStorage) and self.data_ptr() == other.data_ptr()

    def __hash__(self) -> int:
        return hash(self.data_ptr())


def listed(elements: list[Any], kind: str) -> str:
    """A storage as PyTorch prints it: an element a line."""
    lines = "\n ".join(str(each) for each in elements)
    return f" {lines}\n[{kind} of size {len(elements)}]"


def root(array: Array) -> Array:
    """The array that owns the memory of this one."""
    while (base := array.base) is not None:
        if not isinstance(base, np.ndarray):  # numpy's `as_strided` puts a stand-in between the two
            base = getattr(base, "base", None)
            if not isinstance(base, np.ndarray):
                break
        array = base
    return array


def address(array: Array) -> int:
    return int(array.__array_interface__["data"][0])


class DLDeviceType(enum.IntEnum):
    """Where memory lies, in DLPack's numbers. Only the first is met here."""

    kDLCPU = 1  # noqa: N815  # DLPack's own names
    kDLCUDA = 2  # noqa: N815  # as above
    kDLCUDAHost = 3  # noqa: N815  # as above
