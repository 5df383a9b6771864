import os
import re
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest

from gradrepl.graph import renderer
from gradrepl.graph.export import FORMATS, ExportError, Look, export
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.view import View
from tests.graph.test_views import HOSTILE, SEVERED, SQUARE

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _only_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without Graphviz."""
    monkeypatch.setattr(renderer, "system_dot", lambda: None)
    monkeypatch.setattr(renderer, "converter", lambda: None)


def texts(path: Path) -> list[str]:
    return [element.text or "" for element in ET.parse(path).iter(f"{SVG}text")]


def test_an_svg_keeps_its_text(tmp_path: Path) -> None:
    path = export(SQUARE, tmp_path / "y.svg")
    assert path == tmp_path / "y.svg"
    assert {"权重", "损失", "float64 (2,)", "MulBackward0"} <= set(texts(path))
    families = ET.parse(path).getroot().get("font-family", "")
    assert families.startswith("Helvetica, ")
    assert "CJK SC" in families
    assert list(tmp_path.iterdir()) == [path]


def test_a_severed_edge_is_dashed(tmp_path: Path) -> None:
    svg = export(SEVERED, tmp_path / "c.svg").read_text(encoding="utf-8")
    assert len(re.findall(r"<path[^>]*stroke-dasharray", svg)) == 2  # b to add, add to c
    assert svg.count("<line ") == 1  # across the first of them


def test_a_png_is_a_png_and_warns_of_missing_glyphs(tmp_path: Path) -> None:
    said: list[str] = []
    path = export(SEVERED, tmp_path / "a.png", warn=said.append)
    assert path.read_bytes().startswith(b"\x89PNG\r\n")
    assert said == []
    export(SQUARE, tmp_path / "b.png", warn=said.append)
    assert len(said) == 1
    assert "权重损失" in said[0]
    assert ".svg" in said[0]


def test_a_png_in_another_script_takes_the_fonts_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def run(_: object, command: Sequence[str], svg: bytes) -> bytes:
        asked.append((*command, "权重" in svg.decode("utf-8")))
        return b"\x89PNG..."

    monkeypatch.setattr(renderer, "converter", lambda: "rsvg-convert")
    monkeypatch.setattr(renderer, "without_font", lambda _: "")
    monkeypatch.setattr(renderer.Renderer, "run", run)
    said: list[str] = []
    look = Look(dpi=96)
    export(SQUARE, tmp_path / "b.png", view=View("lanes"), look=look, warn=said.append)
    assert asked == [("rsvg-convert", "-f", "png", "-d", "96", "-p", "96", True)]
    assert said == []
    monkeypatch.setattr(renderer, "without_font", lambda odd: odd)
    export(SQUARE, tmp_path / "b.png", view=View("lanes"), look=look, warn=said.append)
    assert len(said) == 1


def test_a_png_that_nothing_opens(tmp_path: Path) -> None:
    look = Look(dpi=40_000)
    with pytest.raises(ExportError, match=r"would be [\d,]+ by [\d,]+ dots.*a dpi of \d+ at most"):
        export(SQUARE, tmp_path / "y.png", look=look)
    nodes = tuple(Node(f"n{i}", "leaf", "x") for i in range(4_000))
    with pytest.raises(ExportError, match=r"less depth$"):
        export(Graph(nodes), tmp_path / "y.png", view=View("lanes", fold=False))
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_gives_way_to_what_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = renderer.bundled_dot()
    monkeypatch.setattr(renderer, "converter", lambda: str(tmp_path / "no-such-program"))
    assert export(SQUARE, tmp_path / "y.png").read_bytes().startswith(b"\x89PNG")
    monkeypatch.setattr(renderer, "system_dot", lambda: bundled)  # it knows no PDF
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(ExportError, match="needs Graphviz"):
        export(SQUARE, tmp_path / "y.pdf")
    monkeypatch.setattr(renderer, "converter", lambda: sys.executable)
    monkeypatch.setattr(renderer.Renderer, "run", lambda *_: b"%PDF-")
    assert export(SQUARE, tmp_path / "y.pdf", view=View("lanes")).read_bytes() == b"%PDF-"


def test_dots_to_an_inch(tmp_path: Path) -> None:
    def width(dpi: int) -> int:
        png = export(SEVERED, tmp_path / f"{dpi}.png", look=Look(dpi=dpi)).read_bytes()
        return int.from_bytes(png[16:20], "big")

    assert width(288) == pytest.approx(4 * width(72), abs=4)


def test_dot_needs_no_renderer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "bundled_dot", lambda: None)
    assert export(SQUARE, tmp_path / "y.DOT").read_text(encoding="utf-8").startswith("digraph")
    assert export(SQUARE, tmp_path / "y.json").read_text(encoding="utf-8").startswith("{")
    lanes = export(SQUARE, tmp_path / "lanes.svg", view=View("lanes"))
    assert "损失" in texts(lanes)
    with pytest.raises(ExportError, match="pip install"):
        export(SQUARE, tmp_path / "y.svg")
    assert not (tmp_path / "y.svg").exists()


def test_a_pdf_without_the_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(ExportError, match=r"pip install 'gradrepl\[pdf\]'"):
        export(SQUARE, tmp_path / "y.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_with_the_extra_keeps_its_text(tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="needs the pdf extra")
    path = export(SQUARE, tmp_path / "y.pdf")
    assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("graph.jpg", r"graph\.jpg: no format is called \.jpg"),
        ("graph.sgv", r"did you mean \.svg\?"),
        ("graph", r"has no suffix.*\.svg, \.png, \.pdf, \.dot, \.json"),
        (".svg", r"\.svg is a format without a name: picture\.svg"),
        ("nowhere/graph.svg", r"nowhere is no folder.*make it first"),
        ("folder.svg", r"folder\.svg is a folder"),
        ("x" * 300 + ".svg", r"cannot be written"),
        ("a\0b.svg", r"a\\x00b\.svg cannot be written"),
        ("graph.\x1b[31m", r"no format is called \.\\x1b\[31m"),
    ],
)
def test_a_place_that_will_not_do(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(ExportError, match=says) as raised:
        export(SQUARE, tmp_path / name)
    assert str(raised.value).isprintable()
    assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]


def test_an_empty_graph(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nothing to draw"):
        export(Graph(), tmp_path / "x.svg")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    target = tmp_path / "y.svg"
    target.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises((KeyboardInterrupt, ExportError)):
        export(SQUARE, target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_renderer_that_takes_too_long(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"longer than 1e-06 seconds"):
        export(SQUARE, tmp_path / "y.svg", timeout=1e-6)
    assert list(tmp_path.iterdir()) == []


def test_a_renderer_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], 1, b"", b"noise\nError: no \x1b[1mluck\n")

    monkeypatch.setattr(subprocess, "run", failing)
    with pytest.raises(ExportError, match=r"failed: Error: no \\x1b\[1mluck"):
        export(SQUARE, tmp_path / "y.svg")


def test_a_broken_graphviz_gives_way_to_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "system_dot", lambda: str(tmp_path / "no-such-dot"))
    assert "损失" in texts(export(SQUARE, tmp_path / "y.svg"))


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX's")
def test_the_file_has_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = export(SQUARE, tmp_path / "y.svg")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_hostile_names_come_out_as_they_are(tmp_path: Path) -> None:
    names = [*HOSTILE, "<script>", '"', "\\", "&lt;", "{a|b}", "]]>", 'font-family="x"']
    nodes = tuple(Node(f"n{i}", "leaf", name) for i, name in enumerate(names))
    path = export(Graph(nodes, (Edge("n0", "n1"),)), tmp_path / "x.svg")
    shown = texts(path)
    for name in ("[bold]", "&amp;<b>", r"\N", r"a\nb", r"\x1b[31m", r"\ud800", *names[-7:]):
        assert name in shown
    assert max(map(len, shown)) < 100


def test_a_large_graph_is_folded_first(tmp_path: Path) -> None:
    nodes = [Node("n0", "leaf", "x")]
    nodes += [Node(f"n{i}", "operation", f"Op{i % 7}") for i in range(1, 900)]
    edges = tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(899))
    graph = Graph(tuple(nodes), edges)
    path = export(graph, tmp_path / "x.svg")
    assert any("×" in text for text in texts(path))
    assert len(texts(path)) < 50
    assert any(text.startswith("folded: 900 nodes are drawn as ") for text in texts(path))
    assert "folded: 900" in export(graph, tmp_path / "x.dot").read_text(encoding="utf-8")


def test_folding_is_a_wish(tmp_path: Path) -> None:
    nodes = [Node("n0", "leaf", "x"), *(Node(f"n{i}", "operation", "Op") for i in range(1, 30))]
    graph = Graph(tuple(nodes), tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(29)))
    assert texts(export(graph, tmp_path / "a.svg")).count("Op") == 29
    folded = texts(export(graph, tmp_path / "b.svg", view=View(fold=True)))
    assert "Op ×29" in folded
    assert any(text.startswith("folded: 30 nodes") for text in folded)


def test_no_fold_draws_every_node(tmp_path: Path) -> None:
    nodes = [Node("n0", "leaf", "x"), *(Node(f"n{i}", "operation", "Op") for i in range(1, 600))]
    graph = Graph(tuple(nodes), tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(599)))
    drawn = texts(export(graph, tmp_path / "a.svg", view=View("lanes", fold=False)))
    assert drawn.count("Op") == 599


def test_formats() -> None:
    assert FORMATS == ("svg", "png", "pdf", "dot", "json")
