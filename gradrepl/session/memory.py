"""What an open session remembers of tensors, for who draws them from within a statement.

`gradrepl.draw`, called at the prompt or by a script under the lens, shows the cuts that `%graph`
shows: what autograd did not record nobody else knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from gradrepl.observe.identity import Identities
    from gradrepl.session.ledger import Ledger


@dataclass(frozen=True, eq=False, slots=True)
class Memory:
    """Of one session; the ledger grows with every statement that ends."""

    torch: ModuleType
    identities: Identities
    ledger: Ledger


_open: list[Memory] = []


def remember(memory: Memory) -> None:
    """A session has been opened."""
    _open.append(memory)


def forget(memory: Memory) -> None:
    """It has been closed."""
    if memory in _open:
        _open.remove(memory)


def current() -> Memory | None:
    """That of the session that was opened last and is still open."""
    return _open[-1] if _open else None
