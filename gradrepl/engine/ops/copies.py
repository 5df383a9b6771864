"""The copies of views: `squeeze_copy` and its like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.ops.diagonals import DIAGONALS
from gradrepl.engine.ops.dimensions import DIMENSIONS
from gradrepl.engine.ops.shape import SHAPE
from gradrepl.engine.ops.splitting import SPLITTING
from gradrepl.engine.ops.strided import STRIDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.table import Op

_COPIED = (
    "alias", "as_strided", "diagonal", "expand", "permute", "select", "squeeze", "t", "transpose",
    "unbind", "unfold", "unsqueeze", "view",
)  # fmt: skip
_RENAMED = {"_slice": "slice", "_split": "split"}


def copies(rows: tuple[Op, ...]) -> tuple[Op, ...]:
    """`squeeze_copy` and its like: each view's row once more, with a copy for its result."""
    found = []
    for row in rows:
        name = _RENAMED.get(row.name, row.name)
        if row.given and (name in _COPIED or row.name in _RENAMED):
            text = row.text.replace("(a)", "").replace(row.name, f"{name}_copy", 1)
            found.append(row._replace(text=text, node=f"{row.node}_copy", kernel=_copying(row.kernel), in_place=False,
                in_place_node=None, method=False, function=True,
            ))  # fmt: skip
    return tuple(found)


def _copying(kernel: Callable[..., Any]) -> Callable[..., Any]:
    def copied(*args: Any) -> Any:
        view = kernel(*args)
        return [each.copy() for each in view] if isinstance(view, list) else view.copy()

    return copied


COPIES = copies((*SHAPE, *DIMENSIONS, *STRIDED, *SPLITTING, *DIAGONALS))
