"""What the picture says of statements that were really run, on either engine."""

from textwrap import dedent
from types import ModuleType

import pytest

from gradrepl.graph.capture import capture
from gradrepl.graph.draw import draw
from gradrepl.graph.model import Graph, Node
from gradrepl.observe.facts import EdgeFacts, NodeFacts, OperandFacts, OperationFacts, TensorFacts
from tests.graph.learner import Learner

A = "a = torch.tensor([1.1], requires_grad=True)"
CUT = "with torch.no_grad():\n    c = b + 2"


@pytest.fixture
def learner(torch: ModuleType) -> Learner:
    return Learner(torch)


def line(graph: Graph) -> str:
    return str(draw(graph, width=120, style="chain"))


def node(graph: Graph, label: str) -> Node:
    (found,) = (node for node in graph.nodes if node.label == label)
    return found


def operands(graph: Graph, label: str) -> list[str]:
    """The labels of what goes into a node, in operand order."""
    labels = {each.id: each.label for each in graph.nodes}
    into = [edge for edge in graph.edges if edge.target == node(graph, label).id]
    return [labels[edge.source] for edge in sorted(into, key=lambda edge: edge.operand)]


def test_the_screen_of_the_design(learner: Learner) -> None:
    learner.types(A)
    assert line(learner.graph("a")) == "◆ a"
    learner.types("b = a * 2")
    assert line(learner.graph("b")) == "◆ a ── ● MulBackward0 ── ◉ b"
    learner.types(CUT)
    cut = learner.graph("c")
    assert line(cut) == "◆ a ── ● MulBackward0 ── ◉ b ╌╌✂╌╌ add ╌╌▷ ◇ c"
    add = node(cut, "add")
    assert (add.role, add.cause, add.statement, add.line) == ("unrecorded", "no_grad", 3, 2)


def test_document_002_is_whole(learner: Learner) -> None:
    learner.types(
        A,
        "b = a * 2",
        CUT,
        "d = torch.tensor([10.0], requires_grad=True)",
        "e = c * d",
        "f = a + e",
    )
    assert str(draw(learner.graph("f"), width=60, style="lanes")) == dedent("""\
        ◆ a  (1,)
        ├─╮
        │ ● MulBackward0  (1,)  saves other
        │ ◉ b  (1,)
        │ ✂
        │ ◌ add  no_grad  statement 3, line 2  c = b + 2
        │ ┊
        │ ◇ c  (1,)
        │ │ ◆ d  (1,)
        │ ├─╯
        │ ● MulBackward0  e  (1,)  saves self
        ├─╯
        ● AddBackward0  (1,)
        ◉ f  (1,)""")


def test_operands_keep_their_order(learner: Learner) -> None:
    learner.types(A, "b = a.exp()", "c = b - a", "d = a - b")
    assert operands(learner.graph("c"), "SubBackward0") == ["ExpBackward0", "a"]
    assert operands(learner.graph("d"), "SubBackward0") == ["a", "ExpBackward0"]
    drawing = str(draw(learner.graph("d"), width=60, style="lanes"))
    assert "operands" not in drawing
    assert "operands 2,1" in str(draw(learner.graph("c"), width=60, style="lanes"))


def test_an_operand_used_twice_has_two_edges(learner: Learner) -> None:
    learner.types(A, "b = a * a")
    graph = learner.graph("b")
    assert operands(graph, "MulBackward0") == ["a", "a"]
    assert str(draw(graph, width=60, style="lanes")).startswith("◆ a  (1,)\n├─╮\n├─╯\n● Mul")


def test_outputs_are_told_apart(learner: Learner) -> None:
    learner.types(
        "x = torch.tensor([[1., 3.], [2., 0.]], requires_grad=True)",
        "values, indices = x.max(1)",
        "y = values.exp()",
    )
    graph = learner.graph("y")
    assert node(graph, "MaxBackward0").names == ("values",)
    learner.types("parts = x.unbind(0)", "z = parts[1] - parts[0]")
    graph = learner.graph("z")
    assert node(graph, "UnbindBackward0").names == ("parts[0]", "parts[1]")
    outputs = [e.output for e in graph.edges if e.target == node(graph, "SubBackward0").id]
    assert outputs == [1, 0]
    text = str(draw(graph, width=100, style="lanes"))
    assert "1:Unbind[1]  2:Unbind[0]" in text


def test_a_constant_operand_that_has_a_name_is_drawn(learner: Learner) -> None:
    learner.types(A, "k = torch.tensor([3.])", "b = k - a", "c = a - 1")
    assert operands(learner.graph("b"), "SubBackward0") == ["k", "a"]
    assert operands(learner.graph("c"), "SubBackward0") == ["a"]
    assert node(learner.graph("b"), "k").role == "constant"


