"""Every read is total, and none leaves a trace."""

import warnings
from unittest import mock

import pytest

from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import is_tensor, read_tensor, undisturbed, walk


@pytest.fixture
def identities():
    return Identities()


class Liar:
    @property
    def __class__(self):
        raise RuntimeError("do not ask")

    def __getattr__(self, name):
        raise RuntimeError("do not ask")


def test_knows_a_tensor(torch):
    assert is_tensor(torch.ones(2))
    assert is_tensor(torch.ones(2, requires_grad=True) * 2)


@pytest.mark.parametrize(
    "make",
    [lambda: None, int, str, list, object, Liar, mock.MagicMock, lambda: type("T", (), {})],
)
def test_knows_what_is_none(make):
    thing = make()
    assert not is_tensor(thing)


def test_a_class_and_its_mock_are_no_tensors(torch):
    assert not is_tensor(torch.Tensor)
    assert not is_tensor(mock.Mock(spec=torch.Tensor))


def test_a_leaf(torch, identities):
    a = torch.tensor([1.1, 2.0], requires_grad=True)
    facts = read_tensor(a, identities)
    assert (facts.dtype, facts.shape, facts.value) == ("float32", (2,), "[1.1000, 2.0000]")
    assert facts.requires_grad
    assert facts.is_leaf
    assert (facts.grad_fn, facts.grad_fn_name, facts.grad) == (None, None, None)
    assert facts.version == 0
    assert facts.base is None


def test_a_result_and_its_gradient(torch, identities):
    a = torch.tensor([1.0, 2.0], requires_grad=True)
    b = a * 3
    b.sum().backward()
    facts = read_tensor(b, identities)
    assert (facts.is_leaf, facts.grad_fn_name) == (False, "MulBackward0")
    assert facts.grad_fn == identities.node(b.grad_fn)
    leaf = read_tensor(a, identities)
    assert leaf.grad is not None
    assert (leaf.grad.key, leaf.grad.value) == (identities.key(a.grad), "[3., 3.]")


def test_the_gradient_of_a_non_leaf_is_read_only_where_it_is_kept(torch, identities):
    b = torch.ones(2, requires_grad=True) * 3
    c = b * 2
    b.retain_grad()
    c.sum().backward()  # a read of c.grad would warn, and warnings are errors here
    assert read_tensor(b, identities).grad.value == "[2., 2.]"
    assert read_tensor(c, identities).grad is None


def test_a_view_knows_its_base_and_shares_its_storage(torch, identities):
    base = torch.ones(3)
    view = base[1:]
    facts = read_tensor(view, identities)
    assert facts.base == identities.key(base)
    assert facts.storage == read_tensor(base, identities).storage
    assert facts.storage != read_tensor(torch.ones(3), identities).storage
    assert read_tensor(base.detach(), identities).storage == facts.storage


def test_empty_tensors_share_no_memory(torch, identities):
    one, other = torch.zeros(0), torch.zeros(0)
    assert read_tensor(one, identities).storage != read_tensor(other, identities).storage


def test_an_inference_tensor_has_no_version(torch, identities):
    with torch.inference_mode():
        x = torch.ones(2) * 2
    facts = read_tensor(x, identities)
    assert facts.is_inference
    assert (facts.version, facts.value) == (None, "[2., 2.]")


def test_the_digest_follows_the_values_and_not_the_version(torch, identities):
    a = torch.ones(3, requires_grad=True)
    before = read_tensor(a, identities)
    a.data.mul_(2)
    after = read_tensor(a, identities)
    assert before.digest != after.digest
    assert (before.value, after.value) == ("[1., 1., 1.]", "[2., 2., 2.]")
    a.data.mul_(0.5)
    assert read_tensor(a, identities).digest == before.digest


def test_a_large_tensor_is_not_read(torch, identities):
    facts = read_tensor(torch.zeros(100_000), identities)
    assert facts.digest is None
    assert facts.value == "[0., 0., 0., ...]"


def test_reading_changes_nothing(torch, identities):
    a = torch.ones(2, requires_grad=True)
    b = a * 2
    view = b[0]
    with torch.no_grad():
        c = b.exp()
    grad_mode, state = torch.is_grad_enabled(), torch.get_rng_state().tolist()
    tensors = (a, b, view, c)
    versions = [one._version for one in tensors]
    registry = dict(globals().get("__warningregistry__", {}))
    filters = list(warnings.filters)
    filters_version = getattr(warnings, "_filters_version", None)
    number = (a * 2).grad_fn._sequence_nr()
    for _ in range(3):
        with undisturbed(torch):
            for one in tensors:
                read_tensor(one, identities)
            walk(tensors, identities)
    assert (a * 2).grad_fn._sequence_nr() == number + 1  # a number for itself, none for the reads
    assert torch.is_grad_enabled() == grad_mode
    assert torch.get_rng_state().tolist() == state
    assert [one._version for one in tensors] == versions
    assert dict(globals().get("__warningregistry__", {})) == registry
    assert warnings.filters == filters
    assert getattr(warnings, "_filters_version", None) == filters_version
    assert a.grad is None


def test_reading_keeps_nothing_alive(torch, identities):
    import gc
    import weakref

    a = torch.ones(2, requires_grad=True)
    b = a * 2
    facts, found = read_tensor(b, identities), walk([b], identities)
    gone = weakref.ref(b)
    del b
    gc.collect()
    assert gone() is None
    assert facts.grad_fn == found.nodes[0].key


def test_a_subclass_that_refuses_to_be_read(torch, identities):
    class Refuses(torch.Tensor):
        @property
        def grad(self):
            raise RuntimeError("not mine")

        @property
        def shape(self):
            raise RuntimeError("not mine")

        def __repr__(self):
            raise RuntimeError("not mine")

        def detach(self):
            raise RuntimeError("not mine")

        dtype = property(lambda _: [])
        output_nr = property(lambda _: 1 / 0)

    odd = Refuses([1.0, 1.0])
    facts = read_tensor(odd, identities)
    assert is_tensor(odd)
    assert (facts.shape, facts.grad, facts.value, facts.digest) == ((), None, "", None)
    assert read_tensor(odd, identities) == facts


@pytest.mark.torch
def test_no_code_of_a_subclass_runs():
    torch = pytest.importorskip("torch")
    asked = []

    class Watches(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            asked.append(func)
            return super().__torch_function__(func, types, args, kwargs)

    odd = torch.ones(2).as_subclass(Watches)
    asked.clear()
    with undisturbed(torch):
        facts = read_tensor(odd, Identities())
    assert (facts.shape, facts.value) == ((2,), "[1., 1.]")
    assert asked == []


@pytest.mark.torch
def test_odd_tensors_of_the_real_thing():
    torch = pytest.importorskip("torch")
    identities = Identities()
    sparse = read_tensor(torch.eye(2).to_sparse(), identities)
    assert (sparse.shape, sparse.digest) == ((2, 2), None)
    meta = read_tensor(torch.ones(2, device="meta"), identities)
    assert (meta.value, meta.digest) == ("", None)
    half = read_tensor(torch.ones(2, dtype=torch.bfloat16), identities)
    assert (half.dtype, half.value) == ("bfloat16", "[1., 1.]")
    assert half.digest is not None
    conjugate = read_tensor(torch.tensor([1 + 2j]).conj(), identities)
    assert (conjugate.value, conjugate.digest is None) == ("[1.-2.j]", False)
    parameter = read_tensor(torch.nn.Parameter(torch.ones(2)), identities)
    assert (parameter.requires_grad, parameter.value) == (True, "[1., 1.]")
