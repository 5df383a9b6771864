"""A prompt in miniature: runs statements under the lens and keeps what it says."""

import ast
import itertools
import linecache
import sys
from dataclasses import dataclass
from types import ModuleType

from gradrepl.lens.diff import Change, diff
from gradrepl.lens.explain import Explanation, Situation, explain
from gradrepl.lens.origins import made
from gradrepl.lens.rules import RULES
from gradrepl.lens.snapshot import Snapshot, take
from gradrepl.observe.facts import OperationFacts, TensorFacts
from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import undisturbed, walk
from gradrepl.observe.trace import Trace

_inputs = itertools.count(1)


@dataclass(frozen=True)
class Told:
    """What the lens had to say about one statement."""

    after: Snapshot
    changes: tuple[Change, ...]
    operations: tuple[OperationFacts, ...]
    explanations: tuple[Explanation, ...]
    error: str | None

    @property
    def rules(self) -> list[str]:
        return [one.rule for one in self.explanations]

    def text(self, rule: str) -> str:
        """What a rule said, and its fix, in English."""
        (one,) = (one for one in self.explanations if one.rule == rule)
        values = dict(one.values)
        return f"{one.text.format(**values)} {one.fix.format(**values)}".strip()

    def kinds(self, name: str) -> list[str]:
        return [one.kind for one in self.changes if one.name == name]

    def change(self, name: str, kind: str) -> Change:
        (one,) = (one for one in self.changes if (one.name, one.kind) == (name, kind))
        return one

    def facts(self, name: str) -> TensorFacts:
        key = dict(self.after.names)[name]
        return next(one for one in self.after.tensors if one.key == key)


class Prompt:
    """Runs what is typed, one statement at a time."""

    def __init__(self, torch: ModuleType) -> None:
        self.torch = torch
        self.namespace: dict[str, object] = {"__name__": "__main__", "torch": torch}
        self.identities = Identities()
        self.origins: dict[int, OperationFacts] = {}
        self.number = 0
        self._nodes = ()

    def run(self, source: str) -> Told:
        """Runs the statements; the last one's Told."""
        told = None
        for statement in ast.parse(source).body:
            told = self._run(ast.unparse(statement))
        assert told is not None
        return told

    def _run(self, source: str) -> Told:
        self.number += 1
        filename = f"<lens-{next(_inputs)}>"
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        reads, writes = _names(source)
        before = take(self.namespace, self.torch, self.identities)
        error, line = None, None
        trace = Trace(self.torch, self.identities, statement=self.number, filename=filename)
        code = compile(source, filename, "exec")
        try:
            with trace:
                exec(code, self.namespace)
        except Exception as raised:
            error, line = raised, _line(filename, sys.exc_info()[2])
        self.origins.update(made(trace.operations, self.origins))
        after = take(self.namespace, self.torch, self.identities)
        changes = diff(before, after, reads=reads, writes=writes, operations=trace.operations)
        nodes_before, self._nodes = self._nodes, self._walk(after)
        situation = Situation(
            source=source,
            reads=reads,
            writes=writes,
            before=before,
            after=after,
            changes=changes,
            operations=trace.operations,
            origins=self.origins,
            error_type=None if error is None else type(error).__name__,
            error_message=None if error is None else str(error),
            error_line=line,
            nodes=self._nodes,
            nodes_before=nodes_before,
        )
        for rule in RULES:  # `explain` forgives a rule that fails; a test does not
            for one in rule(situation):
                assert one.rule == rule.__name__.replace("_", "-")
                one.text.format(**dict(one.values))
                one.fix.format(**dict(one.values))
        told = None if error is None else f"{type(error).__name__}: {error}"
        return Told(after, changes, trace.operations, explain(situation), told)

    def _walk(self, snapshot: Snapshot):
        tensors = [self.identities.tensor(facts.key) for facts in snapshot.tensors]
        with undisturbed(self.torch):
            return walk([one for one in tensors if one is not None], self.identities).nodes


def _line(filename, traceback):
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _names(source):
    reads, writes = {}, {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (reads if isinstance(node.ctx, ast.Load) else writes)[node.id] = None
    return tuple(reads), tuple(writes)
