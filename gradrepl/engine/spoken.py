"""Names of types as C++ gives them: with their module, in what Python itself complains of."""

from __future__ import annotations

from typing import Any


class Spoken(type):
    """The type of a class whose full name Python says: `'torch.dtype' object is not callable`.

    Python takes that name from where C++ writes it; `__name__` stays the short one, as there.
    """

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        type.__dict__["__name__"].__set__(cls, f"{cls.__module__}.{name}")

    @property
    def __name__(cls) -> str:  # type: ignore[override]  # what it is set to is the full one
        return cls.__qualname__
