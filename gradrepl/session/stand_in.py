"""Replacing an attribute of a module while statements run, unless the learner has."""

from __future__ import annotations

from typing import Any

_NOTHING = object()


class StandIn:
    """One attribute (`sys.stdout`, `sys.displayhook`, ...) and what replaces it.

    A learner may replace it as well, and a prompt would keep that for the statements to come: so
    does this. It takes its place again as soon as what the learner put there is gone.
    """

    def __init__(self, owner: object, name: str, ours: object) -> None:
        self._owner = owner
        self._name = name
        self._ours = ours
        self._learners: object = _NOTHING
        self.before: Any = getattr(owner, name, None)
        """What it stands in for."""

    @property
    def current(self) -> Any:
        """What is there now."""
        return getattr(self._owner, self._name, None)

    def is_learners(self, value: object) -> bool:
        """Whether the learner left it there."""
        return value is self._learners

    def start(self) -> None:
        """Begins a statement."""
        current = self.current
        if current is not self._ours and current is not self._learners:
            self.before = current
            setattr(self._owner, self._name, self._ours)

    def stop(self, *, restore: bool = False) -> None:
        """Ends it.

        Args:
            restore: also take down what the learner put in place.
        """
        current = self.current
        if current is self._ours or (restore and current is not self.before):
            setattr(self._owner, self._name, self.before)
            self._learners = _NOTHING
        elif current is not self.before:
            self._learners = current
