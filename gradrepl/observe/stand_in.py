"""Calls a function from where the learner called it, though it is we who call.

# NOTE [Stand-ins]
A warning from C names the innermost Python frame, and Python remembers in that frame's globals
which texts it has shown at which line. Under a torch-function mode that frame would be the mode's:
the place would be wrong, and what was shown once would be silent everywhere. So the call is made by
a one-line function that has the file name, the line and the globals of the learner's own frame. It
is cut from tracebacks again.
"""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

StandIn: TypeAlias = "Callable[[Any, Any, Any], Any]"

_NAME = "<called under the lens>"

plain: StandIn = lambda func, args, kwargs: func(*args, **kwargs)  # noqa: E731  # one line, see below


def stand_in(frame: FrameType, line: int) -> StandIn:
    """A function `(func, args, kwargs)` that calls `func` as if from a line of that frame."""
    # The template stands on one line: moving its first line moves all of it.
    code = plain.__code__.replace(
        co_filename=frame.f_code.co_filename, co_firstlineno=line, co_name=_NAME
    )
    return FunctionType(code, frame.f_globals)


def without_stand_in(traceback: TracebackType | None) -> TracebackType | None:
    """What is left of a traceback inside the stand-in that the first frame called."""
    inner = None if traceback is None else traceback.tb_next
    while inner is not None and inner.tb_frame.f_code.co_name in (_NAME, plain.__code__.co_name):
        inner = inner.tb_next
    return inner
