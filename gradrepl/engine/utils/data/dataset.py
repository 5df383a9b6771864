"""Data sets: what can be asked for an item by its number, or gone through."""

from __future__ import annotations

import itertools
import math
import warnings
from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gradrepl.engine.state import SPECIAL
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T_co = TypeVar("T_co", covariant=True)


class Dataset(Generic[T_co]):
    """Base of all data sets: write `__getitem__`, and `__len__` where it has a length."""

    __module__ = "torch.utils.data.dataset"

    def __getitem__(self, index: Any) -> T_co:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __add__(self, other: Dataset[Any]) -> Any:
        return ConcatDataset([self, other])


class IterableDataset(Dataset[T_co], Iterable[T_co]):
    """A data set that is gone through: write `__iter__`."""

    __module__ = "torch.utils.data.dataset"

    def __add__(self, other: Dataset[Any]) -> Any:
        return ChainDataset([self, other])


class TensorDataset(Dataset[Any]):
    """Tensors side by side: item `i` is row `i` of each."""

    __module__ = "torch.utils.data.dataset"

    def __init__(self, *tensors: Tensor) -> None:
        every: tuple[Any, ...] = tensors
        if any(every[0].size(0) != each.size(0) for each in every):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = every

    def __getitem__(self, index: Any) -> tuple[Any, ...]:
        return tuple(each[index] for each in self.tensors)

    def __len__(self) -> int:
        return int(self.tensors[0].size(0))


def items(dataset: Any, indices: list[Any]) -> list[Any]:
    """Several items: at once, where the data set knows how to."""
    if callable(getattr(dataset, "__getitems__", None)):
        found: list[Any] = dataset.__getitems__(indices)
        return found
    return [dataset[each] for each in indices]


def rows(dataset: Any, numbers: list[Any]) -> list[Any] | None:
    """A batch of rows at once, where nobody can tell it from rows that were stacked."""
    while type(dataset) is Subset:
        if not _inside(numbers, len(dataset)):
            return None
        numbers = [dataset.indices[each] for each in numbers]
        dataset = dataset.dataset
    if type(dataset) is not TensorDataset or SPECIAL:
        return None
    for each in dataset.tensors:
        if type(each) is not Tensor or each.requires_grad:
            return None
    if not _inside(numbers, min(len(each._a) for each in dataset.tensors)):
        return None
    return [wrap(each._a[numbers]) for each in dataset.tensors]


def _inside(numbers: list[Any], size: int) -> bool:
    return all(type(each) is int and -size <= each < size for each in numbers)


class StackDataset(Dataset[Any]):
    """Data sets side by side, as a tuple or, given by name, as a dict."""

    __module__ = "torch.utils.data.dataset"

    datasets: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args and kwargs:
            raise ValueError(
                "Supported either ``tuple``- (via ``args``) or``dict``- (via ``kwargs``) like "
                "input/output, but both types are given."
            )
        if not args and not kwargs:
            raise ValueError("At least one dataset should be passed")
        every = args or tuple(kwargs.values())
        self._length = len(every[0])
        if any(self._length != len(each) for each in every):
            raise ValueError("Size mismatch between datasets")
        self.datasets = args or kwargs

    def __getitem__(self, index: Any) -> Any:
        if isinstance(self.datasets, dict):
            return {name: each[index] for name, each in self.datasets.items()}
        return tuple(each[index] for each in self.datasets)

    def __getitems__(self, indices: list[Any]) -> list[Any]:
        named = isinstance(self.datasets, dict)
        columns = []
        for each in self.datasets.values() if named else self.datasets:
            column = items(each, indices)
            if len(column) != len(indices):
                raise ValueError(
                    "Nested dataset's output size mismatch. Expected "
                    f"{len(indices)}, got {len(column)}"
                )
            columns.append(column)
        rows = list(zip(*columns, strict=True))
        if named:
            return [dict(zip(self.datasets, row, strict=True)) for row in rows]
        return rows

    def __len__(self) -> int:
        return self._length


