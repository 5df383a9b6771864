"""`torch.linalg`: norms, factors, inverses, determinants, solutions.

The table has them as `linalg_svd` and so on.
"""

from __future__ import annotations

from typing import Any

from gradrepl.engine import absent, ops
from gradrepl.engine.ops.lapack import LinAlgError

_PREFIX = "linalg_"

__all__ = ["LinAlgError"]


def __getattr__(name: str) -> Any:
    """An operation's function, made when it is first asked for."""
    if _PREFIX + name in ops.ROWS:
        made = globals()[name] = ops.member(_PREFIX + name)
        return made
    raise absent.error("torch.linalg", name)


def __dir__() -> list[str]:
    names = (each.removeprefix(_PREFIX) for each in ops.ROWS if each.startswith(_PREFIX))
    return sorted([*names, "LinAlgError"])
