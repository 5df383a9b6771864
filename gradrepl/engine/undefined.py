"""Whether a backward bears that no gradient reaches it: what `gradcheck` tries last."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.backward import grad
from gradrepl.engine.function import Function
from gradrepl.engine.slopes import GradcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gradrepl.engine.tensor import Tensor


class UndefinedGrad(Function):
    """Passes a tensor on, and no gradient back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        del ctx
        return x.clone()

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> None:
        del ctx, grads


_LOOK = (
    'Please look at "Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'
)


def check_undefined(outputs: Callable[[], list[Tensor]], wrt: list[Tensor]) -> None:
    """Backward must bear that all gradients are undefined, or any one of them.

    `outputs` runs the function anew.

    Raises:
        GradcheckError: with PyTorch's text, where backward fails, or gives something for nothing.
    """
    for given in _undefined(outputs):
        zeros = [each.new_zeros(each.shape) for each in given]
        try:
            found = grad(given, wrt, zeros, allow_unused=True)
        except RuntimeError as problem:
            _warn()
            text = f"Expected backward function to handle undefined output grads. {_LOOK}"
            raise GradcheckError(text) from problem
        if any(each is not None and each._a.any() for each in found):
            _warn()
            raise GradcheckError(
                "Expected all input grads to be undefined or zero when all output grads are "
                f"undefined or zero. {_LOOK}"
            )


def _undefined(outputs: Callable[[], list[Tensor]]) -> Iterator[Sequence[Tensor]]:
    every = [UndefinedGrad.apply(each) for each in outputs()]
    yield every
    for at in range(len(every) if len(every) > 1 else 0):
        yield [UndefinedGrad.apply(each) if i == at else each for i, each in enumerate(outputs())]


def _warn() -> None:
    warnings.warn(
        "Backwards compatibility: New undefined gradient support checking feature is enabled by "
        "default, but it may break existing callers of this function. If this is true for you, "
        'you can call this function with "check_undefined_grad=False" to disable the feature',
        stacklevel=2,
    )
