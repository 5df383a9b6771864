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
from gradrepl.engine.hooking import (
    GIVEN,
    after_node,
    before_node,
    call_pre_hooks,
    has_post_hooks,
    hook_unneeded,
)
from gradrepl.engine.leaves import (
    capture,
    finish_complete,
    leads_on,
    less,
    run_leaves,
    run_ready_leaves,
)
from gradrepl.engine.node import ANOMALY, CAPTURES, NOWHERE, AccumulateGrad, Edge, Node
from gradrepl.engine.state import STATE, switch
from gradrepl.engine.task import GraphTask
from gradrepl.engine.watchers import HOOKS, WATCHED, watchers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradrepl.engine.tensor import Tensor


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
        _arrive(task, node, number, grad, own=False)
    grad_was, around = STATE.grad, STATE.task
    STATE.task = task
    switch(create)
    if captures is not None:
        CAPTURES.append(None)
    GIVEN.append(given)
    try:
        if len(roots) == 1 and task.needed is not None and task.roots[0] not in task.needed:
            hook_unneeded(task.roots[0], roots[0][0][1], roots[0][1], create=create)
        _loop(task, results)
    except BaseException:
        if ANOMALY and task.running is not None:
            anomaly.explain(task.running)
        finish_complete(task, results)
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
            grad, runs = _shown(task, node, grad, results)
            if not runs or (_is_nothing(node, grad) and _pass_nothing(task, node, grad, results)):
                node = None
                continue
        if ANOMALY:
            given = anomaly.watched(node, grad, create=create)
        else:
            given = node.apply_tensors(grad) if create else node.apply(grad)
        if WATCHED and has_post_hooks(node):
            given = _asked_for(task, node, fitted(node, given, create=create))
            given = after_node(node, grad, given, create)
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
            given = g = grad = None  # so that a leaf can take its gradient over: see `as_grad`
            run_ready_leaves(task, results)
    given = g = grad = None  # as above
    run_leaves(task, results)


def _shown(task: GraphTask, node: Node, grad: Any, results: list[Any] | None) -> tuple[Any, bool]:
    """The gradient after hooks and captures have seen it, and whether the node need run."""
    own = watchers(node)
    if own is not None and (own.pre_hooks is not None or own.retains is not None):
        grad = before_node(node, grad, task.create)
    if task.captures is not None:
        capture(task, node, grad, results)
        if not leads_on(node, task.needed):
            return grad, False
    if own is not None and own.node_pre_hooks is not None:
        grad = call_pre_hooks(own.node_pre_hooks.values(), grad, task.create)
    return grad, True


def _asked_for(task: GraphTask, node: Node, given: Any) -> Any:
    """Of what a node gives, what leads on: PyTorch's own nodes compute nothing else."""
    needed = task.needed
    if needed is None or node.row is None:
        return given
    return [g if e is not None and e[0] in needed else None for g, e in zip(given, node.edges)]  # noqa: B905  # one for each


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
            less(task, node)
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
        less(task, node)
    elif node not in task.pending:
        _queue(task, node)


def _is_nothing(node: Node, grad: Any) -> bool:
    """Whether no gradient has reached a node that minds."""
    if node.heedless:
        return False
    return grad is None or (node.several and all(each is None for each in grad))


def _ran_on_nothing(task: GraphTask, node: Node, grad: Any, results: list[Any] | None) -> bool:
    """Passes on that no gradient has reached the node, if that is so."""
    if not _is_nothing(node, grad):
        return False
    task.running = node
    if WATCHED or task.captures is not None:
        grad, runs = _shown(task, node, grad, results)
        if not runs:
            return True
    return _pass_nothing(task, node, grad, results)


def _pass_nothing(task: GraphTask, node: Node, grad: Any, results: list[Any] | None) -> bool:
    if node.saves and node.saved is None:
        raise RuntimeError(errors.FREED)
    if has_post_hooks(node):
        after_node(node, grad, [None] * len(node.edges), task.create)
    if not task.keep and node.saves:
        node.release()
    for e in node.edges:
        if e is not None:
            _arrive_nothing(task, e[0])
    if task.waiting is not None:
        run_ready_leaves(task, results)
    return True
