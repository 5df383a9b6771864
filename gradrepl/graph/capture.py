"""Facts in, a Graph out: what autograd recorded, and what it did not.

The walk goes back from the roots: through the nodes that autograd keeps, and where it keeps none,
through the operations that the session remembers. An AccumulateGrad is folded into its leaf.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from gradrepl.graph.fresh import Fresh, settled
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.order import executed
from gradrepl.graph.past import Past
from gradrepl.graph.survey import Link, Survey, Vertex
from gradrepl.locale import gettext
from gradrepl.observe.facts import HookFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gradrepl.observe.facts import (
        HookKind,
        NodeFacts,
        NodeKey,
        OperationFacts,
        TensorFacts,
        TensorKey,
    )

NOTHING_NEW: Final = Fresh()


def capture(
    *,
    roots: Sequence[TensorFacts],
    nodes: Sequence[NodeFacts],
    tensors: Sequence[TensorFacts],
    names: Sequence[tuple[str, TensorKey]],
    origins: Mapping[TensorKey, OperationFacts],
    mutations: Mapping[TensorKey, OperationFacts] | None = None,
    unseen: Mapping[NodeKey, OperationFacts | None] | None = None,
    numbers: Mapping[TensorKey, OperationFacts] | None = None,
    truncated: bool = False,
    fresh: Fresh = NOTHING_NEW,
) -> Graph:
    """The graph behind some tensors.

    Args:
        roots: the tensors to start from.
        nodes: what was walked, best from every tensor that is known: behind an unrecorded operation
            may stand any of them. Nodes that no root leads to are left out.
        tensors: every tensor that is known, for shapes and gradients.
        names: every name of every tensor.
        origins: for each tensor the operation that made it, in the order of making.
        mutations: for each tensor that was changed in place the last operation that did it.
        unseen: the nodes whose values were changed since, and autograd did not record it; by which
            operation, where one is known to have done it.
        numbers: for each number or array that came out of a tensor the operation that gave it.
        truncated: whether the walk stopped before it had seen everything.
        fresh: what is to stand out; where that is all of the graph, nothing does.
    """
    survey = Survey(roots, nodes, tensors, Past(origins, mutations or {}, numbers or {}))
    survey.gather()
    graph = _Picture(survey, names, fresh, unseen or {}).graph(truncated=truncated)
    # Nobody knows since when a leaf without a name has been there.
    old = (node for node in graph.nodes if not node.new and (node.names or node.role != "leaf"))
    return graph if any(old) else settled(graph)


def _by_tensor(names: Iterable[tuple[str, TensorKey]]) -> dict[TensorKey, tuple[str, ...]]:
    """All names of each tensor, a plain one before `params[0]`, else in the namespace's order."""
    of: dict[TensorKey, list[str]] = {}
    for name, key in names:
        of.setdefault(key, []).append(name)
    return {
        key: tuple(sorted(own, key=lambda name: not name.isidentifier())) for key, own in of.items()
    }


