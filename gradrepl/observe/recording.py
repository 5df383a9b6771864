"""Hooks on every node behind some tensors: what the engine runs, as it runs it, as `Steps`."""

from __future__ import annotations

import contextlib
import functools
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self

from gradrepl.observe import values
from gradrepl.observe.formula import NUMBERS, row_of, written
from gradrepl.observe.kinds import dtype_name, is_tensor
from gradrepl.observe.living import hooks_of, with_hooks
from gradrepl.observe.nodes import node_name, saved_values
from gradrepl.observe.probe import undisturbed
from gradrepl.observe.steps import Gradient, Sent, Step, Steps, Sum, Used

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType, TracebackType

    from gradrepl.observe.facts import NodeKey
    from gradrepl.observe.formula import Rows
    from gradrepl.observe.identity import Identities
    from gradrepl.observe.steps import Kind

LIMIT: Final = 10_000
"""So many nodes are walked; on real PyTorch more of them, once seen, crash when they are freed."""

_PRINTED = 300  # of so many nodes PyTorch prints the values; of more, a cheaper printing of ours


class TooLarge(Exception):  # noqa: N818  # a fact about a graph, and no fault
    """The graph has more than `LIMIT` nodes."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A node, as long as the pass is watched."""

    node: Any
    key: NodeKey
    name: str
    kind: Kind
    edges: tuple[tuple[int, NodeKey, int], ...]
    """Operand, target, and which output of the target."""
    saved: Mapping[str, Any]
    """Numbers as they are, all else as a text of it in a `_Text`."""
    variable: Any = None
    row: Any = None
    """The row of our table that makes such a node."""


class _Text(str):
    """A value that was told in words when it was read; no formula asks what it is."""

    __slots__ = ()


@dataclass(slots=True, frozen=True)
class _Hooked:
    """What is to be taken back."""

    handles: list[Any] = field(default_factory=list)
    unhooked: list[Any] = field(default_factory=list)
    """Leaves that had no hooks, and not even a place for them."""


