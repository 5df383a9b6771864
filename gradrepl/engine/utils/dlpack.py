"""`torch.utils.dlpack`: memory shared with whoever speaks DLPack, numpy among them."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.storage import DLDeviceType
from gradrepl.engine.tensor import Tensor, wrap

__all__ = ["DLDeviceType", "from_dlpack", "to_dlpack"]


class _Capsule:
    """A capsule in the place of the object that it came from, which is what numpy reads."""

    def __init__(self, capsule: Any) -> None:
        self._capsule = capsule

    def __dlpack__(self, **wishes: Any) -> Any:
        del wishes
        return self._capsule

    def __dlpack_device__(self) -> tuple[int, int]:
        return 1, 0


_CONSUMED = (
    "from_dlpack received an invalid capsule. Note that DLTensor capsules can be consumed only "
    "once, so you might have already constructed a tensor from it once."
)


def to_dlpack(tensor: Tensor) -> Any:
    """A capsule over the tensor's own memory."""
    return tensor.__dlpack__()


def from_dlpack(ext_tensor: Any, *, device: Any = None, copy: bool | None = None) -> Tensor:
    """A tensor over another library's memory.

    Raises:
        BufferError: for a tensor that requires grad.
        RuntimeError: for what is no capsule, and gives none.
    """
    from gradrepl.engine.dtypes import check_device
    from gradrepl.engine.ops.values import known

    check_device(device)
    if isinstance(ext_tensor, Tensor):
        ext_tensor.__dlpack__()  # for its refusal
        array = ext_tensor._a.view()
    elif isinstance(ext_tensor, np.ndarray):
        array = ext_tensor.view(np.ndarray)
    elif hasattr(ext_tensor, "__dlpack__"):
        array = np.from_dlpack(ext_tensor)
    elif type(ext_tensor).__name__ == "PyCapsule":
        array = np.from_dlpack(_Capsule(ext_tensor))
    else:
        raise RuntimeError(_CONSUMED)
    return wrap(known(array.copy() if copy else array))
