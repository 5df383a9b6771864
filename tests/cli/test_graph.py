import sys

import pytest

from tests.cli.conftest import environment

SCRIPT = """\
import sys
import torch
print('from the program', sys.argv)
w = torch.tensor([1., 2.], requires_grad=True)
loss = (w * 2).sum()
loss.backward()
with torch.no_grad():
    later = w * 3
"""


def test_in_the_terminal(gradrepl, script):
    done = gradrepl("graph", script(SCRIPT), "argument")
    assert done.returncode == 0
    assert done.stderr.startswith("from the program [")
    assert "argument" in done.stderr
    assert "from the program" not in done.stdout
    assert "SumBackward0" in done.stdout  # what backward() was called on, and not what came later
    assert "later" not in done.stdout


def test_a_program_that_keeps_all_in_functions(gradrepl, script):
    body = "".join(f"    {line}\n" for line in SCRIPT.splitlines() if "import" not in line)
    done = gradrepl("graph", script(f"import sys\nimport torch\ndef main():\n{body}main()\n"))
    assert done.returncode == 0
    found = [sign + after[:8].strip() for sign in "◆○●◉" for after in done.stdout.split(sign)[1:]]
    assert [one.split(" ")[0] for one in found] == ["◆w", "○MulBack", "●SumBack", "◉loss"]
    assert "later" not in done.stdout


def test_by_name(gradrepl, script):
    done = gradrepl("graph", script(SCRIPT), "--of", "later")
    assert "later" in done.stdout
    done = gradrepl("graph", script(SCRIPT), "--of", "lss")
    assert done.returncode == 2
    assert "did you mean loss" in done.stderr


@pytest.mark.parametrize(
    ("suffix", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("dot", b"")]
)
def test_a_picture(gradrepl, script, tmp_path, suffix, start):
    done = gradrepl("graph", script(SCRIPT), "-o", f"图.{suffix}")
    assert (done.returncode, done.stdout) == (0, f"wrote 图.{suffix}\n")
    picture = (tmp_path / f"图.{suffix}").read_bytes()
    assert picture.startswith(start)
    assert (b"SumBackward0" in picture) or suffix == "png"


def test_a_picture_that_lacks_glyphs(gradrepl, script, tmp_path):
    path = script("import torch\n权重 = torch.ones(1, requires_grad=True)\nb = 权重 * 2\n")
    no_dot = {"PATH": str(tmp_path)}
    done = gradrepl("graph", path, "-o", "x.png", env=no_dot)
    assert (done.returncode, done.stdout) == (0, "wrote x.png\n")
    assert done.stderr.startswith("gradrepl: no font for 权重 was found")
    assert gradrepl("graph", path, "-o", "x.svg", env=no_dot).stderr == ""


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("x.svgg", "did you mean .svg?"),
        ("x", "has no suffix that says which format"),
        (".svg", "a format without a name: picture.svg"),
        ("nowhere/x.svg", "nowhere is no folder"),
    ],
)
def test_an_output_that_cannot_be(gradrepl, script, tmp_path, output, said):
    done = gradrepl("graph", script(SCRIPT), "-o", output)
    assert done.returncode == 2
    assert said in done.stderr
    assert "from the program" not in done.stderr  # it did not run in vain
    assert sorted(path.name for path in tmp_path.iterdir()) == ["script.py"]


def test_a_program_that_fails(gradrepl, script, tmp_path):
    path = script(SCRIPT + "later.backward()\n")
    done = gradrepl("graph", path, "-o", "x.dot")
    assert done.returncode == 1
    assert "RuntimeError" in done.stderr
    assert (tmp_path / "x.dot").is_file()


def test_a_program_that_was_interrupted(gradrepl, script, tmp_path):
    done = gradrepl("graph", script("raise KeyboardInterrupt\n"), "-o", "x.dot")
    assert done.returncode == 130
    assert "leaves no graph" not in done.stderr
    assert not (tmp_path / "x.dot").exists()


def test_a_program_without_a_graph(gradrepl, script):
    done = gradrepl("graph", script("x = 1\n"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "leaves no graph" in done.stderr


def test_a_theme_of_the_drawing(gradrepl, script):
    path = script(SCRIPT)
    drawn = [
        gradrepl(
            "--color", "always", "graph", path, "--theme", theme, env={"COLORTERM": "truecolor"}
        ).stdout
        for theme in ("light", "dark", "print")
    ]
    assert all("SumBackward0" in text for text in drawn)
    assert len(set(drawn)) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_inline_in_a_terminal_that_can(script):
    import pexpect

    env = environment({"KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"})
    env.pop("TMUX", None)
    arguments = ["-m", "gradrepl", "graph", str(script(SCRIPT)), "--inline"]
    child = pexpect.spawn(sys.executable, arguments, env=env, dimensions=(40, 80), timeout=60)
    shown = child.read()
    assert b"\x1b_Gf=100,a=T,c=" in shown
    assert shown.rstrip().endswith(b"\x1b\\")
