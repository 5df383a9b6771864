"""Someone who types statements and looks at the graph: `observe` and `graph` without a session."""

from __future__ import annotations

import linecache
from typing import TYPE_CHECKING, Any

from gradrepl.graph.capture import capture
from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import reachable, read_tensor, walk
from gradrepl.observe.trace import Trace

if TYPE_CHECKING:
    from types import ModuleType

    from gradrepl.graph.model import Graph
    from gradrepl.observe.facts import OperationFacts, TensorKey


class Learner:
    def __init__(self, torch: ModuleType) -> None:
        self.torch = torch
        self.identities = Identities()
        self.namespace: dict[str, Any] = {"torch": torch}
        self.origins: dict[TensorKey, OperationFacts] = {}
        self.mutations: dict[TensorKey, OperationFacts] = {}
        self.numbers: dict[TensorKey, OperationFacts] = {}
        self.statements = 0

    def types(self, *statements: str) -> Learner:
        for source in statements:
            self.statements += 1
            filename = f"<learner-{self.statements}>"
            linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
            trace = Trace(self.torch, self.identities, statement=self.statements, filename=filename)
            with trace:
                exec(compile(source, filename, "exec"), self.namespace)
            for operation in trace.operations:
                if operation.number is not None:
                    self.numbers[operation.number] = operation
                given = {operand.key for operand in operation.inputs}
                for output in operation.outputs:
                    memory = self.mutations if output.key in given else self.origins
                    memory[output.key] = operation
        return self

    def graph(self, *names: str, limit: int = 10_000) -> Graph:
        found = [(name, self.identities.key(one)) for name, one in reachable(self.namespace).names]
        facts = {}
        for _, key in found:
            if key not in facts:
                facts[key] = read_tensor(self.identities.tensor(key), self.identities)
        walked = walk([self.identities.tensor(key) for key in facts], self.identities, limit=limit)
        return capture(
            roots=[facts[dict(found)[name]] for name in names],
            nodes=walked.nodes,
            tensors=tuple(facts.values()),
            names=found,
            origins=self.origins,
            mutations=self.mutations,
            numbers=self.numbers,
            truncated=walked.truncated,
        )
