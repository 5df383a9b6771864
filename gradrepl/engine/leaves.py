"""Where gradients arrive: hooks and sums into the leaves' `.grad`, and what `grad` captures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import errors
from gradrepl.engine.ancestry import reachable
from gradrepl.engine.gradient_memory import add_into, as_grad, check_layout, handed_out
from gradrepl.engine.hooking import (
    all_checked,
    as_tensor,
    call_hooks,
    call_pre_hooks,
    check_nothing,
)
from gradrepl.engine.view import bump
from gradrepl.engine.watchers import watchers

if TYPE_CHECKING:
    from gradrepl.engine.node import AccumulateGrad, Node
    from gradrepl.engine.task import GraphTask


def run_leaves(task: GraphTask, results: list[Any] | None) -> None:
    for leaf in list(task.leaves):
        _arrive(task, leaf, task.leaves.pop(leaf), results)


def _arrive(task: GraphTask, node: AccumulateGrad, grad: Any, results: list[Any] | None) -> None:
    """Hooks, then the sum into `.grad`, then the hooks that wait for that."""
    task.running = node
    extra = node.extra
    if extra.hooks:
        grad = call_hooks(extra.hooks.values(), grad, task.create)
    if task.captures is not None:  # the node itself does not run
        if grad is not None and (node, 0) in task.captures:
            _fill(task, (node, 0), grad, results)
        return
    own = watchers(node)
    if own is not None and own.node_pre_hooks is not None:
        grad = call_pre_hooks(own.node_pre_hooks.values(), grad, task.create)
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
        check_layout(extra.grad._a, node.array)
    elif before._view is not None and 0 in before._a.strides:
        raise RuntimeError(errors.OVERLAP)
    else:
        add_into(before._a, grad)
        bump(before)
        if before._a.strides != node.array.strides:
            check_layout(before._a, node.array)
    if extra.post_accumulate:
        variable = node.variable
        for hook in list(extra.post_accumulate.values()):
            check_nothing(hook(variable))
    if own is not None and own.post_hooks is not None:
        for hook in list(own.post_hooks.values()):
            answer = hook((), (as_tensor(grad),))
            if answer is not None:
                all_checked(answer, (), hook)


def finish_complete(task: GraphTask, results: list[Any] | None) -> None:
    """After an error: leaves that nothing more could reach have had their gradient in PyTorch."""
    if task.waiting is not None or not task.leaves:
        return
    not_run = [node for _, _, node in task.heap]
    if task.running is not None:
        not_run.append(task.running)
    incomplete = set(reachable(not_run))
    for leaf in list(task.leaves):
        if leaf not in incomplete:
            _arrive(task, leaf, task.leaves.pop(leaf), results)


def less(task: GraphTask, node: Node) -> None:
    if task.waiting is not None and node in task.waiting:
        task.waiting[node] -= 1


def run_ready_leaves(task: GraphTask, results: list[Any] | None) -> None:
    assert task.waiting is not None  # noqa: S101  # narrows for the type checker
    for leaf in [each for each in task.leaves if task.waiting.get(each, 0) <= 0]:
        _arrive(task, leaf, task.leaves.pop(leaf), results)


# --- captures ------------------------------------------------------------------------


def leads_on(node: Node, needed: set[Node] | None) -> bool:
    """Whether anybody asks for what the node would give: a target is not run for its own sake."""
    return needed is None or any(e is not None and e[0] in needed for e in node.edges)


def capture(task: GraphTask, node: Node, grad: Any, results: list[Any] | None) -> None:
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
