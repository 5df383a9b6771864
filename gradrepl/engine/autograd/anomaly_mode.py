"""`torch.autograd.detect_anomaly`: who made the node that fails, or the first nan."""

from __future__ import annotations

import traceback
import warnings
from typing import Any

import numpy as np

from gradrepl.engine.grad_mode import SPECIAL
from gradrepl.engine.node import ANOMALY, Node


def is_anomaly_enabled() -> bool:
    return bool(ANOMALY)


def is_anomaly_check_nan_enabled() -> bool:
    return bool(ANOMALY) and ANOMALY[0]


def _switch(mode: bool, check_nan: bool) -> None:
    if ANOMALY:
        SPECIAL.remove(ANOMALY)
    ANOMALY[:] = [check_nan] if mode else []
    if mode:
        SPECIAL.append(ANOMALY)


class set_detect_anomaly:  # noqa: N801  # torch's own name
    """Switches the mode at once; as a context it restores it at its end."""

    __module__ = "torch.autograd.anomaly_mode"

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self.prev = is_anomaly_enabled()
        self.prev_check_nan = is_anomaly_check_nan_enabled()
        _switch(mode, check_nan)

    def __enter__(self) -> None:
        """It was switched when it was made."""

    def __exit__(self, *_: object) -> None:
        _switch(self.prev, self.prev_check_nan)


class detect_anomaly:  # noqa: N801  # torch's own name
    """The mode for a block."""

    __module__ = "torch.autograd.anomaly_mode"

    def __init__(self, check_nan: bool = True) -> None:
        self.prev = is_anomaly_enabled()
        self.check_nan = check_nan
        self.prev_check_nan = is_anomaly_check_nan_enabled()
        warnings.warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should "
            "only be enabled for "
            "debugging.",
            stacklevel=2,
        )

    def __enter__(self) -> None:
        _switch(True, self.check_nan)

    def __exit__(self, *_: object) -> None:
        _switch(self.prev, self.prev_check_nan)


def remember(found: Any) -> None:
    """Keeps the forward call's traceback on the nodes that it made."""
    from gradrepl.engine.tensor import Tensor

    if isinstance(found, Tensor):
        edge = found._edge
        if edge is not None and "traceback_" not in edge[0].metadata and edge[0].edges:
            edge[0].metadata["traceback_"] = _forward_stack()
    elif isinstance(found, (tuple, list)):
        for each in found:
            remember(each)


def _forward_stack() -> list[str]:
    from gradrepl.engine.warning import is_ours

    frames = [frame for frame in traceback.extract_stack() if not is_ours(frame.filename)]
    return traceback.format_list(frames)


def explain(node: Node) -> None:
    """Warns with the forward call that made a node whose backward has failed."""
    stack = node.metadata.get("traceback_")
    if stack is None:
        text = (
            f"Error detected in {node.name()}. No forward pass information available. Enable "
            "detect anomaly during "
            "forward pass for more information."
        )
    else:
        text = (
            f"Error detected in {node.name()}. Traceback of forward call that caused the error:\n"
            + "".join(stack)
        )
    warnings.warn(f"{text} (Triggered internally at ...)", stacklevel=1)


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
