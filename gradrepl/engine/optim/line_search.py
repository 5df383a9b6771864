"""How far to go along a direction: until Wolfe's strong conditions hold.

The loss has fallen enough for the way gone, and the slope there is flat enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_ENOUGH = 1e-4
"""How much of what the slope promises the loss must fall."""
_FLAT = 0.9
"""How much of the first slope may be left."""
_SMALLEST = 1e-9
"""A bracket this narrow is not narrowed any more."""


class _Point(NamedTuple):
    """What is known somewhere along the direction."""

    at: Any
    loss: float
    grad: Any
    slope: Any


def strong_wolfe(
    tried: Callable[[Any], tuple[float, Any]],
    length: Any,
    direction: Any,
    loss: float,
    grad: Any,
    slope: Any,
    *,
    most: int,
) -> tuple[float, Any, Any, int]:
    """Loss, gradient and length of a good step, and how often `tried` was called."""
    search = _Search(tried, direction, _Point(0, loss, grad.clone(), slope))
    bracket = search.bracket(length, most)
    if len(bracket) > 1:
        search.narrow(bracket, most)
    best = min(bracket, key=lambda point: point.loss) if search.best is None else search.best
    return best.loss, best.grad, best.at, search.calls


class _Search:
    def __init__(
        self, tried: Callable[[Any], tuple[float, Any]], direction: Any, start: _Point
    ) -> None:
        self.tried = tried
        self.direction = direction
        self.start = start
        self.calls = 0
        self.rounds = 0
        self.best: _Point | None = None

    def at(self, length: Any) -> _Point:
        loss, grad = self.tried(length)
        self.calls += 1
        return _Point(length, loss, grad, grad.dot(self.direction))

    def too_high(self, point: _Point) -> bool:
        return bool(point.loss > self.start.loss + _ENOUGH * point.at * self.start.slope)

    def flat(self, point: _Point) -> bool:
        return bool(abs(point.slope) <= -_FLAT * self.start.slope)

    def bracket(self, length: Any, most: int) -> list[_Point]:
        """Two points with a good one between them, or a good one."""
        before, point = self.start, self.at(length)
        while self.rounds < most:
            if self.too_high(point) or (self.rounds > 1 and point.loss >= before.loss):
                return [before, point]
            if self.flat(point):
                return [point]
            if point.slope >= 0:
                return [before, point]
            bounds = (point.at + 0.01 * (point.at - before.at), point.at * 10)
            further = _lowest(before, point, bounds)
            before, point = point, self.at(further)
            self.rounds += 1
        return [self.start, point]

    def narrow(self, bracket: list[_Point], most: int) -> None:
        """Narrows the bracket down to a good point."""
        size = self.direction.abs().max()
        slow = False
        low, high = _order(bracket)
        while self.rounds < most:
            if abs(bracket[1].at - bracket[0].at) * size < _SMALLEST:
                break
            ends = (bracket[0].at, bracket[1].at)
            length, slow = _inside(_lowest(bracket[0], bracket[1], None), ends, slow=slow)
            point = self.at(length)
            self.rounds += 1
            if self.too_high(point) or point.loss >= bracket[low].loss:
                bracket[high] = point
                low, high = _order(bracket)
                continue
            found = self.flat(point)
            if not found and point.slope * (bracket[high].at - bracket[low].at) >= 0:
                bracket[high] = bracket[low]
            bracket[low] = point
            if found:
                break
        self.best = bracket[low]


def _order(bracket: list[_Point]) -> tuple[int, int]:
    return (0, 1) if bracket[0].loss <= bracket[1].loss else (1, 0)


def _inside(length: Any, ends: tuple[Any, Any], *, slow: bool) -> tuple[Any, bool]:
    """A length not too near either end, twice in a row; and whether it was near."""
    first, last = min(ends), max(ends)
    margin = 0.1 * (last - first)
    if min(last - length, length - first) >= margin:
        return length, False
    if not (slow or length >= last or length <= first):
        return length, True
    if abs(length - last) < abs(length - first):
        return last - margin, False
    return first + margin, False


def _lowest(one: _Point, two: _Point, bounds: tuple[Any, Any] | None) -> Any:
    """Where the cubic through both points and slopes is lowest, within the bounds."""
    (x1, f1, _, g1), (x2, f2, _, g2) = one, two
    low, high = bounds or ((x1, x2) if x1 <= x2 else (x2, x1))
    d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2)
    square = d1**2 - g1 * g2
    if square < 0:
        return (low + high) / 2.0
    d2 = square.sqrt()
    if x1 <= x2:
        found = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
    else:
        found = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2))
    return min(max(found, low), high)
