"""How elements lie in memory: `torch.strided`, `torch.contiguous_format`."""

from __future__ import annotations

from typing import Self

from gradrepl.engine.spoken import Spoken


class layout(metaclass=Spoken):  # noqa: N801  # torch's own name
    """How elements lie in memory; there is one way here."""

    __module__ = "torch"

    def __new__(cls, *_: object, **__: object) -> Self:
        raise TypeError("cannot create 'torch.layout' instances")

    def __repr__(self) -> str:
        return "torch.strided"


class memory_format(metaclass=Spoken):  # noqa: N801  # torch's own name
    """The order of dimensions in memory."""

    __module__ = "torch"
    _name: str

    def __new__(cls, *_: object, **__: object) -> Self:
        raise TypeError("cannot create 'torch.memory_format' instances")

    def __repr__(self) -> str:
        return f"torch.{self._name}"


def _format(name: str) -> memory_format:
    found = object.__new__(memory_format)
    found._name = name
    return found


strided = object.__new__(layout)
preserve_format = _format("preserve_format")
contiguous_format = _format("contiguous_format")
