"""Forward mode: tensors that carry a tangent, and what every operation does to it.

# NOTE [Forward mode by two backwards]
An operation inside a level runs on stand-ins that require gradients. The gradient of its result is
linear in the vector that it is pulled back from, so the derivative of the gradient by that vector,
along the tangents, is the tangent of the result. Of a view it is the same view of the tangent, so
that what is written into either is seen in the other.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from gradrepl.engine.func.transforms import change_along
from gradrepl.engine.func.trees import flatten, unflatten
from gradrepl.engine.grad_mode import enable_grad, no_grad
from gradrepl.engine.ops import recording
from gradrepl.engine.overrides import unseen
from gradrepl.engine.packing import written_into
from gradrepl.engine.state import OFF, SPECIAL, STATE
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.view import requires_grad

if TYPE_CHECKING:
    from collections.abc import Sequence

_AS_IT_IS = frozenset((
    "__array__", "__bool__", "__complex__", "__contains__", "__deepcopy__", "__float__",
    "__format__", "__index__", "__int__", "__len__", "__repr__", "__set__", "backward", "data_ptr",
    "detach", "is_floating_point", "item", "numpy", "register_hook", "requires_grad_",
    "retain_grad", "stride", "tolist", "untyped_storage",
))  # fmt: skip
"""What asks a tensor something, or tells it something, and makes no other."""
_PARTS = frozenset(("T", "mT", "H", "mH", "real", "imag"))
"""Attributes that are operations."""


class Duals:
    """The level that is open: a function mode, which sees every call, and the tangents."""

    def __init__(self) -> None:
        self.tangents: dict[int, tuple[Any, Tensor]] = {}
        self.roots: list[Any] = []
        """What was given a tangent by name, weakly."""

    def __enter__(self) -> None:
        """Stands behind all other modes, which may end before it does."""
        STATE.duals = self
        STATE.function_modes = (self, *STATE.function_modes)
        SPECIAL.append(self)

    def __exit__(self, *_: object) -> None:
        STATE.duals = None
        STATE.function_modes = tuple(each for each in STATE.function_modes if each is not self)
        SPECIAL.remove(self)

    def of(self, tensor: Any) -> Tensor | None:
        """The tangent that the tensor carries."""
        found = self.tangents.get(id(tensor))
        return None if found is None or found[0]() is not tensor else found[1]

    def attach(self, tensor: Tensor, tangent: Tensor) -> None:
        key = id(tensor)
        gone = weakref.ref(tensor, lambda _: self.tangents.pop(key, None))
        self.tangents[key] = (gone, tangent)

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        del types
        kwargs = kwargs or {}
        name = str(func.__name__)
        if (name == "__get__" and func.__self__.__name__ not in _PARTS) or name in _AS_IT_IS:
            return func(*args, **kwargs)
        written = getattr(func, "__wrapped__", None)
        if written is not None:  # of other operations, which have tangents of their own
            STATE.function_modes = (self, *STATE.function_modes)
            return written(*args, **kwargs)
        leaves, spec = flatten((args, kwargs))
        along = [self.of(each) for each in leaves]
        if all(each is None for each in along):
            return func(*args, **kwargs)
        if STATE.inference:
            raise NotImplementedError("gradrepl has no forward_ad in inference mode")
        if name == "grad":
            return self._differentiated(func, args, kwargs)
        if name == "apply":
            return self._applied(func, leaves, along)
        call = _Call(func, leaves, spec, along)
        target = written_into(func, args)
        return self._pushed(call) if target is None else self._written(call, target)

    def _pushed(self, call: _Call) -> Any:
        found = call.on(call.inner)
        outputs, spec = flatten(found)
        results = []
        for at, each in enumerate(outputs):
            result = call.taken_out(each)
            if call.is_new(each):
                self.attach(result, call.tangent(each, at))
            results.append(result)
        return found if not results else unflatten(results, spec)

    def _written(self, call: _Call, target: Tensor) -> Any:
        """An operation that writes into its first argument, which carries the new tangent."""
        before = self.of(target)
        if before is None and target._is_view():
            raise NotImplementedError(
                f"gradrepl's forward_ad has no {call.name}() that writes a tangent into a view"
            )
        with enable_grad():
            written = recording("clone")(call.inner[0], memory_format=None)
        call.on([written, *call.inner[1:]])
        if written._a.shape != target._a.shape:  # it turns the tensor, and nothing is computed
            call.func(before, *call.leaves[1:])
            return call.on(call.leaves)
        change = call.change(written)
        if call.records:
            call.on(call.leaves)
        else:
            target.copy_(written.detach())
        if before is None or requires_grad(change):
            self.attach(target, change)
        else:
            before.copy_(change)
        return target

    def start(self, tensor: Tensor, tangent: Tensor) -> None:
        """Lets a tensor carry a tangent that the learner gives."""
        self.attach(tensor, tangent)
        self.roots.append(weakref.ref(tensor))

    def _differentiated(self, func: Any, args: Any, kwargs: Any) -> Any:
        """`autograd.grad`, whose results depend on what carries a tangent, too."""
        roots = [each() for each in self.roots]
        by: list[Any] = [(each, self.of(each)) for each in roots if each is not None]
        if not all(requires_grad(each) for each, _ in by):
            raise NotImplementedError(
                "gradrepl's forward_ad has no tangents of gradients while a tensor that requires "
                "no gradient carries one"
            )
        wanted = kwargs.get("create_graph")
        results, spec = flatten(func(*args, **{**kwargs, "create_graph": True}))
        for at, each in enumerate(results):
            if each is not None and requires_grad(each):
                with enable_grad(), unseen():
                    change = change_along(each, [x for x, _ in by], [t for _, t in by])
                results[at] = each if wanted else each.detach()
                self.attach(results[at], change if wanted else change.detach())
        return unflatten(results, spec)

    def _applied(self, func: Any, leaves: list[Any], along: list[Tensor | None]) -> Any:
        """A Function of the learner's, whose `jvp` tells the tangent."""
        cls = func.__self__
        inner = [
            each if tangent is None else _stand_in(each, recorded=False)
            for each, tangent in zip(leaves, along, strict=True)
        ]
        with enable_grad():
            found = func(*inner)
        ctx = found.grad_fn if isinstance(found, Tensor) else found[0].grad_fn
        recorded = any(
            isinstance(each, Tensor) and requires_grad(each) for each in (*leaves, *along)
        )
        with enable_grad() if recorded else no_grad():
            changes = cls.jvp(ctx, *along)
        several = isinstance(found, tuple)
        plain = func(*leaves)
        for result, change in zip(
            plain if several else (plain,), changes if several else (changes,), strict=True
        ):
            if change is not None:
                self.attach(result, change)
        return plain


