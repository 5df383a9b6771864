import re

import pytest

import gradrepl
from gradrepl.session.picture import Picture


def test_a_tensor_with_the_callers_names(torch):
    weight = torch.tensor([1.0], requires_grad=True)
    loss = (weight * 2).sum()
    drawn = str(gradrepl.draw(loss))
    assert "weight" in drawn
    assert "loss" in drawn
    assert "MulBackward0" in drawn


def test_several_tensors(torch):
    a = torch.tensor([1.0], requires_grad=True)
    assert "结果" in str(gradrepl.draw({"结果": a * 2}))
    assert {n.label for n in gradrepl.draw([a * 2, a + 1]).graph.nodes} >= {
        "MulBackward0",
        "AddBackward0",
    }
    assert "weight" in str(gradrepl.draw(a * 2, names={"weight": a}))


def test_it_is_a_value(torch):
    a = torch.tensor([1.0], requires_grad=True)
    picture = gradrepl.draw(a * 2)
    before = str(picture)
    del a
    assert str(picture) == before


@pytest.mark.parametrize("wrong", [3, "loss", [], {}, [1], None])
def test_what_cannot_be_drawn(wrong):
    with pytest.raises(TypeError, match="wants a tensor"):
        gradrepl.draw(wrong)


def test_files(torch, tmp_path):
    a = torch.tensor([1.0], requires_grad=True)
    picture = gradrepl.draw(a * 2)
    assert "digraph" in picture.dot
    assert picture.save(tmp_path / "a.svg").read_text(encoding="utf-8").count("<svg") == 1
    assert "<svg" in picture._repr_svg_()


def test_the_library_is_loaded_late():
    import subprocess
    import sys

    code = (
        "import sys, gradrepl\n"
        "print([m for m in sys.modules if m.startswith('gradrepl.')], gradrepl.Session)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] <class")
    with pytest.raises(AttributeError):
        _ = gradrepl.no_such_thing
    assert {"draw", "Session"} <= set(dir(gradrepl))


def test_a_module_is_what_went_through_it(torch):
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU())
    drawn = gradrepl.draw(model)
    assert {(n.role, n.label) for n in drawn.graph.nodes} == {
        ("leaf", "model.0.weight"),
        ("leaf", "model.0.bias"),
    }
    unrelated = torch.ones(1, requires_grad=True) * 2
    out = model(torch.ones(1, 2))
    loss = out.sum()
    labels = {n.label for n in gradrepl.draw(model).graph.nodes}
    assert {"SumBackward0", "ReluBackward0", "loss", "model.0.bias"} <= labels
    assert "MulBackward0" not in labels
    assert unrelated.requires_grad
    assert out.shape == (1, 3)
    del loss


def test_tensors_deep_inside(torch):
    a = torch.tensor([1.0], requires_grad=True)
    nested = {"outputs": (a * 2, [a + 1]), "epoch": 3}
    labels = {n.label for n in gradrepl.draw(nested).graph.nodes}
    assert {"MulBackward0", "AddBackward0", "a"} <= labels


def test_how_it_is_drawn(torch, tmp_path):
    a = torch.tensor([1.0], requires_grad=True)
    loss = (a * 2).exp()
    picture = gradrepl.draw(loss, style="lanes", show="values", depth=1, theme="dark", legend=True)
    assert "MulBackward0" not in str(picture)
    assert "= [7.389" in str(picture)
    assert "#0d1117" in picture.svg
    assert "operation that autograd recorded" in picture.svg
    assert '"gradrepl-graph"' in picture.json
    small, large = (picture.save(tmp_path / f"{dpi}.png", dpi=dpi) for dpi in (40, 200))
    assert small.stat().st_size < large.stat().st_size


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"style": "box"}, "did you mean 'boxes'"),
        ({"show": "values,grad"}, "did you mean 'grads'"),
        ({"show": ["x"]}, "there are: values, grads, saved, versions, shapes"),
        ({"theme": "drak"}, "did you mean 'dark'"),
        ({"style": 3}, "style cannot be 3; there are: auto, chain, boxes, lanes"),
        ({"style": ["boxes"]}, "style cannot be something of type list; there are: auto"),
        ({"show": 3}, "show wants values,grads,saved,versions,shapes, as one text or as a list"),
        ({"show": [3]}, "show cannot be 3; there are: values"),
        ({"depth": "a"}, "depth wants a whole number from 1 to 100,000, not 'a'"),
        ({"depth": 0}, "depth wants a whole number from 1 to 100,000, not 0"),
        ({"depth": True}, "depth wants a whole number from 1 to 100,000, not True"),
        ({"depth": 1.5}, "depth wants a whole number from 1 to 100,000, not 1.5"),
        ({"fold": "x"}, "fold wants True or False, not 'x'"),
        ({"legend": 1}, "legend wants True or False, not 1"),
        ({"unfold": 3}, r"unfold wants NAME,\.\.\., as one text or as a list of texts, not 3"),
        ({"unfold": [3]}, "unfold wants a text, not 3"),
        ({"unfold": "nope"}, "unfold: nothing in this graph is called 'nope'"),
        ({"lane": "nope"}, "lane: nothing in this graph is called 'nope'"),
        ({"theme": "a\x1b[31m\nb"}, r"theme cannot be 'a\\x1b\[31m\\nb'; there are"),
    ],
)
def test_a_wish_that_cannot_be(torch, wish, said):
    with pytest.raises(ValueError, match=said) as caught:
        gradrepl.draw(torch.ones(1, requires_grad=True), **wish)
    assert str(caught.value).startswith(f"draw(): {next(iter(wish))}")
    assert "\n" not in str(caught.value)


