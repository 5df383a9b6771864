"""The lens around a statement: what there was before, what there is after, and what that means."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from gradrepl.graph.capture import NOTHING_NEW, capture
from gradrepl.graph.fresh import made_since, settled
from gradrepl.lens.diff import Change, diff
from gradrepl.lens.explain import Explanation, Situation, explain
from gradrepl.lens.snapshot import Snapshot, take, with_gradients
from gradrepl.observe import trace
from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import Walk, is_tensor, read_tensor, undisturbed, walk
from gradrepl.session.adoption import adopted
from gradrepl.session.faults import single, unknown
from gradrepl.session.ledger import Ledger
from gradrepl.session.memory import Memory
from gradrepl.session.motion import move, recorded
from gradrepl.session.through import through
from gradrepl.session.touched import differentiated, is_plain_gradient, touched_by
from gradrepl.session.turn import ExceptionFacts
from gradrepl.session.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from gradrepl.graph.fresh import Fresh
    from gradrepl.graph.model import Graph
    from gradrepl.graph.motion import Motion
    from gradrepl.observe.facts import NodeFacts, OperationFacts, TensorKey
    from gradrepl.observe.formula import Rows
    from gradrepl.session.turn import Turn
    from gradrepl.session.watch import Passage

Level: TypeAlias = Literal["off", "facts", "full"]

NODES_A_TURN = 500
"""Nodes that are read after a statement."""
NODES_ASKED_FOR = 10_000
"""Nodes that are read when a graph is asked for."""
_ROOTS = 64
_DISPLAYED = 16

_INTERRUPTED = ExceptionFacts("KeyboardInterrupt", "", "KeyboardInterrupt\n", None)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look found."""

    after: Snapshot
    changes: tuple[Change, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    touched: tuple[TensorKey, ...] = ()
    graph: Graph | None = None
    graph_of: int | None = None
    displayed: TensorKey | None = None
    out_of_reach: int = 0


class Observer:
    """What a session knows of its tensors. It keeps none alive."""

    def __init__(
        self, torch: ModuleType, namespace: dict[str, Any], rows: Rows | None = None
    ) -> None:
        self.snapshot = Snapshot()
        self._ledger = Ledger()
        self._torch = torch
        self._namespace = namespace
        self._rows = rows
        self._identities = Identities()
        self.memory = Memory(torch, self._identities, self._ledger)
        # A warning from a call that is traced names the trace; see NOTE [Warnings and the lens].
        vars(trace).setdefault("__warningregistry__", None)
        self._nodes: tuple[NodeFacts, ...] = ()
        self._drawn: Graph | None = None
        self._roots: tuple[TensorKey, ...] = ()  # of the graph drawn last, or of backward()
        self._passage: Passage | None = None  # the last backward() from a tensor without a name
        self._told = False  # that there are operations out of reach
        self._shown: Any = None  # the tensor displayed last, until it has been looked at
        self._shown_keys: tuple[TensorKey, ...] = ()  # its key, or those in a displayed tuple
        self._stale = True
        self.records_backward = False
        self.recorded: Motion | None = None

    @property
    def origins(self) -> dict[TensorKey, OperationFacts]:
        """For each tensor that is remembered the operation that made it."""
        return self._ledger.origins

    def note_displayed(self, value: object) -> None:
        """Called with each value that a statement displays."""
        self._shown = value if is_tensor(value) else None
        values: Sequence[object] = (value,)
        if type(value) in (tuple, list):  # a subclass may run code of the learner's
            values = cast("Sequence[object]", value)[:_DISPLAYED]
        self._shown_keys = tuple(self._identities.key(one) for one in values if is_tensor(one))

    def skip(self) -> None:
        """A statement has run unseen."""
        self._stale = True
        self._shown = None

    def watch(self, number: int, filename: str) -> Watch:
        """What a statement is to run in, so that its operations are seen."""
        self._shown = None
        self._shown_keys = ()
        if self._stale:
            self._catch_up()
        given = self._torch, self._identities, number, filename
        return Watch(*given, records=self.records_backward, rows=self._rows)

    def refresh(self) -> None:
        """Looks at what there is now, without telling what changed."""
        try:
            self.snapshot = take(self._namespace, self._torch, self._identities)
            self._stale = False
        except Exception:  # noqa: BLE001  # the next look will say what is wrong
            self._stale = True

    def _catch_up(self) -> None:
        """Looks at what was made unseen: the next statement did not make it."""
        self.refresh()
        with contextlib.suppress(Exception):  # the next look will say what is wrong
            self._nodes = self._walk(
                (facts.key for facts in self.snapshot.tensors), NODES_A_TURN
            ).nodes

    def look(self, turn: Turn, watch: Watch, level: Level) -> Turn:
        """Completes a turn with what the lens sees. Never raises; Ctrl-C ends it early."""
        before = self.snapshot
        try:
            self._ledger.add(watch.operations)
            self._ledger.forget(facts.key for facts in before.tensors)
            found = self._found(turn, before, watch, level)
        except KeyboardInterrupt:
            why = turn.outcome.exception or _INTERRUPTED
            outcome = replace(turn.outcome, status="interrupted", exception=why)
            return replace(turn, outcome=outcome, lens_error="interrupted")
        except Exception as error:  # noqa: BLE001  # the lens must never break a statement
            return replace(turn, operations=watch.operations, lens_error=_one_line(error))
        finally:
            self._shown = None
            self._identities.let_go()
        self._roots = differentiated(watch.operations) or self._roots
        if (steps := watch.recorded) is not None:
            self.recorded = recorded(steps[0], self.snapshot, steps[1])
        outcome = turn.outcome
        if found.displayed is not None:
            outcome = replace(outcome, displayed_key=found.displayed)
        return replace(
            turn,
            outcome=outcome,
            before=before,
            after=found.after,
            touched=found.touched,
            operations=watch.operations,
            changes=found.changes,
            explanations=found.explanations,
            graph=found.graph,
            graph_of=found.graph_of,
            out_of_reach=found.out_of_reach,
            lens_error=None if watch.failure is None else _one_line(watch.failure),
        )

    def forget(self) -> None:
        """Begins anew: the namespace has been emptied."""
        self._drawn = None
        self._roots = ()
        self._passage = None
        self._ledger.clear()
        self.refresh()

    def graph(self, names: Iterable[str] = ()) -> Graph:
        """The graph behind the named tensors; without names, behind the ones that were drawn last.

        Raises:
            SessionError: where a name reaches no tensor.
        """
        self.refresh()
        snapshot = self._with_gradients(self.snapshot)
        seen = self._walk((facts.key for facts in snapshot.tensors), NODES_ASKED_FOR)
        tensors = {facts.key: facts for facts in snapshot.tensors}
        keys: list[TensorKey] = []
        for name in single(names, (known for known, _ in (*snapshot.names, *self.snapshot.names))):
            inside = _reached_by(name, self.snapshot, snapshot)
            is_one = any(known == name for known, _ in snapshot.names)
            keys += inside if is_one else through(inside, tensors, seen.nodes)
        if not keys:
            known = {facts.key for facts in self.snapshot.tensors}
            keys = [key for key in self._roots if key in known]
            if not keys and self._passage is not None:
                return self._graph_of(self._passage, self.snapshot)
        if not keys:
            keys = [facts.key for facts in self.snapshot.tensors]
        return self._capture(snapshot, keys, seen, NODES_ASKED_FOR)

    def motion(self, source: str, gradient: str | None, *, keep: bool) -> Motion:
        """The backward pass of a tensor, step by step.

        Raises:
            SessionError: where there is no such tensor, or its graph is too large.
        """
        self.refresh()
        self._stale = self._stale or keep  # what it changes, no statement has done
        given = self._torch, self._namespace, self._identities, self.snapshot
        return move(*given, source, gradient, keep=keep, rows=self._rows)

    def _found(self, turn: Turn, before: Snapshot, watch: Watch, level: Level) -> _Look:
        statement, outcome, operations = turn.statement, turn.outcome, watch.operations
        after = _sharing(take(self._namespace, self._torch, self._identities), before)
        self.snapshot, self._stale = after, False
        changes = diff(
            before,
            after,
            reads=statement.reads,
            writes=statement.writes,
            operations=operations,
        )
        laid = watch.laid, self._identities.numbers.under, self._identities.kind
        memory = self._ledger.origins, self._ledger.numbers
        self._ledger.adopt(adopted(statement, turn.number, before, after, *laid, *memory))
        self._ledger.compare(before, after, operations)
        after = self._with_displayed(after)
        displayed = None if self._shown is None else self._shown_keys[0]
        written = statement.writes if outcome.status == "ok" else ()
        shown = [key for key in self._shown_keys if not is_plain_gradient(key, after)]
        touched = touched_by(written, after, changes, shown)
        drawn = self._with_gradients(after)
        nodes_before = self._nodes
        seen = self._walk((facts.key for facts in after.tensors), NODES_A_TURN)
        self._nodes = seen.nodes
        explanations = explain(
            Situation(
                source=statement.source,
                reads=statement.reads,
                writes=statement.writes,
                before=before,
                after=after,
                changes=changes,
                operations=operations,
                origins=self.origins,
                error_type=outcome.exception.type if outcome.exception else None,
                error_message=outcome.exception.message if outcome.exception else None,
                warnings=tuple(warning.message for warning in outcome.warnings),
                displayed=outcome.displayed,
                line=statement.line,
                error_line=outcome.exception.line if outcome.exception else None,
                nodes=seen.nodes,
                nodes_before=nodes_before,
            )
        )
        fresh = made_since(turn.number, (nodes_before, seen.nodes), (before.tensors, after.tensors))
        graph = self._new_graph(drawn, touched, seen, fresh) if level == "full" else None
        if level == "full" and graph is None and (roots := differentiated(operations)):
            graph = self._emptied_graph(drawn, roots, seen)
        graph_of = None
        if lines := [one.line for one in operations if one.name == "backward"]:
            self._passage = _without_a_name(watch.passage, after)
            if level == "full" and graph is None and self._passage is not None:
                graph = self._drawn_anew(self._graph_of(self._passage, drawn))
                is_own = lines[-1] is None or statement.line <= lines[-1] <= statement.end_line
                graph_of = None if graph is None or is_own else lines[-1]
        quiet = self._told or touched or changes or outcome.exception is not None
        out_of_reach = 0 if quiet else watch.out_of_reach(after)
        self._told = self._told or out_of_reach > 0
        return _Look(
            after, changes, explanations, touched, graph, graph_of, displayed, out_of_reach
        )

    def _new_graph(
        self, after: Snapshot, touched: tuple[TensorKey, ...], seen: Walk, fresh: Fresh
    ) -> Graph | None:
        """The graph behind what was touched; None if there is none, or it is on the screen."""
        if not touched:
            return None
        graph = self._drawn_anew(
            _connected(self._capture(after, touched[:_ROOTS], seen, NODES_A_TURN, fresh))
        )
        if graph is not None:
            self._roots = touched[:_ROOTS]
        return graph

    def _emptied_graph(
        self, after: Snapshot, roots: tuple[TensorKey, ...], seen: Walk
    ) -> Graph | None:
        """The graph that backward() went through, if it has been freed on the way."""
        graph = _connected(self._capture(after, roots, seen, NODES_A_TURN))
        return self._drawn_anew(graph) if any(node.freed for node in graph.nodes) else None

    def _drawn_anew(self, graph: Graph) -> Graph | None:
        bare = settled(graph)
        if not graph.edges or bare == self._drawn:
            return None
        self._drawn = bare
        return graph

    def _graph_of(self, passage: Passage, snapshot: Snapshot) -> Graph:
        """What a backward() went through, called by the names that it had there and has here."""
        return capture(
            roots=[passage.root],
            nodes=passage.seen.nodes,
            tensors=(*passage.tensors, *snapshot.tensors),
            names=tuple(dict.fromkeys((*snapshot.names, *passage.names))),
            origins=self.origins,
            mutations=self._ledger.mutations,
            unseen=self._ledger.unseen,
            numbers=self._ledger.numbers,
            truncated=passage.seen.truncated,
        )

    def _capture(
        self,
        snapshot: Snapshot,
        roots: Sequence[TensorKey],
        seen: Walk,
        limit: int,
        fresh: Fresh = NOTHING_NEW,
    ) -> Graph:
        """The graph behind some tensors, out of a walk from all: a cut has others behind it."""
        by_key = {facts.key: facts for facts in snapshot.tensors}
        nodes, truncated = seen.nodes, seen.truncated
        wanted = [by_key[key] for key in roots if key in by_key]
        if truncated and not {facts.grad_fn for facts in wanted} - {None} <= {n.key for n in nodes}:
            near = self._walk(roots, limit)  # the newest nodes of all are not those that are wanted
            truncated = near.truncated
            nodes = tuple({node.key: node for node in (*near.nodes, *nodes)}.values())
        return capture(
            roots=wanted,
            nodes=nodes,
            tensors=snapshot.tensors,
            names=snapshot.names,
            origins=self.origins,
            mutations=self._ledger.mutations,
            unseen=self._ledger.unseen,
            numbers=self._ledger.numbers,
            truncated=truncated,
            fresh=fresh,
        )

    def _walk(self, keys: Iterable[TensorKey], limit: int) -> Walk:
        tensors = [tensor for key in keys if (tensor := self._identities.tensor(key)) is not None]
        with undisturbed(self._torch):
            return walk(tensors, self._identities, limit=limit)

    def _with_gradients(self, snapshot: Snapshot) -> Snapshot:
        with undisturbed(self._torch):
            return with_gradients(snapshot, self._identities)

    def _with_displayed(self, after: Snapshot) -> Snapshot:
        """The snapshot with the displayed tensor in it, called `_` as at a prompt."""
        if self._shown is None or self._shown_keys[0] in {facts.key for facts in after.tensors}:
            return after
        with undisturbed(self._torch):
            facts = read_tensor(self._shown, self._identities)
        return replace(
            after, names=(*after.names, ("_", facts.key)), tensors=(*after.tensors, facts)
        )


def _reached_by(name: str, snapshot: Snapshot, drawn: Snapshot) -> tuple[TensorKey, ...]:
    """The tensors of a name; of `model` and `params`, all that is inside; or it is `w.grad`."""
    inside = (f"{name}.", f"{name}[")
    keys = [key for known, key in snapshot.names if known == name or known.startswith(inside)]
    keys = keys or [key for known, key in drawn.names if known == name]
    if not keys:
        raise unknown(name, [known for known, _ in snapshot.names])
    return tuple(dict.fromkeys(keys))


def _sharing(after: Snapshot, before: Snapshot) -> Snapshot:
    """The same snapshot, with the facts that are as before in one place: the history keeps many."""
    known = {facts.key: facts for facts in before.tensors}
    tensors = [known[f.key] if known.get(f.key) == f else f for f in after.tensors]
    return replace(after, tensors=tuple(tensors))


def _connected(graph: Graph) -> Graph:
    """Without the tensors that no edge leads to or from: their lines have told of them."""
    ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
    return replace(graph, nodes=tuple(node for node in graph.nodes if node.id in ends))


def _without_a_name(passage: Passage | None, after: Snapshot) -> Passage | None:
    """A passage, if no name leads to where it began."""
    if passage is None or passage.root.key in {facts.key for facts in after.tensors}:
        return None
    return passage


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:300]
