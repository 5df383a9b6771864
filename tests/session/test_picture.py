import pytest

import gradrepl


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
    ],
)
def test_a_wish_that_cannot_be(torch, wish, said):
    with pytest.raises(ValueError, match=said):
        gradrepl.draw(torch.ones(1, requires_grad=True), **wish)


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
