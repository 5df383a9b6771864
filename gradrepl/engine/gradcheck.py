"""`torch.autograd.gradcheck`: derivatives by formula against derivatives by small differences."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.backward import grad as autograd_grad
from gradrepl.engine.slopes import (
    GradcheckError,
    as_tuple,
    check_dtypes,
    check_reentrant,
    check_scaled,
    differentiable,
    floating,
    numerical_slopes,
    recorded,
)
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable


def _check_inputs(inputs: tuple[Any, ...]) -> None:
    found = False
    for number, each in enumerate(inputs):
        if not (isinstance(each, Tensor) and each.requires_grad):
            continue
        found = True
        array = each._a
        if array.dtype not in (np.float64, np.complex128):
            warnings.warn(
                f"Input #{number} requires gradient and is not a double precision floating point "
                "or complex. This "
                "check will likely fail if all the inputs are not of double precision floating "
                "point or complex. ",
                stacklevel=1,
            )
        if array.size and any(
            not stride and size > 1 for stride, size in zip(array.strides, array.shape, strict=True)
        ):
            raise RuntimeError(
                f"The {number}th input has a dimension with stride 0. gradcheck only supports "
                "inputs that are "
                "non-overlapping to be able to compute the numerical gradients correctly. You "
                "should call .contiguous "
                "on the input before passing it to gradcheck."
            )
    if not found:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of them "
            "have requires_grad=True."
        )


def gradcheck(
    func: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: bool | None = None,
) -> bool:
    """Whether backward's gradients agree with differences of `func` around `inputs`.

    Raises:
        GradcheckError: with PyTorch's text, where they do not, unless `raise_exception` is false.
    """
    del masked  # no tensor of ours is sparse
    _check_wishes(
        check_forward_ad or check_backward_ad,
        "Expected at least one of check_forward_ad or check_backward_ad to be True",
    )
    _check_wishes(
        check_backward_ad or not check_batched_grad,
        "Setting check_batched_grad=True requires check_backward_ad to be True",
    )
    _check_wishes(
        check_forward_ad or not check_batched_forward_grad,
        "Setting check_batched_forward_grad=True requires check_forward_ad to be True",
    )
    try:
        given = as_tuple(inputs)
        _check_inputs(given)
        every = as_tuple(func(*given))
        outputs = recorded(every)
        if check_backward_ad:
            tolerances = (eps, atol, rtol, nondet_tol)
            _compare_parts(func, every, given, tolerances, dtypes=check_grad_dtypes, fast=fast_mode)
        if check_forward_ad:
            from gradrepl.engine.gradcheck_modes import compare_forward

            compare_forward(func, given, eps, atol, rtol, fast=fast_mode)
        if check_backward_ad:
            _check_rest(outputs, given, batched=check_batched_grad)
        if check_backward_ad and check_undefined_grad:
            from gradrepl.engine.undefined import check_undefined

            check_undefined(lambda: recorded(as_tuple(func(*given))), differentiable(given))
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def _check_wishes(fit: bool, complaint: str) -> None:
    if not fit:
        raise AssertionError(complaint)  # PyTorch's own


def _check_rest(outputs: list[Tensor], inputs: tuple[Any, ...], *, batched: bool) -> None:
    if batched:
        from gradrepl.engine.gradcheck_modes import check_batched

        check_batched(outputs, differentiable(inputs))
    if outputs:
        check_scaled(outputs, differentiable(inputs))


def _compare_parts(
    func: Callable[..., Any],
    every: tuple[Any, ...],
    inputs: tuple[Any, ...],
    tolerances: tuple[float, float, float, float],
    *,
    dtypes: bool,
    fast: bool,
) -> None:
    """Compares outputs of complex numbers part by part, the imaginary one first."""
    compare = _compare
    if fast:
        from gradrepl.engine.gradcheck_modes import compare_fast as compare
    if not any(each._a.dtype.kind == "c" for each in every):
        compare(func, every, inputs, *tolerances, dtypes=dtypes, told=_told(every, "real"))
        return
    for part in ("imag", "real"):
        one, told = _part(func, part), _told(every, part)
        compare(one, one(*inputs), inputs, *tolerances, dtypes=dtypes, told=told)


def _part(func: Callable[..., Any], part: str) -> Callable[..., Any]:
    """The function of which complex outputs give one part."""

    def function(*inputs: Any) -> Any:
        return tuple(
            getattr(each, part) if each._a.dtype.kind == "c" else each
            for each in as_tuple(func(*inputs))
        )

    return function


def _told(outputs: tuple[Any, ...], part: str) -> list[str]:
    """How a complaint about each output begins."""
    word = "imaginary" if part == "imag" else "real"
    return [
        f"While considering the {word} part of complex outputs only, "
        if each._a.dtype.kind == "c"
        else ""
        for each in recorded(outputs)
    ]


def _compare(
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
    wrt = differentiable(inputs)
    outputs = recorded(every)
    if not outputs:
        for each in wrt:
            if any(m.any() for m in numerical_slopes(func, inputs, each, eps, floating)):
                raise GradcheckError("Numerical gradient for function expected to be zero")
        return
    numerical = [numerical_slopes(func, inputs, each, eps, recorded) for each in wrt]
    for i, output in enumerate(outputs):
        analytical = check_reentrant(output, wrt, nondet_tol)
        if dtypes:
            check_dtypes(output, wrt)
        for j, a in enumerate(analytical):
            n = numerical[j][i]
            if not np.allclose(a, n, rtol, atol):
                raise GradcheckError(
                    f"{told[i]}Jacobian mismatch for output {i} with respect to input {j},\n"
                    f"numerical:{wrap(n)}\nanalytical:{wrap(a)}\n"
                )


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Any,
    grad_outputs: Any = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool:
    """`gradcheck` of the gradients themselves, with respect to the inputs and to what arrives.

    Raises:
        GradcheckError: as `gradcheck`.
    """
    _check_wishes(
        check_fwd_over_rev or check_rev_over_rev,
        "Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True",
    )
    _check_wishes(
        check_rev_over_rev or not check_undefined_grad,
        "Setting check_undefined_grad=True requires check_rev_over_rev to be True",
    )
    _check_wishes(
        check_rev_over_rev or not check_batched_grad,
        "Setting check_batched_grad=True requires check_rev_over_rev to be True",
    )
    given = as_tuple(inputs)
    if grad_outputs is None:
        starts = _random_starts(recorded(as_tuple(func(*given))), apart=gen_non_contig_grad_outputs)
    else:
        starts = as_tuple(grad_outputs)
    count = len(starts)

    def gradients(*args: Any) -> Any:
        values, arriving = args[:-count], args[-count:]
        wrt = differentiable(values)
        found = autograd_grad(
            recorded(as_tuple(func(*values))), wrt, arriving, create_graph=True, allow_unused=True
        )
        return tuple(each for each in found if each is not None)

    return gradcheck(
        gradients,
        (*given, *starts),
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_undefined_grad=check_undefined_grad,
        check_grad_dtypes=check_grad_dtypes,
        check_batched_grad=check_batched_grad,
        fast_mode=fast_mode,
        check_forward_ad=check_fwd_over_rev,
        check_backward_ad=check_rev_over_rev,
        masked=masked,
    )


def _random_starts(outputs: list[Tensor], *, apart: bool) -> tuple[Tensor, ...]:
    """Vectors to pull back; `apart` with space between their elements."""
    from gradrepl.engine import random
    from gradrepl.engine.tensor import set_requires_grad

    found = []
    for each in outputs:
        numbers = random.uniform(each._a.shape, -1, 1, each._a.dtype)
        if apart and numbers.ndim:
            numbers = np.repeat(numbers, 2, -1)[..., ::2]
        start = wrap(numbers)
        set_requires_grad(start, True)
        found.append(start)
    return tuple(found)
