"""How wide a text is in the font that pictures are laid out with.

The widths are those of Helvetica, which Arial, Liberation Sans and Arimo share. Whoever shows the
picture has one of them, and other fonts for other scripts: there, a wide character takes one em.
"""

from __future__ import annotations

from typing import Final

from gradrepl.graph.canvas import cell_width

# Thousandths of an em, from space to tilde.
_PLAIN: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD: Final = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_OTHER: Final = (0, 650, 1000)  # by the cells that a character takes in a terminal


SLACK: Final = 1.07
"""How much wider a text may come out: where none of these fonts is, a wider one stands in."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line, in the unit of `size`, which is the height of an em."""
    widths = _BOLD if bold else _PLAIN
    return sum(_width(char, widths) for char in text) * size / 1000


def _width(char: str, widths: tuple[int, ...]) -> int:
    place = ord(char) - 32
    if 0 <= place < len(widths):
        return widths[place]
    return _OTHER[min(cell_width(char), 2)]
