"""What a tensor tells of itself: dtype, shape, memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gradrepl.engine import errors
from gradrepl.engine.attribute import getset
from gradrepl.engine.dtypes import CPU, OF, Size
from gradrepl.engine.formats import strided
from gradrepl.engine.inference import InferenceStorage
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.storage import UntypedStorage, address, root
from gradrepl.engine.tensor import Tensor, wrap_dim
from gradrepl.engine.turned import flags

if TYPE_CHECKING:
    from gradrepl.engine import dtypes


def dtype(self: Tensor) -> dtypes.dtype:
    return OF[self._a.dtype]


_size = tuple.__new__  # what numpy calls a shape needs no looking through


def shape(self: Tensor) -> Size:
    return _size(Size, self._a.shape)


def size(self: Tensor, dim: int | None) -> Any:
    return Size(self._a.shape) if dim is None else self._a.shape[_own_dim(self, dim)]


def _own_dim(self: Tensor, dim: int) -> int:
    if not self._a.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    return wrap_dim(dim, self._a.ndim)


def stride(self: Tensor, dim: int | None) -> Any:
    size = self._a.itemsize
    strides = tuple([s // size for s in self._a.strides])
    if not (self._a.size or any(strides)):  # numpy's say nothing
        strides = tuple(
            math.prod(max(d, 1) for d in self._a.shape[at + 1 :]) for at in range(self._a.ndim)
        )
    return strides if dim is None else strides[_own_dim(self, dim)]


def storage_offset(self: Tensor) -> int:
    array = self._memory
    return int((address(array) - address(root(array))) // array.itemsize)


def is_contiguous(self: Tensor, memory_format: Any) -> bool:
    del memory_format  # there is one here
    return bool(self._a.flags.c_contiguous)


def data_ptr(self: Tensor) -> int:
    return address(self._memory) if self._a.size else 0


def untyped_storage(self: Tensor) -> UntypedStorage:
    return UntypedStorage(self._memory)


def dim(self: Tensor) -> int:
    return self._a.ndim


def ndim(self: Tensor) -> int:
    return self._a.ndim


def numel(self: Tensor) -> int:
    return self._a.size


def element_size(self: Tensor) -> int:
    return self._a.itemsize


def itemsize(self: Tensor) -> int:
    return self._a.itemsize


def nbytes(self: Tensor) -> int:
    return self._a.nbytes


def device(self: Tensor) -> dtypes.device:
    del self
    return CPU


def layout(self: Tensor) -> Any:
    del self
    return strided


def name(self: Tensor) -> str | None:
    del self
    return None


def get_device(self: Tensor) -> int:
    del self
    return -1


def is_same_size(self: Tensor, other: Tensor) -> bool:
    return self._a.shape == other._a.shape


def is_set_to(self: Tensor, tensor: Tensor) -> bool:
    """Whether both show the same elements of the same memory."""
    if any(any(flags(each)) for each in (self, tensor)):
        return False
    one, other = self._a, tensor._a
    same = one.shape == other.shape and one.strides == other.strides and one.dtype == other.dtype
    return same and address(one) == address(other) and root(one) is root(other)


def is_floating_point(self: Tensor) -> bool:
    return self._a.dtype.kind == "f"


def is_complex(self: Tensor) -> bool:
    return self._a.dtype.kind == "c"


def is_inference(self: Tensor) -> bool:
    return isinstance(self._storage, InferenceStorage)


def requires_grad_(self: Tensor, requires_grad: bool) -> Tensor:
    if SPECIAL and STATE.levels:
        raise RuntimeError(errors.REQUIRES_GRAD_IN_TRANSFORM)
    if requires_grad and self.requires_grad:
        return self
    if requires_grad and self._a.dtype.kind not in "fc":
        raise RuntimeError("only Tensors of floating point dtype can require gradients")
    self.requires_grad = requires_grad
    return self


def is_signed(self: Tensor) -> bool:
    return OF[self._a.dtype].is_signed


def _constant(value: bool) -> Any:
    def read(self: Tensor) -> bool:
        del self
        return value

    return getset(read)


METADATA: dict[str, Any] = {
    "is_cpu": _constant(value=True),
    "is_cuda": _constant(value=False),
    "is_sparse": _constant(value=False),
    "is_quantized": _constant(value=False),
    "is_meta": _constant(value=False),
    "dtype": getset(dtype),
    "shape": getset(shape),
    "ndim": getset(ndim),
    "itemsize": getset(itemsize),
    "nbytes": getset(nbytes),
    "device": getset(device),
    "layout": getset(layout),
    "name": getset(name),
}
"""By name, the attributes that `install` hangs on the class."""
