"""Replacing an attribute of a module while statements run."""

from __future__ import annotations

from typing import Any

_NOTHING: Any = object()


class StandIn:
    """One attribute (`sys.stdout`, `sys.displayhook`, ...) and what stands there during statements.

    A learner may replace it as well, and finds that again in the next statement, as at a prompt.
    Between statements there is what was there before: a redirected stream does not swallow the
    prompt.
    """

    def __init__(self, owner: object, name: str, ours: object) -> None:
        self._owner = owner
        self._name = name
        self._ours = ours
        self._learners = _NOTHING
        self._is_up = False
        self.before: Any = getattr(owner, name, None)
        """What it stands in for."""

    @property
    def outside(self) -> Any:
        """What is there, our own and the learner's aside."""
        current = getattr(self._owner, self._name, None)
        return self.before if self._is_up or current is self._ours else current

    def start(self) -> None:
        """Begins a statement."""
        if self._is_up:  # the last one was torn away by Ctrl-C
            return
        self.before = self.outside
        self._is_up = True
        wanted = self._ours if self._learners is _NOTHING else self._learners
        setattr(self._owner, self._name, wanted)

    def stop(self) -> None:
        """Ends it."""
        if not self._is_up:
            return
        current = getattr(self._owner, self._name, None)
        is_restored = current is self._ours or current is self.before
        self._learners = _NOTHING if is_restored else current
        self._is_up = False
        setattr(self._owner, self._name, self.before)
