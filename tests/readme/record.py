"""Makes the README's pictures and terminal drawings: `python -m tests.readme.record`.

What stands between `<!-- drawing NAME -->` and `<!-- end -->` in README.md is what the program
prints for the statements of SESSIONS[NAME]; between `<!-- graph NAME -->` and `<!-- end -->` stands
what `%graph` draws after them, and after `<!-- walk NAME -->` what `%backward` tells.
`assets/*.svg` show the same as a screenshot, as an image of the graph and as one that moves.
"""

import io
import re
import sys
from pathlib import Path

from rich.text import Text

from gradrepl import backend
from gradrepl.graph.export import Look, export
from gradrepl.graph.model import Graph
from gradrepl.graph.motion import Motion
from gradrepl.graph.slideshow import show
from gradrepl.render.console import make_console
from gradrepl.render.graph import graph_lines
from gradrepl.render.motion import MotionLines
from gradrepl.render.traceback import traceback_view
from gradrepl.render.turn import turn_view
from gradrepl.session.session import Session
from gradrepl.session.transcript import Entry, text

ROOT = Path(__file__).parents[2]
WIDTH = 80
SCREEN = 90  # cells of the screenshot: PyTorch's longest line in it fits

SESSIONS = {
    "severed": """\
a = torch.tensor([1.1], requires_grad=True)
b = a * 2
with torch.no_grad():
    c = b + 2

d = torch.tensor([10.0], requires_grad=True)
f = a + c * d
f.backward()
c.backward()
""",
    "silent": """\
x = torch.tensor([3.0], requires_grad=True)
y = x * 2
with torch.no_grad():
    y.mul_(10)

y.backward()
""",
}
"""What the README shows, as a learner types it."""

SLOW = """\
w = torch.tensor(3.0, requires_grad=True)
x = torch.tensor(2.0, requires_grad=True)
loss = (w * x - 1) ** 2
"""
"""Whose backward pass it walks."""


def play(source: str, *, is_screenshot: bool = False) -> str:
    """What the prompt shows for these statements: as text, or as the SVG of a terminal."""
    loaded = backend.load("numpy")
    width = SCREEN if is_screenshot else WIDTH
    console = make_console(io.StringIO(), color=is_screenshot, width=width)
    console.record = True
    with Session(loaded.torch, hidden=(loaded.folder,), echo=False) as session:
        session.namespace["torch"] = loaded.torch
        for turn in session.run(source):
            console.print(Text(text((Entry(turn.statement.source),)).rstrip("\n")), soft_wrap=True)
            if turn.outcome.stdout:
                console.print(Text(turn.outcome.stdout.rstrip("\n")), soft_wrap=True)
            if turn.outcome.exception is not None:
                console.print(traceback_view(turn.outcome.exception), soft_wrap=True)
            view = turn_view(turn, level="full")
            if view is not None:
                console.print(view)
    if not is_screenshot:
        return console.export_text()
    svg = console.export_svg(title="gradrepl", unique_id="gradrepl")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # fetch no font from anywhere
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


def graph(source: str) -> Graph:
    """The graph behind the last statements."""
    loaded = backend.load("numpy")
    with Session(loaded.torch, hidden=(loaded.folder,), echo=False) as session:
        session.namespace["torch"] = loaded.torch
        for _ in session.run(source):
            pass
        return session.graph(("f",))


def graph_drawn(source: str) -> str:
    """That graph as the terminal shows it."""
    return "\n".join(line.plain for line in graph_lines(graph(source), WIDTH))


def motion(source: str) -> Motion:
    """The backward pass of the `loss` that these statements leave."""
    loaded = backend.load("numpy")
    with Session(loaded.torch, hidden=(loaded.folder,), echo=False) as session:
        session.namespace["torch"] = loaded.torch
        for _ in session.run(source):
            pass
        return session.motion("loss")


def walked() -> str:
    """That pass, as the prompt tells it."""
    typed = "".join(f">>> {line}\n" for line in (*SLOW.splitlines(), "%backward loss"))
    lines = MotionLines(motion(SLOW), WIDTH).all()
    return typed + "\n".join(line.plain for line in lines)


def written(readme: str) -> str:
    """README.md with every drawing made anew."""

    def drawn(found: re.Match[str]) -> str:
        kind, name = found.groups()
        if kind == "walk":
            shown = walked()
        else:
            shown = (play if kind == "drawing" else graph_drawn)(SESSIONS[name])
        lines = "\n".join(line.rstrip() for line in shown.splitlines())
        return f"<!-- {kind} {name} -->\n```text\n{lines}\n```\n<!-- end -->"

    block = r"<!-- (drawing|graph|walk) (\w+) -->\n.*?<!-- end -->"
    return re.sub(block, drawn, readme, flags=re.DOTALL)


def main() -> int:
    """Writes README.md and the pictures."""
    readme = ROOT / "README.md"
    readme.write_text(written(readme.read_text(encoding="utf-8")), encoding="utf-8")
    screenshot = play(SESSIONS["severed"], is_screenshot=True)
    (ROOT / "assets" / "prompt.svg").write_text(screenshot, encoding="utf-8")
    export(graph(SESSIONS["severed"]), ROOT / "assets" / "severed.svg", look=Look(legend=True))
    show(motion(SLOW), ROOT / "assets" / "backward.svg", animate=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
