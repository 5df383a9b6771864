"""Whether derivatives are slopes, on an expression over the samples' inputs.

`check` asks the engine's own `gradcheck` and `gradgradcheck`, element by element: for the rows of
the table. `check_along` asks along one direction of all inputs at once, which costs a few calls:
for the many cases of a row, whose every gradient is held against PyTorch's anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import gradrepl.engine as torch
from tests.engine.samples import flat, inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def function_of(expression: str, names: Sequence[str]) -> Callable[..., Any]:
    """The expression as a function of the named inputs; all others are fixed."""

    def function(*chosen: Any) -> Any:
        torch.manual_seed(0)
        given = inputs(torch) | dict(zip(names, chosen, strict=True))
        found = flat(torch, eval(expression, {"torch": torch, **given}))
        return tuple(
            each for each in found if isinstance(each, torch.Tensor) and each.requires_grad
        )

    return function


def check(
    expression: str, names: Sequence[str], *, twice: bool = True, single: bool = False
) -> None:
    """Compares derivatives with differences; `single` has steps that single precision sees.

    Raises:
        GradcheckError: where they are not the same.
    """
    function = function_of(expression, names)
    leaves = tuple(inputs(torch)[name] for name in names)
    tolerances = {"eps": 1e-2, "atol": 1e-3} if single else {}
    assert torch.autograd.gradcheck(function, leaves, **tolerances)
    if twice:
        assert torch.autograd.gradgradcheck(function, leaves, **({"atol": 1e-4} | tolerances))


STEP = 1e-6


def check_along(expression: str, names: Sequence[str], *, twice: bool = True) -> None:
    """Compares derivatives, and theirs if `twice`, with differences along one direction.

    Raises:
        AssertionError: where they are not the same.
    """
    function = function_of(expression, names)
    leaves = [inputs(torch)[name] for name in names]
    draw = np.random.default_rng(0).standard_normal
    weights = [_drawn(each, draw) for each in _real(function(*leaves))]

    def total(*given: Any) -> Any:
        values = zip(_real(function(*given)), weights, strict=True)
        return sum((each * weight).sum() for each, weight in values)

    _compare_along(total, leaves, draw, 1e-5)
    if not twice:
        return
    factors = [_drawn(each, draw) for each in leaves]

    def total_gradient(*given: Any) -> Any:
        """Depends on the inputs, and on the gradients that come in."""
        own, starts = given[: len(leaves)], given[len(leaves) :]
        values = _real(function(*own))
        found = torch.autograd.grad(values, own, starts, create_graph=True, allow_unused=True)
        pairs = zip(found, factors, strict=True)
        return sum((each * factor).sum() for each, factor in pairs if each is not None)

    _compare_along(total_gradient, [*leaves, *weights], draw, 1e-4)


def _drawn(like: Any, draw: Callable[..., Any]) -> Any:
    return torch.tensor(np.asarray(draw(like.shape)), requires_grad=True)


def _real(values: Sequence[Any]) -> list[Any]:
    return [
        torch.view_as_real(each.resolve_conj()) if each.is_complex() else each for each in values
    ]


def _compare_along(
    function: Callable[..., Any], given: Sequence[Any], draw: Callable[..., Any], tolerance: float
) -> None:
    towards = [_drawn(each, draw).detach() for each in given]
    found = torch.autograd.grad(function(*given), given, allow_unused=True)
    pairs = zip(found, towards, strict=True)
    slope = sum((each * to).sum().item() for each, to in pairs if each is not None)
    ends = [
        function(*(
            (each.detach() + sign * STEP * to).requires_grad_()
            for each, to in zip(given, towards, strict=True)
        )).item()
        for sign in (1, -1)
    ]  # fmt: skip
    assert slope == pytest.approx((ends[0] - ends[1]) / (2 * STEP), rel=1e-4, abs=tolerance)