@pytest.mark.parametrize(
    ("statement", "drawn"),
    [
        ("c = b.detach()", "detach ╌╌▷ ◇ c"),
        ("c = b.data", "data ╌╌▷ ◇ c"),
        ("with torch.inference_mode():\n    c = b * 3", "mul ╌╌▷ ◇ c"),
        ("c = b > 1", "gt ╌╌▷ ◇ c"),
        ("with torch.no_grad():\n    c = (b * 3).exp()", "mul ╌╌▷ exp ╌╌▷ ◇ c"),
        ("c = b.detach().requires_grad_()", "detach ╌╌▷ ◆ c"),
        ("c = b.detach() + 1", "detach ╌╌▷ add ╌╌▷ ◇ c"),
    ],
)
def test_every_way_to_cut(learner: Learner, statement: str, drawn: str) -> None:
    learner.types(A, "b = a * 2", statement)
    assert line(learner.graph("c")) == f"◆ a ── ● MulBackward0 ── ◉ b ╌╌✂╌╌ {drawn}"


def test_set_grad_enabled_is_named(learner: Learner) -> None:
    learner.types(A, "torch.set_grad_enabled(False)", "c = a * 3", "torch.set_grad_enabled(True)")
    graph = learner.graph("c")
    assert line(graph) == "◆ a ╌╌✂╌╌ mul ╌╌▷ ◇ c"
    assert node(graph, "mul").cause == "set_grad_enabled"


def test_a_history_that_is_gone_is_remembered(learner: Learner) -> None:
    learner.types(A, "b = (a * 2).exp().detach()")
    assert line(learner.graph("b")) == "◆ a ── ● mul ── ● exp ╌╌✂╌╌ detach ╌╌▷ ◇ b"


def test_an_optimizers_step_is_no_history(learner: Learner) -> None:
    learner.types(A, "(a * a).sum().backward()", "with torch.no_grad():\n    a -= 0.1 * a.grad")
    graph = learner.graph("a")
    assert [(one.label, one.role) for one in graph.nodes] == [("a", "leaf")]
    assert graph.nodes[0].grad is not None


def test_values_changed_behind_the_graphs_back(learner: Learner) -> None:
    learner.types(A, "b = a * 2", "with torch.no_grad():\n    b.mul_(2)", "c = b.exp()")
    assert node(learner.graph("c"), "MulBackward0").note == "mul_ was not recorded"
    assert node(learner.graph("b"), "b").note == "mul_ was not recorded"
    assert "⚠ mul_ was not recorded" in line(learner.graph("c"))


def test_values_brought_in_place_are_a_history(learner: Learner) -> None:
    learner.types(A, "c = torch.zeros(1)", "with torch.no_grad():\n    c.add_(a)\n    c.mul_(2)")
    learner.types("with torch.no_grad():\n    d = torch.zeros(1)\n    d.add_(a)")
    assert line(learner.graph("d")) == "◆ a ╌╌✂╌╌ add_ ╌╌▷ ◇ d"


def test_saved_values_are_held_stale_or_freed(learner: Learner) -> None:
    learner.types(A, "b = a.exp()", "c = b * b", "d = c.sum()")
    states = {one.label: [s.state for s in one.saved] for one in learner.graph("d").nodes}
    assert states["MulBackward0"] == ["held", "held"]
    learner.types("d.backward()")
    states = {one.label: [s.state for s in one.saved] for one in learner.graph("d").nodes}
    assert states["MulBackward0"] == ["freed", "freed"]
    learner.types("e = a.exp()", "f = e.sum()", "e.add_(1)")
    text = str(draw(learner.graph("e"), width=100, style="lanes"))
    assert "⚠ saved result@v0, now v1" in text


def test_all_names_of_a_tensor_are_known(learner: Learner) -> None:
    learner.types(A, "params = [a]", "weight = a", "b = a * 2", "alias = b", "c = b + 1")
    graph = learner.graph("c")
    assert node(graph, "a").names == ("a", "weight", "params[0]")
    assert node(graph, "MulBackward0").names == ("b", "alias")


def test_a_leaf_without_a_name_is_drawn(learner: Learner) -> None:
    learner.types("b = torch.ones(2, requires_grad=True) * 2")
    assert line(learner.graph("b")) == "◆ leaf ── ● MulBackward0 ── ◉ b"


def test_several_roots_share_their_past(learner: Learner) -> None:
    learner.types(A, "b = a * 2", "c = b + 1")
    graph = learner.graph("c", "b", "a")
    assert line(graph) == "◆ a ── ● MulBackward0 ── ◉ b ── ● AddBackward0 ── ◉ c"
    assert graph == learner.graph("a", "b", "c")


