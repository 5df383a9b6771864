"""Random graphs, the same for the same seed."""

from __future__ import annotations

import random

from gradrepl.graph.model import Edge, EdgeStyle, Graph, Node, Role


def random_dag(seed: int, size: int | None = None) -> Graph:
    """A graph of 2 to 30 nodes with every role, repeated operands, several sources and sinks.

    Some nodes have several outputs, some are new, some have been freed.
    """
    chance = random.Random(seed)
    luck = random.Random(seed + 0.5)
    several = {number for number in range(size or 60) if luck.random() < 0.1}
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
        new, freed = luck.random() < 0.2, luck.random() < 0.2
        nodes.append(Node(f"n{number}", role, f"n{number}", new=new, freed=freed))
        for operand in range(operands):
            at = chance.randint(max(0, number - reach), number - 1)
            source = nodes[at]
            severed = "unrecorded" in (role, source.role)
            output = luck.randrange(3) if at in several else 0
            style: EdgeStyle = "severed" if severed else "solid"
            edges.append(Edge(source.id, f"n{number}", operand, output, style))
    return Graph(tuple(nodes), tuple(edges))


def random_program(seed: int) -> Graph:
    """A graph as code makes it: loops with a state, shared and own parameters, models, views."""
    chance = random.Random(seed)
    nodes: list[Node] = []
    edges: list[Edge] = []

    def add(role: Role, label: str, operands: list[str], **more: object) -> str:
        node_id = f"n{len(nodes)}"
        severed = role == "unrecorded"
        nodes.append(Node(node_id, role, label, **more))  # type: ignore[arg-type]  # by name
        for operand, source in enumerate(operands):
            style: EdgeStyle = "severed" if severed or source in cut else "solid"
            edges.append(Edge(source, node_id, operand, 0, style))
        if severed:
            cut.add(node_id)
        return node_id

    cut: set[str] = set()
    shared = [add("leaf", f"w{k}", [], names=(f"w{k}",)) for k in range(chance.randint(1, 3))]
    state = [add("constant", "x", []) for _ in range(chance.randint(1, 2))]
    for part in range(chance.randint(1, 3)):
        body = [
            (
                chance.choice(("Mul", "Add", "Tanh", "Mm", "T", "View", "Exp")) + "Backward0",
                [
                    chance.choice(("last", "last", "last", "state", "shared", "own", "before"))
                    for _ in range(chance.choice((1, 1, 2, 2, 3)))
                ],
                chance.random(),
            )
            for _ in range(chance.randint(1, 7))
        ]
        picks = random.Random(seed * 31 + part)
        choices = [[picks.random() for _ in operands] for _, operands, _ in body]
        rounds = chance.choice((1, 2, 3, 5, 9, 20))
        odd = chance.randrange(rounds) if chance.random() < 0.3 else None
        before = nodes[-1].id
        for lap in range(rounds):
            made: list[str] = []
            for place, (label, operands, luck) in enumerate(body):
                sources = []
                for kind, pick in zip(operands, choices[place], strict=True):
                    pool = {
                        "last": made or state, "state": state, "shared": shared,
                        "before": [before], "own": [],
                    }[kind]  # fmt: skip
                    if kind == "own":
                        name = f"model.{part}.{lap}.p{place}" if luck < 0.7 else ""
                        sources.append(
                            add("leaf", name or "leaf", [], names=(name,) if name else ())
                        )
                    else:
                        sources.append(pool[int(pick * len(pool))])
                named = (f"y{part}",) if lap == odd and place == 0 else ()
                role: Role = "unrecorded" if luck > 0.97 else "operation"
                made.append(add(role, label, sources, names=named))
            state = [made[-1], *state][: len(state)]
    users = {edge.source for edge in edges}
    ends = [node.id for node in nodes if node.id not in users and node.role != "constant"]
    add("result", "loss", ends[:40], names=("loss",))
    return Graph(tuple(nodes), tuple(edges))
