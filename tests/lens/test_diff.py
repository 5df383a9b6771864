"""What changed, told by the names that the learner gave."""

from hypothesis import given
from hypothesis import strategies as st

from gradrepl.lens.diff import diff
from gradrepl.lens.snapshot import Snapshot
from gradrepl.observe.facts import GradFacts, TensorFacts
from tests.lens.prompt import Prompt


def told(torch, setup, source):
    prompt = Prompt(torch)
    prompt.run(setup)
    return prompt.run(source)


def brief(told):
    return [(one.kind, one.name, one.before, one.after) for one in told.changes]


LEAF = "a = torch.tensor([1.], requires_grad=True)\n"


def test_created(torch):
    assert brief(told(torch, "x = 1", "b = torch.tensor([2.])")) == [("created", "b", "", "[2.]")]


def test_rebound(torch):
    seen = told(torch, "b = torch.tensor([2.])", "b = torch.tensor([3.])")
    assert brief(seen) == [("rebound", "b", "[2.]", "[3.]")]


def test_a_name_that_was_no_tensor_is_created(torch):
    assert brief(told(torch, "b = 3", "b = torch.tensor([3.])")) == [("created", "b", "", "[3.]")]


def test_deleted(torch):
    assert brief(told(torch, "b = torch.tensor([2.])", "del b")) == [("deleted", "b", "[2.]", "")]
    assert brief(told(torch, "b = torch.tensor([2.])", "b = 3")) == [("deleted", "b", "[2.]", "")]


def test_aliased(torch):
    assert brief(told(torch, "a = torch.ones(1)", "b = a")) == [("aliased", "b", "", "a")]
    assert brief(told(torch, "a = torch.ones(1)", "l = [a]")) == [("aliased", "l[0]", "", "a")]
    assert brief(told(torch, "x = 1", "a = b = torch.ones(1)")) == [
        ("created", "a", "", "[1.]"),
        ("aliased", "b", "", "a"),
    ]


def test_in_place(torch):
    seen = told(torch, "b = torch.ones(1)", "b.add_(1)")
    assert brief(seen) == [("value", "b", "[1.]", "[2.]"), ("version", "b", "0", "1")]


def test_a_view_that_the_statement_did_not_name(torch):
    seen = told(torch, LEAF + "y = a * 2\nv = y[0]", "y.add_(1)")
    assert seen.change("v", "value").named is False
    assert seen.change("y", "value").named is True
    assert seen.changes[0].name == "y"
    assert seen.change("y", "grad_fn").after == "AddBackward0"


def test_a_gradient(torch):
    seen = told(torch, LEAF + "c = a * 2", "c.backward()")
    assert brief(seen) == [("grad", "a", "None", "[2.]")]
    assert (seen.changes[0].named, seen.changes[0].how) == (False, "")


def test_a_gradient_that_accumulates_is_zeroed_and_cleared(torch):
    prompt = Prompt(torch)
    prompt.run(LEAF + "(a * 2).backward()")
    (change,) = prompt.run("(a * 3).backward()").changes
    assert (change.before, change.after, change.how) == ("[2.]", "[5.]", "accumulated")
    (change,) = prompt.run("a.grad.zero_()").changes
    assert (change.before, change.after, change.how) == ("[5.]", "[0.]", "")
    (change,) = prompt.run("a.grad = None").changes
    assert (change.before, change.after, change.how) == ("[0.]", "None", "")


def test_a_gradient_that_a_loop_starts_anew_is_no_sum(torch):
    prompt = Prompt(torch)
    prompt.run(LEAF + "(a * 2).backward()")
    (change,) = prompt.run("for i in range(3): a.grad = None; (a * (i + 1)).backward()").changes[:1]
    assert (change.name, change.before, change.after, change.how) == ("a", "[2.]", "[3.]", "")
    (change,) = prompt.run("for i in range(3): a.grad.zero_(); (a * 5).backward()").changes
    assert (change.name, change.after, change.how) == ("a", "[5.]", "")


