"""`torch.return_types.max` and its like: tuples whose elements have names."""

from __future__ import annotations

import operator
from typing import Any

from gradrepl.engine.generated import G
from gradrepl.engine.spoken import Spoken


def _return_type(name: str, fields: tuple[str, ...]) -> Any:
    """`torch.return_types.max`: a tuple whose elements have names, with PyTorch's repr."""

    def show(self: Any) -> str:
        lines = ",\n".join(f"{f}={getattr(self, f)!r}" for f in fields)
        return f"torch.return_types.{name}(\n{lines})"

    members = {field: property(operator.itemgetter(i), _fixed) for i, field in enumerate(fields)}
    own = {
        "__slots__": (),
        "__match_args__": fields,
        "__module__": "torch.return_types",
        "__qualname__": name,
    }
    return Spoken(name, (tuple,), {**own, **members, "__repr__": show})


def _fixed(_: Any, __: object) -> None:
    raise AttributeError("readonly attribute")


class ReturnTypes(dict[tuple[str, tuple[str, ...]], Any]):
    """By name and fields, each type made when it is first asked for."""

    def __missing__(self, key: tuple[str, tuple[str, ...]]) -> Any:
        made = self[key] = _return_type(*key)
        return made


RETURN_TYPES = ReturnTypes()


def __getattr__(name: str) -> Any:
    for row in G["ROWS"].get(name, ()):
        fields = tuple(each.name for each in row.schema.returns)
        if len(fields) > 1 and all(fields):
            return RETURN_TYPES[name, fields]
    raise AttributeError(f"module 'torch.return_types' has no attribute '{name}'")
