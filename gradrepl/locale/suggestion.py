"""What to say after a name that nobody knows: the one that was meant, or all that there are."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR: Final = 0.6
"""How much alike two names are that may be mistaken for each other, of 1."""


def suggestion(name: str, known: Iterable[str], *, see: str = "") -> str:
    """The end of a sentence: `; did you mean 'boxes'?`, or else what there is.

    Args:
        name: as it was given. That options begin with dashes makes no two of them alike.
        known: what it could have been.
        see: a command that lists them, where they are too many for a sentence.
    """
    known = tuple(known)
    plain = {one.lstrip("-").lower(): one for one in reversed(known)}
    if near := difflib.get_close_matches(name.lstrip("-").lower(), plain, 1, _NEAR):
        return gettext("; did you mean {name!r}?").format(name=plain[near[0]])
    if see:
        return gettext("; see {command}").format(command=see)
    return gettext("; there are: {names}").format(names=", ".join(known)) if known else ""
