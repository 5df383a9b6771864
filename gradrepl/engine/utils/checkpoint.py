"""`torch.utils.checkpoint`: computes again what backward needs, rather than keeping it.

With `use_reentrant=True` the function is one node, whose backward runs the function again and then
backward through that. Otherwise its operations are recorded as ever, and hooks on what they save
keep nothing: the first one that is asked for a tensor runs the function again and takes from it
every tensor that is still wanted (a `_Frame` is one such run and what came of it).
"""

from __future__ import annotations

import contextlib
import warnings
import weakref
from typing import TYPE_CHECKING, Any

from gradrepl.engine import absent, errors
from gradrepl.engine.autograd.saved import saved_tensors_hooks
from gradrepl.engine.backward import backward
from gradrepl.engine.function import Function
from gradrepl.engine.generator import default_generator
from gradrepl.engine.grad_mode import enable_grad, no_grad
from gradrepl.engine.node import NOWHERE, stale
from gradrepl.engine.packing import Packed
from gradrepl.engine.state import STATE
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.utils.checkpoint_texts import SEQUENTIAL_UNSAID, TIP, UNSAID
from gradrepl.engine.view import version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_DEFAULT_DETERMINISM_MODE = "default"
_early_stop: list[bool] = []
"""What `set_checkpoint_early_stop` said, the innermost last."""


class CheckpointError(RuntimeError):
    """The second run of a function saved other tensors than the first."""

    __module__ = "torch.utils.checkpoint"


def noop_context_fn() -> tuple[AbstractContextManager[None], AbstractContextManager[None]]:
    """Nothing around the first run, and nothing around the second."""
    return contextlib.nullcontext(), contextlib.nullcontext()


def checkpoint(
    function: Callable[..., Any],
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Callable[[], Any] = noop_context_fn,
    determinism_check: str = _DEFAULT_DETERMINISM_MODE,
    debug: bool = False,
    early_stop: bool = True,
    **kwargs: Any,
) -> Any:
    """Runs a function without keeping what its backward needs."""
    if use_reentrant is None:
        warnings.warn(UNSAID, stacklevel=1)  # PyTorch names a line of its own here
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    if use_reentrant:
        if kwargs:
            raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
        if context_fn is not noop_context_fn or debug is not False:
            raise ValueError(
                "Passing `context_fn` or `debug` is only supported when use_reentrant=False."
            )
        return CheckpointFunction.apply(function, preserve, *args)
    if debug:
        raise NotImplementedError("gradrepl's torch.utils.checkpoint has no debug=True")
    if determinism_check not in (_DEFAULT_DETERMINISM_MODE, "none"):
        raise ValueError(
            f"determinism_check should be one of {[_DEFAULT_DETERMINISM_MODE, 'none']}, but got "
            f"{determinism_check}"
        )
    around, around_again = context_fn()
    state = default_generator.snapshot() if preserve else None
    if not STATE.grad:
        return function(*args, **kwargs)
    if any(isinstance(each, Tensor) and each.is_inference() for each in args):
        raise RuntimeError(errors.INFERENCE_SAVED)

    def again(*inputs: Any) -> None:
        with _random_state(state), around_again:
            function(*inputs, **kwargs)

    frame = _Frame(again, args, early_stop=_early_stop[-1] if _early_stop else early_stop)
    frame.compares = determinism_check == _DEFAULT_DETERMINISM_MODE
    with saved_tensors_hooks(frame.pack, frame.unpack), around:
        found = function(*args, **kwargs)
    frame.completed = True
    return found


@contextlib.contextmanager
def _random_state(state: Any) -> Iterator[None]:
    """Random numbers as they came the first time; those of the program go on after it."""
    if state is None:
        yield
        return
    now = default_generator.snapshot()
    default_generator.restore(state)
    try:
        yield
    finally:
        default_generator.restore(now)


@contextlib.contextmanager
def set_checkpoint_early_stop(enable: bool) -> Iterator[None]:
    """Whether the second run ends as soon as it has saved what is wanted."""
    _early_stop.append(enable)
    try:
        yield
    finally:
        _early_stop.pop()


# --- running again by hooks ----------------------------------------------------------


