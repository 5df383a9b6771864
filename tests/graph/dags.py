"""Random graphs, the same for the same seed."""

from __future__ import annotations

import random

from gradrepl.graph.model import Edge, Graph, Node, Role


def random_dag(seed: int, size: int | None = None) -> Graph:
    """A graph of 2 to 30 nodes with every role, repeated operands, several sources and sinks."""
    chance = random.Random(seed)
    size = size or chance.randint(2, 30)
    reach = chance.choice((2, 4, 8, size))
    nodes: list[Node] = []
    edges: list[Edge] = []
    for number in range(size):
        operands = 0
        if number and chance.random() < 0.75:
            operands = chance.choice((1, 1, 2, 2, 2, 3, 4))
        role: Role
        if not operands:
            role = chance.choice(("leaf", "leaf", "constant"))
        elif chance.random() < 0.15:
            role = "unrecorded"
        else:
            role = chance.choice(("operation", "operation", "operation", "result"))
        nodes.append(Node(f"n{number}", role, f"n{number}"))
        for operand in range(operands):
            source = nodes[chance.randint(max(0, number - reach), number - 1)]
            severed = "unrecorded" in (role, source.role)
            edges.append(
                Edge(source.id, f"n{number}", operand, 0, "severed" if severed else "solid")
            )
    return Graph(tuple(nodes), tuple(edges))
