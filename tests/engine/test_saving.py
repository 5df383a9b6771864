"""`torch.save` and `torch.load`: PyTorch's own files, from which nothing but plain values comes."""

import io
import pickle  # noqa: TID251  # the format is PyTorch's
import zipfile

import pytest

import gradrepl.engine as torch


class Owner:
    def __reduce__(self):
        return (print, ("this runs",))


def archive(data):
    """A file as `torch.save` writes it, with a pickle of one's own."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("archive/data.pkl", data)
        written.writestr("archive/version", "3\n")
    file.seek(0)
    return file


@pytest.mark.parametrize("weights_only", [True, False, None])
def test_a_file_runs_no_code(weights_only, capsys):
    with pytest.raises((pickle.UnpicklingError, NotImplementedError), match=r"print"):
        torch.load(archive(pickle.dumps(Owner(), 2)), weights_only=weights_only)
    assert capsys.readouterr().out == ""


def test_what_is_no_plain_value_is_refused_before_a_file_is_there(tmp_path):
    with pytest.raises(NotImplementedError, match=r"no Linear: of a module .* state_dict\(\)"):
        torch.save(torch.nn.Linear(1, 1), tmp_path / "model.pt")
    assert not (tmp_path / "model.pt").exists()


def test_a_file_of_another_kind_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(pickle.UnpicklingError, match="zip archives that"):
        torch.load(tmp_path / "a.txt")


@pytest.mark.torch
@pytest.mark.parametrize("direction", ["to PyTorch", "from PyTorch"])
def test_pytorch_reads_and_writes_the_same_files(direction, tmp_path):
    real = pytest.importorskip("torch")
    one, other = (torch, real) if direction == "to PyTorch" else (real, torch)
    model = one.nn.Sequential(one.nn.Linear(2, 3), one.nn.BatchNorm1d(3))
    x = one.arange(6.0).view(2, 3)
    kept = {
        "model": model.state_dict(),
        "parameters": list(model.parameters()),
        "views": [x, x.t(), x[1], x[:0]],
        "others": [one.tensor(1 + 2j), one.tensor([True]), one.ones(1).half(), one.tensor(3)],
        "plain": ("é", None, True, -1, 2**70, 0.5, 1 + 2j, b"\xff", one.float64, one.Size([2])),
        "sets": {1, 2},
    }
    one.save(kept, tmp_path / "kept.pt")
    found = other.load(tmp_path / "kept.pt")
    assert str(found) == str(one.load(tmp_path / "kept.pt"))
    assert found["model"]._metadata == kept["model"]._metadata
    assert found["views"][2].data_ptr() - found["views"][0].data_ptr() == 12
