"""What anomaly mode does: remembers who made a node, and tells when that node fails."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.node import ANOMALY, NOWHERE
from gradrepl.engine.state import STATE
from gradrepl.engine.warning import is_ours

if TYPE_CHECKING:
    from gradrepl.engine.node import Node


def remember(found: Any) -> None:
    """Keeps the forward call's traceback on the nodes that it made."""
    if hasattr(found, "_edge"):
        edge = found._edge
        if edge is not None and "traceback_" not in edge[0].metadata and edge[0].edges:
            stack = edge[0].metadata["traceback_"] = _forward_stack()
            for each in edge[0].edges:
                if each is not None and each is not NOWHERE and not each[0].edges:
                    each[0].metadata.setdefault("traceback_", stack)  # a leaf's, met first here
            if STATE.task is not None and STATE.task.running is not None:
                edge[0].metadata["parent_"] = STATE.task.running
    elif isinstance(found, (tuple, list)):
        for each in found:
            remember(each)


def _forward_stack() -> list[str]:
    import traceback

    frames = [frame for frame in traceback.extract_stack() if not is_ours(frame.filename)]
    return traceback.format_list(frames)


def explain(node: Node) -> None:
    """Warns with the forward call that made a node whose backward has failed.

    Where another node's backward made it, as under `create_graph`, that one's follows, and so on.
    """
    missing = (
        "No forward pass information available. Enable detect anomaly during forward pass for more "
        "information."
    )
    stack = node.metadata.get("traceback_")
    told = (
        f"Traceback of forward call that caused the error:\n{''.join(stack)}" if stack else missing
    )
    warnings.warn(
        f"Error detected in {node.name()}. {told} (Triggered internally at ...)", stacklevel=1
    )
    parent = node.metadata.get("parent_")
    while parent is not None:
        stack = parent.metadata.get("traceback_")
        told = (
            "Traceback of forward call that induced the previous calculation:\n" + "".join(stack)
            if stack
            else missing
        )
        warnings.warn(
            f"\n\nPrevious calculation was induced by {parent.name()}. {told} (Triggered "
            "internally at ...)",
            stacklevel=1,
        )
        parent = parent.metadata.get("parent_")


def check_nan(node: Node, given: Any) -> None:
    """Raises for the first node that made a nan.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    for at, each in enumerate(given):
        array = getattr(each, "_a", each)
        if array is not None and np.asarray(array).dtype.kind in "fc" and np.isnan(array).any():
            raise RuntimeError(
                f"Function '{node.name()}' returned nan values in its {at}th output."
            )


def watched(node: Node, grad: Any, *, create: bool) -> Any:
    """Runs a node in anomaly mode, where a nan is an error."""
    given = node.apply_tensors(grad) if create else node.apply(grad)
    if ANOMALY[0]:
        check_nan(node, given)
    return given
