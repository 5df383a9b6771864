"""%backward: what it shows, what it leaves alone, what it says when it cannot."""

import sys
import warnings

import pytest

from gradrepl import locale
from gradrepl.repl.keys import ask_key

SMALL = """\
x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
y = x * w
loss = (y * x).sum()
"""

WALK = """\
  backward from loss, 5 steps in the engine's order: tried, not kept
  1/5  ● SumBackward0   loss
       receives        1.
       → MulBackward0  self: expand(grad, self.shape) = [1., 1.]
       uses            self.shape = (2,)
  2/5  ● MulBackward0
       receives        [1., 1.]
       → MulBackward0  self: grad * other = [1., 2.]
       → x             other: grad * self = [3., 8.]
       uses            other = [1., 2.], self = [3., 8.]
  3/5  ● MulBackward0   y
       receives  [1., 2.]
       → x       self: grad * other = [3., 8.]  added to what step 2 sent
       → w       other: grad * self = [1., 4.]
       uses      other = [3., 4.], self = [1., 2.]
  4/5  ◆ x   AccumulateGrad
       receives  [6., 16.]   the sum of 2, from steps 2, 3
       .grad     None, would be [6., 16.]
  5/5  ◆ w   AccumulateGrad
       receives  [1., 4.]
       .grad     None, would be [1., 4.]
  done: every .grad is as before; %backward loss --keep does it
"""


@pytest.fixture
def small(app):
    app.session.level = "off"
    app.type(SMALL)
    return app


def test_the_walk(small):
    """The same on either engine, to the character."""
    assert small.type("%backward loss") == WALK
    assert small.type("%backward loss --step") == WALK  # nobody can be asked
    assert "(None, None)" in small.type("x.grad, w.grad")


def test_keeping_is_what_backward_does(small):
    small.type("x.grad = torch.ones(2)")
    text = small.type("%backward loss --keep")
    assert ".grad     [1., 1.] -> [7., 17.]" in text
    assert "the gradients are in .grad, and the graph is freed" in text
    assert small.type("x.grad") == "tensor([ 7., 17.])\n"
    text = small.type("%backward loss")
    assert "RuntimeError: Trying to backward through the graph a second time" in text
    assert "was freed by a backward() before: compute loss again" in text


def test_the_next_statement_is_not_told_to_have_made_the_gradients(small):
    small.session.level = "full"
    small.type("%backward loss --keep")
    assert "x" not in small.type("other = 1")


def test_a_tensor_of_several_numbers(small):
    text = small.type("%backward y")
    assert text.startswith("RuntimeError: grad can be implicitly created only for scalar outputs\n")
    assert "%backward y --gradient torch.ones_like(y)" in text
    text = small.type('%backward y --gradient "torch.tensor([1.0, 10.0])"')
    assert "[3., 40.]" in text
    again = '%backward y --gradient "torch.tensor([1.0, 10.0])" --keep does it'
    assert again in " ".join(text.split())
    text = small.type("%backward y --gradient torch.ones(3)")
    assert text.startswith("RuntimeError: Mismatch in shape")
    assert "--gradient torch.ones_like(y)" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("%backward", "write it so: %backward LOSS"),
        ("%backward losss", "no tensor is called 'losss'; did you mean loss?"),
        ("%backward number", "number is no tensor, but of type int"),
        ("%backward loss.nothing", "loss.nothing cannot be computed: AttributeError: "),
        ("%backward 1+", "1+ is no expression: "),
        ("%backward loss --gradient 3", "3 is no tensor, but of type int"),
        ("%backward loss --stp", "%backward has no option '--stp'; did you mean '--step'?"),
    ],
)
def test_what_cannot_be_done_is_one_clear_message(small, typed, said):
    small.type("number = 1")
    text = small.type(typed)
    assert text.startswith(said)
    assert text.count("\n") == 1


@pytest.mark.parametrize("source", ["torch.tensor(3)", "torch.ones(())", "loss.detach()"])
def test_what_has_no_graph(small, source):
    text = small.type(f"%backward {source}")
    assert text.startswith("RuntimeError: element 0 of tensors does not require grad")
    assert f"{source} has no graph behind it" in text
    assert text.count("\n") == 2


def test_a_leaf_and_an_expression(small):
    text = small.type("s = torch.tensor(2.0, requires_grad=True)\n%backward s")
    assert "1/1  ◆ s   AccumulateGrad\n" in text
    assert ".grad     None, would be 1.\n" in text
    text = small.type('%backward "(y * 2).sum()"')
    assert 'done: every .grad is as before; %backward "(y * 2).sum()" --keep does it' in text


def test_a_stale_value_ends_the_walk_where_backward_would_end(small):
    text = small.type("with torch.no_grad():\n    w.add_(1)\n\n\n")
    text = small.type("%backward loss")
    assert "failed" in text
    assert "has been modified by an inplace operation" in text
    assert "%graph loss marks which one" in text


