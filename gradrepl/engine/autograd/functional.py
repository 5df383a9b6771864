"""`torch.autograd.functional`: Jacobians, Hessians, and their products with vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import absent, errors
from gradrepl.engine.backward import grad as autograd_grad
from gradrepl.engine.grad_mode import enable_grad, is_grad_enabled, set_grad_enabled
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]

# --- what is given, and what comes back -----------------------------------------------------------


def _as_tuple(given: Any, what: str, name: str) -> tuple[bool, tuple[Any, ...]]:
    """Whether it was a tuple, and a tuple of its tensors."""
    many = isinstance(given, tuple)
    found = given if many else (given,)
    for number, each in enumerate(found):
        if not isinstance(each, Tensor):
            start = (
                f"The {what} given to {name} must be either a Tensor or a tuple of Tensors but the "
            )
            if many:
                raise TypeError(f"{start}value at index {number} has type {type(each)}.")
            raise TypeError(f"{start}given {what} has type {type(each)}.")
    return many, found


def _prepared(given: Sequence[Any], *, create_graph: bool, need_graph: bool) -> tuple[Any, ...]:
    """Tensors to differentiate by: new leaves, or under `create_graph` part of their graph."""
    if create_graph:
        return tuple(
            each.view_as(each)
            if each.requires_grad or not need_graph
            else each.detach().requires_grad_()
            for each in given
        )
    return tuple(each.detach().requires_grad_(need_graph) for each in given)


def _wrt(inputs: Any, name: str, *, create_graph: bool) -> tuple[bool, tuple[Any, ...]]:
    """Whether the inputs are a tuple, and what to differentiate by in their place."""
    many, given = _as_tuple(inputs, "inputs", name)
    return many, _prepared(given, create_graph=create_graph, need_graph=True)


def _finished(found: Any, *, create_graph: bool) -> Any:
    if create_graph:
        return found
    if isinstance(found, tuple):
        return tuple(_finished(each, create_graph=False) for each in found)
    return found.detach()


def _unpacked(found: tuple[Any, ...], *shapes: bool) -> Any:
    """Single values where single ones were given; one flag a level."""
    if len(shapes) == 1:
        return found if shapes[0] else found[0]
    inner = tuple(_unpacked(each, *shapes[1:]) for each in found)
    return inner if shapes[0] else inner[0]


def _check_recorded(found: Sequence[Any], what: str, *, strict: bool) -> None:
    if not strict:
        return
    for number, each in enumerate(found):
        if each is None:
            raise RuntimeError(
                f"The output of the user-provided function is independent of input {number}. This "
                "is not allowed in "
                "strict mode."
            )
        if each.requires_grad:
            continue
        if what == "outputs":
            raise RuntimeError(
                f"Output {number} of the user-provided function does not require gradients. The "
                "outputs must be "
                "computed in a differentiable manner from the input when running in strict mode."
            )
        raise RuntimeError(
            f"While computing the {'hessian' if what == 'jacobian' else 'jacobian'}, found that "
            "the jacobian of the "
            f"user-provided function with respect to input {number} is independent of the input. "
            "This is not allowed in "
            "strict mode. You should ensure that your function is twice differentiable and that "
            "the jacobian depends on "
            "the inputs (this would be violated by a linear function for example)."
        )


def _called(
    func: Callable[..., Any], given: Sequence[Any], name: str, *, strict: bool
) -> tuple[bool, tuple[Any, ...]]:
    """Whether the function returns a tuple, and a tuple of what it returns."""
    many, outputs = _as_tuple(func(*given), "outputs of the user-provided function", name)
    _check_recorded(outputs, "outputs", strict=strict)
    return many, outputs


def _gradients(
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    starts: Sequence[Any] | None = None,
    *,
    create_graph: bool = False,
    retain_graph: bool | None = None,
) -> tuple[Any, ...]:
    """`autograd.grad` of those outputs that require it."""
    given = [None] * len(outputs) if starts is None else list(starts)
    kept = [(out, start) for out, start in zip(outputs, given, strict=True) if out.requires_grad]
    if not kept:
        return (None,) * len(inputs)
    return autograd_grad(
        [out for out, _ in kept],
        inputs,
        [start for _, start in kept],
        allow_unused=True,
        create_graph=create_graph,
        retain_graph=retain_graph,
    )


def _gradients_of_known(
    slopes: Sequence[Any], inputs: Sequence[Any], starts: Any, *, create_graph: bool
) -> tuple[Any, ...]:
    """The same of first derivatives, without those of inputs that nothing depends on."""
    known = [i for i, each in enumerate(slopes) if each is not None]
    given = None if starts is None else [starts[i] for i in known]
    return _gradients([slopes[i] for i in known], inputs, given, create_graph=create_graph)


def _filled(
    grads: Sequence[Any],
    likes: Sequence[Any],
    what: str = "The output",
    *,
    strict: bool,
    create_graph: bool,
) -> tuple[Any, ...]:
    """Zeros for what does not depend; under `strict` that is an error."""
    from gradrepl.engine import zeros_like

    if not strict:
        pairs = zip(grads, likes, strict=True)
        return tuple(zeros_like(like) if grad is None else grad for grad, like in pairs)
    for number, grad in enumerate(grads):
        if grad is None:
            raise RuntimeError(
                f"{what} of the user-provided function is independent of input {number}. "
                "This is not allowed in strict mode."
            )
        if create_graph and not grad.requires_grad:
            derivative = what if what == "The hessian" else "The jacobian"
            raise RuntimeError(
                f"{derivative} of the user-provided function is independent of input {number}. "
                "This is not allowed in strict mode when create_graph=True."
            )
    return tuple(grads)


def _check_vector(v: Sequence[Any], beside: Sequence[Any], *, many: bool) -> None:
    if len(beside) != len(v):
        if not many:
            raise RuntimeError("The given v should contain a single Tensor.")
        raise RuntimeError(
            f"v is a tuple of invalid length: should be {len(beside)} but got {len(v)}."
        )
    for number, (each, other) in enumerate(zip(v, beside, strict=True)):
        if each.shape != other.shape:
            start = f"Entry {number} in " if many else ""
            raise RuntimeError(
                f"{start}v has invalid size: should be {other.shape} but got {each.shape}."
            )


def _vector(v: Any, beside: Sequence[Any], name: str, *, many: bool, create_graph: bool) -> Any:
    """The given vector, checked; None stands for 1 beside a single number."""
    if v is None:
        if len(beside) != 1 or beside[0].nelement() != 1:
            told = "input to the user-provided function is"
            if name == "vjp":
                told = "user-provided function returns"
            raise RuntimeError(
                f"The vector v can only be None if the {told} a single Tensor with a single "
                "element."
            )
        return None
    _, found = _as_tuple(v, "v", name)
    found = _prepared(found, create_graph=create_graph, need_graph=False)
    _check_vector(found, beside, many=many)
    return found


_STRATEGIES = ("forward-mode", "reverse-mode")
_EXPECTED = 'Expected strategy to be either "forward-mode" or "reverse-mode".'


# --- the public functions -------------------------------------------------------------------------


def jacobian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """All partial derivatives, of shape `(*output.shape, *input.shape)` for each pair of them."""
    if strategy not in _STRATEGIES:
        raise AssertionError(
            f"{_EXPECTED} Hint: If your function has more outputs than inputs, "
            '"forward-mode" tends to be more performant. Otherwise, prefer to use "reverse-mode".'
        )
    if strategy == "forward-mode":
        raise errors.no_forward_mode(create_graph=create_graph, strict=strict, vectorize=vectorize)
    with enable_grad():
        many_inputs, wrt = _wrt(inputs, "jacobian", create_graph=create_graph)
        many_outputs, outputs = _called(func, wrt, "jacobian", strict=strict)
        if vectorize and strict:
            raise RuntimeError(
                "torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not "
                "supported together. Please either set `strict=False` or `vectorize=False`."
            )
        found = tuple(
            _jacobian_of(number, out, wrt, create_graph=create_graph, strict=strict)
            for number, out in enumerate(outputs)
        )
    found = _finished(found, create_graph=create_graph)
    return _unpacked(found, many_outputs, many_inputs)


def _jacobian_of(
    number: int, out: Any, wrt: tuple[Any, ...], *, create_graph: bool, strict: bool
) -> tuple[Any, ...]:
    from gradrepl.engine import stack

    rows: list[list[Any]] = [[] for _ in wrt]
    for at in range(out.nelement()):
        grads = _gradients(
            (out.reshape(-1)[at],), wrt, create_graph=create_graph, retain_graph=True
        )
        filled = _filled(grads, wrt, f"Output {number}", strict=strict, create_graph=create_graph)
        for column, each in zip(rows, filled, strict=True):
            column.append(each)
    return tuple(
        stack(column, 0).view((*out.size(), *x.size())) for column, x in zip(rows, wrt, strict=True)
    )


def _single(func: Callable[..., Any], name: str, *, strict: bool) -> Callable[..., Any]:
    """The function, whose result must be one number."""

    def checked(*given: Any) -> Any:
        many, outputs = _called(func, given, name, strict=strict)
        if many:
            raise RuntimeError(f"The function given to {name} should return a single Tensor")
        if outputs[0].nelement() != 1:
            raise RuntimeError(
                f"The Tensor returned by the function given to {name} should contain a single "
                "element"
            )
        return outputs[0]

    return checked


def hessian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Any:
    """The second derivatives of a function that gives one number."""
    many, given = _as_tuple(inputs, "inputs", "hessian")
    if outer_jacobian_strategy not in _STRATEGIES:
        raise AssertionError(_EXPECTED)
    checked = _single(func, "hessian", strict=strict)

    def slopes(*values: Any) -> Any:
        found = jacobian(lambda *x: checked(*x).squeeze(), values, create_graph=True)
        _check_recorded(found, "jacobian", strict=strict)
        return found

    found = jacobian(
        slopes,
        given,
        create_graph=create_graph,
        strict=strict,
        vectorize=vectorize,
        strategy=outer_jacobian_strategy,
    )
    return _unpacked(found, many, many)


def vjp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> Any:
    """The function's value, and `v` times its Jacobian."""
    with enable_grad():
        many_inputs, wrt = _wrt(inputs, "vjp", create_graph=create_graph)
        many_outputs, outputs = _called(func, wrt, "vjp", strict=strict)
        start = _vector(v, outputs, "vjp", many=many_outputs, create_graph=create_graph)
    with set_grad_enabled(create_graph or is_grad_enabled()):
        grads = _gradients(outputs, wrt, start, create_graph=create_graph)
        found = _filled(grads, wrt, strict=strict, create_graph=create_graph)
    outputs, found = (_finished(each, create_graph=create_graph) for each in (outputs, found))
    return _unpacked(outputs, many_outputs), _unpacked(found, many_inputs)


