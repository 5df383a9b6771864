import gc
import linecache
import subprocess
import sys
import warnings
import weakref

import pytest

from gradrepl.observe import trace as room
from gradrepl.observe.identity import Identities
from gradrepl.observe.recorder import SEEN
from gradrepl.observe.trace import KEPT, Trace


class Traced:
    """Runs sources under a Trace, each as an input of its own."""

    def __init__(self, torch):
        self.torch = torch
        self.identities = Identities()
        self.space = {"torch": torch, "__name__": "__main__"}
        self.number = 0

    def __call__(self, source):
        self.number += 1
        filename = f"<trace-{id(self)}-{self.number}>"
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        found = Trace(self.torch, self.identities, statement=self.number, filename=filename)
        try:
            with found:
                exec(compile(source, filename, "exec"), self.space)
        finally:
            self.operations, self.dropped = found.operations, found.dropped
        return [one for one in found.operations if one.name != "_set_grad_enabled"]


@pytest.fixture
def run(torch):
    traced = Traced(torch)
    traced("a = torch.tensor([1., 2.], requires_grad=True)\nb = a * 2")
    return traced


def test_names_operands_lines_and_results(run):
    (operation,) = run("# a comment\nc = a * b")
    assert (operation.name, operation.statement, operation.line) == ("mul", 2, 2)
    assert operation.source == "c = a * b"
    a, b, c = (run.space[name] for name in "abc")
    assert [one.key for one in operation.inputs] == [run.identities.key(a), run.identities.key(b)]
    assert [one.key for one in operation.outputs] == [run.identities.key(c)]
    assert operation.outputs[0].node == run.identities.node(c.grad_fn)
    assert (operation.outputs[0].shape, operation.outputs[0].dtype) == ((2,), "float32")
    assert operation.recorded
    assert not operation.severs


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("c = 2 - a", "rsub"), ("c = a @ b", "matmul"), ("c = -a", "neg"), ("c = a > 1", "gt"),
        ("c = torch.cat([a, b])", "cat"), ("c = a.sum()", "sum"), ("c = a[0]", "__getitem__"),
        ("c = a.detach()", "detach"), ("c = a.data", "data"), ("c = torch.ones(2)", "ones"),
    ],
)  # fmt: skip
def test_the_name_of_an_operation(run, source, name):
    assert [one.name for one in run(source)] == [name]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("b.add_(1)", "add_"),
        ("b += 1", "add_"),
        ("b[0] = 5", "__setitem__"),
        ("b.zero_()", "zero_"),
    ],
)
def test_in_place(run, source, name):
    (operation,) = run(source)
    assert (operation.name, operation.in_place) == (name, True)
    assert operation.inputs[0].key == operation.outputs[0].key == run.identities.key(run.space["b"])


@pytest.mark.parametrize(
    "source",
    ["a.shape", "a.grad", "a.requires_grad", "b.grad_fn", "a.is_leaf", "a.dtype", "len(a)",
     "a.dim()", "repr(a)", "a.size()", "a.requires_grad_()", "x = 3"],
)  # fmt: skip
def test_reading_is_no_operation(run, source):
    assert run(source) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a.sum().item()", "item"),
        ("a.tolist()", "tolist"),
        ("a.detach().numpy()", "numpy"),
        ("float(a.detach().sum())", "float"),
        ("int(a.sum())", "int"),
        ("complex(a.sum())", "complex"),
        ("[0, 1, 2, 3, 4, 5, 6, 7][a.sum().long()]", "int"),
        ("__import__('numpy').asarray(a.detach())", "array"),
    ],
)
def test_values_that_leave(run, source, name):
    operation = run(source)[-1]
    assert (operation.name, operation.outputs) == (name, ())


def test_backward(run):
    (_, operation) = run("b.sum().backward()")
    assert (operation.name, operation.outputs, operation.recorded) == ("backward", (), False)


BY_CALL = "set_grad_enabled"


