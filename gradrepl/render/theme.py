"""The styles, named by what a thing is.

Only the terminal's own sixteen colours are used, and of them only those that can be read on a dark
and on a light ground; whatever a colour says, a word or a shape says too.
"""

from __future__ import annotations

from rich.theme import Theme

STYLES = {
    # tensors and nodes, by their role in a graph
    "name": "bold",
    "leaf": "bold green",
    "result": "bold cyan",
    "operation": "magenta",
    "constant": "",
    "unrecorded": "red",
    "severed": "red",
    "edge": "",
    "saved": "dim",
    "detail": "dim",
    "cause": "red",
    # the same, made by the statement that has just run
    "new-leaf": "bold underline green",
    "new-result": "bold underline cyan",
    "new-operation": "bold underline magenta",
    "new-constant": "bold underline",
    "new-unrecorded": "bold underline red",
    # facts
    "dtype": "",
    "grad": "green",
    "no_grad": "dim",
    "change": "bold magenta",
    "alias": "bold magenta",
    # explanations
    "why": "bold red",
    "caution": "bold red",
    "note": "bold cyan",
    "fix": "bold green",
    # tracebacks
    "error": "bold red",
    "place": "cyan",
    "caret": "red",
    # everything else
    "dim": "dim",
    "command": "bold cyan",
    "heading": "bold",
}

THEME = Theme({f"gradrepl.{name}": style for name, style in STYLES.items()})


def style(role: str) -> str:
    """The style of a role; plain where the role has none."""
    return f"gradrepl.{role}" if role in STYLES else ""
