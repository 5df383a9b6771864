"""`torch.dtype`, `torch.device`, `torch.Size`, and which dtype an operation computes in."""

from __future__ import annotations

import operator
import sys
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, overload

import numpy as np

from gradrepl.engine.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

Array = np.ndarray[Any, np.dtype[Any]]


class dtype(metaclass=Spoken):  # noqa: N801  # torch's own name
    """An element type. There is one object for each, so `is` compares them."""

    __slots__ = ("_name", "category", "itemsize", "legacy", "np")
    __module__ = "torch"

    _name: str
    np: np.dtype[Any]
    category: int
    """0 bool, 1 integer, 2 floating, 3 complex: the higher one wins a promotion."""
    legacy: str
    """The name in `torch.FloatTensor`, which PyTorch's error texts still use."""
    itemsize: int

    def __new__(cls, *_: object, **__: object) -> Self:
        raise TypeError("cannot create 'torch.dtype' instances")

    @property
    def is_floating_point(self) -> bool:
        return self.category == 2

    @property
    def is_complex(self) -> bool:
        return self.category == 3

    @property
    def is_signed(self) -> bool:
        return self not in (bool_, uint8)

    def to_real(self) -> dtype:
        return {complex64: float32, complex128: float64}.get(self, self)

    def to_complex(self) -> dtype:
        if self.category < 2:
            raise RuntimeError(f"Unknown Complex ScalarType for {self.legacy}")
        if self is float16:
            raise NotImplementedError(
                "gradrepl has no torch.complex32, since numpy has no such type: use torch.complex64"
            )
        return complex128 if self is float64 else complex64

    def __repr__(self) -> str:
        return f"torch.{self._name}"

    def __reduce__(self) -> str:
        return self._name

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, name):
            raise AttributeError(f"attribute '{name}' of 'torch.dtype' objects is not writable")
        raise AttributeError(f"'torch.dtype' object has no attribute '{name}'")


def _dtype(name: str, category: int, legacy: str) -> dtype:
    made = object.__new__(dtype)
    values = (name, np.dtype(name), category, legacy, np.dtype(name).itemsize)
    slots = ("_name", "np", "category", "legacy", "itemsize")
    for slot, value in zip(slots, values, strict=True):
        object.__setattr__(made, slot, value)
    return made


# fmt: off
bool_      = _dtype("bool",       0, "Bool")
uint8      = _dtype("uint8",      1, "Byte")
int8       = _dtype("int8",       1, "Char")
int16      = _dtype("int16",      1, "Short")
int32      = _dtype("int32",      1, "Int")
int64      = _dtype("int64",      1, "Long")
float16    = _dtype("float16",    2, "Half")
float32    = _dtype("float32",    2, "Float")
float64    = _dtype("float64",    2, "Double")
complex64  = _dtype("complex64",  3, "ComplexFloat")
complex128 = _dtype("complex128", 3, "ComplexDouble")
# fmt: on
short, int_, long, half, float_, double = int16, int32, int64, float16, float32, float64
cfloat, cdouble = complex64, complex128

DTYPES = (
    bool_, uint8, int8, int16, int32, int64, float16, float32, float64, complex64, complex128,
)  # fmt: skip
OF: dict[np.dtype[Any], dtype] = {each.np: each for each in DTYPES}
"""numpy's dtype -> ours."""

_default = float32


def get_default_dtype() -> dtype:
    return _default


def set_default_dtype(d: dtype) -> None:
    """Raises: TypeError, with PyTorch's text, for a dtype that is not floating."""
    global _default  # noqa: PLW0603  # it is process-wide in torch, too
    if not isinstance(d, dtype):
        raise TypeError(
            "invalid dtype object: only floating-point types are supported as the default type"
        )
    if not d.is_floating_point:
        raise TypeError("only floating-point types are supported as the default type")
    _default = d


def of_scalar(value: object) -> dtype:
    """The dtype that a Python number stands for in a promotion, or alone in `torch.tensor`."""
    kind = type(value)
    if kind is bool:
        return bool_
    if isinstance(value, int):
        return int64
    if isinstance(value, float):
        return _default
    return _default.to_complex()


