"""Every way to cut a gradient, wherever it stands: what ran, why, and at which line."""

import itertools

import pytest

# Each cut computes T from X in its last line; what is drawn, and why autograd has no node for it.
CUTS = {
    "no_grad": ("with torch.no_grad(): T = X * 3", "mul", "no_grad"),
    "inference_mode": ("with torch.inference_mode(): T = X * 3", "mul", "inference_mode"),
    "set_grad_enabled": (
        "with torch.set_grad_enabled(False): T = X * 3", "mul", "set_grad_enabled",
    ),
    "nested": (
        "with torch.enable_grad(), torch.no_grad(): T = X * 3", "mul", "no_grad",
    ),
    "decorated": ("T = torch.no_grad()(lambda q: q * 3)(X)", "mul", "no_grad"),
    "detach": ("T = X.detach()", "detach", "detach"),
    "data": ("T = X.data", "data", "data"),
    "numpy": ("T = torch.tensor(X.detach().numpy())", "detach", "detach"),
    "item": ("T = torch.tensor(X.sum().item())", "item", None),
    "tolist": ("T = torch.tensor(X.tolist())", "tolist", None),
    "float": ("T = torch.ones(2) * float(X.detach().sum())", "float", None),
    "int": ("T = torch.ones(2) * int(X.sum() + 1000)", "int", None),
    "deepcopy": ("T = __import__('copy').deepcopy(X.detach())", "deepcopy", None),
    "a leaf from": ("T = torch.tensor(X.tolist(), requires_grad=True)", "tolist", None),
    "long": ("T = X.long()", "long", "not_differentiable"),
    "argmax": ("T = X.argmax()", "argmax", "not_differentiable"),
    "copied in": ("T = torch.zeros(2); T.data.copy_(X.detach())", "detach", "detach"),
    "summed up": ("T = torch.zeros(2); T += X.detach()", "detach", "detach"),
}  # fmt: skip

MODULE = """\
class M(torch.nn.Linear):
  def forward(self, x):
    h = self.weight @ x
    CUT z h
    return z
"""

# CUT T X stands for one of them; the name is the tensor that is drawn in the end.
PLACES = {
    "at the top": ("b = a * 2\nCUT c b", "c"),
    "of a leaf": ("CUT c a", "c"),
    "in a function": ("def f(x):\n  y = x * 2\n  CUT z y\n  return z\nc = f(a)", "c"),
    "two functions down": (
        "def g(x):\n  CUT z x\n  return z\ndef f(x):\n  return g(x * 2)\nc = f(a)", "c",
    ),
    "in a loop": ("b = a\nfor i in range(3):\n  b = b * 2\n  CUT c b", "c"),
    "in a comprehension": (
        "def g(x):\n  CUT z x\n  return z\ncs = [g(a * i) for i in range(1, 3)]", "cs[1]",
    ),
    "into a dict": ("d = {}\nb = a * 2\nCUT d['w'] b", "d['w']"),
    "in a method": (
        "class P:\n  def run(self, x):\n    y = x * 2\n    CUT self.w y\np = P()\np.run(a)", "p.w",
    ),
    "in a module": (f"{MODULE}c = M(2, 2)(a)", "c"),
    "in a generator": ("def g(x):\n  CUT z x\n  yield z\nc = next(g(a * 2))", "c"),
    "before an error": (
        "b = a * 2\ntry:\n  CUT c b\n  c.nothing\nexcept AttributeError:\n  pass", "c",
    ),
    "of what is gone": ("b = a * 2\nCUT c b\ndel b", "c"),
    "under another name": ("b = a * 2\nCUT c b\nd = c\ndel c", "d"),
    "of a view": ("b = (a * 2).view(-1)[0:2]\nCUT c b", "c"),
    "of one of several outputs": ("p, q = (a * 2).split(1)\nCUT c q", "c"),
    "after work in place": ("b = a * 2\nb.add_(1)\nCUT c b", "c"),
    "after backward": ("b = (a * a).sum()\nb.backward()\nCUT c b", "c"),
}  # fmt: skip


def program(cut, place):
    lines = ["a = torch.tensor([1.5, 2.5], requires_grad=True)"]
    for line in place.splitlines():
        indent, _, what = line.partition("CUT ")
        if what:
            target, source = what.split()
            written = cut.replace("T ", f"{target} ").replace("T.", f"{target}.")
            what = written.replace("X", source)
        lines.append(indent + what)
    return lines


@pytest.mark.parametrize(("way", "where"), list(itertools.product(CUTS, PLACES)))
def test_a_cut(typed, way, where):
    (cut, label, cause), (place, root) = CUTS[way], PLACES[where]
    lines = program(cut, place)
    turns = typed.all("\n".join(lines), filename="/home/someone/train.py", display=False)
    assert [turn.lens_error for turn in turns if turn.lens_error] == []
    assert turns[-1].outcome.status == "ok"
    graph = typed.session.graph([root])
    found = [node for node in graph.nodes if node.role == "unrecorded" and node.label == label]
    assert found, [node.label for node in graph.nodes]
    for node in found:
        assert (node.cause, node.file) == (cause, "train.py")
        assert node.source == lines[node.line - 1].strip()
    assert "a" in {node.label for node in graph.nodes}
    roles = {node.id: node.role for node in graph.nodes}
    severed = [(roles[e.source], roles[e.target]) for e in graph.edges if e.style == "severed"]
    assert severed
    assert ("operation", "operation") not in severed  # an unrecorded one stands between