def test_requires_grad(torch):
    seen = told(torch, "b = torch.ones(1)", "b.requires_grad_()")
    assert brief(seen) == [("requires_grad", "b", "False", "True")]


def test_retains_grad(torch):
    seen = told(torch, LEAF + "b = a * 2", "b.retain_grad()")
    assert brief(seen) == [("retains_grad", "b", "False", "True")]


def test_other_data(torch):
    seen = told(torch, "b = torch.ones(1)", "b.data = torch.ones(2)")
    assert ("shape", "b", "(1,)", "(2,)") in brief(seen)


def test_the_grad_mode(torch):
    prompt = Prompt(torch)
    assert brief(prompt.run("torch.set_grad_enabled(False)")) == [
        ("grad_mode", "", "True", "False")
    ]
    assert brief(prompt.run("with torch.enable_grad():\n  pass")) == []


def test_a_change_that_no_version_tells(torch):
    seen = told(torch, LEAF + "d = a.data", "d.mul_(3)")
    assert seen.kinds("a") == ["value"]
    assert seen.kinds("d") == ["value", "version"]


def test_a_loop_variable_is_not_preferred_to_an_older_name(torch):
    seen = told(torch, "w = torch.ones(1)\nb = torch.ones(1)", "for p in [w, b]:\n  p.add_(1)")
    assert [(one.kind, one.name) for one in seen.changes if one.kind == "value"] == [
        ("value", "w"),
        ("value", "b"),
    ]
    assert ("aliased", "p", "", "b") in brief(seen)


def test_large_tensors_are_told_by_their_version(torch):
    seen = told(torch, "b = torch.zeros(100_000)", "b.add_(1)")
    assert seen.kinds("b") == ["value", "version"]


def test_writes_come_first(torch):
    seen = told(torch, LEAF, "if True:\n  c = a * 2; b = c + 1; b.backward()")
    assert [one.name for one in seen.changes] == ["c", "b", "a"]


numbers = st.integers(0, 2)
grads = st.none() | st.builds(
    GradFacts, key=st.just(9), value=st.just("g"), digest=st.none() | numbers, version=numbers
)
facts = st.builds(
    TensorFacts,
    key=st.just(0),
    dtype=st.sampled_from(["float32", "int64"]),
    shape=st.sampled_from([(), (2,)]),
    requires_grad=st.booleans(),
    is_leaf=st.booleans(),
    retains_grad=st.booleans(),
    is_inference=st.just(False),
    grad_fn=st.none() | st.tuples(numbers, numbers),
    grad_fn_name=st.just("AddBackward0"),
    output_nr=st.just(0),
    grad=grads,
    version=st.none() | numbers,
    storage=numbers,
    base=st.none(),
    value=st.just("v"),
    digest=st.none() | numbers,
)


@st.composite
def snapshots(draw):
    from dataclasses import replace

    keys = draw(st.lists(st.integers(0, 4), unique=True, max_size=4))
    tensors = tuple(replace(draw(facts), key=key) for key in keys)
    names = draw(st.lists(st.sampled_from(["a", "b", "l[0]", "m.w"]), unique=True)) if keys else []
    return Snapshot(
        names=tuple((name, draw(st.sampled_from(keys))) for name in names),
        tensors=tensors,
        grad_enabled=draw(st.booleans()),
    )


@given(snapshots())
def test_nothing_changed(snapshot):
    from dataclasses import replace

    assert diff(snapshot, snapshot) == ()
    assert diff(snapshot, replace(snapshot)) == ()


@given(snapshots(), snapshots())
def test_names_add_up(before, after):
    changes = diff(before, after, reads=["a"], writes=["b"])
    changed = {one.name for one in changes if one.kind in ("created", "rebound", "aliased")}
    deleted = {one.name for one in changes if one.kind == "deleted"}
    old, new = dict(before.names), dict(after.names)
    assert changed == {name for name in new if old.get(name) != new[name]}
    assert deleted == set(old) - set(new)
