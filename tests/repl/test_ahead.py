"""The first drawing waits for nothing that could have been loaded while somebody typed."""

import subprocess
import sys

CODE = """
import io, sys
from gradrepl import backend
from gradrepl.render.console import make_console
from gradrepl.repl import ahead
from gradrepl.repl.app import App
from gradrepl.session.session import Session

torch = backend.load("numpy").torch
with Session(torch) as session:
    app = App(session, console=make_console(io.StringIO(), width=100))
    session.namespace["torch"] = torch
    ahead.load()
    before = set(sys.modules)
    app.feed("权重 = torch.ones(3, requires_grad=True)")
    app.feed("y = 权重 * 权重 + 1")
    app.feed("%graph y")
    more = sorted(name for name in set(sys.modules) - before if "engine" not in name)
    drawn = app.console.file.getvalue()
print("AddBackward0" in drawn, more, [m for m in sys.modules if m.startswith("gradrepl.engine.nn")])
"""


def test_nothing_is_loaded_for_the_first_drawing():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].startswith("True ")
    loaded = done.stdout.splitlines()[-1]
    assert "gradrepl.graph.draw" not in loaded
    assert "gradrepl.render.turn" not in loaded
    assert loaded.endswith(" []")  # a tensor alone needs no nn


def test_an_svg_is_written_without_the_web():
    code = "import sys, gradrepl.graph.export; print('http.client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
