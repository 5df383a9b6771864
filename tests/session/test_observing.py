"""What the lens adds to a turn, on either engine."""

import gc

import pytest

from gradrepl.graph.fresh import settled
from gradrepl.session.session import Session, SessionError


def names(turn):
    named = {key: name for name, key in reversed(turn.after.names)}
    return [named[key] for key in turn.touched]


def test_a_turn_begins_where_the_last_one_ended(typed):
    first, second = typed.all("a = torch.ones(2)\nb = a + 1")
    assert second.before is first.after
    assert [name for name, _ in second.after.names] == ["a", "b"]


def test_what_is_touched(typed):
    typed("a = torch.tensor([1.], requires_grad=True)")
    assert names(typed("b = a * 2")) == ["b"]
    assert names(typed("b")) == ["b"]
    assert names(typed("b.backward()")) == ["a"]
    assert names(typed("v = a.detach()")) == ["v"]
    assert set(names(typed("v[0] = 5."))) == {"v", "a"}
    assert names(typed("x = 3")) == []
    assert names(typed("w = a")) == ["a"]
    assert names(typed("(a, 3, b)")) == ["a", "b"]


def test_a_displayed_tensor_without_a_name(typed):
    typed("a = torch.tensor([1.], requires_grad=True)")
    turn = typed("a * 2")
    assert turn.touched == (turn.outcome.displayed_key,)
    assert names(turn) == ["_"]
    assert "_" not in dict(typed("c = 1").before.names)


def test_a_displayed_gradient_is_told_of_on_the_line_of_its_tensor(typed):
    typed.all("a = torch.tensor([1.], requires_grad=True)\n(a * a).backward()")
    assert names(typed("a.grad")) == []
    assert names(typed("a.grad.zero_()")) == ["a"]
    typed("g = a.grad")
    assert names(typed("a.grad")) == ["g"]


def test_a_tensor_that_nothing_leads_to_is_not_drawn_beside_a_graph(typed):
    drawn = typed(
        "if 1:\n  x = torch.ones(2, requires_grad=True)\n  y = x * 2\n  t = torch.ones(2)"
    )
    assert [node.names for node in drawn.graph.nodes if node.names] == [("x",), ("y",)]


def test_odd_values_are_displayed_as_they_are(typed):
    typed("class Odd(list):\n  def __getitem__(self, i): 1 / 0\n")
    typed("class Like:\n  def __getattr__(self, name): 1 / 0\n")
    assert typed("Odd([1])").outcome.displayed == "[1]"
    assert typed("Like").outcome.status == "ok"
    assert typed("from unittest.mock import Mock\nMock(), torch.Tensor").outcome.status == "ok"


def test_a_statement_that_failed_touched_nothing(typed):
    typed("a = torch.tensor([1.], requires_grad=True)")
    turn = typed("a = a.no_such_thing()")
    assert turn.outcome.status == "error"
    assert turn.touched == ()


def test_the_graph_is_drawn_once(typed):
    typed("a = torch.tensor([1.], requires_grad=True)")
    assert typed("a").graph is None
    made = typed("b = a * 2").graph
    assert {node.label for node in made.nodes} >= {"MulBackward0"}
    assert typed("b").graph is None
    assert typed("c = b + 1").graph is not None
    assert typed("b").graph == settled(made)


def test_what_a_statement_made_stands_out(typed):
    def new(turn):
        return [node.label for node in turn.graph.nodes if node.new]

    typed("a = torch.tensor([1.], requires_grad=True)")
    assert new(typed("b = a.exp()")) == ["ExpBackward0", "b"]
    assert new(typed("with torch.no_grad():\n  c = b + 2\n")) == ["add", "c"]
    assert new(typed("k = torch.ones(1)\nd = (b * k).sum()")) == [
        "MulBackward0",
        "SumBackward0",
        "d",
    ]
    assert new(typed("b.mul_(2)")) == ["MulBackward0", "b"]
    assert not any(node.new for node in typed.session.graph(["d"]).nodes)
    whole = typed("z = (torch.ones(2, requires_grad=True) * 2).sum()").graph
    assert not any(node.new for node in whole.nodes)  # where all is new, nothing stands out
    typed.session.level = "off"
    typed("e = d * 2")
    typed.session.level = "full"
    assert new(typed("f = e + 1")) == ["AddBackward0", "f"]


