"""What kind of value a caller gave (a number, an index, a shape), and how PyTorch names it."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes, formats

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERS = frozenset((int, float, bool, complex))

PYTHON_TYPES = {
    float: dtypes.float64,
    int: dtypes.int64,
    bool: dtypes.bool_,
    complex: dtypes.complex128,
}
"""What Python's own number types stand for where a dtype is expected."""

_QUALIFIED = frozenset(("numpy", "torch", "torch.return_types"))


class Indices(list[Any]):
    """A list of index tensors that brackets made: None stands for a whole dimension.

    PyTorch takes no None in such a list from anyone else.
    """

    __slots__ = ()


def type_name(value: object) -> str:
    """A value's type as a compiled library knows it: `numpy.float64`, but `list`."""
    kind = type(value)
    if hasattr(value, "_a") and hasattr(value, "_edge"):
        return kind.__name__
    module = kind.__module__
    is_of_c = kind.__flags__ & _MADE_OR_SEALED != _MADE
    if module in _QUALIFIED or (module != "builtins" and is_of_c):
        return f"{module}.{kind.__name__}"
    return kind.__name__


_MADE = 1 << 9
_MADE_OR_SEALED = _MADE | 1 << 8
"""Of a type's flags, that it was made at run time, and that nothing can be set on it: what is made
and open was written in Python, and its name in C has no module. Newer Pythons make C's types, too.
"""


def is_int(value: object) -> bool:
    return (type(value) is int or isinstance(value, (int, np.integer))) and not isinstance(
        value, bool
    )


def is_index(value: object) -> bool:
    """An integer, or a tensor that holds a single one."""
    if is_int(value):
        return True
    array = getattr(value, "_a", None)
    return array is not None and array.size == 1 and array.dtype.kind in "iu"


def is_float(value: object) -> bool:
    """A real number, or a tensor of no dimensions that requires no gradient."""
    if isinstance(value, (float, int, np.floating, np.integer)):
        return True
    array = getattr(value, "_a", None)
    return array is not None and array.ndim == 0 and not value.requires_grad  # type: ignore[attr-defined]  # a Tensor has it


def is_scalar(value: object) -> bool:
    if isinstance(value, (int, float, complex, np.number, np.bool_)):
        return True
    array = getattr(value, "_a", None)
    return array is not None and array.ndim == 0 and not value.requires_grad  # type: ignore[attr-defined]  # a Tensor has it


def is_bool(value: object) -> bool:
    return isinstance(value, (bool, np.bool_))


def is_layout(value: object) -> bool:
    return isinstance(value, formats.layout)


def is_memory_format(value: object) -> bool:
    return isinstance(value, formats.memory_format)


def is_out(value: object) -> bool:
    """A tensor to write into, or one for each of several results."""
    return hasattr(value, "_a") or (
        isinstance(value, (tuple, list))
        and bool(value)
        and all(hasattr(each, "_a") for each in value)
    )


def is_dtype(value: object) -> bool:
    """A dtype, or one of Python's own number types."""
    return isinstance(value, dtypes.dtype) or (isinstance(value, type) and value in PYTHON_TYPES)


def is_ints(value: object) -> bool:
    return isinstance(value, (tuple, list)) and (
        not value or type(value[0]) is int or is_index(value[0])
    )


def as_ints(value: Any, function: str, name: str) -> tuple[int, ...]:
    """A shape; only the first element has been looked at.

    Raises:
        TypeError: `zeros(): argument 'size' failed to unpack the object at pos 2 with error ...`
    """
    if type(value) is dtypes.Size:
        return value
    try:
        return tuple(map(operator.index, value))
    except TypeError:
        raise bad_element(function, name, value) from None


def as_scalar(value: Any) -> Any:
    return value if type(value) in NUMBERS else value.item()


def bad_element(name: str, public: str, value: Sequence[Any]) -> TypeError:
    """Something in a shape that is no integer."""
    at, bad = next((i, each) for i, each in enumerate(value) if not is_index(each))
    return TypeError(
        f"{name}(): argument '{public}' failed to unpack the object at pos {at + 1} with error "
        f'"type must be tuple of ints,but got {type_name(bad)}"'
    )