def test_a_walk_cut_short_says_so(learner: Learner) -> None:
    learner.types(A, "b = a", "for i in range(50):\n    b = b * 2")
    graph = learner.graph("b", limit=20)
    assert graph.truncated
    assert graph.hidden == 1
    assert sum(one.elided for one in graph.nodes) == 1
    assert "or more that are not drawn" in str(draw(graph, width=80))
    whole = learner.graph("b")
    assert not whole.truncated
    assert whole.hidden == 0


def test_a_long_history_is_bounded_and_counted(learner: Learner) -> None:
    learner.types(A, "b = a", "for i in range(1500):\n    b = b + 1")
    graph = learner.graph("b")
    assert len(graph.nodes) == 1000
    assert graph.hidden == 501  # of 1,500 operations 999 are drawn, and the result
    assert "×" in str(draw(graph, width=80))


def tensor(key: int, **more: object) -> TensorFacts:
    facts: dict[str, object] = {
        "key": key, "dtype": "float32", "shape": (1,), "requires_grad": False, "is_leaf": True,
        "retains_grad": False, "is_inference": False, "grad_fn": None, "grad_fn_name": None,
        "output_nr": 0, "grad": None, "version": 0, "storage": key, "base": None, "value": "[0.]",
        "digest": None,
    }  # fmt: skip
    return TensorFacts(**{**facts, **more})  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    "body",
    [
        "loss = ((w * x) - t).sum()",
        "h = w * x\n    with torch.no_grad(): k = h + x\n    loss = (k * w).sum()",
        "h = w * x\n    with torch.no_grad(): k = h + x\n    loss = (k * w).sum()\n    del h",
    ],
)
def test_a_long_loop_leaves_what_a_short_one_leaves(torch: ModuleType, body: str) -> None:
    drawn = []
    for times in (2, 400):
        typed = Learner(torch).types(
            "w = torch.ones(2, requires_grad=True)", "x = torch.ones(2)", "t = torch.zeros(2)",
            f"for _ in range({times}):\n    {body}",
        )  # fmt: skip
        drawn.append(typed.graph("loss"))
    assert drawn[0] == drawn[1]
    assert len(drawn[0].edges) > 4


def test_nothing_at_all() -> None:
    assert capture(roots=(), nodes=(), tensors=(), names=(), origins={}) == Graph()


def test_nodes_that_are_missing_are_counted() -> None:
    root = tensor(1, requires_grad=True, is_leaf=False, grad_fn=(7, 7), grad_fn_name="X")
    graph = capture(roots=[root], nodes=(), tensors=(), names=(), origins={})
    assert [one.label for one in graph.nodes] == ["result"]
    assert (graph.hidden, graph.nodes[0].elided, graph.truncated) == (1, 1, False)
    known = NodeFacts((7, 7), "X", (EdgeFacts((8, 8), 0), EdgeFacts(None, 0)))
    graph = capture(
        roots=[root, root], nodes=[known], tensors=(), names=[("y", 1)], origins={}, truncated=True
    )
    assert [one.label for one in graph.nodes] == ["X", "y"]
    assert (graph.hidden, graph.truncated, len(graph.edges)) == (1, True, 1)


def test_memories_that_go_in_a_circle_end() -> None:
    def step(into: int, out: int) -> OperationFacts:
        operands = [OperandFacts(key, False, (1,), "float32", None) for key in (into, out)]
        leaf = OperandFacts(9, True, (1,), "float32", None)
        return OperationFacts(
            "add", (operands[0], leaf), (operands[1],), False, False, False, 1, 1, ""
        )

    origins = {1: step(2, 1), 2: step(1, 2)}
    graph = capture(roots=[tensor(1)], nodes=(), tensors=(), names=(), origins=origins)
    place = {one.id: number for number, one in enumerate(graph.nodes)}
    assert all(place[edge.source] < place[edge.target] for edge in graph.edges)
    assert {one.label for one in graph.nodes} == {"add", "leaf", "constant"}
    assert draw(graph, width=40).width <= 40


def test_a_circle_of_nodes_ends() -> None:
    nodes = [
        NodeFacts((1, 1), "X", (EdgeFacts((2, 2), 0),)),
        NodeFacts((2, 2), "Y", (EdgeFacts((1, 1), 0),)),
    ]
    root = tensor(1, requires_grad=True, is_leaf=False, grad_fn=(1, 1))
    graph = capture(roots=[root], nodes=nodes, tensors=(), names=(), origins={})
    assert [one.label for one in graph.nodes] == ["Y", "X", "result"]
    assert len(graph.edges) == 2
