"""Bringing operands to the dtype that their operation computes in; why they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes, errors
from gradrepl.engine.dtypes import Array
from gradrepl.engine.generated import G
from gradrepl.engine.warning import warn_of_imaginary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INEXACT = frozenset(each.np for each in dtypes.DTYPES if each.category >= 2)
REALS = frozenset((dtypes.float32.np, dtypes.float64.np))
"""What sums are taken in as it is."""

_CACHED_NUMBERS = 4096


class _NumberArrays(dict[Any, Array]):
    """Python numbers as 0-d arrays of one floating dtype, made once: making one costs an add."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        super().__init__()
        self.dtype = dtype

    def __missing__(self, number: Any) -> Array:
        if type(number) not in (int, float, bool) or not abs(number) < 2**63:
            raise KeyError(number)
        made = np.array(number, self.dtype)
        # 0 and -0.0 are one key, and nan is none
        if number and number == number and len(self) < _CACHED_NUMBERS:  # noqa: PLR0124  # nan differs from itself
            self[number] = made
        return made


NUMBER_ARRAYS: dict[np.dtype[Any], _NumberArrays] = {
    each.np: _NumberArrays(each.np) for each in (dtypes.float32, dtypes.float64)
}


def promote(arrays: Sequence[Any], kind: str) -> list[Array]:
    """Arrays and numbers, as arrays of the dtype that their operation computes in."""
    if kind == "signed":
        refuse_bools(arrays)
    found = dtypes.result_type(each for each in arrays if each is not None)
    if kind == "float" and found.category < 2:
        found = dtypes.get_default_dtype()
    to = found.np
    wide: list[Any] = [None if x is None else widened(np.asarray(x), to) for x in arrays]
    first, *others = wide
    if first is not None and first.ndim > 1 and not first.flags.c_contiguous:
        # of two orders of memory the first one's counts; numpy's way would be C's
        wide[1:] = [_laid_alike(each, first) for each in others]
    return wide


def _laid_alike(array: Array | None, first: Array) -> Array | None:
    """The array in the order of memory of another, if that is a turned one of its shape."""
    if array is None or array.shape != first.shape or array.strides == first.strides:
        return array
    order = np.argsort(first.strides)[::-1]
    if 0 in first.strides or not first.transpose(order).flags.c_contiguous:
        return array
    return np.ascontiguousarray(array.transpose(order)).transpose(np.argsort(order))


def widened(array: Array, to: np.dtype[Any]) -> Array:
    """The array in another dtype, its memory in the same order; what was expanded has none."""
    return array.astype(to, "C" if 0 in array.strides else "K", copy=False)


def refuse_bools(arrays: Sequence[Any]) -> None:
    """What cannot be negated cannot be subtracted, either."""
    bools = [each.dtype.kind == "b" for each in arrays]
    if all(bools):
        raise RuntimeError(
            "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or "
            "`logical_xor()` "
            "operator instead."
        )
    if any(bools):
        raise RuntimeError(
            "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying "
            "to invert a mask, "
            "use the `~` or `logical_not()` operator instead."
        )


def cast_truth(into: Array, shape: tuple[int, ...]) -> None:
    """Tells that a truth about complex numbers, complex itself, is cast to what is real."""
    if into.dtype.kind not in "bc" and into.size and into.shape == shape:
        warn_of_imaginary()


def promote_number(array: Array, number: Any, kind: str) -> list[Array]:
    """An array and a Python number.

    Raises:
        OverflowError: for an integer that no integer dtype holds.
    """
    if isinstance(number, int) and not -(2**63) <= number < 2**64:
        raise OverflowError("int too big to convert")
    if isinstance(number, (np.number, np.bool_)):
        number = number.item()
    if kind == "signed":
        refuse_bools((array, np.asarray(number)))
    found = dtypes.result_type((array, number))
    if kind == "float" and found.category < 2:
        found = dtypes.get_default_dtype()
    to = found.np
    return [widened(array, to), np.array(number).astype(to)]


def default_float() -> np.dtype[Any]:
    return dtypes.get_default_dtype().np


def shape_error(problem: Exception, *arrays: Any) -> Exception:
    """Numpy's complaint about shapes or bools in PyTorch's words; any other as it is."""
    if isinstance(problem, TypeError):
        refuse_bools([each for each in arrays if isinstance(each, np.ndarray)])
    shapes = [each.shape for each in arrays if isinstance(each, np.ndarray)]
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        found = shapes[0]
        for each in shapes[1:]:
            try:
                found = np.broadcast_shapes(found, each)
            except ValueError:
                return errors.sizes_differ(found, each)
    return problem


def misfit(
    problem: Exception, array: Array, *others: Any, to: np.dtype[Any] | None = None
) -> Exception:
    """Why a result could not be written into its first operand, in PyTorch's words.

    `to` is that operand's own dtype, where the result may have another.
    """
    every = [array, *(each for each in others if isinstance(each, np.ndarray))]
    try:
        wide = np.broadcast_shapes(*(each.shape for each in every))
    except ValueError:
        return shape_error(problem, *every)
    if wide != array.shape:
        return errors.bad_output_shape(array.shape, wide)
    if to is not None and isinstance(problem, RuntimeError):
        from_, own = dtypes.result_type(every), dtypes.OF[to]
        if not dtypes.can_cast(from_, own):
            return errors.bad_cast(from_.legacy, own.legacy)
    return shape_error(problem, *every)


def asked_first(first: Callable[..., None], *given: Any) -> Exception | None:
    """What an operation complains of before it looks at shapes."""
    try:
        first(*given)
    except Exception as problem:  # it is raised by who asked
        return problem
    return None


_RANKS = {"addmm": (2, 2), "addmv": (2, 1), "baddbmm": (3, 3)}


def check_product(name: str, target: Array, one: Array, two: Array) -> None:
    """What a product is added to in place has the product's shape.

    Raises:
        RuntimeError: with PyTorch's text; what does not fit at all the operation itself refuses.
    """
    if one.dtype != two.dtype or (one.ndim, two.ndim) != _RANKS[name]:
        return
    if name == "addmv" and target.ndim > 1:
        return
    if one.shape[-1] != two.shape[one.ndim - 2]:
        return
    shape, wanted = target.shape, (*one.shape[:-1], *two.shape[one.ndim - 1 :])
    if shape == wanted:
        return
    pairs = zip(reversed(shape), reversed(wanted), strict=False)
    spreads = len(shape) <= len(wanted) and all(own in (1, size) for own, size in pairs)
    if spreads or name == "addmm":
        raise RuntimeError(
            f"Bad in-place call: input tensor size {list(shape)} and output tensor size "
            f"{list(wanted)} should match"
        )


G |= {"asked_first": asked_first, "cast_truth": cast_truth}
