"""`torch.einsum`: each operand brought to one order of labels, then multiplied and summed pair by pair."""

from __future__ import annotations

import functools
import math
from typing import Any

from gradrepl.engine.table import Op, compose
from gradrepl.engine.tensor import Tensor

_NOTHING_GIVEN = "einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list"


def from_call(operands: tuple[Any, ...]) -> tuple[Any, Any]:
    """The equation and the tensors, of a call that may give numbers for letters: `einsum(a, [0, 1], b, [1, 2])`."""
    if len(operands) < 2:
        raise ValueError(_NOTHING_GIVEN)
    if not isinstance(operands[0], Tensor):
        tensors = operands[1:]
        if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
            tensors = tuple(tensors[0])
        for at, each in enumerate(tensors):
            if not isinstance(each, Tensor):
                raise TypeError(
                    f"expected Tensor as element {at} in argument 1, but got {type(each).__name__}"
                )
        return operands[0], tensors
    lists = list(operands[1::2])
    equation = ",".join("".join(map(_letter, each)) for each in lists[: len(operands) // 2])
    if len(operands) % 2:
        equation += "->" + "".join(map(_letter, operands[-1]))
        return equation, operands[:-1:2]
    return equation, operands[::2]


def _letter(value: Any) -> str:
    if value is ...:
        return "..."
    if 0 <= value < 26:
        return chr(ord("A") + value)
    if 26 <= value < 52:
        return chr(ord("a") + value - 26)
    raise ValueError("einsum(): subscript in subscript list is not within the valid range [0, 52)")


@functools.lru_cache(256)
def _split(equation: str, count: int) -> tuple[list[str], str | None]:
    """The operands' subscripts and the result's, without blanks."""
    left, arrow, right = equation.partition("->")
    parts = [""]
    for at, each in enumerate(left):
        if each == ",":
            parts.append("")
            if len(parts) > count:
                raise RuntimeError(
                    "einsum(): fewer operands were provided than specified in the equation"
                )
        elif each == ".":
            _ellipsis(parts, left, at)
        elif each != " ":
            parts[-1] += _subscript(each, at)
    if count > len(parts):
        raise RuntimeError("einsum(): more operands were provided than specified in the equation")
    if not arrow:
        return parts, None
    found = ""
    for at, each in enumerate(right, start=len(left) + 2):
        if each == ".":
            found += each
        elif each != " ":
            found += _subscript(each, at)
    if "." in found.replace("...", "", 1):
        already = "..." in found
        raise RuntimeError(
            "einsum(): found '.' for output "
            + (
                "but an ellipsis (...) was already found"
                if already
                else "that is not part of any ellipsis (...)"
            )
        )
    return parts, found


def _subscript(letter: str, at: int) -> str:
    if letter.isascii() and letter.isalpha():
        return letter
    raise RuntimeError(
        f"einsum(): invalid subscript given at index {at} in the equation string, subscripts must be in [a-zA-Z]"
    )


def _ellipsis(parts: list[str], left: str, at: int) -> None:
    """Takes a dot of the operand at hand; three make an ellipsis."""
    operand = len(parts) - 1
    if "..." in parts[-1]:
        raise RuntimeError(
            f"einsum(): found '.' for operand {operand} for which an ellipsis was already found"
        )
    run = len(left[at:]) - len(left[at:].lstrip("."))
    if run < 3 and not parts[-1].endswith("."):
        raise RuntimeError(
            f"einsum(): found '.' for operand {operand} that is not part of any ellipsis"
        )
    parts[-1] += "."


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


def _one_each(x: Tensor, labels: list[str], operand: int) -> tuple[Tensor, list[str]]:
    """Takes the diagonal where a label stands twice."""
    for each in dict.fromkeys(labels):
        while labels.count(each) > 1:
            first = labels.index(each)
            second = labels.index(each, first + 1)
            if x._a.shape[first] != x._a.shape[second]:
                raise RuntimeError(
                    f"einsum(): subscript {each} is repeated for operand {operand} but the sizes don't match, "
                    f"{x._a.shape[second]} != {x._a.shape[first]}"
                )
            x = x.diagonal(0, first, second).movedim(-1, first)
            labels = [kept for i, kept in enumerate(labels) if i != second]
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
        _one_each(x, _labels(p, x._a.ndim, i, covered), i)
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
        for at, each in enumerate(kept):
            if each in kept[:at]:
                raise RuntimeError(
                    f"einsum(): output subscript {each} appears more than once in the output"
                )
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
        turned = len(spread) == 2 and bool(summed) and _turned(found, other, len(kept))
        found = _pair(other, found, now) if turned else _pair(found, other, now)
    left = [d for d in summed if found._a.shape[d] != 1]
    if len(spread) == 1 and summed:
        return found.sum(summed)
    if left:
        found = found.sum(left, True)
    return found.view(found._a.shape[: len(kept)]) if summed else found


def _ordered(x: Tensor, labels: list[str], order: list[str]) -> Tensor:
    """Every label's dimension in its place, of length 1 where the operand has none."""
    found, places = x, []
    for label in order:
        if label in labels:
            places.append(labels.index(label))
        else:
            places.append(found._a.ndim)
            found = found.unsqueeze(found._a.ndim)
    permuted: Tensor = found.permute(tuple(places))
    return permuted


def _check_sizes(spread: list[Tensor], order: list[str]) -> None:
    for d, label in enumerate(order):
        seen = 1
        for i, x in enumerate(spread):
            size = x._a.shape[d]
            if size != 1 != seen != size:
                raise RuntimeError(
                    f"einsum(): subscript {label} has size {size} for operand {i} which does not broadcast with previously "
                    f"seen size {seen}"
                )
            seen = size if seen == 1 else seen


def _turned(a: Tensor, b: Tensor, count: int) -> bool:
    """Whether the result's rows come from the second operand: then it goes first."""
    alone = [
        b._a.shape[d] != 1 for d in range(count) if (a._a.shape[d] != 1) != (b._a.shape[d] != 1)
    ]
    return any(alone) and not all(alone) and alone[0]


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