class _Enough(Exception):  # noqa: N818  # no error: it ends the second run early
    """The second run has saved all that the first one did."""


class _Holder:
    """Stands for one saved tensor; by backward, the tensor that was computed again for it."""

    __slots__ = ("__weakref__", "found")

    def __init__(self) -> None:
        self.found: dict[object, Tensor | None] = {}


class _Frame:
    """One call of `checkpoint`: its inputs, and its second runs."""

    def __init__(
        self, again: Callable[..., None], args: tuple[Any, ...], *, early_stop: bool
    ) -> None:
        self.again = again
        self.inputs = [self._kept(each) for each in args]
        self.early_stop = early_stop
        self.compares = True
        self.completed = False
        self.holders: list[weakref.ref[_Holder]] = []
        self.metadata: list[dict[str, Any]] = []
        self.counts: dict[object, int] = {}
        """How many tensors each second run has saved."""
        self.partial = False
        """Whether backward ran inside the function, so that the two runs may differ."""

    def _kept(self, given: Any) -> tuple[Any, int]:
        """An input and its version, or what hooks around the call make of it."""
        if not _is_tensor(given):
            return given, 0
        if STATE.saved_hooks:
            return Packed.of(given, given, STATE.saved_hooks[-1], None), 0
        return given, version_of(given)

    def pack(self, tensor: Tensor) -> _Holder:
        holder = _Holder()
        self.holders.append(weakref.ref(holder))
        self.metadata.append(_metadata(tensor))
        return holder

    def unpack(self, holder: _Holder) -> Tensor:
        outside = STATE.task is None  # where every read is a run of its own
        run: object = object() if outside else STATE.task.token
        if run not in self.counts:
            self._run_again(run)
        found = holder.found.get(run)
        if found is None:
            raise CheckpointError(
                "torch.utils.checkpoint: Unpack is being triggered for a tensor that was already "
                "unpacked once. If you are calling ctx.saved_tensors in backward, make sure to do "
                "so only once. Otherwise please open an issue with details on your use case."
            )
        holder.found[run] = None
        return found

    def _run_again(self, run: object) -> None:
        self.counts[run] = 0
        for each, version in self.inputs:
            if _is_tensor(each) and version_of(each) != version:
                raise stale(each, version)
        inputs = [
            each.unpack(NOWHERE[0]) if type(each) is Packed else each for each, _ in self.inputs
        ]
        hooks = saved_tensors_hooks(lambda tensor: self._take(run, tensor), lambda tensor: tensor)
        with contextlib.suppress(_Enough), hooks, enable_grad():
            self.again(*inputs)
        if not self.partial:
            self._compare(run)

    def _take(self, run: object, tensor: Tensor) -> Tensor:
        """Hands a tensor of the second run to who holds its place."""
        found: Tensor = tensor.detach() if tensor.requires_grad else tensor
        at = self.counts[run]
        self.counts[run] += 1
        if at >= len(self.holders):
            if self.completed:
                raise CheckpointError(
                    "torch.utils.checkpoint: trying to save more tensors during recomputation than "
                    f"during the original forward pass.\n{TIP}"
                )
            self.partial = True
            return found
        holder = self.holders[at]()
        if holder is not None:
            holder.found[run] = found
        if self.early_stop and self.counts[run] == len(self.holders):
            raise _Enough
        return found

    def _compare(self, run: object) -> None:
        if self.counts[run] != len(self.holders):
            raise CheckpointError(
                "torch.utils.checkpoint: A different number of tensors was saved during the "
                "original forward and recomputation.\n"
                f"Number of tensors saved during forward: {len(self.holders)}\n"
                f"Number of tensors saved during recomputation: {self.counts[run]}.\n{TIP}"
            )
        if not self.compares:
            return
        different = []
        for at, (reference, before) in enumerate(zip(self.holders, self.metadata, strict=True)):
            holder = reference()
            found = None if holder is None else holder.found.get(run)
            if found is not None and _metadata(found) != before:
                different.append(
                    f"tensor at position {at}:\nsaved metadata: {before}\n"
                    f"recomputed metadata: {_metadata(found)}\n"
                )
        if different:
            raise CheckpointError(
                "torch.utils.checkpoint: Recomputed values for the following tensors have "
                f"different metadata than during the forward pass.\n{''.join(different)}.\n{TIP}"
            )


