"""The node of a `torch.autograd.Function`, which is the `ctx` that its methods get."""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.backward import grad_edge
from gradrepl.engine.grad_mode import enable_grad, no_grad
from gradrepl.engine.hooking import as_tensor
from gradrepl.engine.node import Edge, Node, new, stale
from gradrepl.engine.packing import Hooks, Packed
from gradrepl.engine.saved_tensor import SavedTensor
from gradrepl.engine.saving import attribute
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.view import version_of

if TYPE_CHECKING:
    from collections.abc import Callable


_SHOWN = (
    "apply", "dirty_tensors", "materialize_grads", "needs_input_grad", "non_differentiable",
    "saved_for_forward", "saved_tensors", "to_save",
)  # fmt: skip
"""What `dir` tells of every Function's node, beside what it tells of any."""

_attribute = functools.partial(attribute, owner="torch._C._FunctionBase")


class FunctionCtx:
    """What `forward` tells of its tensors."""

    __module__ = "torch.autograd.function"

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        """Keeps tensors for `backward`, which finds them in `ctx.saved_tensors`."""
        self.to_save = tensors

    def save_for_forward(self, *tensors: Tensor | None) -> None:
        """Keeps tensors for `jvp`, which nothing here calls.

        Raises:
            AssertionError: for what is no tensor.
        """
        for each in tensors:
            if each is not None and not isinstance(each, Tensor):
                raise AssertionError(
                    "save_for_forward expects all arguments to be tensors; you should save "
                    "non-tensors as attributes on ctx."
                )
        self.saved_for_forward = tensors

    def mark_dirty(self, *args: Tensor) -> None:
        """Says which inputs `forward` wrote into."""
        self.dirty_tensors = args

    def mark_shared_storage(self, *pairs: Any) -> None:
        """Does nothing: what shares memory is known."""
        del pairs
        warnings.warn(
            "`mark_shared_storage` is deprecated. Tensors with shared storages are automatically "
            "tracked. Note that calls to `set_()` are not tracked",
            FutureWarning,
            stacklevel=2,
        )

    def mark_non_differentiable(self, *args: Tensor) -> None:
        """Says which outputs carry no gradient."""
        self.non_differentiable = args

    def set_materialize_grads(self, value: bool) -> None:
        """Whether `backward` gets zeros, rather than None, for outputs that no gradient reached."""
        self.materialize_grads = value


