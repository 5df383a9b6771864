"""Calls around a Module's `forward`: what runs before it, after it, and for its gradients."""

from __future__ import annotations

import warnings
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from gradrepl.engine.function import Function
from gradrepl.engine.grad_mode import is_grad_enabled
from gradrepl.engine.nn.older_hooks import hang_on_last
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.warning import warn
from gradrepl.engine.watchers import RemovableHandle

if TYPE_CHECKING:
    from collections.abc import Callable


class Handle(RemovableHandle):
    """Takes a hook out again, and forgets how it wanted to be called."""

    def __init__(
        self,
        hooks: OrderedDict[int, Any],
        hook: Any,
        *,
        prepend: bool = False,
        extra: tuple[dict[int, bool], ...] = (),
    ) -> None:
        super().__init__(hooks)
        self.extra = extra
        hooks[self.id] = hook
        for each in extra:
            each[self.id] = True
        if prepend:
            hooks.move_to_end(self.id, last=False)

    def remove(self) -> None:
        super().remove()
        for each in self.extra:
            each.pop(self.id, None)


Handle.__name__ = Handle.__qualname__ = "RemovableHandle"
Handle.__module__ = "torch.utils.hooks"


class _Everywhere(NamedTuple):
    """A hook of all Modules."""

    kind: str
    hook: Callable[..., Any]
    with_kwargs: bool = False
    always: bool = False


EVERYWHERE: OrderedDict[int, Any] = OrderedDict()
"""The hooks of all Modules; they run before a Module's own."""


def _everywhere(kind: str) -> list[tuple[int, _Everywhere]]:
    return [(key, each) for key, each in EVERYWHERE.items() if each.kind == kind]


