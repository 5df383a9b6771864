"""`torch.Tensor(...)`, and the types of before dtypes: `torch.FloatTensor`, `torch.LongTensor` and so on."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.complaints import type_within
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.values import type_name

_FORMS = (
    "(*, torch.device device = None)",
    "(torch.Storage storage)",
    "(Tensor other)",
    "(tuple of ints size, *, torch.device device = None)",
    "(object data, *, torch.device device = None)",
)


def legacy_constructor(
    cls: type[Tensor],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    dtype: np.dtype[Any] | None = None,
) -> Tensor:
    """`torch.Tensor(2, 3)` is a shape, `torch.Tensor([2, 3])` are values: always of one dtype."""
    to = dtype or dtypes.get_default_dtype().np
    unknown = [key for key in kwargs if key not in ("device", "size", "data")]
    if unknown:
        raise TypeError(_refusal(args, kwargs, unknown))
    given = (*args, *(kwargs[key] for key in ("size", "data") if key in kwargs))
    if not given:
        return wrap(np.zeros(0, to), cls)
    data = given[0]
    if len(args) > 1 and not _is_size(data):
        raise TypeError(_refusal(args, kwargs, []))
    if isinstance(data, Tensor) and (dtype is None or data._a.dtype == dtype):
        return cast("Tensor", RECORDED.alias(data))
    if _is_size(data):
        for at, each in enumerate(given):
            if not _is_size(each):
                raise TypeError(
                    f"new(): argument 'size' failed to unpack the object at pos {at + 1} with error \"type must be tuple "
                    f'of ints,but got {type_name(each)}"'
                )
        return wrap(np.zeros(_sizes(given), to), cls)
    return wrap(_from(data, to, typed=dtype is not None), cls)


def _sizes(given: tuple[Any, ...]) -> list[int]:
    found = [int(each) for each in given]
    for each in found:
        if each < 0:
            raise RuntimeError(f"Trying to create tensor with negative dimension {each}: {found}")
    return found


def _is_size(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _from(data: Any, to: np.dtype[Any], *, typed: bool) -> Array:
    from gradrepl.engine.ops.values import from_values

    if isinstance(data, Tensor):
        if typed and data._a.dtype != to:
            raise TypeError(f"expected {_options(to)} (got {_options(data._a.dtype)})")
        return data._a.view()
    if isinstance(data, dtypes.Size):
        return np.zeros(data, to)
    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    if isinstance(data, (float, bool, complex, set)) or data is None:
        raise TypeError(f"new(): data must be a sequence (got {type(data).__name__})")
    return from_values(data, to)


def _options(dtype: np.dtype[Any]) -> str:
    return (
        f"TensorOptions(dtype={C_NAMES[dtype.name]}, device=cpu, layout=Strided, requires_grad=false (default), "
        "pinned_memory=false (default), memory_format=(nullopt))"
    )


def _refusal(args: tuple[Any, ...], kwargs: dict[str, Any], unknown: list[str]) -> str:
    got = [
        *map(type_name, args),
        *(f"{key}={type_name(value)}" for key, value in reversed(kwargs.items())),
    ]
    lines = [
        (
            f"new() received an invalid combination of arguments - got ({', '.join(got)}{'' if args else ', '}), but expected "
            "one of:"
        )
    ]
    for form in _FORMS:
        lines.append(f" * {form}")
        if len(form[1:-1].split(", ")) == len(args) + len(kwargs):
            why = f"keywords were incorrect: {', '.join(reversed(unknown))}"
            if not unknown:
                marked = ", ".join(f"!{type_within(each)}!" for each in args)
                why = f"arguments have invalid types: ({marked})"
            lines.append(f"      didn't match because some of the {why}")
    return "\n".join(lines) + "\n"


class tensortype(type):  # noqa: N801  # torch's own name
    """The class of `torch.FloatTensor` and its like: one a dtype."""

    __module__ = "torch"
    dtype: dtypes.dtype

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, Tensor) and OF[instance._a.dtype] is cls.dtype

    def __call__(cls, *args: Any, **kwargs: Any) -> Tensor:
        return legacy_constructor(Tensor, args, kwargs, cls.dtype.np)


TYPES: dict[str, tensortype] = {
    f"{each.legacy}Tensor": tensortype(
        f"{each.legacy}Tensor", (), {"__module__": "torch", "dtype": each}
    )
    for each in dtypes.DTYPES
    if each.category < 3
}
"""By name, without the module."""