class BackwardCFunction(FunctionCtx, Node):
    """The node of a Function, and the `ctx` of its methods. Its `__dict__` is the learner's."""

    __slots__ = (
        "__dict__", "_inputs", "_materialize", "_written", "dirty_tensors", "needs_input_grad",
        "non_differentiable", "saved_for_forward", "to_save",
    )  # fmt: skip
    __module__ = "torch.autograd.function"
    several = True
    heedless = True
    saves = True
    __repr__ = object.__repr__  # with its module, unlike the nodes that come from C

    bare: ClassVar[Any]
    """`Function` itself, whose `backward` and `vjp` say that they are missing."""
    _function: Any
    _inputs: tuple[tuple[tuple[int, ...], np.dtype[Any]] | None, ...]
    """Of each argument of `forward` its shape and dtype; None of what is no tensor."""
    needs_input_grad: tuple[bool, ...]
    to_save: Any
    dirty_tensors: Any
    non_differentiable: Any
    saved_for_forward: Any
    _written: int
    """Which output is a tensor that `forward` wrote into, if one is a view."""

    @classmethod
    def make(cls) -> Self:
        """A node that nothing is known of yet."""
        self: Self = new(cls)
        self.edges = ()
        self.outs = ()
        self.saved = ()
        self._inputs = self.needs_input_grad = ()
        self._materialize = True
        self.to_save = self.dirty_tensors = self.non_differentiable = self.saved_for_forward = None
        return self

    def __call__(self, *grads: Any) -> Any:
        del grads
        raise TypeError(f"'{type(self).__name__}' object is not callable")

    def __dir__(self) -> list[str]:
        """What PyTorch's nodes show, and what the Function's methods left on their `ctx`."""
        return sorted(
            {*dir(FunctionCtx), *super().__dir__(), *_SHOWN, *self.__dict__} - {"__call__"}
        )

    @property
    def materialize_grads(self) -> bool:
        raise AttributeError(
            "attribute 'materialize_grads' of 'torch._C._FunctionBase' objects is not readable"
        )

    @materialize_grads.setter
    def materialize_grads(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise TypeError(
                "set_materialize_grads received an invalid combination of arguments - got (), but "
                "expected (bool)"
            )
        self._materialize = value

    @_attribute
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
                raise stale(tensor, version, None if number is None else (self.name(), number))
            if number is not None:  # an output, saved without its edge, which would be a cycle
                found.append(alias(tensor, (self, number)))
            elif edge is not grad_edge(tensor):
                found.append(alias(tensor, edge))
            else:
                found.append(tensor)
        return tuple(found)

    @_attribute
    def saved_variables(self) -> tuple[Tensor | None, ...]:
        """An old name."""
        warnings.warn(
            "'saved_variables' is deprecated; use 'saved_tensors'", DeprecationWarning, stacklevel=2
        )
        return self.saved_tensors

    @_attribute
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
        at_its_place = alias(tensor, edge)
        packed = Packed.of(at_its_place, tensor.detach() if given is None else given, hooks, number)
        self.saved = (*self.saved[:index], (packed, 0, None, None), *self.saved[index + 1 :])

    def apply(self, grad: Any) -> Any:
        grads = [as_tensor(each) for each in grad]
        with no_grad():
            found = self._run(grads)
        return [each._a if isinstance(each, Tensor) else each for each in found]

    def apply_tensors(self, grad: Any) -> Any:
        with enable_grad():
            return self._run(grad)

    def _run(self, grads: list[Any]) -> list[Any]:
        if self._materialize:
            grads = [
                wrap(np.zeros(*meta)) if each is None and meta is not None else each
                for each, meta in zip(grads, self.outs, strict=True)
            ]
        found = self._backward_function()(self, *grads)
        given = list(found) if isinstance(found, tuple) else [found]
        return self._checked(given)

    def _backward_function(self) -> Callable[..., Any]:
        """The learner's `backward`, or `vjp`, which is its other name."""
        function = self._function
        bare = BackwardCFunction.bare
        if function.vjp is bare.vjp:
            return function.backward
        if function.backward is not bare.backward:
            raise RuntimeError(
                "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. You "
                "should only implement one of them."
            )
        return function.vjp

    def _checked(self, given: list[Any]) -> list[Any]:
        """The gradients of the tensors among `forward`'s arguments.

        Raises:
            RuntimeError: with PyTorch's text, where they do not fit the arguments.
        """
        count = len(self._inputs)
        while len(given) > count and given[-1] is None:
            given.pop()
        name = self.name()
        if len(given) != count:
            raise RuntimeError(
                f"function {name} returned an incorrect number of gradients (expected {count}, got "
                f"{len(given)})"
            )
        for at, (each, meta) in enumerate(zip(given, self._inputs, strict=True)):
            if each is None or (meta is not None and isinstance(each, Tensor)):
                continue
            if meta is not None:
                raise RuntimeError(f"expected Variable or None (got {type(each).__name__})")
            raise RuntimeError(
                f"function {name} returned a gradient different than None at position "
                f"{at + 1}, but the "
                "corresponding forward input was not a Variable"
            )
        pairs = zip(given, self._inputs, strict=True)
        kept = [(each, meta) for each, meta in pairs if meta is not None]
        for at, (each, (shape, dtype)) in enumerate(kept):
            if each is not None:
                self._check_fit(at, each, shape, dtype)
        return [each for each, _ in kept]

    def _check_fit(
        self, at: int, grad: Tensor, shape: tuple[int, ...], dtype: np.dtype[Any]
    ) -> None:
        if self.edges[at] is None:
            return
        if grad._a.shape != shape and not _expandable(grad._a.shape, shape):
            raise RuntimeError(
                f"Function {self.name()} returned an invalid gradient at index {at} - got "
                f"{list(grad._a.shape)} but "
                f"expected shape compatible with {list(shape)}"
            )
        kind = grad._a.dtype.kind
        if kind != "f" and (kind == "c") != (dtype.kind == "c"):
            raise RuntimeError(errors.OTHER_KIND)


def _expandable(grad: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether the gradient can be summed to the input's shape."""
    if len(shape) > len(grad):
        return False
    tail = grad[len(grad) - len(shape) :]
    return all(want in (1, got) for want, got in zip(shape, tail, strict=True))


def alias(tensor: Tensor, edge: Edge | None) -> Tensor:
    found = wrap(tensor._a)
    found._storage = tensor._storage
    found._edge = edge
    return found