@pytest.mark.parametrize(
    ("source", "cause", "modes"),
    [
        ("with torch.no_grad():\n  c = a * 2", "no_grad", ("no_grad",)),
        ("@torch.no_grad()\ndef f(x):\n  return x * 2\nc = f(a)", "no_grad", ("no_grad",)),
        ("with torch.set_grad_enabled(False):\n  c = a * 2", BY_CALL, (BY_CALL,)),
        ("torch.set_grad_enabled(False)\nc = a * 2", BY_CALL, (BY_CALL,)),
        ("with torch.enable_grad():\n  with torch.no_grad():\n    c = a * 2", "no_grad",
         ("enable_grad", "no_grad")),
        ("with torch.no_grad():\n  torch.set_grad_enabled(False)\n  c = a * 2", BY_CALL,
         ("no_grad", BY_CALL)),
        ("with torch.inference_mode():\n  c = a * 2", "inference_mode", ()),
        ("with torch.no_grad():\n  pass\nc = a.detach()", "detach", ()),
        ("c = a.data", "data", ()),
        ("c = a > 1", "not_differentiable", ()),
        ("c = a * 2", None, ()),
        ("with torch.no_grad():\n  with torch.enable_grad():\n    c = a * 2", None,
         ("no_grad", "enable_grad")),
        ("with torch.no_grad():\n  c = torch.ones(2) * 2", None, ("no_grad",)),
    ],
)  # fmt: skip
def test_why_an_operation_was_not_recorded(run, source, cause, modes):
    operation = run(source)[-1]
    assert (operation.cause, operation.modes) == (cause, modes)


@pytest.mark.parametrize(
    "source",
    ["c = torch.func.grad(lambda t: (t ** 3).sum())(x)", "c = torch.func.vjp(torch.sin, x)[0]"],
)
def test_a_transform_takes_its_own_steps_out_of_sight(run, source):
    run("x = torch.ones(2)")
    operations = run(source)
    made = {one.key for operation in operations for one in operation.outputs}
    assert run.identities.key(run.space["c"]) not in made
    assert "detach" not in {operation.name for operation in operations}


def test_a_mode_that_an_earlier_statement_left_off(run):
    run("torch.set_grad_enabled(False)")
    (operation,) = run("c = a * 2")
    assert (operation.grad_enabled, operation.cause) == (False, "set_grad_enabled")


def test_the_mode_switches_are_seen(run):
    run("with torch.no_grad():\n  pass")
    switches = [one for one in run.operations if one.name == "_set_grad_enabled"]
    assert switches[0].grad_enabled
    assert [one.line for one in switches] == [1] * len(switches)


def test_an_error_passes_unchanged(run):
    with pytest.raises(RuntimeError, match="a leaf Variable that requires grad") as raised:
        run("a.add_(1)")
    (operation,) = run.operations
    assert operation.error == f"RuntimeError: {raised.value}"
    assert operation.inputs[0].key == run.identities.key(run.space["a"])