class ConcatDataset(Dataset[T_co]):
    """Data sets one after another."""

    __module__ = "torch.utils.data.dataset"

    def __init__(self, datasets: Iterable[Any]) -> None:
        super().__init__()
        self.datasets = list(datasets)
        if not self.datasets:
            raise AssertionError("datasets should not be an empty iterable")
        if any(isinstance(each, IterableDataset) for each in self.datasets):
            raise AssertionError("ConcatDataset does not support IterableDataset")
        self.cumulative_sizes = self.cumsum(self.datasets)

    @staticmethod
    def cumsum(sequence: Iterable[Any]) -> list[int]:
        """Where each one ends."""
        return list(itertools.accumulate(len(each) for each in sequence))

    def __len__(self) -> int:
        return self.cumulative_sizes[-1]

    def __getitem__(self, idx: Any) -> Any:
        if idx < 0:
            if -idx > len(self):
                raise ValueError("absolute value of index should not exceed dataset length")
            idx = len(self) + idx
        at = bisect_right(self.cumulative_sizes, idx)
        start = self.cumulative_sizes[at - 1] if at else 0
        return self.datasets[at][idx - start]


class ChainDataset(IterableDataset[Any]):
    """Data sets that are gone through, one after another."""

    __module__ = "torch.utils.data.dataset"

    def __init__(self, datasets: Iterable[Any]) -> None:
        super().__init__()
        self.datasets = datasets

    def _each(self) -> Iterator[Any]:
        for each in self.datasets:
            if not isinstance(each, IterableDataset):
                raise AssertionError("ChainDataset only supports IterableDataset")  # PyTorch's own
            yield each

    def __iter__(self) -> Iterator[Any]:
        for each in self._each():
            yield from each

    def __len__(self) -> int:
        return sum(len(each) for each in self._each())


_HALF_OVERRIDDEN = (
    "{} overrides __getitem__ but not __getitems__. When subclassing Subset and overriding "
    "__getitem__, you must also override "
    "__getitems__ to ensure DataLoader works correctly with your custom logic. A simple "
    "implementation:\n\n"
    "def __getitems__(self, indices):\n"
    "    return [self.__getitem__(idx) for idx in indices]"
)


class Subset(Dataset[T_co]):
    """Some of a data set's items."""

    __module__ = "torch.utils.data.dataset"

    def __init__(self, dataset: Any, indices: Sequence[int]) -> None:
        self.dataset = dataset
        self.indices: Any = indices
        own = type(self)
        if own.__getitem__ is not Subset.__getitem__ and own.__getitems__ is Subset.__getitems__:
            raise NotImplementedError(_HALF_OVERRIDDEN.format(own.__name__))

    def __getitem__(self, idx: Any) -> Any:
        if isinstance(idx, list):
            return self.dataset[[self.indices[each] for each in idx]]
        return self.dataset[self.indices[idx]]

    def __getitems__(self, indices: list[int]) -> list[Any]:
        return items(self.dataset, [self.indices[each] for each in indices])

    def __len__(self) -> int:
        return len(self.indices)


def random_split(dataset: Any, lengths: Sequence[Any], generator: Any = None) -> list[Subset[Any]]:
    """Disjoint subsets of these lengths, or of these shares of the whole."""
    from gradrepl.engine import randperm

    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1:
        lengths = _by_shares(len(dataset), lengths)
        for at, length in enumerate(lengths):
            if length == 0:
                warnings.warn(
                    f"Length of split at index {at} is 0. This might result in an empty dataset.",
                    stacklevel=2,
                )
    if sum(lengths) != len(dataset):
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    indices = randperm(sum(lengths), generator=generator).tolist()
    ends = itertools.accumulate(lengths)
    return [
        Subset(dataset, indices[end - length : end])
        for end, length in zip(ends, lengths, strict=True)
    ]


def _by_shares(size: int, shares: Sequence[Any]) -> list[int]:
    """The shares rounded down; the first ones take one more each, until all are dealt."""
    found = []
    for at, share in enumerate(shares):
        if share < 0 or share > 1:
            raise ValueError(f"Fraction at index {at} is not between 0 and 1")
        found.append(math.floor(size * share))
    for each in range(size - sum(found)):
        found[each % len(found)] += 1
    return found
