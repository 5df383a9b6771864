"""The engine's own `gradcheck` and `gradgradcheck` on an expression over the samples' inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
