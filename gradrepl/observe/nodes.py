"""Reads the graph behind tensors, newest node first, without recursion and within a limit."""

from __future__ import annotations

import heapq
import re
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gradrepl.observe import hooks
from gradrepl.observe.facts import EdgeFacts, NodeFacts, SavedFacts
from gradrepl.observe.kinds import dtype_name, is_tensor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gradrepl.observe.facts import NodeKey, TensorKey
    from gradrepl.observe.identity import Identities

_PREFIX = "_saved_"
_LONGEST = 40
_VERSIONS = re.compile(r"is at version (\d+); expected version (\d+)")

_saved_names: weakref.WeakKeyDictionary[type, tuple[str, ...]] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Walk:
    """The nodes behind some tensors."""

    nodes: tuple[NodeFacts, ...] = ()
    """In the order in which backward would run them: the newest first, a leaf's AccumulateGrad as
    soon as it is reached."""
    truncated: bool = False
    """Whether there are more than the limit allowed to read."""


def walk(
    tensors: Iterable[Any],
    identities: Identities,
    limit: int = 10_000,
    detail: int = 200,
    shapes: int = 2_000,
) -> Walk:
    """Reads the graph behind tensors.

    Args:
        tensors: where to start; those without a `grad_fn` add nothing.
        identities: the session's.
        limit: how many nodes are read at most. On real PyTorch every node that Python has seen is
            freed by recursion, and some 50,000 of them crash the process.
        detail: of how many of them the saved values are read, and the hooks counted.
        shapes: of how many of them the output's shape and dtype are read; more than a picture
            draws, or rounds of one loop would seem to differ.
    """
    # NOTE [Nodes stay alive during a walk]
    # `held` keeps each node's Python object to the end, and a leaf's: one that died half way would
    # be made anew, under another key, for the next edge that leads to it.
    held: dict[NodeKey, tuple[Any, TensorKey | None]] = {}
    leaves: list[Any] = []
    waiting: list[tuple[int, int, NodeKey]] = []

    def meet(node: Any) -> NodeKey | None:
        try:
            variable = getattr(node, "variable", None)
            leaf = identities.key(variable) if is_tensor(variable) else None
            key = identities.node(node)
        except Exception:  # noqa: BLE001  # not a node that we can know
            return None
        if key not in held:
            held[key] = (node, leaf)
            leaves.append(variable)
            heapq.heappush(waiting, (-key[1], len(held), key))
        return key

    one = None
    for one in tensors:
        try:
            node = one.grad_fn
        except Exception:  # noqa: BLE001, S112  # a view whose history PyTorch refuses to tell
            continue
        if node is not None:
            meet(node)
    found: list[NodeFacts] = []
    with hooks.refused(one):
        while waiting and len(found) < limit:
            key = heapq.heappop(waiting)[2]
            node, leaf = held[key]
            edges = tuple(
                EdgeFacts(None if target is None else meet(target), number)
                for target, number in _next(node)
            )
            near = len(found) < detail
            saved = tuple(_saved(node)) if near and leaf is None else ()
            own = (*identities.hooked.on(key), *hooks.of_node(node)) if near else ()
            made = _output(node) if len(found) < shapes and leaf is None else None
            found.append(NodeFacts(key, node_name(node), edges, saved, leaf, own, made))
    return Walk(tuple(found), truncated=bool(waiting))


def node_name(node: Any) -> str:
    """`MulBackward0`, `AccumulateGrad`."""
    try:
        return str(node.name()).rpartition("::")[2]
    except Exception:  # noqa: BLE001
        return type(node).__name__


def _output(node: Any) -> tuple[tuple[int, ...], str] | None:
    """What a gradient that comes to a node must be like is what the node's output was like."""
    try:
        known = getattr(node, "_input_metadata", None)  # PyTorch's, from 2.1 on
        if known is None:
            outs = node.outs if node.several else (node.meta(0),)
            kinds = {(tuple(shape), dtype.name) for shape, dtype in outs}
        else:
            kinds = {(tuple(int(n) for n in one.shape), dtype_name(one.dtype)) for one in known}
        return kinds.pop() if len(kinds) == 1 else None
    except Exception:  # noqa: BLE001  # not a node that tells
        return None


def _next(node: Any) -> Iterable[tuple[Any, int]]:
    try:
        return tuple(node.next_functions)
    except Exception:  # noqa: BLE001
        return ()


