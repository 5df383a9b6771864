"""A tensor's `repr`, as PyTorch 2.13.0 prints it, from its array and a few words about it.

All numbers become text first, flat; then rows are joined into brackets from the innermost dimension
out. Python floats and list comprehensions do this several times faster than numpy scalars could.

Source: recorded from PyTorch; see tests/engine/record_printing.py.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


class PrintOptions(NamedTuple):
    """What `torch.set_printoptions` sets."""

    precision: int = 4
    """Digits after the point."""
    threshold: float = 1000
    """A tensor with more elements than this is summarised."""
    edgeitems: int = 3
    """How many of each dimension's first and last elements a summary shows."""
    linewidth: int = 80
    """Columns; a row of elements and the suffixes are broken there."""
    sci_mode: bool | None = None
    """Scientific notation always, never, or (None) where the values call for it."""


PROFILES = {
    "default": PrintOptions(),
    "short": PrintOptions(precision=2, edgeitems=2),
    "full": PrintOptions(threshold=math.inf),
}

_options = PrintOptions()


def get_printoptions() -> PrintOptions:
    """The options in force."""
    return _options


def set_printoptions(  # torch's own signature
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Changes how tensors are printed; what is None stays, but for `sci_mode`, which it resets.

    An unknown profile changes nothing and a known one comes first, as in PyTorch.
    """
    global _options  # noqa: PLW0603  # it is process-wide in torch, too
    given = {
        "precision": precision,
        "threshold": threshold,
        "edgeitems": edgeitems,
        "linewidth": linewidth,
    }
    changed = {name: value for name, value in given.items() if value is not None}
    start = PROFILES.get(profile, _options) if profile is not None else _options
    _options = start._replace(**changed, sci_mode=sci_mode)  # type: ignore[arg-type]  # mypy joins the fields' types


def tensor_repr(
    array: Array,
    *,
    dtype_name: str,
    default_dtype: str = "torch.float32",
    requires_grad: bool = False,
    grad_fn_name: str | None = None,
    tangent: str | None = None,
    prefix: str = "tensor(",
) -> str:
    """The text of `repr(tensor)`.

    Args:
        array: the elements.
        dtype_name: `torch.float32` and so on.
        default_dtype: the dtype that is not worth a suffix.
        requires_grad: shown where there is no `grad_fn_name`.
        grad_fn_name: `MulBackward0`, shown as `grad_fn=<MulBackward0>`.
        tangent: the text of the derivative that travels with the tensor, in forward mode.
        prefix: with the bracket; a subclass prints its own name.
    """
    options = _options
    suffixes = []
    if array.size == 0:
        body = "[]"
        if array.ndim != 1:
            suffixes.append(f"size={array.shape}")
        if dtype_name != default_dtype:
            suffixes.append(f"dtype={dtype_name}")
    else:
        if options.edgeitems == 0:
            suffixes.append(f"size={array.shape}")
        if dtype_name != default_dtype and not _is_inferred(dtype_name, default_dtype):
            suffixes.append(f"dtype={dtype_name}")
        body = _body(array, len(prefix), options)
    if grad_fn_name is not None:
        suffixes.append(f"grad_fn=<{grad_fn_name}>")
    elif requires_grad:
        suffixes.append("requires_grad=True")
    if tangent is not None:
        suffixes.append(f"tangent={tangent}")
    return _with_suffixes(prefix + body, suffixes, len(prefix), options.linewidth)


def _is_inferred(dtype_name: str, default_dtype: str) -> bool:
    """Whether `torch.tensor` would find this dtype in the printed values."""
    if dtype_name in ("torch.int64", "torch.bool"):
        return True
    wide = default_dtype == "torch.float64"
    return dtype_name == ("torch.complex128" if wide else "torch.complex64")


def _with_suffixes(text: str, suffixes: list[str], indent: int, linewidth: int) -> str:
    """Appends each suffix to the last line, or to a new one where it would not fit."""
    parts = [text]
    column = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if column + len(suffix) + 2 > linewidth:
            parts.append(",\n" + " " * indent + suffix)
            column = indent + len(suffix)
        else:
            parts.append(", " + suffix)
            column += len(suffix) + 2
    parts.append(")")
    return "".join(parts)


def _body(array: Array, indent: int, options: PrintOptions) -> str:
    """The elements in their brackets, which begin `indent` columns from the left."""
    edge = options.edgeitems
    cut = [False] * array.ndim
    if array.size > options.threshold and array.ndim:
        if edge <= 0:
            return "[...]"
        cut = [size > 2 * edge for size in array.shape]
        for axis, is_cut in enumerate(cut):
            if is_cut:
                size = array.shape[axis]
                array = array.take([*range(edge), *range(size - edge, size)], axis)
    texts, width = _elements(array, options)
    if array.ndim == 0:
        return texts[0]
    inner = indent + array.ndim - 1
    fit = max(1, (options.linewidth - inner) // (width + 2))
    rows = _rows(texts, array.shape[-1], inner, fit, cut=cut[-1])
    for axis in range(array.ndim - 2, -1, -1):
        blank = array.ndim - 1 - axis
        rows = _wrapped(rows, array.shape[axis], indent + axis, blank, cut=cut[axis])
    return rows[0]


def _rows(texts: list[str], length: int, indent: int, fit: int, *, cut: bool) -> list[str]:
    """The innermost dimension, with `fit` elements on a line."""
    rows = [texts[start : start + length] for start in range(0, len(texts), length)]
    if cut:
        for row in rows:
            row.insert(length // 2, " ...")
        length += 1
    if length <= fit:
        return ["[" + ", ".join(row) + "]" for row in rows]
    break_ = ",\n" + " " * (indent + 1)
    return [
        "["
        + break_.join(", ".join(row[start : start + fit]) for start in range(0, length, fit))
        + "]"
        for row in rows
    ]


def _wrapped(rows: list[str], length: int, indent: int, blank: int, *, cut: bool) -> list[str]:
    """Each `length` rows in one pair of brackets, with `blank` line ends between them."""
    separator = "," + "\n" * blank + " " * (indent + 1)
    wrapped = []
    for start in range(0, len(rows), length):
        group = rows[start : start + length]
        if cut:
            group.insert(length // 2, "...")
        wrapped.append("[" + separator.join(group) + "]")
    return wrapped


def _elements(array: Array, options: PrintOptions) -> tuple[list[str], int]:
    """Every element's text, aligned, and the width by which lines are filled."""
    kind = array.dtype.kind
    if kind == "f":
        return _floats(array.ravel().tolist(), options)
    if kind == "c":
        flat = array.ravel()
        real, width = _floats(flat.real.tolist(), options)
        imag, imag_width = _floats(flat.imag.tolist(), options)
        signed = [text.lstrip() for text in imag]
        return [
            f"{left}{right}j" if right[0] == "-" else f"{left}+{right}j"
            for left, right in zip(real, signed, strict=True)
        ], width + imag_width + 1
    texts = list(map(str, array.ravel().tolist()))
    width = max(map(len, texts))
    return [text.rjust(width) for text in texts], width


def _floats(values: list[float], options: PrintOptions) -> tuple[list[str], int]:
    """One notation and width for all; those decide that are finite and not zero."""
    deciding = [value for value in values if value and value - value == 0.0]
    if not deciding:
        return [_whole(value) for value in values], 1
    largest, smallest = max(map(abs, deciding)), min(map(abs, deciding))
    whole = all(map(float.is_integer, deciding))
    scientific = options.sci_mode
    if scientific is None:
        scientific = largest / smallest > 1000.0 or largest > 1e8 or (smallest < 1e-4 and not whole)
    if whole and not scientific:
        form = _whole
    else:
        form = f"{{:.{options.precision}{'e' if scientific else 'f'}}}".format
    texts = list(map(form, values))
    if len(deciding) == len(values):
        width = max(map(len, texts))
    else:
        width = max(len(form(value)) for value in deciding)
    return [text.rjust(width) for text in texts], width


def _whole(value: float) -> str:
    return f"{value:.0f}." if value - value == 0.0 else f"{value:.0f}"
