"""The other ways of `gradcheck`: along random vectors, in forward mode, and many vectors at once.

# NOTE [The fast mode]
The whole Jacobian costs a call for each element. `v @ J @ u` for two random vectors costs one from
either side: J @ u by a small step along u, v @ J by one backward. PyTorch draws them from a
generator of their own, with its usual seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.backward import grad as autograd_grad
from gradrepl.engine.generator import Generator
from gradrepl.engine.slopes import (
    GradcheckError,
    analytical_slopes,
    as_tuple,
    check_dtypes,
    differentiable,
    floating,
    numerical_slopes,
    recorded,
    refuse_random,
)
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.dtypes import Array

    Vector = tuple[Array, ...]

_SLOWLY = """
The above quantities relating the numerical and analytical jacobians are computed\x20
in fast mode. See: https://github.com/pytorch/pytorch/issues/53876 for more background\x20
about fast mode. Below, we recompute numerical and analytical jacobians in slow mode:

Numerical:
 {}
Analytical:
{}

The max per-element difference (slow mode) is: {}.
"""
_PASSED_SLOWLY = """\
Fast gradcheck failed but element-wise differences are small. This means that the
test might've passed in slow_mode!

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck:

If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with `fast_mode=False` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have `gradcheck_fast_mode=False`
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have `gradcheck_fast_mode=False`"""


def _drawn(tensor: Tensor, generator: Generator) -> Array:
    """A random vector of length 1, with as many elements as the tensor has."""
    from gradrepl.engine import rand

    found = rand(tensor.numel(), generator=generator)._a
    found = found.astype(tensor._a.real.dtype)
    found /= np.linalg.norm(found)
    return np.asarray(found)


def _directions(wrt: list[Tensor], generator: Generator) -> list[Vector]:
    """For each input one vector, or two for the axes of the plane."""
    return [
        tuple(_drawn(each, generator) for _ in range(2 if each._a.dtype.kind == "c" else 1))
        for each in wrt
    ]


def _along(
    func: Callable[..., Any], inputs: tuple[Any, ...], wrt: Tensor, u: Vector, eps: float
) -> list[Array]:
    """How each output changes as the input takes a small step along the vector."""
    array = wrt._a
    before = array.copy()
    found: list[Array] = []
    for axis, direction in zip((1, 1j), u, strict=False):
        step = (direction * eps).reshape(array.shape) * axis
        sides = []
        try:
            for moved in (before - step, before + step):
                array[...] = moved
                outputs = as_tuple(func(*inputs))
                sides.append([each._a.reshape(-1).copy() for each in outputs])
        finally:
            array[...] = before
        slopes = [
            wrap(high).sub(wrap(low))._a / (2 * eps) for low, high in zip(*sides, strict=True)
        ]
        found = [x + y * 1j for x, y in zip(found, slopes, strict=True)] if found else slopes
    return found


def _pulled(output: Tensor, wrt: list[Tensor], v: Array) -> list[Array]:
    start = wrap(v.astype(output._a.dtype).reshape(output._a.shape))
    grads = autograd_grad([output], wrt, [start], retain_graph=True, allow_unused=True)
    return [
        np.zeros(each._a.size, each._a.dtype) if found is None else found._a.reshape(-1)
        for each, found in zip(wrt, grads, strict=True)
    ]


def _dot(slope: Array, u: Vector) -> Any:
    if len(u) == 1:
        return slope.dot(u[0])
    return slope.real.dot(u[0]) + 1j * slope.imag.dot(u[1])


def _shown(value: Any) -> str:
    """A number as `str` shows a tensor of it."""
    return f"{wrap(np.asarray(value))}"


def compare_fast(
    func: Callable[..., Any],
    every: tuple[Any, ...],
    inputs: tuple[Any, ...],
    eps: float,
    atol: float,
    rtol: float,
    nondet_tol: float,
    *,
    dtypes: bool,
    told: list[str],
) -> None:
    """Backward against small steps, along random vectors."""
    wrt = differentiable(inputs)
    outputs = recorded(every)
    generator = Generator()
    directions = _directions(wrt, generator)
    vectors = [_drawn(each, generator) for each in outputs]
    changes = [_along(func, inputs, x, u, eps) for x, u in zip(wrt, directions, strict=True)]
    if not outputs:
        if any(row.size and np.abs(row).max() > nondet_tol for rows in changes for row in rows):
            raise GradcheckError("Numerical gradient for function expected to be zero")
        return
    of_floats = [at for at, each in enumerate(floating(every)) if each.requires_grad]
    kept = [at for at, each in enumerate(every) if each._a.dtype.kind in "fc"]
    for j, (output, v) in enumerate(zip(outputs, vectors, strict=True)):
        slopes = _pulled(output, wrt, v)
        refuse_random(slopes, _pulled(output, wrt, v), nondet_tol)
        if dtypes:
            check_dtypes(output, wrt)
        for i, (slope, u) in enumerate(zip(slopes, directions, strict=True)):
            n = (v * changes[i][kept[of_floats[j]]]).sum()
            a = _dot(slope, u)
            share = sum(float(each.sum()) for each in u) * float(v.real.sum())
            if not np.allclose(a, n, rtol, atol * share):
                slowly = (
                    numerical_slopes(func, inputs, wrt[i], eps, recorded)[j],
                    analytical_slopes(output, wrt)[i],
                )
                raise GradcheckError(
                    f"{told[j]}Jacobian mismatch for output {j} with respect to input {i},\n"
                    f"numerical:{_shown(n)}\nanalytical:{_shown(a)}\n"
                    + _slow_words(*slowly, rtol, atol)
                )


def _slow_words(n: Array, a: Array, rtol: float, atol: float) -> str:
    text = _SLOWLY.format(wrap(n), wrap(a), _shown(np.abs(n - a).max()))
    return text + _PASSED_SLOWLY if np.allclose(a, n, rtol, atol) else text


# --- forward mode ---------------------------------------------------------------------------------


def compare_forward(
    func: Callable[..., Any],
    inputs: tuple[Any, ...],
    eps: float,
    atol: float,
    rtol: float,
    *,
    fast: bool,
) -> None:
    """Forward mode against small steps; by complex inputs first along the imaginary axis."""
    planes = [
        at
        for at, each in enumerate(inputs)
        if isinstance(each, Tensor) and each._a.dtype.kind == "c"
    ]
    if not planes:
        _compare_forward(func, inputs, [], eps, atol, rtol, fast=fast)
        return
    for part, word in (("imag", "imaginary"), ("real", "real")):
        moved = list(inputs)
        for at in planes:
            leaf = wrap(getattr(inputs[at]._a, part).copy())
            moved[at] = leaf.requires_grad_() if inputs[at].requires_grad else leaf
        told = [
            f"While considering the {word} part of complex inputs only, " if at in planes else ""
            for at in range(len(inputs))
        ]
        _compare_forward(
            _on_axis(func, inputs, planes, part), tuple(moved), told, eps, atol, rtol, fast=fast
        )


def _on_axis(
    func: Callable[..., Any], inputs: tuple[Any, ...], planes: list[int], part: str
) -> Callable[..., Any]:
    """The function of one part of its complex inputs; the other part stays as it is."""
    fixed = {at: wrap(inputs[at]._a.copy()) for at in planes}

    def function(*given: Any) -> Any:
        whole = list(given)
        for at, each in fixed.items():
            if part == "imag":
                whole[at] = each.real + given[at] * 1j
            else:
                whole[at] = given[at] + each.imag * 1j
        return func(*whole)

    return function


def _compare_forward(
    func: Callable[..., Any],
    inputs: tuple[Any, ...],
    told: list[str],
    eps: float,
    atol: float,
    rtol: float,
    *,
    fast: bool,
) -> None:
    wrt = differentiable(inputs)
    outputs = [each for each in as_tuple(func(*inputs)) if each._a.dtype.kind in "fc"]
    directions = _directions(wrt, Generator())
    for i, x in enumerate(wrt):
        slow = [
            numerical_slopes(func, inputs, x, eps, floating),
            _forward(func, inputs, x, outputs),
        ]
        for j in range(len(outputs)):
            n, a = slow[0][j], slow[1][j]
            share, words = 1.0, ""
            if fast:
                words = _slow_words(n, a, rtol, atol)
                n, a = (directions[i][0] @ each for each in (n, a))
                share = float(directions[i][0].sum())
            if not np.allclose(a, n, rtol, atol * share):
                raise GradcheckError(
                    f"{told[i] if told else ''}Jacobian computed with forward mode mismatch for "
                    f"output {j} with respect to input {i},\n"
                    f"numerical:{wrap(n)}\nanalytical:{wrap(a)}\n{words}"
                )


def _forward(
    func: Callable[..., Any], inputs: tuple[Any, ...], wrt: Tensor, outputs: list[Tensor]
) -> list[Array]:
    """One matrix an output: a row for each element of the input, which moves alone."""
    from gradrepl.engine.autograd import forward_ad

    found = [np.zeros((wrt._a.size, each._a.size), each._a.dtype) for each in outputs]
    for at, place in enumerate(np.ndindex(wrt._a.shape)):
        unit = np.zeros_like(wrt._a)
        unit[place] = 1
        with forward_ad.dual_level():
            dual = forward_ad.make_dual(wrt.detach().requires_grad_(), wrap(unit))
            results = as_tuple(func(*[dual if each is wrt else each for each in inputs]))
            for matrix, each in zip(found, floating(results), strict=True):
                tangent = forward_ad.unpack_dual(each).tangent
                if tangent is not None:
                    matrix[at] = tangent._a.reshape(-1)
    return found


# --- many vectors at once -------------------------------------------------------------------------


def check_batched(outputs: list[Tensor], wrt: list[Tensor]) -> None:
    """Gradients of two vectors at once against those of each by itself."""
    from gradrepl.engine import randn_like, stack

    for output in outputs:
        starts = [randn_like(output) for _ in range(2)]
        how = {"retain_graph": True, "allow_unused": True}
        apart = [autograd_grad([output], wrt, [each], **how) for each in starts]
        batch = stack(starts)
        at_once = autograd_grad([output], wrt, [batch], is_grads_batched=True, **how)
        for each, *both in zip(at_once, *apart, strict=True):
            if each is not None and not np.allclose(each._a, [part._a for part in both]):
                raise GradcheckError("Batched gradients differ from those of each vector alone")
