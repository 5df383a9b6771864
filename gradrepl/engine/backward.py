"""`torch.autograd.backward` and `torch.autograd.grad`: their arguments, checked and handed on."""

from __future__ import annotations

import math
import warnings
from operator import index
from typing import Any, NamedTuple

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.dtypes import OF, Size
from gradrepl.engine.graph_task import run
from gradrepl.engine.node import NOWHERE, Edge, Node
from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap
from gradrepl.engine.view import edge
from gradrepl.engine.warning import warn_once


class GradientEdge(NamedTuple):
    """Where the gradient of one output of a node arrives."""

    node: Node
    output_nr: int
    ownership_token: Node | None = None


GradientEdge.__module__ = "torch.autograd.graph"

# --- the public functions
# --------------------------------------------------------------------------------------------


def _tuple(value: Any) -> tuple[Any, ...]:
    return (value,) if isinstance(value, (Tensor, GradientEdge)) else tuple(value)


def grad_edge(tensor: Any) -> Edge | None:
    """Where a gradient of it arrives; also of what is such an edge itself."""
    if isinstance(tensor, GradientEdge):
        return tensor[:2]
    return tensor._edge if tensor._view is None else edge(tensor)


def _make_grads(outputs: tuple[Any, ...], grads: tuple[Any, ...], *, create: bool) -> list[Any]:
    """The gradients to start from; 1 for a scalar that none was given for."""
    found: list[Any] = []
    for number, (out, grad) in enumerate(zip(outputs, grads, strict=True)):
        _check_output(out)
        if isinstance(grad, Tensor):
            _check_start(number, out, grad)
            found.append(grad if create else grad._a)
        elif grad is None:
            if isinstance(out, Tensor) and out._edge is None and not out.requires_grad:
                found.append(None)
                continue
            shape, dtype = _metadata(out)
            if math.prod(shape) != 1:
                raise RuntimeError(errors.SCALAR_ONLY)
            if dtype.kind == "c":
                raise RuntimeError(
                    "grad can be implicitly created only for real scalar outputs but got "
                    f"{OF[dtype]!r}"
                )
            ones = np.empty(shape, dtype)
            ones.fill(1)
            found.append(wrap(ones) if create else ones)
        else:
            raise TypeError(
                f"gradients can be either Tensors or None, but got {type(grad).__name__}"
            )
    return found


def _check_output(output: Any) -> None:
    if not isinstance(output, (Tensor, GradientEdge)):
        raise AssertionError("Expected output to be a torch.Tensor")  # PyTorch's own


