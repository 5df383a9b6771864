import gc
import weakref

from hypothesis import given
from hypothesis import strategies as st

from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import read_tensor


def test_a_tensor_keeps_its_key(torch):
    identities = Identities()
    a, b = torch.ones(2), torch.ones(2)
    assert identities.key(a) == identities.key(a) != identities.key(b)
    assert identities.tensor(identities.key(a)) is a


def test_a_key_is_never_given_twice(torch):
    identities = Identities()
    keys = [identities.key(torch.ones(1)) for _ in range(100)]  # each dies at once, addresses recur
    assert len(set(keys)) == 100
    gc.collect()
    assert [identities.tensor(key) for key in keys] == [None] * 100


def test_keeps_nothing_alive_and_remembers_nothing_of_the_dead(torch):
    identities = Identities()
    a = torch.ones(2)
    read_tensor(a, identities)
    gone = weakref.ref(a)
    del a
    gc.collect()
    assert gone() is None
    assert identities.read == {}
    assert not identities._at
    assert not identities._of


def test_a_leaf_that_only_the_graph_holds_keeps_its_key(torch):
    identities = Identities()
    leaf = torch.ones(2, requires_grad=True)
    result = leaf * 2
    key = identities.key(leaf)
    variable = result.grad_fn.next_functions[0][0].variable
    assert identities.key(variable) == key
    assert identities.node(result.grad_fn.next_functions[0][0])[0] == key


def test_a_node_keeps_its_key_while_its_python_object_comes_and_goes(torch):
    identities = Identities()
    a = torch.ones(2, requires_grad=True)
    b, c = a * 2, a * 2
    keys = set()
    for _ in range(5):
        keys.add(identities.node(b.grad_fn))
        _other = [torch.ones(1) for _ in range(10)]
    assert keys == {identities.node(b.grad_fn)}
    assert keys != {identities.node(c.grad_fn)}


class Thing:
    """As good as a tensor, where only identity counts."""


@given(st.lists(st.sampled_from(["make", "drop", "ask"]), max_size=60))
def test_keys_and_things_stay_together(steps):
    identities, alive, ever = Identities(), {}, set()
    for step in steps:
        if step == "make":
            thing = Thing()
            key = identities.key(thing)
            assert key not in ever
            ever.add(key)
            alive[key] = thing
            del thing
        elif step == "drop" and alive:
            alive.popitem()
        assert {key: identities.tensor(key) for key in ever} == {
            key: alive.get(key) for key in ever
        }
        assert all(identities.key(thing) == key for key, thing in alive.items())


def test_a_thing_without_weak_references_still_gets_a_number():
    identities = Identities()
    assert identities.key((1, 2)) != identities.key((1, 2))
