"""`torch.autograd.Function`: an operation whose backward the learner writes.

The `ctx` that `forward` and `backward` get *is* the node, as in PyTorch: what is stored on it
lives as long as the graph does.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.backward import grad_edge
from gradrepl.engine.grad_mode import enable_grad, no_grad
from gradrepl.engine.hooking import as_tensor
from gradrepl.engine.node import Edge, Node, new, next_sequence, stale
from gradrepl.engine.packing import Hooks, Packed
from gradrepl.engine.saved_tensor import SavedTensor
from gradrepl.engine.state import OFF, SPECIAL, STATE
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.view import bump, rebase, version_of

if TYPE_CHECKING:
    from collections.abc import Callable


class FunctionCtx(Node):
    """The node of a Function, and the `ctx` of its methods."""

    __slots__ = ()
    __module__ = "torch.autograd.function"
    several = True
    saves = True
    __repr__ = object.__repr__  # with its module, unlike the nodes that come from C

    _function: type[Function]

    def __new__(cls, *args: Any) -> Self:
        del args
        self: Self = new(cls)
        self.edges = ()
        self.outs = ()
        self.saved = ()
        self.__dict__.update(
            needs_input_grad=(),
            materialize_grads=True,
            _dirty=(),
            _non_differentiable=(),
            _to_save=(),
        )
        return self

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        """Keeps tensors for `backward`, which finds them in `ctx.saved_tensors`."""
        for each in tensors:
            if each is not None and not isinstance(each, Tensor):
                raise TypeError(
                    "save_for_backward can only save variables, but argument 0 is of type "
                    f"{type(each).__name__}"
                )
        self.__dict__["_to_save"] = tensors

    @property
    def to_save(self) -> tuple[Tensor | None, ...]:
        return self.__dict__["_to_save"]

    @property
    def saved_tensors(self) -> tuple[Tensor | None, ...]:
        """The saved tensors, refused once they are freed or written into."""
        if self.saved is None:
            raise RuntimeError(errors.FREED)
        found: list[Tensor | None] = []
        for tensor, version, edge, number in self.saved:
            if tensor is None:
                found.append(None)
                continue
            if isinstance(tensor, Packed):
                found.append(tensor.unpack(self))
                continue
            if version_of(tensor) != version:
                raise stale(tensor, version)
            if number is not None:  # an output, saved without its edge, which would be a cycle
                found.append(_alias(tensor, (self, number)))
            elif edge is not grad_edge(tensor):
                found.append(_alias(tensor, edge))
            else:
                found.append(tensor)
        return tuple(found)

    saved_variables = saved_tensors

    @property
    def _raw_saved_tensors(self) -> tuple[SavedTensor, ...]:
        if self.saved is None:
            raise RuntimeError(errors.FREED)
        return tuple(SavedTensor.of(self, None, i) for i in range(len(self.saved)))

    def pack(self, index: int, hooks: Hooks, given: Tensor | None = None) -> None:
        """Packs one saved tensor; without `given`, what its hook gets, from a detached one."""
        assert self.saved is not None  # noqa: S101  # asked before
        tensor, _, edge, number = self.saved[index]
        if tensor is None or isinstance(tensor, Packed):
            return
        at_its_place = _alias(tensor, edge)
        packed = Packed.of(at_its_place, tensor.detach() if given is None else given, hooks, number)
        self.saved = (*self.saved[:index], (packed, 0, None, None), *self.saved[index + 1 :])

    def mark_dirty(self, *args: Tensor) -> None:
        """Says which inputs `forward` wrote into."""
        self.__dict__["_dirty"] = args

    def mark_non_differentiable(self, *args: Tensor) -> None:
        """Says which outputs carry no gradient."""
        self.__dict__["_non_differentiable"] = args

    def set_materialize_grads(self, value: bool) -> None:
        """Whether `backward` gets zeros, rather than None, for outputs that no gradient reached."""
        self.__dict__["materialize_grads"] = value

    def apply(self, grad: Any) -> Any:
        grads = [as_tensor(each) for each in grad]
        with no_grad():
            found = self._run(grads)
        return [each._a if isinstance(each, Tensor) else each for each in found]

    def apply_tensors(self, grad: Any) -> Any:
        with enable_grad():
            return self._run(grad)

    def _run(self, grads: list[Any]) -> list[Any]:
        if self.__dict__["materialize_grads"]:
            grads = [
                wrap(np.zeros(shape, dtype)) if each is None else each
                for each, (shape, dtype) in zip(grads, self.outs, strict=True)
            ]
        found = self._function.backward(self, *grads)
        given = list(found) if isinstance(found, tuple) else [found]
        return self._checked(given)

    def _checked(self, given: list[Any]) -> list[Any]:
        count = len(self.__dict__["_tensor_inputs"])
        while len(given) > count and given[-1] is None:
            given.pop()
        name = self.name()
        if len(given) != count:
            raise RuntimeError(
                f"function {name} returned an incorrect number of gradients (expected {count}, got "
                f"{len(given)})"
            )
        for at, (each, is_tensor) in enumerate(
            zip(given, self.__dict__["_tensor_inputs"], strict=True)
        ):
            if each is not None and not isinstance(each, Tensor):
                raise TypeError(f"expected Variable or None (got {type(each).__name__})")
            if each is not None and not is_tensor:
                raise RuntimeError(
                    f"function {name} returned a gradient different from None at position "
                    f"{at + 1}, but the "
                    "corresponding forward input was not a Variable"
                )
        kept = [
            each
            for each, is_tensor in zip(given, self.__dict__["_tensor_inputs"], strict=True)
            if is_tensor
        ]
        for at, (each, shape) in enumerate(zip(kept, self.__dict__["_shapes"], strict=True)):
            if (
                each is not None
                and each._a.shape != shape
                and not _expandable(each._a.shape, shape)
            ):
                raise RuntimeError(
                    f"Function {name} returned an invalid gradient at index {at} - got "
                    f"{list(each._a.shape)} but "
                    f"expected shape compatible with {list(shape)}"
                )
        return kept


def _expandable(grad: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether the gradient can be summed to the input's shape."""
    if len(shape) > len(grad):
        return False
    tail = grad[len(grad) - len(shape) :]
    return all(want in (1, got) for want, got in zip(shape, tail, strict=True))


