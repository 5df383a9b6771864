"""A graph as a file: SVG, PNG, PDF, DOT or JSON by its suffix, whole or not at all."""

from __future__ import annotations

import difflib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from gradrepl.graph import renderer
from gradrepl.graph.caption import rest
from gradrepl.graph.document import to_json
from gradrepl.graph.dot import to_dot
from gradrepl.graph.layered import CROSSED, LAYERS, extent, layered
from gradrepl.graph.legend import legend
from gradrepl.graph.palette import PALETTES
from gradrepl.graph.placed import OPTIONS, to_placed_dot
from gradrepl.graph.rails import rails
from gradrepl.graph.renderer import TIME, ExportError, Renderer, TimeError, shown
from gradrepl.graph.svg import to_svg
from gradrepl.graph.view import View
from gradrepl.locale import gettext

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from gradrepl.graph.model import Graph
    from gradrepl.graph.palette import Palette, ThemeName
    from gradrepl.graph.scene import Scene

__all__ = ["FORMATS", "MOST", "ExportError", "Format", "Look", "check_place", "export", "format_of"]

Format: TypeAlias = Literal["svg", "png", "pdf", "dot", "json"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)

MOST: Final = 500
"""How many nodes a picture has at most; a larger graph is folded first."""

DPI: Final = 144
"""Dots of a PNG to an inch."""

_LONGEST: Final = 32_767  # dots of a PNG's side
_DOTS: Final = 200_000_000  # of all of it, which takes 800 MB to draw
_COARSEST: Final = 36  # dots to an inch at which a text can be read


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is painted."""

    theme: ThemeName = "light"
    legend: bool = False
    """Whether it says below what its shapes and lines mean."""
    dpi: int | None = None
    """Of a PNG, its dots to an inch; None for `DPI`, or for less where no program would open it."""


_USUAL = View()
_PLAIN = Look()


def export(
    graph: Graph,
    path: str | os.PathLike[str],
    *,
    view: View = _USUAL,
    look: Look = _PLAIN,
    timeout: float = TIME,
    warn: Callable[[str], object] | None = None,
) -> Path:
    """Writes a picture and returns where it stands.

    Nothing is left behind and nothing is overwritten unless the whole picture could be written.

    Args:
        graph: what to draw.
        path: where; the suffix says in which format.
        view: which part of it is drawn, and how. JSON holds all that is known of each node.
        look: how it is painted.
        timeout: seconds that drawing may take.
        warn: is given a sentence when the picture is written and may not look as it should.

    Raises:
        ExportError: for a format nobody knows, a place that cannot be written, no renderer, or one
            that fails or takes too long.
    """
    target = Path(path)
    kind = check_place(target)
    write(target, picture(graph, kind, view=view, look=look, timeout=timeout, warn=warn))
    return target


def picture(
    graph: Graph,
    kind: Format,
    *,
    view: View = _USUAL,
    look: Look = _PLAIN,
    timeout: float = TIME,
    warn: Callable[[str], object] | None = None,
) -> bytes:
    """What `export` writes.

    Raises:
        ExportError: for no renderer, or one that fails or takes too long.
    """
    if not graph.nodes:
        raise ExportError(gettext("there is nothing to draw: the graph is empty"))
    if kind == "json":
        return to_json(view.of(graph, len(graph.nodes), whole=True)).encode("utf-8")
    small = view.of(graph, MOST)
    below = _below(graph, small)
    if kind == "dot":
        return to_dot(small, look.theme, below).encode("utf-8")
    programs = Renderer(timeout)
    if is_long(small, view):
        below.append(
            gettext("as lanes, for its length; --style boxes, style='boxes', draws its layers")
        )
    scene = scene_of(small, view, programs).with_below([rest(small), *below])
    if look.legend:
        scene = legend(scene)
    return painted(scene, kind, look, programs, warn)


def painted(
    scene: Scene,
    kind: Format,
    look: Look,
    programs: Renderer,
    warn: Callable[[str], object] | None = None,
) -> bytes:
    """A scene as an SVG, PNG or PDF.

    Raises:
        ExportError: for no renderer, or one that fails or takes too long.
    """
    if kind == "pdf":
        return _pdf(scene, look, programs, warn)
    if kind == "png":
        return _png(scene, look, programs, warn)
    return to_svg(scene, PALETTES[look.theme]).encode("utf-8")


def scene_of(graph: Graph, view: View, programs: Renderer) -> Scene:
    """Where everything of a graph stands.

    Raises:
        ExportError: where no program finds the places.
    """
    if view.style == "lanes" or is_long(graph, view):
        return rails(graph)
    return layered(graph, lambda dot: programs.graphviz(dot, "json"))


def is_long(graph: Graph, view: View) -> bool:
    """Whether it would take very many layers, and nobody asked for them."""
    if view.style != "auto":
        return False
    layers, crossed = extent(graph)
    return layers > LAYERS or crossed > CROSSED


def _below(graph: Graph, small: Graph) -> list[str]:
    """That some nodes stand for several, if they do; `rest` tells of those that are left out."""
    count, fewer = len(graph.nodes) - (small.hidden - graph.hidden), len(small.nodes)
    if fewer >= count:
        return []
    return [
        gettext("folded: {count:,} nodes are drawn as {fewer:,}").format(count=count, fewer=fewer)
    ]


def format_of(path: Path) -> Format:
    """The format that a file's suffix asks for.

    Raises:
        ExportError: where there is none or nobody knows it.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if path.name.lower() in (f".{known}" for known in FORMATS):
        raise ExportError(
            gettext("{name} is a format without a name: picture{name}").format(name=path.name)
        )
    for known in FORMATS:
        if suffix == known:
            return known
    if not suffix:
        raise ExportError(
            gettext("{path} has no suffix that says which format; add one of {formats}").format(
                path=shown(path), formats=_list()
            )
        )
    near = difflib.get_close_matches(suffix, FORMATS, 1, 0.6)
    hint = gettext("did you mean .{format}? ").format(format=near[0]) if near else ""
    raise ExportError(
        gettext("{path}: no format is called {suffix}; {hint}there are {formats}").format(
            path=shown(path), suffix=shown(f".{suffix}"), hint=hint, formats=_list()
        )
    )


