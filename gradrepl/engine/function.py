"""`torch.autograd.Function`: an operation whose backward the learner writes.

The `ctx` that `forward` and `backward` get *is* the node, as in PyTorch: what is stored on it
lives as long as the graph does.
"""

from __future__ import annotations

import inspect
import warnings
from typing import Any

from gradrepl.engine import anomaly, errors
from gradrepl.engine.backward import grad_edge
from gradrepl.engine.function_node import BackwardCFunction, alias
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.node import ANOMALY, AccumulateGrad, Edge, next_sequence
from gradrepl.engine.state import OFF, SPECIAL, STATE
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.view import (
    CUSTOM_FUNCTION,
    bump,
    check_in_place,
    rebase,
    storage_of,
    version_of,
)
from gradrepl.engine.warning import warn_once


class Function:
    """Subclass it with static methods `forward(ctx, ...)` and `backward(ctx, *grads)`."""

    __module__ = "torch.autograd.function"
    _backward_cls: type[BackwardCFunction]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._name_node()

    @classmethod
    def _name_node(cls) -> None:
        name = f"{cls.__name__}Backward"
        cls._backward_cls = type(
            name,
            (BackwardCFunction,),
            {"__slots__": (), "__module__": "torch.autograd.function", "_function": cls},
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        warnings.warn(
            f"{type(self)} should not be instantiated. Methods on autograd functions are all "
            "static, so you should "
            "invoke them on the class itself. Instantiating an autograd function will raise an "
            "error in a future "
            "version of PyTorch.",
            DeprecationWarning,
            stacklevel=2,
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        del args, kwargs
        raise RuntimeError(
            "Legacy autograd function with non-static forward method is deprecated. Please use "
            "new-style autograd "
            "function with static forward method. (Example: "
            "https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
        )

    @staticmethod
    def forward(*args: Any, **kwargs: Any) -> Any:
        del args, kwargs
        raise NotImplementedError(
            "You must implement the forward function for custom autograd.Function."
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> Any:
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom "
            "autograd.Function to use it with "
            "backward mode AD."
        )

    @staticmethod
    def vjp(ctx: Any, *grad_outputs: Any) -> Any:
        """Another name for `backward`."""
        return Function.backward(ctx, *grad_outputs)

    @staticmethod
    def jvp(ctx: Any, *grad_inputs: Any) -> Any:
        """How the outputs change as the inputs do, for forward mode."""
        raise NotImplementedError(
            "You must implement the jvp function for custom autograd.Function to use it with "
            "forward mode AD."
        )

    generate_vmap_rule = False

    @staticmethod
    def vmap(info: Any, in_dims: Any, *args: Any) -> Any:
        """Runs `forward` over all samples; here each sample runs by itself."""
        raise NotImplementedError(
            "To use autograd.Function with vmap, you must either override the vmap staticmethod or "
            "set generate_vmap_rule=True."
        )

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Runs `forward` unrecorded, and records the Function itself."""
        if SPECIAL and STATE.function_modes:
            from gradrepl.engine.overrides import handle

            return handle(cls.apply, args, kwargs)
        parted = cls.setup_context is not Function.setup_context
        if SPECIAL and STATE.levels and not parted:
            raise RuntimeError(errors.NO_SETUP_CONTEXT)
        if SPECIAL and STATE.maps:
            errors.check_mapped(cls, own_rule=cls.vmap is not Function.vmap)
        if parted:
            args = _bound(cls.forward, args, kwargs)
        elif kwargs:
            args = _by_position(cls.forward, args, kwargs)
        ctx = cls._backward_cls.make()
        tensors = [each for each in args if isinstance(each, Tensor)]
        edges = [grad_edge(each) for each in tensors]
        wanted = any(e is not None for e in edges)
        needs = iter(edges)
        ctx.needs_input_grad = tuple(
            isinstance(each, Tensor) and next(needs) is not None for each in args
        )
        ctx._inputs = tuple(
            (each._a.shape, each._a.dtype) if isinstance(each, Tensor) else None for each in args
        )
        recording = wanted and (not OFF or STATE.recording)
        if recording:
            ctx.edges = tuple(edges)
        with no_grad():
            if parted:
                output = cls.forward(*args)
                cls.setup_context(ctx, args, output)
            else:
                output = cls.forward(ctx, *args)
        found = _record(ctx, tensors, edges, output, recording=recording)
        if ANOMALY:
            anomaly.remember(found)
        return found


BackwardCFunction.bare = Function
Function._name_node()


def _bound(forward: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """All arguments of a `forward` without ctx, the defaults included."""
    found = inspect.signature(forward).bind(*args, **kwargs)
    found.apply_defaults()
    return found.args


def _by_position(forward: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """The arguments with those that were given by name at their places.

    Raises:
        TypeError: with PyTorch's text.
    """
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(forward).parameters.values()
    names = [each.name for each in parameters if each.kind in kinds][1:]
    unknown = next((name for name in kwargs if name not in names), None)
    if unknown is not None:
        raise TypeError(f"forward() got an unexpected keyword argument '{unknown}'")
    rest = dict(kwargs)
    found = list(args)
    for at, name in enumerate(names[len(args) :], start=len(args)):
        if not rest:
            break
        if name not in rest:
            raise TypeError(f"forward() missing required argument: '{name}' (position {at})")
        found.append(rest.pop(name))
    if rest:
        raise TypeError(f"forward() got multiple values for argument '{next(iter(rest))}'")
    return tuple(found)


# --- recording -----------------------------------------------------------------------


def _record(
    ctx: BackwardCFunction,
    inputs: list[Tensor],
    edges: list[Edge | None],
    output: Any,
    *,
    recording: bool,
) -> Any:
    """Gives the outputs their history."""
    outputs = list(output) if isinstance(output, tuple) else [output]
    _marked(
        ctx,
        "non_differentiable",
        "mark_non_differentiable only accepts variable arguments, but got ",
    )
    dirty = _marked(ctx, "dirty_tensors", "mark_dirty can only accept variables, but argument ")
    for each in dirty:
        bump(each)
    _check_dirty(dirty, inputs, outputs, recording=recording)
    if recording:
        ctx.seq = next_sequence()
        ctx.outs = tuple(
            (each._a.shape, each._a.dtype) if isinstance(each, Tensor) else None for each in outputs
        )
    made = [
        _output(ctx, number, each, inputs, recording=recording)
        for number, each in enumerate(outputs)
    ]
    if recording:
        if sum(_is_differentiable(ctx, each) for each in outputs) > 1:
            _forbid_writing(made)
        _save(ctx, list(zip(inputs, edges, strict=True)), outputs, made)
    ctx.to_save = ctx.dirty_tensors = ctx.non_differentiable = None
    return tuple(made) if isinstance(output, tuple) else made[0]


def _marked(ctx: BackwardCFunction, name: str, refusal: str = "") -> tuple[Any, ...]:
    """What `forward` has marked: tensors, in a tuple.

    Raises:
        RuntimeError: with PyTorch's text, which stops where the offender should stand.
    """
    found: Any = getattr(ctx, name)
    if found is None:
        return ()
    if not isinstance(found, tuple):
        raise RuntimeError(
            f"autograd internal error: {name} attribute is expected to be a tuple but is "
        )
    if refusal and not all(isinstance(each, Tensor) for each in found):
        raise RuntimeError(refusal)
    return found


def _is_in(tensor: Any, others: Any) -> bool:
    return any(tensor is each for each in others)


def _check_dirty(
    dirty: tuple[Any, ...], inputs: list[Tensor], outputs: list[Any], *, recording: bool
) -> None:
    """Refuses what was written into against the rules, when it is written already, as PyTorch does.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    for each in dirty:
        if not _is_in(each, inputs):
            warn_once(errors.DIRTY_NO_INPUT, own_place=True)
        if not _is_in(each, outputs):
            raise RuntimeError(errors.DIRTY_NOT_RETURNED)
        if not recording:
            continue
        own = each._edge
        if each.requires_grad and (own is None or isinstance(own[0], AccumulateGrad)):
            raise RuntimeError(
                "a leaf Variable that requires grad has been used in an in-place operation."
            )
        if each._view is not None and sum(isinstance(out, Tensor) for out in outputs) > 1:
            raise RuntimeError(errors.DIRTY_VIEW)
        check_in_place(each, recording)


def _is_differentiable(ctx: BackwardCFunction, output: Any) -> bool:
    if not isinstance(output, Tensor) or output._a.dtype.kind not in "fc":
        return False
    return not _is_in(output, ctx.non_differentiable or ())


def _output(
    ctx: BackwardCFunction, number: int, output: Any, inputs: list[Tensor], *, recording: bool
) -> Any:
    """One output with its history, or without one where it is not differentiable."""
    if not isinstance(output, Tensor):
        return output
    given = _is_in(output, inputs)
    written = _is_in(output, ctx.dirty_tensors or ())
    if recording and _is_differentiable(ctx, output):
        if written:
            ctx._written = number
            rebase(output, ctx)
            return output
        if given:
            with no_grad():
                output = output.view_as(output)
        output._edge = (ctx, number)
    elif not output.requires_grad:
        if given and not written:
            with no_grad():
                output = output.view_as(output)
    elif given:
        return output.detach()
    elif output._view is None:
        output.detach_()
    if output._view is not None and not (given and written):
        output._view.mode, output._view.one_of_many = CUSTOM_FUNCTION, False
    return output


def _forbid_writing(made: list[Any]) -> None:
    """Of several differentiable outputs none may be written into that is a view."""
    for each in made:
        if isinstance(each, Tensor) and each._view is not None:
            each._view.mode, each._view.one_of_many = "", True


def _save(
    ctx: BackwardCFunction,
    inputs: list[tuple[Tensor, Edge | None]],
    outputs: list[Any],
    made: list[Any],
) -> None:
    """Keeps what `forward` asked for."""
    to_save = _marked(ctx, "to_save")
    for at, each in enumerate(to_save):
        if each is not None and not isinstance(each, Tensor):
            raise TypeError(
                f"save_for_backward can only save variables, but argument {at} is of type "
                f"{type(each).__name__}"
            )
    ctx.saved = tuple(_entry(each, inputs, outputs, made) for each in to_save)
    if SPECIAL and STATE.saved_hooks:
        for at, each in enumerate(to_save):
            given = next((m for m, out in zip(made, outputs, strict=True) if out is each), each)
            ctx.pack(at, STATE.saved_hooks[-1], given)


def _entry(
    tensor: Tensor | None,
    inputs: list[tuple[Tensor, Edge | None]],
    outputs: list[Any],
    made: list[Any],
) -> tuple[Any, ...]:
    """What is kept of a saved tensor: an output without its edge, an input with its own."""
    if tensor is None:
        return (None, 0, None, None)
    for number, each in enumerate(outputs):
        if (
            each is tensor
            and made[number]._edge is not None
            and isinstance(made[number]._edge[0], BackwardCFunction)
        ):
            plain = alias(tensor, None)
            if plain._storage is None:
                plain._storage = storage_of(made[number])
            return (plain, version_of(plain), None, number)
    edge = next((e for each, e in inputs if each is tensor), grad_edge(tensor))
    return (tensor, version_of(tensor), edge, None)