def jvp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> Any:
    """The function's value, and its Jacobian times `v`: the derivative of a vjp by its vector."""
    from gradrepl.engine import zeros_like

    with enable_grad():
        many_inputs, wrt = _wrt(inputs, "jvp", create_graph=create_graph)
        start = _vector(v, wrt, "jvp", many=many_inputs, create_graph=create_graph)
        many_outputs, outputs = _called(func, wrt, "jvp", strict=strict)
        probes = tuple(zeros_like(each, requires_grad=True) for each in outputs)
        slopes = _gradients(outputs, wrt, probes, create_graph=True)
        _check_recorded(slopes, "grad_input", strict=strict)
        grads = _gradients_of_known(slopes, probes, start, create_graph=create_graph)
        found = _filled(grads, outputs, strict=strict, create_graph=create_graph)
    outputs, found = (_finished(each, create_graph=create_graph) for each in (outputs, found))
    return _unpacked(outputs, many_outputs), _unpacked(found, many_outputs)


def _second(
    name: str, func: Callable[..., Any], inputs: Any, v: Any, *, create_graph: bool, strict: bool
) -> Any:
    with enable_grad():
        many, wrt = _wrt(inputs, name, create_graph=create_graph)
        start = _vector(v, wrt, name, many=many, create_graph=create_graph)
        out = _single(func, name, strict=strict)(*wrt)
        slopes = _gradients((out,), wrt, create_graph=True)
        _check_recorded(slopes, "jacobian", strict=strict)
    with set_grad_enabled(create_graph or is_grad_enabled()):
        grads = _gradients_of_known(slopes, wrt, start, create_graph=create_graph)
        found = _filled(grads, wrt, "The hessian", strict=strict, create_graph=create_graph)
    return (
        _finished(out, create_graph=create_graph),
        _unpacked(_finished(found, create_graph=create_graph), many),
    )


def vhp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> Any:
    """The function's value, and `v` times its Hessian."""
    return _second("vhp", func, inputs, v, create_graph=create_graph, strict=strict)


def hvp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> Any:
    """The function's value, and its Hessian times `v`: `vhp`, since the Hessian is symmetric."""
    return _second("hvp", func, inputs, v, create_graph=create_graph, strict=strict)


def __getattr__(name: str) -> Any:
    raise absent.error("torch.autograd.functional", name)
