"""What each thread is in: recording or not, inference mode, torch-function modes.

# NOTE [Off and special]
A thread-local read costs as much as a sixth of a small multiplication, and hardly any program
needs it. So two process-wide lists say whether *any* thread is out of the ordinary, and an
operation looks at the thread-local state only then: `OFF` is not empty while some thread has
recording switched off, `SPECIAL` while some thread is inside an inference or a torch-function mode.
"""

from __future__ import annotations

import threading
from typing import Any

from gradrepl.engine import floating


class _State(threading.local):
    """What one thread is in. A new thread starts with recording switched on."""

    def __init__(self) -> None:
        self.grad = True
        """What `is_grad_enabled` tells."""
        self.inference = False
        self.recording = True
        """Whether operations are recorded: with grad mode on, and outside inference mode."""
        self.formula = 0
        """How many formulas this thread is in."""
        self.function_modes: tuple[Any, ...] = ()
        self.task: Any = None
        """The backward that is running."""
        self.mutation: Any = None
        """What copies saved tensors before they are written into, where that is allowed."""
        self.levels: tuple[Any, ...] = ()
        """The running transforms of `torch.func`, the innermost one last."""
        self.maps: tuple[Any, ...] = ()
        """Those of them that are `vmap`s."""
        self.duals: Any = None
        """The tangents that travel with tensors, in forward mode."""
        self.saved_hooks: tuple[Any, ...] = ()
        """Pairs of a pack and an unpack hook; the last one is in force."""
        self.saved_hooks_refused: str | None = None
        """What to say to whoever sets such hooks, while they are disabled."""
        floating.quiet()  # numpy keeps its error state by thread, too


STATE = _State()
OFF: set[int] = set()
SPECIAL: list[object] = []
FORMULA: list[object] = []
"""Not empty while some thread runs a formula on Tensors. Numbers in formulas are recorded as
PyTorch's own are, which it writes in C++: `MulBackward1`, where Python's `x * 2` is `MulBackward0`.
"""


def switch(mode: bool) -> None:
    """Sets this thread's mode and keeps `OFF` true to it."""
    STATE.grad = mode
    STATE.recording = mode and not STATE.inference
    if STATE.recording:
        OFF.discard(threading.get_ident())
    else:
        OFF.add(threading.get_ident())
