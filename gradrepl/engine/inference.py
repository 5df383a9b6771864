"""Inference tensors: what is made in inference mode, and nothing may ever record."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import errors
from gradrepl.engine.storage import Storage


class InferenceStorage(Storage):
    """The storage of an inference tensor: it counts nothing, and so is not saved for backward."""

    __slots__ = ()

    def __init__(self) -> None:
        """Nothing to count."""

    @property
    def version(self) -> int:
        raise RuntimeError(errors.INFERENCE_SAVED)

    @version.setter
    def version(self, value: int) -> None: ...


class OwnInferenceStorage(InferenceStorage):
    """The storage of an inference tensor's `.data`, which may be written into anywhere."""

    __slots__ = ()


INFERENCE: list[None] = []
"""Not empty once any inference tensor required a gradient: only then can an operation that looks
as if it were to be recorded have none but inference tensors, which nothing records."""


def only_inference(*operands: Any) -> bool:
    """Whether they are inference tensors, all of them; a number in a tensor's place is none."""
    return all(
        isinstance(getattr(each, "_storage", None), InferenceStorage)
        for each in operands
        if each is not None
    )
