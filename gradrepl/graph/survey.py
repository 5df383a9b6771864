"""Everything that some tensors lead back to: autograd's nodes, and what the session remembers.

A vertex becomes a node of the picture, a link an edge, seen from its target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from gradrepl.graph.past import numbered, others

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from gradrepl.graph.model import EdgeStyle
    from gradrepl.graph.past import Past
    from gradrepl.observe.facts import (
        NodeFacts,
        NodeKey,
        OperandFacts,
        OperationFacts,
        TensorFacts,
        TensorKey,
    )

MOST: Final = 1_000
"""How many things are drawn at most, nearest to the roots first; the others are counted."""

Kind: TypeAlias = Literal["leaf", "constant", "node", "past", "unrecorded", "result"]


class Vertex(NamedTuple):
    """Something that becomes a Node; a `past` one is a recorded operation whose node is gone."""

    kind: Kind
    key: Hashable


class Link(NamedTuple):
    """Something that becomes an Edge, seen from its target."""

    source: Vertex
    operand: int
    output: int = 0
    style: EdgeStyle = "solid"


class Survey:
    """Everything that the roots lead back to. Lives as long as one capture."""

    def __init__(
        self,
        roots: Sequence[TensorFacts],
        nodes: Sequence[NodeFacts],
        tensors: Sequence[TensorFacts],
        past: Past,
    ) -> None:
        self.roots = roots
        self.nodes = {node.key: node for node in nodes}
        self.tensors = {one.key: one for one in (*tensors, *roots)}
        self.past = past
        self.makers = self.past.makers(set(list(self.nodes)[:MOST]))
        self.numbered = numbered(self.nodes)
        self.links: dict[Vertex, list[Link]] = {}
        self.operations: dict[Vertex, OperationFacts] = {}
        self.elided: dict[Vertex, int] = {}
        self.missing: set[Hashable] = set()
        self.tips: dict[tuple[NodeKey, int], TensorKey] = {}
        """Outputs of nodes that get a node of their own: the roots, and what was cut off."""
        self.beyond = 0

    def gather(self) -> None:
        """Goes back from the roots, breadth first, as far as `MOST` allows."""
        waiting = list(dict.fromkeys(self.vertex(root) for root in self.roots))
        met = set(waiting)
        for vertex in waiting:  # grows while it is walked: breadth first
            if len(self.links) >= MOST:
                self.missing.update(met - self.links.keys())
                break
            links = self.links[vertex] = list(self._links(vertex))
            for link in links:
                if link.source not in met:
                    met.add(link.source)
                    waiting.append(link.source)
        self._count_beyond(met)

    def _count_beyond(self, met: set[Vertex]) -> None:
        """Counts the nodes that lie behind those that were left out."""
        waiting = [vertex.key for vertex in met - self.links.keys() if vertex.kind == "node"]
        seen = set(waiting)
        for key in waiting:  # grows while it is walked
            for edge in self.nodes[key].next:  # type: ignore[index]  # a node vertex has a NodeKey
                target = edge.node
                if target is None or target in seen or target not in self.nodes:
                    continue
                seen.add(target)
                facts = self.nodes[target]
                if Vertex("node", target) not in self.links and facts.variable is None:
                    self.beyond += 1
                    waiting.append(target)

    def vertex(self, root: TensorFacts) -> Vertex:
        """What a root is drawn as."""
        if root.grad_fn is not None:
            self.tips.setdefault((root.grad_fn, root.output_nr), root.key)
            return Vertex("result", root.key)
        return Vertex("leaf" if root.requires_grad else "constant", root.key)

    def _links(self, vertex: Vertex) -> Iterable[Link]:
        if vertex.kind == "node":
            return self._of_node(vertex)
        if vertex.kind in ("unrecorded", "past"):
            return self._of_operation(vertex)
        if vertex.kind == "result":
            return self._of_result(vertex)
        return self._of_origin(vertex)

    def _of_result(self, vertex: Vertex) -> Iterable[Link]:
        facts = self.tensors[vertex.key]  # type: ignore[index]  # a result vertex has a TensorKey
        source = self._recorded(facts.key, facts.grad_fn, vertex)
        return [] if source is None else [Link(source, 0, facts.output_nr)]

    def _of_origin(self, vertex: Vertex) -> Iterable[Link]:
        """What was behind a leaf or a constant before the gradient's way was cut."""
        assert isinstance(vertex.key, int) or vertex.kind == "leaf"  # noqa: S101  # tells the types
        operation = self.past.unrecorded(vertex.key) if isinstance(vertex.key, int) else None
        if operation is None or (vertex.kind == "leaf" and operation.in_place):
            return []  # an optimizer's step on a leaf is no history of it
        return [Link(self._operation("unrecorded", operation), 0, 0, "severed")]

    def _of_node(self, vertex: Vertex) -> Iterable[Link]:
        facts = self.nodes[vertex.key]  # type: ignore[index]  # a node vertex has a NodeKey
        maker = self.makers.get(facts.key)
        constants = _constants(facts, maker) if maker is not None else {}
        for operand, edge in enumerate(facts.next):
            if edge.node is None:
                if operand in constants:
                    yield from self._constant(constants[operand], operand)
                continue
            source = self._node(edge.node)
            if source is None:
                self._miss(vertex, edge.node)
            else:
                yield Link(source, operand, edge.input_nr)
        if maker is not None:
            placed = {operand.key for operand in constants.values()}
            rest = (one for one in others(maker) if not one.requires_grad and one.key not in placed)
            for operand, one in enumerate(rest, len(facts.next)):
                if self.past.unrecorded(one.key) is not None:
                    yield from self._constant(one, operand)

    def _node(self, key: NodeKey) -> Vertex | None:
        facts = self.nodes.get(key)
        if facts is None:
            return None
        if facts.variable is not None:
            return Vertex("leaf", facts.variable)
        if facts.name == "AccumulateGrad":
            return Vertex("leaf", facts.key)
        return Vertex("node", key)

    def _constant(
        self, operand: OperandFacts, place: int, style: EdgeStyle = "solid"
    ) -> Iterable[Link]:
        """An operand without a gradient: drawn where it has a name or a past that was cut off."""
        operation = self.past.unrecorded(operand.key)
        if operand.key in self.tensors:
            yield Link(Vertex("constant", operand.key), place, 0, style)
        elif operation is not None:
            yield Link(self._operation("unrecorded", operation), place, 0, "severed")

    def _of_operation(self, vertex: Vertex) -> Iterable[Link]:
        operation = self.operations[vertex]
        style: EdgeStyle = "severed" if vertex.kind == "unrecorded" else "solid"
        for place, operand in enumerate(others(operation)):
            if not operand.requires_grad:
                yield from self._constant(operand, place, style)
                continue
            node = self._node_of(operand)
            source = (
                Vertex("leaf", operand.key)
                if operand.is_leaf and node is None
                else self._recorded(operand.key, node, vertex)
            )
            if source is None:
                continue
            output = 0
            if source.kind == "node" and node is not None:
                facts = self.tensors.get(operand.key)
                if facts is not None and facts.grad_fn == node:
                    output = facts.output_nr
                    if style == "severed":
                        self.tips.setdefault((node, output), operand.key)
            yield Link(source, place, output, style)

    def _node_of(self, operand: OperandFacts) -> NodeKey | None:
        """The node of what went into an operation; where it was not read, by its number."""
        if operand.node is not None or operand.is_leaf:
            return operand.node
        known = self.tensors.get(operand.key)
        if known is not None and known.grad_fn is not None:
            return known.grad_fn
        maker = self.past.recorded(operand.key)
        return None if maker is None else self.numbered.get(maker.sequence)

    def _recorded(self, key: TensorKey, node: NodeKey | None, target: Vertex) -> Vertex | None:
        """Where a tensor that requires grad comes from; None where nobody knows any more."""
        source = None if node is None else self._node(node)
        if source is not None:
            return source
        operation = self.past.recorded(key)
        if operation is not None:
            return self._operation("past", operation)
        self._miss(target, node or key)
        return None

    def _operation(self, kind: Kind, operation: OperationFacts) -> Vertex:
        made = tuple(output.key for output in operation.outputs)
        vertex = Vertex(kind, made or (operation.number,))
        self.operations[vertex] = operation
        return vertex

    def _miss(self, vertex: Vertex, key: NodeKey | TensorKey) -> None:
        self.elided[vertex] = self.elided.get(vertex, 0) + 1
        self.missing.add(key)


def _constants(facts: NodeFacts, maker: OperationFacts) -> dict[int, OperandFacts]:
    """Which operand of a node is which tensor, for those that need no gradient."""
    made = {output.key for output in maker.outputs}
    inputs = [*maker.inputs, *(one for one in others(maker) if one.key in maker.numbers)]
    if len(inputs) == len(facts.next) and all(
        operand.requires_grad == (edge.node is not None)
        for operand, edge in zip(inputs, facts.next, strict=True)
    ):
        pairs = enumerate(inputs)
    else:  # numbers and options come between: what is left over goes in order
        free = [place for place, edge in enumerate(facts.next) if edge.node is None]
        pairs = zip(free, (one for one in inputs if not one.requires_grad), strict=False)  # type: ignore[assignment]
    return {
        place: operand
        for place, operand in pairs
        if not operand.requires_grad and operand.key not in made
    }
