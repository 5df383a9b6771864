"""More around the edges: a number, or the image itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.ops.kernels import Ints
    from gradrepl.engine.tensor import Tensor


# --- padding with a number -------------------------------------------------------------------------------------------


def constant_pad_nd(a: Array, pad: Ints, value: Any) -> Array:
    """A frame of one value; where a number is negative, so much is cut off."""
    if len(pad) % 2:
        raise RuntimeError(f"Length of pad must be even but instead it equals {len(pad)}")
    if len(pad) > 2 * a.ndim:
        raise RuntimeError(
            f"Length of pad should be no more than twice the number of dimensions of the input. Pad length is "
            f"{len(pad)} while the input has {a.ndim} dimensions."
        )
    before, after = by_dim(pad, a.ndim)
    cut = [
        slice(max(-b, 0), n - max(-e, 0)) for n, b, e in zip(a.shape, before, after, strict=True)
    ]
    if any(each.stop < each.start for each in cut):
        raise RuntimeError("narrow(): length must be non-negative.")
    inner = a[tuple(cut)]
    if all(each <= 0 for each in pad):
        return inner.copy()
    around = [(max(b, 0), n, max(e, 0)) for n, b, e in zip(inner.shape, before, after, strict=True)]
    found = np.empty([sum(each) for each in around], a.dtype)
    found.fill(np.asarray(value).astype(a.dtype))
    found[tuple(slice(b, b + n) for b, n, _ in around)] = inner
    return found


def by_dim(pad: Ints, ndim: int) -> tuple[Ints, Ints]:
    """What comes before and after along each dimension; the numbers begin with the last one."""
    untouched = (0,) * (ndim - len(pad) // 2)
    return untouched + pad[-2::-2], untouched + pad[::-2]


f_constant_pad = f.recorded("constant_pad_nd", constant_pad_nd)


def constant_pad_self(grad: Any, pad: Ints) -> Any:
    return f_constant_pad(grad, tuple(-each for each in pad), 0)


# --- padding with the image itself -----------------------------------------------------------------------------------


def _reflected(size: int, before: int, after: int) -> Array:
    at = np.abs(np.arange(-before, size + after))
    return np.where(at >= size, 2 * (size - 1) - at, at)


def _repeated(size: int, before: int, after: int) -> Array:
    return np.clip(np.arange(-before, size + after), 0, size - 1)


def taken(a: Array, sources: list[Array]) -> Array:
    """Along the last dimensions, for each place the element that it comes from."""
    for axis, source in zip(range(-len(sources), 0), sources, strict=True):
        a = a.take(source, axis)
    return a


def given_back(grad: Array, sources: list[Array], size: Ints) -> Array:
    """What was taken, added up where it came from."""
    for axis, source, n in zip(range(-len(sources), 0), sources, size, strict=True):
        grad = added_at(grad, source, n, axis)
    return grad


def added_at(grad: Array, index: Array, size: int, axis: int) -> Array:
    """A new array of zeros into which slices are added by index: one sorted sum, since `add.at` is slow."""
    at = axis % grad.ndim
    shape = (*grad.shape[:at], size, *grad.shape[at + 1 :])
    found = np.zeros(shape, grad.dtype)
    if not index.size:
        return found
    places = index.astype(np.int16) if size < 1 << 15 else index  # which numpy counts out
    order = np.argsort(places, kind="stable")
    ranked, sorted_grad = index[order], grad.take(order, at)
    starts = np.flatnonzero(np.diff(ranked, prepend=ranked[0] - 1))
    before: tuple[Any, ...] = (slice(None),) * at
    if len(starts) * MANY_EACH > index.size:
        found[(*before, ranked[starts])] = np.add.reduceat(sorted_grad, starts, at)
        return found
    stops = [*starts[1:].tolist(), index.size]
    for place, start, stop in zip(ranked[starts].tolist(), starts.tolist(), stops, strict=True):
        found[(*before, place)] = np.add.reduce(sorted_grad[(*before, slice(start, stop))], at)
    return found


MANY_EACH = 16
"""So many slices for each place are added up place by place."""


_PLACES = {"reflection": _reflected, "replication": _repeated}
_NODES = {"reflection": "ReflectionPad", "replication": "ReplicationPad"}


def _check_image(a: Array, dims: int, padding: Ints, mode: str) -> None:
    if a.ndim not in (dims + 1, dims + 2) or not all(a.shape[-dims:]) or not a.shape[-dims - 1]:
        raise RuntimeError(
            f"Expected {dims + 1}D or {dims + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero "
            f"dimensions for input, but got: {list(a.shape)}"
        )
    if mode == "reflection":
        for i in range(dims):
            pair, size = padding[2 * i : 2 * i + 2], a.shape[-1 - i]
            if max(pair) >= size:
                raise RuntimeError(
                    f"Argument #{4 + 2 * i}: Padding size should be less than the corresponding input dimension, but "
                    f"got: padding ({pair[0]}, {pair[1]}) at dimension {a.ndim - 1 - i} of input {list(a.shape)}"
                )
    sizes = [n + b + e for n, b, e in zip(a.shape[-dims:], *by_dim(padding, dims), strict=True)]
    if max(sizes) < 1:
        axes = "DHW"[-dims:] if dims > 1 else "W"
        old = " ".join(f"{x}: {n}" for x, n in zip(axes, a.shape[-dims:], strict=True))
        new = " ".join(f"{x}: {n}" for x, n in zip(axes, sizes, strict=True))
        raise RuntimeError(f"input ({old}) is too small. Calculated output {new}")


def _sources(size: Ints, padding: Ints, mode: str) -> list[Array]:
    before, after = by_dim(padding, len(size))
    return [_PLACES[mode](*each) for each in zip(size, before, after, strict=True)]


def pad_rows(mode: str, dims: int) -> tuple[Op, Op]:
    """`reflection_pad2d` and its like, and what their derivatives are differentiated by."""

    def kernel(a: Array, padding: Ints) -> Array:
        _check_image(a, dims, padding, mode)
        if a.dtype.kind == "b":
            raise missing(name, a)
        return taken(a, _sources(a.shape[-dims:], padding, mode))

    def backward(grad: Array, of: Array, padding: Ints) -> Array:
        size = of.shape[-dims:]
        return given_back(grad, _sources(size, padding, mode), size)

    name = f"{mode}_pad{dims}d"
    forwards, backwards = f.recorded(name, kernel), f.recorded(f"_{name}_backward", backward)

    def pad_self(grad: Any, self: Any, padding: Ints) -> Any:
        return backwards(grad, self, padding)

    def backward_output(grad: Any, padding: Ints) -> Any:
        return forwards(grad, padding)

    node = f"{_NODES[mode]}{dims}DBackward"
    return (
        op(f"{name}(Tensor self, int[{2 * dims}] padding) -> Tensor", f"{node}0", kernel,
           method=False, function=False, self=pad_self),
        op(f"_{name}_backward(Tensor grad_output, Tensor self, int[] padding) -> Tensor", f"{node}Backward0", backward,
           method=False, function=False, grad_output=backward_output, self=f.no_slope),
    )  # fmt: skip


_COMBINATIONS = """
Supported combinations for non-constant padding:
  - 2D or 3D input: padding size = 2 (pads last dimension)
  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)
  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)"""
_MODES = {"reflect": "reflection_pad", "replicate": "replication_pad"}


def pad(self: Tensor, pad: Ints, mode: str, value: float | None) -> Any:
    from gradrepl.engine import ops

    ndim, length = self._a.ndim, len(pad)
    if length % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if length > 2 * ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input dimension but got padding length "
            f"{length} and input of dimension {ndim}"
        )
    if mode == "constant":
        return RECORDED.constant_pad_nd(self, pad, 0.0 if value is None else value)
    if mode not in (*_MODES, "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if value is not None and value != 0:
        raise RuntimeError(f'Padding mode "{mode}" doesn\'t take in value argument')
    if ndim not in (length // 2 + 1, length // 2 + 2) or length not in (2, 4, 6):
        raise NotImplementedError(
            f"Padding size {length} is not supported for {ndim}D input tensor.{_COMBINATIONS}"
        )
    if mode == "circular":
        return _circular(self, pad)
    return ops.recording(f"{_MODES[mode]}{length // 2}d")(self, pad)


def _circular(self: Tensor, pad: Ints) -> Any:
    """A new tensor, written in parts: the middle first, and around it what lies at the other ends."""
    x = self._a
    before, after = by_dim(pad, x.ndim)
    shape = tuple(n + b + e for n, b, e in zip(x.shape, before, after, strict=True))
    for axis in range(x.ndim - len(pad) // 2, x.ndim):
        if max(before[axis], after[axis]) > x.shape[axis]:
            raise RuntimeError("Padding value causes wrapping around more than once.")
        if shape[axis] < 0:
            raise RuntimeError("Negative padding value is resulting in an empty dimension")
    found = self.new_empty(shape)
    target: Any = found
    source: Any = self
    for axis in range(x.ndim - len(pad) // 2, x.ndim):
        b, e = before[axis], after[axis]
        target = _slice(target, axis, max(b, 0), shape[axis] - max(e, 0))
        source = _slice(source, axis, max(-b, 0), x.shape[axis] - max(-e, 0))
    target.copy_(source)
    for axis in reversed(range(x.ndim - len(pad) // 2, x.ndim)):
        b, e, n = before[axis], after[axis], shape[axis]
        if b > 0:
            _slice(found, axis, 0, b).copy_(_slice(found, axis, n - b - max(e, 0), n - max(e, 0)))
        if e > 0:
            _slice(found, axis, n - e, n).copy_(_slice(found, axis, max(b, 0), max(b, 0) + e))
    return found


def _slice(x: Any, axis: int, start: int, stop: int) -> Any:
    return x[(slice(None),) * axis + (slice(start, stop),)]


# fmt: off
PADDING: tuple[Op, ...] = (
    compose('pad(Tensor self, int[] pad, str mode="constant", float? value=None) -> Tensor', pad, method=False, function=False),
    op("constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor", "ConstantPadNdBackward0", constant_pad_nd, method=False, self=constant_pad_self),
    *(row for mode in _PLACES for dims in (1, 2, 3) for row in pad_rows(mode, dims)),
)
# fmt: on
