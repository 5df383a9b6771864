"""Data sets: what can be asked for an item by its number, or gone through."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Dataset(Generic[T_co]):
    """Base of all data sets: write `__getitem__`, and `__len__` where it has a length."""

    __module__ = "torch.utils.data.dataset"

    def __getitem__(self, index: Any) -> T_co:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")
