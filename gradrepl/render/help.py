"""Tables of commands: what `%help` and `gradrepl learn` show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.graph.canvas import cell_width
from gradrepl.render.text import hanging, line, pad, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text


def help_lines(entries: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """What to type on the left, what it does on the right, or below where there is no room."""
    lines: list[Text] = []
    longest = max((cell_width(usage) for usage, _ in entries), default=0)
    size = min(longest, width // 2)
    for usage, summary in entries:
        left = styled("  ")
        left.append_text(styled(usage, "command"))
        if cell_width(usage) > size:
            lines.append(line(left))
            left = styled("  ")
        lines += hanging(pad(left, size + 4), summary, width)
    return lines