def _metadata(output: Tensor | GradientEdge) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and dtype of a tensor, or of what an edge belongs to."""
    if isinstance(output, Tensor):
        return output._a.shape, output._a.dtype
    return output.node.meta(output.output_nr)


def _check_start(number: int, out: Tensor | GradientEdge, grad: Tensor) -> None:
    shape, dtype = _metadata(out)
    if grad._a.shape != shape:
        raise RuntimeError(
            f"Mismatch in shape: grad_output[{number}] has a shape of {grad.shape} and "
            f"output[{number}] has a shape "
            f"of {Size(shape)}."
        )
    if (grad._a.dtype.kind == "c") != (dtype.kind == "c"):
        raise RuntimeError(
            "For complex Tensors, both grad_output and output are required to have the same dtype. "
            "Mismatch in "
            f"dtype: grad_output[{number}] has a dtype of {grad.dtype} and output[{number}] has a "
            f"dtype of {OF[dtype]}."
        )


def _roots(outputs: tuple[Tensor, ...], grads: list[Any]) -> list[tuple[Edge, Any]]:
    roots = []
    for number, (out, grad) in enumerate(zip(outputs, grads, strict=True)):
        e = grad_edge(out)
        if e is None or e is NOWHERE:
            raise errors.no_grad_fn(number)
        roots.append((e, grad))
    return roots


def _gradients(given: Any, count: int) -> tuple[Any, ...]:
    if given is None:
        return (None,) * count
    found = (given,) if isinstance(given, Tensor) else tuple(given)
    if len(found) < count:
        raise RuntimeError(f"got {count} tensors and {len(found)} gradients")
    return found[:count]


def _given(grads: Any) -> dict[int, Tensor]:
    """The gradients that the caller handed in, by the id of their array: hooks see them as such."""
    if grads is None:
        return {}
    found = (grads,) if isinstance(grads, Tensor) else grads
    return {id(each._a): each for each in found if isinstance(each, Tensor)}


def backward(
    tensors: Any,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Any = None,
    inputs: Any = None,
) -> None:
    """`torch.autograd.backward`: accumulates into the leaves' `.grad`."""
    if grad_variables is not None:
        warnings.warn(
            "`grad_variables` is deprecated. Use `grad_tensors` instead.",
            FutureWarning,
            stacklevel=2,
        )
        if grad_tensors is not None:
            raise RuntimeError(
                "`grad_tensors` and `grad_variables` (deprecated) arguments both passed to "
                "`backward()`. Please only use `grad_tensors`."
            )
        grad_tensors = grad_variables
    if SPECIAL and STATE.function_modes:
        given = {
            "grad_tensors": grad_tensors,
            "retain_graph": retain_graph,
            "create_graph": create_graph,
            "inputs": inputs,
        }
        handle(backward, (tensors,), given)
        return
    if SPECIAL and STATE.levels:
        raise RuntimeError(errors.BACKWARD_IN_TRANSFORM)
    if isinstance(inputs, dict):
        inputs = tuple(inputs.values())
    if isinstance(inputs, (tuple, list)) and not inputs:
        raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
    outputs = _tuple(tensors)
    grads = _make_grads(outputs, _gradients(grad_tensors, len(outputs)), create=create_graph)
    roots = _roots(outputs, grads)
    keep, create_graph = _flags(retain_graph, create_graph)
    only = None if inputs is None else _only(_tuple(inputs))
    try:
        run(roots, keep=keep, create=create_graph, given=_given(grad_tensors), only=only)
    finally:
        if create_graph:
            _warn_create_graph()


def _flags(retain_graph: Any, create_graph: Any) -> tuple[bool, bool]:
    """Whether to keep the graph, and whether to record: any integers, as for PyTorch's engine.

    Raises:
        TypeError: for what is no integer.
    """
    keep = create_graph if retain_graph is None else retain_graph
    return index(keep) != 0, index(create_graph) != 0


def _only(wanted: tuple[Tensor, ...]) -> set[Node]:
    """The nodes that alone get a gradient; tensors that are no leaves keep theirs from now on."""
    only: set[Node] = set()
    _check_inputs(wanted)
    for each in wanted:
        found = grad_edge(each)
        if found is None:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        if isinstance(each, Tensor):
            each.retain_grad()
        if found is not NOWHERE:  # where no node need run for it
            only.add(found[0])
    return only


def _inputs(inputs: Any) -> tuple[Any, ...]:
    wanted = (inputs,) if isinstance(inputs, str) else _tuple(inputs)
    if not wanted:
        raise RuntimeError("`inputs` argument to `grad()` cannot be empty.")
    _check_inputs(wanted)
    return wanted


def _check_inputs(wanted: tuple[Any, ...]) -> None:
    for each in wanted:
        if not isinstance(each, (Tensor, GradientEdge)):
            raise RuntimeError(
                f"all inputs have to be Tensors or GradientEdges, but got {type(each).__name__}"
            )


def _warn_create_graph() -> None:
    """After the run, also where it failed: PyTorch warns at once and shows it late."""
    warn_once(
        "Using backward() with create_graph=True will create a reference cycle between the "
        "parameter and its "
        "gradient which can cause a memory leak. We recommend using autograd.grad when creating "
        "the graph to avoid "
        "this. If you have to use this function, make sure to reset the .grad fields of your "
        "parameters to None "
        "after use to break the cycle and avoid the leak. (Triggered internally at ...)",
        own_place=True,
    )


