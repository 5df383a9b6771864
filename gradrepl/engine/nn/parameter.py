"""`torch.nn.Parameter`: a tensor that a Module counts among its own when it is assigned to one."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.showing import show
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap
from gradrepl.engine.view import storage_of


class Parameter(Tensor):
    """A leaf that requires grad, sharing the memory of the tensor that it is made from."""

    __slots__ = ()
    __module__ = "torch.nn.parameter"

    def __new__(cls, data: Any = None, requires_grad: bool = True) -> Any:
        if data is None:
            data = wrap(np.empty(0, dtypes.get_default_dtype().np))
        if not isinstance(requires_grad, bool):
            raise TypeError(
                "_make_subclass(): argument 'require_grad' (position 3) must be bool, not "
                f"{type(requires_grad).__name__}"
            )
        if not isinstance(data, Tensor):
            data.detach()  # a list has none: PyTorch's own AttributeError
        self = wrap(data._a, cls)
        self._storage = storage_of(data)
        if requires_grad:
            if data._a.dtype.kind not in "fc":
                raise RuntimeError(
                    "Only Tensors of floating point and complex dtype can require gradients"
                )
            set_requires_grad(self, True)
        return self

    def __repr__(self, *, tensor_contents: str | None = None) -> str:
        return "Parameter containing:\n" + (tensor_contents or show(self))

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if id(self) not in memo:
            memo[id(self)] = type(self)(wrap(self._a.copy("K")), self.requires_grad)
        return memo[id(self)]

    def __reduce_ex__(self, protocol: Any) -> Any:
        kept = (self._a, self.requires_grad)
        return (_rebuild, kept, self.__dict__) if self.__dict__ else (_rebuild, kept)


def uninitialized(shape: Any, device: Any = None, dtype: Any = None) -> Parameter:
    """A Parameter that `reset_parameters` has yet to fill."""
    from gradrepl.engine import empty

    return Parameter(empty(shape, device=device, dtype=dtype))


def _rebuild(array: Any, requires_grad: bool) -> Any:
    return Parameter(wrap(array), requires_grad)


class _BufferMeta(type):
    """A buffer is any Tensor that is marked as one."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Tensor) and "_is_buffer" in instance.__dict__


class Buffer(Tensor, metaclass=_BufferMeta):
    """A Tensor that a Module counts among its buffers when it is assigned to one."""

    __slots__ = ()
    persistent: bool
    __module__ = "torch.nn.parameter"

    def __new__(cls, data: Any = None, *, persistent: bool = True) -> Any:
        if data is None:
            data = wrap(np.empty(0, dtypes.get_default_dtype().np))
        self = data.detach().requires_grad_(data.requires_grad)
        self.persistent = persistent
        self._is_buffer = True
        return self