def _saved(node: Any) -> Iterator[SavedFacts]:
    for attribute in _attributes(node):
        facts = _saved_attribute(node, attribute)
        if facts is not None:
            yield facts
    yield from _saved_by_function(node)


def _attributes(node: Any) -> tuple[str, ...]:
    kind = type(node)
    names = _saved_names.get(kind)
    if names is None:
        names = tuple(name for name in dir(kind) if name.startswith(_PREFIX))
        _saved_names[kind] = names
    return names


def _saved_attribute(node: Any, attribute: str) -> SavedFacts | None:
    """One `_saved_*`; None where it is None, which is how PyTorch says "not needed"."""
    name = attribute.removeprefix(_PREFIX)
    if _is_packed(node, attribute):
        return SavedFacts(name, "held", is_tensor=True, text="")
    try:
        value = getattr(node, attribute)
    except Exception as error:  # noqa: BLE001
        return _lost(name, error)
    return None if value is None else _held(name, value)


def saved_values(node: Any) -> Iterator[tuple[str, Any]]:
    """What a node holds, by PyTorch's name without `_saved_`; what is not to be had is left out."""
    for attribute in _attributes(node):
        try:
            if not _is_packed(node, attribute):
                value = getattr(node, attribute)
                yield attribute.removeprefix(_PREFIX), _signed(value)
        except Exception:  # noqa: BLE001, S112  # freed or stale
            continue


def _saved_by_function(node: Any) -> Iterator[SavedFacts]:
    """What a `torch.autograd.Function` of the learner's gave to `save_for_backward`."""
    if not any("saved_tensors" in vars(ancestor) for ancestor in type(node).__mro__):
        return
    try:
        raw = getattr(node, "_raw_saved_tensors", ())
        hooked = any(_packed(one) for one in raw)
        for index, value in enumerate(raw if hooked else node.saved_tensors):
            name = f"saved_tensors[{index}]"
            version = None if hooked else _version(value)
            yield SavedFacts(name, "held", is_tensor=True, text=_kind(value), version=version)
    except Exception as error:  # noqa: BLE001
        yield _lost("saved_tensors", error)


def _is_packed(node: Any, attribute: str) -> bool:
    """Whether hooks of the learner's have packed a `_saved_*`; once freed, nobody knows."""
    try:
        return _packed(getattr(node, f"_raw{attribute}", None))
    except Exception:  # noqa: BLE001
        return False


def _packed(raw: Any) -> bool:
    """Whether reading the value would run an unpack hook of the learner's."""
    many = raw if isinstance(raw, (tuple, list)) else (raw,)
    return any(getattr(one, "unpack_hook", None) is not None for one in many)


def _held(name: str, value: Any) -> SavedFacts:
    if is_tensor(value):
        return SavedFacts(name, "held", is_tensor=True, text=_kind(value), version=_version(value))
    if isinstance(value, (tuple, list)) and value and all(is_tensor(one) for one in value):
        kinds = ", ".join(_kind(one) for one in value[:3])
        text = kinds if len(value) <= 3 else f"{kinds}, ... ({len(value)})"
        return SavedFacts(name, "held", is_tensor=True, text=text)
    return SavedFacts(name, "held", is_tensor=False, text=_short(value))


def _kind(tensor: Any) -> str:
    try:
        return f"{dtype_name(tensor.dtype)} {tuple(tensor.shape)}"
    except Exception:  # noqa: BLE001
        return ""


def _short(value: Any) -> str:
    try:
        if type(value) is tuple:
            text = repr(tuple(_signed(one) for one in value[:_LONGEST]))
        else:
            text = repr(_signed(value))
    except Exception:  # noqa: BLE001
        return ""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _signed(value: Any) -> Any:
    """PyTorch keeps `dim=-1` without its sign."""
    return value - 2**64 if type(value) is int and value >= 2**63 else value


def _lost(name: str, error: Exception) -> SavedFacts:
    """What PyTorch refuses to hand out: it was freed, or has changed since. Its words say which."""
    text = str(error)
    if "inplace operation" not in text:
        return SavedFacts(name, "freed", is_tensor=True, text="")
    told = _VERSIONS.search(text)
    now, version = map(int, told.groups()) if told else (None, None)
    return SavedFacts(name, "stale", is_tensor=True, text="", version=version, now=now)


def _version(tensor: Any) -> int | None:
    try:
        return int(tensor._version)
    except Exception:  # noqa: BLE001  # an inference tensor has none
        return None
