"""`torch.Tensor`: an array, an edge into the graph, and what few tensors need beside.

The class holds what is no operation: attributes, conversions, hooks. Every operation is a row of
the table (`engine/ops`) and becomes a method when it is first asked for.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from gradrepl.engine import absent, errors, release
from gradrepl.engine.attribute import bare
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.inference import INFERENCE, InferenceStorage, OwnInferenceStorage
from gradrepl.engine.node import AccumulateGrad, Edge, Node
from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.storage import Storage
from gradrepl.engine.values import type_name
from gradrepl.engine.view import ViewMeta, edge, leaf_edge, requires_grad, version_of
from gradrepl.engine.warning import warn
from gradrepl.engine.watchers import WATCHED, Extra, RemovableHandle, register, watch, watchers

if TYPE_CHECKING:
    from builtins import property as getset  # what a checker may know of it
    from collections.abc import Callable
else:
    from gradrepl.engine.attribute import getset

new = object.__new__

Attribute: TypeAlias = "property"


class Tensor:
    """A multi-dimensional array of one element type, which may be part of a graph."""

    __slots__ = ("__dict__", "__weakref__", "_a", "_edge", "_extra", "_storage", "_view")
    __module__ = "torch"
    __array_priority__ = 1000  # so that `ndarray * tensor` asks us

    _a: Array
    _edge: Edge | None
    """Where a gradient of this tensor goes; for a leaf that requires grad its AccumulateGrad,
    otherwise None.
    """
    _memory = property(lambda self: self._a)
    """What it shows, as it lies in memory: see NOTE [Turned views]."""
    _storage: Storage | None
    """None while nothing has saved, viewed or written into it: version 0."""
    _view: ViewMeta | None
    _extra: Extra | None

    _construct: ClassVar[Any]
    """`torch.Tensor(...)`: the table knows how, and stands above."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._construct(cls, args, kwargs)

    # --- the graph -----------------------------------------------------------

    @getset
    def requires_grad(self) -> bool:
        return self._edge is not None or (self._view is not None and requires_grad(self))

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise RuntimeError("requires_grad must be a bool")
        if self._edge is not None and not isinstance(self._edge[0], AccumulateGrad):
            raise RuntimeError(errors.CHANGE_REQUIRES_GRAD if value else errors.DROP_REQUIRES_GRAD)
        if value and self._a.dtype.kind not in "fc":
            raise RuntimeError(
                "only Tensors of floating point and complex dtype can require gradients"
            )
        set_requires_grad(self, value)

    @getset
    def grad_fn(self) -> Node | None:
        found = self._edge if self._view is None else edge(self)
        if found is None or isinstance(found[0], AccumulateGrad):
            return None
        return found[0]

    @getset
    def is_leaf(self) -> bool:
        return self.grad_fn is None

    @getset
    def output_nr(self) -> int:
        return 0 if self._edge is None else self._edge[1]

    @getset
    def grad(self) -> Tensor | None:
        extra, own = self._extra, self._edge
        if extra is not None and (extra.grad is not None or extra.retains):
            return extra.grad
        if own is not None and not isinstance(own[0], AccumulateGrad):
            _warn_non_leaf()
        return None

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        if value is not None:
            _check_grad(self, value)
        if self._extra is None:
            self._extra = Extra()
        self._extra.grad = value

    @grad.deleter
    def grad(self) -> None:
        self.grad = None

    @getset
    def retains_grad(self) -> bool:
        return self._extra is not None and self._extra.retains

    @bare
    def retain_grad(self) -> None:
        """Keeps the gradient of a tensor that is no leaf."""
        if SPECIAL and STATE.levels:
            raise RuntimeError(errors.RETAIN_GRAD_IN_TRANSFORM)
        if not self.requires_grad:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        node = self.grad_fn
        if node is None:
            return
        if self._extra is None:
            self._extra = Extra()
        self._extra.retains = True
        if not WATCHED:
            WATCHED.append(None)
        own = watch(node)
        if own.retains is None:
            own.retains = {}
        own.retains[self.output_nr] = weakref.ref(self)

    @getset
    def _version(self) -> int:
        if isinstance(self._storage, InferenceStorage):
            raise RuntimeError(errors.INFERENCE_VERSION)
        return int(version_of(self))

    @getset
    def _base(self) -> Tensor | None:
        return None if self._view is None else self._view.base

    @bare
    def _is_view(self) -> bool:
        return self._view is not None

    def register_hook(self, hook: Callable[[Tensor], Tensor | None]) -> RemovableHandle:
        """`hook(grad)` runs when this tensor's gradient is known, and may return another one."""
        if not self.requires_grad:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        node = self.grad_fn
        if node is not None:
            return register(watch(node), "pre_hooks", (self.output_nr, hook))
        if self._extra is None:
            self._extra = Extra()
        return register(self._extra, "hooks", hook)

    def register_post_accumulate_grad_hook(self, hook: Callable[[Tensor], None]) -> RemovableHandle:
        """`hook(leaf)` runs after a gradient was added to this leaf's `.grad`."""
        if not self.requires_grad:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        if self.grad_fn is not None:
            raise RuntimeError(
                "post accumulate grad hooks cannot be registered on non-leaf tensors"
            )
        if self._extra is None:
            self._extra = Extra()
        return register(self._extra, "post_accumulate", hook)

    # --- values and memory ---------------------------------------------------

    @getset
    def data(self) -> Tensor:
        if SPECIAL and STATE.function_modes:
            return handle(vars(Tensor)["data"].__get__, (self,), {})
        found = wrap(self._a.view())
        inference = isinstance(self._storage, InferenceStorage)
        found._storage = OwnInferenceStorage() if inference else Storage()
        return found

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(value).__name__}")
        if self.requires_grad and value._a.dtype.kind not in "fc":
            raise RuntimeError(
                "data set to a tensor that requires gradients must be floating point or complex "
                "dtype"
            )
        self._a = value._a.view()
        if value.is_inference() != self.is_inference():
            self._storage = OwnInferenceStorage() if value.is_inference() else Storage()
            if value.is_inference() and not INFERENCE:
                INFERENCE.append(None)
        if self._edge is not None and isinstance(self._edge[0], AccumulateGrad):
            self._edge[0].attach(self)

    @data.deleter
    def data(self) -> None:
        raise RuntimeError("Deleting tensor data is not allowed. Delete tensor instead!")

    @getset
    def _backward_hooks(self) -> OrderedDict[int, Any] | None:
        """The tensor hooks registered on it; None before the first."""
        node = self.grad_fn
        if node is None:
            return None if self._extra is None else self._extra.hooks
        seen = watchers(node)
        if seen is None or seen.pre_hooks is None:
            return None
        own = OrderedDict(
            (key, hook)
            for key, (output, hook) in seen.pre_hooks.items()
            if output == self.output_nr
        )
        return own if own or not node.several else None

    @_backward_hooks.setter
    def _backward_hooks(self, hooks: OrderedDict[int, Any] | None) -> None:
        node = self.grad_fn
        if node is not None:
            watch(node).pre_hooks = hooks
        elif self._extra is not None:
            self._extra.hooks = hooks

    @getset
    def _post_accumulate_grad_hooks(self) -> OrderedDict[int, Any] | None:
        """The hooks that wait for this leaf's `.grad`; None before the first."""
        return None if self._extra is None else self._extra.post_accumulate

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self)} - {"_a", "_edge", "_extra", "_memory", "_view"})

    def __getattr__(self, name: str) -> Any:
        known = absent.reason("torch.Tensor", name)
        raise AttributeError(known or f"'{type(self).__name__}' object has no attribute '{name}'")

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        del types
        return func(*args, **(kwargs or {}))


