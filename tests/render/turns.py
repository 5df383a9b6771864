"""Turns made by hand: what the rooms below hand to `render`."""

from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.lens.diff import Change
from gradrepl.lens.explain import Explanation
from gradrepl.lens.snapshot import Snapshot
from gradrepl.observe.facts import GradFacts, TensorFacts
from gradrepl.session.turn import ExceptionFacts, Outcome, Statement, Turn


def tensor(key, **facts):
    standard = {
        "dtype": "float32",
        "shape": (1,),
        "requires_grad": False,
        "is_leaf": True,
        "retains_grad": False,
        "is_inference": False,
        "grad_fn": None,
        "grad_fn_name": None,
        "output_nr": 0,
        "grad": None,
        "version": 0,
        "storage": key,
        "base": None,
        "value": "[1.1]",
        "digest": None,
    }
    return TensorFacts(key=key, **(standard | facts))


def leaf(key, *, grad=None, **facts):
    return tensor(key, requires_grad=True, grad=grad and GradFacts(99, grad, None, 0), **facts)


def made(key, name, **facts):
    facts = {"requires_grad": True, "is_leaf": False} | facts
    return tensor(key, grad_fn=(key, key), grad_fn_name=name, **facts)


def turn(names=(), tensors=(), *, source="x", before=None, outcome=None, **parts):
    return Turn(
        number=1,
        statement=Statement(source, "<input-1>", 1, 1, is_expression=False),
        outcome=Outcome("ok") if outcome is None else outcome,
        before=Snapshot() if before is None else before,
        after=Snapshot(tuple(names), tuple(tensors)),
        **{"touched": tuple(t.key for t in tensors)} | parts,
    )


def failed(traceback, kind="RuntimeError", message="boom", status="error"):
    return Outcome(status, exception=ExceptionFacts(kind, message, traceback, 1))


SEVERED = turn(
    names=[("c", 3)],
    tensors=[tensor(3, value="[4.2]")],
    changes=(Change("created", "c", 3),),
    graph=Graph(
        nodes=(
            Node("n1", "leaf", "a", ("a",)),
            Node("n2", "operation", "MulBackward0", ("b",)),
            Node("n3", "unrecorded", "add", cause="no_grad"),
            Node("n4", "constant", "c", ("c",)),
        ),
        edges=(
            Edge("n1", "n2"),
            Edge("n2", "n3", style="severed"),
            Edge("n3", "n4", style="severed"),
        ),
    ),
    explanations=(
        Explanation(
            "made-under-no-grad",
            "note",
            "{name} was made under no_grad (line {line}): {source} was computed, not recorded.",
            fix="Compute {name} outside the block.",
            values=(("name", "c"), ("line", "2"), ("source", "b + 2")),
        ),
    ),
)
