"""Why it is so: `why`, `note` and `fix` lines, wrapped beside their label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.graph.canvas import cell_width
from gradrepl.locale import N_, gettext
from gradrepl.render.text import hanging, pad, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from gradrepl.lens.explain import Explanation

_LABELS = {"why": N_("why"), "note": N_("note"), "caution": N_("caution"), "fix": N_("fix")}


def explanation_lines(explanations: Sequence[Explanation], width: int) -> list[Text]:
    """Each explanation and its fix, in lines of at most `width` cells, labels in one column."""
    told: list[tuple[str, str]] = []
    for explanation in explanations:
        told.append((explanation.tone, sentence(explanation.text, explanation.values)))
        if explanation.fix:
            told.append(("fix", sentence(explanation.fix, explanation.values)))
    labels = {role: gettext(_LABELS.get(role, role)) for role, _ in told}
    size = max((cell_width(label) for label in labels.values()), default=0)
    lines: list[Text] = []
    for role, body in told:
        label = styled("  ")
        label.append_text(pad(styled(labels[role], role), size + 2))
        lines += hanging(label, body, width)
    return lines


def sentence(message: str, values: Sequence[tuple[str, str]]) -> str:
    """The message in the reader's language, filled in; unfilled rather than not shown."""
    text = gettext(message)
    try:
        return text.format(**dict(values))
    except (LookupError, ValueError, AttributeError):
        return text