def test_hooks_and_functions_of_the_learners_are_told(small):
    small.type(
        "class Square(torch.autograd.Function):\n"
        "    @staticmethod\n"
        "    def forward(ctx, x):\n"
        "        ctx.save_for_backward(x)\n"
        "        return x * x\n"
        "    @staticmethod\n"
        "    def backward(ctx, grad):\n"
        "        return ctx.saved_tensors[0] * 2 * grad\n"
        "\n"
    )
    small.type("z = Square.apply(y); h = z.register_hook(lambda g: g * 10)\ntotal = z.sum()")
    text = small.type("%backward total")
    assert "your own code took part, as it does in backward(): hooks (1), SquareBackward" in text
    assert "the backward() of your own Function computed it" in text
    assert "[10., 10.]" in text


def test_what_the_engine_warns_of_at_our_call_is_kept_back(small):
    """`backward()` will warn, at the learner's own line."""
    small.type(
        "layer = torch.nn.Linear(2, 2)\n"
        "h = layer.register_full_backward_hook(lambda *_: None)\n"
        "out = layer(torch.ones(1, 2)).sum()"
    )
    told = []
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda *warning: told.append(warning)
        small.type("%backward out")
        assert told == []
        small.session.namespace["out"].backward()
    assert len(told) == 1


def test_many_names_and_hostile_ones(small):
    small.type("a = b = c = d = x")
    assert "◆ x, a, b, ...   AccumulateGrad" in small.type("%backward loss")
    small.type(
        "d = {'\\x1b[31m\\u202e': torch.ones(2, requires_grad=True), '[red]&<': 1}\n"
        "e = (d['\\x1b[31m\\u202e'] * 2).sum()"
    )
    text = small.type("%backward e")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_large_tensors_are_shortened(small):
    text = small.type("big = torch.ones(300, 400, requires_grad=True)\n%backward big.sum()")
    assert "[[1., 1., 1., ...], ...] (300, 400)" in text
    assert max(map(len, text.splitlines())) <= 80


def test_widths_and_chinese(small):
    locale.use("zh")
    text = small.type("%backward loss")
    assert "只是演示，不保留结果" in text
    assert "是 2 份之和，来自第 2, 3 步" in text
    for width in (30, 50, 80, 120):
        small.console.width = width
        from gradrepl.graph.canvas import cell_width

        rows = small.type("%backward loss").splitlines()
        assert max(map(cell_width, rows)) <= width


@pytest.mark.once
def test_ten_thousand_nodes(small):
    small.type("t = x\nfor _ in range(9_998): t = t * 1.0\n\nt = t.sum()")
    text = small.type("%backward t")
    assert "10000/10000  ◆ x   AccumulateGrad" in text
    text = small.type("t = t * 1.0\n%backward t")
    assert text.startswith("the graph behind t has more than 10,000 nodes; take a tensor")


def test_a_key_is_asked_for():
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    answers = {"enter": "next", "q": "quit"}
    with create_pipe_input() as keyboard:
        for keys, answer in (("\r", "next"), ("q", "quit"), ("xyzq", "quit")):
            keyboard.send_text(keys)
            assert ask_key("?", answers, keyboard=keyboard, screen=DummyOutput()) == answer
        for keys, error in (("\x03", KeyboardInterrupt), ("\x04", EOFError)):
            keyboard.send_text(keys)
            with pytest.raises(error):
                ask_key("?", answers, keyboard=keyboard, screen=DummyOutput())


def test_where_single_keys_cannot_be_read_a_line_is(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    typed = iter(["x", "", "q"])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    answers = {"enter": "next", " ": "next", "q": "quit"}
    assert ask_key("?", answers) == "next"
    assert ask_key("?", answers) == "quit"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal to open")
def test_stepping_in_a_terminal(tmp_path):
    from tests.repl.screen import CTRL_C, ENTER, Terminal

    with Terminal("--lens", "off", height=40, GRADREPL_HISTORY=str(tmp_path / "h")) as terminal:
        terminal.wait_for_prompt()
        for statement in ("import torch", *SMALL.splitlines()):
            terminal.run(statement)
        terminal.send("%backward loss --step" + ENTER)
        terminal.wait_for(r"1 of 5   Enter: the next step   c: all the rest   q: stop")
        assert "2/5" not in terminal.text()
        terminal.send(ENTER)
        terminal.wait_for("2 of 5   Enter")
        assert "1 of 5" not in terminal.text()
        terminal.send("q")
        terminal.wait_for("stopped after step 2; nothing was changed")
        terminal.wait_for_prompt()
        terminal.send("%backward loss --step" + ENTER)
        terminal.wait_for("1 of 5   Enter")
        terminal.send("c")
        terminal.wait_for("done: every .grad is as before")
        terminal.wait_for_prompt()
        terminal.send("%backward loss --step" + ENTER)
        terminal.wait_for("1 of 5   Enter")
        terminal.send(CTRL_C)
        terminal.wait_for("%backward was interrupted")
        terminal.wait_for_prompt()
        assert "(None, None)" in terminal.run("x.grad, w.grad")


def test_a_pass_that_ends_early_blames_no_leaf(small):
    small.type("late = (torch.sin(w) - w).sum()\nlate.backward()")
    text = small.type("%backward late")
    assert "the pass ends before it is taken" in text
    assert "requires no gradient any more" not in text
    assert "?" not in text
