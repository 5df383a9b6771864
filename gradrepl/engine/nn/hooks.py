"""Calls around a Module's `forward`: what runs before it, after it, and for its gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.function import Function
from gradrepl.engine.node import RemovableHandle
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.warning import warn

if TYPE_CHECKING:
    from collections import OrderedDict
    from collections.abc import Callable


class Handle(RemovableHandle):
    """Takes a hook out again, and forgets how it wanted to be called."""

    def __init__(
        self,
        hooks: OrderedDict[int, Any],
        hook: Callable[..., Any],
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


def call(module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`module(*args, **kwargs)` where some hook is registered."""
    own = module.__dict__
    args, kwargs = _before(module, own, args, kwargs)
    watch = None
    if own["_backward_hooks"] or own["_backward_pre_hooks"]:
        watch = _Watch(module)
        args = watch.inputs(args)
    try:
        result = module.forward(*args, **kwargs)
        result = _after(module, own, args, kwargs, result, list(own["_forward_hooks"]))
    except Exception:
        always = [
            key for key in own["_forward_hooks_always_called"] if key in own["_forward_hooks"]
        ]
        _after(module, own, args, kwargs, None, always)
        raise
    return result if watch is None else watch.outputs(result)


def _before(
    module: Any, own: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    for key, hook in list(own["_forward_pre_hooks"].items()):
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


def _after(
    module: Any,
    own: dict[str, Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    result: Any,
    keys: list[int],
) -> Any:
    for key in keys:
        hook = own["_forward_hooks"][key]
        if key in own["_forward_hooks_with_kwargs"]:
            found = hook(module, args, kwargs, result)
        else:
            found = hook(module, args, result)
        if found is not None:
            result = found
    return result


class _Boundary(Function):
    """Passes tensors on as they are: a node whose gradients hooks can look at."""

    @staticmethod
    def forward(ctx: Any, *tensors: Tensor) -> tuple[Tensor, ...]:
        ctx.set_materialize_grads(False)
        return tuple(each.view_as(each) for each in tensors)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        del ctx
        return grads


_Boundary.__name__ = "BackwardHookFunction"
_Boundary._backward_cls.__name__ = "BackwardHookFunctionBackward"


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
        self.module = module
        self.grad_outputs: tuple[Any, ...] | None = None
        self.has_inputs = False
        self.count = 0

    def inputs(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        self.count = len(args)
        passed, node, places = _through(args)
        if node is not None:
            self.has_inputs = True

            def done(grad_inputs: tuple[Any, ...], grad_outputs: tuple[Any, ...]) -> Any:
                del grad_outputs
                return self._call(_spread(grad_inputs, places, len(args)), places)

            node.register_hook(done)
        return passed

    def outputs(self, result: Any) -> Any:
        many = isinstance(result, (tuple, list))
        given = tuple(result) if many else (result,)
        passed, node, places = _through(given)
        if node is not None:
            node.register_prehook(
                lambda grads: self._begin(_spread(grads, places, len(given)), places)
            )
        return type(result)(passed) if many else passed[0]

    def _begin(self, grads: tuple[Any, ...], places: list[int]) -> Any:
        changed = grads
        for hook in list(self.module.__dict__["_backward_pre_hooks"].values()):
            found = hook(self.module, changed)
            if found is not None:
                changed = found if isinstance(found, tuple) else (found,)
        self.grad_outputs = changed
        if not self.has_inputs and self.module.__dict__["_backward_hooks"]:
            warn(_NO_INPUTS)
            self._call((None,) * self.count, [])
        return tuple(changed[each] for each in places) if changed is not grads else None

    def _call(self, grad_inputs: tuple[Any, ...], places: list[int]) -> Any:
        changed = grad_inputs
        for hook in list(self.module.__dict__["_backward_hooks"].values()):
            found = hook(self.module, changed, self.grad_outputs)
            if found is not None:
                changed = found if isinstance(found, tuple) else (found,)
        return tuple(changed[each] for each in places) if changed is not grad_inputs else None


def _through(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any, list[int]]:
    """The values, their tensors passed through a boundary; its node; and the tensors' places."""
    places = [at for at, each in enumerate(values) if isinstance(each, Tensor)]
    if not any(values[at].requires_grad for at in places):
        return values, None, places
    passed = _Boundary.apply(*(values[at] for at in places))
    found = list(values)
    for at, each in zip(places, passed, strict=True):
        found[at] = each
    node = next((each.grad_fn for each in passed if each.grad_fn is not None), None)
    return tuple(found), node, places


def _spread(grads: tuple[Any, ...], places: list[int], count: int) -> tuple[Any, ...]:
    found: list[Any] = [None] * count
    for at, each in zip(places, grads, strict=True):
        found[at] = each
    return tuple(found)