# What calls nothing that can be seen; T is the one that is drawn.
UNSEEN = {
    "Parameter": ("T = torch.nn.Parameter(X)", "Parameter", "new_leaf"),
    "a frozen Parameter": ("T = torch.nn.Parameter(X, False)", "Parameter", "new_leaf"),
    "a Parameter of values": ("T = torch.nn.Parameter(X.detach())", "Parameter", "new_leaf"),
    "from_numpy": ("T = torch.from_numpy(X.detach().numpy())", "from_numpy", None),
    "part of an array": ("T = torch.from_numpy(X.detach().numpy()[1:])", "from_numpy", None),
    "in one line": ("T = torch.from_numpy(X.detach().numpy()) * 2", "from_numpy", None),
}
UNSEEN_PLACES = [
    "at the top", "of a leaf", "in a loop", "into a dict", "under another name", "before an error",
    "of a view",
]  # fmt: skip


@pytest.mark.parametrize(("way", "where"), list(itertools.product(UNSEEN, UNSEEN_PLACES)))
def test_a_cut_that_calls_nothing(typed, way, where):
    (cut, label, cause), (place, root) = UNSEEN[way], PLACES[where]
    lines = program(cut, place)
    turns = typed.all("\n".join(lines), filename="/home/someone/train.py", display=False)
    assert [turn.lens_error for turn in turns if turn.lens_error] == []
    graph = typed.session.graph([root])
    (found,) = [node for node in graph.nodes if node.label == label]
    assert (found.role, found.cause, found.file) == ("unrecorded", cause, "train.py")
    assert found.source == lines[found.line - 1].strip()
    assert "a" in {node.label for node in graph.nodes}
    severed = {edge.source for edge in graph.edges if edge.style == "severed"}
    assert found.id in severed


def test_a_parameter_that_a_function_makes(typed):
    typed(
        "class M(torch.nn.Module):\n"
        "  def __init__(self, w):\n"
        "    super().__init__()\n"
        "    self.w = torch.nn.Parameter(w)\n"
        "a = torch.ones(2, requires_grad=True)\nb = a * 2\nm = M(b)\nc = m.w.sum()"
    )
    labels = [node.label for node in typed.session.graph(["c"]).nodes]
    assert labels == ["a", "MulBackward0", "b", "Parameter", "m.w", "SumBackward0", "c"]


def test_work_through_a_view_is_named(typed):
    typed("a = torch.ones(2, requires_grad=True)\nz = a * 2\nw = z[0]")
    typed("w.data.mul_(3)")
    (z,) = [node for node in typed.session.graph(["z"]).nodes if node.role == "result"]
    assert (z.note, z.source) == ("mul_ was not recorded", "w.data.mul_(3)")


def test_other_memory_for_a_view(typed):
    typed("a = torch.ones(2, requires_grad=True)\nz = a * 2\nv = z[0:1]")
    typed("v.data = torch.tensor([5.])")
    notes = {node.label: node.note for node in typed.session.graph(["z", "v"]).nodes if node.note}
    assert notes == {"v": ".data = was not recorded"}  # z is as it was


@pytest.mark.parametrize(
    "statement",
    [
        "c = d * 1",  # it is the array's own tensor
        "e = torch.ones(2)\nn = e.numpy()\nc = e * a",  # nothing was cut off from a gradient
        "n = torch.zeros(2).numpy()\nc = torch.from_numpy(n) * a",
        "p = torch.nn.Parameter(torch.ones(2))\nc = p * a",
        "p = torch.nn.Linear(2, 2)\nq = __import__('copy').deepcopy(p)\nc = q(a)",
        "t = m.weight\nc = t.sum()",
        "c = (m(a) * int(3)).sum()",  # Python has one 3
    ],
)
def test_what_shares_memory_and_is_no_cut(typed, statement):
    typed("a = torch.ones(2, requires_grad=True)\nm = torch.nn.Linear(2, 2)\nk = int(a.sum()) + 1")
    typed("d = a.detach()\narr = d.numpy()")
    typed(statement + "\n")
    labels = {node.label for node in typed.session.graph(["c"]).nodes}
    assert labels.isdisjoint({"from_numpy", "Parameter", "alias", "deepcopy", "int"})


@pytest.mark.parametrize(
    "statement",
    [
        "c = b.to(torch.float32)",
        "c = b.clone()",
        "c = b + torch.tensor(2.)",
        "with torch.enable_grad(): c = b * 2",
        "c = torch.zeros(2); c += b",
        "c = torch.zeros(2); c[0] = b[0]",
        "c = torch.stack([b, b])",
        "k = b.sum().item(); c = b * 2",
        "with torch.no_grad(): b * 2\nc = b + 1",
    ],
)
def test_no_cut(typed, statement):
    typed("a = torch.tensor([1.5, 2.5], requires_grad=True)\nb = a * 2")
    typed(statement + "\n")
    graph = typed.session.graph(["c"])
    assert {edge.style for edge in graph.edges} == {"solid"}
    assert "unrecorded" not in {node.role for node in graph.nodes}


def test_names_of_every_kind(typed):
    typed(
        "class Holder: pass\n"
        "held = Holder()\n"
        "net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ModuleDict("
        "{'head': torch.nn.Linear(2, 1)}))\n"
        "held.w = net[0].weight\n"
        "params = list(net.parameters())\n"
        "d = {'w': held.w, 3: held.w}\n"
        "top = torch.ones(2, 2, requires_grad=True).max(1)\n"
        "loss = (net[0](torch.ones(1, 2)) + top.values).sum()"
    )
    graph = typed.session.graph(["loss"])
    names = {name for node in graph.nodes for name in node.names}
    assert {"held.w", "net.0.weight", "params[0]", "d['w']", "d[3]", "net.0.bias"} <= names
    assert any(node.names == ("top.values",) for node in graph.nodes)
