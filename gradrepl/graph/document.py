"""A graph as JSON. `graph.schema.json`, beside this file, says what stands in it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gradrepl.graph.model import Graph

FORMAT: Final = "gradrepl-graph"
VERSION: Final = 1


def to_json(graph: Graph) -> str:
    """The graph as a JSON document, ending in a newline.

    Texts of the learner's are whole and unchanged. Of them, what would not show on a screen or
    could harm one (control characters, bidi marks, lone surrogates) is written as an escape.
    """
    text = json.dumps(
        {"format": FORMAT, "version": VERSION, **asdict(graph)}, ensure_ascii=False, indent=1
    )
    return re.sub(r"[^\n\x20-\x7e]", _shown, text) + "\n"


def _shown(found: re.Match[str]) -> str:
    char = found.group()
    return char if char.isprintable() else json.dumps(char)[1:-1]
