"""gradrepl: a Python prompt that shows what autograd is doing.

`draw` and `Session` are loaded when they are first asked for: `import gradrepl` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradrepl.session.picture import draw
    from gradrepl.session.session import Session

__all__ = ["Session", "__version__", "draw"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name == "Session":
        from gradrepl.session.session import Session  # noqa: PLC0415  # see the docstring

        return Session
    if name == "draw":
        from gradrepl.session.picture import draw  # noqa: PLC0415  # see the docstring

        return draw
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), "Session", "draw"])
