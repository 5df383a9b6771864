"""New tensors of numbers in a row, and of places in a matrix."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine import dtypes, exact
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops.create import factory
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.promotion import default_float
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.warning import warn


def _arange_end(end: Any, dtype: Any) -> Array:
    return _arange(0, end, 1, dtype)


def _arange_two(start: Any, end: Any, dtype: Any) -> Array:
    return _arange(start, end, 1, dtype)


def _arange(start: Any, end: Any, step: Any, dtype: Any) -> Array:
    kinds = {type(start), type(end), type(step)}
    if kinds == _INTEGERS and dtype is None and step > 0 and -_FAR < start <= end < _FAR:
        return np.arange(start, end, step)
    if complex in kinds:
        raise RuntimeError("value cannot be converted to type double without overflow")
    if dtype is not None and dtype.kind in "bc":
        raise missing("arange_cpu", np.empty(0, dtype))
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if not (math.isfinite(start) and math.isfinite(end)):
        raise RuntimeError(f"unsupported range: {float(start):g} -> {float(end):g}")
    if (end - start) * (1 if step > 0 else -1) < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    if not kinds <= _FLOATS and any(
        abs(each) >= 2**64 for each in (start, end, step) if isinstance(each, int)
    ):
        raise OverflowError("int too big to convert")
    whole = all(isinstance(each, int) for each in (start, end, step))
    to = dtype or (np.dtype(np.int64) if whole else default_float())
    if not whole and to.kind in "iu":
        return _arange_cut(start, end, step, to)
    if any(not -(2**63) <= each < 2**63 for each in (start, end, step) if isinstance(each, int)):
        raise RuntimeError("value cannot be converted to type int64_t without overflow")
    count = -((start - end) // step) if whole else math.ceil((end - start) / step)
    if whole:
        return np.arange(start, start + count * step, step, dtype=np.int64).astype(to, copy=False)
    found = np.arange(count, dtype=np.float64)
    if step != 1:
        found *= step
    if start:
        found += start
    return found.astype(to)


_INTEGERS, _FLOATS, _FAR = {int}, {float}, 2**62
"""Between ends that are not so far nothing overflows."""


def _arange_cut(start: Any, end: Any, step: Any, to: np.dtype[Any]) -> Array:
    """With fractions cut off first, and the count from what was given, unless int64 counts itself."""
    first, last, stride = int(start), int(end), int(step)
    if to != np.int64:
        count = math.ceil((end - start) / step)
    elif stride:
        count = max(-((first - last) // stride), 0)
    else:
        raise ValueError("step must be nonzero")
    return (np.arange(count) * stride + first).astype(to)


def _linspace(start: Any, end: Any, steps: int, dtype: Any) -> Array:
    """From both ends towards the middle, in the result's own dtype, as PyTorch counts."""
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    to = np.dtype(dtype or default_float())
    if type(start) is complex or type(end) is complex:
        inferred = dtypes.get_default_dtype().to_complex().np
        if dtype is not None and to.kind != "c":
            shown = "float" if inferred == np.complex64 else "double"
            raise RuntimeError(
                f"torch.linspace(): inferred dtype c10::complex<{shown}> can't be safely cast to passed dtype "
                f"{OF[to].legacy}"
            )
        to = np.dtype(dtype or inferred)
    if to.kind == "b":
        raise missing("linspace_cpu", np.empty(0, to))
    if steps == 1:
        return np.full(1, start, to)
    kind = to if to.kind in "fc" else _SINGLE
    first, last = kind.type(start), kind.type(end)
    step = (last - first) / kind.type(max(steps - 1, 1))
    return _steps(first, last, step, steps).astype(to, copy=False)


_SINGLE = np.dtype(np.float32)


def _steps(first: Any, last: Any, step: Any, count: int) -> Array:
    """With a single rounding each, as a fused multiplication and addition has it."""
    half = count // 2
    index = np.arange(count, dtype=np.float64)
    index[half:] -= count - 1  # those count back from the last
    if first.dtype.char == "d":
        ends = np.full(count, last)
        ends[:half] = first
        return np.asarray(exact.fused64(index, float(step), ends))
    if first.dtype.kind == "c":
        wide = index * complex(step)
    else:
        wide = np.multiply(index, float(step), out=index)
    wide[:half] += first
    wide[half:] += last
    return wide.astype(first.dtype)


