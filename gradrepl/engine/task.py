"""One call of `backward` or `grad`: what it was asked, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.ancestry import reachable

if TYPE_CHECKING:
    from gradrepl.engine.node import AccumulateGrad, Node


class GraphTask:
    """One call of `backward` or `grad`."""

    __slots__ = (
        "captures",
        "create",
        "heap",
        "keep",
        "leaves",
        "needed",
        "pending",
        "roots",
        "running",
        "token",
        "waiting",
    )

    def __init__(
        self, *, keep: bool, create: bool, captures: dict[tuple[Node, int], list[int]] | None
    ) -> None:
        self.keep = keep
        self.create = create
        self.captures = captures
        """For `grad`: the results that each (node, output) fills. None accumulates."""
        self.needed: set[Node] | None = None
        """The nodes that are asked for, and those on a way to one. The others never run."""
        self.pending: dict[Node, Any] = {}
        """Gradients that have arrived: one, or a list where the node has several outputs."""
        self.heap: list[tuple[float, int, Node]] = []
        self.leaves: dict[AccumulateGrad, Any] = {}
        self.waiting: dict[Node, int] | None = None
        """How many gradients each leaf still waits for; None where nobody can tell."""
        self.running: Node | None = None
        self.roots: list[Node] = []
        self.token = object()
        """Its name for who must not keep it, and with it the graph, alive."""

    def will_run(self, node: Node) -> bool:
        """Whether a gradient is asked for at this node, or beyond it."""
        if self.needed is not None:
            return node in self.needed
        return node in set(reachable(self.roots))
