"""Which PyTorch release's texts are spoken. They differ in a handful of places, all of them here.

Source: recorded on each release; everything else that the lessons show reads the same on all four.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASES = ("2.13.0", "1.7.1", "1.5.0", "1.2.0")

_spoken = RELEASES[0]

_IN_PLACE_ON_A_LEAF = "a leaf Variable that requires grad {} used in an in-place operation."
_INTEGER = "Only Tensors of floating point {}dtype can require gradients"
_GRAD_OF_A_NON_LEAF = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad "
    "attribute won't be "
    "populated during autograd.backward(). If you indeed want the {} for a non-leaf Tensor, use "
    ".retain_grad() on "
    "the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the "
    "leaf Tensor "
    "instead. See github.com/pytorch/pytorch/pull/30531 for more {}."
)


def current() -> str:
    return _spoken


@contextlib.contextmanager
def speaking(release: str) -> Iterator[None]:
    """Speaks `release`'s texts inside the block, in every thread."""
    global _spoken  # noqa: PLW0603  # one process speaks one release
    if release not in RELEASES:
        raise ValueError(f"no texts of PyTorch {release}; there are: {', '.join(RELEASES)}")
    before, _spoken = _spoken, release
    try:
        yield
    finally:
        _spoken = before


def _since(release: str) -> bool:
    return _number(_spoken) >= _number(release)


def _number(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))


def leaf_in_place() -> str:
    return _IN_PLACE_ON_A_LEAF.format("is being" if _since("1.5.0") else "has been")


def integer_requires_grad() -> str:
    return _INTEGER.format("and complex " if _since("1.7.1") else "")


def grad_of_non_leaf() -> str | None:
    """The warning's text; None where the release said nothing."""
    if not _since("1.5.0"):
        return None
    if not _since("2.0.0"):
        return _GRAD_OF_A_NON_LEAF.format("gradient", "informations")
    text = _GRAD_OF_A_NON_LEAF.format(".grad field to be populated", "information")
    return text + " (Triggered internally at ...)"


def shows_set_grad_enabled() -> bool:
    """Whether `set_grad_enabled(...)` has a repr of its own."""
    return _since("2.0.0")
