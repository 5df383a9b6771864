"""Calling the hooks of tensors and nodes, in PyTorch's order and with its checks.

A hook sees Tensors; the engine's gradients are plain arrays unless they are recorded (`create`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF
from gradrepl.engine.inference import InferenceStorage
from gradrepl.engine.node import NOWHERE, AccumulateGrad
from gradrepl.engine.state import STATE
from gradrepl.engine.storage import root
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.view import storage_of, view_meta
from gradrepl.engine.watchers import watch, watchers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.node import Node


GIVEN: list[dict[int, Tensor]] = []
"""Of each `backward` that runs, the gradients that it was given, by the id of their array."""


def as_tensor(grad: Any) -> Any:
    """A gradient as a tensor: the very one that it was given as, if it was."""
    if grad is None or isinstance(grad, Tensor):
        return grad
    if GIVEN and id(grad) in GIVEN[-1]:
        return GIVEN[-1][id(grad)]
    if STATE.inference:
        found = wrap(grad)
        found._storage = InferenceStorage()
        return found
    if not grad.flags.writeable and grad.base is None:  # one value everywhere
        first = np.array(grad.flat[0] if grad.size else 0, grad.dtype)
        return wrap(np.ndarray(grad.shape, grad.dtype, first, 0, (0,) * grad.ndim))
    given = given_around(grad)
    if (
        given is None and grad.base is not None and (0 in grad.strides or not grad.ndim)
    ):  # what PyTorch expanded
        given = wrap(root(grad))
    return wrap(grad) if given is None else view_of(given, grad)


def given_around(grad: Array) -> Tensor | None:
    """The gradient, of those that `backward` was given, that another one is a view of."""
    if not GIVEN or not GIVEN[-1] or grad.base is None:
        return None
    whole = root(grad)
    return next((each for each in GIVEN[-1].values() if root(each._a) is whole), None)


def view_of(tensor: Tensor, array: Array) -> Tensor:
    """An array that lies in a tensor's memory, as the view that backward, unrecorded, makes."""
    found = wrap(array)
    found._storage = storage_of(tensor)
    if isinstance(found._storage, InferenceStorage):
        return found
    base = tensor if tensor._view is None else tensor._view.base
    found._view = view_meta(base, found._storage.version, "no_grad", one_of_many=False)
    return found


def to_grad(grad: Any, create: bool) -> Any:
    return grad if create or grad is None or not isinstance(grad, Tensor) else grad._a


def check_nothing(answer: Any) -> None:
    """Refuses what a hook that waits for the accumulated gradient has returned."""
    if answer is None:
        return
    if not isinstance(answer, Tensor):
        raise TypeError(f"expected Variable, but hook returned '{type(answer).__name__}'")
    raise RuntimeError("Tensor post accumulate grad hooks should return None.")


def call_hooks(hooks: Iterable[Callable[[Tensor], Any]], grad: Any, create: bool) -> Any:
    found = as_tensor(grad)
    for hook in list(hooks):
        answer = hook(found)
        if answer is not None:
            if found is None:
                raise RuntimeError("can't replace a None gradient with a non-None value")
            found = _checked(answer, found, hook)
    return to_grad(found, create)


def _hook_name(hook: Any) -> str:
    return str(getattr(hook, "__name__", "<unknown>"))


def _kind(tensor: Tensor) -> str:
    """A tensor's type as this one text has it, which alone names complex ones in another way."""
    name = OF[tensor._a.dtype].legacy
    return f"CPU{name}Type" if tensor._a.dtype.kind == "c" else f"torch.{name}Tensor"


def _checked(answer: Any, grad: Tensor, hook: Any) -> Tensor:
    if not isinstance(answer, Tensor):
        raise TypeError(f"expected Variable, but hook returned '{type(answer).__name__}'")
    if answer._a.shape != grad._a.shape:
        raise RuntimeError(f"hook '{_hook_name(hook)}' has changed the size of value")
    if answer._a.dtype != grad._a.dtype:
        raise RuntimeError(
            f"hook '{_hook_name(hook)}' has changed the type of value (was "
            f"{_kind(grad)} got {_kind(answer)})"
        )
    return answer


def all_checked(answer: Any, given: tuple[Any, ...], hook: Any) -> tuple[Any, ...]:
    """What a node's hook returned in place of the gradients that it was given."""
    if not isinstance(answer, tuple):
        raise TypeError(f"expected tuple, but hook returned '{type(answer).__name__}'")
    if len(answer) != len(given):
        raise RuntimeError(
            f"hook '{_hook_name(hook)}' has returned an incorrect number of values (got "
            f"{len(answer)}, but expected {len(given)})"
        )
    for new, old in zip(answer, given, strict=True):
        if old is None and new is not None:
            raise RuntimeError("can't replace a None gradient with a non-None value")
        if new is not None:
            _checked(new, old, hook)
    return answer


def call_pre_hooks(hooks: Iterable[Callable[..., Any]], grad: Any, create: bool) -> Any:
    many = isinstance(grad, list)
    found = tuple(as_tensor(each) for each in grad) if many else (as_tensor(grad),)
    for hook in list(hooks):
        answer = hook(found)
        if answer is not None:
            found = all_checked(answer, found, hook)
    back = [to_grad(each, create) for each in found]
    return back if many else back[0]


def before_node(node: Node, grad: Any, create: bool) -> Any:
    """Tensor hooks, then `retain_grad`: PyTorch's order. The node's own pre-hooks come later."""
    several = node.several
    slots = grad if several else [grad]
    own = watch(node)
    if own.pre_hooks is not None:
        for number, hook in list(own.pre_hooks.values()):
            slots[number] = call_hooks((hook,), slots[number], create)
    if own.retains is not None:
        for number, reference in own.retains.items():
            tensor = reference()
            if tensor is not None and slots[number] is not None and tensor._extra is not None:
                _retain(tensor, slots[number], create)
    return slots if several else slots[0]


def hook_unneeded(node: Node, number: int, grad: Any, *, create: bool) -> None:
    """A single root that leads to nothing asked for does not run; its tensors' hooks do."""
    if isinstance(node, AccumulateGrad):
        if node is not NOWHERE[0] and node.extra.hooks:
            call_hooks(node.extra.hooks.values(), grad, create)
    elif (own := watchers(node)) and (own.pre_hooks is not None or own.retains is not None):
        slots = (
            [grad if i == number else None for i in range(len(node.outs))] if node.several else grad
        )
        before_node(node, slots, create)


def _retain(tensor: Tensor, grad: Any, create: bool) -> None:
    extra = tensor._extra
    assert extra is not None  # noqa: S101  # asked before
    if extra.grad is None:
        extra.grad = grad.clone() if create else as_tensor(np.array(grad))
    else:
        extra.grad = extra.grad + as_tensor(grad)


def has_post_hooks(node: Node) -> bool:
    own = watchers(node)
    return own is not None and own.post_hooks is not None


def after_node(node: Node, grad: Any, given: Any, create: bool) -> Any:
    hooks = watch(node).post_hooks
    assert hooks is not None  # noqa: S101  # asked before
    grads = tuple(as_tensor(each) for each in (grad if node.several else (grad,)))
    inputs = tuple(as_tensor(each) for each in given)
    for hook in list(hooks.values()):
        answer = hook(inputs, grads)
        if answer is not None:
            inputs = all_checked(answer, inputs, hook)
    return tuple(to_grad(each, create) for each in inputs)
