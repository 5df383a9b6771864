"""Why it is so: every rule of `RULES` looks at a turn and may say one thing."""

from __future__ import annotations

from gradrepl.lens import rules
from gradrepl.lens.situation import Explanation, Situation, Tone

__all__ = ["Explanation", "Situation", "Tone", "explain"]


def explain(situation: Situation) -> tuple[Explanation, ...]:
    """What the rules say, in the order of `RULES`, each thing once.

    A rule that fails says nothing: an explanation is never worth a broken turn.
    """
    said: dict[Explanation, None] = {}
    for rule in rules.RULES:
        try:
            said.update(dict.fromkeys(rule(situation)))
        except Exception:  # noqa: BLE001, S112  # see above
            continue
    return tuple(said)
