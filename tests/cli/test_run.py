"""The lens between a program's own lines."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.conftest import environment

SCRIPT = """\
import torch
a = torch.tensor([1.1], requires_grad=True)
print('before b')
b = a * 2
print('no end', end='')
with torch.no_grad():
    c = b + 2
c.backward()
"""


@pytest.mark.parametrize("backend", ["numpy", pytest.param("torch", marks=pytest.mark.torch)])
def test_in_order(gradrepl, script, backend):
    done = gradrepl("--backend", backend, script(SCRIPT))
    lines = done.stdout.splitlines()
    assert lines[:6] == [
        "  a  float32 (1,)   requires_grad   leaf      grad None",
        "before b",
        "  b  float32 (1,)   requires_grad   MulBackward0",
        "  ◆ a ── ●+MulBackward0 ── ◉+b",
        "no end",
        "  c  float32 (1,)   no grad         leaf",
    ]
    assert done.returncode == 1
    assert done.stderr.endswith(
        "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn\n"
    )


def test_one_place_for_both_streams(script):
    path = script("import warnings\nprint(1)\nwarnings.warn('w')\nprint(2)\n1 / 0\n")
    done = subprocess.run(
        [sys.executable, "-m", "gradrepl", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment({}),
        check=False,
    )
    order = [done.stdout.index(text) for text in ("1\n", "UserWarning", "2\n", "Traceback")]
    assert order == sorted(order)


def test_levels(gradrepl, script):
    path = script(SCRIPT)
    off = gradrepl("--lens", "off", path)
    assert off.stdout == "before b\nno end"
    facts = gradrepl("--lens", "facts", path).stdout
    assert "MulBackward0" in facts
    assert "──" not in facts


def test_without_a_terminal_there_are_no_colours(gradrepl, script):
    path = script(SCRIPT)
    assert "\x1b" not in gradrepl(path).stdout
    assert "\x1b" in gradrepl("--color", "always", path).stdout
    assert "\x1b" not in gradrepl("--color", "never", path).stdout


def test_chinese(gradrepl, script):
    path = script("import torch\n梯度 = torch.tensor([1.], requires_grad=True)\n乙 = 梯度 * 2\n")
    assert "◆ 梯度 ── ●+MulBackward0 ── ◉+乙" in gradrepl("--lang", "zh", path).stdout
    assert "没有" in gradrepl("--lang", "zh", "nosuch.py").stderr


def test_a_release(gradrepl):
    code = "import torch; print(repr(torch.set_grad_enabled(True)))"
    old = gradrepl("--release", "1.7.1", "-c", code)
    assert old.stdout.startswith("<torch.autograd.grad_mode.set_grad_enabled object at 0x")
    assert gradrepl("-c", code).stdout == ("torch.autograd.grad_mode.set_grad_enabled(mode=True)\n")
    unknown = gradrepl("--release", "9.9", "-c", "1")
    assert (unknown.returncode, "Traceback" in unknown.stderr) == (2, False)
    assert "9.9" in unknown.stderr


def test_a_backend_that_is_not_there(gradrepl, tmp_path):
    (tmp_path / "torch.py").write_text("raise ImportError('no torch here')", encoding="utf-8")
    done = gradrepl("--backend", "torch", "-c", "1", env={"PYTHONPATH": f"{tmp_path}"}, cwd=".")
    assert done.returncode == 2
    assert "python -m pip install torch" in done.stderr


def test_ten_megabytes(gradrepl):
    done = gradrepl("-c", "for _ in range(100_000): print('x' * 99)")
    assert len(done.stdout) == 10_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's pipe")
@pytest.mark.parametrize(
    "code", ["for i in range(10**6): print(i)", "print('x' * 10**6)", "print(1)"]
)
def test_a_reader_that_goes_away(code, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "gradrepl", "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({}),
        cwd=tmp_path,
    ) as program:
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(60) in {0, 1}


@pytest.mark.skipif(sys.platform == "win32", reason="a signal from outside")
def test_ctrl_c_from_outside(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "gradrepl", "-c", "print('on', flush=True)\nwhile True: pass"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment({}),
        cwd=tmp_path,
    ) as program:
        assert program.stdout.readline() == "on\n"
        os.kill(program.pid, signal.SIGINT)
        assert program.wait(60) == 130
        assert program.stderr.read().endswith("KeyboardInterrupt\n")


def test_a_thread_that_outlives_its_statement(gradrepl):
    code = (
        "import threading, time, pickle\n"
        "class C: pass\n"
        "def late(): time.sleep(0.3); print('late', pickle.loads(pickle.dumps(C)) is C)\n"
        "threading.Thread(target=late).start()\n"
        "print('early')"
    )
    assert gradrepl("-c", code).stdout == "early\nlate True\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's redirection")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("", 2, "gradrepl: standard input is closed; name a FILE, or use -c CODE\n"),
        ("-", 2, "gradrepl: standard input is closed; name a FILE, or use -c CODE\n"),
        ("-c 'input()'", 1, "RuntimeError: input(): lost sys.stdin\n"),
        ("-c 'import sys; print(sys.stdin)'", 0, ""),
    ],
)
def test_without_standard_input(words, code, said, tmp_path):
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m gradrepl {words} <&-"],
        capture_output=True,
        text=True,
        env=environment({}),
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == code
    assert done.stderr.endswith(said)
    assert "gradrepl/" not in done.stderr


def test_a_closed_standard_input(gradrepl):
    done = gradrepl("-c", "import sys; print(sys.stdin.read() == '')")
    assert done.stdout == "True\n"