class _Picture:
    """Turns what was gathered into a Graph. Lives as long as one capture."""

    def __init__(
        self,
        survey: Survey,
        names: Iterable[tuple[str, TensorKey]],
        fresh: Fresh,
        unseen: Mapping[NodeKey, OperationFacts | None],
    ) -> None:
        self.survey = survey
        self.unseen = unseen
        self.fresh = fresh
        self.names = _by_tensor(names)
        self.links = self._through_tips()
        self.drawn = set(survey.tips.values())  # they have a node of their own
        self.made: dict[NodeKey, list[TensorFacts]] = {}
        self.leaves = {one.variable: one for one in survey.nodes.values() if one.variable}
        for facts in survey.tensors.values():
            if facts.grad_fn is not None:
                self.made.setdefault(facts.grad_fn, []).append(facts)

    def _through_tips(self) -> dict[Vertex, list[Link]]:
        """Leads what uses a tensor that is drawn itself through it."""
        tips = {
            (Vertex("node", node), output): Vertex("result", key)
            for (node, output), key in self.survey.tips.items()
            if Vertex("node", node) in self.survey.links
        }
        links = {
            vertex: [
                link
                if vertex.kind == "result" or (link.source, link.output) not in tips
                else link._replace(source=tips[link.source, link.output], output=0)
                for link in own
            ]
            for vertex, own in self.survey.links.items()
        }
        for (source, output), vertex in tips.items():
            links.setdefault(vertex, [Link(source, 0, output)])
        return links

    def graph(self, *, truncated: bool) -> Graph:
        roots = dict.fromkeys(self.survey.vertex(root) for root in self.survey.roots)
        order = executed(list(roots), self.links, self._number)
        self.place = {vertex: number for number, vertex in enumerate(order)}
        ids = {vertex: f"n{number}" for vertex, number in self.place.items()}
        edges = []
        for vertex in order:
            for link in self.links[vertex]:
                if self.place.get(link.source, len(order)) < self.place[vertex]:
                    edge = (ids[link.source], ids[vertex], link.operand, link.output, link.style)
                    edges.append(Edge(*edge))
                else:
                    self.survey.elided[vertex] = self.survey.elided.get(vertex, 0) + 1
        missing = len(self.survey.missing) + self.survey.beyond
        return Graph(
            tuple(self._node(vertex, ids[vertex]) for vertex in order),
            tuple(edges),
            hidden=missing,
            truncated=truncated and missing > 0,
        )

    def _number(self, vertex: Vertex) -> float | None:
        """How late it ran; a tensor that is drawn itself stands right after what made it."""
        if vertex.kind == "node":
            return vertex.key[1]  # type: ignore[index,no-any-return]  # a NodeKey
        if vertex.kind == "past":
            operation = self.survey.operations[vertex]
            made = (output.node[1] for output in operation.outputs if output.node is not None)
            return next(made, operation.sequence)
        if vertex.kind == "result":
            key = self.survey.tensors[vertex.key].grad_fn  # type: ignore[index]  # a TensorKey
            return None if key is None else key[1] + 0.5
        return None

    def _node(self, vertex: Vertex, node_id: str) -> Node:
        elided = self.survey.elided.get(vertex, 0)
        if vertex.kind == "node":
            node = self._operation(node_id, vertex.key)  # type: ignore[arg-type]  # a NodeKey
        elif vertex.kind in ("past", "unrecorded"):
            node = self._remembered(node_id, vertex)
        else:
            node = self._tensor(node_id, vertex)
        new = self._is_new(vertex)
        return replace(node, elided=elided, new=new) if elided or new else node

    def _is_new(self, vertex: Vertex) -> bool:
        if vertex.kind == "node":
            return vertex.key in self.fresh.nodes
        if vertex.kind in ("past", "unrecorded"):
            return self.survey.operations[vertex].statement == self.fresh.statement
        facts = self.survey.tensors.get(vertex.key) if isinstance(vertex.key, int) else None
        return facts is not None and (
            facts.key in self.fresh.tensors
            or (vertex.kind == "result" and facts.grad_fn in self.fresh.nodes)
        )

    def _tensor(self, node_id: str, vertex: Vertex) -> Node:
        role: Literal["leaf", "constant", "result"]
        role = (
            "leaf" if vertex.kind == "leaf" else "result" if vertex.kind == "result" else "constant"
        )
        facts = self.survey.tensors.get(vertex.key) if isinstance(vertex.key, int) else None
        names = self.names.get(vertex.key, ()) if isinstance(vertex.key, int) else ()
        if facts is None:
            return Node(node_id, role, names[0] if names else role, names)
        node = Node(
            node_id,
            role,
            names[0] if names else role,
            names,
            facts.shape,
            facts.dtype,
            (),
            facts.grad.value if facts.grad is not None else None,
            facts.version,
            value=facts.value,
            retains=role == "result" and facts.retains_grad,
            hooks=facts.hooks + (self.leaves[facts.key].hooks if facts.key in self.leaves else ()),
        )
        return self._warned(node, facts.grad_fn, [facts]) if role == "result" else node

    def _operation(self, node_id: str, key: NodeKey) -> Node:
        facts = self.survey.nodes[key]
        made = sorted(self.made.get(key, ()), key=lambda one: one.output_nr)
        shape = dtype = names = version = value = grad = None
        retains, hooks = False, facts.hooks
        own = [one for one in made if one.key not in self.drawn]
        if made:
            shape, dtype = made[0].shape, made[0].dtype
            if own:  # else they are told beside the tensors themselves
                version, value = own[0].version, own[0].value
            names = tuple(name for one in own for name in self.names.get(one.key, ()))
            grad = next((one.grad.value for one in own if one.grad is not None), None)
            retains = any(one.retains_grad for one in own)
            hooks = _hooks_of(facts, own, [one for one in made if one.key in self.drawn])
        elif (maker := self.survey.makers.get(key)) is not None:
            output = next((out for out in maker.outputs if out.node == key), maker.outputs[0])
            shape, dtype = output.shape, output.dtype
        elif facts.output is not None:
            shape, dtype = facts.output
        node = Node(
            node_id,
            "operation",
            facts.name,
            names or (),
            shape,
            dtype,
            facts.saved,
            grad,
            version,
            freed=any(one.is_tensor and one.state == "freed" for one in facts.saved),
            value=value,
            retains=retains,
            hooks=hooks,
        )
        return self._warned(node, key, own) if own or not made else node

    def _warned(self, node: Node, key: NodeKey | None, made: Iterable[TensorFacts]) -> Node:
        """The node with what was done to its values behind the graph's back."""
        if key is None:
            return node
        operation = self.unseen.get(key)
        if operation is None:
            found = (self.survey.past.hidden(one) for one in made)
            operation = next(filter(None, found), None)
        if operation is None:
            if key not in self.unseen:
                return node
            return replace(
                node, note=gettext("its values were changed, and autograd did not see it")
            )
        name = ".data =" if operation.name == "data" else _plain(operation.name)
        note = gettext("{operation} was not recorded").format(operation=name)
        return replace(_placed(node, operation), note=note)

    def _remembered(self, node_id: str, vertex: Vertex) -> Node:
        operation = self.survey.operations[vertex]
        label = _plain(operation.name)
        if vertex.kind == "past":
            output = operation.outputs[0]
            return Node(node_id, "operation", label, (), output.shape, output.dtype)
        return _placed(Node(node_id, "unrecorded", label, cause=operation.cause), operation)


def _placed(node: Node, operation: OperationFacts) -> Node:
    """The node with the statement and the line that ran the operation."""
    typed = operation.filename[:1] in ("", "<")  # `<input-3>`
    return replace(
        node,
        statement=operation.statement,
        line=operation.line,
        source=operation.source or None,
        file=None if typed else PurePath(operation.filename).name,
    )


def _hooks_of(
    facts: NodeFacts, own: Iterable[TensorFacts], drawn: Iterable[TensorFacts]
) -> tuple[HookFacts, ...]:
    """The hooks that are told with a node: not those of tensors that are drawn themselves.

    The node may know of hooks on tensors that are gone, or were changed in place since.
    """
    counts = {hook.kind: hook.count for hook in facts.hooks}
    elsewhere = sum(h.count for one in drawn for h in one.hooks if h.kind == "tensor")
    known = sum(h.count for one in own for h in one.hooks if h.kind == "tensor")
    tensor = max(counts.pop("tensor", 0) - elsewhere, known)
    told: dict[HookKind, int] = {"tensor": tensor, **counts} if tensor else counts
    return tuple(HookFacts(kind, count) for kind, count in told.items())


def _plain(name: str) -> str:
    return name.strip("_") if name.startswith("__") else name