def call(module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`module(*args, **kwargs)` where some hook is registered."""
    own = module.__dict__
    told: set[int] = set()
    result = None
    try:
        args, kwargs = _before(module, own, args, kwargs)
        watch = _Watch(module)
        if watch.wanted:
            args = watch.inputs(args)
        result = module.forward(*args, **kwargs)
        for key in [*(key for key, _ in _everywhere("forward")), *own["_forward_hooks"]]:
            told.add(key)
            result = _tell(module, own, key, args, kwargs, result)
        if watch.wanted:
            if not isinstance(result, (Tensor, tuple)):
                warnings.warn(
                    "For backward hooks to be called, module output should be a Tensor or a tuple "
                    f"of Tensors but received {type(result)}",
                    stacklevel=1,  # PyTorch's points into the library, too
                )
            result = watch.outputs(result)
        if own["_backward_hooks"] and not own["_is_full_backward_hook"]:
            hang_on_last(module, own, args, result)
    except Exception:
        _tell_of_failure(module, own, told, args, kwargs, result)
        raise
    return result


def _before(
    module: Any, own: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    above = [(key, each.hook) for key, each in _everywhere("forward_pre")]
    for key, hook in [*above, *own["_forward_pre_hooks"].items()]:
        if key in own["_forward_pre_hooks_with_kwargs"]:
            found = hook(module, args, kwargs)
            if found is None:
                continue
            if not (isinstance(found, tuple) and len(found) == 2):
                raise RuntimeError(
                    "forward pre-hook must return None or a tuple of (new_args, new_kwargs), but "
                    f"got {found}."
                )
            args, kwargs = found
        else:
            found = hook(module, args)
            if found is not None:
                args = found if isinstance(found, tuple) else (found,)
    return args, kwargs


def _tell(
    module: Any,
    own: dict[str, Any],
    key: int,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    result: Any,
) -> Any:
    """Calls one forward hook; gives what it returned, or else the result as it was."""
    above = EVERYWHERE.get(key)
    hook = own["_forward_hooks"][key] if above is None else above.hook
    if above.with_kwargs if above is not None else key in own["_forward_hooks_with_kwargs"]:
        found = hook(module, args, kwargs, result)
    else:
        found = hook(module, args, result)
    return result if found is None else found


def _tell_of_failure(
    module: Any,
    own: dict[str, Any],
    told: set[int],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    result: Any,
) -> None:
    """Calls the forward hooks that are always called and were not yet."""
    above = [key for key, each in _everywhere("forward") if each.always]
    always = own["_forward_hooks_always_called"]
    for key in [*above, *(key for key in own["_forward_hooks"] if key in always)]:
        if key in told:
            continue
        try:
            result = _tell(module, own, key, args, kwargs, result)
        except Exception as problem:
            whose = "global module" if key in above else "module"
            warnings.warn(
                f"{whose} forward hook with ``always_call=True`` raised an exception that was "
                f"silenced as another error was raised in forward: {problem}",
                stacklevel=2,
            )


class BackwardHookFunction(Function):
    """Passes tensors on as they are: a node whose gradients hooks can look at."""

    @staticmethod
    def forward(ctx: Any, *tensors: Tensor) -> tuple[Tensor, ...]:
        passed = tuple(each.view_as(each) for each in tensors)
        pairs = zip(tensors, passed, strict=True)
        ctx.mark_non_differentiable(*(to for each, to in pairs if not each.requires_grad))
        return passed

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        del ctx
        return grads


_NO_INPUTS = (
    "Full backward hook is firing when gradients are computed with respect to module outputs since "
    "no inputs require "
    "gradients. See "
    "https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module."
    "register_full_backward_hook for more details."
)


class _Watch:
    """One call's full backward hooks, from the boundary at its inputs to that at its outputs."""

    def __init__(self, module: Any) -> None:
        own = module.__dict__
        self.module = module
        self.hooks = [each.hook for _, each in _everywhere("backward")]
        if own["_is_full_backward_hook"]:
            self.hooks += own["_backward_hooks"].values()
        self.pre_hooks = [each.hook for _, each in _everywhere("backward_pre")]
        self.pre_hooks += own["_backward_pre_hooks"].values()
        self.wanted = bool(self.hooks or self.pre_hooks)
        self.grad_outputs: Any = None
        self.has_inputs = False
        self.count = 0

    def inputs(self, args: tuple[Any, ...]) -> Any:
        self.count = len(args)
        passed, node, places = _through(args)
        if node is not None:
            self.has_inputs = True

            def hook(grads: Any, _: Any) -> Any:
                return self._end(grads, places)

            node.register_hook(hook)
        return passed

    def outputs(self, result: Any) -> Any:
        given = result if isinstance(result, tuple) else (result,)
        passed, node, places = _through(given)
        if node is not None:

            def hook(grads: Any) -> Any:
                return self._begin(_spread(grads, places, len(given)), places)

            node.register_prehook(hook)
        return passed if isinstance(result, tuple) else passed[0]

    def _begin(self, grads: Any, places: list[int]) -> Any:
        self.grad_outputs = grads
        for hook in self.pre_hooks:
            found = hook(self.module, self.grad_outputs)
            if found is None:
                continue
            if len(found) != len(grads):
                raise RuntimeError(
                    "Backward pre hook returned an invalid number of grad_output, "
                    f"got {len(found)}, but expected {len(grads)}"
                )
            self.grad_outputs = found
        changed = self.grad_outputs
        if not self.has_inputs:
            warn(_NO_INPUTS)
            self._without_inputs()
        return tuple(changed[each] for each in places) if changed is not grads else None

    def _without_inputs(self) -> None:
        """Calls the hooks now: no gradient will come to the Module's inputs."""
        for hook in self.hooks:
            found = hook(self.module, (None,) * self.count, self.grad_outputs)
            if found is not None and not (
                isinstance(found, tuple) and all(each is None for each in found)
            ):
                raise RuntimeError(
                    "Backward hook for Modules where no input requires gradient should always "
                    "return None or None for all gradients."
                )
        self.grad_outputs = None

    def _end(self, grads: tuple[Any, ...], places: list[int]) -> Any:
        if self.grad_outputs is None:  # came to the inputs past the outputs: double backward
            return None
        given = changed = _spread(grads, places, self.count)
        for hook in self.hooks:
            found = hook(self.module, changed, self.grad_outputs)
            if found is None:
                continue
            if len(found) != len(changed):
                raise RuntimeError(
                    "Backward hook returned an invalid number of grad_input, "
                    f"got {len(found)}, but expected {len(changed)}"
                )
            changed = found
        self.grad_outputs = None
        return tuple(changed[each] for each in places) if changed is not given else None


def _through(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any, list[int]]:
    """The values, their tensors passed through a boundary; its node; and the tensors' places."""
    places = [at for at, each in enumerate(values) if isinstance(each, Tensor)]
    if not is_grad_enabled() or not any(values[at].requires_grad for at in places):
        return values, None, places
    passed = BackwardHookFunction.apply(*(values[at] for at in places))
    found = list(values)
    for at, each in zip(places, passed, strict=True):
        found[at] = each
    node = next((each.grad_fn for each in passed if each.grad_fn is not None), None)
    made = tuple(found) if type(values) is tuple else type(values)(*found)
    return made, node, places


def _spread(grads: tuple[Any, ...], places: list[int], count: int) -> tuple[Any, ...]:
    found: list[Any] = [None] * count
    for at, each in zip(places, grads, strict=True):
        found[at] = each
    return tuple(found)


# --- registering --------------------------------------------------------------


def register_forward_pre_hook(
    self: Any, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
) -> Handle:
    """`hook(module, args)` runs before `forward`, and may return other arguments."""
    own = self.__dict__
    extra = (own["_forward_pre_hooks_with_kwargs"],) if with_kwargs else ()
    return Handle(own["_forward_pre_hooks"], hook, prepend=prepend, extra=extra)


def register_forward_hook(
    self: Any,
    hook: Callable[..., Any],
    *,
    prepend: bool = False,
    with_kwargs: bool = False,
    always_call: bool = False,
) -> Handle:
    """`hook(module, args, output)` runs after `forward`, and may return another output."""
    own = self.__dict__
    extra = (own["_forward_hooks_with_kwargs"],) if with_kwargs else ()
    if always_call:
        extra += (own["_forward_hooks_always_called"],)
    return Handle(own["_forward_hooks"], hook, prepend=prepend, extra=extra)


_BOTH_KINDS = (
    "Cannot use both regular backward hooks and full backward hooks on a single Module. Please use "
    "only one of them."
)


def register_full_backward_hook(
    self: Any, hook: Callable[..., Any], prepend: bool = False
) -> Handle:
    """`hook(module, grad_input, grad_output)` runs when the gradients of the inputs are known."""
    own = self.__dict__
    if own["_is_full_backward_hook"] is False:
        raise RuntimeError(_BOTH_KINDS)
    own["_is_full_backward_hook"] = True
    return Handle(own["_backward_hooks"], hook, prepend=prepend)


def register_full_backward_pre_hook(
    self: Any, hook: Callable[..., Any], prepend: bool = False
) -> Handle:
    """`hook(module, grad_output)` runs when the gradients of the outputs are known."""
    return Handle(self.__dict__["_backward_pre_hooks"], hook, prepend=prepend)


def register_backward_hook(self: Any, hook: Callable[..., Any]) -> Handle:
    """The older kind: it sees the gradients around the last node of `forward` only."""
    own = self.__dict__
    if own["_is_full_backward_hook"] is True:
        raise RuntimeError(_BOTH_KINDS)
    own["_is_full_backward_hook"] = False
    return Handle(own["_backward_hooks"], hook)


# --- of all Modules -----------------------------------------------------------


def register_module_forward_pre_hook(hook: Callable[..., Any]) -> Handle:
    """`hook(module, args)` runs before any Module's `forward`."""
    return Handle(EVERYWHERE, _Everywhere("forward_pre", hook))


def register_module_forward_hook(
    hook: Callable[..., Any], *, with_kwargs: bool = False, always_call: bool = False
) -> Handle:
    """`hook(module, args, output)` runs after any Module's `forward`."""
    return Handle(EVERYWHERE, _Everywhere("forward", hook, with_kwargs, always_call))


def register_module_full_backward_hook(hook: Callable[..., Any]) -> Handle:
    """`hook(module, grad_input, grad_output)` runs for any Module's gradients."""
    return Handle(EVERYWHERE, _Everywhere("backward", hook))


def register_module_full_backward_pre_hook(hook: Callable[..., Any]) -> Handle:
    """`hook(module, grad_output)` runs before any Module's backward."""
    return Handle(EVERYWHERE, _Everywhere("backward_pre", hook))
