"""What the generated code sees, and how it is compiled."""

from __future__ import annotations

import linecache
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.arguments import NO
from gradrepl.engine.state import FORMULA, SPECIAL, STATE

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = os.path.dirname(__file__)  # noqa: PTH120  # pathlib costs as much to import as ten of our modules

G: dict[str, Any] = {
    "NO": NO,
    "ndarray": np.ndarray,
    "SPECIAL": SPECIAL,
    "FORMULA": FORMULA,
    "STATE": STATE,
    "__name__": __name__,
}
"""The globals of all generated functions; `tensor.py` and others add theirs before the first row
is built.
"""


def define(name: str, source: str, extra: Mapping[str, Any] | None = None) -> Any:
    """Compiles one generated function and returns it."""
    filename = f"{_FOLDER}{os.sep}<{name}>"  # in our folder, so that our frames are known as ours
    scope = {**G, **extra} if extra else G
    local: dict[str, Any] = {}
    exec(compile(source, filename, "exec"), scope, local)  # noqa: S102  # as dataclasses does
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    return next(iter(local.values()))