def test_what_backward_freed_turns_hollow(typed):
    typed("a = torch.tensor([1.], requires_grad=True)\nb = a.exp()\nc = (b + 1).sum()")
    kept = typed("c.backward(retain_graph=True)")
    assert kept.graph is None  # nothing in it has changed but what the line of `a` tells
    turn = typed("c.backward()")
    assert [(node.label, node.freed) for node in turn.graph.nodes] == [
        ("a", False), ("ExpBackward0", True), ("AddBackward0", False), ("SumBackward0", False),
        ("c", False),
    ]  # fmt: skip
    assert typed("c").graph is None


def test_the_cut_edge_is_drawn_with_what_is_behind_it(typed):
    typed("a = torch.tensor([1.], requires_grad=True)\nb = a * 2")
    graph = typed("with torch.no_grad():\n  c = b + 2\n").graph
    assert {edge.style for edge in graph.edges} == {"solid", "severed"}
    assert {node.label for node in graph.nodes} >= {"a", "MulBackward0", "add"}


def test_levels(typed):
    typed("a = torch.tensor([1.], requires_grad=True)")
    typed.session.level = "facts"
    turn = typed("b = a * 2")
    assert (names(turn), turn.graph) == (["b"], None)
    typed.session.level = "off"
    turn = typed("c = b * 2")
    assert (turn.touched, turn.operations, turn.before) == ((), (), turn.after)
    typed.session.level = "full"
    assert names(typed("d = c * 2")) == ["d"]  # c was made unseen, and is not news now


def test_a_namespace_that_was_there_before_is_no_news(torch):
    theirs = {"torch": torch, "old": torch.ones(2)}
    with Session(torch, echo=False, namespace=theirs) as session:
        assert names(next(session.run("new = old + 1"))) == ["new"]


def test_an_explanation(typed):
    typed("a = torch.tensor([1.], requires_grad=True)\nwith torch.no_grad():\n  c = a + 2\n")
    turn = typed("c.backward()")
    assert turn.outcome.status == "error"
    assert [e.tone for e in turn.explanations] != []


def test_the_origin_of_every_tensor(typed):
    typed("a = torch.tensor([1.], requires_grad=True)")
    turn = typed("b = (a * 2).detach()")
    key = dict(turn.after.names)["b"]
    assert typed.session.origins[key].name == "detach"
    typed("b.add_(1)")
    assert typed.session.origins[key].name == "detach"


def test_what_detach_in_place_cuts_off(typed):
    typed.all("a = torch.tensor([1.], requires_grad=True)\nb = a * 2")
    turn = typed("b.detach_()")
    assert [node.label for node in turn.graph.nodes] == ["a", "detach_", "b"]


def test_origins_are_bounded(typed, monkeypatch):
    monkeypatch.setattr("gradrepl.session.ledger.KEPT", 10)
    turn = typed("a = torch.ones(1) + 1")
    for _ in range(30):
        typed("b = a + 1")
    assert len(typed.session.origins) <= 11
    assert dict(turn.after.names)["a"] in typed.session.origins


@pytest.mark.parametrize("part", ["take", "diff", "explain", "capture", "walk", "trace.Trace"])
def test_a_lens_that_fails(typed, monkeypatch, part):
    typed("a = torch.tensor([1.], requires_grad=True)")

    def broken(*_, **__):
        raise ValueError("the lens\nis broken")

    monkeypatch.setattr(f"gradrepl.session.observing.{part}", broken)
    turn = typed("b = a * 2; b")
    assert turn.outcome.status == "ok"
    turn = typed("print('on'); c = a * 2")
    assert (turn.outcome.status, turn.outcome.stdout) == ("ok", "")
    assert turn.lens_error == "ValueError: the lens is broken"
    monkeypatch.undo()
    assert typed("d = a * 2").lens_error is None


