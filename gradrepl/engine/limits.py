"""`torch.finfo` and `torch.iinfo`: what numbers a dtype holds."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.spoken import Spoken
from gradrepl.engine.values import PYTHON_TYPES, type_name


class _Info(metaclass=Spoken):
    """What both share: a dtype, and limits that are shown as C++ shows its doubles."""

    __module__ = "torch"
    _shown: tuple[str, ...] = ()
    dtype: str
    bits: int

    def _fill(self, found: dtypes.dtype, **limits: Any) -> None:
        vars(self).update(limits, dtype=repr(found).removeprefix("torch."), bits=found.itemsize * 8)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={float(getattr(self, name)):g}" for name in self._shown)
        return f"{type(self).__name__}({fields}, dtype={self.dtype})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.dtype == self.dtype

    def __hash__(self) -> int:
        raise TypeError(f"unhashable type: 'torch.{type(self).__name__}'")

    def __setattr__(self, name: str, value: object) -> None:
        own = f"'torch.{type(self).__name__}'"
        if name in vars(self):
            raise AttributeError(f"attribute '{name}' of {own} objects is not writable")
        raise AttributeError(f"{own} object has no attribute '{name}'")


def _asked(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any], forms: str = ""
) -> dtypes.dtype:
    """The dtype that was given; `forms` are shown where there is more than one.

    Raises:
        TypeError: with PyTorch's text.
    """
    strange = {key: value for key, value in kwargs.items() if key != "type"}
    if strange and not forms:
        raise TypeError(f"{name}() got an unexpected keyword argument '{next(iter(strange))}'")
    if len(args) > 1 and not forms:
        raise TypeError(f"{name}() takes 1 positional argument but {len(args)} were given")
    if len(args) > 1 or strange:
        named = [f"{key}={type_name(value)}" for key, value in strange.items()]
        got = ", ".join([*map(type_name, args), *named])
        start = f"{name}() received an invalid combination of arguments"
        raise TypeError(f"{start} - got ({got}), but expected {forms}")
    if not args and "type" not in kwargs:
        raise TypeError(f'{name}() missing 1 required positional arguments: "type"')
    given = args[0] if args else kwargs["type"]
    given = PYTHON_TYPES.get(given, given) if isinstance(given, type) else given
    if not isinstance(given, dtypes.dtype):
        place = " (position 1)" if args else ""
        raise TypeError(
            f"{name}(): argument 'type'{place} must be torch.dtype, not {type_name(given)}"
        )
    return given


class finfo(_Info):  # noqa: N801  # torch's own name
    """Limits of a floating dtype; the default dtype's when none is given."""

    __module__ = "torch"

    _shown = ("resolution", "min", "max", "eps", "smallest_normal", "tiny")
    eps: float
    max: float
    min: float
    tiny: float
    smallest_normal: float
    resolution: float

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms = "one of:\n * (torch.dtype type)\n * ()\n"
        given = (
            _asked("finfo", args, kwargs, forms) if args or kwargs else dtypes.get_default_dtype()
        )
        found = given.to_real()
        if not found.is_floating_point:
            raise TypeError(
                "torch.finfo() requires a floating point input type. Use torch.iinfo to handle "
                "'torch.finfo'"
            )
        limits = np.finfo(found.np)
        least = float(limits.smallest_normal)
        self._fill(
            found, eps=float(limits.eps), max=float(limits.max), min=float(limits.min), tiny=least,
            smallest_normal=least, resolution=float(f"1e-{limits.precision}"),
        )  # fmt: skip


class iinfo(_Info):  # noqa: N801  # torch's own name
    """Limits of an integer dtype."""

    __module__ = "torch"

    _shown = ("min", "max")
    max: int
    min: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        found = _asked("iinfo", args, kwargs)
        if found is dtypes.bool_:
            raise TypeError("torch.bool is not supported by torch.iinfo")
        if found.category != 1:
            raise TypeError(
                "torch.iinfo() requires an integer input type. Use torch.finfo to handle "
                "'torch.iinfo'"
            )
        limits = np.iinfo(found.np)
        self._fill(found, min=int(limits.min), max=int(limits.max))
