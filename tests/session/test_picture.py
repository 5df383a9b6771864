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
