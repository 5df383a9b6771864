"""`gradrepl graph FILE --backward`: a program's own backward pass, told or as pictures."""

import pytest

TRAINING = """\
import torch
net = torch.nn.Linear(2, 1)
x = torch.ones(3, 2)
def train():
    loss = ((net(x) - 1) ** 2).mean()
    net.zero_grad()
    loss.backward()
    print('loss', loss.item())
for _ in range(3):
    train()
print('sum', net.weight.grad.sum().item())
"""

NOT_CALLED = """\
import torch
w = torch.tensor([1., 2.], requires_grad=True)
other = (w * 3).sum()
loss = (w * w).sum()
seen = []
w.register_hook(seen.append)
"""


def test_the_pass_that_the_program_ran_is_told(gradrepl, script):
    done = gradrepl("graph", script(TRAINING), "--backward")
    assert (done.returncode, done.stdout.count("backward from loss")) == (0, 1)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("  backward from loss, 7 steps in the engine's order: this is kept")
    assert "  1/7  ● MeanBackward0   loss" in lines
    assert "◆ net.weight   AccumulateGrad" in done.stdout
    assert "None -> " in done.stdout
    assert max(map(len, lines)) <= 80


def test_following_a_program_changes_nothing_that_it_prints(gradrepl, script):
    plain = gradrepl("--lens", "off", script(TRAINING)).stdout
    assert gradrepl("graph", script(TRAINING), "--backward").stderr == plain


def test_a_program_that_calls_none(gradrepl, script):
    done = gradrepl("graph", script(NOT_CALLED), "--backward")
    assert "backward from loss, 3 steps in the engine's order: tried, not kept" in done.stdout
    done = gradrepl("graph", script(NOT_CALLED), "--backward", "--of", "other")
    assert "backward from other, 3 steps" in done.stdout
    done = gradrepl("graph", script("import torch"), "--backward")
    assert done.returncode == 2
    assert "calls no backward(), and leaves no tensor of one number" in done.stderr
    done = gradrepl("graph", script(NOT_CALLED), "--backward", "--of", "lss")
    assert "did you mean loss" in done.stderr


def test_what_cannot_be_walked_is_told_in_pytorch_s_words(gradrepl, script):
    done = gradrepl("graph", script(NOT_CALLED), "--backward", "--of", "w")
    assert done.returncode == 1
    assert "RuntimeError: grad can be implicitly created only for scalar outputs" in done.stderr
    assert "reduce it to one, as in w.sum()" in done.stderr


def test_pictures(gradrepl, script, tmp_path):
    done = gradrepl("graph", script(TRAINING), "--backward", "-o", "步骤/", "--animate")
    assert done.returncode == 0
    assert done.stdout == "wrote 8 pictures, 步骤/step-01.svg to 步骤/backward.svg\n"
    files = sorted(path.name for path in (tmp_path / "步骤").iterdir())
    assert files == ["backward.svg", *(f"step-{number:02}.svg" for number in range(1, 8))]
    done = gradrepl("graph", script(TRAINING), "--backward", "-o", "film.svg", "--animate")
    assert done.stdout == "wrote film.svg\n"
    done = gradrepl(
        "graph",
        script(TRAINING),
        "--backward",
        "-o",
        "s.png",
        "--theme",
        "dark",
        "--style",
        "lanes",
    )
    assert done.stdout == "wrote 7 pictures, s-01.png to s-07.png\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--animate"], "--animate makes a backward pass move; add --backward and -o"),
        (["--backward", "--animate"], "--animate makes a backward pass move"),
        (["--backward", "--depth", "2"], "--depth does not go with --backward"),
        (["--backward", "-o", "x.gif"], "no format is called .gif"),
        (["--backward", "-o", "no/such/"], "does not exist"),
        (["--backward", "-o", "x.png", "--animate"], "only an SVG can move"),
        (["--backward", "--of", "a", "--of", "b"], "begins at one tensor; give --of once"),
    ],
)
def test_what_does_not_go_together(gradrepl, script, words, said):
    done = gradrepl("graph", script(NOT_CALLED), *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_theme_is_for_the_terminal_too(gradrepl, script):
    done = gradrepl("graph", script(TRAINING), "--backward", "--theme", "dark")
    assert done.returncode == 0
    assert done.stdout == gradrepl("graph", script(TRAINING), "--backward").stdout


def test_a_program_that_fails_in_its_backward(gradrepl, script):
    source = NOT_CALLED + "with torch.no_grad():\n    w.add_(1)\nloss.backward()\n"
    done = gradrepl("graph", script(source), "--backward")
    assert done.returncode == 1
    assert "modified by an inplace operation" in done.stderr
    assert "failed" in done.stdout


def test_the_steps_wear_the_theme_that_is_asked_for(gradrepl, script):
    told = {
        theme: gradrepl(
            *("graph", script(NOT_CALLED), "--backward", "--color", "always", "--theme", theme),
            env={"COLORTERM": "truecolor"},
        ).stdout
        for theme in ("dark", "light", "print")
    }
    assert "\x1b[" in told["dark"]
    assert len(set(told.values())) == 3
    assert "\x1b[3" not in told["print"]  # no colour
