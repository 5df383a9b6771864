"""The functions that compute and record, for code of ours that has its arguments checked already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.table import Op


class _Recorded:
    """`RECORDED.select(x, 0, 1)`: the first overload that is recorded, given all of its arguments.

    An operation's function is made when it is first asked for. It is not seen by modes: whoever
    calls it looks at `SPECIAL` first.
    """

    def __getattr__(self, name: str) -> Callable[..., Any]:
        from gradrepl.engine import ops

        made = self._made(next(row for row in ops.ROWS[name] if not row.composite))
        setattr(self, name, made)
        return made

    def _made(self, row: Op) -> Callable[..., Any]:
        from gradrepl.engine import ops

        return ops.core_of(row)


class _Linked(_Recorded):
    """`LINKED.select(edge, sizes, shape, dtype, 0, 1)`: records a view without making it."""

    def _made(self, row: Op) -> Callable[..., Any]:
        from gradrepl.engine import ops

        return ops.link_of(row)


RECORDED = _Recorded()
LINKED = _Linked()
