"""In which order items are taken: PyTorch's own, from the same seed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gradrepl.engine.dtypes import float64, int64
from gradrepl.engine.generator import Generator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T_co = TypeVar("T_co", covariant=True)

_CHUNK = 32
"""So many numbers are drawn at a time, with replacement."""


class Sampler(Generic[T_co]):
    """Base of all samplers: write `__iter__`, which gives numbers of items."""

    __module__ = "torch.utils.data.sampler"

    def __iter__(self) -> Iterator[T_co]:
        raise NotImplementedError


class SequentialSampler(Sampler[int]):
    """From the first to the last."""

    __module__ = "torch.utils.data.sampler"

    def __init__(self, data_source: Any) -> None:
        self.data_source = data_source

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.data_source)))

    def __len__(self) -> int:
        return len(self.data_source)


class RandomSampler(Sampler[int]):
    """Shuffled; or, with replacement, any item each time."""

    __module__ = "torch.utils.data.sampler"

    def __init__(
        self,
        data_source: Any,
        replacement: bool = False,
        num_samples: int | None = None,
        generator: Any = None,
    ) -> None:
        self.data_source = data_source
        self.replacement = replacement
        self._num_samples = num_samples
        self.generator = generator
        if not isinstance(replacement, bool):
            raise TypeError(
                f"replacement should be a boolean value, but got replacement={replacement}"
            )
        samples: Any = self.num_samples
        if not isinstance(samples, int) or samples <= 0:
            raise ValueError(
                f"num_samples should be a positive integer value, but got num_samples={samples}"
            )

    @property
    def num_samples(self) -> int:
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self) -> Iterator[int]:
        from gradrepl.engine import randint, randperm

        size = len(self.data_source)
        generator = self.generator
        if generator is None:
            generator = Generator().manual_seed(drawn_seed(None))
        if self.replacement:
            whole, rest = divmod(self.num_samples, _CHUNK)
            for count in (*[_CHUNK] * whole, rest):
                yield from randint(high=size, size=(count,), generator=generator).tolist()
            return
        whole, rest = divmod(self.num_samples, size)
        for _ in range(whole):
            yield from randperm(size, generator=generator).tolist()
        yield from randperm(size, generator=generator).tolist()[:rest]

    def __len__(self) -> int:
        return self.num_samples


def drawn_seed(generator: Any) -> int:
    """A 64-bit number, drawn from a generator."""
    from gradrepl.engine import empty

    return int(empty((), dtype=int64).random_(generator=generator).item())


class SubsetRandomSampler(Sampler[int]):
    """Some items, shuffled."""

    __module__ = "torch.utils.data.sampler"

    def __init__(self, indices: Sequence[int], generator: Any = None) -> None:
        self.indices = indices
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        from gradrepl.engine import randperm

        for each in randperm(len(self.indices), generator=self.generator).tolist():
            yield self.indices[each]

    def __len__(self) -> int:
        return len(self.indices)


class WeightedRandomSampler(Sampler[int]):
    """Items drawn by their weights."""

    __module__ = "torch.utils.data.sampler"

    def __init__(
        self,
        weights: Sequence[float],
        num_samples: int,
        replacement: bool = True,
        generator: Any = None,
    ) -> None:
        from gradrepl.engine import as_tensor

        _check_positive("num_samples", num_samples)
        _check_bool("replacement", replacement)
        self.weights = as_tensor(weights, dtype=float64)
        if len(self.weights.shape) != 1:
            raise ValueError(
                "weights should be a 1d sequence but given weights have shape "
                f"{tuple(self.weights.shape)}"
            )
        self.num_samples = num_samples
        self.replacement = replacement
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        from gradrepl.engine import multinomial

        drawn = multinomial(
            self.weights, self.num_samples, self.replacement, generator=self.generator
        )
        yield from drawn.tolist()

    def __len__(self) -> int:
        return self.num_samples


class BatchSampler(Sampler[list[int]]):
    """Another sampler's numbers, in lists of `batch_size`."""

    __module__ = "torch.utils.data.sampler"

    def __init__(self, sampler: Iterable[int], batch_size: int, drop_last: bool) -> None:
        _check_positive("batch_size", batch_size)
        _check_bool("drop_last", drop_last)
        self.sampler: Any = sampler
        self.batch_size = batch_size
        self.drop_last = drop_last

    def __iter__(self) -> Iterator[list[int]]:
        every = iter(self.sampler)
        while batch := [*itertools.islice(every, self.batch_size)]:
            if self.drop_last and len(batch) < self.batch_size:
                return
            yield batch

    def __len__(self) -> int:
        missing = 0 if self.drop_last else self.batch_size - 1
        return (len(self.sampler) + missing) // self.batch_size


def _check_positive(name: str, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{name} should be a positive integer value, but got {name}={value}")


def _check_bool(name: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise ValueError(  # PyTorch's own
            f"{name} should be a boolean value, but got {name}={value}"
        )
