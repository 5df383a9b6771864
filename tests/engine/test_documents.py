"""What `help`, `inspect` and `dir` tell of the engine."""

import inspect
import pydoc

import pytest

import gradrepl.engine as torch
from gradrepl.engine import ops


def test_help_says_how_it_is_called_and_what_it_records():
    text = pydoc.render_doc(torch.mul, renderer=pydoc.plaintext)
    assert "mul(input, other, *, out=None) -> Tensor" in text
    assert "Recorded as MulBackward0, which keeps _saved_other, _saved_self." in text


def test_an_in_place_method_says_that_it_writes():
    assert "Writes into the tensor itself" in torch.Tensor.add_.__doc__


@pytest.mark.parametrize("name", sorted(ops.FUNCTIONS))
def test_every_function_has_a_docstring_and_a_signature(name):
    function = ops.function(name)
    assert function.__doc__.strip().endswith(".")
    assert f"{name.partition('_')[0]}" in function.__doc__
    assert list(inspect.signature(function).parameters) == ["args", "kwargs"]


@pytest.mark.parametrize("name", ["mul", "sum", "exp", "amax", "tanh"])
def test_what_it_says_to_keep_is_there(name):
    row = next(each for each in ops.ROWS[name] if each.given)
    node = ops.node_of(row)
    told = ops.member(name).__doc__.partition(f"Recorded as {row.node}, which keeps ")[2]
    kept = told.partition(".")[0]
    assert kept == "nothing" or all(hasattr(node, each) for each in kept.split(", "))


@pytest.mark.parametrize(
    "module",
    [torch, torch.nn, torch.nn.functional, torch.optim, torch.autograd, torch.func, torch.linalg],
)
def test_dir_lists_what_is_there(module):
    listed = dir(module)
    assert "np" not in listed
    for name in listed:
        assert hasattr(module, name), name


def test_dir_lists_modules_of_pytorch_alone():
    listed = dir(torch)
    assert {"nn", "optim", "autograd", "linalg", "relu_", "FloatTensor", "vmap"} <= set(listed)
    assert not {"dispatch", "node", "storage_of", "Any", "copy_"} & set(listed)
