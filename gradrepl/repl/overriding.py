"""`@override`, which Python has from 3.12 on: only the type checker needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):  # noqa: ANN001, ANN201  # the type checker reads the other one
        """Says that a method replaces an inherited one."""
        return method
