"""SVG to PDF with the `[pdf]` extra: svglib and reportlab, on a machine without Graphviz."""

from __future__ import annotations

import io
import os
import re
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_EMBEDDED: Final = "gradrepl-cjk"
_STANDARD: Final = "STSong-Light"
"""Known to PDF readers by name and not embedded: the last resort."""

_FONTS: Final = (  # TrueType outlines only: reportlab embeds no other
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "msyh.ttc",
    "simhei.ttf",
    "simsun.ttc",
    "Arial Unicode.ttf",
    "STHeiti Light.ttc",
    "Songti.ttc",
)


def svg_to_pdf(svg: bytes) -> bytes:
    """Converts a picture; its text stays text.

    Raises:
        ImportError: where the `[pdf]` extra is not installed.
    """
    from reportlab.graphics import renderPDF  # noqa: PLC0415  # an extra
    from svglib.svglib import svg2rlg  # noqa: PLC0415

    text = svg.decode("utf-8")
    foreign = None if _is_latin(text) else _register()
    drawing = svg2rlg(io.BytesIO(_with_fonts(text, foreign).encode("utf-8")))
    if drawing is None:
        raise ValueError("svglib could not read the picture")
    return bytes(renderPDF.drawToString(drawing))


def _is_latin(text: str) -> bool:
    return all(ord(char) < 256 for char in text)


def _with_fonts(svg: str, foreign: str | None) -> str:
    """Names one font for each text: Helvetica, or one that has the characters."""

    def named(match: re.Match[str]) -> str:
        head, body = match.groups()
        font = "Helvetica" if foreign is None or _is_latin(body) else foreign
        return re.sub(r'font-family="[^"]*"', f'font-family="{font}"', head) + body

    return re.sub(r"(<text\b[^>]*>)([^<]*)", named, svg)


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
