"""`gradrepl lesson` and `gradrepl learn`, as a user runs them: in a pipe and at a terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lesson.conftest import HEADER

ROOT = Path(__file__).parents[2]
BACKENDS = [pytest.param("numpy"), pytest.param("torch", marks=pytest.mark.torch)]
TEXT = "::: zh\n\n先读**这里**。\n\n:::\n\n::: en\n\nRead **this** first.\n\n:::\n\n"
BODY = (
    "```pycon setup\n>>> import torch\n```\n\n"
    + TEXT
    + "```pycon example\n>>> a = torch.tensor([1.5], requires_grad=True)\n```\n\n"
    + "```pycon predict\n>>> b = a * 2\n>>> print(b)\ntensor([3.], grad_fn=<MulBackward0>)\n```\n\n"
    + "## 二 · Two {#two}\n\n"
    + "```pycon task\n>>> c.item() == 4.5\n>>> c.requires_grad\n```\n\n"
    + "::: hint zh\n三倍。\n:::\n\n::: hint en\nThree times.\n:::\n\n"
    + "```pycon solution\n>>> c = a * 3\n```\n\n"
    + "```pycon wrong\n>>> c = a.detach() * 3\n```\n\n"
    + "::: zh\n被 `detach` 剪断了。\n:::\n\n::: en\nCut by `detach`.\n:::\n"
)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.md"
    path.write_text(HEADER.replace(', "1.7.1"', "") + BODY, encoding="utf-8")
    return path


def environ(tmp_path: Path) -> dict[str, str]:
    """An environment that keeps what it keeps under `tmp_path`."""
    names = {"HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LC_")}
    kept |= dict.fromkeys(names, str(tmp_path)) | {
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "TERM": "xterm-256color",
    }
    return kept


def gradrepl(*words: str, tmp_path: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gradrepl", *words],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        cwd=tmp_path,
        env=environ(tmp_path),
    )


def kept(tmp_path: Path) -> dict[str, object]:
    (path,) = tmp_path.rglob("progress/*.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_whole_lesson_in_a_pipe(backend: str, sample: Path, tmp_path: Path):
    typed = "\n3\nhint\nc = a.detach() * 3\nc = a * 3\n"
    done = gradrepl(
        "learn", str(sample), "--backend", backend, "--lang", "en", tmp_path=tmp_path, typed=typed
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = [
        "A sample", "[1/2] One", "Read this first.", ">>> a = torch.tensor",
        "requires_grad   leaf", ">>> print(b)", "What will it print? 3",
        "tensor([3.], grad_fn=<MulBackward0>)", "As you said.", "[2/2] Two",
        "It is solved when", "Three times.", "Not yet.", "Cut by `detach`.", "Solved.",
        "That was the last step of sample.",
    ]  # fmt: skip
    places = [done.stdout.find(text) for text in told]
    assert -1 not in places, (told, done.stdout)
    assert places == sorted(places)
    assert kept(tmp_path) == {"step": "", "done": ["one", "two"]}


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_lens_is_closed_until_the_prediction(backend: str, sample: Path, tmp_path: Path):
    words = ("learn", str(sample), "--backend", backend, "--lang", "en")
    before = gradrepl(*words, tmp_path=tmp_path, typed="\n")
    assert "What will it print?" in before.stdout
    assert "MulBackward0" not in before.stdout
    after = gradrepl(*words, tmp_path=tmp_path, typed="\nnothing\n")
    assert "You said nothing." in after.stdout
    assert after.stdout.index("You said") > after.stdout.index("MulBackward0")


def test_the_lens_on_what_comes_before_a_question_opens_after_it(sample: Path, tmp_path: Path):
    text = sample.read_text(encoding="utf-8").replace(">>> b = a * 2\n>>> print(b)", ">>> print(b)")
    example = ">>> a = torch.tensor([1.5], requires_grad=True)\n"
    sample.write_text(text.replace(example, f"{example}>>> b = a * 2\n"), encoding="utf-8")
    words = ("learn", str(sample), "--lang", "en")
    before = gradrepl(*words, tmp_path=tmp_path, typed="\n\n")
    assert "(The lens opens after your answer.)" in before.stdout
    assert "MulBackward0" not in before.stdout
    assert "requires_grad   leaf" in before.stdout  # a is not what is asked about
    after = gradrepl(*words, tmp_path=tmp_path, typed="\n\nnothing\n").stdout
    told = ["You said nothing.", "What the lens saw before:", ">>> b = a * 2", "●+MulBackward0"]
    places = [after.rfind(text) for text in told]
    assert -1 not in places
    assert places == sorted(places)
    own = gradrepl(*words, tmp_path=tmp_path, typed="\na * 3\n").stdout
    assert "●+MulBackward0" in own  # the learner's own code is not kept back


def test_in_chinese(sample: Path, tmp_path: Path):
    words = ("learn", str(sample), "--lang", "zh")
    done = gradrepl(*words, tmp_path=tmp_path, typed="\n3\n提示\n退出\n")
    assert (done.returncode, done.stderr) == (0, "")
    for text in ("样例", "[1/2] 一", "先读这里。", "[2/2] 二", "三倍。"):
        assert text in done.stdout
    assert "Read this" not in done.stdout
    assert kept(tmp_path) == {"step": "two", "done": ["one"]}


def test_resuming_replays_what_came_before(sample: Path, tmp_path: Path):
    words = ("learn", str(sample), "--lang", "en")
    gradrepl(*words, tmp_path=tmp_path, typed="\n3\n")
    done = gradrepl(*words, tmp_path=tmp_path, typed="a, b\nback\n")
    assert "You are back at step 2" in done.stdout
    assert "(tensor([1.5000], requires_grad=True), tensor([3.], grad_fn=<MulBackward0>))" in (
        done.stdout
    )
    assert "[1/2] One" in done.stdout
    assert "Read this first" in done.stdout


def test_skip_shows_a_solution(sample: Path, tmp_path: Path):
    done = gradrepl("learn", str(sample), "--lang", "en", tmp_path=tmp_path, typed="skip\nskip\n")
    assert done.stdout.index("One solution:") < done.stdout.index(">>> c = a * 3")
    assert kept(tmp_path) == {"step": "", "done": []}


def test_own_code_and_its_errors_change_nothing_that_follows(sample: Path, tmp_path: Path):
    typed = "a = 7\nif a:\n    print(a * 6)\n\n1 / 0\na = = 1\n\n3\na\nquit\n"
    done = gradrepl("learn", str(sample), "--lang", "en", tmp_path=tmp_path, typed=typed)
    assert "\n42\n" in done.stdout
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "SyntaxError: invalid syntax" in done.stderr
    assert "As you said." in done.stdout
    assert "tensor([1.5000], requires_grad=True)" in done.stdout
    assert done.returncode == 0


def test_exit_leaves(sample: Path, tmp_path: Path):
    done = gradrepl(
        "learn", str(sample), "--lang", "en", tmp_path=tmp_path, typed="exit()\n1 / 0\n"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Your place is kept" in done.stdout


def test_progress_that_cannot_be_kept_is_said_once(sample: Path, tmp_path: Path):
    (tmp_path / "gradrepl").write_text("in the way", encoding="utf-8")
    done = gradrepl("learn", str(sample), "--lang", "en", tmp_path=tmp_path, typed="\n3\n")
    assert done.stderr.count("cannot be kept") == 1
    assert "[2/2] Two" in done.stdout
    assert done.returncode == 0


def test_bytes_that_are_no_text(sample: Path, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "gradrepl", "learn", str(sample), "--lang", "en"],
        input="样".encode("gb18030") + b"\n\x00\n\n3\n",
        capture_output=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
        env=environ(tmp_path) | {"PYTHONIOENCODING": "utf-8:strict"},
    )
    assert b"SyntaxError" in done.stderr
    assert b"As you said." in done.stdout
    assert (done.returncode, done.stderr.count(b"gradrepl/cli")) == (0, 0)


def test_no_standard_input(sample: Path, tmp_path: Path):
    words = ["learn", str(sample), "--lang", "en"]
    code = f"import sys; sys.stdin = None; from gradrepl.cli import main; sys.exit(main({words!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        cwd=tmp_path,
        env=environ(tmp_path),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Your place is kept" in done.stdout


def test_unknown_lesson(tmp_path: Path):
    done = gradrepl("learn", "002-where-the-gradient-is-cutt", "--lang", "en", tmp_path=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "'002-where-the-gradient-is-cutt'" in done.stderr
    assert "002-where-the-gradient-is-cut?" in done.stderr
    assert "Traceback" not in done.stderr


def test_list(tmp_path: Path):
    done = gradrepl("lesson", "list", tmp_path=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for text in ("002-where-the-gradient-is-cut", "梯度在哪里被剪断", "Where the gradient is cut"):
        assert text in done.stdout
    assert done.stdout.index("000a-") < done.stdout.index("004-")


@pytest.mark.parametrize("backend", BACKENDS)
def test_check_of_all_lessons(backend: str, tmp_path: Path):
    done = gradrepl("lesson", "check", "--backend", backend, "--lang", "en", tmp_path=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.count("  ok\n") == 7
    assert "lessons checked: 7; complaints: 0" in done.stdout
    assert "\x1b" not in done.stdout


def test_check_shows_what_differs(sample: Path, tmp_path: Path):
    text = sample.read_text(encoding="utf-8").replace("tensor([3.],", "tensor([4.],")
    sample.write_text(text, encoding="utf-8")
    done = gradrepl("lesson", "check", "sample.md", "--lang", "en", tmp_path=tmp_path)
    line = text[: text.index(">>> print(b)")].count("\n") + 1
    assert done.returncode == 1
    assert f"sample.md:{line}: " in done.stdout
    assert "-tensor([4.], grad_fn=<MulBackward0>)" in done.stdout
    assert "+tensor([3.], grad_fn=<MulBackward0>)" in done.stdout


@pytest.mark.usefixtures("sample")
def test_check_of_what_is_no_lesson(tmp_path: Path):
    (tmp_path / "bad.md").write_text("hello\n", encoding="utf-8")
    done = gradrepl("lesson", "check", ".", "--lang", "en", tmp_path=tmp_path)
    assert done.returncode == 1
    assert "bad.md:1: the file does not open with front matter." in done.stdout
    assert "sample.md  PyTorch 2.13.0  ok" in done.stdout


def test_check_of_a_missing_file(sample: Path, tmp_path: Path):
    done = gradrepl("lesson", "check", "nowhere.md", sample.name, "--lang", "en", tmp_path=tmp_path)
    assert done.returncode == 2
    assert "there is no file nowhere.md" in done.stderr
    assert "sample.md  PyTorch 2.13.0  ok" in done.stdout


pexpect = pytest.importorskip("pexpect") if sys.platform != "win32" else None


@pytest.mark.skipif(pexpect is None, reason="needs a pseudo-terminal")
def test_at_a_terminal_that_reads_lines(sample: Path, tmp_path: Path):
    child = pexpect.spawn(
        sys.executable,
        ["-m", "gradrepl", "learn", str(sample), "--lang", "en"],
        cwd=str(tmp_path),
        env=environ(tmp_path) | {"TERM": "dumb"},
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 80),
    )
    child.expect("Enter runs it: ")
    child.sendline("x = 1 +")
    child.expect("SyntaxError")
    child.expect("Enter runs it: ")
    child.send("half a line")
    for _ in range(5):  # between its prompt and its first read Python does not hear Ctrl-C
        child.sendintr()
        if child.expect(["Enter runs it: ", pexpect.TIMEOUT], timeout=20) == 0:
            break
    child.sendline("for i in range(10**12): i or print('run' + 'ning')")
    child.expect(r"\.\.\. ")
    child.sendline("")
    child.expect("running")
    child.sendintr()
    child.expect("KeyboardInterrupt")
    child.expect("Enter runs it: ")
    child.sendline("")
    child.expect("What will it print")
    child.sendline("")
    child.expect("Commit to an answer first")
    child.sendline("error")
    child.expect("You said error")
    child.expect(">>> ")
    child.sendeof()
    child.expect("Your place is kept")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert kept(tmp_path) == {"step": "two", "done": ["one"]}


@pytest.mark.skipif(pexpect is None, reason="needs a pseudo-terminal")
def test_editing_and_history_at_a_terminal(sample: Path, tmp_path: Path):
    from tests.repl.screen import CTRL_D, ENTER, Terminal

    history = tmp_path / "history"
    own = environ(tmp_path) | {"GRADREPL_HISTORY": str(history)}
    del own["COLUMNS"]
    with Terminal("learn", str(sample), "--lang", "en", **own) as terminal:
        terminal.wait_for("Enter runs it:$")
        terminal.send("for i in range(2):" + ENTER + "print(i + 40)" + ENTER + ENTER)
        terminal.wait_for(r"^\.\.\.     print\(i \+ 40\)\n\.\.\.\n40\n41$")
        terminal.wait_for("Enter runs it:$")
        terminal.send("\x1b[A")  # up to the last input
        terminal.wait_for(r"Enter runs it: for i in range\(2\):\n\.\.\.     print\(i \+ 40\)$")
        terminal.send("\x05" + "\x7f" * 6 + " - 1)" + ENTER + ENTER)
        terminal.wait_for("^-1$")
        terminal.wait_for("Enter runs it:$")
        terminal.send(ENTER)
        terminal.wait_for("What will it print")
        terminal.send("tensor([7" + ENTER)  # no code: Enter commits to it
        terminal.wait_for(r"You said tensor\(\[7")
        terminal.wait_for("^>>>$")
        terminal.send(CTRL_D)
        terminal.wait_for("Your place is kept")
        assert terminal.end() == 0
    kept_lines = [
        line[1:] for line in history.read_text(encoding="utf-8").splitlines() if line[:1] == "+"
    ]
    assert kept_lines == [
        "for i in range(2):", "    print(i + 40)", "for i in range(2):", "    print(i - 1)",
    ]  # fmt: skip


@pytest.mark.skipif(pexpect is None, reason="needs a pseudo-terminal")
def test_check_shows_a_bar_at_a_terminal(sample: Path, tmp_path: Path):
    words = ["-m", "gradrepl", "lesson", "check", sample.name, sample.name, "--lang", "en"]
    child = pexpect.spawn(
        sys.executable, words, cwd=str(tmp_path), env=environ(tmp_path), encoding="utf-8",
        timeout=60, dimensions=(24, 80),
    )  # fmt: skip
    child.expect(pexpect.EOF)
    assert "replaying" in child.before
    assert child.before.count("sample.md  PyTorch 2.13.0  ok") == 2
    assert "lessons checked: 2; complaints: 0" in child.before
    child.close()
    assert child.exitstatus == 0


@pytest.mark.skipif(pexpect is None, reason="needs a pseudo-terminal")
def test_at_a_dumb_terminal(sample: Path, tmp_path: Path):
    child = pexpect.spawn(
        sys.executable,
        ["-m", "gradrepl", "learn", str(sample), "--lang", "zh"],
        cwd=str(tmp_path),
        env=environ(tmp_path) | {"TERM": "dumb"},
        encoding="utf-8",
        timeout=60,
    )
    child.expect("先读")
    child.sendline("退出")
    child.expect(pexpect.EOF)
    assert "\x1b" not in child.before
    child.close()
    assert child.exitstatus == 0