class _Call:
    """One call, on its arguments and on what stands for them."""

    def __init__(
        self, func: Any, leaves: list[Any], spec: Any, along: Sequence[Tensor | None]
    ) -> None:
        self.func, self.leaves, self.spec = func, leaves, spec
        self.name = str(func.__name__)
        recorded = not OFF or STATE.recording
        self.records = recorded and any(
            isinstance(each, Tensor) and requires_grad(each) for each in leaves
        )
        self.by = [
            (at, each, tangent)
            for at, (each, tangent) in enumerate(zip(leaves, along, strict=True))
            if tangent is not None
        ]
        self.inner = list(leaves)
        for at, each, _ in self.by:
            self.inner[at] = _stand_in(each, recorded=recorded)

    def on(self, leaves: list[Any]) -> Any:
        args, kwargs = unflatten(leaves, self.spec)
        if leaves is self.leaves:
            return self.func(*args, **kwargs)
        with enable_grad():
            return self.func(*args, **kwargs)

    def is_new(self, output: Any) -> bool:
        """Whether it is what the operation made, and depends on what carries a tangent."""
        return (
            isinstance(output, Tensor)
            and output._a.dtype.kind in "fc"
            and requires_grad(output)
            and not any(output is each for each in self.inner)
        )

    def taken_out(self, output: Any) -> Any:
        """The result as the caller gets it."""
        for mine, given in zip(self.inner, self.leaves, strict=True):
            if output is mine:
                return given
        if isinstance(output, Tensor) and not self.records and requires_grad(output):
            return output.detach()
        return output

    def tangent(self, output: Tensor, at: int) -> Tensor:
        if len(self.by) == 1 and output._is_view():
            place, _, along = self.by[0]
            leaves = list(self.leaves)
            leaves[place] = along
            found: Tensor = flatten(self.on(leaves))[0][at]
            return found
        return self.change(output)

    def change(self, output: Tensor) -> Tensor:
        inner = [self.inner[at] for at, _, _ in self.by]
        along = [tangent for _, _, tangent in self.by]
        with enable_grad(), unseen():
            found = change_along(output, inner, along)
        keeps = self.records or any(requires_grad(each) for each in along)
        return found if keeps else found.detach()


def _stand_in(tensor: Tensor, *, recorded: bool) -> Tensor:
    """The same numbers, by which is differentiated."""
    if recorded and requires_grad(tensor):
        with enable_grad():
            found: Tensor = recording("alias")(tensor)
            return found
    with no_grad():
        return tensor.detach().requires_grad_()
