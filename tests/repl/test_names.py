"""Tab looks and never calls."""

import collections
import sys
import types
import typing

import pytest

from gradrepl.repl import names


class Loud:
    """Everything that Tab could be tempted to call shouts."""

    plain = (1,)
    calls: typing.ClassVar = []

    def __init__(self):
        self.inside = types.SimpleNamespace(deep={"k": "v"})

    @property
    def __class__(self):
        Loud.calls.append("__class__")
        return str

    @property
    def shape(self):
        Loud.calls.append("shape")
        return "text"

    def __getattr__(self, name):
        Loud.calls.append(name)
        raise AttributeError(name)

    def __dir__(self):
        Loud.calls.append("__dir__")
        return []


class LoudMapping(dict):
    def __getitem__(self, key):
        Loud.calls.append("getitem")
        return super().__getitem__(key)


def offered(text, **namespace):
    size, candidates = names.complete(text, namespace)
    return [text[: len(text) - size] + candidate for candidate in candidates]


def test_names_keywords_and_builtins():
    assert offered("lo", loss=1, low=2) == ["locals", "loss", "low"]
    assert "import" in offered("imp")
    assert offered("x = los", loss=1) == ["x = loss"]


def test_attributes_without_calling_anything():
    Loud.calls.clear()
    assert offered("a.", a=Loud()) == ["a.calls", "a.inside", "a.plain", "a.shape"]
    assert offered("a.inside.de", a=Loud()) == ["a.inside.deep"]
    assert offered("a.inside.deep['k'].spl", a=Loud()) == [
        "a.inside.deep['k'].split",
        "a.inside.deep['k'].splitlines",
    ]
    assert not Loud.calls


@pytest.mark.parametrize(
    "path", ["a.shape.", "a().", "a.missing.", "nobody.", "a.plain[9].", "m['k']."]
)
def test_the_walk_ends_where_only_code_could_tell(path):
    Loud.calls.clear()
    assert offered(path, a=Loud(), m=LoudMapping(k="text")) == []
    assert not Loud.calls


def test_a_tensor_is_not_disturbed(torch):
    a = torch.ones(2, requires_grad=True)
    b = (a * 2).detach().requires_grad_()
    before = b.grad_fn, b._version
    assert "b.requires_grad" in offered("b.requires_", b=b)
    assert "b.T" in offered("b.T", b=b)
    assert offered("b.T.", b=b) == offered("b.grad.", b=b) == []
    assert (b.grad_fn, b._version) == before
    assert "torch.tensor" in offered("torch.tens", torch=torch)


def test_a_python_module_says_what_it_would_load():
    lazy = types.ModuleType("lazy")
    lazy.__dir__ = lambda: ["loaded", "later"]
    lazy.__getattr__ = lambda _: 1 / 0
    lazy.loaded = 1
    assert offered("m.l", m=lazy) == ["m.later", "m.loaded"]
    assert offered("m.later.", m=lazy) == []
    lazy.__dir__ = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):  # which `PromptCompleter` turns into no offer
        offered("m.l", m=lazy)


def test_parts_of_a_module_are_found():
    module = types.SimpleNamespace(_parameters={"weight": "w"}, _modules={"0": 1, "inner": "s"})
    assert offered("m.we", m=module) == ["m.weight"]
    assert "m.inner.upper" in offered("m.inner.up", m=module)


def test_private_names_only_when_asked_for():
    assert offered("a.", a=types.SimpleNamespace(x=1, _y=2)) == ["a.x"]
    assert offered("a._y", a=types.SimpleNamespace(x=1, _y=2)) == ["a._y"]


def test_keys_of_a_plain_dictionary():
    assert offered("d['lr", d={"lr": 1, "lrd": 2, 3: 4}) == ["d['lr'", "d['lrd'"]
    assert offered('d["', d={"a": 1, 'q"': 2}) == ['d["a"']
    assert offered("d[", d=collections.OrderedDict(a=1)) == []


def test_imports():
    assert "import torch" in offered("import tor")
    assert "from os.path import join" in offered("from os.path import joi")
    assert "import os.path" in offered("import os.pa")
    assert set(offered("import ")) >= {"import sys", "import torch"}


@pytest.mark.parametrize(
    "text", ['"lo', "x = 'a lo", "# lo", "'''\nlo", "1.", "x = 3.", "(lo).", ""]
)
def test_nothing_in_strings_comments_and_numbers(text):
    assert offered(text, loss=1) == []


@pytest.mark.parametrize("text", ["'a' + lo", "'''x\n''' + lo", "f(a['b'], lo", "x = 1 # c\nlo"])
def test_after_a_closed_string(text):
    assert offered(text, loss=1, a={"b": 1})[-1] == text[:-2] + "loss"


def test_odd_objects():
    class Meta(type):
        def __dir__(cls):
            raise RuntimeError

        def __getattribute__(cls, name):
            raise RuntimeError

    class Odd(metaclass=Meta):
        x = 1

    assert offered("o.x", o=Odd) == ["o.x"]
    assert offered("s.y", s=sys.modules.__class__) == []
    assert offered("a" + ".b" * 5000 + ".", a=1) == []
