"""A backward pass, watched: in the engine's order, with its gradients, and without a trace."""

import gc
import random
import weakref

import pytest

from gradrepl.observe.backward import TooLarge, perform, rehearse
from gradrepl.observe.identity import Identities

FREED = "Trying to backward through the graph a second time"


def program(torch, seed):
    """A random graph of a few operations, as (loss, its leaves, all that was made)."""
    dice = random.Random(seed)
    leaves = [
        torch.tensor([dice.uniform(0.5, 1.5) for _ in range(3)], requires_grad=True)
        for _ in range(dice.randint(1, 3))
    ]
    made = list(leaves)
    for _ in range(dice.randint(3, 18)):
        a, b = dice.choice(made), dice.choice(made)
        made.append(
            dice.choice(
                (
                    lambda a=a, b=b: a * b,
                    lambda a=a, b=b: a - b,
                    lambda a=a: a.tanh(),
                    lambda a=a: a * 0.5,
                    lambda a=a: a.detach() + 1,
                    lambda a=a, b=b: torch.stack([a, b]).sum(0),
                    lambda a=a: a.split(1)[1] * torch.ones(3),
                    lambda a=a: a.max(dim=0)[0] + a,
                    lambda a=a: a.view(3, 1).squeeze(1),
                )
            )()
        )
    return (made[-1] * leaves[0]).sum() + made[len(made) // 2].mean(), leaves, made


def logged(loss):
    """What a real backward() runs, by hooks of the test's own: the order, and the gradients."""
    log, seen, waiting = [], {}, [loss.grad_fn]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen[id(node)] = node

        entry = [type(node).__name__, (), ()]

        def before(grads, entry=entry):
            entry[1] = [None if g is None else g.tolist() for g in grads]
            log.append(entry)

        def after(sent, _, entry=entry):
            entry[2] = [None if g is None else g.tolist() for g in sent]

        node.register_prehook(before)
        node.register_hook(after)
        waiting += [one for one, _ in node.next_functions if one is not None]
    loss.backward()
    return log


def numbers(gradient):
    """A gradient's text, read back."""
    return None if gradient is None else eval(gradient.value, {"nan": float("nan")})


def flat(value):
    return [one for inner in value for one in flat(inner)] if isinstance(value, list) else [value]


def agree(shown, real):
    """Whether a gradient that was shown is the real one; what is shortened shows its beginning."""
    if shown is None or real is None:
        return (shown is None) == (real is None)
    if "..." in shown.value:
        return False
    return flat(numbers(shown)) == pytest.approx(flat(real), rel=1e-3, abs=1e-4)


@pytest.mark.once
@pytest.mark.parametrize("seed", range(40))
def test_the_order_and_the_gradients_are_those_of_backward(torch, seed):
    loss, _, _ = program(torch, seed)
    watched = rehearse(torch, loss, None, Identities()).steps
    log = logged(loss)
    assert [step.name for step in watched] == [name for name, _, _ in log]
    for step, (_, received, sent) in zip(watched, log, strict=True):
        assert all(map(agree, step.received, received)), (step.received, received)
        assert all(agree(one.gradient, sent[one.operand]) for one in step.sent)


@pytest.mark.once
@pytest.mark.parametrize("seed", range(40, 60))
def test_a_leaf_gets_what_backward_would_give_it(torch, seed):
    loss, leaves, _ = program(torch, seed)
    identities = Identities()
    leaves[0].grad = torch.ones(3)
    watched = rehearse(torch, loss, None, identities).steps
    loss.backward()
    for leaf in leaves:
        steps = [step for step in watched if step.node == (identities.key(leaf), 2**64 - 1)]
        if leaf.grad is None:
            assert steps == []
        elif steps:
            (step,) = steps
            assert eval(step.total.after) == pytest.approx(leaf.grad.tolist(), abs=1e-4)
            assert (step.total.before is not None) == (leaf is leaves[0])


def state(torch, loss, leaves, made):
    """Everything about a graph that a look at it must not change."""
    nodes, waiting = {}, [loss.grad_fn]
    while waiting:
        node = waiting.pop()
        if node not in nodes.values():
            nodes[len(nodes)] = node
            waiting += [one for one, _ in node.next_functions if one is not None]
    saved = []
    for node in nodes.values():
        for name in dir(type(node)):
            if name.startswith("_saved_"):
                value = getattr(node, name)
                saved.append((name, repr(value)))
    tensors = [*leaves, *made, loss]
    return (
        [(t._version, t.is_leaf, t.retains_grad, t.requires_grad, t.tolist()) for t in tensors],
        [t.grad if t.grad is None else (id(t.grad), t.grad.tolist()) for t in leaves],
        [None if t.is_leaf or not t.retains_grad else t.grad for t in made],
        [t._backward_hooks for t in leaves],
        [t._post_accumulate_grad_hooks for t in leaves],
        saved,
        torch.get_rng_state().tolist(),
        random.getstate(),
        torch.is_grad_enabled(),
    )


@pytest.mark.once
@pytest.mark.parametrize("seed", range(60, 75))
def test_nothing_is_changed(torch, seed):
    loss, leaves, made = program(torch, seed)
    leaves[-1].grad = torch.ones(3)
    for one in made[::2]:
        if one.requires_grad and not one.is_leaf:
            one.retain_grad()
    before = state(torch, loss, leaves, made)
    rehearse(torch, loss, None, Identities())
    with torch.no_grad():
        rehearse(torch, loss, None, Identities())
    assert state(torch, loss, leaves, made) == before
    loss.backward()  # nothing was freed


def test_what_a_function_of_the_learners_draws_is_put_back(torch):
    class Noisy(torch.autograd.Function):
        @staticmethod
        def forward(_, x):
            return x * 2

        @staticmethod
        def backward(_, grad):
            return grad * torch.rand(1) * random.random()

    x = torch.ones(1, requires_grad=True)
    y = Noisy.apply(x)
    state = torch.get_rng_state().tolist(), random.getstate()
    first = rehearse(torch, y, None, Identities())
    assert (torch.get_rng_state().tolist(), random.getstate()) == state
    assert rehearse(torch, y, None, Identities()).steps[0].sent == first.steps[0].sent
    assert first.steps[0].kind == "function"


def test_hooks_take_part_and_those_that_wait_for_the_sum_do_not(torch):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    calls = []
    y = x * 3
    y.register_hook(lambda grad: grad * 10)
    y.grad_fn.register_prehook(lambda _: calls.append("node"))
    x.register_hook(lambda _: calls.append("leaf"))
    x.register_post_accumulate_grad_hook(lambda _: calls.append("sum"))
    found = rehearse(torch, y.sum(), None, Identities())
    assert calls == ["node", "leaf"]
    assert [step.received[0].value for step in found.steps] == ["1.", "[10., 10.]", "[30., 30.]"]
    assert [step.hooks for step in found.steps] == [0, 1, 1]
    assert (found.steps[-1].waiting, found.hooked) == (1, 1)
    assert len(x._backward_hooks) == 1


def test_keeping_does_what_backward_does(torch):
    calls = []

    def graph():
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        x.register_post_accumulate_grad_hook(lambda leaf: calls.append(leaf.grad.tolist()))
        y = (x * x).exp()
        y.retain_grad()
        return x, y, (y * x).sum()

    x, y, loss = graph()
    loss.backward()
    other_x, other_y, other_loss = graph()
    other_x.grad = torch.ones(2)
    found = perform(torch, other_loss, None, Identities())
    assert found.kept
    assert found.error is None
    assert (other_x.grad - 1 - x.grad).abs().max() < 1e-4
    assert other_y.grad.tolist() == y.grad.tolist()
    assert len(calls) == 2
    last = found.steps[-1]
    assert last.total.before == "[1., 1.]"
    assert numbers(last.received[0]) == pytest.approx(x.grad.tolist(), rel=1e-4)
    with pytest.raises(RuntimeError, match=FREED):
        other_loss.backward()


@pytest.mark.parametrize("run", [rehearse, perform])
def test_what_backward_refuses_is_refused_in_its_own_words(torch, run):
    x = torch.ones(3, requires_grad=True)
    freed = (x * x).sum()
    freed.backward()
    for tensor, words in (
        (torch.tensor(1), "does not require grad and does not have a grad_fn"),
        (torch.ones(()), "does not require grad and does not have a grad_fn"),
        (x * 2, "grad can be implicitly created only for scalar outputs"),
        (freed, FREED),
    ):
        found = run(torch, tensor, None, Identities())
        assert found.error.startswith("RuntimeError: ")
        assert words in found.error
    assert [step.failed for step in found.steps] == [False, True]
    assert run(torch, x * 2, torch.ones(2), Identities()).error.startswith("RuntimeError: Mismatch")
    assert run(torch, x * 2, torch.ones(3), Identities()).error is None


def test_a_leaf_is_a_pass_of_one_step(torch):
    x = torch.tensor(2.0, requires_grad=True)
    (step,) = rehearse(torch, x, None, Identities()).steps
    assert (step.kind, step.total.before, step.total.after, x.grad) == ("leaf", None, "1.", None)
    (step,) = perform(torch, x, None, Identities()).steps
    assert (step.total.after, x.grad.item()) == ("1.", 1.0)


def test_a_leaf_that_has_stopped_to_require_gradients(torch):
    x, w = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    loss = (x * w).sum()
    w.requires_grad_(False)
    found = rehearse(torch, loss, None, Identities())
    assert found.error is None
    assert [step.name for step in found.steps] == ["SumBackward0", "MulBackward0", "AccumulateGrad"]


def test_outputs_that_nobody_used_and_gradients_that_nobody_gave(torch):
    x = torch.arange(4.0, requires_grad=True)
    values, _ = x.view(2, 2).max(dim=1)
    found = rehearse(torch, values.split(1)[1].sum(), None, Identities())
    split = next(step for step in found.steps if step.name.startswith("Split"))
    assert [one is None for one in split.received] == [True, False]


def test_a_leaf_that_only_the_graph_holds_is_one_leaf(torch):
    def build():
        x = torch.ones(2, requires_grad=True)
        y = x * x
        return (y + x).sum()

    found = rehearse(torch, build(), None, Identities())
    assert [step.name for step in found.steps].count("AccumulateGrad") == 1
    targets = {sent.target for step in found.steps for sent in step.sent}
    assert targets <= {step.node for step in found.steps}


def test_a_function_of_pytorch_s_own_is_not_the_learners(torch):
    layer = torch.nn.Linear(2, 2)
    layer.register_full_backward_hook(lambda *_: None)
    x = torch.ones(1, 2, requires_grad=True)
    found = rehearse(torch, layer(x).sum(), None, Identities())
    assert "BackwardHookFunctionBackward" in [step.name for step in found.steps]
    assert "function" not in {step.kind for step in found.steps}


def test_ctrl_c_in_a_hook_leaves_nothing_behind(torch):
    x = torch.ones(2, requires_grad=True)
    y = x * 2
    z = (y * y).sum()

    def interrupt(_):
        raise KeyboardInterrupt

    handle = y.register_hook(interrupt)
    for run in (rehearse, perform):
        with pytest.raises(KeyboardInterrupt):
            run(torch, z, None, Identities())
    assert x._backward_hooks is None
    handle.remove()
    calls = []
    z.grad_fn.register_prehook(lambda grads: calls.append(len(grads)))
    fresh = (y * y).sum() + z.detach()
    fresh.backward()
    assert (x.grad.tolist(), calls) == ([8.0, 8.0], [])


def test_no_tensor_is_kept(torch):
    x = torch.ones(2, requires_grad=True)
    y = x * 2
    found = rehearse(torch, y.sum(), None, Identities())
    dead = weakref.ref(x), weakref.ref(y)
    del x, y
    gc.collect()
    assert [reference() for reference in dead] == [None, None]
    assert len(found.steps) == 3


def test_large_graphs(torch):
    x = torch.ones(2, requires_grad=True)
    y = x
    for _ in range(9_998):
        y = y * 1.0
    found = rehearse(torch, y.sum(), None, Identities())
    assert (len(found.steps), found.error) == (10_000, None)
    with pytest.raises(TooLarge):
        rehearse(torch, (y * 1.0).sum(), None, Identities())
    assert x.grad is None