def promote_types(type1: dtype, type2: dtype) -> dtype:
    """Source: `torch.promote_types`; numpy's table, but an integer never widens a float."""
    for name, given in (("type1", type1), ("type2", type2)):
        if not isinstance(given, dtype):
            place = 1 + (name == "type2")
            raise TypeError(
                f"promote_types(): argument '{name}' (position {place}) must be torch.dtype, not "
                f"{_type_name(given)}"
            )
    if type1 is type2:
        return type1
    if type1.category != type2.category:
        low, high = sorted((type1, type2), key=lambda each: each.category)
        if high is complex64 and low is float64:
            return complex128
        return high
    return OF[np.promote_types(type1.np, type2.np)]


def _combine(higher: dtype | None, lower: dtype | None) -> dtype | None:
    """Joins the result of a stronger group (dimensioned tensors) with that of a weaker one."""
    if higher is None or lower is None:
        return lower if higher is None else higher
    if higher.category >= 2 and lower.category <= higher.category:
        return higher
    if higher.category == 2 and lower.category == 3:
        return higher.to_complex()
    if higher.category == 0 or lower.category >= 2:
        return promote_types(higher, lower)
    return higher


def result_type(operands: Iterable[Any]) -> dtype:
    """The dtype that an operation on these arrays and Python numbers computes in.

    Source: `torch.result_type`: dimensioned tensors, 0-dim tensors and numbers are three groups,
    and a weaker group only counts by its category.
    """
    groups: list[dtype | None] = [None, None, None]
    for each in operands:
        if isinstance(each, np.ndarray):
            rank, own = (0 if each.ndim else 1), OF[each.dtype]
        else:
            rank, own = 2, of_scalar(each)
        seen = groups[rank]
        groups[rank] = own if seen is None else promote_types(seen, own)
    found = _combine(groups[0], _combine(groups[1], groups[2]))
    return float32 if found is None else found


def can_cast(from_: dtype, to: dtype) -> bool:
    """Whether a result of the first dtype may be written in place into a tensor of the second."""
    if from_.category == 3 and to.category < 3:
        return False
    if from_.category == 2 and to.category < 2:
        return False
    return not (from_ is not bool_ and to is bool_)


class Size(tuple[int, ...], metaclass=Spoken):
    """A shape. Prints as `torch.Size([2, 3])` and otherwise is a tuple."""

    __slots__ = ()
    __module__ = "torch"

    def numel(self) -> int:
        product = 1
        for each in self:
            product *= each
        return product

    def __repr__(self) -> str:
        return f"torch.Size([{', '.join(map(repr, self))}])"

    def __new__(cls, iterable: Iterable[Any] = ()) -> Self:
        found = tuple(iterable)
        for at, each in enumerate(found):
            if type(each) is not int:
                return super().__new__(cls, (*found[:at], *_indices(found, at)))
        return super().__new__(cls, found)

    def __add__(self, other: Any) -> Size:
        if not isinstance(other, tuple):
            raise TypeError(f"can only concatenate tuple (not {_type_name(other)}) to torch.Size")
        return Size(tuple.__add__(self, other))

    def __radd__(self, other: tuple[int, ...]) -> Size:
        if not isinstance(other, tuple):
            kind = _type_name(other)
            raise TypeError(f'can only concatenate {kind} (not "torch.Size") to {kind}')
        return Size(tuple(other) + tuple(self))

    def __setitem__(self, index: object, value: object) -> None:
        raise TypeError("'torch.Size' object does not support item assignment")

    def __mul__(self, times: SupportsIndex) -> Size:
        return Size(tuple.__mul__(self, times))

    __rmul__ = __mul__

    @overload
    def __getitem__(self, index: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Size: ...
    def __getitem__(self, index: SupportsIndex | slice) -> int | Size:
        found = tuple.__getitem__(self, index)
        return Size(found) if isinstance(found, tuple) else found


def _indices(values: tuple[Any, ...], start: int) -> list[int]:
    """The values from there on as integers, which a bool and a tensor of one element are, too."""
    found = []
    for at, each in enumerate(values[start:], start):
        try:
            whole = operator.index(each)
        except TypeError:
            raise TypeError(
                f"torch.Size() takes an iterable of 'int' (item {at} is '{_type_name(each)}')"
            ) from None
        if not -(2**63) <= whole < 2**63:
            raise ValueError("Overflow when unpacking long long")
        found.append(whole)
    return found


class device(metaclass=Spoken):  # noqa: N801  # torch's own name
    """Where a tensor lives. Only the CPU does, here."""

    __slots__ = ("index", "type")
    __module__ = "torch"

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, name):
            raise AttributeError(f"attribute '{name}' of 'torch.device' objects is not writable")
        raise AttributeError(f"'torch.device' object has no attribute '{name}'")

    type: str
    index: int | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name in kwargs:
            if name not in {"type", "index", "device"}:
                raise TypeError(f"device() got an unexpected keyword argument '{name}'")
        given = (*args, *kwargs.values())
        if len(given) == 1 and isinstance(given[0], device):
            self._fill(given[0].type, given[0].index)
            return
        if len(given) == 1 and isinstance(given[0], int):
            raise RuntimeError(
                "Device index must not be negative"
                if given[0] < 0
                else "Cannot access accelerator device when none is available."
            )
        if not given or len(given) > 2 or not isinstance(given[0], str):
            raise TypeError(_not_a_device(given))
        name, own = _parsed(given[0])
        if len(given) < 2:
            self._fill(name, own)
            return
        index = given[1]
        if not isinstance(index, int):
            raise TypeError(
                f"device(): argument 'index' (position 2) must be int, not {_type_name(index)}"
            )
        if own is not None:
            raise RuntimeError(
                "type (string) must not include an index because index was passed explicitly: "
                f"{given[0]}"
            )
        if index < 0:
            raise RuntimeError("Device index must not be negative")
        self._fill(name, index)

    def _fill(self, type: str, index: int | None) -> None:
        object.__setattr__(self, "type", type)
        object.__setattr__(self, "index", index)

    def __repr__(self) -> str:
        index = "" if self.index is None else f", index={self.index}"
        return f"device(type='{self.type}'{index})"

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self) -> int:
        return hash((self.type, self.index))

    def __lt__(self, other: object) -> bool:
        raise TypeError("comparison not implemented")

    __le__ = __gt__ = __ge__ = __lt__

    def __reduce__(self) -> tuple[Any, ...]:
        return device, (self.type,) if self.index is None else (self.type, self.index)

    def __enter__(self) -> Self:
        """New tensors are made there: on the CPU, or not at all."""
        check_device(self)
        return self

    def __exit__(self, *raised: object) -> None: ...