def _is_tensor(value: Any) -> bool:
    return isinstance(value, Tensor)


def _metadata(tensor: Tensor) -> dict[str, Any]:
    return {"shape": tensor.shape, "dtype": tensor.dtype, "device": tensor.device}


# --- running again inside backward ---------------------------------------------------


def detach_variable(inputs: Any) -> tuple[Any, ...]:
    """The inputs as leaves."""
    if not isinstance(inputs, tuple):
        raise RuntimeError(
            "Only tuple of tensors is supported. Got Unsupported input type: "
            f"{type(inputs).__name__}"
        )
    return tuple(
        each.detach().requires_grad_(each.requires_grad) if isinstance(each, Tensor) else each
        for each in inputs
    )


def check_backward_validity(inputs: Any) -> None:
    """Warns where no input requires a gradient."""
    if not any(each.requires_grad for each in inputs if isinstance(each, Tensor)):
        warnings.warn(
            "None of the inputs have requires_grad=True. Gradients will be None", stacklevel=2
        )


class CheckpointFunction(Function):
    """The function as one node of the graph."""

    __module__ = "torch.utils.checkpoint"

    @staticmethod
    def forward(ctx: Any, run_function: Any, preserve_rng_state: bool, *args: Any) -> Any:
        check_backward_validity(args)
        ctx.run_function = run_function
        ctx.state = default_generator.snapshot() if preserve_rng_state else None
        ctx.inputs = [None if isinstance(each, Tensor) else each for each in args]
        ctx.tensor_indices = [at for at, each in enumerate(args) if isinstance(each, Tensor)]
        ctx.save_for_backward(*(args[at] for at in ctx.tensor_indices))
        with no_grad():
            return run_function(*args)

    @staticmethod
    def backward(ctx: Any, *args: Any) -> Any:
        if STATE.task is not None and STATE.task.needed is not None:
            raise RuntimeError(
                "When use_reentrant=True, torch.utils.checkpoint is incompatible with .grad() or "
                "passing an `inputs` parameter to .backward(). To resolve this error, you can "
                "either set use_reentrant=False, or call .backward() without passing the `inputs` "
                "argument."
            )
        inputs = list(ctx.inputs)
        for at, tensor in zip(ctx.tensor_indices, ctx.saved_tensors, strict=True):
            inputs[at] = tensor
        leaves = detach_variable(tuple(inputs))
        with _random_state(ctx.state), enable_grad():
            outputs = ctx.run_function(*leaves)
        if isinstance(outputs, Tensor):
            outputs = (outputs,)
        pairs = [
            (out, grad)
            for out, grad in zip(outputs, args, strict=False)
            if isinstance(out, Tensor) and out.requires_grad
        ]
        if not pairs:
            raise RuntimeError(
                "none of output has requires_grad=True, this checkpoint() is not necessary"
            )
        backward([out for out, _ in pairs], [grad for _, grad in pairs])
        return (None, None, *(e.grad if isinstance(e, Tensor) else None for e in leaves))


# --- a chain of functions ------------------------------------------------------------


def checkpoint_sequential(
    functions: Any, segments: int, input: Any, use_reentrant: bool | None = None, **kwargs: Any
) -> Any:
    """Runs functions one after another, all but the last segment of them as checkpoints."""
    if use_reentrant is None:
        warnings.warn(SEQUENTIAL_UNSAID, stacklevel=2)
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    every = list(functions.children()) if hasattr(functions, "children") else list(functions)
    size = len(every) // segments
    starts = list(range(0, size * (segments - 1), size))
    for start in starts:
        input = checkpoint(
            _chain(every[start : start + size]),
            input,
            use_reentrant=use_reentrant,
            preserve_rng_state=preserve,
        )
    return _chain(every[size * len(starts) :])(input)


def _chain(functions: list[Any]) -> Callable[[Any], Any]:
    def forward(input: Any) -> Any:
        for each in functions:
            input = each(input)
        return input

    return forward


def __getattr__(name: str) -> Any:
    raise absent.error("torch.utils.checkpoint", name)
