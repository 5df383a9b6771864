"""What a tensor tells of itself: dtype, shape, memory."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import dtypes
from gradrepl.engine.attribute import getset
from gradrepl.engine.dtypes import CPU, OF, Size
from gradrepl.engine.storage import UntypedStorage, address, root
from gradrepl.engine.tensor import Tensor, wrap_dim


@getset
def dtype(self: Tensor) -> dtypes.dtype:
    return OF[self._a.dtype]


@getset
def shape(self: Tensor) -> Size:
    return Size(self._a.shape)


def size(self: Tensor, *args: Any, **kwargs: Any) -> Any:
    if args or kwargs:
        return self._size_of(*args, **kwargs)
    return Size(self._a.shape)


def _size_of(self: Tensor, *args: Any, **kwargs: Any) -> Any:
    if len(args) > 1:
        raise TypeError(f"size() takes from 0 to 1 positional arguments but {len(args)} were given")
    dim = kwargs.get("dim") if "dim" in kwargs else args[0]
    if dim is None:
        return Size(self._a.shape)
    if not isinstance(dim, int) or isinstance(dim, bool):
        raise TypeError(
            f"size(): argument 'dim' (position 1) must be int, not {type(dim).__name__}"
        )
    return self._a.shape[wrap_dim(dim, self._a.ndim)]


def stride(self: Tensor, dim: int | None = None) -> Any:
    strides = tuple(s // self._a.itemsize for s in self._a.strides)
    return strides if dim is None else strides[wrap_dim(dim, self._a.ndim)]


def storage_offset(self: Tensor) -> int:
    return (address(self._a) - address(root(self._a))) // self._a.itemsize


def is_contiguous(self: Tensor, memory_format: Any = None) -> bool:
    del memory_format  # there is one here
    return bool(self._a.flags.c_contiguous)


def data_ptr(self: Tensor) -> int:
    return address(self._a)


def untyped_storage(self: Tensor) -> UntypedStorage:
    return UntypedStorage(self._a)


def dim(self: Tensor) -> int:
    return self._a.ndim


@getset
def ndim(self: Tensor) -> int:
    return self._a.ndim


def numel(self: Tensor) -> int:
    return self._a.size


def element_size(self: Tensor) -> int:
    return self._a.itemsize


@getset
def itemsize(self: Tensor) -> int:
    return self._a.itemsize


@getset
def nbytes(self: Tensor) -> int:
    return self._a.nbytes


@getset
def device(self: Tensor) -> dtypes.device:
    return CPU


@getset
def layout(self: Tensor) -> Any:
    from gradrepl.engine import strided

    return strided


@getset
def name(self: Tensor) -> str | None:
    return None


def get_device(self: Tensor) -> int:
    return -1


def is_same_size(self: Tensor, other: Tensor) -> bool:
    return self._a.shape == other._a.shape


def is_floating_point(self: Tensor) -> bool:
    return self._a.dtype.kind == "f"


def is_complex(self: Tensor) -> bool:
    return self._a.dtype.kind == "c"


def is_signed(self: Tensor) -> bool:
    return OF[self._a.dtype].is_signed


def _constant(value: bool) -> getset:
    def read(self: Tensor) -> bool:
        del self
        return value

    return getset(read)


METADATA: dict[str, Any] = {
    "ndimension": dim,
    "nelement": numel,
    "is_cpu": _constant(value=True),
    **{
        name: _constant(value=False) for name in ("is_cuda", "is_sparse", "is_quantized", "is_meta")
    },
    **{
        each.fget.__name__: each
        for each in (dtype, shape, ndim, itemsize, nbytes, device, layout, name)
    },  # type: ignore[union-attr]  # each has a getter
    **{
        each.__name__: each
        for each in (
            size,
            stride,
            storage_offset,
            is_contiguous,
            data_ptr,
            untyped_storage,
            dim,
            numel,
            element_size,
            get_device,
            is_same_size,
            is_floating_point,
            is_complex,
            is_signed,
        )
    },
}
"""By name, what `install` hangs on the class."""