def _not_a_device(given: tuple[object, ...]) -> str:
    got = ", ".join(map(_type_name, given))
    lines = [
        f"device() received an invalid combination of arguments - got ({got}), but expected one of:"
    ]
    forms = ("(torch.device device)", "(str type, int index = -1)")
    for count, form in enumerate(forms, start=1):
        lines.append(f" * {form}")
        if len(given) == count:
            marked = ", ".join(f"!{_type_name(each)}!" for each in given)
            lines.append(
                f"      didn't match because some of the arguments have invalid types: ({marked})"
            )
    return "\n".join(lines) + "\n"


def _parsed(text: str) -> tuple[str, int | None]:
    """The type and the index of `cuda:1`."""
    if not text:
        raise RuntimeError("Device string must not be empty")
    name, colon, number = text.partition(":")
    wrong = colon and (not number.isdigit() or (number[0] == "0" and len(number) > 1))
    if not name.replace("_", "").isalpha() or wrong:
        raise RuntimeError(f"Invalid device string: '{text}'")
    if name not in _DEVICES:
        raise RuntimeError(
            f"Expected one of {', '.join(_DEVICES)} device type at start of device string: {name}"
        )
    return name, int(number) if colon else None


_DEVICES = (
    "cpu", "cuda", "ipu", "xpu", "mkldnn", "opengl", "opencl", "ideep", "hip", "ve", "fpga", "maia",
    "xla", "lazy", "vulkan", "mps", "meta", "hpu", "mtia", "privateuseone",
)  # fmt: skip

CPU = device("cpu")


def check_device(where: Any) -> None:
    """Raises: PyTorch's own text, for a device that this machine does not have."""
    if where is None:
        return
    if isinstance(where, int) and not isinstance(where, bool):  # the number of an accelerator
        raise RuntimeError("Cannot access accelerator device when none is available.")
    found = where if isinstance(where, device) else device(where)
    if found.type == "cpu":
        return
    if found.type == "cuda":
        raise AssertionError("Torch not compiled with CUDA enabled")
    if found.type == "xpu":
        raise AssertionError("Torch not compiled with XPU enabled")
    raise RuntimeError(f"gradrepl computes on the CPU only; there is no device {str(found)!r} here")


def _type_name(value: object) -> str:
    return type(value).__name__


MAX_INT = sys.maxsize
