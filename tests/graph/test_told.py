"""What a node says of itself: versions, kept gradients, hooks, and numbers on their way."""

import weakref
from types import ModuleType

import pytest

from gradrepl.graph.draw import draw
from gradrepl.graph.view import PARTS
from tests.graph.learner import Learner
from tests.graph.test_capture import A, line, node


@pytest.fixture
def learner(torch: ModuleType) -> Learner:
    return Learner(torch)


def test_what_a_stale_value_was_and_is(learner: Learner) -> None:
    learner.types(A, "b = a.exp()", "c = b * b", "b.add_(1)", "b.add_(1)")
    (_, _, product, *_) = learner.graph("c").nodes
    assert [(one.version, one.now) for one in product.saved] == [(0, 2), (0, 2)]
    drawing = draw(learner.graph("c"), width=100, style="lanes")
    assert "⚠ saved other@v0, now v2  ⚠ saved self@v0, now v2" in str(drawing)


def test_a_retained_gradient_and_hooks(learner: Learner) -> None:
    learner.types(A, "b = a * 2", "b.retain_grad()", "h = b.register_hook(lambda g: None)")
    learner.types("h2 = b.grad_fn.register_hook(lambda *g: None)", "c = b.sum()", "c.backward()")
    product = node(learner.graph("c"), "MulBackward0")
    assert (product.grad, product.retains) == ("[1.]", True)
    text = str(draw(learner.graph("c"), width=120, style="lanes"))
    assert "grad [1.]  retain_grad  tensor hook, node hook  freed: other" in text
    result = node(learner.graph("b"), "b")
    assert (result.grad, result.retains, [one.kind for one in result.hooks]) == (
        "[1.]", True, ["tensor"],
    )  # fmt: skip
    bare = str(draw(learner.graph("c"), width=120, style="lanes", show=frozenset()))
    assert "hook" not in bare
    assert "retain" not in bare


def test_a_value_that_was_never_saved_is_not_freed(learner: Learner) -> None:
    learner.types(A, "b = a * 2", "b.sum().backward()")
    product = node(learner.graph("b"), "MulBackward0")
    assert [(one.name, one.state) for one in product.saved] == [("other", "freed")]


@pytest.mark.parametrize(
    ("statements", "drawn"),
    [
        (["k = a.item()", "c = torch.tensor([k])"], "item ╌╌▷ tensor ╌╌▷ ◇ c"),
        (["c = torch.tensor([[1., a.item()]])"], "item ╌╌▷ tensor ╌╌▷ ◇ c"),
        (["c = torch.tensor(a.tolist())"], "tolist ╌╌▷ tensor ╌╌▷ ◇ c"),
        (["c = torch.full((2,), a.item())"], "item ╌╌▷ full ╌╌▷ ◇ c"),
        (["c = torch.zeros(1)", "c[0] = a.item()"], "item ╌╌▷ setitem ╌╌▷ ◇ c"),
        (
            ["n = a.detach().numpy()", "c = torch.tensor(n)"],
            "detach ╌╌▷ numpy ╌╌▷ tensor ╌╌▷ ◇ c",
        ),
    ],
)
def test_a_number_that_came_out_and_went_in(
    learner: Learner, statements: list[str], drawn: str
) -> None:
    learner.types(A, *statements)
    assert line(learner.graph("c")) == f"◆ a ╌╌✂╌╌ {drawn}"


@pytest.mark.parametrize(
    "statement",
    [
        "c = torch.tensor([1.1])",  # as large, and another number
        "c = torch.tensor([k * 2])",  # computed in Python, where nobody looks
        "c = torch.tensor(int(a))",  # there is one 1 for all of Python
        "c = torch.tensor([a.detach().item()])[1:]",
    ],
)
def test_of_a_number_nothing_is_claimed_that_is_not_known(learner: Learner, statement: str) -> None:
    learner.types(A, "k = a.item()", statement)
    severed = {edge.style for edge in learner.graph("c").edges}
    assert severed == ({"severed"} if "detach" in statement else set())


@pytest.mark.parametrize("expression", ["k * b", "b * k", "k - b", "k / b", "b.clamp(max=k)"])
def test_a_number_beside_what_is_recorded(learner: Learner, expression: str) -> None:
    learner.types(A, "b = torch.ones(1, requires_grad=True)", "k = a.item()", f"c = {expression}")
    graph = learner.graph("c")
    (item,) = (one for one in graph.nodes if one.label == "item")
    assert (item.role, item.statement, item.source) == ("unrecorded", 3, "k = a.item()")
    assert [(e.source, e.style) for e in graph.edges if e.target == item.id] == [
        (node(graph, "a").id, "severed")
    ]
    (out,) = (edge for edge in graph.edges if edge.source == item.id)
    target = next(one for one in graph.nodes if one.id == out.target)
    assert (out.style, target.role) == ("severed", "operation")


def test_numbers_keep_nothing_alive(learner: Learner) -> None:
    gone = []
    learner.types("n = torch.ones(3, requires_grad=True).exp().detach().numpy()")
    weakref.finalize(learner.namespace["n"], gone.append, 1)
    learner.types("for _ in range(3000): torch.ones(1).item()", "del n")
    assert gone == [1]


def test_a_hook_stays_with_the_value_that_had_it(learner: Learner) -> None:
    learner.types(A, "b = a * 2", "h = b.register_hook(lambda g: None)", "b.add_(1)", "c = b.exp()")
    hooked = {one.label: [hook.kind for hook in one.hooks] for one in learner.graph("c").nodes}
    assert hooked == {
        "a": [], "MulBackward0": ["tensor"], "AddBackward0": [], "ExpBackward0": [], "c": [],
    }  # fmt: skip


def test_a_hook_is_not_lost_in_a_fold(learner: Learner) -> None:
    learner.types(
        A,
        "b = a\nfor i in range(60):\n  b = b.exp() if i % 2 else b.sin()\n"
        "  if i == 30: b.register_hook(lambda g: None)",
    )
    drawing = str(draw(learner.graph("b"), width=80))
    assert drawing.count("tensor hook") == 1
    assert "SinBackward0 ×15" in drawing


def test_a_loop_whose_every_turn_has_a_hook_is_told_once(learner: Learner) -> None:
    learner.types(A, "b = a\nfor i in range(60):\n  b = b.exp()\n  b.register_hook(lambda g: None)")
    graph = learner.graph("b")
    rows = [r for r in str(draw(graph, width=80, style="lanes")).splitlines() if "hook" in r]
    assert len(rows) == 2  # the loop, and its last result, which has a name
    assert "×59" in rows[0]
    assert line(graph) == (
        "◆ a ── ● ExpBackward0 ×59 (tensor hook) ── ● ExpBackward0 ── ◉ b (tensor hook)"
    )


def test_the_version_of_what_is_held_is_told_on_request(learner: Learner) -> None:
    learner.types(A, "b = a.exp()", "b.add_(1)", "c = b * b")
    told = str(draw(learner.graph("c"), width=120, style="lanes", show=frozenset(PARTS)))
    assert "saves other@v1, self@v1" in told
    assert "@" not in str(draw(learner.graph("c"), width=120, style="lanes")).splitlines()[-2]
