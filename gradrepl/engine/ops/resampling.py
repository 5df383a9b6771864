"""Images made larger or smaller: interpolation, and the pixels of channels shuffled into a plane."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import Ints, missing
from gradrepl.engine.ops.padding import added_at, given_back, taken
from gradrepl.engine.table import Op, op

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


# --- interpolation ---------------------------------------------------------------------------------------------------


def _ratio(size: int, out: int, scale: float | None) -> np.float32:
    """Source: PyTorch computes it in single precision from what was asked for, else from the sizes."""
    if scale is not None and scale > 0:
        return np.float32(1.0 / scale)
    return np.float32(size) / np.float32(out)


@functools.lru_cache(256)
def nearest_source(size: int, out: int, scale: float | None, *, exact: bool = False, plane: bool = False) -> Array:  # fmt: skip
    if plane and not exact and out in (size, 2 * size):  # whatever factor was asked for
        return np.arange(out) // (out // max(size, 1))
    shift = np.float32(0.5 if exact else 0)
    at = (np.arange(out, dtype=np.float32) + shift) * _ratio(size, out, scale)
    return np.minimum(np.floor(at).astype(np.int64), size - 1)


def _linear_source(size: int, out: int, scale: float | None, align: bool, kind: Any) -> tuple[Array, Array, Array]:  # fmt: skip
    """For each place the two that it lies between, and the share of the second."""
    steps = np.arange(out, dtype=kind)
    if out == size:  # whatever factor was asked for
        at = steps
    elif align:
        at = steps * (kind.type(size - 1) / kind.type(out - 1) if out > 1 else kind.type(0))
    else:
        ratio = kind.type(1.0 / scale if scale is not None and scale > 0 else size / out)
        at = np.maximum(ratio * (steps + kind.type(0.5)) - kind.type(0.5), kind.type(0))
    low = np.minimum(at.astype(np.int64), size - 1)
    share = np.clip(at - low.astype(kind), 0, 1).astype(kind)
    return low, np.minimum(low + 1, size - 1), share


def _along(values: Array, axis: int, ndim: int) -> Array:
    return values.reshape(-1, *(1,) * (ndim - 1 - axis % ndim))


def linear_taken(a: Array, size: Ints, scales: tuple[float | None, ...], align: bool) -> Array:
    kind = np.dtype(np.float32) if a.dtype == np.float16 else a.dtype
    wide = a.astype(kind, copy=False)
    for axis, out, scale in zip(range(-len(size), 0), size, scales, strict=True):
        low, high, share = _linear_source(a.shape[axis], out, scale, align, kind)
        part = _along(share, axis, a.ndim)
        wide = wide.take(low, axis) * (1 - part) + wide.take(high, axis) * part
    return wide.astype(a.dtype, copy=False)


def linear_given_back(grad: Array, size: Ints, scales: tuple[float | None, ...], align: bool) -> Array:  # fmt: skip
    for axis, n, scale in zip(range(-len(size), 0), size, scales, strict=True):
        low, high, share = _linear_source(n, grad.shape[axis], scale, align, grad.dtype)
        part = _along(share, axis, grad.ndim)
        both = np.concatenate((grad * (1 - part), grad * part), axis)
        grad = added_at(both, np.concatenate((low, high)), n, axis)
    return grad


_AXES = ("D", "H", "W")


def check_upsample(a: Array, size: Ints) -> None:
    dims = len(size)
    old = a.shape[2:]
    if min(old) > 0 and min(size) > 0:
        return
    if dims == 1:
        told = f"(W: {old[0]}) and output (W: {size[0]})"
    else:
        given, wanted = (
            ", ".join(f"{axis}: {n}" for axis, n in zip(_AXES[-dims:], each, strict=True))
            for each in (old, size)
        )
        told = f"({given}) output ({wanted})"
    raise RuntimeError(f"Input and output sizes should be greater than 0, but got input {told}")


def _scales_text(dims: int) -> str:
    names = {1: ("scales",), 2: ("scales_h", "scales_w"), 3: ("scales_d", "scales_h", "scales_w")}
    return ", ".join(f"float? {name}=None" for name in names[dims])


def _nearest_rows(dims: int, *, exact: bool = False) -> tuple[Op, Op]:
    """`upsample_nearest2d` and its like."""
    base = f"upsample_nearest{dims}d"

    def sources(old: Ints, size: Ints, scales: Any) -> list[Array]:
        return [
            nearest_source(*each, exact=exact, plane=dims == 2)
            for each in zip(old, size, scales, strict=True)
        ]

    def kernel(a: Array, output_size: Ints, *scales: float | None) -> Array:
        check_upsample(a, output_size)
        if a.dtype.kind != "f" and a.dtype != np.uint8:
            raise missing(_refused(base, a, output_size), a)
        return taken(a, sources(a.shape[2:], output_size, scales))

    def backward(grad: Array, size: Ints, *scales: float | None) -> Array:
        return given_back(grad, sources(size, grad.shape[2:], scales), size)

    name = f"_upsample_nearest_exact{dims}d" if exact else base
    node = f"Upsample{'Nearest' + ('Exact' if exact else '')}{dims}DBackward"
    return upsample_rows(name, node, dims, kernel, backward, aligned=False)


def _refused(name: str, a: Array, output_size: Ints) -> str:
    """How PyTorch names its kernel: that of small images is fit for channels that come last."""
    if a.ndim == 4 and sum(output_size) <= 128:
        return f"{name}_channels_last"
    way = "nearest" if "nearest" in name else "linear"
    return f"compute_indices_weights_{way}"


def _linear_rows(dims: int) -> tuple[Op, Op]:
    word = {1: "linear", 2: "bilinear", 3: "trilinear"}[dims]

    def kernel(a: Array, output_size: Ints, align_corners: bool, *scales: float | None) -> Array:
        check_upsample(a, output_size)
        if a.dtype.kind != "f":
            raise missing(_refused(f"upsample_{word}{dims}d", a, output_size), a)
        return linear_taken(a, output_size, scales, align_corners)

    def backward(grad: Array, size: Ints, align_corners: bool, *scales: float | None) -> Array:
        return linear_given_back(grad, size, scales, align_corners)

    name, node = f"upsample_{word}{dims}d", f"Upsample{word.title()}{dims}DBackward"
    return upsample_rows(name, node, dims, kernel, backward, aligned=True)


def upsample_rows(name: str, node: str, dims: int, kernel: Any, backward: Any, *, aligned: bool) -> tuple[Op, Op]:  # fmt: skip

    def whole(grad: Array, size: Ints, output_size: Ints, *rest: Any) -> Array:
        del output_size  # the node saves it
        return backward(grad, size, *rest)

    forwards, backwards = f.recorded(name, kernel), f.recorded(f"_{name}_backward", whole)
    forward_formula, backward_formula = _upsample_formulas(forwards, backwards, dims, aligned)
    corners = ", bool align_corners" if aligned else ""
    return (
        op(f"{name}(Tensor self, int[] output_size{corners}, {_scales_text(dims)}) -> Tensor", f"{node}0", kernel,
           method=False, function=False, self=forward_formula),
        op(f"_{name}_backward(Tensor grad_output, int[] size, int[] output_size{corners}, {_scales_text(dims)}) -> Tensor",
           f"{node}Backward0", whole, method=False, function=False, grad_output=backward_formula),
    )  # fmt: skip


def _upsample_formulas(forwards: Any, backwards: Any, dims: int, aligned: bool) -> tuple[Any, Any]:
    """The derivatives; their parameters are what the nodes save, so each form is written out."""

    def back(grad: Any, sizes: Ints, *rest: Any) -> Any:
        return backwards(grad, sizes[2:], *rest)

    if aligned and dims == 1:

        def one(grad: Any, self_sym_sizes: Ints, output_size: Ints, align_corners: bool, scales: Any) -> Any:  # fmt: skip
            return back(grad, self_sym_sizes, output_size, align_corners, scales)

        def again(grad: Any, output_size: Ints, align_corners: bool, scales: Any) -> Any:
            return forwards(grad, output_size, align_corners, scales)
    elif aligned and dims == 3:

        def one(grad: Any, self_sym_sizes: Ints, output_size: Ints, align_corners: bool, scales_d: Any, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # fmt: skip  # another form
            return back(
                grad, self_sym_sizes, output_size, align_corners, scales_d, scales_h, scales_w
            )

        def again(grad: Any, output_size: Ints, align_corners: bool, scales_d: Any, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # fmt: skip  # another form
            return forwards(grad, output_size, align_corners, scales_d, scales_h, scales_w)
    elif aligned:

        def one(grad: Any, self_sym_sizes: Ints, output_size: Ints, align_corners: bool, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # fmt: skip  # another form
            return back(grad, self_sym_sizes, output_size, align_corners, scales_h, scales_w)

        def again(grad: Any, output_size: Ints, align_corners: bool, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # fmt: skip  # another form
            return forwards(grad, output_size, align_corners, scales_h, scales_w)
    elif dims == 1:

        def one(grad: Any, self_sym_sizes: Ints, output_size: Ints, scales: Any) -> Any:  # type: ignore[misc]  # another form
            return back(grad, self_sym_sizes, output_size, scales)

        def again(grad: Any, output_size: Ints, scales: Any) -> Any:  # type: ignore[misc]  # another form
            return forwards(grad, output_size, scales)
    elif dims == 3:

        def one(grad: Any, self_sym_sizes: Ints, output_size: Ints, scales_d: Any, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # fmt: skip  # another form
            return back(grad, self_sym_sizes, output_size, scales_d, scales_h, scales_w)

        def again(grad: Any, output_size: Ints, scales_d: Any, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # fmt: skip  # another form
            return forwards(grad, output_size, scales_d, scales_h, scales_w)
    else:

        def one(grad: Any, self_sym_sizes: Ints, output_size: Ints, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # fmt: skip  # another form
            return back(grad, self_sym_sizes, output_size, scales_h, scales_w)

        def again(grad: Any, output_size: Ints, scales_h: Any, scales_w: Any) -> Any:  # type: ignore[misc]  # another form
            return forwards(grad, output_size, scales_h, scales_w)

    return one, again


# --- pixels ----------------------------------------------------------------------------------------------------------


def _check_pixels(a: Array, name: str, factor: int, word: str) -> None:
    if a.ndim < 3:
        raise RuntimeError(
            f"{name} expects input to have at least 3 dimensions, but got input with {a.ndim} dimension(s)"
        )
    if factor <= 0:
        raise RuntimeError(f"{name} expects a positive {word}, but got {factor}")


def pixel_shuffle(a: Array, upscale_factor: int) -> Array:
    r = upscale_factor
    _check_pixels(a, "pixel_shuffle", r, "upscale_factor")
    *front, c, h, w = a.shape
    if c % (r * r):
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, "
            f"but input.size(-3)={c} is not divisible by {r * r}"
        )
    parts = a.reshape(math.prod(front), c // (r * r), r, r, h, w).transpose(0, 1, 4, 2, 5, 3)
    return np.array(parts, order="C").reshape(*front, c // (r * r), h * r, w * r)


def pixel_unshuffle(a: Array, downscale_factor: int) -> Array:
    r = downscale_factor
    _check_pixels(a, "pixel_unshuffle", r, "downscale_factor")
    *front, c, h, w = a.shape
    if not a.size:
        return a.copy("C")
    for name, size, at in (("height", h, -2), ("width", w, -1)):
        if size % r:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, but input.size({at})={size} is "
                f"not divisible by {r}"
            )
    parts = a.reshape(-1, c, h // r, r, w // r, r).transpose(0, 1, 3, 5, 2, 4)
    return np.array(parts, order="C").reshape(*front, c * r * r, h // r, w // r)


f_shuffle = f.recorded("pixel_shuffle", pixel_shuffle)
f_unshuffle = f.recorded("pixel_unshuffle", pixel_unshuffle)


def pixel_shuffle_self(grad: Any, upscale_factor: int) -> Any:
    return f_unshuffle(grad, upscale_factor)


def pixel_unshuffle_self(grad: Any, downscale_factor: int) -> Any:
    return f_shuffle(grad, downscale_factor)


# fmt: off
RESAMPLING: tuple[Op, ...] = (
    *(row for dims in (1, 2, 3) for row in _nearest_rows(dims)),
    *(row for dims in (1, 2, 3) for row in _nearest_rows(dims, exact=True)),
    *(row for dims in (1, 2, 3) for row in _linear_rows(dims)),
    op("pixel_shuffle(Tensor self, int upscale_factor) -> Tensor", "PixelShuffleBackward0", pixel_shuffle, method=False, self=pixel_shuffle_self),
    op("pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor", "PixelUnshuffleBackward0", pixel_unshuffle, method=False, self=pixel_unshuffle_self),
)
# fmt: on
