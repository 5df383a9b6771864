"""The real program in a real pseudo-terminal, as a learner has it before their eyes."""

import re
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal to open", allow_module_level=True)

from tests.repl.screen import CTRL_C, CTRL_D, ENTER, Terminal

PASTED = "\x1b[200~{}\x1b[201~"
UP = "\x1b[A"


@pytest.fixture
def terminal(tmp_path):
    with Terminal(GRADREPL_HISTORY=str(tmp_path / "history")) as opened:
        opened.wait_for_prompt()
        yield opened


def test_the_sketch(terminal):
    assert "gradrepl" in terminal.text()
    terminal.run("import torch")
    terminal.run("a = torch.tensor([1.1], requires_grad=True)")
    terminal.run("b = a * 2")
    terminal.send("with torch.no_grad():" + ENTER + "c = b + 2" + ENTER)
    terminal.wait_for(r"^\.\.\.$")
    terminal.send(ENTER)
    terminal.wait_for(r"^  c  float32")
    terminal.wait_for_prompt()
    assert (
        ">>> import torch\n"
        ">>> a = torch.tensor([1.1], requires_grad=True)\n"
        "  a  float32 (1,)   requires_grad   leaf      grad None\n"
        ">>> b = a * 2\n"
        "  b  float32 (1,)   requires_grad   MulBackward0\n"
        "  ◆ a ── ●+MulBackward0 ── ◉+b\n"
        ">>> with torch.no_grad():\n"
        "...     c = b + 2\n"
        "...\n"
        "  c  float32 (1,)   no grad         leaf\n"
    ) in terminal.text()
    text = terminal.run("c.backward()")
    assert "RuntimeError: element 0 of tensors does not require grad" in text
    assert "repl/app.py" not in text


def test_ctrl_c_in_a_loop(terminal):
    terminal.send("exec('print(1)\\nwhile True: pass')" + ENTER)
    terminal.wait_for("^1$")
    terminal.send(CTRL_C)
    terminal.wait_for("KeyboardInterrupt")
    terminal.wait_for_prompt()
    assert "2\n" in terminal.run("1 + 1") + "\n"


def test_ctrl_c_takes_back_a_half_typed_line(terminal):
    terminal.send("half = (1,")
    terminal.wait_for("half")
    terminal.send(CTRL_C)
    terminal.wait_for(r"^>>>$")
    assert "NameError" in terminal.run("half")


def test_ctrl_d_leaves_and_asks_nothing(terminal):
    terminal.send(CTRL_D)
    assert terminal.end() == 0


def test_exit_codes(terminal):
    terminal.send("raise SystemExit(7)" + ENTER)
    assert terminal.end() == 7


def test_history_is_kept_even_when_the_program_is_killed(terminal, tmp_path):
    terminal.run("remembered = 40 + 2")
    terminal.process.kill(9)
    with Terminal(GRADREPL_HISTORY=str(tmp_path / "history")) as again:
        again.wait_for_prompt()
        again.send(UP)
        again.wait_for("remembered = 40")
        again.send(ENTER)
        again.wait_for_prompt()
        assert "42" in again.run("remembered")


def test_an_unwritable_history_costs_one_message(tmp_path):
    with Terminal(GRADREPL_HISTORY=str(tmp_path)) as opened:
        opened.wait_for_prompt()
        opened.run("a = 1")
        text = opened.run("a + 1")
        assert text.replace("\n", "").count(str(tmp_path)) == 1
        assert "\n2\n" in text


def test_a_paste_with_prompts_and_output(terminal):
    pasted = ">>> import torch\n>>> if True:\n...     print('in')\n...\nin\n>>> print('out')\nout\n"
    terminal.send(PASTED.format(pasted))
    terminal.wait_for(r"\.\.\. print\('out'\)")
    terminal.send(ENTER)
    terminal.wait_for(r"^out$")
    terminal.wait_for_prompt()
    assert "SyntaxError" not in terminal.text()


def test_output_without_an_end_is_not_drawn_over(terminal):
    assert "\nx\n>>>" in terminal.run("print('x', end='')")


def test_resize(terminal):
    terminal.run("import torch")
    terminal.resize(40, 20)
    terminal.send("w = torch.tensor([1.1], requires_grad=True)" + ENTER)
    terminal.wait_for(r"^     grad None$")  # a prompt painted anew may stand there before
    rows = terminal.rows()
    start = next(i for i, row in enumerate(rows) if row.startswith("  w  float32"))
    assert rows[start : start + 2] == ["  w  float32 (1,)   requires_grad   leaf", "     grad None"]


def test_input_and_typeahead(terminal):
    terminal.send("name = input('who? ')" + ENTER)
    terminal.wait_for(r"^who\?")
    terminal.send("猫" + ENTER)
    terminal.wait_for_prompt()
    assert "'猫'" in terminal.run("name")


def test_what_a_thread_prints_goes_above_the_prompt(terminal):
    terminal.run("import threading")
    terminal.run("threading.Timer(0.4, print, ['late']).start()")
    terminal.send("typed")
    terminal.wait_for(r"^late\n>>> typed$")


def test_chinese():
    with Terminal(LANGUAGE="zh", LANG="zh_CN.UTF-8") as opened:
        opened.wait_for_prompt()
        assert re.search("[\u4e00-\u9fff]", opened.text())
        opened.run("import torch")
        assert "权重" in opened.run("权重 = torch.ones(1, requires_grad=True)")


def test_a_dumb_terminal_gets_plain_lines(tmp_path):
    with Terminal(TERM="dumb", GRADREPL_HISTORY=str(tmp_path / "history")) as opened:
        opened.wait_for_prompt()
        opened.run("import torch")
        opened.run("a = torch.ones(1, requires_grad=True)")
        opened.send("for i in range(2):" + "\n" + "    print(i)" + "\n\n")
        opened.wait_for(r"^1$")
        opened.wait_for_prompt()
        opened.run("%lens off")
        opened.send(CTRL_C)
        opened.wait_for("KeyboardInterrupt")
        opened.wait_for_prompt()
        assert "\x1b" not in opened.raw
        opened.send(CTRL_D)
        assert opened.end() == 0
    assert "+a = torch.ones" in (tmp_path / "history").read_text(encoding="utf-8")


def test_no_color():
    with Terminal(NO_COLOR="1") as opened:
        opened.wait_for_prompt()
        opened.run("import torch")
        opened.run("a = torch.ones(1, requires_grad=True)")
        opened.run("1/0")
        assert not re.search(r"\x1b\[[\d;]*3[0-9][;m]", opened.raw)


def test_what_is_typed_while_a_statement_runs_comes_next(terminal):
    terminal.send("import time; print('slow'); time.sleep(0.5)" + ENTER)
    terminal.wait_for(r"^slow$")
    terminal.send("20 + 22" + ENTER)
    terminal.wait_for(r"^42$")
    terminal.wait_for_prompt()
