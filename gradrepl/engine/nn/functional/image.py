"""Images: `pad`, `interpolate`, `unfold` and `fold`."""

from __future__ import annotations

import math
import warnings
from typing import Any

from gradrepl.engine.nn.functional.calling import in_torch, native, observed


@observed
def pad(input: Any, pad: Any, mode: str = "constant", value: float | None = None) -> Any:
    return native("pad")(input, pad, mode, value)


@observed
def unfold(
    input: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Any:
    return native("im2col")(
        input, _pair(kernel_size), _pair(dilation), _pair(padding), _pair(stride)
    )


@observed
def fold(
    input: Any,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Any:
    given = (output_size, kernel_size, dilation, padding, stride)
    return native("col2im")(input, *map(_pair, given))


def _pair(value: Any) -> Any:
    return (value, value) if isinstance(value, int) else tuple(value)


# --- interpolation --------------------------------------------------------------------------------

_LINEAR = {3: "linear", 4: "bilinear", 5: "trilinear"}
_AVERAGING = {3: "adaptive_avg_pool1d", 4: "adaptive_avg_pool2d", 5: "adaptive_avg_pool3d"}
_MODES = "nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact"
_ALIGNED = ("linear", "bilinear", "trilinear", "bicubic")


@observed
def interpolate(
    input: Any,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Any:
    if mode in ("nearest", "area", "nearest-exact"):
        if align_corners is not None:
            raise ValueError(
                "align_corners option can only be set with the interpolating modes: linear | "
                "bilinear | bicubic | trilinear"
            )
    elif align_corners is None:
        align_corners = False
    dim = input.dim() - 2
    output_size, factors = _wanted(input, dim, size, scale_factor)
    if recompute_scale_factor:
        if factors is None:
            raise ValueError("recompute_scale_factor is not meaningful with an explicit size.")
        output_size = [math.floor(float(input.size(i + 2)) * factors[i]) for i in range(dim)]
        factors = None
    if mode == "lanczos" and not antialias:
        raise ValueError("Lanczos mode requires antialias=True")
    if antialias and not (mode in ("bilinear", "bicubic", "lanczos") and input.ndim == 4):
        raise ValueError(
            "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and "
            "requires a 4-D tensor as input"
        )
    if output_size is None:
        output_size = [math.floor(float(input.size(i + 2)) * factors[i]) for i in range(dim)]
    scales = [None] * dim if factors is None else list(factors)
    if antialias and mode != "lanczos":
        name = f"_upsample_{mode}2d_aa"
        return native(name)(input, output_size, align_corners, *scales)
    return _resampled(input, mode, output_size, scales, align_corners)


def _wanted(input: Any, dim: int, size: Any, scale_factor: Any) -> tuple[Any, Any]:
    """The sizes or the factors that are asked for."""
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    given = list(input.shape[2:])
    if size is not None:
        if not isinstance(size, (list, tuple)):
            return [size] * dim, None
        if len(size) != dim:
            raise ValueError(
                "Input and output must have the same number of spatial dimensions, but got input "
                f"with spatial dimensions of {given} and output size of {size}. Please provide "
                "input tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, "
                "...,oK) format."
            )
        return list(size), None
    if scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    if not isinstance(scale_factor, (list, tuple)):
        return None, [float(scale_factor)] * dim
    if len(scale_factor) != dim:
        raise ValueError(
            "Input and scale_factor must have the same number of spatial dimensions, but got "
            f"input with spatial dimensions of {given} and scale_factor of shape {scale_factor}. "
            "Please provide input tensor in (N, C, d1, d2, ...,dK) format and scale_factor in "
            "(s1, s2, ...,sK) format."
        )
    return None, [float(each) for each in scale_factor]


def _resampled(input: Any, mode: str, size: Any, scales: Any, align_corners: Any) -> Any:
    ndim = input.dim()
    if ndim in _LINEAR:
        dims = ndim - 2
        absent = f"gradrepl's torch.nn.functional.interpolate has no mode={mode!r}"
        if mode in ("nearest", "nearest-exact"):
            exact = mode == "nearest-exact"
            name = f"_upsample_nearest_exact{dims}d" if exact else f"upsample_nearest{dims}d"
            return native(name)(input, size, *scales)
        if mode == "area" and ndim in _AVERAGING:
            return _averaged(input, size)
        if mode in _LINEAR.values():
            wanted = next(n for n, each in _LINEAR.items() if each == mode)
            if wanted != ndim:
                raise NotImplementedError(
                    f"Got {ndim}D input, but {mode} mode needs {wanted}D input"
                )
            return native(f"upsample_{mode}{dims}d")(input, size, align_corners, *scales)
        if mode == "bicubic" and ndim == 4:
            return native("upsample_bicubic2d")(input, size, align_corners, *scales)
        if mode == "lanczos":
            raise NotImplementedError(absent)
    raise NotImplementedError(
        f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {ndim}D) for the modes: "
        f"{_MODES} (got {mode})"
    )


def _averaged(input: Any, size: Any) -> Any:
    if input.dim() == 3:
        return in_torch("adaptive_avg_pool1d", input, size)
    return native(_AVERAGING[input.dim()])(input, size)


@observed
def upsample(
    input: Any,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> Any:
    _warn_deprecated("upsample")
    return interpolate(input, size, scale_factor, mode, align_corners)


def _warn_deprecated(name: str) -> None:
    warnings.warn(
        f"`nn.functional.{name}` is deprecated. Use `nn.functional.interpolate` instead.",
        stacklevel=4,
    )
