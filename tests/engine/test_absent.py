"""What the engine leaves out says so by name, and is really left out."""

import functools
import importlib.util
import subprocess
import sys

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
        ("torch.nn.utils.rnn.pack_sequence", "pad the sequences to one length with pad_sequence"),
        ("torch.uint16", "use torch.int64, which holds the same small numbers"),
        ("torch.ones(1).bfloat16", "since numpy has no such type: use half() or float()"),
    ],
)
def test_names_that_nobody_has_get_the_words_of_pytorch(expression, text):
    with pytest.raises(AttributeError) as caught:
        eval(expression, {"torch": engine})
    assert str(caught.value).endswith(text)


IMPORTS = {
    "import torch.distributions": "gradrepl has no torch.distributions: ",
    "from torch.distributions.normal import Normal": "gradrepl has no torch.distributions: ",
    "from torch import jit": "gradrepl has no torch.jit: ",
    "from torch.nn import Linear, CTCLoss": "gradrepl has no torch.nn.CTCLoss",
    "from torch.cuda.amp import autocast": "gradrepl has no torch.cuda.amp: ",
    "from torch.nn import Lstm": "cannot import name 'Lstm' from 'torch.nn' (",
    "from torch import foo": "cannot import name 'foo' from 'torch' (",
    "import torch.foo": "No module named 'torch.foo'",
}


def test_imports_say_it_too():
    script = (
        "from gradrepl import backend\n"
        "backend.load('numpy').install()\n"
        f"for line in {list(IMPORTS)!r}:\n"
        "    try:\n"
        "        exec(line)\n"
        "    except ImportError as refused:\n"
        "        print(refused)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8"
    )
    for line, start in zip(done.stdout.splitlines(), IMPORTS.values(), strict=True):
        assert line.startswith(start)


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
