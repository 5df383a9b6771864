"""The backward engine: from roots to leaves, newest node first.

# NOTE [Order]
An edge always leads to a node that was made earlier. So of the nodes that have received a gradient
the newest is always complete: a heap filled on first arrival is PyTorch's order, and needs no
counting of dependencies. Only the leaves' AccumulateGrad nodes, which PyTorch runs as soon as they
are complete, need the count; it is taken when a hook could tell the difference, and otherwise the
leaves wait for the end (or for the error that ends it: `_finish_complete`).

# NOTE [The short way]
Where nobody watches, a gradient that fits goes straight to the next node while that is the only one
pending: neither heap nor dictionary is touched along a chain.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import anomaly, errors
from gradrepl.engine.ancestry import count_arrivals, needed_for, reachable
from gradrepl.engine.fitting import added, fit, fit_tensor, fitted, misfit, spread_from
from gradrepl.engine.gradient_memory import add_into, as_grad, handed_out
from gradrepl.engine.hooking import (
    GIVEN,
    after_node,
    as_tensor,
    before_node,
    call_hooks,
    call_pre_hooks,
    check_nothing,
    hook_unneeded,
)
from gradrepl.engine.node import (
    ANOMALY,
    CAPTURES,
    HOOKS,
    NOWHERE,
    WATCHED,
    AccumulateGrad,
    Edge,
    Node,
)
from gradrepl.engine.state import STATE, switch
from gradrepl.engine.view import bump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.engine.tensor import Tensor


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


def run(
    roots: Sequence[tuple[Edge, Any]],
    *,
    keep: bool,
    create: bool,
    given: dict[int, Tensor],
    captures: dict[tuple[Node, int], list[int]] | None = None,
    results: list[Any] | None = None,
    only: set[Node] | None = None,
) -> None:
    """Runs backward from the roots' gradients (arrays, or Tensors with `create`).

    With `captures` it fills `results` and accumulates nothing; with `only`, these nodes and those
    on a way to them are run, and no others. `given` are the gradients that the caller handed in.
    """
    task = GraphTask(keep=keep, create=create, captures=captures)
    task.roots = [e[0] for e, _ in roots]
    targets = only if captures is None else {node for node, _ in captures}
    if targets is not None or HOOKS:
        order = reachable(task.roots)
        if targets is not None:
            task.needed = needed_for(order, targets)
        if HOOKS:
            task.waiting = count_arrivals(task.roots, order, task.needed)
    for (node, number), grad in roots:
        if task.needed is not None and node not in task.needed:
            hook_unneeded(node, number, grad, create=create)
        _arrive(task, node, number, grad, own=False)
    grad_was, around = STATE.grad, STATE.task
    STATE.task = task
    switch(create)
    if captures is not None:
        CAPTURES.append(None)
    GIVEN.append(given)
    try:
        _loop(task, results)
    except BaseException:
        _finish_complete(task, results)
        raise
    finally:
        STATE.task = around
        switch(grad_was)
        GIVEN.pop()
        if captures is not None:
            CAPTURES.pop()


def _loop(task: GraphTask, results: list[Any] | None) -> None:  # noqa: PLR0915  # a call for each node would be felt
    """Runs the newest pending node until there is none. See NOTE [The short way]."""
    pending, heap, keep, create = task.pending, task.heap, task.keep, task.create
    short = not create and task.needed is None and task.waiting is None and not CAPTURES
    node: Node | None = None
    grad: Any = None
    while node is not None or heap:
        if node is None:
            node = heapq.heappop(heap)[2]
            grad = pending.pop(node)
            if (grad is None or node.several or node.at_once) and (
                _put_off(task, node, grad) or _ran_on_nothing(task, node, grad, results)
            ):
                node = None
                continue
        task.running = node
        if WATCHED or task.captures is not None:
            grad = _shown(task, node, grad, results)
            if grad is None:
                node = None
                continue
        if ANOMALY:
            given = anomaly.watched(node, grad, create=create)
        else:
            given = node.apply_tensors(grad) if create else node.apply(grad)
        if WATCHED and node.post_hooks is not None:
            given = after_node(node, grad, fitted(node, given, create=create), create)
        if not keep and node.saves:
            node.release()
        following: Node | None = None
        for e, g in zip(node.edges, given):  # noqa: B905  # the keyword costs more than the loop
            if e is None:
                continue
            to = e[0]
            if g is None:
                _arrive_nothing(task, to)
            elif (
                not short
                or to.several
                or type(g) is not np.ndarray
                or g.shape != to.shape
                or g.dtype is not to.dtype
            ):
                _arrive(task, to, e[1], g, own=True)
            elif type(to) is AccumulateGrad:
                before = task.leaves.get(to)
                task.leaves[to] = g if before is None else np.add(before, g, out=...)
            elif following is None and not heap:
                following, grad = to, g
            elif following is to:
                grad = np.add(grad, g, out=...)
            else:
                _arrive(task, to, e[1], g, own=True)
        if following is not None and heap:
            _arrive(task, following, 0, grad, own=True)
            following = None
        node = following
        if task.waiting is not None:
            _run_ready_leaves(task, results)
    given = g = grad = None  # so that a leaf can take its gradient over: nobody else holds it
    _run_leaves(task, results)


def _run_leaves(task: GraphTask, results: list[Any] | None) -> None:
    for leaf, grad in task.leaves.items():
        _leaf(task, leaf, grad, results)
    task.leaves.clear()


def _shown(task: GraphTask, node: Node, grad: Any, results: list[Any] | None) -> Any:
    """The gradient after hooks and captures have seen it; None where the node need not run."""
    if node.pre_hooks is not None or node.retains is not None:
        grad = before_node(node, grad, task.create)
    if task.captures is not None:
        _capture(task, node, grad, results)
        if not _leads_on(node, task.needed):
            return None
    if node.node_pre_hooks is not None:
        grad = call_pre_hooks(node.node_pre_hooks.values(), grad, task.create)
    return grad


def _arrive(task: GraphTask, node: Node, number: int, grad: Any, *, own: bool) -> None:
    """Fits a gradient to the shape and dtype of the output that it reaches, and adds it up."""
    if task.needed is not None and node not in task.needed:
        return
    if isinstance(node, AccumulateGrad):
        if node is NOWHERE[0]:
            return
        meta_shape, meta_dtype = node.shape, node.dtype
    elif node.several:
        meta_shape, meta_dtype = node.outs[number]
    else:
        meta_shape, meta_dtype = node.shape, node.dtype
    if grad.shape != meta_shape and not spread_from(meta_shape, grad.shape):
        raise misfit(task.running, (node, number), grad.shape, meta_shape)
    if task.create:
        grad = fit_tensor(grad, meta_shape, meta_dtype)
    elif grad.shape != meta_shape or grad.dtype is not meta_dtype or type(grad) is not np.ndarray:
        grad = fit(grad, meta_shape, meta_dtype)
    if isinstance(node, AccumulateGrad):
        before = task.leaves.get(node)
        task.leaves[node] = grad if before is None else added(before, grad)
        if task.waiting is not None and own:
            _less(task, node)
        return
    pending = task.pending
    if node not in pending:
        _queue(task, node)
        if node.several:
            pending[node][number] = grad
        else:
            pending[node] = grad
    elif node.several:
        slots = pending[node]
        slots[number] = grad if slots[number] is None else added(slots[number], grad)
    else:
        before = pending[node]
        pending[node] = grad if before is None else added(before, grad)


def _queue(task: GraphTask, node: Node) -> None:
    """Something has reached the node for the first time."""
    heapq.heappush(task.heap, (-(2**64 if node.at_once else node.seq), id(node), node))
    task.pending[node] = [None] * len(node.outs) if node.several else None


def _put_off(task: GraphTask, node: Node, grad: Any) -> bool:
    """Lets another node run before one that runs at once, if more may come from there."""
    heap = task.heap
    if not (node.at_once and heap and node in reachable([each for _, _, each in heap])):
        return False
    heapq.heappush(heap, (heap[0][0] + 0.5, id(node), node))
    task.pending[node] = grad
    return True


def _arrive_nothing(task: GraphTask, node: Node) -> None:
    """Where a node gives no gradient, the next ones, and their hooks, hear of that."""
    if node is NOWHERE[0] or (task.needed is not None and node not in task.needed):
        return
    if isinstance(node, AccumulateGrad):
        task.leaves.setdefault(node, None)
        _less(task, node)
    elif node not in task.pending:
        _queue(task, node)


def _ran_on_nothing(task: GraphTask, node: Node, grad: Any, results: list[Any] | None) -> bool:
    """Passes on that no gradient has reached the node, if none has and it does not mind."""
    if node.heedless or (grad is not None and any(each is not None for each in grad)):
        return False
    task.running = node
    if WATCHED or task.captures is not None:
        _shown(task, node, grad, results)
    if task.captures is not None and not _leads_on(node, task.needed):
        return True
    if node.saves and node.saved is None:
        raise RuntimeError(errors.FREED)
    if node.post_hooks is not None:
        after_node(node, grad, [None] * len(node.edges), task.create)
    if not task.keep and node.saves:
        node.release()
    for e in node.edges:
        if e is not None:
            _arrive_nothing(task, e[0])
    if task.waiting is not None:
        _run_ready_leaves(task, results)
    return True


# --- leaves --------------------------------------------------------------------------


def _leaf(task: GraphTask, node: AccumulateGrad, grad: Any, results: list[Any] | None) -> None:
    """Hooks, then the sum into `.grad`, then the hooks that wait for that."""
    extra = node.extra
    if extra.hooks:
        grad = call_hooks(extra.hooks.values(), grad, task.create)
    if task.captures is not None:  # the node itself does not run
        if grad is not None and (node, 0) in task.captures:
            _fill(task, (node, 0), grad, results)
        return
    if node.node_pre_hooks is not None:
        grad = call_pre_hooks(node.node_pre_hooks.values(), grad, task.create)
    leaf = node.leaf()
    if leaf is not None and leaf._edge is None:  # it has stopped to require gradients
        return
    before = extra.grad
    if grad is None:
        pass
    elif before is None:
        extra.grad = as_grad(grad, node.array)
    elif task.create:
        extra.grad = before + grad
    elif before._view is not None and 0 in before._a.strides:
        raise RuntimeError(errors.OVERLAP)
    else:
        add_into(before._a, grad)
        bump(before)
    if extra.post_accumulate:
        variable = node.variable
        for hook in list(extra.post_accumulate.values()):
            check_nothing(hook(variable))
    if node.post_hooks is not None:
        for hook in list(node.post_hooks.values()):
            hook((), (as_tensor(grad),))


def _finish_complete(task: GraphTask, results: list[Any] | None) -> None:
    """After an error: leaves that nothing more could reach have had their gradient in PyTorch."""
    if task.waiting is not None or not task.leaves:
        return
    not_run = [node for _, _, node in task.heap]
    if task.running is not None:
        not_run.append(task.running)
    incomplete = set(reachable(not_run))
    for leaf, grad in list(task.leaves.items()):
        if leaf not in incomplete:
            _leaf(task, leaf, grad, results)


def _less(task: GraphTask, node: Node) -> None:
    if task.waiting is not None and node in task.waiting:
        task.waiting[node] -= 1


def _run_ready_leaves(task: GraphTask, results: list[Any] | None) -> None:
    assert task.waiting is not None  # noqa: S101  # narrows for the type checker
    for leaf in [each for each in task.leaves if task.waiting.get(each, 0) <= 0]:
        _leaf(task, leaf, task.leaves.pop(leaf), results)


# --- captures ------------------------------------------------------------------------


def _leads_on(node: Node, needed: set[Node] | None) -> bool:
    """Whether anybody asks for what the node would give: a target is not run for its own sake."""
    return needed is None or any(e is not None and e[0] in needed for e in node.edges)


def _capture(task: GraphTask, node: Node, grad: Any, results: list[Any] | None) -> None:
    assert task.captures is not None  # noqa: S101  # asked before
    slots = grad if node.several else [grad]
    for number, each in enumerate(slots):
        if each is not None and (node, number) in task.captures:
            _fill(task, (node, number), each, results)


def _fill(task: GraphTask, place: tuple[Node, int], grad: Any, results: list[Any] | None) -> None:
    assert task.captures is not None  # noqa: S101  # asked before
    if results is None:
        return
    for at in task.captures[place]:
        results[at] = as_tensor(grad) if task.create else handed_out(grad)
