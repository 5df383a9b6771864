import types
from collections import deque
from typing import NamedTuple

from gradrepl.observe.probe import reachable


class Pair(NamedTuple):
    left: object
    right: object


def names(namespace, **options):
    return [name for name, _ in reachable(namespace, **options).names]


def test_the_ways_to_write_a_tensor(torch):
    w = torch.ones(1)
    pair = Pair(w, [w])
    found = names(
        {"w": w, "l": [w, (w,)], "d": {"w": w, 3: w, (1,): w}, "p": pair, "q": deque([w])}
    )
    assert found == [
        "w", "l[0]", "l[1][0]", "d['w']", "d[3]", "d[<tuple>]", "p.left", "p.right[0]", "q[0]",
    ]  # fmt: skip


def test_dunder_names_are_the_interpreters(torch):
    assert names({"__x__": torch.ones(1), "_": torch.ones(1), "_x": torch.ones(1)}) == ["_", "_x"]


def test_cycles_and_depth(torch):
    ring = [torch.ones(1)]
    ring.append(ring)
    deep = torch.ones(1)
    for _ in range(100):
        deep = [deep]
    assert names({"ring": ring, "deep": deep}) == ["ring[0]"]


def test_objects_of_the_learners_own(torch):
    class Net:
        kept = torch.ones(1)  # the class's, not the object's

        def __init__(self):
            self.w = torch.ones(1)
            self._hidden = torch.ones(1)

        @property
        def computed(self):
            raise AssertionError("a property was crossed")

    class Slotted:
        __slots__ = ("empty", "w")

        def __init__(self):
            self.w = torch.ones(1)

    space = {
        "__name__": __name__,
        "net": Net(),
        "s": Slotted(),
        "n": types.SimpleNamespace(w=Net().w),
    }
    assert names(space) == ["net.w", "s.w", "n.w"]
    assert names({**space, "__name__": "elsewhere"}) == ["n.w"]


def test_a_container_with_the_learners_code_in_it(torch):
    class Loud(list):
        def __iter__(self):
            raise AssertionError("it was asked")

        def __getitem__(self, index):
            raise AssertionError("it was asked")

    assert names({"loud": Loud([torch.ones(1)])}) == ["loud[0]"]


def test_modules(torch):
    class Module:  # as torch.nn.Module keeps its parts
        def __init__(self, **parts):
            self._parameters, self._buffers, self._modules = {}, {}, {}
            for name, part in parts.items():
                table = self._modules if isinstance(part, Module) else self._parameters
                table[name] = part
            self._buffers["mean"] = torch.ones(1)
            self.extra = torch.ones(1)

    net = Module(weight=torch.ones(1), inner=Module(bias=torch.ones(1)))
    assert names({"__name__": "elsewhere", "net": net}) == [
        "net.weight", "net.mean", "net.inner.bias", "net.inner.mean",
    ]  # fmt: skip
    assert "net.extra" in names({"__name__": __name__, "net": net})


def test_the_limit_counts_tensors_not_names(torch):
    w = torch.ones(1)
    many = [torch.ones(1) for _ in range(10)]
    found = reachable({"w": w, "again": w, "many": many}, limit=4)
    assert [name for name, _ in found.names] == ["w", "again", "many[0]", "many[1]", "many[2]"]
    assert found.unread == 7


def test_a_name_of_its_own_comes_before_the_places_in_a_list(torch):
    many = [torch.ones(1) for _ in range(9)]
    found = reachable({"many": many, "total": torch.ones(1), "first": many[0]}, limit=3)
    assert [name for name, _ in found.names] == ["many[0]", "many[1]", "total", "first"]
    assert found.unread == 7


def test_a_million_numbers_cost_little(torch):
    import time

    space = {"numbers": [1.0] * 1_000_000, "w": torch.ones(1)}
    start = time.perf_counter()
    assert names(space) == ["w"]
    assert time.perf_counter() - start < 0.5  # 1 ms where nothing else runs
