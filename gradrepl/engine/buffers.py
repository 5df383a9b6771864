"""`torch.frombuffer`: memory of somebody else's, taken as a row of numbers; `unravel_index`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import dtype as dtype_


def frombuffer(
    buffer: Any,
    *,
    dtype: dtype_ | None = None,
    count: int = -1,
    offset: int = 0,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor over the memory of a buffer: what is written into either is seen in the other."""
    if dtype is None:
        raise TypeError('frombuffer() missing 1 required positional arguments: "dtype"')
    try:
        memory = memoryview(buffer).cast("B")
    except TypeError:
        raise ValueError("object does not implement Python buffer protocol.") from None
    length, size = memory.nbytes, dtype.itemsize
    if not length or not count:
        raise ValueError(f"both buffer length ({length}) and count ({count}) must not be 0")
    if not 0 <= offset < length:
        raise ValueError(
            f"offset ({offset} bytes) must be non-negative and no greater than buffer length "
            f"({length} bytes) minus 1"
        )
    rest = length - offset
    if count < 0 and rest % size:
        raise ValueError(
            f"buffer length ({rest} bytes) after offset ({offset} bytes) must be a multiple of "
            f"element size ({size})"
        )
    wanted = rest // size if count < 0 else count
    if wanted * size > rest:
        raise ValueError(
            f"requested buffer length ({count} * {size} bytes) after offset ({offset} bytes) must "
            f"not be greater than actual buffer length ({length} bytes)"
        )
    if memory.readonly:  # PyTorch writes into it all the same
        memory = memoryview(bytearray(memory))
    found = wrap(np.frombuffer(memory, dtype.np, wanted, offset))
    if requires_grad:
        set_requires_grad(found, True)
    return found


def unravel_index(indices: Tensor, shape: Any) -> tuple[Tensor, ...]:
    """For places in the flat tensor, the places along each dimension."""
    if indices.is_complex() or indices._a.dtype.kind not in "iu":
        raise TypeError(f"expected 'indices' to be integer dtype, but got {indices.dtype}")
    sizes = (shape,) if isinstance(shape, int) else tuple(shape)
    for each in sizes:
        if not isinstance(each, int):
            raise TypeError(f"expected 'shape' sequence to only contain ints, but got {type(each)}")
    if any(each < 0 for each in sizes):
        raise ValueError(f"'shape' cannot have negative values, but got {sizes}")
    found, rest = [], indices._a
    for size in reversed(sizes):
        found.append(wrap(np.asarray(rest % size)))
        rest = np.asarray(rest // size)
    return tuple(reversed(found))
