"""The files of a backward pass: one picture a step, and one that moves."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gradrepl.graph.animation import animated
from gradrepl.graph.export import Look, check_place, painted, scene_of, write
from gradrepl.graph.palette import PALETTES
from gradrepl.graph.placed import to_placed_dot
from gradrepl.graph.renderer import ExportError, Renderer, shown
from gradrepl.graph.slides import MOST, motion_graph, slides
from gradrepl.graph.view import View, showing
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.graph.export import Format
    from gradrepl.graph.motion import Motion
    from gradrepl.graph.scene import Scene

TIME: Final = 120.0
"""Seconds that all pictures of a pass may take."""

_STEM: Final = "step"
_FILM: Final = "backward.svg"
_USUAL = View()
_PLAIN = Look()


def show(
    motion: Motion,
    place: str | os.PathLike[str],
    *,
    animate: bool = False,
    view: View = _USUAL,
    look: Look = _PLAIN,
    warn: Callable[[str], object] | None = None,
) -> tuple[Path, ...]:
    """Writes the pictures of a pass, and returns where they stand.

    Args:
        motion: the pass.
        place: a folder, in which `step-01.svg` and so on are written; or a file, beside whose name
            the numbers are put, `walk.png` to `walk-01.png`.
        animate: for one SVG that moves: in the folder beside the pictures, or the file alone.
        view: what is said of each node, and in which style it is drawn.
        look: how it is painted.
        warn: is given a sentence when a picture may not look as it should.

    Raises:
        ExportError: for a pass of no steps or of too many, or where nothing can be written.
    """
    steps = len(motion.steps.steps)
    if not steps:
        raise ExportError(gettext("there is nothing to draw: the pass has no steps"))
    if steps > MOST:
        raise ExportError(
            gettext(
                "the pass has {count:,} steps, and pictures are made of {most} at most; take a "
                "tensor that is nearer to the leaves, or read the steps as text, without -o"
            ).format(count=steps, most=MOST)
        )
    files = _placed(place, animate=animate)
    _make(files.folder)
    graph = showing(motion_graph(motion), view.show)
    programs = Renderer(TIME)
    made = slides(motion, graph, scene_of(graph, view, programs))
    written = []
    painter = _Painter(look, programs, warn)
    for number, scene in enumerate(made.scenes if files.pictures else (), 1):
        target = files.picture(number, steps)
        write(target, painter.picture(scene, files.kind))
        written.append(target)
    if files.film is not None:
        film = animated(made, PALETTES[look.theme])
        write(files.film, film.encode("utf-8"))
        written.append(files.film)
    return tuple(written)


class _Painter:
    """Paints scenes, and warns of each thing once."""

    def __init__(
        self, look: Look, programs: Renderer, warn: Callable[[str], object] | None
    ) -> None:
        self._look = look
        self._programs = programs
        self._warn = warn
        self._said: set[str] = set()

    def picture(self, scene: Scene, kind: Format) -> bytes:
        if kind == "dot":
            return to_placed_dot(scene, PALETTES[self._look.theme]).encode("utf-8")
        return painted(scene, kind, self._look, self._programs, self._say)

    def _say(self, message: str) -> None:
        if self._warn is not None and message not in self._said:
            self._said.add(message)
            self._warn(message)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where pictures go."""

    folder: Path
    stem: str
    kind: Format
    film: Path | None
    pictures: bool = True
    """Whether there is one a step."""

    def picture(self, number: int, count: int) -> Path:
        digits = max(2, len(str(count)))
        return self.folder / f"{self.stem}-{number:0{digits}}.{self.kind}"


def check(place: str | os.PathLike[str], *, animate: bool) -> None:
    """Complains before anything slow has run for nothing.

    Raises:
        ExportError: where the pictures of a pass cannot be written.
    """
    found = _placed(place, animate=animate)
    if not found.folder.is_dir() and not found.folder.absolute().parent.is_dir():
        raise _no_folder(found.folder, gettext("the folder that it is to be in does not exist"))
    if found.folder.exists() and not found.folder.is_dir():
        raise _no_folder(found.folder, gettext("there is a file of that name"))


def _placed(place: str | os.PathLike[str], *, animate: bool) -> _Place:
    text = os.fspath(place)
    path = Path(text)
    if text.endswith(("/", os.sep)) or path.is_dir() or not path.suffix:
        return _Place(path, _STEM, "svg", path / _FILM if animate else None)
    kind = check_place(path)
    if animate and kind != "svg":
        message = gettext("{path}: only an SVG can move; name a .svg, or a folder")
        raise ExportError(message.format(path=shown(path)))
    if kind == "json":
        message = gettext("{path}: a step is a picture; name a .svg, .png, .pdf or .dot")
        raise ExportError(message.format(path=shown(path)))
    film = path if animate else None
    return _Place(path.parent, path.stem, kind, film, pictures=not animate)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise _no_folder(folder, reason) from error


def _no_folder(folder: Path, reason: str) -> ExportError:
    message = gettext("the folder {path} cannot be made: {reason}; choose another place")
    return ExportError(message.format(path=shown(folder), reason=shown(reason)))
