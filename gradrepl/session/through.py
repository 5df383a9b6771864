"""What went through a model: the tensors that were computed from its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gradrepl.observe.facts import NodeFacts, NodeKey, TensorFacts, TensorKey


def through(
    inside: Iterable[TensorKey], facts: Mapping[TensorKey, TensorFacts], nodes: Iterable[NodeFacts]
) -> list[TensorKey]:
    """The tensors whose graph leads to one of some leaves, but for those that another of them uses.

    Where there are none, what was given: nothing has gone through it, or it is gone.

    Args:
        inside: a model's parameters, say. Those that were computed themselves are among the result.
        facts: of all tensors that are known.
        nodes: what stands behind these.
    """
    given = list(inside)
    wanted = set(given)
    users: dict[NodeKey, list[NodeKey]] = {}
    reached: dict[NodeKey, None] = {}
    for node in nodes:
        if node.variable in wanted:
            reached[node.key] = None
        for edge in node.next:
            if edge.node is not None:
                users.setdefault(edge.node, []).append(node.key)
    for key in (waiting := list(reached)):  # grows while it is walked
        for user in users.get(key, ()):
            if user not in reached:
                reached[user] = None
                waiting.append(user)
    made = {key: one.grad_fn for key, one in facts.items() if one.grad_fn in reached}
    inner = {node for node in reached if any(user in reached for user in users.get(node, ()))}
    last = [key for key, node in made.items() if node not in inner]
    computed = [key for key in given if facts[key].grad_fn is not None]
    return list(dict.fromkeys([*(last or made), *computed])) or given
