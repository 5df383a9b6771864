"""The Mersenne Twister as PyTorch seeds it, draws from it and keeps it.

Source: recorded from PyTorch 2.13.0; a state has the same bytes there.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gradrepl.engine.dtypes import CPU, check_device
from gradrepl.engine.dtypes import device as Device  # noqa: N812  # hidden by the property
from gradrepl.engine.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Callable

Draws: TypeAlias = npt.NDArray[np.uint64]
Array: TypeAlias = npt.NDArray[Any]

_WORDS = 624
_INITIAL_SEED = 67280421310721
_NOTHING: Draws = np.empty(0, np.uint64)
_AHEAD, _MOST = 4 * _WORDS, 1 << 20
_AT_ONCE = 1 << 14
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


class Generator(metaclass=Spoken):
    """A Mersenne Twister, MT19937, and the second half of the last pair of normals.

    It draws a block of words ahead and hands them out.
    """

    __slots__ = (
        "__weakref__", "_at", "_bits", "_block", "_count", "_end", "_fresh", "_made", "_normal",
        "_origin", "_seed", "lock",
    )  # fmt: skip
    __module__ = "torch._C"

    def __init__(self, device: Any = None) -> None:
        check_device(device)
        self.lock = threading.RLock()  # held for what another thread must not tear apart
        self._bits: np.random.MT19937 | None = None  # made at the first draw: its import is slow
        self._start(_INITIAL_SEED)

    def _start(self, seed: int) -> None:
        with self.lock:
            self._seed = seed
            self._fresh = True  # nothing was drawn since; only `get_state` tells it from 624 draws
            self._normal: float | None = None
            self._begin(None)

    def _begin(self, origin: Any) -> None:
        """At a state of the twister, or where the seed leads."""
        self._origin = origin
        self._count = -1  # words drawn since then; the twister is set when it draws the first
        self._hold(_NOTHING)

    def _hold(self, block: Draws) -> None:
        """What the next draws are taken from."""
        self._block, self._at, self._end = block, 0, len(block)
        self._made: dict[Any, Array] = {}

    def _draw(self, count: int) -> Draws:
        if self._bits is None:
            self._bits = np.random.MT19937(0)
        if self._count < 0:
            self._set(self._bits)
            self._count = 0
        self._count += count
        return self._bits.random_raw(count)

    def _draw_ahead(self) -> None:
        """A new block, which begins with what is left of the old one."""
        self._hold(np.concatenate((self._block[self._at :], self._draw(_AHEAD))))

    def _set(self, bits: np.random.MT19937) -> None:
        if self._origin is None:
            np.random.RandomState(bits).seed(self._seed & 0xFFFFFFFF)
        else:
            bits.state = self._origin

    def _state(self) -> dict[str, Any]:
        """The twister's, had it drawn no word ahead: another one draws again from the origin.

        The origin moves here, so that all calls together take no longer than drawing did.
        """
        bits = np.random.MT19937(0)
        self._set(bits)
        handed_out = max(self._count, 0) - (self._end - self._at)
        for start in range(0, handed_out, _MOST):
            bits.random_raw(min(_MOST, handed_out - start))
        self._origin = bits.state
        self._count -= handed_out
        return dict(self._origin["state"])

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

    def get_state(self) -> Any:
        """5056 bytes, the same as PyTorch's, as a tensor."""
        from gradrepl.engine.tensor import wrap

        return wrap(self.snapshot())

    def snapshot(self) -> npt.NDArray[np.uint8]:
        """What `get_state` gives, as an array."""
        with self.lock:
            twister = self._state()
        state = np.zeros((), _STATE)
        state["seed"] = self._seed
        state["left"] = _WORDS + 1 - twister["pos"]
        state["seeded"] = 1
        state["next"] = 0 if self._fresh else twister["pos"]
        state["words"] = twister["key"]
        if self._normal is not None:
            state["normal_y"], state["normal_is_valid"] = self._normal, 1
        return np.frombuffer(bytearray(state.tobytes()), np.uint8)

    def set_state(self, new_state: Any) -> Generator:
        """Goes on from where `get_state` was called.

        Raises:
            TypeError: `RNG state must be a torch.ByteTensor`.
        """
        array = getattr(new_state, "_a", None)
        if array is None:
            raise TypeError(f"expected a torch.ByteTensor, but got {type(new_state).__name__}")
        if array.dtype != np.uint8:
            raise TypeError("RNG state must be a torch.ByteTensor")
        return self.restore(array)

    def restore(self, new_state: npt.NDArray[np.uint8]) -> Generator:
        """Goes on from where `snapshot` was called.

        Raises:
            RuntimeError: for a state of another size, or one that no generator can be in.
        """
        if new_state.size != _STATE.itemsize:
            raise RuntimeError(
                f"Expected a CPUGeneratorImplState of size {_STATE.itemsize} but found the input "
                f"RNG state size to be {new_state.size}"
            )
        state = np.frombuffer(new_state.tobytes(), _STATE)[0]
        left, position = int(state["left"]), int(state["next"])
        if state["seeded"] != 1 or not 0 < left <= _WORDS or position > _WORDS:
            raise RuntimeError("Invalid mt19937 state")
        with self.lock:
            self._start(int(state["seed"]))
            self._fresh = position == 0
            if state["normal_is_valid"]:
                self._normal = float(state["normal_y"])
            at = _WORDS if left == 1 else position
            twister = {"key": state["words"].astype(np.uint32), "pos": at}
            self._begin({"bit_generator": "MT19937", "state": twister})
        return self

    def clone_state(self) -> Generator:
        """Another generator, in the same state."""
        return type(self)().restore(self.snapshot())

    def draw32(self, count: int) -> Draws:
        """The next 32-bit draws, as 64-bit integers; not to be written into."""
        with self.lock:
            if count:
                self._fresh = False
            if self._at + count > self._end:
                if count > _AHEAD:
                    rest = self._block[self._at :]
                    self._hold(_NOTHING)
                    return np.concatenate((rest, self._draw(count - len(rest))))
                self._draw_ahead()
            start = self._at
            self._at += count
            return self._block[start : self._at]

    def draw64(self, count: int) -> Draws:
        """64-bit draws: two of 32 bits each, the first one high."""
        halves = self.draw32(2 * count)
        return (halves[0::2] << np.uint64(32)) | halves[1::2]

    def values(
        self, make: Callable[[Draws], Array], count: int, words: int, each: int = 1
    ) -> Array:
        """The next `count` values that `make` makes of the draws; not to be written into.

        Of so many `words` it makes so many values `each`.
        """
        with self.lock:
            found = self.ahead(make, count, words, each)
            return self._made_of_many(make, count, words, each) if found is None else found

    def ahead(
        self, make: Callable[[Draws], Array], count: int, words: int, each: int = 1
    ) -> Array | None:
        """The same where the block has them all, along the last axis, else None; under the lock.

        `make` is asked for all that the block has, and the rest waits: a dozen cost what hundreds
        do.
        """
        start = self._at
        end = start + count // each * words
        if end > self._end:
            if end - start > _AHEAD:
                return None
            self._draw_ahead()
            start, end = 0, end - start
        first = start % words
        made = self._made.get((make, first))
        if made is None:
            whole = (self._end - first) // words * words
            made = self._made[make, first] = make(self._block[first : first + whole])
        self._at = end
        if count:
            self._fresh = False
        at = start // words * each
        return made[..., at : at + count]

    def _made_of_many(
        self, make: Callable[[Draws], Array], count: int, words: int, each: int
    ) -> Array:
        """In parts that stay in the processor's cache."""
        step = _AT_ONCE // words * each
        if count <= step:
            return make(self.draw32(count // each * words))
        first = make(self.draw32(_AT_ONCE))
        found = np.empty(count, first.dtype)
        found[:step] = first
        for at in range(step, count, step):
            few = min(step, count - at)
            found[at : at + few] = make(self.draw32(few // each * words))
        return found


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
