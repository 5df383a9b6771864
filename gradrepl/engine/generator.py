"""The Mersenne Twister as PyTorch seeds it, draws from it and keeps it.

Source: recorded from PyTorch 2.13.0; a state has the same bytes there.
"""

from __future__ import annotations

import os
import threading
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gradrepl.engine.dtypes import CPU, check_device
from gradrepl.engine.dtypes import device as Device  # noqa: N812  # hidden by the property

Draws: TypeAlias = npt.NDArray[np.uint64]

_WORDS = 624
_INITIAL_SEED = 67280421310721
U64 = (1 << 64) - 1
_STATE = np.dtype(
    [
        ("seed", "<u8"),
        ("left", "<i4"),
        ("seeded", "<i4"),
        ("next", "<u8"),
        ("words", "<u8", _WORDS),
        ("normal_x", "<f8"),
        ("normal_y", "<f8"),
        ("normal_rho", "<f8"),
        ("normal_is_valid", "<i4"),
        ("unused", "V12"),
    ]
)
"""What `get_state` gives, 5056 bytes; `normal_y` is the second value of a pair of normals."""


class Generator:
    """A Mersenne Twister, MT19937, and the second half of the last pair of normals."""

    __slots__ = ("__weakref__", "_bits", "_fresh", "_normal", "_seed", "lock")
    __module__ = "torch._C"

    def __init__(self, device: Any = None) -> None:
        check_device(device)
        self.lock = threading.RLock()  # held for what another thread must not tear apart
        self._bits: np.random.MT19937 | None = None  # made at the first draw: its import is slow
        self._start(_INITIAL_SEED)

    def _start(self, seed: int) -> None:
        self._seed = seed
        self._fresh = True  # nothing was drawn since; only `get_state` tells this from 624 draws
        self._normal: float | None = None
        if self._bits is not None:
            self._twist(self._bits)

    def _twist(self, bits: np.random.MT19937) -> None:
        np.random.RandomState(bits).seed(self._seed & 0xFFFFFFFF)

    def _twister(self) -> np.random.MT19937:
        if self._bits is None:
            with self.lock:
                if self._bits is None:
                    bits = np.random.MT19937(0)
                    self._twist(bits)
                    self._bits = bits
        return self._bits

    def manual_seed(self, seed: object) -> Generator:
        """Starts anew from `seed`; a negative one stands for itself plus 2**64.

        Raises:
            RuntimeError: `manual_seed expected a long, but got float`.
            ValueError: `Overflow when unpacking long long`.
        """
        if not isinstance(seed, int) or isinstance(seed, bool):
            raise RuntimeError(  # PyTorch's choice
                f"manual_seed expected a long, but got {type(seed).__name__}"
            )
        if not -(1 << 63) <= seed <= U64:
            raise ValueError("Overflow when unpacking long long")
        self._start(seed & U64)
        return self

    def seed(self) -> int:
        """Starts anew from a seed that the operating system gives, and returns it."""
        self._start(int.from_bytes(os.urandom(8), "little"))
        return self._seed

    @property
    def device(self) -> Device:
        return CPU

    def initial_seed(self) -> int:
        return self._seed

    def get_state(self) -> npt.NDArray[np.uint8]:
        """5056 bytes, the same as PyTorch's."""
        twister: dict[str, Any] = dict(self._twister().state["state"])
        state = np.zeros((), _STATE)
        state["seed"] = self._seed
        state["left"] = _WORDS + 1 - twister["pos"]
        state["seeded"] = 1
        state["next"] = 0 if self._fresh else twister["pos"]
        state["words"] = twister["key"]
        if self._normal is not None:
            state["normal_y"], state["normal_is_valid"] = self._normal, 1
        return np.frombuffer(bytearray(state.tobytes()), np.uint8)

    def set_state(self, new_state: npt.NDArray[Any]) -> Generator:
        """Goes on from where `get_state` was called.

        Raises:
            TypeError: `RNG state must be a torch.ByteTensor`.
            RuntimeError: for a state of another size, or one that no generator can be in.
        """
        if new_state.dtype != np.uint8:
            raise TypeError("RNG state must be a torch.ByteTensor")
        if new_state.size != _STATE.itemsize:
            raise RuntimeError(
                f"Expected a CPUGeneratorImplState of size {_STATE.itemsize} but found the input "
                f"RNG state size to be {new_state.size}"
            )
        state = np.frombuffer(new_state.tobytes(), _STATE)[0]
        left, position = int(state["left"]), int(state["next"])
        if state["seeded"] != 1 or not 0 < left <= _WORDS or position > _WORDS:
            raise RuntimeError("Invalid mt19937 state")
        self._start(int(state["seed"]))
        self._fresh = position == 0
        if state["normal_is_valid"]:
            self._normal = float(state["normal_y"])
        self._twister().state = {
            "bit_generator": "MT19937",
            "state": {
                "key": state["words"].astype(np.uint32),
                "pos": _WORDS if left == 1 else position,
            },
        }
        return self

    def clone_state(self) -> Generator:
        """Another generator, in the same state."""
        return type(self)().set_state(self.get_state())

    def draw32(self, count: int) -> Draws:
        """The next 32-bit draws, as 64-bit integers."""
        if count:
            self._fresh = False
        return self._twister().random_raw(count)

    def draw64(self, count: int) -> Draws:
        """64-bit draws: two of 32 bits each, the first one high."""
        halves = self.draw32(2 * count)
        return (halves[0::2] << np.uint64(32)) | halves[1::2]


default_generator = Generator()


def manual_seed(seed: Any) -> Generator:
    """Seeds the default generator; takes whatever `int` takes, as `torch.manual_seed` does."""
    return default_generator.manual_seed(int(seed))


def seed() -> int:
    """Seeds the default generator from the operating system."""
    return default_generator.seed()


def initial_seed() -> int:
    """The default generator's seed."""
    return default_generator.initial_seed()