def _list() -> str:
    return ", ".join(f".{known}" for known in FORMATS)


def check_place(target: Path) -> Format:
    """The format of a picture there; complains before anything slow has run for nothing.

    Raises:
        ExportError: where it cannot be written, or nobody knows its format.
    """
    try:
        if target.is_dir():
            raise ExportError(
                gettext("{path} is a folder; name a file in it").format(path=shown(target))
            )
        if not target.parent.is_dir():
            raise ExportError(
                gettext("{folder} is no folder, so {path} cannot be written; make it first").format(
                    folder=shown(target.parent), path=shown(target.name)
                )
            )
    except (OSError, ValueError) as error:  # a name too long, a NUL in it
        raise _unwritable(target, error) from error
    return format_of(target)


def _unwritable(target: Path, error: Exception) -> ExportError:
    reason = (isinstance(error, OSError) and error.strerror) or str(error)
    return ExportError(
        gettext("{path} cannot be written: {reason}; choose another place").format(
            path=shown(target), reason=shown(reason)
        )
    )


def write(target: Path, content: bytes) -> None:
    """Writes beside the target and renames, so that there is never half a picture.

    Raises:
        ExportError: where nothing can be written.
    """
    beside = target.with_name(f".{target.name[:64]}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            with beside.open(
                "xb"
            ) as file:  # not tempfile: the picture should have usual permissions
                file.write(content)
            beside.replace(target)
        except (OSError, ValueError) as error:
            raise _unwritable(target, error) from error
    finally:
        if beside.exists():
            beside.unlink()


