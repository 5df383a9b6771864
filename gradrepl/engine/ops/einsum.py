"""`torch.einsum`: each operand brought to one order of labels, then multiplied and summed pair by pair."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gradrepl.engine.table import Op, compose

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor


def _split(equation: str, count: int) -> tuple[list[str], str | None]:
    left, arrow, right = equation.replace(" ", "").partition("->")
    parts = left.split(",")
    if count < len(parts):
        raise RuntimeError("einsum(): fewer operands were provided than specified in the equation")
    if count > len(parts):
        raise RuntimeError("einsum(): more operands were provided than specified in the equation")
    for i, part in enumerate(parts):
        for each in part.replace("...", ""):
            if not (each.isascii() and each.isalpha()):
                raise RuntimeError(
                    f"einsum(): invalid subscript given at index {equation.index(each)} in the equation string, "
                    f"subscripts must be in [a-zA-Z]"
                )
        if "." in part.replace("...", ""):
            raise RuntimeError(
                f"einsum(): found '.' for operand {i} that is not part of any ellipsis"
            )
    return parts, right if arrow else None


def _labels(part: str, ndim: int, operand: int, covered: int) -> list[str]:
    """A label for each dimension; those under an ellipsis are numbered from the last of `covered`."""
    before, dots, after = part.partition("...")
    named = len(before) + len(after)
    if named > ndim or (named < ndim and not dots):
        raise RuntimeError(
            f"einsum(): the number of subscripts in the equation ({named}) "
            + ("is more than" if dots else "does not match")
            + f" the number of dimensions ({ndim}) for operand {operand} and no ellipsis was given"
        )
    inner = [f".{covered - (ndim - named) + i}" for i in range(ndim - named)]
    return [*before, *inner, *after]


def _one_each(x: Tensor, labels: list[str]) -> tuple[Tensor, list[str]]:
    """Takes the diagonal where a label stands twice."""
    for each in dict.fromkeys(labels):
        while labels.count(each) > 1:
            first = labels.index(each)
            second = labels.index(each, first + 1)
            if x._a.shape[first] != x._a.shape[second]:
                raise RuntimeError(
                    f"einsum(): subscript {each} is repeated for operand but the sizes don't match, "
                    f"{x._a.shape[second]} != {x._a.shape[first]}"
                )
            x = x.diagonal(0, first, second)
            labels = [kept for i, kept in enumerate(labels) if i not in (first, second)] + [each]
    return x, labels


def einsum(equation: str, tensors: Any) -> Any:
    parts, output = _split(equation, len(tensors))
    covered = max(
        (
            x._a.ndim - len(p.replace("...", ""))
            for p, x in zip(parts, tensors, strict=True)
            if "..." in p
        ),
        default=0,
    )
    operands = [
        _one_each(x, _labels(p, x._a.ndim, i, covered))
        for i, (p, x) in enumerate(zip(parts, tensors, strict=True))
    ]
    every = list(dict.fromkeys(label for _, labels in operands for label in labels))
    dotted = [f".{i}" for i in range(covered)]
    if output is None:
        counts = "".join(parts)
        kept = dotted + sorted(
            label for label in every if len(label) == 1 and counts.count(label) == 1
        )
    else:
        before, dots, after = output.partition("...")
        kept = [*before, *(dotted if dots else []), *after]
        for each in kept:
            if each not in every:
                raise RuntimeError(
                    f"einsum(): output subscript {each} does not appear in the equation for any input operand"
                )
    order = kept + [label for label in every if label not in kept]
    spread = [_ordered(x, labels, order) for x, labels in operands]
    _check_sizes(spread, order)
    found, summed = spread[0], list(range(len(kept), len(order)))
    for i, other in enumerate(spread[1:], start=1):
        later = spread[i + 1 :]
        now = [d for d in summed if all(x._a.shape[d] == 1 for x in later)]
        found = _pair(found, other, now)
    left = [d for d in summed if found._a.shape[d] != 1]
    if len(spread) == 1 and summed:
        return found.sum(summed)
    if left:
        found = found.sum(left, True)
    return found.view(found._a.shape[: len(kept)]) if summed else found


def _ordered(x: Tensor, labels: list[str], order: list[str]) -> Tensor:
    places = [labels.index(label) for label in order if label in labels]
    found: Tensor = x if places == list(range(len(places))) else x.permute(tuple(places))
    for d, label in enumerate(order):
        if label not in labels:
            found = found.unsqueeze(d)
    return found


def _check_sizes(spread: list[Tensor], order: list[str]) -> None:
    for d, label in enumerate(order):
        sizes = {x._a.shape[d] for x in spread} - {1}
        if len(sizes) > 1:
            raise RuntimeError(
                f"einsum(): operands do not broadcast with remapped shapes [original->remapped]: subscript {label} has "
                f"sizes {sorted(sizes)}"
            )


def _pair(a: Tensor, b: Tensor, summed: list[int]) -> Tensor:
    """The product of two, summed over dimensions that stay with length 1."""
    for d in summed:
        if a._a.shape[d] != 1 and b._a.shape[d] == 1:
            a = a.sum(d, True)
        elif b._a.shape[d] != 1 and a._a.shape[d] == 1:
            b = b.sum(d, True)
    over = [d for d in summed if a._a.shape[d] != 1]
    if not over:
        return a.mul(b)
    rest = [d for d in range(a._a.ndim) if d not in over]
    both = [d for d in rest if a._a.shape[d] != 1 and b._a.shape[d] != 1]
    mine = [d for d in rest if d not in both and b._a.shape[d] == 1]
    yours = [d for d in rest if d not in both and d not in mine]
    sizes = [
        math.prod(x._a.shape[d] for d in ds)
        for x, ds in ((a, both), (a, mine), (a, over), (b, yours))
    ]
    left = a.permute((*both, *mine, *over, *yours)).reshape((sizes[0], sizes[1], sizes[2]))
    right = b.permute((*both, *over, *yours, *mine)).reshape((sizes[0], sizes[2], sizes[3]))
    shape = (
        *(a._a.shape[d] for d in both),
        *(a._a.shape[d] for d in mine),
        *(b._a.shape[d] for d in yours),
        *(1 for _ in over),
    )
    order = [*both, *mine, *yours, *over]
    back = tuple(order.index(d) for d in range(len(order)))
    found: Tensor = left.bmm(right).view(shape).permute(back)
    return found


# fmt: off
EINSUM: tuple[Op, ...] = (
    compose("einsum(str equation, Tensor[] tensors) -> Tensor", einsum, method=False),
)
# fmt: on
