"""The words beside and inside a node: its title, and its details in order of importance.

Everything that comes from the learner's code is cleaned here, once, before any view measures it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import Span, SpanRole, cell_width, clean, shorten
from gradrepl.graph.survey import MOST
from gradrepl.locale import N_, gettext

if TYPE_CHECKING:
    from gradrepl.graph.model import Edge, Graph, Node, Role
    from gradrepl.observe.facts import HookFacts, HookKind, SavedFacts, SavedState

SYMBOLS: Final[dict[Role, str]] = {
    "leaf": "◆",
    "constant": "◇",
    "operation": "●",
    "unrecorded": "◌",
    "result": "◉",
}
_HOLLOW: Final = "○"  # an operation whose saved values have been freed
_NEW: Final[dict[Role, SpanRole]] = {
    "leaf": "new-leaf",
    "constant": "new-constant",
    "operation": "new-operation",
    "unrecorded": "new-unrecorded",
    "result": "new-result",
}

LONGEST: Final = 200
"""How many cells of a text from the learner's code are looked at; no terminal shows more."""

_NAMES = 8
_BRIEF: Final = 12  # cells of a node's name that is told in brief


def mark(node: Node) -> str:
    """What stands for a node, whatever it is called: its symbol, and `+` where the node is new."""
    symbol = _HOLLOW if node.freed and node.role == "operation" else SYMBOLS[node.role]
    return symbol + "+" if node.new else symbol


def heading_role(node: Node) -> SpanRole:
    """What the mark and the title of a node are, for the theme."""
    return _NEW[node.role] if node.new else node.role


def title(node: Node, *, ascii_only: bool = False) -> str:
    """The line that is always drawn, without the symbol: `MulBackward0`, `weight`, `×32` added."""
    parts = (node.label, *node.views)
    text = " → ".join(_safe(part, ascii_only=ascii_only) for part in parts)
    return text + _times(node)


def _times(node: Node) -> str:
    if node.times == 1:
        return ""
    # Of a body of two, `×9` on each would read as nine of the one and then nine of the other.
    body = f" ({node.body[0] + 1}/{node.body[1]})" if node.body and node.body[1] > 1 else ""
    return f" ×{node.times}{body}"


def fitted(text: str, node: Node, width: int) -> str:
    """A node's title in so many cells; of `AddmmBackward0 ×32` the end stays."""
    times = _times(node)
    room = width - cell_width(times)
    return shorten(text.removesuffix(times), room) + times if room > 1 else shorten(text, width)


