"""FILE, -c, -m and standard input, compared with what Python itself does."""

import re
import subprocess
import sys

import pytest

from tests.cli.conftest import environment

TELLING = """\
'''its docstring'''
import sys
print(__name__, __file__, __doc__, __package__, __spec__, __cached__, type(__loader__).__name__)
print(sys.argv, sys.path[0], __builtins__, sorted(vars(sys.modules['__main__'])))
x: int = 3
1 + 1
'no docstring'
print(__doc__, __annotations__)
def f():
    return 1 / 0
import inspect
print(inspect.getsource(f), end='')
import warnings
warnings.warn('careful')
class C: pass
import pickle
print(pickle.loads(pickle.dumps(C())).__class__ is C)
f()
"""


def python(*arguments, cwd, typed=""):
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment({}),
        check=False,
    )


def test_a_file_runs_as_under_python(gradrepl, script, tmp_path):
    path = script(TELLING, "sub/tell.py")
    for shown in (path, path.relative_to(tmp_path)):
        want = python(shown, "a", "--lens", cwd=tmp_path)
        got = gradrepl(shown, "a", "--lens")
        assert got.stdout == want.stdout
        assert got.stderr == want.stderr
        assert got.returncode == want.returncode == 1


def test_a_module_runs_as_under_python(gradrepl, script, tmp_path):
    script("print('package', __name__)", "pkg/__init__.py")
    script(TELLING, "pkg/tell.py")
    script("import sys; print(__name__, __package__, sys.argv)", "pkg/__main__.py")
    for module in ("pkg.tell", "pkg"):
        want = python("-m", module, "a", cwd=tmp_path)
        got = gradrepl("-m", module, "a")
        assert re.sub("0x[0-9a-f]+", "0x", got.stdout) == re.sub("0x[0-9a-f]+", "0x", want.stdout)
        assert got.returncode == want.returncode


def test_code_and_folders_run_as_under_python(gradrepl, script, tmp_path):
    script("import sys; print(sys.argv, sys.path[0], __name__)", "sub/__main__.py")
    code = "import sys; print(sys.argv, [sys.path[0]], __name__); 1 + 1"
    for arguments in (["-c", code, "a", "-b"], ["sub", "a"]):
        want, got = python(*arguments, cwd=tmp_path), gradrepl(*arguments)
        assert (got.stdout, got.returncode) == (want.stdout, want.returncode)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pass", 0),
        ("1 / 0", 1),
        ("x = = 1", 1),
        ("import sys; sys.exit()", 0),
        ("import sys; sys.exit(7)", 7),
        ("import sys; sys.exit('gone')", 1),
        ("raise KeyboardInterrupt", 130),
        ("import signal; signal.raise_signal(signal.SIGINT)", 130),
        ("raise SystemExit(3)", 3),
    ],
)
def test_exit_codes(gradrepl, code, expected):
    done = gradrepl("-c", code)
    assert done.returncode == expected
    assert ("gone\n" in done.stderr) == ("gone" in code)


def test_nothing_after_an_exception(gradrepl):
    done = gradrepl("-c", "print(1)\n1 / 0\nprint(2)")
    assert done.stdout == "1\n"
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_standard_input_is_the_prompt_without_a_terminal(gradrepl):
    typed = "import torch\na = torch.tensor([1., 2.])\na\n%lens off\na * 2\n"
    for arguments in ([], ["-"]):
        done = gradrepl(*arguments, typed=typed)
        assert done.returncode == 0
        assert "tensor([1., 2.])\n" in done.stdout
        assert done.stdout.endswith("tensor([2., 4.])\n")
        assert ">>>" not in done.stdout
        assert "\x1b" not in done.stdout


def test_a_magic_that_fails_in_a_pipe(gradrepl):
    done = gradrepl(typed="%lnes off\nprint('not reached')\n")
    assert done.returncode == 1
    assert "did you mean '%lens'" in done.stderr
    assert done.stdout == ""


def test_a_magic_in_a_file_is_a_syntax_error(gradrepl, script):
    done = gradrepl(script("%lens off\n"))
    assert done.returncode == 1
    assert "SyntaxError" in done.stderr


@pytest.mark.parametrize("typed", ["", "\n\n", "# nothing\n"])
def test_an_empty_pipe(gradrepl, typed):
    done = gradrepl(typed=typed)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_files_that_cannot_be_run(gradrepl, script, tmp_path):
    script("", "training.py")
    script(b"x = 1\ny = '\xe9'\n", "latin.py")
    script(b"# -*- coding: nosuch -*-\n", "coded.py")
    (tmp_path / "folder").mkdir()
    for named, said in (
        ("trainng.py", "there is no file 'trainng.py'; did you mean 'training.py'?"),
        ("grph", "did you mean 'graph'?"),
        ("nowhere/x.py", "there is no file 'nowhere/x.py'"),
        ("latin.py", "latin.py, line 2: byte 0xe9 is no UTF-8 text"),
        ("coded.py", "unknown encoding: nosuch"),
        ("folder", "there is no __main__.py in it"),
    ):
        done = gradrepl(named)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_modules_that_cannot_be_run(gradrepl):
    for named, said in (
        ("no_such_module", "there is no module 'no_such_module'"),
        ("no_such.module", "cannot be found"),
        ("json", "there is no __main__ module in it"),
        ("math", "no Python source"),
        (".relative", "full name"),
    ):
        done = gradrepl("-m", named)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
        assert said in done.stderr


def test_files_in_another_encoding(gradrepl, script):
    assert gradrepl(script(b"# -*- coding: latin-1 -*-\nprint('\xe9')")).stdout == "é\n"
    assert (
        gradrepl(script(b"\xef\xbb\xbfprint('bom')\r\nprint('crlf')\r\n")).stdout == "bom\ncrlf\n"
    )


def test_a_script_that_hides_a_library(gradrepl, script):
    script("raise RuntimeError('not this one')", "rich.py")
    script("raise RuntimeError('not this one')", "numpy.py")
    done = gradrepl(script("import torch\na = torch.ones(2)\nprint(a)"))
    assert (done.returncode, done.stderr) == (0, "")
