"""A graph as a file: SVG, PNG, PDF or DOT by its suffix, whole or not at all."""

from __future__ import annotations

import difflib
import os
import re
import secrets
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gradrepl.graph.canvas import clean, shorten
from gradrepl.graph.dot import to_dot
from gradrepl.graph.fold import fold
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gradrepl.graph.model import Graph

Format: TypeAlias = Literal["svg", "png", "pdf", "dot"]

FORMATS: Final[tuple[Format, ...]] = ("svg", "png", "pdf", "dot")

MOST: Final = 500
"""How many nodes a picture has at most; a larger graph is folded first."""

FAMILIES: Final = (
    "Helvetica, Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', "
    "'WenQuanYi Micro Hei', sans-serif"
)
"""Of an SVG's text: what the layout was measured with, then families with CJK glyphs."""


class ExportError(Exception):
    """A picture that cannot be made; the message says what, where, and what to do."""


def export(
    graph: Graph,
    path: str | os.PathLike[str],
    *,
    timeout: float = 20,
    dpi: int = 144,
    warn: Callable[[str], object] | None = None,
) -> Path:
    """Writes a picture and returns where it stands.

    Nothing is left behind and nothing is overwritten unless the whole picture could be written.

    Args:
        graph: what to draw.
        path: where; the suffix says in which format.
        timeout: seconds that the renderer may take.
        dpi: of a PNG.
        warn: is given a sentence when the picture is written and may not look as it should.

    Raises:
        ExportError: for a format nobody knows, a place that cannot be written, no renderer, or one
            that fails or takes too long.
    """
    target = Path(path)
    _check_place(target)
    kind = format_of(target)
    if not graph.nodes:
        raise ExportError(gettext("there is nothing to draw: the graph is empty"))
    small = fold(graph, MOST)
    dot = to_dot(small)
    if kind == "dot":
        _write(target, dot.encode("utf-8"))
        return target
    _write(target, _rendered(dot, kind, timeout, dpi))
    if kind == "png" and _system() is None and warn is not None and (odd := _without_glyph(dot)):
        warn(
            gettext(
                "{path}: the built-in renderer has no font for {characters}; use .svg, or install "
                "Graphviz (https://graphviz.org/download)"
            ).format(path=target, characters=odd)
        )
    return target


def format_of(path: Path) -> Format:
    """The format that a file's suffix asks for.

    Raises:
        ExportError: where there is none or nobody knows it.
    """
    suffix = path.suffix.lower().removeprefix(".")
    for known in FORMATS:
        if suffix == known:
            return known
    if not suffix:
        raise ExportError(
            gettext("{path} has no suffix that says which format; add one of {formats}").format(
                path=_shown(path), formats=_list()
            )
        )
    near = difflib.get_close_matches(suffix, FORMATS, 1, 0.3)
    hint = gettext("did you mean .{format}? ").format(format=near[0]) if near else ""
    raise ExportError(
        gettext("{path}: no format is called {suffix}; {hint}there are {formats}").format(
            path=_shown(path), suffix=_shown(f".{suffix}"), hint=hint, formats=_list()
        )
    )


def _list() -> str:
    return ", ".join(f".{known}" for known in FORMATS)


def _shown(what: object) -> str:
    return shorten(clean(str(what)), 200)


def _check_place(target: Path) -> None:
    """Complains before a slow renderer has run for nothing."""
    try:
        if target.is_dir():
            raise ExportError(
                gettext("{path} is a folder; name a file in it").format(path=_shown(target))
            )
        if not target.parent.is_dir():
            raise ExportError(
                gettext("{folder} is no folder, so {path} cannot be written; make it first").format(
                    folder=_shown(target.parent), path=_shown(target.name)
                )
            )
    except (OSError, ValueError) as error:  # a name too long, a NUL in it
        raise _unwritable(target, error) from error


def _unwritable(target: Path, error: Exception) -> ExportError:
    reason = (isinstance(error, OSError) and error.strerror) or str(error)
    return ExportError(
        gettext("{path} cannot be written: {reason}; choose another place").format(
            path=_shown(target), reason=_shown(reason)
        )
    )


def _write(target: Path, content: bytes) -> None:
    """Writes beside the target and renames, so that there is never half a picture."""
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


def _rendered(dot: str, kind: Format, timeout: float, dpi: int) -> bytes:
    """The picture, by the first renderer that can."""
    failure: ExportError | None = None
    for program in _programs(kind):
        try:
            picture = _run(program, dot, kind, timeout, dpi)
        except ExportError as error:
            failure = failure or error
            continue
        return _with_families(picture) if kind == "svg" else picture
    if failure is not None:
        raise failure
    if kind == "pdf" and (bundled := _bundled()) is not None:
        return _pdf(_run(bundled, dot, "svg", timeout, dpi))
    raise ExportError(
        gettext(
            "nothing here can draw a .{format}. Install graphviz-pure (python -m pip install "
            "graphviz-pure) or Graphviz (https://graphviz.org/download), or write a .dot"
        ).format(format=kind)
    )


def _pdf(svg: bytes) -> bytes:
    from gradrepl.graph.pdf import svg_to_pdf  # noqa: PLC0415  # only a PDF needs it

    try:
        return svg_to_pdf(svg)
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
                reason=_shown(error)
            )
        ) from error


def _programs(kind: Format) -> Iterator[str]:
    if (system := _system()) is not None:
        yield system
    if kind != "pdf" and (bundled := _bundled()) is not None:
        yield bundled


def _system() -> str | None:
    return shutil.which("dot")


def _bundled() -> str | None:
    """graphviz-pure's program, also where the environment that it is installed in is not active."""
    for scheme in (None, f"{os.name}_user"):
        try:
            folder = (
                sysconfig.get_path("scripts", scheme) if scheme else sysconfig.get_path("scripts")
            )
        except KeyError:
            continue
        if folder and (found := shutil.which("graphviz-pure", path=folder)):
            return found
    return shutil.which("graphviz-pure")


def _run(program: str, dot: str, kind: Format, timeout: float, dpi: int) -> bytes:
    command = [program, f"-T{kind}", *([f"-Gdpi={dpi}"] if kind == "png" else [])]
    try:
        done = subprocess.run(  # noqa: S603  # a program found by its own name, and text on its input
            command, input=dot.encode("utf-8"), capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ExportError(
            gettext(
                "drawing took longer than {seconds:g} seconds and was stopped; draw fewer tensors, "
                "or write a .dot"
            ).format(seconds=timeout)
        ) from error
    except OSError as error:
        raise ExportError(
            gettext("{program} cannot be run: {reason}; install it again").format(
                program=_shown(program), reason=_shown(error.strerror or error)
            )
        ) from error
    if done.returncode or not done.stdout:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no output"]
        raise ExportError(
            gettext("{program} failed: {reason}; write a .dot and look at it").format(
                program=_shown(program), reason=_shown(lines[-1])
            )
        )
    return done.stdout


def _with_families(svg: bytes) -> bytes:
    """Names families with CJK glyphs for every text; the renderers name only what they measured."""
    pattern = (
        rb'(<text\b[^>]*?\bfont-family=")[^"]*'  # inside a tag: no text of the learner's is there
    )
    return re.sub(pattern, rb"\g<1>" + FAMILIES.encode("ascii"), svg)


def _without_glyph(dot: str) -> str:
    """Characters that the bundled fonts lack: they go as far as Greek and Cyrillic."""
    odd = dict.fromkeys(char for char in dot if ord(char) > 0x52F and char not in "–—‘’“”…")
    return "".join(list(odd)[:8])