def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> Any:
    """`torch.autograd.grad`: the gradients of the inputs, and nothing accumulated.

    Inputs by name, in a dictionary, give their gradients by name.
    """
    if SPECIAL and STATE.function_modes:
        given = {
            "grad_outputs": grad_outputs,
            "retain_graph": retain_graph,
            "create_graph": create_graph,
            "only_inputs": only_inputs,
            "allow_unused": allow_unused,
            "is_grads_batched": is_grads_batched,
            "materialize_grads": materialize_grads,
        }
        return handle(grad, (outputs, inputs), given)
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads=True, but got: "
            "allow_unused=False."
        )
    if not only_inputs:
        warnings.warn(
            "only_inputs argument is deprecated and is ignored now (defaults to True). To "
            "accumulate gradient for other parts of the graph, please use torch.autograd.backward.",
            FutureWarning,
            stacklevel=2,
        )
    allow = materialize_grads if allow_unused is None else allow_unused
    outs = _tuple(outputs)
    wanted = _inputs(inputs.values() if isinstance(inputs, dict) else inputs)
    given_grads = _gradients(grad_outputs, len(outs))
    if is_grads_batched:
        from gradrepl.engine.batched_grad import batched_grad

        starts = [
            _make_grads((out,), (None,), create=True)[0] if each is None else each
            for out, each in zip(outs, given_grads, strict=True)
        ]
        shapes = [_metadata(out)[0] for out in outs]

        def pull(one: Any, keep: Any) -> Any:
            return grad(outs, wanted, one, keep, create_graph, allow_unused=allow)

        found = batched_grad(shapes, starts, pull, retain_graph)
        return _named(inputs, _materialized(found, wanted, materialize_grads, create_graph))
    grads = _make_grads(outs, given_grads, create=create_graph)
    captures: dict[tuple[Node, int], list[int]] = {}
    roots = _roots(outs, grads)
    for number, each in enumerate(wanted):
        e = grad_edge(each)
        if e is None:
            raise RuntimeError(errors.NOT_REQUIRED)
        if e is not NOWHERE:
            captures.setdefault(e, []).append(number)
    results: list[Any] = [None] * len(wanted)
    keep, create_graph = _flags(retain_graph, create_graph)
    allow = index(allow) != 0
    run(
        roots,
        keep=keep,
        create=create_graph,
        given=_given(grad_outputs),
        captures=captures,
        results=results,
    )
    if not allow:
        for number, found in enumerate(results):
            if found is None:
                raise errors.unused(number)
    return _named(inputs, _materialized(results, wanted, materialize_grads, create_graph))


def _materialized(
    results: list[Any], wanted: tuple[Any, ...], wants: bool, create_graph: bool
) -> list[Any]:
    """Zeros in the places of missing gradients, where they are wanted."""
    if wants:
        for number, each in enumerate(wanted):
            if results[number] is None:
                if isinstance(each, GradientEdge):
                    raise RuntimeError(
                        "materialize_grads cannot be used when the given input is a GradientEdge"
                    )
                results[number] = zeros = wrap(np.zeros_like(each._a))
                if create_graph:
                    set_requires_grad(zeros, True)
    return results


def _named(inputs: Any, results: list[Any]) -> Any:
    return dict(zip(inputs, results, strict=True)) if isinstance(inputs, dict) else tuple(results)


def tensor_backward(
    self: Tensor,
    gradient: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Any = None,
) -> None:
    """`Tensor.backward`: adds to every leaf's `.grad` how much this tensor changes with it."""
    if SPECIAL and STATE.function_modes:
        given = {
            "gradient": gradient,
            "retain_graph": retain_graph,
            "create_graph": create_graph,
            "inputs": inputs,
        }
        handle(tensor_backward, (self,), given)
        return
    backward(self, gradient, retain_graph, create_graph, inputs=inputs)


tensor_backward.__name__, tensor_backward.__qualname__ = "backward", "Tensor.backward"
