"""What the first drawing would have to wait for, loaded while the learner still types."""

from __future__ import annotations


def load() -> None:
    """Imports it; called in the background."""
    from rich.cells import cell_len

    import gradrepl.graph.draw
    import gradrepl.render.turn
    import gradrepl.repl.magics  # noqa: F401  # it is to be there

    cell_len("图")  # rich reads its table of widths at the first wide character