def _logspace(start: Any, end: Any, steps: int, base: float, dtype: Any) -> Array:
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    many = any(isinstance(each, complex) for each in (start, end))
    exponents = _linspace(start, end, steps, np.dtype(np.complex128 if many else np.float64))
    made = dtypes.get_default_dtype().to_complex().np if many else default_float()
    return np.power(base, exponents).astype(dtype or made)


def _logspace_tensors(start: Any, end: Any, steps: int, base: float, dtype: Any) -> Array:
    return _logspace(*_ends("logspace", start, end), steps, base, dtype)


def _linspace_tensors(start: Any, end: Any, steps: int, dtype: Any) -> Array:
    return _linspace(*_ends("linspace", start, end), steps, dtype)


def _ends(name: str, start: Any, end: Any) -> tuple[Any, Any]:
    """Both as Python's numbers."""
    for which, each in (("start", start), ("end", end)):
        if isinstance(each, Tensor) and each._a.ndim:
            raise RuntimeError(
                f"{name} only supports 0-dimensional start and end tensors, but got {which} with {each._a.ndim} "
                "dimension(s)."
            )
    first, last = (each.item() if isinstance(each, Tensor) else each for each in (start, end))
    return first, last


def _range(start: Any, end: Any, step: Any, dtype: Any) -> Array:
    """As `arange`, with the end in it."""
    warn(
        "torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with "
        "Python's range builtin. Instead, use torch.arange, which produces values in [start, end)."
    )
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * (1 if step > 0 else -1) < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    count = math.floor((end - start) / step) + 1
    return (np.arange(count, dtype=np.float64) * step + start).astype(dtype or default_float())


def _triangle(row_count: int, column_count: int, offset: int, dtype: Any, name: str) -> Array:
    for which, count in (("row", row_count), ("col", column_count)):
        if count < 0:
            raise RuntimeError(f"{which} must be non-negative, got{count}")
    if dtype is not None and dtype.kind not in "iu":
        raise missing(name, np.empty(0, dtype))
    pick = np.tril_indices if name.startswith("tril") else np.triu_indices
    return np.stack(pick(row_count, offset, column_count)).astype(dtype or np.int64)


def _tril_indices(row: int, col: int, offset: int, dtype: Any) -> Array:
    return _triangle(row, col, offset, dtype, "tril_indices")


def _triu_indices(row: int, col: int, offset: int, dtype: Any) -> Array:
    return _triangle(row, col, offset, dtype, "triu_indices")


def _eye(n: int, dtype: Any) -> Array:
    return _eye_rectangle(n, n, dtype)


def _eye_rectangle(n: int, m: int, dtype: Any) -> Array:
    for name, size in (("n", n), ("m", m)):
        if size < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {size}")
    return np.eye(n, m, dtype=dtype or default_float())


# fmt: off
RANGES = (
    factory("arange(Scalar end)", _arange_end),
    factory("arange.start(Scalar start, Scalar end)", _arange_two),
    factory("arange.start_step(Scalar start, Scalar end, Scalar step=1)", _arange),
    factory("linspace.Tensor_Tensor(Tensor start, Tensor end, int steps)", _linspace_tensors),
    factory("linspace.Scalar_Tensor(Scalar start, Tensor end, int steps)", _linspace_tensors),
    factory("linspace.Tensor_Scalar(Tensor start, Scalar end, int steps)", _linspace_tensors),
    factory("linspace(Scalar start, Scalar end, int steps)", _linspace),
    factory("range(Scalar start, Scalar end, Scalar step=1)", _range),
    factory("tril_indices(int row, int col, int offset=0)", _tril_indices),
    factory("triu_indices(int row, int col, int offset=0)", _triu_indices),
    factory("logspace.Tensor_Tensor(Tensor start, Tensor end, int steps, float base=10.0)", _logspace_tensors),
    factory("logspace.Scalar_Tensor(Scalar start, Tensor end, int steps, float base=10.0)", _logspace_tensors),
    factory("logspace.Tensor_Scalar(Tensor start, Scalar end, int steps, float base=10.0)", _logspace_tensors),
    factory("logspace(Scalar start, Scalar end, int steps, float base=10.0)", _logspace),
    factory("eye(int n)", _eye),
    factory("eye.m(int n, int m)", _eye_rectangle),
)
# fmt: on