def _png(
    scene: Scene, look: Look, programs: Renderer, warn: Callable[[str], object] | None
) -> bytes:
    """By a system's Graphviz, else by the one that comes along, whose fonts hardly leave Latin.

    A text in another script goes through the SVG where a program for that is installed.
    """
    dpi = _density(scene, look.dpi, warn)
    palette = PALETTES[look.theme]
    odd = renderer.foreign(scene.text())
    has_fonts = renderer.system_dot() is not None
    drawn = None
    if odd and not has_fonts:
        dots = str(dpi)
        drawn = _converted(scene, palette, programs, "-f", "png", "-d", dots, "-p", dots)
        has_fonts = drawn is not None
    if drawn is None:
        dot = to_placed_dot(scene, palette)
        drawn = programs.graphviz(dot, "png", *OPTIONS, f"-Gdpi={dpi}")
    if has_fonts:
        odd = renderer.without_font(odd)
    if odd and warn is not None:
        warn(
            gettext(
                "no font for {characters} was found, so they are missing from the picture; write "
                "an .svg, or install a font that has them and Graphviz "
                "(https://graphviz.org/download)"
            ).format(characters=odd[:8])
        )
    return drawn


def _converted(scene: Scene, palette: Palette, programs: Renderer, *options: str) -> bytes | None:
    """What a converter makes of the SVG; None where there is none, or it cannot."""
    if (converter := renderer.converter()) is None:
        return None
    try:
        return programs.run((converter, *options), to_svg(scene, palette).encode("utf-8"))
    except TimeError:
        raise
    except ExportError:
        return None


def _density(scene: Scene, asked: int | None, warn: Callable[[str], object] | None) -> int:
    """How many dots to an inch a PNG has; complains of one that no viewer would open."""
    width, height = scene.width / 72, scene.height / 72
    most = int(min(_LONGEST / max(width, height), (_DOTS / (width * height)) ** 0.5))
    dpi = DPI if asked is None else asked
    if dpi <= most:
        return dpi
    size = {"width": round(width * dpi), "height": round(height * dpi), "dpi": most}
    if asked is None and most >= _COARSEST:
        if warn is not None:
            message = gettext(
                "the picture has {dpi} dots to an inch: with {usual} it would be {width:,} by "
                "{height:,}, which hardly a program opens"
            )
            warn(message.format(usual=dpi, **size))
        return most
    message = gettext(
        "the picture would be {width:,} by {height:,} dots, which hardly a program opens; write an "
        ".svg, fold it, draw less depth"
    )
    if most >= _COARSEST:
        message += gettext(", or take a dpi of {dpi} at most")
    raise ExportError(message.format(**size))


def _pdf(
    scene: Scene, look: Look, programs: Renderer, warn: Callable[[str], object] | None
) -> bytes:
    palette = PALETTES[look.theme]
    if renderer.system_dot() is not None:
        try:
            return programs.graphviz(to_placed_dot(scene, palette), "pdf", *OPTIONS)
        except TimeError:
            raise
        except ExportError:  # a Graphviz that was built without PDF
            pass
    if (converted := _converted(scene, palette, programs, "-f", "pdf")) is not None:
        return converted
    from gradrepl.graph.pdf import to_pdf  # noqa: PLC0415  # only a PDF needs it

    try:
        drawn, whole = to_pdf(scene, palette)
    except ImportError as error:
        raise ExportError(
            gettext(
                "a .pdf needs Graphviz (https://graphviz.org/download) or the pdf extra: "
                "python -m pip install 'gradrepl[pdf]'. Or write an .svg"
            )
        ) from error
    except Exception as error:
        raise ExportError(
            gettext("the .pdf could not be made: {reason}; write an .svg").format(
                reason=shown(error)
            )
        ) from error
    if not whole and warn is not None:
        warn(
            gettext(
                "no font for {characters} was found that a .pdf can hold, so it depends on its "
                "reader's; write an .svg, or install Graphviz (https://graphviz.org/download)"
            ).format(characters=renderer.foreign(scene.text())[:8])
        )
    return drawn
