"""Where elements lie in memory; a result's in PyTorch's order, where numpy's is another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.storage import address, root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.node import Tensor


def walked(result: Array, first: Array, *others: Any) -> Array:
    """An elementwise result in the order of memory in which PyTorch walks over the operands.

    numpy's is the same where the first operand lies in the order of its dimensions.
    """
    if result.ndim < 2 or (first.flags.c_contiguous and first.shape == result.shape):
        return result
    operands = [each for each in (first, *others) if isinstance(each, np.ndarray)]
    if 1 not in result.shape and all([each.flags.c_contiguous for each in (result, *operands)]):  # noqa: C419  # a list costs less than a generator
        return result  # all walk along the last dimension first
    return iterated(result, [np.broadcast_to(each, result.shape).strides for each in operands])


def iterated(found: Array, walks: Sequence[tuple[int, ...]]) -> Array:
    """A result in the order in which PyTorch iterates over operands of these strides.

    The last dimension is innermost, unless an operand takes smaller steps along another one; of two
    operands that disagree the first one counts.
    """
    order = list(range(found.ndim - 1, -1, -1))
    for i in range(1, len(order)):
        at = i
        for j in range(i - 1, -1, -1):
            swap = _outer(found.shape, walks, order[j], order[at])
            if swap < 0:
                break
            if swap > 0:  # where nothing tells, it stays where it is, and is compared further
                order[j], order[at] = order[at], order[j]
                at = j
    outer_first = order[::-1]
    turned = found.transpose(outer_first)
    if turned.flags.c_contiguous and 1 not in found.shape:  # whose strides numpy does not look at
        return found
    return turned.copy("C").transpose(np.argsort(outer_first))


def _outer(shape: Sequence[int], walks: Sequence[tuple[int, ...]], a: int, b: int) -> int:
    """Whether dimension `a` belongs outside `b` (1), inside (-1), or nothing tells (0)."""
    for strides in walks:
        if not strides[a] or not strides[b]:
            continue
        if strides[a] != strides[b]:
            return 1 if strides[a] > strides[b] else -1
        if shape[a] > shape[b]:
            return 1
    return 0


def layout(tensor: Tensor) -> tuple[Any, ...]:
    """Shape, strides and offset (in bytes) in the memory it lies in, and the size of an element."""
    array = tensor._a
    return array.shape, array.strides, address(array) - address(root(array)), array.itemsize