def test_every_option_of_a_drawing_is_an_argument():
    """`draw` and `save` take all that `%graph` takes, but for what only a terminal can do."""
    import inspect

    from gradrepl.graph.options import OPTIONS

    taken = {
        name
        for function in (gradrepl.draw, Picture.save)
        for name in inspect.signature(function).parameters
    }
    missing = {option.argument for option in OPTIONS} - taken
    assert missing == {"output", "no_fold", "inline"}  # save's path; fold=False; a notebook's own


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"dpi": "x"}, "save(): dpi wants a whole number from 20 to 1,200, not 'x'"),
        ({"dpi": 5}, "save(): dpi wants a whole number from 20 to 1,200, not 5"),
        ({"theme": "drak"}, "save(): theme cannot be 'drak'; did you mean 'dark'?"),
        ({"legend": "no"}, "save(): legend wants True or False, not 'no'"),
    ],
)
def test_how_it_cannot_be_saved(torch, tmp_path, wish, said):
    picture = gradrepl.draw(torch.ones(1, requires_grad=True))
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        picture.save(tmp_path / "x.png", **wish)
    assert str(caught.value) == said  # and nothing more
    assert list(tmp_path.iterdir()) == []


def test_saved_otherwise_than_drawn(torch, tmp_path):
    picture = gradrepl.draw(torch.ones(1, requires_grad=True) * 2)
    dark = picture.save(tmp_path / "x.svg", theme="dark", legend=True).read_text(encoding="utf-8")
    assert "#0d1117" in dark
    assert "operation that autograd recorded" in dark
    assert "#0d1117" not in picture.svg
    with pytest.raises(TypeError, match=r"save\(\) wants the name of a file, such as 'loss.svg'"):
        picture.save(3)


def test_names_that_are_none(torch):
    with pytest.raises(TypeError, match=r"draw\(\): names wants a dict, such as globals\(\), not"):
        gradrepl.draw(torch.ones(1, requires_grad=True), names=["a"])


CUT = """\
import gradrepl
a = torch.tensor([1.1], requires_grad=True)
b = a * 2
with torch.no_grad():
    c = b + 2

f = a + c
drawn = gradrepl.draw(f)
"""


def test_what_a_session_knows_is_drawn_too(torch):
    from gradrepl.session.session import Session

    with Session(torch, echo=False) as session:
        session.namespace["torch"] = torch
        turns = list(session.run(CUT))
        assert turns[-1].outcome.exception is None
        assert turns[-1].operations == ()
        inside = session.namespace["drawn"].graph
        assert {"add", "b", "c"} <= {node.label for node in inside.nodes}
        assert [edge.style for edge in inside.edges].count("severed") == 2
        assert {node.label for node in inside.nodes} == {
            n.label for n in session.graph(["f"]).nodes
        }
    outside = gradrepl.draw(session.namespace["f"], names=session.namespace).graph
    assert "add" not in {node.label for node in outside.nodes}


def test_a_stream_that_lacks_the_signs(torch, monkeypatch):
    import io
    import sys

    picture = gradrepl.draw({"权重": torch.tensor([1.0], requires_grad=True)})
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert str(picture).isascii()
    assert r"\u6743\u91cd" in str(picture)


def test_what_is_told_whole(torch):
    model = torch.nn.Sequential(*[torch.nn.Linear(2, 2) for _ in range(4)])
    loss = model(torch.ones(1, 2)).sum()
    folded, whole = (
        str(gradrepl.draw(loss, fold=True, unfold=unfold, legend=True))
        for unfold in ((), "AddmmBackward0")
    )
    assert "×" in folded
    assert whole.count("● AddmmBackward0") == 4
    assert "leaf" in whole.partition("\n\n")[2]
