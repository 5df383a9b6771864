"""`torch.func.grad` and its like: derivatives of a function, as functions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeAlias

from gradrepl.engine.autograd import grad as autograd_grad
from gradrepl.engine.func.levels import Level
from gradrepl.engine.func.trees import flatten, mapped, unflatten
from gradrepl.engine.grad_mode import enable_grad, is_grad_enabled
from gradrepl.engine.ops import function as operation
from gradrepl.engine.overlap import check_single
from gradrepl.engine.overrides import unseen
from gradrepl.engine.state import STATE
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Argnums: TypeAlias = "int | tuple[int, ...]"


# --- which arguments -----------------------------------------------------------------


def positions(argnums: Any, count: int) -> tuple[int, ...]:
    """The positions that `argnums` names, counted from the start.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if not isinstance(argnums, (int, tuple)):
        raise RuntimeError(f"argnums must be int or Tuple[int, ...], got: {type(argnums)}")
    if isinstance(argnums, int):
        return (_position(argnums, count),)
    found = tuple(_position(each, count) for each in argnums)
    if not found:
        raise RuntimeError("argnums must be non-empty")
    if len(set(found)) != len(found):
        raise RuntimeError(f"argnums elements must be unique, got {found}")
    return found


def _position(argnum: Any, count: int) -> int:
    if not isinstance(argnum, int):
        raise RuntimeError(f"argnum must be int, got: {type(argnum)}")
    if not -count <= argnum < count:
        raise RuntimeError(f"Got argnum={argnum}, but only {count} positional inputs")
    return argnum % count


def _enter(level: Level, args: tuple[Any, ...], argnums: Argnums | None) -> tuple[Any, Any]:
    """The arguments with stand-ins, and those among them that are differentiated by."""
    every = tuple(range(len(args)))
    places = every if argnums is None else positions(argnums, len(args))
    inner = list(args)
    for at in places:
        inner[at] = mapped(level.stand_in, args[at])
    chosen = tuple(inner[at] for at in places)
    return tuple(inner), chosen[0] if isinstance(argnums, int) else chosen


@unseen()
def _gradients(
    outputs: Sequence[Tensor],
    inputs: Sequence[Tensor],
    grad_outputs: Sequence[Any] | None = None,
    *,
    retain_graph: bool | None = None,
    create_graph: bool = True,
) -> list[Tensor]:
    """`autograd.grad` in which what does not lead anywhere counts as constant."""
    pairs = list(zip(outputs, grad_outputs or [None] * len(outputs), strict=False))
    pairs = [(out, given) for out, given in pairs if out.requires_grad]
    if not pairs:
        return [operation("zeros_like")(each) for each in inputs]
    found = autograd_grad(
        [out for out, _ in pairs],
        inputs,
        [given for _, given in pairs],
        retain_graph=retain_graph,
        create_graph=create_graph,
        allow_unused=True,
    )
    if STATE.maps:
        STATE.maps[-1].mark_results(found, (outputs, inputs), {})
    return [
        operation("zeros_like")(each) if given is None else given
        for given, each in zip(found, inputs, strict=True)
    ]


def _with_aux(found: Any, who: str) -> tuple[Any, Any]:
    if not (isinstance(found, tuple) and len(found) == 2):
        raise RuntimeError(
            f"{who}: output of function f should be a tuple: (output, aux) if has_aux is True"
        )
    return found


# --- grad ----------------------------------------------------------------------------


