"""`out=`: an operation's result written into tensors that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.dtypes import OF, can_cast
from gradrepl.engine.errors import bad_cast
from gradrepl.engine.promotion import cast_truth
from gradrepl.engine.state import STATE
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.view import bump, write
from gradrepl.engine.warning import warn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.engine.dtypes import Array


_TRUTHS = frozenset((
    "eq", "ne", "lt", "le", "gt", "ge", "not_equal", "logical_and", "logical_or", "logical_xor",
))  # fmt: skip
"""What tells bools of two operands, and into anything else is cast from their common dtype."""


def check(name: str, out: Any, given: Iterable[Any]) -> None:
    """Refuses what autograd could not follow, and tells what a cast to `out` loses.

    Raises:
        RuntimeError: where anything requires grad.
    """
    tensors = [*_flat(out), *_flat(list(given))]
    if STATE.recording and any(each.requires_grad for each in tensors):
        raise RuntimeError(
            f"{name}(): functions with out=... arguments don't support automatic differentiation, "
            "but one of the arguments requires grad."
        )

    if name in _TRUTHS and any(each.is_complex() for each in tensors[1:]):
        cast_truth(out._a, out._a.shape)


def _flat(values: Any) -> list[Tensor]:
    if isinstance(values, Tensor):
        return [values]
    if isinstance(values, (tuple, list)):
        return [each for value in values for each in _flat(value)]
    return []


def store(out: Any, result: Any) -> Any:
    """Writes each result into its tensor, which takes the result's shape."""
    if isinstance(out, Tensor):
        _store_one(out, result)
        return out
    for into, each in zip(out, result, strict=True):
        _store_one(into, each)
    return type(result)(out)


def warn_resized(own: Array, wanted: Array) -> None:
    """Warns that a result of another shape takes the place of elements."""
    if own.size:
        warn(
            "An output with one or more elements was resized since it had shape "
            f"{list(own.shape)}, which does not match the required output shape "
            f"{list(wanted.shape)}. This behavior is deprecated, and in a future PyTorch "
            "release outputs will not be resized unless they have zero elements. You can "
            "explicitly reuse an out tensor t by resizing it, inplace, to zero elements with "
            "t.resize_(0). (Triggered internally at ...)"
        )


def _store_one(out: Tensor, result: Tensor) -> None:
    from_, to = OF[result._a.dtype], OF[out._a.dtype]
    if not can_cast(from_, to):
        raise bad_cast(from_.legacy, to.legacy)
    if out._a.shape == result._a.shape:
        write(out, result._a)
        return
    warn_resized(out._a, result._a)
    out._a = result._a.astype(out._a.dtype)
    bump(out)