def details(node: Node, *, ascii_only: bool = False) -> tuple[Span, ...]:
    """What else is known of a node, the most telling first; the last may be left out."""
    spans: list[Span] = []
    others = [name for name in node.names if name != node.label]
    if others:
        shown = ", ".join(_safe(name, ascii_only=ascii_only) for name in others[:_NAMES])
        more = f" +{len(others) - _NAMES}" if len(others) > _NAMES else ""
        spans.append(Span(shown + more, "result" if node.role == "operation" else node.role))
    if node.note:
        spans.append(Span("⚠ " + _safe(node.note, ascii_only=ascii_only), "caution"))
    causes = (_cause(node, ascii_only=ascii_only), _place(node, ascii_only=ascii_only))
    spans.extend(Span(text, "cause") for text in causes if text)
    if node.elided:
        spans.append(Span(f"⋮ +{node.elided}", "dim"))
    if node.holds:
        message = gettext("{count:,} nodes")
        spans.append(Span(message.format(count=node.count // node.times), "detail"))
    version = None if node.version is None else f"v{node.version}"
    kind = None if node.shape is None else _kind(node, ascii_only=ascii_only)
    if kind or version:
        spans.append(Span(" ".join(filter(None, (kind, version))), "detail"))
    if node.value is not None:
        spans.append(Span("= " + _safe(node.value, ascii_only=ascii_only), "detail"))
    if node.grad is not None:
        spans.append(Span("grad " + _safe(node.grad, ascii_only=ascii_only), "grad"))
    if node.retains:
        spans.append(Span("retain_grad", "grad"))
    if node.hooks:
        spans.append(Span(_hooks(node.hooks), "grad"))
    spans.extend(_saved(node.saved, ascii_only=ascii_only))
    if node.source is not None:
        spans.append(Span(_safe(node.source, ascii_only=ascii_only), "dim"))
    return tuple(spans)


def warnings(node: Node, *, ascii_only: bool = False) -> tuple[Span, ...]:
    """Those of the details that must not be left out: names, what is wrong, hooks."""
    told = (
        span for span in details(node, ascii_only=ascii_only) if span.role in ("caution", "result")
    )
    return (*told, Span(_hooks(node.hooks), "grad")) if node.hooks else tuple(told)


def outputs(
    graph: Graph, *, ascii_only: bool = False, brief: bool = False
) -> dict[str, tuple[str, ...]]:
    """For each node what it takes from nodes of several outputs: `2:SplitBackward0[1]`.

    The first number says which operand that is, from 1; a node of one operand needs none. In brief
    it is `2:Split[1]`.
    """
    several = {edge.source for edge in graph.edges if edge.output}
    if not several:
        return {}
    labels = {n.id: _safe(n.label, ascii_only=ascii_only) for n in graph.nodes if n.id in several}
    if brief:
        labels = {
            n: shorten(label.rpartition("Backward")[0] or label, _BRIEF)
            for n, label in labels.items()
        }
    arriving: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        arriving.setdefault(edge.target, []).append(edge)
    taken: dict[str, tuple[str, ...]] = {}
    for target, edges in arriving.items():
        edges.sort(key=lambda edge: edge.operand)
        texts = tuple(
            f"{f'{place}:' if len(edges) > 1 else ''}{labels[edge.source]}[{edge.output}]"
            for place, edge in enumerate(edges, 1)
            if edge.source in several
        )
        if texts:
            taken[target] = texts
    return taken


def rest(graph: Graph) -> str:
    """What is not in the picture, in a sentence; empty where all of it is."""
    if not graph.hidden and not graph.truncated:
        return ""
    if graph.truncated:
        message = (
            gettext("and 1 node or more that are not drawn")
            if graph.hidden == 1
            else gettext("and {count:,} nodes or more that are not drawn")
        )
    else:
        message = (
            gettext("and 1 node that is not drawn")
            if graph.hidden == 1
            else gettext("and {count:,} nodes that are not drawn")
        )
    message = message.format(count=graph.hidden)
    if len(graph.nodes) < MOST:
        return message
    # No survey goes further than that, whatever was asked for.
    return message + gettext(": a drawing has {most:,} at most").format(most=MOST)


def printable(text: str) -> str:
    """A text of ours for a picture: many a font lacks our signs for the terminal."""
    return text.replace("⚠ ", "! ").replace("⋮ ", "… ")


def is_cut(edge: Edge, roles: dict[str, Role]) -> bool:
    """Whether a gradient would have come back along the edge, had its target been recorded."""
    return edge.style == "severed" and roles[edge.source] not in ("unrecorded", "constant")


def _safe(text: str, *, ascii_only: bool) -> str:
    return shorten(clean(text[: LONGEST + 1], ascii_only=ascii_only), LONGEST)


def _kind(node: Node, *, ascii_only: bool) -> str:
    shape = str(node.shape)
    usual = node.dtype in (None, "float32")
    return shape if usual else f"{_safe(node.dtype or '', ascii_only=ascii_only)} {shape}"


_CAUSES: Final = {
    "not_differentiable": N_("not differentiable"),
    "create_graph": N_("without create_graph"),
    "new_leaf": N_("values only"),
}


def _cause(node: Node, *, ascii_only: bool) -> str:
    """Why it has no node: `no_grad`."""
    if not node.cause or node.cause == node.label.rstrip("_"):  # `detach_` says it already
        return ""
    known = _CAUSES.get(node.cause)
    return gettext(known) if known else _safe(node.cause, ascii_only=ascii_only)


def _place(node: Node, *, ascii_only: bool) -> str:
    """Where it ran: `train.py:12`, `statement 3`, `statement 3, line 2`."""
    if node.file is not None and node.line is not None:
        return f"{_safe(node.file, ascii_only=ascii_only)}:{node.line}"
    if node.statement is None:
        return ""
    if node.line is None or node.line == 1:  # as most of what is typed
        return gettext("statement {number}").format(number=node.statement)
    message = gettext("statement {number}, line {line}")
    return message.format(number=node.statement, line=node.line)


_HOOKS: Final[dict[HookKind, str]] = {
    "tensor": N_("tensor hook"),
    "post_accumulate": N_("post-accumulate hook"),
    "pre": N_("node pre-hook"),
    "post": N_("node hook"),
}


def _hooks(hooks: tuple[HookFacts, ...]) -> str:
    """`tensor hook ×2, node hook`: how many of which kind."""
    counts: dict[HookKind, int] = {}
    for hook in hooks:
        counts[hook.kind] = counts.get(hook.kind, 0) + hook.count
    return ", ".join(
        gettext(_HOOKS[kind]) + (f" ×{count}" if count > 1 else "")
        for kind, count in counts.items()
    )


_SAVED: Final[tuple[tuple[SavedState, SpanRole, str], ...]] = (
    ("stale", "caution", N_("⚠ stale: {names}")),
    ("held", "saved", N_("saves {names}")),
    ("freed", "saved", N_("freed: {names}")),
)


def _saved(saved: tuple[SavedFacts, ...], *, ascii_only: bool) -> list[Span]:
    def safe(one: SavedFacts) -> str:
        return _safe(one.name, ascii_only=ascii_only)

    message = gettext("⚠ saved {name}@v{version}, now v{now}")
    spans = [
        Span(message.format(name=safe(one), version=one.version, now=one.now), "caution")
        for one in saved
        if one.now is not None
    ]
    for state, role, message in _SAVED:
        names = [
            safe(one) if one.version is None else f"{safe(one)}@v{one.version}"
            for one in saved
            if one.is_tensor and one.state == state and one.now is None
        ]
        if names:
            spans.append(Span(gettext(message).format(names=", ".join(names)), role))
    return spans
