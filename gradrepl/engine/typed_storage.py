"""`tensor.storage()`: the memory of a tensor as a list of numbers, as older books look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.dtypes import CPU, OF
from gradrepl.engine.storage import UntypedStorage, listed, root
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.engine import dtypes
    from gradrepl.engine.tensor import Tensor


class TypedStorage:
    """All elements of a piece of memory, whatever the shape of the tensors over it."""

    __module__ = "torch.storage"
    is_cuda = False
    device = CPU

    def __init__(self, tensor: Tensor) -> None:
        self._elements = root(tensor._memory).view(tensor._a.dtype).reshape(-1)

    @property
    def dtype(self) -> dtypes.dtype:
        return OF[self._elements.dtype]

    def size(self) -> int:
        return self._elements.size

    __len__ = size

    def nbytes(self) -> int:
        return self._elements.nbytes

    def element_size(self) -> int:
        return self._elements.itemsize

    def data_ptr(self) -> int:
        return self.untyped().data_ptr()

    def untyped(self) -> UntypedStorage:
        return UntypedStorage(self._elements)

    def tolist(self) -> list[Any]:
        return self._elements.tolist()

    def is_shared(self) -> bool:
        """Whether another process may write here: none can."""
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __getitem__(self, idx: Any) -> Any:
        if isinstance(idx, slice):
            raise RuntimeError("slices are only supported in UntypedStorage.__getitem__")
        return self._elements[self._place(idx)].item()

    def __setitem__(self, idx: Any, value: Any) -> None:
        self._elements[idx if isinstance(idx, slice) else self._place(idx)] = value

    def _place(self, idx: Any) -> int:
        if not isinstance(idx, int):
            raise RuntimeError(f"can't index a {type(self)} with {type(idx)}")
        if not -self.size() <= idx < self.size():
            raise IndexError(f"index {idx} out of range for storage of size {self.size()}")
        return idx

    def __repr__(self) -> str:
        kind = f"torch.storage.TypedStorage(dtype={self.dtype}, device=cpu)"
        return listed(self.tolist(), kind)


def storage(self: Tensor) -> TypedStorage:
    """The memory of a tensor, which PyTorch calls deprecated once a process."""
    warn_once(
        "TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be "
        "the only storage class. This should only matter to you if you are using storages "
        "directly.  To access UntypedStorage directly, use tensor.untyped_storage() instead of "
        "tensor.storage()"
    )
    return TypedStorage(self)