def test_the_lens_changes_nothing(torch):
    source = (
        "import torch\ntorch.manual_seed(3)\na = torch.randn(4, requires_grad=True)\nb = a * 2\n"
        "v = b.view(2, 2)\nb.sum().backward()\nx = torch.randn(3)\n"
        "a._version, b._version, x.sum(), a.grad"
    )
    shown = []
    for level in ("off", "full"):
        with Session(torch, echo=False, level=level) as session:
            session.namespace["torch"] = torch
            turns = list(session.run(source.removeprefix("import torch\n")))
            shown.append([turn.outcome.stdout for turn in turns[1:]])
    assert shown[0] == shown[1]


def test_a_graph_on_request(typed):
    assert typed.session.graph().nodes == ()
    typed("a = torch.tensor([1.], requires_grad=True)\nloss = (a * 2).sum()\nother = a + 1")
    assert "AddBackward0" in {node.label for node in typed.session.graph().nodes}
    typed("loss.backward()")
    assert "SumBackward0" in {node.label for node in typed.session.graph().nodes}
    assert "MulBackward0" in {node.label for node in typed.session.graph(["loss"]).nodes}
    with pytest.raises(SessionError, match="did you mean loss"):
        typed.session.graph(["los"])
    typed("params = [a, loss]")
    assert typed.session.graph(["params[1]"]).nodes
    assert typed.session.graph(["params"]).nodes


def test_a_graph_on_request_without_any_tensor(typed):
    with pytest.raises(SessionError, match="there is no tensor yet"):
        typed.session.graph(["a"])


def test_a_long_chain(typed):
    typed("a = torch.tensor([1.], requires_grad=True)\nb = a")
    turn = typed("for i in range(20_000): b = b * 1.0")
    assert turn.lens_error is None
    assert turn.graph.truncated
    assert len(turn.graph.nodes) < 2_000


def test_what_changed_behind_the_graphs_back_is_drawn(typed):
    typed("x = torch.tensor([3.], requires_grad=True)\ny = x * 2")
    graph = typed("with torch.no_grad():\n  y.mul_(10)\n").graph
    assert [node.note for node in graph.nodes if node.note] == ["mul_ was not recorded"]
    graph = typed("y.contiguous().add_(1)").graph  # recorded, and no remedy for what was not
    assert [(node.label, node.note) for node in graph.nodes if node.note] == [
        ("MulBackward0", "mul_ was not recorded")
    ]
    typed("with torch.no_grad():\n  y.zero_()\n")
    typed.session.reset()
    typed.session.namespace["torch"] = typed.session.torch
    typed("x = torch.ones(1, requires_grad=True)")
    assert [node.note for node in typed("y = x * 2").graph.nodes if node.note] == []


@pytest.mark.parametrize(
    ("statement", "note"),
    [
        ("h.data.mul_(10)", "mul_ was not recorded"),
        ("h.detach().t().mul_(10)", "mul_ was not recorded"),
        ("h.data = torch.zeros(2, 2)", ".data = was not recorded"),
        ("torch.set_grad_enabled(False); h[0] = 5.; torch.set_grad_enabled(True)", "setitem was"),
        ("with torch.inference_mode(): h.zero_()", "zero_ was not recorded"),
        ("h.detach().numpy()[0] = 7", "its values were changed, and autograd did not see it"),
        ("k = h.detach().clone().mul_(10)", None),
        ("h.add_(1)", None),
        ("h.data", None),
    ],
)
def test_values_that_no_longer_match_their_graph(typed, statement, note):
    typed("w = torch.ones(2, 2, requires_grad=True)\nh = w * 2")
    for line in statement.split("; "):
        typed(line)
    graph = typed("loss = (h * h).sum()").graph
    notes = {node.label: node.note for node in graph.nodes if node.note}
    assert notes.keys() == ({"MulBackward0"} if note else set())
    assert note is None or notes["MulBackward0"].startswith(note)


