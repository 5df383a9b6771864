"""`%%lens` in IPython's own shell."""

import builtins
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from gradrepl import jupyter, locale


@pytest.fixture
def run(backend, monkeypatch):
    """Runs cells in a fresh shell that has loaded the extension; returns what each one showed."""
    locale.use("en")
    monkeypatch.setattr(jupyter, "_engine", lambda: backend.name)
    monkeypatch.setattr("sys.displayhook", sys.displayhook)  # the shell replaces it
    shell = InteractiveShell.instance()
    shell.display_formatter.active_types = ["text/plain"]  # as in a terminal
    shell.run_cell("%load_ext gradrepl.jupyter")

    def cell(source):
        with capture_output() as shown:
            run.result = shell.run_cell(source, store_history=True)
        run.shown = shown
        return shown.stdout

    run = cell
    run.shell = shell
    yield run
    shell.run_cell("%unload_ext gradrepl.jupyter")
    InteractiveShell.clear_instance()


def test_a_cell_under_the_lens(run):
    run("import torch\na = torch.tensor([1.1], requires_grad=True)")
    assert run("%%lens\nb = a * 2\nprint('x')\nb") == (
        "  b  float32 (1,)   requires_grad   MulBackward0\n"
        "  ◆ a ── ●+MulBackward0 ── ◉+b\n"
        "x\n"
        "tensor([2.2000], grad_fn=<MulBackward0>)\n"
        "  b  float32 (1,)   requires_grad   MulBackward0\n"
    )
    assert "b" in run.shell.user_ns
    assert run.result.success


def test_levels(run):
    run("import torch")
    assert run("%%lens off\na = torch.ones(1)") == ""
    assert run("%%lens facts\nb = a + 1") == "  b  float32 (1,)   no grad         leaf\n"
    assert "facts" in run("%%lens fcts\nb") + run.shown.stderr
    assert not run.result.success


def test_an_exception_fails_the_cell_once(run):
    run("import torch\na = torch.ones(1)")
    text = run("%%lens\na.backward()\nprint('never')")
    assert text.count("RuntimeError: element 0 of tensors") == 1
    assert "jupyter.py" not in text
    assert "never\n" not in text
    assert not run.result.success


def test_a_cell_may_hold_other_magics(run):
    assert run("%%lens\n%pwd\nx = 1\n") != ""
    assert run.shell.user_ns["x"] == 1


def test_the_shells_caches_are_neither_shown_nor_lost(run):
    run("import torch\ntorch.ones(3)")
    cached = run.shell.user_ns["Out"]
    assert "Out[" not in run("%%lens\ny = Out and In and torch.ones(1)")
    assert run.shell.user_ns["Out"] is cached
    assert not hasattr(builtins, "Out")


def test_a_browser_gets_a_picture(run):
    run("import torch\na = torch.ones(1, requires_grad=True)")
    run.shell.display_formatter.active_types = ["text/plain", "image/svg+xml"]
    text = run("%%lens\nb = a * 2")
    assert "\x1b[" in text
    assert "●" not in text
    picture = run.shown.outputs[0].data
    assert "<svg" in picture["image/svg+xml"]
    assert "MulBackward0" in picture["text/plain"]
