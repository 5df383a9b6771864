"""The pickle inside a file of `torch.save`: PyTorch's names for what it is made of.

Python's own pickler writes where a class can be imported from, and ours are elsewhere.
"""

from __future__ import annotations

import pickle  # noqa: TID251  # the format is PyTorch's
import struct
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.nn.parameter import Parameter
from gradrepl.engine.storage import root
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.engine.dtypes import Array

STORAGES: dict[str, np.dtype[Any]] = {
    f"{legacy}Storage": np.dtype(kind)
    for legacy, kind in (
        ("Float", np.float32), ("Double", np.float64), ("Half", np.float16), ("Long", np.int64),
        ("Int", np.int32), ("Short", np.int16), ("Char", np.int8), ("Byte", np.uint8),
        ("Bool", np.bool_), ("ComplexFloat", np.complex64), ("ComplexDouble", np.complex128),
    )
}  # fmt: skip
"""PyTorch's classes of storages, by name."""
_NAMES = {kind: name for name, kind in STORAGES.items()}


class Writer:
    """Writes one value, and keeps the memory of its tensors to be written beside it."""

    def __init__(self) -> None:
        self.storages: dict[int, Array] = {}
        self._out = bytearray(pickle.PROTO + b"\x02")
        self._memo: dict[int, tuple[int, Any]] = {}

    def pickled(self, value: Any) -> bytes:
        self._write(value)
        return bytes(self._out + pickle.STOP)

    def _write(self, value: Any) -> None:
        known = self._memo.get(id(value))
        if known is not None:
            self._out += pickle.LONG_BINGET + struct.pack("<I", known[0])
            return
        kind = type(value)
        if value is None or kind in (bool, int, float, str):
            self._out += _plain(value)
        elif kind in _WRITERS:
            _WRITERS[kind](self, value)
        else:
            raise NotImplementedError(
                "gradrepl's torch.save keeps tensors, numbers, texts and containers of these, and "
                f"no {kind.__name__}: of a module or an optimizer save its state_dict()"
            )

    def _remember(self, value: Any) -> None:
        """What is met again is the same object when it is read."""
        at = len(self._memo)
        self._memo[id(value)] = (at, value)
        self._out += pickle.LONG_BINPUT + struct.pack("<I", at)

    def _name(self, module: str, name: str) -> None:
        self._out += pickle.GLOBAL + f"{module}\n{name}\n".encode()

    def _called(self, module: str, name: str, *args: Any) -> None:
        """A call, which the reader makes."""
        self._name(module, name)
        self._tuple(args)
        self._out += pickle.REDUCE

    def _tuple(self, values: Iterable[Any]) -> None:
        self._out += pickle.MARK
        for each in values:
            self._write(each)
        self._out += pickle.TUPLE

    def _list(self, value: list[Any]) -> None:
        self._out += pickle.EMPTY_LIST
        self._remember(value)
        self._out += pickle.MARK
        for each in value:
            self._write(each)
        self._out += pickle.APPENDS

    def _dict(self, value: dict[Any, Any]) -> None:
        self._out += pickle.EMPTY_DICT
        self._remember(value)
        self._items(value)

    def _items(self, value: dict[Any, Any]) -> None:
        self._out += pickle.MARK
        for key, each in value.items():
            self._write(key)
            self._write(each)
        self._out += pickle.SETITEMS

    def _ordered(self, value: OrderedDict[Any, Any]) -> None:
        self._called("collections", "OrderedDict")
        self._remember(value)
        self._items(value)
        if vars(value):  # a state_dict's `_metadata`
            self._write(vars(value))
            self._out += pickle.BUILD

    def _bytes(self, value: bytes) -> None:
        self._called("_codecs", "encode", value.decode("latin1"), "latin1")

    def _tensor(self, value: Tensor) -> None:
        self._name("torch._utils", "_rebuild_tensor_v2")
        array = value._a
        memory = root(array)
        if memory.dtype != array.dtype:
            raise NotImplementedError(
                "gradrepl's torch.save has no tensors over memory of another dtype: save x.clone()"
            )
        self._out += pickle.MARK
        self._storage(memory)
        steps = [each // array.itemsize for each in array.strides]
        start = array.__array_interface__["data"][0] - memory.__array_interface__["data"][0]
        for each in (start // array.itemsize if array.size else 0, array.shape, tuple(steps)):
            self._write(each)
        self._write(value.requires_grad)
        self._called("collections", "OrderedDict")
        self._out += pickle.TUPLE + pickle.REDUCE
        self._remember(value)

    def _storage(self, memory: Array) -> None:
        self.storages.setdefault(id(memory), memory)
        key = list(self.storages).index(id(memory))
        self._out += pickle.MARK
        self._write("storage")
        self._name("torch", _NAMES[memory.dtype])
        for each in (str(key), "cpu", memory.size):
            self._write(each)
        self._out += pickle.TUPLE + pickle.BINPERSID

    def _parameter(self, value: Parameter) -> None:
        self._name("torch._utils", "_rebuild_parameter")
        self._out += pickle.MARK
        self._tensor(value.detach())
        self._write(value.requires_grad)
        self._called("collections", "OrderedDict")
        self._out += pickle.TUPLE + pickle.REDUCE
        self._remember(value)


def _plain(value: Any) -> bytes:
    """Numbers and texts as Python's own pickler writes them, without frame and end."""
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        return pickle.BINUNICODE + struct.pack("<I", len(text)) + text
    return pickle.dumps(value, 2)[2:-1]


_WRITERS: dict[type, Any] = {
    tuple: Writer._tuple,
    list: Writer._list,
    dict: Writer._dict,
    OrderedDict: Writer._ordered,
    bytes: Writer._bytes,
    Tensor: Writer._tensor,
    Parameter: Writer._parameter,
    set: lambda writer, value: writer._called("__builtin__", "set", list(value)),
    complex: lambda writer, value: writer._called("__builtin__", "complex", value.real, value.imag),
    Counter: lambda writer, value: writer._called("collections", "Counter", dict(value)),
    dtypes.Size: lambda writer, value: writer._called("torch", "Size", tuple(value)),
    dtypes.device: lambda writer, value: writer._called("torch", "device", str(value)),
    dtypes.dtype: lambda writer, value: writer._name("torch", repr(value).removeprefix("torch.")),
}
