"""A backward pass in slow motion: which tensor it starts from, what it is called, and the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.graph.motion import Motion
from gradrepl.locale import gettext
from gradrepl.observe.backward import LIMIT, TooLarge, perform, rehearse
from gradrepl.observe.probe import is_tensor
from gradrepl.session.faults import SessionError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import NodeKey, TensorFacts, TensorKey
    from gradrepl.observe.formula import Rows
    from gradrepl.observe.identity import Identities
    from gradrepl.observe.steps import Steps
    from gradrepl.session.watch import Passage

_LEAF = 2**64 - 1
"""The sequence number of every AccumulateGrad. See NOTE [Node keys]."""


def move(
    torch: ModuleType,
    namespace: dict[str, Any],
    identities: Identities,
    snapshot: Snapshot,
    source: str,
    gradient: str | None = None,
    *,
    keep: bool = False,
    rows: Rows | None = None,
) -> Motion:
    """Watches the backward pass of a tensor.

    Args:
        torch: the backend.
        namespace: where the tensor is looked up.
        identities: the session's.
        snapshot: what has a name.
        source: the tensor's name, or an expression that gives one.
        gradient: an expression for what flows in; 1, unless told.
        keep: whether it does what `backward()` does, or leaves everything as it was.
        rows: the table that formulas are read from, for nodes that were not made from it.

    Raises:
        SessionError: where there is no such tensor, or its graph is too large.
    """
    if source.isidentifier() and source not in namespace:
        raise unknown(source, [known for known, _ in snapshot.names])
    tensor = _evaluated(source, namespace)
    given = None if gradient is None else _evaluated(gradient, namespace)
    run = perform if keep else rehearse
    try:
        steps = run(torch, tensor, given, identities, rows=rows)
    except TooLarge as error:
        message = gettext(
            "the graph behind {source} has more than {count:,} nodes; take a tensor that is nearer "
            "to the leaves, or fewer rounds of the loop that made it"
        )
        raise SessionError(message.format(source=source, count=LIMIT)) from error
    return Motion(source, steps, _names_of_nodes(snapshot.tensors, snapshot.names), gradient)


def recorded(steps: Steps, snapshot: Snapshot, passage: Passage | None) -> Motion:
    """A `backward()` that the learner's own code ran, by the names that it had and has."""
    names = _names_of_nodes(snapshot.tensors, snapshot.names)
    if passage is not None:
        names |= _names_of_nodes(passage.tensors, passage.names)
    root = names.get(steps.steps[0].node, ()) if steps.steps else ()
    return Motion(root[0] if root else "backward()", steps, names)


def _evaluated(source: str, namespace: dict[str, Any]) -> Any:
    """The tensor that an expression of the learner's gives."""
    try:
        code = compile(source, "<%backward>", "eval")
    except (SyntaxError, ValueError) as error:
        message = gettext("{source} is no expression: {reason}")
        raise SessionError(message.format(source=source, reason=error)) from error
    try:
        value = eval(code, namespace)  # noqa: S307  # the learner's own, as at the prompt
    except Exception as error:
        message = gettext("{source} cannot be computed: {reason}")
        reason = f"{type(error).__name__}: {error}"
        raise SessionError(message.format(source=source, reason=reason)) from error
    if not is_tensor(value):
        message = gettext("{source} is no tensor, but of type {kind}")
        raise SessionError(message.format(source=source, kind=type(value).__name__))
    return value


def _names_of_nodes(
    tensors: Iterable[TensorFacts], names: Iterable[tuple[str, TensorKey]]
) -> dict[NodeKey, tuple[str, ...]]:
    """By node the names of the tensors that it made; by AccumulateGrad those of its leaf."""
    nodes = {
        facts.key: (facts.key, _LEAF) if facts.grad_fn is None else facts.grad_fn
        for facts in tensors
    }
    found: dict[NodeKey, list[str]] = {}
    for name, key in names:
        if key in nodes and name != "_":
            found.setdefault(nodes[key], []).append(name)
    return {node: tuple(sorted(own, key=_is_path)) for node, own in found.items()}


def _is_path(name: str) -> bool:
    return not name.isidentifier()