def wrap(array: Array, cls: type[Tensor] = Tensor) -> Tensor:
    """A tensor over an array, part of no graph."""
    t: Tensor = new(cls)
    t._a = array
    t._edge = t._storage = t._view = t._extra = None
    return t


def set_requires_grad(tensor: Tensor, value: bool) -> None:
    """Makes a leaf require grad, or not."""
    if not value:
        own = tensor._edge
        if own is not None and isinstance(own[0], AccumulateGrad):
            own[0].extra.former = weakref.ref(own[0])
        tensor._edge = None
        return
    if isinstance(tensor._storage, InferenceStorage) and not STATE.inference:
        raise RuntimeError(errors.INFERENCE_REQUIRES_GRAD)
    if isinstance(tensor._storage, InferenceStorage) and not INFERENCE:
        INFERENCE.append(None)
    if tensor._edge is None:
        leaf_edge(tensor)


def wrap_dim(dim: int, ndim: int) -> int:
    """A dimension counted from the end, counted from the start.

    Raises:
        IndexError: with PyTorch's text, when there is no such dimension.
    """
    top = ndim or 1
    if not -top <= dim < top:
        raise errors.dim_out_of_range(dim, ndim)
    return dim % top


def _warn_non_leaf() -> None:
    text = release.grad_of_non_leaf()
    if text is not None:
        warn(text)


def _check_grad(tensor: Tensor, value: Any) -> None:
    if not isinstance(value, Tensor):
        raise TypeError(
            "assigned grad expected to be a Tensor or None but got grad of type " + type_name(value)
        )
    if value is tensor:
        raise RuntimeError("can't assign Variable as its own grad")
    if value._a.dtype != tensor._a.dtype:
        raise RuntimeError(
            f"attempting to assign a gradient with dtype '{_c_name(value)}' to a tensor with "
            "grad_dtype "
            f"'{OF[tensor._a.dtype].legacy}'. The gradient must match the tensor's grad_dtype "
            "(defaults to the "
            "tensor's dtype). You can set the tensor's grad_dtype attribute with a specific dtype, "
            "or None to "
            "allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and "
            "its gradient may "
            "break downstream systems that assume they match."
        )
    if value._a.shape != tensor._a.shape:
        raise RuntimeError(
            f"attempting to assign a gradient of size '{list(value._a.shape)}' to a tensor of size "
            f"'{list(tensor._a.shape)}'. Please ensure that the gradient and the tensor are the "
            "same size"
        )


def _c_name(tensor: Tensor) -> str:
    return errors.C_NAMES[tensor._a.dtype.name]
