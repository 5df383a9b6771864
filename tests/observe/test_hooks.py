"""Hooks are counted without one being called, and without one being registered."""

import threading

from gradrepl.observe import hooks
from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import read_tensor, walk
from gradrepl.observe.trace import Trace


def never(*_):
    raise AssertionError("a hook has run")


def counts(facts):
    return {hook.kind: hook.count for hook in facts.hooks}


def of_node(tensor):
    return counts(walk([tensor], Identities()).nodes[0])


def test_hooks_of_a_tensor(torch):
    a = torch.ones(2, requires_grad=True)
    b = a * 2
    assert counts(read_tensor(a, Identities())) == counts(read_tensor(b, Identities())) == {}
    a.register_hook(never)
    a.register_post_accumulate_grad_hook(never)
    handles = [b.register_hook(never), b.register_hook(never)]
    assert counts(read_tensor(a, Identities())) == {"tensor": 1, "post_accumulate": 1}
    assert counts(read_tensor(b, Identities())) == {"tensor": 2}
    handles[0].remove()
    assert counts(read_tensor(b, Identities())) == {"tensor": 1}
    b.add_(1)  # the hook is the old value's
    assert counts(read_tensor(b, Identities())) == {}


def test_hooks_of_one_of_several_outputs(torch):
    first, second = torch.ones(4, requires_grad=True).split(2)
    first.register_hook(never)
    assert counts(read_tensor(first, Identities())) == {"tensor": 1}
    assert counts(read_tensor(second, Identities())) == {}


def test_hooks_of_a_node(torch):
    b = torch.ones(2, requires_grad=True) * 2
    assert of_node(b) == {}
    after = b.grad_fn.register_hook(never)
    assert of_node(b) == {"post": 1}
    b.grad_fn.register_prehook(never)
    b.grad_fn.register_prehook(never)
    assert of_node(b) == {"pre": 2, "post": 1}
    after.remove()
    assert of_node(b) == {"pre": 2}


def test_hooks_of_a_tensor_that_is_gone(torch):
    identities = Identities()
    with Trace(torch, identities, statement=1, filename=__file__):
        first, second = torch.ones(4, requires_grad=True).split(2)
        first.register_hook(never)
        second.register_hook(never)
        second.register_hook(never).remove()
        c = first * second
    del second
    (product, *_, split, _) = walk([c], identities).nodes
    assert (product.name, split.name) == ("MulBackward0", "SplitBackward0")
    assert counts(split) == {"tensor": 2}
    assert counts(product) == {}


def test_hooks_of_a_leafs_accumulator(torch):
    a = torch.ones(2, requires_grad=True)
    b = a * 2
    b.grad_fn.next_functions[0][0].register_prehook(never)
    assert counts(walk([b], Identities()).nodes[1]) == {"pre": 1}


def test_hooks_of_a_functions_node(torch):
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(_, given):
            return given * 2

        @staticmethod
        def backward(_, grad):
            return grad * 2

    b = Double.apply(torch.ones(2, requires_grad=True))
    b.grad_fn.register_hook(never)
    assert of_node(b) == {"post": 1}


def test_counting_leaves_nothing_behind(torch):
    a = torch.ones(2, requires_grad=True)
    b = a * 2
    seen = []
    a.register_hook(lambda _: seen.append("a"))
    before = dict(vars(torch.autograd.Function))
    for _ in range(3):
        assert of_node(b) == {}
    assert dict(vars(torch.autograd.Function)) == before
    first = b.grad_fn.register_hook(lambda *_: seen.append("b"))
    of_node(b)
    second = b.grad_fn.register_hook(lambda *_: None)
    assert second.id == first.id + 1  # no number was used up
    b.sum().backward()
    assert seen == ["b", "a"]


def test_another_threads_hook_is_registered_meanwhile(torch):
    a = torch.ones(2, requires_grad=True)
    a.register_hook(lambda _: None)
    b = a * 2
    with hooks.refused(b):
        thread = threading.Thread(target=lambda: b.grad_fn.register_hook(lambda *_: None))
        thread.start()
        thread.join()
    assert of_node(b) == {"post": 1}


def test_what_is_no_tensor_or_node_has_none():
    class Odd:
        def __getattr__(self, name):
            raise RuntimeError(name)

    assert hooks.of_tensor(Odd()) == hooks.of_node(Odd()) == ()
    with hooks.refused(None):
        assert hooks.of_node(object()) == ()