def _alias(tensor: Tensor, edge: Edge | None) -> Tensor:
    found = wrap(tensor._a)
    found._storage = tensor._storage
    found._edge = edge
    return found


class Function:
    """Subclass it with static methods `forward(ctx, ...)` and `backward(ctx, *grads)`."""

    __module__ = "torch.autograd.function"
    _backward_cls: type[FunctionCtx]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        name = f"{cls.__name__}Backward"
        cls._backward_cls = type(
            name,
            (FunctionCtx,),
            {"__slots__": (), "__module__": "torch.autograd.function", "_function": cls},
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        import warnings

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

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Runs `forward` unrecorded, and records the Function itself."""
        if SPECIAL and STATE.function_modes:
            from gradrepl.engine.overrides import handle

            return handle(cls.apply, args, kwargs)
        ctx = cls._backward_cls()
        tensors = [each for each in args if isinstance(each, Tensor)]
        edges = [grad_edge(each) for each in tensors]
        recording = any(e is not None for e in edges) and (not OFF or STATE.recording)
        needs = iter(edges)
        ctx.__dict__["needs_input_grad"] = tuple(
            isinstance(each, Tensor) and next(needs) is not None and recording for each in args
        )
        ctx.__dict__["_tensor_inputs"] = tuple(isinstance(each, Tensor) for each in args)
        ctx.__dict__["_shapes"] = tuple(each._a.shape for each in tensors)
        with no_grad():
            if cls.setup_context is not Function.setup_context:
                output = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, output)
            else:
                output = cls.forward(ctx, *args, **kwargs)
        return _record(ctx, tensors, edges, output, recording=recording)


def _record(
    ctx: FunctionCtx,
    inputs: list[Tensor],
    edges: list[Edge | None],
    output: Any,
    *,
    recording: bool,
) -> Any:
    """Gives the outputs their history."""
    many = isinstance(output, (tuple, list))
    outputs = list(output) if many else [output]
    dirty, fixed = ctx.__dict__["_dirty"], ctx.__dict__["_non_differentiable"]
    for each in dirty:
        bump(each)
    if not recording:
        return output
    ctx.seq = next_sequence()
    ctx.edges = tuple(edges)
    ctx.outs = tuple(
        (each._a.shape, each._a.dtype) if isinstance(each, Tensor) else ((), np.dtype(np.float32))
        for each in outputs
    )
    saved = [(each, edge) for each, edge in zip(inputs, edges, strict=True)]
    made: list[Any] = []
    for number, each in enumerate(outputs):
        is_fixed = any(each is f for f in fixed)
        if not isinstance(each, Tensor) or is_fixed or each._a.dtype.kind not in "fc":
            made.append(each)
            continue
        if any(each is d for d in dirty):
            rebase(each, ctx)
            made.append(each)
            continue
        result = each.view(each._a.shape) if any(each is i for i in inputs) else each
        result._edge = (ctx, number)
        made.append(result)
    ctx.saved = tuple(_entry(each, saved, outputs, made) for each in ctx.to_save)
    if SPECIAL and STATE.saved_hooks:
        _pack(ctx, outputs, made)
    ctx.__dict__["_to_save"] = ()
    if not many:
        return made[0]
    return tuple(made) if isinstance(output, tuple) else made


def _pack(ctx: FunctionCtx, outputs: list[Any], made: list[Any]) -> None:
    """Packs all that a Function saves; the hook gets the inputs and outputs themselves."""
    for index, each in enumerate(ctx.to_save):
        given = next((m for m, out in zip(made, outputs, strict=True) if out is each), each)
        ctx.pack(index, STATE.saved_hooks[-1], given)


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
            and isinstance(made[number]._edge[0], FunctionCtx)
        ):
            plain = _alias(tensor, None)
            if plain._storage is None:
                from gradrepl.engine.view import storage_of

                plain._storage = storage_of(made[number])
            return (plain, version_of(plain), None, number)
    edge = next((e for each, e in inputs if each is tensor), grad_edge(tensor))
    return (tensor, version_of(tensor), edge, None)


def once_differentiable(fn: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a `backward` that cannot be differentiated again."""

    @functools.wraps(fn)
    def wrapper(ctx: Any, *args: Any) -> Any:
        recorded = STATE.grad
        with no_grad():
            outputs = fn(ctx, *args)
        if not recorded:
            return outputs
        if not any(isinstance(each, Tensor) and each.requires_grad for each in args):
            return outputs
        found = outputs if isinstance(outputs, tuple) else (outputs,)
        return tuple(None if each is None else _DelayedError.of(each) for each in found)

    return wrapper


class _DelayedError(Node):
    """Raises when somebody differentiates what was marked `once_differentiable`."""

    __slots__ = ()
    __module__ = "torch.autograd"

    @classmethod
    def of(cls, tensor: Tensor) -> Tensor:
        node: _DelayedError = new(cls)
        node.seq = next_sequence()
        node.edges = ()
        node.shape, node.dtype = tensor._a.shape, tensor._a.dtype
        found = wrap(tensor._a)
        found._edge = (node, 0)
        return found

    def apply(self, grad: Any) -> Any:
        del grad
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with @once_differentiable"
        )

    apply_tensors = apply