@pytest.mark.parametrize(
    ("statements", "marked"),
    [
        # The base was renewed by its view: what came before stays with its former node.
        (["h.data = h.data * 3", "v = h.view(-1)", "v.add_(1)"], {"MulBackward0": ".data ="}),
        # The view's maker tells a node of h that h has no more.
        (["v = h.view(-1)", "h.add_(1)", "n = v.detach(); n.mul_(3)"], {"h": "mul_"}),
    ],
)
def test_a_change_is_told_of_the_node_that_it_happened_to(typed, statements, marked):
    typed("w = torch.ones(2, 2, requires_grad=True)\nh = w * 2")
    for statement in statements:
        typed(statement)
    graph = typed.session.graph(["h", "v"])
    notes = {one.names[0] if one.names else one.label: one.note for one in graph.nodes if one.note}
    shown = {name: note for name, note in notes.items() if name in marked or name in ("h", "v")}
    for name, operation in marked.items():
        assert shown[name] == f"{operation} was not recorded"
    assert ("h" in shown) == ("h" in marked)


def test_values_changed_within_a_function(typed):
    typed(
        "def f(w):\n  h = w * 2\n  with torch.no_grad():\n    h.mul_(10)\n"
        "  k = h.exp()\n  k.data.add_(1)\n  return k.sum()\n"
    )
    graph = typed("loss = f(torch.ones(2, requires_grad=True))").graph
    assert {node.label: node.note for node in graph.nodes if node.note} == {
        "MulBackward0": "mul_ was not recorded",
        "ExpBackward0": "add_ was not recorded",
    }


def test_a_gradient_has_its_tensors_name(typed):
    typed("w = torch.ones(2, requires_grad=True)\n(w ** 3).sum().backward(create_graph=True)")
    graph = typed("g2 = (w.grad ** 2).sum()").graph
    assert "w.grad" in {name for node in graph.nodes for name in node.names}
    assert typed.session.graph(["w.grad"]).nodes[-1].label == "w.grad"
    typed("g = w.grad")
    assert typed.session.graph(["g"]).nodes[-1].names == ("g", "w.grad")
    labels = [node.label for node in typed.session.graph(["w"]).nodes]
    assert labels == ["w"]  # who asks for w, or for all of a model, does not ask for its gradient


def test_a_changed_leaf_has_no_history(typed):
    typed("w = torch.ones(2, requires_grad=True)\nx = torch.ones(2)\nloss = (w * x).sum()")
    typed("loss.backward()\nwith torch.no_grad():\n  w -= 0.1 * w.grad\n")
    graph = typed("loss = (w * x).sum()").graph
    assert [node.role for node in graph.nodes if node.label in "wx"] == ["leaf", "constant"]
    assert {edge.style for edge in graph.edges} == {"solid"}
    assert [node.note for node in graph.nodes if node.note] == []


MAIN = (
    "import weakref\n"
    "def main():\n"
    "  global seen\n"
    "  w = torch.ones(2, requires_grad=True)\n"
    "  seen = weakref.ref(w)\n"
    "  x = torch.ones(2)\n"
    "  (w * 3).sum().backward()\n"
    "  loss = ((w * x) ** 2).sum()\n"
    "  loss.backward()\n"
    "  del loss\n"
)


def test_what_ran_inside_a_function(typed):
    *_, turn, again = typed.all(f"{MAIN}if True:\n  main()\nmain()\n", display=False)
    assert (turn.touched, turn.graph_of, turn.out_of_reach) == ((), 9, 7)
    made = {node.label: node for node in turn.graph.nodes}
    assert [*made] == ["w", "x", "MulBackward0", "PowBackward0", "SumBackward0", "loss"]
    assert [one.state for one in made["PowBackward0"].saved if one.is_tensor] == ["freed"]
    assert (made["PowBackward0"].freed, made["w"].grad) == (True, "[5., 5.]")  # both of them
    assert (again.graph, again.graph_of, again.out_of_reach) == (None, None, 0)  # as before
    assert typed.session.graph() == turn.graph
    gc.collect()
    assert typed.session.namespace["seen"]() is None
