"""Each rule speaks about real statements, says where, and is quiet about their harmless likes."""

import pytest

from gradrepl.lens.rules import RULE_IDS, RULES
from tests.lens.examples import LEAF, QUIET, RESULT, SPEAKS
from tests.lens.prompt import Prompt


@pytest.mark.parametrize(("rule", "source", "says"), SPEAKS)
@pytest.mark.filterwarnings("ignore:The .grad attribute:UserWarning")
def test_speaks(torch, rule, source, says):
    told = Prompt(torch).run(source)
    assert rule in told.rules
    text = told.text(rule)
    assert [one for one in says if one not in text] == [], text


@pytest.mark.parametrize(("rule", "source"), QUIET)
@pytest.mark.filterwarnings("ignore:The .grad attribute:UserWarning")
def test_is_quiet(torch, rule, source):
    told = Prompt(torch).run(source)
    assert told.error is None
    assert rule not in told.rules


@pytest.mark.filterwarnings("ignore:To copy construct:UserWarning")
def test_a_copy_is_cut_off(torch):
    told = Prompt(torch).run(RESULT + "c = torch.tensor(b)")
    assert "c is a new tensor" in told.text("severed-by-copy")
    told = Prompt(torch).run(RESULT + "if True:\n  c = torch.tensor(b); d = c * 2")
    assert "c, d are new tensors, and no gradient flows from them" in told.text("severed-by-copy")
    assert "use b.clone()" in told.text("severed-by-copy")


@pytest.mark.filterwarnings("ignore:Converting a tensor:UserWarning")
def test_a_copy_of_several_is_cut_off(torch):
    told = Prompt(torch).run(RESULT + "c = torch.tensor([a, b])")
    assert "torch.stack([...])" in told.text("severed-by-copy")


def test_a_gradient_without_a_graph(torch):
    prompt = Prompt(torch)
    taken = prompt.run(LEAF + "(g,) = torch.autograd.grad((a * a).sum(), a)")
    assert "grad" in [one.name for one in taken.operations]
    text = prompt.run("g.sum().backward()").text("backward-without-graph")
    assert "sum(g) has no path back to" in text
    assert "create_graph=True" in text


def test_every_rule_has_an_example():
    assert set(RULE_IDS) - {rule for rule, _, _ in SPEAKS} == {"severed-by-copy"}


def test_every_rule_is_named_once():
    assert len(set(RULES)) == len(set(RULE_IDS)) == len(RULES)


def test_plain_statements_say_nothing(torch):
    prompt = Prompt(torch)
    for source in ("x = 3", "import math", "a = torch.ones(2)", "b = a + 1", "print(b.shape)"):
        assert prompt.run(source).explanations == ()


def test_a_training_loop_that_is_right_says_nothing(torch):
    prompt = Prompt(torch)
    prompt.run("w = torch.zeros(2, requires_grad=True)\nx = torch.ones(4, 2)\ny = torch.ones(4)")
    told = prompt.run(
        "for step in range(3):\n"
        "    loss = ((x @ w - y) ** 2).mean()\n"
        "    loss.backward()\n"
        "    with torch.no_grad():\n"
        "        w -= 0.1 * w.grad\n"
        "        w.grad.zero_()\n"
    )
    assert told.error is None
    assert told.explanations == ()


def test_names_in_any_script(torch):
    told = Prompt(torch).run("权重 = torch.ones(1, requires_grad=True)\n结果 = 权重.detach()")
    assert "from 结果 back to 权重" in told.text("severed-by-detach")


def test_a_rule_that_fails_leaves_the_others(monkeypatch):
    from gradrepl.lens import explain as room
    from gradrepl.lens import rules

    def breaks(_):
        raise ZeroDivisionError

    monkeypatch.setattr(rules, "RULES", (breaks, *RULES))
    told = room.explain(room.Situation(source="", error_message="Only Tensors of floating point"))
    assert [one.rule for one in told] == ["integers-need-no-grad"]
