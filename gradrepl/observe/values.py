"""What a tensor holds: a number that changes when the values do, and a short text of them.

Everything here goes through the tensor's own methods and works on `detach()`, which records
nothing and counts nothing. A tensor that will not be read gives None or "".
"""

from __future__ import annotations

import math
from typing import Any

PRINTED = 12
"""Up to so many elements a tensor is shown whole, as PyTorch prints it."""
LONGEST = 60
"""... unless that takes more characters than this."""
SHOWN = 3
"""So many values stand for a larger one."""
LARGEST_DIGEST = 65_536
"""Larger tensors are not read after every statement."""

_FOREIGN_DISPATCH = "_disabled_torch_dispatch_impl"


def digest(tensor: Any) -> int | None:
    """A hash of the values; None where they are too many or cannot be read."""
    try:
        if tensor.numel() > LARGEST_DIGEST or runs_own_code(type(tensor)):
            return None
        return _hash(tensor.detach())
    except Exception:  # noqa: BLE001  # meta, sparse, quantized, on a device, broken: not to be read
        return None


def _hash(tensor: Any) -> int | None:
    try:
        return hash(tensor.numpy().tobytes())
    except (RuntimeError, TypeError):
        pass
    if str(getattr(tensor, "device", "cpu")) != "cpu":
        return None  # reading it would wait for the device
    try:  # a lazy conjugate or negative
        return hash(tensor.resolve_conj().resolve_neg().numpy().tobytes())
    except (AttributeError, RuntimeError, TypeError):
        return hash(repr(tensor.double().tolist()))  # bfloat16 and others that numpy lacks


def printed(tensor: Any) -> str:
    """The values on one line in PyTorch's own printing: `[[1., 2.], [3., 4.]]`."""
    try:
        if runs_own_code(type(tensor)):
            return ""
        if tensor.numel() > PRINTED or str(tensor.layout) != "torch.strided":
            return summary(tensor)
        text = " ".join(repr(tensor.detach()).split()).replace("[ ", "[")
        if not text.startswith("tensor("):
            return summary(tensor)
        body = text.removeprefix("tensor(").removesuffix(")")
        body = body[: body.rfind("]") + 1] or body.partition(",")[0]
        return body if len(body) <= LONGEST else summary(tensor)
    except Exception:  # noqa: BLE001  # see above
        return ""


def summary(tensor: Any) -> str:
    """The first few values on one line, in our own printing; cheap for a tensor of any size."""
    try:
        if runs_own_code(type(tensor)) or str(tensor.device) == "meta":
            return ""
        row, after = tensor.detach(), ""
        while row.dim() > 1 and row.shape[0]:
            after = ("]" if row.shape[0] == 1 else ", ...]") + after
            row = row[0]
        if row.dim() != 1:
            return str(_number(row.item())) if row.dim() == 0 else "[]"
        values = [_number(value) for value in row[:SHOWN].tolist()]
        rest = ", ...]" if row.shape[0] > SHOWN else "]"
        return "[" * int(tensor.dim()) + ", ".join(values) + rest + after
    except Exception:  # noqa: BLE001  # see above
        return ""


def _number(value: object) -> str:
    """A number about as PyTorch prints it, four digits after the point."""
    if not isinstance(value, float) or not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e8:
        return f"{int(value)}."
    return f"{value:.4f}" if 1e-4 <= abs(value) < 1e5 else f"{value:.4e}"


def runs_own_code(kind: type) -> bool:
    """Whether reading a tensor of this class would run code of the class: a fake or wrapped one."""
    dispatch = getattr(kind, "__torch_dispatch__", None)
    return dispatch is not None and getattr(dispatch, "__name__", "") != _FOREIGN_DISPATCH
