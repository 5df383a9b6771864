"""Numpy's reports of `1/0`, `log(0)` and overflow: silent here, as in PyTorch, unchanged elsewhere.

A warnings filter is not enough: whoever resets the filters, or turns warnings into errors, would
meet them again. numpy can hand its reports to an object instead, which costs nothing while there is
nothing to report.
"""

from __future__ import annotations

import sys
import warnings

import numpy as np

_PREFIX = "Warning: "


class _Reports:
    """Where numpy writes `Warning: divide by zero encountered in log`."""

    def write(self, message: str) -> None:
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("numpy."):
            frame = frame.f_back
        if not frame.f_globals.get("__name__", "").startswith("gradrepl.engine"):
            warnings.warn(message.strip().removeprefix(_PREFIX), RuntimeWarning, stacklevel=2)


_REPORTS = _Reports()


def quiet() -> None:
    """Takes numpy's reports in this thread, unless somebody has asked for something else."""
    now = np.geterr()
    found = {kind: "log" for kind, what in now.items() if what == "warn"}
    if found and np.geterrcall() is None:
        np.seterrcall(_REPORTS)
        np.seterr(**found)  # type: ignore[arg-type]  # only the known kinds are in it
