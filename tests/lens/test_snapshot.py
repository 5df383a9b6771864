import gc
import weakref

from gradrepl.lens.diff import diff
from gradrepl.lens.snapshot import take
from gradrepl.observe.identity import Identities


def test_names_and_tensors(torch):
    w = torch.ones(2)
    taken = take({"w": w, "x": 3, "params": [w, torch.zeros(1)]}, torch, Identities())
    assert taken.names == (("w", 1), ("params[0]", 1), ("params[1]", 2))
    assert [one.key for one in taken.tensors] == [1, 2]
    assert (taken.grad_enabled, taken.inference, taken.unread) == (True, False, 0)


def test_the_modes(torch):
    with torch.no_grad():
        assert not take({}, torch, Identities()).grad_enabled
    with torch.inference_mode():
        assert take({}, torch, Identities()).inference


def test_the_limit(torch):
    many = [torch.ones(1) for _ in range(10)]
    taken = take({"many": many}, torch, Identities(), limit=4)
    assert (len(taken.tensors), taken.unread) == (4, 6)


def test_holds_no_tensor(torch):
    space = {"a": torch.ones(2, requires_grad=True)}
    space["b"] = space["a"] * 2
    taken = take(space, torch, Identities())
    gone = [weakref.ref(one) for one in space.values()]
    space.clear()
    gc.collect()
    assert [one() for one in gone] == [None, None]
    assert len(taken.tensors) == 2


def test_twice_the_same_is_the_same(torch):
    identities = Identities()
    a = torch.ones(3, requires_grad=True)
    b = (a * 2).exp()
    b.sum().backward()
    space = {"a": a, "b": b, "v": b[0], "large": torch.zeros(100_000), "many": [a] * 5}
    before = take(space, torch, identities)
    _other = [torch.ones(1) for _ in range(100)]
    after = take(space, torch, identities)
    assert before == after
    assert diff(before, after) == ()


def test_an_unchanged_tensor_is_printed_once(torch):
    identities = Identities()
    a = torch.ones(3)
    take({"a": a}, torch, identities)
    take({"a": a}, torch, identities)
    assert identities.printed == 1
    a.add_(1)
    assert take({"a": a}, torch, identities).tensors[0].value == "[2., 2., 2.]"
    assert identities.printed == 2


def test_many_new_tensors_are_summed_up(torch):
    identities = Identities()
    many = [torch.full((2,), float(number)) for number in range(200)]
    taken = take({"many": many}, torch, identities)
    assert identities.printed < 100
    assert [one.value for one in taken.tensors] == [f"[{n}., {n}.]" for n in range(200)]


def test_elements_are_read_within_a_budget(torch):
    many = [torch.zeros(60_000) for _ in range(40)]
    taken = take({"many": many, "small": torch.zeros(3)}, torch, Identities())
    read = [one.digest is not None for one in taken.tensors]
    assert read[0]
    assert not read[-2]
    assert read[-1]  # a small one always is
