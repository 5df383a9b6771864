"""The levels of `torch.func`: each transform differentiates by inputs of its own.

# NOTE [Levels]
A transform gives its function stand-ins for the inputs, and differentiates by those, always
recording. Where the input itself requires a gradient the stand-in is a view of it, so that what the
transform returns can be differentiated once more, by the transform around it or by `backward`.
Otherwise it is a leaf; and a result that leads to no other leaf than those leaves the transform
detached, since outside nobody asked for its gradient.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Self

from gradrepl.engine.ancestry import reachable
from gradrepl.engine.autograd.saved import disable_saved_tensors_hooks
from gradrepl.engine.grad_mode import enable_grad, inference_mode
from gradrepl.engine.inference import InferenceStorage
from gradrepl.engine.node import AccumulateGrad, Node
from gradrepl.engine.ops import recording
from gradrepl.engine.overrides import unseen
from gradrepl.engine.packing import written_into
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.view import edge, requires_grad

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

_NO_HOOKS = (
    "torch.func.{grad, vjp, jacrev, hessian} don't yet support saved tensor hooks. Please open an "
    "issue with your use case."
)


class Level:
    """One running transform: a context in which its function is called."""

    def __init__(self) -> None:
        self.recording = STATE.recording
        """Whether what it returns may have a history."""
        self.inputs: list[tuple[Tensor, Tensor]] = []
        """Each input, with what stands in for it."""
        self.nodes: set[Node] = set()
        """Where the gradients of the stand-ins arrive."""
        self._modes: tuple[AbstractContextManager[Any], ...] = ()

    def __enter__(self) -> Self:
        self._modes = (
            disable_saved_tensors_hooks(_NO_HOOKS),
            inference_mode(mode=False),
            enable_grad(),
        )
        for mode in self._modes:
            mode.__enter__()
        STATE.levels = (*STATE.levels, self)
        SPECIAL.append(self)
        return self

    def __exit__(self, *raised: object) -> None:
        SPECIAL.remove(self)
        STATE.levels = STATE.levels[:-1]
        for mode in reversed(self._modes):
            mode.__exit__(*raised)

    @unseen()
    def stand_in(self, given: Any) -> Tensor:
        """What the function gets in place of an input that is differentiated by.

        Raises:
            ValueError: for what is no tensor.
            RuntimeError: for integers.
        """
        if not isinstance(given, Tensor):
            raise ValueError(f"Thing passed to transform API must be Tensor, got {type(given)}")
        if given._a.dtype.kind not in "fc":
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        inference = isinstance(
            given._storage, InferenceStorage
        )  # which nothing records, nor may it
        if self.recording and requires_grad(given) and not inference:
            found: Tensor = recording("alias")(given)
        else:
            found = wrap(given._a) if inference else given.detach()
            found.requires_grad = True
        if STATE.maps:
            STATE.maps[-1].mark_results(found, (given,), {})
        self.inputs.append((given, found))
        assert found._edge is not None  # noqa: S101  # it requires a gradient
        self.nodes.add(found._edge[0])
        return found

    @unseen()
    def taken_out(self, value: Any) -> Any:
        """A result as the code around the transform sees it.

        Raises:
            RuntimeError: for what is no tensor.
        """
        if not isinstance(value, Tensor):
            raise RuntimeError(f"Expected tensors, got unsupported type {type(value)}")
        for given, found in self.inputs:
            if value is found:
                return given
        if not value.requires_grad:
            return value
        return value if self.recording and self._leads_out(value) else value.detach()

    def _leads_out(self, value: Tensor) -> bool:
        return any(
            isinstance(node, AccumulateGrad) and node not in self.nodes for node in _ancestry(value)
        )

    @staticmethod
    def check_captured(function: Any, args: tuple[Any, ...]) -> None:
        """Refuses to write into a tensor that no transform tracks. See `check_captured`."""
        check_captured(function, args)

    @staticmethod
    def shown(tensor: Tensor, show: Any) -> str:
        """The text of `repr(tensor)` inside transforms."""
        return wrapped_repr(tensor, show)


def _ancestry(value: Tensor) -> list[Node]:
    place = value._edge if value._view is None else edge(value)
    return [] if place is None else reachable([place[0]])


def wrapped_repr(tensor: Tensor, show: Any) -> str:
    """How a tensor prints inside transforms: wrapped once for each level that tracks it."""
    ancestry = set(_ancestry(tensor))
    tracking = [
        (number, level)
        for number, level in enumerate(STATE.levels, start=1)
        if level.nodes & ancestry
    ]
    value = tensor
    for _, level in reversed(tracking):
        value = level.taken_out(value)
    levels, STATE.levels = STATE.levels, ()
    try:
        text: str = show(value)
    finally:
        STATE.levels = levels
    for number, _ in tracking:
        inner = textwrap.indent(text, "    ")
        text = f"GradTrackingTensor(lvl={number}, value=\n{inner}\n)"
    return text


def check_captured(function: Any, args: tuple[Any, ...]) -> None:
    """Refuses to write what a transform tracks into a tensor that it does not.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    if STATE.formula:  # what a derivative fills is its own
        return
    target = written_into(function, args)
    if target is None:
        return
    nodes = STATE.levels[-1].nodes
    others = [each for each in _tensors(args[1:]) if nodes & set(_ancestry(each))]
    if others and not nodes & set(_ancestry(target)):
        name = str(function.__name__)
        written = "copy_" if name == "__setitem__" else name
        overload = ".Tensor" if written in _BINARY else ""
        raise RuntimeError(
            "During a grad (vjp, jvp, grad, etc) transform, the function provided attempted to "
            f"call in-place operation (aten::{written}{overload}) that would mutate a captured "
            "Tensor. This is not supported; please rewrite the function being transformed to "
            "explicitly accept the mutated Tensor(s) as inputs."
        )


_BINARY = frozenset(("add_", "sub_", "mul_", "div_"))


def _tensors(values: tuple[Any, ...]) -> Iterator[Tensor]:
    for each in values:
        if isinstance(each, Tensor):
            yield each