def test_ctrl_c_passes_unchanged(run):
    run.space["hit"] = lambda _: (one for one in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        run("c = a * 2\nc.register_hook(hit)\nc.sum().backward()")
    assert run.operations[-1].error == "KeyboardInterrupt"


def test_the_frames_of_an_error_are_the_learners_and_one_of_ours(run):
    with pytest.raises(RuntimeError) as raised:
        run("torch.ones(2) + torch.ones(3)")
    files = [one.path for one in raised.traceback]
    learners = [file for file in map(str, files) if file.startswith("<trace-")]
    assert len(learners) == 1  # the frame that calls in the learner's place is cut
    assert sum(str(file) == room.__file__ for file in files) == 1


def test_an_error_keeps_no_tensor(run):
    with pytest.raises(RuntimeError) as raised:
        run("torch.ones(2) + torch.ones(3)")
    frames = [one.frame.f_locals for one in raised.traceback if str(one.path) == room.__file__]
    assert [set(one) for one in frames] == [{"traceback"}] or [*frames[0]] == ["error", "traceback"]


def test_nothing_is_kept_afterwards(run):
    run("c = a * 2\nd = c + 1")
    gone = weakref.ref(run.space["c"])
    del run.space["c"], run.space["d"]
    gc.collect()
    assert gone() is None


def test_a_warning_is_the_learners(run):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        run("for _ in range(3):\n    b.grad\nb.grad")
    filename = caught[0].filename
    assert filename.startswith("<trace-")
    assert [(one.filename, one.lineno) for one in caught] == [(filename, 2), (filename, 3)]
    assert "__warningregistry__" in run.space


def test_many_operations_are_bounded(run):
    run(f"x = torch.ones(1)\nfor step in range({3 * KEPT}):\n    x = x + 1")
    assert (len(run.operations), run.dropped) == (2 * KEPT, KEPT + 1)
    assert run.operations[0].name == "ones"
    assert run.operations[-1].outputs[0].key == run.identities.key(run.space["x"])


def test_a_mode_that_the_learner_leaves_entered(run, torch):
    class Mine(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            return func(*args, **(kwargs or {}))

    run.space["mine"] = Mine()
    run("mine.__enter__()\nc = a * 2")
    stack = torch.overrides._get_current_function_mode_stack()
    try:
        assert stack == [run.space["mine"]]
        assert [one.name for one in run("d = a * 2")] == ["mul"]
    finally:
        run.space["mine"].__exit__(None, None, None)


def test_a_recorder_that_fails_is_not_noticed(run, monkeypatch):
    from gradrepl.observe import recorder

    def breaks(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(recorder, "describe", breaks)
    assert run("c = a * 2") == []
    assert run.space["c"].tolist() == [2.0, 4.0]


def test_deep_calls_find_their_line(run):
    source = "def down(n, x):\n    return down(n - 1, x) if n else x * 2\nc = down(200, a)"
    assert [one.line for one in run(source)] == [2]


def test_a_call_from_elsewhere_has_the_line_that_led_there(run):
    run("def double(x):\n    return x * 2")
    (operation,) = run("\n\nc = double(a)")
    assert (operation.line, operation.source) == (3, "c = double(a)")


def test_a_backward_hook_is_not_disturbed(run):
    run.space["seen"] = []
    run("c = a * 2\nc.register_hook(lambda g: seen.append(g.sum().item()))\nc.sum().backward()")
    assert run.space["seen"] == [2.0]


def test_nested_traces_do_not_mix(run, torch):
    outer = Trace(torch, run.identities, statement=1, filename=__file__)
    with outer:
        inner = Trace(torch, run.identities, statement=2, filename=__file__)
        with inner:
            _ = run.space["a"] * 2
    assert [one.name for one in inner.operations] == ["mul"]
    assert sys.getrecursionlimit() > 0


@pytest.mark.parametrize("body", ["y = y * 1.0 + a", "ys.append(ys[-1] * 1.0 + a)"])
def test_a_long_graph_is_freed(backend, body):
    # In a process of its own: where too many nodes were seen, freeing them ends it (real PyTorch).
    source = (
        "from gradrepl import backend\n"
        "from gradrepl.observe.identity import Identities\n"
        "from gradrepl.observe.trace import Trace\n"
        f"torch = backend.load({backend.name!r}).torch\n"
        "a = y = torch.ones(1, requires_grad=True)\n"
        "ys = [a]\n"
        "with Trace(torch, Identities(), statement=1, filename='<string>') as trace:\n"
        f"    for _ in range(30_000): {body}\n"
        "    loss = y + ys[-1]\n"
        "loss.backward()\n"
        "loss = y = ys = None\n"
        "print(len(trace.operations), a.grad.item())\n"
    )
    command = [sys.executable, "-c", source]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2000 30002.0\n"


@pytest.mark.parametrize("before", [0, SEEN])
def test_the_node_of_an_operation_early_and_late(run, before):
    source = (
        f"for _ in range({before}): torch.ones(1)\n"
        "c = a * 3\nd = torch.nn.functional.linear(c[None], c[None])\ne = c.detach()"
    )
    made = {one.name: one for one in run(source)}
    for name, operation in ((name, made[op]) for name, op in (("c", "mul"), ("d", "linear"))):
        node = run.identities.node(run.space[name].grad_fn)
        output = operation.outputs[0]
        assert (output.node, operation.sequence) == ((None, node[1]) if before else (node, None))
        assert operation.recorded
        assert not output.is_leaf
    assert (made["detach"].sequence, made["detach"].recorded) == (None, False)


def test_a_tensor_that_is_gone_has_one_number(run):
    operations = run("for _ in range(2): t = (a * 2) + 1\ndel t")
    (first, second), (third, fourth) = operations[:2], operations[2:]
    assert second.inputs[0].key == first.outputs[0].key
    assert fourth.inputs[0].key == third.outputs[0].key
    assert len({one.outputs[0].key for one in operations}) == 4
    assert {first.inputs[0].key, third.inputs[0].key} == {run.identities.key(run.space["a"])}
