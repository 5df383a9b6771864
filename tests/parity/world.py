"""The prompt that a random statement is made for."""

import random
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NAMES = "abcdefghuvwxyz"
NUMBERS = ("2", "3", "0.5", "-1", "2.", "10", "1.5", "-0.5", "0", "1", "True", "100", "-3", "4.")


@dataclass(frozen=True, slots=True)
class World:
    """The prompt as it stands: its names, and the dice."""

    rng: random.Random
    namespace: dict[str, Any]
    torch: types.ModuleType

    def tensors(self, wanted: Callable[[Any], bool] = lambda _: True) -> list[str]:
        """The names that hold tensors, in alphabetical order."""
        found = [name for name in NAMES if isinstance(self.namespace.get(name), self.torch.Tensor)]
        return [name for name in found if wanted(self.namespace[name])]

    def pick(self, wanted: Callable[[Any], bool] = lambda _: True) -> str:
        """A tensor's name: one that fits, mostly; any, sometimes."""
        names = self.tensors(wanted)
        if not names or self.rng.random() < 0.04:
            names = self.tensors() or list(NAMES[:3])
        return self.rng.choice(names)

    def number(self) -> str:
        return self.rng.choice(NUMBERS)

    def new(self) -> str:
        """A name to bind: a fresh one, mostly."""
        free = [name for name in NAMES if name not in self.namespace]
        return self.rng.choice(free if free and self.rng.random() < 0.8 else NAMES)

    def shape(self, name: str) -> tuple[int, ...]:
        return tuple(getattr(self.namespace.get(name), "shape", (2,)))

    def beside(self, name: str) -> str:
        """A tensor that broadcasts with this one, mostly."""
        shape = self.shape(name)

        def fits(other: Any) -> bool:
            pairs = zip(reversed(shape), reversed(tuple(other.shape)), strict=False)
            return all(a == b or 1 in (a, b) for a, b in pairs)

        return self.pick(fits)

    def dim(self, name: str) -> str:
        rank = max(len(self.shape(name)), 1)
        return str(self.rng.randint(-rank, rank - 1) if self.rng.random() < 0.95 else rank)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def floats(tensor: Any) -> bool:
    return bool(tensor.is_floating_point())


def grads(tensor: Any) -> bool:
    return bool(tensor.requires_grad)


def scalar_grads(tensor: Any) -> bool:
    return bool(tensor.requires_grad and tensor.numel() == 1)
