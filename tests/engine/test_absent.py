"""What the engine leaves out says so by name, and is really left out."""

import functools
import importlib.util

import pytest

from gradrepl import engine
from gradrepl.engine import absent

EACH = [(module, name) for module, names in absent.LEFT_OUT.items() for name in names.split()]


def place(module, root):
    """`torch.nn.utils` of the engine, or of PyTorch itself."""
    return functools.reduce(getattr, module.split(".")[1:], root)


@pytest.mark.parametrize(("module", "name"), EACH)
def test_it_is_absent_and_says_so(module, name):
    owner = place(module, engine)
    asked = owner([1.0]) if module == "torch.Tensor" else owner
    assert not hasattr(asked, name)
    with pytest.raises(AttributeError, match="gradrepl has no") as caught:
        getattr(asked, name)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("torch.foo", "module 'torch' has no attribute 'foo'"),
        ("torch.nn.foo", "module 'torch.nn' has no attribute 'foo'"),
        ("torch.nn.functional.foo", "module 'torch.nn.functional' has no attribute 'foo'"),
        ("torch.ones(1).foo", "'Tensor' object has no attribute 'foo'"),
        ("torch.nn.Parameter(torch.ones(1)).foo", "'Parameter' object has no attribute 'foo'"),
        ("torch.Tensor.foo", "type object 'Tensor' has no attribute 'foo'"),
        ("torch.nn.utils.rnn.pack_sequence", "there are no recurrent layers to feed"),
        ("torch.uint16", "use torch.int64, which holds the same small numbers"),
        ("torch.ones(1).bfloat16", "since numpy has no such type: use half() or float()"),
    ],
)
def test_names_that_nobody_has_get_the_words_of_pytorch(expression, text):
    with pytest.raises(AttributeError) as caught:
        eval(expression, {"torch": engine})
    assert str(caught.value).endswith(text)


@pytest.mark.torch
def test_pytorch_has_it():
    torch = pytest.importorskip("torch")
    missing = [
        f"{module}.{name}"
        for module, name in EACH
        if not hasattr(place(module, torch), name)
        and (module == "torch.Tensor" or importlib.util.find_spec(f"{module}.{name}") is None)
    ]
    assert missing == []
