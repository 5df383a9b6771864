"""What `torch` says of dtypes and shapes without computing: `result_type`, `broadcast_shapes`.

They stand apart from the package, whose `max` and `any` are operations once they were asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import dtypes
from gradrepl.engine.dtypes import Size, dtype
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.values import PYTHON_TYPES, is_int, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator


def result_type(tensor1: Any, tensor2: Any) -> dtype:
    """The dtype that an operation on the two computes in."""
    return dtypes.result_type(
        [each._a if isinstance(each, Tensor) else each for each in (tensor1, tensor2)]
    )


def can_cast(from_: Any, to: Any) -> bool:
    """Whether a result of the first dtype may be written in place into a tensor of the second."""
    return dtypes.can_cast(*_dtypes("can_cast", from_=from_, to=to))


def promote_types(type1: Any, type2: Any) -> dtype:
    """The smallest dtype that holds what both hold."""
    return dtypes.promote_types(*_dtypes("promote_types", type1=type1, type2=type2))


def _dtypes(function: str, **given: Any) -> Iterator[dtype]:
    for at, (name, value) in enumerate(given.items(), 1):
        if isinstance(value, dtype):
            yield value
        elif isinstance(value, type) and value in PYTHON_TYPES:
            yield PYTHON_TYPES[value]
        else:
            raise TypeError(
                f"{function}(): argument '{name}' (position {at}) must be torch.dtype, "
                f"not {type_name(value)}"
            )


def broadcast_shapes(*shapes: Any) -> Size:
    """The shape that all of them broadcast to."""
    for each in shapes:
        if not (is_int(each) or isinstance(each, (tuple, list))):
            raise RuntimeError(
                "Input shapes should be of type ints, a tuple of ints, or a list of ints, "
                f"got {each}"
            )
    sizes = [tuple(each) if isinstance(each, (tuple, list)) else (each,) for each in shapes]
    found: list[Any] = [1] * max(map(len, sizes), default=0)
    for at, (given, shape) in enumerate(zip(shapes, sizes, strict=True)):
        for back in range(-1, -len(shape) - 1, -1):
            if shape[back] < 0:
                raise ValueError("Attempting to broadcast a dimension with negative length!")
            if shape[back] in (1, found[back]):
                continue
            if found[back] != 1:
                shown = tuple(given) if isinstance(given, (tuple, list)) else given
                raise RuntimeError(
                    f"Attempting to broadcast a dimension of length {shape[back]} at {back}! "
                    f"Mismatching argument at index {at} had {shown}; but expected shape should be "
                    f"broadcastable to {found}"
                )
            found[back] = shape[back]
    return Size(found)
