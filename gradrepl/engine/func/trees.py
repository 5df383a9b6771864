"""Nested tuples, lists and dictionaries of tensors: taken apart and put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Spec(NamedTuple):
    """The structure of a nested value, without its leaves."""

    kind: type | None
    """Of a container; None for a leaf."""
    keys: tuple[Any, ...] = ()
    """Of a dictionary."""
    parts: tuple[Spec, ...] = ()

    def __str__(self) -> str:
        """As PyTorch's errors show it: a star for each leaf."""
        return repr(unflatten([_STAR] * self.leaves, self))

    def described(self, indent: int = 2) -> str:
        """As PyTorch prints the structure itself."""
        if self.kind is None:
            return "*"
        context = list(self.keys) if issubclass(self.kind, dict) else None
        parts = f",\n{' ' * indent}".join(part.described(indent + 2) for part in self.parts)
        return f"TreeSpec({self.kind.__name__}, {context}, [{parts}])"

    @property
    def leaves(self) -> int:
        return 1 if self.kind is None else sum(part.leaves for part in self.parts)


class _Star:
    def __repr__(self) -> str:
        return "*"


_STAR: Any = _Star()
LEAF = Spec(None)


def flatten(value: Any) -> tuple[list[Any], Spec]:
    """The leaves in order, and the structure that they stood in."""
    parts: Sequence[Any]
    if isinstance(value, dict):
        keys, parts = tuple(value), list(value.values())
    elif isinstance(value, (tuple, list)):
        keys, parts = (), value
    else:
        return [value], LEAF
    flat = [flatten(part) for part in parts]
    leaves = [leaf for found, _ in flat for leaf in found]
    return leaves, Spec(type(value), keys, tuple(spec for _, spec in flat))


def unflatten(leaves: Sequence[Any], spec: Spec) -> Any:
    """The leaves in a structure."""
    return _filled(iter(leaves), spec)


def _filled(leaves: Iterator[Any], spec: Spec) -> Any:
    if spec.kind is None:
        return next(leaves)
    parts = [_filled(leaves, part) for part in spec.parts]
    if issubclass(spec.kind, dict):
        return spec.kind(zip(spec.keys, parts, strict=True))
    if hasattr(spec.kind, "_fields"):  # a named tuple
        return spec.kind(*parts)
    return spec.kind(parts)  # type: ignore[call-arg]  # of a tuple or a list, which takes them


def mapped(function: Callable[[Any], Any], value: Any) -> Any:
    """The structure with another value in place of each leaf."""
    leaves, spec = flatten(value)
    return unflatten([function(leaf) for leaf in leaves], spec)


def tensors(value: Any) -> list[Tensor]:
    """The tensors among the leaves."""
    return [leaf for leaf in flatten(value)[0] if isinstance(leaf, Tensor)]
