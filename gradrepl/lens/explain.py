"""Why it is so: every rule of `RULES` looks at a turn and may say one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["note", "why", "caution"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence or two in the learner's language, chosen by a rule.

    The texts are message ids of the catalogue in `gradrepl/locale`; `values` fills their `{placeholders}`.
    """

    rule: str
    """The rule's id: `severed-by-no-grad`. Lessons refer to it with `teaches:`."""
    tone: Tone
    text: str
    fix: str = ""
    """What to do about it; empty where nothing needs doing."""
    values: tuple[tuple[str, str], ...] = ()
