"""`torch.autograd.detect_anomaly`: who made the node that fails, or the first nan."""

from __future__ import annotations

import warnings

from gradrepl.engine import errors
from gradrepl.engine.node import ANOMALY
from gradrepl.engine.state import SPECIAL


def is_anomaly_enabled() -> bool:
    return bool(ANOMALY)


def is_anomaly_check_nan_enabled() -> bool:
    """What was said last, also where the mode is off."""
    return _check_nan[-1]


_check_nan = [True]


def _switch(mode: bool, check_nan: bool) -> None:
    errors.check_switch("set_anomaly_enabled", mode)
    errors.check_switch("set_anomaly_enabled", check_nan, "check_nan", 2)
    _check_nan[:] = [check_nan]
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
