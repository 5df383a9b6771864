"""What the operations of a family are tried on, beyond one sample a row: one module a family.

A module gives `CASES`, expressions over the inputs of `tests.engine.samples`, which real PyTorch
runs as well, and may give `ROWS`, samples of rows by name and overload, as `samples.CALLS` does.
What PyTorch made of them lies in `data/cases`, a file a family.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "data" / "cases"

FAMILIES = tuple(sorted(each.name for each in pkgutil.iter_modules(__path__)))


def cases(family: str) -> tuple[str, ...]:
    """The expressions of a family, in order."""
    found: tuple[str, ...] = importlib.import_module(f"{__name__}.{family}").CASES
    return found


def samples(family: str) -> dict[str, str]:
    """The samples that a family gives for rows of the table."""
    return getattr(importlib.import_module(f"{__name__}.{family}"), "ROWS", {})


def recorded(family: str) -> dict[str, Any]:
    """What real PyTorch made of them, by expression."""
    return json.loads((FOLDER / f"{family}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]
