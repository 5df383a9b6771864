"""`torch.linalg`: norms, factors, inverses, determinants, solutions.

The table has them as `linalg_svd` and so on.
"""

from __future__ import annotations

from typing import Any

from gradrepl.engine import ops
from gradrepl.engine.ops.lapack import LinAlgError

_ABSENT = ("householder_product", "ldl_factor", "ldl_factor_ex", "ldl_solve")
_PREFIX = "linalg_"

__all__ = ["LinAlgError"]


def __getattr__(name: str) -> Any:
    """An operation's function, made when it is first asked for."""
    if _PREFIX + name in ops.ROWS:
        made = globals()[name] = ops.member(_PREFIX + name)
        return made
    if name in _ABSENT:
        raise AttributeError(f"gradrepl has no torch.linalg.{name}")
    raise AttributeError(f"module 'torch.linalg' has no attribute '{name}'")


def __dir__() -> list[str]:
    names = (each.removeprefix(_PREFIX) for each in ops.ROWS if each.startswith(_PREFIX))
    return sorted([*names, "LinAlgError"])
