"""`torch.return_types.max` and its like: tuples whose elements have names."""

from __future__ import annotations

import operator
from typing import Any


class _StructSequence(type):
    """The type of `torch.return_types.max`: errors name it in full, `__name__` does not."""

    __name__ = property(lambda cls: cls.__qualname__)


def _return_type(name: str, fields: tuple[str, ...]) -> Any:
    """`torch.return_types.max`: a tuple whose elements have names, with PyTorch's repr."""

    def show(self: Any) -> str:
        lines = ",\n".join(f"{f}={getattr(self, f)!r}" for f in fields)
        return f"torch.return_types.{name}(\n{lines})"

    members = {field: property(operator.itemgetter(i)) for i, field in enumerate(fields)}
    own = {
        "__slots__": (),
        "__match_args__": fields,
        "__module__": "torch.return_types",
        "__qualname__": name,
    }
    return _StructSequence(
        f"torch.return_types.{name}", (tuple,), {**own, **members, "__repr__": show}
    )


class ReturnTypes(dict[tuple[str, tuple[str, ...]], Any]):
    """By name and fields, each type made when it is first asked for."""

    def __missing__(self, key: tuple[str, tuple[str, ...]]) -> Any:
        made = self[key] = _return_type(*key)
        return made
