"""A scene as PDF with the `[pdf]` extra, reportlab, on a machine where no other program can."""

from __future__ import annotations

import io
import os
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gradrepl.graph.svg import DASHES, GAP, ROUND, THICK, THIN, arrow, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gradrepl.graph.palette import Palette
    from gradrepl.graph.scene import Box, Line, Scene, Words

_EMBEDDED: Final = "gradrepl-cjk"
_STANDARD: Final = "STSong-Light"
"""Known to PDF readers by name and not embedded: the last resort."""

_FONTS: Final = (  # TrueType outlines only: reportlab embeds no other
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-VF.ttf",
    "NotoSansSC[wght].ttf",
    "msyh.ttc",
    "simhei.ttf",
    "simsun.ttc",
    "Arial Unicode.ttf",
    "STHeiti Light.ttc",
    "Songti.ttc",
)


def to_pdf(scene: Scene, palette: Palette) -> tuple[bytes, bool]:
    """The picture, its text as text; and whether all of its fonts are in it.

    Raises:
        ImportError: where the `[pdf]` extra is not installed.
    """
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # an extra

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(scene.width, scene.height), invariant=1)
    canvas.setTitle("gradrepl")
    foreign = None if _is_latin(scene.text()) else _register()
    sheet = _Sheet(canvas, palette, scene.height, foreign)
    sheet.ground(scene.width)
    for line in scene.lines:
        sheet.line(line)
    for box in scene.boxes:
        sheet.box(box)
        sheet.words(box.words)
    sheet.words(scene.words)
    canvas.save()
    return file.getvalue(), foreign != _STANDARD


class _Sheet:
    """A page that is being drawn on; its y grows upwards. Lives as long as one `to_pdf`."""

    def __init__(self, canvas: Any, palette: Palette, height: float, foreign: str | None) -> None:
        self._canvas = canvas
        self._palette = palette
        self._height = height
        self._foreign = foreign

    def ground(self, width: float) -> None:
        self._canvas.setFillColor(self._palette.ground)
        self._canvas.rect(0, 0, width, self._height, stroke=0, fill=1)

    def line(self, line: Line) -> None:
        severed = line.style == "severed"
        color = self._palette.line(line)
        self._pen(color, THICK if line.flows else THIN, dashed=severed)
        path = self._canvas.beginPath()
        points = [(x, self._height - y) for x, y in line.points]
        path.moveTo(*points[0])
        for at in range(1, len(points), 3):
            path.curveTo(*points[at], *points[at + 1], *points[at + 2])
        self._canvas.drawPath(path)
        if line.tip is not None:
            self._pen(color, 1)
            self._canvas.setFillColor(self._palette.ground if severed else color)
            head = self._canvas.beginPath()
            first, *others = ((x, self._height - y) for x, y in arrow(line))
            head.moveTo(*first)
            for corner in others:
                head.lineTo(*corner)
            head.close()
            self._canvas.drawPath(head, fill=1)
        if line.bar is not None:
            self._pen(color, THICK)
            (x1, y1), (x2, y2) = line.bar
            self._canvas.line(x1, self._height - y1, x2, self._height - y2)

    def box(self, box: Box) -> None:
        color, fill = self._palette.box(box)
        self._pen(color, outline(box), dashed=box.role == "unrecorded")
        self._canvas.setFillColor(fill)
        for inset in (0, GAP) if box.role == "result" else (0,):
            place = (
                box.x - box.width / 2 + inset,
                self._height - box.y - box.height / 2 + inset,
                box.width - 2 * inset,
                box.height - 2 * inset,
            )
            if box.role in ("operation", "unrecorded"):
                radius = min(ROUND, box.width / 2, box.height / 2)
                self._canvas.roundRect(*place, radius, fill=1)
            else:
                self._canvas.rect(*place, fill=1)

    def words(self, words: Iterable[Words]) -> None:
        for one in words:
            font = "Helvetica-Bold" if one.bold else "Helvetica"
            if self._foreign is not None and not _is_latin(one.text):
                font = self._foreign
            self._canvas.setFont(font, one.size)
            self._canvas.setFillColor(self._palette.text(one.role))
            centred = one.anchor == "middle"
            draw = self._canvas.drawCentredString if centred else self._canvas.drawString
            draw(one.x, self._height - one.y, one.text)

    def _pen(self, color: str, width: float, *, dashed: bool = False) -> None:
        self._canvas.setStrokeColor(color)
        self._canvas.setLineWidth(width)
        self._canvas.setDash(*DASHES) if dashed else self._canvas.setDash()


def _is_latin(text: str) -> bool:
    return all(ord(char) < 256 for char in text)


def _register() -> str:
    """Makes a font with Chinese characters known to reportlab; returns its name."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  # an extra
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: PLC0415

    for path in _candidates():
        try:
            pdfmetrics.registerFont(TTFont(_EMBEDDED, str(path)))
        except (TTFError, OSError):
            continue
        return _EMBEDDED
    pdfmetrics.registerFont(UnicodeCIDFont(_STANDARD))
    return _STANDARD


def _candidates() -> Iterator[Path]:
    found: dict[str, Path] = {}
    for folder in _folders():
        for where, _, files in os.walk(folder):
            for name in files:
                if name in _FONTS:
                    found.setdefault(name, Path(where, name))
    return (found[name] for name in _FONTS if name in found)


def _folders() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "win32":
        roots = (os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", str(home)))
        for root, tail in product(roots, ("Fonts", r"Microsoft\Windows\Fonts")):
            yield Path(root, tail)
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".local/share/fonts", home / ".fonts")
