"""Tables of commands: what `%help` and `gradrepl learn` show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.graph.canvas import cell_width
from gradrepl.render.text import hanging, line, pad, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text


MARGIN = 2


def help_lines(entries: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """What to type on the left, what it does on the right, or below where there is no room."""
    lines: list[Text] = []
    room = width // 3
    fitting = [size for usage, _ in entries if (size := cell_width(usage)) <= room]
    size = max(fitting, default=room)
    for usage, summary in entries:
        left = styled(" " * MARGIN)
        left.append_text(styled(usage, "command"))
        if cell_width(usage) > size:
            lines.append(line(left))
            left = styled(" " * MARGIN)
        lines += hanging(pad(left, size + 2 * MARGIN), summary, width)
    return lines
