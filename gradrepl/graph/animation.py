"""A backward pass as one SVG that moves: CSS in the file, no script.

Where nothing moves (a viewer without animation, a reader who asked for less motion) it is the last
picture. It pauses under the pointer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.slides import back
from gradrepl.graph.svg import BOLD, THICK, THIN, edge, to_svg, word_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.graph.palette import Palette
    from gradrepl.graph.scene import Box
    from gradrepl.graph.slides import Slides

SECONDS: Final = 2.0
"""That one step stays."""
_REST: Final = 2  # steps that the last picture stays longer

_GROUND: Final = '<rect class="ground"'


def animated(slides: Slides, palette: Palette) -> str:
    """The whole pass as an SVG document."""
    film = _Film(slides, palette)
    style = "\n".join(("<style>", *film.rules(), "</style>"))
    over = "\n".join(film.over())
    drawn = to_svg(slides.last, palette)
    return drawn.replace(_GROUND, f"{style}\n{_GROUND}", 1).replace("</svg>", f"{over}\n</svg>", 1)


class _Film:
    """The rules of one animation."""

    def __init__(self, slides: Slides, palette: Palette) -> None:
        self.slides = slides
        self.palette = palette
        self.count = len(slides.runs)
        self.boxes = {box.id: box for box in slides.last.boxes}
        self.seconds = SECONDS * (self.count + _REST)

    def over(self) -> Iterator[str]:
        """What each step adds, one over the other; without motion the last caption is seen."""
        for place, flows in enumerate(self.slides.flows):
            yield f'<g id="back{place + 1}" visibility="hidden">'
            for number in sorted(flows):
                yield edge(back(self.slides.last.lines[number]), self.palette)
            yield "</g>"
        for place, words in enumerate(self.slides.captions):
            hidden = "" if place == self.count - 1 else ' visibility="hidden"'
            yield f'<g id="step{place + 1}" class="caption"{hidden}>'
            yield from word_lines(words, self.palette)
            yield "</g>"

    def rules(self) -> Iterator[str]:
        """CSS, in which stands no word of anybody's."""
        yield "@media (prefers-reduced-motion: no-preference) {"
        for place, node in enumerate(self.slides.runs):
            yield from self._node(place, self.boxes[node])
            yield from self._caption(place)
            yield from self._lines(place)
        yield "svg:hover * { animation-play-state: paused !important }"
        yield "}"

    def _node(self, place: int, box: Box) -> Iterator[str]:
        line, fill = self.palette.lines[box.role], self.palette.fills[box.role]
        bold, glow = self.palette.active
        width = THICK if box.role == "leaf" else THIN
        yield self._animation(
            f"#{box.id} rect",
            f"{box.id}-box",
            place,
            f"fill: {fill}; stroke: {line}; stroke-width: {width}",
            f"fill: {glow}; stroke: {bold}; stroke-width: {BOLD}",
            f"fill: {self.palette.ground}; stroke: {line}; stroke-width: {width}",
        )
        seen = "visibility: visible"
        yield self._animation(
            f"#{box.id} .grad", f"{box.id}-grad", place, "visibility: hidden", seen, seen
        )

    def _caption(self, place: int) -> Iterator[str]:
        hidden = "visibility: hidden"
        after = hidden if place < self.count - 1 else "visibility: visible"
        name = f"step{place + 1}"
        yield self._animation(f"#{name}", name, place, hidden, "visibility: visible", after)

    def _lines(self, place: int) -> Iterator[str]:
        seen, hidden = "visibility: visible", "visibility: hidden"
        for number in sorted(self.slides.flows[place]):
            line = self.slides.last.lines[number]
            ends = f'.edge[data-source="{line.source}"][data-target="{line.target}"]'
            name = f"{line.source}-{line.target}"
            yield self._animation(ends, name, place, seen, hidden, seen)
        yield self._animation(
            f"#back{place + 1} g", f"back{place + 1}", place, hidden, seen, hidden
        )

    def _animation(
        self, selector: str, name: str, place: int, before: str, during: str, after: str
    ) -> str:
        begin, end = self._percent(place), self._percent(place + 1)
        first = f"0% {{ {before} }} " if place else ""
        return (
            f"{selector} {{ animation: {name} {self.seconds:g}s step-end infinite }}\n"
            f"@keyframes {name} {{ {first}{begin}% {{ {during} }} {end}%, 100% {{ {after} }} }}"
        )

    def _percent(self, place: int) -> str:
        return f"{100 * place / (self.count + _REST):.4g}"
