"""Places in a sorted sequence, and how often small numbers occur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.table import compose
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def bincount(self: Tensor, weights: Tensor | None, minlength: int) -> Any:
    if self._a.dtype.kind not in "iu":
        raise missing("bincount_cpu", self._a)
    if self._a.ndim != 1 or (self._a < 0).any():
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    if minlength < 0:
        raise RuntimeError("minlength should be >= 0")
    if weights is not None and weights._a.shape != self._a.shape:
        raise RuntimeError("weights should be 1-d and have the same length as input")
    found = np.bincount(self._a, None if weights is None else weights._a, minlength)
    return wrap(
        found if weights is None or weights._a.dtype != np.float32 else found.astype(np.float32)
    )


def _places(boundaries: Array, values: Array, right: bool, out_int32: bool) -> Array:
    """Where each value would be put in; one row of values for one row of boundaries, unless there is but one."""
    common = dtypes.result_type((boundaries, values)).np
    if common.kind in "bc":
        raise missing("searchsorted_out_cpu", np.empty(0, common))
    side: Literal["left", "right"] = "right" if right else "left"
    if boundaries.ndim == 1:
        found = np.searchsorted(boundaries.astype(common), values.astype(common), side)
        return np.asarray(found).astype(np.int32 if out_int32 else np.int64)
    out = np.empty(values.shape, np.int32 if out_int32 else np.int64)
    for at in np.ndindex(values.shape[:-1]):
        out[at] = np.searchsorted(boundaries[at].astype(common), values[at].astype(common), side)
    return out


def _warn_scattered(boundaries: Array, values: Array, sorter: Array | None = None) -> None:
    """Each of them that does not lie in one piece is copied first, and told of."""
    named = (("input value", values), ("boundary", boundaries), ("sorter", sorter))
    for name, array in named:
        if array is not None and not array.flags.c_contiguous:
            warn_once(
                f"torch.searchsorted(): {name} tensor is non-contiguous, this will lower the performance due to extra "
                "data copy when converting non-contiguous tensor to contiguous, please use contiguous "
                f"{name} tensor if possible. This message will only appear once per program. (Triggered internally at ...)"
            )


def bucketize(self: Any, boundaries: Tensor, out_int32: bool, right: bool) -> Any:
    if boundaries._a.ndim != 1:
        raise RuntimeError(
            f"boundaries tensor must be 1 dimension, but got dim({boundaries._a.ndim})"
        )
    values = self._a if isinstance(self, Tensor) else np.asarray(self)
    _warn_scattered(boundaries._a, values)
    return wrap(_places(boundaries._a, values, right, out_int32))


def searchsorted(
    sorted_sequence: Tensor, self: Any, out_int32: bool, right: bool, side: str | None, sorter: Tensor | None
) -> Any:  # fmt: skip
    array = sorted_sequence._a
    values = self._a if isinstance(self, Tensor) else np.asarray(self)
    _check_search(array, values, right, side, None if sorter is None else sorter._a)
    _warn_scattered(array, values, None if sorter is None else sorter._a)
    if sorter is not None:
        array = np.take_along_axis(array, sorter._a, -1)
    return wrap(_places(array, values, right or side == "right", out_int32))


def _check_search(
    array: Array, values: Array, right: bool, side: str | None, sorter: Array | None
) -> None:
    start = "torch.searchsorted(): "
    if side is not None and side not in ("left", "right"):
        raise RuntimeError(f"{start}side can only be 'left' or 'right' but got {side}")
    if side == "left" and right:
        raise RuntimeError(
            f"{start}side and right can't be set to opposites, got side of left while right was True"
        )
    if not array.ndim and values.ndim:
        raise RuntimeError(
            f"{start}boundaries tensor should have positive dimension, but got 0 dimension"
        )
    if sorter is not None:
        _check_sorter(array, sorter)
    if not values.ndim and array.ndim != 1:
        raise RuntimeError(
            f"{start}input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries "
            f"tensor dim({array.ndim}) and input value's dim(0) numel(1)"
        )
    if array.ndim != 1 and array.shape[:-1] != values.shape[:-1]:
        raise RuntimeError(
            f"{start}boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input "
            f"value tensor must match, but we got boundaries tensor {list(array.shape)} and input value tensor "
            f"{list(values.shape)}"
        )


def _check_sorter(array: Array, sorter: Array) -> None:
    start = "torch.searchsorted(): "
    if array.shape != sorter.shape:
        raise RuntimeError(
            f"{start}boundary and sorter must have the same size, but got boundary tensor {list(array.shape)}and got "
            f"sorter tensor {list(sorter.shape)}"
        )
    if sorter.dtype != np.int64:
        raise RuntimeError(
            f"{start}sorter must be a tensor of long dtype but got dtype {dtypes.OF[sorter.dtype].legacy}"
        )
    if sorter.size and (sorter.min() < 0 or sorter.max() >= sorter.shape[-1]):
        raise RuntimeError(f"{start}sorter index out of range")


# fmt: off
SEARCH = (
    compose("bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", bucketize, method=False),
    compose("bucketize.Scalar(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor", bucketize, method=False),
    compose("searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
            searchsorted, method=False),
    compose("searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
            searchsorted, method=False),
    compose("bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor", bincount),
)
# fmt: on
