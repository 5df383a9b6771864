"""Elements that share memory, with one another or with what is being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.storage import address
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def is_expanded(array: Array) -> bool:
    """Whether some of its elements share memory."""
    return bool(array.size) and any(
        s == 0 and d > 1 for s, d in zip(array.strides, array.shape, strict=True)
    )


def check_single(array: Array) -> None:
    """Refuses to write where several elements share memory.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if is_expanded(array):
        raise RuntimeError(errors.OVERLAP)


def check_mask(array: Array, mask: Array) -> None:
    """Refuses a mask that does not broadcast with what it is laid on: named second, in place."""
    if array.shape != mask.shape:
        try:
            wide = np.broadcast_shapes(array.shape, mask.shape)
        except ValueError:
            raise errors.sizes_differ(array.shape, mask.shape) from None
        if wide != array.shape:
            raise errors.bad_output_shape(array.shape, wide)


def same_place(array: Array, other: Array) -> bool:
    """Whether two arrays are the same elements: copying one into the other does nothing."""
    return (
        address(array) == address(other)
        and array.strides == other.strides
        and array.shape == other.shape
        and array.dtype == other.dtype
    )


def meets_itself(array: Array) -> bool:
    """Whether elements may share memory, as windows that overlap do."""
    reach = 0
    for stride, size in sorted(zip(array.strides, array.shape, strict=True)):
        if size > 1:
            if stride <= reach:
                return True
            reach += stride * (size - 1)
    return False


def warn_expanded(name: str, example: str) -> None:
    """What writes by a mask or an index into elements that share memory still works."""
    warn_once(
        f"Use of {name} on expanded tensors is deprecated. Please clone() the tensor before "
        f"performing this operation. This also applies to advanced indexing e.g. {example} "
        "(Triggered internally at ...)"
    )


def check_apart(array: Array, other: Array, *, entirely: bool) -> None:
    """Refuses to write into `array` while reading `other`, where they share a part of their memory.

    Sharing all of it is no harm to what works element by element, unless `entirely` says so. As in
    PyTorch, arrays with gaps are not looked into.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if entirely and array is other:
        raise RuntimeError(errors.SHARED)
    if not np.may_share_memory(array, other) or not (is_dense(array) and is_dense(other)):
        return
    same = address(array) == address(other) and array.size == other.size
    same = same and array.strides == other.strides
    if entirely or not same:
        raise RuntimeError(errors.SHARED)


def is_dense(array: Array) -> bool:
    """Whether its elements fill one piece of memory, each once."""
    expected = array.itemsize
    for stride, size in sorted(zip(array.strides, array.shape, strict=True)):
        if size != 1:
            if stride != expected:
                return False
            expected *= size
    return True