def _grad_and_value(
    func: Callable[..., Any],
    argnums: Argnums,
    has_aux: bool,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> tuple[Any, Any, Any]:
    """The gradient, the value, and what came beside it."""
    who = "grad_and_value(f)(*args)"
    with Level() as level:
        inner, by = _enter(level, args, argnums)
        output, aux = func(*inner, **kwargs), None
        if has_aux:
            output, aux = _with_aux(output, who)
        if not isinstance(output, Tensor):
            raise RuntimeError(f"{who}: Expected f(*args) to return a Tensor, got {type(output)}")
        if output.ndim != 0:
            raise RuntimeError(
                f"{who}: Expected f(*args) to return a scalar Tensor, got tensor with "
                f"{output.ndim} dims. Maybe you wanted to use the vjp or jacrev APIs instead?"
            )
        leaves, spec = flatten(by)
        gradients = unflatten(_gradients([output], leaves), spec)
        taken = [mapped(level.taken_out, each) for each in (gradients, output)]
        return (*taken, mapped(level.taken_out, aux) if has_aux else None)


def grad(func: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False) -> Any:
    """The function that computes the gradient of `func`, which returns a scalar."""

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        gradient, _, aux = _grad_and_value(func, argnums, has_aux, args, kwargs)
        return (gradient, aux) if has_aux else gradient

    return wrapper


def grad_and_value(func: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False) -> Any:
    """The function that computes the gradient of `func` and its value."""

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        gradient, value, aux = _grad_and_value(func, argnums, has_aux, args, kwargs)
        return gradient, ((value, aux) if has_aux else value)

    return wrapper


# --- vjp -----------------------------------------------------------------------------


class Pullback:
    """What `vjp` returns beside the output, before it is a function."""

    def __init__(
        self,
        func: Callable[..., Any],
        primals: tuple[Any, ...],
        argnums: Argnums | None,
        has_aux: bool,
    ) -> None:
        with Level() as level:
            self.level = level
            inner, by = _enter(level, primals, argnums)
            output, aux = func(*inner), None
            if has_aux:
                output, aux = _with_aux(output, "vjp(f, *primals)")
                self.aux = mapped(level.taken_out, aux)
            self.outputs, self.spec = flatten(output)
            _check_outputs(self.outputs, "vjp(f, *primals)")
            self.by, self.by_spec = flatten(by)
            self.results = [level.taken_out(each) for each in self.outputs]
            for each in self.outputs:
                if each._a.dtype.kind not in "fc":
                    raise RuntimeError(
                        "vjp(f, ...): All outputs of f must be floating-point or complex Tensors, "
                        f"got Tensor with dtype {each.dtype}"
                    )

    def __call__(
        self, cotangents: Any, retain_graph: bool = True, create_graph: bool | None = None
    ) -> Any:
        given, spec = flatten(cotangents)
        if spec != self.spec:
            raise RuntimeError(
                "Expected pytree structure of cotangents to be the same as pytree structure of "
                f"outputs to the function. cotangents: {spec}, primal output: {self.spec}"
            )
        recording = is_grad_enabled() if create_graph is None else create_graph
        return unflatten(self.pulled(given, retain_graph, recording), self.by_spec)

    def pulled(self, given: Sequence[Any], retain_graph: bool, recording: bool) -> list[Tensor]:
        """The gradients by each input, in one row."""
        found = _gradients(
            self.outputs, self.by, given, retain_graph=retain_graph, create_graph=recording
        )
        return [self.level.taken_out(each) for each in found]


def _check_outputs(outputs: Sequence[Any], who: str) -> None:
    if not outputs or (len(outputs) == 1 and outputs[0] is None):
        raise RuntimeError(
            f"{who}: Expected f to be a function that has non-empty output (got output = {outputs})"
        )
    for each in outputs:
        if not isinstance(each, Tensor):
            raise RuntimeError(
                f"{who}: expected f(*primals) to return only tensors, got unsupported type "
                f"{type(each)}"
            )


def vjp(func: Callable[..., Any], *primals: Any, has_aux: bool = False) -> Any:
    """The output of `func`, and the function from its cotangents to those of the primals."""
    pullback = Pullback(func, primals, None, has_aux)

    def wrapper(
        cotangents: Any, retain_graph: bool = True, create_graph: bool | None = None
    ) -> Any:
        return pullback(cotangents, retain_graph, create_graph)

    output = unflatten(pullback.results, pullback.spec)
    return (output, wrapper, pullback.aux) if has_aux else (output, wrapper)


# --- jvp -----------------------------------------------------------------------------

_JVP = "jvp(f, primals, tangents)"


def jvp(
    func: Callable[..., Any],
    primals: Any,
    tangents: Any,
    *,
    strict: bool = False,
    has_aux: bool = False,
) -> Any:
    """The output of `func`, and how it changes along the tangents.

    There is no forward mode here: the vector-Jacobian product is linear in its vector, and its own
    derivative by that vector is the Jacobian-vector product.
    """
    if not isinstance(primals, tuple):
        raise RuntimeError(
            f"{_JVP}: Expected primals to be a tuple. E.g. it should be valid to call f(*primals)."
        )
    if STATE.duals is not None:
        raise RuntimeError("Nested forward mode AD is not supported at the moment")
    (flat, spec), (along, along_spec) = flatten(primals), flatten(tangents)
    if spec != along_spec:
        raise RuntimeError(
            f"{_JVP}: Expected primals and tangents to have the same python structure. For "
            "example, if primals is a tuple of 3 tensors, tangents also must be. Got primals with "
            f"structure {spec.described()} and tangents with structure {along_spec.described()}"
        )
    _check_tensors(flat, "primals")
    _check_tensors(along, "tangents")
    for primal, tangent in zip(flat, along, strict=True):
        if primal._a.strides != tangent._a.strides:  # the tangent is copied into the same order
            check_single(primal._a)
    return _pushed(func, primals, along, strict, has_aux)


def _check_tensors(values: Sequence[Any], name: str) -> None:
    if not values:
        raise RuntimeError(f"{_JVP}: Expected {name} to contain at least one Tensor.")
    for each in values:
        if not isinstance(each, Tensor):
            raise RuntimeError(f"{_JVP}: Expected {name} to only contain Tensors, got {type(each)}")
        if name == "primals" and each._a.dtype.kind not in "fc":
            raise ValueError(
                f"Expected primal to be floating point or complex, but got: {each.dtype}"
            )


def _pushed(
    func: Callable[..., Any], primals: Any, along: Sequence[Tensor], strict: bool, has_aux: bool
) -> Any:
    with Level() as level:
        inner, by = _enter(level, primals, None)
        output, aux = func(*inner), None
        if has_aux:
            output, aux = _with_aux(output, _JVP)
            aux = mapped(level.taken_out, aux)
        outputs, spec = flatten(output)
        _check_outputs(outputs, _JVP)
        changes = [change_along(each, flatten(by)[0], along, strict) for each in outputs]
        found = [
            unflatten([level.taken_out(each) for each in row], spec) for row in (outputs, changes)
        ]
    return (*found, aux) if has_aux else tuple(found)


def change_along(
    output: Tensor, inputs: Sequence[Tensor], along: Sequence[Tensor], strict: bool = False
) -> Tensor:
    """How the output changes as the inputs do along the tangents."""
    with unseen():
        vector: Tensor = operation("zeros_like")(output)
    if not output.requires_grad:
        if strict:
            raise RuntimeError(
                f"{_JVP}, strict=True): The output of f is independent of the inputs. This is not "
                "allowed with strict=True."
            )
        return vector
    vector.requires_grad = True
    pulled = _gradients([output], inputs, [vector])
    return _gradients(pulled, [vector], along)[0]


def linearize(func: Callable[..., Any], *primals: Any) -> Any:
    """The output of `func`, and the function from tangents to how the output changes along them.

    That function is the derivative of a vector-Jacobian product by its vector, made once.
    """
    output = func(*primals)
    pullback = Pullback(func, primals, None, False)
    flat, spec = flatten(primals)
    with unseen(), enable_grad():
        probes = [operation("zeros_like")(each) for each in pullback.outputs]
        for each in probes:
            each.requires_grad = True
        pulled = pullback.pulled(probes, retain_graph=True, recording=True)

    def pushed(*tangents: Any) -> Any:
        given, given_spec = flatten(tangents)
        if given_spec != spec:
            raise RuntimeError(
                f"Expected the tangents {given_spec.described()} to have the same argspec as the "
                f"primals {spec.described()}"
            )
        for at, (each, primal) in enumerate(zip(given, flat, strict=True)):
            for name in ("shape", "device", "dtype"):
                own, wanted = getattr(each, name), getattr(primal, name)
                if own != wanted:
                    raise RuntimeError(
                        f"tangent:{at} with {name} {own} in flattened pytree doesn't match the "
                        f"{name} {wanted} of the corresponding primal."
                    )
        recording = is_grad_enabled() and any(each.requires_grad for each in (*flat, *given))
        found = _gradients(pulled, probes, given, retain_graph=True, create_graph=recording)
        return unflatten(found, pullback.spec)

    return output, pushed