class Recording:
    """Watches the nodes behind some tensors, from `with` to the block's end."""

    def __init__(
        self,
        torch: ModuleType,
        tensors: Iterable[Any],
        identities: Identities,
        *,
        limit: int = LIMIT,
        kept: bool = False,
        rows: Rows | None = None,
    ) -> None:
        """Reads the graph, and touches nothing yet.

        Args:
            torch: the backend.
            tensors: what backward starts from.
            identities: the session's.
            limit: how many nodes are watched at most.
            kept: whether the pass is a real one, at whose leaves gradients are added up.
            rows: our table, for nodes that were not made from it.

        Raises:
            TooLarge: where there are more nodes.
        """
        self._torch = torch
        self._identities = identities
        self._kept = kept
        self._rows = rows
        self._roots = [one for one in tensors if is_tensor(one)]
        with undisturbed(torch):
            seen = self._walk(limit)
            self._printing = len(seen) <= _PRINTED
            self._seen = [replace(one, saved=self._saved(one)) for one in seen]
        self._called = {one.key: one.name for one in seen}
        self._hooked = _Hooked()
        self._begun: list[Step] = []
        self._open: dict[int, int] = {}  # by node: its place in `_begun`
        self._counts: list[tuple[int, int]] = []  # hooks of the learner's, before and waiting
        self._run: set[int] = set()
        self.spent = 0.0
        """Seconds that watching took."""
        self._error: str | None = None
        self._others = 0

    def __enter__(self) -> Self:
        try:
            with undisturbed(self._torch):
                for number, seen in enumerate(self._seen):
                    self._counts.append(self._watch(number, seen))
                self._others = with_hooks({seen.key for seen in self._seen}, self._identities)
        except BaseException:
            self._let_go()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._let_go()

    def ends(self) -> list[Any]:
        """What to ask `torch.autograd.grad` for, so that it runs every node."""
        edge = getattr(self._torch.autograd.graph, "GradientEdge", None)
        ends = [seen for seen in self._seen if not seen.edges]
        if edge is None:  # PyTorch before 2.1
            found = [seen.variable for seen in ends if seen.variable is not None]
            return [one for one in found if one.requires_grad]
        return [
            edge(seen.node, 0) if seen.node is not None else seen.variable
            for seen in ends
            if seen.node is not None or seen.variable is not None
        ]

    def failed(self, error: Exception) -> None:
        """Notes what ended the pass."""
        self._error = f"{type(error).__name__}: {error}"

    def steps(self) -> Steps:
        """What was seen. Holds no tensor."""
        for place in self._open.values():  # it began and did not end
            self._begun[place] = replace(self._begun[place], failed=True)
        return Steps(tuple(self._begun), self._error, kept=self._kept, hooked=self._others)

    def _walk(self, limit: int) -> list[_Seen]:
        found: dict[NodeKey, _Seen] = {}
        waiting: list[Any] = []
        leaves: list[Any] = []  # those that nobody else holds would be made anew, and known anew

        def key_of(node: Any) -> NodeKey:
            leaves.append(getattr(node, "variable", None))
            return self._identities.node(node)

        for root in self._roots:
            node = root.grad_fn
            if node is not None:
                waiting.append(node)
            elif root.requires_grad:  # a leaf: its AccumulateGrad exists only while a graph does
                key = (self._identities.key(root), 2**64 - 1)
                found[key] = _Seen(None, key, "AccumulateGrad", "leaf", (), {}, root)
        while waiting:
            node = waiting.pop()
            key = key_of(node)
            if key in found:
                continue
            if len(found) >= limit:
                raise TooLarge
            edges = tuple(
                (operand, key_of(target), output, target)
                for operand, (target, output) in enumerate(node.next_functions)
                if target is not None
            )
            variable = getattr(node, "variable", None)  # held above
            variable = variable if is_tensor(variable) else None
            found[key] = _Seen(
                node,
                key,
                node_name(node),
                _kind(node, variable),
                tuple((operand, target, output) for operand, target, output, _ in edges),
                {},
                variable,
                None if variable is not None else row_of(node, self._rows),
            )
            waiting += [target for *_, target in edges]
        return list(found.values())

    def _saved(self, seen: _Seen) -> dict[str, Any]:
        if seen.variable is not None:
            return {}
        return {
            name: value if type(value) in NUMBERS else _Text(self._words(value))
            for name, value in saved_values(seen.node)
        }

    def _words(self, value: Any) -> str:
        """A saved value in a few words."""
        if is_tensor(value):
            return self._value(value)
        if isinstance(value, (tuple, list)) and any(is_tensor(one) for one in value):
            return f"({len(value)})"
        text = repr(value)
        return text if len(text) <= values.LONGEST else f"{text[: values.LONGEST - 3]}..."

    def _watch(self, number: int, seen: _Seen) -> tuple[int, int]:
        """Registers what sees one node run; how many hooks of the learner's there are."""
        handles = self._hooked.handles
        if seen.variable is None or (self._kept and seen.node is not None):
            before = seen.node.register_prehook(functools.partial(self._before, number))
            handles.append(before)
            after = seen.node.register_hook(functools.partial(self._after, number))
            handles.append(after)
            own = sum(len(one.hooks_dict_ref() or "-") - 1 for one in (before, after))
            return own + (seen.variable is not None and hooks_of(seen.variable)), 0
        if not seen.variable.requires_grad:  # it has stopped to: nothing is kept there
            return 0, 0
        own = hooks_of(seen.variable)
        waiting = len(getattr(seen.variable, "_post_accumulate_grad_hooks", None) or ())
        if seen.variable._backward_hooks is None:
            self._hooked.unhooked.append(seen.variable)
        handles.append(seen.variable.register_hook(functools.partial(self._arrive, number)))
        return own, waiting

    def _let_go(self) -> None:
        """Takes every hook of ours out again, whatever comes between."""
        interrupted: KeyboardInterrupt | None = None
        handles, unhooked = self._hooked.handles, self._hooked.unhooked
        while handles or unhooked:
            try:
                while handles:
                    handles[-1].remove()
                    handles.pop()
                while unhooked:
                    with contextlib.suppress(Exception):
                        unhooked[-1]._backward_hooks = None
                    unhooked.pop()
            except KeyboardInterrupt as error:
                interrupted = error
        self._seen = [replace(seen, node=None, variable=None) for seen in self._seen]
        self._roots = []
        if interrupted is not None:
            raise interrupted

    # --- what the hooks tell: a fault in here must not become the pass's -------------------

    def _before(self, number: int, received: Sequence[Any]) -> None:
        start = time.perf_counter()
        if number not in self._run:  # what runs again belongs to another pass
            self._run.add(number)
            self._begin(number, received)
        self.spent += time.perf_counter() - start

    def _begin(self, number: int, received: Sequence[Any]) -> None:
        seen = self._seen[number]
        total = None
        if seen.variable is not None and seen.variable.requires_grad:
            total = Sum(self._total(seen.variable), None)
        self._open[number] = len(self._begun)
        hooks, waiting = self._counts[number]
        gradients = tuple(self._gradient(one) for one in received)
        self._begun.append(
            Step(seen.key, seen.name, seen.kind, gradients, (), (), total, hooks, waiting)
        )

    def _after(self, number: int, sent: Sequence[Any], _received: Sequence[Any]) -> None:
        start = time.perf_counter()
        place = self._open.pop(number, None)
        if place is not None:
            self._end(number, place, sent)
        self.spent += time.perf_counter() - start

    def _end(self, number: int, place: int, sent: Sequence[Any]) -> None:
        seen, step = self._seen[number], self._begun[place]
        if seen.variable is not None:
            if step.total is not None:
                total = replace(step.total, after=self._total(seen.variable))
                self._begun[place] = replace(step, total=total)
            return
        is_complex = any(one is not None and "complex" in one.dtype for one in step.received)
        known = seen.saved
        rows = () if seen.row is None else written(seen.row, known, is_complex=is_complex)
        found: list[Sent] = []
        used: dict[str, str] = {}
        for operand, target, output in seen.edges:
            value = sent[operand] if operand < len(sent) else None
            row = rows[min(operand, len(rows) - 1)] if rows else None  # one, for a list of operands
            sending = Sent(
                operand, target, output, self._gradient(value), name=self._called[target]
            )
            if row is not None:
                summed = row.is_pointwise and _shape(sending.gradient) != _shape(step.received[0])
                sending = replace(sending, argument=row.wrt, formula=row.text, summed=summed)
            found.append(sending)
            used |= {} if row is None else dict(row.uses)
        if not rows:
            used = {name: name for name in known}
        uses = tuple(
            Used(shown, str(known[name]))
            for shown, name in used.items()
            if known.get(name) is not None
        )
        self._begun[place] = replace(step, sent=tuple(found), uses=uses)

    def _arrive(self, number: int, gradient: Any) -> None:
        """What a leaf is given, where nothing is added up."""
        if number in self._run:
            return
        self._run.add(number)
        seen = self._seen[number]
        hooks, waiting = self._counts[number]
        total = Sum(self._total(seen.variable), self._sum(seen.variable, gradient))
        received = (self._gradient(gradient),)
        self._begun.append(
            Step(seen.key, seen.name, seen.kind, received, (), (), total, hooks, waiting)
        )

    def _gradient(self, tensor: Any) -> Gradient | None:
        if not is_tensor(tensor):
            return None
        try:
            with undisturbed(self._torch):
                shape = tuple(int(one) for one in tensor.shape)
                return Gradient(shape, dtype_name(tensor.dtype), self._value(tensor))
        except Exception:  # noqa: BLE001  # a tensor that will not be read
            return Gradient((), "", "?")

    def _value(self, tensor: Any) -> str:
        return (values.printed if self._printing else values.summary)(tensor) or "?"

    def _total(self, variable: Any) -> str | None:
        try:
            with undisturbed(self._torch):
                return None if variable.grad is None else self._value(variable.grad)
        except Exception:  # noqa: BLE001  # see above
            return None

    def _sum(self, variable: Any, gradient: Any) -> str | None:
        """What `.grad` would be; nothing is written, and nobody records it."""
        try:
            with undisturbed(self._torch), self._torch.no_grad():
                before = variable.grad
                after = gradient.detach() if before is None else before.detach() + gradient.detach()
                return self._value(after)
        except Exception:  # noqa: BLE001  # see above
            return None


def _shape(gradient: Gradient | None) -> tuple[int, ...] | None:
    return None if gradient is None else gradient.shape


def _kind(node: Any, variable: Any) -> Kind:
    if variable is not None:
        return "leaf"
    if getattr(type(node), "row", None) is not None:
        return "formula"
    written = getattr(node, "_forward_cls", None) or getattr(node, "_function", None)
    if not any("saved_tensors" in vars(ancestor) for ancestor in type(node).__mro__):
        return "engine"
    inside = str(getattr(written, "__module__", "")).startswith(("torch.", "gradrepl.engine."))
    return "engine" if inside else "function"  # a module's hooks are a Function of PyTorch's
