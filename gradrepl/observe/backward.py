"""Watches a backward pass: the engine runs it, hooks on every node see what passes by.

# NOTE [A pass that leaves no trace]
The order and the gradients are the engine's own: the pass is run by it, and not computed here a
second time. To try it, `torch.autograd.grad` is asked for what would arrive at the leaves' own
AccumulateGrad nodes, with the graph retained: it runs the same nodes by the same queue as
`backward()`, adds nothing to any `.grad`, frees nothing and changes no version. What it does leave
is put back: the gradient of tensors that retain theirs, the random state, and our own hooks.

The learner's hooks and Functions take part, because they decide what the gradients are. What they
do beside that (print, append to a list) is done: nobody else can tell the one from the other.
Hooks that wait for the sum in a leaf's `.grad` are not called, for there is no sum.
"""

from __future__ import annotations

import contextlib
import random
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradrepl.observe.living import living
from gradrepl.observe.probe import undisturbed
from gradrepl.observe.recording import LIMIT, Recording, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from gradrepl.observe.formula import Rows
    from gradrepl.observe.identity import Identities
    from gradrepl.observe.steps import Steps

_OURS = str(Path(__file__).parents[1])

__all__ = ["LIMIT", "TooLarge", "perform", "rehearse"]


def rehearse(
    torch: ModuleType,
    tensor: Any,
    gradient: Any,
    identities: Identities,
    *,
    limit: int = LIMIT,
    rows: Rows | None = None,
) -> Steps:
    """Runs the backward pass of a tensor and leaves everything as it was.

    Args:
        torch: the backend.
        tensor: where it starts.
        gradient: what flows in; None is 1, for a tensor of one element.
        identities: the session's.
        limit: how many nodes are watched at most.
        rows: our table, for nodes that were not made from it.

    Raises:
        TooLarge: where there are more.
        KeyboardInterrupt: with everything put back.
    """
    recording = Recording(torch, [tensor], identities, limit=limit, rows=rows)
    with recording, _put_back(torch), _own_warnings_unsaid():
        try:
            torch.autograd.grad(
                tensor,
                recording.ends() or [tensor],
                grad_outputs=gradient,
                retain_graph=True,
                allow_unused=True,
            )
        except Exception as error:  # noqa: BLE001  # it is told, as backward() would tell it
            recording.failed(error)
    return recording.steps()


def perform(
    torch: ModuleType,
    tensor: Any,
    gradient: Any,
    identities: Identities,
    *,
    limit: int = LIMIT,
    rows: Rows | None = None,
) -> Steps:
    """Runs `tensor.backward(gradient)` itself, with all that it does, and watches it.

    Args and Raises: as for `rehearse`.
    """
    recording = Recording(torch, [tensor], identities, limit=limit, kept=True, rows=rows)
    with recording:
        try:
            tensor.backward(gradient)
        except Exception as error:  # noqa: BLE001  # as above
            recording.failed(error)
    return recording.steps()


@contextlib.contextmanager
def _own_warnings_unsaid() -> Iterator[None]:
    """Keeps back what the engine warns of at our own call: `backward()` will warn at the learner's.

    The filters stay as they are: a change of them would have every warning told once more.
    """
    shown = warnings.showwarning

    def show(message: Any, category: Any, filename: str, *rest: Any) -> None:
        if not filename.startswith(_OURS):
            shown(message, category, filename, *rest)

    warnings.showwarning = show  # type: ignore[assignment]  # it hands on whatever it is given
    try:
        yield
    finally:
        if warnings.showwarning is show:
            warnings.showwarning = shown


@contextlib.contextmanager
def _put_back(torch: ModuleType) -> Iterator[None]:
    """Puts back what a pass that adds nothing up leaves all the same."""
    with undisturbed(torch):
        retaining = [(one, one.grad) for one in living() if one.retains_grad]
    state, python = torch.get_rng_state(), random.getstate()
    cuda = torch.cuda
    devices = cuda.get_rng_state_all() if getattr(cuda, "is_initialized", bool)() else None
    mode = torch.is_grad_enabled()
    try:
        yield
    finally:
        with undisturbed(torch):
            for tensor, grad in retaining:
                if tensor.grad is not grad:
                    tensor.grad = grad
        torch.set_rng_state(state)
        random.setstate(python)
        if devices is not None:
            cuda.set_rng_state_all(devices)
        if torch.is_grad_enabled() != mode:
            torch.set_grad_enabled(mode)
