"""What `gradcheck` compares: derivatives by backward, and by small differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.backward import grad as autograd_grad
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array


class GradcheckError(RuntimeError):
    """The two derivatives differ, or backward does not behave."""

    __module__ = "torch.autograd.gradcheck"


_NOT_REENTRANT = """Backward is not reentrant, i.e., running backward with same input and \
grad_output multiple times gives different values, although analytical gradient matches \
numerical gradient.The tolerance for nondeterminism was {}.

NOTE: If your op relies on non-deterministic operations i.e., it is listed here:
https://pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html
this failure might be expected.

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck.
If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with `nondet_tol=<tol>` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have `gradcheck_nondet_tol=<tol>`.
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have `gradcheck_nondet_tol=<tol>`
"""


def as_tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def differentiable(values: tuple[Any, ...]) -> list[Tensor]:
    return [each for each in values if isinstance(each, Tensor) and each.requires_grad]


def recorded(values: tuple[Any, ...]) -> list[Tensor]:
    return [each for each in values if each.requires_grad]


def floating(values: tuple[Any, ...]) -> list[Tensor]:
    return [each for each in values if each._a.dtype.kind in "fc"]


def numerical_slopes(
    func: Callable[..., Any],
    inputs: tuple[Any, ...],
    wrt: Tensor,
    eps: float,
    pick: Callable[[tuple[Any, ...]], list[Tensor]],
) -> list[Array]:
    """One matrix an output: a row for each element of the input."""
    array = wrt._a
    rows: list[list[Array]] = []
    for place in np.ndindex(array.shape):
        rows.append(_slope(lambda: pick(as_tuple(func(*inputs))), array, place, eps))
        if array.dtype.kind == "c":  # a step along each axis of the plane
            up = _slope(lambda: pick(as_tuple(func(*inputs))), array, place, eps * 1j)
            rows[-1] = [x + y * 1j for x, y in zip(rows[-1], up, strict=True)]
    if not rows:
        return [np.zeros((0, each._a.size)) for each in pick(as_tuple(func(*inputs)))]
    return [np.stack(column) for column in zip(*rows, strict=True)]


def _slope(
    outputs: Callable[[], list[Tensor]], array: Array, place: tuple[int, ...], step: complex
) -> list[Array]:
    """How each output changes as one element does, by central differences."""
    before = array[place].copy()
    try:
        sides = []
        for side in (before - step, before + step):
            array[place] = side
            sides.append([each._a.copy() for each in outputs()])
    finally:
        array[place] = before
    return [
        np.asarray((high - low) / (2 * abs(step))).reshape(-1)
        for low, high in zip(*sides, strict=True)
    ]


def analytical_slopes(output: Tensor, wrt: list[Tensor]) -> list[Array]:
    """One matrix an input, from one backward an element of the output."""
    found = [np.zeros((each._a.size, output._a.size), each._a.dtype) for each in wrt]
    for at, place in enumerate(np.ndindex(output._a.shape)):
        start = np.zeros(output._a.shape, output._a.dtype)
        start[place] = 1
        grads = autograd_grad([output], wrt, [wrap(start)], retain_graph=True, allow_unused=True)
        for matrix, grad in zip(found, grads, strict=True):
            if grad is not None:
                matrix[:, at] = grad._a.reshape(-1)
    return found


def check_reentrant(output: Tensor, wrt: list[Tensor], nondet_tol: float) -> list[Array]:
    first = analytical_slopes(output, wrt)
    refuse_random(first, analytical_slopes(output, wrt), nondet_tol)
    return first


def refuse_random(first: list[Array], second: list[Array], nondet_tol: float) -> None:
    for a, b in zip(first, second, strict=True):
        if a.size and np.abs(a - b).max() > nondet_tol:
            raise GradcheckError(_NOT_REENTRANT.format(nondet_tol))


def check_scaled(outputs: list[Tensor], wrt: list[Tensor]) -> None:
    """Backward of zeros must be zeros."""
    zeros = [wrap(np.zeros_like(each._a)) for each in outputs]
    grads = autograd_grad(outputs, wrt, zeros, retain_graph=True, allow_unused=True)
    if any(each is not None and each._a.any() for each in grads):
        raise GradcheckError("backward not multiplied by grad_output")


def check_dtypes(output: Tensor, wrt: list[Tensor]) -> None:
    start = wrap(np.ones_like(output._a))
    grads = autograd_grad([output], wrt, [start], retain_graph=True, allow_unused=True)
    for each, grad in zip(wrt, grads, strict=True):
        if grad is not None and grad._a.dtype != each._a.dtype:
            raise GradcheckError("Gradient has dtype mismatch")
